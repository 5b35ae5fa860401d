/**
 * The sandbox's own time. It runs `speed` times as fast as real time and can be moved ahead, so that a test need not
 * wait a day for what GitHub removes after a day.
 */
export class SandboxClock {
  readonly #speed: number;
  readonly #realStart: number;
  #ahead: number;
  readonly #timers = new Set<Timer>();
  #isClosed = false;

  /** @param options.speed sandbox milliseconds per real millisecond, 1 by default; `startAt` epoch milliseconds. */
  constructor(options: { speed?: number; startAt?: number } = {}) {
    this.#speed = options.speed ?? 1;
    this.#realStart = Date.now();
    this.#ahead = (options.startAt ?? this.#realStart) - this.#realStart;
  }

  /** Sandbox milliseconds per real millisecond. */
  get speed(): number {
    return this.#speed;
  }

  /** Epoch milliseconds of sandbox time. */
  now(): number {
    return this.#realStart + this.#ahead + (Date.now() - this.#realStart) * this.#speed;
  }

  /** Calls `task` once, `ms` of sandbox time from now. Returns a function that cancels it. */
  after(ms: number, task: () => void): () => void {
    // What ends while a sandbox closes must not trigger anything that happens afterwards.
    if (this.#isClosed) return () => undefined;
    const timer: Timer = { due: this.now() + ms, task };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => this.#disarm(timer);
  }

  /** Resolves `ms` of sandbox time from now. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Moves time ahead; tasks due in between are called in order, each at its own time. */
  async advance(ms: number): Promise<void> {
    const target = this.now() + ms;
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.due - b.due)[0];
      if (next === undefined || next.due > target) break;
      this.#ahead += Math.max(0, next.due - this.now());
      this.#fire(next);
      // What the timer triggered (promises, more timers) happens before the next timer is chosen.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#ahead += Math.max(0, target - this.now());
    for (const timer of this.#timers) this.#arm(timer);
  }

  /** Cancels every timer, future ones included; nothing is called any more. */
  close(): void {
    this.#isClosed = true;
    for (const timer of [...this.#timers]) this.#disarm(timer);
  }

  #arm(timer: Timer): void {
    clearTimeout(timer.handle);
    // Beyond 2^31-1 ms (Node's limit) setTimeout fires at once, so long waits are split.
    const real = Math.min(Math.max(0, (timer.due - this.now()) / this.#speed), 2 ** 31 - 1);
    timer.handle = setTimeout(() => (timer.due > this.now() ? this.#arm(timer) : this.#fire(timer)), Math.ceil(real));
  }

  #fire(timer: Timer): void {
    if (!this.#timers.has(timer)) return;
    this.#disarm(timer);
    timer.task();
  }

  #disarm(timer: Timer): void {
    clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }
}

interface Timer {
  readonly due: number;
  readonly task: () => void;
  handle?: NodeJS.Timeout;
}
