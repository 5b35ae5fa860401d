import { join } from 'node:path';
import { ROOT } from '../sandbox/harness/checkout.ts';
import type { Figure } from './figures.ts';
import { measureEmpty, measureScript } from './processes.ts';
import { median } from './statistics.ts';

/**
 * The bundles' entries. Without inputs a main step loads everything it needs before its first request, reports that
 * they are missing, and ends.
 */
const ENTRIES: readonly { readonly entry: string; readonly environment?: Readonly<Record<string, string>> }[] = [
  { entry: 'start-runner/index.js' },
  { entry: 'start-runner/post.js', environment: { STATE_outcome: 'ready' } },
  { entry: 'stop-runner/index.js' },
  { entry: 'sweep-runners/index.js' },
  { entry: 'root/index.js', environment: { INPUT_MODE: 'start' } },
  { entry: 'root/post.js', environment: { INPUT_MODE: 'start', STATE_outcome: 'ready' } },
];

/** How long each bundle takes to load, alternating with an empty process, so that both see the same machine. */
export async function measureLoad({ runs }: { runs: number }): Promise<Figure[]> {
  const empty: number[] = [];
  const loads = ENTRIES.map((entry) => ({ ...entry, walls: [] as number[] }));
  for (let run = 0; run < runs; run += 1) {
    empty.push((await measureEmpty()).wallMs);
    for (const { entry, environment, walls } of loads) {
      walls.push((await measureScript(join(ROOT, 'dist', entry), environment)).wallMs);
    }
  }
  const base = median(empty);
  const figure = (name: string, value: number): Figure => {
    const times = `${(value / base).toFixed(1)} times the empty process`;
    return { part: 'cold load, median', name, value, unit: 'ms', note: times };
  };
  return [figure('empty Node process', base), ...loads.map(({ entry, walls }) => figure(entry, median(walls)))];
}
