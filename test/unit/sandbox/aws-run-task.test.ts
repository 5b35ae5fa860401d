import { ConflictException, DeregisterTaskDefinitionCommand, type RunTaskCommandInput } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsWorld, refusal } from './aws-world.ts';

const NETWORK = { awsvpcConfiguration: { subnets: ['subnet-1'] } };
const PUBLIC = { awsvpcConfiguration: { subnets: ['subnet-1'], assignPublicIp: 'ENABLED' as const } };
const items = <T>(count: number, item: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i));

describe('RunTask', () => {
  let world: AwsWorld;
  beforeEach(async () => {
    world = await AwsWorld.start();
    world.seed();
    world.aws.registerTaskDefinition({
      family: 'vpc',
      networkMode: 'awsvpc',
      containerDefinitions: [{ name: 'runner', image: 'runner' }],
    });
    world.aws.registerTaskDefinition({
      family: 'fargate',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'runner', image: 'runner' }],
    });
  });
  afterEach(() => world.close());

  /** Overrides whose JSON has `length` characters. */
  const overridesOf = (length: number) => {
    const of = (value: string) => ({ containerOverrides: [{ name: 'runner', command: [value] }] });
    return of('x'.repeat(length - JSON.stringify(of('')).length));
  };

  const provider = (capacityProvider: string, weight = 1) => ({ capacityProvider, weight });
  const invalid = 'InvalidParameterException';
  const refused: readonly [string, Partial<RunTaskCommandInput>, string, string | RegExp][] = [
    ['a cluster that does not exist', { cluster: 'none' }, 'ClusterNotFoundException', 'Cluster not found.'],
    ['an unknown definition', { taskDefinition: 'none' }, 'ClientException', 'TaskDefinition not found.'],
    ['an unknown revision', { taskDefinition: 'runner:9' }, 'ClientException', 'TaskDefinition not found.'],
    [
      'a container that does not exist',
      { overrides: { containerOverrides: [{ name: 'other', command: ['x'] }] } },
      invalid,
      'Override for container named other is not a container in the TaskDefinition.',
    ],
    [
      'overrides over 8,192 characters of JSON',
      { overrides: overridesOf(8193) },
      invalid,
      'Container Overrides length must be at most 8192',
    ],
    ['a long startedBy', { startedBy: 'x'.repeat(129) }, invalid, /startedBy longer than 128/],
    ['a dot in startedBy', { startedBy: 'a.b' }, invalid, /startedBy/],
    ['51 tags', { tags: items(51, (i) => ({ key: `k${i}`, value: '' })) }, invalid, /Tags/],
    ['a long tag key', { tags: [{ key: 'k'.repeat(129), value: '' }] }, invalid, /key length/],
    ['a long tag value', { tags: [{ key: 'k', value: 'v'.repeat(257) }] }, invalid, /value length/],
    ['an odd tag value', { tags: [{ key: 'k', value: 'bot[bot]' }] }, invalid, /^Some tags contain invalid characters/],
    ['a reserved tag key', { tags: [{ key: 'AWS:x', value: 'v' }] }, invalid, /aws: prefixed/],
    ['no task at all', { count: 0 }, invalid, /Count/],
    ['11 tasks', { count: 11 }, invalid, /Count/],
    ['a long client token', { clientToken: 'x'.repeat(65) }, invalid, /64/],
    [
      'a launch type together with a strategy',
      { launchType: 'EC2', capacityProviderStrategy: [provider('asg')] },
      invalid,
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    ],
    ['21 strategy entries', { capacityProviderStrategy: items(21, () => provider('asg')) }, invalid, /20/],
    ['an unknown provider', { capacityProviderStrategy: [provider('x')] }, invalid, /not associated with the cluster/],
    [
      'providers of both kinds',
      { capacityProviderStrategy: [provider('asg'), provider('FARGATE')] },
      invalid,
      /cannot contain a mix/,
    ],
    [
      'a strategy without weight',
      { capacityProviderStrategy: [provider('FARGATE', 0), provider('FARGATE_SPOT', 0)] },
      invalid,
      /weight greater than 0/,
    ],
    [
      'FARGATE_SPOT as launch type',
      { launchType: 'FARGATE_SPOT' as 'FARGATE' },
      'ClientException',
      /launch type should be one of/,
    ],
    ['Managed Instances as launch type', { launchType: 'MANAGED_INSTANCES' }, invalid, /capacity provider/],
    [
      'a definition that is not for Fargate',
      { launchType: 'FARGATE', taskDefinition: 'vpc', networkConfiguration: NETWORK },
      invalid,
      'Task definition does not support launch_type FARGATE.',
    ],
    [
      'awsvpc without a network',
      { taskDefinition: 'vpc' },
      invalid,
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ],
    [
      'a network without awsvpc',
      { networkConfiguration: NETWORK },
      invalid,
      'Network Configuration is not valid for the given networkMode of this task definition.',
    ],
    [
      'a public address on EC2',
      { taskDefinition: 'vpc', networkConfiguration: PUBLIC },
      invalid,
      'Assign public IP is not supported for this launch type.',
    ],
  ];

  test.each(refused)('refuses %s', async (_what, input, name, message) => {
    const error = await refusal(world.run(input));
    expect(error).toEqual({ name, message: typeof message === 'string' ? message : expect.stringMatching(message) });
    expect(world.aws.taskArns).toEqual([]);
  });

  test('accepts what is just within the limits', async () => {
    const answer = await world.run({
      count: 10,
      startedBy: `${'x'.repeat(125)}/_-`,
      clientToken: 'x'.repeat(64),
      overrides: overridesOf(8192),
      tags: items(50, (i) => ({ key: `${i}`.padEnd(128, 'k'), value: 'v'.repeat(256) })),
      capacityProviderStrategy: items(20, () => provider('asg')),
    });
    expect(answer.failures).toEqual([]);
    expect(answer.tasks).toHaveLength(10);
    expect(world.aws.taskArns).toHaveLength(10);
    expect(answer.tasks?.[0]).toMatchObject({
      capacityProviderName: 'asg',
      launchType: 'EC2',
      lastStatus: 'PROVISIONING',
    });
  });

  test("uses Fargate Spot if the strategy, or the cluster's default strategy, says so", async () => {
    const input = { taskDefinition: 'fargate', networkConfiguration: PUBLIC };
    const spot = { capacityProviderName: 'FARGATE_SPOT', launchType: 'FARGATE' };
    const strategy = [provider('FARGATE', 1), provider('FARGATE_SPOT', 4)];
    const given = await world.run({ ...input, capacityProviderStrategy: strategy });
    expect(given.tasks).toMatchObject([spot]);
    world.aws.addCluster({
      name: 'spotty',
      capacityProviders: ['FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [provider('FARGATE_SPOT')],
    });
    expect((await world.run({ ...input, cluster: 'spotty' })).tasks).toMatchObject([spot]);
    const byType = await world.run({ ...input, cluster: 'spotty', launchType: 'FARGATE' });
    expect(byType.tasks?.[0]).toMatchObject({ launchType: 'FARGATE' });
    expect(byType.tasks?.[0]?.capacityProviderName).toBeUndefined();
  });

  test('repeats the first answer for the same client token, for a day, in that cluster', async () => {
    const input = { clientToken: 'token', startedBy: 'me', tags: [{ key: 'a', value: 'b' }] };
    const first = await world.runOne(input);
    await world.clock.advance(60_000);
    const again = await world.run(input);
    expect(again.tasks).toMatchObject([{ taskArn: first, lastStatus: 'PROVISIONING' }]);
    expect(world.aws.taskArns).toEqual([first]);
    world.aws.addCluster({ name: 'other' });
    expect(await world.runOne({ ...input, cluster: 'other' })).not.toBe(first);
    await world.clock.advance(24 * 3_600_000);
    expect(await world.runOne(input)).not.toBe(first);
  });

  test('refuses a client token that was used with other parameters, and names the tasks', async () => {
    const { tasks } = await world.run({ clientToken: 'token', count: 2 });
    const error = await world
      .run({ clientToken: 'token', count: 2, startedBy: 'me' })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConflictException);
    expect(error).toMatchObject({ name: 'ConflictException', resourceIds: tasks?.map(({ taskArn }) => taskArn) });
    expect(world.aws.taskArns).toHaveLength(2);
  });

  test('leaves the client token free if it launched nothing', async () => {
    world.aws.setLaunchBehaviour({ kind: 'failures', reason: 'RESOURCE:MEMORY' });
    await world.run({ clientToken: 'token' });
    world.aws.setLaunchBehaviour({ kind: 'run' });
    expect((await world.run({ clientToken: 'token' })).tasks).toHaveLength(1);
  });

  test('allows a burst of 100, then 40 a second, StopTask included', async () => {
    const burst = await Promise.allSettled(items(130, () => world.run()));
    const refusals = burst.filter(({ status }) => status === 'rejected');
    // Refills during the burst follow real time, and are few.
    expect(refusals.length).toBeGreaterThan(0);
    expect(world.aws.taskArns.length).toBeGreaterThanOrEqual(100);
    expect(refusals[0]).toMatchObject({ reason: { name: 'ThrottlingException', message: 'Rate exceeded' } });
    await world.clock.advance(1000);
    const before = world.aws.taskArns.length;
    await Promise.allSettled(items(80, () => world.run()));
    const launched = world.aws.taskArns.length - before;
    expect(launched).toBeGreaterThanOrEqual(40);
    expect(launched).toBeLessThan(80);
  });

  test('does not run a deregistered revision, and the family falls back to its newest active one', async () => {
    const second = world.aws.registerTaskDefinition({
      family: 'runner',
      containerDefinitions: [{ name: 'runner', image: 'runner:2' }],
    });
    const deregister = (taskDefinition: string) =>
      world.ecs().send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
    expect((await refusal(deregister('runner'))).name).toBe('InvalidParameterException');
    await expect(deregister(second)).resolves.toMatchObject({ taskDefinition: { status: 'INACTIVE' } });
    expect(await refusal(world.run({ taskDefinition: second }))).toEqual({
      name: 'InvalidParameterException',
      message: 'TaskDefinition is inactive',
    });
    const { tasks } = await world.run();
    expect(tasks?.[0]?.taskDefinitionArn).toBe(second.replace(/2$/, '1'));
  });

  test("copies the definition's tags only on request", async () => {
    const tags = [{ key: 'from', value: 'definition' }];
    world.aws.registerTaskDefinition({ family: 'tagged', containerDefinitions: [{ name: 'a', image: 'b' }], tags });
    const plain = await world.runOne({ taskDefinition: 'tagged' });
    const tagged = await world.runOne({ taskDefinition: 'tagged', propagateTags: 'TASK_DEFINITION' });
    expect(world.aws.task(plain)).toMatchObject({ tags: [] });
    expect(world.aws.task(tagged)).toMatchObject({ tags });
  });
});
