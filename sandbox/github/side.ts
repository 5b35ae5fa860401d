import type { SandboxClock } from '../clock.ts';
import type { GitHubOptions, GitHubSandbox, Inventory } from '../contract.ts';
import type { CallRunnerService } from '../runner/light.ts';
import type { SandboxService } from '../server.ts';
import { Tokens } from './access.ts';
import { Api } from './api.ts';
import { App } from './app.ts';
import { controls } from './controls.ts';
import { ForeignRunners } from './foreign.ts';
import { Groups } from './groups.ts';
import { JobQueue } from './jobs.ts';
import { lazyRsaKey } from './jwt.ts';
import { RateLimits } from './limits.ts';
import { createOidcProvider, type OidcIssuer } from './oidc.ts';
import { Registry } from './registry.ts';
import { matchRoute } from './routes.ts';
import { RunJobs } from './run-jobs.ts';
import { RunnerService } from './runner-service.ts';
import { Runners } from './runners.ts';
import { type Addresses, createWorld } from './scope.ts';
import { WorkflowRuns } from './workflow-runs.ts';

/** GitHub's half of the sandbox. */
export interface GitHubSide {
  readonly service: SandboxService;
  /** Called once, when the server listens and before any request. */
  attach(url: string): GitHubSandbox;
  aliveRunners(): Inventory['runners'];
  /** A runner's request, without a connection; returns the status. */
  readonly callRunnerService: CallRunnerService;
  readonly oidc: OidcIssuer;
}

/** Assembles GitHub: REST API, OIDC provider, and the runners' service. */
export function createGitHubSide({ options, clock }: { options: GitHubOptions; clock: SandboxClock }): GitHubSide {
  const apiPath = options.apiPath ?? '';
  let serverUrl = '';
  const addresses: Addresses = { server: () => serverUrl, api: () => `${serverUrl}${apiPath}` };

  const world = createWorld(options);
  const registry = new Registry({ clock, removeIdleAfterMs: options.removeIdleRunnerAfterMs });
  const queue = new JobQueue({ clock, registry });
  const foreign = new ForeignRunners(registry);
  const groups = new Groups({ addresses, world });
  const tokens = new Tokens(clock);
  const limits = new RateLimits({ clock, limits: options.limits });
  const app = new App({ world, clock, tokens, addresses });
  const runners = new Runners({ registry, groups, foreign, addresses, key: lazyRsaKey() });
  const runs = new WorkflowRuns({ world, clock, addresses });
  const jobs = new RunJobs({ queue, addresses });
  const api = new Api({ clock, world, addresses, tokens, limits, app, runners, runs, jobs, groups });
  const oidc = createOidcProvider({ world, clock, addresses });
  const onlineDelayMs = options.runnerOnlineDelayMs ?? 1000;
  const runnerService = new RunnerService({ clock, registry, queue, onlineDelayMs });

  const service: SandboxService = {
    identify(request) {
      const own = oidc.identify(request) ?? runnerService.identify(request);
      if (own !== undefined) return own;
      limits.arrived(request);
      const { service, operation } = matchRoute(request, apiPath);
      return { service, operation };
    },
    handle(request, { service, operation }) {
      if (service === 'oidc') return oidc.handle(request, operation);
      if (service === 'runner') return runnerService.handle(request, operation);
      return api.handle(request, matchRoute(request, apiPath));
    },
  };

  return {
    service,
    attach(url) {
      serverUrl = url;
      return controls({ world, clock, addresses, tokens, app, oidc, groups, queue, foreign, registry, runs });
    },
    aliveRunners: () =>
      registry.all().map((row) => ({
        id: row.id,
        name: row.name,
        status: registry.isOnline(row) ? 'online' : 'offline',
        busy: row.shownBusy ?? row.job !== undefined,
      })),
    async callRunnerService(operation, body) {
      const request = {
        method: 'POST',
        path: '',
        query: new URLSearchParams(),
        headers: {},
        body: JSON.stringify(body),
      };
      return (await runnerService.handle(request, operation)).status;
    },
    oidc: { issuer: oidc.issuer, jwks: oidc.jwks },
  };
}
