import { describe, expect, test } from '@jest/globals';
import { leastRegisteringMs } from '../../../bench/counts.ts';
import { covered, median, medianBounds, mostWithin, percentile } from '../../../bench/statistics.ts';

describe('The statistics of the benchmark', () => {
  test('the median is the middle value, in whatever order they come', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow('no values');
  });

  test('a percentile is the smallest value that the given share of all values does not exceed', () => {
    const values = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(percentile(values, 0.95)).toBe(19);
    expect(percentile(values, 1)).toBe(20);
    expect(percentile([7], 0.95)).toBe(7);
    expect(() => percentile([], 0.5)).toThrow('no values');
  });

  test('the bounds of a median hold the true one in 99 of 100 cases', () => {
    const values = Array.from({ length: 41 }, (_, index) => 41 - index);
    // Of 41 tosses of a coin, fewer than 12 or more than 29 come up heads in less than one case in a hundred.
    expect(medianBounds(values)).toEqual({ low: 12, high: 30 });
    expect(medianBounds(values.slice(0, 8))).toEqual({ low: -Infinity, high: Infinity });
    expect(medianBounds(values.slice(0, 9))).toEqual({ low: 33, high: 41 });
    expect(() => medianBounds([])).toThrow('no values');
  });

  test('the busiest window includes one of its ends, not both', () => {
    expect(mostWithin([0, 1000, 400, 999, 2500], 1000)).toBe(3);
    expect(mostWithin([], 1000)).toBe(0);
  });

  test('time that several intervals cover is counted once', () => {
    expect(
      covered([
        [10, 20],
        [0, 5],
        [12, 15],
        [18, 30],
      ]),
    ).toBe(25);
    expect(covered([])).toBe(0);
  });

  test('80 registrations may go at once, the next one a minute later', () => {
    expect([1, 180, 181, 256, 360, 361].map(leastRegisteringMs)).toEqual([0, 0, 60_000, 60_000, 60_000, 120_000]);
  });
});
