import { combined, RunnerError } from '../errors.ts';
import { meanwhile } from '../util/meanwhile.ts';
import { sleepUnless } from '../util/waiting.ts';
import type { Awaited } from './awaited.ts';
import type { Launch, LaunchedRunner, StartPorts } from './launch.ts';
import { Looks } from './looks.ts';
import { Progress } from './progress.ts';
import { newSlot, type OnlineRunner, type Slot, withHistory } from './slot.ts';
import { SlotLaunches } from './slot-launches.ts';
import { noneCame, stillWithoutRoom, timedOut } from './why-not-online.ts';

/** How soon a last look that failed is made again, milliseconds. */
const LAST_LOOK_AGAIN_MS = 1500;

/** How long the requests of the last look may be tried again when the timeout has come, milliseconds. */
const LAST_LOOK_MS = 20_000;

interface OnlineOptions {
  readonly count: number;
  readonly allowPartial: boolean;
  readonly maxRelaunches: number;
  readonly capacityTimeoutMs: number;
  /** Epoch milliseconds at which the start began, and at which it gives up. */
  readonly began: number;
  readonly deadline: number;
  readonly ports: StartPorts;
  readonly launch: (launch: Launch) => Promise<LaunchedRunner>;
  /** Removes what there is of a runner's launches. @throws where that failed: then there must not be another one */
  readonly giveUp: (index: number) => Promise<void>;
  /** What is to be told of runners that did not come, one text each. */
  readonly explainMissing: (failures: readonly unknown[]) => Promise<readonly string[]>;
}

/** What came of it. */
export interface Online {
  readonly runners: readonly OnlineRunner[];
  /** Why the others did not come, one text each. */
  readonly missing: readonly string[];
}

/**
 * Launches runners and waits until every one is online on running compute, in one loop over the provider and GitHub. A
 * runner that vanished or died is launched again while its budget lasts, and one that finds no room goes to the next
 * capacity. Where fewer are a success, those that do not come are removed and the rest go on.
 * @throws the first failure that cannot be healed, once no launch is under way any more
 */
export function bringOnline(options: OnlineOptions): Promise<Online> {
  return new Bringing(options).run();
}

class Bringing {
  readonly #options: OnlineOptions;
  readonly #slots: readonly Slot[];
  readonly #progress: Progress;
  readonly #looks: Looks;
  readonly #launches: SlotLaunches;
  #failure: unknown;
  #hasFailed = false;
  #noLastLookBefore = 0;
  #missing: readonly string[] = [];

