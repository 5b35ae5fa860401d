import type { Container, Failure, Task } from '@aws-sdk/client-ecs';
import type { Compute } from '../../core/compute.ts';
import type { Explanation } from '../../core/explanation.ts';
import { SETTING, STEP } from '../../core/words.ts';
import { meaningOfExit } from '../start-script/exit-codes.ts';
import { type ContainerRole, type ContainerRoles, NO_ROLES, runnerContainer } from './containers.ts';
import { readReason } from './read-reason.ts';
import { type Meaning, MISSING_PROGRAM, ROOM, STOP_CODES } from './stopped-reasons.ts';

const NO_RUNNER_HINT =
  "See the container's log. Is the runner installed in /home/runner (or RUNNER_ROOT), does the image have bash, and is " +
  `its runner version still accepted by GitHub? With ${SETTING.imageStartScript} the image itself must start the runner ` +
  'from ACTIONS_RUNNER_INPUT_JITCONFIG.';

const UNKNOWN_WORDS_HINT = "See ECS's own words above, the task in the ECS console, and the container's log.";

/** An end, explained; `why` is absent if the message already says all that is known. */
type End = Omit<Meaning, 'why'> & { readonly why?: string };

/** A task that ended, taken apart. */
interface Ended {
  readonly task: Task;
  /** Undefined if it cannot be told which one it is. */
  readonly runner: Container | undefined;
  readonly others: readonly Container[];
  readonly roleOf: (container: Container) => ContainerRole | undefined;
  readonly nameOf: (container: Container) => string;
}

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

/** The first that knows: the stop code, the start script's exit code, ECS's texts, the exit codes of others. */
function endOf(ended: Ended): End {
  const { task, runner } = ended;
  return (
    STOP_CODES[task.stopCode ?? ''] ??
    meaningOfExit(runner?.exitCode) ??
    fromTexts(ended) ??
    fromOtherContainers(ended) ??
    fromRunner(ended) ?? { kind: 'transient', hint: `${UNKNOWN_WORDS_HINT} Then ${STEP.startAgain}.` }
  );
}

/** Not the whole message is read: users choose the names of clusters, tasks and containers. */
function fromTexts(ended: Ended): End | undefined {
  const { task, runner, others, nameOf } = ended;
  // What befell another container matters only if it is why the task ended.
  const speakers = [runner, undefined, ...(endedByItself(runner) ? [] : others)];
  for (const speaker of speakers) {
    const text = speaker === undefined ? task.stoppedReason : speaker.reason;
    const read = readReason(text ?? '');
    if (text === undefined || read === undefined) continue;
    // The task often repeats what a container says.
    const about = speaker ?? others.find(({ reason }) => reason !== undefined && text.includes(reason));
    const isOther = about !== undefined && about !== runner;
    return { ...read, hint: isOther ? `It is about ${nameOf(about)}. ${read.hint}` : read.hint };
  }
  return undefined;
}

/** Another container whose end ended the task: the runner's had no end of its own. */
function fromOtherContainers({ runner, others, roleOf, nameOf }: Ended): End | undefined {
  if (endedByItself(runner)) return undefined;
  const isSuspect = (container: Container): boolean => {
    const role = roleOf(container);
    if (!endedByItself(container)) return false;
    // An init container that ends with 0 did what it should; the runner's container was still to come.
    if (container.exitCode === 0) return role?.kind === 'sidecar' && role.isEssential;
    return role?.kind !== 'sidecar' || role.isEssential;
  };
  const culprit = others.find(isSuspect);
  if (culprit === undefined) return undefined;
  return {
    kind: 'transient',
    why: `${nameOf(culprit)} ended, and the task with it`,
    hint: `See the log of container ${culprit.name}; its exit code is not one of the start script. Then ${STEP.startAgain}.`,
  };
}

/** The runner's container ended in a way that the start script does not: nobody else explains it. */
function fromRunner({ runner, task }: Ended): End | undefined {
  const { exitCode } = runner ?? {};
  if (exitCode === undefined) {
    if (runner === undefined || (task.containers ?? []).every((each) => each.exitCode === undefined)) return undefined;
    return {
      kind: 'transient',
      why: `the runner's container, ${runner.name}, never started`,
      hint: `${UNKNOWN_WORDS_HINT} Then ${STEP.startAgain}.`,
    };
  }
  if (MISSING_PROGRAM_CODES.has(exitCode)) return MISSING_PROGRAM;
  if (exitCode === SIGKILLED) {
    return {
      kind: 'transient',
      why: "the runner's container was killed (SIGKILL), and ECS does not say by whom",
      hint: "See the container's log. If the instance ran out of memory, its kernel may have done it: raise the memory.",
    };
  }
  return { kind: 'transient', hint: NO_RUNNER_HINT };
}

/** The shell's codes for a missing command: another launch will not help. */
const MISSING_PROGRAM_CODES: ReadonlySet<number> = new Set([126, 127]);

const SIGKILLED = 137;

/** Codes of containers that were told to end, as all of a task are when one that is essential has ended. */
const SIGNALLED: ReadonlySet<number> = new Set([130, SIGKILLED, 143]);

function endedByItself(container: Container | undefined): boolean {
  return container?.exitCode !== undefined && !SIGNALLED.has(container.exitCode);
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
