import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { TokenBucket } from '../../../src/aws/token-bucket.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('a burst goes at once, later requests follow at the rate, and a pause restores the burst', async () => {
  const bucket = new TokenBucket({ burst: 50, perSecond: 20 });
  const times: number[] = [];
  const send = (count: number): Promise<unknown> => {
    const began = Date.now();
    return Promise.all(Array.from({ length: count }, () => bucket.take().then(() => times.push(Date.now() - began))));
  };
  const all = send(256);
  await jest.advanceTimersByTimeAsync(20_000);
  await all;
  expect(times.filter((time) => time === 0)).toHaveLength(50);
  expect(Math.max(...times)).toBeLessThanOrEqual(10_301);
  for (const time of times) {
    // Within what a bucket of the account's own size (100, then 40 a second) allows.
    expect(times.filter((other) => other <= time).length).toBeLessThanOrEqual(50 + (time / 1000) * 20 + 1);
  }
  times.length = 0;
  await send(10);
  expect(times).toEqual(Array(10).fill(0));
});
