import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CredentialSource } from '../../src/core/ports.ts';

/** A source for the role `task` of account 123456789012, with control over what is behind it. */
export interface CredentialsHarness {
  readonly source: CredentialSource;
  /** Epoch milliseconds, by the clock of what is behind it. */
  now(): number;
  deliver(): Promise<void>;
  /** Brings the credentials close to their end, so that new ones are issued. */
  renew(): Promise<void>;
  endTask(): Promise<void>;
  close(): Promise<void>;
}

/** What every CredentialSource does. @param make returns a source whose credentials are not delivered yet */
export function credentialsContract(name: string, make: () => Promise<CredentialsHarness>): void {
  describe(`CredentialSource: ${name}`, () => {
    let harness: CredentialsHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    test('credentials that are not delivered yet may come later', async () => {
      await expect(harness.source.fetch(5000)).rejects.toMatchObject({ kind: 'transient' });
      await harness.deliver();
      await expect(harness.source.fetch(5000)).resolves.toMatchObject({ accountId: '123456789012' });
    });

    test('they are complete, belong to the role, and are valid for a while', async () => {
      await harness.deliver();
      const credentials = await harness.source.fetch(5000);
      expect(credentials.accessKeyId).toMatch(/^ASIA/);
      expect(credentials.secretAccessKey.reveal()).not.toBe('');
      expect(credentials.sessionToken.reveal()).not.toBe('');
      expect(credentials.roleArn).toBe('arn:aws:iam::123456789012:role/task');
      expect(credentials.expiresAt).toBeGreaterThan(harness.now() + 3_600_000);
      expect(JSON.stringify(credentials)).not.toContain(credentials.secretAccessKey.reveal());
    });

    test('they stay the same until they are renewed, and then differ', async () => {
      await harness.deliver();
      const first = await harness.source.fetch(5000);
      expect((await harness.source.fetch(5000)).accessKeyId).toBe(first.accessKeyId);
      await harness.renew();
      const second = await harness.source.fetch(5000);
      expect(second.accessKeyId).not.toBe(first.accessKeyId);
      expect(second.expiresAt).toBeGreaterThan(harness.now() + 3_600_000);
    });

    test('once the task has ended there are none, and a retry does not help', async () => {
      await harness.deliver();
      await harness.source.fetch(5000);
      await harness.endTask();
      await expect(harness.source.fetch(5000)).rejects.toMatchObject({
        kind: 'configuration',
        message: expect.stringContaining('does not know these credentials'),
      });
    });
  });
}
