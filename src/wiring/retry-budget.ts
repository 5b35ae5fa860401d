import type { Clock } from '../core/ports.ts';

/**
 * How long requests may be tried again and limits waited out, milliseconds: a stop or a sweep has no deadline
 * of its own, and the next one would meet the same limit.
 */
export const STOP_PATIENCE_MS = 15 * 60_000;

/** The time that a step has left, as its GitHub and AWS clients ask for it before each wait. */
export class Patience {
  readonly #clock: Clock;
  #until: number;

  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#until = clock.now() + ms;
  }

  /** Milliseconds; negative once it is over. */
  readonly leftMs = (): number => this.#until - this.#clock.now();

  /** From now on at least `ms` are left. */
  extend(ms: number): void {
    this.#until = Math.max(this.#until, this.#clock.now() + ms);
  }
}
