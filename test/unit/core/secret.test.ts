import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { Secret } from '../../../src/core/secret.ts';

const secret = new Secret('ghp_topsecret');

test.each<[string, () => string]>([
  ['String()', () => String(secret)],
  ['a template', () => `token ${secret}`],
  ['JSON', () => JSON.stringify({ token: secret })],
  ['inspect', () => inspect({ token: secret }, { depth: 9, showHidden: true })],
  ['an error', () => inspect(new Error(`with ${secret}`, { cause: secret }))],
  ['its own keys', () => JSON.stringify([Object.keys(secret), Object.values(secret)])],
])('a secret does not show in %s', (_what, show) => {
  expect(show()).not.toContain('topsecret');
});

test('a secret reveals its value when explicitly asked', () => {
  expect(secret.reveal()).toBe('ghp_topsecret');
});
