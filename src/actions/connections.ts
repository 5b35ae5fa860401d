import type { ClientSettings } from '../aws/client-config.ts';
import type { Secret } from '../core/secret.ts';
import { type Measure, unmeasured } from '../core/timeline.ts';
import { appInstallationToken } from '../github/app-token.ts';
import type { GitHubConnection } from '../github/octokit.ts';
import { GitHubRunners } from '../github/runners.ts';
import { GitHubRuns } from '../github/runs.ts';
import type { RunnerScope } from '../github/scope.ts';
import type { Investigate } from '../providers/ecs/investigation/investigate.ts';
import type { EcsLaunchOptions, EcsPlace } from '../providers/ecs/options.ts';
import { EcsProvider } from '../providers/ecs/provider.ts';
import type { AwsAccess } from './aws-inputs.ts';
import type { GitHubAccess, GitHubCredentials } from './github-inputs.ts';
import { getIdToken } from './id-token.ts';
import { actionsLog, mask } from './io.ts';
import { STOP_PATIENCE_MS } from './patience.ts';
import { agentsKnowProxies } from './proxy.ts';

/** The GitHub port of a step. The App's token, where there is an App, is made at the first request. */
export function connectGitHub(options: {
  access: GitHubAccess;
  connection: GitHubConnection;
  runnerGroup: string;
  measure?: Measure;
}): GitHubRunners {
  const { access, connection, runnerGroup, measure = unmeasured } = options;
  const { scope, credentials } = access;
  maskCredentials(credentials);
  return new GitHubRunners({
    scope,
    connection,
    runnerGroup,
    mask,
    token: () => tokenFor({ credentials, scope, connection, measure }),
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
  measure?: Measure;
}): Promise<Secret<string>> {
  const { credentials, scope, connection, measure = unmeasured } = options;
  return credentials.kind === 'token'
    ? credentials.token
    : measure('App token', () => appInstallationToken({ app: credentials.app, scope, connection, mask }));
}

/**
 * The ECS port of a step. The role, where there is one, is assumed at the first request.
 * @param options.patienceMs milliseconds for which requests may still be tried again
 */
export function connectEcs(options: {
  access: AwsAccess;
  place: EcsPlace;
  launch?: EcsLaunchOptions;
  investigate?: Investigate;
  patienceMs?: () => number;
  measure?: Measure;
}): EcsProvider {
  const { access, place, launch, investigate, patienceMs = () => STOP_PATIENCE_MS, measure = unmeasured } = options;
  const { region, webIdentity, proxy } = access;
  if (proxy !== undefined && !agentsKnowProxies(process.versions.node)) {
    actionsLog.warning(
      `Node ${process.versions.node} of this runner is older than 24.5: requests go past the proxy. Update the runner.`,
    );
  }
  const common = { region, log: actionsLog, patienceMs, ...(proxy && { proxy }) };
  const client: ClientSettings = {
    ...common,
    ...(webIdentity && {
      credentials: async () => {
        // STS is loaded only where it is asked, and while the token for it is on its way.
        const [token, { webIdentityCredentials }] = await Promise.all([
          measure('OIDC', () => getIdToken({ ...common, ...webIdentity, request: webIdentity.tokenRequest, mask })),
          import('../aws/web-identity.ts'),
        ]);
        return webIdentityCredentials({
          ...webIdentity,
          client: common,
          mask,
          measure,
          getIdToken: async () => token,
        })();
      },
    }),
  };
  const callerIdentity = async (): Promise<string> =>
    (await import('../aws/caller-identity.ts')).callerIdentity(client);
  return new EcsProvider({
    place,
    client,
    ...(launch && { launch }),
    ...(investigate && { investigate }),
    callerIdentity,
  });
}
