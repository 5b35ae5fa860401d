import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { describe, expect, test } from '@jest/globals';
import { sharedCredentials } from '../../../src/aws/shared-credentials.ts';

const MINUTE = 60_000;

/** A source of numbered sessions, each valid for the given minutes; `undefined` is a failed call. */
function sessions(...minutes: readonly (number | undefined)[]) {
  let asked = 0;
  const shared = sharedCredentials(async (): Promise<AwsCredentialIdentity> => {
    const life = minutes[asked];
    asked += 1;
    if (life === undefined) throw new Error(`refused ${asked}`);
    return { accessKeyId: `AKIA${asked}`, secretAccessKey: 's', expiration: new Date(Date.now() + life * MINUTE) };
  });
  return { shared, asked: () => asked };
}

const ids = (some: readonly AwsCredentialIdentity[]) => some.map(({ accessKeyId }) => accessKeyId);

describe('a session that clients share', () => {
  test('is requested once, for concurrent and later uses', async () => {
    const { shared, asked } = sessions(60);
    expect(ids(await Promise.all([shared(), shared()]))).toEqual(['AKIA1', 'AKIA1']);
    expect(ids([await shared()])).toEqual(['AKIA1']);
    expect(asked()).toBe(1);
  });

  test('is requested once more when it is about to expire', async () => {
    const { shared, asked } = sessions(4, 60);
    await shared();
    expect(ids(await Promise.all([shared(), shared()]))).toEqual(['AKIA2', 'AKIA2']);
    expect(asked()).toBe(2);
  });

  test('that never expires is kept', async () => {
    let asked = 0;
    const shared = sharedCredentials(async () => {
      asked += 1;
      return { accessKeyId: 'a', secretAccessKey: 's' };
    });
    await shared();
    await shared();
    expect(asked).toBe(1);
  });

  test('that failed gives all waiting callers one error, and the next call tries once more', async () => {
    const { shared } = sessions(undefined, 60);
    const [one, other] = await Promise.allSettled([shared(), shared()]);
    expect([one, other]).toEqual([expect.objectContaining({ status: 'rejected' }), one]);
    expect(ids([await shared()])).toEqual(['AKIA2']);
  });
});
