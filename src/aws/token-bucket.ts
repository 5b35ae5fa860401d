/**
 * A token bucket for requests of one kind, counted as AWS counts them: `burst` tokens, refilled at `perSecond`. One
 * step's requests are then never throttled, and other steps of the account keep their share.
 */
export class TokenBucket {
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  #at = Date.now();

  constructor(options: { burst: number; perSecond: number }) {
    this.#burst = options.burst;
    this.#perSecond = options.perSecond;
    this.#tokens = options.burst;
  }

  /** Takes one token; resolves when the request may be sent. */
  async take(): Promise<void> {
    const now = Date.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond) - 1;
    this.#at = now;
    // Below zero is a debt: earlier callers have taken the tokens that come next.
    const debtMs = (-this.#tokens / this.#perSecond) * 1000;
    if (debtMs > 0) await new Promise((resolve) => setTimeout(resolve, debtMs));
  }
}
