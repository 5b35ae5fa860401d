import { RunnerError } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import { githubFailure, toRunnerError } from './errors.ts';
import { type GitHubConnection, makeOctokit } from './octokit.ts';
import { identifier, record, text } from './parse.ts';
import { type RunnerScope, scopeName, scopePath } from './scope.ts';

/** A GitHub App that may manage runners. */
export interface AppCredentials {
  readonly appId: string;
  /** PEM. */
  readonly privateKey: Secret<string>;
  /** If absent, looked up by the scope. */
  readonly installationId?: number;
  /** How errors name where they came from. */
  readonly cameFrom: { readonly privateKey: string; readonly installationId: string };
}

/** Gets an installation token, valid for an hour; the App's libraries are loaded only here. */
export async function appInstallationToken(options: {
  app: AppCredentials;
  scope: RunnerScope;
  connection: GitHubConnection;
  mask: (value: string) => void;
}): Promise<Secret<string>> {
  const { app, scope, connection, mask } = options;
  const jwt = await signJwt(app);
  mask(jwt);
  // The same client as for runners: it waits out rate limits, retries failures and bounds answers.
  const octokit = makeOctokit(connection, jwt);
  try {
    let { installationId } = app;
    if (installationId === undefined) {
      const { data } = await octokit.request(`GET ${scopePath(scope)}/installation`);
      installationId = identifier(record(data, 'an installation')['id'], 'an installation');
    }
    const { data } = await octokit.request('POST /app/installations/{installationId}/access_tokens', {
      installationId,
    });
    const token = text(record(data, 'a token')['token'], 'installation token');
    mask(token);
    return new Secret(token);
  } catch (error) {
    throw explainAppFailure(error, options);
  }
}

/** The token with which an App identifies itself, valid for ten minutes. */
async function signJwt(app: AppCredentials): Promise<string> {
  const { createAppAuth } = await import('@octokit/auth-app');
  try {
    const auth = createAppAuth({ appId: app.appId, privateKey: app.privateKey.reveal() });
    return (await auth({ type: 'app' })).token;
  } catch (error) {
    throw new RunnerError({
      kind: 'configuration',
      message: `The private key of the GitHub App ${app.appId}, ${app.cameFrom.privateKey}, cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      hint: `Put the whole PEM file, with its BEGIN and END lines, into ${app.cameFrom.privateKey}.`,
      cause: error,
    });
  }
}

function explainAppFailure(error: unknown, { app, scope }: { app: AppCredentials; scope: RunnerScope }): RunnerError {
  if (githubFailure(error).status !== 404) {
    return toRunnerError(error, { doing: `getting a token of the App ${app.appId}`, scope });
  }
  return new RunnerError({
    kind: 'configuration',
    message: `The GitHub App ${app.appId} has no installation ${app.installationId ?? ''} that covers ${scopeName(scope)} (404).`,
    hint: `Install the App on the scope's owner, with access to the repository, or correct ${app.cameFrom.installationId}.`,
    cause: error,
  });
}
