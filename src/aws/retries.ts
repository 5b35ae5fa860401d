import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@aws-sdk/types';
import type { Log } from '../core/ports.ts';
import { answerTimes, awsFailure, isClockRefusal, isNoAnswer, isRefusalOnWrongClock } from './errors.ts';

/**
 * Milliseconds before each retry of a failure. Almost at once, since AWS may have closed an idle connection; then as
 * GitHub's requests are retried (Octokit's plugin), so that an outage of some seconds is outlasted on either side.
 */
const FAILURE_DELAYS_MS = [100, 1000, 4000, 9000];

/**
 * First backoff after throttling, doubled each time, and the longest, milliseconds: the SDK's own. Throttling is retried
 * until the retry budget is spent.
 */
const THROTTLING_BASE_MS = 1000;
const LONGEST_MS = 20_000;

/**
 * Decides when the SDK retries a request, and whether, where the SDK's own judgement is too narrow or too wide. The
 * SDK's standard strategy does not know the caller's time: it gives up after a fixed number of attempts whatever time is
 * left, cuts a longer retry-after short, goes on after the caller's time is up, and logs nothing.
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
    const backoff = isThrottling
      ? throttlingDelay(count)
      : isTransient(errorType, error)
        ? failureDelay(count)
        : undefined;
    if (backoff === undefined) throw new Error('not retryable');
    const delay = Math.round(Math.max(backoff, askedFor(error, retryAfterHint)));
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

/** The SDK calls neither a failed DNS look-up nor a failed tunnel transient. */
function isTransient(errorType: RetryErrorInfo['errorType'], error: unknown): boolean {
  if (errorType !== 'TRANSIENT') return isNoAnswer(error);
  // Once it has corrected its clock, the SDK calls every refusal transient.
  return !isRefusalOnWrongClock(error) || isClockRefusal(error);
}

/** Half of it is random, so that several requests do not come again together. */
function jittered(ms: number): number {
  return (0.5 + Math.random() / 2) * ms;
}

function throttlingDelay(count: number): number {
  return jittered(Math.min(THROTTLING_BASE_MS * 2 ** (count - 1), LONGEST_MS));
}

function failureDelay(count: number): number | undefined {
  return FAILURE_DELAYS_MS[count - 1];
}

/** How long AWS asks to wait, milliseconds: from now, or by its own clock if it names a time. */
function askedFor(error: unknown, hint: Date | undefined): number {
  const { retryAfter, date } = answerTimes(error);
  const until = Date.parse(retryAfter ?? '');
  const isTime = retryAfter !== undefined && !/^[\d.]+$/.test(retryAfter) && !Number.isNaN(until);
  if (isTime && date !== undefined) return until - date;
  return hint === undefined ? 0 : hint.getTime() - Date.now();
}

function token(count: number, delayMs: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => delayMs };
}
