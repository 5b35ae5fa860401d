import { beforeEach, describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import { clientToken, runnerName, type StartIdentity } from '../../../../src/core/identity.ts';
import type { LaunchRequest } from '../../../../src/core/ports.ts';
import { readLedger } from '../../../../src/core/start/ledger.ts';
import { startRunners } from '../../../../src/core/start/start.ts';
import { SETTING } from '../../../../src/core/words.ts';
import { FakeWorld } from '../../../helpers/fake-world.ts';
import { type StartChange, startRequest } from '../../../helpers/start-request.ts';

let world: FakeWorld;
let start: StartIdentity;

beforeEach(() => {
  world = new FakeWorld();
  start = world.newStart();
  world.github.life = { onlineAfterMs: 10_000 };
  world.launcher.capacities = ['one', 'two', 'three'];
});

const run = (change: StartChange = {}) => startRunners(startRequest(start, { maxRelaunches: 0, ...change }), world);

const launches = (): LaunchRequest[] =>
  world.calls.of('launcher', 'launch').map((call) => call.arguments[0] as LaunchRequest);
const tried = (): string[] => launches().map(({ capacity }) => capacity);

const full = (name: string) => new RunnerError({ kind: 'capacity', message: `${name} is full.`, hint: 'Wait.' });
const stuck = { states: [{ afterMs: 0, state: 'PROVISIONING' }] };
const taken = { end: { afterMs: 3000, kind: 'capacity', message: 'Spot took it.', hint: 'Buy it.' } } as const;

function expectRemoved(): void {
  expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  expect(readLedger(world.state.saved).outcome).toBe('removed');
}

describe('a capacity that refuses for lack of room', () => {
  test('is followed by the next at once, with the same registration and a new token', async () => {
    world.launcher.lifeOn.set('one', full('one')).set('two', full('two'));
    const { runners } = await run();
    expect(tried()).toEqual(['one', 'two', 'three']);
    expect(new Set(world.calls.of('launcher', 'launch').map(({ at }) => at)).size).toBe(1);
    expect(world.calls.of('github', 'createJitRunner')).toHaveLength(1);
    expect(launches().map((launch) => launch.clientToken)).toEqual(
      ['one', 'two', 'three'].map((capacity) => clientToken(start, { index: 0, launchNumber: 0, capacity })),
    );
    expect(runners[0]?.compute.capacity).toBe('three');
    expect(runners[0]?.relaunchedBecause).toEqual(['one: one is full.', 'two: two is full.']);
  });

  test('is reported with all others when none is left', async () => {
    for (const name of world.launcher.capacities) world.launcher.lifeOn.set(name, full(name));
    await expect(run()).rejects.toMatchObject({
      kind: 'capacity',
      message: 'None of the 3 capacities has room:\n- one: one is full.\n- two: two is full.\n- three: three is full.',
      hint: 'Wait.',
    });
    expectRemoved();
  });

  test('is retried after 15 and 30 s if it is the last, with the same registration', async () => {
    world.launcher.capacities = ['one', 'two'];
    world.launcher.lifeOn.set('one', full('one')).set('two', full('two'));
    const began = world.clock.now();
    world.clock.after(40_000, () => world.launcher.lifeOn.clear());
    const { runners } = await run({ maxRelaunches: 3 });
    expect(tried()).toEqual(['one', 'two', 'two', 'two']);
    const times = world.calls.of('launcher', 'launch').map(({ at }) => at - began);
    expect(times).toEqual([0, 0, 15_000, 45_000]);
    // Each retry is a request of its own.
    expect(new Set(launches().map((launch) => launch.clientToken)).size).toBe(4);
    expect(world.calls.of('github', 'createJitRunner')).toHaveLength(1);
    expect(runners[0]?.relaunchedBecause).toEqual(['one: one is full.', 'two is full.', 'two is full.']);
    expect(world.log.infos).toContain('two is full. Retrying in 15 s (1 of at most 3).');
  });

  test('ends the start after as many retries as max-relaunches allows, or when too little time is left', async () => {
    world.launcher.capacities = ['one'];
    world.launcher.lifeOn.set('one', full('one'));
    await expect(run({ maxRelaunches: 2 })).rejects.toMatchObject({
      message: `one is full. The launch was retried 2 times (${SETTING.maxRelaunches}).`,
    });
    expect(tried()).toHaveLength(3);
    expectRemoved();
    const began = world.clock.now();
    await expect(run({ maxRelaunches: 2, timeoutMs: 15_000 })).rejects.toThrow('one is full.');
    expect(world.clock.now()).toBe(began);
  });

  test('leaves the relaunches to a runner that dies, and is never retried for longer than a JIT config lives', async () => {
    world.launcher.capacities = ['one'];
    world.launcher.lifeOn.set('one', full('one'));
    const began = world.clock.now();
    await expect(run({ maxRelaunches: 10 })).rejects.toThrow('retried 5 times');
    expect(world.clock.now() - began).toBeLessThan(300_000);
    const launch = world.launcher.launch.bind(world.launcher);
    let count = 0;
    world.launcher.launch = async (request) => {
      count += 1;
      if (count > 1) world.launcher.lifeOn.clear();
      world.launcher.life = count > 2 ? {} : taken;
      return launch(request);
    };
    start = world.newStart();
    world.state.saved.clear();
    const { runners } = await run({ maxRelaunches: 1 });
    expect(count).toBe(3);
    expect(runners[0]?.relaunchedBecause).toEqual(['one is full.', expect.stringContaining('Spot took it.')]);
  });

  test('is retried together with all others on a hosting where free room moves between them', async () => {
    world.launcher.hosting = { ...world.launcher.hosting, whenFull: 'retry-all' };
    world.launcher.capacities = ['one', 'two'];
    world.launcher.lifeOn.set('one', full('one')).set('two', full('two'));
    world.clock.after(5000, () => world.launcher.lifeOn.delete('one'));
    const { runners } = await run({ maxRelaunches: 1 });
    expect(tried()).toEqual(['one', 'two', 'one']);
    expect(runners[0]?.compute.capacity).toBe('one');
    expect(new Set(launches().map(({ clientToken: token }) => token)).size).toBe(3);
    expect(world.calls.of('github', 'createJitRunner')).toHaveLength(1);
  });

  test('is named only once if all were retried in vain', async () => {
    world.launcher.hosting = { ...world.launcher.hosting, whenFull: 'retry-all' };
    world.launcher.capacities = ['one', 'two'];
    world.launcher.lifeOn.set('one', full('one')).set('two', full('two'));
    await expect(run({ maxRelaunches: 1 })).rejects.toMatchObject({
      message: `None of the 2 capacities has room:\n- one: one is full.\n- two: two is full. The launch was retried once (${SETTING.maxRelaunches}).`,
    });
    expect(tried()).toEqual(['one', 'two', 'one', 'two']);
  });

  test('is no longer waited for once another runner of the start has failed', async () => {
    world.launcher.capacities = ['one'];
    const refused = new RunnerError({ kind: 'configuration', message: 'No such thing.', hint: 'Correct it.' });
    world.launcher.fail('launch', { error: full('one') });
    world.launcher.fail('launch', { error: refused });
    const began = world.clock.now();
    await expect(run({ count: 2, maxRelaunches: 2 })).rejects.toThrow('No such thing.');
    expect([world.clock.now() - began, tried().length]).toEqual([0, 2]);
    expectRemoved();
  });

  test('is left after a lost answer only once the launch is known to be gone', async () => {
    const lost = new RunnerError({ kind: 'transient', message: 'No answer.', hint: 'Again.' });
    world.launcher.life = { hiddenMs: 40_000 };
    world.launcher.fail('launch', { error: lost, when: 'after' });
    world.launcher.fail('launch', { error: full('one') });
    await run();
    expect(tried()).toEqual(['one', 'one', 'two']);
    const [, , next] = world.calls.of('launcher', 'launch');
    // The first request had been accepted: before the next launch its task is stopped and its registration is gone.
    const stop = world.calls.of('launcher', 'stop').find(({ arguments: [id] }) => id === 'task-1');
    expect(stop?.at).toBeLessThanOrEqual(next?.at ?? 0);
    expect(world.github.names).toEqual([runnerName(start, { index: 0, launchNumber: 1 })]);
    expect(world.launcher.alive).toEqual(['task-2']);
  });

  test('is not left while what may exist of the launch cannot be removed', async () => {
    const lost = new RunnerError({ kind: 'transient', message: 'No answer.', hint: 'Again.' });
    const denied = new RunnerError({ kind: 'permission', message: 'No list.', hint: 'Allow it.' });
    world.launcher.fail('launch', { error: lost, when: 'after' });
    world.launcher.fail('launch', { error: full('one') });
    world.launcher.fail('list', { error: denied });
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('could not be removed') });
    expect(tried()).toEqual(['one', 'one']);
  });

  test('is not followed by another if the refusal is final', async () => {
    const wrong = new RunnerError({ kind: 'configuration', message: 'No such role.', hint: 'Make it.' });
    world.launcher.lifeOn.set('one', wrong);
    await expect(run()).rejects.toBe(wrong);
    expect(tried()).toEqual(['one']);
    expectRemoved();
  });
});

