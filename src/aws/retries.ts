import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@aws-sdk/types';
import type { Log } from '../core/ports.ts';
import { awsFailure } from './errors.ts';

/** Attempts before a failure is reported; throttling is retried until the retry budget is spent. */
const ATTEMPTS = 5;

/**
 * First backoff after a failure and after throttling, doubled each time, and the longest, milliseconds: the SDK's own.
 */
const FAILURE_BASE_MS = 100;
const THROTTLING_BASE_MS = 1000;
const LONGEST_MS = 20_000;

/**
 * Decides when the SDK retries a request; whether it may is the SDK's own judgement. The SDK's standard strategy does
 * not know the caller's time: it gives up after a fixed number of attempts whatever time is left, cuts a longer
 * retry-after short, goes on after the caller's time is up, and logs nothing.
 */
export class BudgetedRetries implements RetryStrategyV2 {
  readonly #log: Log;
  readonly #retryBudgetMs: () => number;

  constructor(options: { log: Log; retryBudgetMs: () => number }) {
    this.#log = options.log;
    this.#retryBudgetMs = options.retryBudgetMs;
  }

  async acquireInitialRetryToken(): Promise<RetryToken> {
    return token(0, 0);
  }

  /** @throws if the request must not be retried; the SDK then throws the request's own error */
  async refreshRetryTokenForRetry(previous: RetryToken, { errorType, error, retryAfterHint }: RetryErrorInfo) {
    const count = previous.getRetryCount() + 1;
    const isThrottling = errorType === 'THROTTLING';
    if (!isThrottling && (errorType !== 'TRANSIENT' || count >= ATTEMPTS)) throw new Error('not retryable');
    const base = isThrottling ? THROTTLING_BASE_MS : FAILURE_BASE_MS;
    const backoff = (0.5 + Math.random() / 2) * Math.min(base * 2 ** (count - 1), LONGEST_MS);
    const delay = Math.round(Math.max(backoff, retryAfterHint ? retryAfterHint.getTime() - Date.now() : 0));
    const { name, code, message } = awsFailure(error);
    const what = isThrottling ? 'AWS throttles requests' : 'A request to AWS failed';
    const report = `${what} (${[code || name, message].filter(Boolean).join(': ')})`;
    const seconds = Math.ceil(delay / 100) / 10;
    if (delay >= this.#retryBudgetMs()) {
      this.#log.info(`${report}: retrying would take ${seconds} s, longer than the time left.`);
      throw new Error('no time left');
    }
    this.#log.info(`${report}: retrying in ${seconds} s.`);
    return token(count, delay);
  }

  recordSuccess(): void {
    // Nothing to record: time bounds this strategy, not a number of attempts.
  }
}

function token(count: number, delayMs: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => delayMs };
}
