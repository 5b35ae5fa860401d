import { type AwsAccess, ROLE_ARN, readAwsAccess, readEcsPlace } from '../src/actions/inputs/aws.ts';
import { type GitHubAccess, readGitHubAccess } from '../src/actions/inputs/github.ts';
import { InputReader } from '../src/actions/inputs/reader.ts';
import { type RunContext, readRunContext } from '../src/actions/inputs/run-context.ts';
import { CAPACITY_FORM, type CapacityEntry, parseCapacities } from '../src/providers/ecs/capacity.ts';
import type { ComputeLimits, EcsLaunchOptions, EcsPlace } from '../src/providers/ecs/options.ts';
import { JIT_CONFIG_VARIABLE, LIMIT_VARIABLE } from '../src/providers/ecs/run-task.ts';

/** All that a start is asked for. */
export interface StartInputs {
  readonly context: RunContext;
  readonly github: GitHubAccess;
  readonly aws: AwsAccess;
  readonly place: EcsPlace;
  readonly launch: EcsLaunchOptions;
  readonly runnerGroup: string;
  /** Absent: generated. */
  readonly label?: string;
  readonly extraLabels: readonly string[];
  readonly id?: string;
  readonly workFolder: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly count: number;
  readonly allowPartial: boolean;
  readonly capacityTimeoutMs: number;
  readonly maxRelaunches: number;
  /** From the compute's start to the end that it makes itself. */
  readonly lifetimeMs: number;
}

/** A label goes into a tag too, so it keeps to what both GitHub labels and AWS tag values take. */
const LABEL = {
  pattern: /^[A-Za-z0-9 +=._:/@-]{1,200}$/,
  words: 'up to 200 letters, digits, blanks or any of +-=._:/@',
};
const TAG_KEY = {
  // AWS reserves the prefix in any case.
  pattern: /^(?!aws:)[\p{L}\p{N} +=._:/@-]{1,128}$/iu,
  words: 'a tag key (up to 128 letters, digits, blanks or any of +-=._:/@)',
};
const VARIABLE = { pattern: /^[A-Za-z_][A-Za-z0-9_]*$/, words: 'the name of an environment variable' };
/** A matrix has at most 256 jobs (GitHub's limit). */
const COUNT_AT_MOST = 256;
/** GitHub takes so many registrations a minute. */
const REGISTRATIONS_A_MINUTE = 80;
/** AWS allows 50 tags; the rest is this project's own. */
const TAGS_AT_MOST = 35;

/** The injected start script, without and with its hook for docker steps. */
export interface StartCommand {
  readonly plain: readonly string[];
  readonly forDockerSteps: readonly string[];
}

/** Reads the inputs of start-runner. @throws InputError with every problem at once */
export function readStartInputs(options: {
  environment: Readonly<Record<string, string | undefined>>;
  /** The container's command when the start script is injected. */
  startCommand: StartCommand;
}): StartInputs {
  const { environment, startCommand } = options;
  const reader = new InputReader(environment);
  const context = readRunContext(reader, environment);
  const aws = readAwsAccess(reader, environment);
  const github = readGitHubAccess(reader, context, aws.region);
  const place = readEcsPlace(reader, aws.region);
  const label = reader.matching('label', LABEL);
  const id = reader.matching('id', LABEL);
  const timeoutSeconds = reader.integer('startup-timeout-seconds', { min: 30, max: 21_600 }) ?? 900;
  const limits = readLimits(reader, timeoutSeconds);
  const workFolder = readWorkFolder(reader);
  const inputs: StartInputs = {
    context,
    github,
    aws,
    place,
    launch: readLaunch(reader, { startCommand, limits, workFolder }),
    runnerGroup: readRunnerGroup(reader, github),
    ...(label !== undefined && { label }),
    extraLabels: reader.list('extra-labels', LABEL),
    ...(id !== undefined && { id }),
    workFolder,
    tags: readTags(reader),
    ...readCount(reader, timeoutSeconds),
    capacityTimeoutMs: (reader.integer('capacity-timeout-seconds', { min: 30, max: 21_600 }) ?? 420) * 1000,
    maxRelaunches: reader.integer('max-relaunches', { min: 0, max: 10 }) ?? 2,
    timeoutMs: timeoutSeconds * 1000,
    lifetimeMs: limits.lifetimeMinutes * 60_000,
  };
  reader.finish();
  return inputs;
}

