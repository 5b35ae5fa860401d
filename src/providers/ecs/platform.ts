import type { PlacementConstraint, TaskDefinition } from '@aws-sdk/client-ecs';
import { SETTING } from '../../core/words.ts';
import type { CapacityEntry } from './capacity.ts';
import type { EcsLaunchOptions } from './options.ts';

/** Attributes of container instances, with which ECS compares a task definition's `runtimePlatform`. */
const ATTRIBUTES = [
  { attribute: 'ecs.os-type', what: 'operating system' },
  { attribute: 'ecs.cpu-architecture', what: 'CPU architecture' },
] as const;

/**
 * What is wrong with the `runtimePlatform` of a task definition, as far as it is known before a launch: nobody but the
 * registry knows what an image is built for.
 * @param options.fargate undefined if only the cluster knows
 */
export function platformProblems(
  definition: Pick<TaskDefinition, 'runtimePlatform' | 'placementConstraints'>,
  options: { entry: CapacityEntry; launch: EcsLaunchOptions; fargate: boolean | undefined },
): string[] {
  const { entry, launch, fargate } = options;
  const { operatingSystemFamily: system = 'LINUX', cpuArchitecture: architecture } = definition.runtimePlatform ?? {};
  const isWindows = system !== 'LINUX';
  const problems: string[] = [];
  if (isWindows && launch.command !== undefined) {
    problems.push(
      `Its runtimePlatform is ${system}, and the start script is one for bash: use a task definition for LINUX, or set ` +
        `${SETTING.imageStartScript} and let the image start the runner.`,
    );
  }
  if (isWindows && usesProvider(entry, 'FARGATE_SPOT')) {
    problems.push(`Its runtimePlatform is ${system}, which FARGATE_SPOT does not support: use FARGATE.`);
  }
  if (fargate === true && architecture === 'ARM64' && /^1\.[0-3](\.|$)/.test(launch.platformVersion ?? '')) {
    problems.push(`Its runtimePlatform is ARM64, which Fargate supports from platform version 1.4.0 on.`);
  }
  // Fargate has no placement constraints.
  if (fargate === true) return problems;
  const wanted = {
    'ecs.os-type': definition.runtimePlatform?.operatingSystemFamily && (isWindows ? 'windows' : 'linux'),
    'ecs.cpu-architecture': architecture && (architecture === 'ARM64' ? 'arm64' : 'x86_64'),
  };
  const constraints = [...(definition.placementConstraints ?? []), ...launch.placementConstraints];
  for (const { attribute, what } of ATTRIBUTES) {
    const demanded = demandedBy(constraints, attribute).find((value) => value !== (wanted[attribute] ?? value));
    if (demanded === undefined) continue;
    problems.push(
      `Its runtimePlatform has the ${what} ${wanted[attribute]}, and a placement constraint demands ${demanded}: no ` +
        'instance has both.',
    );
  }
  return problems;
}

function usesProvider({ target }: CapacityEntry, name: string): boolean {
  return target.kind === 'strategy' && target.items.some(({ capacityProvider }) => capacityProvider === name);
}

/** The values that an attribute must have by constraints that are nothing but one comparison. */
function demandedBy(
  constraints: readonly Pick<PlacementConstraint, 'type' | 'expression'>[],
  attribute: string,
): readonly string[] {
  return constraints.flatMap(({ expression = '' }) => {
    const [, name, value] = /^\s*attribute:([\w.-]+)\s*==\s*['"]?([\w.-]+)['"]?\s*$/.exec(expression) ?? [];
    return name === attribute && value !== undefined ? [value.toLowerCase()] : [];
  });
}
