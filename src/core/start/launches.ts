import { RunnerError } from '../errors.ts';
import { Changes } from '../util/changes.ts';
import type { Launch } from './launch.ts';
import type { LaunchedRunner } from './launched.ts';
import type { StartPorts } from './request.ts';
import type { Runners } from './runners.ts';
import { hasNextCapacity } from './verdict.ts';

/**
 * While more registrations than this are still to be made, nothing is launched: GitHub may accept only 80 a minute, and
 * has been seen removing idle runners after 2 minutes, so the first ones would be gone by the time the last one is online.
 */
const HOLD_ABOVE = 80;

/** Wait before retrying a launch that found no room anywhere, milliseconds; doubled each time, up to the longest. */
const ROOM_RETRY_MS = { first: 15_000, longest: 60_000 };

/** Most retries for lack of room: less than four minutes in all; JIT configs are reported to live at least 5. */
const ROOM_RETRIES_AT_MOST = 5;

/** Wait before a failed removal is retried, milliseconds. */
const REMOVAL_RETRY_MS = 10_000;

interface LaunchesOptions {
  /** How often a runner may be relaunched, and how often its launch may be retried for lack of room. */
  readonly maxRelaunches: number;
  /** Epoch milliseconds after which nothing is retried. */
  readonly deadline: number;
  readonly ports: StartPorts;
  readonly launch: (launch: Launch) => Promise<LaunchedRunner>;
  /** Removes what exists of a runner's launches. @throws if that failed: the runner must not be relaunched then */
  readonly removeLaunches: (index: number) => Promise<void>;
  readonly runners: Runners;
  /** Called when a launch has failed and no other capacity can help. */
  readonly onFailure: (index: number, error: unknown) => void;
}

/** Launches and removals under way. What they find out becomes a fact. */
export class Launches {
  readonly #options: LaunchesOptions;
  readonly #underWay = new Set<Promise<void>>();
  /** Once aborted, no launch continues. */
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

  /** Resolves when something under way has made progress. */
  get change(): Promise<void> {
    return this.#changes.next;
  }

  /** Launches a runner. */
  begin(index: number): void {
    this.#launch(index, async () => undefined);
  }

  /** Removes what exists of a runner's launches, and then launches it again. */
  again(index: number): void {
    this.#launch(index, () => this.#options.removeLaunches(index));
  }

  /**
   * Removes what exists of a runner that will not come online; a failed removal is retried once if that may help. What
   * cannot be removed stays in the ledger and has been reported.
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

  /** A runner's capacity has no room: moves to the next one, if any, which uses up no relaunch. */
  takeNextCapacity(index: number, failure: RunnerError): boolean {
    const { runners, ports } = this.#options;
    const { capacities } = ports.launcher;
    const runner = runners.at(index);
    if (!hasNextCapacity(runner, { capacities: capacities.length })) return false;
    const { position } = runner.history;
    runners.apply(index, { kind: 'no-room', failure });
    const [full, next] = capacities.slice(position);
    ports.log.info(`${failure.message} Capacity ${full} could not take it: trying ${next}.`);
    return true;
  }

  /** Compute waited for room on a capacity in vain: what is launched from now on need not wait there too. */
  avoid(position: number): void {
    this.#firstOpen = Math.max(this.#firstOpen, position + 1);
  }

  /** Launches nothing more; what is under way ends by itself. */
  abandon(): void {
    this.#stop(new Abandoned());
  }

  /** Resolves when nothing is under way any more. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #launch(index: number, before: () => Promise<void>): void {
    const { launch, runners } = this.#options;
    runners.apply(index, { kind: 'launching' });
    this.#track(async () => {
      try {
        await before();
        const launched = await launch(this.#launchOf(index));
        runners.apply(index, { kind: 'accepted', launched });
      } catch (error) {
        this.#failed(index, error);
      }
    });
  }

  #launchOf(index: number): Launch {
    const { runners, ports } = this.#options;
    const { signal } = this.#abort;
    return {
      index,
      signal,
      registered: async () => {
        runners.apply(index, { kind: 'registered' });
        this.#changes.notify();
        while (!signal.aborted && this.#mustHold()) await this.change;
        signal.throwIfAborted();
      },
      requesting: () => {
        runners.apply(index, { kind: 'requesting', from: this.#firstOpen });
        return ports.launcher.capacities[runners.at(index).history.position] ?? '';
      },
      noRoom: (refusal) => this.takeNextCapacity(index, refusal),
      retryRoom: (refusal) => this.#retryRoom(index, refusal),
    };
  }

  /** There may be room soon: a refusal did nothing, so the same launch may be retried. */
  async #retryRoom(index: number, refusal: RunnerError): Promise<boolean> {
    const { maxRelaunches, deadline, ports, runners } = this.#options;
    const { clock, log } = ports;
    const { roomRetries } = runners.at(index).history;
    const atMost = Math.min(maxRelaunches, ROOM_RETRIES_AT_MOST);
    const waitMs = Math.min(ROOM_RETRY_MS.first * 2 ** roomRetries, ROOM_RETRY_MS.longest);
    if (roomRetries >= atMost || clock.now() + waitMs >= deadline) return false;
    runners.apply(index, { kind: 'room-retry', refusal });
    log.info(`${refusal.message} Retrying in ${waitMs / 1000} s (${roomRetries + 1} of at most ${atMost}).`);
    await clock.sleep(waitMs, this.#abort.signal);
    return true;
  }

  #mustHold(): boolean {
    const left = this.#options.runners.all.filter(({ wasRegistered, state }) => {
      return !wasRegistered && state.kind !== 'given-up';
    });
    return left.length > HOLD_ABOVE;
  }

  #failed(index: number, error: unknown): void {
    if (error instanceof Abandoned) return;
    // Refused, but an earlier attempt at sending it may have been accepted: what may exist of it is removed first.
    if (error instanceof RunnerError && error.kind === 'capacity' && this.takeNextCapacity(index, error)) {
      this.again(index);
      return;
    }
    // It concerns all launches: no other one is tried.
    const isForAll = error instanceof RunnerError && (error.kind === 'configuration' || error.kind === 'permission');
    if (isForAll) this.#stop(error);
    this.#options.onFailure(index, error);
  }

  /** @param reason what launches under way throw */
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

/** Ends a launch that is no longer wanted, because the start has ended. */
class Abandoned extends Error {
  override readonly name = 'Abandoned';
}
