import { describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../src/core/errors.ts';
import {
  belongsToRun,
  clientToken,
  newStart,
  parseRunnerName,
  parseStartKey,
  runKey,
  runnerLabel,
  runnerName,
  type StartIdentity,
  startKey,
} from '../../../src/core/identity.ts';

const START: StartIdentity = {
  repositoryId: 123_456_789,
  runId: 9_876_543_210,
  runAttempt: 2,
  startedAt: 1_790_000_000,
  nonce: '0abc9xyz12q7',
};

/** Larger than GitHub's ids will be in any foreseeable time: ids have at most 15 digits here. */
const LARGEST: StartIdentity = {
  repositoryId: 999_999_999_999,
  runId: 999_999_999_999_999,
  runAttempt: 999,
  startedAt: Date.UTC(2100, 0, 1) / 1000,
  nonce: 'z'.repeat(12),
};

describe('a start key', () => {
  test('is parsed back into what it was made from', () => {
    expect(parseStartKey(startKey(START))).toEqual(START);
    expect(parseStartKey(startKey(LARGEST))).toEqual(LARGEST);
  });

  test('begins with the run key, which depends on repository and run alone', () => {
    expect(startKey(START).startsWith(`${runKey(START)}-`)).toBe(true);
    expect(runKey({ ...START, runAttempt: 9, nonce: 'other' } as StartIdentity)).toBe(runKey(START));
    expect(runKey(START)).toBe('egr-21i3v9-4jc8lii');
  });

  test.each(['', 'egr', 'egr-1-2-3-4', 'egr-1-2-3-4-5-6', 'EGR-1-2-3-4-5', 'egr-1-2-3-4-!', 'x-1-2-3-4-5'])(
    'is not parsed from "%s"',
    (text) => {
      expect(() => parseStartKey(text)).toThrow(RunnerError);
      expect(() => parseStartKey(text)).toThrow('is not a start key');
    },
  );

  test('has whole seconds', () => {
    const start = newStart({ run: START, runAttempt: 1, nowMs: 1_790_000_000_999, nonce: 'n' });
    expect(start).toEqual({
      repositoryId: 123_456_789,
      runId: 9_876_543_210,
      runAttempt: 1,
      startedAt: 1_790_000_000,
      nonce: 'n',
    });
  });
});

describe('a runner name', () => {
  test('is parsed back', () => {
    const { repositoryId, runId, startedAt, nonce } = START;
    expect(parseRunnerName(runnerName(START, { index: 12, launchNumber: 3 }))).toEqual({
      repositoryId,
      runId,
      startedAt,
      nonce,
      index: 12,
      launchNumber: 3,
    });
  });

  test('fits the 64 characters that GitHub allows, even with the largest ids', () => {
    expect(runnerName(LARGEST, { index: 255, launchNumber: 99 }).length).toBeLessThanOrEqual(64);
  });

  test.each(['my-runner', 'egr', 'egr-1-2-3-4-5', 'egr-1-2-3-n-x-0', 'egr-1-2-3-n-0-0-0', 'xegr-1-2-3-n-0-0'])(
    'of somebody else is not one of ours: %s',
    (name) => {
      expect(parseRunnerName(name)).toBeUndefined();
    },
  );

  test.each([
    [12, 123],
    [1, 12],
    [36, 1296],
  ])('of run %i does not belong to run %i, nor the other way round', (one, other) => {
    const [first, second] = [
      { ...START, runId: one },
      { ...START, runId: other },
    ];
    const name = (start: StartIdentity) => runnerName(start, { index: 0, launchNumber: 0 });
    expect(belongsToRun(name(first), first)).toBe(true);
    expect(belongsToRun(name(second), second)).toBe(true);
    expect(belongsToRun(name(second), first)).toBe(false);
    expect(belongsToRun(name(first), second)).toBe(false);
  });

  test('of another repository does not belong, even if its run has the same id', () => {
    const other = { ...START, repositoryId: START.repositoryId * 36 };
    expect(belongsToRun(runnerName(other, { index: 0, launchNumber: 0 }), START)).toBe(false);
  });

  test('that only begins like ours does not belong', () => {
    expect(belongsToRun(`${runKey(START)}-mine`, START)).toBe(false);
  });
});

test('the label of a runner gives its position in the start', () => {
  expect([runnerLabel('gpu', 0), runnerLabel('gpu', 11)]).toEqual(['gpu-0', 'gpu-11']);
});

describe('a client token', () => {
  const launch = { index: 0, launchNumber: 0, capacity: 'FARGATE' };

  test('is the same for the same launch, and fits the 64 characters of ECS', () => {
    expect(clientToken(START, launch)).toBe(clientToken({ ...START }, { ...launch }));
    expect(clientToken(START, launch)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('differs by start, runner, launch number and capacity', () => {
    const tokens = [
      clientToken(START, launch),
      clientToken({ ...START, nonce: 'other' }, launch),
      clientToken({ ...START, runAttempt: 3 }, launch),
      clientToken(START, { ...launch, index: 1 }),
      clientToken(START, { ...launch, launchNumber: 1 }),
      clientToken(START, { ...launch, capacity: 'EC2' }),
    ];
    expect(new Set(tokens).size).toBe(tokens.length);
  });
});
