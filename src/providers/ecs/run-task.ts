import type { RunTaskCommandInput, TaskOverride } from '@aws-sdk/client-ecs';
import { RunnerError } from '../../core/errors.ts';
import { runKey } from '../../core/identity.ts';
import type { LaunchRequest } from '../../core/ports.ts';
import { SETTING } from '../../core/words.ts';
import { JIT_CONFIG_VARIABLE, limitVariables, STOP_TIMEOUT_VARIABLE } from '../start-script/variables.ts';
import type { CapacityEntry, CapacityTarget } from './capacity.ts';
import type { EcsLaunchOptions } from './options.ts';
import type { CheckedTaskDefinition } from './task-definition.ts';

/** Most characters of all container overrides of a task together, including the JSON syntax (limit of RunTask). */
const OVERRIDES_AT_MOST = 8192;

/** Room reserved for the JIT config when the overrides are measured without one: they were 4 to 5 KB in 2026. */
const JIT_CONFIG_ROOM = 5000;

/** Builds the RunTask request of one runner. */
export function runTaskInput(options: {
  cluster: string;
  definition: CheckedTaskDefinition;
  entry: CapacityEntry;
  launch: EcsLaunchOptions;
  request: LaunchRequest;
}): RunTaskCommandInput {
  const { cluster, definition, entry, launch, request } = options;
  return {
    cluster,
    taskDefinition: definition.arn,
    count: 1,
    clientToken: request.clientToken,
    startedBy: runKey(request.run),
    ...capacityFields(entry.target),
    ...networkFields(definition, launch),
    ...(definition.isFargate && launch.platformVersion !== undefined && { platformVersion: launch.platformVersion }),
    ...(launch.enableExecuteCommand !== undefined && { enableExecuteCommand: launch.enableExecuteCommand }),
    ...(launch.placementConstraints.length > 0 && { placementConstraints: [...launch.placementConstraints] }),
    ...(launch.placementStrategy.length > 0 && { placementStrategy: [...launch.placementStrategy] }),
    overrides: taskOverride({ definition, launch, jitConfig: request.jitConfig.reveal() }),
    enableECSManagedTags: true,
    tags: Object.entries(request.tags).map(([key, value]) => ({ key, value })),
  };
}

function capacityFields(target: CapacityTarget): Partial<RunTaskCommandInput> {
  switch (target.kind) {
    case 'launch-type':
      return { launchType: target.launchType };
    case 'strategy':
      return { capacityProviderStrategy: target.items.map((item) => ({ ...item })) };
    case 'cluster-default':
      return {};
  }
}

/** ECS requires a network configuration for awsvpc and refuses it otherwise; only Fargate allows a public address. */
function networkFields(definition: CheckedTaskDefinition, launch: EcsLaunchOptions): Partial<RunTaskCommandInput> {
  if (!definition.isAwsvpc) return {};
  return {
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [...launch.subnets],
        ...(launch.securityGroups.length > 0 && { securityGroups: [...launch.securityGroups] }),
        ...(definition.isFargate &&
          launch.assignPublicIp !== undefined && { assignPublicIp: launch.assignPublicIp ? 'ENABLED' : 'DISABLED' }),
      },
    },
  };
}

function taskOverride(options: {
  definition: CheckedTaskDefinition;
  launch: EcsLaunchOptions;
  jitConfig: string;
}): TaskOverride {
  const { definition, launch, jitConfig } = options;
  const environment = {
    ...launch.environment,
    ...limitVariables(launch.limits),
    ...(definition.stopTimeoutSeconds !== undefined && {
      [STOP_TIMEOUT_VARIABLE]: String(definition.stopTimeoutSeconds),
    }),
    [JIT_CONFIG_VARIABLE]: jitConfig,
  };
  return {
    containerOverrides: [
      {
        name: definition.container,
        ...(launch.command && { command: [...launch.command] }),
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
      },
    ],
    ...(launch.cpu !== undefined && { cpu: launch.cpu }),
    ...(launch.memory !== undefined && { memory: launch.memory }),
    ...(launch.ephemeralStorageGib !== undefined && { ephemeralStorage: { sizeInGiB: launch.ephemeralStorageGib } }),
    ...(launch.taskRoleArn !== undefined && { taskRoleArn: launch.taskRoleArn }),
    ...(launch.executionRoleArn !== undefined && { executionRoleArn: launch.executionRoleArn }),
  };
}

/**
 * Refuses overrides that cannot fit, before anything is created.
 * @throws RunnerError that says what uses how much
 */
export function checkOverrideSize(definition: CheckedTaskDefinition, launch: EcsLaunchOptions): void {
  const jitConfig = 'x'.repeat(JIT_CONFIG_ROOM);
  const size = (override: TaskOverride): number => JSON.stringify(override).length;
  const total = size(taskOverride({ definition, launch, jitConfig }));
  if (total <= OVERRIDES_AT_MOST) return;
  const environment = total - size(taskOverride({ definition, launch: { ...launch, environment: {} }, jitConfig }));
  const command = launch.command === undefined ? 0 : JSON.stringify(launch.command).length;
  throw new RunnerError({
    kind: 'configuration',
    message:
      `The container override would be ${total} characters long; ECS accepts ${OVERRIDES_AT_MOST}. ` +
      `The JIT config needs up to ${JIT_CONFIG_ROOM}, the start script ${command}, ${SETTING.environment} ` +
      `${environment}, the rest ${total - JIT_CONFIG_ROOM - command - environment}.`,
    hint:
      `Move at least ${total - OVERRIDES_AT_MOST} characters from ${SETTING.environment} into the task definition (or ` +
      'its environmentFiles).',
  });
}
