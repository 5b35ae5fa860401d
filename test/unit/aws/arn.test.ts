import { describe, expect, test } from '@jest/globals';
import { parseArn, resourceName } from '../../../src/aws/arn.ts';

describe('an ARN', () => {
  test.each([
    ['arn:aws:ecs:eu-central-1:123456789012:cluster/ci', 'aws', 'ecs', 'eu-central-1', '123456789012', 'cluster/ci'],
    ['arn:aws-cn:iam::123456789012:role/a/b', 'aws-cn', 'iam', '', '123456789012', 'role/a/b'],
    ['arn:aws-us-gov:s3:::bucket', 'aws-us-gov', 's3', '', '', 'bucket'],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'aws', 'iam', '', 'aws', 'policy/ReadOnlyAccess'],
  ])('%s is parsed in any partition', (text, partition, service, region, account, resource) => {
    expect(parseArn(text)).toEqual({ partition, service, region, account, resource });
  });

  test.each([
    '',
    'ci',
    'arn:aws',
    'arn:other:ecs:r:123456789012:x',
    'arn:aws:ecs:r:12:x',
    'arn:aws:ecs:r:123456789012:',
    'arn:aws:ecs:r:123456789012:a b',
  ])('"%s" is not one', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });
});

test.each([
  ['ci', 'ci'],
  ['arn:aws:ecs:eu-central-1:123456789012:cluster/ci', 'ci'],
  ['arn:aws:ecs:eu-central-1:123456789012:task/ci/0123', '0123'],
])('the name of %s is %s', (text, name) => {
  expect(resourceName(text)).toBe(name);
});
