import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { ENDPOINT_VARIABLE, isKnownEndpoint } from '../aws/credentials-endpoint.ts';
import { RunnerError } from '../core/errors.ts';
import type { Environment } from './inputs/reader.ts';

/** Names the endpoint of the ECS agent that describes the task. */
export const METADATA_VARIABLE = 'ECS_CONTAINER_METADATA_URI_V4';

/**
 * What the start script writes below the work folder, whose `_temp` is RUNNER_TEMP: a job container has only the step's
 * environment, but it does have the work folder.
 */
const HANDOVER_FILE = '../_ecs-github-runner';

/** Largest file, bytes: the start script writes two short lines, so anything larger is something else. */
const HANDOVER_AT_MOST = 4096;

/**
 * What to accept from a file that any process of the job may have written: nothing that names a host of its choice,
 * which would receive a token from the step's environment and supply keys to the job's next steps.
 */
const HANDED_OVER: Readonly<Record<string, (value: string) => boolean>> = {
  [ENDPOINT_VARIABLE.relativeUri]: () => true,
  [ENDPOINT_VARIABLE.fullUri]: namesKnownEndpoint,
  [METADATA_VARIABLE]: namesKnownEndpoint,
};

function namesKnownEndpoint(value: string): boolean {
  return URL.canParse(value) && isKnownEndpoint(new URL(value));
}

/** The task's variables: from the step's environment or, if it has none, from the start script's file. */
export function readTaskEnvironment(environment: Environment): Environment {
  if (environment[ENDPOINT_VARIABLE.relativeUri] || environment[ENDPOINT_VARIABLE.fullUri]) return environment;
  const file = handoverPath(environment);
  return { ...environment, ...(file === undefined ? {} : readHandover(file)) };
}

function handoverPath(environment: Environment): string | undefined {
  const temp = environment['RUNNER_TEMP'];
  return temp ? join(temp, HANDOVER_FILE) : undefined;
}

function readHandover(path: string): Environment {
  const text = readSmallFile(path) ?? '';
  const pairs = text
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
  const isTaken = (name: string, value: string): boolean =>
    value !== '' && Object.hasOwn(HANDED_OVER, name) && HANDED_OVER[name]?.(value) === true;
  return Object.fromEntries(pairs.filter(([name, value]) => isTaken(name, value)));
}

/** Undefined if it does not exist, is not readable, or is not a file. */
function readSmallFile(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    if (!fstatSync(file).isFile()) return undefined;
    const bytes = Buffer.alloc(HANDOVER_AT_MOST);
    return bytes.toString('utf8', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

/** The error if no endpoint was found: where the step runs, what was searched, and the next step. */
export function noEndpoint(environment: Environment): RunnerError {
  const inContainer = (environment['GITHUB_WORKSPACE'] ?? '').startsWith('/__w/');
  const runner = environment['RUNNER_NAME'] ? `runner ${environment['RUNNER_NAME']}` : 'a runner without a name';
  const hosted = environment['RUNNER_ENVIRONMENT'] === 'github-hosted';
  const where = `${hosted ? "one of GitHub's machines" : runner}${inContainer ? ', in a job container' : ''}`;
  const file = handoverPath(environment);
  const searched =
    `${ENDPOINT_VARIABLE.relativeUri} and ${ENDPOINT_VARIABLE.fullUri} are not in the step's environment` +
    `${file === undefined ? ', and RUNNER_TEMP is not set' : `, nor in ${file}, where the start script puts them`}`;
  return new RunnerError({
    kind: 'configuration',
    message: `No task role was found. This step runs on ${where}; ${searched}.`,
    hint: nextStep({ environment, hosted, inContainer }),
  });
}

function nextStep(options: { environment: Environment; hosted: boolean; inContainer: boolean }): string {
  const { environment, hosted, inContainer } = options;
  if (hosted) {
    return (
      "Run the job on a runner in ECS: `runs-on` the label of start-runner. On GitHub's machines use " +
      'aws-actions/configure-aws-credentials.'
    );
  }
  if (environment[METADATA_VARIABLE]) {
    return 'This is an ECS task without a task role: set taskRoleArn in the task definition, or task-role-arn of start-runner.';
  }
  if (inContainer) {
    return (
      'If the runner is an ECS task with a task role, start it with `start-script: inject`, or put the current start ' +
      'script into its image: it hands the endpoint over to job containers (see docs/credentials.md).'
    );
  }
  return (
    'Run the job on a runner in ECS whose task definition has a taskRoleArn. Elsewhere use ' +
    'aws-actions/configure-aws-credentials.'
  );
}
