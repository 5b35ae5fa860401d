import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  belongsToRun,
  clientToken,
  parseRunnerName,
  parseStartKey,
  type RunIdentity,
  runKey,
  runnerName,
  type StartIdentity,
  startKey,
} from '../../../src/core/identity.ts';

/** GitHub's ids have 10 to 11 digits in 2026; the inputs accept up to 15. */
const id = fc.integer({ min: 1, max: 999_999_999_999_999 });
const run: fc.Arbitrary<RunIdentity> = fc.record({ repositoryId: id, runId: id });
const nonce = fc.stringMatching(/^[0-9a-z]{12}$/);
const start: fc.Arbitrary<StartIdentity> = fc.record({
  repositoryId: id,
  runId: id,
  runAttempt: fc.integer({ min: 1, max: 1000 }),
  startedAt: fc.integer({ min: 1_700_000_000, max: 4_000_000_000 }),
  nonce,
});
const numbers = fc.record({ index: fc.integer({ min: 0, max: 255 }), launchNumber: fc.integer({ min: 0, max: 99 }) });

describe('identities', () => {
  test('a start key is parsed back into what it was made from', () => {
    fc.assert(fc.property(start, (one) => expect(parseStartKey(startKey(one))).toEqual(one)));
  });

  test("a runner name is parsed back into what it was made from, and fits GitHub's 64 characters", () => {
    fc.assert(
      fc.property(start, numbers, (one, place) => {
        const { runAttempt: _, ...identity } = one;
        const name = runnerName(one, place);
        expect(parseRunnerName(name)).toEqual({ ...identity, ...place });
        expect(name.length).toBeLessThanOrEqual(64);
      }),
    );
  });

  test('a name belongs to its own run, and to no other', () => {
    fc.assert(
      fc.property(start, run, numbers, (one, other, place) => {
        const name = runnerName(one, place);
        expect(belongsToRun(name, one)).toBe(true);
        fc.pre(runKey(other) !== runKey(one));
        expect(belongsToRun(name, other)).toBe(false);
      }),
    );
  });

  test('a run whose ids only begin or end like ours owns none of our names', () => {
    fc.assert(
      fc.property(start, numbers, fc.integer({ min: 0, max: 35 }), (one, place, digit) => {
        const longer = { ...one, runId: one.runId * 36 + digit };
        fc.pre(Number.isSafeInteger(longer.runId));
        expect(belongsToRun(runnerName(longer, place), one)).toBe(false);
        expect(belongsToRun(runnerName(one, place), longer)).toBe(false);
        const shifted = { ...one, repositoryId: one.repositoryId * 36 + digit };
        fc.pre(Number.isSafeInteger(shifted.repositoryId));
        expect(belongsToRun(runnerName(shifted, place), one)).toBe(false);
      }),
    );
  });

  test('whatever parses as a name or a key is exactly what would have been made', () => {
    const part = fc.stringMatching(/^[0-9a-z]{1,20}$/);
    const almost = fc
      .array(fc.oneof(part, fc.constantFrom('0', '00', '0a', '-', '')), { minLength: 4, maxLength: 7 })
      .map((parts) => ['egr', ...parts].join('-'));
    fc.assert(
      fc.property(fc.oneof(almost, fc.string()), (text) => {
        const name = parseRunnerName(text);
        if (name !== undefined) expect(runnerName(name, name)).toBe(text);
        let key: StartIdentity | undefined;
        try {
          key = parseStartKey(text);
        } catch {
          return;
        }
        expect(startKey(key)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test('a difference anywhere changes the client token; the same launch keeps it', () => {
    const launch = fc.record({ start, numbers, capacity: fc.string() });
    fc.assert(
      fc.property(launch, launch, (a, b) => {
        const token = ({ start: one, numbers: place, capacity }: typeof a) => clientToken(one, { ...place, capacity });
        expect(token(a)).toMatch(/^[0-9a-f]{64}$/);
        expect(token(a) === token(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        expect(token(structuredClone(a))).toBe(token(a));
      }),
    );
  });
});
