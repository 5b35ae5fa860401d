import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalGitHub, startGitHub } from '../../helpers/github.ts';

const RUNNERS = '/repos/octo-org/octo-repo/actions/runners';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let local: LocalGitHub;
beforeEach(async () => {
  local = await startGitHub();
});
afterEach(() => local.close());

/** Registers a runner and connects it as a listener does. */
async function connected(name: string, labels?: readonly string[]): Promise<{ id: number; sessionId: string }> {
  const { id, clientId } = await local.register(name, labels);
  const sessionId = `session-${name}`;
  const { status } = await local.runner('connect', { clientId, sessionId, machine: name, version: '2.336.0' });
  expect(status).toBe(200);
  return { id, sessionId };
}

const shown = async (id: number) => (await local.call('GET', `${RUNNERS}/${id}`)).body;

describe('removals by GitHub itself', () => {
  test('a runner that never connected is removed after a day', async () => {
    const { id } = await local.register('never');
    await local.clock.advance(23 * HOUR);
    expect(await shown(id)).toMatchObject({ status: 'offline' });
    await local.clock.advance(1 * HOUR);
    expect(await local.call('GET', `${RUNNERS}/${id}`)).toMatchObject({ status: 404 });
    expect(local.side.aliveRunners()).toEqual([]);
  });

  test('an offline runner is removed a day after it went offline', async () => {
    const { id, sessionId } = await connected('gone');
    await local.clock.advance(30 * HOUR);
    expect(await shown(id)).toMatchObject({ status: 'online' });
    await local.runner('disconnect', { sessionId });
    expect(await shown(id)).toMatchObject({ status: 'offline' });
    await local.clock.advance(25 * HOUR);
    expect(local.github.registration('gone')).toBeUndefined();
  });

  test('a runner that crashed in its job stays busy for 15 minutes and cannot be deleted', async () => {
    const { id, sessionId } = await connected('crashed');
    await local.clock.advance(2000);
    const job = local.github.queueJob({ labels: ['blue'], script: 'true' });
    await local.runner('next-job', { sessionId });
    await local.runner('machine-gone', { machine: 'crashed' });
    expect(await shown(id)).toMatchObject({ status: 'online', busy: true });

    await local.clock.advance(2 * MINUTE);
    expect(await shown(id)).toMatchObject({ status: 'offline', busy: true });
    expect(await local.call('DELETE', `${RUNNERS}/${id}`)).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('is currently running a job and cannot be deleted') },
    });

    await local.clock.advance(13 * MINUTE);
    expect(await shown(id)).toMatchObject({ status: 'offline', busy: false });
    expect(await job.done).toMatchObject({ conclusion: 'failure', log: expect.stringContaining('lost communication') });
    expect(await local.call('DELETE', `${RUNNERS}/${id}`)).toMatchObject({ status: 204 });
  });

  test('an idle runner is removed if the server does that, and its listener ends', async () => {
    await local.close();
    local = await startGitHub({ removeIdleRunnerAfterMs: 2 * MINUTE });
    const { id, sessionId } = await connected('idle');
    const waiting = local.runner('next-job', { sessionId });
    await local.clock.advance(MINUTE);
    expect(await shown(id)).toMatchObject({ status: 'online' });
    await local.clock.advance(2 * MINUTE);
    expect(await local.call('GET', `${RUNNERS}/${id}`)).toMatchObject({ status: 404 });
    expect(await waiting).toMatchObject({ status: 401 });
  });
});

describe('a JIT config', () => {
  test('contains the three files and the registration, and exceeds 4 KB', async () => {
    const { id, jit } = await local.register('config');
    expect(jit.length).toBeGreaterThan(4500);
    expect(jit.length).toBeLessThan(5000);
    const files = JSON.parse(Buffer.from(jit, 'base64').toString());
    expect(Object.keys(files)).toEqual(['.runner', '.credentials', '.credentials_rsaparams']);
    const runner = JSON.parse(Buffer.from(files['.runner'], 'base64').toString());
    expect(runner).toMatchObject({ agentId: String(id), agentName: 'config', workFolder: '_work', ephemeral: 'True' });
    expect(runner.serverUrl).toBe(local.github.serverUrl);
  });

  test('is good for one connection', async () => {
    const { clientId } = await local.register('single');
    const connect = (sessionId: string) => local.runner('connect', { clientId, sessionId, version: '2.336.0' });
    expect(await connect('first')).toMatchObject({ status: 200 });
    // The same listener repeats its request: the answer was lost.
    expect(await connect('first')).toMatchObject({ status: 200 });
    expect(await connect('second')).toMatchObject({ status: 409 });
    await local.runner('disconnect', { sessionId: 'first' });
    expect(await connect('second')).toMatchObject({ status: 401 });
  });

  test('is useless once the registration is deleted', async () => {
    const { id, clientId } = await local.register('deleted');
    await local.call('DELETE', `${RUNNERS}/${id}`);
    expect(await local.runner('connect', { clientId, sessionId: 's' })).toMatchObject({ status: 401 });
  });

  test('stops waiting for a job when its registration is deleted', async () => {
    const { id, sessionId } = await connected('listening');
    const waiting = local.runner('next-job', { sessionId });
    expect(await local.call('DELETE', `${RUNNERS}/${id}`)).toMatchObject({ status: 204 });
    expect(await waiting).toMatchObject({ status: 401 });
  });
});

