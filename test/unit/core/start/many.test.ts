import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import type { StartIdentity } from '../../../../src/core/identity.ts';
import type { Registration } from '../../../../src/core/ports.ts';
import { readLedger } from '../../../../src/core/start/ledger.ts';
import { startRunners } from '../../../../src/core/start/start.ts';
import { FakeWorld } from '../../../helpers/fake-world.ts';
import { type StartChange, startRequest } from '../../../helpers/start-request.ts';

let world: FakeWorld;
let start: StartIdentity;

beforeEach(() => {
  world = new FakeWorld();
  start = world.newStart();
  world.github.life = { onlineAfterMs: 10_000 };
});

const run = (change: StartChange = {}) => startRunners(startRequest(start, change), world);

const crash = { afterMs: 3000, kind: 'configuration', message: 'exit code 65', hint: 'Another image.' } as const;

/** From the n-th launch on, compute gets another life. */
function fromLaunch(first: number, life: FakeWorld['launcher']['life']): void {
  const launch = world.launcher.launch.bind(world.launcher);
  let count = 0;
  world.launcher.launch = (request) => {
    count += 1;
    if (count === first) world.launcher.life = life;
    return launch(request);
  };
}

/** GitHub accepts 80 registrations at once, and then 80 more after each minute. */
function paceRegistrations(): void {
  const create = world.github.createJitRunner.bind(world.github);
  let count = 0;
  world.github.createJitRunner = async (request) => {
    const minute = Math.floor(count / 80);
    count += 1;
    const began = Date.UTC(2026, 0, 1);
    await world.clock.sleep(Math.max(0, began + minute * 60_000 - world.clock.now()));
    return create(request);
  };
}

