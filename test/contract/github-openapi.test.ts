import { createPrivateKey, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signJwt } from '../../sandbox/github/jwt.ts';
import type { JournalEntry } from '../../sandbox/server.ts';
import { type LocalGitHub, startGitHub } from '../helpers/github.ts';
import { checkAgainstOpenApi } from '../helpers/openapi.ts';

const REPO = '/repos/octo-org/octo-repo';
const SCOPES = [REPO, '/orgs/octo-org', '/enterprises/octo-enterprise'];

let local: LocalGitHub;
beforeAll(async () => {
  local = await startGitHub({ limits: { creationsPerMinute: 1000, pointsPerMinute: 100_000 } });
});
afterAll(() => local.close());

/** One exchange: its status, and how it deviates from the API description. */
async function exchange(method: string, path: string, options: { token?: string | null; body?: unknown } = {}) {
  const { status, body } = await local.call(method, path, options);
  const entry = local.journal.at(-1) as JournalEntry;
  return { status, body, problems: checkAgainstOpenApi(entry) };
}

const jitBody = (name: string) => ({ name, runner_group_id: 1, labels: ['blue', 'self-hosted'], work_folder: '_work' });

/** The App's token for itself. */
function appJwt(): string {
  const privateKey = createPrivateKey(local.github.app.privateKey);
  const now = Math.floor(local.clock.now() / 1000);
  const claims = { iss: local.github.app.id, iat: now - 30, exp: now + 540 };
  return signJwt(claims, { privateKey: () => privateKey, publicKey: () => createPublicKey(privateKey) });
}

describe.each(SCOPES)('runners of %s', (scope) => {
  const runners = `${scope}/actions/runners`;
  const jit = `${runners}/generate-jitconfig`;

  test('a registration through its life', async () => {
    const name = `life-${scope.length}`;
    const created = await exchange('POST', jit, { body: jitBody(name) });
    expect(created).toMatchObject({ status: 201, problems: [] });
    const { id } = created.body.runner;
    expect(await exchange('GET', runners)).toMatchObject({ status: 200, problems: [] });
    expect(await exchange('GET', `${runners}?name=${name}`)).toMatchObject({ body: { total_count: 1 }, problems: [] });
    expect(await exchange('GET', `${runners}/${id}`)).toMatchObject({ status: 200, body: { name }, problems: [] });
    local.github.setBusy(name, true);
    expect(await exchange('DELETE', `${runners}/${id}`)).toMatchObject({ status: 422, problems: [] });
    local.github.setBusy(name, false);
    expect(await exchange('DELETE', `${runners}/${id}`)).toMatchObject({ status: 204, problems: [] });
    expect(await exchange('DELETE', `${runners}/${id}`)).toMatchObject({ status: 404, problems: [] });
    expect(await exchange('GET', `${runners}/${id}`)).toMatchObject({ status: 404, problems: [] });
  });

  test('a name that is taken', async () => {
    await exchange('POST', jit, { body: jitBody('taken') });
    const second = await exchange('POST', jit, { body: jitBody('taken') });
    expect(second).toMatchObject({
      status: 409,
      body: { message: 'Already exists - A runner with the name *** already exists' },
      problems: [],
    });
  });

  test.each([
    ['no name', { name: undefined }],
    ['an empty name', { name: '' }],
    ['65 characters', { name: 'a'.repeat(65) }],
    ...['"', '/', ':', '<', '>', '\\', '|', '*', '?'].map((character): [string, object] => [
      `a name with ${character}`,
      { name: `a${character}b` },
    ]),
    ['no labels', { labels: [] }],
    ['101 labels', { labels: Array.from({ length: 101 }, (_, index) => `l${index}`) }],
    ['labels that are not a list', { labels: 'blue' }],
    ['an absolute work folder', { work_folder: '/work' }],
    ['a work folder outside', { work_folder: '../work' }],
    ['a group that is not an integer', { runner_group_id: '1' }],
    ['a group that does not exist', { runner_group_id: 77 }],
  ])('422 for %s', async (_case, change) => {
    const refused = await exchange('POST', jit, { body: { ...jitBody('refused'), ...change } });
    expect(refused).toMatchObject({ status: 422, problems: [] });
  });

  test('400 for a body that is not JSON', async () => {
    expect(await exchange('POST', jit, { body: '{' })).toMatchObject({ status: 400, problems: [] });
  });

  test.each([
    ['expired', 401, 'Bad credentials'],
    ['read', 403, 'Must have admin rights to Repository.'],
    ['workflow', 403, 'Resource not accessible by integration'],
    ['other-repository', 404, 'Not Found'],
  ] as const)('a token that is %s', async (kind, status, message) => {
    const token = local.github.token(kind);
    for (const [method, path, body] of [
      ['POST', jit, jitBody('denied')],
      ['GET', runners, undefined],
      ['GET', `${runners}/1`, undefined],
      ['DELETE', `${runners}/1`, undefined],
    ] as const) {
      expect(await exchange(method, path, { token, body })).toMatchObject({ status, body: { message }, problems: [] });
    }
  });

  test('no token at all', async () => {
    expect(await exchange('GET', runners, { token: null })).toMatchObject({ status: 401, problems: [] });
  });
});

