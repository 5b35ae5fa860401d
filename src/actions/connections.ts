import { callerIdentity } from '../aws/caller-identity.ts';
import type { ClientSettings } from '../aws/client-config.ts';
import { webIdentityCredentials } from '../aws/web-identity.ts';
import { RunnerError } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import { appInstallationToken } from '../github/app-token.ts';
import type { GitHubConnection } from '../github/octokit.ts';
import { GitHubRunners } from '../github/runners.ts';
import { GitHubRuns } from '../github/runs.ts';
import type { RunnerScope } from '../github/scope.ts';
import type { EcsLaunchOptions, EcsPlace } from '../providers/ecs/options.ts';
import { EcsProvider } from '../providers/ecs/provider.ts';
import type { AwsAccess } from './aws-inputs.ts';
import type { GitHubAccess, GitHubCredentials } from './github-inputs.ts';
import { getIdToken, mask } from './io.ts';

/** The GitHub port of a step. The App's token, where there is an App, is made at the first request. */
export function connectGitHub(options: {
  access: GitHubAccess;
  connection: GitHubConnection;
  runnerGroup: string;
}): GitHubRunners {
  const { access, connection, runnerGroup } = options;
  const { scope, credentials } = access;
  maskCredentials(credentials);
  return new GitHubRunners({
    scope,
    connection,
    runnerGroup,
    mask,
    token: () => tokenFor({ credentials, scope, connection }),
  });
}

/** The port that tells whether runs are over; `credentials` are those that manage runners. */
export function connectRuns(options: {
  token: Secret<string>;
  credentials: GitHubCredentials;
  connection: GitHubConnection;
}): GitHubRuns {
  const { token, credentials, connection } = options;
  mask(token.reveal());
  maskCredentials(credentials);
  return new GitHubRuns({
    connection,
    token,
    managementToken: (repository) => {
      const [owner = '', repo = ''] = repository.split('/');
      return tokenFor({ credentials, scope: { kind: 'repo', owner, repo }, connection });
    },
  });
}

function maskCredentials(credentials: GitHubCredentials): void {
  mask((credentials.kind === 'token' ? credentials.token : credentials.app.privateKey).reveal());
}

async function tokenFor(options: {
  credentials: GitHubCredentials;
  scope: RunnerScope;
  connection: GitHubConnection;
}): Promise<Secret<string>> {
  const { credentials, scope, connection } = options;
  return credentials.kind === 'token'
    ? credentials.token
    : appInstallationToken({ app: credentials.app, scope, connection, mask });
}

/** The ECS port of a step. The role, where there is one, is assumed at the first request. */
export function connectEcs(options: { access: AwsAccess; place: EcsPlace; launch?: EcsLaunchOptions }): EcsProvider {
  const { access, place, launch } = options;
  const { region, webIdentity } = access;
  const client: ClientSettings = {
    region,
    ...(webIdentity && {
      credentials: webIdentityCredentials({
        ...webIdentity,
        region,
        mask,
        getIdToken: () => idToken(webIdentity.audience),
      }),
    }),
  };
  return new EcsProvider({ place, client, ...(launch && { launch }), callerIdentity: () => callerIdentity(client) });
}

async function idToken(audience: string): Promise<string> {
  try {
    return await getIdToken(audience);
  } catch (error) {
    throw new RunnerError({
      kind: 'transient',
      message: `GitHub gave no OIDC token for the audience ${audience}: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'Check that the job has `permissions: id-token: write`; otherwise run the job again.',
      cause: error,
    });
  }
}
