import { beforeEach, describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import { runnerName, type StartIdentity, startKey } from '../../../../src/core/identity.ts';
import { cleanUpStart } from '../../../../src/core/start/cleanup.ts';
import type { LaunchRecord } from '../../../../src/core/start/ledger.ts';
import { FakeWorld } from '../../../helpers/fake-world.ts';

const GITHUB_DOWN = new RunnerError({ kind: 'transient', message: 'GitHub failed (502)', hint: 'Again later.' });
const DENIED = new RunnerError({ kind: 'permission', message: 'No StopTask.', hint: 'Allow ecs:StopTask.' });

let world: FakeWorld;
let start: StartIdentity;
beforeEach(() => {
  world = new FakeWorld();
  start = world.newStart();
});

const cleanUp = (launches: readonly LaunchRecord[], isLabelSecret = true) =>
  cleanUpStart({
    start,
    launches,
    label: startKey(start),
    isLabelSecret: () => isLabelSecret,
    reason: 'the start failed',
    ports: world,
  });

/** What the state records about a runner of the start; a kill leaves out the parts named in `lacks`. */
function launched(lacks: readonly (keyof LaunchRecord)[] = [], task = {}): LaunchRecord {
  const {
    name,
    registrationId = 0,
    taskId = '',
  } = world.addRunner({
    start,
    task: { states: [{ afterMs: 0, state: 'PENDING' }], ...task },
  });
  const record: LaunchRecord = {
    runnerName: name,
    registrationId,
    launchSentAt: world.clock.now(),
    computeId: taskId,
  };
  return Object.fromEntries(Object.entries(record).filter(([key]) => !lacks.includes(key as keyof LaunchRecord))) as {
    runnerName: string;
  };
}

const isEmpty = () => world.github.names.length === 0 && world.launcher.alive.length === 0;

describe('the cleanup of a start', () => {
  test('searches for 90 s for a launch that a killed process may have sent again', async () => {
    const record = launched(['computeId'], { hiddenMs: 150_000 });
    world.clock.advance(100_000);
    const { problems } = await cleanUpStart({
      start,
      launches: [record],
      label: startKey(start),
      isLabelSecret: () => true,
      reason: 'killed',
      ports: world,
      sentUntil: world.clock.now(),
    });
    expect([problems, isEmpty()]).toEqual([[], true]);
  });

  test('removes what its records name, without searching for more', async () => {
    const record = launched();
    expect(await cleanUp([record])).toEqual({
      results: [{ runnerName: record.runnerName, registration: 'deleted', compute: 'stopped' }],
      problems: [],
      left: [],
      isCertain: true,
    });
    expect(world.calls.names).toEqual(['github.deleteRunner', 'launcher.stop']);
    expect(world.calls.of('launcher', 'stop')[0]?.arguments[1]).toBe('the start failed');
    expect(isEmpty()).toBe(true);
  });

  test('finds a registration by name when the answer to its creation was lost', async () => {
    const { name } = world.addRunner({ start, task: 'none' });
    const { results } = await cleanUp([{ runnerName: name }]);
    expect(results).toEqual([{ runnerName: name, registration: 'deleted', compute: 'none' }]);
    expect(isEmpty()).toBe(true);
  });

  test('does nothing, at once, for a registration that was never made', async () => {
    const began = world.clock.now();
    const { results, problems } = await cleanUp([{ runnerName: runnerName(start, { index: 0, launchNumber: 0 }) }]);
    expect(results).toMatchObject([{ registration: 'absent', compute: 'none' }]);
    expect(problems).toEqual([]);
    expect(world.clock.now()).toBe(began);
  });

  test('finds a launch whose answer was lost, even though ECS hides it for 45 s', async () => {
    const record = launched(['computeId'], { hiddenMs: 45_000 });
    const began = world.clock.now();
    const { results, problems } = await cleanUp([record]);
    expect(results).toEqual([{ runnerName: record.runnerName, registration: 'deleted', compute: 'stopped' }]);
    expect(problems).toEqual([]);
    expect(isEmpty()).toBe(true);
    expect(world.clock.now() - began).toBeLessThanOrEqual(50_000);
  });

  test('deletes the registration at once, however long the search for compute takes', async () => {
    const record = launched(['computeId'], { hiddenMs: 45_000 });
    await cleanUp([record]);
    expect(world.calls.names[0]).toBe('github.deleteRunner');
    expect(world.calls.all[0]?.at).toBe(record.launchSentAt);
  });

  test('gives up on a launch 90 s after it was sent', async () => {
    const { name, registrationId = 0 } = world.addRunner({ start, task: 'none' });
    const launchSentAt = world.clock.now();
    world.clock.advance(30_000);
    const { results, problems } = await cleanUp([{ runnerName: name, registrationId, launchSentAt }]);
    expect(results).toMatchObject([{ registration: 'deleted', compute: 'none' }]);
    expect(problems).toEqual([]);
    expect(world.clock.now()).toBe(launchSentAt + 90_000);
  });

  test('searches only once for a launch that was sent long ago', async () => {
    const record = launched(['computeId']);
    world.clock.advance(600_000);
    const began = world.clock.now();
    await cleanUp([record]);
    expect(isEmpty()).toBe(true);
    expect(world.clock.now()).toBe(began);
    expect(world.calls.of('launcher', 'list')).toHaveLength(1);
  });

  test('does not search for a launch that was refused', async () => {
    const { name, registrationId = 0 } = world.addRunner({ start, task: 'none' });
    await cleanUp([{ runnerName: name, registrationId, launchSentAt: world.clock.now(), refused: true }]);
    expect(world.calls.names).toEqual(['github.deleteRunner']);
  });

  test('touches nothing of other starts of the run, and nothing that lacks its tags', async () => {
    const record = launched(['computeId'], { hiddenMs: 45_000 });
    const other = world.addRunner();
    const untagged = world.launcher.add({ run: start, tags: {} });
    await cleanUp([record]);
    expect(world.github.names).toEqual([other.name]);
    expect(world.launcher.alive).toEqual([other.taskId, untagged]);
  });

  test('leaves a runner that has taken a job in the meantime', async () => {
    const record = launched();
    world.github.setBusy(record.runnerName, true);
    const { problems } = await cleanUp([record]);
    expect(world.launcher.alive).toEqual(['task-1']);
    expect(problems).toEqual([]);
  });

  test('finds the lost compute even if GitHub cannot be reached', async () => {
    const record = launched(['computeId'], { hiddenMs: 10_000 });
    world.github.fail('*', { error: GITHUB_DOWN, times: Number.POSITIVE_INFINITY });
    const { problems } = await cleanUp([record]);
    expect(world.launcher.alive).toEqual([]);
    expect(problems).toEqual([`Runner ${record.runnerName}: GitHub failed (502)\nNext step: Again later.`]);
  });

  test('does the rest when one runner fails', async () => {
    const failing = launched();
    world.clock.advance(1000);
    const otherName = runnerName(start, { index: 1, launchNumber: 0 });
    const { id } = world.github.add(otherName);
    world.launcher.fail('stop', { error: DENIED, argument: failing.computeId });
    const { results, problems } = await cleanUp([failing, { runnerName: otherName, registrationId: id }]);
    expect(results).toEqual([{ runnerName: otherName, registration: 'deleted', compute: 'none' }]);
    expect(problems).toEqual([expect.stringContaining('Next step: Allow ecs:StopTask.')]);
    expect(world.github.names).toEqual([]);
  });

  test('succeeds when run twice', async () => {
    const record = launched();
    await cleanUp([record]);
    expect(await cleanUp([record])).toEqual({
      results: [{ runnerName: record.runnerName, registration: 'absent', compute: 'already-gone' }],
      problems: [],
      left: [],
      isCertain: true,
    });
  });
});

describe('the cleanup of a start whose label others know', () => {
  const online = (change = {}): LaunchRecord => {
    const { name, registrationId = 0, taskId = '' } = world.addRunner({ start, ...change });
    return { runnerName: name, registrationId, launchSentAt: world.clock.now(), computeId: taskId };
  };

  test.each([
    ['is online', {}, 'is online, and a job may be on its way to it'],
    ['is busy', { registration: { onlineAfterMs: 0, busyAfterMs: 0 } }, 'has a job'],
  ])('leaves a runner that %s, and says so in one line', async (_what, change, why) => {
    const record = online(change);
    const { problems, left, isCertain } = await cleanUp([record], false);
    expect([problems, isCertain]).toEqual([[], true]);
    expect(left).toEqual([expect.stringContaining(`Runner ${record.runnerName} ${why}: it is left alone`)]);
    expect(world.launcher.alive).toEqual([record.computeId]);
  });

  test('leaves a runner that was online and is not any more: its job may be running', async () => {
    const record = { ...online({ registration: {} }), onlineSeen: true as const };
    expect((await cleanUp([record], false)).left).toHaveLength(1);
    expect(world.launcher.alive).toEqual([record.computeId]);
  });

  test.each([
    ['was never online', { registration: {} }],
    ['has not begun', { task: { states: [{ afterMs: 0, state: 'PENDING' }] } }],
    ['has ended', { task: { end: { afterMs: 0, kind: 'transient', message: 'ended', hint: '' } } }],
  ])('removes one that %s', async (_what, change) => {
    expect((await cleanUp([online(change)], false)).left).toEqual([]);
    expect(isEmpty()).toBe(true);
  });

  test('removes one for which the run has no job', async () => {
    world.runJobs = [{ isOver: true, labels: [startKey(start)], runnerName: 'another' }];
    expect((await cleanUp([online()], false)).left).toEqual([]);
    expect(isEmpty()).toBe(true);
  });

  test('leaves the compute of a lost answer, if its runner is online once it is found', async () => {
    const { computeId: _lost, ...record } = online({ task: { hiddenMs: 30_000 } });
    expect((await cleanUp([record], false)).left).toHaveLength(1);
    expect(world.calls.of('launcher', 'stop')).toEqual([]);
  });

  test('leaves a runner about which GitHub cannot be asked, and that is a problem', async () => {
    const record = online();
    world.github.fail('*', { error: GITHUB_DOWN, times: Number.POSITIVE_INFINITY });
    const { problems } = await cleanUp([record], false);
    expect(problems).toEqual([expect.stringContaining('GitHub failed (502)')]);
    expect(world.launcher.alive).toEqual([record.computeId]);
  });

  test('fails if what was searched for may be what is listed and never described', async () => {
    const { computeId: _lost, ...record } = online({ task: { unseenMs: Number.POSITIVE_INFINITY } });
    const { problems } = await cleanUp([record], false);
    expect(problems).toEqual([expect.stringContaining('did not describe it: it may be alive')]);
  });
});
