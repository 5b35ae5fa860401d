import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox, TaskDefinitionInput } from '../../sandbox/contract.ts';
import { startSandbox } from '../../sandbox/index.ts';
import { callerIdentity } from '../../src/aws/caller-identity.ts';
import type { ClientSettings } from '../../src/aws/client-config.ts';
import { webIdentityCredentials } from '../../src/aws/web-identity.ts';
import { RunnerError } from '../../src/core/errors.ts';
import type { LaunchRequest } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { TAG } from '../../src/core/tags.ts';
import { EcsLauncher } from '../../src/providers/ecs/launcher.ts';
import type { EcsLaunchOptions } from '../../src/providers/ecs/options.ts';
import { FakeLauncher } from '../helpers/fake-launcher.ts';
import { Calls, FakeClock, MemoryLog } from '../helpers/fakes.ts';
import { until } from '../helpers/until.ts';
import { launcherContract } from './launcher.contract.ts';

const CONTAINER: TaskDefinitionInput['containerDefinitions'][number] = { name: 'runner', image: 'runner:1' };
const DEATH = { stopCode: 'EssentialContainerExited', stoppedReason: 'it just died' };
const RUN = { repositoryId: 123_456_789, runId: 77 };

const LAUNCH: EcsLaunchOptions = {
  taskDefinition: 'runner',
  capacities: [{ text: 'cluster-default', target: { kind: 'cluster-default' } }],
  subnets: [],
  securityGroups: [],
  placementConstraints: [],
  placementStrategy: [],
  environment: {},
  limits: { idleMinutes: 20, lifetimeMinutes: 390 },
  command: ['sleep', '1000'],
};

/** Policies as in the guide: only tasks with this project's tag may be stopped. */
function addRole({ aws }: Sandbox, name: string, actions: readonly string[]): string {
  const task = `arn:${aws.partition}:ecs:${aws.region}:${aws.account}:task/ci/*`;
  const tagged = { StringLike: { [`aws:ResourceTag/${TAG.repositoryId}`]: '*' } };
  return aws.addRole({
    name,
    trust: { audience: 'sts.amazonaws.com', subjects: ['repo:octo-org/octo-repo:*'] },
    statements: [
      { Effect: 'Allow', Action: actions, Resource: '*' },
      ...(actions.includes('ecs:RunTask')
        ? [{ Effect: 'Allow' as const, Action: 'ecs:StopTask', Resource: task, Condition: tagged }]
        : []),
    ],
  });
}

const READ_ONLY = ['ecs:DescribeTasks', 'ecs:ListTasks', 'ecs:DescribeTaskDefinition'];
const STARTER = ['ecs:RunTask', 'ecs:TagResource', ...READ_ONLY];

/** Credentials of a role, assumed with the workflow's OIDC token, as a step gets them. */
function assume(
  sandbox: Sandbox,
  roleArn: string,
  change: { audience?: string; masked?: string[] } = {},
): ClientSettings {
  const { audience = 'sts.amazonaws.com', masked = [] } = change;
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = sandbox.github.oidcEnvironment();
  const region = sandbox.aws.region;
  const common = { region, log: new MemoryLog(), retryBudgetMs: () => 60_000 };
  return {
    ...common,
    credentials: webIdentityCredentials({
      client: common,
      roleArn,
      sessionName: 'ecs-github-runner',
      durationSeconds: 3600,
      mask: (value) => masked.push(value),
      getIdToken: async () => {
        const answer = await fetch(`${url}&audience=${audience}`, { headers: { authorization: `Bearer ${token}` } });
        return ((await answer.json()) as { value: string }).value;
      },
    }),
  };
}

function connect(
  sandbox: Sandbox,
  client: ClientSettings,
  change: Partial<EcsLaunchOptions & { cluster: string }> = {},
) {
  const { cluster = 'ci', ...launch } = change;
  return new EcsLauncher({
    cluster: { region: sandbox.aws.region, name: cluster },
    client,
    launch: { ...LAUNCH, ...launch },
    investigate: async () => [],
    callerIdentity: () => callerIdentity(client),
  });
}

