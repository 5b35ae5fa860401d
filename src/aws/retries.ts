import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@aws-sdk/types';
import type { Log } from '../core/ports.ts';
import { awsFailure } from './errors.ts';

/** How often a failure is met with the same request before it is told; throttling is waited out for as long as it may. */
const ATTEMPTS = 5;

/** First wait after a failure and after throttling, doubled each time, and the longest, milliseconds: the SDK's own. */
const FAILURE_BASE_MS = 100;
const THROTTLING_BASE_MS = 1000;
const LONGEST_MS = 20_000;

/**
 * When the SDK sends a request again. What may be sent again is the SDK's own judgement; its standard strategy differs
 * in what only the caller knows: it gives up after a fixed number of attempts whatever time is left, cuts a longer
 * retry-after short, goes on after the caller's time is up, and says nothing.
 */
export class PatientRetries implements RetryStrategyV2 {
  readonly #log: Log;
  readonly #retryBudgetMs: () => number;

  constructor(options: { log: Log; retryBudgetMs: () => number }) {
    this.#log = options.log;
    this.#retryBudgetMs = options.retryBudgetMs;
  }

  async acquireInitialRetryToken(): Promise<RetryToken> {
    return token(0, 0);
  }

  /** @throws where the request is not to be sent again; the SDK then throws the request's own error */
  async refreshRetryTokenForRetry(previous: RetryToken, { errorType, error, retryAfterHint }: RetryErrorInfo) {
    const count = previous.getRetryCount() + 1;
    const isThrottling = errorType === 'THROTTLING';
    if (!isThrottling && (errorType !== 'TRANSIENT' || count >= ATTEMPTS)) throw new Error('not to be tried again');
    const base = isThrottling ? THROTTLING_BASE_MS : FAILURE_BASE_MS;
    const backoff = (0.5 + Math.random() / 2) * Math.min(base * 2 ** (count - 1), LONGEST_MS);
    const delay = Math.round(Math.max(backoff, retryAfterHint ? retryAfterHint.getTime() - Date.now() : 0));
    const { name, code, message } = awsFailure(error);
    const what = isThrottling ? 'AWS throttles requests' : 'A request to AWS failed';
    const told = `${what} (${[code || name, message].filter(Boolean).join(': ')})`;
    const seconds = Math.ceil(delay / 100) / 10;
    if (delay >= this.#retryBudgetMs()) {
      this.#log.info(`${told}: ${seconds} s to wait, longer than the time left.`);
      throw new Error('no time left');
    }
    this.#log.info(`${told}: trying again in ${seconds} s.`);
    return token(count, delay);
  }

  recordSuccess(): void {
    // Nothing is kept: what bounds this strategy is time, not a budget of attempts.
  }
}

function token(count: number, delayMs: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => delayMs };
}
