import type { SandboxClock } from '../clock.ts';
import type { GitHubSandbox, RunnerRegistration } from '../contract.ts';
import type { Principal, Tokens } from './access.ts';
import type { App } from './app.ts';
import type { ForeignRunners } from './foreign.ts';
import type { Groups } from './groups.ts';
import type { JobQueue } from './jobs.ts';
import type { OidcProvider } from './oidc.ts';
import type { Registration, Registry } from './registry.ts';
import type { Addresses, World } from './scope.ts';
import type { WorkflowRuns } from './workflow-runs.ts';

/** The controls of this GitHub for tests and the demo: its addresses, its tokens, and the server's own actions. */
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
  runs: WorkflowRuns;
  clock: SandboxClock;
}): GitHubSandbox {
  const { world, addresses, app, oidc, groups, queue, foreign, registry, runs } = parts;
  const byName = (name: string) => registry.find((row) => row.name === name);
  return {
    apiUrl: addresses.api(),
    serverUrl: addresses.server(),
    repository: world.repository,
    token: tokenMaker(parts.tokens),
    app: {
      id: String(app.id),
      installationId: app.installationId,
      // A getter, because the key is generated at first use.
      get privateKey() {
        return app.privateKey;
      },
    },
    oidcEnvironment: (options) => oidc.environment(options),
    oidcIssuer: oidc.issuer(),
    addRunnerGroup: (name, settings) => groups.add(name, settings),
    queueJob: (job) => queue.add(job),
    addForeignRunners: (count) => foreign.add(count),
    addRepository: (repository) => world.repositories.push(repository),
    setRun: (run) => runs.set(run),
    addRegistration: (registration) => addRegistration(registration, parts),
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

function addRegistration(
  wanted: Parameters<GitHubSandbox['addRegistration']>[0],
  { world, registry, clock }: { world: World; registry: Registry; clock: SandboxClock },
): void {
  const { owner, name: repository } = world.repository;
  const row = registry.add({
    name: wanted.name,
    scope: (wanted.scope ?? `repos/${owner}/${repository}`).toLowerCase(),
    labels: wanted.labels ?? [wanted.name],
    runnerGroupId: 1,
    workFolder: '_work',
  });
  if (wanted.busy !== undefined) row.shownBusy = wanted.busy;
  if (wanted.status !== 'online') return;
  // As if its listener had just connected.
  registry.open(row, { id: `seeded-${row.id}`, machine: undefined, version: '2.335.1', onlineAt: clock.now() });
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
    workflow: { principal: { kind: 'workflow', key: 'installation ID 2', actions: true }, prefix: 'ghs_' },
    'workflow-without-actions': {
      principal: { kind: 'workflow', key: 'installation ID 2', actions: false },
      prefix: 'ghs_',
    },
    expired: { principal: { kind: 'user', key: 'user ID 1', sees: 'all' }, prefix: 'ghp_' },
    'other-repository': { principal: { kind: 'user', key: 'user ID 3', sees: 'elsewhere' }, prefix: 'ghp_' },
  };
  return (kind) => {
    const { principal, prefix } = principals[kind];
    return tokens.issue(principal, kind === 'expired' ? { prefix, lifetimeMs: 0 } : { prefix });
  };
}