/** A sandbox with a cluster and a task definition; the SDK is pointed at it the way a user would do it. */
async function startAws(): Promise<Sandbox> {
  const sandbox = await startSandbox({ clock: { speed: 20 } });
  process.env['AWS_ENDPOINT_URL'] = sandbox.aws.endpointUrl;
  sandbox.aws.addCluster({ name: 'ci', capacityProviders: ['FARGATE', 'FARGATE_SPOT'] });
  sandbox.aws.registerTaskDefinition({ family: 'runner', containerDefinitions: [CONTAINER] });
  return sandbox;
}

/** Time is stopped first: a task that starts running while the sandbox closes would leave its process behind. */
async function close(sandbox: Sandbox): Promise<void> {
  sandbox.clock.close();
  await sandbox.close();
}

launcherContract('the fake', async () => {
  const clock = new FakeClock();
  const make = () => new FakeLauncher({ clock, calls: new Calls() });
  const [launcher, unprepared] = [make(), make()];
  const missing = new RunnerError({ kind: 'configuration', message: 'No such definition.', hint: 'Correct it.' });
  unprepared.fail('prepare', { error: missing });
  return {
    launcher,
    unprepared,
    unknownId: 'task-0',
    unknownIs: 'already-gone',
    hideNew: (hiddenMs) => {
      launcher.life = { hiddenMs };
    },
    refuseLaunches: () => {
      const full = new RunnerError({ kind: 'capacity', message: 'RESOURCE:CPU', hint: 'Wait.' });
      launcher.fail('launch', { error: full });
      return () => undefined;
    },
    async dyingByItself(launch) {
      launcher.life = { end: { afterMs: 6000, kind: 'configuration', message: 'it just died', hint: 'See its log.' } };
      const launched = await launch();
      launcher.life = {};
      return launched;
    },
    sleep: (ms) => clock.sleep(ms),
    close: async () => undefined,
  };
});

launcherContract('EcsLauncher over HTTP', async () => {
  const sandbox = await startAws();
  const client = assume(sandbox, addRole(sandbox, 'starter', STARTER));
  const { aws } = sandbox;
  return {
    launcher: connect(sandbox, client),
    unprepared: connect(sandbox, client, { taskDefinition: 'nobody' }),
    unknownId: `arn:${aws.partition}:ecs:${aws.region}:${aws.account}:task/ci/${'0'.repeat(32)}`,
    unknownIs: 'permission',
    hideNew: (ms) => aws.setHideNewTasksMs(ms),
    refuseLaunches: () => {
      aws.setLaunchBehaviour({ kind: 'failures', reason: 'RESOURCE:CPU' });
      return () => aws.setLaunchBehaviour({ kind: 'run' });
    },
    async dyingByItself(launch) {
      aws.setLaunchBehaviour({ kind: 'stop', after: 'RUNNING', ...DEATH, exitCode: 1 });
      const launched = await launch();
      aws.setLaunchBehaviour({ kind: 'run' });
      return launched;
    },
    sleep: (ms) => sandbox.clock.sleep(ms),
    close: () => close(sandbox),
  };
});