describe('jobs', () => {
  test('a runner comes online some time after it connected, and gets no job before', async () => {
    const { id, sessionId } = await connected('slow');
    const job = local.github.queueJob({ labels: ['blue'], script: 'true' });
    expect(await shown(id)).toMatchObject({ status: 'offline', os: 'Linux' });
    expect(job.status()).toBe('queued');
    await local.clock.advance(1000);
    expect(await shown(id)).toMatchObject({ status: 'online', busy: true });
    expect((await local.runner('next-job', { sessionId })).body).toMatchObject({ id: job.id, script: 'true' });
    expect(job.status()).toBe('in_progress');
  });

  test('a job goes to the first idle runner with all its labels, whatever their case', async () => {
    const other = await connected('other', ['blue']);
    const first = await connected('first', ['Blue', 'big']);
    const second = await connected('second', ['BLUE', 'BIG']);
    await local.clock.advance(1000);
    local.github.queueJob({ labels: ['blue', 'big'], script: '1' });
    local.github.queueJob({ labels: ['blue', 'big'], script: '2' });
    const third = local.github.queueJob({ labels: ['blue', 'big'], script: '3' });
    expect((await local.runner('next-job', first)).body).toMatchObject({ script: '1' });
    expect((await local.runner('next-job', second)).body).toMatchObject({ script: '2' });
    expect((await local.runner('next-job', other)).body).toEqual({});
    expect(third.status()).toBe('queued');
  });

  test('an ephemeral runner takes one job and is removed with it', async () => {
    const { id, sessionId } = await connected('once');
    await local.clock.advance(1000);
    const one = local.github.queueJob({ labels: ['blue'], script: 'true' });
    const two = local.github.queueJob({ labels: ['blue'], script: 'true' });
    const { body } = await local.runner('next-job', { sessionId });
    await local.runner('log', { sessionId, text: 'hello\n' });
    await local.runner('finish', { sessionId, jobId: body.id, conclusion: 'success' });
    expect(await one.done).toEqual({ conclusion: 'success', runnerName: 'once', log: 'hello\n' });
    expect(await local.call('GET', `${RUNNERS}/${id}`)).toMatchObject({ status: 404 });
    expect(await local.runner('next-job', { sessionId })).toMatchObject({ status: 401 });
    expect(two.status()).toBe('queued');
  });

  test('a job that its runner does not fetch within a minute is queued again', async () => {
    await connected('deaf');
    await local.clock.advance(1000);
    const job = local.github.queueJob({ labels: ['blue'], script: 'true' });
    await local.runner('machine-gone', { machine: 'deaf' });
    expect(local.github.registration('deaf')).toMatchObject({ busy: true });
    // After the first minute the lost runner still looks online, and is assigned the job once more.
    await local.clock.advance(2 * MINUTE + 1000);
    expect(local.github.registration('deaf')).toMatchObject({ busy: false, status: 'offline' });
    const { sessionId } = await connected('hearing');
    await local.clock.advance(1000);
    expect((await local.runner('next-job', { sessionId })).body).toMatchObject({ id: job.id });
  });
});

describe('lists', () => {
  test('have pages of up to 100, and the Link header leads through all of them', async () => {
    local.github.addForeignRunners(250);
    await local.register('mine');
    const names: string[] = [];
    let next: string | undefined = `${RUNNERS}?per_page=500`;
    let pages = 0;
    while (next !== undefined) {
      const { body, headers } = await local.call('GET', next);
      expect(body.total_count).toBe(251);
      names.push(...body.runners.map((runner: { name: string }) => runner.name));
      pages += 1;
      next = /<[^>]*?(\/repos[^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(pages).toBe(3);
    expect(new Set(names).size).toBe(251);
    expect(names).toContain('mine');
    expect(local.side.aliveRunners().map(({ name }) => name)).toEqual(['mine']);
  });

  test('are filtered by the exact name, and each scope has its own', async () => {
    await local.register('mine');
    await local.register('mine-too');
    const filtered = await local.call('GET', `${RUNNERS}?name=mine`);
    expect(filtered.body).toMatchObject({ total_count: 1, runners: [{ name: 'mine' }] });
    expect((await local.call('GET', '/orgs/octo-org/actions/runners')).body).toMatchObject({ total_count: 0 });
  });
});
