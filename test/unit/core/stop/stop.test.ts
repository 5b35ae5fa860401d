import { beforeEach, describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import { runnerName, startKey } from '../../../../src/core/identity.ts';
import { type StopRequest, stopRunners } from '../../../../src/core/stop/stop.ts';
import { TAG } from '../../../../src/core/tags.ts';
import { FakeWorld, RUN } from '../../../helpers/fake-world.ts';

const DOWN = new RunnerError({ kind: 'transient', message: 'No answer (502)', hint: 'Again later.' });
const DENIED = new RunnerError({ kind: 'permission', message: 'No StopTask.', hint: 'Allow ecs:StopTask.' });

let world: FakeWorld;
beforeEach(() => {
  world = new FakeWorld();
});

const stop = (change: Partial<StopRequest> = {}) =>
  stopRunners(
    {
      run: RUN,
      labels: [],
      id: undefined,
      drainMs: 300_000,
      waitForStopped: false,
      reason: 'no longer needed',
      ...change,
    },
    world,
  );

const left = () => ({ runners: world.github.names, tasks: world.launcher.alive });

describe('a stop without a filter', () => {
  test('removes everything the run started, in every attempt, and nothing from other runs', async () => {
    const one = world.addRunner();
    const two = world.addRunner({ start: { ...world.newStart(), runAttempt: 2 } });
    const others = [
      world.addRunner({ start: world.newStart({ ...RUN, runId: RUN.runId * 36 }) }),
      world.addRunner({ start: world.newStart({ ...RUN, repositoryId: 1 }) }),
    ];
    const { runners, problems } = await stop();
    expect(problems).toEqual([]);
    expect(
      runners.map(({ runnerName, computeId, compute, registration }) => [runnerName, computeId, compute, registration]),
    ).toEqual([
      [one.name, one.taskId, 'stopped', 'deleted'],
      [two.name, two.taskId, 'stopped', 'deleted'],
    ]);
    expect(left()).toEqual({ runners: others.map(({ name }) => name), tasks: others.map(({ taskId }) => taskId) });
  });

  test('succeeds at once when it finds nothing', async () => {
    const began = world.clock.now();
    expect(await stop()).toEqual({ runners: [], problems: [] });
    expect(world.clock.now()).toBe(began);
  });

  test('succeeds when run twice', async () => {
    world.addRunner();
    await stop();
    expect(await stop()).toEqual({ runners: [], problems: [] });
  });

  test('waits for a busy runner and removes it when its job has ended', async () => {
    world.addRunner({ registration: { onlineAfterMs: 0, busyAfterMs: 0, idleAgainAfterMs: 60_000 } });
    const { runners, problems } = await stop();
    expect(runners).toMatchObject([{ compute: 'stopped', registration: 'deleted' }]);
    expect(problems).toEqual([]);
  });

  test('leaves a runner that stays busy, with a warning, and removes the idle ones', async () => {
    const busy = world.addRunner({ registration: { onlineAfterMs: 0, busyAfterMs: 0 } });
    const idle = world.addRunner();
    const { runners, problems } = await stop({ drainMs: 30_000 });
    expect(problems).toEqual([]);
    expect(runners).toContainEqual(expect.objectContaining({ runnerName: busy.name, compute: 'left-busy' }));
    expect(runners).toContainEqual(expect.objectContaining({ runnerName: idle.name, compute: 'stopped' }));
    expect(left()).toEqual({ runners: [busy.name], tasks: [busy.taskId] });
    expect(world.log.warnings).toEqual([expect.stringContaining('still busy after 30 s and is left alone')]);
  });

  test('stops a task whose registration is gone', async () => {
    world.addRunner({ registration: 'none' });
    expect((await stop()).runners).toMatchObject([{ compute: 'stopped', registration: 'absent' }]);
    expect(left().tasks).toEqual([]);
  });

  test('leaves a task alone that has the name of the run but not its tags', async () => {
    const taskId = world.launcher.add({ run: RUN, tags: { team: 'blue' } });
    expect(await stop()).toEqual({ runners: [], problems: [] });
    expect(left().tasks).toEqual([taskId]);
    expect(world.log.warnings).toEqual([expect.stringContaining(`${taskId} was started by egr-`)]);
  });

  test('does not keep idle runners waiting for the jobs of others, however many there are', async () => {
    for (let index = 0; index < 30; index += 1) world.addRunner({ registration: { onlineAfterMs: 0, busyAfterMs: 0 } });
    for (let index = 0; index < 5; index += 1) world.addRunner();
    const began = world.clock.now();
    const { runners, problems } = await stop();
    expect(problems).toEqual([]);
    expect(runners.map(({ compute }) => compute).sort()).toEqual([
      ...Array(30).fill('left-busy'),
      ...Array(5).fill('stopped'),
    ]);
    expect(world.calls.of('launcher', 'stop').map(({ at }) => at)).toEqual(Array(5).fill(began));
    expect(world.clock.now() - began).toBe(300_000);
  });

  test('waits for 256 busy runners within one drain, with shared polls and ten requests in parallel', async () => {
    for (let index = 0; index < 256; index += 1) {
      const idleAgainAfterMs = index < 128 ? 100_000 : 200_000;
      world.addRunner({ registration: { onlineAfterMs: 0, busyAfterMs: 0, idleAgainAfterMs } });
    }
    const most = countInFlight();
    const began = world.clock.now();
    const { runners, problems } = await stop();
    expect(problems).toEqual([]);
    expect(runners).toHaveLength(256);
    expect(world.clock.now() - began).toBeLessThanOrEqual(220_000);
    expect(left()).toEqual({ runners: [], tasks: [] });
    // Runners in the first half do not have to wait for the last one to finish.
    const stops = world.calls.of('launcher', 'stop').filter(({ at }) => at - began <= 110_000);
    expect(stops).toHaveLength(128);
    expect(world.calls.of('github', 'getRunner')).toEqual([]);
    expect(world.calls.of('github', 'getRunners').length).toBeLessThan(60);
    expect(most()).toBe(10);
  });

  test('stops 256 selected busy runners within one drain plus the 20 s that GitHub takes to release them', async () => {
    for (let index = 0; index < 256; index += 1) {
      world.addRunner({ label: 'gpu', registration: { onlineAfterMs: 0, busyAfterMs: 0 } });
    }
    const began = world.clock.now();
    const { runners, problems } = await stop({ labels: ['gpu'] });
    expect(runners.filter(({ compute }) => compute === 'stopped')).toHaveLength(256);
    expect(problems).toHaveLength(256);
    expect(world.clock.now() - began).toBe(320_000);
  });
});

/** Counts how many DELETEs and StopTasks are in flight at once; each one takes a turn of the event loop. */
function countInFlight(): () => number {
  let most = 0;
  let now = 0;
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    now += 1;
    most = Math.max(most, now);
    await Promise.resolve();
    return work().finally(() => {
      now -= 1;
    });
  };
  const deleteRunner = world.github.deleteRunner.bind(world.github);
  const stopTask = world.launcher.stop.bind(world.launcher);
  world.github.deleteRunner = (id) => counted(() => deleteRunner(id));
  world.launcher.stop = (id, reason) => counted(() => stopTask(id, reason));
  return () => most;
}

