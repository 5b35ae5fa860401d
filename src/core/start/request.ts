import type { StartIdentity } from '../identity.ts';
import type { Clock, GitHub, Launcher, Log, Random, RetryBudget, StateStore, WorkflowJob } from '../ports.ts';

/** The properties that all runners of a start share. */
export interface RunnerSpec {
  /** Version of this project, for a tag. */
  readonly version: string;
  /** Full name of the workflow's repository, for a tag. */
  readonly repository: string;
  /** Carried by every runner of this start, and by no other. */
  readonly label: string;
  readonly extraLabels: readonly string[];
  /**
   * Whether a job can reach the runners before this start has succeeded: somebody chose the label, they carry other
   * labels too, or a job may ask for their runner group.
   */
  readonly isReachable: boolean;
  /** A name by which a stop can select. */
  readonly id: string | undefined;
  readonly workFolder: string;
  readonly tags: Readonly<Record<string, string>>;
  /** How long the compute may live: then it ends itself, and a sweep counts it as expired. */
  readonly lifetimeMs: number;
}

/** How a start waits for its runners. */
export interface StartPolicy {
  /** Whether fewer runners than requested are a success, as long as there is at least one. */
  readonly allowPartial: boolean;
  /** For the whole start. */
  readonly timeoutMs: number;
  /** How long compute may wait for room on a capacity before the next one is tried. */
  readonly capacityTimeoutMs: number;
  /** How often one runner is relaunched if it vanishes or dies before it is online. */
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
  /** Reads the jobs of the run, for the removal of what was made; undefined: they may not be read. */
  readonly jobs?: () => Promise<readonly WorkflowJob[] | undefined>;
  /** Absent: nothing limits how long requests are retried. */
  readonly retryBudget?: RetryBudget;
}
