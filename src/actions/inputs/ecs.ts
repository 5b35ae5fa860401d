import { resourceName } from '../../aws/arn.ts';
import { CAPACITY_FORM, type CapacityEntry, parseCapacities } from '../../providers/ecs/capacity.ts';
import type { EcsCluster, EcsLaunchOptions } from '../../providers/ecs/options.ts';
import {
  type ComputeLimits,
  HANDOVER_VARIABLE,
  JIT_CONFIG_VARIABLE,
  LIMIT_VARIABLE,
} from '../../providers/start-script/variables.ts';
import { ROLE_ARN } from './aws.ts';
import type { InputReader } from './reader.ts';

/** The injected start script, without and with its hook for docker steps. */
export interface StartCommand {
  readonly plain: readonly string[];
  readonly forDockerSteps: readonly string[];
}

const VARIABLE = { pattern: /^[A-Za-z_][A-Za-z0-9_]*$/, words: 'the name of an environment variable' };

/** A runner's work folder unless configured otherwise: GitHub's own default. */
export const DEFAULT_WORK_FOLDER = '_work';

/** Reads the cluster. */
export function readEcsCluster(reader: InputReader, region: string): EcsCluster {
  reader.oneOf('provider', ['ecs']);
  const name = reader.required('cluster', 'the name or ARN of the ECS cluster');
  if (name !== '') checkCluster(reader, name, region);
  return { region, name };
}

/** Reads one cluster or more. */
export function readEcsClusters(reader: InputReader, region: string): readonly [EcsCluster, ...EcsCluster[]] {
  reader.oneOf('provider', ['ecs']);
  const names = reader.list('cluster');
  if (names.length === 0) reader.problem('cluster is required: names or ARNs of the ECS clusters.');
  for (const name of names) checkCluster(reader, name, region);
  // A cluster named twice, once by its ARN, would be swept twice in parallel.
  const unique = new Map(names.map((name) => [resourceName(name), { region, name }]));
  const [first = { region, name: '' }, ...others] = unique.values();
  return [first, ...others];
}

function checkCluster(reader: InputReader, cluster: string, region: string): void {
  const form = /^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:cluster\/)?[A-Za-z0-9_-]{1,255}$/;
  if (!form.test(cluster)) reader.malformed('cluster', 'the name or ARN of an ECS cluster', cluster);
  const arnRegion = /^arn:[^:]*:ecs:([^:]*):/.exec(cluster)?.[1];
  if (arnRegion !== undefined && region !== '' && arnRegion !== region) {
    reader.problem(`cluster is in ${arnRegion}, but aws-region is ${region}.`);
  }
}

/** Reads what to launch. */
export function readEcsLaunch(
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

const TASK_DEFINITION = /^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:task-definition\/)?[A-Za-z0-9_-]{1,255}(:\d+)?$/;

function readTaskDefinition(reader: InputReader): string {
  const value = reader.required('task-definition', 'family, family:revision or ARN of the task definition');
  if (value !== '' && !TASK_DEFINITION.test(value))
    reader.malformed('task-definition', 'family, family:revision or ARN', value);
  return value;
}

function readCapacities(reader: InputReader): readonly CapacityEntry[] {
  const clusterDefault: CapacityEntry = { text: 'cluster-default', target: { kind: 'cluster-default' } };
  const texts = reader.list('capacity');
  if (texts.length === 0) return [clusterDefault];
  const parsed = parseCapacities(texts);
  if ('problems' in parsed) {
    reader.problem(`capacity must be a list of ${CAPACITY_FORM}; ${parsed.problems.join('; ')}.`);
    return [clusterDefault];
  }
  for (const { taskDefinition } of parsed.entries) {
    if (taskDefinition === undefined || TASK_DEFINITION.test(taskDefinition)) continue;
    reader.malformed('capacity: the task definition after @', 'family, family:revision or ARN', taskDefinition);
  }
  return parsed.entries;
}

/** `exactOptionalPropertyTypes`: unset properties must be absent. */
function withoutUndefined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
