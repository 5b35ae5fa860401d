import { join } from 'node:path';
import { ROOT } from './checkout.ts';

/** Names of the integration cases that moto cannot run. */
export const NOT_ON_MOTO_FILE = join(ROOT, 'test/integration/not-on-moto.txt');

/** The names in such a list, a line each: what follows ` #`, and a line that begins with `#`, is a reason. */
export function readLeftOut(text: string): ReadonlySet<string> {
  const names = text.split('\n').map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  return new Set(names.filter((name) => name !== ''));
}