describe('a stop with a filter', () => {
  test.each([
    ['the label of the start', { labels: ['gpu'] }],
    ['the label of the runner', { labels: ['gpu-0'] }],
    ['one of several labels', { labels: ['other', 'gpu-0'] }],
    ['the id', { id: 'nightly' }],
    ['label and id', { labels: ['gpu'], id: 'nightly' }],
  ])('removes only what was started under %s', async (_what, filter) => {
    const wanted = world.addRunner({ label: 'gpu', id: 'nightly' });
    const other = world.addRunner({ label: 'gpu-big', id: 'daily' });
    const { runners } = await stop(filter);
    expect(runners).toMatchObject([{ runnerName: wanted.name, compute: 'stopped', registration: 'deleted' }]);
    expect(left()).toEqual({ runners: [other.name], tasks: [other.taskId] });
  });

  test.each([
    ['label', { labels: ['none'] }],
    ['id', { id: 'none' }],
    ['pair of label and id', { labels: ['gpu'], id: 'daily' }],
  ])('removes nothing when no runner has the given %s', async (_what, filter) => {
    world.addRunner({ label: 'gpu', id: 'nightly' });
    expect(await stop(filter)).toEqual({ runners: [], problems: [] });
    expect(world.calls.of('github', 'deleteRunner')).toEqual([]);
    expect(world.calls.of('launcher', 'stop')).toEqual([]);
  });

  test('finds a registration without compute by its label', async () => {
    world.addRunner({ label: 'gpu', registration: {}, task: 'none' });
    const other = world.addRunner({ registration: {}, task: 'none' });
    const { runners } = await stop({ labels: ['gpu'] });
    expect(runners).toMatchObject([{ compute: 'none' }]);
    expect(left().runners).toEqual([other.name]);
  });

  test('stops a runner that is still busy after the drain, together with its job', async () => {
    world.addRunner({ label: 'gpu', registration: { onlineAfterMs: 0, busyAfterMs: 0, idleAgainAfterMs: 40_000 } });
    const { runners, problems } = await stop({ labels: ['gpu'], drainMs: 30_000 });
    expect(runners).toMatchObject([{ compute: 'stopped', registration: 'deleted' }]);
    expect(problems).toEqual([]);
    expect(world.calls.of('launcher', 'stop')[0]?.at).toBe((world.calls.all[0]?.at ?? 0) + 30_000);
  });

  test('fails when GitHub does not release a runner whose compute was stopped', async () => {
    world.addRunner({ label: 'gpu', registration: { onlineAfterMs: 0, busyAfterMs: 0 } });
    const { runners, problems } = await stop({ labels: ['gpu'], drainMs: 0 });
    expect(runners).toMatchObject([{ compute: 'stopped', registration: 'busy' }]);
    expect(problems).toEqual([expect.stringMatching(/still counts .* as busy \(422\).*\nNext step: /)]);
  });
});

