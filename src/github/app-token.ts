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

interface TokenRequest {
  readonly app: AppCredentials;
  readonly scope: RunnerScope;
  readonly connection: GitHubConnection;
  readonly mask: (value: string) => void;
}

/**
 * Gets an installation token, valid for an hour; the App's libraries are loaded only here. GitHub judges the times in the
 * App's own token by its clock: if that is refused, the token is signed once more by the time of GitHub's answer.
 */
export async function appInstallationToken(options: TokenRequest): Promise<Secret<string>> {
  try {
    return await requestToken(options);
  } catch (first) {
    const ahead = secondsAhead(first);
    if (ahead === undefined || Number.isNaN(ahead)) throw explainAppFailure(first, options, ahead);
    options.connection.log.info(
      `GitHub refused the App's token (${githubFailure(first).message}). ${clockSays(ahead)}: trying again by GitHub's time.`,
    );
    return await requestToken(options, -ahead).catch((second: unknown) => {
      throw explainAppFailure(second, options, ahead);
    });
  }
}

/** @param timeDifference seconds by which GitHub's clock is ahead of this machine's */
async function requestToken(options: TokenRequest, timeDifference = 0): Promise<Secret<string>> {
  const { app, scope, connection, mask } = options;
  const jwt = await signJwt(app, timeDifference);
  mask(jwt);
  // The same client as for runners: it waits out rate limits, retries failures and bounds answers.
  const octokit = makeOctokit(connection, jwt);
  let { installationId } = app;
  if (installationId === undefined) {
    const { data } = await octokit.request(`GET ${scopePath(scope)}/installation`);
    installationId = identifier(record(data, 'an installation')['id'], 'an installation');
  }
  const { data } = await octokit.request('POST /app/installations/{installationId}/access_tokens', { installationId });
  const token = text(record(data, 'a token')['token'], 'installation token');
  mask(token);
  return new Secret(token);
}

/** The token with which an App identifies itself, valid for ten minutes from half a minute ago. */
async function signJwt(app: AppCredentials, timeDifference: number): Promise<string> {
  const { createAppAuth } = await import('@octokit/auth-app');
  try {
    // timeDifference is what its own hook, which our client does not use, passes for the same purpose.
    const options = { appId: app.appId, privateKey: app.privateKey.reveal(), timeDifference };
    return (await createAppAuth(options)({ type: 'app' })).token;
  } catch (error) {
    throw new RunnerError({
      kind: 'configuration',
      message: `The private key of the GitHub App ${app.appId}, ${app.cameFrom.privateKey}, cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      hint: `Put the whole PEM file, with its BEGIN and END lines, into ${app.cameFrom.privateKey}.`,
      cause: error,
    });
  }
}

/** Differences of clocks below this many seconds do not explain a refusal: answers take time, and dates whole seconds. */
const NEGLIGIBLE_SECONDS = 10;

/**
 * Seconds by which this machine's clock is ahead of GitHub's, if that may be why GitHub refused the App's own token:
 * GitHub says so, or the clocks differ. NaN if GitHub's answer has no time.
 */
function secondsAhead(error: unknown): number | undefined {
  const { status, message, date = Number.NaN } = githubFailure(error);
  if (status !== 401) return undefined;
  const ahead = Math.round((Date.now() - date) / 1000);
  return /\('(exp|iat)'\)/.test(message) || Math.abs(ahead) >= NEGLIGIBLE_SECONDS ? ahead : undefined;
}

function clockSays(ahead: number): string {
  return `This machine's clock is ${Math.abs(ahead)} s ${ahead < 0 ? 'behind' : 'ahead of'} GitHub's`;
}

function explainAppFailure(error: unknown, { app, scope }: TokenRequest, ahead?: number): RunnerError {
  const { status, message } = githubFailure(error);
  if (ahead !== undefined && status === 401) {
    return new RunnerError({
      kind: 'configuration',
      message:
        `GitHub refused the token of the App ${app.appId} (401): ${message}. ` +
        (Number.isNaN(ahead)
          ? "Its answer has no time to compare this machine's clock with."
          : `${clockSays(ahead)}; by GitHub's time it was refused, too.`),
      hint: `Set this machine's clock (${new Date().toISOString()}), and check that ${app.cameFrom.privateKey} belongs to the App.`,
      cause: error,
    });
  }
  if (status !== 404) {
    return toRunnerError(error, { doing: `getting a token of the App ${app.appId}`, scope });
  }
  return new RunnerError({
    kind: 'configuration',
    message: `The GitHub App ${app.appId} has no installation ${app.installationId ?? ''} that covers ${scopeName(scope)} (404).`,
    hint: `Install the App on the scope's owner, with access to the repository, or correct ${app.cameFrom.installationId}.`,
    cause: error,
  });
}
