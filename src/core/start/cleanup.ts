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
 * A removal is not cut short when the start's own time is up: it gets at least this long, milliseconds, and more for
 * each runner, since GitHub accepts 180 removals a minute.
 */
const REMOVAL_MS = 120_000;
const REMOVAL_MS_PER_RUNNER = 500;

/** How long to retry the removal of what a start of `count` runners created, milliseconds. */
export function removalMs(count: number): number {
  return REMOVAL_MS + count * REMOVAL_MS_PER_RUNNER;
}

/** What a cleanup did, and what it could not do. */
export interface Cleanup {
  readonly results: readonly (TeardownResult & { readonly runnerName: string })[];
  /** One line each, next step included; empty when nothing of the start is left. */
  readonly problems: readonly string[];
  /** Nothing failed: at most a registration without compute is left, which GitHub counts as busy. */
  readonly isCertain: boolean;
  /** The first failure, if any. */
  readonly failure?: unknown;
}

/**
 * Removes everything that a start created, by its own records: used by a start that fails and by the post step of one
 * that was killed. It touches nothing of another start. A failure never prevents the rest.
 */
export async function cleanUpStart(options: {
  start: StartIdentity;
  launches: readonly LaunchRecord[];
  reason: string;
  ports: TeardownPorts;
  /** Epoch milliseconds until which a killed process may have retried a launch without recording it. */
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
  // Registrations are removed first: without them no job can start, however long the search for the compute takes.
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
    // Whatever GitHub answered: unknown compute costs money until it is found.
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
 * Finds the compute of launches that were sent but never answered. They may have been accepted, and their compute may
 * be hidden for a while: the search continues until it is found or can no longer be hidden. One list serves all of
 * them.
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
  log.info(`The launch of ${which} was sent but never answered: searching for it by ${runKey(start)}.`);
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
    `stopped; GitHub releases it within 15 minutes. Next step: none, or ${STEP.stopAgain} after that.`
  );
}
