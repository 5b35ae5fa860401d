import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { ENDPOINT_VARIABLE, isKnownEndpoint } from '../aws/credentials-endpoint.ts';
import { RunnerError } from '../core/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the ECS agent tells of the task. */
export const METADATA_VARIABLE = 'ECS_CONTAINER_METADATA_URI_V4';

/**
 * What the start script writes below the work folder, whose `_temp` is RUNNER_TEMP: in a job container there is only the
 * step's environment, but the work folder.
 */
const HANDOVER_FILE = '../_ecs-github-runner';

/** Two short lines; what is larger than this many bytes is not what the start script wrote. */
const HANDOVER_AT_MOST = 4096;

/**
 * What is taken from a file that any process of the job may have written: nothing that names a host of its choice, to which
 * a token of the step's environment would go, and from which the job's next steps would take keys.
 */
const HANDED_OVER: Readonly<Record<string, (value: string) => boolean>> = {
  [ENDPOINT_VARIABLE.relativeUri]: () => true,
  [ENDPOINT_VARIABLE.fullUri]: (value) => URL.canParse(value) && isKnownEndpoint(new URL(value)),
  // Its being there is all that is looked at.
  [METADATA_VARIABLE]: () => true,
};

/** The task's variables: from the step's environment, or, where that has none, from the file of the start script. */
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

/** Undefined for what is not there, not readable, or no file. */
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

/** What to say where no endpoint was found: where this is, what was looked for, and the next step. */
export function noEndpoint(environment: Environment): RunnerError {
  const inContainer = (environment['GITHUB_WORKSPACE'] ?? '').startsWith('/__w/');
  const runner = environment['RUNNER_NAME'] ? `runner ${environment['RUNNER_NAME']}` : 'a runner without a name';
  const hosted = environment['RUNNER_ENVIRONMENT'] === 'github-hosted';
  const where = `${hosted ? 'a machine of GitHub' : runner}${inContainer ? ', in a job container' : ''}`;
  const file = handoverPath(environment);
  const lookedFor =
    `${ENDPOINT_VARIABLE.relativeUri} and ${ENDPOINT_VARIABLE.fullUri} are not in the step's environment` +
    `${file === undefined ? ', and RUNNER_TEMP is not set' : `, nor in ${file}, where the start script puts them`}`;
  return new RunnerError({
    kind: 'configuration',
    message: `No task role was found. This step runs on ${where}; ${lookedFor}.`,
    hint: nextStep({ environment, hosted, inContainer }),
  });
}

function nextStep(options: { environment: Environment; hosted: boolean; inContainer: boolean }): string {
  const { environment, hosted, inContainer } = options;
  if (hosted) {
    return (
      'Run the job on a runner in ECS: `runs-on` the label of start-runner. On machines of GitHub use ' +
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
