import { RunnerError } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import { githubFailure, toRunnerError } from './errors.ts';
import { fetchWithDeadline, type GitHubConnection } from './octokit.ts';
import { record, text } from './parse.ts';
import { type RunnerScope, scopeName, scopePath } from './scope.ts';

/** A GitHub App that may manage runners. */
export interface AppCredentials {
  readonly appId: string;
  /** PEM. */
  readonly privateKey: Secret<string>;
  /** Absent: looked up by the scope. */
  readonly installationId?: number;
}

/** An installation token, good for an hour; the App's libraries are loaded only here. */
export async function appInstallationToken(options: {
  app: AppCredentials;
  scope: RunnerScope;
  connection: GitHubConnection;
  mask: (value: string) => void;
}): Promise<Secret<string>> {
  const { app, scope, connection, mask } = options;
  const [{ createAppAuth }, { request }] = await Promise.all([import('@octokit/auth-app'), import('@octokit/request')]);
  const api = request.defaults({ baseUrl: connection.apiUrl, request: { fetch: fetchWithDeadline } });
  try {
    const auth = createAppAuth({ appId: app.appId, privateKey: app.privateKey.reveal(), request: api });
    let { installationId } = app;
    if (installationId === undefined) {
      const { token: jwt } = await auth({ type: 'app' });
      const answer = await api(`GET ${scopePath(scope)}/installation`, { headers: { authorization: `bearer ${jwt}` } });
      installationId = Number(record(answer.data, 'an installation')['id']);
    }
    const { token } = await auth({ type: 'installation', installationId });
    mask(text(token, 'installation token'));
    return new Secret(token);
  } catch (error) {
    throw explainAppFailure(error, options);
  }
}

function explainAppFailure(error: unknown, { app, scope }: { app: AppCredentials; scope: RunnerScope }): RunnerError {
  if (error instanceof RunnerError) return error;
  const { status, message } = githubFailure(error);
  if (status === 404) {
    return new RunnerError({
      kind: 'configuration',
      message: `The GitHub App ${app.appId} has no installation ${app.installationId ?? ''} that covers ${scopeName(scope)} (404).`,
      hint: "Install the App on the scope's owner, for the repository too, or correct github-app-installation-id.",
      cause: error,
    });
  }
  if (status === undefined && !/fetch|timeout|abort|socket|ECONN|ENOTFOUND/i.test(message)) {
    return new RunnerError({
      kind: 'configuration',
      message: `The private key of the GitHub App ${app.appId} cannot be used: ${message}`,
      hint: 'Put the whole PEM file, with its BEGIN and END lines, into the secret that github-app-private-key names.',
      cause: error,
    });
  }
  return toRunnerError(error, { doing: `getting a token of the App ${app.appId}`, scope });
}
