import type { Explanation } from './explanation.ts';

/**
 * Lifecycle phase of compute. `starting` may still take minutes; `stopping` will never run a job again. `unseen`: its
 * provider lists it and does not describe it, so that nothing is known but its id.
 */
export type ComputePhase = 'starting' | 'running' | 'stopping' | 'stopped' | 'unseen';

/** One runner's compute (a task, an instance) as its provider reports it. */
export interface Compute {
  /** Task ARN or instance id. */
  readonly id: string;
  readonly phase: ComputePhase;
  /** The provider's own word for the state, such as PROVISIONING. */
  readonly state: string;
  /** It was accepted but has not been placed yet. */
  readonly isWaitingForRoom?: boolean;
  /** Where it runs, such as FARGATE_SPOT or a capacity provider's name; empty while unknown. */
  readonly capacity: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Why it ended, once it has. */
  readonly end?: Explanation;
  /** It ended by itself after its one job, by its start script's own word. */
  readonly hadJob?: true;
  /** Absent if the provider reports none. */
  readonly times?: ComputeTimes;
  /** Absent if the provider does not report it. */
  readonly size?: ComputeSize;
}

/** When compute reached each stage, epoch milliseconds by the provider's clock; absent: not yet, or not reported. */
export interface ComputeTimes {
  readonly createdAt?: number;
  readonly pullStartedAt?: number;
  readonly pullStoppedAt?: number;
  readonly startedAt?: number;
  readonly stoppingAt?: number;
  readonly stoppedAt?: number;
}

/** The resources reserved for compute while it lives. */
export interface ComputeSize {
  readonly vcpu: number;
  readonly memoryGib: number;
}

/** A launch that came to nothing: its compute as last seen, or the capacity and the wording of its refusal. */
export type FailedLaunch = { readonly compute: Compute } | { readonly capacity: string; readonly refusal: string };

/** What was found out about a failed launch, in plain words; the hint, if any, is the next step. */
export interface Finding {
  readonly message: string;
  readonly hint?: string;
}
