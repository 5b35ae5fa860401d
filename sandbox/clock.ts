import { performance } from 'node:perf_hooks';

/** How a sandbox's time runs. */
export interface ClockOptions {
  /** Sandbox milliseconds per real millisecond, 1 by default; with 0 time only moves by `advance`. */
  readonly speed?: number;
  /** Epoch milliseconds, now by default. */
  readonly startAt?: number;
  /**
   * Whether somebody who lives in this time is at work: then it runs no faster than real time, so that work does not
   * take `speed` times as long, and ten times that on a busy machine. Without it, time runs fast all the while.
   */
  readonly isBusy?: () => boolean;
  /** Called with the time, in epoch milliseconds, whenever it has moved; only with `isBusy`. */
  readonly onMove?: (now: number) => void;
}

/** Real milliseconds between two moves of a clock that waits for the busy. */
const TICK_MS = 4;

/** Real milliseconds that may pass fast in one move: of a longer gap it is not known who worked in it. */
const MAX_FAST_MS = 2 * TICK_MS;

/**
 * The sandbox's own time. It runs `speed` times as fast as real time and can be moved ahead, so that a test need not
 * wait a day for what GitHub removes after a day.
 */
export class SandboxClock {
  readonly #options: ClockOptions;
  readonly #speed: number;
  readonly #timers = new Set<Timer>();
  readonly #ticker: NodeJS.Timeout | undefined;
  /** Real time at which the clock was last read or moved, and its own time then. */
  #real = performance.now();
  #time: number;
  #isClosed = false;

  constructor(options: ClockOptions = {}) {
    this.#options = options;
    this.#speed = options.speed ?? 1;
    this.#time = options.startAt ?? Date.now();
    if (options.isBusy !== undefined) this.#ticker = setInterval(() => setImmediate(() => this.#tick()), TICK_MS);
  }

  /** Sandbox milliseconds per real millisecond while nobody is busy. */
  get speed(): number {
    return this.#speed;
  }

  /** Epoch milliseconds of sandbox time. */
  now(): number {
    if (this.#ticker === undefined) this.#pass(performance.now() - this.#real);
    return this.#time;
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
      const next = this.#next();
      if (next === undefined || next.due > target) break;
      this.#moveTo(next.due);
      this.#fire(next);
      // What the timer triggered (promises, more timers) happens before the next timer is chosen.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#moveTo(target);
    for (const timer of this.#timers) this.#arm(timer);
  }

  /** Cancels every timer, future ones included; nothing is called any more. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#ticker);
    for (const timer of [...this.#timers]) this.#disarm(timer);
  }

  /** The timer that is due first. */
  #next(): Timer | undefined {
    return [...this.#timers].sort((a, b) => a.due - b.due)[0];
  }

  /** Lets real time pass, all of it or a part of it fast. */
  #pass(realMs: number, fastMs = realMs): void {
    this.#real += realMs;
    this.#time += realMs - fastMs + fastMs * this.#speed;
  }

  #moveTo(time: number): void {
    this.#time = Math.max(this.now(), time);
    this.#options.onMove?.(this.#time);
  }

  #tick(): void {
    if (this.#isClosed) return;
    const passed = performance.now() - this.#real;
    this.#pass(passed, this.#options.isBusy?.() ? 0 : Math.min(passed, MAX_FAST_MS));
    this.#options.onMove?.(this.#time);
    for (let next = this.#next(); next !== undefined && next.due <= this.#time; next = this.#next()) this.#fire(next);
  }

  #arm(timer: Timer): void {
    if (this.#ticker !== undefined) return;
    clearTimeout(timer.handle);
    const left = timer.due - this.now();
    // Beyond 2^31-1 ms (Node's limit) setTimeout fires at once, so long waits are split.
    const real = left <= 0 ? 0 : Math.min(left / this.#speed, 2 ** 31 - 1);
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