/** Minutes that an idle runner outlives its start at least: the job must have time to come. */
const IDLE_BEYOND_START = 5;
function readCount(reader: InputReader, timeoutSeconds: number): Pick<StartInputs, 'count' | 'allowPartial'> {
  const count = reader.integer('count', { min: 1, max: COUNT_AT_MOST }) ?? 1;
  const allowPartial = reader.boolean('allow-partial') ?? false;
  const leastSeconds = Math.floor((count - 1) / REGISTRATIONS_A_MINUTE) * 60;
  if (timeoutSeconds <= leastSeconds && !allowPartial) {
    reader.problem(
      `startup-timeout-seconds must be more than ${leastSeconds} for a count of ${count}, since GitHub takes ` +
        `${REGISTRATIONS_A_MINUTE} registrations a minute; it is ${timeoutSeconds}.`,
    );
  }
  return { count, allowPartial };
}

/** GitHub's own limit for a job on a self-hosted runner is 5 days. */
const LIMIT_MINUTES = { min: 1, max: 7200 };

function readLimits(reader: InputReader, timeoutSeconds: number): ComputeLimits {
  const given = reader.integer('idle-timeout-minutes', LIMIT_MINUTES);
  const idleMinutes = given ?? 20;
  const lifetimeMinutes = reader.integer('max-lifetime-minutes', LIMIT_MINUTES) ?? 390;
  const least = Math.ceil(timeoutSeconds / 60) + IDLE_BEYOND_START;
  const isMalformed = given === undefined && reader.text('idle-timeout-minutes') !== '';
  if (idleMinutes < least && !isMalformed) {
    reader.problem(
      `idle-timeout-minutes must be at least ${least}: startup-timeout-seconds (${timeoutSeconds}) and ` +
        `${IDLE_BEYOND_START} minutes more; it is ${idleMinutes}.`,
    );
  }
  return { idleMinutes, lifetimeMinutes };
}

function readRunnerGroup(reader: InputReader, { scope }: GitHubAccess): string {
  const group = reader.text('runner-group');
  if (group !== '' && scope.kind === 'repo') {
    reader.problem('runner-group needs runner-scope org or enterprise: a repository has no runner groups.');
  }
  return group;
}

const DEFAULT_WORK_FOLDER = '_work';

function readWorkFolder(reader: InputReader): string {
  const folder = reader.text('work-folder') || DEFAULT_WORK_FOLDER;
  if (folder.startsWith('/') || folder.split('/').includes('..')) {
    reader.malformed('work-folder', "a path below the runner's folder", folder);
  }
  return folder;
}

function readTags(reader: InputReader): Readonly<Record<string, string>> {
  const tags = reader.keyValues('tags', TAG_KEY);
  for (const [key, value] of Object.entries(tags)) {
    if (!/^[\p{L}\p{N}\s+=._:/@-]{0,256}$/u.test(value)) {
      reader.problem(`tags: the value of ${key} must be up to 256 letters, digits, blanks or any of +-=._:/@.`);
    }
    if (key.startsWith('ecs-github-runner:'))
      reader.problem(`tags cannot set ${key}: that prefix is this project's own.`);
  }
  if (Object.keys(tags).length > TAGS_AT_MOST) reader.problem(`tags has more than ${TAGS_AT_MOST} tags.`);
  return tags;
}

