/** Milliseconds after which looking gets rarer: runners on a warm host are online within this time. */
const EAGER_MS = 30_000;

/**
 * Milliseconds until the next look at something awaited: 1.5 to 2 s in the first 30 s, then a tenth of the time already
 * waited. So the delay is about a second, and later at most a tenth of the wait, while a wait of 15 minutes takes about
 * fifty looks.
 * @param waitedMs since the wait began
 * @param fraction random, 0 to 1: keeps many starts from looking in step
 */
export function lookInterval(waitedMs: number, fraction: number): number {
  return waitedMs < EAGER_MS ? 1500 + 500 * fraction : waitedMs / 10;
}

/**
 * Milliseconds until the next look at compute that is running while its runner connects: 4 s, then doubling. GitHub is
 * what is awaited by then; this look only finds a container that died.
 */
export function watchInterval(runningMs: number): number {
  return Math.max(4000, runningMs);
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
