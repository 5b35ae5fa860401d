import type { Container, Failure, Task } from '@aws-sdk/client-ecs';
import type { Compute } from '../../core/compute.ts';
import type { ErrorKind, Explanation } from '../../core/explanation.ts';
import { endsTheStart } from '../../core/teardown/reasons.ts';
import { SETTING, STEP } from '../../core/words.ts';
import { meaningOfExit } from '../start-script/exit-codes.ts';

/** Meanings of ECS's texts; the first match counts, so the more specific ones come first. */
const MEANINGS: readonly { readonly pattern: RegExp; readonly kind: ErrorKind; readonly hint: string }[] = [
  {
    pattern: /CannotPullContainer|pull image|ImageNotFound|manifest (unknown|for)/i,
    kind: 'configuration',
    hint:
      "Check the image's name and tag, that the execution role may pull it (ecr:GetAuthorizationToken, BatchGetImage, " +
      'GetDownloadUrlForLayer), that the task can reach the registry, and the pull limits of Docker Hub.',
  },
  {
    pattern: /ResourceInitializationError|unable to pull secrets|secretsmanager|ssm:GetParameter/i,
    kind: 'configuration',
    hint:
      'Check that the execution role may read the secrets and write the logs that the task definition names, and that ' +
      `the subnet reaches those services (NAT, VPC endpoints, or ${SETTING.assignPublicIp} on Fargate).`,
  },
  {
    pattern: /OutOfMemory|exit code 137/i,
    kind: 'configuration',
    hint: `Raise the memory of the container or set ${SETTING.memory}.`,
  },
  {
    pattern:
      /Capacity is unavailable|EMPTY CAPACITY PROVIDER|NO ACTIVE INSTANCES|No Container Instances|RESOURCE:|^AGENT\b|: AGENT\b/i,
    kind: 'capacity',
    hint:
      'There is no room at the moment. Use a capacity provider with managed scaling, raise its maximum, request less cpu ' +
      'or memory, or set another capacity.',
  },
  {
    pattern: /ATTRIBUTE|MemberOf|LOCATION|placement constraint/i,
    kind: 'configuration',
    hint:
      'No instance of the cluster has what the task requires: compare its placement constraints, CPU architecture and ' +
      'required attributes with the container instances.',
  },
];

const NO_RUNNER_HINT =
  "See the container's log. Is the runner installed in /home/runner (or RUNNER_ROOT), does the image have bash, and is " +
  `its runner version still accepted by GitHub? With ${SETTING.imageStartScript} the image itself must start the runner ` +
  'from ACTIONS_RUNNER_INPUT_JITCONFIG.';

/** The shell's codes for a missing command: another launch will not help. */
const BAD_IMAGE_EXIT_CODES = new Set([126, 127]);

/** Explains in plain words why a task stopped. */
export function explainStoppedTask(task: Task): Explanation {
  const { taskArn, stopCode, stoppedReason, lastStatus, containers = [] } = task;
  const lines = containers.map(describeContainer).filter((line) => line !== '');
  const ecsReason = [stopCode, stoppedReason].filter(Boolean).join(': ') || 'ECS gives no reason';
  const message = `task ${taskArn} is ${lastStatus} (${ecsReason}). ${lines.join(' ')}`.trim();
  if (stopCode === 'UserInitiated' && endsTheStart(stoppedReason ?? '')) {
    return {
      // Not transient: launched again, it would outlive the stop that ended it.
      kind: 'configuration',
      message,
      hint: `A stop or sweep of this run ended it, and this start with it. If it is still wanted, ${STEP.startAgain}.`,
    };
  }
  if (stopCode === 'UserInitiated') {
    return {
      kind: 'transient',
      message,
      hint: `Somebody stopped the task (CloudTrail: StopTask shows who). ${STEP.startAgain}.`,
    };
  }
  if (stopCode === 'SpotInterruption' || stopCode === 'TerminationNotice') {
    return {
      kind: 'capacity',
      message,
      hint: `AWS took the capacity back. ${STEP.again}, or use on-demand capacity.`,
    };
  }
  const exit = meaningOfExit(containers.map(({ exitCode }) => exitCode));
  if (exit !== undefined) return { ...exit, message };
  // Not the whole message: users choose the names of clusters, tasks and containers.
  const meaning = meaningOf([ecsReason, ...containers.map(describeEnd)].join(' '));
  if (meaning !== undefined) return { kind: meaning.kind, message, hint: meaning.hint };
  const isBadImage = containers.some(({ exitCode }) => exitCode !== undefined && BAD_IMAGE_EXIT_CODES.has(exitCode));
  return { kind: isBadImage ? 'configuration' : 'transient', message, hint: NO_RUNNER_HINT };
}

function describeContainer(container: Container): string {
  const how = describeEnd(container);
  return how === '' ? '' : `Container ${container.name}: ${how}.`;
}

function describeEnd({ exitCode, reason }: Container): string {
  return [exitCode === undefined ? '' : `ended with exit code ${exitCode}`, reason ?? ''].filter(Boolean).join(': ');
}

function meaningOf(text: string): (typeof MEANINGS)[number] | undefined {
  return MEANINGS.find(({ pattern }) => pattern.test(text));
}

/** Explains why RunTask launched nothing although it answered 200. */
export function explainFailures(failures: readonly Failure[], where: string): Explanation {
  const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': ')).filter(Boolean);
  const text = reasons.join('; ');
  const meaning = meaningOf(text);
  return {
    kind: meaning?.kind ?? 'capacity',
    message: `ECS launched no task on ${where}: ${text || 'it gave no reason, which means no room'}.`,
    hint: meaning?.hint ?? MEANINGS.find(({ kind }) => kind === 'capacity')?.hint ?? '',
  };
}

/** Whether the text of an exception means a lack of capacity, which ECS reports in several ways. */
export function isCapacityText(text: string): boolean {
  return /capacity is unavailable|PROVISIONING.*(quota|limit)|limit on the number of|no container instances/i.test(
    text,
  );
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
