import { getOctokitOptions, GitHub as Octokit } from '@actions/github/lib/utils';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { RunnerError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { unsent } from '../core/unsent.ts';
import type { ProxyVariables } from '../http/agents.ts';
import { githubFailure, noteLostAnswer } from './errors.ts';
import { boundedFetch } from './fetch.ts';
import { PointsPacer } from './points-pacer.ts';
import { isWaitedOut, type LimitNotes, noteLimit, WAITS } from './rate-limits.ts';

/** How to reach GitHub. */
export interface GitHubConnection {
  /** Base URL of the API, such as `https://api.github.com` or `https://ghes.example/api/v3`. */
  readonly apiUrl: string;
  readonly log: Log;
  /** Milliseconds left for retrying requests and waiting out rate limits. */
  readonly retryBudgetMs: () => number;
  /** If absent, no proxy. */
  readonly proxy?: ProxyVariables;
}

/**
 * Answers that the retry plugin must not retry: the same request will not change them. Its own list lacks 409 (the name
 * exists) and 429, a rate limit, which the throttling plugin waits out.
 */
const FINAL_STATUS = [400, 401, 403, 404, 409, 410, 422, 429, 451];

/** Retries of a failure; a rate limit is waited out for as long as there is time. */
const RETRIES = 3;

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The used part of what Octokit passes to the limit callbacks. */
interface LimitedRequest {
  readonly method: string;
  readonly url: string;
  readonly request: object;
}

/** The part of a request's options that the retry plugin reads and writes. */
interface RetriedRequest extends LimitedRequest {
  readonly request: LimitNotes & { retries?: number; readonly retryCount?: number };
}

/**
 * Keeps the retry plugin within the retry budget. It comes before that plugin in the list, so it sees an error first.
 * Without it, a GitHub that never answers would carry a start a minute and a half past its timeout.
 */
function withinRetryBudget(
  octokit: { hook: { error(name: 'request', handler: (error: unknown, options: unknown) => never): void } },
  { connection, pacer }: { connection?: GitHubConnection; pacer?: PointsPacer; [option: string]: unknown },
): void {
  if (connection === undefined) return;
  octokit.hook.error('request', (error, options) => {
    // An answer that we refused unread would come again.
    if (error instanceof Error && error.cause instanceof RunnerError) throw error.cause;
    const { method, url, request } = options as RetriedRequest;
    if (noteLimit(error, request) === 'secondary') pacer?.slowDown();
    const { status, message } = githubFailure(error);
    const notSent = unsent(error);
    if (notSent !== undefined && notSent.why !== 'machine') {
      request.retries = 0;
      throw error;
    }
    if (notSent === undefined && (status === undefined || status >= 500)) noteLostAnswer(request);
    if (status !== undefined && FINAL_STATUS.includes(status)) throw error;
    // The plugin's own schedule: 1, 4 and 9 s.
    const count = (request.retryCount ?? 0) + 1;
    const delayMs = count ** 2 * 1000;
    if (delayMs >= connection.retryBudgetMs()) request.retries = 0;
    else if (count <= RETRIES) {
      connection.log.info(`${method} ${url}: ${message}: retrying in ${delayMs / 1000} s.`);
      pacer?.countAgain(method);
    }
    throw error;
  });
}

/**
 * Gives each request its own object for notes: the number of attempts, and that an answer was lost. All requests of a
 * client share Octokit's own object. It comes last in the list, so it sees a request before the other plugins.
 */
function withOwnNotes(octokit: { hook: { before(name: 'request', handler: (options: object) => void): void } }): void {
  octokit.hook.before('request', (options) => {
    const { request } = options as { request?: object };
    Object.assign(options, { request: { ...request } });
  });
}

const OctokitWithLimits = Octokit.plugin(withinRetryBudget, retry, throttling, withOwnNotes);

/**
 * An Octokit that retries what may succeed, and waits out rate limits as GitHub's headers say.
 * @param pacer counts the requests of every client that it is passed to
 */
export function makeOctokit(
  connection: GitHubConnection,
  auth: string,
  pacer = new PointsPacer(connection),
): InstanceType<typeof Octokit> {
  const waitOut = (what: string) => (retryAfter: number, request: LimitedRequest) => {
    const { log, retryBudgetMs } = connection;
    const stopped = `GitHub's ${what} rate limit stopped ${request.method} ${request.url}`;
    if (isWaitedOut({ ...request.request })) {
      log.info(`${stopped}: it was sent ${WAITS + 1} times, and is not sent again.`);
      return false;
    }
    const willWait = retryAfter * 1000 <= retryBudgetMs();
    log.info(
      `${stopped}: ${willWait ? `retrying in ${retryAfter} s.` : `the wait of ${retryAfter} s is longer than the time left.`}`,
    );
    return willWait;
  };
  // Typed as object, since the plugin declares a whole class but uses two of its methods. The pacer takes all
  // requests, so writes need no second between them.
  const groups: object = { global: pacer, auth: pacer, write: { key: () => ({ schedule: async () => undefined }) } };
  return new OctokitWithLimits({
    ...getOctokitOptions(auth, {}),
    connection,
    pacer,
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
