import { explain, RunnerError } from '../errors.ts';
import { STEP } from '../words.ts';
import type { OnlineRunner } from './bring-online.ts';
import { withInvestigation } from './investigation.ts';
import type { Ledger } from './ledger.ts';
import type { StartPorts } from './request.ts';

/** Warns of what could not be removed of runners that were given up: nothing cleans up after a successful start. */
export function warnOfRest(options: { online: readonly OnlineRunner[]; ledger: Ledger; ports: StartPorts }): void {
  const { online, ledger, ports } = options;
  const names = new Set(online.map(({ registration }) => registration.name));
  const rest = ledger.launches.map(({ runnerName }) => runnerName).filter((name) => !names.has(name));
  if (rest.length === 0) return;
  ports.log.warning(
    `Something may be left of runners that were given up: ${rest.join(', ')}. Next step: ${STEP.stop}, or ${STEP.sweep}.`,
  );
}

/** How many missing runners are investigated at most: those of one start usually fail for the same reasons. */
const INVESTIGATED_AT_MOST = 3;

/** Explains why runners did not come online; the first of each kind is investigated. */
export async function explainMissing(failures: readonly unknown[], ports: StartPorts): Promise<readonly string[]> {
  const distinct = [...new Set(failures)];
  const kindOf = (failure: unknown): unknown => (failure instanceof RunnerError ? failure.hint : failure);
  const kinds = [...Map.groupBy<unknown, unknown>(distinct, kindOf).values()];
  const chosen = new Set(kinds.map(([first]) => first).slice(0, INVESTIGATED_AT_MOST));
  const context = { ...ports, removal: Promise.resolve() };
  const texts = await Promise.all(
    distinct.map(async (failure) => explain(chosen.has(failure) ? await withInvestigation(failure, context) : failure)),
  );
  return failures.map((failure) => texts[distinct.indexOf(failure)] ?? '');
}
