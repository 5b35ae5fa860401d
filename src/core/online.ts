import { type Awaited, awaitedSince, lookAtCompute, lookAtGitHub, nextLook, noteCompute } from './awaited.ts';
import { combined, RunnerError } from './errors.ts';
import type { LaunchedRunner, StartPorts } from './launch.ts';
import { computeVanished, timedOut } from './why-not-online.ts';

/** How often the log says that the wait goes on while nothing changes, milliseconds. */
const HEARTBEAT_MS = 30_000;

/** How many launches are under way at once: within GitHub's 100 concurrent requests and RunTask's burst. */
const LAUNCHES_AT_ONCE = 10;

/** How many looks in a row may fail after the adapter's own retries. */
const FAILED_LOOKS_AT_MOST = 3;

/** How soon a launch that ended is noticed while other runners are awaited, milliseconds; costs no request. */
const TICK_MS = 250;

/** A runner that is online on running compute. */
export interface OnlineRunner extends LaunchedRunner {
  /** Why it was launched again, once for each time. */
  readonly relaunchedBecause: readonly string[];
}

/** One of the runners asked for, over all of its launches. */
interface Slot {
  readonly index: number;
  /** Absent while a launch is under way. */
  awaited: Awaited | undefined;
  readonly relaunchedBecause: string[];
}

interface OnlineOptions {
  readonly count: number;
  readonly maxRelaunches: number;
  /** Epoch milliseconds at which the start began, and at which it gives up. */
  readonly began: number;
  readonly deadline: number;
  readonly ports: StartPorts;
  readonly launch: (index: number, firstAttempt: number) => Promise<LaunchedRunner>;
  /** Removes a launch that will not come. */
  readonly giveUp: (launched: LaunchedRunner) => Promise<void>;
}

/**
 * Launches runners and waits until every one is online on running compute, in one loop over the provider and GitHub.
 * GitHub is asked only once the compute runs, by runner id; the first look at each comes at once. A runner that
 * vanished or died is launched again while its budget lasts.
 * @throws the first failure that cannot be healed, once no launch is under way any more
 */
export function bringOnline(options: OnlineOptions): Promise<readonly OnlineRunner[]> {
  return new Bringing(options).run();
}

class Bringing {
  readonly #options: OnlineOptions;
  readonly #slots: readonly Slot[];
  readonly #underWay = new Set<Promise<void>>();
  readonly #queue: (() => Promise<void>)[] = [];
  #failure: unknown;
  #hasFailed = false;
  readonly #failedLooks = { compute: 0, github: 0 };
  /** The failure of the last look, where it failed. */
  #failedLook: RunnerError | undefined;
  #nextHeartbeat: number;

