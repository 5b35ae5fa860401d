import { beforeEach, describe, expect, test } from '@jest/globals';
import { type StartIdentity, startKey } from '../../../../src/core/identity.ts';
import { startRunners } from '../../../../src/core/start/start.ts';
import { stopRunners } from '../../../../src/core/stop/stop.ts';
import { REASON } from '../../../../src/core/teardown/reasons.ts';
import { FakeWorld, RUN } from '../../../helpers/fake-world.ts';
import { type StartChange, startRequest } from '../../../helpers/start-request.ts';

let world: FakeWorld;
let start: StartIdentity;
beforeEach(() => {
  world = new FakeWorld();
  start = world.newStart();
});

const run = (change: StartChange = {}) => startRunners(startRequest(start, { isReachable: true, ...change }), world);
const launches = () => world.calls.of('launcher', 'launch').length;
const jobDone = (afterMs: number) =>
  ({ afterMs, kind: 'transient', message: 'ended with exit code 0', hint: 'See the log.', hadJob: true }) as const;

describe('a runner whose short job ended between two polls', () => {
  test('came: the start is green, and no second one is launched', async () => {
    world.launcher.life = { end: jobDone(20_000) };
    const { runners } = await run();
    expect(runners).toMatchObject([{ label: 'gpu-0', relaunchedBecause: [] }]);
    expect(launches()).toBe(1);
  });

  test('came, though its registration went first', async () => {
    world.github.life = { removedAfterMs: 20_000 };
    world.launcher.life = { end: jobDone(25_000) };
    await run();
    expect(launches()).toBe(1);
  });

  test('came, while another one of the start is still awaited', async () => {
    world.launcher.life = { end: jobDone(20_000) };
    world.clock.after(1, () => {
      world.launcher.life = {};
    });
    world.github.life = { onlineAfterMs: 60_000 };
    const { runners } = await run({ count: 2 });
    expect(runners).toHaveLength(2);
    expect(launches()).toBe(2);
  });

  test('did not come, if it ended without that word: it is launched again', async () => {
    world.launcher.life = { end: { ...jobDone(20_000), hadJob: undefined } as never };
    world.clock.after(10_000, () => {
      world.launcher.life = {};
      world.github.life = { onlineAfterMs: 5000 };
    });
    const { runners } = await run();
    expect(runners[0]?.relaunchedBecause).toHaveLength(1);
  });
});

describe('a stop of the run that meets its start', () => {
  const stop = () =>
    stopRunners({ run: RUN, labels: [], id: undefined, drainMs: 0, waitForStopped: false, reason: REASON.stop }, world);
  /** The provider says who ended a task, as ECS does by the reason of StopTask. */
  const providerKnows = () => {
    const describe = world.launcher.describe.bind(world.launcher);
    world.launcher.describe = async (ids) => {
      const seen = await describe(ids);
      const known = [...seen].map(([id, compute]) => {
        const byStop = compute.end?.message.includes(REASON.stop) === true;
        const end = compute.end && { ...compute.end, ...(byStop && { kind: 'configuration' as const }) };
        return [id, { ...compute, ...(end && { end }) }] as const;
      });
      return new Map(known);
    };
  };

  test.each([
    ['while its task comes up', 3000],
    ['while its runner connects', 30_000],
  ])('ends it %s: nothing is launched again', async (_what, afterMs) => {
    world.github.life = { onlineAfterMs: 60_000 };
    providerKnows();
    const stopped = new Promise((resolve) => {
      world.clock.after(afterMs, () => resolve(stop()));
    });
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining(REASON.stop) });
    await stopped;
    expect(launches()).toBe(1);
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });

  test('ends it though the registration is seen to go first', async () => {
    world.github.life = { onlineAfterMs: 120_000 };
    providerKnows();
    const [name] = await new Promise<string[]>((resolve) => {
      const failed = run().catch(() => undefined);
      world.clock.after(20_000, () => resolve(world.github.names));
      void failed;
    });
    const found = await world.github.findRunner(name ?? '');
    await world.github.deleteRunner(found?.id ?? 0);
    // The stop's StopTask follows its DELETE a moment later.
    world.clock.after(4000, () => void stop());
    await world.clock.sleep(100_000);
    expect(launches()).toBe(1);
    expect(world.launcher.alive).toEqual([]);
  });
});

describe('a start that fails while others know its label', () => {
  test('leaves siblings that are online, one line each, and says nothing of them is removed', async () => {
    const { launch } = world.launcher;
    const { createJitRunner } = world.github;
    // The second one dies after the first has come online.
    world.github.createJitRunner = async (request) => {
      world.github.life = request.name.endsWith('-1-0') ? {} : { onlineAfterMs: 10_000 };
      return createJitRunner.call(world.github, request);
    };
    world.launcher.launch = async (request) => {
      const end = { kind: 'configuration', message: 'exit code 65', hint: 'Correct it.', afterMs: 30_000 } as const;
      world.launcher.life = request.runnerName.endsWith('-1-0') ? { end } : {};
      return launch.call(world.launcher, request);
    };
    await expect(run({ count: 2 })).rejects.toMatchObject({ message: expect.stringContaining('exit code 65') });
    expect(world.launcher.alive).toHaveLength(1);
    expect(world.log.warnings).toEqual([expect.stringContaining('is online, and a job may be on its way to it')]);
    expect(world.state.saved.get('outcome') ?? '').toBe('');
  });

  test('removes them all if only it has known the label', async () => {
    world.github.life = { onlineAfterMs: 10_000 };
    world.launcher.life = { end: { kind: 'configuration', message: 'exit code 65', hint: 'x', afterMs: 30_000 } };
    const { createJitRunner } = world.github;
    world.github.createJitRunner = async (request) => {
      if (request.name.endsWith('-1-0')) world.github.life = {};
      return createJitRunner.call(world.github, request);
    };
    await expect(run({ count: 2, isReachable: false, label: startKey(start) })).rejects.toThrow('exit code 65');
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });
});
