import { describe, expect, test } from '@jest/globals';
import { runKey } from '../../../src/core/identity.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { EcsLaunchOptions } from '../../../src/providers/ecs/options.ts';
import { checkOverrideSize, runTaskInput } from '../../../src/providers/ecs/run-task.ts';
import type { CheckedTaskDefinition } from '../../../src/providers/ecs/task-definition.ts';
import { EC2, FARGATE, launchOptions } from './launch-options.ts';

const DEFINITION: CheckedTaskDefinition = {
  arn: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/runner:7',
  container: 'runner',
  isAwsvpc: false,
  isFargate: false,
};
const RUN = { repositoryId: 123_456_789, runId: 9_876_543_210 };

const build = (launch: Partial<EcsLaunchOptions> = {}, definition: Partial<CheckedTaskDefinition> = {}) =>
  runTaskInput({
    cluster: 'ci',
    definition: { ...DEFINITION, ...definition },
    launch: launchOptions(launch),
    request: {
      run: RUN,
      runnerName: 'egr-x',
      jitConfig: new Secret('the-config'),
      clientToken: 'the-token',
      tags: { team: 'blue', 'ecs-github-runner:run-id': '9876543210' },
    },
  });

describe('the RunTask request', () => {
  test('of a launch without options holds nothing that was not asked for', () => {
    expect(build()).toEqual({
      cluster: 'ci',
      taskDefinition: DEFINITION.arn,
      count: 1,
      clientToken: 'the-token',
      startedBy: runKey(RUN),
      overrides: {
        containerOverrides: [
          { name: 'runner', environment: [{ name: 'ACTIONS_RUNNER_INPUT_JITCONFIG', value: 'the-config' }] },
        ],
      },
      enableECSManagedTags: true,
      tags: [
        { key: 'team', value: 'blue' },
        { key: 'ecs-github-runner:run-id', value: '9876543210' },
      ],
    });
  });

  test('of a launch with every option holds every option', () => {
    const placementConstraints = [{ type: 'memberOf' as const, expression: 'attribute:gpu == true' }];
    const placementStrategy = [{ type: 'binpack' as const, field: 'memory' }];
    const input = build(
      {
        capacity: FARGATE,
        subnets: ['subnet-1', 'subnet-2'],
        securityGroups: ['sg-1'],
        assignPublicIp: true,
        cpu: '1024',
        memory: '2 GB',
        ephemeralStorageGib: 50,
        taskRoleArn: 'arn:aws:iam::123456789012:role/task',
        executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
        platformVersion: '1.4.0',
        enableExecuteCommand: true,
        placementConstraints,
        placementStrategy,
        environment: { A: '1', B: '' },
        command: ['bash', '-c', 'true'],
      },
      { isAwsvpc: true, isFargate: true },
    );
    expect(input).toMatchObject({
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-1', 'subnet-2'],
          securityGroups: ['sg-1'],
          assignPublicIp: 'ENABLED',
        },
      },
      platformVersion: '1.4.0',
      enableExecuteCommand: true,
      placementConstraints,
      placementStrategy,
    });
    expect(input.overrides).toEqual({
      containerOverrides: [
        {
          name: 'runner',
          command: ['bash', '-c', 'true'],
          environment: [
            { name: 'A', value: '1' },
            { name: 'B', value: '' },
            { name: 'ACTIONS_RUNNER_INPUT_JITCONFIG', value: 'the-config' },
          ],
        },
      ],
      cpu: '1024',
      memory: '2 GB',
      ephemeralStorage: { sizeInGiB: 50 },
      taskRoleArn: 'arn:aws:iam::123456789012:role/task',
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    });
  });

  test("the environment's own JIT config never replaces the runner's", () => {
    const { overrides } = build({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: 'stale' } });
    expect(overrides?.containerOverrides?.[0]?.environment).toEqual([
      { name: 'ACTIONS_RUNNER_INPUT_JITCONFIG', value: 'the-config' },
    ]);
  });

  test('has a launch type or a strategy, never both, and neither for the cluster default', () => {
    const items = [{ capacityProvider: 'asg', weight: 1, base: 0 }];
    const strategy = build({ capacity: { text: 'asg', place: { kind: 'strategy', items } } });
    expect(strategy.capacityProviderStrategy).toEqual(items);
    expect(strategy).not.toHaveProperty('launchType');
    expect(build({ capacity: EC2 })).toMatchObject({ launchType: 'EC2' });
    expect(build({ capacity: EC2 })).not.toHaveProperty('capacityProviderStrategy');
    expect(build()).not.toHaveProperty('launchType');
  });

  test.each<[string, Partial<EcsLaunchOptions>, Partial<CheckedTaskDefinition>, object | undefined]>([
    ['not awsvpc: no network, whatever was given', { subnets: ['subnet-1'], assignPublicIp: true }, {}, undefined],
    ['awsvpc: subnets', { subnets: ['subnet-1'] }, { isAwsvpc: true }, { subnets: ['subnet-1'] }],
    [
      'awsvpc on EC2: never a public address, which ECS refuses there',
      { subnets: ['subnet-1'], assignPublicIp: true },
      { isAwsvpc: true },
      { subnets: ['subnet-1'] },
    ],
    [
      'Fargate: a public address if asked for',
      { subnets: ['subnet-1'], assignPublicIp: true },
      { isAwsvpc: true, isFargate: true },
      { subnets: ['subnet-1'], assignPublicIp: 'ENABLED' },
    ],
    [
      'Fargate: none if refused',
      { subnets: ['subnet-1'], assignPublicIp: false },
      { isAwsvpc: true, isFargate: true },
      { subnets: ['subnet-1'], assignPublicIp: 'DISABLED' },
    ],
    [
      'Fargate: the default if nothing is said',
      { subnets: ['subnet-1'] },
      { isAwsvpc: true, isFargate: true },
      { subnets: ['subnet-1'] },
    ],
  ])('network: %s', (_what, launch, definition, expected) => {
    expect(build(launch, definition).networkConfiguration?.awsvpcConfiguration).toEqual(expected);
  });

  test('a platform version goes to Fargate only', () => {
    expect(build({ platformVersion: '1.4.0' })).not.toHaveProperty('platformVersion');
    expect(build({ platformVersion: '1.4.0' }, { isFargate: true })).toMatchObject({ platformVersion: '1.4.0' });
  });
});

describe('the size of the overrides', () => {
  const check = (launch: Partial<EcsLaunchOptions>) => checkOverrideSize(DEFINITION, launchOptions(launch));

  test('leaves room for a JIT config within the 8,192 characters of ECS', () => {
    expect(() =>
      check({ environment: { A: 'x'.repeat(2500) }, command: ['bash', '-c', 'exec ./run.sh'] }),
    ).not.toThrow();
  });

  test('that is too large says who uses how much', () => {
    const environment = { LARGE: 'x'.repeat(2000) };
    const command = ['bash', '-c', 'y'.repeat(1500)];
    expect(() => check({ environment, command })).toThrow(
      /would be \d+ characters long; ECS takes 8192\. The JIT config needs up to 5000, the start script 15\d\d, the input environment 20\d\d\./,
    );
  });

  test('counts the characters as JSON writes them', () => {
    expect(() => check({ environment: { QUOTED: '"'.repeat(1600) } })).toThrow('ECS takes 8192');
  });
});
