import type { Task } from '@aws-sdk/client-ecs';
import { RunnerError } from '../../core/errors.ts';
import type { Compute, ComputePhase } from '../../core/ports.ts';
import { explainStoppedTask } from './diagnosis.ts';

/** Reads a task as ECS describes it. @throws RunnerError where it has no ARN: an answer that cannot be acted upon */
export function toCompute(task: Task | undefined): Compute {
  const { taskArn, lastStatus = 'UNKNOWN', capacityProviderName, launchType } = task ?? {};
  if (!task || !taskArn) {
    throw new RunnerError({
      kind: 'transient',
      message: 'ECS answered with a task that has no ARN.',
      hint: 'Run the job again; stop-runner finds what may have been started.',
    });
  }
  const phase = toPhase(task);
  return {
    id: taskArn,
    phase,
    state: lastStatus,
    capacity: capacityProviderName ?? launchType ?? '',
    tags: Object.fromEntries((task.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
    ...((phase === 'stopping' || phase === 'stopped') && { end: explainStoppedTask(task) }),
  };
}

function toPhase({ lastStatus, desiredStatus }: Task): ComputePhase {
  switch (lastStatus) {
    case 'STOPPED':
    case 'DELETED':
      return 'stopped';
    case 'DEACTIVATING':
    case 'STOPPING':
    case 'DEPROVISIONING':
      return 'stopping';
    default:
      // A task that has been told to stop never runs a job again, whatever it still is.
      if (desiredStatus === 'STOPPED') return 'stopping';
      return lastStatus === 'RUNNING' ? 'running' : 'starting';
  }
}
