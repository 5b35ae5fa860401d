import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { type Figure, table } from '../../bench/figures.ts';
import { ROOT } from '../../sandbox/harness/checkout.ts';

test('The benchmark runs, and prints what it writes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  const json = join(folder, 'results.json');
  const args = ['--no-warnings', join(ROOT, 'bench/bench.ts'), '--quick', '--json', json];
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
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
