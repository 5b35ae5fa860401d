import type { Explanation } from './explanation.ts';

/** Where compute is in its life. `starting` may still take minutes; `stopping` will never run a job again. */
export type ComputePhase = 'starting' | 'running' | 'stopping' | 'stopped';

/** One runner's compute (a task, an instance) as its provider tells it. */
export interface Compute {
  /** Task ARN or instance id. */
  readonly id: string;
  readonly phase: ComputePhase;
  /** The provider's own word for the state, such as PROVISIONING. */
  readonly state: string;
  /** It was accepted, and no room has been found for it yet. */
  readonly isWaitingForRoom?: boolean;
  /** Where it runs, such as FARGATE_SPOT or a capacity provider's name; empty while unknown. */
  readonly capacity: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Why it ended, once it has. */
  readonly end?: Explanation;
  /** Absent where the provider tells none. */
  readonly times?: ComputeTimes;
  /** Absent where the provider does not tell it. */
  readonly size?: ComputeSize;
}

/** When compute came to its stages, epoch milliseconds of the provider's clock; absent: not yet, or not told. */
export interface ComputeTimes {
  readonly createdAt?: number;
  readonly pullStartedAt?: number;
  readonly pullStoppedAt?: number;
  readonly startedAt?: number;
  readonly stoppingAt?: number;
  readonly stoppedAt?: number;
}

/** What is set aside for compute while it lives. */
export interface ComputeSize {
  readonly vcpu: number;
  readonly memoryGib: number;
}

/** A launch that came to nothing: its compute as it was last seen, or the capacity that was refused, and in which words. */
export type FailedLaunch = { readonly compute: Compute } | { readonly capacity: string; readonly refusal: string };

/** What was found out about a failed launch, in plain words; the hint, where there is one, is the next step. */
export interface Finding {
  readonly message: string;
  readonly hint?: string;
}
