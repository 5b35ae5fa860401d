import { RunnerError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';

/**
 * GitHub's secondary limits for one principal, within any minute: "best practices for using the REST API" and "rate
 * limits for the REST API" in its documentation. It allows 100 requests side by side; a fifth of them is plenty.
 */
export const LIMITS = { creations: 80, points: 900, concurrent: 20 } as const;

/** GitHub counts a request at some moment before its answer; half a second more is for clocks that do not agree. */
export const WINDOW_MS = 60_500;

const POINTS = { read: 1, write: 5 } as const;

/** Timers as the process has them. */
const systemTime: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

interface Sent {
  readonly points: number;
  readonly isCreation: boolean;
  /** Epoch milliseconds at which it counts no more; Infinity while it is not answered. */
  leavesAt: number;
}

interface Waiting {
  readonly points: number;
  readonly isCreation: boolean;
  readonly go: (sent: Sent) => void;
  readonly refuse: (error: RunnerError) => void;
}

/**
 * Sends each request as soon as GitHub's secondary limits allow, and none before: the last minute's requests are kept,
 * and one counts until a minute after its answer. So a few go at once, and many are never refused first. Creations
 * (POST) and the rest wait in a line each; while creations wait, the rest leaves them the points that they need.
 *
 * It has the shape of a queue group of the throttling plugin, whose own let ten requests out side by side, and a write
 * in a second.
 */
export class RequestPace {
  readonly #retryBudgetMs: () => number;
  readonly #clock: Clock;
  #sent: Sent[] = [];
  #inFlight = 0;
  readonly #lines: { readonly creations: Waiting[]; readonly others: Waiting[] } = { creations: [], others: [] };
  /** Calls off the next look at the lines that is set up: a timer that is left would keep the process alive. */
  #nextLook = new AbortController();

  /** @param options.retryBudgetMs milliseconds that a request may wait, asked for again at each look */
  constructor(options: { retryBudgetMs: () => number; clock?: Clock }) {
    this.#retryBudgetMs = options.retryBudgetMs;
    this.#clock = options.clock ?? systemTime;
  }

  /** What the plugin looks up a group's queue by. */
  key(): this {
    return this;
  }

  /**
   * Sends a request when its turn has come.
   * @throws RunnerError where that would be after the caller's time
   */
  async schedule<Options extends { readonly method: string }, T>(
    _jobOptions: unknown,
    request: (options: Options) => Promise<T>,
    options: Options,
  ): Promise<T> {
    const { method } = options;
    const sent = await new Promise<Sent>((go, refuse) => {
      const waiting = { points: pointsOf(method), isCreation: method === 'POST', go, refuse };
      (waiting.isCreation ? this.#lines.creations : this.#lines.others).push(waiting);
      this.#look();
    });
    try {
      return await request(options);
    } finally {
      this.#inFlight -= 1;
      sent.leavesAt = this.#clock.now() + WINDOW_MS;
      this.#look();
    }
  }

  /** Counts a request that the retry plugin sends again by itself. */
  countAgain(method: string): void {
    const leavesAt = this.#clock.now() + WINDOW_MS;
    this.#sent.push({ points: pointsOf(method), isCreation: method === 'POST', leavesAt });
  }

  /** Lets go what may go, and sees to the next look. */
  #look(): void {
    this.#nextLook.abort();
    const now = this.#clock.now();
    this.#sent = this.#sent.filter(({ leavesAt }) => leavesAt > now);
    const { creations, others } = this.#lines;
    for (const line of [creations, others]) {
      for (let first = line[0]; first !== undefined && this.#mayGo(first); first = line[0]) {
        line.shift();
        this.#go(first);
      }
    }
    if (creations.length === 0 && others.length === 0) return;
    const soonest = Math.min(...this.#sent.map(({ leavesAt }) => leavesAt));
    // Then an answer comes first, and brings a look.
    if (soonest === Infinity || this.#inFlight >= LIMITS.concurrent) return;
    if (this.#inFlight === 0 && soonest - now >= this.#retryBudgetMs()) this.#refuseAll(soonest - now);
    else this.#lookAt(soonest);
  }

  #mayGo({ points, isCreation }: Waiting): boolean {
    if (this.#inFlight >= LIMITS.concurrent) return false;
    const spent = this.#sent.reduce((sum, one) => sum + one.points, 0);
    const created = this.#sent.filter((one) => one.isCreation).length;
    if (isCreation) return created < LIMITS.creations && spent + points <= LIMITS.points;
    const kept = this.#lines.creations.length === 0 ? 0 : Math.max(0, LIMITS.creations - created) * POINTS.write;
    return spent + points + kept <= LIMITS.points;
  }

  #go({ points, isCreation, go }: Waiting): void {
    const sent = { points, isCreation, leavesAt: Infinity };
    this.#sent.push(sent);
    this.#inFlight += 1;
    go(sent);
  }

  #refuseAll(waitMs: number): void {
    for (const { refuse } of [...this.#lines.creations.splice(0), ...this.#lines.others.splice(0)]) {
      refuse(tooLate(waitMs));
    }
  }

  #lookAt(time: number): void {
    this.#nextLook = new AbortController();
    const { signal } = this.#nextLook;
    void this.#clock.sleep(time - this.#clock.now(), signal).then(() => {
      if (!signal.aborted) this.#look();
    });
  }
}

function pointsOf(method: string): number {
  return method === 'GET' || method === 'HEAD' ? POINTS.read : POINTS.write;
}

function tooLate(waitMs: number): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message:
      `GitHub takes ${LIMITS.creations} registrations and ${LIMITS.points} points of requests a minute; the next request ` +
      `may go in ${Math.ceil(waitMs / 1000)} s, which is longer than the time left. It was not sent.`,
    hint: 'Raise startup-timeout-seconds (256 runners take over 3 minutes to register), or start fewer runners.',
    hadNoEffect: true,
  });
}
