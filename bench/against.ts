// Measures the actions of this checkout side by side with those of another revision: docs/performance.md says how to read
// it. Each side is run from the archive that a job would download.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { unpackCheckout, unpackRevision } from '../sandbox/harness/archive.ts';
import { ROOT } from '../sandbox/harness/checkout.ts';
import { comparisonTable } from './comparison.ts';
import { COMPARISON, replaceMarked } from './page.ts';
import { measurePairs } from './pairs.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
  },
});
if (!values.against) throw new Error('--against names a revision, such as main.');
const runs = Number(values.runs ?? (values.quick ? 1 : 41));
if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs is a number of runs, such as 41.');

const load = (loadavg()[0] ?? 0).toFixed(1);
const before = { checkout: unpackRevision(values.against), runId: 1 };
const after = { checkout: unpackCheckout(), runId: 2 };
try {
  process.stderr.write(`Measuring ${runs} runs of each step on both sides ...\n`);
  const cpu = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`;
  const report = [
    `Before: ${values.against}; after: this build. ${runs} runs. Node ${process.versions.node}, ${cpu}, load ${load} before.`,
    '',
    comparisonTable(await measurePairs({ before, after, runs })),
  ].join('\n');
  process.stdout.write(`${report}\n`);
  if (values['write-docs']) {
    const page = join(ROOT, 'docs/performance.md');
    writeFileSync(page, replaceMarked(readFileSync(page, 'utf8'), report, COMPARISON));
  }
} finally {
  for (const { checkout } of [before, after]) rmSync(checkout, { recursive: true });
}
