/** Milliseconds after which polling slows down: runners on a warm host are online within this time. */
const EAGER_MS = 30_000;

/**
 * Milliseconds until the next poll: 1.5 to 1.7 s during the first 30 s, then a tenth of the time already waited. A
 * change is therefore noticed within a second on average, later within a tenth of the wait, and a wait of 15 minutes
 * takes about fifty polls. Polling more often than every 1.5 s would be too much for 30 concurrent starts in one
 * account.
 * @param waitedMs since the wait began
 * @param fraction random, 0 to 1: keeps many starts from polling in step
 */
export function pollInterval(waitedMs: number, fraction: number): number {
  return waitedMs < EAGER_MS ? 1500 + 200 * fraction : waitedMs / 10;
}

/**
 * Milliseconds until the next poll of running compute whose runner is still connecting: after 8, 24 and 72 s, then
 * every minute. By then the start is waiting for GitHub; this poll only detects a container that died, which mostly
 * happens in its first seconds.
 */
export function watchInterval(runningMs: number): number {
  return Math.min(60_000, Math.max(8000, 2 * runningMs));
}

/**
 * Milliseconds between polls of a runner that is online while the start waits for others: GitHub removes idle runners,
 * and one that is found missing early is replaced by the time the last one is online.
 */
export const READY_INTERVAL_MS = 30_000;

/**
 * Milliseconds by which each read of several registrations delays the next poll of them: 300 reads a minute, which leaves
 * creations (400 points of 900) and removals their part, and keeps 15 minutes within 5,000 requests an hour.
 */
export const MS_PER_READ = 200;
