import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { TaskExecutor } from '../../../sandbox/contract.ts';
import { createTaskExecutor } from '../../../sandbox/runner/executor.ts';
import { type LocalGitHub, startGitHub } from '../../helpers/github.ts';

const SPEED = 100;

let local: LocalGitHub;
let executor: TaskExecutor;
let output: { runnerName: string | undefined; text: string }[];

beforeEach(async () => {
  local = await startGitHub({ speed: SPEED });
  output = [];
  executor = await createTaskExecutor({
    clock: local.clock,
    githubUrl: local.github.serverUrl,
    onOutput: ({ runnerName, text }) => output.push({ runnerName, text }),
  });
});
afterEach(async () => {
  await executor.close();
  expect(executor.processes).toEqual([]);
  await local.close();
});

/** Without the log, which the image prints as well. */
const lines = () => output.map(({ text }) => text).filter((line) => !line.startsWith('['));
/** The worker's part of the log, which has all that a job prints. */
const jobLines = () => output.flatMap(({ text }) => /^\[WORKER \S+ \S+ INFO Worker\] (.*)$/.exec(text)?.[1] ?? []);

/** Starts a container; resolves to the exit code of its first process. */
function run(options: { arn?: string; command?: string[]; environment?: Record<string, string> }): Promise<number> {
  const { arn: taskArn = 'task', command = [], environment = {} } = options;
  return new Promise((resolve) => {
    executor.start({ taskArn, command, environment, onExit: ({ exitCode }) => resolve(exitCode) });
  });
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`it did not come; output:\n${lines().join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A zombie is dead: it only waits for init to reap it. */
function isAlive(pid: number): boolean {
  expect(pid).toBeGreaterThan(1);
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('the stand-in runner', () => {
  test('takes its one job, runs it in the work folder, and ends with 0', async () => {
    const script = 'echo "in $PWD as $RUNNER_NAME"\npgrep -x Runner.Worker >/dev/null && echo worker\nenv\n';
    const job = local.github.queueJob({ labels: ['blue'], name: 'build', script });
    const { jit } = await local.register('whole');
    expect(await run({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: jit, OWN: '1' } })).toBe(0);

    const { conclusion, runnerName, log } = await job.done;
    expect({ conclusion, runnerName }).toEqual({ conclusion: 'success', runnerName: 'whole' });
    expect(log).toMatch(/^in .*\/_work\/repo\/repo as whole\nworker\n/);
    expect(log).toContain('OWN=1');
    expect(log).not.toContain('JITCONFIG');
    expect(log).not.toContain('NODE_OPTIONS');
    expect(lines().filter((line) => line !== '' && !log.includes(line))).toEqual([
      '√ Connected to GitHub',
      "Current runner version: '2.336.0'",
      expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ: Listening for Jobs$/),
      expect.stringMatching(/Z: Running job: build$/),
      expect.stringMatching(/Z: Job build completed with result: Succeeded$/),
      'Runner listener exit with 0 return code, stop the service, no retry needed.',
      'Exiting runner...',
    ]);
    expect(new Set(output.map((line) => line.runnerName))).toEqual(new Set(['whole']));
    expect(local.side.aliveRunners()).toEqual([]);
  });

  test('a failed job still means exit code 0', async () => {
    const job = local.github.queueJob({ labels: ['blue'], script: 'echo before; false; echo after' });
    const { jit } = await local.register('failing');
    expect(await run({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: jit } })).toBe(0);
    expect(await job.done).toMatchObject({ conclusion: 'failure', log: 'before\n' });
  });

  test('a job-started hook adds to the environment of the job', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hook-'));
    const hook = join(folder, 'started.sh');
    writeFileSync(hook, 'echo "PLAIN=1" >> "$GITHUB_ENV"\nprintf "MANY<<END\\na\\nb\\nEND\\n" >> "$GITHUB_ENV"\n');
    const job = local.github.queueJob({ labels: ['blue'], script: 'echo "$PLAIN $MANY"' });
    const { jit } = await local.register('hooked');
    await run({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: jit, ACTIONS_RUNNER_HOOK_JOB_STARTED: hook } });
    rmSync(folder, { recursive: true });
    expect(await job.done).toMatchObject({ conclusion: 'success', log: '1 a\nb\n' });
  });

  test('a used JIT config, or one whose registration is gone, does not connect', async () => {
    const { jit, id } = await local.register('late');
    await local.call('DELETE', `/repos/octo-org/octo-repo/actions/runners/${id}`);
    expect(await run({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: jit } })).toBe(0);
    expect(lines()).toContain(
      'Failed to create a session. The runner registration has been deleted from the server, please re-configure.',
    );
    expect(lines()).toContain('Runner listener exit with terminated error, stop the service, no retry needed.');
  });

  test('gives up after four minutes while another session has its registration', async () => {
    const { jit, clientId } = await local.register('twice');
    await local.runner('connect', { clientId, sessionId: 'another', version: '2.336.0' });
    const begun = local.clock.now();
    expect(await run({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: jit } })).toBe(0);
    expect(local.clock.now() - begun).toBeGreaterThanOrEqual(240_000);
    expect(lines().join('\n')).toContain('A session for this runner already exists.');
    expect(lines()).toContain('Runner listener exit with Session Conflict error, stop the service, no retry needed.');
  });

  test('ends with 0 when its registration is removed while it listens', async () => {
    const { jit } = await local.register('removed');
    const exit = run({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: jit } });
    await until(() => local.github.registration('removed')?.status === 'online');
    local.github.removeRegistration('removed');
    expect(await exit).toBe(0);
  });

  test('is not configured without a JIT config', async () => {
    expect(await run({})).toBe(0);
    expect(lines()).toContain('Runner listener exit with terminated error, stop the service, no retry needed.');
  });

  test('a stop ends the job with every process it started, without its always() step: GitHub hears of a failure', async () => {
    const script = 'sleep 900 & echo "child $!"; wait';
    const job = local.github.queueJob({ labels: ['blue'], script, always: 'echo cleaned' });
    const { jit } = await local.register('stopped');
    const exit = run({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: jit } });
    await until(() => jobLines().some((line) => line.startsWith('child')));
    const child = Number(
      jobLines()
        .find((line) => line.startsWith('child'))
        ?.split(' ')[1],
    );
    expect(executor.processes).toContain(child);
    executor.stop('task', 3600);
    expect(await exit).toBe(0);
    const { conclusion, log } = await job.done;
    expect(conclusion).toBe('failure');
    expect(log).toContain('The operation was canceled.');
    expect(log).not.toContain('cleaned');
    expect(isAlive(child)).toBe(false);
  });

  test('cancels its job, with its always() step, when its registration is removed although it is busy', async () => {
    const job = local.github.queueJob({
      labels: ['blue'],
      script: 'echo started; sleep 900',
      always: 'echo cleaned',
    });
    const { jit, id } = await local.register('stale');
    const exit = run({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: jit } });
    await until(() => jobLines().includes('started'));
    expect((await local.call('DELETE', `/repos/octo-org/octo-repo/actions/runners/${id}`)).status).toBe(422);
    local.github.setBusy('stale', false);
    expect((await local.call('DELETE', `/repos/octo-org/octo-repo/actions/runners/${id}`)).status).toBe(204);
    const { conclusion, log } = await job.done;
    expect([conclusion, log]).toEqual(['cancelled', expect.stringContaining('cleaned')]);
    expect(await exit).toBe(0);
  });

  test('its job is lost to it if its registration is removed while the job is being assigned', async () => {
    const { jit, id } = await local.register('assigned');
    const { clientId } = JSON.parse(
      Buffer.from(JSON.parse(Buffer.from(jit, 'base64').toString())['.credentials'], 'base64').toString(),
    ).data as { clientId: string };
    const sessionId = 'by-hand';
    await local.runner('connect', { clientId, sessionId, version: '2.336.0' });
    await local.clock.advance(60_000);
    const job = local.github.queueJob({ labels: ['blue'], script: 'true' });
    expect((await local.call('DELETE', `/repos/octo-org/octo-repo/actions/runners/${id}`)).status).toBe(204);
    expect((await local.runner('next-job', { sessionId })).body).toMatchObject({ id: job.id });
    expect((await local.runner('heartbeat', { sessionId })).status).toBe(401);
    await local.runner('finish', { sessionId, jobId: job.id, conclusion: 'cancelled' });
    expect(await job.done).toMatchObject({ conclusion: 'cancelled' });
  });

  test('run.sh restarts the listener on exit code 2, and only then', async () => {
    const fake = `printf '#!/bin/bash\\necho run >>count\\n[[ $(wc -l <count) -lt 2 ]] && exit 2\\nexit 9\\n' >bin/Runner.Listener`;
    expect(await run({ command: ['bash', '-c', `${fake}; ./run.sh; cat count`] })).toBe(0);
    expect(lines()).toEqual([
      'Runner listener exit with retryable error, re-launch runner in 5 seconds.',
      'Restarting runner...',
      'Exiting with unknown error code: 9',
      'Exiting runner...',
      'run',
      'run',
    ]);
  });
});

describe('the executor', () => {
  test('a container that is killed leaves its runner busy, offline after a while', async () => {
    const job = local.github.queueJob({ labels: ['blue'], script: 'echo started; sleep 900' });
    const { jit } = await local.register('killed');
    const exit = run({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: jit } });
    await until(() => jobLines().includes('started'));
    for (const pid of executor.processes) process.kill(pid, 'SIGKILL');
    expect(await exit).toBe(137);
    await local.clock.advance(120_000);
    expect(local.github.registration('killed')).toMatchObject({ status: 'offline', busy: true });
    await local.clock.advance(13 * 60_000);
    expect(await job.done).toMatchObject({ conclusion: 'failure' });
  });

  test('sends the exit code of the first process, and ends whatever is left', async () => {
    const script = 'setsid env -i sleep 900 & set -m; sleep 900 & echo "$!"; exit 7';
    expect(await run({ command: ['bash', '-c', script] })).toBe(7);
    expect(isAlive(Number(lines()[0]))).toBe(false);
    expect(executor.processes).toEqual([]);
  });

  test('only the first process gets SIGTERM; without a handler it has no effect until the stop timeout', async () => {
    const begun = local.clock.now();
    const exit = run({ command: ['bash', '-c', 'echo up; while :; do sleep 0.05; done'] });
    await until(() => lines().includes('up'));
    executor.stop('task', 20);
    expect(await exit).toBe(137);
    expect(local.clock.now() - begun).toBeGreaterThanOrEqual(20_000);
  });

  test('a handler for SIGTERM decides how it ends', async () => {
    const script = 'trap "echo bye; exit 3" TERM; echo up; while :; do sleep 0.05; done';
    const exit = run({ command: ['bash', '-c', script] });
    await until(() => lines().includes('up'));
    executor.stop('task', 3600);
    expect(await exit).toBe(3);
    expect(lines()).toEqual(['up', 'bye']);
  });

  test('the environment comes from image and task, and the folder is gone afterwards', async () => {
    await run({ command: ['bash', '-c', 'echo "$RUNNER_ROOT"; pwd; env'], environment: { OWN: '1' } });
    const [root, folder, ...environment] = lines();
    expect(folder).toBe(root);
    expect(environment.map((line) => line.split('=')[0]).sort()).toEqual([
      'ACTIONS_RUNNER_PRINT_LOG_TO_STDOUT',
      'BASH_ENV',
      'HOME',
      'OWN',
      'PATH',
      'PWD',
      'RUNNER_MANUALLY_TRAP_SIG',
      'RUNNER_ROOT',
      'SHLVL',
      'TMPDIR',
      '_',
    ]);
    expect(() => process.chdir(root ?? '')).toThrow('ENOENT');
  });

  test("sleep and date follow the sandbox's clock: its speed, and its jumps ahead", async () => {
    const script = 'date +%s; sleep 20; date +%s; sleep 86400; date -u +%Y; sleep 0.5; sleep nonsense || echo refused';
    const begun = local.clock.now();
    const exit = run({ command: ['bash', '-c', script] });
    await until(() => lines().length === 2);
    let ended = false;
    void exit.then(() => {
      ended = true;
    });
    // More than once, because it may not have begun to sleep yet.
    while (!ended) {
      await local.clock.advance(400 * 86_400_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await exit).toBe(0);
    const [first, second, year, complaint] = lines();
    expect(Math.abs(Number(first) - begun / 1000)).toBeLessThan(60);
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(20);
    expect(Number(second) - Number(first)).toBeLessThan(100);
    expect(Number(year)).toBeGreaterThan(new Date(begun).getUTCFullYear());
    // The stand-in leaves unknown options to the real one.
    expect(complaint).toMatch(/sleep: invalid time interval/);
    expect(lines().at(-1)).toBe('refused');
  });

  test('a job has the real sleep and date', async () => {
    const job = local.github.queueJob({ labels: ['blue'], script: 'echo "$PATH"; command -v sleep date' });
    const { jit } = await local.register('timed');
    await run({ environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: jit } });
    const { log } = await job.done;
    expect(log).toContain(process.env['PATH']);
    expect(log).not.toContain('sandbox-time');
  });

  test('the listener reads .env in its folder, and no process shows what was in it', async () => {
    const { jit } = await local.register('from-file');
    const command = ['bash', '-c', 'echo "ACTIONS_RUNNER_INPUT_JITCONFIG=$JIT" >.env; exec env -u JIT ./run.sh'];
    const exit = run({ command, environment: { JIT: jit } });
    await until(() => local.github.registration('from-file')?.status === 'online');
    const shown = executor.processes.map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8'));
    expect(shown.length).toBeGreaterThanOrEqual(3);
    for (const environment of shown) expect(environment).not.toContain(jit);
    local.github.removeRegistration('from-file');
    expect(await exit).toBe(0);
  });

  test('a command that does not exist is 127', async () => {
    expect(await run({ command: ['./no-such-thing'] })).toBe(127);
  });

  test('close ends every container', async () => {
    const exits = ['a', 'b'].map((arn) => run({ arn, command: ['bash', '-c', 'echo "$$"; sleep 900; true'] }));
    await until(() => lines().length === 2);
    await executor.close();
    expect(await Promise.all(exits)).toEqual([137, 137]);
    expect(lines().map(Number).map(isAlive)).toEqual([false, false]);
  });
});
