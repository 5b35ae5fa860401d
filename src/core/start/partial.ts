import { explain, RunnerError } from '../errors.ts';
import { investigated } from './investigated.ts';
import type { StartPorts } from './launch.ts';
import type { Ledger } from './ledger.ts';
import type { OnlineRunner } from './slot.ts';

/** What could not be removed of runners that were given up is for others: post leaves a start alone that is a success. */
export function tellOfRest(options: { online: readonly OnlineRunner[]; ledger: Ledger; ports: StartPorts }): void {
  const { online, ledger, ports } = options;
  const names = new Set(online.map(({ registration }) => registration.name));
  const rest = ledger.launches.map(({ runnerName }) => runnerName).filter((name) => !names.has(name));
  if (rest.length === 0) return;
  ports.log.warning(
    `Something may be left of runners that were given up: ${rest.join(', ')}. stop-runner for this workflow run, or a ` +
      'sweep, removes it.',
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
