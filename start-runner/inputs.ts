import { readActionsToken } from '../src/actions/inputs/actions-token.ts';
import { type AwsInputs, readAwsAccess } from '../src/actions/inputs/aws.ts';
import { DEFAULT_WORK_FOLDER, readEcsCluster, readEcsLaunch, type StartCommand } from '../src/actions/inputs/ecs.ts';
import { type GitHubAccess, readGitHubAccess } from '../src/actions/inputs/github.ts';
import { ID, isSharedLabel, LABEL } from '../src/actions/inputs/labels.ts';
import { type Environment, InputReader } from '../src/actions/inputs/reader.ts';
import { type RunContext, readRunContext } from '../src/actions/inputs/run-context.ts';
import type { Secret } from '../src/core/secret.ts';
import type { RunnerSpec, StartPolicy } from '../src/core/start/start.ts';
import type { EcsCluster, EcsLaunchOptions } from '../src/providers/ecs/options.ts';
import type { ComputeLimits } from '../src/providers/start-script/variables.ts';

/** What a start connects to; its post step needs no more. */
export interface StartAccess {
  readonly context: RunContext;
  readonly github: GitHubAccess;
  readonly aws: AwsInputs;
  readonly cluster: EcsCluster;
  /** Absent: generated. */
  readonly label?: string;
  /** Whether a job can reach the runners before the start has succeeded: see {@link RunnerSpec}. */
  readonly isReachable: boolean;
  /** Reads the jobs of the run; absent if it is unknown. */
  readonly actionsToken: Secret<string> | undefined;
}

/** All inputs of a start. */
export interface StartInputs extends StartAccess {
  readonly launch: EcsLaunchOptions;
  readonly runnerGroup: string;
  readonly count: number;
  readonly runner: Omit<RunnerSpec, 'version' | 'repository' | 'label' | 'isReachable'>;
  readonly policy: StartPolicy;
}

const TAG_KEY = {
  // AWS reserves the prefix in any case.
  pattern: /^(?!aws:)[\p{L}\p{N} +=._:/@-]{1,128}$/iu,
  words: 'a tag key (up to 128 letters, digits, blanks or any of +-=._:/@)',
};
/** A matrix has at most 256 jobs (GitHub's limit). */
const COUNT_AT_MOST = 256;
/** Registrations that GitHub accepts per minute. */
const REGISTRATIONS_A_MINUTE = 80;
/** AWS allows 50 tags; the rest are reserved for this project's own. */
const TAGS_AT_MOST = 35;

/** Reads what the post step of a start needs. @throws InputError with every problem at once */
export function readStartAccess(environment: Environment): StartAccess {
  const reader = new InputReader(environment);
  const access = readAccess(reader, environment);
  reader.finish();
  return access;
}

/** Reads the inputs of start-runner. @throws InputError with every problem at once */
export function readStartInputs(options: {
  environment: Environment;
  /** The container's command when the start script is injected. */
  startCommand: StartCommand;
}): StartInputs {
  const { environment, startCommand } = options;
  const reader = new InputReader(environment);
  const access = readAccess(reader, environment);
  refuseSharedLabel(reader, access.label);
  const id = reader.matching('id', ID);
  const timeoutSeconds = reader.integer('startup-timeout-seconds', { min: 30, max: 21_600 }) ?? 780;
  const limits = readLimits(reader, timeoutSeconds);
  const workFolder = readWorkFolder(reader);
  const launch = readEcsLaunch(reader, { startCommand, limits, workFolder });
  const { count, allowPartial } = readCount(reader, timeoutSeconds);
  const inputs: StartInputs = {
    ...access,
    launch,
    runnerGroup: readRunnerGroup(reader, access.github),
    count,
    runner: {
      extraLabels: reader.list('extra-labels', LABEL),
      id,
      workFolder,
      tags: readTags(reader),
      lifetimeMs: limits.lifetimeMinutes * 60_000,
    },
    policy: {
      allowPartial,
      timeoutMs: timeoutSeconds * 1000,
      capacityTimeoutMs: (reader.integer('capacity-timeout-seconds', { min: 30, max: 21_600 }) ?? 420) * 1000,
      maxRelaunches: reader.integer('max-relaunches', { min: 0, max: 10 }) ?? 2,
    },
  };
  reader.finish();
  return inputs;
}

function readAccess(reader: InputReader, environment: Environment): StartAccess {
  const context = readRunContext(reader, environment);
  const aws = readAwsAccess(reader, environment);
  const github = readGitHubAccess(reader, context, aws.region);
  const label = reader.matching('label', LABEL);
  return {
    context,
    github,
    aws,
    cluster: readEcsCluster(reader, aws.region),
    ...(label !== undefined && { label }),
    // Outside a repository, a job may also name the runner group.
    isReachable:
      github.scope.kind !== 'repo' ||
      ['label', 'extra-labels', 'runner-group'].some((name) => reader.text(name) !== ''),
    actionsToken: readActionsToken(reader),
  };
}

function refuseSharedLabel(reader: InputReader, label: string | undefined): void {
  if (label === undefined || !isSharedLabel(label)) return;
  reader.problem(
    `label cannot be ${label}: other runners have it too, so any job that requests it could take this runner, and the ` +
      'job meant for it would wait forever. Use a label of this run attempt alone, made from github.run_id and ' +
      'github.run_attempt, or leave it out for a generated one.',
  );
}

/** Minutes by which an idle runner must at least outlive its start, so that the job has time to arrive. */
const IDLE_BEYOND_START = 5;

function readCount(reader: InputReader, timeoutSeconds: number): { count: number; allowPartial: boolean } {
  const count = reader.integer('count', { min: 1, max: COUNT_AT_MOST }) ?? 1;
  const allowPartial = reader.boolean('allow-partial') ?? false;
  const leastSeconds = Math.floor((count - 1) / REGISTRATIONS_A_MINUTE) * 60;
  if (timeoutSeconds <= leastSeconds && !allowPartial) {
    reader.problem(
      `startup-timeout-seconds must be more than ${leastSeconds} for a count of ${count}, since GitHub accepts ` +
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
      `idle-timeout-minutes must be at least ${least}: startup-timeout-seconds (${timeoutSeconds}) plus ` +
        `${IDLE_BEYOND_START} minutes; it is ${idleMinutes}.`,
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
    // IAM ignores case in condition keys: in any other case, the tag could pass for one of ours in a policy.
    if (/^ecs-github-runner:/i.test(key))
      reader.problem(`tags cannot set ${key}: that prefix is reserved for this project.`);
  }
  if (Object.keys(tags).length > TAGS_AT_MOST) reader.problem(`tags has more than ${TAGS_AT_MOST} tags.`);
  return tags;
}
