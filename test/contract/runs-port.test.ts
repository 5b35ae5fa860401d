import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../sandbox/contract.ts';
import { startSandbox } from '../../sandbox/index.ts';
import { Secret } from '../../src/core/secret.ts';
import { GitHubRuns } from '../../src/github/runs.ts';
import { FakeRuns } from '../helpers/fake-runs.ts';
import { Calls, FakeClock, MemoryLog } from '../helpers/fakes.ts';
import { runsContract } from './runs.contract.ts';

type Kind = Parameters<Sandbox['github']['token']>[0];

const connect = (sandbox: Sandbox, options: { token?: Kind; management?: Kind; lookedUp?: string[] } = {}) =>
  new GitHubRuns({
    connection: { apiUrl: sandbox.github.apiUrl, log: new MemoryLog(), retryBudgetMs: () => 0 },
    token: new Secret(sandbox.github.token(options.token ?? 'workflow')),
    managementToken: async (repository) => {
      options.lookedUp?.push(repository);
      return new Secret(sandbox.github.token(options.management ?? 'admin'));
    },
  });

runsContract('the fake', async () => {
  const make = () => new FakeRuns({ clock: new FakeClock(), calls: new Calls() });
  const [runs, denied] = [make(), make()];
  runs.addRepository('octo-org/octo-repo', 123_456_789);
  return {
    runs,
    denied,
    setRun: ({ runId, startedAt, ...run }) => {
      runs.set(runId, { ...run, attemptStartedAt: startedAt });
      denied.set(runId, 'forbidden');
    },
    addJob: ({ runId, labels }) => runs.setJobs(runId, [{ isOver: false, labels, runnerName: undefined }]),
    close: async () => undefined,
  };
});

runsContract('GitHubRuns over HTTP', async () => {
  const sandbox = await startSandbox();
  return {
    runs: connect(sandbox),
    denied: connect(sandbox, { token: 'workflow-without-actions' }),
    setRun: ({ isOver, ...run }) => sandbox.github.setRun({ ...run, status: isOver ? 'completed' : 'in_progress' }),
    addJob: (job) => void sandbox.github.queueJob({ ...job, script: 'true' }),
    close: () => sandbox.close(),
  };
});

describe('GitHubRuns', () => {
  const REPOSITORY = 'octo-org/octo-repo';
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
    sandbox.github.addRepository({ owner: 'octo-org', name: 'second', id: 55 });
    sandbox.github.setRun({ runId: 1, status: 'completed' });
  });
  afterAll(() => sandbox.close());
  beforeEach(() => sandbox.faults.clear());

  test("a repository that the workflow's token cannot see is looked up with the token that manages runners", async () => {
    const lookedUp: string[] = [];
    const runs = connect(sandbox, { lookedUp });
    expect(await runs.repositoryId(REPOSITORY)).toBe(123_456_789);
    expect(lookedUp).toEqual([]);
    expect(await runs.repositoryId('octo-org/second')).toBe(55);
    expect(lookedUp).toEqual(['octo-org/second']);
  });

  test('a repository that no token can see is a mistake in the inputs', async () => {
    const runs = connect(sandbox, { management: 'other-repository' });
    await expect(runs.repositoryId('octo-org/second')).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringMatching(/octo-org\/second does not exist, or neither ⟦token that reads runs⟧ nor/),
      hint: expect.stringContaining('repositories'),
    });
  });

  test.each(['queued', 'in_progress', 'waiting'] as const)('a run that is %s is not over', async (status) => {
    sandbox.github.setRun({ runId: 2, status });
    expect(await connect(sandbox).getRun(REPOSITORY, 2)).toMatchObject({ isOver: false });
  });

  test('a rejected token is an error that names the token', async () => {
    const runs = connect(sandbox, { token: 'expired' });
    for (const call of [runs.getRun(REPOSITORY, 1), runs.repositoryId(REPOSITORY)]) {
      await expect(call).rejects.toMatchObject({
        kind: 'permission',
        message: expect.stringMatching(/⟦token that reads runs⟧ \(401\)/),
        hint: expect.stringContaining('⟦let runs be read without it⟧'),
      });
    }
  });

  test('a rate limit is not a missing permission', async () => {
    const headers = { 'retry-after': '3600' };
    const body = { message: 'You have exceeded a secondary rate limit.' };
    const effect = { kind: 'respond', when: 'before', status: 403, headers, body } as const;
    sandbox.faults.add({ service: 'github', operation: 'get-run', effect });
    await expect(connect(sandbox).getRun(REPOSITORY, 1)).rejects.toMatchObject({ kind: 'transient' });
  });

  test.each([
    ['no attempt', { status: 'completed', updated_at: '2026-01-01T00:00:00Z' }],
    ['no end', { status: 'completed', run_attempt: 1 }],
    ['an end that is not a time', { status: 'completed', run_attempt: 1, updated_at: 'yesterday' }],
    ['no run at all', []],
  ])('an answer with %s is reported, not believed', async (_what, body) => {
    const effect = { kind: 'respond', when: 'before', status: 200, body } as const;
    sandbox.faults.add({ service: 'github', operation: 'get-run', effect });
    await expect(connect(sandbox).getRun(REPOSITORY, 1)).rejects.toMatchObject({
      kind: 'transient',
      hint: expect.stringContaining('GITHUB_API_URL'),
    });
  });

  test('nothing is made up if the answer does not say when an attempt began', async () => {
    const body = { id: 1, status: 'in_progress', run_attempt: 2, updated_at: '2026-01-01T00:00:00Z' };
    const effect = { kind: 'respond', when: 'before', status: 200, body } as const;
    sandbox.faults.add({ service: 'github', operation: 'get-run', effect });
    expect(await connect(sandbox).getRun(REPOSITORY, 1)).toEqual({
      attempt: 2,
      attemptStartedAt: undefined,
      isOver: false,
      updatedAt: Date.UTC(2026, 0, 1),
    });
  });

  test('more jobs than fit on a page are all read', async () => {
    sandbox.github.setRun({ runId: 9, status: 'in_progress' });
    for (let job = 0; job < 130; job += 1) sandbox.github.queueJob({ labels: [`l${job}`], script: 'true', runId: 9 });
    expect(await connect(sandbox).getJobs(REPOSITORY, 9)).toHaveLength(130);
  });

  test.each([
    ['of another run', { total_count: 1, jobs: [{ run_id: 2, status: 'queued', labels: [], runner_name: null }] }],
    ['without labels', { total_count: 1, jobs: [{ run_id: 1, status: 'queued', runner_name: null }] }],
    ['that are fewer than their total', { total_count: 3, jobs: [] }],
  ])('jobs %s are reported, not believed: they would say that no job is on its way', async (_what, body) => {
    const effect = { kind: 'respond', when: 'before', status: 200, body } as const;
    sandbox.faults.add({ service: 'github', operation: 'list-run-jobs', effect, times: 3 });
    await expect(connect(sandbox).getJobs(REPOSITORY, 1)).rejects.toMatchObject({ kind: 'transient' });
  });

  test('a run that was not requested is not mistaken for the requested one, which would remove runners', async () => {
    const body = { id: 2, status: 'completed', run_attempt: 1, updated_at: '2026-01-01T00:00:00Z' };
    const effect = { kind: 'respond', when: 'before', status: 200, body } as const;
    sandbox.faults.add({ service: 'github', operation: 'get-run', effect });
    await expect(connect(sandbox).getRun(REPOSITORY, 1)).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('not requested'),
    });
  });
});
