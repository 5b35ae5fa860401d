import type { Compute } from '../compute.ts';
import { explain } from '../errors.ts';
import { runKey, type StartIdentity, startKey } from '../identity.ts';
import { TAG } from '../tags.ts';
import { type TeardownPorts, type TeardownResult, teardownRunner } from '../teardown/teardown.ts';
import { pollInterval } from '../util/polling.ts';
import { forEachConcurrently } from '../util/semaphore.ts';
import { STEP } from '../words.ts';
import type { LaunchRecord } from './ledger.ts';

/**
 * A removal is not cut short because the start's own time is up: it has at least this long, milliseconds, and more for
 * each runner, since GitHub takes 180 removals a minute.
 */
const REMOVAL_MS = 120_000;
const REMOVAL_MS_PER_RUNNER = 500;

/** How long the removal of what a start of `count` runners made may be retried, milliseconds. */
export function removalMs(count: number): number {
  return REMOVAL_MS + count * REMOVAL_MS_PER_RUNNER;
}

/** What a cleanup did and what it could not do. */
export interface Cleanup {
  readonly results: readonly (TeardownResult & { readonly runnerName: string })[];
  /** One line each, next step included; empty when nothing of the start is left. */
  readonly problems: readonly string[];
  /** Nothing failed: if anything is left, it is a registration that GitHub counts as busy, without compute. */
  readonly isCertain: boolean;
  /** The first failure, where there was one. */
  readonly failure?: unknown;
}

/**
 * Removes everything that a start made, by its own records: used by a start that fails and by the post step of one that
 * was killed. Nothing of another start is touched. One failure never keeps it from the rest.
 */
export async function cleanUpStart(options: {
  start: StartIdentity;
  launches: readonly LaunchRecord[];
  reason: string;
  ports: TeardownPorts;
  /** Epoch milliseconds until which a launch may have been retried unrecorded, since its process was killed. */
  sentUntil?: number;
}): Promise<Cleanup> {
  const { start, launches, reason, ports, sentUntil = 0 } = options;
  const results = new Map<string, TeardownResult>();
  const problems: string[] = [];
  const failures: unknown[] = [];
  const noteFailure = (runnerName: string) => (error: unknown) => {
    failures.push(error);
    problems.push(`Runner ${runnerName}: ${explain(error)}`);
  };
  // The registrations go first: without them no job can come, however long the search for the compute takes.
  const tearDown = (some: readonly LaunchRecord[]): Promise<void> =>
    forEachConcurrently(some, async ({ runnerName, registrationId, computeId }) => {
      const target = { runnerName, registration: registrationId ?? ('unknown' as const), computeId };
      await teardownRunner({ target, policy: { drainMs: 0, stopBusy: true, reason }, ports }).then((result) => {
        results.set(runnerName, result);
      }, noteFailure(runnerName));
    });
  const stop = async (id: string, runnerName: string): Promise<void> => {
    const compute = await ports.pool.stop(id, reason);
    const result = results.get(runnerName);
    if (result !== undefined) results.set(runnerName, { ...result, compute });
  };
  const lost = launches.filter(isLost);
  await Promise.all([
    tearDown(launches.filter((launch) => !isLost(launch))),
    // Whatever GitHub said: unknown compute costs money until it is found.
    tearDown(lost).then(() =>
      findLostCompute({ start, launches: lost, sentUntil, ports, noteFailure, onFound: stop }).catch(
        (error: unknown) => {
          noteFailure(lost.map(({ runnerName }) => runnerName).join(', '))(error);
        },
      ),
    ),
  ]);
  for (const [runnerName, { registration }] of results) {
    if (registration === 'busy') problems.push(busyProblem(runnerName, ports));
  }
  return {
    results: [...results].map(([runnerName, result]) => ({ runnerName, ...result })),
    problems,
    isCertain: failures.length === 0,
    ...(failures.length > 0 && { failure: failures[0] }),
  };
}

function isLost(launch: LaunchRecord): boolean {
  return launch.launchSentAt !== undefined && launch.computeId === undefined && launch.refused === undefined;
}

/**
 * A launch that was sent and never answered may have been accepted, and its compute may be hidden for a while: it is
 * searched for until it is found, or could no longer be hidden. One list serves all such launches.
 */
async function findLostCompute(options: {
  start: StartIdentity;
  launches: readonly LaunchRecord[];
  sentUntil: number;
  ports: TeardownPorts;
  onFound: (id: string, runnerName: string) => Promise<void>;
  noteFailure: (runnerName: string) => (error: unknown) => void;
}): Promise<void> {
  const { start, launches, sentUntil, ports, onFound, noteFailure } = options;
  const { clock, pool, random, log } = ports;
  if (launches.length === 0) return;
  const began = clock.now();
  const searchUntil = ({ launchSentAt = 0 }: LaunchRecord): number =>
    Math.max(launchSentAt, sentUntil) + pool.hosting.hiddenForMs;
  const [first] = launches;
  const which = launches.length === 1 ? first?.runnerName : `${launches.length} runners`;
  log.info(`The launch of ${which} was sent, but no answer came: searching for it by ${runKey(start)}.`);
  let left = launches;
  for (;;) {
    const found = (await pool.list(start)).filter(({ tags }) => tags[TAG.startKey] === startKey(start));
    const isNamed = ({ tags }: Compute, { runnerName }: LaunchRecord) => tags[TAG.runnerName] === runnerName;
    const now = clock.now();
    const own = found.filter((compute) => left.some((launch) => isNamed(compute, launch)));
    left = left.filter((launch) => !own.some((compute) => isNamed(compute, launch)) && now < searchUntil(launch));
    await forEachConcurrently(own, async ({ id, tags }) => {
      const runnerName = tags[TAG.runnerName] ?? '';
      await onFound(id, runnerName).catch(noteFailure(runnerName));
    });
    if (left.length === 0) return;
    const last = Math.max(...left.map(searchUntil));
    await clock.sleep(Math.max(0, Math.min(pollInterval(now - began, random.fraction()), last - clock.now())));
  }
}

function busyProblem(runnerName: string, { github }: TeardownPorts): string {
  return (
    `GitHub still counts runner ${runnerName} of ${github.scope} as busy and does not delete it (422). Its compute is ` +
    `stopped; GitHub lets go of it within 15 minutes. Next step: none, or ${STEP.stopAgain} after that.`
  );
}
