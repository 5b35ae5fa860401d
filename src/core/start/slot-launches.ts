import { RunnerError } from '../errors.ts';
import { sleepUnless } from '../util/waiting.ts';
import { awaitedSince } from './awaited.ts';
import type { Launch, LaunchedRunner, StartPorts } from './launch.ts';
import type { Progress } from './progress.ts';
import type { Slot } from './slot.ts';

/**
 * While more registrations than this are still to be made, nothing is launched: GitHub takes 80 a minute and has been
 * seen removing idle runners after 2 minutes, so that those launched first would be gone when the last one comes.
 */
const HOLD_ABOVE = 80;

/** After so long the last capacity that refused for lack of room is asked again, milliseconds; twice as long each time. */
const ROOM_AGAIN_AFTER_MS = 15_000;
const ROOM_AGAIN_AFTER_MS_AT_MOST = 60_000;

/** So often at most: that takes less than four minutes, and a JIT config lives 5 by the shortest of reports. */
const ASKINGS_AT_MOST = 5;

/** How soon a removal that failed is done once more, milliseconds. */
const REMOVE_AGAIN_AFTER_MS = 10_000;

interface SlotLaunchesOptions {
  readonly slots: readonly Slot[];
  /** How often a slot may be launched anew, or its launch be asked for again. */
  readonly maxRelaunches: number;
  /** Epoch milliseconds after which nothing is asked for again. */
  readonly deadline: number;
  readonly ports: StartPorts;
  readonly progress: Progress;
  readonly launch: (launch: Launch) => Promise<LaunchedRunner>;
  /** Removes what there is of a runner's launches. @throws where that failed: then there must not be another one */
  readonly giveUp: (index: number) => Promise<void>;
}

/** The launches and removals of a start that are under way, and the capacity that each slot has come to. */
export class SlotLaunches {
  readonly #options: SlotLaunchesOptions;
  readonly #onFailure: (slot: Slot, error: unknown) => void;
  readonly #underWay = new Set<Promise<void>>();
  /** No launch goes on from here. */
  #isOver = false;
  /** A launch was refused for what is the same for all: no other is tried. */
  #refusal: RunnerError | undefined;
  /** The first capacity that has not left compute without room. */
  #firstPlace = 0;
  #change = Promise.withResolvers<void>();

  /** @param onFailure called with what another capacity does not heal */
  constructor(options: SlotLaunchesOptions, onFailure: (slot: Slot, error: unknown) => void) {
    this.#options = options;
    this.#onFailure = onFailure;
  }

  get areUnderWay(): boolean {
    return this.#underWay.size > 0;
  }

  /** Resolves when something that is under way has come further. */
  get change(): Promise<void> {
    return this.#change.promise;
  }

  /** The capacity that a slot is launched on. */
  capacityOf({ place }: Slot): string {
    return this.#options.ports.provider.capacities[place] ?? '';
  }

  /** Whether there is another capacity after the slot's. */
  hasNext({ place }: Slot): boolean {
    return this.#options.ports.provider.capacities[place + 1] !== undefined;
  }

