import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import type { CapacityEntry } from '../../../../src/providers/ecs/capacity.ts';
import type { EcsLaunchOptions } from '../../../../src/providers/ecs/options.ts';
import { checkTaskDefinition } from '../../../../src/providers/ecs/task-definition.ts';
import { EC2, FARGATE, launchOptions } from './launch-options.ts';

const SPOT: CapacityEntry = {
  text: 'FARGATE_SPOT',
  target: { kind: 'strategy', items: [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }] },
};
const INJECT = { command: ['bash', '-c', 'true'] };
const constraint = (expression: string) => ({ type: 'memberOf' as const, expression });

type Launch = Partial<EcsLaunchOptions> & { entry?: CapacityEntry };

function check(definition: TaskDefinition, { entry = EC2, ...launch }: Launch = {}) {
  const whole: TaskDefinition = {
    taskDefinitionArn: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/runner:7',
    status: 'ACTIVE',
    containerDefinitions: [{ name: 'runner' }],
    compatibilities: ['EC2', 'FARGATE'],
    ...definition,
  };
  return checkTaskDefinition(whole, { wanted: 'runner', entry, launch: launchOptions(launch) });
}

describe('a runtimePlatform that cannot work is refused before the launch', () => {
  test.each<[string, TaskDefinition, Launch, RegExp]>([
    [
      'Windows with the injected start script',
      { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'X86_64' } },
      INJECT,
      /WINDOWS_SERVER_2022_CORE.*bash.*⟦the start script of the image⟧/,
    ],
    [
      'Windows with the injected start script on Fargate',
      { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2019_FULL' } },
      { ...INJECT, entry: FARGATE },
      /WINDOWS_SERVER_2019_FULL/,
    ],
    [
      'Windows on Fargate Spot, whatever starts the runner',
      { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_FULL' } },
      { entry: SPOT },
      /FARGATE_SPOT does not support/,
    ],
    [
      'ARM64 on an old platform version of Fargate',
      { runtimePlatform: { cpuArchitecture: 'ARM64' } },
      { entry: FARGATE, platformVersion: '1.3.0' },
      /platform version 1\.4\.0/,
    ],
    [
      "ARM64 with the definition's own constraint for x86_64",
      {
        runtimePlatform: { cpuArchitecture: 'ARM64' },
        placementConstraints: [constraint('attribute:ecs.cpu-architecture == x86_64')],
      },
      {},
      /CPU architecture arm64, and a placement constraint demands x86_64/,
    ],
    [
      'X86_64 with a constraint of the launch for arm64',
      { runtimePlatform: { cpuArchitecture: 'X86_64' } },
      { placementConstraints: [constraint("attribute:ecs.cpu-architecture=='arm64'")] },
      /CPU architecture x86_64, and a placement constraint demands arm64/,
    ],
    [
      'Linux with a constraint for Windows',
      { runtimePlatform: { operatingSystemFamily: 'LINUX' } },
      { placementConstraints: [constraint('attribute:ecs.os-type == windows')] },
      /operating system linux, and a placement constraint demands windows/,
    ],
  ])('%s', (_what, definition, launch, text) => {
    expect(() => check(definition, launch)).toThrow(text);
  });

  test.each<[string, TaskDefinition, Launch]>([
    ['none, as most have', {}, INJECT],
    ['Linux on ARM64', { runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'ARM64' } }, INJECT],
    ['ARM64 on Fargate Spot', { runtimePlatform: { cpuArchitecture: 'ARM64' } }, { ...INJECT, entry: SPOT }],
    [
      'ARM64 on the latest Fargate',
      { runtimePlatform: { cpuArchitecture: 'ARM64' } },
      { entry: FARGATE, platformVersion: 'LATEST' },
    ],
    [
      'Windows whose image starts the runner',
      { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } },
      {},
    ],
    [
      'one that its constraint repeats',
      {
        runtimePlatform: { cpuArchitecture: 'ARM64' },
        placementConstraints: [constraint('attribute:ecs.cpu-architecture == arm64')],
      },
      {},
    ],
    [
      'one beside a constraint that says more than a comparison, which ECS judges',
      { runtimePlatform: { cpuArchitecture: 'ARM64' } },
      { placementConstraints: [constraint('attribute:ecs.cpu-architecture == x86_64 or attribute:gpu == true')] },
    ],
    ['none beside a constraint', {}, { placementConstraints: [constraint('attribute:ecs.cpu-architecture == arm64')] }],
  ])('others are left alone: %s', (_what, definition, launch) => {
    expect(() => check(definition, launch)).not.toThrow();
  });
});
