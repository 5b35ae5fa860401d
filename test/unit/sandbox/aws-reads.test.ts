import {
  CreateClusterCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListTagsForResourceCommand,
  ListTasksCommand,
  type ListTasksCommandInput,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsWorld, refusal } from './aws-world.ts';

const invalid = 'InvalidParameterException';

describe('the reads of ECS', () => {
  let world: AwsWorld;
  beforeEach(async () => {
    world = await AwsWorld.start();
    world.seed();
  });
  afterEach(() => world.close());

  const list = (input: ListTasksCommandInput = {}) =>
    world.ecs().send(new ListTasksCommand({ cluster: 'runners', ...input }));
  const describeTasks = (tasks: string[], input: object = {}) =>
    world.ecs().send(new DescribeTasksCommand({ cluster: 'runners', tasks, ...input }));

  test('ListTasks matches startedBy exactly, in one cluster', async () => {
    const mine = await world.runOne({ startedBy: 'run-1' });
    await world.run({ startedBy: 'run-10' });
    world.aws.addCluster({ name: 'other' });
    await world.run({ startedBy: 'run-1', cluster: 'other' });
    expect((await list({ startedBy: 'run-1' })).taskArns).toEqual([mine]);
    expect((await list({ family: 'runner' })).taskArns).toHaveLength(2);
    expect((await list({ family: 'other' })).taskArns).toEqual([]);
    expect((await list({ launchType: 'FARGATE' })).taskArns).toEqual([]);
  });

  test.each(['family', 'launchType', 'serviceName', 'containerInstance', 'desiredStatus'] as const)(
    'ListTasks accepts no %s together with startedBy',
    async (filter) => {
      const error = await refusal(list({ startedBy: 'me', [filter]: 'x' }));
      expect(error).toEqual({ name: invalid, message: 'startedBy must be the only filter.' });
    },
  );

  test('ListTasks returns pages of up to 100 tasks with a token each', async () => {
    const arns: string[] = [];
    for (let i = 0; i < 10; i += 1) {
      const { tasks } = await world.run({ count: 10, startedBy: 'me' });
      arns.push(...(tasks ?? []).flatMap(({ taskArn }) => taskArn ?? []));
    }
    expect(await list({ startedBy: 'me' })).not.toHaveProperty('nextToken');
    arns.push(await world.runOne({ startedBy: 'me' }));
    const first = await list({ startedBy: 'me' });
    expect(first.taskArns).toHaveLength(100);
    // A page continues where the previous one ended, even if that last task is no longer listed.
    await world.ecs().send(new StopTaskCommand({ cluster: 'runners', task: arns[99] }));
    const second = await list({ startedBy: 'me', nextToken: first.nextToken });
    expect([...(first.taskArns ?? []), ...(second.taskArns ?? [])]).toEqual(arns);
    expect(second.nextToken).toBeUndefined();
    const small = await list({ startedBy: 'me', maxResults: 2 });
    expect(small.taskArns).toEqual(arns.slice(0, 2));
    expect((await refusal(list({ maxResults: 101 }))).name).toBe(invalid);
    expect((await refusal(list({ nextToken: 'bm9uZQ==' }))).name).toBe(invalid);
  });

  test('DescribeTasks accepts 1 to 100 ids or ARNs, and shows tags only on request', async () => {
    const arn = await world.runOne({ tags: [{ key: 'a', value: 'b' }] });
    const id = arn.split('/').at(-1) ?? '';
    expect((await describeTasks([id])).tasks).toMatchObject([{ taskArn: arn, tags: [] }]);
    expect((await describeTasks([arn], { include: ['TAGS'] })).tasks).toMatchObject([
      { tags: [{ key: 'a', value: 'b' }] },
    ]);
    const unknown = 'f'.repeat(32);
    expect((await describeTasks([unknown, id])).failures).toEqual([
      { arn: `arn:aws:ecs:us-east-1:123456789012:task/runners/${unknown}`, reason: 'MISSING' },
    ]);
    expect(await refusal(describeTasks([]))).toEqual({ name: invalid, message: 'Tasks cannot be empty.' });
    expect((await refusal(describeTasks(Array(101).fill(id)))).name).toBe(invalid);
    expect((await describeTasks(Array(100).fill(id))).tasks).toHaveLength(100);
    expect((await refusal(describeTasks(['short']))).message).toBe('taskId length should be one of [32,36]');
    const elsewhere = world.ecs().send(new DescribeTasksCommand({ tasks: [arn] }));
    expect((await refusal(elsewhere)).message).toBe('Identifier is for runners. Your cluster is default');
    expect((await refusal(describeTasks([id], { cluster: 'none' }))).name).toBe('ClusterNotFoundException');
  });

  test('ListTasks and DescribeTasks share a burst of 100, then 20 a second', async () => {
    const id = (await world.runOne()).split('/').at(-1) ?? '';
    const calls = () => Array.from({ length: 120 }, (_, i) => (i % 2 === 0 ? list() : describeTasks([id])));
    const burst = await Promise.allSettled(calls());
    const refused = burst.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(20);
    expect(refused[0]).toMatchObject({ reason: { name: 'ThrottlingException', message: 'Rate exceeded' } });
    // The other bucket is still as full as before.
    await expect(world.run()).resolves.toMatchObject({ failures: [] });
    await world.clock.advance(5000);
    await expect(list()).resolves.toHaveProperty('taskArns');
  });

  test('a task definition is described by family, revision and ARN', async () => {
    const containerDefinitions = [{ name: 'runner', image: 'runner:2' }];
    const tags = [{ key: 'a', value: 'b' }];
    const registered = await world
      .ecs()
      .send(new RegisterTaskDefinitionCommand({ family: 'runner', containerDefinitions, tags }));
    const arn = registered.taskDefinition?.taskDefinitionArn;
    expect(arn).toBe('arn:aws:ecs:us-east-1:123456789012:task-definition/runner:2');
    const find = (taskDefinition?: string, include?: ['TAGS']) =>
      world.ecs().send(new DescribeTaskDefinitionCommand({ taskDefinition, ...(include && { include }) }));
    expect(await find('runner', ['TAGS'])).toMatchObject({ taskDefinition: { revision: 2, family: 'runner' }, tags });
    expect(await find(arn)).toMatchObject({ taskDefinition: { containerDefinitions, status: 'ACTIVE' }, tags: [] });
    expect(await find('runner:1')).toMatchObject({ taskDefinition: { revision: 1 } });
    for (const unknown of ['none', 'runner:3', arn?.replace('us-east-1', 'eu-west-1')]) {
      const message = 'Unable to describe task definition.';
      expect(await refusal(find(unknown))).toEqual({ name: 'ClientException', message });
    }
  });

  test('registration refuses what Fargate does not accept', async () => {
    const fargate = { family: 'f', requiresCompatibilities: ['FARGATE' as const], cpu: '256', memory: '512' };
    const container = { name: 'a', image: 'b' };
    const register = (input: object) =>
      world.ecs().send(new RegisterTaskDefinitionCommand({ ...fargate, containerDefinitions: [container], ...input }));
    expect((await refusal(register({ networkMode: 'bridge' }))).message).toContain('awsvpc');
    const privileged = register({ networkMode: 'awsvpc', containerDefinitions: [{ ...container, privileged: true }] });
    expect(await refusal(privileged)).toEqual({
      name: 'ClientException',
      message: 'Fargate compatible task definitions do not support privileged.',
    });
    const answer = await register({ networkMode: 'awsvpc' });
    expect(answer.taskDefinition?.compatibilities).toEqual(['EC2', 'FARGATE']);
  });

  test('clusters are made, listed and described', async () => {
    await world.ecs().send(new CreateClusterCommand({ clusterName: 'made', capacityProviders: ['FARGATE'] }));
    const { clusterArns } = await world.ecs().send(new ListClustersCommand({}));
    expect(clusterArns).toHaveLength(2);
    await world.runOne();
    const found = await world.ecs().send(new DescribeClustersCommand({ clusters: ['runners', 'made', 'none'] }));
    expect(found.clusters).toMatchObject([
      { clusterName: 'runners', status: 'ACTIVE', pendingTasksCount: 1, registeredContainerInstancesCount: 1 },
      { clusterName: 'made', capacityProviders: ['FARGATE'], registeredContainerInstancesCount: 0 },
    ]);
    expect(found.failures).toEqual([{ arn: 'arn:aws:ecs:us-east-1:123456789012:cluster/none', reason: 'MISSING' }]);
  });

  test('tags are put on a task and listed', async () => {
    const resourceArn = await world.runOne({ tags: [{ key: 'a', value: '1' }] });
    const tags = [
      { key: 'a', value: '2' },
      { key: 'b', value: '3' },
    ];
    await world.ecs().send(new TagResourceCommand({ resourceArn, tags }));
    expect((await world.ecs().send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(tags);
  });

  test('an unmodelled call is an unknown operation, not a success', async () => {
    const error = await refusal(world.ecs().send(new DescribeServicesCommand({ services: ['x'] })));
    expect(error.name).toBe('UnknownOperationException');
    expect(world.journal.at(-1)).toMatchObject({ service: 'ecs', operation: 'DescribeServices' });
  });

  test('a body that is not JSON, or has a wrong type, is a SerializationException', async () => {
    await world.run();
    const authorization = world.journal.at(-1)?.request.headers['authorization'] ?? '';
    const start = '{"taskDefinition": "runner", ';
    for (const body of ['{', '[]', `${start}"cluster": 1}`, `${start}"overrides": []}`, `${start}"count": "1"}`]) {
      const answer = await fetch(world.aws.endpointUrl, {
        method: 'POST',
        headers: { authorization, 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.RunTask' },
        body,
      });
      expect(answer.status).toBe(400);
      expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
      expect(await answer.json()).toMatchObject({ __type: 'SerializationException' });
    }
  });
});
