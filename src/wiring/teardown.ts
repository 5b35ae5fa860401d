import type { Secret } from '../core/secret.ts';
import type { TeardownPorts } from '../core/teardown/teardown.ts';
import type { RunnerScope } from '../github/scope.ts';
import type { EcsCluster } from '../providers/ecs/options.ts';
import { awsSettings } from './aws-settings.ts';
import { connectEcsPool, connectGitHub, connectJobs } from './connections.ts';
import { credentialsReader, type GitHubCredentials } from './github-credentials.ts';
import { DEFAULT_RETRY_BUDGET_MS } from './retry-budget.ts';
import type { AwsAccess, Root } from './root.ts';
import { systemClock, systemRandom } from './runtime.ts';

/** What the wiring of a teardown in one cluster needs. */
interface TeardownAccess {
  readonly apiUrl: string;
  readonly github: { readonly scope: RunnerScope; readonly credentials: GitHubCredentials };
  readonly aws: AwsAccess;
  readonly cluster: EcsCluster;
  readonly root: Root;
  /** The run whose jobs show what is on its way to its runners, and the token that may read them. */
  readonly jobs?: { readonly token: Secret<string>; readonly repository: string; readonly runId: number } | undefined;
  /** Milliseconds for which requests may still be retried; absent: the default, for each request. */
  readonly retryBudgetMs?: () => number;
}

/** Wires the ports of a teardown. */
export function connectEcsTeardown(options: TeardownAccess): TeardownPorts {
  const { apiUrl, github, aws: access, cluster, root } = options;
  const { log, mask } = root;
  const { proxy } = access;
  const { retryBudgetMs = () => DEFAULT_RETRY_BUDGET_MS } = options;
  const aws = awsSettings({ access, root, retryBudgetMs });
  const credentials = credentialsReader(github.credentials, { aws, mask });
  const connection = { apiUrl, log, retryBudgetMs, ...(proxy && { proxy }) };
  return {
    github: connectGitHub({ scope: github.scope, credentials, connection, mask }),
    ...(options.jobs && { jobs: connectJobs({ ...options.jobs, credentials, connection, mask }) }),
    pool: connectEcsPool({ aws, cluster }),
    clock: systemClock,
    random: systemRandom,
    log,
  };
}
