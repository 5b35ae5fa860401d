import { RunnerError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import { SETTING } from '../core/words.ts';

/**
 * GitHub's secondary limits for one principal within any minute: "best practices for using the REST API" and "rate
 * limits for the REST API" in its documentation. It allows 100 concurrent requests; a fifth of that is plenty.
 */
export const LIMITS = { creations: 80, points: 900, concurrent: 20 } as const;

/** GitHub counts a request at some moment before its answer; half a second is added because clocks differ. */
export const WINDOW_MS = 60_500;

const POINTS = { read: 1, write: 5 } as const;

/** The process's own timers. */
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
  /** Epoch milliseconds at which it stops counting; Infinity until it is answered. */
  leavesAt: number;
}

interface Waiting {
  readonly points: number;
  readonly isCreation: boolean;
  readonly go: (sent: Sent) => void;
  readonly refuse: (error: RunnerError) => void;
}

/**
 * Sends each request as soon as GitHub's secondary limits allow, and no earlier: it keeps the last minute's requests,
 * and each counts until a minute after its answer. So a few requests go at once, and many are never refused by GitHub.
 * Creations (POST) and other requests have a queue each; while creations wait, the others leave them the points that
 * they need.
 *
 * It has the interface of a queue group of the throttling plugin, whose own groups allow ten concurrent requests and
 * one write a second.
 */
export class PointsPacer {
  readonly #retryBudgetMs: () => number;
  readonly #clock: Clock;
  #sent: Sent[] = [];
  #inFlight = 0;
  readonly #queues: { readonly creations: Waiting[]; readonly others: Waiting[] } = { creations: [], others: [] };
  /** Cancels the timer of the next release: a timer left behind would keep the process alive. */
  #nextRelease = new AbortController();

  /** @param options.retryBudgetMs milliseconds that a request may still wait, read at each release */
  constructor(options: { retryBudgetMs: () => number; clock?: Clock }) {
    this.#retryBudgetMs = options.retryBudgetMs;
    this.#clock = options.clock ?? systemTime;
  }

  /** The key by which the plugin finds a group's queue. */
  key(): this {
    return this;
  }

  /**
   * Sends a request when the limits allow it.
   * @throws RunnerError if that would be after the retry budget is spent
   */
  async schedule<Options extends { readonly method: string }, T>(
    _jobOptions: unknown,
    request: (options: Options) => Promise<T>,
    options: Options,
  ): Promise<T> {
    const { method } = options;
    const sent = await new Promise<Sent>((go, refuse) => {
      const waiting = { points: pointsOf(method), isCreation: method === 'POST', go, refuse };
      (waiting.isCreation ? this.#queues.creations : this.#queues.others).push(waiting);
      this.#release();
    });
    try {
      return await request(options);
    } finally {
      this.#inFlight -= 1;
      sent.leavesAt = this.#clock.now() + WINDOW_MS;
      this.#release();
    }
  }

  /** Counts a request that the retry plugin retries by itself. */
  countAgain(method: string): void {
    const leavesAt = this.#clock.now() + WINDOW_MS;
    this.#sent.push({ points: pointsOf(method), isCreation: method === 'POST', leavesAt });
  }

  /** Releases the requests that may be sent, and schedules the next release. */
  #release(): void {
    this.#nextRelease.abort();
    const now = this.#clock.now();
    this.#sent = this.#sent.filter(({ leavesAt }) => leavesAt > now);
    const { creations, others } = this.#queues;
    for (const queue of [creations, others]) {
      for (let first = queue[0]; first !== undefined && this.#mayGo(first); first = queue[0]) {
        queue.shift();
        this.#go(first);
      }
    }
    if (creations.length === 0 && others.length === 0) return;
    const soonest = Math.min(...this.#sent.map(({ leavesAt }) => leavesAt));
    // An answer must come first, and it triggers a release.
    if (soonest === Infinity || this.#inFlight >= LIMITS.concurrent) return;
    if (this.#inFlight === 0 && soonest - now >= this.#retryBudgetMs()) this.#refuseAll(soonest - now);
    else this.#releaseAt(soonest);
  }

  #mayGo({ points, isCreation }: Waiting): boolean {
    if (this.#inFlight >= LIMITS.concurrent) return false;
    const spent = this.#sent.reduce((sum, one) => sum + one.points, 0);
    const created = this.#sent.filter((one) => one.isCreation).length;
    if (isCreation) return created < LIMITS.creations && spent + points <= LIMITS.points;
    const kept = this.#queues.creations.length === 0 ? 0 : Math.max(0, LIMITS.creations - created) * POINTS.write;
    return spent + points + kept <= LIMITS.points;
  }

  #go({ points, isCreation, go }: Waiting): void {
    const sent = { points, isCreation, leavesAt: Infinity };
    this.#sent.push(sent);
    this.#inFlight += 1;
    go(sent);
  }

  #refuseAll(waitMs: number): void {
    for (const { refuse } of [...this.#queues.creations.splice(0), ...this.#queues.others.splice(0)]) {
      refuse(tooLate(waitMs));
    }
  }

  #releaseAt(time: number): void {
    this.#nextRelease = new AbortController();
    const { signal } = this.#nextRelease;
    void this.#clock.sleep(time - this.#clock.now(), signal).then(() => {
      if (!signal.aborted) this.#release();
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
      `GitHub accepts ${LIMITS.creations} registrations and ${LIMITS.points} points of requests a minute; the next request ` +
      `could be sent in ${Math.ceil(waitMs / 1000)} s, which is longer than the time left. It was not sent.`,
    hint: `Raise ${SETTING.startupTimeout} (256 runners take over 3 minutes to register), or start fewer runners.`,
    hadNoEffect: true,
  });
}
