import { beforeEach, describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import { clientToken, runnerName, type StartIdentity, startKey } from '../../../../src/core/identity.ts';
import { readLedger } from '../../../../src/core/start/ledger.ts';
import { startRunners } from '../../../../src/core/start/start.ts';
import { TAG } from '../../../../src/core/tags.ts';
import { SETTING } from '../../../../src/core/words.ts';
import { FakeWorld } from '../../../helpers/fake-world.ts';
import { type StartChange, startRequest } from '../../../helpers/start-request.ts';

let world: FakeWorld;
let start: StartIdentity;
let name: string;
beforeEach(() => {
  world = new FakeWorld();
  start = world.newStart();
  name = runnerName(start, { index: 0, launchNumber: 0 });
  world.github.life = { onlineAfterMs: 10_000 };
});

const run = ({ start: own = start, ...change }: StartChange & { start?: StartIdentity } = {}) =>
  startRunners(startRequest(own, { id: 'nightly', tags: { team: 'blue' }, maxRelaunches: 0, ...change }), world);

/** Nothing is left, and the state says so. */
function expectRemoved(): void {
  expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  expect(readLedger(world.state.saved).outcome).toBe('removed');
  expect(world.log.warnings).toEqual([]);
}

describe('a successful start', () => {
  test('returns its runner, online on running compute', async () => {
    const result = await run();
    expect(result).toMatchObject({
      label: 'gpu',
      runners: [{ label: 'gpu-0', registration: { id: 1, name }, compute: { id: 'task-1', phase: 'running' } }],
    });
    expect(result.seconds).toBeGreaterThanOrEqual(10);
    expect(result.seconds).toBeLessThanOrEqual(12);
    expect(readLedger(world.state.saved)).toMatchObject({
      outcome: undefined,
      launches: [{ runnerName: name, registrationId: 1, computeId: 'task-1' }],
    });
  });

  test('registers each label once, and launches with its own token and tags', async () => {
    await run({ extraLabels: ['big', 'gpu', 'big'] });
    expect(world.calls.of('github', 'createJitRunner')[0]?.arguments).toEqual([
      { name, labels: ['gpu', 'gpu-0', 'big'], workFolder: '_work' },
    ]);
    const request = world.launcher.requestOf('task-1');
    expect(request).toMatchObject({
      run: start,
      runnerName: name,
      clientToken: clientToken(start, { index: 0, launchNumber: 0, capacity: 'cluster-default' }),
      tags: { team: 'blue', [TAG.startKey]: startKey(start), [TAG.id]: 'nightly', [TAG.label]: 'gpu' },
    });
    expect(request?.jitConfig.reveal()).toBe(`jit-config-of-${name}`);
  });

  test('marks its lifetime on the compute, and the latest end: begun at the timeout, with the time of a good ending', async () => {
    await run();
    const { launchSentAt = 0 } = readLedger(world.state.saved).launches[0] ?? {};
    expect(launchSentAt).toBeGreaterThan(0);
    const expiresAt = world.launcher.requestOf('task-1')?.tags[TAG.expiresAt] ?? '';
    expect(expiresAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Date.parse(expiresAt)).toBe(Math.floor((launchSentAt + 900_000 + 3_600_000 + 180_000) / 1000) * 1000);
    expect(world.launcher.requestOf('task-1')?.tags[TAG.lifetimeMinutes]).toBe('60');
  });

  test('has recorded what it is about to do before each request, and the outcome after it', async () => {
    await run();
    const names = world.calls.names.filter((call) => !/describe|getRunner/.test(call));
    expect(names).toEqual([
      'state.save',
      'github.prepare',
      'launcher.prepare',
      'state.save',
      'github.createJitRunner',
      'state.save',
      'state.save',
      'launcher.launch',
      'state.save',
      'state.save',
    ]);
    const saved = world.calls.of('state').map(({ arguments: [key, value] }) => [key, value]);
    const launches = saved.slice(1).map(([, value]) => JSON.parse(String(value))[0]);
    expect(saved[0]).toEqual(['start-key', startKey(start)]);
    expect(launches.map((record) => Object.keys(record))).toEqual([
      ['runnerName'],
      ['runnerName', 'registrationId'],
      ['runnerName', 'registrationId', 'launchSentAt'],
      ['runnerName', 'registrationId', 'launchSentAt', 'computeId'],
      ['runnerName', 'registrationId', 'launchSentAt', 'computeId', 'onlineSeen'],
    ]);
  });

  test('asks GitHub by id only, and not before the task runs; the first poll comes at once', async () => {
    await run();
    expect(world.calls.of('github', 'listRunners')).toEqual([]);
    expect(world.calls.of('github', 'findRunner')).toEqual([]);
    const polls = world.calls.of('github', 'getRunners');
    const launchedAt = world.calls.of('launcher', 'launch')[0]?.at ?? 0;
    expect(polls[0]?.arguments).toEqual([[1]]);
    expect(polls[0]?.at).toBeGreaterThanOrEqual(launchedAt + 5000);
    const seenRunning = world.calls.of('launcher', 'describe').filter(({ at }) => at <= (polls[0]?.at ?? 0));
    expect(seenRunning.at(-1)?.at).toBe(polls[0]?.at);
  });

  test('takes the answer to the launch as the first poll of compute, then polls every 1.5 to 1.7 s', async () => {
    await run();
    const launchedAt = world.calls.of('launcher', 'launch')[0]?.at ?? 0;
    const polls = world.calls.of('launcher', 'describe').map(({ at }) => at - launchedAt);
    expect(polls.slice(0, 4)).toEqual([1600, 3200, 4800, 6400]);
  });

  test('asks GitHub at once if the compute is already running when the launch is answered', async () => {
    world.launcher.life = { states: [{ afterMs: 0, state: 'RUNNING' }] };
    world.github.life = { onlineAfterMs: 0 };
    await run();
    const launchedAt = world.calls.of('launcher', 'launch')[0]?.at ?? 0;
    const after = world.calls.all.slice(world.calls.names.indexOf('launcher.launch') + 1);
    // The poll before success is the only one of compute.
    expect(
      after.filter(({ port }) => port !== 'state').map(({ port, method, at }) => [port, method, at - launchedAt]),
    ).toEqual([
      ['github', 'getRunners', 0],
      ['launcher', 'describe', 0],
    ]);
  });

  // RUNNING after 5 s. Compute is polled 8 s later and before success; GitHub about every 1.5 s.
  test.each([
    { onlineAfterMs: 5000, describes: 5, reads: 1 },
    { onlineAfterMs: 10_000, describes: 5, reads: 4 },
    { onlineAfterMs: 25_000, describes: 6, reads: 13 },
  ])(
    'polls rarely: $describes and $reads times for a runner that is online after $onlineAfterMs ms',
    async (expected) => {
      world.github.life = { onlineAfterMs: expected.onlineAfterMs };
      await run();
      expect(world.calls.of('launcher', 'describe')).toHaveLength(expected.describes);
      expect(world.calls.of('github', 'getRunners')).toHaveLength(expected.reads);
    },
  );

  test('leaves no sleep behind, which would keep the process alive after its work', async () => {
    world.launcher.life = { states: [{ afterMs: 0, state: 'RUNNING' }] };
    world.github.life = { onlineAfterMs: 0 };
    await run({ count: 3 });
    expect(world.clock.sleepers).toBe(0);
  });

  test('reports the real reason if the task ends just before the timeout', async () => {
    world.launcher.life = {
      states: [{ afterMs: 0, state: 'PENDING' }],
      end: { afterMs: 895_000, kind: 'configuration', message: 'CannotPullContainerError', hint: 'Check the image.' },
    };
    await expect(run()).rejects.toMatchObject({
      message: expect.stringContaining('CannotPullContainerError'),
      hint: 'Check the image.',
    });
    expectRemoved();
  });

  test('does not poll again within 1.5 s of a failed last poll', async () => {
    const describe = world.launcher.describe.bind(world.launcher);
    const failed: number[] = [];
    world.launcher.describe = async (ids) => {
      const isOnline = world.calls.of('github', 'getRunners').length > 3;
      if (!isOnline || failed.length === 3) return describe(ids);
      failed.push(world.clock.now());
      throw new RunnerError({ kind: 'transient', message: 'No answer from AWS.', hint: 'Again.' });
    };
    await run();
    expect(failed).toHaveLength(3);
    for (const [index, at] of failed.entries()) {
      if (index > 0) expect(at - (failed[index - 1] ?? 0)).toBeGreaterThanOrEqual(1500);
    }
  });

  test('does not poll at the timeout if GitHub has not been answering', async () => {
    const times: number[] = [];
    const began = world.clock.now();
    world.github.getRunners = async () => {
      times.push(world.clock.now() - began);
      await world.clock.sleep(25_000);
      throw new RunnerError({ kind: 'transient', message: 'No answer from GitHub.', hint: 'Again.' });
    };
    await expect(run({ timeoutMs: 60_000 })).rejects.toThrow('No answer from GitHub.');
    expect(times.length).toBeGreaterThan(0);
    for (const at of times) expect(at).toBeLessThan(60_000);
  });

  test('sends a launch only once if there is no time to send it again', async () => {
    const lost = new RunnerError({ kind: 'transient', message: 'No answer.', hint: 'Again.' });
    world.launcher.fail('launch', { error: lost });
    await expect(run({ timeoutMs: 5000 })).rejects.toThrow('No answer.');
    expect(world.calls.of('launcher', 'launch')).toHaveLength(1);
  });

  test('searches for a launch that was resent for minutes, counting from the last request', async () => {
    world.launcher.life = { hiddenMs: 45_000 };
    const launch = world.launcher.launch.bind(world.launcher);
    const lost = new RunnerError({ kind: 'transient', message: 'No answer.', hint: 'Again.' });
    let count = 0;
    // The adapter retries for a minute and a half; its very last request is accepted.
    world.launcher.launch = async (request) => {
      count += 1;
      await world.clock.sleep(90_000);
      if (count === 3) await launch(request);
      throw lost;
    };
    await expect(run()).rejects.toThrow('No answer.');
    expect(count).toBe(3);
    expectRemoved();
  });

  test('reports the reason for a relaunch that had only just begun when the timeout came', async () => {
    world.launcher.life = { end: { afterMs: 60_000, kind: 'transient', message: 'exit code 1', hint: 'See the log.' } };
    const launch = world.launcher.launch.bind(world.launcher);
    let isFirst = true;
    world.launcher.launch = async (request) => {
      if (!isFirst) await world.clock.sleep(60_000);
      isFirst = false;
      return launch(request);
    };
    world.github.life = { onlineAfterMs: 200_000 };
    await expect(run({ maxRelaunches: 1, timeoutMs: 120_000 })).rejects.toMatchObject({
      message: expect.stringMatching(
        /was not online within 120 s.*relaunched once before .* The last time: .*-0-0 .*exit code 1$/,
      ),
    });
  });

  test('notices a runner that came online after the last poll before the timeout', async () => {
    world.github.life = { onlineAfterMs: 598_000 };
    expect((await run({ timeoutMs: 600_000 })).runners).toHaveLength(1);
  });

  test('polls the compute once more just before it succeeds', async () => {
    await run();
    const [lastLook] = world.calls.all.slice(-1);
    expect(lastLook).toMatchObject({ port: 'launcher', method: 'describe', arguments: [['task-1']] });
    expect(world.calls.of('github', 'getRunners').at(-1)?.at).toBe(lastLook?.at);
  });

  test('is patient with a task that ECS hides for 60 s', async () => {
    world.launcher.life = { hiddenMs: 60_000 };
    const { seconds } = await run();
    expect(seconds).toBeGreaterThanOrEqual(60);
    expect(seconds).toBeLessThanOrEqual(68);
  });

  test('of 15 minutes costs about a hundred polls of both sides together, not more', async () => {
    world.github.life = { onlineAfterMs: 880_000 };
    await run({ timeoutMs: 1_000_000 });
    expect(world.calls.of('github', 'getRunners').length).toBeLessThanOrEqual(60);
    expect(world.calls.of('launcher', 'describe').length).toBeLessThanOrEqual(60);
  });

  test('reports each change of state, and every 30 s without one that it is still waiting, with the time left', async () => {
    world.github.life = { onlineAfterMs: 400_000 };
    await run();
    const { infos } = world.log;
    expect(infos.slice(0, 4)).toEqual([
      expect.stringMatching(
        /^Launched task-1 for runner \S+ \(cluster ci, region eu-central-1, capacity cluster-default\)\.$/,
      ),
      'task-1: PROVISIONING -> PENDING (3 s after its launch)',
      'task-1: PENDING -> RUNNING (6 s after its launch)',
      'Waiting: task-1 has been RUNNING for 30 s; 864 s left.',
    ]);
    // However rare the polls have become by then.
    const beats = infos.filter((line) => line.startsWith('Waiting:'));
    expect(beats.map((line) => / (\d+) s left/.exec(line)?.[1])).toEqual(
      Array.from({ length: 13 }, (_, index) => String(864 - index * 30)),
    );
  });

  test('does not put the JIT config into state or log', async () => {
    await run();
    const written = [...world.log.infos, ...world.calls.of('state').map((call) => JSON.stringify(call))].join('\n');
    expect(written).not.toContain('jit-config');
  });
});

describe('a name that already exists', () => {
  test('means that an answer was lost: its registration is removed, and the next name is used', async () => {
    world.github.loseAnswerTo(name);
    const next = runnerName(start, { index: 0, launchNumber: 1 });
    const { runners } = await run();
    expect(runners[0]?.registration.name).toBe(next);
    expect(world.github.names).toEqual([next]);
    expect(world.launcher.requestOf('task-1')?.clientToken).toBe(
      clientToken(start, { index: 0, launchNumber: 1, capacity: 'cluster-default' }),
    );
    expect(readLedger(world.state.saved).launches.map(({ runnerName: each }) => each)).toEqual([name, next]);
  });

  test('three times in a row ends the start with a plain message, and nothing is left', async () => {
    for (const launchNumber of [0, 1, 2]) world.github.loseAnswerTo(runnerName(start, { index: 0, launchNumber }));
    await expect(run()).rejects.toMatchObject({
      name: 'RunnerError',
      kind: 'transient',
      message: expect.stringContaining('already exist'),
    });
    expect(world.calls.of('github', 'createJitRunner')).toHaveLength(3);
    expectRemoved();
  });
});

describe('a start that cannot be prepared', () => {
  const wrongGroup = new RunnerError({ kind: 'configuration', message: 'No such group.', hint: 'Correct the group.' });
  const noCredentials = new RunnerError({ kind: 'permission', message: 'No role.', hint: 'Trust this workflow.' });

  test('reports what is wrong on both sides together, and creates nothing', async () => {
    world.github.fail('prepare', { error: wrongGroup });
    world.launcher.fail('prepare', { error: noCredentials });
    await expect(run()).rejects.toMatchObject({
      message: 'No such group.\nNo role.',
      hint: 'Correct the group.\nTrust this workflow.',
    });
    expect(world.calls.of('github')).toHaveLength(1);
    expect(world.calls.of('launcher')).toHaveLength(1);
    expectRemoved();
  });

  test.each([
    ['GitHub', 'github', wrongGroup],
    ['AWS', 'launcher', noCredentials],
  ] as const)('reports what is wrong when only %s is', async (_side, port, error) => {
    world[port].fail('prepare', { error });
    await expect(run()).rejects.toBe(error);
    expect(world.calls.of('github', 'createJitRunner')).toEqual([]);
  });

  test('both sides are prepared in parallel', async () => {
    world.github.fail('prepare', { error: wrongGroup });
    await expect(run()).rejects.toBe(wrongGroup);
    expect(world.calls.of('launcher', 'prepare')).toHaveLength(1);
  });
});

describe('a registration that fails', () => {
  test('ends the start before anything is launched', async () => {
    const error = new RunnerError({ kind: 'permission', message: '403', hint: 'Another token.' });
    world.github.fail('createJitRunner', { error });
    await expect(run()).rejects.toBe(error);
    expect(world.calls.of('launcher', 'launch')).toEqual([]);
    // GitHub said no, so there is nothing to search for.
    expect(world.calls.of('github').map(({ method }) => method)).toEqual(['prepare', 'createJitRunner']);
    expectRemoved();
  });

  test('but was made by GitHub nonetheless leaves none behind', async () => {
    const error = new RunnerError({ kind: 'transient', message: 'No answer', hint: 'Again.' });
    world.github.fail('createJitRunner', { error, when: 'after' });
    await expect(run()).rejects.toBe(error);
    expectRemoved();
  });
});

describe('a launch', () => {
  test.each(['configuration', 'permission', 'capacity'] as const)(
    'that is refused (%s) takes its registration with it, at once',
    async (kind) => {
      const error = new RunnerError({ kind, message: 'Refused.', hint: 'Do this.' });
      world.launcher.fail('launch', { error });
      const began = world.clock.now();
      await expect(run()).rejects.toBe(error);
      expectRemoved();
      expect(world.clock.now()).toBe(began);
      expect(world.calls.of('launcher', 'list')).toEqual([]);
      expect(readLedger(world.state.saved).launches).toMatchObject([{ refused: true }]);
    },
  );

  test('whose answer was lost is searched for and stopped, even though it is hidden', async () => {
    const error = new RunnerError({ kind: 'transient', message: 'No answer.', hint: 'Again.' });
    world.launcher.fail('launch', { error, when: 'after', times: 3 });
    world.launcher.life = { hiddenMs: 45_000 };
    await expect(run()).rejects.toBe(error);
    expectRemoved();
  });

  test('whose answer was lost is sent again, identically, and creates one task', async () => {
    const error = new RunnerError({ kind: 'transient', message: 'No answer.', hint: 'Again.' });
    world.launcher.fail('launch', { error, when: 'after', times: 2 });
    await run();
    const launches = world.calls.of('launcher', 'launch').map((call) => call.arguments);
    expect(launches).toHaveLength(3);
    expect(new Set(launches.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(world.launcher.alive).toHaveLength(1);
  });

  test('that ends in a bug may have created a task, which is searched for', async () => {
    world.launcher.fail('launch', { error: new TypeError('bug'), when: 'after' });
    await expect(run()).rejects.toThrow('bug');
    expectRemoved();
  });
});

describe('a runner that does not come online', () => {
  const crash = { kind: 'configuration', message: 'exit code 65: no run.sh', hint: 'Use another image.' } as const;

  test.each([
    ['before it runs', 3000],
    ['after it runs', 7000],
  ])('because its task stops %s is reported with the reason, as soon as it is known', async (_when, afterMs) => {
    world.launcher.life = { end: { afterMs, ...crash } };
    world.github.life = {};
    const began = world.clock.now();
    await expect(run()).rejects.toMatchObject({
      kind: 'configuration',
      message: `Runner ${name} never came online: exit code 65: no run.sh`,
      hint: 'Use another image.',
    });
    expect(world.clock.now() - began).toBeLessThanOrEqual(afterMs + 8000);
    expectRemoved();
  });

  test('because its registration vanished says so, with the state of the task', async () => {
    world.github.life = { removedAfterMs: 8000 };
    await expect(run()).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringMatching(/\(id 1\) in repo:octo-org\/octo-repo vanished .* task-1 was RUNNING/),
      hint: expect.stringContaining('audit log'),
    });
    expectRemoved();
  });

  test('because task and registration are gone is reported with what happened to the task', async () => {
    world.github.life = { removedAfterMs: 7000 };
    world.launcher.life = { end: { afterMs: 7000, ...crash } };
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('exit code 65') });
    expectRemoved();
  });

  test('because its task is unknown to ECS after 90 s says so', async () => {
    world.launcher.life = { vanishesAfterMs: 1000 };
    await expect(run()).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringMatching(/^task-1 \(cluster ci, region eu-central-1\).* no longer exists/),
    });
    expect(world.github.names).toEqual([]);
  });

  test.each([
    ['PROVISIONING', [{ afterMs: 0, state: 'PROVISIONING' }], /task-1 was still PROVISIONING, for 120 s/],
    [
      'PENDING',
      [
        { afterMs: 0, state: 'PROVISIONING' },
        { afterMs: 20_000, state: 'PENDING' },
      ],
      /task-1 was still PENDING, for (99|100) s/,
    ],
    [
      'RUNNING',
      [{ afterMs: 0, state: 'RUNNING' }],
      /task-1 was RUNNING for 120 s, but the runner never connected to GitHub/,
    ],
  ])('in time and is stuck in %s is reported with that state', async (state, states, text) => {
    world.launcher.life = { states };
    world.github.life = {};
    const began = world.clock.now();
    const error = await run({ timeoutMs: 120_000 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'capacity', message: expect.stringMatching(text), hint: `Look at ${state}.` });
    expect(error).toMatchObject({ message: expect.stringContaining(`within 120 s (${SETTING.startupTimeout})`) });
    expect(world.clock.now() - began).toBe(120_000);
    expectRemoved();
  });

  test('because its task died as it came online is noticed by the last poll', async () => {
    // Online at 10 s; the polls of ECS, at least 4 s apart by then, miss the death at 9.5 s.
    world.launcher.life = { end: { afterMs: 9500, ...crash } };
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('exit code 65') });
    expectRemoved();
  });

  test('because its task was gone as it came online is noticed by the last poll', async () => {
    world.launcher.life = { vanishesAfterMs: 9500 };
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('no longer exists') });
    expect(world.github.names).toEqual([]);
  });

  test('and cannot be removed causes a warning, and the state does not say that it was removed', async () => {
    world.launcher.life = { end: { afterMs: 3000, ...crash } };
    const denied = new RunnerError({ kind: 'permission', message: 'No StopTask.', hint: 'Allow ecs:StopTask.' });
    world.launcher.fail('stop', { error: denied });
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('exit code 65') });
    expect(world.log.warnings).toEqual([expect.stringContaining('Allow ecs:StopTask.')]);
    expect(readLedger(world.state.saved).outcome).toBeUndefined();
  });

  describe.each(['describe', 'getRunners'] as const)('because polls fail (%s)', (method) => {
    const error = new RunnerError({ kind: 'transient', message: 'No answer.', hint: 'Again.' });
    const fail = (times: number, failure = error): void => {
      if (method === 'describe') world.launcher.fail(method, { error: failure, times });
      else world.github.fail(method, { error: failure, times });
    };

    test('is removed after the fourth in a row', async () => {
      fail(4);
      await expect(run()).rejects.toBe(error);
      expectRemoved();
    });

    test('is still waited for if the next poll succeeds in time', async () => {
      fail(3);
      expect((await run()).runners).toHaveLength(1);
    });

    test('is removed at once if a permission is missing', async () => {
      const denied = new RunnerError({ kind: 'permission', message: 'Denied.', hint: 'Allow it.' });
      fail(1, denied);
      await expect(run()).rejects.toBe(denied);
      expectRemoved();
    });
  });
});

test('two starts of one run share nothing', async () => {
  const other = world.newStart();
  const [one, two] = await Promise.all([
    run({ label: startKey(start) }),
    run({ start: other, label: startKey(other) }),
  ]);
  const all = [one, two].flatMap(({ label, runners }) => [
    label,
    ...runners.flatMap(({ label: own, registration, compute }) => [own, registration.name, compute.id]),
  ]);
  expect(new Set(all).size).toBe(8);
  const tokens = ['task-1', 'task-2'].map((id) => world.launcher.requestOf(id)?.clientToken);
  expect(new Set(tokens).size).toBe(2);
});
