import type { Compute } from '../compute.ts';
import { parseRunnerName } from '../identity.ts';
import type { Clock, Registration } from '../ports.ts';
import { TAG } from '../tags.ts';
import type { TeardownResult } from '../teardown/teardown.ts';

/** Calls `work` and records how long it took, whether or not it failed. */
export type Measure = <T>(phase: string, work: () => Promise<T>) => Promise<T>;

/** For callers that need no record. */
export const unmeasured: Measure = (_phase, work) => work();

/** A stretch of time, epoch milliseconds. */
export interface Span {
  readonly phase: string;
  readonly from: number;
  readonly to: number;
  /** It is what failed. */
  readonly failed?: true;
}

/** What was observed of one launch, by our own clock. */
export interface Track {
  readonly runnerName: string;
  /** Index of the runner within its start, from 0. */
  readonly index: number;
  /** Number of this launch among those of the runner, from 0. */
  readonly launchNumber: number;
  /** Requests that made it. */
  readonly requests: readonly Span[];
  readonly registrationId: number | undefined;
  /** As last seen. */
  readonly compute: Compute | undefined;
  /** States up to running, each with the time it was first seen. */
  readonly states: readonly { readonly state: string; readonly at: number }[];
  /** When its runner was first seen online. */
  readonly onlineAt: number | undefined;
  /** Result of its removal; absent: there was none, or it failed. */
  readonly removal: Partial<TeardownResult>;
  /** When the last removal was answered. */
  readonly removedAt: number | undefined;
}

type OpenTrack = { -readonly [Name in keyof Track]: Track[Name] };

/** What a start did and when: a record for people; no decision depends on it. */
export class Timeline {
  /** Epoch milliseconds. */
  readonly began: number;
  readonly #clock: Clock;
  readonly #access: Span[] = [];
  readonly #tracks = new Map<string, OpenTrack>();
  readonly #byCompute = new Map<string, OpenTrack>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.began = clock.now();
  }

  now(): number {
    return this.#clock.now();
  }

  /** What preceded the launches: tokens, credentials, checks. */
  get access(): readonly Span[] {
    return this.#access;
  }

  /** All launches, ordered by runner. */
  get tracks(): readonly Track[] {
    return [...this.#tracks.values()].toSorted(
      (one, other) => one.index - other.index || one.launchNumber - other.launchNumber || compareNames(one, other),
    );
  }

  readonly measure: Measure = (phase, work) => this.#timed((span) => this.#access.push({ phase, ...span }), work);

  /** Measures one of the requests that create a runner. */
  request<T>(runnerName: string, phase: string, work: () => Promise<T>): Promise<T> {
    return this.#timed((span) => {
      const track = this.#track(runnerName);
      track.requests = [...track.requests, { phase, ...span }];
    }, work);
  }

  /** Notes a registration as GitHub reports it now. */
  sawRegistration({ id, name, status }: Registration): void {
    const track = this.#tracks.get(name);
    if (track === undefined) return;
    track.registrationId = id;
    if (status === 'online') track.onlineAt ??= this.now();
  }

  /**
   * Notes compute as its provider reports it: the answer to a launch names its runner, later ones match by id or tag.
   */
  sawCompute(compute: Compute, runnerName = compute.tags[TAG.runnerName] ?? ''): void {
    const { id, state, phase } = compute;
    const track = this.#byCompute.get(id) ?? this.#tracks.get(runnerName);
    if (track === undefined) return;
    this.#byCompute.set(id, track);
    track.compute = compute;
    if (phase !== 'starting' && phase !== 'running') return;
    if (track.states.every((seen) => seen.state !== state)) {
      track.states = [...track.states, { state, at: this.now() }];
    }
  }

  removedRegistration(id: number, registration: TeardownResult['registration']): void {
    const track = [...this.#tracks.values()].find(({ registrationId }) => registrationId === id);
    this.#removed(track, { registration });
  }

  stoppedCompute(id: string, answer: 'stopped' | 'already-gone'): void {
    this.#removed(this.#byCompute.get(id), { compute: answer });
  }

  #removed(track: OpenTrack | undefined, answer: Partial<TeardownResult>): void {
    if (track === undefined) return;
    track.removal = { ...track.removal, ...answer };
    track.removedAt = this.now();
  }

  async #timed<T>(note: (span: Omit<Span, 'phase'>) => void, work: () => Promise<T>): Promise<T> {
    const from = this.now();
    try {
      const result = await work();
      note({ from, to: this.now() });
      return result;
    } catch (error) {
      note({ from, to: this.now(), failed: true });
      throw error;
    }
  }

  #track(runnerName: string): OpenTrack {
    const known = this.#tracks.get(runnerName);
    if (known !== undefined) return known;
    const { index = 0, launchNumber = 0 } = parseRunnerName(runnerName) ?? {};
    const track: OpenTrack = {
      runnerName,
      index,
      launchNumber,
      requests: [],
      registrationId: undefined,
      compute: undefined,
      states: [],
      onlineAt: undefined,
      removal: {},
      removedAt: undefined,
    };
    this.#tracks.set(runnerName, track);
    return track;
  }
}

function compareNames(one: Track, other: Track): number {
  return one.runnerName.localeCompare(other.runnerName);
}
