import { describe, expect, test } from '@jest/globals';
import { explainProblems, sweepOutputs } from '../../../sweep-runners/report.ts';
import { sweepSummary } from '../../../sweep-runners/summary.ts';
import { MINUTE, RUN, SweepWorld } from '../../helpers/sweep-world.ts';

describe('the report of a sweep', () => {
  test('says of each item what it is, what was decided and what happened to it', async () => {
    const world = new SweepWorld();
    world.setRun();
    const swept = world.add({ expiresInMs: 60 * MINUTE });
    const online = world.add({ task: 'none' });
    const { report, swept: count, kept } = sweepOutputs(await world.sweep());
    expect([count, kept]).toEqual([1, 1]);
    expect(report).toEqual([
      {
        runnerName: swept.name,
        provider: 'ecs',
        region: 'eu-central-1',
        cluster: 'ci',
        id: swept.taskId,
        scope: 'repo:octo-org/octo-repo',
        runnerId: 1,
        repository: 'octo-org/octo-repo',
        runId: RUN.runId,
        decision: 'sweep',
        why: 'run-over',
        reason: expect.stringMatching(/^attempt 1 of run 77 has been over since \d{4}-/),
        outcome: 'removed',
        compute: 'stopped',
        registration: 'deleted',
      },
      {
        runnerName: online.name,
        scope: 'repo:octo-org/octo-repo',
        runnerId: 2,
        repository: 'octo-org/octo-repo',
        runId: RUN.runId,
        decision: 'keep',
        why: 'online',
        reason: expect.stringContaining('cluster, region or account that was not named'),
        outcome: 'kept',
      },
    ]);
  });

  test('is cut if there are a great many, so that GitHub shows it, and nothing breaks out of a cell', async () => {
    const world = new SweepWorld();
    world.setRun({ over: false });
    for (let count = 0; count < 5000; count += 1) world.add();
    world.add({ tags: { 'ecs-github-runner:runner-name': 'a`b|c\n| d' }, registration: 'none' });
    const result = await world.sweep();
    const summary = sweepSummary(result, { dryRun: false, now: world.clock.now() });
    expect(summary.length).toBeLessThan(2 ** 20 / 4);
    expect(summary).toContain('Found: 5001 kept.');
    expect(summary).toContain('And 4801 more');
    expect(summary).toContain('| [``a`b¦c ¦ d``](https://console.example/');
  });

  test('says so if nothing was found', async () => {
    const summary = sweepSummary(await new SweepWorld().sweep(), { dryRun: false, now: 0 });
    expect(summary).toContain('Found: nothing. In repositories that were not named: 0.');
    expect(summary).not.toContain('| runner |');
  });

  test('does not fill the log with a problem that all items share', () => {
    const text = explainProblems(Array.from({ length: 500 }, (_, index) => `Runner ${index}: denied.`));
    expect(text.split('\n')).toHaveLength(22);
    expect(text).toMatch(/- \(and 480 more\)$/);
  });
});
