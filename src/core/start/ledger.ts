import type { StateStore } from '../ports.ts';

/**
 * One launch, written down before each of its requests and after each answer: where the process is killed, the post
 * step knows what may exist.
 */
export interface LaunchRecord {
  /** The registration asked for. */
  readonly runnerName: string;
  /** Absent: asked for, never answered. */
  readonly registrationId?: number;
  /** When the compute was asked for last, as far as is known, epoch milliseconds; absent: not asked for. */
  readonly launchSentAt?: number;
  /** Absent while {@link launchSentAt} is there: asked for, never answered. */
  readonly computeId?: string;
  /** The compute was asked for and refused: there is none. */
  readonly refused?: true;
}

/** How a start ended; absent while it has not. `ready`: its runners are healthy. `removed`: nothing is left of it. */
export type StartOutcome = 'ready' | 'removed';

const RECORD_PREFIX = 'launches-';
const OUTCOME = 'outcome';
const START_KEY = 'start-key';

/** The record that a start keeps of its launches, in a store that outlives the process. */
export class Ledger {
  readonly #state: StateStore;
  /** By runner. */
  readonly #launches = new Map<number, readonly LaunchRecord[]>();
  readonly #names = new Map<number, Set<string>>();
  /** Runners whose records an earlier call of the same start left. */
  readonly #inherited = new Set<number>();
  /** How an earlier call of the same start ended; undefined: there was none, or it did not end. */
  readonly earlierOutcome: StartOutcome | undefined;

  private constructor(state: StateStore, earlier: SavedStart | undefined) {
    this.#state = state;
    this.earlierOutcome = earlier?.outcome;
    for (const [index, launches] of earlier?.byRunner ?? []) {
      this.#launches.set(index, launches);
      this.#names.set(index, new Set(launches.map(({ runnerName }) => runnerName)));
      if (launches.length > 0) this.#inherited.add(index);
    }
  }

  /**
   * Before the first request: reads what an earlier call of the same start left, and writes down whose the records are.
   * @throws where the store holds another start
   */
  static async open(state: StateStore, startKey: string): Promise<Ledger> {
    const earlier = readLedger(await state.read());
    if (earlier.startKey === undefined) await state.save(START_KEY, startKey);
    else if (earlier.startKey !== startKey) {
      throw new Error(`The state of ${earlier.startKey} was given to ${startKey}.`);
    }
    return new Ledger(state, earlier);
  }

  /** Adds or replaces the record of a runner name; it is durable when this resolves. */
  record(index: number, record: LaunchRecord): Promise<void> {
    const launches = this.launchesOf(index).filter((other) => other.runnerName !== record.runnerName);
    this.#names.set(index, (this.#names.get(index) ?? new Set()).add(record.runnerName));
    return this.#write(index, [...launches, record]);
  }

  /** Takes the record of a runner name back: nothing is left of it. */
  forget(index: number, runnerName: string): Promise<void> {
    return this.#write(
      index,
      this.launchesOf(index).filter((other) => other.runnerName !== runnerName),
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
    return this.#launches.get(index) ?? [];
  }

  /** What an earlier call of the same start left of one runner; asked once, since later launches are this call's own. */
  takeInherited(index: number): readonly LaunchRecord[] {
    return this.#inherited.delete(index) ? this.launchesOf(index) : [];
  }

  /** How many names a runner has used, those that left nothing included. */
  namesUsed(index: number): number {
    return this.#names.get(index)?.size ?? 0;
  }

  /** All launches so far. */
  get launches(): readonly LaunchRecord[] {
    return [...this.#launches.values()].flat();
  }
}

/** Notes how a start ended. */
export function saveOutcome(state: StateStore, outcome: StartOutcome): Promise<void> {
  return state.save(OUTCOME, outcome);
}

/** What a post step reads: the state that {@link Ledger} saved. */
export interface SavedStart {
  /** Absent: the main step ended before its first request, so there is nothing to remove. */
  readonly startKey: string | undefined;
  readonly outcome: StartOutcome | undefined;
  readonly launches: readonly LaunchRecord[];
  /** The same by runner. */
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
    launches: [...byRunner.values()].flat(),
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
    const { runnerName, registrationId, launchSentAt, computeId, refused } = entry as Record<string, unknown>;
    if (typeof runnerName !== 'string') throw new Error(`A saved launch has no runner name: ${text}`);
    return {
      runnerName,
      ...(typeof registrationId === 'number' && { registrationId }),
      ...(typeof launchSentAt === 'number' && { launchSentAt }),
      ...(typeof computeId === 'string' && { computeId }),
      ...(refused === true && { refused }),
    };
  });
}
