import type { ComputeTimes } from './compute.ts';

/**
 * How long compute may take to end well once its lifetime is over, milliseconds: the start script gives a job 60 s for
 * its last steps, and 2 minutes more until it is killed.
 */
export const ENDING_MS = 180_000;

/**
 * The latest time at which compute ends itself, epoch milliseconds by its provider's clock. Its lifetime counts from its
 * own start, as the start script counts it, so no other machine's clock has a say.
 * @param options.lifetimeMs an upper bound
 * @param options.otherwise if the provider reports no times
 */
export function latestEnd(options: { times: ComputeTimes | undefined; lifetimeMs: number; otherwise: number }): number {
  const { times, lifetimeMs, otherwise } = options;
  // What has not started yet has no job, so its creation is early enough.
  const began = times?.startedAt ?? times?.createdAt;
  return began === undefined ? otherwise : began + lifetimeMs + ENDING_MS;
}
