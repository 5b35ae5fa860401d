import type { Task } from '@aws-sdk/client-ecs';
import { malformedAnswer } from '../../aws/errors.ts';
import type { Compute, ComputePhase } from '../../core/compute.ts';
import { type ContainerRoles, NO_ROLES } from './containers.ts';
import { explainStoppedTask } from './diagnosis.ts';
import { taskSize, taskTimes } from './task-facts.ts';

/**
 * Converts a task as ECS describes it.
 * @param roles what its containers besides the runner's are
 * @throws RunnerError if it has no ARN or no state: such an answer cannot be acted upon
 */
export function toCompute(task: Task | undefined, roles: ContainerRoles = NO_ROLES): Compute {
  const { taskArn: id, lastStatus, capacityProviderName, launchType } = task ?? {};
  if (!task || !id) throw malformedAnswer('a request about tasks', 'a task without an ARN');
  // A state is a word in capitals; anything else would be printed unchecked.
  if (lastStatus === undefined || !/^[A-Z_]{1,40}$/.test(lastStatus)) {
    throw malformedAnswer('a request about tasks', `the task ${id} in no state`);
  }
  const phase = toPhase(task);
  const size = taskSize(task);
  return {
    id,
    phase,
    state: lastStatus,
    ...(phase === 'starting' && lastStatus === 'PROVISIONING' && { isWaitingForRoom: true }),
    capacity: capacityName(capacityProviderName ?? launchType),
    tags: Object.fromEntries((task.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
    times: taskTimes(task),
    ...(size && { size }),
    ...((phase === 'stopping' || phase === 'stopped') && { end: explainStoppedTask(task, roles) }),
  };
}

/** Only for the summary and the outputs; since no decision depends on it, an invalid name is left out. */
function capacityName(name: string | undefined): string {
  return name !== undefined && /^[A-Za-z0-9_-]{1,255}$/.test(name) ? name : '';
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
      // A task that is to stop never runs a job again, whatever its current status.
      if (desiredStatus === 'STOPPED') return 'stopping';
      return lastStatus === 'RUNNING' ? 'running' : 'starting';
  }
}
