import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../sandbox/index.ts';
import { startMotoSandbox } from '../../sandbox/moto/index.ts';
import { startMotoProcess } from '../../sandbox/moto/process.ts';

/** Prints its environment's WORD, then runs until it is stopped. */
const WAIT = ['bash', '-c', 'echo "word: $WORD"; trap "exit 0" TERM; while :; do sleep 0.05; done'];

let sandbox: Sandbox;
let ecs: ECSClient;
let output: { taskArn: string; text: string }[];

beforeEach(async () => {
  output = [];
  sandbox = await startMotoSandbox({
    aws: { provisioningMs: 50, pendingMs: 50, stoppingMs: 600 },
    onTaskOutput: (line) => output.push(line),
  });
  const { aws } = sandbox;
  aws.addCluster({ name: 'ci' });
  const container = { image: 'image', cpu: 64, memory: 128, environment: [{ name: 'WORD', value: 'default' }] };
  aws.registerTaskDefinition({ family: 'runner', containerDefinitions: [{ ...container, name: 'runner' }] });
  ecs = new ECSClient(clientConfig());
});

afterEach(async () => {
  ecs.destroy();
  await sandbox.close();
});

function clientConfig() {
  const { aws } = sandbox;
  return {
    endpoint: aws.endpointUrl,
    region: aws.region,
    credentials: {
      accessKeyId: aws.adminEnvironment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: aws.adminEnvironment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
    maxAttempts: 1,
  };
}

async function runTask(command: readonly string[], startedBy = 'me'): Promise<string> {
  const environment = [{ name: 'WORD', value: 'overridden' }];
  const { tasks } = await ecs.send(
    new RunTaskCommand({
      cluster: 'ci',
      taskDefinition: 'runner',
      startedBy,
      overrides: { containerOverrides: [{ name: 'runner', command: [...command], environment }] },
    }),
  );
  const arn = tasks?.[0]?.taskArn;
  if (arn === undefined) throw new Error('RunTask answered without a task');
  return arn;
}

async function describeTask(arn: string): Promise<Task> {
  const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: 'ci', tasks: [arn] }));
  if (tasks?.[0] === undefined) throw new Error(`moto does not know ${arn}`);
  return tasks[0];
}

