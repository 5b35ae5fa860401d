import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../../sandbox/harness/checkout.ts';

/** Some of the packages that the bundle contains, each from a different part of it. */
const HELD = [
  '@actions/core',
  '@actions/github',
  '@octokit/plugin-retry',
  '@octokit/auth-app',
  '@aws-sdk/client-ecs',
  '@aws-sdk/client-sts',
  '@aws-sdk/client-ec2',
];

test('the licences of what is in the bundle are included', () => {
  const lines = readFileSync(join(ROOT, 'dist/bundle/licenses.txt'), 'utf8').split('\n');
  expect(lines).toEqual(expect.arrayContaining(HELD));
});
