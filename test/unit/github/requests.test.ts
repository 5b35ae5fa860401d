import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { Secret } from '../../../src/core/secret.ts';
import { PointsPacer } from '../../../src/github/points-pacer.ts';
import { GitHubRunners } from '../../../src/github/runners.ts';
import { MemoryLog } from '../../helpers/fakes.ts';
import { type HostileServer, startHostileServer } from '../../helpers/hostile-server.ts';

let server: HostileServer;
let tokens: string[];
let retryBudgetMs: number;
let github: GitHubRunners;

beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const RUNNER = { id: 7, name: 'egr-a-b-c-d-0-0', status: 'online', busy: false, labels: [] };

/** Answers with the statuses in turn and then keeps the last one; returns the tokens of the requests. */
function setUp(...statuses: number[]): void {
  tokens = [];
  server.behave((request, response) => {
    tokens.push(request.headers.authorization ?? '');
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    const body = status === 200 ? RUNNER : { message: 'said' };
    response.writeHead(status ?? 500, { 'content-type': 'application/json' });
    response.end(status === 204 ? '' : JSON.stringify(body));
  });
  retryBudgetMs = 60_000;
  let made = 0;
  github = new GitHubRunners({
    scope: { kind: 'org', org: 'octo-org' },
    connection: { apiUrl: server.url, log: new MemoryLog(), retryBudgetMs: () => retryBudgetMs },
    token: async () => {
      made += 1;
      if (made === 2) throw new Error('no token');
      return new Secret(`token-${made}`);
    },
    runnerGroup: '',
    mask: () => undefined,
  });
}

test('a lost answer is noted only on its own request: a later refusal had no effect', async () => {
  setUp(502, 200, 403);
  await github.getRunner(7);
  await expect(github.deleteRunner(7)).rejects.toMatchObject({ kind: 'permission', hadNoEffect: true });
});

test('a request that lost an answer keeps that note when it is finally refused', async () => {
  setUp(502, 403);
  await expect(github.deleteRunner(7)).rejects.toMatchObject({ kind: 'permission', hadNoEffect: false });
});

test('a request without time for a retry does not keep later ones from retrying', async () => {
  setUp(502, 502, 204);
  retryBudgetMs = 0;
  await expect(github.deleteRunner(7)).rejects.toMatchObject({ kind: 'transient' });
  retryBudgetMs = 60_000;
  await expect(github.deleteRunner(7)).resolves.toBe('deleted');
});

test('a retried request counts again towards the limits', async () => {
  setUp(502, 200);
  const countAgain = jest.spyOn(PointsPacer.prototype, 'countAgain');
  await github.getRunner(7);
  expect(countAgain.mock.calls).toEqual([['GET']]);
});

test('a new token is requested before the token of an App is an hour old, and after a failure', async () => {
  setUp(200);
  const began = Date.now();
  const at = (minutes: number) => jest.spyOn(Date, 'now').mockReturnValue(began + minutes * 60_000);
  at(0);
  await github.getRunner(7);
  at(49);
  await github.getRunner(7);
  at(51);
  await expect(github.getRunner(7)).rejects.toThrow('no token');
  await github.getRunner(7);
  at(100);
  await github.getRunner(7);
  expect(tokens).toEqual(['token token-1', 'token token-1', 'token token-3', 'token token-3']);
});

test('a request that cannot be sent is tried once, and later ones are not affected', async () => {
  const log = new MemoryLog();
  const make = (token: string) =>
    new GitHubRunners({
      scope: { kind: 'org', org: 'octo-org' },
      connection: { apiUrl: server.url, log, retryBudgetMs: () => 900_000 },
      token: async () => new Secret(token),
      runnerGroup: '',
      mask: () => undefined,
    });
  setUp(204);
  await expect(make('ghp_a\u200bb').deleteRunner(7)).rejects.toMatchObject({
    kind: 'configuration',
    hadNoEffect: true,
    message: expect.stringMatching(/^This machine cannot send a request for deleting runner 7.*ERR_INVALID_CHAR/),
  });
  expect([tokens, log.infos]).toEqual([[], []]);
  await expect(make('ghp_ab').deleteRunner(7)).resolves.toBe('deleted');
});
