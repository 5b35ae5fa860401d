import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pollInterval, watchInterval } from '../../../../src/core/util/polling.ts';

/** When each poll of one wait happens, in milliseconds since the wait began, up to the first one past `untilMs`. */
function polls(untilMs: number, fractions: readonly number[]): number[] {
  const times = [0];
  for (let at = 0, index = 0; at <= untilMs; index += 1) {
    at += pollInterval(at, fractions[index % fractions.length] ?? 0);
    times.push(at);
  }
  return times;
}

const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
/** The longest startup timeout is six hours. */
const event = fc.integer({ min: 0, max: 21_600_000 });

describe('the waiting schedule', () => {
  test('notices an event within two seconds, or within a tenth of the time the event took', () => {
    fc.assert(
      fc.property(event, fractions, (at, chance) => {
        const seen = polls(at, chance).find((poll) => poll >= at) ?? Number.POSITIVE_INFINITY;
        expect(seen - at).toBeLessThanOrEqual(Math.max(2000, at / 10));
      }),
    );
  });

  test('takes fewer than 60 polls in 15 minutes and fewer than 100 in six hours', () => {
    fc.assert(
      fc.property(fractions, (chance) => {
        expect(polls(900_000, chance).length).toBeLessThan(60);
        expect(polls(21_600_000, chance).length).toBeLessThan(100);
      }),
    );
  });

  test('never stops, and never polls more often than every 1.5 s', () => {
    fc.assert(
      fc.property(event, fc.double({ min: 0, max: 1, noNaN: true }), (at, fraction) => {
        expect(pollInterval(at, fraction)).toBeGreaterThanOrEqual(1500);
        expect(watchInterval(at)).toBeGreaterThanOrEqual(8000);
      }),
    );
  });

  test('polls less and less often, whatever chance says', () => {
    fc.assert(
      fc.property(event, event, (a, b) => {
        const [sooner, later] = [Math.min(a, b), Math.max(a, b)];
        // Within the eager phase only chance makes a difference.
        if (later >= 30_000) expect(pollInterval(later, 0)).toBeGreaterThanOrEqual(pollInterval(sooner, 1));
        expect(watchInterval(later)).toBeGreaterThanOrEqual(watchInterval(sooner));
      }),
    );
  });
});