describe('the rest of the API', () => {
  test.each(['/orgs/octo-org', '/enterprises/octo-enterprise'])('runner groups of %s', async (scope) => {
    local.github.addRunnerGroup('fast');
    const groups = await exchange('GET', `${scope}/actions/runner-groups?per_page=1`);
    expect(groups).toMatchObject({ status: 200, problems: [] });
    expect(groups.body.runner_groups).toHaveLength(1);
    const of = scope.startsWith('/enterprises/') ? 'enterprise' : 'organization';
    local.github.addRunnerGroup('closed', {
      of,
      visibility: 'selected',
      selected: ['octo-repo', 'Octo-Org'],
      workflows: ['octo-org/octo-repo/.github/workflows/ci.yml@main'],
      inherited: { allowsPublic: true },
    });
    local.github.addRunnerGroup('for-others', { of, visibility: 'selected', selected: ['other'] });
    const filter = of === 'enterprise' ? 'visible_to_organization=octo-org' : 'visible_to_repository=octo-repo';
    const visible = await exchange('GET', `${scope}/actions/runner-groups?${filter}`);
    expect(visible).toMatchObject({ status: 200, problems: [] });
    const names = visible.body.runner_groups.map(({ name }: { name: string }) => name);
    expect(names).toContain('closed');
    expect(names).not.toContain('for-others');
    const token = local.github.token('workflow');
    expect(await exchange('GET', `${scope}/actions/runner-groups`, { token })).toMatchObject({
      status: 403,
      problems: [],
    });
  });

  test('the repository', async () => {
    const body = { id: 123456789, full_name: 'octo-org/octo-repo' };
    expect(await exchange('GET', REPO, { token: local.github.token('read') })).toMatchObject({
      status: 200,
      body,
      problems: [],
    });
    expect(await exchange('GET', '/repos/octo-org/other')).toMatchObject({ status: 404, problems: [] });
    local.github.addRepository({ owner: 'octo-org', name: 'seen-by-all', id: 6, isPublic: true });
    const token = local.github.token('other-repository');
    expect(await exchange('GET', '/repos/octo-org/seen-by-all', { token })).toMatchObject({
      status: 200,
      body: { private: false, visibility: 'public' },
      problems: [],
    });
  });

  test('a workflow run and its attempts', async () => {
    const run = `${REPO}/actions/runs/30433642`;
    expect(await exchange('GET', run)).toMatchObject({ status: 404, problems: [] });
    local.github.setRun({ runId: 30433642, status: 'in_progress' });
    const body = { id: 30433642, status: 'in_progress', conclusion: null, run_attempt: 1, previous_attempt_url: null };
    expect(await exchange('GET', run)).toMatchObject({ status: 200, body, problems: [] });
    local.github.setRun({ runId: 30433642, status: 'completed', conclusion: 'failure' });
    local.github.setRun({ runId: 30433642, attempt: 2, status: 'completed' });
    const [first, second] = [
      { run_attempt: 1, conclusion: 'failure' },
      { run_attempt: 2, conclusion: 'success', repository: { id: 123456789 } },
    ];
    expect(await exchange('GET', run)).toMatchObject({ status: 200, body: second, problems: [] });
    expect(await exchange('GET', `${run}/attempts/1`)).toMatchObject({ status: 200, body: first, problems: [] });
    expect(await exchange('GET', `${run}/attempts/2`)).toMatchObject({ status: 200, body: second, problems: [] });
    expect(await exchange('GET', `${run}/attempts/3`)).toMatchObject({ status: 404, problems: [] });
    for (const [kind, status] of [
      ['read', 200],
      ['workflow', 200],
      ['workflow-without-actions', 403],
      ['other-repository', 404],
      ['expired', 401],
    ] as const) {
      expect(await exchange('GET', run, { token: local.github.token(kind) })).toMatchObject({ status, problems: [] });
    }
  });

  test('the jobs of a workflow run', async () => {
    const jobs = `${REPO}/actions/runs/30433643/jobs?filter=latest`;
    expect(await exchange('GET', jobs)).toMatchObject({ status: 404, problems: [] });
    local.github.setRun({ runId: 30433643, status: 'in_progress' });
    local.github.queueJob({ labels: ['gpu'], script: 'true', runId: 30433643 });
    local.github.queueJob({ labels: ['other'], script: 'true' });
    const body = { total_count: 1, jobs: [{ run_id: 30433643, status: 'queued', labels: ['gpu'], runner_name: null }] };
    expect(await exchange('GET', jobs)).toMatchObject({ status: 200, body, problems: [] });
    const token = local.github.token('workflow-without-actions');
    expect(await exchange('GET', jobs, { token })).toMatchObject({ status: 403, problems: [] });
  });

  test('a second repository, with runs and runners of its own', async () => {
    local.github.addRepository({ owner: 'octo-org', name: 'second', id: 55 });
    const second = '/repos/octo-org/second';
    const body = { id: 55, full_name: 'octo-org/second' };
    expect(await exchange('GET', second)).toMatchObject({ status: 200, body, problems: [] });
    // A GITHUB_TOKEN is valid only for its own repository.
    const token = local.github.token('workflow');
    expect(await exchange('GET', second, { token })).toMatchObject({ status: 404, problems: [] });
    local.github.setRun({ repository: 'octo-org/second', runId: 7, status: 'queued' });
    expect(await exchange('GET', `${second}/actions/runs/7`)).toMatchObject({
      body: { repository: body },
      problems: [],
    });
    expect(await exchange('GET', `${REPO}/actions/runs/7`)).toMatchObject({ status: 404, problems: [] });
    local.github.addRegistration({ name: 'seeded', scope: 'repos/octo-org/second', status: 'online', busy: true });
    const runners = await exchange('GET', `${second}/actions/runners`);
    expect(runners).toMatchObject({
      body: { runners: [{ name: 'seeded', status: 'online', busy: true }] },
      problems: [],
    });
  });

  test('the App, its installation and its token', async () => {
    const token = appJwt();
    const { installationId } = local.github.app;
    expect(await exchange('GET', '/app', { token })).toMatchObject({ status: 200, problems: [] });
    for (const path of [`${REPO}/installation`, '/orgs/octo-org/installation']) {
      const found = await exchange('GET', path, { token });
      expect(found).toMatchObject({ status: 200, body: { id: installationId }, problems: [] });
    }
    const tokens = `/app/installations/${installationId}/access_tokens`;
    expect(await exchange('POST', tokens, { token })).toMatchObject({ status: 201, problems: [] });
    const narrow = { permissions: { administration: 'write' }, repositories: ['octo-repo'] };
    expect(await exchange('POST', tokens, { token, body: narrow })).toMatchObject({ status: 201, problems: [] });
    const tooMuch = { permissions: { contents: 'write' } };
    expect(await exchange('POST', tokens, { token, body: tooMuch })).toMatchObject({ status: 422, problems: [] });
    expect(await exchange('POST', tokens, { token: 'a.b.c' })).toMatchObject({ status: 401, problems: [] });
    expect(await exchange('POST', tokens)).toMatchObject({ status: 401, problems: [] });
    const other = '/app/installations/1/access_tokens';
    expect(await exchange('POST', other, { token })).toMatchObject({ status: 404, problems: [] });
    expect(await exchange('GET', '/orgs/nobody/installation', { token })).toMatchObject({ status: 404, problems: [] });
  });

  test('limits', async () => {
    const limited = await startGitHub({ limits: { creationsPerMinute: 0, primaryPerHour: 2 } });
    try {
      const path = `${REPO}/actions/runners/generate-jitconfig`;
      const statuses = [];
      for (const name of ['a', 'b', 'c'])
        statuses.push((await limited.call('POST', path, { body: jitBody(name) })).status);
      expect(statuses).toEqual([403, 403, 403]);
      expect(limited.journal.flatMap((entry) => checkAgainstOpenApi(entry))).toEqual([]);
    } finally {
      await limited.close();
    }
  });

  test('a path that GitHub does not have', async () => {
    const missing = await exchange('GET', '/no/such/path');
    expect(missing).toMatchObject({ status: 404, body: { message: 'Not Found', status: '404' }, problems: [] });
  });
});

