import type { ComputePool } from '../src/core/ports.ts';
import type { EndedRunner } from '../src/core/stop/ended.ts';
import type { StoppedRunner, StopResult } from '../src/core/stop/stop.ts';

/** Runners that had ended by themselves before the stop. */
export function endedByThemselves(ended: readonly EndedRunner[] | undefined): readonly EndedRunner[] {
  return (ended ?? []).filter(({ how }) => how === 'by-itself');
}

/** How many there are of them, such as `1 runner of this run had ended by itself`; empty if there are none. */
export function describeEnded(ended: readonly EndedRunner[] | undefined): string {
  const { length } = endedByThemselves(ended);
  if (length === 0) return '';
  return length === 1
    ? '1 runner of this run had ended by itself'
    : `${length} runners of this run had ended by themselves`;
}

/**
 * The outputs of stop-runner, as listed in action.yml and the README.
 * @param options.ended what had ended before; undefined if it could not be read
 */
export function stopOutputs(options: {
  result: StopResult;
  ended: readonly EndedRunner[] | undefined;
  pool: ComputePool;
}): Record<string, string | number | object> {
  const { pool, ended } = options;
  const runners = [...options.result.runners, ...endedByThemselves(ended).map(asAlreadyGone)];
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

/** GitHub's list did not have a registration of that name. */
function asAlreadyGone({ runnerName, compute }: EndedRunner) {
  const { id: computeId, capacity } = compute;
  return { runnerName, computeId, capacity, compute: 'already-gone', registration: 'absent' } as const;
}

/** The log line for a runner that had ended by itself. */
export function describeOwnEnd({ runnerName, compute }: EndedRunner): string {
  return `Runner ${runnerName} had ended by itself: ${compute.end?.message ?? `${compute.id} is ${compute.state}.`}`;
}

/** The log line for one runner. */
export function describeStopped({ runnerName, computeId, compute, registration }: StoppedRunner): string {
  return `Runner ${runnerName}: registration ${registration}, compute ${compute}${computeId ? ` (${computeId})` : ''}.`;
}
