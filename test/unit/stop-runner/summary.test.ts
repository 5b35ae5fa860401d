import { describe, expect, test } from '@jest/globals';
import { type Life, lifetime, taskHours } from '../../../src/actions/summary/lifetimes.ts';
import { runnerName } from '../../../src/core/identity.ts';
import { type EndedRunner, endedBefore } from '../../../src/core/stop/ended.ts';
import { type StoppedRunner, type StopRequest, stopRunners } from '../../../src/core/stop/stop.ts';
import { TAG } from '../../../src/core/tags.ts';
import { stopSummary } from '../../../stop-runner/summary.ts';
import { FakeWorld, RUN } from '../../helpers/fake-world.ts';

const HOUR = 3_600_000;
const { pool } = new FakeWorld();
const runnerPage = (id: number): string => `https://github.example/runners/${id}`;
const SIZE = { vcpu: 2, memoryGib: 4 };

const runner = (change: Partial<StoppedRunner> = {}): StoppedRunner => ({
  runnerName: 'egr-x-0-0',
  computeId: 'arn:aws:ecs:eu-central-1:123456789012:task/ci/0a1b',
  capacity: 'FARGATE_SPOT',
  compute: 'stopped',
  registration: 'deleted',
  times: { createdAt: 0, pullStartedAt: HOUR, startedAt: 1.1 * HOUR },
  size: SIZE,
  doneAt: 2.5 * HOUR,
  ...change,
});

const life = (change: Partial<Life> = {}): Life => ({
  times: { createdAt: 0, pullStartedAt: 10, startedAt: 20 },
  size: SIZE,
  until: 100,
  ...change,
});

const summary = (runners: readonly StoppedRunner[], ended: readonly EndedRunner[] | undefined = []): string =>
  // Durations in cells have non-breaking spaces.
  stopSummary({ result: { runners, problems: [] }, ended, pool, runnerPage }).replaceAll('\u00a0', ' ');

describe('the life of a task', () => {
  test('counts from its image pull to its stop, or to now', () => {
    expect(lifetime(life())).toBe(90);
    expect(lifetime(life({ times: { createdAt: 0, pullStartedAt: 10, stoppedAt: 50 } }))).toBe(40);
    expect(lifetime(life({ times: { createdAt: 0, startedAt: 20 } }))).toBe(80);
  });

  test('is zero for a task that was never placed, and unknown if ECS reports no times', () => {
    expect(lifetime(life({ times: { createdAt: 0, stoppedAt: 50 } }))).toBe(0);
    expect(lifetime(life({ times: {} }))).toBeUndefined();
    expect(lifetime(life({ times: undefined }))).toBeUndefined();
  });

  test('is never negative, whatever the clocks say', () => {
    expect(lifetime(life({ until: 5 }))).toBe(0);
  });

  test('is charged as hours, and as vCPU and memory hours if the size is known', () => {
    const times = { createdAt: 0, pullStartedAt: 0 };
    expect(taskHours({ times, size: SIZE, until: HOUR / 2 })).toEqual({ hours: 0.5, vcpuHours: 1, gbHours: 2 });
    expect(taskHours({ times, size: undefined, until: HOUR / 2 })).toMatchObject({ hours: 0.5, vcpuHours: undefined });
  });
});

describe('the summary of a stop', () => {
  test('states the cost of each runner and of all together', () => {
    const text = summary([runner(), runner({ times: { createdAt: 0, pullStartedAt: 0 }, doneAt: HOUR / 2 })]);
    expect(text).toContain('### 2 runners of this run found in `cluster ci, region eu-central-1`');
    expect(text).toContain(
      '| 1 | `egr-x-0-0`<br>[`0a1b`](https://console.example/arn:aws:ecs:eu-central-1:123456789012:task/ci/0a1b) | `FARGATE_SPOT` | stopped | deleted | 1 h 30 min | 1.50 | 3.00 | 6.00 |',
    );
    expect(text).toContain('|  | **2 in total** |  |  |  | **2 h 0 min** | **2.00** | **4.00** | **8.00** |');
    expect(text).toMatch(/section Runner 1\n.*until RUNNING 1 h 6 min/);
  });

  test('lists runners without compute or without times, and invents neither', () => {
    const { times: _times, size: _size, ...bare } = runner();
    const text = summary([{ ...bare, computeId: undefined, capacity: '', compute: 'none', registration: 'absent' }]);
    expect(text).toContain('| 1 | `egr-x-0-0` |  | none | absent |  |  |  |  |');
    expect(text).not.toContain('mermaid');
  });

  test('is empty if there was nothing, and reports what failed', () => {
    expect(summary([])).toBe('');
    const result = { runners: [], problems: ['Denied.\nNext step: grant | it.'] };
    expect(stopSummary({ result, ended: undefined, pool, runnerPage })).toContain(
      '- `Denied.`\n\n  **Next step:**\n\n  `grant | it.`\n',
    );
  });

  test('leads to the page of a runner that was left busy, and of no runner whose registration is gone', () => {
    const busy = { compute: 'left-busy', registration: 'busy', registrationId: 7 } as const;
    const text = summary([runner(busy), runner({ runnerName: 'egr-x-1-0', registrationId: 8 })]);
    expect(text).toContain('| 1 | [`egr-x-0-0`](https://github.example/runners/7)<br>');
    expect(text).toContain('| 2 | `egr-x-1-0`<br>');
  });

  const ended = (how: EndedRunner['how']): EndedRunner => ({
    runnerName: 'egr-x-1-0',
    how,
    compute: { id: 'task-9', phase: 'stopped', state: 'STOPPED', capacity: 'EC2', tags: {} },
  });

  test.each<[string, StoppedRunner[], EndedRunner[]]>([
    ['One runner of this run found', [runner()], []],
    ['One runner of this run found, 1 more had ended by itself,', [runner()], [ended('by-itself'), ended('before')]],
    ['2 runners of this run found', [runner(), runner()], [ended('before')]],
    ['1 runner of this run had ended by itself', [], [ended('by-itself')]],
    ['2 runners of this run had ended by themselves', [], [ended('by-itself'), ended('by-itself')]],
    ['No runner of this run was left', [], [ended('before')]],
  ])('is headed "%s"', (headline, runners, before) => {
    expect(summary(runners, before)).toContain(`### ${headline} in \`cluster ci, region eu-central-1\`\n`);
  });

  test('folds a long table and leaves the sum open', () => {
    const [open, folded] = summary(Array.from({ length: 13 }, () => runner())).split('<details>');
    expect(open).toContain('**13 in total**');
    expect(open).not.toContain('egr-x-0-0');
    expect(folded?.match(/egr-x-0-0/g)).toHaveLength(13);
    expect(summary(Array.from({ length: 12 }, () => runner()))).not.toContain('<details>');
  });

  test('of a great many is cut, but the sum is not', () => {
    const text = summary(Array.from({ length: 5000 }, () => runner()));
    expect(Buffer.byteLength(text)).toBeLessThan(2 ** 20 / 4);
    expect(text).toContain('And 4500 more, which the sum includes.');
    expect(text).toContain('| **5000 in total** |');
  });
});

