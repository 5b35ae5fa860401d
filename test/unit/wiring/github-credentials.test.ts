import { describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../src/core/errors.ts';
import { parseCredentials } from '../../../src/wiring/github-credentials.ts';
import { LOST_LINE_BREAKS, PEM } from '../../helpers/step-environment.ts';

const read = (value: unknown) =>
  parseCredentials(typeof value === 'string' ? value : JSON.stringify(value), 'the secret x');

/** Message and hint of the error for a value. */
function refusal(value: unknown): string {
  try {
    read(value);
  } catch (error) {
    if (error instanceof RunnerError) return `${error.kind}: ${error.message} ${error.hint} ${String(error.cause)}`;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the text of a secret', () => {
  test.each(['ghp_abcDEF123', 'github_pat_11ABC_def', 'ghs_1234_eyJhbGciOi.J9-x_y.Zz', '0123456789abcdef'])(
    'is a token: %s',
    (token) => {
      const credentials = read(token);
      expect(credentials.kind === 'token' && credentials.token.reveal()).toBe(token);
    },
  );

  test.each([
    [{ appId: '12', privateKey: PEM }, { appId: '12' }],
    [{ appId: 12, privateKey: PEM }, { appId: '12' }],
    [
      { appId: 'Iv23.abc', privateKey: PEM, installationId: 7 },
      { appId: 'Iv23.abc', installationId: 7 },
    ],
    [
      { appId: '12', privateKey: PEM, installationId: '7' },
      { appId: '12', installationId: 7 },
    ],
    [{ appId: '12', privateKey: PEM, installationId: '' }, { appId: '12' }],
  ])('is an App: %j', (json, app) => {
    const credentials = read(json);
    const cameFrom = { privateKey: 'privateKey in the secret x', installationId: 'installationId in the secret x' };
    expect(credentials).toEqual({ kind: 'app', app: { ...app, privateKey: expect.anything(), cameFrom } });
    expect(credentials.kind === 'app' && credentials.app.privateKey.reveal()).toBe(PEM);
  });

  test.each(LOST_LINE_BREAKS)('a key that lost its line breaks gets them back: %s', (_what, privateKey) => {
    const credentials = read({ appId: '12', privateKey });
    expect(credentials.kind === 'app' && credentials.app.privateKey.reveal()).toBe(PEM);
  });

  test.each<[string, unknown, RegExp]>([
    ['half of a JSON object', '{"appId": "SHOWN", "privateKey": SHOWN', /begins like JSON but is not valid/],
    ['two tokens', 'ghp_SHOWN ghp_SHOWN', /neither a token nor a JSON object/],
    ['a token in quotes', '"ghp_SHOWN"', /neither a token nor a JSON object/],
    ['a list', '["ghp_SHOWN"]', /neither a token nor a JSON object/],
    ['characters that a header cannot contain', 'ghp_SHOWN\u00e9', /neither a token nor a JSON object/],
    ['a key alone', PEM.replace('abcd', 'SHOWN'), /private key without the App's id/],
    ['an App without an id', { privateKey: PEM.replace('abcd', 'SHOWN') }, /its appId is missing/],
    ['an id that is not one', { appId: 'my SHOWN', privateKey: PEM }, /its appId is missing or not/],
    ['an id that is an object', { appId: { SHOWN: 1 }, privateKey: PEM }, /its appId is missing or not/],
    ['an App without a key', { appId: '1', private_key: 'SHOWN' }, /its privateKey is missing/],
    ['a key that is not one', { appId: '1', privateKey: 'SHOWN' }, /its privateKey is missing or not a PEM file/],
    ['an installation that is not one', { appId: '1', privateKey: PEM, installationId: 'SHOWN' }, /its installationId/],
    ['an installation below 1', { appId: '1', privateKey: PEM, installationId: 0 }, /its installationId/],
    ['a token as JSON', { token: 'ghp_SHOWN' }, /its appId is missing/],
  ])('is rejected and not shown: %s', (_what, value, why) => {
    const error = refusal(value);
    expect(error).toMatch(why);
    expect(error).toMatch(/^configuration: The GitHub credentials in the secret x cannot be used/);
    expect(error).not.toContain('SHOWN');
  });
});
