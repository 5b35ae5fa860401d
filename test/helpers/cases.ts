import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@jest/globals';
import { ROOT } from './action.ts';

/** Names of the cases that moto cannot run, one in a line. */
export const NOT_ON_MOTO_FILE = join(ROOT, 'test/integration/not-on-moto.txt');

/** Whether the sandbox's AWS is moto in this run. */
export const isOnMoto = process.env['TEST_AWS'] === 'moto';

const namesLeftOut = isOnMoto ? readLeftOut(readFileSync(NOT_ON_MOTO_FILE, 'utf8')) : new Set<string>();

/**
 * A case of the integration tests, in place of jest's `test`: it runs against the sandbox's own AWS, and unchanged
 * against moto unless test/integration/not-on-moto.txt lists its name. `script/check-moto-run.ts` fails a run on moto in
 * which another case was left out.
 * @param name its name, unique among all integration cases
 * @param timeoutMs real milliseconds; the project's default without it
 */
export function integrationCase(name: string, run: () => Promise<void>, timeoutMs?: number): void {
  const declare = namesLeftOut.has(name) ? test.skip : test;
  declare(name, run, timeoutMs);
}

/** The names in a list of cases: a line each; what follows ` #`, and a line that begins with `#`, is a reason. */
export function readLeftOut(text: string): Set<string> {
  const names = text.split('\n').map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  return new Set(names.filter((name) => name !== ''));
}
