import { expect, test } from '@jest/globals';
import { systemRandom } from '../../../src/actions/runtime.ts';

test('a nonce has 12 letters and digits that fit names and keys, and is not drawn twice', () => {
  const nonces = Array.from({ length: 2000 }, () => systemRandom.nonce());
  for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-z]{12}$/);
  expect(new Set(nonces).size).toBe(nonces.length);
  // Every place takes every character, sooner or later: none is fixed by how the number is written.
  for (let place = 0; place < 12; place += 1) {
    expect(new Set(nonces.map((nonce) => nonce[place])).size).toBeGreaterThan(30);
  }
});

test('a fraction is from 0 to 1', () => {
  for (let times = 0; times < 100; times += 1) {
    const fraction = systemRandom.fraction();
    expect(fraction).toBeGreaterThanOrEqual(0);
    expect(fraction).toBeLessThan(1);
  }
});
