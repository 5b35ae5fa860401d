import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../../sandbox/harness/checkout.ts';

/** Packages that a bundle contains. */
const HELD: Readonly<Record<string, readonly string[]>> = {
  'inject-credentials': ['@actions/core', '@aws-sdk/client-sts'],
};
const BY_ALL_OTHERS = ['@actions/core', '@actions/github', '@octokit/plugin-retry', '@aws-sdk/client-ecs'];

test.each(readdirSync(join(ROOT, 'dist')))('the licences of what is in the bundle of %s are included', (bundle) => {
  const lines = readFileSync(join(ROOT, 'dist', bundle, 'licenses.txt'), 'utf8').split('\n');
  expect(lines).toEqual(expect.arrayContaining([...(HELD[bundle] ?? BY_ALL_OTHERS)]));
});
