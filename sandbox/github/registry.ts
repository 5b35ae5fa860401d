import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { GitHubOptions } from '../contract.ts';
import type { Job } from './job.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How long a runner that lost its connection still appears online, roughly. */
const OFFLINE_AFTER_MS = 60 * SECOND;
/** How long a runner that crashed in a job keeps it and stays busy (10 to 15 minutes were observed). */
const JOB_LOST_AFTER_MS = 15 * MINUTE;
/** An ephemeral runner that never connected, or is offline, is removed after a day. */
const UNUSED_AFTER_MS = 24 * 60 * MINUTE;

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** A runner in GitHub's registry. */
export interface Registration {
  readonly id: number;
  readonly name: string;
  /** The scope's path, in lower case. */
  readonly scope: string;
  readonly labels: readonly { readonly id: number; readonly name: string }[];
  readonly runnerGroupId: number;
  readonly workFolder: string;
  /** The client id of the credential in its JIT config: whoever presents it is this runner. */
  readonly clientId: string;
  readonly createdAt: number;
  /** Its only session. */
  session?: Session;
  /** The job assigned to it. */
  job?: Job;
  /** What `busy` shows, whatever the real state. */
  shownBusy?: boolean;
}

/** A listener's connection. */
export interface Session {
  readonly id: string;
  /** The machine it runs on, if reported. */
  readonly machine: string | undefined;
  readonly version: string;
  readonly onlineAt: number;
  /** `closed`: the listener ended its session. `lost`: it did not. */
  ended?: { readonly at: number; readonly how: 'closed' | 'lost' };
}

/** The fields of a new registration. */
export type NewRegistration = Pick<Registration, 'name' | 'scope' | 'runnerGroupId' | 'workFolder'> & {
  readonly labels: readonly string[];
};

/**
 * Every registration of this GitHub. What time alone changes (online, offline, removed) is computed at each read, so
 * that it is right however the clock was moved.
 */
export class Registry {
  readonly #clock: SandboxClock;
  readonly #idle: { readonly from: number; readonly to: number };
  readonly #rows = new Map<number, Registration>();
  readonly #labelIds = new Map<string, number>();
  readonly #removed = new Set<Registration>();
  readonly #watchers = new Set<() => void>();
  #lastId = 20;

  constructor(options: { clock: SandboxClock; removeIdleAfterMs: GitHubOptions['removeIdleRunnerAfterMs'] }) {
    this.#clock = options.clock;
    const idle = options.removeIdleAfterMs ?? Infinity;
    this.#idle = typeof idle === 'number' ? { from: idle, to: idle } : idle;
  }

  /** Every existing registration, oldest first. */
  all(): Registration[] {
    for (const row of this.#rows.values()) if (this.#isOver(row)) this.#rows.delete(row.id);
    return [...this.#rows.values()];
  }

  find(matches: (row: Registration) => boolean): Registration | undefined {
    return this.all().find(matches);
  }

  add(options: NewRegistration): Registration {
    const row: Registration = {
      ...options,
      id: this.nextId(),
      labels: options.labels.map((name) => ({ id: this.#labelId(name), name })),
      clientId: randomUUID(),
      createdAt: this.#clock.now(),
    };
    this.#rows.set(row.id, row);
    return row;
  }

  /** Ids are unique across all scopes. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Those that were removed with a job. Their runners still have it. */
  removed(): Registration[] {
    return [...this.#removed].filter(({ job }) => job !== undefined);
  }

  remove(row: Registration): void {
    this.#rows.delete(row.id);
    if (row.job !== undefined) this.#removed.add(row);
    this.changed();
  }

  /** The row's listener connects for the first time. */
  open(row: Registration, session: Session): void {
    row.session = session;
    this.#wakeAt(session.onlineAt);
    this.#wakeAt(session.onlineAt + this.#removeIdleAfterMs(row));
  }

  /** The row's listener is gone. */
  close(row: Registration, how: 'closed' | 'lost'): void {
    if (row.session === undefined || row.session.ended !== undefined) return;
    row.session.ended = { at: this.#clock.now(), how };
    if (row.job !== undefined) this.#wakeAt(this.#clock.now() + JOB_LOST_AFTER_MS);
  }

  isOnline(row: Registration): boolean {
    const now = this.#clock.now();
    if (row.session === undefined || now < row.session.onlineAt) return false;
    const { ended } = row.session;
    return ended === undefined || (ended.how === 'lost' && now < ended.at + OFFLINE_AFTER_MS);
  }

  /** Whether its listener disappeared during a job so long ago that GitHub gives up the job. */
  hasLostJob(row: Registration): boolean {
    const ended = row.session?.ended;
    return row.job !== undefined && ended !== undefined && this.#clock.now() >= ended.at + JOB_LOST_AFTER_MS;
  }

  /** Calls `watcher` whenever something may have changed. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #wakeAt(at: number): void {
    if (at !== Infinity) this.#clock.after(Math.max(0, at - this.#clock.now()), () => this.changed());
  }

  #isOver(row: Registration): boolean {
    const now = this.#clock.now();
    const { session } = row;
    if (session === undefined) return now >= row.createdAt + UNUSED_AFTER_MS;
    if (session.ended !== undefined) return now >= session.ended.at + UNUSED_AFTER_MS;
    return row.job === undefined && row.shownBusy !== true && now >= session.onlineAt + this.#removeIdleAfterMs(row);
  }

  /** Spread by the golden ratio: even, and the same in each run. */
  #removeIdleAfterMs({ id }: Registration): number {
    const { from, to } = this.#idle;
    return from === to ? from : from + ((id * GOLDEN_RATIO) % 1) * (to - from);
  }

  #labelId(name: string): number {
    const key = name.toLowerCase();
    const id = this.#labelIds.get(key) ?? this.#labelIds.size + 1;
    this.#labelIds.set(key, id);
    return id;
  }
}