describe('a registration without compute', () => {
  test('that is online runs elsewhere: the stop fails and does not touch it', async () => {
    const { name } = world.addRunner({ task: 'none' });
    const { problems } = await stop();
    expect(problems).toEqual([
      expect.stringMatching(
        `runner ${name} is alive, but not in cluster ci, region eu-central-1.\nNext step: ⟦stop in the pool, region`,
      ),
    ]);
    expect(left().runners).toEqual([name]);
    expect(world.calls.of('github', 'deleteRunner')).toEqual([]);
  });

  test('that is busy but not online is left alone and fails the stop: nobody knows where its job runs', async () => {
    const { name } = world.addRunner({ task: 'none', registration: { busyAfterMs: 0 } });
    const { problems } = await stop({ labels: [], drainMs: 0 });
    expect(problems).toEqual([expect.stringContaining(`GitHub counts runner ${name} as busy, but there is no task`)]);
    expect(world.calls.of('github', 'deleteRunner')).toEqual([]);
  });

  test('that is online while no task has the requested id fails the stop: "nothing to stop" could be wrong', async () => {
    const { name } = world.addRunner({ id: 'nightly', task: 'none' });
    await expect(stop({ id: 'nightly' })).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining(`no task has the id nightly here, while this run's ${name} is alive`),
    });
    expect(left().runners).toEqual([name]);
  });

  test('that goes from online to gone during the search is no failure when no task has the requested id', async () => {
    world.addRunner({ id: 'nightly', task: 'none', registration: { onlineAfterMs: 0, removedAfterMs: 30_000 } });
    expect(await stop({ id: 'nightly' })).toEqual({ runners: [], problems: [] });
  });

  test('that goes from online to gone during the search is no failure', async () => {
    world.addRunner({ task: 'none', registration: { onlineAfterMs: 0, removedAfterMs: 30_000 } });
    const { runners, problems } = await stop();
    expect(problems).toEqual([]);
    expect(runners).toMatchObject([{ compute: 'none', registration: 'absent' }]);
  });

  test('that is offline is deleted at once, and its compute is found even though ECS hides it for 45 s', async () => {
    const states = [{ afterMs: 0, state: 'PENDING' }];
    world.addRunner({ registration: {}, task: { hiddenMs: 45_000, states } });
    const began = world.clock.now();
    const { runners, problems } = await stop();
    expect(runners).toMatchObject([{ compute: 'stopped', computeId: 'task-1' }]);
    expect(problems).toEqual([]);
    expect(left()).toEqual({ runners: [], tasks: [] });
    expect(world.calls.of('github', 'deleteRunner')[0]?.at).toBe(began);
    expect(world.clock.now() - began).toBeLessThanOrEqual(50_000);
  });

  test('does not claim compute that has its name but the tags of another run', async () => {
    const { name } = world.addRunner({ registration: {}, task: 'none' });
    const tags = { [TAG.runnerName]: name, [TAG.repositoryId]: String(RUN.repositoryId), [TAG.runId]: '1' };
    const strange = world.launcher.add({ run: RUN, tags, life: { hiddenMs: 20_000 } });
    const { runners } = await stop();
    expect(runners).toMatchObject([{ runnerName: name, compute: 'none' }]);
    expect(world.calls.of('launcher', 'stop')).toEqual([]);
    expect(left().tasks).toEqual([strange]);
  });

  test('that is offline and never had compute is given up after 90 s', async () => {
    world.addRunner({ registration: {}, task: 'none' });
    const began = world.clock.now();
    const { runners, problems } = await stop();
    expect(runners).toMatchObject([{ compute: 'none' }]);
    expect(problems).toEqual([]);
    expect(world.clock.now() - began).toBe(90_000);
  });

  test('does not keep runners with compute waiting', async () => {
    world.addRunner({ registration: {}, task: 'none' });
    world.addRunner();
    const began = world.clock.now();
    await stop();
    expect(world.calls.of('launcher', 'stop')[0]?.at).toBe(began);
  });

  test('whose deletion fails does not end the search for its compute', async () => {
    world.addRunner({ registration: {}, task: { hiddenMs: 20_000 } });
    world.github.fail('deleteRunner', { error: DOWN });
    const { runners, problems } = await stop();
    expect(runners).toMatchObject([{ compute: 'stopped', registration: 'deleted' }]);
    expect(problems).toEqual([]);
  });
});

