import type { Clock, Log, Random, StateStore } from '../../src/core/ports.ts';

/** One call of a port. Calls are kept in the order in which they came, across all fakes of a test. */
export interface Call {
  readonly port: 'github' | 'launcher' | 'runs' | 'state';
  readonly method: string;
  readonly arguments: readonly unknown[];
  /** Epoch milliseconds of the fake clock. */
  readonly at: number;
}

/** Every call of every port of a test. */
export class Calls {
  readonly all: Call[] = [];

  of(port: Call['port'], method?: string): Call[] {
    return this.all.filter((call) => call.port === port && (method === undefined || call.method === method));
  }

  /** Port and method of each call, such as `github.deleteRunner`. */
  get names(): string[] {
    return this.all.map(({ port, method }) => `${port}.${method}`);
  }
}

/**
 * Time that passes only while everybody sleeps: it jumps to the end of the earliest sleep. Parallel sleeps therefore
 * take as long as the longest of them, like real ones.
 */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #sleepers: { due: number; wake: () => void }[] = [];
  readonly #events: { due: number; task: () => void }[] = [];
  #isPumping = false;

  now(): number {
    return this.#now;
  }

  /** The number of current sleepers. */
  get sleepers(): number {
    return this.#sleepers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (!(ms >= 0)) throw new Error(`sleep(${ms})`);
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { due: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        const index = this.#sleepers.indexOf(sleeper);
        if (index >= 0) this.#sleepers.splice(index, 1);
        resolve();
      });
      if (!this.#isPumping) {
        this.#isPumping = true;
        setImmediate(() => this.#pump());
      }
    });
  }

  /** Calls `task` once `ms` from now have passed; that alone does not make time pass. */
  after(ms: number, task: () => void): void {
    this.#events.push({ due: this.#now + ms, task });
  }

  advance(ms: number): void {
    this.#goTo(this.#now + ms);
  }

  /** Wakes the next sleeper; whatever the last one triggered has reached its next sleep before an immediate runs. */
  #pump(): void {
    this.#sleepers.sort((one, other) => one.due - other.due);
    const next = this.#sleepers.shift();
    if (next === undefined) {
      this.#isPumping = false;
      return;
    }
    this.#goTo(next.due);
    next.wake();
    setImmediate(() => this.#pump());
  }

  #goTo(time: number): void {
    for (;;) {
      this.#events.sort((one, other) => one.due - other.due);
      const [next] = this.#events;
      if (next === undefined || next.due > time) break;
      this.#events.shift();
      this.#now = Math.max(this.#now, next.due);
      next.task();
    }
    this.#now = Math.max(this.#now, time);
  }
}

/** Chance without surprises. */
export class FakeRandom implements Random {
  #count = 0;
  readonly #fraction: number;

  constructor(fraction = 0.5) {
    this.#fraction = fraction;
  }

  nonce(): string {
    this.#count += 1;
    return `nonce${String(this.#count).padStart(7, '0')}`;
  }

  fraction(): number {
    return this.#fraction;
  }
}

/** Keeps every line. */
export class MemoryLog implements Log {
  readonly infos: string[] = [];
  readonly notices: string[] = [];
  readonly warnings: string[] = [];

  info(message: string): void {
    this.infos.push(message);
  }

  notice(message: string): void {
    this.notices.push(message);
  }

  warning(message: string): void {
    this.warnings.push(message);
  }
}

/** Action state in memory. */
export class MemoryState implements StateStore {
  /** What a post step would find now. */
  readonly saved = new Map<string, string>();
  readonly #calls: Calls;
  readonly #clock: Clock;

  constructor(options: { calls: Calls; clock: Clock }) {
    this.#calls = options.calls;
    this.#clock = options.clock;
  }

  async read(): Promise<ReadonlyMap<string, string>> {
    return new Map(this.saved);
  }

  async save(name: string, value: string): Promise<void> {
    this.#calls.all.push({ port: 'state', method: 'save', arguments: [name, value], at: this.#clock.now() });
    this.saved.set(name, value);
  }
}

/** When a scripted error strikes: before the fake acts, or after it, so that only the answer is lost. */
export interface ScriptedError {
  readonly error: Error;
  readonly when?: 'before' | 'after';
  /** How many calls it strikes; 1 by default. */
  readonly times?: number;
  /** Only calls with this first argument. */
  readonly argument?: unknown;
}

/** What the fake ports share: the record of calls, and errors per method. */
export class Script<Method extends string> {
  readonly #port: 'github' | 'launcher' | 'runs';
  readonly #calls: Calls;
  readonly #clock: Clock;
  readonly #errors: { method: Method | '*'; error: ScriptedError; left: number }[] = [];

  constructor(options: { port: 'github' | 'launcher' | 'runs'; calls: Calls; clock: Clock }) {
    this.#port = options.port;
    this.#calls = options.calls;
    this.#clock = options.clock;
  }

  fail(method: Method | '*', error: ScriptedError): void {
    this.#errors.push({ method, error, left: error.times ?? 1 });
  }

  /** Records the call and acts, unless an error is scripted for it. */
  async act<T>(method: Method, parameters: readonly unknown[], action: () => T): Promise<T> {
    this.#calls.all.push({ port: this.#port, method, arguments: parameters, at: this.#clock.now() });
    const entry = this.#errors.find(
      ({ method: wanted, error, left }) =>
        left > 0 &&
        (wanted === '*' || wanted === method) &&
        (error.argument === undefined || error.argument === parameters[0]),
    );
    if (entry === undefined) return action();
    entry.left -= 1;
    if (entry.error.when === 'after') action();
    throw entry.error.error;
  }
}
