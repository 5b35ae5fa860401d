import { cleanUpStart, removalMs } from './cleanup.ts';
import { explain, RunnerError } from './errors.ts';
import { investigated } from './investigated.ts';
import type { StartPorts, StartRequest } from './launch.ts';
import type { Ledger } from './ledger.ts';
import type { OnlineRunner } from './slot.ts';

/**
 * Removes what there may still be of runners that were given up: their removal failed the first time. Post will not do it,
 * since the start is a success.
 */
export async function removeRest(options: {
  request: StartRequest;
  online: readonly OnlineRunner[];
  ledger: Ledger;
  ports: StartPorts;
}): Promise<void> {
  const { request, online, ledger, ports } = options;
  const names = new Set(online.map(({ registration }) => registration.name));
  const launches = ledger.launches.filter(({ runnerName }) => !names.has(runnerName));
  if (launches.length === 0) return;
  ports.patience?.extend(removalMs(request.count));
  ports.log.info('Removing what is left of the runners that were given up.');
  const { problems } = await cleanUpStart({
    start: request.start,
    launches,
    reason: 'ecs-github-runner: given up',
    ports,
  });
  if (problems.length === 0) return;
  ports.log.warning(
    `Something is left of runners that were given up:\n${problems.join('\n')}\nstop-runner for this workflow run, or a sweep, removes it.`,
  );
}

/** So many of the runners that did not come are looked into: of one start they usually fail for the same reasons. */
const INVESTIGATED_AT_MOST = 3;

/** Why runners did not come; of each kind of reason the first is looked into. */
export async function whyMissing(failures: readonly unknown[], ports: StartPorts): Promise<readonly string[]> {
  const distinct = [...new Set(failures)];
  const kindOf = (failure: unknown): unknown => (failure instanceof RunnerError ? failure.hint : failure);
  const kinds = [...Map.groupBy<unknown, unknown>(distinct, kindOf).values()];
  const chosen = new Set(kinds.map(([first]) => first).slice(0, INVESTIGATED_AT_MOST));
  const looked = { ...ports, removal: Promise.resolve() };
  const texts = await Promise.all(
    distinct.map(async (failure) => explain(chosen.has(failure) ? await investigated(failure, looked) : failure)),
  );
  return failures.map((failure) => texts[distinct.indexOf(failure)] ?? '');
}