describe('a stop by id, while ECS hides the only task that carries the id', () => {
  const HIDDEN = { hiddenMs: 45_000, states: [{ afterMs: 0, state: 'PENDING' }] };

  test('removes the task, and touches the registration only once the task is visible', async () => {
    world.addRunner({ id: 'nightly', registration: {}, task: HIDDEN });
    const began = world.clock.now();
    const { runners, problems } = await stop({ id: 'nightly' });
    expect(runners).toMatchObject([{ compute: 'stopped', computeId: 'task-1' }]);
    expect(problems).toEqual([]);
    expect(left()).toEqual({ runners: [], tasks: [] });
    expect(world.calls.of('github', 'deleteRunner')[0]?.at).toBeGreaterThanOrEqual(began + 45_000);
    expect(world.clock.now() - began).toBeLessThanOrEqual(50_000);
  });

  test('removes the task even if its runner is online by now', async () => {
    world.addRunner({ id: 'nightly', task: HIDDEN });
    expect((await stop({ id: 'nightly' })).runners).toMatchObject([{ compute: 'stopped', registration: 'deleted' }]);
    expect(left()).toEqual({ runners: [], tasks: [] });
  });

  test.each([
    ['another id', 'daily'],
    ['no id', undefined],
  ])('leaves a task that turns out to have %s, and stops polling', async (_what, id) => {
    const other = world.addRunner({ ...(id && { id }), registration: {}, task: HIDDEN });
    const began = world.clock.now();
    expect(await stop({ id: 'nightly' })).toEqual({ runners: [], problems: [] });
    expect(left()).toEqual({ runners: [other.name], tasks: [other.taskId] });
    expect(world.calls.of('github', 'deleteRunner')).toEqual([]);
    expect(world.log.warnings).toEqual([]);
    expect(world.clock.now() - began).toBeLessThanOrEqual(50_000);
  });

  test('finds the rest of a start through the one task that is visible', async () => {
    const start = world.newStart();
    world.addRunner({ start, id: 'nightly', registration: {}, task: HIDDEN });
    const began = world.clock.now();
    const second = world.github.add(runnerName(start, { index: 1, launchNumber: 0 }), { labels: [] });
    const { runners, problems } = await stop({ id: 'nightly' });
    expect(runners.map(({ compute }) => compute).sort()).toEqual(['none', 'stopped']);
    expect(problems).toEqual([]);
    expect(left()).toEqual({ runners: [], tasks: [] });
    // Only after the search is it known that it has no compute, and so no job.
    const deletedAt = world.calls.of('github', 'deleteRunner').find(({ arguments: [id] }) => id === second.id)?.at ?? 0;
    expect(deletedAt - began).toBe(90_000);
  });

  test('leaves a registration whose task never appears, with a warning', async () => {
    const { name } = world.addRunner({ id: 'nightly', registration: {}, task: 'none' });
    const began = world.clock.now();
    expect(await stop({ id: 'nightly' })).toEqual({ runners: [], problems: [] });
    expect(world.clock.now() - began).toBe(90_000);
    expect(left().runners).toEqual([name]);
    expect(world.log.warnings).toEqual([expect.stringContaining(`No task of ${name} was found in cluster ci`)]);
  });

  test('neither keeps listed runners waiting nor waits for a runner that is online elsewhere', async () => {
    const seen = world.addRunner({ id: 'nightly' });
    world.addRunner({ id: 'nightly', registration: {}, task: HIDDEN });
    const elsewhere = world.addRunner({ task: 'none' });
    const began = world.clock.now();
    const { runners, problems } = await stop({ id: 'nightly', drainMs: 0 });
    expect(problems).toEqual([]);
    expect(runners).toMatchObject([{ runnerName: seen.name }, { computeId: 'task-2', compute: 'stopped' }]);
    expect(world.calls.of('launcher', 'stop')[0]?.at).toBe(began);
    expect(world.clock.now() - began).toBeLessThanOrEqual(50_000);
    expect(left()).toEqual({ runners: [elsewhere.name], tasks: [] });
  });

  test('fails when the list cannot be read again: a hidden task could be left behind', async () => {
    const { name } = world.addRunner({ id: 'nightly', registration: {}, task: HIDDEN });
    const listed = await world.launcher.list(RUN);
    world.launcher.list = async () => {
      world.launcher.list = async () => {
        throw DOWN;
      };
      return listed;
    };
    expect(await stop({ id: 'nightly' })).toEqual({
      runners: [],
      problems: ['No answer (502)\nNext step: Again later.'],
    });
    expect(left().runners).toEqual([name]);
  });
});

