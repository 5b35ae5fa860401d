import { explain } from './errors.ts';
import { runKey, type StartIdentity, startKey } from './identity.ts';
import type { LaunchRecord } from './ledger.ts';
import { TAG } from './tags.ts';
import { type TeardownPorts, type TeardownResult, teardownRunner } from './teardown.ts';
import { HIDDEN_AT_MOST_MS, lookInterval } from './waiting.ts';

/** What a cleanup did and what it could not do. */
export interface Cleanup {
  readonly results: readonly (TeardownResult & { readonly runnerName: string })[];
  /** One line each, next step included; empty when nothing of the start is left. */
  readonly problems: readonly string[];
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
}): Promise<Cleanup> {
  const { start, launches, reason, ports } = options;
  const results: Cleanup['results'][number][] = [];
  const problems: string[] = [];
  await Promise.all(
    launches.map(async (launch) => {
      const { runnerName } = launch;
      let result: TeardownResult | undefined;
      try {
        // The registration goes at once: without it no job can come, however long the compute must be looked for.
        const target = {
          runnerName,
          registration: launch.registrationId ?? ('unknown' as const),
          computeId: launch.computeId,
        };
        result = await teardownRunner({ target, policy: { drainMs: 0, stopBusy: true, reason }, ports });
      } catch (error) {
        problems.push(`Runner ${runnerName}: ${explain(error)}`);
      }
      try {
        // Whatever GitHub said: compute that nobody knows of costs money until it is found.
        for (const id of isLost(launch) ? await findLostCompute({ start, launch, ports }) : []) {
          const compute = await ports.provider.stop(id, reason);
          result &&= { ...result, compute };
        }
      } catch (error) {
        problems.push(`Runner ${runnerName}: ${explain(error)}`);
      }
      if (result === undefined) return;
      results.push({ runnerName, ...result });
      if (result.registration === 'busy') problems.push(busyProblem(runnerName, ports));
    }),
  );
  return { results, problems };
}

function isLost(launch: LaunchRecord): boolean {
  return launch.launchSentAt !== undefined && launch.computeId === undefined && launch.refused === undefined;
}

/**
 * A launch that was sent and never answered may have been accepted, and ECS may hide it for up to a minute: it is
 * looked for until it is found, or could no longer be hidden.
 */
async function findLostCompute(options: {
  start: StartIdentity;
  launch: LaunchRecord;
  ports: TeardownPorts;
}): Promise<readonly string[]> {
  const { start, launch, ports } = options;
  const { clock, provider, random, log } = ports;
  const began = clock.now();
  const lookUntil = (launch.launchSentAt ?? began) + HIDDEN_AT_MOST_MS;
  log.info(`The launch of ${launch.runnerName} was sent, but no answer came: looking for it by ${runKey(start)}.`);
  for (;;) {
    const found = (await provider.list(start)).filter(
      ({ tags }) => tags[TAG.startKey] === startKey(start) && tags[TAG.runnerName] === launch.runnerName,
    );
    if (found.length > 0) return found.map(({ id }) => id);
    const now = clock.now();
    if (now >= lookUntil) return [];
    await clock.sleep(Math.min(lookInterval(now - began, random.fraction()), lookUntil - now));
  }
}

function busyProblem(runnerName: string, { github }: TeardownPorts): string {
  return (
    `GitHub still counts runner ${runnerName} of ${github.scope} as busy and does not delete it (422). Its compute is ` +
    'stopped; GitHub lets go of it within 15 minutes. Next step: none, or run stop-runner again after that.'
  );
}
