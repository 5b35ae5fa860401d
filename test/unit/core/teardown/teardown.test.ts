import { beforeEach, describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import { startKey } from '../../../../src/core/identity.ts';
import type { WorkflowJob } from '../../../../src/core/ports.ts';
import { type TeardownPolicy, type TeardownTarget, teardownRunner } from '../../../../src/core/teardown/teardown.ts';
import { FakeWorld, RUN } from '../../../helpers/fake-world.ts';

const GITHUB_DOWN = new RunnerError({ kind: 'transient', message: 'GitHub failed (502)', hint: 'Again later.' });
const DENIED = new RunnerError({ kind: 'permission', message: 'No StopTask.', hint: 'Allow ecs:StopTask.' });

let world: FakeWorld;
beforeEach(() => {
  world = new FakeWorld();
});

function tearDown(target: Partial<TeardownTarget>, policy: Partial<TeardownPolicy> = {}) {
  return teardownRunner({
    target: { runnerName: 'none', registration: 'unknown', computeId: undefined, ...target },
    policy: { mandate: 'stop-all', run: RUN, drainMs: 0, reason: 'test', ...policy },
    ports: world,
  });
}

const SELECTED = { mandate: 'stop-selected' } as const;

/** A healthy runner as a stop lists it. */
function runner(life = {}) {
  const { name, taskId, registration, start } = world.addRunner({ registration: { onlineAfterMs: 0, ...life } });
  if (registration === undefined) throw new Error('it is registered');
  const evidence = { label: startKey(start) };
  return { runnerName: name, registration, computeId: taskId, phase: 'running' as const, evidence };
}

describe('the teardown of an idle runner', () => {
  test('deletes the registration and only then stops the compute', async () => {
    expect(await tearDown(runner())).toEqual({ registration: 'deleted', compute: 'stopped' });
    expect(world.calls.names).toEqual(['github.deleteRunner', 'launcher.stop']);
    expect(world.calls.of('launcher', 'stop')[0]?.arguments).toEqual(['task-1', 'test']);
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });

  test('takes no time if its caller says that the jobs are over', async () => {
    const began = world.clock.now();
    await tearDown(runner(), { drainMs: 300_000 });
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

  test('reports that it is already gone, once the list says so too', async () => {
    const target = runner();
    await tearDown(target);
    expect(await tearDown({ ...target, phase: 'stopping' })).toEqual({
      registration: 'absent',
      compute: 'already-gone',
    });
  });

  test('only deletes the registration if there is no compute', async () => {
    const { name, registrationId = 0 } = world.addRunner({ task: 'none', registration: {} });
    const target = { runnerName: name, registration: registrationId };
    expect(await tearDown(target)).toEqual({ registration: 'deleted', compute: 'none' });
    expect(world.calls.of('launcher')).toEqual([]);
  });
});

describe('the teardown of a runner of which it is not known whether a job is on its way', () => {
  test('waits, if it was selected, until it has ended by itself', async () => {
    const target = runner();
    const began = world.clock.now();
    world.clock.after(60_000, () => void world.launcher.stop(target.computeId ?? '', 'its own end'));
    expect(await tearDown(target, { ...SELECTED, drainMs: 300_000 })).toMatchObject({ compute: 'already-gone' });
    expect(world.clock.now() - began).toBeLessThan(70_000);
    expect(world.github.names).toEqual([]);
  });

  test('waits, if it was selected, until it is gone from the list after its job', async () => {
    const target = runner({ removedAfterMs: 40_000 });
    expect(await tearDown(target, { ...SELECTED, drainMs: 300_000 })).toEqual({
      registration: 'absent',
      compute: 'stopped',
    });
    expect(world.calls.of('github', 'deleteRunner')).toEqual([]);
  });

  test('gives a job that comes during the wait the whole time, and removes an idle one when it is up', async () => {
    const [idle, taken] = [runner(), runner({ busyAfterMs: 20_000 })];
    const began = world.clock.now();
    const policy = { ...SELECTED, drainMs: 300_000 };
    await Promise.all([tearDown(idle, policy), tearDown(taken, policy)]);
    expect(world.calls.of('launcher', 'stop').map(({ at }) => at - began)).toEqual([300_000, 300_000]);
  });

  test('leaves what is online to itself if a start undoes, and touches what was never online', async () => {
    const online = runner();
    expect(await tearDown(online, { mandate: 'undo' })).toEqual({ registration: 'left', compute: 'left' });
    const { name, registrationId = 0, taskId } = world.addRunner({ registration: {} });
    const offline = { runnerName: name, registration: registrationId, computeId: taskId };
    expect(await tearDown({ ...offline, evidence: { wasOnline: true } }, { mandate: 'undo' })).toEqual({
      registration: 'left',
      compute: 'left',
    });
    expect(await tearDown({ ...offline, evidence: { wasOnline: false } }, { mandate: 'undo' })).toEqual({
      registration: 'deleted',
      compute: 'stopped',
    });
    expect(world.launcher.alive).toEqual([online.computeId]);
  });

  test('of which the provider knows nothing takes it for running', async () => {
    const target = { ...runner(), computeId: 'task-unknown', phase: undefined };
    expect(await tearDown(target, { mandate: 'undo' })).toEqual({ registration: 'left', compute: 'left' });
  });
});

describe("the run's jobs", () => {
  const job = (change: Partial<WorkflowJob> = {}): WorkflowJob => ({
    isOver: false,
    labels: ['other'],
    runnerName: undefined,
    ...change,
  });

  test('none for its labels in two reads: it is removed without waiting any longer', async () => {
    world.runJobs = [job()];
    const began = world.clock.now();
    expect(await tearDown(runner(), { ...SELECTED, drainMs: 300_000 })).toEqual({
      registration: 'deleted',
      compute: 'stopped',
    });
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(5000);
    expect(world.clock.now() - began).toBeLessThan(8000);
  });

  test('none in two reads lets a start that undoes remove what is online', async () => {
    world.runJobs = [];
    expect(await tearDown(runner(), { mandate: 'undo' })).toEqual({ registration: 'deleted', compute: 'stopped' });
  });

  test('one that is queued in the second read is not lost', async () => {
    const target = runner();
    world.runJobs = [];
    world.clock.after(3000, () => {
      world.runJobs = [job({ labels: target.registration.labels.slice(0, 1) })];
    });
    expect(await tearDown(target, { mandate: 'undo' })).toEqual({ registration: 'left', compute: 'left-busy' });
  });

  test.each([
    ['its label', (labels: readonly string[]) => labels.slice(0, 1)],
    ['its own label in other letters', (labels: readonly string[]) => labels.slice(1).map((one) => one.toUpperCase())],
  ])('one that waits for %s: a stop without a filter leaves it', async (_what, labelsOf) => {
    const target = runner();
    world.runJobs = [job({ labels: labelsOf(target.registration.labels) })];
    expect(await tearDown(target, { drainMs: 60_000 })).toEqual({ registration: 'left', compute: 'left-busy' });
    expect(world.calls.of('github', 'deleteRunner')).toEqual([]);
  });

  test('its own one that is over: nothing else can come', async () => {
    const target = runner();
    world.runJobs = [job({ runnerName: target.runnerName, isOver: true })];
    expect(await tearDown(target, { ...SELECTED, drainMs: 300_000 })).toMatchObject({ compute: 'stopped' });
    expect(world.clock.now() - (world.calls.all[0]?.at ?? 0)).toBeLessThan(8000);
  });

  test('its own one that runs, though GitHub calls the runner idle: a stop without a filter leaves it', async () => {
    const target = runner();
    world.runJobs = [job({ runnerName: target.runnerName })];
    expect(await tearDown(target, { drainMs: 10_000 })).toMatchObject({ compute: 'left-busy' });
    expect(world.launcher.alive).toEqual([target.computeId]);
  });

  test('prove nothing about a runner with further labels, which jobs of other runs may ask for', async () => {
    world.runJobs = [];
    const runnerName = 'egr-21i3v9-4jc8lii-0-x-0-0';
    world.github.add(runnerName, { labels: ['label', 'label-0', 'gpu'], life: { onlineAfterMs: 0 } });
    const target = { runnerName, computeId: 'task-9', evidence: { label: 'label' } };
    expect(await tearDown(target, { mandate: 'undo' })).toEqual({ registration: 'left', compute: 'left' });
  });

  test('that may not be read prove nothing', async () => {
    world.runJobs = undefined;
    expect(await tearDown(runner(), { mandate: 'undo' })).toEqual({ registration: 'left', compute: 'left' });
  });
});

describe('a name or a scope that is not its own', () => {
  test.each([['prod-deployer-1'], ['egr-21i3v9-zzzzzz-0-other-0-0']])(
    '%s: neither that runner nor the compute is touched',
    async (foreign) => {
      const { taskId } = world.addRunner({ registration: 'none' });
      world.github.add(foreign, { life: { onlineAfterMs: 0 } });
      const target = { runnerName: foreign, computeId: taskId, phase: 'running' as const };
      await expect(tearDown(target, { ...SELECTED, drainMs: 0 })).rejects.toMatchObject({
        kind: 'configuration',
        message: expect.stringContaining(`names "${foreign}" as its runner`),
      });
      expect(world.calls.all).toEqual([]);
    },
  );

  test.each(['org:octo-org', 'repo:octo-org/another', 'enterprise:octo', ''])(
    'scope "%s": nothing is touched',
    async (scope) => {
      const target = { ...runner({ busyAfterMs: 0 }), registration: 'unknown' as const, scope };
      await expect(tearDown(target, { ...SELECTED })).rejects.toMatchObject({
        kind: 'configuration',
        hint: expect.stringContaining('⟦scope of the runners⟧'),
      });
      expect(world.calls.all).toEqual([]);
    },
  );

  test('the same scope in other letters is the same', async () => {
    const target = { ...runner(), registration: 'unknown' as const, scope: 'repo:Octo-Org/OCTO-repo' };
    expect(await tearDown(target)).toEqual({ registration: 'deleted', compute: 'stopped' });
  });

  test('what is listed here is registered here, whatever its tag says', async () => {
    expect(await tearDown({ ...runner(), scope: 'org:octo-org' })).toMatchObject({ compute: 'stopped' });
  });
});

describe('GitHub contradicts itself', () => {
  const answer404 = () => {
    world.github.deleteRunner = async () => 'absent';
  };

  test('404 to the DELETE of a runner that is in the list: asked again, then an error, and no job is ended', async () => {
    const target = runner();
    answer404();
    await expect(tearDown(target, { drainMs: 300_000 })).rejects.toMatchObject({
      message: expect.stringContaining('GitHub contradicts itself'),
    });
    expect(world.calls.of('github', 'findRunner').length).toBeGreaterThan(2);
    expect(world.launcher.alive).toEqual([target.computeId]);
  });

  test('404 to reads by id of a busy runner that is in the list: the same', async () => {
    const target = runner({ busyAfterMs: 0 });
    world.github.getRunners = async () => ({ found: new Map(), requests: 1 });
    await expect(tearDown(target, { drainMs: 300_000 })).rejects.toMatchObject({
      message: expect.stringContaining('GitHub contradicts itself'),
    });
    expect(world.launcher.alive).toEqual([target.computeId]);
  });

  test('404 to everything, since the token has lost its rights: the list says so, and no job is ended', async () => {
    const target = runner();
    answer404();
    const denied = new RunnerError({ kind: 'configuration', message: 'not found (404)', hint: 'Check the token.' });
    world.github.fail('findRunner', { error: denied, times: Number.POSITIVE_INFINITY });
    await expect(tearDown(target, { drainMs: 300_000 })).rejects.toBe(denied);
    expect(world.launcher.alive).toEqual([target.computeId]);
  });

  test('for a moment only: it is removed', async () => {
    const target = runner();
    const { deleteRunner } = world.github;
    world.github.deleteRunner = async () => {
      world.github.deleteRunner = deleteRunner;
      return 'absent';
    };
    expect(await tearDown(target, { drainMs: 300_000 })).toEqual({ registration: 'deleted', compute: 'stopped' });
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
    expect(world.calls.of('launcher', 'stop')).toEqual([]);
    expect(world.launcher.alive).toEqual([target.computeId]);
  });

  test('needs no DELETE to leave it alone, if it is listed as busy and there is no drain', async () => {
    expect(await tearDown(runner({ busyAfterMs: 0 }))).toEqual({ registration: 'busy', compute: 'left-busy' });
    expect(world.calls.names).toEqual([]);
  });

  test('leaves it alone when the DELETE is what says that it is busy', async () => {
    const target = runner();
    world.github.setBusy(target.runnerName, true);
    expect(await tearDown(target)).toEqual({ registration: 'busy', compute: 'left-busy' });
    expect(world.calls.names).toEqual(['github.deleteRunner']);
  });

  test('stops it with its job if that is allowed, and retries the DELETE until GitHub releases it', async () => {
    const began = world.clock.now();
    const target = runner({ busyAfterMs: 0, idleAgainAfterMs: 15_000 });
    expect(await tearDown(target, { drainMs: 10_000, ...SELECTED })).toEqual({
      registration: 'deleted',
      compute: 'stopped',
    });
    const stoppedAt = world.calls.names.indexOf('launcher.stop');
    expect(world.calls.of('launcher', 'stop')[0]?.at).toBe(began + 10_000);
    expect(world.calls.names.lastIndexOf('github.deleteRunner')).toBeGreaterThan(stoppedAt);
    expect(world.log.warnings).toEqual([expect.stringContaining('is stopped together with its job')]);
  });

  test('gives up on a registration that stays busy 20 s after its compute was stopped', async () => {
    const began = world.clock.now();
    const result = await tearDown(runner({ busyAfterMs: 0 }), { ...SELECTED });
    expect(result).toEqual({ registration: 'busy', compute: 'stopped' });
    expect(world.clock.now() - began).toBe(20_000);
  });

  test('reports the registration as absent if GitHub removes it in the meantime, after its one job', async () => {
    const target = runner({ busyAfterMs: 0, removedAfterMs: 20_000 });
    expect(await tearDown(target, { drainMs: 300_000 })).toEqual({ registration: 'absent', compute: 'stopped' });
  });

  test('is polled by GET: a DELETE costs five times as much, and could cost a job', async () => {
    await tearDown(runner({ busyAfterMs: 0 }), { drainMs: 120_000 });
    expect(world.calls.of('github', 'deleteRunner')).toEqual([]);
    expect(world.calls.of('github', 'getRunners').length).toBeGreaterThan(10);
  });

  test('takes a GET that says "idle" only as a hint: the DELETE decides', async () => {
    const target = runner({ busyAfterMs: 0 });
    world.clock.after(5000, () => world.github.setBusy(target.runnerName, false));
    const answers: unknown[] = [];
    // A job arrives between the GET and the DELETE.
    const { deleteRunner } = world.github;
    world.github.deleteRunner = async (id) => {
      if (answers.length === 0) world.github.setBusy(target.runnerName, true);
      const answer = await deleteRunner.call(world.github, id);
      answers.push(answer);
      return answer;
    };
    expect(await tearDown(target, { drainMs: 30_000 })).toEqual({ registration: 'busy', compute: 'left-busy' });
    expect(answers).toEqual(['busy']);
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
  const JOB_OF_A_MINUTE = { busyAfterMs: 0, removedAfterMs: 60_000 };
  const stoppedAt = () => world.calls.of('launcher', 'stop')[0]?.at;

  test.each([
    ['of a GET', GITHUB_DOWN],
    ['of a GET for the rate limit', LIMITED],
  ])('%s kills no job: the teardown keeps waiting', async (_what, error) => {
    const began = world.clock.now();
    const target = runner(JOB_OF_A_MINUTE);
    world.github.fail('getRunners', { error, times: 3 });
    expect(await tearDown(target, { drainMs: 300_000, ...SELECTED })).toEqual({
      registration: 'absent',
      compute: 'stopped',
    });
    expect(stoppedAt()).toBeGreaterThanOrEqual(began + 60_000);
    expect(stoppedAt()).toBeLessThanOrEqual(began + 70_000);
    expect(world.log.infos.filter((line) => line.includes('polling again'))).toHaveLength(3);
  });

  test('of a DELETE that passes is followed by a retry', async () => {
    const target = runner({ busyAfterMs: 0, idleAgainAfterMs: 60_000 });
    world.github.fail('deleteRunner', { error: GITHUB_DOWN, times: 2 });
    expect(await tearDown(target, { drainMs: 300_000 })).toEqual({ registration: 'deleted', compute: 'stopped' });
    expect(world.calls.of('github', 'deleteRunner')).toHaveLength(3);
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });

  test('that lasts is reported when the time is up; until then the job goes on', async () => {
    const target = runner({ busyAfterMs: 0 });
    const began = world.clock.now();
    world.clock.after(1000, () => world.github.fail('*', { error: GITHUB_DOWN, times: Number.POSITIVE_INFINITY }));
    await expect(tearDown(target, { drainMs: 300_000, ...SELECTED })).rejects.toBe(GITHUB_DOWN);
    expect(stoppedAt()).toBe(began + 300_000);
  });

  test('that is a refusal is not retried, and a job that is known runs for its time', async () => {
    const target = runner({ busyAfterMs: 0 });
    const began = world.clock.now();
    world.clock.after(1000, () => world.github.fail('*', { error: REFUSED, times: Number.POSITIVE_INFINITY }));
    await expect(tearDown(target, { drainMs: 300_000, ...SELECTED })).rejects.toBe(REFUSED);
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
  const fails = { error: GITHUB_DOWN, times: Number.POSITIVE_INFINITY };

  test('leaves compute alone that may run a job', async () => {
    const target = runner();
    world.github.fail('*', fails);
    await expect(tearDown(target)).rejects.toBe(GITHUB_DOWN);
    expect(world.calls.of('launcher', 'stop')).toEqual([]);
    const recorded = { ...target, registration: target.registration.id };
    await expect(tearDown(recorded, { mandate: 'undo' })).rejects.toBe(GITHUB_DOWN);
    expect(world.calls.of('launcher', 'stop')).toEqual([]);
  });

  test('stops compute that was selected, once a job that it may run has had its time', async () => {
    const target = { ...runner(), registration: 'unknown' as const };
    const began = world.clock.now();
    world.github.fail('*', fails);
    await expect(tearDown(target, { ...SELECTED, drainMs: 60_000 })).rejects.toBe(GITHUB_DOWN);
    expect(world.calls.of('launcher', 'stop')[0]?.at).toBe(began + 60_000);
    expect(world.launcher.alive).toEqual([]);
  });

  test.each([
    ['it has not begun', { phase: 'starting' as const, evidence: {} }],
    ['nobody else has known its label', { evidence: { isLabelSecret: true } }],
  ])('stops compute at once that can have no job: %s', async (_what, known) => {
    const target = { ...runner(), ...known };
    const began = world.clock.now();
    world.github.fail('*', fails);
    await expect(tearDown(target, { mandate: 'undo' })).rejects.toBe(GITHUB_DOWN);
    expect(world.launcher.alive).toEqual([]);
    expect(world.clock.now()).toBe(began);
  });

  test('reports both failures if the compute could not be stopped either', async () => {
    const target = { ...runner(), evidence: { isLabelSecret: true } };
    world.github.fail('deleteRunner', { error: GITHUB_DOWN });
    world.launcher.fail('stop', { error: DENIED });
    await expect(tearDown(target, { mandate: 'undo' })).rejects.toMatchObject({
      message: 'GitHub failed (502)\nNo StopTask.',
      hint: 'Again later.\nAllow ecs:StopTask.',
    });
  });
});
