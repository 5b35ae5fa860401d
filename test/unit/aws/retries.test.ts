import type { RetryErrorInfo } from '@aws-sdk/types';
import { describe, expect, test } from '@jest/globals';
import { BudgetedRetries } from '../../../src/aws/retries.ts';
import { MemoryLog } from '../../helpers/fakes.ts';

class Throttled extends Error {
  override readonly name = 'ThrottlingException';
  override readonly message = 'Rate exceeded';
  override cause: Error = new Error('none');
}

const info = (errorType: RetryErrorInfo['errorType'], retryAfterMs?: number): RetryErrorInfo => ({
  errorType,
  error: new Throttled(),
  ...(retryAfterMs !== undefined && { retryAfterHint: new Date(Date.now() + retryAfterMs) }),
});

/** The delays of one request until the strategy gives up, or the first `most` of them. */
async function waits(error: () => RetryErrorInfo, options: { retryBudgetMs?: number; most?: number } = {}) {
  const { retryBudgetMs = 900_000, most = 30 } = options;
  const log = new MemoryLog();
  let waited = 0;
  const retries = new BudgetedRetries({ log, retryBudgetMs: () => retryBudgetMs - waited });
  const all: number[] = [];
  let token = await retries.acquireInitialRetryToken();
  while (all.length < most) {
    const next = await retries.refreshRetryTokenForRetry(token, error()).catch(() => undefined);
    if (next === undefined) break;
    expect(next.getRetryCount()).toBe(token.getRetryCount() + 1);
    token = next;
    all.push(token.getRetryDelay());
    waited += token.getRetryDelay();
  }
  return { all, log: log.infos };
}

describe('a request to AWS', () => {
  test('that fails is sent five times in all, within 15 s, with a log line before each retry', async () => {
    const { all, log } = await waits(() => info('TRANSIENT'));
    expect(all).toEqual([100, 1000, 4000, 9000]);
    expect(log).toHaveLength(4);
  });

  test.each([
    ['DNS fails for now', { code: 'EAI_AGAIN' }],
    ['the proxy opens no tunnel', { code: 'ERR_PROXY_TUNNEL' }],
    ['TLS fails', { code: 'EPROTO' }],
  ])('is retried when %s, though the SDK does not call that transient', async (_what, fields) => {
    const failure: RetryErrorInfo = {
      errorType: 'CLIENT_ERROR',
      error: Object.assign(new Error('x'), fields) as never,
    };
    expect((await waits(() => failure)).all).toHaveLength(4);
  });

  /** A refusal as the SDK passes it on after it has corrected its clock: it calls each of them transient. */
  const corrected = (name: string, message: string): RetryErrorInfo => ({
    errorType: 'TRANSIENT',
    error: Object.assign(new Error(message), {
      name,
      $metadata: { httpStatusCode: 400, clockSkewCorrected: true },
    }) as never,
  });

  test.each([
    ['AccessDeniedException', 'User: x is not authorized to perform: ecs:RunTask'],
    ['ClientException', 'No such task definition'],
    ['InvalidSignatureException', 'The request signature we calculated does not match the signature you provided.'],
  ])('that is refused with %s is final on a machine whose clock is off, too', async (name, message) => {
    expect((await waits(() => corrected(name, message))).all).toEqual([]);
  });

  test('that the SDK calls transient in spite of its status is sent again', async () => {
    const fields = { name: 'IDPCommunicationError', $metadata: { httpStatusCode: 400 }, $retryable: {} };
    const failure: RetryErrorInfo = { errorType: 'TRANSIENT', error: Object.assign(new Error('x'), fields) as never };
    expect((await waits(() => failure)).all).toHaveLength(4);
  });

  test.each([
    ['InvalidSignatureException', 'Signature expired: 20261129T080000Z is now earlier than 20261129T081000Z'],
    ['SignatureDoesNotMatch', 'Signature not yet current: 20261129T080000Z is still later than 20261129T071000Z'],
    ['RequestExpired', 'Request has expired.'],
  ])('that is refused for its time (%s) is sent again with the corrected one', async (name, message) => {
    expect((await waits(() => corrected(name, message), { most: 1 })).all).toEqual([100]);
  });

  test.each(['CLIENT_ERROR', 'SERVER_ERROR'] as const)('is not retried after a %s', async (type) => {
    expect(await waits(() => info(type))).toEqual({ all: [], log: [] });
  });

  test('that is throttled is retried as long as time is left, every 10 to 20 s in the end', async () => {
    const { all } = await waits(() => info('THROTTLING'), { retryBudgetMs: 300_000 });
    expect(all.length).toBeGreaterThan(15);
    expect(all.reduce((sum, wait) => sum + wait)).toBeLessThan(300_000);
    for (const wait of all.slice(6)) expect(wait).toBeGreaterThanOrEqual(10_000);
    for (const wait of all) expect(wait).toBeLessThanOrEqual(20_000);
  });

  test('waits at least as long as retry-after says', async () => {
    const { all } = await waits(() => info('THROTTLING', 45_000), { most: 1 });
    expect(all[0]).toBeGreaterThan(44_000);
  });

  test.each([-7 * 3600, -600, 0, 600, 7 * 3600])(
    "waits until the time that retry-after names, by AWS's clock, which differs by %d s from ours",
    async (skew) => {
      const served = Date.now() - skew * 1000;
      const response = {
        headers: { date: new Date(served).toUTCString(), 'retry-after': new Date(served + 45_000).toUTCString() },
      };
      const error = Object.assign(new Throttled(), { $response: response });
      const { all } = await waits(() => ({ errorType: 'THROTTLING', error: error as never }), { most: 1 });
      expect(all).toEqual([45_000]);
    },
  );

  test('fails at once if the delay is longer than the time left, and the log says so', async () => {
    const { all, log } = await waits(() => info('THROTTLING', 45_000), { retryBudgetMs: 30_000 });
    expect(all).toEqual([]);
    expect(log.join('\n')).toMatch(/Rate exceeded\): retrying would take 45(\.\d)? s, longer than the time left/);
  });
});