describe('a stop still does the rest after a failure', () => {
  test('of StopTask', async () => {
    const failing = world.addRunner();
    const other = world.addRunner();
    world.launcher.fail('stop', { error: DENIED, argument: failing.taskId });
    const { runners, problems } = await stop();
    expect(runners).toMatchObject([{ runnerName: other.name, compute: 'stopped' }]);
    expect(problems).toEqual([`Runner ${failing.name}: No StopTask.\nNext step: Allow ecs:StopTask.`]);
  });

  test('of a DELETE', async () => {
    const failing = world.addRunner();
    const other = world.addRunner();
    world.github.fail('deleteRunner', { error: DOWN, argument: failing.registrationId });
    const { runners, problems } = await stop();
    expect(runners.map(({ runnerName }) => runnerName)).toEqual([other.name]);
    expect(problems).toHaveLength(1);
    expect(world.launcher.alive).toEqual([failing.taskId]);
  });

  test("of GitHub's list: what ECS lists is torn down by name", async () => {
    const { name } = world.addRunner();
    world.github.fail('listRunners', { error: DOWN });
    const { runners, problems } = await stop();
    expect(world.calls.of('github', 'findRunner')[0]?.arguments).toEqual([name]);
    expect(runners).toMatchObject([{ compute: 'stopped', registration: 'deleted' }]);
    expect(problems).toEqual(['No answer (502)\nNext step: Again later.']);
  });

  test('of everything at GitHub: selected compute is stopped, and the stop fails', async () => {
    const { start } = world.addRunner();
    world.github.fail('*', { error: DOWN, times: Number.POSITIVE_INFINITY });
    const { problems } = await stop({ labels: [startKey(start)] });
    expect(world.launcher.alive).toEqual([]);
    expect(problems).toHaveLength(2);
  });

  test('of the search for hidden compute: the registration is deleted nonetheless', async () => {
    world.addRunner({ registration: {}, task: 'none' });
    const listed = world.launcher.list.bind(world.launcher);
    let times = 0;
    world.launcher.list = async (run) => {
      times += 1;
      if (times > 1) throw DOWN;
      return listed(run);
    };
    const { runners, problems } = await stop();
    expect(runners).toMatchObject([{ compute: 'none' }]);
    expect(world.github.names).toEqual([]);
    expect(problems).toEqual(['No answer (502)\nNext step: Again later.']);
  });
});