  constructor(options: OnlineOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.count }, (_, index) => ({
      index,
      awaited: undefined,
      relaunchedBecause: [],
    }));
    this.#nextHeartbeat = options.ports.clock.now() + HEARTBEAT_MS;
  }

  async run(): Promise<readonly OnlineRunner[]> {
    for (const slot of this.#slots) this.#launch(slot, async () => undefined, 0);
    try {
      for (;;) {
        if (this.#hasFailed) throw this.#failure;
        if (this.#awaited().length === this.#slots.length && this.#awaited().every(({ online }) => online)) {
          if (await this.#lastLook()) return this.#result();
        }
        if (this.#clock.now() >= this.#options.deadline) {
          const timeout = timedOut(this.#awaited(), this.#options, this.#options.ports);
          // Where the last look failed, that is why nobody knows better.
          throw this.#failedLook === undefined ? timeout : combined(this.#failedLook, timeout);
        }
        await this.#look();
        for (const slot of this.#slots) this.#heal(slot);
        await this.#sleep();
      }
    } finally {
      // Launches that have not begun never do; those under way are written down by the time that cleaning up begins.
      this.#queue.length = 0;
      await Promise.all(this.#underWay);
    }
  }

  get #clock() {
    return this.#options.ports.clock;
  }

  #awaited(): Awaited[] {
    return this.#slots.flatMap(({ awaited }) => (awaited === undefined ? [] : [awaited]));
  }

  #result(): OnlineRunner[] {
    return this.#slots.flatMap(({ awaited, relaunchedBecause }) =>
      awaited === undefined ? [] : [{ ...awaited.launched, compute: awaited.compute, relaunchedBecause }],
    );
  }

  /** Queues a launch of the slot, after `before`; its failure ends the whole start. */
  #launch(slot: Slot, before: () => Promise<void>, firstAttempt: number): void {
    slot.awaited = undefined;
    this.#queue.push(async () => {
      try {
        await before();
        slot.awaited = awaitedSince(await this.#options.launch(slot.index, firstAttempt), this.#clock.now());
      } catch (error) {
        if (!this.#hasFailed) this.#failure = error;
        this.#hasFailed = true;
      }
    });
    this.#startQueued();
  }

  #startQueued(): void {
    while (this.#underWay.size < LAUNCHES_AT_ONCE) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      const work: Promise<void> = next().then(() => {
        this.#underWay.delete(work);
        if (!this.#hasFailed) this.#startQueued();
      });
      this.#underWay.add(work);
    }
  }

  /** Looks at all that is due, side by side. A look that fails is no reason to give up runners that may be fine. */
  async #look(): Promise<void> {
    const { ports } = this.#options;
    const awaited = this.#awaited().filter(({ online }) => !online);
    await Promise.all([
      this.#tolerate('compute', [lookAtCompute(awaited, ports)]),
      this.#tolerate(
        'github',
        awaited.map((one) => lookAtGitHub(one, ports)),
      ),
    ]);
    if (this.#clock.now() >= this.#nextHeartbeat) {
      this.#nextHeartbeat = this.#clock.now() + HEARTBEAT_MS;
      this.#heartbeat();
    }
  }

  /** Lets a few looks in a row fail, of one service, each to be made again at its time. */
  async #tolerate(service: 'compute' | 'github', looks: readonly Promise<boolean>[]): Promise<void> {
    const outcomes = await Promise.allSettled(looks);
    const failure = outcomes.find((outcome) => outcome.status === 'rejected')?.reason as unknown;
    if (failure === undefined) {
      if (outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value)) this.#failedLooks[service] = 0;
      if (this.#failedLooks.compute + this.#failedLooks.github === 0) this.#failedLook = undefined;
      return;
    }
    this.#failedLooks[service] += 1;
    // A rate limit that is longer than the time left had no effect, and will have none at the next look either.
    const mayPass = failure instanceof RunnerError && failure.kind === 'transient' && !failure.hadNoEffect;
    if (!mayPass || this.#failedLooks[service] > FAILED_LOOKS_AT_MOST) throw failure;
    this.#failedLook = failure;
    this.#options.ports.log.info(`${failure.message} Looking again.`);
  }

  /** Just before success all compute is looked at once more: a green start whose runner just died would strand its job. */
  async #lastLook(): Promise<boolean> {
    const { ports } = this.#options;
    const awaited = this.#awaited();
    const seen = await ports.provider.describe(awaited.map(({ compute }) => compute.id));
    for (const one of awaited) {
      const compute = seen.get(one.compute.id);
      if (compute === undefined) one.failure = computeVanished(one, ports);
      else noteCompute({ awaited: one, compute, now: this.#clock.now(), ports });
    }
    for (const slot of this.#slots) this.#heal(slot);
    return !this.#hasFailed && this.#awaited().length === this.#slots.length;
  }

  /** Launches a runner that will not come again, where that may help; otherwise the start has failed. */
  #heal(slot: Slot): void {
    const { awaited, relaunchedBecause } = slot;
    const failure = awaited?.failure;
    if (awaited === undefined || failure === undefined || this.#hasFailed) return;
    const { maxRelaunches, giveUp, ports } = this.#options;
    const mayHelp = failure.kind === 'transient' || failure.kind === 'capacity';
    if (!mayHelp || relaunchedBecause.length >= maxRelaunches) {
      this.#failure = relaunchedBecause.length === 0 ? failure : afterRelaunches(failure, relaunchedBecause.length);
      this.#hasFailed = true;
      return;
    }
    relaunchedBecause.push(failure.message);
    ports.log.info(`${failure.message} Launching it again (${relaunchedBecause.length} of at most ${maxRelaunches}).`);
    this.#launch(slot, () => giveUp(awaited.launched), awaited.launched.attempt + 1);
  }

  async #sleep(): Promise<void> {
    if (this.#hasFailed) return;
    const next = this.#awaited().flatMap((one) => (one.online ? [] : [nextLook(one)]));
    if (next.length === 0 && this.#underWay.size > 0) {
      // Nothing but launches: the first look at a task comes as soon as it is accepted.
      await Promise.race(this.#underWay);
      return;
    }
    const now = this.#clock.now();
    const until = Math.min(...next, this.#options.deadline, ...(this.#underWay.size > 0 ? [now + TICK_MS] : []));
    if (until > now && next.length > 0) await this.#clock.sleep(until - now);
  }

  #heartbeat(): void {
    const { deadline, ports } = this.#options;
    const now = this.#clock.now();
    const left = Math.max(0, Math.round((deadline - now) / 1000));
    for (const { compute, stateSince, online } of this.#awaited()) {
      if (online) continue;
      const seconds = Math.round((now - stateSince) / 1000);
      ports.log.info(`Waiting: ${compute.id} has been ${compute.state} for ${seconds} s; ${left} s left.`);
    }
  }
}

function afterRelaunches(failure: RunnerError, times: number): RunnerError {
  return new RunnerError({
    kind: failure.kind,
    message: `${failure.message} It had been launched again ${times} time${times === 1 ? '' : 's'} before (max-relaunches).`,
    hint: failure.hint,
    cause: failure,
  });
}
