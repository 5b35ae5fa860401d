import type { SandboxClock } from '../clock.ts';

/** A rate limit in sandbox time: `burst` at once, and `perSecond` from then on. */
export class TokenBucket {
  readonly #clock: SandboxClock;
  readonly #limit: { readonly burst: number; readonly perSecond: number };
  #tokens: number;
  #at: number;

  constructor(clock: SandboxClock, limit: { readonly burst: number; readonly perSecond: number }) {
    this.#clock = clock;
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#at = clock.now();
  }

  /** False if none is left. */
  take(): boolean {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + ((now - this.#at) / 1000) * this.#limit.perSecond);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
