import { expect, test } from '@jest/globals';
import { RunnerError } from '../../../src/core/errors.ts';
import type { WorkflowJob } from '../../../src/core/ports.ts';
import { runJobs } from '../../../src/wiring/run-jobs.ts';
import { MemoryLog } from '../../helpers/fakes.ts';

const JOB: WorkflowJob = { isOver: false, labels: ['gpu'], runnerName: undefined };

async function read(getJobs: () => Promise<readonly WorkflowJob[] | 'absent' | 'forbidden'>) {
  const log = new MemoryLog();
  const jobs = await runJobs({ runs: { getJobs }, repository: 'octo-org/octo-repo', runId: 7, log })();
  return { jobs, log: log.infos.join('\n') };
}

test('jobs that may be read are read', async () => {
  expect(await read(async () => [JOB])).toEqual({ jobs: [JOB], log: '' });
});

test.each([
  ['a missing permission', async () => 'forbidden' as const, /run 7 of octo-org\/octo-repo .*403.*actions: read/],
  ['a run that the token may not see', async () => 'absent' as const, /404/],
  [
    'a failure of GitHub',
    async () => {
      throw new RunnerError({ kind: 'transient', message: 'GitHub failed (502)', hint: 'Again.' });
    },
    /GitHub failed \(502\)/,
  ],
])('%s leaves the jobs unknown, and ends nothing', async (_what, getJobs, says) => {
  const { jobs, log } = await read(getJobs);
  expect(jobs).toBeUndefined();
  expect(log).toMatch(says);
});