  /** Begins a launch of the slot, after `before`. */
  launch(slot: Slot, before: () => Promise<void> = async () => undefined): void {
    const { launch, progress, ports } = this.#options;
    slot.awaited = undefined;
    this.#begin(async () => {
      try {
        await before();
        const launched = await launch(this.#launchOf(slot));
        progress.launched(launched, this.capacityOf(slot));
        slot.awaited = awaitedSince(launched, ports.clock.now(), ports.random.fraction());
      } catch (error) {
        this.#failed(slot, error);
      }
    });
  }

  /** Removes what there is of the slot's launches, and launches it once that is done. */
  launchAgain(slot: Slot): void {
    this.launch(slot, () => this.#options.giveUp(slot.index));
  }

  /**
   * Removes what there is of a slot that will not come; what fails is done once more, if that may help. What cannot be
   * removed stays in the book, and has been told.
   */
  remove(slot: Slot): void {
    slot.awaited = undefined;
    const { giveUp, ports } = this.#options;
    this.#begin(async () => {
      try {
        await giveUp(slot.index);
      } catch (failure) {
        const cause = failure instanceof RunnerError ? failure.cause : undefined;
        if (cause instanceof RunnerError && cause.kind !== 'transient') return;
        await ports.clock.sleep(REMOVE_AGAIN_AFTER_MS);
        await giveUp(slot.index).catch(() => undefined);
      }
    });
  }

  /** Takes the next capacity, if there is one: that uses up no relaunch. */
  moveOn(slot: Slot, failure: RunnerError): boolean {
    if (!this.hasNext(slot)) return false;
    const capacity = this.capacityOf(slot);
    slot.told.push({ capacity, message: failure.message, about: failure.about });
    slot.relaunchedBecause.push(`${capacity}: ${failure.message}`);
    slot.place += 1;
    const next = this.capacityOf(slot);
    this.#options.ports.log.info(`${failure.message} Capacity ${capacity} has no room: trying ${next}.`);
    return true;
  }

  /** The slot's capacity has left it without room: what is launched from now on need not wait there in vain as well. */
  avoidPlaceOf({ place }: Slot): void {
    this.#firstPlace = Math.max(this.#firstPlace, place + 1);
  }

  /** Nothing is launched any more; what is under way ends by itself. */
  abandon(): void {
    this.#isOver = true;
    this.#changed();
  }

  /** Resolves when nothing is under way any more. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #launchOf(slot: Slot): Launch {
    const assertWanted = (): void => {
      if (this.#isOver) throw new Abandoned();
      if (this.#refusal !== undefined) throw this.#refusal;
    };
    return {
      index: slot.index,
      capacity: () => {
        this.#skipFullPlaces(slot);
        return this.capacityOf(slot);
      },
      assertWanted,
      hold: async () => {
        slot.wasRegistered = true;
        this.#changed();
        while (this.#mustHold()) await this.change;
        assertWanted();
      },
      onNoRoom: (refusal) => this.moveOn(slot, refusal),
      waitForRoom: (refusal) => this.#waitForRoom(slot, refusal),
    };
  }

  /** What has no room now may have it soon: a refusal did nothing, so that the same launch may be asked for again. */
  async #waitForRoom(slot: Slot, refusal: RunnerError): Promise<boolean> {
    const { maxRelaunches, deadline, ports } = this.#options;
    const { clock, log } = ports;
    const atMost = Math.min(maxRelaunches, ASKINGS_AT_MOST);
    const waitMs = Math.min(ROOM_AGAIN_AFTER_MS * 2 ** slot.askings, ROOM_AGAIN_AFTER_MS_AT_MOST);
    const until = clock.now() + waitMs;
    if (slot.askings >= atMost || until >= deadline) return false;
    slot.askings += 1;
    slot.relaunchedBecause.push(refusal.message);
    log.info(`${refusal.message} Asking for it again in ${waitMs / 1000} s (${slot.askings} of at most ${atMost}).`);
    while (!this.#isOver && clock.now() < until) await sleepUnless(clock, until - clock.now(), this.change);
    return true;
  }

  #mustHold(): boolean {
    if (this.#isOver) return false;
    const left = this.#options.slots.filter(({ wasRegistered, failure }) => !wasRegistered && failure === undefined);
    return left.length > HOLD_ABOVE;
  }

  #skipFullPlaces(slot: Slot): void {
    for (; slot.place < this.#firstPlace; slot.place += 1) {
      slot.told.push({
        capacity: this.capacityOf(slot),
        message: 'it left other runners of this start without room.',
        about: [],
      });
    }
  }

  #failed(slot: Slot, error: unknown): void {
    if (error instanceof Abandoned) return;
    // Refused, but perhaps not the first sending of it: what there may be of it goes first.
    if (error instanceof RunnerError && error.kind === 'capacity' && this.moveOn(slot, error)) {
      this.launchAgain(slot);
      return;
    }
    const isForAll = error instanceof RunnerError && (error.kind === 'configuration' || error.kind === 'permission');
    if (isForAll) this.#refusal ??= error;
    this.#onFailure(slot, error);
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
}

/** A launch that nobody wants any more: the start has ended. */
class Abandoned extends Error {
  override readonly name = 'Abandoned';
}
