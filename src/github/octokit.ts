import { getOctokitOptions, GitHub as Octokit } from '@actions/github/lib/utils';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { RunnerError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { githubFailure, noteLostAnswer } from './errors.ts';
import { boundedFetch, type ProxyVariables } from './fetch.ts';
import { RequestPace } from './request-pace.ts';

/** How GitHub is reached. */
export interface GitHubConnection {
  /** Base URL of the API, such as `https://api.github.com` or `https://ghes.example/api/v3`. */
  readonly apiUrl: string;
  readonly log: Log;
  /** Milliseconds for which requests may still be tried again and rate limits waited out. */
  readonly retryBudgetMs: () => number;
  /** Absent: no proxy. */
  readonly proxy?: ProxyVariables;
}

/**
 * Answers that the retry plugin must leave alone: the same request will not change them. 409 (a name that exists) and
 * 429 are missing from its own list; a 429 is the throttling plugin's, which waits as long as the header says.
 */
const FINAL_STATUS = [400, 401, 403, 404, 409, 410, 422, 429, 451];

/** How often a failure is tried again; rate limits are waited out as often as they come. */
const RETRIES = 3;

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** What Octokit hands the limit callbacks, as far as it is used. */
interface LimitedRequest {
  readonly method: string;
  readonly url: string;
}

/** The part of a request's options that the retry plugin reads and writes. */
interface RetriedRequest extends LimitedRequest {
  readonly request: { retries?: number; readonly retryCount?: number };
}

/**
 * Keeps the retry plugin within the time left. It comes before that plugin in the list, so it sees an error first.
 * Without it a GitHub that never answers would carry a start a minute and a half past its end.
 */
function withinPatience(
  octokit: { hook: { error(name: 'request', handler: (error: unknown, options: unknown) => never): void } },
  { connection, pace }: { connection?: GitHubConnection; pace?: RequestPace; [option: string]: unknown },
): void {
  if (connection === undefined) return;
  octokit.hook.error('request', (error, options) => {
    // An answer that was refused unread: it would come again.
    if (error instanceof Error && error.cause instanceof RunnerError) throw error.cause;
    nameLimit(error);
    const { method, url, request } = options as RetriedRequest;
    const { status, message } = githubFailure(error);
    if (status === undefined || status >= 500) noteLostAnswer(request);
    if (status !== undefined && FINAL_STATUS.includes(status)) throw error;
    // The plugin's own schedule: 1, 4 and 9 s.
    const count = (request.retryCount ?? 0) + 1;
    const delayMs = count ** 2 * 1000;
    if (delayMs >= connection.retryBudgetMs()) request.retries = 0;
    else if (count <= RETRIES) {
      connection.log.info(`${method} ${url}: ${message}: trying again in ${delayMs / 1000} s.`);
      pace?.countAgain(method);
    }
    throw error;
  });
}

/** The throttling plugin tells a secondary limit by GitHub's usual words only; retry-after says the same. */
function nameLimit(error: unknown): void {
  const { status, isRateLimit, message, retryAfterSeconds } = githubFailure(error);
  const isUnnamed = isRateLimit && retryAfterSeconds !== undefined && !/\bsecondary rate\b/i.test(message);
  if (isUnnamed && (status === 403 || status === 429) && error instanceof Error) {
    error.message += ' (a secondary rate limit, by its retry-after)';
  }
}

/**
 * Gives each request an object of its own for what is noted on it: how often it was tried, that an answer was lost.
 * Octokit's own is shared by all requests of a client. It comes last in the list, so it sees a request before all others.
 */
function withOwnNotes(octokit: { hook: { before(name: 'request', handler: (options: object) => void): void } }): void {
  octokit.hook.before('request', (options) => {
    const { request } = options as { request?: object };
    Object.assign(options, { request: { ...request } });
  });
}

const OctokitWithLimits = Octokit.plugin(withinPatience, retry, throttling, withOwnNotes);

/**
 * An Octokit that tries again what may succeed, and waits out rate limits as GitHub's headers say.
 * @param pace counts the requests of all clients that it is given to
 */
export function makeOctokit(
  connection: GitHubConnection,
  auth: string,
  pace = new RequestPace(connection),
): InstanceType<typeof Octokit> {
  const waitOut = (what: string) => (retryAfter: number, request: LimitedRequest) => {
    const { log, retryBudgetMs } = connection;
    const willWait = retryAfter * 1000 <= retryBudgetMs();
    log.info(
      `GitHub's ${what} rate limit met ${request.method} ${request.url}: ` +
        (willWait ? `trying again in ${retryAfter} s.` : `${retryAfter} s to wait, longer than the time left.`),
    );
    return willWait;
  };
  // Objects to the type checker: the plugin uses two methods of what it declares as a whole class. What all requests go
  // through paces them; a second between any two writes is not needed then.
  const groups: object = { global: pace, write: { key: () => ({ schedule: async () => undefined }) } };
  return new OctokitWithLimits({
    ...getOctokitOptions(auth, {}),
    connection,
    pace,
    baseUrl: connection.apiUrl,
    log: SILENT,
    request: { fetch: boundedFetch(connection.proxy) },
    retry: { doNotRetry: FINAL_STATUS, retries: RETRIES },
    throttle: {
      onRateLimit: waitOut('primary'),
      onSecondaryRateLimit: waitOut('secondary'),
      ...groups,
    },
  });
}
