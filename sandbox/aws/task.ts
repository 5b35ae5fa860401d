import type { Cluster } from './clusters.ts';
import { runnerContainerName } from './container.ts';
import type { LaunchRequest } from './launch-request.ts';
import { ecsArn, newId, type Place } from './place.ts';
import type { Placement } from './placement.ts';
import type { Tag } from './tags.ts';
import type { TaskDefinition } from './task-definitions.ts';

/** A task's statuses, in order. */
export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

/** A container of a task. */
export interface TaskContainer {
  readonly name: string;
  readonly image: string;
  readonly arn: string;
  readonly essential: boolean;
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  exitCode?: number;
  reason?: string;
}

/**
 * Why a task ends. `exitCode` and `reason` belong to its first container, whatever its process did; `others` are those
 * of other containers, by name.
 */
export interface TaskEnd extends ContainerEnd {
  readonly stopCode: string;
  readonly stoppedReason: string;
  readonly others?: Readonly<Record<string, ContainerEnd>>;
}

interface ContainerEnd {
  readonly exitCode?: number;
  readonly reason?: string;
}

/** A task in the sandbox; times are epoch milliseconds of sandbox time. */
export interface Task {
  readonly id: string;
  readonly arn: string;
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly request: LaunchRequest;
  readonly placement: Placement;
  /** Id of its role's credentials at the credentials endpoint. */
  readonly credentialsId: string;
  readonly createdAt: number;
  /** When ListTasks and DescribeTasks begin to show it. */
  readonly visibleAt: number;
  readonly runner: TaskContainer;
  readonly containers: readonly TaskContainer[];
  tags: readonly Tag[];
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  version: number;
  end?: TaskEnd;
  pullStartedAt?: number;
  pullStoppedAt?: number;
  startedAt?: number;
  stoppingAt?: number;
  executionStoppedAt?: number;
  stoppedAt?: number;
}

/** A newly accepted task. */
export function newTask(options: {
  place: Place;
  now: number;
  hideMs: number;
  cluster: Cluster;
  definition: TaskDefinition;
  request: LaunchRequest;
  placement: Placement;
}): Task {
  const { place, now, hideMs, cluster, definition, request, placement } = options;
  const id = newId();
  const containers = definition.input.containerDefinitions.map(
    ({ name, image, essential }): TaskContainer => ({
      name,
      image,
      arn: ecsArn(place, `container/${cluster.name}/${id}/${newId()}`),
      essential: essential ?? true,
      lastStatus: 'PENDING',
    }),
  );
  const runnerName = runnerContainerName(definition.input, request.overrides);
  const runner = containers.find(({ name }) => name === runnerName);
  if (runner === undefined) throw new Error('sandbox: a task definition without containers');
  return {
    id,
    arn: ecsArn(place, `task/${cluster.name}/${id}`),
    cluster,
    definition,
    request,
    placement,
    credentialsId: newId(),
    createdAt: now,
    visibleAt: now + hideMs,
    runner,
    containers,
    tags: [...(request.propagateTags ? definition.tags : []), ...request.tags],
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    version: 1,
  };
}

/** What DescribeTasks returns for a task; tags only if requested. */
export function taskView(task: Task, options: { tags: boolean }): Record<string, unknown> {
  const { request, definition, placement, end } = task;
  return {
    taskArn: task.arn,
    clusterArn: task.cluster.arn,
    taskDefinitionArn: definition.arn,
    group: request.group ?? `family:${definition.family}`,
    ...(request.startedBy !== undefined && { startedBy: request.startedBy }),
    launchType: placement.launchType,
    ...(placement.capacityProvider !== undefined && { capacityProviderName: placement.capacityProvider }),
    ...(placement.fargate && { platformVersion: '1.4.0', platformFamily: 'Linux' }),
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    version: task.version,
    cpu: definition.input.cpu ?? '0',
    memory: definition.input.memory ?? '0',
    overrides: { inferenceAcceleratorOverrides: [], ...request.overrides.raw, containerOverrides: overridesView(task) },
    containers: task.containers.map((container) => containerView(task, container)),
    attachments: attachmentsOf(task),
    attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
    enableExecuteCommand: false,
    healthStatus: 'UNKNOWN',
    inferenceAccelerators: [],
    tags: options.tags ? task.tags : [],
    ...times(task),
    ...(end && { stopCode: end.stopCode, stoppedReason: end.stoppedReason }),
  };
}

/** A task with its own network interface shows the interface and its subnet. */
function attachmentsOf({ request }: Task): readonly object[] {
  const [subnet] = request.awsvpc?.subnets ?? [];
  if (subnet === undefined) return [];
  const details = [{ name: 'subnetId', value: subnet }];
  return [{ id: 'eni', type: 'ElasticNetworkInterface', status: 'ATTACHED', details }];
}

/** ECS shows an entry for every container of the definition, overridden or not. */
function overridesView(task: Task): readonly unknown[] {
  const given = task.request.overrides.raw['containerOverrides'];
  const overrides: readonly { name?: string }[] = Array.isArray(given) ? given : [];
  return task.containers.map(({ name }) => overrides.find((each) => each.name === name) ?? { name });
}

function containerView(task: Task, container: TaskContainer): Record<string, unknown> {
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    lastStatus: container.lastStatus,
    ...(container.exitCode !== undefined && { exitCode: container.exitCode }),
    ...(container.reason !== undefined && { reason: container.reason }),
    networkInterfaces: [],
    healthStatus: 'UNKNOWN',
    cpu: '0',
  };
}

/** Timestamps are seconds on the wire. */
function times(task: Task): Record<string, number> {
  const { createdAt, pullStartedAt, pullStoppedAt, startedAt, stoppingAt, executionStoppedAt, stoppedAt } = task;
  const all = { createdAt, pullStartedAt, pullStoppedAt, startedAt, stoppingAt, executionStoppedAt, stoppedAt };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value / 1000]])),
  );
}
