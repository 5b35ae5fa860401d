import type { GitHubSandbox, RunnerRegistration } from '../contract.ts';
import type { Principal, Tokens } from './access.ts';
import type { App } from './app.ts';
import type { ForeignRunners } from './foreign.ts';
import type { Groups } from './groups.ts';
import type { JobQueue } from './jobs.ts';
import type { OidcProvider } from './oidc.ts';
import type { Registration, Registry } from './registry.ts';
import type { Addresses, World } from './scope.ts';

/** What tests and the demo hold of this GitHub: its addresses, tokens, and the hands of the server. */
export function controls(parts: {
  world: World;
  addresses: Addresses;
  tokens: Tokens;
  app: App;
  oidc: OidcProvider;
  groups: Groups;
  queue: JobQueue;
  foreign: ForeignRunners;
  registry: Registry;
}): GitHubSandbox {
  const { world, addresses, app, oidc, groups, queue, foreign, registry } = parts;
  const byName = (name: string) => registry.find((row) => row.name === name);
  return {
    apiUrl: addresses.api(),
    serverUrl: addresses.server(),
    repository: world.repository,
    token: tokenMaker(parts.tokens),
    app: {
      id: String(app.id),
      installationId: app.installationId,
      // A getter, since the key is made at first use.
      get privateKey() {
        return app.privateKey;
      },
    },
    oidcEnvironment: (options) => oidc.environment(options),
    oidcIssuer: oidc.issuer(),
    addRunnerGroup: (name) => groups.add(name),
    queueJob: (job) => queue.add(job),
    addForeignRunners: (count) => foreign.add(count),
    registration(name) {
      const row = byName(name);
      return row && describe(row, registry);
    },
    removeRegistration(name) {
      const row = byName(name);
      if (row === undefined) throw new Error(`no registration has the name ${name}`);
      queue.finish(row, 'failure');
    },
    setBusy(name, busy) {
      const row = byName(name);
      if (row === undefined) throw new Error(`no registration has the name ${name}`);
      row.shownBusy = busy;
    },
  };
}

function describe(row: Registration, registry: Registry): RunnerRegistration {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    labels: row.labels.map(({ name }) => name),
    runnerGroupId: row.runnerGroupId,
    workFolder: row.workFolder,
    ephemeral: true,
    status: registry.isOnline(row) ? 'online' : 'offline',
    busy: row.shownBusy ?? row.job !== undefined,
  };
}

function tokenMaker(tokens: Tokens): GitHubSandbox['token'] {
  const principals: Record<Parameters<GitHubSandbox['token']>[0], { principal: Principal; prefix: string }> = {
    admin: { principal: { kind: 'user', key: 'user ID 1', sees: 'all' }, prefix: 'ghp_' },
    read: { principal: { kind: 'user', key: 'user ID 2', sees: 'read' }, prefix: 'ghp_' },
    workflow: { principal: { kind: 'workflow', key: 'installation ID 2' }, prefix: 'ghs_' },
    expired: { principal: { kind: 'user', key: 'user ID 1', sees: 'all' }, prefix: 'ghp_' },
    'other-repository': { principal: { kind: 'user', key: 'user ID 3', sees: 'elsewhere' }, prefix: 'ghp_' },
  };
  return (kind) => {
    const { principal, prefix } = principals[kind];
    return tokens.issue(principal, kind === 'expired' ? { prefix, lifetimeMs: 0 } : { prefix });
  };
}
