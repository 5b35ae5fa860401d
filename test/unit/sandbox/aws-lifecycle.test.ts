import { DescribeTasksCommand, ListTasksCommand, StopTaskCommand, TaskField } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsWorld, refusal } from './aws-world.ts';

const PROVIDER = [{ capacityProvider: 'asg', weight: 1 }];
const FARGATE_NETWORK = { awsvpcConfiguration: { subnets: ['subnet-1'] } };

describe('a task', () => {
  let world: AwsWorld;
  beforeEach(async () => {
    world = await AwsWorld.start({ provisioningMs: 10_000, pendingMs: 10_000, stoppingMs: 30_000 });
    world.seed();
  });
  afterEach(() => world.close());

  const look = async (arn: string) => {
    const command = new DescribeTasksCommand({ cluster: 'runners', tasks: [arn], include: [TaskField.TAGS] });
    const { tasks } = await world.ecs().send(command);
    return tasks?.[0];
  };
  const stop = (arn: string, reason?: string) =>
    world.ecs().send(new StopTaskCommand({ cluster: 'runners', task: arn, ...(reason && { reason }) }));
  const list = (input: object = {}) => world.ecs().send(new ListTasksCommand({ cluster: 'runners', ...input }));
  const toRunning = () => world.clock.advance(20_000);

  test('goes through its states to RUNNING and starts the runner container with the effective settings', async () => {
    world.aws.registerTaskDefinition({
      family: 'runner',
      taskRoleArn: 'arn:aws:iam::123456789012:role/task',
      containerDefinitions: [
        { name: 'sidecar', image: 'sidecar' },
        {
          name: 'runner',
          image: 'runner',
          entryPoint: ['/bin/sh', '-c'],
          command: ['default'],
          environment: [
            { name: 'KEPT', value: 'definition' },
            { name: 'REPLACED', value: 'definition' },
          ],
        },
      ],
    });
    const environment = [{ name: 'REPLACED', value: 'override' }];
    const arn = await world.runOne({
      overrides: { containerOverrides: [{ name: 'runner', command: ['given'], environment }] },
      startedBy: 'me',
      tags: [{ key: 'a', value: 'b' }],
    });
    expect(await look(arn)).toMatchObject({
      lastStatus: 'PROVISIONING',
      desiredStatus: 'RUNNING',
      startedBy: 'me',
      launchType: 'EC2',
      tags: [{ key: 'a', value: 'b' }],
      createdAt: expect.any(Date),
    });
    await world.clock.advance(10_000);
    expect(await look(arn)).toMatchObject({ lastStatus: 'PENDING', pullStartedAt: expect.any(Date) });
    expect(world.processes).toHaveLength(0);
    await world.clock.advance(10_000);
    expect(await look(arn)).toMatchObject({
      lastStatus: 'RUNNING',
      startedAt: expect.any(Date),
      pullStoppedAt: expect.any(Date),
      containers: [
        { name: 'sidecar', lastStatus: 'RUNNING' },
        { name: 'runner', lastStatus: 'RUNNING', image: 'runner' },
      ],
    });
    expect(world.processes).toMatchObject([
      {
        taskArn: arn,
        command: ['/bin/sh', '-c', 'given'],
        environment: {
          KEPT: 'definition',
          REPLACED: 'override',
          AWS_EXECUTION_ENV: 'AWS_ECS_EC2',
          AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: expect.stringMatching(/^\/v2\/credentials\/[0-9a-f]{32}$/),
        },
      },
    ]);
    expect(world.processes[0]?.environment).not.toHaveProperty('AWS_REGION');
  });

  test('on Fargate shows ACTIVATING, and its container knows the region', async () => {
    world.aws.registerTaskDefinition({
      family: 'fargate',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'main', image: 'runner', stopTimeout: 300 }],
    });
    const arn = await world.runOne({
      taskDefinition: 'fargate',
      launchType: 'FARGATE',
      networkConfiguration: FARGATE_NETWORK,
    });
    await world.clock.advance(18_000);
    expect(await look(arn)).toMatchObject({ lastStatus: 'ACTIVATING' });
    await world.clock.advance(2_000);
    expect(world.processes[0]?.environment).toMatchObject({
      AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
      AWS_REGION: 'us-east-1',
    });
    await stop(arn);
    expect(world.processes[0]?.stopTimeout).toBe(120);
  });

  test('whose essential process exits winds down by itself', async () => {
    const arn = await world.runOne();
    await toRunning();
    world.processes[0]?.exit(3);
    expect(await look(arn)).toMatchObject({ lastStatus: 'DEACTIVATING', desiredStatus: 'STOPPED' });
    await world.clock.advance(10_000);
    expect(await look(arn)).toMatchObject({ lastStatus: 'STOPPING' });
    await world.clock.advance(10_000);
    expect(await look(arn)).toMatchObject({ lastStatus: 'DEPROVISIONING' });
    expect(world.aliveTasks()).toHaveLength(1);
    await world.clock.advance(10_000);
    expect(await look(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      stoppedAt: expect.any(Date),
      containers: [{ exitCode: 3, lastStatus: 'STOPPED' }],
    });
    expect(world.aliveTasks()).toHaveLength(0);
  });

  test('goes on without a container that is not essential', async () => {
    world.aws.registerTaskDefinition({
      family: 'runner',
      containerDefinitions: [
        { name: 'runner', image: 'runner', essential: false },
        { name: 'main', image: 'main' },
      ],
    });
    const arn = await world.runOne();
    await toRunning();
    world.processes[0]?.exit(0);
    await world.clock.advance(60_000);
    expect(await look(arn)).toMatchObject({
      lastStatus: 'RUNNING',
      containers: [{ lastStatus: 'STOPPED', exitCode: 0 }, { lastStatus: 'RUNNING' }],
    });
    await stop(arn);
    await world.clock.advance(30_000);
    expect(await look(arn)).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'UserInitiated' });
  });

  test('that is stopped stays STOPPING until its process has ended, loses its tags, and may be stopped again', async () => {
    const arn = await world.runOne({ tags: [{ key: 'a', value: 'b' }], startedBy: 'me' });
    await toRunning();
    const answer = await stop(arn, 'not needed');
    expect(answer.task).toMatchObject({ desiredStatus: 'STOPPED', stopCode: 'UserInitiated' });
    expect(world.processes[0]?.stopTimeout).toBe(30);
    await world.clock.advance(600_000);
    expect(await look(arn)).toMatchObject({ lastStatus: 'DEACTIVATING', tags: [] });
    world.processes[0]?.exit(143);
    await world.clock.advance(30_000);
    const again = await stop(arn, 'another reason');
    expect(again.task).toMatchObject({
      lastStatus: 'STOPPED',
      stoppedReason: 'not needed',
      containers: [{ exitCode: 143 }],
    });
    expect((await list({ startedBy: 'me' })).taskArns).toEqual([]);
    expect((await list({ desiredStatus: 'STOPPED' })).taskArns).toEqual([arn]);
  });

  test('that is stopped before RUNNING never starts a process', async () => {
    const arn = await world.runOne();
    await stop(arn);
    expect(await look(arn)).toMatchObject({ lastStatus: 'DEPROVISIONING', stoppedReason: 'Task stopped by user' });
    await world.clock.advance(100_000);
    const task = await look(arn);
    expect(task).toMatchObject({ lastStatus: 'STOPPED' });
    expect(task?.containers?.[0]?.exitCode).toBeUndefined();
    expect(world.processes).toHaveLength(0);
  });

  test('is described for an hour after it stopped, then MISSING', async () => {
    const arn = await world.runOne();
    await stop(arn);
    await world.clock.advance(30_000 + 3_590_000);
    expect(await look(arn)).toBeDefined();
    await world.clock.advance(11_000);
    const answer = await world.ecs().send(new DescribeTasksCommand({ cluster: 'runners', tasks: [arn] }));
    expect(answer).toMatchObject({ tasks: [], failures: [{ arn, reason: 'MISSING' }] });
    expect(await refusal(stop(arn))).toEqual({
      name: 'InvalidParameterException',
      message: 'The referenced task was not found.',
    });
    expect(world.aws.task(arn)).toMatchObject({ lastStatus: 'STOPPED' });
  });

  test('is hidden from the reads for a while, but not from StopTask', async () => {
    world.aws.setHideNewTasksMs(60_000);
    const [seen, stopped] = [await world.runOne({ startedBy: 'me' }), await world.runOne({ startedBy: 'me' })];
    expect((await list({ startedBy: 'me' })).taskArns).toEqual([]);
    const described = await world.ecs().send(new DescribeTasksCommand({ cluster: 'runners', tasks: [seen] }));
    expect(described.failures).toEqual([{ arn: seen, reason: 'MISSING' }]);
    await stop(stopped);
    await world.clock.advance(60_000);
    expect((await list({ startedBy: 'me' })).taskArns).toEqual([seen]);
    expect(await look(stopped)).toMatchObject({ lastStatus: 'STOPPED' });
  });

  test('waits 30 minutes for a capacity provider without instances, then fails to start', async () => {
    world.aws.addCluster({ name: 'empty', capacityProviders: ['asg'], containerInstances: 0 });
    const arn = await world.runOne({ cluster: 'empty', capacityProviderStrategy: PROVIDER });
    await world.clock.advance(29 * 60_000);
    expect(world.aws.task(arn)).toMatchObject({ lastStatus: 'PROVISIONING', capacityProviderName: 'asg' });
    await world.clock.advance(2 * 60_000);
    expect(world.aws.task(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'TaskFailedToStart: EMPTY CAPACITY PROVIDER',
    });
    expect(world.processes).toHaveLength(0);
  });

  test('of launch type EC2 fails for lack of room on a cluster without instances', async () => {
    world.aws.addCluster({ name: 'empty', containerInstances: 0 });
    const answer = await world.run({ cluster: 'empty', launchType: 'EC2', count: 2 });
    expect(answer.tasks).toEqual([]);
    expect(answer.failures).toEqual([{ reason: 'RESOURCE:CPU' }, { reason: 'RESOURCE:CPU' }]);
    expect(world.aws.taskArns).toEqual([]);
  });

  test('launches, fails, gets stuck or stops as configured', async () => {
    world.aws.setLaunchBehaviour({ kind: 'failures', reason: 'AGENT', detail: 'gone' });
    expect((await world.run()).failures).toEqual([{ reason: 'AGENT', detail: 'gone' }]);
    world.aws.setLaunchBehaviour({ kind: 'stuck', in: 'PENDING' });
    const stuck = await world.runOne();
    const ends = { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError', reason: 'no such image' };
    world.aws.setLaunchBehaviour({ kind: 'stop', after: 'PENDING', ...ends });
    const unpulled = await world.runOne();
    const crash = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };
    world.aws.setLaunchBehaviour({ kind: 'stop', after: 'RUNNING', ...crash, exitCode: 1 });
    const crashed = await world.runOne();
    await world.clock.advance(1_000_000);
    expect(await look(stuck)).toMatchObject({ lastStatus: 'PENDING' });
    expect(await look(unpulled)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: ends.stopCode,
      stoppedReason: ends.stoppedReason,
      containers: [{ reason: 'no such image' }],
    });
    expect((await look(unpulled))?.startedAt).toBeUndefined();
    expect(await look(crashed)).toMatchObject({ ...crash, startedAt: expect.any(Date), containers: [{ exitCode: 1 }] });
    expect(world.processes).toHaveLength(0);
  });

  test('is moved by hand if its launch is stepwise, however much time passes', async () => {
    world.aws.setLaunchBehaviour({ kind: 'stepwise' });
    const arn = await world.runOne();
    for (const state of ['PROVISIONING', 'PENDING']) {
      await world.clock.advance(1_000_000);
      expect(await look(arn)).toMatchObject({ lastStatus: state });
      world.aws.moveOn(arn);
    }
    expect(await look(arn)).toMatchObject({ lastStatus: 'RUNNING' });
    expect(world.processes).toHaveLength(1);
    world.aws.moveOn(arn);
    expect(await look(arn)).toMatchObject({ lastStatus: 'RUNNING' });
  });

  test('that is moved by hand stays stopped once it is', async () => {
    world.aws.setLaunchBehaviour({ kind: 'stepwise' });
    const arn = await world.runOne();
    await stop(arn);
    await world.clock.advance(30_000);
    world.aws.moveOn(arn);
    expect(await look(arn)).toMatchObject({ lastStatus: 'STOPPED' });
    expect(world.processes).toEqual([]);
  });

  test('is ended from outside', async () => {
    const arn = await world.runOne();
    await toRunning();
    world.aws.endTask(arn, { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' });
    expect(world.processes[0]?.stopTimeout).toBe(30);
    world.processes[0]?.exit(143);
    await world.clock.advance(30_000);
    expect(await look(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
      containers: [{ exitCode: 143 }],
    });
    expect(() => world.aws.endTask('arn:none', { stopCode: 'x', stoppedReason: 'y' })).toThrow('no task');
  });
});
