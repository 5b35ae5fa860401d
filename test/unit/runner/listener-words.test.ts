import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type ContainerOptions, closeContainers, type Form, startContainer, until } from '../../helpers/container.ts';

afterEach(closeContainers);

const MINUTE = 60_000;
const FORMS: readonly Form[] = ['full', 'injected'];

/** The prefixed lines of a job message whose author mentions what the listener says. */
const JOB_TEXTS = [
  'Restarting runner...',
  'The runner registration has been deleted from the server',
  '2026-11-21 02:00:00Z: Runner connect error: Registration 7 was not found.. Retrying until reconnected.',
  'Runner version v2.300.0 is deprecated and cannot receive messages.',
  '2026-11-21 02:00:00Z: Job other completed with result: Succeeded',
  '143 stopped by SIGTERM',
];

describe.each(FORMS)('What the runner prints, %s form', (form) => {
  const end = async (listener: string, more: Partial<ContainerOptions> = {}) => {
    const container = await startContainer({ form, listener, ...more });
    const { exitCode } = await container.ended;
    return { container, exitCode, said: container.said() };
  };

  test.each(JOB_TEXTS)('a job that says "%s" fourteen times goes on', async (text) => {
    const { exitCode, said } = await end(
      `listen; line 'Running job: x'; for i in {1..14}; do echo '${text}'; done | log; /bin/sleep 0.5
echo '[RUNNER 2026-11-21 02:00:00Z INFO Terminal] ${text}'
line 'Job x completed with result: Failed'; exit 0`,
    );
    expect([exitCode, said]).toEqual([0, ['ecs-github-runner: job done (exit code 0)']]);
  });

  test('a job in mid-course that only its own text calls done is not done', async () => {
    const { exitCode } = await end(`listen; line 'Running job: x'; echo '${JOB_TEXTS[4]}' | log; exit 1`);
    expect(exitCode).toBe(76);
  });

  test('a registration that the token service does not know any more: 72 at once', async () => {
    const container = await startContainer({
      form,
      listener: `trap 'exit 0' INT; listen; line 'Runner connect error: Registration 7f3 was not found.. Retrying until reconnected.'; await never`,
    });
    const began = container.clock.now();
    expect((await container.ended).exitCode).toBe(72);
    expect(container.said()).toEqual(['ecs-github-runner: the registration is gone (exit code 72)']);
    expect(container.clock.now() - began).toBeLessThan(10 * MINUTE);
  });

  test('the same while a job runs leaves the job alone', async () => {
    const { exitCode } = await end(
      `listen; line 'Running job: x'; line 'Runner connect error: Registration 7f3 was not found.. Retrying until reconnected.'
/bin/sleep 0.6; line 'Job x completed with result: Succeeded'; exit 0`,
    );
    expect(exitCode).toBe(0);
  });

  test.each([
    ['no connection at its end', '', 73, 'no connection to GitHub since 2026-11-21 02:00:00Z'],
    ['a connection that came back', "line 'Runner reconnected.'", 70, 'no job came in 20 minutes'],
  ])('the idle time is over, with %s', async (_, then, code, text) => {
    const container = await startContainer({
      form,
      listener: `trap 'exit 0' INT; listen; line 'Runner connect error: no route. Retrying until reconnected.'; ${then}
await never`,
    });
    await until(container, () => container.text().includes('no route'));
    await container.clock.sleep(20_000);
    await container.clock.advance(20 * MINUTE);
    expect((await container.ended).exitCode).toBe(code);
    expect(container.said()).toEqual([`ecs-github-runner: ${text} (exit code ${code})`]);
  });

  test('a clock put forward ends nothing, and a stopped sleep does not hold up the lifetime', async () => {
    const date = '#!/bin/bash\necho 9999999999\n';
    const container = await startContainer({
      form,
      listener: "trap 'exit 0' INT; listen; line 'Running job: x'; await never",
      programs: { date, sleep: '#!/bin/bash\nkill -STOP $$\n' },
      environment: { EGR_MAX_LIFETIME_MINUTES: '60', EGR_STOP_TIMEOUT_SECONDS: '10' },
    });
    await until(container, () => container.text().includes('Running job'));
    await container.clock.sleep(30_000);
    expect(container.said()).toEqual([]);
    await container.clock.advance(61 * MINUTE);
    expect((await container.ended).exitCode).toBe(71);
  });

  test('with a read-only /tmp it runs its job, and .env does not keep the JIT config', async () => {
    const { container, exitCode } = await end('echo true >job.sh; listen; job x job.sh', {
      environment: { TMPDIR: '/proc' },
    });
    expect([exitCode, container.file('.env')]).toEqual([0, '']);
  });

  test('.env does not keep the JIT config when the runner never connects', async () => {
    const { container, exitCode } = await end('exit 1');
    expect([exitCode, container.file('.env'), container.file('.env.egr')]).toEqual([76, '', undefined]);
  });

  test.each([0, 10, 20, 30, 50, 80, 120, 200])('SIGTERM %i ms after the start ends it within seconds', async (ms) => {
    const container = await startContainer({ form, listener: "trap 'exit 0' INT; listen; await never" });
    await new Promise((resolve) => setTimeout(resolve, ms));
    const began = container.clock.now();
    container.signal('SIGTERM');
    // Before bash has its trap, a process other than process 1 ends by the signal.
    expect([143, null]).toContain((await container.ended).exitCode);
    expect(container.clock.now() - began).toBeLessThan(10 * MINUTE);
  });
});

