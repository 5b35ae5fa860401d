import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs';
import { RunnerError } from '../../core/errors.ts';
import { SETTING } from '../../core/words.ts';
import { type CapacityEntry, type CapacityTarget, isFargate } from './capacity.ts';
import { type ContainerRoles, rolesOf } from './containers.ts';
import type { EcsLaunchOptions } from './options.ts';
import { platformProblems } from './platform.ts';

/** Where the `awslogs` driver writes a container's log. */
export interface LogSettings {
  readonly group: string;
  /** A stream is named after this, the container and the task. */
  readonly prefix: string;
  /** Absent: the task's. */
  readonly region?: string;
}

/** What a launch needs to know about a task definition. */
export interface CheckedTaskDefinition {
  /** With its revision, so that all launches of a start use the same one. */
  readonly arn: string;
  readonly container: string;
  readonly isAwsvpc: boolean;
  readonly isFargate: boolean;
  /** Its container's `stopTimeout` in seconds; absent: the platform's default. */
  readonly stopTimeoutSeconds?: number;
  /** Whether the task ends with the runner's container. */
  readonly isEssential: boolean;
  readonly roles: ContainerRoles;
  /** Absent if it is not known where the container's log goes. */
  readonly log?: LogSettings;
}

/**
 * Checks a task definition against what is to be launched from it on a capacity, before anything is created.
 * @param options.wanted its name, as the user wrote it
 * @param options.defaultIsFargate what `cluster-default` stands for; absent: unknown
 * @throws RunnerError that lists every problem
 */
export function checkTaskDefinition(
  definition: TaskDefinition | undefined,
  options: { wanted: string; entry: CapacityEntry; launch: EcsLaunchOptions; defaultIsFargate?: boolean },
): CheckedTaskDefinition {
  const { wanted, entry, launch } = options;
  const known = isFargate(entry.target);
  const fargate = known === 'unknown' ? options.defaultIsFargate : known;
  const { taskDefinitionArn: arn, containerDefinitions = [], networkMode, status } = definition ?? {};
  if (!arn) throw problem([`ECS described ${wanted} without an ARN.`], options);
  const problems: string[] = [];
  if (status === 'INACTIVE') problems.push(`${arn} is INACTIVE: register a new revision.`);
  const container = chooseContainer(containerDefinitions, launch.container);
  if (typeof container === 'string') problems.push(container);
  else problems.push(...entryPointProblems(container, launch));
  const compatible = new Set([...(definition?.requiresCompatibilities ?? []), ...(definition?.compatibilities ?? [])]);
  const needed = neededCompatibility(entry.target, fargate);
  if (needed.length > 0 && compatible.size > 0 && !needed.some((name) => compatible.has(name))) {
    problems.push(
      `${arn} cannot run on ${WORDS[needed[0] ?? 'EC2']} (compatible with ${[...compatible].join(', ')}); capacity is "${entry.text}". ` +
        `Give the entry a task definition of its own: ${entry.text.split('@')[0]?.trim()}@name.`,
    );
  }
  if (fargate === true) problems.push(...privilegedProblems(containerDefinitions));
  problems.push(...platformProblems(definition ?? {}, { entry, launch, fargate }));
  const isAwsvpc = networkMode === 'awsvpc';
  if (isAwsvpc && launch.subnets.length === 0) {
    problems.push(`${arn} has the network mode awsvpc: ${SETTING.subnets} is required.`);
  }
  if (problems.length > 0 || typeof container === 'string') throw problem(problems, options);
  const log = logSettings(container);
  return {
    arn,
    container: container.name ?? '',
    isAwsvpc,
    isFargate: fargate ?? isMadeForFargate(definition),
    ...(container.stopTimeout !== undefined && { stopTimeoutSeconds: container.stopTimeout }),
    isEssential: container.essential ?? true,
    roles: rolesOf(containerDefinitions, container.name ?? ''),
    ...(log && { log }),
  };
}

/** Without a prefix, which only EC2 allows, nobody knows a stream's name before its container runs. */
function logSettings({ logConfiguration }: ContainerDefinition): LogSettings | undefined {
  const { logDriver, options = {} } = logConfiguration ?? {};
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix, 'awslogs-region': region } = options;
  if (logDriver !== 'awslogs' || group === undefined || prefix === undefined) return undefined;
  return { group, prefix, ...(region !== undefined && { region }) };
}

const WORDS = { EC2: 'EC2', FARGATE: 'Fargate', EXTERNAL: 'external instances', MANAGED_INSTANCES: 'EC2' } as const;

/** A task definition must be compatible with one of these; empty if only the cluster knows. */
function neededCompatibility(target: CapacityTarget, fargate: boolean | undefined): readonly (keyof typeof WORDS)[] {
  if (fargate === undefined) return [];
  if (fargate) return ['FARGATE'];
  return target.kind === 'launch-type' ? [target.launchType] : ['EC2', 'MANAGED_INSTANCES'];
}

/**
 * A hint if only the cluster knows: whether the definition is registered for Fargate alone. `compatibilities` is none:
 * ECS adds EC2 to every definition that could run there.
 */
function isMadeForFargate(definition: TaskDefinition | undefined): boolean {
  const required = definition?.requiresCompatibilities ?? [];
  return required.length > 0 && required.every((name) => name === 'FARGATE');
}

function chooseContainer(
  all: readonly ContainerDefinition[],
  wanted: string | undefined,
): ContainerDefinition | string {
  const names = all.map(({ name }) => name ?? '');
  const found = all.find(({ name }) => name === (wanted ?? 'runner'));
  if (found !== undefined) return found;
  const [only] = all;
  if (wanted === undefined && all.length === 1 && only !== undefined) return only;
  return wanted === undefined
    ? `No container is named runner and there are several (${names.join(', ')}): name one in ${SETTING.container}.`
    : `${SETTING.container} names ${wanted}, but the containers are ${names.join(', ') || 'none'}.`;
}

/** ECS itself refuses `privileged` only if the definition says that it is for Fargate. */
function privilegedProblems(containers: readonly ContainerDefinition[]): string[] {
  return containers
    .filter(({ privileged }) => privileged === true)
    .map(
      ({ name }) => `The container ${name} is privileged, which Fargate does not support: use EC2 or other instances.`,
    );
}

/** An override replaces a container's command, never its entryPoint, which would receive our command as arguments. */
function entryPointProblems(container: ContainerDefinition, { command }: EcsLaunchOptions): string[] {
  if (command === undefined || (container.entryPoint ?? []).length === 0) return [];
  return [
    `The container ${container.name} has an entryPoint, which an override cannot replace, so the start script cannot be ` +
      `injected: remove the entryPoint, or set ${SETTING.imageStartScript} and let the image start the runner.`,
  ];
}

function problem(problems: readonly string[], { wanted }: { wanted: string }): RunnerError {
  return new RunnerError({
    kind: 'configuration',
    message: `The task definition ${wanted} cannot be used:\n- ${problems.join('\n- ')}`,
    hint: 'Change the task definition or the settings accordingly; nothing was launched.',
  });
}