describe('runners that ended before the stop', () => {
  const request: StopRequest = {
    run: RUN,
    labels: [],
    id: undefined,
    drainMs: 0,
    waitForStopped: false,
    reason: 'no longer needed',
  };

  test('are reported with their cost, and those stopped by the stop are not reported twice', async () => {
    const world = new FakeWorld();
    const done = world.addRunner({
      registration: 'none',
      task: {
        states: [{ afterMs: 0, state: 'RUNNING' }],
        end: { afterMs: 0, kind: 'transient', message: 'exit code 0', hint: '' },
      },
    });
    const alive = world.addRunner();
    const result = await stopRunners(request, world);
    const ended = await endedBefore(request, result, world.pool);
    expect(result.runners.map(({ computeId }) => computeId)).toEqual([alive.taskId]);
    expect(ended).toMatchObject([{ runnerName: done.name, compute: { id: done.taskId }, how: 'by-itself' }]);
    expect(stopSummary({ result, ended, pool: world.launcher, runnerPage })).toMatch(
      new RegExp(`\\| \`${done.name}\`<br>\\[\`${done.taskId}\`\\]\\(\\S+\\) \\| \`EC2\` \\| ended by itself \\|`),
    );
  });

  test('are only those that were selected', async () => {
    const world = new FakeWorld();
    const task = { end: { afterMs: 0, kind: 'transient', message: 'exit code 0', hint: '' } } as const;
    world.addRunner({ registration: 'none', label: 'blue', task });
    const green = world.addRunner({ registration: 'none', label: 'green', task });
    const ended = await endedBefore({ ...request, labels: ['green'] }, { runners: [] }, world.pool);
    expect(ended.map(({ compute }) => compute.id)).toEqual([green.taskId]);
  });

  /** What marks compute as the run's. */
  const TAGS = { [TAG.repositoryId]: String(RUN.repositoryId), [TAG.runId]: String(RUN.runId) };
  const OWN_END = { afterMs: 0, kind: 'transient', message: 'exit code 0', hint: '' } as const;
  const howAll = async (world: FakeWorld, change: Partial<StopRequest> = {}) => {
    const result = await stopRunners({ ...request, ...change }, world);
    return (await endedBefore({ ...request, ...change }, result, world.pool)).map(({ how }) => how);
  };

  test('did not end by themselves if they were stopped: an earlier stop or their own start did it', async () => {
    const world = new FakeWorld();
    world.addRunner();
    await stopRunners(request, world);
    expect(await howAll(world)).toEqual(['before']);
    expect(await howAll(world, { id: 'of others' })).toEqual([]);
  });

  test('are counted once each: not every launch of a runner, nor one that is reported with its registration', async () => {
    const world = new FakeWorld();
    const start = world.newStart();
    for (const launchNumber of [0, 1]) {
      const tags = { ...TAGS, [TAG.runnerName]: runnerName(start, { index: 3, launchNumber }) };
      world.launcher.add({ run: RUN, tags, life: { end: OWN_END } });
    }
    expect(await howAll(world)).toEqual(['before', 'by-itself']);
    world.addRunner({ start, registration: {}, task: { end: OWN_END } });
    expect(await howAll(world)).toEqual(['before', 'by-itself', 'before']);
  });

  test('are not those that the stop could not remove, though they have ended by then', async () => {
    const world = new FakeWorld();
    world.addRunner({ task: { end: { ...OWN_END, afterMs: 1 } } });
    world.launcher.stop = async () => {
      await world.clock.sleep(1000);
      throw new Error('not now');
    };
    expect(await howAll(world)).toEqual(['before']);
  });

  test('are an earlier launch of a runner that this stop stopped', async () => {
    const world = new FakeWorld();
    const start = world.newStart();
    world.addRunner({ start: { ...start, nonce: 'another' }, registration: 'none', task: { end: OWN_END } });
    const tags = TAGS;
    world.launcher.add({
      run: RUN,
      tags: { ...tags, [TAG.runnerName]: runnerName(start, { index: 0, launchNumber: 0 }) },
      life: { end: OWN_END },
    });
    world.launcher.add({
      run: RUN,
      tags: { ...tags, [TAG.runnerName]: runnerName(start, { index: 0, launchNumber: 1 }) },
    });
    expect(await howAll(world)).toEqual(['by-itself', 'before']);
  });
});