describe('What only the full form tells', () => {
  test.each([
    ["echo 'Runner is not configured.'; exit 1", 'Runner is not configured.'],
    [
      "listen; echo 'An error occurred: Get next message failed with non-retryable error.'; exit 1",
      'An error occurred: Get next message failed with non-retryable error.',
    ],
    ["connect; echo 'Failed to create session' >&2; exit 1", 'Failed to create session'],
  ])('the last error of a listener that failed: %s', async (listener, error) => {
    const container = await startContainer({ form: 'full', listener });
    expect((await container.ended).exitCode).toBe(76);
    expect(container.said()).toEqual([`ecs-github-runner: the listener failed: ${error} (exit code 76)`]);
  });

  test.each(['already acquired', 'not found'])(
    'a job that was given away (%s) is waited for no longer than 2 minutes',
    async (why) => {
      const container = await startContainer({
        form: 'full',
        listener: `trap 'exit 0' INT; listen; mkdir -p _diag
echo '[2026-11-21 02:00:00Z INFO Runner] Skipping message Job. Job message ${why}' >_diag/Runner_20261121.log; await never`,
      });
      await until(container, () => container.text().includes('Listening'));
      const began = container.clock.now();
      expect((await container.ended).exitCode).toBe(70);
      expect(container.said()).toEqual(['ecs-github-runner: GitHub offered a job and gave it away (exit code 70)']);
      expect(container.clock.now() - began).toBeLessThan(15 * MINUTE);
    },
  );

  test('another job that comes within these 2 minutes is run', async () => {
    const container = await startContainer({
      form: 'full',
      listener: `listen; mkdir -p _diag; echo 'Skipping message Job' >_diag/Runner_1.log; line 'Running job: x'
await go; line 'Job x completed with result: Succeeded'; exit 0`,
    });
    await until(container, () => container.text().includes('Running job'));
    await container.clock.sleep(10_000);
    await container.clock.advance(5 * MINUTE);
    await container.clock.sleep(30_000);
    container.put('go');
    expect(await container.ended).toEqual({ exitCode: 0, left: [] });
  });

  test.each([
    ['a spot notice', 'the instance is reclaimed, 100% sure\n', 'the instance is reclaimed, 100 percent sure'],
    ['several lines', 'its first line\n7200\nthird\n', 'its first line'],
  ])('why a signal came, from the reason file: %s', async (_, text, words) => {
    const container = await startContainer({
      form: 'full',
      listener: `echo 'trap "exit 1" INT; echo yes >running; while :; do /bin/sleep 0.02; done' >step.sh; listen; steps x step.sh; exit 0`,
      prepare: (root) => writeFileSync(join(root, 'reason'), text),
      environment: { EGR_REASON_FILE: 'reason', EGR_STOP_TIMEOUT_SECONDS: '7200' },
    });
    await until(container, () => container.file('running') !== undefined);
    container.signal('SIGTERM');
    expect((await container.ended).exitCode).toBe(143);
    expect(container.said()).toEqual([`ecs-github-runner: stopped by SIGTERM: ${words} (exit code 143)`]);
    expect(container.text()).toContain(`::error::ecs-github-runner: stopped by SIGTERM: ${words}\n`);
  });

  test('how much time is left, which wins over the variable', async () => {
    const container = await startContainer({
      form: 'full',
      listener: `trap 'exit 0' INT; listen; line 'Running job: deaf'; await never`,
      prepare: (root) => writeFileSync(join(root, 'reason'), 'reclaimed\n08\n'),
      environment: { EGR_REASON_FILE: 'reason', EGR_STOP_TIMEOUT_SECONDS: '7200' },
    });
    await until(container, () => container.text().includes('deaf'));
    const began = container.clock.now();
    container.signal('SIGTERM');
    expect((await container.ended).exitCode).toBe(143);
    expect(container.clock.now() - began).toBeLessThan(30 * MINUTE);
  });
});
