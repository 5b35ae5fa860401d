import type { ComputePool } from '../src/core/ports.ts';
import type { StoppedRunner, StopResult } from '../src/core/stop/stop.ts';

/** The outputs of stop-runner, as listed in action.yml and the README. */
export function stopOutputs({ runners }: StopResult, pool: ComputePool): Record<string, string | number | object> {
  return {
    stopped: runners.filter(({ compute }) => compute === 'stopped').length,
    'already-gone': runners.filter(({ compute }) => compute === 'already-gone' || compute === 'none').length,
    'left-busy': runners.filter(({ compute }) => compute === 'left-busy').length,
    resources: runners.map(({ runnerName, computeId, capacity, compute, registration }) => ({
      ...pool.location,
      id: computeId ?? null,
      capacity,
      runnerName,
      compute,
      registration,
    })),
  };
}

/** The log line for one runner. */
export function describeStopped({ runnerName, computeId, compute, registration }: StoppedRunner): string {
  return `Runner ${runnerName}: registration ${registration}, compute ${compute}${computeId ? ` (${computeId})` : ''}.`;
}
