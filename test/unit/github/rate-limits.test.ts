import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { makeOctokit } from '../../../src/github/octokit.ts';
import { MemoryLog } from '../../helpers/fakes.ts';
import { type HostileServer, startHostileServer } from '../../helpers/hostile-server.ts';

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());

let log: MemoryLog;
let retryBudgetMs: number;
beforeEach(() => {
  log = new MemoryLog();
  retryBudgetMs = 0;
});
afterEach(() => {
  jest.restoreAllMocks();
});

interface Refusal {
  readonly status: number;
  readonly message?: string;
  /** By GitHub's clock, at the moment of the answer. */
  readonly headers?: (now: number) => Readonly<Record<string, string>>;
  readonly hasDate?: boolean;
}

/** Answers every request with the refusal, on GitHub's clock, which is right. */
function refuse({ status, message = 'Forbidden', headers = () => ({}), hasDate = true }: Refusal): void {
  const real = Date.now.bind(Date);
  server.behave((_, response) => {
    response.sendDate = false;
    const date = hasDate && { date: new Date(real()).toUTCString() };
    response.writeHead(status, { 'content-type': 'application/json', ...date, ...headers(real()) });
    response.end(JSON.stringify({ message }));
  });
}

/** Puts this machine's clock ahead, or behind. */
function setClock(seconds: number): void {
  const real = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => real() + seconds * 1000);
}

const send = () =>
  makeOctokit({ apiUrl: server.url, log, retryBudgetMs: () => retryBudgetMs }, 'token').request('GET /x');

/** Seconds that a request would have to wait; it does not, since there is no time left. */
async function waitOf(refusal: Refusal): Promise<{ limit: string | undefined; seconds: number }> {
  refuse(refusal);
  await expect(send()).rejects.toThrow();
  const [, limit, seconds] =
    /GitHub's (\w+) rate limit stopped GET \S+: the wait of (-?\d+) s/.exec(log.infos.join('\n')) ?? [];
  return { limit, seconds: Number(seconds) };
}

const CLOCKS = [-7 * 3600, -600, 0, 600, 7 * 3600];
const primary =
  (inSeconds: number) =>
  (now: number): Record<string, string> => ({
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.floor(now / 1000) + inSeconds),
  });

describe("A wait for GitHub's limit is counted by GitHub's clock", () => {
  test.each(CLOCKS)('until the reset of the primary one, on a machine %d s ahead', async (skew) => {
    setClock(skew);
    const { limit, seconds } = await waitOf({ status: 403, headers: primary(20) });
    expect(limit).toBe('primary');
    expect(seconds).toBeGreaterThanOrEqual(20);
    expect(seconds).toBeLessThanOrEqual(22);
  });

  test.each(CLOCKS)('until the time that retry-after names, on a machine %d s ahead', async (skew) => {
    setClock(skew);
    const headers = (now: number) => ({ 'retry-after': new Date(now + 90_000).toUTCString() });
    const { limit, seconds } = await waitOf({ status: 403, headers });
    expect(limit).toBe('secondary');
    expect(seconds).toBeGreaterThanOrEqual(89);
    expect(seconds).toBeLessThanOrEqual(91);
  });

  test('or by this machine, if the answer has no time', async () => {
    expect((await waitOf({ status: 403, headers: primary(20), hasDate: false })).seconds).toBeGreaterThanOrEqual(20);
  });
});

describe('What is a rate limit, and how long it is waited for', () => {
  test.each<[string, Refusal, { limit: string; seconds: number }]>([
    ['a 429 without a word', { status: 429, message: '' }, { limit: 'secondary', seconds: 60 }],
    ['a 429 of a load balancer', { status: 429, message: 'Too Many Requests' }, { limit: 'secondary', seconds: 60 }],
    [
      'a 429 with retry-after',
      { status: 429, headers: () => ({ 'retry-after': '7' }) },
      { limit: 'secondary', seconds: 7 },
    ],
    [
      'a 403 with retry-after',
      { status: 403, headers: () => ({ 'retry-after': '7' }) },
      { limit: 'secondary', seconds: 7 },
    ],
    [
      "a 403 in GitHub's words",
      { status: 403, message: 'You have exceeded a secondary rate limit.' },
      { limit: 'secondary', seconds: 60 },
    ],
    [
      'one without a reset',
      { status: 403, headers: () => ({ 'x-ratelimit-remaining': '0' }) },
      { limit: 'primary', seconds: 60 },
    ],
    [
      'one with a reset and retry-after',
      { status: 403, headers: (now) => ({ ...primary(3000)(now), 'retry-after': '30' }) },
      { limit: 'secondary', seconds: 30 },
    ],
    ['a wait of no time', { status: 403, headers: () => ({ 'retry-after': '0' }) }, { limit: 'secondary', seconds: 1 }],
    ['a reset that is over', { status: 403, headers: primary(-3600) }, { limit: 'primary', seconds: 1 }],
  ])('%s', async (_what, refusal, expected) => {
    expect(await waitOf(refusal)).toEqual(expected);
  });

  test.each([403, 401, 404, 422])('a %d that says nothing of a limit is final', async (status) => {
    retryBudgetMs = 900_000;
    refuse({ status });
    const before = server.count;
    await expect(send()).rejects.toThrow();
    expect(server.count - before).toBe(1);
    expect(log.infos).toEqual([]);
  });
});

/** Makes every wait short. */
function hurry(): void {
  const real = globalThis.setTimeout;
  const hurried = (task: () => void, ms = 0) => real(task, ms / 10_000);
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(hurried as never);
}

test('A limit that asks for no wait is met with a few requests that come further and further apart', async () => {
  hurry();
  retryBudgetMs = 7000;
  refuse({ status: 403, headers: primary(-3600) });
  const before = server.count;
  await expect(send()).rejects.toThrow();
  expect(server.count - before).toBe(4);
  expect(log.infos.join('\n')).toMatch(/ in 1 s[\s\S]* in 2 s[\s\S]* in 4 s[\s\S]*the wait of 8 s is longer/);
});

test('A limit that never ends is given up after 21 requests, however much time is left', async () => {
  retryBudgetMs = Number.POSITIVE_INFINITY;
  refuse({ status: 429, headers: () => ({ 'retry-after': '0' }) });
  hurry();
  const before = server.count;
  await expect(send()).rejects.toThrow();
  expect(server.count - before).toBe(21);
  expect(log.infos.at(-1)).toMatch(/it was sent 21 times, and is not sent again/);
});
