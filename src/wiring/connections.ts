import type { ClientSettings } from '../aws/client-config.ts';
import type { WorkflowJob } from '../core/ports.ts';
import { type Measure, unmeasured } from '../core/report/timeline.ts';
import type { Mask, Secret } from '../core/secret.ts';
import { appInstallationToken } from '../github/app-token.ts';
import type { GitHubConnection } from '../github/octokit.ts';
import type { JobsOrigin } from '../github/reach.ts';
import { GitHubRunners } from '../github/runners.ts';
import { GitHubRuns } from '../github/runs.ts';
import type { RunnerScope } from '../github/scope.ts';
import type { Investigate } from '../providers/ecs/investigation/investigate.ts';
import { EcsLauncher } from '../providers/ecs/launcher.ts';
import type { EcsCluster, EcsLaunchOptions } from '../providers/ecs/options.ts';
import { EcsPool } from '../providers/ecs/pool.ts';
import type { ReadCredentials } from './github-credentials.ts';
import { JOBS_RETRY_MS, runJobs } from './run-jobs.ts';

/** What every connection to GitHub needs. */
interface GitHubLink {
  readonly credentials: ReadCredentials;
  readonly connection: GitHubConnection;
  readonly mask: Mask;
}

/** The port to the runners of a scope. A secret in AWS is read, and the App's token created, at the first request. */
export function connectGitHub(
  options: GitHubLink & { scope: RunnerScope; runnerGroup?: string; jobs?: JobsOrigin; measure?: Measure },
): GitHubRunners {
  const { scope, connection, runnerGroup = '', jobs, mask } = options;
  return new GitHubRunners({
    scope,
    connection,
    runnerGroup,
    mask,
    token: () => tokenFor(options),
    ...(jobs && { jobs }),
  });
}

/** The port that reads whether runs are over; `credentials` are those that manage runners. */
export function connectRuns(options: GitHubLink & { token: Secret<string> }): GitHubRuns {
  const { token, connection, mask } = options;
  mask(token.reveal());
  return new GitHubRuns({
    connection,
    token,
    managementToken: (repository) => {
      const [owner = '', repo = ''] = repository.split('/');
      return tokenFor({ ...options, scope: { kind: 'repo', owner, repo } });
    },
  });
}

/** Reads the jobs of a run. */
export function connectJobs(
  options: GitHubLink & { token: Secret<string>; repository: string; runId: number },
): () => Promise<readonly WorkflowJob[] | undefined> {
  const connection = { ...options.connection, retryBudgetMs: () => JOBS_RETRY_MS };
  return runJobs({ ...options, runs: connectRuns({ ...options, connection }), log: connection.log });
}

async function tokenFor(options: GitHubLink & { scope: RunnerScope; measure?: Measure }): Promise<Secret<string>> {
  const { scope, connection, mask, measure = unmeasured } = options;
  const credentials = await options.credentials();
  return credentials.kind === 'token'
    ? credentials.token
    : measure('App token', () => appInstallationToken({ app: credentials.app, scope, connection, mask }));
}

/** A cluster whose tasks are found and stopped. */
export function connectEcsPool(options: { aws: ClientSettings; cluster: EcsCluster }): EcsPool {
  return new EcsPool(poolOptions(options));
}

/** A cluster in which tasks are launched. */
export function connectEcsLauncher(options: {
  aws: ClientSettings;
  cluster: EcsCluster;
  launch: EcsLaunchOptions;
}): EcsLauncher {
  return new EcsLauncher({ ...poolOptions(options), launch: options.launch, investigate });
}

function poolOptions({ aws, cluster }: { aws: ClientSettings; cluster: EcsCluster }) {
  const callerIdentity = async (): Promise<string> => (await import('../aws/caller-identity.ts')).callerIdentity(aws);
  return { cluster, client: aws, callerIdentity };
}

/** Its clients for EC2, Auto Scaling and CloudWatch Logs are loaded only after a start has failed. */
const investigate: Investigate = async (...failure) => {
  const investigation = await import('../providers/ecs/investigation/investigate.ts');
  return investigation.investigate(...failure);
};
