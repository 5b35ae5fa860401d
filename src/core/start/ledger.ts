import { RunnerError } from '../errors.ts';
import { parseRunnerName, parseStartKey, type StartIdentity } from '../identity.ts';
import type { StateStore } from '../ports.ts';
import { STEP } from '../words.ts';

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
  /** It was online: from then on a job may have been assigned to it. Absent: nobody has seen it online. */
  readonly onlineSeen?: true;
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
  /** Names that an earlier call of the same start has used. */
  readonly #earlierNames: ReadonlySet<string>;
  /** How an earlier call of the same start ended; undefined: there was none, or it did not end. */
  readonly earlierOutcome: StartOutcome | undefined;

  private constructor(state: StateStore, earlier: SavedStart) {
    this.#state = state;
    this.earlierOutcome = earlier.outcome;
    this.#earlierNames = new Set([...earlier.byRunner.values()].flat().map(({ runnerName }) => runnerName));
    for (const [index, launches] of earlier.byRunner) {
      const isRemoved = earlier.outcome === 'removed';
      this.#launches.set(index, isRemoved ? launches.map(asGone) : launches);
      if (this.launchesOf(index).length > 0) this.#inherited.add(index);
    }
  }

  /**
   * Reads what an earlier call of the same start left, and records whose state it is, before the first request.
   * @throws if the store holds another start, or a record that cannot be read: what it named may be alive
   */
  static async open(state: StateStore, startKey: string): Promise<Ledger> {
    const earlier = readLedger(await state.read());
    if (earlier.startKey !== undefined && earlier.startKey !== startKey) {
      throw new Error(`The state of ${earlier.startKey} was given to ${startKey}.`);
    }
    if (earlier.damaged.length > 0) throw damagedState(earlier.damaged);
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

  /** Notes that a runner was seen online. */
  async noteOnline(index: number, runnerName: string): Promise<void> {
    const launch = this.#allOf(index).find((other) => other.runnerName === runnerName);
    if (launch !== undefined && launch.onlineSeen !== true) await this.record(index, { ...launch, onlineSeen: true });
  }

  /** Whether an earlier call of the same start made it, who may have told others of its label. */
  isOfEarlierCall({ runnerName }: LaunchRecord): boolean {
    return this.#earlierNames.has(runnerName);
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
  /** Absent: the main step ended before its first request, unless there are launches or damaged records. */
  readonly startKey: string | undefined;
  readonly outcome: StartOutcome | undefined;
  /** Those that may have left something. */
  readonly launches: readonly LaunchRecord[];
  /** All of them by runner. */
  readonly byRunner: ReadonlyMap<number, readonly LaunchRecord[]>;
  /** Names of saved values that could not be read, wholly or in part: what they named is not known. */
  readonly damaged: readonly string[];
}

/** Reads the saved state back, each record by itself: one that is damaged takes none of the others with it. */
export function readLedger(saved: ReadonlyMap<string, string>): SavedStart {
  const outcome = saved.get(OUTCOME);
  const damaged: string[] = [];
  const byRunner = new Map<number, readonly LaunchRecord[]>();
  for (const [name, text] of saved) {
    if (!name.startsWith(RECORD_PREFIX)) continue;
    const { records, isWhole } = readRecords(text);
    byRunner.set(Number(name.slice(RECORD_PREFIX.length)), records);
    if (!isWhole) damaged.push(name);
  }
  return {
    startKey: saved.get(START_KEY) || undefined,
    outcome: outcome === 'ready' || outcome === 'removed' ? outcome : undefined,
    launches: [...byRunner.values()].flat().filter(isLeft),
    byRunner,
    damaged,
  };
}

/**
 * The identity of the start that saved a state. If its key is missing or damaged, the name of one of its runners says all
 * of it but the run attempt.
 * @throws if nothing says it
 */
export function startOfLedger({ startKey, launches }: SavedStart, runAttempt: number): StartIdentity {
  const [named] = launches.flatMap(({ runnerName }) => parseRunnerName(runnerName) ?? []);
  try {
    return parseStartKey(startKey ?? '');
  } catch (error) {
    if (named === undefined) throw error;
    const { repositoryId, runId, startedAt, nonce } = named;
    return { repositoryId, runId, startedAt, nonce, runAttempt };
  }
}

function readRecords(text: string): { records: readonly LaunchRecord[]; isWhole: boolean } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The caller reports it as damaged.
  }
  if (!Array.isArray(value)) return { records: [], isWhole: false };
  const records = value.flatMap((entry: unknown) => readRecord(entry) ?? []);
  return { records, isWhole: records.length === value.length && value.every(isWholeRecord) };
}

/** @returns undefined if it does not even name a runner */
function readRecord(entry: unknown): LaunchRecord | undefined {
  if (!isObject(entry) || typeof entry['runnerName'] !== 'string') return undefined;
  const { registrationId, launchSentAt, computeId, refused, onlineSeen, gone } = entry;
  // Something was requested: it is searched for, even if the record no longer says what or when.
  const wasSent = launchSentAt !== undefined || computeId !== undefined;
  return {
    runnerName: entry['runnerName'],
    ...(typeof registrationId === 'number' && { registrationId }),
    ...(wasSent && { launchSentAt: typeof launchSentAt === 'number' ? launchSentAt : 0 }),
    ...(typeof computeId === 'string' && { computeId }),
    ...(refused === true && { refused }),
    ...(onlineSeen === true && { onlineSeen }),
    ...(gone === true && { gone }),
  };
}

function isWholeRecord(entry: unknown): boolean {
  if (!isObject(entry)) return false;
  return Object.entries(FIELDS).every(([name, type]) => entry[name] === undefined || typeof entry[name] === type);
}

const FIELDS = {
  runnerName: 'string',
  registrationId: 'number',
  launchSentAt: 'number',
  computeId: 'string',
  refused: 'boolean',
  onlineSeen: 'boolean',
  gone: 'boolean',
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function damagedState(names: readonly string[]): RunnerError {
  return new RunnerError({
    kind: 'configuration',
    message: `The saved state of an earlier call of this start is damaged (${names.join(', ')}): what it made is not known.`,
    hint: `${STEP.stop}, then ${STEP.startAgain}.`,
  });
}
