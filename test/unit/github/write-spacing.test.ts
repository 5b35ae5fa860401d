import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { WriteSpacing } from '../../../src/github/write-spacing.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('a few writes go at once, many are within 80 a minute', async () => {
  const spacing = new WriteSpacing();
  const began = Date.now();
  const times: number[] = [];
  const all = Promise.all(
    Array.from({ length: 200 }, () =>
      spacing.key().schedule({}, async () => {
        times.push((Date.now() - began) / 1000);
      }),
    ),
  );
  await jest.advanceTimersByTimeAsync(300_000);
  await all;
  expect(times.filter((time) => time === 0)).toHaveLength(20);
  for (const time of times) {
    expect(times.filter((other) => other > time - 60 && other <= time).length).toBeLessThanOrEqual(80);
  }
  expect(Math.max(...times)).toBeLessThanOrEqual(181);
});
