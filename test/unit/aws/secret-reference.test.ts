import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../../../sandbox/harness/checkout.ts';
import { parseSecretReference, secretName } from '../../../src/aws/secret-value.ts';

const read = (text: string) => parseSecretReference(text, 'eu-central-1');

describe('the reference to a secret', () => {
  test.each(['/ci/github', '/github', '/ci/github:3', '/ci/github:current'])('%s is a parameter', (id) => {
    expect(read(id)).toEqual({ service: 'ssm', id, region: 'eu-central-1' });
  });

  test.each(['github', 'ci/github', 'ci/github-AbCdEf', 'a+b=c.d@e'])('%s is a secret', (id) => {
    expect(read(id)).toEqual({ service: 'secretsmanager', id, region: 'eu-central-1' });
  });

  test.each([
    ['arn:aws:ssm:us-east-1:123456789012:parameter/ci/github', 'ssm', 'us-east-1'],
    ['arn:aws:ssm:us-east-1:123456789012:parameter/github', 'ssm', 'us-east-1'],
    ['arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:/ci/github-AbCdEf', 'secretsmanager', 'cn-north-1'],
    ['arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:x', 'secretsmanager', 'us-gov-west-1'],
  ])('%s says so itself, and its region', (id, service, region) => {
    expect(read(id)).toEqual({ service, id, region });
  });

  test.each([
    'a b',
    '/',
    '/ci/git hub',
    'name\nname',
    'arn:aws:ssm:us-east-1:123456789012:document/x',
    'arn:aws:secretsmanager:us-east-1:123456789012:x',
    'arn:aws:s3:::bucket/key',
    'arn:aws:ssm::123456789012:parameter/x',
    'arn:aws:kms:us-east-1:123456789012:key/x',
    'arn:nonsense',
  ])('"%s" is neither', (text) => {
    expect(read(text)).toBeUndefined();
  });

  test('its name includes service and region', () => {
    expect(secretName({ service: 'ssm', id: '/a', region: 'eu-central-1' })).toBe(
      'the SSM parameter /a in eu-central-1',
    );
  });
});

test('the clients of its services are loaded only when a secret is read: no file imports them statically', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const atHead = /^(import|export) [^;]*from '@aws-sdk\/client-(ssm|secrets-manager)'/m;
  expect(files.filter((name) => atHead.test(readFileSync(join(ROOT, 'src', name), 'utf8')))).toEqual([]);
  expect(files.length).toBeGreaterThan(40);
});