describe('EcsLauncher', () => {
  let sandbox: Sandbox;
  let client: ClientSettings;
  const masked: string[] = [];
  beforeAll(async () => {
    sandbox = await startAws();
    client = assume(sandbox, addRole(sandbox, 'starter', STARTER), { masked });
  });
  afterAll(() => close(sandbox));
  beforeEach(() => sandbox.faults.clear());
  afterEach(() => {
    sandbox.aws.setHideNewTasksMs(0);
    sandbox.aws.setLaunchBehaviour({ kind: 'run' });
  });

  let counter = 0;
  const request = (change: Partial<LaunchRequest> = {}): LaunchRequest => {
    counter += 1;
    const runnerName = `egr-runner-${counter}`;
    const tags = {
      [TAG.repositoryId]: String(RUN.repositoryId),
      [TAG.runId]: String(RUN.runId),
      [TAG.startKey]: 'the-start',
      [TAG.runnerName]: runnerName,
    };
    const capacity = 'cluster-default';
    const jitConfig = new Secret('config');
    return { run: RUN, runnerName, jitConfig, capacity, clientToken: `own-${counter}`, tags, ...change };
  };
  const launch = async (change: Partial<LaunchRequest> = {}) => {
    const launcher = connect(sandbox, client);
    await launcher.prepare();
    return { launcher, compute: await launcher.launch(request(change)) };
  };

  test('hides the secret parts of the credentials that it gets, and requests them once', async () => {
    const before = sandbox.journal.filter(({ service }) => service === 'sts').length;
    const own: string[] = [];
    const settings = assume(sandbox, addRole(sandbox, 'starter', STARTER), { masked: own });
    const launcher = connect(sandbox, settings);
    await launcher.list(RUN);
    await launcher.list(RUN);
    expect(own).toHaveLength(2);
    expect(sandbox.journal.filter(({ service }) => service === 'sts')).toHaveLength(before + 1);
  });

  test('a launch whose answer was lost is sent again by the SDK, and creates one task', async () => {
    sandbox.faults.add({ service: 'ecs', operation: 'RunTask', effect: { kind: 'drop', when: 'after' } });
    const before = sandbox.aws.taskArns.length;
    const { compute } = await launch();
    expect(sandbox.aws.taskArns.slice(before)).toEqual([compute.id]);
  });

  test('a conflict with a task that is still hidden leaves open whether there is one', async () => {
    const { launcher } = await launch();
    sandbox.aws.setHideNewTasksMs(60_000);
    const wanted = request();
    await launcher.launch(wanted);
    const again = launcher.launch({ ...wanted, jitConfig: new Secret('another config') });
    await expect(again).rejects.toMatchObject({ kind: 'transient' });
  });

  test('a task that the same start launched unexpectedly is stopped, if it has not begun', async () => {
    sandbox.aws.setLaunchBehaviour({ kind: 'stuck', in: 'PROVISIONING' });
    const { launcher, compute } = await launch({ clientToken: 'shared' });
    const other = request({ clientToken: 'shared' });
    await expect(launcher.launch(other)).rejects.toMatchObject({ name: 'RunnerError' });
    expect(sandbox.aws.task(compute.id)).toMatchObject({ desiredStatus: 'STOPPED' });
  });

  test('one that runs is left alone: it may have a job', async () => {
    const { launcher, compute } = await launch({ clientToken: 'running' });
    await until('it runs', () => sandbox.aws.task(compute.id)?.['lastStatus'] === 'RUNNING');
    await expect(launcher.launch(request({ clientToken: 'running' }))).rejects.toMatchObject({ name: 'RunnerError' });
    expect(sandbox.aws.task(compute.id)).toMatchObject({ desiredStatus: 'RUNNING' });
  });

  test('more tasks than fit one page or one DescribeTasks are all found', async () => {
    const run = { repositoryId: 1, runId: 2 };
    sandbox.aws.setLaunchBehaviour({ kind: 'stuck', in: 'PENDING' });
    const launcher = connect(sandbox, client);
    await launcher.prepare();
    const launched: string[] = [];
    for (let index = 0; index < 103; index += 1) launched.push((await launcher.launch(request({ run }))).id);
    const before = sandbox.journal.length;
    const found = await launcher.list(run);
    expect(found.map(({ id }) => id).sort()).toEqual(launched.sort());
    const operations = sandbox.journal.slice(before).map(({ operation }) => operation);
    expect(operations).toEqual(['ListTasks', 'ListTasks', 'DescribeTasks', 'DescribeTasks']);
  }, 120_000);

  test.each<[string, (launcher: EcsLauncher) => Promise<unknown>]>([
    ['list', (launcher) => launcher.list(RUN)],
    [
      'describe',
      (launcher) => launcher.describe([`arn:aws:ecs:us-east-1:123456789012:task/nowhere/${'0'.repeat(32)}`]),
    ],
  ])('a cluster that does not exist is reported as such: %s', async (_what, call) => {
    await expect(call(connect(sandbox, client, { cluster: 'nowhere' }))).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('cluster nowhere, region us-east-1'),
      hint: expect.stringContaining('cluster'),
    });
  });

  test('a launch in a cluster that does not exist names the cluster', async () => {
    const launcher = connect(sandbox, client, { cluster: 'nowhere' });
    await launcher.prepare();
    await expect(launcher.launch(request())).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('There is no cluster nowhere'),
    });
  });

  test('a denied call names the action, the resource and the role that lacks it', async () => {
    const reader = assume(sandbox, addRole(sandbox, 'reader', READ_ONLY));
    const launcher = connect(sandbox, reader);
    await launcher.prepare();
    await expect(launcher.launch(request())).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringMatching(/assumed-role\/reader\/ecs-github-runner may not ecs:RunTask on \S+runner:\d+/),
      hint: expect.stringMatching(/^Allow ecs:RunTask on \S+runner:\d+ in a policy of the role reader\./),
    });
  });

  test('a denied StopTask is an error as long as the task is not on its way out', async () => {
    const { compute } = await launch();
    const reader = connect(sandbox, assume(sandbox, addRole(sandbox, 'reader', READ_ONLY)));
    await expect(reader.stop(compute.id, 'x')).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining('ecs:StopTask'),
    });
    expect(sandbox.aws.task(compute.id)).toMatchObject({ desiredStatus: 'RUNNING' });
  });

  test('an environment that cannot fit into the overrides is reported before anything is created', async () => {
    const launcher = connect(sandbox, client, { environment: { LARGE: 'x'.repeat(4000) } });
    await expect(launcher.prepare()).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('ECS accepts 8192'),
    });
  });

  test('the task definition of a capacity entry is the one used', async () => {
    sandbox.aws.registerTaskDefinition({ family: 'other', containerDefinitions: [CONTAINER] });
    const other: EcsLaunchOptions['capacities'][number] = {
      text: 'cluster-default@other',
      target: { kind: 'cluster-default' },
      taskDefinition: 'other',
    };
    const launcher = connect(sandbox, client, { capacities: [...LAUNCH.capacities, other] });
    expect(launcher.capacities).toEqual(['cluster-default', 'cluster-default@other']);
    await launcher.prepare();
    const { id } = await launcher.launch(request({ capacity: other.text }));
    expect(sandbox.aws.task(id)?.['taskDefinitionArn']).toMatch(/task-definition\/other:1$/);
  });
});

describe('a role assumed with an OIDC token', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startAws();
  });
  afterAll(() => close(sandbox));

  const list = (settings: ClientSettings) => connect(sandbox, settings).list(RUN);

  test('that trusts somebody else is rejected with the likely causes', async () => {
    const roleArn = sandbox.aws.addRole({
      name: 'theirs',
      trust: { audience: 'sts.amazonaws.com', subjects: ['repo:somebody/else:*'] },
      statements: [],
    });
    await expect(list(assume(sandbox, roleArn))).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining(`The role ${roleArn} could not be assumed`),
      hint: expect.stringContaining('trust policy'),
    });
  });

  test("with another audience is rejected because of the token's audience", async () => {
    const roleArn = addRole(sandbox, 'starter', STARTER);
    await expect(list(assume(sandbox, roleArn, { audience: 'elsewhere' }))).rejects.toMatchObject({
      kind: 'permission',
      hint: expect.stringContaining('audience'),
    });
  });
});
