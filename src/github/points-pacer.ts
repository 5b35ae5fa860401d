import { RunnerError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import { SETTING } from '../core/words.ts';

/**
 * GitHub's secondary limits for one principal within any minute: "best practices for using the REST API" and "rate
 * limits for the REST API" in its documentation. It allows 100 concurrent requests; a fifth of that is plenty. Whether a
 * registration is one of the 80 "content creations" is not said: large fleets register 166 to 180 a minute, as many as
 * the points allow.
 */
export const LIMITS = { creations: 80, points: 900, concurrent: 20 } as const;

/** Registrations a minute while GitHub accepts more than 80: 800 points, which leaves 100 for whatever else is sent. */
export const CREATIONS_BY_POINTS = 160;

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
  /** It is the one beyond 80 creations in a minute that finds out whether GitHub accepts more. */
  readonly isProbe: boolean;
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
 * they need. Creations go by points, beyond 80 a minute only after one has been tried alone; once GitHub has answered
 * with a secondary limit, they keep to 80 a minute.
 *
 * It has the interface of a queue group of the throttling plugin, whose own groups allow ten concurrent requests and
 * one write a second.
 */
export class PointsPacer {
  readonly #retryBudgetMs: () => number;
  readonly #clock: Clock;
  #sent: Sent[] = [];
  #inFlight = 0;
  #creationsAtMost: number = CREATIONS_BY_POINTS;
  /** Whether GitHub accepts more than 80 creations a minute, as far as it has been tried. */
  #beyond: 'untried' | 'being tried' | 'accepted' = 'untried';
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
      const answer = await request(options);
      if (sent.isProbe) this.#beyond = 'accepted';
      return answer;
    } finally {
      if (sent.isProbe && this.#beyond === 'being tried') this.#beyond = 'untried';
      this.#inFlight -= 1;
      sent.leavesAt = this.#clock.now() + WINDOW_MS;
      this.#release();
    }
  }

  /** Counts a request that the retry plugin retries by itself. */
  countAgain(method: string): void {
    const leavesAt = this.#clock.now() + WINDOW_MS;
    this.#sent.push({ points: pointsOf(method), isCreation: method === 'POST', isProbe: false, leavesAt });
  }

  /** To be called when GitHub answered with a secondary limit: creations keep to the lower limit from now on. */
  slowDown(): void {
    this.#creationsAtMost = LIMITS.creations;
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
    const left = this.#creationsAtMost - this.#created;
    if (isCreation) return left > 0 && spent + points <= LIMITS.points && !this.#mustAwaitProbe;
    const kept = Math.min(this.#queues.creations.length, Math.max(0, left)) * POINTS.write;
    return spent + points + kept <= LIMITS.points;
  }

  /** Creations that count. */
  get #created(): number {
    return this.#sent.filter((one) => one.isCreation).length;
  }

  get #mustAwaitProbe(): boolean {
    return this.#created >= LIMITS.creations && this.#beyond === 'being tried';
  }

  #go({ points, isCreation, go }: Waiting): void {
    const isProbe = isCreation && this.#created >= LIMITS.creations && this.#beyond === 'untried';
    if (isProbe) this.#beyond = 'being tried';
    const sent = { points, isCreation, isProbe, leavesAt: Infinity };
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
      `GitHub accepts ${LIMITS.points} points of requests a minute (a registration is ${POINTS.write}), and at times only ` +
      `${LIMITS.creations} registrations; the next request could be sent in ${Math.ceil(waitMs / 1000)} s, which is longer ` +
      'than the time left. It was not sent.',
    hint: `Raise ${SETTING.startupTimeout} (256 runners take 1 to 3 minutes to register), or start fewer runners.`,
    hadNoEffect: true,
  });
}