  constructor(options: OnlineOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.count }, (_, index) => newSlot(index));
    this.#progress = new Progress(options);
    this.#looks = new Looks({ ...options, progress: this.#progress });
    const shared = { ...options, slots: this.#slots, progress: this.#progress };
    this.#launches = new SlotLaunches(shared, (slot, error) => this.#fail(slot, error));
  }

  async run(): Promise<Online> {
    for (const slot of this.#slots) this.#launches.launch(slot);
    try {
      while (!(await this.#isComplete())) {
        if (this.#clock.now() >= this.#options.deadline) {
          if (!(await this.#cameLate())) await this.#endInTime();
          break;
        }
        const outOfTime = this.#slots.filter((slot) => this.#clock.now() >= this.#roomUntil(slot));
        await this.#telling(
          outOfTime.length > 0
            ? this.#looks.now(outOfTime.flatMap(({ awaited }) => awaited ?? []))
            : this.#looks.look(this.#awaited()),
        );
        this.#heal();
        this.#tell();
        await this.#sleep();
      }
    } finally {
      // What has not begun never does; what is under way is written down by the time that cleaning up begins.
      this.#launches.abandon();
      await this.#launches.settle();
      this.#tell();
    }
    return this.#result();
  }

  get #clock() {
    return this.#options.ports.clock;
  }

  #awaited(): Awaited[] {
    return this.#slots.flatMap(({ awaited }) => (awaited === undefined ? [] : [awaited]));
  }

  /** Whether all that still may come has come, and is still there. @throws where the start has failed */
  async #isComplete(): Promise<boolean> {
    if (this.#hasFailed) throw this.#failure;
    const failures = this.#slots.map(({ failure }) => failure);
    if (failures.every((failure) => failure !== undefined)) throw noneCame(failures);
    return this.#mayBeComplete() && this.#lastLook();
  }

  /** Removals may take long: they are through before the last look. */
  #mayBeComplete(): boolean {
    if (this.#clock.now() < this.#noLastLookBefore || this.#launches.areUnderWay) return false;
    return this.#slots.every(({ awaited, failure }) => failure !== undefined || (awaited && isReady(awaited)));
  }

  async #lastLook(): Promise<boolean> {
    await this.#explainMissing();
    const awaited = this.#awaited();
    const wasMade = await this.#telling(this.#looks.last(awaited));
    if (!wasMade) this.#noLastLookBefore = this.#clock.now() + LAST_LOOK_AGAIN_MS;
    const isSure = wasMade && awaited.every(isReady);
    if (!isSure && this.#clock.now() < this.#options.deadline) this.#heal();
    return isSure;
  }

  /** The timeout came: what has come since its last look is looked for once more, where looks are answered at all. */
  async #cameLate(): Promise<boolean> {
    if (this.#launches.areUnderWay || this.#looks.failedLook !== undefined) return false;
    this.#options.ports.patience?.extend(LAST_LOOK_MS);
    await this.#looks.now(this.#awaited().filter((one) => !isReady(one)));
    return !this.#hasFailed && this.#mayBeComplete() && this.#lastLook();
  }

  /** The timeout came: what is online is enough where fewer are a success; all else has failed. */
  async #endInTime(): Promise<void> {
    const { allowPartial, ports } = this.#options;
    this.#launches.abandon();
    await this.#launches.settle();
    // A launch that was under way says better what took so long.
    if (this.#hasFailed) throw this.#failure;
    const failure = this.#withFailedLook(timedOut(this.#awaited(), this.#options, ports));
    if (!allowPartial) {
      // What a look has found of a runner says more than that the time is up.
      const dead = this.#slots.find(({ awaited }) => awaited?.failure !== undefined);
      const [only] = this.#slots;
      if (dead !== undefined) throw this.#withHistory(dead.awaited?.failure, dead);
      throw only && this.#slots.length === 1 ? this.#withHistory(failure, only) : failure;
    }
    // First what is late, for the last look is to come just before the success.
    await this.#giveUpUnless((awaited) => isReady(awaited), failure);
    ports.patience?.extend(LAST_LOOK_MS);
    const wasMade = await this.#looks.last(this.#awaited().filter(isReady));
    await this.#giveUpUnless((awaited) => wasMade && isReady(awaited), wasMade ? failure : this.#looks.failedLook);
    if (this.#slots.every((slot) => slot.failure !== undefined))
      throw noneCame(this.#slots.map((slot) => slot.failure));
  }

  /** Where the last look failed, that is why nobody knows better. */
  #withFailedLook(failure: RunnerError): unknown {
    const { failedLook } = this.#looks;
    return failedLook === undefined ? failure : combined(failedLook, failure);
  }

  /** Removes all others, and says why they did not come. */
  async #giveUpUnless(isThere: (awaited: Awaited) => boolean, failure: unknown): Promise<void> {
    for (const slot of this.#slots) {
      const { awaited } = slot;
      if (slot.failure !== undefined || (awaited !== undefined && isThere(awaited))) continue;
      this.#giveUp(slot, awaited?.failure ?? failure);
    }
    // One after the other: to find out keeps the process busy, and the removals' requests must have gone out.
    await this.#launches.settle();
    await this.#explainMissing();
  }

  /** Before the last look, since it takes a while; where none came that is an error of its own. */
  async #explainMissing(): Promise<void> {
    const failures = this.#slots.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
    if (failures.length === this.#missing.length || failures.length === this.#slots.length) return;
    this.#missing = await this.#options.explainMissing(failures);
  }

  #result(): Online {
    const runners = this.#slots.flatMap(({ awaited, failure, relaunchedBecause }) =>
      awaited === undefined || failure !== undefined
        ? []
        : [{ ...awaited.launched, compute: awaited.compute, relaunchedBecause }],
    );
    return { runners, missing: this.#missing };
  }

  /** Launches what will not come again, where that may help. */
  #heal(): void {
    for (const slot of this.#slots) {
      const { awaited, failure } = slot;
      if (awaited === undefined || failure !== undefined || this.#hasFailed) continue;
      this.#giveUpWaitingForRoom(slot, awaited);
      if (awaited.failure !== undefined) this.#healSlot(slot, awaited.failure);
    }
  }

  /** A capacity that lets compute wait for room too long is given up, as long as there is another one. */
  #giveUpWaitingForRoom(slot: Slot, awaited: Awaited): void {
    if (awaited.failure !== undefined || this.#clock.now() < this.#roomUntil(slot)) return;
    awaited.failure = stillWithoutRoom(awaited, this.#options.ports);
    this.#launches.avoidPlaceOf(slot);
  }

  /** Epoch milliseconds until which the slot's compute may wait for room; Infinity where nothing limits that. */
  #roomUntil(slot: Slot): number {
    const { awaited } = slot;
    if (awaited?.compute.isWaitingForRoom !== true || !this.#launches.hasNext(slot)) return Infinity;
    return awaited.launchedAt + this.#options.capacityTimeoutMs;
  }

  #healSlot(slot: Slot, failure: RunnerError): void {
    const { maxRelaunches, ports } = this.#options;
    const mayHelp = failure.kind === 'transient' || failure.kind === 'capacity';
    if (failure.kind === 'capacity' && this.#launches.moveOn(slot, failure)) {
      this.#launches.launchAgain(slot);
    } else if (mayHelp && slot.relaunches < maxRelaunches) {
      slot.relaunches += 1;
      slot.lastRelaunch = failure.message;
      slot.relaunchedBecause.push(failure.message);
      ports.log.info(`${failure.message} Launching it again (${slot.relaunches} of at most ${maxRelaunches}).`);
      this.#launches.launchAgain(slot);
    } else {
      this.#fail(slot, failure);
    }
  }

  #withHistory(failure: unknown, slot: Slot): unknown {
    return withHistory(failure, slot, this.#launches.capacityOf(slot));
  }

  /** The slot will not come: so fails the start, unless fewer are a success. */
  #fail(slot: Slot, error: unknown): void {
    const failure = this.#withHistory(error, slot);
    if (this.#options.allowPartial && failure instanceof RunnerError) {
      this.#giveUp(slot, failure);
      return;
    }
    if (!this.#hasFailed) this.#failure = failure;
    this.#hasFailed = true;
    this.#launches.abandon();
  }

  #giveUp(slot: Slot, failure: unknown): void {
    slot.failure = failure;
    this.#launches.remove(slot);
  }

  #tell(): void {
    const awaited = this.#awaited();
    const waiting = awaited.filter((one) => !isReady(one));
    this.#progress.tell({
      asked: this.#slots.length,
      online: awaited.length - waiting.length,
      awaited: waiting,
      given: this.#slots.filter(({ failure }) => failure !== undefined).length,
    });
  }

  /** Waits for a look, which may be tried again, and wait out a rate limit; a start that has failed waits for none. */
  #telling<T>(look: Promise<T>): Promise<T> {
    return meanwhile(look, {
      clock: this.#clock,
      next: () => this.#progress.nextHeartbeat,
      change: () => this.#launches.change,
      onNext: () => this.#tell(),
      assertWanted: () => {
        if (this.#hasFailed) throw this.#failure;
      },
    });
  }

  /** Until the next thing that is due, or until a launch has ended. */
  async #sleep(): Promise<void> {
    if (this.#hasFailed || this.#mayBeComplete()) return;
    const now = this.#clock.now();
    const until = Math.min(
      this.#looks.next(this.#awaited()),
      ...this.#slots.map((slot) => this.#roomUntil(slot)),
      this.#progress.nextHeartbeat,
      this.#options.deadline,
      this.#noLastLookBefore > now ? this.#noLastLookBefore : Infinity,
    );
    if (until <= now) return;
    await sleepUnless(this.#clock, until - now, this.#launches.change);
  }
}

/** Online, or with its job, and nothing is known against it. */
function isReady({ onlineAt, hasJob, failure }: Awaited): boolean {
  return failure === undefined && (onlineAt !== undefined || hasJob);
}
