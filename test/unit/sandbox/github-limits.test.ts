import { afterEach, expect, test } from '@jest/globals';
import type { GitHubOptions } from '../../../sandbox/contract.ts';
import { type LocalGitHub, startGitHub } from '../../helpers/github.ts';
import { until } from '../../helpers/until.ts';

const RUNNERS = '/repos/octo-org/octo-repo/actions/runners';
const SECONDARY = expect.stringContaining('secondary rate limit');

let local: LocalGitHub;
afterEach(() => local.close());

async function start(limits: NonNullable<GitHubOptions['limits']>): Promise<void> {
  local = await startGitHub({ limits });
}

const create = (name: string) =>
  local.call('POST', `${RUNNERS}/generate-jitconfig`, { body: { name, runner_group_id: 1, labels: ['blue'] } });

test('every answer reports the primary limit, which ends with its hour', async () => {
  await start({ primaryPerHour: 2 });
  const first = await local.call('GET', RUNNERS);
  expect(first.headers.get('x-ratelimit-limit')).toBe('2');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
  await local.call('GET', RUNNERS);

  const refused = await local.call('GET', RUNNERS);
  expect(refused).toMatchObject({ status: 403, body: { message: expect.stringContaining('API rate limit exceeded') } });
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
  const reset = Number(refused.headers.get('x-ratelimit-reset')) * 1000;
  expect(reset - local.clock.now()).toBeGreaterThan(3_590_000);

  await local.clock.advance(reset - local.clock.now());
  expect(await local.call('GET', RUNNERS)).toMatchObject({ status: 200 });
});

test('each principal has its own primary limit', async () => {
  await start({ primaryPerHour: 1 });
  await local.call('GET', RUNNERS);
  expect(await local.call('GET', RUNNERS)).toMatchObject({ status: 403 });
  const token = local.github.token('read');
  expect(await local.call('GET', '/repos/octo-org/octo-repo', { token })).toMatchObject({ status: 200 });
});

test('a write costs five points a minute, a read one', async () => {
  await start({ pointsPerMinute: 6 });
  expect(await create('a')).toMatchObject({ status: 201 });
  expect(await local.call('GET', RUNNERS)).toMatchObject({ status: 200 });
  const refused = await local.call('GET', RUNNERS);
  expect(refused).toMatchObject({ status: 403, body: { message: SECONDARY } });

  await local.clock.advance(Number(refused.headers.get('retry-after')) * 1000);
  expect(await local.call('GET', RUNNERS)).toMatchObject({ status: 200 });
});

test('registrations a minute are limited, and retry-after says when the next may come', async () => {
  await start({ creationsPerMinute: 2 });
  await create('a');
  await local.clock.advance(20_000);
  await create('b');
  const refused = await create('c');
  expect(refused).toMatchObject({ status: 403, body: { message: SECONDARY } });
  // The first request of the window leaves it in 40 s, not 60.
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(35);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(40);
  expect(await local.call('GET', RUNNERS)).toMatchObject({ status: 200, body: { total_count: 2 } });

  await local.clock.advance(Number(refused.headers.get('retry-after')) * 1000);
  expect(await create('c')).toMatchObject({ status: 201 });
  expect(await create('d')).toMatchObject({ status: 403 });
});

test('concurrent requests are limited', async () => {
  await start({ concurrent: 3 });
  local.faults.add({ service: 'github', operation: 'list-runners', times: 5, delayMs: 200 });
  const asked = Promise.all([1, 2, 3, 4, 5].map(() => local.call('GET', RUNNERS)));
  await until('all five are there', () => local.journal.length === 5);
  await local.clock.advance(200);
  const replies = await asked;
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
  const refused = replies.find(({ status }) => status === 429);
  expect(refused?.body.message).toEqual(SECONDARY);
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await local.call('GET', RUNNERS)).toMatchObject({ status: 200 });
});
