import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { type Figure, table } from '../../bench/figures.ts';
import { ROOT } from '../../sandbox/harness/checkout.ts';

/** What a program of the benchmark prints, once each being enough. */
async function run(program: string, options: readonly string[]): Promise<string> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const args = ['--no-warnings', join(ROOT, 'bench', program), '--quick', ...options];
  return (await promisify(execFile)(process.execPath, args, { env })).stdout;
}

test('The benchmark runs, and prints what it writes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  const json = join(folder, 'results.json');
  const stdout = await run('bench.ts', ['--json', json]);
  const { figures } = JSON.parse(readFileSync(json, 'utf8')) as { figures: Figure[] };
  rmSync(folder, { recursive: true });
  expect(stdout).toContain(table(figures));
  // Values that do not depend on this machine's speed.
  const measured = (part: string, name: string) =>
    figures.find((figure) => figure.part.startsWith(part) && figure.name.startsWith(name))?.value;
  expect(measured('count 1,', 'requests that a limit refused')).toBe(0);
  expect(measured('count 1,', 'requests to AWS')).toBeGreaterThanOrEqual(5);
  expect(measured('runner online 0 s', 'requests to GitHub')).toBeGreaterThanOrEqual(3);
  expect(measured('a start of one runner', 'peak memory')).toBeGreaterThan(30);
  expect(measured('cold load', 'start-runner/index.js')).toBeGreaterThan(0);
  expect(measured('own time', 'stop')).toBeGreaterThan(0);
  // About twenty processes, one after the other.
}, 180_000);

test('The comparison with another revision measures every step on both sides', async () => {
  const rows = (await run('against.ts', ['--against', 'HEAD'])).split('\n').filter((line) => line.includes(' → '));
  for (const step of [
    'start-runner',
    'stop-runner',
    'sweep-runners',
    'inject-credentials',
    'root, start',
    'root, stop',
  ]) {
    // Cold load and own time.
    expect(rows.filter((row) => row.includes(`| ${step} `))).toHaveLength(2);
  }
  for (const row of rows.slice(1))
    expect(row).toMatch(/( \d+\.\d → \d+\.\d (ms|MB), × \d\.\d{3}: within noise +\|){3}$/);
}, 180_000);
