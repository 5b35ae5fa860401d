import type { Clock, RetryBudget } from '../core/ports.ts';

/**
 * How long requests may be retried and rate limits waited out, milliseconds: a stop or a sweep has no deadline of its
 * own, and the next one would hit the same limit.
 */
export const DEFAULT_RETRY_BUDGET_MS = 15 * 60_000;

/** The time that a root has left for retries; its GitHub and AWS clients read it before each wait. */
export class TimedRetryBudget implements RetryBudget {
  readonly #clock: Clock;
  #until: number;

  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#until = clock.now() + ms;
  }

  /** Milliseconds; negative once the time is up. */
  readonly leftMs = (): number => this.#until - this.#clock.now();

  extend(ms: number): void {
    this.#until = Math.max(this.#until, this.#clock.now() + ms);
  }
}
