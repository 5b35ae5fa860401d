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
  /** Epoch milliseconds at which the compute was asked for, the last time that is known; absent: not asked for. */
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

/** The book that a start keeps of its launches, in action state. */
export class Ledger {
  readonly #state: StateStore;
  readonly #bySlot = new Map<number, LaunchRecord[]>();
  readonly #names = new Map<number, Set<string>>();

  constructor(state: StateStore) {
    this.#state = state;
  }

  /** Before the first request: whose the records are. */
  open(startKey: string): void {
    this.#state.save(START_KEY, startKey);
  }

  /** Adds or replaces the record of a runner name; it is on disk when this returns. */
  record(index: number, record: LaunchRecord): void {
    const launches = this.launchesOf(index).filter((other) => other.runnerName !== record.runnerName);
    this.#names.set(index, (this.#names.get(index) ?? new Set()).add(record.runnerName));
    this.#write(index, [...launches, record]);
  }

  /** Takes the record of a runner name back: GitHub refused the registration, so there is nothing of it. */
  forget(index: number, runnerName: string): void {
    this.#write(
      index,
      this.launchesOf(index).filter((other) => other.runnerName !== runnerName),
    );
  }

  close(outcome: StartOutcome): void {
    this.#state.save(OUTCOME, outcome);
  }

  #write(index: number, launches: LaunchRecord[]): void {
    this.#bySlot.set(index, launches);
    this.#state.save(`${RECORD_PREFIX}${index}`, JSON.stringify(launches));
  }

  /** Launches of one runner that may have left something. */
  launchesOf(index: number): readonly LaunchRecord[] {
    return this.#bySlot.get(index) ?? [];
  }

  /** How many names were tried for a runner, those of which nothing is left included. */
  triesOf(index: number): number {
    return this.#names.get(index)?.size ?? 0;
  }

  /** All launches so far. */
  get launches(): readonly LaunchRecord[] {
    return [...this.#bySlot.values()].flat();
  }
}

/** What a post step reads: the state that {@link Ledger} saved. */
export interface SavedStart {
  /** Absent: the main step ended before its first request, so there is nothing to remove. */
  readonly startKey: string | undefined;
  readonly outcome: StartOutcome | undefined;
  readonly launches: readonly LaunchRecord[];
}

/** Reads the saved state back. */
export function readLedger(saved: ReadonlyMap<string, string>): SavedStart {
  const outcome = saved.get(OUTCOME);
  return {
    startKey: saved.get(START_KEY) || undefined,
    outcome: outcome === 'ready' || outcome === 'removed' ? outcome : undefined,
    launches: [...saved].filter(([name]) => name.startsWith(RECORD_PREFIX)).flatMap(([, text]) => parseRecords(text)),
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
