import { readFileSync } from 'node:fs';
import { test } from '@jest/globals';
import { NOT_ON_MOTO_FILE, readLeftOut } from '../../sandbox/harness/left-out.ts';

/** Whether the sandbox's AWS is moto in this run. */
export const isOnMoto = process.env['TEST_AWS'] === 'moto';

const leftOut: ReadonlySet<string> = isOnMoto ? readLeftOut(readFileSync(NOT_ON_MOTO_FILE, 'utf8')) : new Set();

/**
 * A case of the integration tests, in place of jest's `test`: it runs against the sandbox's own AWS, and unchanged
 * against moto unless test/integration/not-on-moto.txt lists its name. `script/check-moto-run.ts` fails a run on moto
 * that skipped any other case.
 * @param name its name, unique among all integration cases
 * @param timeoutMs real milliseconds; if absent, the project's default
 */
export function integrationCase(name: string, run: () => Promise<void>, timeoutMs?: number): void {
  const declare = leftOut.has(name) ? test.skip : test;
  declare(name, run, timeoutMs);
}
