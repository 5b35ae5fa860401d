import { describe, expect, test } from '@jest/globals';
import { pollInterval, watchInterval } from '../../../../src/core/util/polling.ts';

/** The times of all polls, in milliseconds since the wait began. */
function polls(options: { forMs: number; fraction: number; interval?: (waited: number, fraction: number) => number }) {
  const { forMs, fraction, interval = pollInterval } = options;
  const times = [0];
  for (let at = 0; at < forMs; times.push(at)) at += interval(at, fraction);
  return times;
}

describe('the interval between polls', () => {
  test.each([0, 0.25, 0.999])('is 1.5 to 1.7 s in the first 30 s (chance %d)', (fraction) => {
    for (let waited = 0; waited < 30_000; waited += 500) {
      expect(pollInterval(waited, fraction)).toBeGreaterThanOrEqual(1500);
      expect(pollInterval(waited, fraction)).toBeLessThanOrEqual(1700);
    }
  });

  test.each([0, 0.5, 1])('makes nobody wait more than a tenth longer after 30 s (chance %d)', (fraction) => {
    const times = polls({ forMs: 6 * 3_600_000, fraction });
    for (const [index, at] of times.entries()) {
      const before = times[index - 1] ?? 0;
      // Rounded: the times are sums of fractions.
      if (before >= 30_000) expect(Math.round(at - before)).toBeLessThanOrEqual(Math.round(before / 10));
    }
  });

  test.each([0, 0.5, 1])('polls at most 60 times in 15 minutes (chance %d)', (fraction) => {
    const count = polls({ forMs: 900_000, fraction }).length;
    expect(count).toBeGreaterThan(30);
    expect(count).toBeLessThanOrEqual(60);
  });

  test('varies by chance, so that many starts do not poll in step', () => {
    expect(pollInterval(0, 0)).not.toBe(pollInterval(0, 1));
  });
});

test('running compute is polled after 8, 24 and 72 s, and then every minute', () => {
  const times = polls({ forMs: 300_000, fraction: 0, interval: watchInterval });
  expect(times.map((time) => time / 1000)).toEqual([0, 8, 24, 72, 132, 192, 252, 312]);
});
