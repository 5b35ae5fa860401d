import { describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import type { ErrorKind } from '../../../../src/core/explanation.ts';
import { NO_HISTORY } from '../../../../src/core/start/history.ts';
import { newRunner, type Runner, type UnderwayRunner } from '../../../../src/core/start/runner.ts';
import { roomDeadline, verdictOn } from '../../../../src/core/start/verdict.ts';

const RULES = { capacities: 2, capacityTimeoutMs: 60_000, maxRelaunches: 1 };

const compute = { id: 'task-1', phase: 'starting', state: 'PROVISIONING', capacity: '', tags: {} } as const;
const underway: UnderwayRunner = {
  kind: 'pending',
  launched: {
    index: 0,
    launchNumber: 0,
    label: 'gpu-0',
    registration: { id: 1, name: 'x', status: 'offline', busy: false, labels: [] },
    compute,
  },
  compute,
  launchedAt: 1000,
  stateSince: 1000,
  runningSince: undefined,
  nextPoll: { compute: 0, github: 0 },
};

function failed(kind: ErrorKind, history: Partial<Runner['history']> = {}): Runner {
  const failure = new RunnerError({ kind, message: 'm', hint: 'h' });
  return { ...newRunner(0), history: { ...NO_HISTORY, ...history }, state: { ...underway, kind: 'failed', failure } };
}

const waiting = (position: number): Runner => ({
  ...newRunner(0),
  history: { ...NO_HISTORY, position },
  state: { ...underway, compute: { ...compute, isWaitingForRoom: true } },
});

/** The hosting's answers are eventually consistent: an old one may come after the runner has its job. */
const withItsJob: Runner = {
  ...newRunner(0),
  state: { ...underway, kind: 'has-job', compute: { ...compute, isWaitingForRoom: true } },
};

describe('the verdict on a runner', () => {
  test.each<[string, Runner, string]>([
    ['no room, and another capacity', failed('capacity'), 'next-capacity'],
    ['no room on the last capacity', failed('capacity', { position: 1 }), 'relaunch'],
    ['no room on the last capacity, budget used up', failed('capacity', { position: 1, relaunches: 1 }), 'fail'],
    ['a temporary failure', failed('transient'), 'relaunch'],
    ['a temporary failure, budget used up', failed('transient', { relaunches: 1 }), 'fail'],
    ['a wrong setting', failed('configuration'), 'fail'],
    ['a missing permission', failed('permission'), 'fail'],
    ['a launch in progress', newRunner(0), 'wait'],
    ['compute on its way', { ...newRunner(0), state: underway }, 'wait'],
  ])('%s: %s', (_what, runner, kind) => {
    expect(verdictOn(runner, 0, RULES).kind).toBe(kind);
  });

  test.each<[string, Runner, number, string]>([
    ['just within the time', waiting(0), 60_999, 'wait'],
    ['at the end of it', waiting(0), 61_000, 'out-of-room-time'],
    ['on the last capacity, forever', waiting(1), 10_000_000, 'wait'],
    ['by an answer older than its job, forever', withItsJob, 10_000_000, 'wait'],
  ])('compute that waits for room %s', (_what, runner, now, kind) => {
    expect(verdictOn(runner, now, RULES).kind).toBe(kind);
  });

  test('changes nothing', () => {
    const runner = failed('capacity');
    const before = structuredClone({ ...runner, state: runner.state.kind });
    verdictOn(runner, 0, RULES);
    expect({ ...runner, state: runner.state.kind }).toEqual(before);
  });

  test('tells until when compute may wait for room', () => {
    expect(roomDeadline(waiting(0), RULES)).toBe(61_000);
  });
});
