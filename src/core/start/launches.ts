import { RunnerError } from '../errors.ts';
import { Changes } from '../util/changes.ts';
import type { Launch } from './launch.ts';
import type { LaunchedRunner } from './launched.ts';
import type { StartPorts } from './request.ts';
import type { LaunchFact, Runner } from './runner.ts';
import { hasNextCapacity } from './verdict.ts';

/**
 * While more registrations than this are still to be made, nothing is launched: GitHub takes 80 a minute and has been
 * seen removing idle runners after 2 minutes, so the first ones would be gone by the time the last one comes.
 */
const HOLD_ABOVE = 80;

/** Wait before a launch that found no room anywhere is retried, milliseconds; doubled each time, up to the longest. */
const ROOM_RETRY_MS = { first: 15_000, longest: 60_000 };

/** Room is retried this often at the most: less than four minutes in all, and a JIT config lives 5 by the shortest report. */
const ROOM_RETRIES_AT_MOST = 5;

/** Wait before a removal that failed is retried, milliseconds. */
const REMOVAL_RETRY_MS = 10_000;

interface LaunchesOptions {
  /** How often a runner may be launched again, and how often its launch may be retried for lack of room. */
  readonly maxRelaunches: number;
  /** Epoch milliseconds after which nothing is retried. */
  readonly deadline: number;
  readonly ports: StartPorts;
  readonly launch: (launch: Launch) => Promise<LaunchedRunner>;
  /** Removes what there is of a runner's launches. @throws where that failed: it must not be launched again then */
  readonly removeLaunches: (index: number) => Promise<void>;
  /** All runners as they are now. */
  readonly runners: () => readonly Runner[];
  readonly onFact: (index: number, fact: LaunchFact) => void;
  /** A launch failed, and no other capacity can help. */
  readonly onFailure: (index: number, error: unknown) => void;
}

/** Launches and removals that are under way. What they find out becomes a fact. */
export class Launches {
  readonly #options: LaunchesOptions;
  readonly #underWay = new Set<Promise<void>>();
  /** Aborted: no launch goes on. */
  readonly #abort = new AbortController();
  readonly #changes = new Changes();
  /** Position of the first capacity that has not left compute without room. */
  #firstOpen = 0;

  constructor(options: LaunchesOptions) {
    this.#options = options;
  }

  get areUnderWay(): boolean {
    return this.#underWay.size > 0;
  }

  /** Resolves when something that is under way has come further. */
  get change(): Promise<void> {
    return this.#changes.next;
  }

  /** Launches a runner. */
  begin(index: number): void {
    this.#launch(index, async () => undefined);
  }

  /** Removes what there is of a runner's launches, and launches it once that is done. */
  again(index: number): void {
    this.#launch(index, () => this.#options.removeLaunches(index));
  }

