import type { RunTaskCommandInput, TaskOverride } from '@aws-sdk/client-ecs';
import { RunnerError } from '../../core/errors.ts';
import { runKey } from '../../core/identity.ts';
import type { LaunchRequest } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { SETTING } from '../../core/words.ts';
import {
  HANDOVER_VARIABLE,
  JIT_CONFIG_VARIABLE,
  limitVariables,
  STOP_TIMEOUT_VARIABLE,
} from '../start-script/variables.ts';
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
 * Refuses overrides that cannot fit: before anything is created, with the usual room for the JIT config, and again once
 * that is known.
 * @param jitConfig undefined while it is unknown
 * @throws RunnerError that says what uses how much
 */
export function checkOverrideSize(
  definition: CheckedTaskDefinition,
  launch: EcsLaunchOptions,
  jitConfig?: Secret<string>,
): void {
  const config = jitConfig?.reveal() ?? 'x'.repeat(JIT_CONFIG_ROOM);
  const sizeWith = (environment: EcsLaunchOptions['environment']): number =>
    JSON.stringify(taskOverride({ definition, launch: { ...launch, environment }, jitConfig: config })).length;
  const total = sizeWith(launch.environment);
  const excess = total - OVERRIDES_AT_MOST;
  if (excess <= 0) return;
  const { [HANDOVER_VARIABLE.workFolder]: folder, ...others } = launch.environment;
  const { [HANDOVER_VARIABLE.dockerSteps]: dockerSteps, ...users } = others;
  const own = dockerSteps === undefined ? {} : { [HANDOVER_VARIABLE.dockerSteps]: dockerSteps };
  const workFolder = folder === undefined ? 0 : total - sizeWith(others);
  const environment = Object.keys(users).length === 0 ? 0 : sizeWith(others) - sizeWith(own);
  const command = launch.command === undefined ? 0 : JSON.stringify(launch.command).length;
  const kept = config.length > JIT_CONFIG_ROOM ? ` (${JIT_CONFIG_ROOM} were kept for it)` : '';
  throw new RunnerError({
    kind: 'configuration',
    message:
      `The container override would be ${total} characters long; ECS accepts ${OVERRIDES_AT_MOST}. The JIT config ` +
      `${jitConfig === undefined ? 'needs up to' : 'takes'} ${config.length}${kept}, the start script ${command}, ` +
      `${SETTING.environment} ${environment}, ${workFolder === 0 ? '' : `${SETTING.workFolder} ${workFolder}, `}the rest ` +
      `${total - config.length - command - environment - workFolder}.`,
    hint: roomHint({ excess, environment, hasCommand: launch.command !== undefined }),
  });
}

function roomHint(options: { excess: number; environment: number; hasCommand: boolean }): string {
  const { excess, environment, hasCommand } = options;
  const intoDefinition = 'into the task definition (or its environmentFiles)';
  if (environment >= excess) return `Move at least ${excess} characters from ${SETTING.environment} ${intoDefinition}.`;
  const image = `set ${SETTING.imageStartScript}, with the start script in the image`;
  if (environment === 0) return hasCommand ? `To make room, ${image}.` : 'Shorten the other overrides.';
  const all = `Move all of ${SETTING.environment} ${intoDefinition}`;
  return hasCommand ? `${all}, and ${image}.` : `${all}, and shorten the other overrides.`;
}
