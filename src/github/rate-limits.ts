import { githubFailure } from './errors.ts';

/** Seconds to wait if GitHub does not say how long: "wait for at least one minute", its documentation says. */
const UNSAID_SECONDS = 60;

/**
 * Seconds to wait at least, doubled with each wait of a request up to a minute: an answer that asks for no wait, or for
 * one that is over, must not be answered with hundreds of requests.
 */
const LEAST_SECONDS = 1;
const LEAST_SECONDS_AT_MOST = 60;

/** How often one request is held back: far more often than any limit of GitHub's can stop it within a step. */
export const WAITS = 20;

/** Where the waits of a request are counted; all its attempts share this object. */
export interface LimitNotes {
  limitWaits?: number;
}

/** Which of its two kinds of limits GitHub's answer names. */
export type Limit = 'primary' | 'secondary';

/**
 * Puts an answer that a rate limit stopped into the form that the throttling plugin reads, since the plugin knows a
 * secondary limit only by GitHub's usual words, and counts the time until a reset by this machine's clock. The wait is
 * counted by the answer's own `Date`, and has a floor.
 * @param notes belongs to the request; counts its waits
 * @returns the kind of limit; undefined for any other failure
 */
export function noteLimit(error: unknown, notes: LimitNotes): Limit | undefined {
  const { status, isRateLimit, isSecondary, date = Date.now() } = githubFailure(error);
  if ((status !== 403 && status !== 429) || !isRateLimit || !hasHeaders(error)) return undefined;
  const { headers } = error.response;
  const waits = notes.limitWaits ?? 0;
  notes.limitWaits = waits + 1;
  const least = Math.min(LEAST_SECONDS * 2 ** waits, LEAST_SECONDS_AT_MOST);
  if (headers['x-ratelimit-remaining'] === '0' && headers['retry-after'] === undefined && !isSecondary) {
    // One second more: GitHub counts a reset in whole seconds.
    const asked = Math.ceil((Number(headers['x-ratelimit-reset']) * 1000 - date) / 1000) + 1;
    const seconds = Math.max(least, Number.isNaN(asked) ? UNSAID_SECONDS : asked);
    // The plugin adds that second again.
    headers['x-ratelimit-reset'] = String(Math.floor(Date.now() / 1000) + seconds - 1);
    return 'primary';
  }
  headers['retry-after'] = String(Math.max(least, askedSeconds(headers['retry-after'], date) ?? UNSAID_SECONDS));
  if (!isSecondary) error.message += ' (a secondary rate limit, by its status)';
  return 'secondary';
}

/** Whether a request was held back so often that the limit cannot be one of GitHub's. */
export function isWaitedOut({ limitWaits = 0 }: LimitNotes): boolean {
  return limitWaits > WAITS;
}

/** A retry-after is a number of seconds or a time. */
function askedSeconds(retryAfter: string | undefined, date: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? undefined : Math.ceil((until - date) / 1000);
}

function hasHeaders(
  error: unknown,
): error is Error & { readonly response: { readonly headers: Record<string, string | undefined> } } {
  if (!(error instanceof Error) || !('response' in error)) return false;
  const { response } = error;
  return (
    typeof response === 'object' && response !== null && 'headers' in response && response.headers instanceof Object
  );
}
