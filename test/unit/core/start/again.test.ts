import { beforeEach, describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import { runnerName, type StartIdentity, startKey } from '../../../../src/core/identity.ts';
import { Ledger, readLedger, saveOutcome } from '../../../../src/core/start/ledger.ts';
import { startRunners } from '../../../../src/core/start/start.ts';
import { TAG } from '../../../../src/core/tags.ts';
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

const run = (change: StartChange = {}) => startRunners(startRequest(start, change), world);
const launches = () => world.calls.of('launcher', 'launch').length;
const removals = () => [...world.calls.of('github', 'deleteRunner'), ...world.calls.of('launcher', 'stop')];

/** What an earlier call of the start left behind when it was killed: its launch, as far as it was recorded. */
async function left(options: { answered?: boolean; registered?: boolean; task?: boolean; hiddenMs?: number } = {}) {
  const { answered = true, registered = true, task = true, hiddenMs = 0 } = options;
  const registrationId = registered
    ? world.github.add(name, { labels: ['gpu', 'gpu-0'], life: { onlineAfterMs: 60_000 } }).id
    : undefined;
  const life = { states: [{ afterMs: 0, state: 'RUNNING' }], hiddenMs };
  const tags = { [TAG.startKey]: startKey(start), [TAG.runnerName]: name };
  const ledger = await Ledger.open(world.state, startKey(start));
  const computeId = task ? world.launcher.add({ run: start, tags, life }) : undefined;
  await ledger.record(0, {
    runnerName: name,
    ...(registrationId !== undefined && { registrationId }),
    ...(task && { launchSentAt: world.clock.now() }),
    ...(task && answered && computeId !== undefined && { computeId }),
  });
  return { registrationId, computeId };
}

describe('a start that is called again after its first call was killed', () => {
  test.each([
    ['its launch was answered', {}],
    ['the answer to its launch was lost', { answered: false }],
    ['the answer was lost, and the hosting hides the compute for a while', { answered: false, hiddenMs: 45_000 }],
  ])('adopts the runner if %s, and neither launches nor removes any', async (_what, options) => {
    const { registrationId, computeId } = await left(options);
    const { runners } = await run();
    expect(runners).toMatchObject([
      { index: 0, launchNumber: 0, label: 'gpu-0', registration: { id: registrationId }, compute: { id: computeId } },
    ]);
    expect([launches(), world.calls.of('github', 'createJitRunner')]).toEqual([0, []]);
    expect(removals()).toEqual([]);
    expect(world.log.infos.join('\n')).toContain(`Runner ${name} was launched by an earlier call`);
  });

  test('does not wait for compute that was never requested: its JIT config is lost, so the runner is made anew', async () => {
    const { registrationId } = await left({ task: false });
    const began = world.clock.now();
    const { runners } = await run();
    expect(runners).toMatchObject([{ launchNumber: 1 }]);
    expect(world.calls.of('github', 'deleteRunner').map((call) => call.arguments[0])).toEqual([registrationId]);
    expect(world.clock.now() - began).toBeLessThan(30_000);
    expect(world.github.names).toEqual([runnerName(start, { index: 0, launchNumber: 1 })]);
  });

  test('makes a runner anew if its compute is gone, after removing what is left of it', async () => {
    await left();
    const [id = ''] = world.launcher.alive;
    await world.launcher.stop(id, 'by hand');
    const { runners } = await run();
    expect(runners).toMatchObject([{ launchNumber: 1 }]);
    expect(world.github.names).toEqual([runnerName(start, { index: 0, launchNumber: 1 })]);
    expect(launches()).toBe(1);
  });

  test('launches the runners that the first call did not get to', async () => {
    const { computeId } = await left();
    const { runners } = await run({ count: 2 });
    expect(runners.map(({ compute }) => compute.id)).toEqual([computeId, expect.stringMatching(/^task-/)]);
    expect(launches()).toBe(1);
    expect(removals()).toEqual([]);
  });

  test('relaunches an adopted runner like any other once its compute has died', async () => {
    await left();
    const [id = ''] = world.launcher.alive;
    world.clock.after(4000, () => void world.launcher.stop(id, 'by hand'));
    const { runners } = await run();
    expect(runners).toMatchObject([{ launchNumber: 1, relaunchedBecause: [expect.stringContaining('by hand')] }]);
    expect(launches()).toBe(1);
    expect(world.github.names).toEqual([runnerName(start, { index: 0, launchNumber: 1 })]);
  });

  test('does not take the state of another start for its own', async () => {
    await Ledger.open(world.state, 'egr-1-2-1-3-other');
    await expect(run()).rejects.toThrow('was given to');
    expect(world.calls.of('github')).toEqual([]);
  });
});

describe('a start that was ready and is called again', () => {
  test('reports which of its runners exist, and neither launches nor removes anything', async () => {
    const first = await run({ count: 2 });
    await saveOutcome(world.state, 'ready');
    const [gone] = first.runners;
    await world.github.deleteRunner(gone?.registration.id ?? 0);
    const before = world.calls.all.length;
    const again = await run({ count: 2 });
    expect(again.runners.map(({ registration }) => registration.name)).toEqual([first.runners[1]?.registration.name]);
    expect(again.missing).toEqual([`Runner ${gone?.registration.name} was online and has since ended.`]);
    const after = world.calls.all.slice(before).map(({ port, method }) => `${port}.${method}`);
    expect(after).toEqual(['launcher.describe', 'github.getRunners']);
  });
});

describe('a start that is called again', () => {
  const secondOf = async (count: number, change: StartChange = {}) => {
    for (let index = 0; index < count; index += 1) await leftRunner(index);
    return run({ count: count + 1, ...change });
  };

  async function leftRunner(index: number, launchNumber = 0) {
    const own = runnerName(start, { index, launchNumber });
    const registrationId = world.github.add(own, { labels: ['gpu'], life: { onlineAfterMs: 60_000 } }).id;
    const tags = { [TAG.startKey]: startKey(start), [TAG.runnerName]: own };
    const computeId = world.launcher.add({ run: start, tags });
    const ledger = await Ledger.open(world.state, startKey(start));
    await ledger.record(index, {
      runnerName: own,
      registrationId,
      launchSentAt: world.clock.now(),
      computeId,
    });
    return computeId;
  }

  test('adopts more runners than it would register before it launches the first', async () => {
    const began = world.clock.now();
    const { runners } = await secondOf(85);
    expect(runners).toHaveLength(86);
    expect(launches()).toBe(1);
    expect(removals()).toEqual([]);
    expect(world.clock.now() - began).toBeLessThan(120_000);
  });

  test('never uses a name twice, though the records of earlier launches were taken back', async () => {
    const ledger = await Ledger.open(world.state, startKey(start));
    await ledger.record(0, { runnerName: name, registrationId: 1 });
    await ledger.forget(0, name);
    const id = await leftRunner(0, 1);
    world.clock.after(4000, () => void world.launcher.stop(id, 'by hand'));
    const { runners } = await run();
    expect(runners).toMatchObject([{ launchNumber: 2 }]);
    expect(world.github.names).toEqual([runnerName(start, { index: 0, launchNumber: 2 })]);
  });

  test('does not search on for a lost launch once another runner has failed for good', async () => {
    const ledger = await Ledger.open(world.state, startKey(start));
    const sent = { runnerName: name, registrationId: 1, launchSentAt: world.clock.now() };
    await ledger.record(0, sent);
    const wrong = new RunnerError({ kind: 'configuration', message: 'No such definition.', hint: 'Correct it.' });
    world.launcher.fail('launch', { error: wrong });
    let failedAt = Number.POSITIVE_INFINITY;
    const info = world.log.info.bind(world.log);
    world.log.info = (message) => {
      if (message.startsWith('The start failed')) failedAt = world.clock.now();
      info(message);
    };
    await expect(run({ count: 2 })).rejects.toThrow('No such definition.');
    // The search goes on in the removal, which has its own reasons.
    expect(failedAt - (sent.launchSentAt ?? 0)).toBeLessThan(5000);
  });

  test('after it was removed has all to remove again', async () => {
    world.launcher.fail('launch', {
      error: new RunnerError({ kind: 'configuration', message: 'No such definition.', hint: 'Correct it.' }),
    });
    await expect(run()).rejects.toThrow('No such definition.');
    expect(readLedger(world.state.saved).outcome).toBe('removed');
    const { runners } = await run();
    const saved = readLedger(world.state.saved);
    expect(saved.outcome).toBeUndefined();
    expect(saved.launches.map(({ computeId }) => computeId)).toContain(runners[0]?.compute.id);
    expect(runners).toMatchObject([{ launchNumber: 1 }]);
  });

  test('and was ready calls no compute online that is stopping', async () => {
    const first = await run();
    await saveOutcome(world.state, 'ready');
    await world.launcher.stop(first.runners[0]?.compute.id ?? '', 'by hand');
    const again = await run();
    expect(again.runners).toEqual([]);
    expect(again.missing).toHaveLength(1);
  });
});

describe('what a repeated call removes', () => {
  const wrong = new RunnerError({ kind: 'configuration', message: 'No such definition.', hint: 'Correct it.' });

  test.each([
    ['online', { onlineAfterMs: 0 }],
    ['busy', { onlineAfterMs: 0, busyAfterMs: 0 }],
  ])('is no runner of the first call that is %s, if it fails before it adopts', async (_what, life) => {
    const { computeId } = await left();
    world.github.live(name, life);
    world.launcher.fail('prepare', { error: wrong });
    await expect(run()).rejects.toThrow('No such definition.');
    expect([world.github.names, world.launcher.alive]).toEqual([[name], [computeId]]);
    expect(removals()).toEqual([]);
    expect(world.log.warnings).toEqual([expect.stringContaining(`Runner ${name}`)]);
    // The next call finds it again.
    expect(readLedger(world.state.saved)).toMatchObject({ outcome: undefined, launches: [{ runnerName: name }] });
  });

  test('is what the first call made and nobody has seen online', async () => {
    await left();
    world.launcher.fail('prepare', { error: wrong });
    await expect(run()).rejects.toThrow('No such definition.');
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });

  test('is not live compute whose registration GitHub denies and lists: no second runner beside it', async () => {
    const { computeId } = await left();
    world.github.live(name, { onlineAfterMs: 0, busyAfterMs: 0 });
    world.github.getRunner = async () => undefined;
    await expect(run()).rejects.toThrow('so it was not relaunched');
    expect(world.launcher.alive).toEqual([computeId]);
    expect([launches(), removals()]).toEqual([0, []]);
  });

  test('is live compute whose registration is gone for certain', async () => {
    const { registrationId = 0 } = await left();
    await world.github.deleteRunner(registrationId);
    const { runners } = await run();
    expect(runners).toMatchObject([{ launchNumber: 1 }]);
    expect(world.launcher.alive).toHaveLength(1);
  });

  test('asks GitHub about none of its runners once it has failed', async () => {
    const ledger = await Ledger.open(world.state, startKey(start));
    for (const index of [0, 1]) {
      const own = runnerName(start, { index, launchNumber: 0 });
      const { id } = world.github.add(own, { life: { onlineAfterMs: 0 } });
      const tags = { [TAG.startKey]: startKey(start), [TAG.runnerName]: own };
      const computeId = world.launcher.add({ run: start, tags });
      await ledger.record(index, { runnerName: own, registrationId: id, launchSentAt: 1, computeId });
    }
    const describe = world.launcher.describe.bind(world.launcher);
    // The answers come after the launch of the third has failed for good.
    world.launcher.describe = async (ids) => {
      await world.clock.sleep(2000);
      return describe(ids);
    };
    world.launcher.fail('launch', { error: wrong });
    let asked: number | undefined;
    const info = world.log.info.bind(world.log);
    world.log.info = (message) => {
      if (message.startsWith('The start failed')) asked = world.calls.of('github', 'getRunner').length;
      info(message);
    };
    await expect(run({ count: 3 })).rejects.toThrow('No such definition.');
    expect(asked).toBe(0);
  });
});