async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`This did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const runs = (arn: string) => output.some(({ taskArn, text }) => taskArn === arn && text.startsWith('word:'));
const statuses = () => Object.fromEntries(sandbox.inventory().tasks.map(({ arn, lastStatus }) => [arn, lastStatus]));

describe('a task that moto accepted', () => {
  test("has a process with its overrides' command and environment", async () => {
    const arn = await runTask(WAIT);
    await until('the process', () => runs(arn));
    expect(output).toEqual([expect.objectContaining({ taskArn: arn, text: 'word: overridden' })]);
    expect(sandbox.inventory()).toMatchObject({ tasks: [{ arn, lastStatus: 'RUNNING', startedBy: 'me' }] });
    expect(sandbox.inventory().processes.length).toBeGreaterThan(0);
    expect(sandbox.aws.taskArns).toEqual([arn]);
    expect(sandbox.aws.task(arn)).toMatchObject({
      startedBy: 'me',
      overrides: { containerOverrides: [{ command: WAIT }] },
    });
  });

  test('stays in its state however often it is described', async () => {
    const arn = await runTask(WAIT);
    for (let count = 0; count < 30; count += 1) expect((await describeTask(arn)).lastStatus).toBe('RUNNING');
  });

  test('goes through the state manager to STOPPED when its process ends, and no other task with it', async () => {
    const other = await runTask(WAIT);
    await until('the other process', () => runs(other));
    const arn = await runTask(['bash', '-c', 'exit 3']);
    const seen: unknown[] = [];
    await until('STOPPED', async () => {
      const { lastStatus } = await describeTask(arn);
      if (seen.at(-1) !== lastStatus) seen.push(lastStatus);
      expect((await describeTask(other)).lastStatus).toBe('RUNNING');
      return lastStatus === 'STOPPED';
    });
    expect(seen).toEqual(['RUNNING', 'DEACTIVATING', 'STOPPING', 'DEPROVISIONING', 'STOPPED']);
    const { desiredStatus, stoppedReason } = await describeTask(arn);
    expect({ desiredStatus, stoppedReason }).toEqual({
      desiredStatus: 'STOPPED',
      stoppedReason: 'Essential container in task exited',
    });
    expect(statuses()).toEqual({ [other]: 'RUNNING' });
  });

  test('loses its process at StopTask', async () => {
    const arn = await runTask(WAIT);
    await until('the process', () => runs(arn));
    const { task } = await ecs.send(new StopTaskCommand({ cluster: 'ci', task: arn, reason: 'enough' }));
    expect(task).toMatchObject({ taskArn: arn, lastStatus: 'STOPPED', stoppedReason: 'enough' });
    await until('the end of the process', () => sandbox.inventory().processes.length === 0);
    expect(sandbox.inventory().tasks).toEqual([]);
    // The end of its process does not change the stop reason afterwards.
    await sandbox.clock.sleep(700);
    expect((await describeTask(arn)).stoppedReason).toBe('enough');
  });

  test('loses its process when it is ended from outside', async () => {
    const arn = await runTask(WAIT);
    await until('the process', () => runs(arn));
    sandbox.aws.endTask(arn, { stopCode: 'TerminationNotice', stoppedReason: 'Host EC2 terminated.' });
    expect(sandbox.aws.task(arn)).toMatchObject({ lastStatus: 'STOPPED', stoppedReason: 'Host EC2 terminated.' });
    await until('the end of the process', () => sandbox.inventory().processes.length === 0);
  });

  test('never gets a process if it is stopped before', async () => {
    const arn = await runTask(WAIT);
    await ecs.send(new StopTaskCommand({ cluster: 'ci', task: arn.slice(arn.lastIndexOf('/') + 1) }));
    await sandbox.clock.sleep(300);
    expect(output).toEqual([]);
    expect(sandbox.inventory()).toMatchObject({ tasks: [], processes: [] });
  });
});

test('a RunTask that moto refuses starts nothing', async () => {
  const refused = ecs.send(new RunTaskCommand({ cluster: 'ci', taskDefinition: 'no-such' }));
  await expect(refused).rejects.toThrow('Unable to describe task definition');
  expect(sandbox.aws.taskArns).toEqual([]);
});

test("faults, journal and observers work as with the sandbox's own AWS", async () => {
  sandbox.faults.add({ service: 'ecs', operation: 'RunTask', effect: { kind: 'drop', when: 'after' } });
  const phases: string[] = [];
  sandbox.observe((phase, { service, operation }) => void phases.push(`${phase} ${service} ${operation}`));
  await expect(runTask(WAIT, 'lost')).rejects.toThrow();
  expect(phases).toEqual(['received ecs RunTask', 'acted ecs RunTask']);
  // The answer is lost, but not the task: moto lists it, and it has its process.
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: 'ci', startedBy: 'lost' }));
  expect(taskArns).toHaveLength(1);
  await until('the process', () => runs(taskArns[0] ?? ''));
  const last = sandbox.journal.at(-1);
  expect(last).toMatchObject({ service: 'ecs', operation: 'ListTasks', acted: true, answer: { status: 200 } });
});

test('a role is assumed in moto, by its ARN', async () => {
  const arn = sandbox.aws.addRole({
    name: 'starter',
    trust: { audience: 'sts.amazonaws.com', subjects: ['repo:octo-org/*'] },
    statements: [{ Effect: 'Allow', Action: 'ecs:RunTask', Resource: '*' }],
  });
  expect(arn).toBe('arn:aws:iam::123456789012:role/starter');
  const sts = new STSClient(clientConfig());
  const { AssumedRoleUser } = await sts.send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn: arn, RoleSessionName: 'session', WebIdentityToken: 'any.to.ken' }),
  );
  sts.destroy();
  expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::123456789012:assumed-role/starter/session');
});

test('what moto lacks is refused by name', async () => {
  const { aws } = sandbox;
  const file = 'test/integration/not-on-moto.txt';
  expect(() => aws.setLaunchBehaviour({ kind: 'failures', reason: 'RESOURCE:CPU' })).toThrow(file);
  expect(() => aws.setLaunchBehaviour({ kind: 'run' })).not.toThrow();
  expect(() => aws.setHideNewTasksMs(1)).toThrow('moto cannot hide new tasks');
  const end = { stopCode: 'EssentialContainerExited', stoppedReason: '', exitCode: 3 };
  expect(() => aws.endTask('arn', end)).toThrow('moto cannot give a container an exit code');
  const containers = { family: 'f', containerDefinitions: [{ name: 'runner', image: 'image' }] };
  expect(() => aws.registerTaskDefinition(containers)).toThrow('it needs a memory');
  await expect(startMotoSandbox({ aws: { hideNewTasksMs: 1 } })).rejects.toThrow('moto cannot hide new tasks');
});

describe('the moto process', () => {
  test('is gone once the sandbox is closed', async () => {
    const moto = await startMotoProcess({ account: '123456789012' });
    expect(process.kill(moto.pid, 0)).toBe(true);
    await moto.close();
    expect(() => process.kill(moto.pid, 0)).toThrow('ESRCH');
    await expect(fetch(moto.url)).rejects.toThrow();
  });

  test('that does not start is an error with its last output', async () => {
    const before = process.env['MOTO_SERVER'];
    try {
      process.env['MOTO_SERVER'] = '/nonexistent/moto_server';
      await expect(startMotoSandbox()).rejects.toThrow('cannot be run');
      delete process.env['MOTO_SERVER'];
      await expect(startMotoSandbox()).rejects.toThrow('script/moto');
    } finally {
      process.env['MOTO_SERVER'] = before;
    }
  });
});
