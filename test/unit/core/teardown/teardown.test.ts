import { beforeEach, describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import { type TeardownPolicy, type TeardownTarget, teardownRunner } from '../../../../src/core/teardown/teardown.ts';
import { FakeWorld } from '../../../helpers/fake-world.ts';

const GITHUB_DOWN = new RunnerError({ kind: 'transient', message: 'GitHub failed (502)', hint: 'Again later.' });
const DENIED = new RunnerError({ kind: 'permission', message: 'No StopTask.', hint: 'Allow ecs:StopTask.' });

let world: FakeWorld;
beforeEach(() => {
  world = new FakeWorld();
});

function tearDown(target: Partial<TeardownTarget>, policy: Partial<TeardownPolicy> = {}) {
  return teardownRunner({
    target: { runnerName: 'none', registration: 'unknown', computeId: undefined, ...target },
    policy: { drainMs: 0, stopBusy: false, reason: 'test', ...policy },
    ports: world,
  });
}

/** A healthy runner as the target of a teardown, and whether anything is left of it. */
function runner(life = {}) {
  const { name, taskId = '', registrationId = 0 } = world.addRunner({ registration: { onlineAfterMs: 0, ...life } });
  return { runnerName: name, registration: registrationId, computeId: taskId };
}

describe('the teardown of an idle runner', () => {
  test('deletes the registration, which is the lock, and only then stops the compute', async () => {
    expect(await tearDown(runner())).toEqual({ registration: 'deleted', compute: 'stopped' });
    expect(world.calls.names).toEqual(['github.deleteRunner', 'launcher.stop']);
    expect(world.calls.of('launcher', 'stop')[0]?.arguments).toEqual(['task-1', 'test']);
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });

  test('takes no time', async () => {
    const began = world.clock.now();
    await tearDown(runner(), { drainMs: 300_000, stopBusy: true });
    expect(world.clock.now()).toBe(began);
  });

  test('searches for an unknown registration by its exact name', async () => {
    const target = runner();
    expect(await tearDown({ ...target, registration: 'unknown' })).toEqual({
      registration: 'deleted',
      compute: 'stopped',
    });
    expect(world.calls.of('github', 'findRunner')[0]?.arguments).toEqual([target.runnerName]);
  });

  test('requests nothing from GitHub if its list was read and contained no such runner', async () => {
    const { taskId } = world.addRunner({ registration: 'none' });
    expect(await tearDown({ registration: 'none', computeId: taskId })).toEqual({
      registration: 'absent',
      compute: 'stopped',
    });
    expect(world.calls.names).toEqual(['launcher.stop']);
  });

  test('reports that it is already gone', async () => {
    const target = runner();
    await tearDown(target);
    expect(await tearDown(target)).toEqual({ registration: 'absent', compute: 'already-gone' });
  });

  test('only deletes the registration if there is no compute', async () => {
    const { registrationId = 0 } = world.addRunner({ task: 'none' });
    expect(await tearDown({ registration: registrationId })).toEqual({ registration: 'deleted', compute: 'none' });
    expect(world.calls.of('launcher')).toEqual([]);
  });
});

describe('the teardown of a busy runner', () => {
  test('waits for its job to end, then removes it', async () => {
    const began = world.clock.now();
    const target = runner({ busyAfterMs: 0, idleAgainAfterMs: 60_000 });
    expect(await tearDown(target, { drainMs: 300_000 })).toEqual({ registration: 'deleted', compute: 'stopped' });
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(60_000);
    expect(world.clock.now() - began).toBeLessThanOrEqual(66_000);
    expect(world.calls.names.at(-1)).toBe('launcher.stop');
  });

  test('leaves it alone after the allowed time if its job must not be ended', async () => {
    const began = world.clock.now();
    const target = runner({ busyAfterMs: 0 });
    expect(await tearDown(target, { drainMs: 300_000 })).toEqual({ registration: 'busy', compute: 'left-busy' });
    expect(world.clock.now() - began).toBe(300_000);
    expect(world.calls.of('launcher')).toEqual([]);
    expect(world.launcher.alive).toEqual([target.computeId]);
  });

  test('is decided by one DELETE without a drain', async () => {
    await tearDown(runner({ busyAfterMs: 0 }));
    expect(world.calls.names).toEqual(['github.deleteRunner']);
  });

  test('stops it with its job if that is allowed, and retries the DELETE until GitHub releases it', async () => {
    const target = runner({ busyAfterMs: 0, idleAgainAfterMs: 15_000 });
    expect(await tearDown(target, { drainMs: 10_000, stopBusy: true })).toEqual({
      registration: 'deleted',
      compute: 'stopped',
    });
    const stoppedAt = world.calls.names.indexOf('launcher.stop');
    expect(world.calls.of('launcher', 'stop')[0]?.at).toBe((world.calls.all[0]?.at ?? 0) + 10_000);
    expect(world.calls.names.lastIndexOf('github.deleteRunner')).toBeGreaterThan(stoppedAt);
    expect(world.log.warnings).toEqual([expect.stringContaining('is stopped together with its job')]);
  });

  test('gives up on a registration that stays busy 20 s after its compute was stopped', async () => {
    const began = world.clock.now();
    const result = await tearDown(runner({ busyAfterMs: 0 }), { stopBusy: true });
    expect(result).toEqual({ registration: 'busy', compute: 'stopped' });
    expect(world.clock.now() - began).toBe(20_000);
  });

  test('reports the registration as absent if GitHub removes it in the meantime, after its one job', async () => {
    const target = runner({ busyAfterMs: 0, removedAfterMs: 20_000 });
    expect(await tearDown(target, { drainMs: 300_000 })).toEqual({ registration: 'absent', compute: 'stopped' });
  });

  test('polls by GET between DELETEs, which cost five times as much', async () => {
    await tearDown(runner({ busyAfterMs: 0 }), { drainMs: 120_000 });
    expect(world.calls.of('github', 'deleteRunner')).toHaveLength(2);
    expect(world.calls.of('github', 'getRunners').length).toBeGreaterThan(10);
  });

  test('takes a GET that says "idle" only as a hint: the DELETE decides', async () => {
    const target = runner({ busyAfterMs: 0 });
    world.clock.after(5000, () => world.github.setBusy(target.runnerName, false));
    const answers: unknown[] = [];
    // A job arrives between the GET and the DELETE.
    const { deleteRunner } = world.github;
    world.github.deleteRunner = async (id) => {
      if (answers.length === 1) world.github.setBusy(target.runnerName, true);
      const answer = await deleteRunner.call(world.github, id);
      answers.push(answer);
      return answer;
    };
    expect(await tearDown(target, { drainMs: 30_000 })).toEqual({ registration: 'busy', compute: 'left-busy' });
    expect(answers.length).toBeGreaterThanOrEqual(2);
    expect(world.launcher.alive).toEqual([target.computeId]);
  });
});

describe('a failure of GitHub during the drain', () => {
  const REFUSED = new RunnerError({
    kind: 'permission',
    message: 'GitHub refused the token (401)',
    hint: 'Replace it.',
  });
  const LIMITED = new RunnerError({ kind: 'transient', message: 'Rate limit', hint: 'Later.', hadNoEffect: true });
  const JOB_OF_A_MINUTE = { busyAfterMs: 0, idleAgainAfterMs: 60_000 };
  const stoppedAt = () => world.calls.of('launcher', 'stop')[0]?.at;

  test.each([
    ['of a GET', GITHUB_DOWN],
    ['of a GET for the rate limit', LIMITED],
  ])('%s kills no job: the teardown keeps waiting', async (_what, error) => {
    const began = world.clock.now();
    const target = runner(JOB_OF_A_MINUTE);
    world.github.fail('getRunners', { error, times: 3 });
    expect(await tearDown(target, { drainMs: 300_000, stopBusy: true })).toEqual({
      registration: 'deleted',
      compute: 'stopped',
    });
    expect(stoppedAt()).toBeGreaterThanOrEqual(began + 60_000);
    expect(stoppedAt()).toBeLessThanOrEqual(began + 70_000);
    expect(world.log.infos.filter((line) => line.includes('polling again'))).toHaveLength(3);
  });

  test('of a DELETE that passes is followed by a retry', async () => {
    const target = runner(JOB_OF_A_MINUTE);
    world.clock.after(30_000, () => world.github.fail('deleteRunner', { error: GITHUB_DOWN, times: 2 }));
    expect(await tearDown(target, { drainMs: 300_000, stopBusy: true })).toEqual({
      registration: 'deleted',
      compute: 'stopped',
    });
    expect(world.calls.of('github', 'deleteRunner')).toHaveLength(4);
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });

  test('that lasts is reported when the time is up; until then the job goes on', async () => {
    const target = runner({ busyAfterMs: 0 });
    const began = world.clock.now();
    world.clock.after(1000, () => world.github.fail('*', { error: GITHUB_DOWN, times: Number.POSITIVE_INFINITY }));
    await expect(tearDown(target, { drainMs: 300_000, stopBusy: true })).rejects.toBe(GITHUB_DOWN);
    expect(stoppedAt()).toBe(began + 300_000);
  });

  test('that is a refusal is not retried, and a job that is known runs for its time', async () => {
    const target = runner({ busyAfterMs: 0 });
    const began = world.clock.now();
    world.clock.after(1000, () => world.github.fail('*', { error: REFUSED, times: Number.POSITIVE_INFINITY }));
    await expect(tearDown(target, { drainMs: 300_000, stopBusy: true })).rejects.toBe(REFUSED);
    expect(stoppedAt()).toBe(began + 300_000);
    expect(world.calls.of('github', 'getRunners')).toHaveLength(1);
  });

  test('that is a refusal is reported at once if no job may be ended', async () => {
    const target = runner({ busyAfterMs: 0 });
    const began = world.clock.now();
    world.clock.after(1000, () => world.github.fail('getRunners', { error: REFUSED }));
    await expect(tearDown(target, { drainMs: 300_000 })).rejects.toBe(REFUSED);
    expect(world.clock.now() - began).toBeLessThan(2000);
    expect(world.launcher.alive).toEqual([target.computeId]);
  });
});

describe('the teardown when GitHub cannot be reached', () => {
  test('leaves compute alone that may run a job', async () => {
    const target = runner();
    world.github.fail('deleteRunner', { error: GITHUB_DOWN });
    await expect(tearDown(target)).rejects.toBe(GITHUB_DOWN);
    expect(world.calls.of('launcher')).toEqual([]);
  });

  test('stops the compute nonetheless if jobs may be ended', async () => {
    const target = runner();
    world.github.fail('deleteRunner', { error: GITHUB_DOWN });
    await expect(tearDown(target, { stopBusy: true })).rejects.toBe(GITHUB_DOWN);
    expect(world.launcher.alive).toEqual([]);
  });

  test('reports both failures if the compute could not be stopped either', async () => {
    const target = runner();
    world.github.fail('deleteRunner', { error: GITHUB_DOWN });
    world.launcher.fail('stop', { error: DENIED });
    await expect(tearDown(target, { stopBusy: true })).rejects.toMatchObject({
      message: 'GitHub failed (502)\nNo StopTask.',
      hint: 'Again later.\nAllow ecs:StopTask.',
    });
  });
});
