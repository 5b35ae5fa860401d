import { type Awaited, awaitedSince } from './awaited.ts';
import { combined, RunnerError } from './errors.ts';
import type { Launch, LaunchedRunner, StartPorts } from './launch.ts';
import { Looks } from './looks.ts';
import { Progress } from './progress.ts';
import { newSlot, type OnlineRunner, type Slot, withHistory } from './slot.ts';
import { noneCame, stillWithoutRoom, timedOut } from './why-not-online.ts';

/** How soon a launch that ended is noticed while other runners are awaited, milliseconds; costs no request. */
const TICK_MS = 250;

/** How soon a last look that failed is made again, milliseconds. */
const LAST_LOOK_AGAIN_MS = 1500;

/** How long the requests of the last look may be tried again when the timeout has come, milliseconds. */
const LAST_LOOK_MS = 20_000;

/**
 * While more registrations than this are still to be made, nothing is launched: GitHub takes 80 a minute and has been
 * seen removing idle runners after 2 minutes, so that those launched first would be gone when the last one comes.
 */
const HOLD_ABOVE = 80;

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
  readonly #underWay = new Set<Promise<void>>();
  readonly #progress: Progress;
  readonly #looks: Looks;
  #failure: unknown;
  #hasFailed = false;
  /** No launch goes on from here. */
  #isOver = false;
  /** A launch was refused for what is the same for all: no other is tried. */
  #refusal: RunnerError | undefined;
  /** The first capacity that has not left compute without room. */
  #firstPlace = 0;
  /** Resolves at the next change of a launch. */
  #change = Promise.withResolvers<void>();
  #noLastLookBefore = 0;

  constructor(options: OnlineOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.count }, (_, index) => newSlot(index));
    this.#progress = new Progress(options);
    this.#looks = new Looks({ ...options, progress: this.#progress });
  }

  async run(): Promise<Online> {
    for (const slot of this.#slots) this.#launch(slot);
    try {
      while (!(await this.#isComplete())) {
        if (this.#clock.now() >= this.#options.deadline) {
          await this.#endInTime();
          break;
        }
        await this.#looks.look(this.#awaited());
        this.#heal();
        this.#tell();
        await this.#sleep();
      }
    } finally {
      // What has not begun never does; what is under way is written down by the time that cleaning up begins.
      await this.#endLaunches();
      this.#tell();
    }
    return this.#result();
  }

  get #clock() {
    return this.#options.ports.clock;
  }

  get #capacities(): readonly string[] {
    return this.#options.ports.provider.capacities;
  }

  #awaited(): Awaited[] {
    return this.#slots.flatMap(({ awaited }) => (awaited === undefined ? [] : [awaited]));
  }

  /** Whether all that still may come has come, and is still there. @throws where the start has failed */
  async #isComplete(): Promise<boolean> {
    if (this.#hasFailed) throw this.#failure;
    const wanted = this.#slots.filter(({ failure }) => failure === undefined);
    if (wanted.length === 0) throw noneCame(this.#slots.map(({ failure }) => failure));
    return this.#mayBeComplete() && this.#lastLook();
  }

  #mayBeComplete(): boolean {
    if (this.#clock.now() < this.#noLastLookBefore) return false;
    return this.#slots.every(({ awaited, failure }) => failure !== undefined || (awaited && isReady(awaited)));
  }

  async #lastLook(): Promise<boolean> {
    const awaited = this.#awaited();
    const wasMade = await this.#looks.last(awaited);
    if (!wasMade) this.#noLastLookBefore = this.#clock.now() + LAST_LOOK_AGAIN_MS;
    const isSure = wasMade && awaited.every(isReady);
    if (!isSure && this.#clock.now() < this.#options.deadline) this.#heal();
    return isSure;
  }

  /** The timeout came: what is online is enough where fewer are a success; all else has failed. */
  async #endInTime(): Promise<void> {
    const { allowPartial, ports } = this.#options;
    const timeout = timedOut(this.#awaited(), this.#options, ports);
    // Where the last look failed, that is why nobody knows better.
    const { failedLook } = this.#looks;
    const failure = failedLook === undefined ? timeout : combined(failedLook, timeout);
    if (!allowPartial) throw this.#slots.length === 1 ? this.#withHistory(failure) : failure;
    await this.#endLaunches();
    ports.patience?.extend(LAST_LOOK_MS);
    const wasMade = await this.#looks.last(this.#awaited().filter(isReady));
    for (const slot of this.#slots) {
      if (slot.failure !== undefined || (wasMade && slot.awaited !== undefined && isReady(slot.awaited))) continue;
      this.#giveUpSlot(slot, slot.awaited?.failure ?? failure);
    }
    if (this.#slots.every((slot) => slot.failure !== undefined)) throw failure;
  }

  async #endLaunches(): Promise<void> {
    this.#isOver = true;
    this.#changed();
    await Promise.all(this.#underWay);
  }

  #withHistory(failure: unknown): unknown {
    const [slot] = this.#slots;
    return slot === undefined ? failure : withHistory(failure, slot, this.#capacityOf(slot));
  }

  #result(): Online {
    const runners = this.#slots.flatMap(({ awaited, failure, relaunchedBecause }) =>
      awaited === undefined || failure !== undefined
        ? []
        : [{ ...awaited.launched, compute: awaited.compute, relaunchedBecause }],
    );
    const failures = this.#slots.flatMap(({ failure }) => (failure instanceof Error ? [failure.message] : []));
    return { runners, missing: failures };
  }

  #capacityOf({ place }: Slot): string {
    return this.#capacities[place] ?? '';
  }

  /** Begins a launch of the slot, after `before`. */
  #launch(slot: Slot, before: () => Promise<void> = async () => undefined): void {
    slot.awaited = undefined;
    this.#begin(async () => {
      try {
        await before();
        const launched = await this.#options.launch(this.#launchOf(slot));
        this.#progress.launched(launched, this.#capacityOf(slot));
        slot.awaited = awaitedSince(launched, this.#clock.now());
      } catch (error) {
        this.#launchFailed(slot, error);
      }
    });
  }

  #begin(work: () => Promise<void>): void {
    const running = work().finally(() => {
      this.#underWay.delete(running);
      this.#changed();
    });
    this.#underWay.add(running);
  }

  #changed(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }

  #launchOf(slot: Slot): Launch {
    const assertWanted = (): void => {
      if (this.#isOver || this.#hasFailed) throw new Abandoned();
      if (this.#refusal !== undefined) throw this.#refusal;
    };
    return {
      index: slot.index,
      capacity: () => {
        this.#skipFullPlaces(slot);
        return this.#capacityOf(slot);
      },
      assertWanted,
      hold: async () => {
        slot.wasRegistered = true;
        this.#changed();
        while (this.#mustHold()) await this.#change.promise;
        assertWanted();
      },
      onNoRoom: (refusal) => this.#moveOn(slot, refusal),
    };
  }

  #mustHold(): boolean {
    if (this.#isOver || this.#hasFailed) return false;
    return this.#slots.filter((slot) => !slot.wasRegistered && slot.failure === undefined).length > HOLD_ABOVE;
  }

  /** Takes the next capacity, if there is one: that uses up no relaunch. */
  #moveOn(slot: Slot, failure: RunnerError): boolean {
    const capacity = this.#capacityOf(slot);
    const next = this.#capacities[slot.place + 1];
    if (next === undefined) return false;
    slot.told.push({ capacity, message: failure.message, about: failure.about });
    slot.relaunchedBecause.push(`${capacity}: ${failure.message}`);
    slot.place += 1;
    this.#options.ports.log.info(`${failure.message} Capacity ${capacity} has no room: trying ${next}.`);
    return true;
  }

  #skipFullPlaces(slot: Slot): void {
    for (; slot.place < this.#firstPlace; slot.place += 1) {
      slot.told.push({
        capacity: this.#capacityOf(slot),
        message: 'it left other runners of this start without room.',
        about: [],
      });
    }
  }

  #launchFailed(slot: Slot, error: unknown): void {
    if (error instanceof Abandoned) return;
    // Refused, but perhaps not the first sending of it: what there may be of it goes first.
    if (error instanceof RunnerError && error.kind === 'capacity' && this.#moveOn(slot, error)) {
      this.#launch(slot, () => this.#options.giveUp(slot.index));
      return;
    }
    const isForAll = error instanceof RunnerError && (error.kind === 'configuration' || error.kind === 'permission');
    if (isForAll) this.#refusal ??= error;
    this.#fail(slot, error);
  }

  /** Launches what will not come again, where that may help. */
  #heal(): void {
    for (const slot of this.#slots) {
      const { awaited } = slot;
      if (awaited === undefined || slot.failure !== undefined || this.#hasFailed) continue;
      this.#giveUpWaitingForRoom(slot, awaited);
      if (awaited.failure !== undefined) this.#healSlot(slot, awaited.failure);
    }
  }

  /** A capacity that lets compute wait for room too long is given up, as long as there is another one. */
  #giveUpWaitingForRoom(slot: Slot, awaited: Awaited): void {
    if (this.#clock.now() < this.#roomUntil(slot) || awaited.failure !== undefined) return;
    awaited.failure = stillWithoutRoom(awaited, this.#options.ports);
    // Who is launched after this need not wait there in vain as well.
    this.#firstPlace = Math.max(this.#firstPlace, slot.place + 1);
  }

  /** Epoch milliseconds until which the slot's compute may wait for room; Infinity where nothing limits that. */
  #roomUntil({ awaited, place }: Slot): number {
    if (awaited?.compute.isWaitingForRoom !== true || this.#capacities[place + 1] === undefined) return Infinity;
    return awaited.launchedAt + this.#options.capacityTimeoutMs;
  }

  #healSlot(slot: Slot, failure: RunnerError): void {
    const { maxRelaunches, giveUp, ports } = this.#options;
    const again = (): void => this.#launch(slot, () => giveUp(slot.index));
    if (failure.kind === 'capacity' && this.#moveOn(slot, failure)) {
      again();
    } else if ((failure.kind === 'transient' || failure.kind === 'capacity') && slot.relaunches < maxRelaunches) {
      slot.relaunches += 1;
      slot.relaunchedBecause.push(failure.message);
      ports.log.info(`${failure.message} Launching it again (${slot.relaunches} of at most ${maxRelaunches}).`);
      again();
    } else {
      this.#fail(slot, failure);
    }
  }

  /** The slot will not come: so fails the start, unless fewer are a success. */
  #fail(slot: Slot, error: unknown): void {
    const failure = withHistory(error, slot, this.#capacityOf(slot));
    if (this.#options.allowPartial && failure instanceof RunnerError) {
      this.#giveUpSlot(slot, failure);
      return;
    }
    if (!this.#hasFailed) this.#failure = failure;
    this.#hasFailed = true;
  }

  #giveUpSlot(slot: Slot, failure: unknown): void {
    slot.failure = failure;
    slot.awaited = undefined;
    // What cannot be removed stays in the book, and has been told.
    this.#begin(() => this.#options.giveUp(slot.index).catch(() => undefined));
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
    if (this.#underWay.size === 0) await this.#clock.sleep(until - now);
    else await Promise.race([this.#change.promise, this.#clock.sleep(Math.min(TICK_MS, until - now))]);
  }
}

/** Online, or with its job, and nothing is known against it. */
function isReady({ onlineAt, hasJob, failure }: Awaited): boolean {
  return failure === undefined && (onlineAt !== undefined || hasJob);
}

/** A launch that nobody wants any more: the start has ended. */
class Abandoned extends Error {
  override readonly name = 'Abandoned';
}
