import type { Container, Failure, Task } from '@aws-sdk/client-ecs';
import type { Compute } from '../../core/compute.ts';
import type { Explanation } from '../../core/explanation.ts';
import { SETTING, STEP } from '../../core/words.ts';
import { type ContainerRole, type ContainerRoles, NO_ROLES, runnerContainer } from './containers.ts';
import { readReason } from './read-reason.ts';
import { ROOM } from './stopped-reasons.ts';
import { endOf, NO_RUNNER_HINT } from './task-end.ts';

/**
 * Explains in plain words why a task stopped.
 * @param roles what its containers besides the runner's are
 */
export function explainStoppedTask(task: Task, roles: ContainerRoles = NO_ROLES): Explanation {
  const { taskArn, stopCode, stoppedReason, lastStatus, containers = [] } = task;
  const runner = runnerContainer(task);
  const others = containers.filter((container) => container !== runner);
  const roleOf = ({ name = '' }: Container): ContainerRole | undefined => roles.get(name);
  const nameOf = (container: Container): string => {
    const role = roleOf(container);
    if (container === runner || runner === undefined) return `container ${container.name}`;
    if (role === undefined) return `container ${container.name} (not the runner's)`;
    return `container ${container.name} (${role.kind === 'sidecar' ? 'a sidecar' : 'an init container'})`;
  };
  const lines = containers.flatMap((container) => {
    const how = howItEnded(container);
    return how === '' ? [] : `${nameOf(container).replace('container', 'Container')}: ${how}.`;
  });
  const ecsReason = [stopCode, stoppedReason].filter(Boolean).join(': ') || 'ECS gives no reason';
  const { kind, why, hint } = endOf({ task, runner, others, roleOf, nameOf });
  const meaning = why === undefined ? [] : [`In plain words: ${why}.`];
  return { kind, message: [`task ${taskArn} is ${lastStatus} (${ecsReason}).`, ...lines, ...meaning].join(' '), hint };
}

function howItEnded({ exitCode, reason }: Container): string {
  return [exitCode === undefined ? '' : `ended with exit code ${exitCode}`, reason ?? ''].filter(Boolean).join(': ');
}

/** Explains why RunTask launched nothing although it answered 200. Another place may do, if its words are unknown. */
export function explainFailures(failures: readonly Failure[], where: string): Explanation {
  const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': ')).filter(Boolean);
  const text = reasons.join('; ');
  const read = readReason(text);
  const meaning = read === undefined ? '' : ` In plain words: ${read.why}.`;
  return {
    kind: read?.kind ?? 'capacity',
    message: `ECS launched no task on ${where}: ${text || 'it gave no reason'}.${meaning}`,
    hint: read?.hint ?? `See ECS's own words above; another entry of ${SETTING.capacity} may do.`,
  };
}

/** Whether the text of an exception means a lack of capacity, which ECS reports in several ways. */
export function isCapacityText(text: string): boolean {
  return readReason(text)?.family === ROOM;
}

/** What usually keeps a task in its state. */
export function explainStuckTask({ state }: Compute): Explanation {
  switch (state) {
    case 'PROVISIONING':
      return {
        kind: 'capacity',
        message: 'In PROVISIONING a task waits for room, or for its network interface.',
        hint:
          'Check whether the capacity provider has managed scaling, its Auto Scaling group has not reached its maximum, ' +
          'and new instances join the cluster; scaling from zero takes 2 to 5 minutes. ' +
          `Then raise ${SETTING.startupTimeout}.`,
      };
    case 'PENDING':
    case 'ACTIVATING':
      return {
        kind: 'configuration',
        message: 'In PENDING the image is pulled and the container created.',
        hint:
          'Check whether the image is very large or its registry unreachable from the subnet, and whether the ECS agent ' +
          `of the instance is connected. Then raise ${SETTING.startupTimeout}.`,
      };
    case 'RUNNING':
      return {
        kind: 'configuration',
        message: 'The container is running, but its runner cannot reach GitHub or was not started.',
        hint: `Check that the task can reach GitHub (NAT, proxy, security group). ${NO_RUNNER_HINT}`,
      };
    default:
      return {
        kind: 'transient',
        message: `ECS reports the state ${state}.`,
        hint: `Check the task in the ECS console, then ${STEP.startAgain}.`,
      };
  }
}
