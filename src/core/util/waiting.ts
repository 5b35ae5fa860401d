import type { Clock } from '../ports.ts';

/** Milliseconds after which looking gets rarer: runners on a warm host are online within this time. */
const EAGER_MS = 30_000;

/**
 * Milliseconds until the next look at something awaited: 1.5 to 1.7 s in the first 30 s, then a tenth of the time already
 * waited. So the delay is under a second in the middle, and later at most a tenth of the wait, while a wait of 15 minutes
 * takes about fifty looks. More than one look in 1.5 s would be too many for 30 starts of one account side by side.
 * @param waitedMs since the wait began
 * @param fraction random, 0 to 1: keeps many starts from looking in step
 */
export function lookInterval(waitedMs: number, fraction: number): number {
  return waitedMs < EAGER_MS ? 1500 + 200 * fraction : waitedMs / 10;
}

/**
 * Milliseconds until the next look at compute that is running while its runner connects: after 8, 24 and 72 s, then each
 * minute. GitHub is what is awaited by then; this look only finds a container that died, mostly in its first seconds.
 */
export function watchInterval(runningMs: number): number {
  return Math.min(60_000, Math.max(8000, 2 * runningMs));
}

/**
 * Milliseconds between two looks at a runner that is online while others are awaited: GitHub removes idle ones, and one
 * that is found to be gone early is there again by the time that the last one comes.
 */
export const READY_INTERVAL_MS = 30_000;

/** How long a task that was asked for may stay out of the lists (ECS is eventually consistent), milliseconds. */
export const HIDDEN_AT_MOST_MS = 90_000;

/** How long a registration stays `busy` after its compute was stopped before we give up deleting it, milliseconds. */
export const BUSY_AFTER_STOP_MS = 20_000;

/**
 * Sleeps, but no longer than until `event`: what is left of a sleep would keep the process alive after its work.
 * @returns whether the event came
 */
export async function sleepUnless(clock: Clock, ms: number, event: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  try {
    return await Promise.race([event.then(() => true), clock.sleep(ms, over.signal).then(() => false)]);
  } finally {
    over.abort();
  }
}
