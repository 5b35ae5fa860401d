import type { RunnerError } from '../errors.ts';
import { isUnderway, type Runner } from './runner.ts';

/** What to do about a runner. */
export type Verdict =
  | { readonly kind: 'wait' }
  /** Its compute has waited for room on its capacity for as long as it may. */
  | { readonly kind: 'out-of-room-time' }
  | { readonly kind: 'next-capacity'; readonly failure: RunnerError }
  /** On the same capacity. */
  | { readonly kind: 'relaunch'; readonly failure: RunnerError }
  | { readonly kind: 'fail'; readonly failure: RunnerError };

/** What a verdict depends on, besides the runner. */
export interface VerdictRules {
  /** Number of capacities that a launch can go to. */
  readonly capacities: number;
  readonly capacityTimeoutMs: number;
  readonly maxRelaunches: number;
}

/** The verdict on a runner at a given time (epoch milliseconds). It changes nothing. */
export function verdictOn(runner: Runner, now: number, rules: VerdictRules): Verdict {
  const { state, history } = runner;
  if (state.kind !== 'failed') {
    return { kind: now >= roomDeadline(runner, rules) ? 'out-of-room-time' : 'wait' };
  }
  const { failure } = state;
  if (failure.kind === 'capacity' && hasNextCapacity(runner, rules)) return { kind: 'next-capacity', failure };
  const mayHelp = failure.kind === 'transient' || failure.kind === 'capacity';
  return { kind: mayHelp && history.relaunches < rules.maxRelaunches ? 'relaunch' : 'fail', failure };
}

/** Whether another capacity follows the runner's. */
export function hasNextCapacity({ history }: Runner, { capacities }: Pick<VerdictRules, 'capacities'>): boolean {
  return history.position + 1 < capacities;
}

/**
 * Epoch milliseconds until which a runner's compute may wait for room; Infinity if there is no limit, because there is
 * no other capacity or it has room.
 */
export function roomDeadline(runner: Runner, rules: VerdictRules): number {
  const { state } = runner;
  if (!isUnderway(state) || state.kind === 'failed' || state.kind === 'has-job') return Infinity;
  if (state.compute.isWaitingForRoom !== true || !hasNextCapacity(runner, rules)) return Infinity;
  return state.launchedAt + rules.capacityTimeoutMs;
}
