import type { Compute } from '../compute.ts';
import { parseRunnerName } from '../identity.ts';
import type { ComputePool } from '../ports.ts';
import { isTaggedForRun, TAG } from '../tags.ts';
import { matches, type Selection } from './found.ts';

/** A runner of the run whose compute had ended before the stop. */
export interface EndedRunner {
  /** Empty if its compute lost its tags. */
  readonly runnerName: string;
  readonly compute: Compute;
  /**
   * `by-itself`: it is one of the run's runners, and nobody stopped it. `before`: only its time counts. An earlier stop
   * or its own start stopped it, it was launched again, or the stop reports it with its registration or its failure.
   */
  readonly how: 'by-itself' | 'before';
}

/** The part of a stop's result that says what it found. */
export interface StopReport {
  readonly runners: readonly { readonly runnerName: string; readonly computeId: string | undefined }[];
  /** Names of those that could not be removed; absent if there are none. */
  readonly failed?: readonly string[];
}

/**
 * Runners that a selection covers and that had ended before the stop, for as long as the provider remembers them.
 * @param result what the stop itself reports
 */
export async function endedBefore(
  selection: Selection,
  { runners, failed = [] }: StopReport,
  pool: Pick<ComputePool, 'listEnded'>,
): Promise<readonly EndedRunner[]> {
  const known = new Set(runners.map(({ computeId }) => computeId));
  const ended = (await pool.listEnded(selection.run))
    .filter((compute) => !known.has(compute.id) && matches(compute, selection))
    .map((compute) => ({ runnerName: compute.tags[TAG.runnerName] ?? '', compute }));
  const names = [...runners.map(({ runnerName }) => runnerName), ...failed];
  const launches = lastLaunches([...names, ...ended.map(({ runnerName }) => runnerName)]);
  return ended.map(({ runnerName, compute }) => {
    // Stopping compute drops its tags: what still has them was stopped by nobody.
    const isOwnEnd = isTaggedForRun(compute.tags, selection.run) && launches.has(runnerName);
    return { runnerName, compute, how: isOwnEnd && !names.includes(runnerName) ? 'by-itself' : 'before' };
  });
}

/** Of the names of each runner, one for each of its launches, the last one. */
function lastLaunches(names: readonly string[]): ReadonlySet<string> {
  const last = new Map<string, { name: string; launchNumber: number }>();
  for (const name of names) {
    const { nonce, index, launchNumber } = parseRunnerName(name) ?? { nonce: name, index: 0, launchNumber: 0 };
    const runner = `${nonce} ${index}`;
    if (launchNumber >= (last.get(runner)?.launchNumber ?? 0)) last.set(runner, { name, launchNumber });
  }
  return new Set([...last.values()].map(({ name }) => name));
}
