import { describe, expect, test } from '@jest/globals';
import type { StartResult } from '../../../src/core/start/start.ts';
import type { EndedRunner } from '../../../src/core/stop/ended.ts';
import type { StoppedRunner } from '../../../src/core/stop/stop.ts';
import { describeReady, startOutputs } from '../../../start-runner/report.ts';
import { describeEnded, describeOwnEnd, describeStopped, stopOutputs } from '../../../stop-runner/report.ts';
import { FakeWorld } from '../../helpers/fake-world.ts';

const { launcher, pool } = new FakeWorld();

const STARTED: StartResult = {
  label: 'gpu',
  missing: [],
  seconds: 42.5,
  runners: [
    {
      index: 0,
      launchNumber: 1,
      relaunchedBecause: ['exit code 1.'],
      label: 'gpu-0',
      registration: { id: 7, name: 'egr-x-0-0', status: 'online', busy: false, labels: ['gpu', 'gpu-0'] },
      compute: { id: 'task-1', phase: 'running', state: 'RUNNING', capacity: 'FARGATE_SPOT', tags: {} },
    },
  ],
};

const stopped = (change: Partial<StoppedRunner> = {}): StoppedRunner => ({
  runnerName: 'egr-x-0-0',
  computeId: 'task-1',
  capacity: 'EC2',
  compute: 'stopped',
  registration: 'deleted',
  doneAt: 0,
  ...change,
});

describe('what start-runner reports', () => {
  test('appears in its outputs', () => {
    expect(startOutputs(STARTED, launcher)).toEqual({
      label: 'gpu',
      labels: ['gpu-0'],
      'runner-names': ['egr-x-0-0'],
      'runner-ids': [7],
      resources: [
        {
          provider: 'ecs',
          region: 'eu-central-1',
          cluster: 'ci',
          id: 'task-1',
          capacity: 'FARGATE_SPOT',
          label: 'gpu-0',
          runnerName: 'egr-x-0-0',
          runnerId: 7,
        },
      ],
      count: 1,
      'startup-seconds': 42.5,
    });
  });

  test('ends its log with the line that selects the only runner', () => {
    expect(describeReady(STARTED, 1)).toBe(
      'Ready after 42.5 s. The job selects the runner with this line:\n  runs-on: gpu',
    );
  });

  test('ends its log with the labels and the lines of a matrix if several were requested, however many came', () => {
    const [one] = STARTED.runners;
    const another = one && { ...one, label: 'gpu-2' };
    const log = describeReady({ ...STARTED, runners: [...STARTED.runners, ...(another ? [another] : [])] }, 3);
    expect(log).toContain('the output labels is ["gpu-0","gpu-2"].');
    expect(log.split('\n').slice(-4)).toEqual([
      '  strategy:',
      '    matrix:',
      '      label: $' + '{{ fromJSON(needs.start.outputs.labels) }}',
      '  runs-on: $' + '{{ matrix.label }}',
    ]);
    expect(log).not.toContain('runs-on: gpu');
    expect(describeReady(STARTED, 2)).toContain('fromJSON(needs.start.outputs.labels)');
  });
});

describe('what stop-runner reports', () => {
  const all = [
    stopped(),
    stopped({ compute: 'already-gone' }),
    stopped({ compute: 'left-busy', registration: 'busy' }),
    stopped({ computeId: undefined, capacity: '', compute: 'none', registration: 'absent' }),
  ];

  test('appears in its outputs: each runner counts once', () => {
    const outputs = stopOutputs({ result: { runners: all, problems: [] }, ended: [], pool });
    expect(outputs).toMatchObject({ stopped: 1, 'already-gone': 2, 'left-busy': 1 });
    expect(outputs['resources']).toEqual(
      all.map(({ computeId, doneAt: _, ...rest }) => ({
        provider: 'ecs',
        region: 'eu-central-1',
        cluster: 'ci',
        id: computeId ?? null,
        ...rest,
      })),
    );
  });

  const ended = (change: Partial<EndedRunner> = {}): EndedRunner => ({
    runnerName: 'egr-x-1-0',
    how: 'by-itself',
    compute: { id: 'task-2', phase: 'stopped', state: 'STOPPED', capacity: 'FARGATE', tags: {} },
    ...change,
  });

  test('counts what had ended by itself as already gone, and nothing else that had ended', () => {
    const before = [
      ended(),
      ended({ runnerName: 'egr-x-2-0', how: 'before' }),
      ended({ runnerName: '', how: 'before' }),
    ];
    const outputs = stopOutputs({ result: { runners: [stopped()], problems: [] }, ended: before, pool });
    expect(outputs).toMatchObject({ stopped: 1, 'already-gone': 1, 'left-busy': 0 });
    expect(outputs['resources']).toEqual([
      expect.objectContaining({ runnerName: 'egr-x-0-0' }),
      {
        ...{ provider: 'ecs', region: 'eu-central-1', cluster: 'ci', id: 'task-2', capacity: 'FARGATE' },
        ...{ runnerName: 'egr-x-1-0', compute: 'already-gone', registration: 'absent' },
      },
    ]);
    expect(stopOutputs({ result: { runners: [], problems: [] }, ended: undefined, pool })).toMatchObject({
      'already-gone': 0,
      resources: [],
    });
  });

  test('says how many had ended by themselves, and how each ended', () => {
    const end = { kind: 'transient', message: 'task-2 is STOPPED (exit code 0).', hint: '' } as const;
    expect(describeEnded([ended(), ended({ how: 'before' })])).toBe('1 runner of this run had ended by itself');
    expect(describeEnded([ended(), ended()])).toBe('2 runners of this run had ended by themselves');
    expect([describeEnded([]), describeEnded(undefined)]).toEqual(['', '']);
    expect(describeOwnEnd(ended({ compute: { ...ended().compute, end } }))).toBe(
      'Runner egr-x-1-0 had ended by itself: task-2 is STOPPED (exit code 0).',
    );
    expect(describeOwnEnd(ended())).toBe('Runner egr-x-1-0 had ended by itself: task-2 is STOPPED.');
  });

  test('appears in the log', () => {
    expect(all.map(describeStopped)).toEqual([
      'Runner egr-x-0-0: registration deleted, compute stopped (task-1).',
      'Runner egr-x-0-0: registration deleted, compute already-gone (task-1).',
      'Runner egr-x-0-0: registration busy, compute left-busy (task-1).',
      'Runner egr-x-0-0: registration absent, compute none.',
    ]);
  });
});