describe('the comparison itself', () => {
  async function listed(change: (entry: JournalEntry) => JournalEntry): Promise<string[]> {
    await exchange('POST', `${REPO}/actions/runners/generate-jitconfig`, { body: jitBody('compared') });
    await exchange('GET', `${REPO}/actions/runners`);
    return checkAgainstOpenApi(change(local.journal.at(-1) as JournalEntry));
  }

  test.each([
    ['a wrong type', { total_count: '1', runners: [] }],
    ['a missing property', { runners: [] }],
    ['an extra property', { total_count: 0, runners: [], extra: true }],
    [
      'a runner without a name',
      { total_count: 1, runners: [{ id: 1, os: 'Linux', status: 'online', busy: false, labels: [] }] },
    ],
  ])('finds %s', async (_case, body) => {
    const problems = await listed((entry) => ({ ...entry, answer: { ...entry.answer, status: 200, body } }));
    expect(problems).toHaveLength(1);
  });

  test('finds a status that the endpoint does not have', async () => {
    const problems = await listed((entry) => ({ ...entry, answer: { ...entry.answer, status: 202 } }));
    expect(problems).toEqual([expect.stringContaining('documents no such status')]);
  });

  test('ignores the answer of an injected fault', async () => {
    local.faults.add({
      service: 'github',
      operation: 'list-runners',
      effect: { kind: 'respond', when: 'after', status: 503, body: 'unavailable' },
    });
    await fetch(`${local.github.apiUrl}${REPO}/actions/runners`, { headers: { authorization: 'token none' } });
    expect(checkAgainstOpenApi(local.journal.at(-1) as JournalEntry)).toEqual([]);
  });
});
