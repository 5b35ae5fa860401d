import { beforeEach, describe, expect, test } from '@jest/globals';
import { runnerName } from '../../../../src/core/identity.ts';
import { readLedger } from '../../../../src/core/start/ledger.ts';
import { startRunners } from '../../../../src/core/start/start.ts';
import { FakeWorld } from '../../../helpers/fake-world.ts';
import { type StartChange, startRequest } from '../../../helpers/start-request.ts';

let world: FakeWorld;
let start: ReturnType<FakeWorld['newStart']>;

beforeEach(() => {
  world = new FakeWorld();
  start = world.newStart();
  world.github.life = { onlineAfterMs: 10_000 };
});

const run = (change: StartChange = {}) => startRunners(startRequest(start, change), world);

const crash = { afterMs: 3000, kind: 'transient', message: 'exit code 1', hint: 'See the log.' } as const;
const names = (): unknown[] =>
  world.calls.of('launcher', 'launch').map((call) => (call.arguments[0] as { runnerName: string }).runnerName);

describe('a runner that dies before it is online', () => {
  test('is relaunched under the next name, after what is left of it was removed', async () => {
    world.launcher.life = { end: crash };
    world.clock.after(2000, () => {
      world.launcher.life = {};
    });
    const { runners } = await run();
    const [first, second] = [0, 1].map((launchNumber) => runnerName(start, { index: 0, launchNumber }));
    expect(names()).toEqual([first, second]);
    expect(runners).toMatchObject([
      { registration: { name: second }, label: 'gpu-0', relaunchedBecause: [expect.stringContaining('exit code 1')] },
    ]);
    const order = world.calls.names;
    expect(order.indexOf('github.deleteRunner')).toBeLessThan(order.lastIndexOf('github.createJitRunner'));
    expect([world.github.names, world.launcher.alive]).toEqual([[second], [expect.any(String)]]);
    expect(readLedger(world.state.saved).launches.map(({ runnerName: name }) => name)).toEqual([second]);
  });

  test('every time is reported with the last reason once the budget is used up, and nothing is left', async () => {
    world.launcher.life = { end: crash };
    await expect(run()).rejects.toMatchObject({
      message: expect.stringMatching(/exit code 1.*relaunched 2 times before \(⟦maximum of relaunches⟧\)/),
      hint: 'See the log.',
    });
    expect(names()).toHaveLength(3);
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
    expect(readLedger(world.state.saved).outcome).toBe('removed');
  });

  test('for a reason that a relaunch does not change is not relaunched', async () => {
    world.launcher.life = { end: { ...crash, kind: 'configuration' } };
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('exit code 1') });
    expect(names()).toHaveLength(1);
  });

  test('as it comes online is noticed by the last poll and relaunched', async () => {
    world.launcher.life = { end: { ...crash, afterMs: 9500 } };
    world.clock.after(9000, () => {
      world.launcher.life = {};
    });
    const { runners } = await run();
    expect(names()).toHaveLength(2);
    expect(runners[0]?.compute.id).toBe('task-2');
  });

  test('and has lost its registration is relaunched', async () => {
    world.github.life = { onlineAfterMs: 10_000, removedAfterMs: 1000 };
    world.clock.after(500, () => {
      world.github.life = { onlineAfterMs: 10_000 };
    });
    const { runners } = await run();
    expect(runners[0]?.relaunchedBecause).toEqual([expect.stringContaining('vanished')]);
    expect(world.launcher.alive).toEqual(['task-2']);
  });
});

describe('several runners', () => {
  test('come online in parallel, each with its own label, and are described in shared requests', async () => {
    const { runners } = await run({ count: 5 });
    expect(runners.map(({ label }) => label)).toEqual(['gpu-0', 'gpu-1', 'gpu-2', 'gpu-3', 'gpu-4']);
    expect(new Set(runners.map(({ compute }) => compute.id)).size).toBe(5);
    for (const {
      arguments: [ids],
    } of world.calls.of('launcher', 'describe').slice(1))
      expect(ids).toHaveLength(5);
  });

  test('lose only the one that dies', async () => {
    world.launcher.life = { end: crash };
    world.clock.after(0, () => {
      world.launcher.life = {};
    });
    const { runners } = await run({ count: 3 });
    expect(runners).toHaveLength(3);
    expect(world.launcher.alive).toHaveLength(3);
    expect(world.github.names).toHaveLength(3);
  });

  test('are all removed if one cannot come online', async () => {
    world.launcher.life = { end: { ...crash, kind: 'configuration' } };
    await expect(run({ count: 25 })).rejects.toMatchObject({ message: expect.stringContaining('exit code 1') });
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
    expect(readLedger(world.state.saved).outcome).toBe('removed');
  });
});
