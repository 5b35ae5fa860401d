import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { expect, jest, test } from '@jest/globals';
import { ROOT } from '../../sandbox/harness/checkout.ts';

// Nothing here depends on time: a second try would hide a story that is told otherwise.
jest.retryTimes(0);

/** What the demo tells, without what differs each time: times, ids and names. */
async function story(): Promise<string[]> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', join(ROOT, 'script/demo.ts')], {
    env,
  });
  return stdout
    .split('\n')
    .map((line) =>
      line
        .replace(/^ *[\d.]+ s {2,5}/, '')
        .replaceAll(/arn:aws:ecs:[\w-]+:\d+:task\/ci\/[0-9a-f]+/g, 'TASK')
        .replaceAll(/egr-[0-9a-z-]+/g, 'NAME')
        .replaceAll(/\d+(\.\d+)? s\b/g, 'N s')
        .replace(/^(startup-seconds|runner-ids|resources): .*/, '$1: …'),
    )
    .filter((line) => line !== '' && !line.startsWith('[task] '));
}

const START = [
  'Launched TASK for runner NAME (cluster ci, region us-east-1, capacity cluster-default).',
  'TASK: PROVISIONING -> PENDING (N s after its launch)',
  'TASK: PENDING -> RUNNING (N s after its launch)',
  'Runner NAME is online (N s after its launch).',
  'Ready after N s. The job selects the runner with this line:',
  '  runs-on: NAME',
];

const STORY = [
  '== job "start" on a GitHub-hosted machine: uses start-runner',
  ...START,
  '== outputs of start-runner',
  ...['label: NAME', 'labels: ["NAME"]', 'runner-names: ["NAME"]', 'runner-ids: …', 'resources: …', 'count: 1'],
  'startup-seconds: …',
  '== post step of start-runner, at the end of job "start"',
  'The start succeeded: what it launched is left alone, and stop-runner removes it.',
  '== job "build", runs-on: NAME',
  ...['Hello from a self-hosted runner: NAME', '6 x 7 = 42', 'The job ended on NAME: success.'],
  '== the runner has had its one job: it ends by itself, and with it its task',
  '== job "start-another": another runner of this run, but the job that it is for is skipped',
  ...START,
  '== job "stop", if: always(): uses stop-runner, without any output of start-runner',
  'Runner NAME: registration deleted, compute stopped (TASK).',
  expect.stringMatching(/^Runner NAME had ended by itself: task TASK is STOPPED/),
  '1 runner of this run had ended by itself.',
  ...['stopped: 1', 'already-gone: 1', 'left-busy: 0'],
  '== what is left in the sandbox',
  ...['tasks: 0, registered runners: 0', 'processes of tasks: 0'],
  'what the steps asked oidc: get-token',
  'what the steps asked sts: AssumeRoleWithWebIdentity',
  'what the steps asked ecs: DescribeTaskDefinition, DescribeTasks, ListTasks, RunTask, StopTask',
  expect.stringMatching(/^what the steps asked github: delete-runner, generate-jitconfig, get-runner, /),
  'Nothing is left. That was the whole main job.',
];

test.each([0, 2])(
  'the demo tells the same story each time, also beside %d busy threads',
  async (busy) => {
    const threads = Array.from({ length: busy }, () => new Worker('for (;;);', { eval: true }));
    try {
      const [, , , ...told] = await story();
      expect(told).toEqual(STORY);
    } finally {
      await Promise.all(threads.map((thread) => thread.terminate()));
    }
  },
  // About 25 seconds on an idle machine.
  300_000,
);