function readLaunch(
  reader: InputReader,
  options: { startCommand: StartCommand; limits: ComputeLimits; workFolder: string },
): EcsLaunchOptions {
  const { startCommand, limits, workFolder } = options;
  const forDockerSteps = reader.boolean('credentials-for-docker-steps') ?? false;
  const environment = {
    ...readEnvironment(reader),
    ...(workFolder !== DEFAULT_WORK_FOLDER && { [HANDOVER_VARIABLE.workFolder]: workFolder }),
    ...(forDockerSteps && { [HANDOVER_VARIABLE.dockerSteps]: 'true' }),
  };
  const startScript = reader.oneOf('start-script', ['inject', 'image']) ?? 'inject';
  const optional = {
    container: reader.matching('container', { pattern: /^[A-Za-z0-9_-]{1,255}$/, words: "a container's name" }),
    assignPublicIp: reader.boolean('assign-public-ip'),
    cpu: reader.matching('cpu', {
      pattern: /^(\d+|\d*\.?\d+ ?v?cpu)$/i,
      words: 'CPU units such as 1024, or such as ".5 vCPU"',
    }),
    memory: reader.matching('memory', { pattern: /^(\d+|\d+ ?GB)$/i, words: 'MiB such as 2048, or such as "2 GB"' }),
    ephemeralStorageGib: reader.integer('ephemeral-storage-gib', { min: 21, max: 200 }),
    taskRoleArn: reader.matching('task-role-arn', ROLE_ARN),
    executionRoleArn: reader.matching('execution-role-arn', ROLE_ARN),
    platformVersion: reader.matching('platform-version', {
      pattern: /^(LATEST|\d+\.\d+\.\d+)$/,
      words: 'LATEST or a version such as 1.4.0',
    }),
    enableExecuteCommand: reader.boolean('enable-execute-command'),
    command: startScript === 'inject' ? startCommand[forDockerSteps ? 'forDockerSteps' : 'plain'] : undefined,
  };
  return {
    taskDefinition: readTaskDefinition(reader),
    capacities: readCapacities(reader),
    subnets: reader.list('subnets', { pattern: /^subnet-[0-9a-f]+$/, words: 'subnet ids (subnet-…)' }),
    securityGroups: reader.list('security-groups', { pattern: /^sg-[0-9a-f]+$/, words: 'security group ids (sg-…)' }),
    placementConstraints: reader.jsonObjects('placement-constraints'),
    placementStrategy: reader.jsonObjects('placement-strategy'),
    environment,
    limits,
    ...withoutUndefined(optional),
  };
}

function readEnvironment(reader: InputReader): Readonly<Record<string, string>> {
  const environment = reader.keyValues('environment', VARIABLE);
  if (JIT_CONFIG_VARIABLE in environment)
    reader.problem(`environment cannot set ${JIT_CONFIG_VARIABLE}: it is set for each runner.`);
  const inputs = {
    [LIMIT_VARIABLE.idle]: 'idle-timeout-minutes',
    [LIMIT_VARIABLE.lifetime]: 'max-lifetime-minutes',
    [HANDOVER_VARIABLE.workFolder]: 'work-folder',
    [HANDOVER_VARIABLE.dockerSteps]: 'credentials-for-docker-steps',
  };
  for (const [variable, input] of Object.entries(inputs)) {
    if (variable in environment) reader.problem(`environment cannot set ${variable}: use the input ${input}.`);
  }
  return environment;
}

/** Variables of the start script, by which it hands the credentials endpoint to the job. */
const HANDOVER_VARIABLE = { workFolder: 'EGR_WORK_FOLDER', dockerSteps: 'EGR_CREDENTIALS_FOR_DOCKER_STEPS' } as const;

const TASK_DEFINITION = /^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:task-definition\/)?[A-Za-z0-9_-]{1,255}(:\d+)?$/;

function readTaskDefinition(reader: InputReader): string {
  const value = reader.required('task-definition', 'family, family:revision or ARN of the task definition');
  if (value !== '' && !TASK_DEFINITION.test(value))
    reader.malformed('task-definition', 'family, family:revision or ARN', value);
  return value;
}

function readCapacities(reader: InputReader): readonly CapacityEntry[] {
  const clusterDefault: CapacityEntry = { text: 'cluster-default', place: { kind: 'cluster-default' } };
  const texts = reader.list('capacity');
  if (texts.length === 0) return [clusterDefault];
  const parsed = parseCapacities(texts);
  if ('problems' in parsed) {
    reader.problem(`capacity must be a list of ${CAPACITY_FORM}; ${parsed.problems.join('; ')}.`);
    return [clusterDefault];
  }
  for (const { taskDefinition } of parsed.entries) {
    if (taskDefinition === undefined || TASK_DEFINITION.test(taskDefinition)) continue;
    reader.malformed('capacity: the task definition behind @', 'family, family:revision or ARN', taskDefinition);
  }
  return parsed.entries;
}

/** `exactOptionalPropertyTypes`: what is not set must be absent. */
function withoutUndefined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