describe('a capacity that lets compute wait for room', () => {
  test('is given up after its time, and nothing is left of it before the next launch', async () => {
    world.launcher.lifeOn.set('one', stuck);
    const { runners } = await run({ capacityTimeoutMs: 120_000 });
    expect(tried()).toEqual(['one', 'two']);
    const [first, second] = world.calls.of('launcher', 'launch').map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBe(120_000);
    const order = world.calls.names;
    expect(order.indexOf('github.deleteRunner')).toBeLessThan(order.indexOf('launcher.stop'));
    expect(order.indexOf('launcher.stop')).toBeLessThan(order.lastIndexOf('github.createJitRunner'));
    expect(world.launcher.alive).toEqual(['task-2']);
    expect(runners[0]?.relaunchedBecause).toEqual([expect.stringMatching(/^one: task-1 .* PROVISIONING for 120 s/)]);
  });

  test('is polled once more before it is given up', async () => {
    world.launcher.lifeOn.set('one', {
      states: [
        { afterMs: 0, state: 'PROVISIONING' },
        { afterMs: 119_500, state: 'RUNNING' },
      ],
    });
    await run({ capacityTimeoutMs: 120_000 });
    expect(tried()).toEqual(['one']);
  });

  test('gets the remaining time if it is the last', async () => {
    world.launcher.capacities = ['one', 'two'];
    world.launcher.life = stuck;
    const began = world.clock.now();
    await expect(run({ capacityTimeoutMs: 60_000, timeoutMs: 300_000 })).rejects.toMatchObject({
      kind: 'capacity',
      message: expect.stringMatching(/- one: task-1 .*for 60 s .*\n- two: .*not online within 300 s.*for 240 s/),
    });
    expect(world.clock.now() - began).toBe(300_000);
    expectRemoved();
  });

  test('is not tried for runners launched after it was given up', async () => {
    const launch = world.launcher.launch.bind(world.launcher);
    const crash = { kind: 'transient', message: 'exit code 1', hint: 'See the log.' } as const;
    let count = 0;
    world.launcher.launch = (request) => {
      count += 1;
      world.launcher.lifeOn.set('one', count === 1 ? stuck : { end: { afterMs: 25_000, ...crash } });
      return launch(request);
    };
    await run({ count: 2, maxRelaunches: 1, capacityTimeoutMs: 20_000 });
    expect(tried()).toEqual(['one', 'one', 'two', 'two']);
  });
});

describe('a capacity that reclaims compute', () => {
  test('is followed by the next without using up a relaunch', async () => {
    world.launcher.lifeOn.set('one', taken);
    const { runners } = await run();
    expect(tried()).toEqual(['one', 'two']);
    expect(runners[0]?.registration.name).toBe(runnerName(start, { index: 0, launchNumber: 1 }));
  });

  test('is retried within max-relaunches if it is the last', async () => {
    world.launcher.capacities = ['one', 'two'];
    world.launcher.life = taken;
    await expect(run({ maxRelaunches: 2 })).rejects.toMatchObject({
      message: expect.stringMatching(/- one: .*Spot took it.*\n- two: .*Spot took it.*relaunched 2 times before/),
    });
    expect(tried()).toEqual(['one', 'two', 'two', 'two']);
    expectRemoved();
  });
});
