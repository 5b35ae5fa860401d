import type { StartIdentity } from '../identity.ts';
import type { Clock, GitHub, Launcher, Log, Random, RetryBudget, StateStore } from '../ports.ts';

/** What a runner is: the same for all runners of a start. */
export interface RunnerSpec {
  /** Version of this project, for a tag. */
  readonly version: string;
  /** Full name of the workflow's repository, for a tag. */
  readonly repository: string;
  /** Carried by every runner of this start, and by no other. */
  readonly label: string;
  readonly extraLabels: readonly string[];
  /** A name that a stop can select by. */
  readonly id: string | undefined;
  readonly workFolder: string;
  readonly tags: Readonly<Record<string, string>>;
  /** How long the compute may live: it ends itself then, and a sweep counts it as expired. */
  readonly lifetimeMs: number;
}

/** How a start waits for its runners. */
export interface StartPolicy {
  /** Whether fewer runners than asked for are a success, as long as there is one. */
  readonly allowPartial: boolean;
  /** For the whole start. */
  readonly timeoutMs: number;
  /** How long a capacity may leave compute without room before the next one is tried. */
  readonly capacityTimeoutMs: number;
  /** How often one runner is launched again when it vanished or died before it was online. */
  readonly maxRelaunches: number;
}

/** What to start. */
export interface StartRequest {
  readonly start: StartIdentity;
  /** Number of runners; each takes one job. */
  readonly count: number;
  readonly runner: RunnerSpec;
  readonly policy: StartPolicy;
}

export interface StartPorts {
  readonly github: GitHub;
  readonly launcher: Launcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly state: StateStore;
  /** Absent: nobody counts how long requests are retried. */
  readonly retryBudget?: RetryBudget;
}
