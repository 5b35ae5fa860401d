import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type ContainerOptions, closeContainers, type Form, startContainer, until } from '../../helpers/container.ts';

afterEach(closeContainers);

const MINUTE = 60_000;
const FORMS: readonly Form[] = ['full', 'injected'];

describe.each(FORMS)('The start script, %s form', (form) => {
  const start = (listener: string, more: Partial<ContainerOptions> = {}) => startContainer({ form, listener, ...more });

  /** Runs to the end on its own; nothing may be left. */
  async function run(listener: string, more: Partial<ContainerOptions> = {}) {
    const container = await start(listener, more);
    const { exitCode, left } = await container.ended;
    expect(left).toEqual([]);
    return { container, exitCode, said: container.said() };
  }

  describe('reports how the runner ended:', () => {
    test.each(['Succeeded', 'Failed', 'Canceled'])('0 for a job that was run, with any result: %s', async (result) => {
      const { container, exitCode, said } = await run(`echo true >job.sh; listen; job build job.sh ${result}; exit 0`);
      expect(exitCode).toBe(0);
      expect(said).toEqual(['ecs-github-runner: job done (exit code 0)']);
      expect(container.text()).toContain(`Z: Job build completed with result: ${result}\n`);
      expect(container.text()).toContain('Exiting runner...\n');
    });

    const GONE = 'the registration is gone (exit code 72)';
    test.each([
      [
        72,
        GONE,
        "connect; echo 'Failed to create a session. The runner registration has been deleted from the server, please re-configure.' >&2; exit 1",
      ],
      [72, GONE, 'listen; exit 0'],
      [74, 'another runner has the session (exit code 74)', 'connect; exit 5'],
      [75, "GitHub refuses this runner's version (exit code 75)", 'connect; exit 7'],
      [
        75,
        "GitHub refuses this runner's version (exit code 75)",
        "listen; echo 'An error occured: Runner version v2.300.0 is deprecated and cannot receive messages.' >&2; exit 1",
      ],
      [76, 'the listener failed (exit code 76)', 'listen; exit 1'],
      [76, 'the listener failed (exit code 76)', 'connect; exit 134'],
      [76, 'the listener failed in mid-job (exit code 76)', "listen; line 'Running job: x'; kill -KILL $$"],
    ])('%i, %s', async (code, text, listener) => {
      const { exitCode, said } = await run(listener);
      expect(said).toEqual([`ecs-github-runner: ${text}`]);
      expect(exitCode).toBe(code);
    });

    test('77 after ten restarts of a listener that asks for them endlessly', async () => {
      const { container, exitCode, said } = await run('exit 2');
      expect(exitCode).toBe(77);
      expect(said).toEqual(['ecs-github-runner: the listener was restarted 10 times (exit code 77)']);
      // How many more began before the script had read the tenth line is a matter of milliseconds.
      expect(container.file('starts')).toMatch(/^(run\n){10,25}$/);
    });

    test('a listener that recovers after some restarts runs its job', async () => {
      const { container, exitCode } = await run(
        '(($(wc -l <starts) < 4)) && { connect; exit 2; }; echo true >job.sh; listen; job late job.sh',
      );
      expect(exitCode).toBe(0);
      expect(container.file('starts')).toBe('run\n'.repeat(4));
    });

    test('the name of a job does not matter', async () => {
      for (const name of [
        'Z: Listening for Jobs registration has been deleted Restarting runner',
        '2026-11-21 02:00:00Z: Running job: x',
        'Registration 7 was not found',
        '143 stopped by SIGTERM',
      ]) {
        const { exitCode } = await run(`echo true >job.sh; listen; job "${name}" job.sh`);
        expect([name, exitCode]).toEqual([name, 0]);
      }
    });
  });

  describe('without a job', () => {
    test('ends after the idle time from "Listening for Jobs", not before, and asks the listener to end', async () => {
      const container = await start(
        "trap 'echo Exiting...; exit 0' INT; connect; await go; line 'Listening for Jobs'; while :; do /bin/sleep 0.02; done",
        { environment: { EGR_IDLE_TIMEOUT_MINUTES: '30' } },
      );
      await until(container, () => container.text().includes('Connected'));
      await container.clock.advance(25 * MINUTE);
      container.put('go');
      await until(container, () => container.text().includes('Listening'));
      await container.clock.sleep(20_000);
      await container.clock.advance(28 * MINUTE);
      await container.clock.sleep(20_000);
      expect(container.said()).toEqual([]);
      await container.clock.advance(2 * MINUTE);
      expect(await container.ended).toEqual({ exitCode: 70, left: [] });
      expect(container.said()).toEqual(['ecs-github-runner: no job came in 30 minutes (exit code 70)']);
      expect(container.text()).toContain('Exiting...\n');
    });

    test('ends after the idle time even if the listener is restarted again and again', async () => {
      const container = await start('listen; await "go$(wc -l <starts)"; exit 2');
      await until(container, () => container.text().includes('Listening'));
      await container.clock.sleep(10_000);
      await container.clock.advance(15 * MINUTE);
      container.put('go1');
      await until(container, () => container.file('starts') === 'run\nrun\n');
      await container.clock.advance(6 * MINUTE);
      expect(await container.ended).toEqual({ exitCode: 70, left: [] });
    });

    test('ends after the same time if it never connects', async () => {
      const container = await start("line 'Runner connect error: no route. Retrying until reconnected.'; await never");
      await until(container, () => container.text().includes('no route'));
      await container.clock.sleep(20_000);
      await container.clock.advance(20 * MINUTE);
      expect(await container.ended).toEqual({ exitCode: 73, left: [] });
      expect(container.said()).toEqual([
        'ecs-github-runner: no connection to GitHub since 2026-11-21 02:00:00Z (exit code 73)',
      ]);
    });

    test('leaves alone a job that has just been taken, and whose line is still on its way', async () => {
      const container = await start(
        `echo 'until [ -e go ]; do /bin/sleep 0.02; done' >job.sh; listen
work job.sh &
await tell; line 'Running job: late'; wait; line 'Job late completed with result: Succeeded'; exit 0`,
      );
      await until(container, () => container.text().includes('Listening'));
      await container.clock.sleep(10_000);
      await container.clock.advance(21 * MINUTE);
      await container.clock.sleep(30_000);
      expect(container.said()).toEqual([]);
      container.put('tell');
      await until(container, () => container.text().includes('late'));
      await container.clock.sleep(10_000);
      container.put('go');
      expect(await container.ended).toEqual({ exitCode: 0, left: [] });
    });
  });

  describe('with a job', () => {
    test('waits two minutes for a listener that does not end', async () => {
      const container = await start("trap '' INT; listen; line 'Running job: deaf'; await never", {
        environment: { EGR_STOP_TIMEOUT_SECONDS: '10' },
      });
      await until(container, () => container.text().includes('deaf'));
      const began = container.clock.now();
      container.signal('SIGTERM');
      expect((await container.ended).exitCode).toBe(143);
      expect(container.clock.now() - began).toBeGreaterThanOrEqual(119_000);
    });

    test('does not wait for leftovers of the job that keep the output open', async () => {
      const container = await start('echo true >job.sh; listen; setsid /bin/sleep 900 & job quick job.sh; exit 0');
      const { exitCode, left } = await container.ended;
      expect(left).toEqual(expect.arrayContaining(['/bin/sleep 900']));
      expect(exitCode).toBe(0);
    });
  });

  test('a signal that arrives before the listener is not lost', async () => {
    // run.sh creates its helper with cp, and forgets a signal that arrives in the meantime.
    const cp = `#!/bin/bash\n[[ $* != *template* ]] || { >$RUNNER_ROOT/copying; /bin/sleep 0.3; }\nexec /bin/cp "$@"\n`;
    const container = await start("trap 'exit 0' INT; listen; await never", { programs: { cp } });
    await until(container, () => container.file('copying') !== undefined);
    container.signal('SIGTERM');
    expect(await container.ended).toEqual({ exitCode: 143, left: [] });
    expect(container.text()).toContain('stopped by SIGTERM');
  });

  describe('passes the output on', () => {
    test('as it comes: an incomplete line is not held back', async () => {
      const container = await start("printf 'half of a'; await go; echo ' line'; exit 0");
      await until(container, () => container.text() === 'half of a');
      container.put('go');
      await container.ended;
      expect(container.text()).toMatch(/^half of a line\n/);
    });

    test('byte by byte, errors included', async () => {
      const bytes = String.raw`\000\377\303\050\033[31m\r\ttab  two\\n %s` + String.raw`\n   lead\n\n`;
      const { container } = await run(`printf '${bytes}'; printf 'last' >&2; exit 1`);
      const expected = Buffer.from('\0\xff\xc3(\x1b[31m\r\ttab  two\\n %s\n   lead\n\nlast', 'latin1').toString(
        'latin1',
      );
      // printf treats %s as a placeholder.
      expect(container.output().toString('latin1').startsWith(expected.replace('%s', ''))).toBe(true);
    });

    test('in large amounts, and still sees what is in it', async () => {
      const { container, exitCode } = await run(
        'echo true >job.sh; listen; line "Running job: big"; seq 1 150000 | log; line "Job big completed with result: Succeeded"',
      );
      expect(exitCode).toBe(0);
      const log = /^\[WORKER .*?\] (.*\n)/gm;
      const numbers = [...container.text().matchAll(log)].map(([, text]) => text).join('');
      expect(numbers.length).toBeGreaterThan(900_000);
      const expected = Array.from({ length: 150_000 }, (_, index) => `${index + 1}\n`).join('');
      expect(sha256(numbers)).toBe(sha256(expected));
    });
  });

  describe('is set up wrongly', () => {
    test.each<[number, string, Partial<ContainerOptions>]>([
      [64, 'no folder /nonexistent', { environment: { RUNNER_ROOT: '/nonexistent' } }],
      [65, 'no run.sh in /etc', { environment: { RUNNER_ROOT: '/etc' } }],
      [66, 'no ACTIONS_RUNNER_INPUT_JITCONFIG', { environment: { ACTIONS_RUNNER_INPUT_JITCONFIG: '' } }],
      [68, 'cannot write to ', { prepare: (root) => mkdirSync(join(root, '.env')) }],
    ])('%i, %s', async (code, text, options) => {
      const { container, exitCode, said } = await run('listen', options);
      expect(exitCode).toBe(code);
      expect(said).toHaveLength(1);
      expect(said[0]).toContain(text);
      expect(container.text()).not.toContain('Listening');
    });
  });

  test('variables of the container reach the job unchanged', async () => {
    const names = ['config', 'root', 'state', 'result', 'line', 'name', 'run', 'why', 'now', 'since', 'limit', 'tries'];
    const environment = Object.fromEntries(names.map((name) => [name, `own ${name}`]));
    const { container, exitCode } = await run('printenv >seen; echo true >job.sh; listen; job x job.sh', {
      environment,
    });
    expect(exitCode).toBe(0);
    // The stub listener sets `root` itself.
    const seen = container.file('seen') ?? '';
    for (const name of names.filter((each) => each !== 'root')) expect(seen).toContain(`${name}=own ${name}\n`);
  });

  test('leaves no temporary file', async () => {
    const { container } = await run('listen; exit 0');
    expect(statSync(join(container.root, '../tmp')).nlink).toBe(2);
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
