import { createHash } from 'node:crypto';
import { RunnerError } from './errors.ts';
import { STEP } from './words.ts';

/** Prefix of every runner name and `startedBy`, so that what is ours can be recognized by name alone. */
const PREFIX = 'egr';

/** A workflow run across all its attempts: what anyone in the run can derive. */
export interface RunIdentity {
  /** Numeric id of the repository whose workflow is running (not of the scope where runners register). */
  readonly repositoryId: number;
  readonly runId: number;
}

/** One execution of a start step. */
export interface StartIdentity extends RunIdentity {
  /** GitHub's run attempt number, from 1. */
  readonly runAttempt: number;
  /** Epoch seconds at which the start began: a registration has no creation time, so its name carries one. */
  readonly startedAt: number;
  /** Random, so that starts of one run (matrix legs, reusable workflows) never share anything. */
  readonly nonce: string;
}

/** Generates the identity of a start. Called once; the result is saved before the first request. */
export function newStart(options: {
  run: RunIdentity;
  runAttempt: number;
  nowMs: number;
  nonce: string;
}): StartIdentity {
  const { run, runAttempt, nowMs, nonce } = options;
  return { ...run, runAttempt, startedAt: Math.floor(nowMs / 1000), nonce };
}

/** The run key, such as `egr-21i3v9-6dp5qcb`: `startedBy` of all tasks of the run, prefix of its runner names. */
export function runKey(run: RunIdentity): string {
  return [PREFIX, base36(run.repositoryId), base36(run.runId)].join('-');
}

/** The start key: unique to one execution of a start step; also its generated label. */
export function startKey(start: StartIdentity): string {
  return [runKey(start), base36(start.runAttempt), base36(start.startedAt), start.nonce].join('-');
}

/** Parses a start key. @throws RunnerError of kind `configuration` if the text is not one */
export function parseStartKey(text: string): StartIdentity {
  const match = /^egr-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)$/.exec(text);
  const [, repository = '', run = '', runAttempt = '', startedAt = '', nonce = ''] = match ?? [];
  const start = {
    repositoryId: fromBase36(repository),
    runId: fromBase36(run),
    runAttempt: fromBase36(runAttempt),
    startedAt: fromBase36(startedAt),
    nonce,
  };
  // With leading zeros, or more digits than a number holds, the same numbers would give another key.
  if (match !== null && startKey(start) === text) return start;
  throw new RunnerError({
    kind: 'configuration',
    message: `"${text}" is not a start key.`,
    hint: `The saved state is damaged: ${STEP.stop}.`,
  });
}

/**
 * Name of a runner: at most 64 characters (GitHub's limit) and known before its request, so that a registration whose
 * answer was lost can be found by its exact name.
 * @param runner.index the runner within its start, from 0
 * @param runner.launchNumber how many names of this runner were used before, from 0
 */
export function runnerName(
  start: Omit<StartIdentity, 'runAttempt'>,
  { index, launchNumber }: { index: number; launchNumber: number },
): string {
  return [runKey(start), base36(start.startedAt), start.nonce, index, launchNumber].join('-');
}

/** Parses a runner's name; undefined for a name that this project did not generate. */
export function parseRunnerName(
  name: string,
): (RunIdentity & { startedAt: number; nonce: string; index: number; launchNumber: number }) | undefined {
  const match = /^egr-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-(\d+)-(\d+)$/.exec(name);
  const [, repository = '', run = '', startedAt = '', nonce = '', index = '', launchNumber = ''] = match ?? [];
  const parsed = {
    repositoryId: fromBase36(repository),
    runId: fromBase36(run),
    startedAt: fromBase36(startedAt),
    nonce,
  };
  const numbers = { index: Number(index), launchNumber: Number(launchNumber) };
  // See parseStartKey.
  const isOurs = match !== null && runnerName(parsed, numbers) === name;
  return isOurs ? { ...parsed, ...numbers } : undefined;
}

/** Whether a runner belongs to a run, judging by its name. */
export function belongsToRun(name: string, run: RunIdentity): boolean {
  return name.startsWith(`${runKey(run)}-`) && parseRunnerName(name) !== undefined;
}

/** Whether a `startedBy` is a run key, which marks what it started as this project's. */
export function isRunKey(startedBy: string): boolean {
  return /^egr-[0-9a-z]+-[0-9a-z]+$/.test(startedBy);
}

/** The label that only this one runner of a start carries. */
export function runnerLabel(label: string, index: number): string {
  return `${label}-${index}`;
}

/**
 * Idempotency token of one launch, 64 hexadecimal characters (the ECS limit is 64): the same only for the identical
 * request, so that a launch whose answer was lost can be retried without a second task.
 * @param launch.retry how often all capacities have refused so far, default 0: each retry is a different request
 */
export function clientToken(
  start: StartIdentity,
  launch: { index: number; launchNumber: number; capacity: string; retry?: number },
): string {
  const { index, launchNumber, capacity, retry = 0 } = launch;
  const text = JSON.stringify([startKey(start), index, launchNumber, capacity, retry]);
  return createHash('sha256').update(text).digest('hex');
}

function base36(value: number): string {
  return value.toString(36);
}

function fromBase36(text: string): number {
  return Number.parseInt(text, 36);
}
