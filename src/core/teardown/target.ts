import type { ComputePhase } from '../compute.ts';
import type { RunIdentity } from '../identity.ts';
import type { Clock, ComputePool, GitHub, Log, Random, Registration, WorkflowJob } from '../ports.ts';
import type { Evidence } from './evidence.ts';
import type { Mandate } from './rule.ts';

/** What the teardown of runners needs. */
export interface TeardownPorts {
  readonly github: GitHub;
  readonly pool: ComputePool;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Reads the jobs of the run's latest attempt; undefined: they may not be read. Absent: nobody can ask. */
  readonly jobs?: () => Promise<readonly WorkflowJob[] | undefined>;
}

/** One runner to remove, with whatever is known about it. */
export interface TeardownTarget {
  readonly runnerName: string;
  /** As GitHub listed it, or its id. `unknown`: search for it by name. `deleted`: by an earlier teardown. */
  readonly registration: Registration | number | 'unknown' | 'deleted';
  /** Where it is registered, by its tag; absent: in the scope of the GitHub port. */
  readonly scope?: string | undefined;
  readonly computeId: string | undefined;
  /** As last seen; absent: not seen. */
  readonly phase?: ComputePhase | undefined;
  /** It may have compute that is not seen yet. */
  readonly mayBeHidden?: boolean;
  /** Its lifetime and the grace are over, by the provider's times. */
  readonly isLifeOver?: boolean;
  readonly evidence?: Evidence;
}

/** Who removes runners, and of which run. */
export interface TeardownPolicy {
  readonly mandate: Mandate;
  readonly run: RunIdentity;
  /** How long a runner may take to finish its job, milliseconds from the beginning of the teardown. */
  readonly drainMs: number;
  /** Recorded with the compute. */
  readonly reason: string;
}

/**
 * What became of one runner. `left-busy`: it has a job, or one is queued for it. `left`: a job may be on its way to it,
 * and nobody knows.
 */
export interface TeardownResult {
  readonly registration: 'deleted' | 'absent' | 'busy' | 'left';
  readonly compute: 'stopped' | 'already-gone' | 'left-busy' | 'left' | 'none';
}

/** What became of one of several runners, or the first failure combined with those that followed. */
export type Settled = { readonly doneAt: number } & ({ readonly result: TeardownResult } | { readonly error: unknown });
