import { describe, expect, test } from '@jest/globals';
import type { StartResult } from '../../../src/core/start/start.ts';
import type { StoppedRunner } from '../../../src/core/stop/stop.ts';
import { startOutputs } from '../../../start-runner/report.ts';
import { describeStopped, stopOutputs } from '../../../stop-runner/report.ts';
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
});

describe('what stop-runner reports', () => {
  const all = [
    stopped(),
    stopped({ compute: 'already-gone' }),
    stopped({ compute: 'left-busy', registration: 'busy' }),
    stopped({ computeId: undefined, capacity: '', compute: 'none', registration: 'absent' }),
  ];

  test('appears in its outputs: each runner counts once', () => {
    const outputs = stopOutputs({ runners: all, problems: [] }, pool);
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

  test('appears in the log', () => {
    expect(all.map(describeStopped)).toEqual([
      'Runner egr-x-0-0: registration deleted, compute stopped (task-1).',
      'Runner egr-x-0-0: registration deleted, compute already-gone (task-1).',
      'Runner egr-x-0-0: registration busy, compute left-busy (task-1).',
      'Runner egr-x-0-0: registration absent, compute none.',
    ]);
  });
});
