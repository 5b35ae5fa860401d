import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { callerIdentity } from '../../../../src/aws/caller-identity.ts';
import type { ClientSettings } from '../../../../src/aws/client-config.ts';
import { webIdentityCredentials } from '../../../../src/aws/web-identity.ts';
import { explain, RunnerError } from '../../../../src/core/errors.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { EcsLauncher } from '../../../../src/providers/ecs/launcher.ts';
import { EcsPool } from '../../../../src/providers/ecs/pool.ts';
import { MemoryLog } from '../../../helpers/fakes.ts';
import {
  answer,
  type Behaviour,
  breakOff,
  drip,
  endless,
  type HostileServer,
  HTML,
  startHostileServer,
} from '../../../helpers/hostile-server.ts';

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
  process.env['AWS_ENDPOINT_URL'] = server.url;
});
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  await server.close();
});

const REGION = 'eu-central-1';
const PREFIX = `arn:aws:ecs:${REGION}:123456789012`;
const TASK = `${PREFIX}:task/ci/0123456789abcdef0123456789abcdef`;
const RUN = { repositoryId: 1, runId: 2 };

/** Nothing is retried, so that the effect of a single answer shows at once. */
const settings = (): ClientSettings => ({
  region: REGION,
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' },
  log: new MemoryLog(),
  retryBudgetMs: () => 0,
});

const DEFINITION = {
  taskDefinitionArn: `${PREFIX}:task-definition/runner:3`,
  containerDefinitions: [{ name: 'runner' }],
  networkMode: 'bridge',
  status: 'ACTIVE',
};
const RUNNING = { taskArn: TASK, lastStatus: 'RUNNING', desiredStatus: 'RUNNING', tags: [] };

const makeProvider = (command?: readonly string[]) =>
  new EcsLauncher({
    cluster: { region: REGION, name: 'ci' },
    client: settings(),
    investigate: async () => [],
    launch: {
      taskDefinition: 'runner',
      capacities: [{ text: 'EC2', target: { kind: 'launch-type', launchType: 'EC2' } }],
      subnets: [],
      securityGroups: [],
      placementConstraints: [],
      placementStrategy: [],
      environment: {},
      limits: { idleMinutes: 20, lifetimeMinutes: 390 },
      ...(command && { command }),
    },
    callerIdentity: async () => '',
  });

/** A launcher that has learned its account from a good answer. */
async function prepared(command?: readonly string[]): Promise<EcsLauncher> {
  const launcher = makeProvider(command);
  const spoilt = current;
  behave(json({ taskDefinition: DEFINITION }));
  await launcher.prepare();
  behave(spoilt);
  return launcher;
}

let current: Behaviour = answer('');
function behave(behaviour: Behaviour): void {
  current = behaviour;
  server.behave(behaviour);
}
const json = (body: unknown): Behaviour => answer(JSON.stringify(body), { type: 'application/x-amz-json-1.1' });

const launch = async () =>
  (await prepared()).launch({
    run: RUN,
    runnerName: 'egr-1-2-a-b-0-0',
    jitConfig: new Secret('e30='),
    capacity: 'EC2',
    clientToken: 'a'.repeat(64),
    tags: {},
  });

/** Every operation of the adapter, with an answer that it accepts. */
const OPERATIONS: Readonly<Record<string, { call: () => Promise<unknown>; good: object }>> = {
  prepare: { call: () => makeProvider().prepare(), good: { taskDefinition: DEFINITION } },
  launch: { call: launch, good: { tasks: [RUNNING], failures: [] } },
  describe: { call: () => makeProvider().describe([TASK]), good: { tasks: [RUNNING], failures: [] } },
  list: { call: () => makeProvider().list(RUN), good: { taskArns: [] } },
  stop: { call: () => makeProvider().stop(TASK, 'over'), good: { task: { ...RUNNING, desiredStatus: 'STOPPED' } } },
};

