import type { Clock } from '../ports.ts';

/**
 * Sleeps for `ms`, or until `event` settles, and leaves no timer behind: a pending one would keep the process alive
 * after its work.
 * @returns whether the event came first
 */
export async function sleepUnless(clock: Clock, ms: number, event: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  try {
    return await Promise.race([event.then(() => true), clock.sleep(ms, over.signal).then(() => false)]);
  } finally {
    over.abort();
  }
}