describe('fewer runners than requested', () => {
  test('are a success if that is allowed, and the reasons why the others failed are reported', async () => {
    fromLaunch(4, { end: crash });
    const { runners, missing } = await run({ count: 5, allowPartial: true });
    expect(runners.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(missing).toEqual([expect.stringContaining('exit code 65'), expect.stringContaining('exit code 65')]);
    expect(world.github.names).toHaveLength(3);
    expect(world.launcher.alive).toHaveLength(3);
    expect(readLedger(world.state.saved).launches).toHaveLength(3);
  });

  test('are a failure if that is not allowed', async () => {
    fromLaunch(4, { end: crash });
    await expect(run({ count: 5 })).rejects.toMatchObject({ message: expect.stringContaining('exit code 65') });
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });

  test('are those online when the timeout comes; the rest is removed', async () => {
    fromLaunch(3, { states: [{ afterMs: 0, state: 'PENDING' }] });
    const began = world.clock.now();
    const { runners, missing } = await run({ count: 4, allowPartial: true, timeoutMs: 100_000 });
    expect(runners.map(({ index }) => index)).toEqual([0, 1]);
    expect(missing[0]).toMatch(/not online within 100 s.*Not online either: 1 more/);
    expect(world.clock.now() - began).toBe(100_000);
    expect(world.github.names).toHaveLength(2);
    expect(world.launcher.alive).toHaveLength(2);
  });

  test('leave nothing of the others behind, even if their removal failed the first time', async () => {
    fromLaunch(2, { end: crash });
    const failure = new RunnerError({ kind: 'transient', message: 'DELETE failed.', hint: 'Again.' });
    world.github.fail('deleteRunner', { error: failure });
    const { runners } = await run({ count: 2, allowPartial: true });
    expect(runners.map(({ index }) => index)).toEqual([0]);
    expect([world.github.names.length, world.launcher.alive]).toEqual([1, ['task-1']]);
    expect(world.log.warnings).toEqual([expect.stringContaining('DELETE failed.')]);
  });

  test('are reported, each missing one with its own reason, when the timeout comes', async () => {
    const launch = world.launcher.launch.bind(world.launcher);
    const lives = [
      { states: [{ afterMs: 0, state: 'RUNNING' }] },
      { states: [{ afterMs: 0, state: 'PENDING' }], end: { ...crash, afterMs: 99_500 } },
      { states: [{ afterMs: 0, state: 'PROVISIONING' }] },
    ];
    world.launcher.launch = (request) => {
      world.launcher.life = lives.shift() ?? {};
      return launch(request);
    };
    const { missing } = await run({ count: 3, allowPartial: true, timeoutMs: 100_000 });
    expect(missing).toEqual([
      expect.stringMatching(/-1-0 never came online: exit code 65/),
      expect.stringMatching(/-2-0 was not online within 100 s .*PROVISIONING/),
    ]);
  });

  test('are a failure, with its reason, when the last poll fails', async () => {
    fromLaunch(2, { states: [{ afterMs: 0, state: 'PENDING' }] });
    const began = world.clock.now();
    const describe = world.launcher.describe.bind(world.launcher);
    const down = new RunnerError({ kind: 'transient', message: 'ECS answered 503.', hint: 'Again.' });
    let polls = 0;
    world.launcher.describe = async (ids) => {
      if (world.clock.now() - began >= 100_000) polls += 1;
      // The poll for late arrivals succeeds; the one before success does not.
      if (polls > 1) throw down;
      return describe(ids);
    };
    const failed = run({ count: 2, allowPartial: true, timeoutMs: 100_000 });
    await expect(failed).rejects.toMatchObject({ message: expect.stringContaining('ECS answered 503.') });
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });

  test('are not removed twice when a permission is missing', async () => {
    fromLaunch(2, { end: crash });
    world.github.deleteRunner = jest
      .fn<(id: number) => Promise<never>>()
      .mockRejectedValue(new RunnerError({ kind: 'permission', message: 'No DELETE.', hint: 'Allow it.' }));
    const began = world.clock.now();
    await run({ count: 2, allowPartial: true });
    expect(world.github.deleteRunner).toHaveBeenCalledTimes(1);
    expect(world.clock.now() - began).toBeLessThan(13_000);
  });

  test('explain how to remove what cannot be removed', async () => {
    fromLaunch(2, { end: crash });
    const denied = new RunnerError({ kind: 'permission', message: 'No DELETE.', hint: 'Allow it.' });
    world.github.deleteRunner = () => Promise.reject(denied);
    const { runners } = await run({ count: 2, allowPartial: true });
    expect(runners).toHaveLength(1);
    expect(world.log.warnings.at(-1)).toMatch(
      /^Something may be left of runners that were given up: egr-\S+-1-0\. Next step: ⟦stop what was started⟧, or ⟦sweep⟧\.$/,
    );
  });

  test('are polled once more after the others were removed, however long that took', async () => {
    const launch = world.launcher.launch.bind(world.launcher);
    let count = 0;
    world.launcher.launch = async (request) => {
      count += 1;
      // GitHub counts the one that died as busy for a while; the other one dies in the meantime.
      const ends = count === 2 ? crash : { ...crash, kind: 'transient' as const, afterMs: 20_000 };
      world.launcher.life = count > 2 ? {} : { end: ends };
      if (count === 2) world.github.setBusy(request.runnerName, true);
      return launch(request);
    };
    const { runners } = await run({ count: 2, allowPartial: true, maxRelaunches: 1 });
    expect(runners.map(({ compute }) => compute.id)).toEqual(['task-3']);
    expect(world.launcher.alive).toEqual(['task-3']);
  });

  test('are an error with every single reason when none came', async () => {
    fromLaunch(2, { states: [{ afterMs: 0, state: 'PENDING' }] });
    world.launcher.life = { end: crash };
    const failed = run({ count: 2, allowPartial: true, timeoutMs: 100_000 });
    await expect(failed).rejects.toMatchObject({
      message: expect.stringMatching(
        /^None of 2 runners came online:\n- .*exit code 65.*\n- .*not online within 100 s/s,
      ),
      hint: expect.stringMatching(/^Another image\.\n/),
    });
  });

  test('state each reason and finding once, with its next step', async () => {
    fromLaunch(2, { end: crash });
    world.launcher.findings = [{ message: 'The log says: no libicu.', hint: 'Install libicu.' }];
    const { missing } = await run({ count: 4, allowPartial: true });
    expect(missing[0]).toMatch(/exit code 65.*\n- The log says: no libicu\.\nNext step: Install libicu\.$/s);
    expect(missing[1]).toMatch(/exit code 65.*\nNext step: Another image\.$/s);
    expect(missing).toHaveLength(3);
    expect(world.calls.of('launcher', 'investigate')).toHaveLength(1);
  });

  test('are no success when none came, or when only one was requested', async () => {
    world.launcher.life = { end: crash };
    await expect(run({ count: 3, allowPartial: true })).rejects.toMatchObject({
      message: expect.stringMatching(/^None of 3 runners came online: Runner \S+-0-0 .*exit code 65$/),
    });
    await expect(run({ count: 1, allowPartial: true })).rejects.toMatchObject({
      message: expect.stringMatching(/^Runner \S+ never came online/),
    });
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });

  test('are not attempted 256 times by a start that lacks a permission', async () => {
    const denied = new RunnerError({ kind: 'permission', message: 'No RunTask.', hint: 'Allow it.' });
    world.launcher.fail('launch', { error: denied, times: Infinity });
    await expect(run({ count: 256, allowPartial: true })).rejects.toMatchObject({
      kind: 'permission',
      message: 'None of 256 runners came online: No RunTask.',
    });
    expect(world.calls.of('launcher', 'launch').length).toBeLessThanOrEqual(20);
    expect(world.github.names).toEqual([]);
  });

  test('are not reported if they could not be polled in the end', async () => {
    fromLaunch(2, { states: [{ afterMs: 0, state: 'PENDING' }] });
    const error = new RunnerError({ kind: 'transient', message: 'No answer.', hint: 'Again.' });
    world.clock.after(99_999, () => world.launcher.fail('describe', { error, times: Infinity }));
    await expect(run({ count: 2, allowPartial: true, timeoutMs: 100_000 })).rejects.toMatchObject({
      message: expect.stringContaining('not online within 100 s'),
    });
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });
});

describe('many runners', () => {
  test('are online together even though GitHub removes idle ones after 2 minutes: none is launched long before the last', async () => {
    paceRegistrations();
    world.github.life = {};
    // A runner comes online 20 s after the launch of its task; two minutes later its registration is removed.
    const launch = world.launcher.launch.bind(world.launcher);
    world.launcher.launch = async (request) => {
      const compute = await launch(request);
      world.github.live(request.runnerName, { onlineAfterMs: 20_000, removedAfterMs: 140_000 });
      return compute;
    };
    const { runners } = await run({ count: 256, maxRelaunches: 0 });
    expect(runners).toHaveLength(256);
    expect(world.github.names).toHaveLength(256);
    const launched = world.calls.of('launcher', 'launch').map(({ at }) => at);
    expect(Math.max(...launched) - Math.min(...launched)).toBeLessThanOrEqual(60_000);
  });

  test('up to 160 are launched as soon as they are registered', async () => {
    paceRegistrations();
    await run({ count: 160 });
    const launched = world.calls.of('launcher', 'launch').map(({ at }) => at - Date.UTC(2026, 0, 1));
    expect(launched.filter((at) => at === 0)).toHaveLength(80);
  });

  test('are replaced when they vanish, before the others have come online', async () => {
    fromLaunch(2, { states: [{ afterMs: 100_000, state: 'RUNNING' }] });
    world.github.life = { onlineAfterMs: 5000, removedAfterMs: 40_000 };
    world.clock.after(1, () => {
      world.github.life = { onlineAfterMs: 5000 };
    });
    world.github.createJitRunner = delaySecond(world.github.createJitRunner.bind(world.github));
    const { runners } = await run({ count: 2 });
    expect(runners[0]?.launchNumber).toBe(1);
    const again = world.calls.of('launcher', 'launch').at(-1)?.at ?? 0;
    expect(again - Date.UTC(2026, 0, 1)).toBeLessThanOrEqual(80_000);
  });

  test('are polled once more before the start succeeds if they were last seen online long ago', async () => {
    fromLaunch(2, { states: [{ afterMs: 25_000, state: 'RUNNING' }] });
    await run({ count: 2 });
    const reads = world.calls.of('github', 'getRunners');
    const last = world.calls.all.at(-1)?.at ?? 0;
    const lastRead = reads.filter(({ at }) => at === last).map((call) => call.arguments[0]);
    // The second runner has just been seen online by its own read; the first was last seen some seconds ago.
    expect(lastRead).toContainEqual([1]);
  });

  test('that already have their job are neither waited for nor polled nor replaced', async () => {
    fromLaunch(2, { states: [{ afterMs: 60_000, state: 'RUNNING' }] });
    world.github.life = { onlineAfterMs: 6000, busyAfterMs: 6000, removedAfterMs: 20_000 };
    world.clock.after(1, () => {
      world.github.life = { onlineAfterMs: 6000 };
    });
    world.github.createJitRunner = delaySecond(world.github.createJitRunner.bind(world.github));
    const { runners } = await run({ count: 2, maxRelaunches: 0 });
    expect(runners).toHaveLength(2);
  });

  test('are described and read together, at most every 1.5 s', async () => {
    world.github.life = { onlineAfterMs: 60_000 };
    await run({ count: 120 });
    for (const [port, method] of [
      ['launcher', 'describe'],
      ['github', 'getRunners'],
    ] as const) {
      const polls = world.calls.of(port, method);
      expect(polls.length).toBeLessThanOrEqual(45);
      const gaps = polls.slice(1, -2).map(({ at }, index) => at - (polls[index]?.at ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1500);
    }
    expect(world.calls.of('github', 'getRunner')).toEqual([]);
    expect(world.calls.of('github', 'listRunners')).toEqual([]);
  });

  test('are reported in one line per change of the group, and every 30 s while nothing changes, with the time left', async () => {
    world.github.life = { onlineAfterMs: 100_000 };
    fromLaunch(100, { states: [{ afterMs: 0, state: 'PENDING' }] });
    await run({ count: 120, allowPartial: true, timeoutMs: 130_000 });
    const { infos } = world.log;
    expect(infos.length).toBeLessThanOrEqual(15);
    expect(infos[0]).toMatch(/^Launched \d+ runners \(cluster ci, region eu-central-1\)\. 0 of 120 are online\.$/);
    expect(infos).toContainEqual(expect.stringMatching(/^99 runners' compute: PENDING -> RUNNING \(\d+ s after their/));
    expect(infos).toContainEqual(expect.stringMatching(/^99 runners are online .*99 of 120 are online\.$/));
    const waiting = infos.filter((line) => line.startsWith('Waiting:'));
    expect(waiting[0]).toMatch(/^Waiting: 0 of 120 online, 99 RUNNING, 21 PENDING; 9\d s left\.$/);
    expect(waiting).toHaveLength(3);
  });

  test('are reported while a poll is pending, which may be retried for minutes', async () => {
    const read = world.github.getRunners.bind(world.github);
    let isFirst = true;
    world.github.getRunners = async (ids) => {
      if (isFirst) await world.clock.sleep(100_000);
      isFirst = false;
      return read(ids);
    };
    await run({ count: 1 });
    const heartbeats = world.log.infos.filter((line) => line.startsWith('Waiting: '));
    expect(heartbeats).toHaveLength(3);
    expect(heartbeats[0]).toMatch(/task-1 has been RUNNING for \d+ s; \d+ s left/);
  });

  test('are no longer waited for once one of them has failed, however long a poll takes', async () => {
    const refused = new RunnerError({ kind: 'permission', message: 'No RunTask.', hint: 'Allow it.' });
    world.github.createJitRunner = delaySecond(world.github.createJitRunner.bind(world.github), 20_000);
    const launch = world.launcher.launch.bind(world.launcher);
    let count = 0;
    world.launcher.launch = async (request) => {
      count += 1;
      if (count === 2) throw refused;
      return launch(request);
    };
    world.github.getRunners = async () => {
      await world.clock.sleep(600_000);
      return { found: new Map(), requests: 1 };
    };
    const began = world.clock.now();
    await expect(run({ count: 2 })).rejects.toThrow('No RunTask.');
    expect(world.clock.now() - began).toBe(20_000);
  });

  test('are reported when their connection is lost and when it comes back', async () => {
    fromLaunch(2, { states: [{ afterMs: 60_000, state: 'RUNNING' }] });
    const began = world.clock.now();
    const isLost = () => world.clock.now() - began > 30_000 && world.clock.now() - began < 50_000;
    const seen = (one: Registration): Registration => (isLost() ? { ...one, status: 'offline' } : one);
    const readAll = world.github.getRunners.bind(world.github);
    world.github.getRunners = async (ids) => {
      const { found, requests } = await readAll(ids);
      return { found: new Map([...found].map(([id, one]) => [id, seen(one)])), requests };
    };
    await run({ count: 2 });
    expect(world.log.infos.filter((line) => line.startsWith('Runner '))).toEqual([
      expect.stringMatching(/-0-0 is online .* 1 of 2 are online\./),
      expect.stringMatching(/-0-0 is offline again .* 0 of 2 are online\./),
      expect.stringMatching(/-0-0 is online .* 1 of 2 are online\./),
      expect.stringMatching(/-1-0 is online .* 2 of 2 are online\./),
    ]);
  });
});

/** The second registration takes longer than the first. */
function delaySecond(
  create: FakeWorld['github']['createJitRunner'],
  byMs = 1000,
): FakeWorld['github']['createJitRunner'] {
  let count = 0;
  return async (request) => {
    count += 1;
    if (count === 2) await world.clock.sleep(byMs);
    return create(request);
  };
}
