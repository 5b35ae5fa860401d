/**
 * A token bucket for the requests of one kind, as AWS itself counts them: `burst` go at once, and `perSecond` more each
 * second. So many requests of one step are never throttled first, and leave other steps of the account their part.
 */
export class RequestPace {
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  #at = Date.now();

  constructor(options: { burst: number; perSecond: number }) {
    this.#burst = options.burst;
    this.#perSecond = options.perSecond;
    this.#tokens = options.burst;
  }

  /** Resolves as soon as one more request may go. */
  async turn(): Promise<void> {
    const now = Date.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond) - 1;
    this.#at = now;
    // A debt: those who came before have taken what will come next.
    const debtMs = (-this.#tokens / this.#perSecond) * 1000;
    if (debtMs > 0) await new Promise((resolve) => setTimeout(resolve, debtMs));
  }
}
