import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dockerArguments,
  envFileText,
  type Handover,
  handoverVariables,
  variablesToBlank,
} from '../../../../src/core/credentials/handover.ts';
import { derivedForms, Secret } from '../../../../src/core/secret.ts';

const keys: Handover = {
  kind: 'keys',
  credentials: {
    accessKeyId: 'ASIA1',
    secretAccessKey: new Secret('s/e+c='),
    sessionToken: new Secret('t=='),
    expiresAt: 0,
  },
};
const endpoint: Handover = { kind: 'endpoint', variables: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/x' } };

describe('the variables that hand over credentials', () => {
  test('are the keys or the endpoint, each with the region if it is known', () => {
    expect(handoverVariables(keys, 'eu-central-1')).toEqual({
      AWS_ACCESS_KEY_ID: 'ASIA1',
      AWS_SECRET_ACCESS_KEY: 's/e+c=',
      AWS_SESSION_TOKEN: 't==',
      AWS_REGION: 'eu-central-1',
      AWS_DEFAULT_REGION: 'eu-central-1',
    });
    expect(handoverVariables(endpoint, undefined)).toEqual({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/x' });
  });

  test('blank only the keys that exist and would win over the endpoint', () => {
    const environment = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SESSION_TOKEN: '' };
    expect(variablesToBlank(endpoint, environment)).toEqual(['AWS_ACCESS_KEY_ID']);
    expect(variablesToBlank(keys, environment)).toEqual([]);
  });

  test('are passed to docker run by name, so that nothing needs quoting and nothing can be read', () => {
    expect(dockerArguments(['A', 'B_C'])).toBe('--env A --env B_C');
    expect(dockerArguments(Object.keys(handoverVariables(keys, 'x')))).toMatch(/^[A-Za-z_ -]+$/);
  });

  test('are written unchanged as lines of an env file', () => {
    const [mark, ...lines] = envFileText({ A: 's/e+c=', B: '' }).split('\n');
    expect(mark).toMatch(/^# /);
    expect(lines).toEqual(['A=s/e+c=', 'B=', '']);
  });
});

describe('the derived forms of a secret', () => {
  /** The characters that keys and tokens consist of. */
  const secret = fc.stringMatching(/^[\x21-\x7e]{8,60}$/);

  test('hide it in the output of common tools', () => {
    fc.assert(
      fc.property(secret, (value) => {
        const forms = derivedForms(value);
        const printed = [
          value,
          Buffer.from(value).toString('base64'),
          Buffer.from(`${value}\n`).toString('base64'),
          Buffer.from(value).toString('base64url'),
          encodeURIComponent(value),
          `{"x":${JSON.stringify(value)}}`,
          JSON.stringify(value).replaceAll('/', '\\/'),
        ];
        for (const text of printed) expect(forms.some((form) => text.includes(form))).toBe(true);
      }),
    );
  });

  test('contain no duplicates and no empty string', () => {
    fc.assert(
      fc.property(secret, (value) => {
        const forms = derivedForms(value);
        expect(new Set(forms).size).toBe(forms.length);
        for (const form of forms) expect(form.length).toBeGreaterThanOrEqual(8);
      }),
    );
  });
});
