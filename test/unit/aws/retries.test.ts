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
  test('that fails is sent five times in all, with a log line before each retry', async () => {
    const { all, log } = await waits(() => info('TRANSIENT'));
    expect(all).toHaveLength(4);
    expect(log).toHaveLength(4);
    all.forEach((wait, index) => {
      expect(wait).toBeGreaterThanOrEqual(50 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(100 * 2 ** index);
    });
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

  test('fails at once if the delay is longer than the time left, and the log says so', async () => {
    const { all, log } = await waits(() => info('THROTTLING', 45_000), { retryBudgetMs: 30_000 });
    expect(all).toEqual([]);
    expect(log.join('\n')).toMatch(/Rate exceeded\): retrying would take 45(\.\d)? s, longer than the time left/);
  });
});
