import { beforeEach, describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import { runnerName } from '../../../../src/core/identity.ts';
import { unknownRuns } from '../../../../src/core/sweep/sweep.ts';
import { TAG } from '../../../../src/core/tags.ts';
import { FakeGitHub } from '../../../helpers/fake-github.ts';
import { FakeLauncher } from '../../../helpers/fake-launcher.ts';
import { MINUTE, REPOSITORY, RUN, SweepWorld, verdicts } from '../../../helpers/sweep-world.ts';

const DOWN = new RunnerError({ kind: 'transient', message: 'No answer (502)', hint: 'Again later.' });
const DENIED = new RunnerError({ kind: 'permission', message: 'No StopTask.', hint: 'Allow ecs:StopTask.' });
const BUSY = { onlineAfterMs: 0, busyAfterMs: 0 };
const OFFLINE = {};

let world: SweepWorld;
beforeEach(() => {
  world = new SweepWorld();
});

/** Nothing was touched, and everything is still there. */
async function expectKept(verdict: string, change: Parameters<SweepWorld['sweep']>[0] = {}): Promise<void> {
  const before = world.left;
  const result = await world.sweep(change);
  expect(verdicts(result)).toEqual([verdict]);
  expect(world.changes).toEqual([]);
  expect(world.left).toEqual(before);
}

async function expectSwept(verdict: string, change: Parameters<SweepWorld['sweep']>[0] = {}): Promise<void> {
  const result = await world.sweep(change);
  expect(result.problems).toEqual([]);
  expect(verdicts(result)).toEqual([verdict]);
  expect(world.left).toEqual({ tasks: [], runners: [] });
}

describe('compute and its run', () => {
  test('of a run that is still going is left alone, whatever its age', async () => {
    world.setRun({ over: false });
    world.add({ expiresInMs: MINUTE, ageMs: 300 * MINUTE });
    await expectKept('keep live: kept');
  });

  test('of a run that has been over for longer than the grace is removed, registration first', async () => {
    world.setRun({ endedMsAgo: 16 * MINUTE });
    world.add({ expiresInMs: 60 * MINUTE });
    await expectSwept('sweep run-over: removed');
    expect(world.changes).toEqual(['github.deleteRunner', 'launcher.stop']);
  });

  test('of a run that ended within the grace is left alone', async () => {
    world.setRun({ endedMsAgo: 14 * MINUTE });
    world.add();
    await expectKept('keep grace: kept');
  });

  test('is judged by the grace that was requested', async () => {
    world.setRun({ endedMsAgo: 14 * MINUTE });
    world.add();
    await expectSwept('sweep run-over: removed', { graceMs: 13 * MINUTE });
  });

  test('that began within the grace is left alone, and its run is not requested', async () => {
    world.setRun();
    world.add({ ageMs: 14 * MINUTE });
    await expectKept('keep young: kept');
    expect(world.calls.of('runs')).toEqual([]);
  });

  test('that is still starting up is removed too', async () => {
    world.setRun();
    world.add({ registration: OFFLINE, task: { states: [{ afterMs: 0, state: 'PROVISIONING' }] } });
    await expectSwept('sweep run-over: removed');
  });

  test('without a registration is removed', async () => {
    world.setRun();
    world.add({ registration: 'none' });
    await expectSwept('sweep run-over: removed');
  });

  test('whose registration is missing from the list is looked up by name, and left alone if it is busy', async () => {
    world.setRun();
    const { name } = world.add({ registration: BUSY, expiresInMs: 60 * MINUTE });
    world.github.listRunners = async () => [];
    expect(verdicts(await world.sweep())).toEqual(['sweep run-over: left-busy']);
    expect(world.left).toEqual({ tasks: ['task-1'], runners: [name] });
  });

  test('that is busy is left alone, without a DELETE', async () => {
    world.setRun();
    world.add({ registration: BUSY, expiresInMs: MINUTE });
    await expectKept('keep busy: kept');
  });

  test('that takes a job at the last moment is left alone: the DELETE is the lock', async () => {
    world.setRun();
    const { name } = world.add({ expiresInMs: 60 * MINUTE });
    const { deleteRunner } = world.github;
    world.github.deleteRunner = (id) => {
      world.github.setBusy(name, true);
      return deleteRunner.call(world.github, id);
    };
    const result = await world.sweep();
    expect(verdicts(result)).toEqual(['sweep run-over: left-busy']);
    expect(world.changes).toEqual(['github.deleteRunner']);
    expect(world.launcher.alive).toHaveLength(1);
  });

  test('shares one request for all runners of a run', async () => {
    world.setRun({ over: false });
    for (let index = 0; index < 30; index += 1) world.add();
    await world.sweep();
    expect(world.calls.of('runs')).toHaveLength(1);
  });
});

describe('run attempts', () => {
  test('an earlier attempt is over as soon as a later one is going', async () => {
    world.setRun({ over: false, attempt: 2, startedMsAgo: 16 * MINUTE });
    world.add({ runAttempt: 1 });
    world.add({ runAttempt: 2 });
    const result = await world.sweep();
    expect(verdicts(result).sort()).toEqual(['keep live: kept', 'sweep run-over: removed']);
    const [left] = world.left.tasks;
    expect(left).toBe('task-2');
  });

  test('the grace of an earlier attempt counts from the start of the later one', async () => {
    world.setRun({ over: false, attempt: 2, startedMsAgo: 14 * MINUTE });
    world.add({ runAttempt: 1 });
    await expectKept('keep grace: kept');
  });

  test('an attempt that GitHub does not know yet is going', async () => {
    world.setRun({ attempt: 1 });
    world.add({ runAttempt: 2 });
    await expectKept('keep live: kept');
  });

  test('if GitHub does not say when an attempt began, an earlier one lasts as long as the run', async () => {
    world.setRun({ over: false, attempt: 2 });
    world.add({ runAttempt: 1 });
    await expectKept('keep live: kept');
  });

  test.each([
    ['older than the attempt', 62 * MINUTE],
    ['as old as the attempt', 60 * MINUTE - 20_000],
    ['off from it by seven hours: the clock of the machine that started it was wrong', 8 * 60 * MINUTE],
  ])('a registration, whose name contains no attempt, is kept while the latest is going: %s', async (_what, ageMs) => {
    world.setRun({ over: false, attempt: 2, startedMsAgo: 60 * MINUTE });
    world.add({ ageMs, registration: OFFLINE, task: 'none' });
    expect(verdicts(await world.sweep())).toEqual(['keep live: kept']);
  });
});

describe('the lifetime of compute', () => {
  test('decides without the run once it is past by more than the grace', async () => {
    world.setRun({ over: false });
    world.add({ expiresInMs: -16 * MINUTE });
    await expectSwept('sweep expired: removed');
    expect(world.calls.of('runs')).toEqual([]);
  });

  test('does not decide while it is past by less than the grace', async () => {
    world.setRun({ over: false });
    world.add({ expiresInMs: -14 * MINUTE });
    await expectKept('keep live: kept');
  });

  test('decides even about a busy runner, which is stopped with its job', async () => {
    world.add({ expiresInMs: -16 * MINUTE, registration: { ...BUSY, idleAgainAfterMs: 30_000 } });
    await expectSwept('sweep expired: removed');
    expect(world.log.warnings).toEqual([expect.stringContaining('stopped together with its job')]);
  });

  test('stops compute whose registration GitHub does not release, and that registration is reported', async () => {
    const { name } = world.add({ expiresInMs: -16 * MINUTE, registration: BUSY });
    const result = await world.sweep();
    expect(verdicts(result)).toEqual(['sweep expired: still-registered']);
    expect(result.problems).toEqual([]);
    expect(world.left).toEqual({ tasks: [], runners: [name] });
  });

  test.each([
    ['missing', undefined],
    ['not a time', 'tomorrow'],
    ['a time without a zone', '2026-01-01T00:00:00'],
    ['a day that does not exist', '2026-13-01T00:00:00Z'],
    ['too far away to be true', '9999-01-01T00:00:00Z'],
  ])('is the longest possible one if the tag is %s', async (_what, expiresAt) => {
    const longest = (7200 + 360 + 3 + 15) * MINUTE;
    world.runs.set(RUN.runId, 'forbidden');
    world.add({ ageMs: longest - MINUTE, tags: { [TAG.expiresAt]: expiresAt } });
    await expectKept('keep unknown-run: kept');
    world.clock.advance(2 * MINUTE);
    await expectSwept('sweep expired: removed');
  });
});

describe('a clock that is wrong', () => {
  const HOURS = 60 * MINUTE;
  const BUSY_NOW = { registration: BUSY, expiresInMs: 30 * MINUTE };

  test.each([
    ['7 h behind', 7 * HOURS],
    ['10 min behind', 10 * MINUTE],
    ['7 h ahead', -7 * HOURS],
  ])("on the start's machine, %s, ends no live job and keeps nothing alive", async (_what, off) => {
    world.setRun({ over: false });
    const written = new Date(world.clock.now() + 30 * MINUTE - off).toISOString().replace(/\.\d+Z$/, 'Z');
    // The name and the tag are by that clock; the provider's times are right.
    world.add({ ...BUSY_NOW, ageMs: 120 * MINUTE, tags: { [TAG.expiresAt]: written } });
    await expectKept('keep live: kept');
    world.clock.advance(46 * MINUTE);
    expect(verdicts(await world.sweep())).toEqual(['sweep expired: still-registered']);
  });

  test.each([
    ['7 h ahead', -7 * HOURS],
    ['10 min ahead', -10 * MINUTE],
  ])("on the sweep's own machine, %s, ends no live job", async (_what, aheadMs) => {
    world.setRun({ over: false });
    world.add(BUSY_NOW);
    world.launcher.aheadMs = aheadMs;
    world.github.aheadMs = aheadMs;
    // This machine's time is later than it is.
    world.clock.advance(-aheadMs);
    await expectKept('keep live: kept');
  });

  test("on the sweep's own machine, 7 h behind, keeps nothing alive", async () => {
    world.setRun({ over: false });
    world.add({ expiresInMs: 6 * HOURS });
    world.launcher.aheadMs = 7 * HOURS;
    await expectSwept('sweep expired: removed');
  });

  test('does not make a run look over for longer than it is', async () => {
    world.setRun({ endedMsAgo: 5 * MINUTE });
    world.add({ expiresInMs: 500 * MINUTE });
    world.launcher.aheadMs = world.github.aheadMs = -60 * MINUTE;
    world.clock.advance(60 * MINUTE);
    await expectKept('keep grace: kept');
  });
});

describe('a start-up that took long', () => {
  test('does not shorten the life: it counts from the start of the compute, as the start script counts it', async () => {
    world.setRun({ over: false });
    const states = [
      { afterMs: 0, state: 'PROVISIONING' },
      { afterMs: 25 * MINUTE, state: 'RUNNING' },
    ];
    const tags = {
      [TAG.lifetimeMinutes]: '60',
      [TAG.expiresAt]: new Date(world.clock.now() + 60 * MINUTE).toISOString(),
    };
    const { name } = world.add({
      ageMs: 0,
      registration: { onlineAfterMs: 26 * MINUTE, busyAfterMs: 33 * MINUTE },
      task: { states },
      tags,
    });
    // The tag's time and the grace are over; the job has 8 of its 60 minutes left.
    world.clock.advance(77 * MINUTE);
    await expectKept('keep live: kept');
    // The lifetime, the time of a good ending and the grace.
    world.clock.advance((25 + 60 + 3 + 15 - 77) * MINUTE);
    expect(verdicts(await world.sweep())).toEqual(['sweep expired: still-registered']);
    expect(world.left).toEqual({ tasks: [], runners: [name] });
  });

  test('says nothing about what has not started: it can have no job, and is old enough by its creation', async () => {
    world.setRun({ over: false });
    world.add({
      expiresInMs: -20 * MINUTE,
      registration: OFFLINE,
      task: { states: [{ afterMs: 0, state: 'PENDING' }] },
    });
    await expectSwept('sweep expired: removed');
  });
});

describe('compute that is listed and not described', () => {
  test('is left alone and reported, and so is every registration that may be its', async () => {
    world.setRun();
    world.add({ registration: OFFLINE, task: { unseenMs: Number.POSITIVE_INFINITY } });
    const result = await world.sweep();
    expect(verdicts(result).sort()).toEqual(['keep unlisted: kept', 'keep unreadable: kept']);
    expect(world.changes).toEqual([]);
  });
});

describe('a run that cannot be read', () => {
  test.each([
    ['absent', /deleted, or ⟦token that reads runs⟧ may not see it \(404\)/],
    ['forbidden', /may not read the runs of octo-org\/octo-repo \(403\)/],
  ] as const)('because it is %s: the lifetime alone decides, and the report says so', async (answer, text) => {
    if (answer === 'forbidden') world.runs.set(RUN.runId, answer);
    world.add({ expiresInMs: MINUTE });
    const result = await world.sweep();
    expect(verdicts(result)).toEqual(['keep unknown-run: kept']);
    expect(result.problems).toEqual([]);
    expect(result.things[0]?.decision.reason).toMatch(text);
    expect(result.things[0]?.decision.reason).toMatch(/its lifetime alone decides; it ends at \d{4}-/);
    expect(unknownRuns(result)).toHaveLength(1);
    world.clock.advance(17 * MINUTE);
    await expectSwept('sweep expired: removed');
  });

  test('a 403 is about the repository: its other runs are not requested', async () => {
    for (let runId = 1; runId <= 50; runId += 1) {
      world.runs.set(runId, 'forbidden');
      world.add({ run: { ...RUN, runId } });
    }
    const result = await world.sweep();
    expect(unknownRuns(result)).toHaveLength(50);
    // As many as are requested in parallel.
    expect(world.calls.of('runs').length).toBeLessThanOrEqual(10);
  });

  test('a failure is one problem, in one sentence for all runs, and the rest is done', async () => {
    world.runs.fail('getRun', { error: DOWN, times: Number.POSITIVE_INFINITY });
    for (let runId = 1; runId <= 5; runId += 1) world.add({ run: { ...RUN, runId } });
    const expired = world.add({ expiresInMs: -60 * MINUTE });
    const result = await world.sweep();
    expect(result.problems).toEqual([expect.stringMatching(/No answer \(502\)(.|\n)*and 4 more runs/)]);
    expect(verdicts(result).filter((verdict) => verdict === 'keep unknown-run: kept')).toHaveLength(5);
    expect(world.left.runners).not.toContain(expired.name);
    expect(world.left.tasks).toHaveLength(5);
  });
});

describe('a registration without compute', () => {
  test('of a run that is over is deleted', async () => {
    world.setRun();
    world.add({ task: 'none', registration: OFFLINE });
    await expectSwept('sweep run-over: removed');
    expect(world.changes).toEqual(['github.deleteRunner']);
  });

  test('of a run that is still going is left alone, whatever age its name says: that is another clock', async () => {
    world.setRun({ over: false });
    world.add({ task: 'none', registration: OFFLINE, ageMs: 10_000 * MINUTE });
    await expectKept('keep live: kept');
  });

  test('of a run that cannot be read is left alone for a day longer than a start may last', async () => {
    world.add({ task: 'none', registration: OFFLINE, ageMs: (24 * 60 + 360 + 14) * MINUTE });
    await expectKept('keep unknown-run: kept');
    world.clock.advance(2 * MINUTE);
    await expectSwept('sweep expired: removed');
  });

  test.each([
    ['online', { onlineAfterMs: 0 }, 'keep online: kept'],
    ['busy', { busyAfterMs: 0 }, 'keep busy: kept'],
  ])('that is %s is left alone: its compute is elsewhere', async (_what, registration, verdict) => {
    world.setRun();
    world.add({ task: 'none', registration, ageMs: 10_000 * MINUTE });
    await expectKept(verdict);
  });

  test('whose compute may still be hidden is left alone, however short the grace is', async () => {
    world.setRun({ endedMsAgo: 0 });
    world.add({ registration: OFFLINE, ageMs: 80_000, task: 'none' });
    await expectKept('keep young: kept', { graceMs: 0 });
  });

  test('whose compute appears between the reads is judged anew by the next sweep', async () => {
    world.setRun();
    world.add({ registration: OFFLINE, task: { hiddenMs: 10_000 } });
    const result = await world.sweep();
    expect(verdicts(result)).toEqual(['keep gone: gone']);
    expect(world.changes).toEqual([]);
    await expectSwept('sweep run-over: removed');
  });

  test('cannot be distinguished from one with compute if a cluster could not be read', async () => {
    world.setRun();
    world.add({ registration: OFFLINE });
    world.launcher.fail('listAll', { error: DENIED, times: 2 });
    const result = await world.sweep();
    expect(verdicts(result)).toEqual(['keep unlisted: kept']);
    expect(result.problems).toEqual([expect.stringContaining('No StopTask.')]);
    expect(world.changes).toEqual([]);
  });
});

describe('what must not be touched', () => {
  test('compute of another repository, and its registration, are only counted', async () => {
    world.setRun();
    world.add({ run: { ...RUN, repositoryId: 1 }, expiresInMs: -1000 * MINUTE });
    world.add({ run: { ...RUN, repositoryId: 1 }, registration: OFFLINE, task: 'none', ageMs: 10_000 * MINUTE });
    const result = await world.sweep();
    expect(result).toEqual({ things: [], ofOthers: 2, problems: [] });
    expect(world.changes).toEqual([]);
    expect(world.calls.of('runs')).toEqual([]);
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['no tag at all', Object.fromEntries(Object.values(TAG).map((key) => [key, undefined]))],
    ['no repository', { [TAG.repositoryId]: undefined }],
    ['a repository that is not a number', { [TAG.repositoryId]: '12x' }],
    ['no run', { [TAG.runId]: undefined }],
    ['a run that is not a number', { [TAG.runId]: '-1' }],
    ['no runner name', { [TAG.runnerName]: undefined }],
    ["somebody else's runner name", { [TAG.runnerName]: 'production-1' }],
    [
      "another run's runner name",
      {
        [TAG.runnerName]: runnerName({ ...RUN, runId: 8, startedAt: 1, nonce: 'n' }, { index: 0, launchNumber: 0 }),
      },
    ],
  ])('compute with %s in its tags', async (_what, tags) => {
    world.setRun();
    world.github.add('production-1');
    world.add({ registration: 'none', expiresInMs: -1000 * MINUTE, tags });
    await expectKept('keep unreadable: kept');
  });

  test('registrations of others, whatever their names look like', async () => {
    const names = [
      'production-1',
      'egr-',
      'egr-21i3v9-6dp5qcb',
      'EGR-21i3v9-25-t8000-n-0-0',
      'egr-21i3v9-25-t8000-n-0',
      'egr-21i3v9-25-zzzzzzzzzz-n-0-0',
      'egr-21i3v9-zzzzzzzzzzzzzzz-t8000-n-0-0',
    ];
    for (const name of names) world.github.add(name);
    const result = await world.sweep();
    expect(result.things).toEqual([]);
    expect(world.changes).toEqual([]);
    expect(world.github.names).toEqual(names);
  });

  test('compute that is already ending', async () => {
    const { taskId = '' } = world.add({ expiresInMs: -1000 * MINUTE, registration: 'none' });
    await world.launcher.stop(taskId, 'by somebody');
    expect(await world.sweep()).toMatchObject({ things: [] });
  });
});

describe('the second read', () => {
  test('does not happen if there is nothing to sweep', async () => {
    world.setRun({ over: false });
    world.add();
    const began = world.clock.now();
    await world.sweep();
    expect(world.clock.now()).toBe(began);
    expect(world.calls.of('launcher', 'listAll')).toHaveLength(1);
  });

  test.each<[string, (world: SweepWorld, name: string, taskId: string) => void, string]>([
    ['the run is going again', (it) => it.setRun({ over: false }), 'keep live: kept'],
    ['a later attempt has begun', (it) => it.setRun({ over: false, attempt: 2, startedMsAgo: 0 }), 'keep grace: kept'],
    ['the runner has taken a job', (it, name) => it.github.setBusy(name, true), 'keep busy: kept'],
    ['GitHub cannot be reached', (it) => it.runs.fail('getRun', { error: DOWN }), 'keep unknown-run: kept'],
    ['the list cannot be read', (it) => it.launcher.fail('listAll', { error: DOWN }), 'keep unconfirmed: kept'],
  ])('%s: it is left alone', async (_what, change, verdict) => {
    world.setRun();
    const { name, taskId = '' } = world.add({ expiresInMs: 60 * MINUTE });
    world.clock.after(5000, () => change(world, name, taskId));
    await expectKept(verdict);
  });

  test('the task has advanced to another state: it is left alone', async () => {
    world.setRun();
    const states = [
      { afterMs: 0, state: 'PENDING' },
      { afterMs: 5000, state: 'RUNNING' },
    ];
    world.add({ task: { states } });
    await expectKept('keep changed: kept');
  });

  test('the runner has come online: it is left alone', async () => {
    world.setRun();
    world.add({ registration: { onlineAfterMs: 5000 } });
    await expectKept('keep changed: kept');
  });

  test('its lifetime has ended in the meantime, which would stop its job: it is left alone', async () => {
    world.setRun();
    world.add({ expiresInMs: -15 * MINUTE + 5000, ageMs: 120 * MINUTE - 5000 });
    await expectKept('keep changed: kept');
  });

  test('it is gone: there is nothing to do', async () => {
    world.setRun();
    world.add({ registration: { removedAfterMs: 5000 }, task: { vanishesAfterMs: 5000 } });
    const result = await world.sweep();
    expect(verdicts(result)).toEqual(['keep gone: gone']);
    expect(world.changes).toEqual([]);
  });

  test('requests only the runs of what is to be swept', async () => {
    world.setRun();
    world.add();
    world.setRun({ runId: 78, over: false });
    world.add({ run: { ...RUN, runId: 78 } });
    await world.sweep();
    expect(
      world.calls
        .of('runs', 'getRun')
        .map(({ arguments: [, runId] }) => runId)
        .sort(),
    ).toEqual([77, 77, 78]);
  });
});

describe('a dry run', () => {
  test('reads twice, reports everything, and touches nothing', async () => {
    world.setRun();
    world.add();
    world.add({ expiresInMs: -60 * MINUTE, registration: BUSY });
    world.add({ registration: OFFLINE, task: 'none' });
    const before = world.left;
    const result = await world.sweep({ dryRun: true });
    expect(verdicts(result).sort()).toEqual([
      'sweep expired: dry-run',
      'sweep run-over: dry-run',
      'sweep run-over: dry-run',
    ]);
    expect(world.changes).toEqual([]);
    expect(world.left).toEqual(before);
    expect(world.calls.of('launcher', 'listAll')).toHaveLength(2);
  });
});

describe('failures', () => {
  test('of single teardowns are reported together, and the rest is done', async () => {
    world.setRun();
    const runners = Array.from({ length: 25 }, () => world.add());
    world.launcher.fail('stop', { error: DENIED, argument: runners[3]?.taskId });
    world.github.fail('deleteRunner', { error: DOWN });
    const result = await world.sweep();
    expect(result.problems).toHaveLength(2);
    expect(result.problems).toContainEqual(expect.stringMatching(/^Runner egr-\S+: No StopTask\.\nNext step: Allow/));
    expect(result.problems).toContainEqual(expect.stringMatching(/^Runner egr-\S+: No answer/));
    expect(verdicts(result).filter((verdict) => verdict.endsWith('failed'))).toHaveLength(2);
    // Nobody knows whether a job runs on the one that GitHub did not answer about.
    expect(world.left.tasks).toHaveLength(2);
    expect(world.left.runners).toHaveLength(1);
  });

  test('of GitHub do not keep compute alive past its lifetime', async () => {
    world.add({ expiresInMs: -60 * MINUTE });
    world.setRun();
    const idle = world.add();
    world.github.fail('*', { error: DOWN, times: Number.POSITIVE_INFINITY });
    const result = await world.sweep();
    expect(result.problems).toEqual(expect.arrayContaining([expect.stringContaining('No answer (502)')]));
    expect(world.left.tasks).toEqual([idle.taskId]);
  });

  test('of a repository that cannot be found do not affect the others', async () => {
    const missing = new RunnerError({ kind: 'configuration', message: 'No octo-org/typo.', hint: 'Correct it.' });
    world.runs.fail('repositoryId', { error: missing });
    world.setRun();
    world.add();
    const result = await world.sweep({ repositories: [{ name: 'octo-org/typo', id: undefined }, REPOSITORY] });
    expect(result.problems).toEqual(['No octo-org/typo.\nNext step: Correct it.']);
    expect(world.left.tasks).toEqual([]);
  });
});

describe('several places', () => {
  test('clusters are swept in parallel; one that cannot be read does not affect the others', async () => {
    world.setRun();
    const other = new FakeLauncher({ ...world, cluster: 'other' });
    const broken = new FakeLauncher({ ...world, cluster: 'broken' });
    broken.fail('listAll', { error: DENIED, times: 2 });
    world.add();
    world.add({ pool: other });
    const result = await world.sweep({ pools: [world.launcher, broken, other] });
    expect(verdicts(result)).toEqual(['sweep run-over: removed', 'sweep run-over: removed']);
    expect([...world.left.tasks, ...world.left.runners, ...other.alive]).toEqual([]);
    expect(result.problems).toHaveLength(1);
  });

  test('repositories have their own scopes, and their ids are looked up', async () => {
    world.runs.addRepository('octo-org/second', 55);
    const second = new FakeGitHub({ ...world, scope: 'repo:octo-org/second' });
    world.runs.set(9, { attempt: 1, attemptStartedAt: undefined, isOver: true, updatedAt: 0 }, 'octo-org/second');
    world.add({ run: { repositoryId: 55, runId: 9 }, github: second });
    world.add({ run: { repositoryId: 55, runId: 9 }, github: second, task: 'none', registration: OFFLINE });
    const result = await world.sweep({
      repositories: [REPOSITORY, { name: 'octo-org/second', id: undefined }],
      scopes: [world.github, second],
    });
    expect(verdicts(result)).toEqual(['sweep run-over: removed', 'sweep run-over: removed']);
    expect([...world.left.tasks, ...second.names]).toEqual([]);
  });

  test('in an organization, the id in the name says whose runner it is', async () => {
    const org = new FakeGitHub({ ...world, scope: 'org:octo-org' });
    world.setRun();
    const own = world.add({ github: org, registration: OFFLINE, task: 'none' });
    const foreign = world.add({
      github: org,
      registration: OFFLINE,
      task: 'none',
      run: { repositoryId: 1, runId: 77 },
    });
    const result = await world.sweep({ scopes: [org] });
    expect(result.ofOthers).toBe(1);
    expect(result.things.map(({ found }) => found.runnerName)).toEqual([own.name]);
    expect(org.names).toEqual([foreign.name]);
  });

  test('compute registered in a scope that is not managed is removed when its lifetime is over, not before', async () => {
    world.setRun();
    const org = new FakeGitHub({ ...world, scope: 'org:octo-org' });
    world.add({ github: org, expiresInMs: MINUTE });
    await expectKept('keep elsewhere: kept');
    world.clock.advance(17 * MINUTE);
    expect(verdicts(await world.sweep())).toEqual(['sweep expired: removed']);
    expect(world.left.tasks).toEqual([]);
    expect(org.names).toHaveLength(1);
  });

  test('owner and repository names are compared without case', async () => {
    world.setRun();
    world.add({ registration: 'none', tags: { [TAG.scope]: 'repo:Octo-Org/Octo-Repo' } });
    await expectSwept('sweep run-over: removed');
  });
});

describe('many runners', () => {
  test('are torn down a few at a time', async () => {
    world.setRun();
    for (let index = 0; index < 60; index += 1) world.add();
    let [running, most] = [0, 0];
    const { stop } = world.launcher;
    world.launcher.stop = async (id, reason) => {
      running += 1;
      most = Math.max(most, running);
      await world.clock.sleep(100);
      running -= 1;
      return stop.call(world.launcher, id, reason);
    };
    const result = await world.sweep();
    expect(verdicts(result)).toHaveLength(60);
    expect(world.left).toEqual({ tasks: [], runners: [] });
    expect(most).toBe(10);
  });

  test('whatever the world is like, only what may be removed is removed, and nothing else', async () => {
    // A small generator with a fixed seed: every run sees the same 600 runners.
    let seed = 42;
    const draw = <T>(...values: readonly T[]): T => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return values[Math.floor((seed / 2_147_483_648) * values.length)] as T;
    };
    for (let runId = 1; runId <= 40; runId += 1) {
      if (runId % 4 === 3) world.runs.set(runId, 'forbidden');
      else if (runId % 4 !== 0) world.setRun({ runId, over: runId % 4 === 1, endedMsAgo: draw(1, 16, 600) * MINUTE });
    }
    const seeded = Array.from({ length: 600 }, () => {
      const run = {
        repositoryId: draw(RUN.repositoryId, RUN.repositoryId, 1),
        runId: Math.ceil(draw(...Array(40).keys()) + 1),
      };
      const options = {
        run,
        ageMs: draw(1, 30, 500, 5000) * MINUTE,
        expiresInMs: draw(-60, -10, 10, 400) * MINUTE,
        registration: draw<'none' | object>('none', OFFLINE, BUSY, { onlineAfterMs: 0 }),
        task: draw<'none' | object>('none', { states: [{ afterMs: 0, state: 'RUNNING' }] }),
      } as const;
      return { options, ...world.add(options) };
    });
    const before = world.left;
    const { things } = await world.sweep();
    const gone = new Set(things.filter(({ outcome }) => outcome === 'removed').map(({ found }) => found.runnerName));
    for (const { options, name, taskId } of seeded) {
      const { run, ageMs, expiresInMs, registration, task } = options;
      const wasThere = task !== 'none' || registration !== 'none';
      const isExpired = task !== 'none' && expiresInMs <= -15 * MINUTE;
      if (gone.has(name)) {
        expect(run.repositoryId).toBe(RUN.repositoryId);
        expect(world.left.runners).not.toContain(name);
        if (taskId !== undefined) expect(world.left.tasks).not.toContain(taskId);
        if (registration === BUSY) expect(isExpired).toBe(true);
        if (!isExpired) expect(ageMs).toBeGreaterThanOrEqual(15 * MINUTE);
        if (!isExpired) expect(run.runId % 4).not.toBe(2);
      } else if (wasThere) {
        // Untouched, except a busy one whose compute is gone and whose registration GitHub keeps.
        if (!(isExpired && registration === BUSY)) {
          expect(world.left.runners.includes(name)).toBe(before.runners.includes(name));
          if (taskId !== undefined) expect(world.left.tasks).toContain(taskId);
        }
        if (isExpired && run.repositoryId === RUN.repositoryId) expect(registration).toBe(BUSY);
      }
    }
    expect(gone.size).toBeGreaterThan(40);
  });
});
