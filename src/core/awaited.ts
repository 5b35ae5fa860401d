import type { RunnerError } from './errors.ts';
import type { LaunchedRunner, StartPorts } from './launch.ts';
import type { Compute } from './ports.ts';
import { HIDDEN_AT_MOST_MS, lookInterval, watchInterval } from './waiting.ts';
import { computeVanished, ended, registrationVanished } from './why-not-online.ts';

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
  online: boolean;
  /** It will not come any more. */
  failure: RunnerError | undefined;
}

/** A runner whose compute has just been accepted. */
export function awaitedSince(launched: LaunchedRunner, now: number): Awaited {
  const times = { launchedAt: now, stateSince: now, nextComputeLook: now, nextGitHubLook: now };
  const { compute } = launched;
  return { launched, compute, ...times, runningSince: undefined, online: false, failure: undefined };
}

/** Epoch milliseconds of the next look at it. */
export function nextLook(awaited: Awaited): number {
  return awaited.runningSince === undefined
    ? awaited.nextComputeLook
    : Math.min(awaited.nextComputeLook, awaited.nextGitHubLook);
}

/** Describes all that is due in one request, and says what changed. Returns whether anything was due. */
export async function lookAtCompute(all: readonly Awaited[], ports: StartPorts): Promise<boolean> {
  const { clock, random, provider } = ports;
  const due = all.filter(({ nextComputeLook }) => nextComputeLook <= clock.now());
  if (due.length === 0) return false;
  // Set first: a look that fails comes again at its time, not at once.
  for (const awaited of due) scheduleComputeLook(awaited, clock.now(), random.fraction());
  const seen = await provider.describe(due.map(({ compute }) => compute.id));
  const now = clock.now();
  for (const awaited of due) {
    const compute = seen.get(awaited.compute.id);
    if (compute !== undefined) noteCompute({ awaited, compute, now, ports });
    else if (now - awaited.launchedAt > HIDDEN_AT_MOST_MS) awaited.failure = computeVanished(awaited, ports);
    scheduleComputeLook(awaited, now, random.fraction());
  }
  return true;
}

function scheduleComputeLook(awaited: Awaited, now: number, fraction: number): void {
  const { runningSince, launchedAt } = awaited;
  awaited.nextComputeLook =
    now + (runningSince === undefined ? lookInterval(now - launchedAt, fraction) : watchInterval(now - runningSince));
}

/** Takes over what the provider tells of a runner's compute, and says what changed. */
export function noteCompute(options: { awaited: Awaited; compute: Compute; now: number; ports: StartPorts }): void {
  const { awaited, compute, now, ports } = options;
  const before = awaited.compute;
  awaited.compute = compute;
  if (compute.state !== before.state) {
    const seconds = Math.round((now - awaited.launchedAt) / 1000);
    ports.log.info(`${compute.id}: ${before.state} -> ${compute.state} (${seconds} s after its launch)`);
    awaited.stateSince = now;
  }
  if (compute.phase === 'stopping' || compute.phase === 'stopped') awaited.failure = ended(awaited, ports);
  if (compute.phase === 'running' && awaited.runningSince === undefined) {
    awaited.runningSince = now;
    awaited.nextGitHubLook = now;
  }
}

/**
 * Reads one registration by its id, never the list: a list grows with the other runners of the scope. Returns whether it
 * was due.
 */
export async function lookAtGitHub(awaited: Awaited, ports: StartPorts): Promise<boolean> {
  const { clock, random, github, provider, log } = ports;
  if (awaited.runningSince === undefined || awaited.nextGitHubLook > clock.now()) return false;
  const { registration } = awaited.launched;
  const { runningSince } = awaited;
  const schedule = (now: number): void => {
    awaited.nextGitHubLook = now + lookInterval(now - runningSince, random.fraction());
  };
  schedule(clock.now());
  const seen = await github.getRunner(registration.id);
  const now = clock.now();
  if (seen === undefined) {
    // What became of the compute may say why.
    awaited.compute = (await provider.describe([awaited.compute.id])).get(awaited.compute.id) ?? awaited.compute;
    awaited.failure = registrationVanished(awaited, ports);
  } else if (seen.status === 'online') {
    awaited.online = true;
    const seconds = Math.round((now - awaited.launchedAt) / 1000);
    log.info(`Runner ${registration.name} is online (${seconds} s after its launch).`);
  }
  schedule(now);
  return true;
}
