import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Random } from '../core/ports.ts';

/** Real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await sleep(ms, undefined, signal && { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};

/** Real randomness: 12 characters out of 36 are 62 bits. */
export const systemRandom: Random = {
  nonce: () =>
    BigInt(`0x${randomBytes(16).toString('hex')}`)
      .toString(36)
      .slice(-12)
      .padStart(12, '0'),
  fraction: () => Math.random(),
};