describe('a stop that cannot know whether a job runs', () => {
  test.each([
    ['an organization', 'org:octo-org'],
    ['another repository', 'repo:octo-org/other'],
  ])('touches nothing of a runner that is registered in %s, and fails', async (_what, scope) => {
    const { taskId } = world.addRunner({ registration: 'none', tags: { [TAG.scope]: scope } });
    const here = world.addRunner();
    const { runners, problems } = await stop();
    expect(runners).toMatchObject([{ runnerName: here.name, compute: 'stopped' }]);
    expect(problems).toEqual([expect.stringMatching(`registered in ${scope}(.|\n)*⟦scope of the runners⟧`)]);
    expect(left().tasks).toEqual([taskId]);
  });

  test.each([
    ['deletes no foreign runner that the tag of a task names', 'prod-deployer-1', {}],
    ['nor one that is selected with its task', 'prod-deployer-1', { labels: ['gpu'], drainMs: 0 }],
    [
      'nor a runner of another run',
      runnerName({ ...RUN, runId: 5, startedAt: 1, nonce: 'n' }, { index: 0, launchNumber: 0 }),
      {},
    ],
  ])('%s', async (_what, foreign, filter) => {
    world.github.add(foreign, { life: { onlineAfterMs: 0 } });
    const { taskId } = world.addRunner({ label: 'gpu', registration: 'none', tags: { [TAG.runnerName]: foreign } });
    const { problems } = await stop(filter);
    expect(problems).toEqual([expect.stringContaining(`names "${foreign}" as its runner`)]);
    expect(left()).toEqual({ runners: [foreign], tasks: [taskId] });
    expect(world.calls.of('github', 'deleteRunner')).toEqual([]);
  });

  test('ends no job of a runner that GitHub lists as busy, whatever it answers to a DELETE', async () => {
    const { taskId } = world.addRunner({ registration: { onlineAfterMs: 0, busyAfterMs: 0 } });
    world.github.deleteRunner = async () => 'absent';
    world.github.getRunner = async () => undefined;
    world.github.getRunners = async () => ({ found: new Map(), requests: 1 });
    const { problems } = await stop();
    expect(problems).toEqual([expect.stringContaining('GitHub contradicts itself')]);
    expect(left().tasks).toEqual([taskId]);
  });

  test("leaves a runner for which a job of the run is queued, where the run's jobs may be read", async () => {
    const { name, start } = world.addRunner();
    const idle = world.addRunner();
    world.runJobs = [{ isOver: false, labels: [startKey(start)], runnerName: undefined }];
    const { runners, problems } = await stop({ drainMs: 30_000 });
    expect(problems).toEqual([]);
    expect(runners).toContainEqual(expect.objectContaining({ runnerName: name, compute: 'left-busy' }));
    expect(runners).toContainEqual(expect.objectContaining({ runnerName: idle.name, compute: 'stopped' }));
    expect(world.log.warnings).toEqual([expect.stringContaining('has a job of this run waiting for it')]);
  });
});

