import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { describe, expect, test } from '@jest/globals';
import { sharedCredentials } from '../../../src/aws/shared-credentials.ts';

const MINUTE = 60_000;

/** A source of numbered sessions, each valid for the given minutes; `undefined` is a failed call. */
function sessions(...minutes: readonly (number | undefined)[]) {
  let calls = 0;
  const shared = sharedCredentials(async (): Promise<AwsCredentialIdentity> => {
    const life = minutes[calls];
    calls += 1;
    if (life === undefined) throw new Error(`refused ${calls}`);
    return { accessKeyId: `AKIA${calls}`, secretAccessKey: 's', expiration: new Date(Date.now() + life * MINUTE) };
  });
  return { shared, calls: () => calls };
}

const ids = (some: readonly AwsCredentialIdentity[]) => some.map(({ accessKeyId }) => accessKeyId);

describe('a session that clients share', () => {
  test('is requested once, for concurrent and later uses', async () => {
    const { shared, calls } = sessions(60);
    expect(ids(await Promise.all([shared(), shared()]))).toEqual(['AKIA1', 'AKIA1']);
    expect(ids([await shared()])).toEqual(['AKIA1']);
    expect(calls()).toBe(1);
  });

  test('is requested once more when it is about to expire', async () => {
    const { shared, calls } = sessions(4, 60);
    await shared();
    expect(ids(await Promise.all([shared(), shared()]))).toEqual(['AKIA2', 'AKIA2']);
    expect(calls()).toBe(2);
  });

  test('that never expires is kept', async () => {
    let calls = 0;
    const shared = sharedCredentials(async () => {
      calls += 1;
      return { accessKeyId: 'a', secretAccessKey: 's' };
    });
    await shared();
    await shared();
    expect(calls).toBe(1);
  });

  test('that failed gives all waiting callers one error, and the next call tries once more', async () => {
    const { shared } = sessions(undefined, 60);
    const [one, other] = await Promise.allSettled([shared(), shared()]);
    expect([one, other]).toEqual([expect.objectContaining({ status: 'rejected' }), one]);
    expect(ids([await shared()])).toEqual(['AKIA2']);
  });
});
