import { expect, test } from '@jest/globals';
import { systemClock, systemRandom } from '../../../src/wiring/runtime.ts';

test('a nonce has 12 letters and digits that fit names and keys, and is not drawn twice', () => {
  const nonces = Array.from({ length: 2000 }, () => systemRandom.nonce());
  for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-z]{12}$/);
  expect(new Set(nonces).size).toBe(nonces.length);
  // Sooner or later every position takes every character: none is fixed by the way the number is written.
  for (let place = 0; place < 12; place += 1) {
    expect(new Set(nonces.map((nonce) => nonce[place])).size).toBeGreaterThan(30);
  }
});

test('a fraction is between 0 and 1', () => {
  for (let times = 0; times < 100; times += 1) {
    const fraction = systemRandom.fraction();
    expect(fraction).toBeGreaterThanOrEqual(0);
    expect(fraction).toBeLessThan(1);
  }
});

test('a sleep lasts, and one whose signal is aborted ends at once', async () => {
  const began = performance.now();
  await systemClock.sleep(20);
  // Timers count whole milliseconds.
  expect(performance.now() - began).toBeGreaterThanOrEqual(19);
  const over = new AbortController();
  const sleep = systemClock.sleep(600_000, over.signal);
  over.abort();
  await expect(sleep).resolves.toBeUndefined();
  await expect(systemClock.sleep(600_000, over.signal)).resolves.toBeUndefined();
});