describe('names in other letters', () => {
  test.each([
    ['the label', { labels: ['ci-build-77'] }],
    ["the runner's own label", { labels: ['CI-BUILD-77-0'] }],
  ])('select by %s what was started', async (_what, filter) => {
    world.addRunner({ label: 'CI-Build-77' });
    expect((await stop({ ...filter, drainMs: 0 })).runners).toMatchObject([{ compute: 'stopped' }]);
  });

  test('select a registration without compute', async () => {
    world.addRunner({ label: 'CI-Build-77', registration: {}, task: 'none' });
    expect((await stop({ labels: ['ci-build-77'] })).runners).toMatchObject([{ registration: 'deleted' }]);
  });

  test('do not select by another id: that is not a name of GitHub', async () => {
    world.addRunner({ id: 'Nightly' });
    expect(await stop({ id: 'nightly' })).toEqual({ runners: [], problems: [] });
  });
});

describe('compute that is listed and not described', () => {
  const unseenFor = (unseenMs: number) => ({ unseenMs, states: [{ afterMs: 0, state: 'RUNNING' }] });

  test('is asked for again, and stopped once it is', async () => {
    world.addRunner({ registration: 'none', task: unseenFor(20_000) });
    const { runners, problems } = await stop();
    expect(problems).toEqual([]);
    expect(runners).toMatchObject([{ computeId: 'task-1', compute: 'stopped' }]);
  });

  test('is paired with its registration like any other', async () => {
    world.addRunner({ registration: {}, task: unseenFor(20_000) });
    const { runners, problems } = await stop();
    expect([runners.length, problems]).toEqual([1, []]);
    expect(left()).toEqual({ runners: [], tasks: [] });
  });

  test('fails the stop if that never happens: it may be alive', async () => {
    const { taskId } = world.addRunner({ registration: 'none', task: unseenFor(Number.POSITIVE_INFINITY) });
    const seen = world.addRunner();
    const { runners, problems } = await stop();
    expect(runners).toMatchObject([{ runnerName: seen.name, compute: 'stopped' }]);
    expect(problems).toEqual([expect.stringContaining(`lists ${taskId} for this run, but did not describe it`)]);
    expect(world.calls.of('launcher', 'stop')[0]?.at).toBe(world.calls.all[0]?.at);
  });
});

test('a cluster that cannot be searched does not look like success', async () => {
  world.addRunner();
  const missing = new RunnerError({ kind: 'configuration', message: 'There is no cluster ci.', hint: 'Correct it.' });
  world.launcher.fail('list', { error: missing });
  await expect(stop()).rejects.toBe(missing);
});

