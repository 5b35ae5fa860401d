import type { ComputePool } from '../src/core/ports.ts';
import type { StoppedRunner, StopResult } from '../src/core/stop/stop.ts';

/** The outputs of stop-runner, as interface and README list them. */
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

/** One line of the log. */
export function describeStopped({ runnerName, computeId, compute, registration }: StoppedRunner): string {
  return `Runner ${runnerName}: registration ${registration}, compute ${compute}${computeId ? ` (${computeId})` : ''}.`;
}
