import type { RunnerError } from '../errors.ts';
import type { Compute, Registration } from '../ports.ts';
import { lookInterval, READY_INTERVAL_MS, watchInterval } from '../util/waiting.ts';
import type { LaunchedRunner, StartPorts } from './launch.ts';
import type { Progress } from './progress.ts';
import { ended, registrationVanished } from './why-not-online.ts';

/** One runner on its way. */
export interface Awaited {
  readonly launched: LaunchedRunner;
  compute: Compute;
  /** Epoch milliseconds. */
  readonly launchedAt: number;
  stateSince: number;
  runningSince: number | undefined;
  nextComputeLook: number;
  nextGitHubLook: number;
  /** Epoch milliseconds of the last look that found it online; undefined while it is not. */
  onlineAt: number | undefined;
  /** It was seen with its job: whatever becomes of it now, it has come. */
  hasJob: boolean;
  /** It will not come any more. */
  failure: RunnerError | undefined;
}

/**
 * A runner whose compute has just been accepted. The answer to its launch was the first look at it.
 * @param fraction random, 0 to 1
 */
export function awaitedSince(launched: LaunchedRunner, now: number, fraction: number): Awaited {
  return {
    launched,
    compute: launched.compute,
    launchedAt: now,
    stateSince: now,
    runningSince: launched.compute.phase === 'running' ? now : undefined,
    nextComputeLook: now + lookInterval(0, fraction),
    nextGitHubLook: now,
    onlineAt: undefined,
    hasJob: false,
    failure: undefined,
  };
}

/** Epoch milliseconds of the next look at its compute; Infinity where there need be none. */
export function nextComputeLook({ hasJob, nextComputeLook: next }: Awaited): number {
  return hasJob ? Infinity : next;
}

/** Epoch milliseconds of the next look at its registration: none before the compute runs. */
export function nextGitHubLook({ hasJob, runningSince, nextGitHubLook: next }: Awaited): number {
  return hasJob || runningSince === undefined ? Infinity : next;
}

/** Sets the next look at the compute, counted from now. */
export function scheduleComputeLook(awaited: Awaited, now: number, fraction: number): void {
  const { runningSince, launchedAt, onlineAt } = awaited;
  if (onlineAt !== undefined) awaited.nextComputeLook = now + READY_INTERVAL_MS;
  else if (runningSince !== undefined) awaited.nextComputeLook = now + watchInterval(now - runningSince);
  else awaited.nextComputeLook = now + lookInterval(now - launchedAt, fraction);
}

/** Sets the next look at the registration, counted from now. */
export function scheduleGitHubLook(awaited: Awaited, now: number, fraction: number): void {
  const { runningSince = now, onlineAt } = awaited;
  awaited.nextGitHubLook =
    now + (onlineAt === undefined ? lookInterval(now - runningSince, fraction) : READY_INTERVAL_MS);
}

/** What a look is noted with. */
export interface LookContext {
  /** Epoch milliseconds of the answer. */
  readonly now: number;
  readonly ports: StartPorts;
  readonly progress: Progress;
}

/** Takes over what the provider tells of a runner's compute. */
export function noteCompute(awaited: Awaited, compute: Compute, { now, ports, progress }: LookContext): void {
  const before = awaited.compute;
  awaited.compute = compute;
  if (compute.state !== before.state) {
    progress.moved(awaited, { from: before.state, afterMs: now - awaited.launchedAt });
    awaited.stateSince = now;
  }
  if (compute.phase === 'stopping' || compute.phase === 'stopped') awaited.failure = ended(awaited, ports);
  if (compute.phase === 'running' && awaited.runningSince === undefined) {
    awaited.runningSince = now;
    awaited.nextGitHubLook = now;
  }
}

/** Takes over what GitHub tells of a runner's registration; undefined: there is none any more. */
export function noteRegistration(awaited: Awaited, seen: Registration | undefined, context: LookContext): void {
  const { now, ports, progress } = context;
  const wasOnline = awaited.onlineAt !== undefined;
  if (seen === undefined) {
    awaited.failure = registrationVanished(awaited, ports);
    return;
  }
  awaited.hasJob ||= seen.busy;
  // A connection that was lost may come again: until then it is awaited as before.
  awaited.onlineAt = seen.status === 'online' ? now : undefined;
  const isOnline = awaited.onlineAt !== undefined;
  if (isOnline && !wasOnline) progress.online(awaited, { afterMs: now - awaited.launchedAt });
  if (!isOnline && wasOnline && !awaited.hasJob) progress.lost(awaited, { afterMs: now - awaited.launchedAt });
}
