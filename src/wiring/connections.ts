import { mask } from '../actions/io.ts';
import type { ClientSettings } from '../aws/client-config.ts';
import { type Measure, unmeasured } from '../core/report/timeline.ts';
import type { Secret } from '../core/secret.ts';
import { appInstallationToken } from '../github/app-token.ts';
import type { GitHubConnection } from '../github/octokit.ts';
import { GitHubRunners } from '../github/runners.ts';
import { GitHubRuns } from '../github/runs.ts';
import type { RunnerScope } from '../github/scope.ts';
import type { Investigate } from '../providers/ecs/investigation/investigate.ts';
import type { EcsLaunchOptions, EcsPlace } from '../providers/ecs/options.ts';
import { EcsProvider } from '../providers/ecs/provider.ts';
import type { CredentialSource } from './github-credentials.ts';

/** The GitHub port of a step. A secret in AWS is read, and the App's token made, at the first request. */
export function connectGitHub(options: {
  scope: RunnerScope;
  credentials: CredentialSource;
  connection: GitHubConnection;
  runnerGroup: string;
  measure?: Measure;
}): GitHubRunners {
  const { scope, connection, runnerGroup } = options;
  return new GitHubRunners({ scope, connection, runnerGroup, mask, token: () => tokenFor(options) });
}

/** The port that tells whether runs are over; `credentials` are those that manage runners. */
export function connectRuns(options: {
  token: Secret<string>;
  credentials: CredentialSource;
  connection: GitHubConnection;
}): GitHubRuns {
  const { token, credentials, connection } = options;
  mask(token.reveal());
  return new GitHubRuns({
    connection,
    token,
    managementToken: (repository) => {
      const [owner = '', repo = ''] = repository.split('/');
      return tokenFor({ credentials, scope: { kind: 'repo', owner, repo }, connection });
    },
  });
}

async function tokenFor(options: {
  credentials: CredentialSource;
  scope: RunnerScope;
  connection: GitHubConnection;
  measure?: Measure;
}): Promise<Secret<string>> {
  const { scope, connection, measure = unmeasured } = options;
  const credentials = await options.credentials();
  return credentials.kind === 'token'
    ? credentials.token
    : measure('App token', () => appInstallationToken({ app: credentials.app, scope, connection, mask }));
}

/** The ECS port of a step. */
export function connectEcs(options: {
  aws: ClientSettings;
  place: EcsPlace;
  launch?: EcsLaunchOptions;
  investigate?: Investigate;
}): EcsProvider {
  const { aws, place, launch, investigate } = options;
  const callerIdentity = async (): Promise<string> => (await import('../aws/caller-identity.ts')).callerIdentity(aws);
  return new EcsProvider({
    place,
    client: aws,
    ...(launch && { launch }),
    ...(investigate && { investigate }),
    callerIdentity,
  });
}