describe('wait-for-stopped', () => {
  test('returns once the compute has stopped', async () => {
    world.addRunner();
    const began = world.clock.now();
    const { problems } = await stop({ waitForStopped: true });
    expect(problems).toEqual([]);
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(10_000);
    expect(world.clock.now() - began).toBeLessThanOrEqual(12_000);
  });

  const OWN_END = { afterMs: 0, kind: 'transient', message: 'exit code 0', hint: '' } as const;

  test('waits for a runner that had ended by itself and whose compute is still stopping', async () => {
    const { taskId = '' } = world.addRunner({ registration: 'none', task: { end: OWN_END } });
    const began = world.clock.now();
    expect(await stop({ waitForStopped: true })).toEqual({ runners: [], problems: [] });
    expect((await world.launcher.describe([taskId])).get(taskId)?.phase).toBe('stopped');
    expect(world.clock.now() - began).toBeLessThanOrEqual(12_000);
  });

  test('waits for what an earlier stop stopped', async () => {
    const { taskId = '' } = world.addRunner();
    await stop();
    expect(await stop({ waitForStopped: true })).toEqual({ runners: [], problems: [] });
    expect((await world.launcher.describe([taskId])).get(taskId)?.phase).toBe('stopped');
  });

  test('waits for compute that is stopping already when its stop is requested', async () => {
    const { taskId = '' } = world.addRunner();
    world.launcher.stop = async () => 'already-gone';
    const phases = ['stopping', 'stopping', 'stopped'] as const;
    let polls = 0;
    world.launcher.describe = async () => {
      const phase = phases[polls] ?? 'stopped';
      polls += 1;
      return new Map([[taskId, { id: taskId, phase, state: phase.toUpperCase(), capacity: '', tags: {} }]]);
    };
    expect((await stop({ waitForStopped: true })).problems).toEqual([]);
    expect(polls).toBe(3);
  });

  test('waits for no runner that the filter leaves out', async () => {
    world.addRunner({ registration: 'none', label: 'blue', task: { end: OWN_END } });
    const began = world.clock.now();
    await stop({ waitForStopped: true, labels: ['green'] });
    expect(world.clock.now()).toBe(began);
  });

  test('warns if it cannot know of runners that had ended, and still waits for the others', async () => {
    world.addRunner();
    world.launcher.fail('listEnded', { error: DOWN });
    const began = world.clock.now();
    expect((await stop({ waitForStopped: true })).problems).toEqual([]);
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(10_000);
    expect(world.log.warnings).toEqual([expect.stringContaining('the stop does not wait for them')]);
  });

  test('is not the default', async () => {
    world.addRunner();
    await stop();
    expect(world.calls.of('launcher', 'describe')).toEqual([]);
  });

  test('does not wait for runners that are left busy', async () => {
    world.addRunner({ registration: { onlineAfterMs: 0, busyAfterMs: 0 } });
    await stop({ waitForStopped: true, drainMs: 0 });
    expect(world.calls.of('launcher', 'describe')).toEqual([]);
  });

  test('gives up after 300 s and reports the state of the task', async () => {
    const { taskId = '' } = world.addRunner();
    world.launcher.describe = async () =>
      new Map([[taskId, { id: taskId, phase: 'stopping', state: 'DEPROVISIONING', capacity: '', tags: {} }]]);
    const { runners, problems } = await stop({ waitForStopped: true });
    expect(runners).toMatchObject([{ compute: 'stopped' }]);
    expect(problems).toEqual([expect.stringContaining(`${taskId} is still DEPROVISIONING after 300 s`)]);
  });

  test('still reports what was stopped when polling fails', async () => {
    world.addRunner();
    world.launcher.fail('describe', { error: DOWN });
    const { runners, problems } = await stop({ waitForStopped: true });
    expect(runners).toMatchObject([{ compute: 'stopped' }]);
    expect(problems).toEqual(['No answer (502)\nNext step: Again later.']);
  });
});
