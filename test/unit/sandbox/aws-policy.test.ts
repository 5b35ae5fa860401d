import {
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Decision, evaluate } from '../../../sandbox/aws/policy.ts';
import type { PolicyStatement } from '../../../sandbox/contract.ts';
import { AUDIENCE, AwsWorld, type Keys, refusal } from './aws-world.ts';

const allow = (Action: string | string[], Resource: string | string[], Condition?: PolicyStatement['Condition']) =>
  ({ Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) }) as const;

describe('a policy', () => {
  const request = {
    action: 'ecs:RunTask',
    resource: 'arn:aws:ecs:us-east-1:1:task-definition/runner:3',
    context: {
      'aws:RequestTag/team': 'blue',
      'aws:TagKeys': ['team', 'run'],
      'ecs:cluster': 'arn:aws:ecs:r:1:cluster/c',
    },
  };
  const under = (Condition: PolicyStatement['Condition']) =>
    evaluate([allow('ecs:*', '*', Condition)], request) === 'allow';

  test.each<[readonly PolicyStatement[], Decision]>([
    [[], 'none'],
    [[allow('*', '*')], 'allow'],
    [[allow(['s3:*', 'ECS:run*'], '*')], 'allow'],
    [[allow('ecs:RunTas?', 'arn:aws:ecs:us-east-1:1:task-definition/runner:*')], 'allow'],
    [[allow('ecs:RunTask', 'arn:aws:ecs:us-east-1:1:task-definition/runner')], 'none'],
    [[allow('ecs:RunTask', 'arn.aws:ecs:us-east-1:1:task-definition/runner:3')], 'none'],
    [[allow('ecs:StopTask', '*')], 'none'],
    [[allow('*', '*'), { Effect: 'Deny', Action: 'ecs:RunTask', Resource: '*' }], 'deny'],
    [[allow('*', '*'), { Effect: 'Deny', Action: 'ecs:StopTask', Resource: '*' }], 'allow'],
  ])('%j decides %s', (statements, decision) => {
    expect(evaluate(statements, request)).toBe(decision);
  });

  test.each<[NonNullable<PolicyStatement['Condition']>, boolean]>([
    [{ StringEquals: { 'aws:RequestTag/team': 'blue' } }, true],
    [{ StringEquals: { 'AWS:requesttag/team': ['red', 'blue'] } }, true],
    [{ StringEquals: { 'aws:RequestTag/team': 'b*' } }, false],
    [{ StringLike: { 'aws:RequestTag/team': 'b*' } }, true],
    [{ StringEquals: { 'aws:RequestTag/other': 'blue' } }, false],
    [{ StringEqualsIfExists: { 'aws:RequestTag/other': 'blue' } }, true],
    [{ StringNotEquals: { 'aws:RequestTag/team': 'blue' } }, false],
    [{ StringNotEquals: { 'aws:RequestTag/team': ['red', 'green'] } }, true],
    [{ StringNotEquals: { 'aws:RequestTag/other': 'blue' } }, true],
    [{ StringNotLike: { 'aws:RequestTag/team': 'r*' } }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'run', 'more'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:Absent': ['team'] } }, true],
    [{ 'ForAnyValue:StringLike': { 'aws:TagKeys': ['t*'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['other'] } }, false],
    [{ 'ForAnyValue:StringEquals': { 'aws:Absent': ['team'] } }, false],
    [{ StringEquals: { 'aws:TagKeys': ['team', 'run'] } }, false],
    [{ Null: { 'aws:TagKeys': 'false' } }, true],
    [{ Null: { 'aws:TagKeys': 'true' } }, false],
    [{ Null: { 'aws:RequestTag/other': 'true' } }, true],
    [{ ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:r:1:cluster/c' } }, true],
    [{ ArnLike: { 'ecs:cluster': 'arn:*:ecs:*:1:cluster/*' } }, true],
    [{ ArnLike: { 'ecs:cluster': 'arn:*:cluster/c' } }, false],
    [{ ArnNotEquals: { 'ecs:cluster': 'arn:aws:ecs:r:1:cluster/c' } }, false],
    [{ StringEquals: { 'aws:RequestTag/team': 'blue' }, Null: { 'aws:TagKeys': 'true' } }, false],
  ])('under %j allows: %s', (condition, allowed) => {
    expect(under(condition)).toBe(allowed);
  });

  test('with an unmodelled operator is an error, not a pass', () => {
    expect(() => under({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })).toThrow('IpAddress is not modelled');
  });
});

describe('the policies of a role', () => {
  let world: AwsWorld;
  beforeEach(async () => {
    world = await AwsWorld.start();
    world.seed();
  });
  afterEach(() => world.close());

  const session = async (...statements: PolicyStatement[]): Promise<Keys> => {
    const trust = { audience: AUDIENCE, subjects: ['*'] };
    const RoleArn = world.aws.addRole({ name: 'starter', trust, statements });
    const WebIdentityToken = await world.token();
    const input = { RoleArn, RoleSessionName: 'ecs-github-runner', WebIdentityToken };
    const { Credentials } = await world.sts().send(new AssumeRoleWithWebIdentityCommand(input));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  };
  const denial = (
    action: string,
    resource: string,
    why = `because no identity-based policy allows the ${action} action`,
  ) => ({
    name: 'AccessDeniedException',
    message: `User: arn:aws:sts::123456789012:assumed-role/starter/ecs-github-runner is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  });
  const CLUSTER = 'arn:aws:ecs:us-east-1:123456789012:cluster/runners';
  const DEFINITION = 'arn:aws:ecs:us-east-1:123456789012:task-definition/runner:1';
  const TASKS = 'arn:aws:ecs:us-east-1:123456789012:task/runners/*';
  const inCluster = { ArnEquals: { 'ecs:cluster': CLUSTER } };

  test('RunTask needs ecs:RunTask on the revision, in the cluster', async () => {
    expect(await refusal(world.run({}, await session()))).toEqual(denial('ecs:RunTask', DEFINITION));
    const keys = await session(allow('ecs:RunTask', DEFINITION.replace(/1$/, '*'), inCluster));
    await expect(world.run({}, keys)).resolves.toMatchObject({ failures: [] });
    world.aws.addCluster({ name: 'other' });
    expect((await refusal(world.run({ cluster: 'other' }, keys))).name).toBe('AccessDeniedException');
    const forbidden = await session(allow('*', '*'), { Effect: 'Deny', Action: 'ecs:*', Resource: '*' });
    const why = 'with an explicit deny in an identity-based policy';
    expect(await refusal(world.run({}, forbidden))).toEqual(denial('ecs:RunTask', DEFINITION, why));
  });

  test('RunTask with tags needs ecs:TagResource on creation too', async () => {
    const tags = [{ key: 'run', value: '1' }];
    const run = allow('ecs:RunTask', '*');
    expect(await refusal(world.run({ tags }, await session(run)))).toEqual(denial('ecs:TagResource', TASKS));
    const tag = allow('ecs:TagResource', TASKS, {
      StringEquals: { 'ecs:CreateAction': 'RunTask' },
      'ForAllValues:StringLike': { 'aws:TagKeys': ['run'] },
    });
    const keys = await session(run, tag);
    await expect(world.run({ tags }, keys)).resolves.toMatchObject({ failures: [] });
    const more = [...tags, { key: 'other', value: '' }];
    expect(await refusal(world.run({ tags: more }, keys))).toEqual(denial('ecs:TagResource', TASKS));
    await expect(world.run({}, await session(run))).resolves.toMatchObject({ failures: [] });
    expect(world.aws.taskArns).toHaveLength(2);
  });

  test('RunTask needs iam:PassRole on the roles in effect', async () => {
    const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
    world.aws.registerTaskDefinition({
      family: 'roles',
      taskRoleArn: role('task'),
      executionRoleArn: role('execution'),
      containerDefinitions: [{ name: 'runner', image: 'runner' }],
    });
    const run = allow('ecs:RunTask', '*');
    const pass = (...names: string[]) =>
      allow('iam:PassRole', names.map(role), { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
    const roles = { taskDefinition: 'roles' };
    expect(await refusal(world.run(roles, await session(run)))).toEqual(denial('iam:PassRole', role('task')));
    const half = await session(run, pass('task'));
    expect(await refusal(world.run(roles, half))).toEqual(denial('iam:PassRole', role('execution')));
    const keys = await session(run, pass('task', 'execution'));
    await expect(world.run(roles, keys)).resolves.toMatchObject({ failures: [] });
    const swapped = world.run({ ...roles, overrides: { taskRoleArn: role('admin') } }, keys);
    expect(await refusal(swapped)).toEqual(denial('iam:PassRole', role('admin')));
    const elsewhere = allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } });
    expect((await refusal(world.run(roles, await session(run, elsewhere)))).name).toBe('AccessDeniedException');
  });

  test('a tag condition allows StopTask once: the first call drops the tags', async () => {
    const mine = { StringEquals: { 'aws:ResourceTag/run': '1' } };
    const keys = await session(allow(['ecs:StopTask', 'ecs:DescribeTasks'], TASKS, mine));
    const stop = (task: string) => world.ecs(keys).send(new StopTaskCommand({ cluster: 'runners', task }));
    const arn = await world.runOne({ tags: [{ key: 'run', value: '1' }] });
    const foreign = await world.runOne({ tags: [{ key: 'run', value: '2' }] });
    expect(await refusal(stop(foreign))).toEqual(denial('ecs:StopTask', foreign));
    const look = world.ecs(keys).send(new DescribeTasksCommand({ cluster: 'runners', tasks: [arn] }));
    await expect(look).resolves.toMatchObject({ failures: [] });
    await expect(stop(arn)).resolves.toMatchObject({ task: { desiredStatus: 'STOPPED' } });
    expect(await refusal(stop(arn))).toEqual(denial('ecs:StopTask', arn));
  });

  test('ListTasks is checked on the cluster, DescribeTaskDefinition on no resource', async () => {
    const list = (keys: Keys) => world.ecs(keys).send(new ListTasksCommand({ cluster: 'runners' }));
    const resource = 'arn:aws:ecs:us-east-1:123456789012:container-instance/runners/*';
    await expect(list(await session(allow('ecs:ListTasks', '*', inCluster)))).resolves.toMatchObject({ taskArns: [] });
    await expect(list(await session(allow('ecs:ListTasks', resource)))).resolves.toMatchObject({ taskArns: [] });
    expect(await refusal(list(await session(allow('ecs:ListTasks', CLUSTER))))).toEqual(
      denial('ecs:ListTasks', resource),
    );
    const look = (keys: Keys) => world.ecs(keys).send(new DescribeTaskDefinitionCommand({ taskDefinition: 'runner' }));
    const narrow = await session(allow('ecs:DescribeTaskDefinition', DEFINITION));
    expect(await refusal(look(narrow))).toEqual(denial('ecs:DescribeTaskDefinition', '*'));
    await expect(look(await session(allow('ecs:DescribeTaskDefinition', '*')))).resolves.toHaveProperty(
      'taskDefinition',
    );
  });

  test('a policy that the sandbox cannot evaluate is not added', () => {
    const statements = [allow('*', '*', { DateLessThan: { 'aws:CurrentTime': '2030' } })];
    expect(() => world.aws.addRole({ name: 'odd', statements })).toThrow('DateLessThan is not modelled');
  });
});
