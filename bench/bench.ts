// Measures the committed bundles against the sandbox, prints the figures beside their goals, and writes them as JSON. It
// asserts nothing: docs/performance.md says how to read it.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../sandbox/harness/checkout.ts';
import { measureCounts } from './counts.ts';
import { measureDelays } from './delay.ts';
import { type Figure, table, verdict } from './figures.ts';
import { measureLoad } from './load.ts';
import { measureOwnTime } from './own-time.ts';
import { FIGURES, replaceMarked } from './page.ts';
import { measureSideBySide } from './side-by-side.ts';

/** The measured counts: one, a matrix, what still registers at once, the largest. */
const COUNTS = [1, 10, 100, 256];

const { values } = parseArgs({
  options: {
    counts: { type: 'string' },
    json: { type: 'string', default: join(ROOT, 'bench/results.json') },
    quick: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
  },
});
const { quick } = values;
const counts = values.counts?.split(',').map(Number) ?? (quick ? [1] : COUNTS);
if (!counts.every((count) => Number.isInteger(count) && count > 0)) throw new Error('--counts is a list such as 1,10.');

/** A launch on a warm host: 5 s until RUNNING, half of that in PROVISIONING. */
const WARM_MS = 2500;

/** The full run takes about ten minutes of real time: registering 256 runners takes more than one. */
const size = quick
  ? {
      runs: 1,
      delays: { seconds: [0], runs: 1, stateMs: 100 },
      sideBySide: { starts: 2, stateMs: 100 },
      counts: { counts, otherRunners: [0], stateMs: 100, onlineMs: 0 },
    }
  : {
      runs: 21,
      delays: { seconds: [0, 5, 20, 90], runs: 40, stateMs: WARM_MS },
      // With one poll per 1.5 s, which a start may use, as many starts as the limit of 20 a second allows.
      sideBySide: { starts: 30, stateMs: 10_000 },
      counts: { counts, otherRunners: [0, 5000], stateMs: WARM_MS, onlineMs: 2000 },
    };

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
const machine = {
  node: process.versions.node,
  cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  // The load of the last minute: on a busy machine, times are longer than necessary.
  load: Number((loadavg()[0] ?? 0).toFixed(1)),
};
const figures: Figure[] = [];
const measure = async (what: string, part: Promise<Figure[]>): Promise<void> => {
  say(`Measuring ${what} ...`);
  figures.push(...(await part));
};
await measure('how long bundles take to load', measureLoad(size));
await measure('own time, CPU and memory', measureOwnTime(size));
await measure('the delay from online to done', measureDelays(size.delays));
await measure('many starts side by side', measureSideBySide(size.sideBySide));
await measure(`starts of ${counts.join(', ')} runners`, measureCounts(size.counts));

const missed = figures.filter((figure) => verdict(figure) === 'missed').length;
const report = [
  `Node ${machine.node}, ${machine.cpu}, load ${machine.load} before the run. Goals missed: ${missed}.`,
  '',
  table(figures),
].join('\n');
process.stdout.write(`${report}\n`);
writeFileSync(values.json, `${JSON.stringify({ machine, figures }, undefined, 2)}\n`);
say(`Written to ${values.json}.`);
if (values['write-docs']) {
  const page = join(ROOT, 'docs/performance.md');
  writeFileSync(page, replaceMarked(readFileSync(page, 'utf8'), report, FIGURES));
  say(`Written to ${page}.`);
}
