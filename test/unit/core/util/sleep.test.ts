import { describe, expect, test } from '@jest/globals';
import { sleepUnless } from '../../../../src/core/util/sleep.ts';
import { FakeClock } from '../../../helpers/fakes.ts';

describe('a sleep that an event can end', () => {
  test('ends with the event and leaves nothing behind', async () => {
    const clock = new FakeClock();
    const began = clock.now();
    await sleepUnless(clock, 60_000, clock.sleep(1000));
    expect([clock.now() - began, clock.sleepers]).toEqual([1000, 0]);
  });

  test('ends by itself when the event does not come', async () => {
    const clock = new FakeClock();
    const began = clock.now();
    await sleepUnless(clock, 60_000, new Promise(() => undefined));
    expect(clock.now() - began).toBe(60_000);
  });

  test('fails when the event fails', async () => {
    const clock = new FakeClock();
    await expect(sleepUnless(clock, 60_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(clock.sleepers).toBe(0);
  });
});