/** Every operation rejects each of these. */
const ANSWERS: Readonly<Record<string, Behaviour>> = {
  'truncated JSON': answer('{"tasks": [{"taskArn": "arn:aws:ecs'),
  'a body that breaks off': breakOff('{"tasks": [{"taskArn": "arn:aws:ecs'),
  'an HTML page with status 200': answer(HTML, { type: 'text/html' }),
  'an HTML page with status 403': answer(HTML, { status: 403, type: 'text/html' }),
  'an HTML page with status 502': answer(HTML, { status: 502, type: 'text/html' }),
  'an empty object': answer('{}'),
  nothing: answer(''),
  null: answer('null'),
  'a number': answer('17'),
  'lists that are none': json({ tasks: 'x', failures: 'x', taskArns: 'x', taskDefinition: 'x', task: 'x' }),
  '10 MB': json({ tasks: [{ taskArn: 'x'.repeat(10_000_000) }] }),
  'an answer without end': endless,
};

const failure = async (call: () => Promise<unknown>): Promise<RunnerError> => {
  const error = await call().then(
    (value) => new Error(`no failure, but ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof RunnerError)) throw error;
  return error;
};

describe.each(Object.entries(OPERATIONS))('%s', (_name, { call, good }) => {
  test('accepts a good answer', async () => {
    behave(json(good));
    await call();
  });

  test.each(Object.entries(ANSWERS))('rejects %s, in one line that says so', async (_answer, behaviour) => {
    behave(behaviour);
    const error = await failure(call);
    // ECS may have acted before the answer was corrupted.
    expect(error).toMatchObject({ kind: 'transient', hadNoEffect: false });
    expect(error.message).not.toMatch(/[\n\r]|Deserialization error/);
    expect(explain(error)).toContain('Next step: ');
  });
});

describe('A task from another place is never acted on', () => {
  const elsewhere = {
    'another region': TASK.replace(REGION, 'us-east-1'),
    'another account': TASK.replace('123456789012', '210987654321'),
    'another partition': TASK.replace('arn:aws:', 'arn:aws-cn:'),
    'another cluster': TASK.replace('task/ci', 'task/prod'),
    'another service': TASK.replace(':ecs:', ':ec2:'),
    'no task at all': `${PREFIX}:cluster/ci`,
    'no ARN': 'task 17',
    'a line break': `${TASK}\n::set-output name=label::x`,
    nothing: undefined,
  };
  test.each(Object.entries(elsewhere))('launch: %s', async (_what, taskArn) => {
    behave(json({ tasks: [{ ...RUNNING, taskArn }], failures: [] }));
    const error = await failure(launch);
    expect(error).toMatchObject({ kind: 'transient', hadNoEffect: false });
    expect(error.message).toMatch(
      /AWS answered ecs:RunTask with (a task without an ARN|the task .*, which is not in cluster ci)/,
    );
    expect(error.message).not.toContain('\n');
  });

  test.each(Object.entries(elsewhere))('list: %s', async (what, taskArn) => {
    behave(json({ taskArns: [taskArn] }));
    const launcher = makeProvider();
    // Stop takes account and partition from the input cluster.
    const knowsOwner = new EcsPool({
      cluster: { region: REGION, name: `${PREFIX}:cluster/ci` },
      client: settings(),
      callerIdentity: async () => '',
    });
    const before = server.count;
    await failure(() => knowsOwner.list(RUN));
    expect(server.count - before).toBe(1);
    if (!/account|partition/.test(what)) await failure(() => launcher.list(RUN));
  });

  test.each(Object.entries(elsewhere))('describe: %s', async (_what, taskArn) => {
    behave(json({ tasks: [{ ...RUNNING, taskArn }], failures: [] }));
    await failure(async () => (await prepared()).describe([TASK]));
  });

  test('describe and stop: a task of this cluster that was not requested', async () => {
    const taskArn = TASK.replace('0123456789', '9876543210');
    behave(json({ tasks: [{ ...RUNNING, taskArn }], failures: [] }));
    expect((await failure(() => makeProvider().describe([TASK]))).message).toContain('not requested');
    behave(json({ task: { ...RUNNING, taskArn } }));
    expect((await failure(() => makeProvider().stop(TASK, 'over'))).message).toContain('not requested');
  });

  test.each([
    ['in the short form, of accounts that never opted in, without a cluster', TASK.replace('task/ci/', 'task/')],
    ['with a UUID for its id, as old tasks have it', TASK.replace(/[^/]*$/, 'a16933c5-fe94-4d22-a701-ecc69354f414')],
  ])('an ARN %s is accepted', async (_what, taskArn) => {
    behave(json({ tasks: [{ ...RUNNING, taskArn }], failures: [] }));
    expect([...(await makeProvider().describe([taskArn])).keys()]).toEqual([taskArn]);
  });

  test('two tasks when one was requested', async () => {
    behave(json({ tasks: [RUNNING, RUNNING], failures: [] }));
    expect(await failure(launch)).toMatchObject({ kind: 'transient', hadNoEffect: false });
  });

  test.each([undefined, '', 'running\n::error::x', 'x'.repeat(100)])('a task in the state %j', async (lastStatus) => {
    behave(json({ tasks: [{ ...RUNNING, lastStatus }], failures: [] }));
    expect((await failure(() => makeProvider().describe([TASK]))).message).toContain('in no state');
  });

  test('a capacity that is not a name is not reported', async () => {
    behave(json({ tasks: [{ ...RUNNING, capacityProviderName: 'x\n::error::y | z' }], failures: [] }));
    expect((await makeProvider().describe([TASK])).get(TASK)?.capacity).toBe('');
  });
});

describe('Another task definition is not launched', () => {
  test.each([
    ['another family', { taskDefinitionArn: `${PREFIX}:task-definition/deploy:3` }],
    ['another region', { taskDefinitionArn: `arn:aws:ecs:us-east-1:123456789012:task-definition/runner:3` }],
    ['no revision', { taskDefinitionArn: `${PREFIX}:task-definition/runner` }],
    ['no task definition', { taskDefinitionArn: TASK }],
    ['no ARN', { taskDefinitionArn: 'runner:3' }],
  ])('%s', async (_what, change) => {
    behave(json({ taskDefinition: { ...DEFINITION, ...change } }));
    expect((await failure(() => makeProvider().prepare())).message).toMatch(/^AWS answered ecs:DescribeTaskDefinition/);
  });
});

describe('A deadline of 20 s', () => {
  const real = globalThis.setTimeout;
  afterEach(() => {
    globalThis.setTimeout = real;
  });
  test.each<[string, Behaviour]>([
    ['does not come', () => undefined],
    ['begins and does not end', drip],
  ])('ends a request whose answer %s', async (_what, behaviour) => {
    behave(behaviour);
    // Only the two deadlines of 20 s are shortened.
    const short = (task: () => void, ms?: number): NodeJS.Timeout => real(task, ms === 20_000 ? 100 : ms);
    globalThis.setTimeout = Object.assign(short, { __promisify__: real.__promisify__ });
    const error = await failure(() => makeProvider().describe([TASK]));
    expect(error.message).toMatch(
      /^No answer from AWS to ecs:DescribeTasks on cluster ci, region eu-central-1: .*(20000 ms|20 s)/,
    );
  });
});

test('an endless list is rejected', async () => {
  behave(json({ taskArns: [], nextToken: 'again' }));
  const before = server.count;
  expect((await failure(() => makeProvider().list(RUN))).message).toContain('more than 200 pages');
  expect(server.count - before).toBe(200);
});

describe('STS', () => {
  const xml = (body: string): Behaviour => answer(body, { type: 'text/xml' });
  const credentials = (accessKey: string, secret: string, token: string): Behaviour =>
    xml(
      '<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>' +
        `<Credentials><AccessKeyId>${accessKey}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey>` +
        `<SessionToken>${token}</SessionToken></Credentials>` +
        '</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>',
    );
  const assume = webIdentityCredentials({
    client: settings(),
    roleArn: 'arn:aws:iam::123456789012:role/starter',
    sessionName: 'test',
    durationSeconds: 900,
    getIdToken: async () => 'a.b.c',
    mask: () => undefined,
  });

  test('credentials are accepted', async () => {
    behave(credentials('ASIAEXAMPLE', 'secret', 'token'));
    await expect(assume()).resolves.toMatchObject({ accessKeyId: 'ASIAEXAMPLE' });
  });

  test.each<[string, Behaviour]>([
    ['nothing', answer('')],
    ['truncated XML', xml('<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityRes')],
    ['an HTML page', answer(HTML, { type: 'text/html' })],
    ['an HTML page with status 403', answer(HTML, { status: 403, type: 'text/html' })],
    ['JSON', answer('{"Credentials": {}}')],
    ['another document', xml('<Other/>')],
    ['no access key', credentials('', 'secret', 'token')],
    ['no secret', credentials('ASIAEXAMPLE', '', 'token')],
    ['no session token', credentials('ASIAEXAMPLE', 'secret', '')],
    ['a key with a line break', credentials('ASIAEXAMPLE&#10;x', 'secret', 'token')],
    ['an endless answer', endless],
  ])('is rejected when it answers with %s', async (_what, behaviour) => {
    behave(behaviour);
    const error = await failure(async () => assume());
    expect(error.message).toContain('role/starter');
    expect(error.message).not.toMatch(/[\n\r]/);
  });

  test('an identity that is not one is unknown, and no reason to fail', async () => {
    behave(xml('<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>'));
    await expect(callerIdentity(settings())).resolves.toBe('account unknown as unknown');
  });
});

describe('tasks that are listed and not described', () => {
  const other = `${PREFIX}:task/ci/${'1'.repeat(32)}`;
  /** ListTasks names both; DescribeTasks answers this. */
  const listBoth = (described: object): void => {
    behave((request, response) => {
      const isList = String(request.headers['x-amz-target']).endsWith('ListTasks');
      json(isList ? { taskArns: [TASK, other] } : described)(request, response);
    });
  };

  test.each([
    ['an empty answer', { tasks: [], failures: [] }, [TASK, other]],
    ['MISSING', { tasks: [], failures: [{ arn: TASK, reason: 'MISSING' }] }, [TASK, other]],
    ['half of them', { tasks: [RUNNING], failures: [{ arn: other, reason: 'MISSING' }] }, [other]],
  ])('%s: they are there, unseen, by either list', async (_what, described, unseen) => {
    listBoth(described);
    for (const listed of [await makeProvider().list(RUN), await makeProvider().listAll()]) {
      expect(listed.filter(({ phase }) => phase === 'unseen').map(({ id }) => id)).toEqual(unseen);
    }
  });
});

describe("the start script's own word", () => {
  const task = (change: object) => ({
    ...RUNNING,
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    taskDefinitionArn: DEFINITION.taskDefinitionArn,
    containers: [{ name: 'runner', exitCode: 0 }],
    ...change,
  });
  const seen = async (command: readonly string[] | undefined, change: object) => {
    const launcher = await prepared(command);
    behave(json({ tasks: [task(change)], failures: [] }));
    return (await launcher.describe([TASK])).get(TASK)?.hadJob;
  };

  test.each<[string, readonly string[] | undefined, object, boolean | undefined]>([
    ['0 of the injected script: it had its job', ['bash'], {}, true],
    ['another code', ['bash'], { containers: [{ name: 'runner', exitCode: 70 }] }, undefined],
    ["0 of an image's own command, which may mean anything", undefined, {}, undefined],
    ['0 of a sidecar', ['bash'], { containers: [{ name: 'runner' }, { name: 'logs', exitCode: 0 }] }, undefined],
    ['a task that runs', ['bash'], { lastStatus: 'RUNNING', stopCode: undefined }, undefined],
  ])('%s', async (_what, command, change, hadJob) => {
    expect(await seen(command, change)).toBe(hadJob);
  });
});

test('every answer tells the time by ECS', async () => {
  const pool = makeProvider();
  expect(pool.aheadMs).toBeUndefined();
  behave((_request, response) => {
    const date = new Date(Date.now() - 7 * 3_600_000).toUTCString();
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', date });
    response.end(JSON.stringify({ taskArns: [] }));
  });
  await pool.list(RUN);
  expect(Math.abs((pool.aheadMs ?? 0) + 7 * 3_600_000)).toBeLessThan(5000);
});
