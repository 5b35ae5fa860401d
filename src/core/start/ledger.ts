import type { StateStore } from '../ports.ts';

/**
 * One launch, recorded before each of its requests and after each answer: if the process is killed, the post step knows
 * what may exist.
 */
export interface LaunchRecord {
  /** The name of the registration that was requested. */
  readonly runnerName: string;
  /** Absent: requested, never answered. */
  readonly registrationId?: number;
  /** When the compute was last requested, as far as is known, epoch milliseconds; absent: not requested. */
  readonly launchSentAt?: number;
  /** Absent while {@link launchSentAt} is present: requested, never answered. */
  readonly computeId?: string;
  /** The compute was requested and refused: there is none. */
  readonly refused?: true;
  /** Nothing is left of it. The name stays on record, since no name is used twice. */
  readonly gone?: true;
}

/** How a start ended. `ready`: its runners are healthy. `removed`: nothing is left of it. */
export type StartOutcome = 'ready' | 'removed';

const RECORD_PREFIX = 'launches-';
const OUTCOME = 'outcome';
const START_KEY = 'start-key';

/** The record that a start keeps of its launches, in a store that outlives the process. */
export class Ledger {
  readonly #state: StateStore;
  /** By runner, those that are gone included. */
  readonly #launches = new Map<number, readonly LaunchRecord[]>();
  /** Runners with records from an earlier call of the same start. */
  readonly #inherited = new Set<number>();
  /** How an earlier call of the same start ended; undefined: there was none, or it did not end. */
  readonly earlierOutcome: StartOutcome | undefined;

  private constructor(state: StateStore, earlier: SavedStart) {
    this.#state = state;
    this.earlierOutcome = earlier.outcome;
    for (const [index, launches] of earlier.byRunner) {
      const isRemoved = earlier.outcome === 'removed';
      this.#launches.set(index, isRemoved ? launches.map(asGone) : launches);
      if (this.launchesOf(index).length > 0) this.#inherited.add(index);
    }
  }

  /**
   * Reads what an earlier call of the same start left, and records whose state it is, before the first request.
   * @throws if the store holds another start
   */
  static async open(state: StateStore, startKey: string): Promise<Ledger> {
    const earlier = readLedger(await state.read());
    if (earlier.startKey !== undefined && earlier.startKey !== startKey) {
      throw new Error(`The state of ${earlier.startKey} was given to ${startKey}.`);
    }
    if (earlier.startKey === undefined) await state.save(START_KEY, startKey);
    // What is made from now on is not removed yet.
    if (earlier.outcome === 'removed') await state.save(OUTCOME, '');
    return new Ledger(state, earlier);
  }

  /** Adds or replaces the record of a runner name; it is durable once this resolves. */
  record(index: number, record: LaunchRecord): Promise<void> {
    const others = this.#allOf(index).filter((other) => other.runnerName !== record.runnerName);
    return this.#write(index, [...others, record]);
  }

  /** Notes that nothing is left of the launch under a runner name. */
  forget(index: number, runnerName: string): Promise<void> {
    const launches = this.#allOf(index);
    return this.#write(
      index,
      launches.map((launch) => (launch.runnerName === runnerName ? asGone(launch) : launch)),
    );
  }

  close(outcome: StartOutcome): Promise<void> {
    return saveOutcome(this.#state, outcome);
  }

  async #write(index: number, launches: readonly LaunchRecord[]): Promise<void> {
    this.#launches.set(index, launches);
    await this.#state.save(`${RECORD_PREFIX}${index}`, JSON.stringify(launches));
  }

  /** Launches of one runner that may have left something. */
  launchesOf(index: number): readonly LaunchRecord[] {
    return this.#allOf(index).filter(isLeft);
  }

  #allOf(index: number): readonly LaunchRecord[] {
    return this.#launches.get(index) ?? [];
  }

  /** What an earlier call of the same start left of one runner; only once, since later launches are this call's own. */
  takeInherited(index: number): readonly LaunchRecord[] {
    return this.#inherited.delete(index) ? this.launchesOf(index) : [];
  }

  /** How many names a runner has used, including those that left nothing. */
  namesUsed(index: number): number {
    return this.#allOf(index).length;
  }

  /** All launches so far that may have left something. */
  get launches(): readonly LaunchRecord[] {
    return [...this.#launches.values()].flat().filter(isLeft);
  }
}

function isLeft({ gone }: LaunchRecord): boolean {
  return gone !== true;
}

function asGone({ runnerName }: LaunchRecord): LaunchRecord {
  return { runnerName, gone: true };
}

/** Saves how a start ended. */
export function saveOutcome(state: StateStore, outcome: StartOutcome): Promise<void> {
  return state.save(OUTCOME, outcome);
}

/** What a post step reads: the state that {@link Ledger} saved. */
export interface SavedStart {
  /** Absent: the main step ended before its first request, so there is nothing to remove. */
  readonly startKey: string | undefined;
  readonly outcome: StartOutcome | undefined;
  /** Those that may have left something. */
  readonly launches: readonly LaunchRecord[];
  /** All of them by runner. */
  readonly byRunner: ReadonlyMap<number, readonly LaunchRecord[]>;
}

/** Reads the saved state back. */
export function readLedger(saved: ReadonlyMap<string, string>): SavedStart {
  const outcome = saved.get(OUTCOME);
  const byRunner = new Map(
    [...saved]
      .filter(([name]) => name.startsWith(RECORD_PREFIX))
      .map(([name, text]) => [Number(name.slice(RECORD_PREFIX.length)), parseRecords(text)]),
  );
  return {
    startKey: saved.get(START_KEY) || undefined,
    outcome: outcome === 'ready' || outcome === 'removed' ? outcome : undefined,
    launches: [...byRunner.values()].flat().filter(isLeft),
    byRunner,
  };
}

function parseRecords(text: string): LaunchRecord[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error(`Saved launches are not a list: ${text}`);
  return value.map((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('runnerName' in entry)) {
      throw new Error(`A saved launch has no runner name: ${text}`);
    }
    const { runnerName, registrationId, launchSentAt, computeId, refused, gone } = entry as Record<string, unknown>;
    if (typeof runnerName !== 'string') throw new Error(`A saved launch has no runner name: ${text}`);
    return {
      runnerName,
      ...(typeof registrationId === 'number' && { registrationId }),
      ...(typeof launchSentAt === 'number' && { launchSentAt }),
      ...(typeof computeId === 'string' && { computeId }),
      ...(refused === true && { refused }),
      ...(gone === true && { gone }),
    };
  });
}
