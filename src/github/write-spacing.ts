/** Writes that may go at once, and how many milliseconds bring one more: with both, a minute has at most 80 of them. */
const BURST = 20;
const MS_PER_WRITE = 1000;

/**
 * Keeps within GitHub's limit of 80 content creations a minute, in place of the throttling plugin's own group, which
 * lets a second pass between any two writes: five runners would wait four seconds for nothing.
 */
export class WriteSpacing {
  #tokens = BURST;
  #at = Date.now();

  /** What the plugin looks up a group's queue by. */
  key(): this {
    return this;
  }

  /** Runs `task` as soon as a write may go. */
  async schedule<T>(_options: unknown, task: () => Promise<T>): Promise<T> {
    const now = Date.now();
    this.#tokens = Math.min(BURST, this.#tokens + (now - this.#at) / MS_PER_WRITE) - 1;
    this.#at = now;
    // A debt: those who came before have taken what will come next.
    const debtMs = -this.#tokens * MS_PER_WRITE;
    if (debtMs > 0) await new Promise((resolve) => setTimeout(resolve, debtMs));
    return task();
  }
}