  /**
   * Removes what there is of a runner that will not come; a removal that fails is retried once if that may help. What
   * cannot be removed stays in the ledger, and has been reported.
   */
  remove(index: number): void {
    const { removeLaunches, ports } = this.#options;
    this.#track(async () => {
      try {
        await removeLaunches(index);
      } catch (failure) {
        const cause = failure instanceof RunnerError ? failure.cause : undefined;
        if (cause instanceof RunnerError && cause.kind !== 'transient') return;
        await ports.clock.sleep(REMOVAL_RETRY_MS);
        await removeLaunches(index).catch(() => undefined);
      }
    });
  }

  /** A runner's capacity has no room: takes the next one, if there is one. That uses up no relaunch. */
  takeNextCapacity(index: number, failure: RunnerError): boolean {
    const { launcher, log } = this.#options.ports;
    const { capacities } = launcher;
    const runner = this.#runner(index);
    if (!hasNextCapacity(runner, { capacities: capacities.length })) return false;
    const { position } = runner.history;
    this.#options.onFact(index, { kind: 'no-room', failure });
    log.info(`${failure.message} Capacity ${capacities[position]} has no room: trying ${capacities[position + 1]}.`);
    return true;
  }

  /** A capacity has left compute without room: what is launched from now on need not wait there in vain as well. */
  avoid(position: number): void {
    this.#firstOpen = Math.max(this.#firstOpen, position + 1);
  }

  /** Nothing is launched any more; what is under way ends by itself. */
  abandon(): void {
    this.#stop(new Abandoned());
  }

  /** Resolves when nothing is under way any more. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #runner(index: number): Runner {
    const runner = this.#options.runners()[index];
    if (runner === undefined) throw new Error(`There is no runner ${index}.`);
    return runner;
  }

  #launch(index: number, before: () => Promise<void>): void {
    const { launch, onFact } = this.#options;
    onFact(index, { kind: 'launching' });
    this.#track(async () => {
      try {
        await before();
        onFact(index, { kind: 'accepted', launched: await launch(this.#launchOf(index)) });
      } catch (error) {
        this.#failed(index, error);
      }
    });
  }

  #launchOf(index: number): Launch {
    const { onFact, ports } = this.#options;
    const { signal } = this.#abort;
    return {
      index,
      signal,
      registered: async () => {
        onFact(index, { kind: 'registered' });
        this.#changes.notify();
        while (!signal.aborted && this.#mustHold()) await this.change;
        signal.throwIfAborted();
      },
      asked: () => {
        onFact(index, { kind: 'asked', from: this.#firstOpen });
        return ports.launcher.capacities[this.#runner(index).history.position] ?? '';
      },
      noRoom: (refusal) => this.takeNextCapacity(index, refusal),
      retryRoom: (refusal) => this.#retryRoom(index, refusal),
    };
  }

  /** What has no room now may have it soon: a refusal did nothing, so the same launch may be retried. */
  async #retryRoom(index: number, refusal: RunnerError): Promise<boolean> {
    const { maxRelaunches, deadline, ports, onFact } = this.#options;
    const { clock, log } = ports;
    const { roomRetries } = this.#runner(index).history;
    const atMost = Math.min(maxRelaunches, ROOM_RETRIES_AT_MOST);
    const waitMs = Math.min(ROOM_RETRY_MS.first * 2 ** roomRetries, ROOM_RETRY_MS.longest);
    if (roomRetries >= atMost || clock.now() + waitMs >= deadline) return false;
    onFact(index, { kind: 'room-retry', refusal });
    log.info(`${refusal.message} Retrying in ${waitMs / 1000} s (${roomRetries + 1} of at most ${atMost}).`);
    await clock.sleep(waitMs, this.#abort.signal);
    return true;
  }

  #mustHold(): boolean {
    const left = this.#options.runners().filter(({ wasRegistered, state }) => {
      return !wasRegistered && state.kind !== 'given-up';
    });
    return left.length > HOLD_ABOVE;
  }

  #failed(index: number, error: unknown): void {
    if (error instanceof Abandoned) return;
    // Refused, but perhaps not the first time that it was sent: what there may be of it is removed first.
    if (error instanceof RunnerError && error.kind === 'capacity' && this.takeNextCapacity(index, error)) {
      this.again(index);
      return;
    }
    // The same for all: no other launch is tried.
    const isForAll = error instanceof RunnerError && (error.kind === 'configuration' || error.kind === 'permission');
    if (isForAll) this.#stop(error);
    this.#options.onFailure(index, error);
  }

  /** @param reason what launches that are under way end with */
  #stop(reason: RunnerError | Abandoned): void {
    this.#abort.abort(reason);
    this.#changes.notify();
  }

  #track(work: () => Promise<void>): void {
    const running = work().finally(() => {
      this.#underWay.delete(running);
      this.#changes.notify();
    });
    this.#underWay.add(running);
  }
}

/** A launch that nobody wants any more: the start has ended. */
class Abandoned extends Error {
  override readonly name = 'Abandoned';
}
