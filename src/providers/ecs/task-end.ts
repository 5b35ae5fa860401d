import type { Container, Task } from '@aws-sdk/client-ecs';
import { endsTheStart } from '../../core/teardown/reasons.ts';
import { SETTING, STEP } from '../../core/words.ts';
import { meaningOfExit } from '../start-script/exit-codes.ts';
import type { ContainerRole } from './containers.ts';
import { readReason } from './read-reason.ts';
import { type Meaning, MISSING_PROGRAM, STOP_CODES } from './stopped-reasons.ts';

/** What to check of a container whose runner did not come, for a reason that nobody names. */
export const NO_RUNNER_HINT =
  "See the container's log. Is the runner installed in /home/runner (or RUNNER_ROOT), does the image have bash, and is " +
  `its runner version still accepted by GitHub? With ${SETTING.imageStartScript} the image itself must start the runner ` +
  'from ACTIONS_RUNNER_INPUT_JITCONFIG.';

const UNKNOWN_WORDS_HINT = "See ECS's own words above, the task in the ECS console, and the container's log.";

/** An end, explained; `why` is absent if the message already says all that is known. */
export type End = Omit<Meaning, 'why'> & { readonly why?: string };

/** A task that ended, taken apart. */
export interface Ended {
  readonly task: Task;
  /** Undefined if it cannot be told which one it is. */
  readonly runner: Container | undefined;
  readonly others: readonly Container[];
  /** Undefined if its task definition is not at hand. */
  readonly roleOf: (container: Container) => ContainerRole | undefined;
  /** With what it is, for people. */
  readonly nameOf: (container: Container) => string;
}

/** The first that knows: the stop code, the start script's exit code, ECS's texts, the exit codes of others. */
export function endOf(ended: Ended): End {
  const { task, runner } = ended;
  return (
    byThisProject(task) ??
    STOP_CODES.get(task.stopCode ?? '') ??
    meaningOfExit(runner?.exitCode) ??
    fromTexts(ended) ??
    fromOtherContainers(ended) ??
    fromRunner(ended) ?? { kind: 'transient', hint: `${UNKNOWN_WORDS_HINT} Then ${STEP.startAgain}.` }
  );
}

/** Not transient: launched again, it would outlive the stop that ended it. */
function byThisProject({ stopCode, stoppedReason = '' }: Task): End | undefined {
  if (stopCode !== 'UserInitiated' || !endsTheStart(stoppedReason)) return undefined;
  return {
    kind: 'configuration',
    hint: `A stop or sweep of this run ended it, and this start with it. If it is still wanted, ${STEP.startAgain}.`,
  };
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
    const about = speaker ?? others.find(({ reason = '' }) => reason !== '' && text.includes(reason));
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

/** The runner's container never started, or ended as the start script does not. */
function fromRunner({ runner, task }: Ended): End | undefined {
  if (runner === undefined) return undefined;
  const { exitCode } = runner;
  if (exitCode === undefined) {
    if ((task.containers ?? []).every((each) => each.exitCode === undefined)) return undefined;
    return {
      kind: 'transient',
      why: `the runner's container, ${runner.name}, never started`,
      hint: `${UNKNOWN_WORDS_HINT} Then ${STEP.startAgain}.`,
    };
  }
  if (MISSING_PROGRAM_CODES.has(exitCode)) return MISSING_PROGRAM;
  if (exitCode === NOT_EXECUTED && isInjected(task, runner)) {
    return {
      kind: 'configuration',
      why: 'the bash of the image could not be executed',
      hint:
        "See the container's log: `exec format error` there means that the image is built for another CPU architecture. " +
        'Then build it for that of the instances, or set runtimePlatform in the task definition.',
    };
  }
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

/** "255: the ENTRYPOINT or CMD of the container failed" (AWS re:Post); the start script never ends so. */
const NOT_EXECUTED = 255;

const SIGKILLED = 137;

/** Codes of containers that were told to end, as all of a task are when one that is essential has ended. */
const SIGNALLED: ReadonlySet<number> = new Set([130, SIGKILLED, 143]);

/** Whether the launch replaced the container's command by the start script. */
function isInjected({ overrides }: Task, { name }: Container): boolean {
  const override = overrides?.containerOverrides?.find((one) => one.name === name);
  return (override?.command ?? []).length > 0;
}

function endedByItself(container: Container | undefined): boolean {
  return container?.exitCode !== undefined && !SIGNALLED.has(container.exitCode);
}
