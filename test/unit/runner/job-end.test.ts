import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type Container,
  type ContainerOptions,
  closeContainers,
  type Form,
  startContainer,
  until,
} from '../../helpers/container.ts';

afterEach(closeContainers);

const MINUTE = 60_000;
const FORMS: readonly Form[] = ['full', 'injected'];

/** A step that says when it runs, and when it is interrupted. */
const STEP = `trap 'echo INT >>interrupts; exit 1' INT
echo yes >running
while :; do /bin/sleep 0.02; done
`;

/** A step behind it that goes on until it is interrupted, too. */
const GOES_ON = `trap 'echo interrupted >>goes-on; exit 1' INT
while :; do /bin/sleep 0.02; done
`;

/** A listener with a job of STEP and an \`always()\` step. On INT, the worker ends the job without that, as it does. */
const listener = (
  more: { step?: string; next?: string; before?: string; after?: string; result?: string } = {},
): string => `cat >step.sh <<'END'
${more.step ?? STEP}
END
cat >always.sh <<'END'
${more.next ?? 'echo yes >cleaned'}
END
echo $$ >listener-pid
trap 'echo INT >>signals' INT
result=${more.result ?? 'Failed'}
listen
${more.before ?? ''}
steps long step.sh always.sh
${more.after ?? 'exit 0'}
`;

async function running(form: Form, text: string, more: Partial<ContainerOptions> = {}): Promise<Container> {
  // Half a second of it, the time between an announcement and the interrupt, must be enough for a busy machine.
  const container = await startContainer({ form, listener: text, speed: 15, ...more });
  await until(container, () => container.file('running') !== undefined);
  return container;
}

const REASON = 'the lifetime of 60 minutes (max-lifetime-minutes) is over';
/** Time enough for a busy machine. */
const PATIENT = { environment: { EGR_STOP_TIMEOUT_SECONDS: '7200' } };
const LIFETIME = { environment: { EGR_MAX_LIFETIME_MINUTES: '60' } };

describe.each(FORMS)('A job whose runner must end, %s form', (form) => {
  test('at the end of the lifetime is told why, is interrupted, and runs its always() steps', async () => {
    const container = await running(form, listener(), LIFETIME);
    await container.clock.advance(58 * MINUTE);
    await container.clock.sleep(30_000);
    expect(container.file('interrupts')).toBeUndefined();
    await container.clock.advance(2 * MINUTE);
    expect(await container.ended).toEqual({ exitCode: 71, left: [] });
    expect(container.said()).toEqual([`ecs-github-runner: ${REASON} (exit code 71)`]);
    expect(container.text()).toContain(`] ::error::ecs-github-runner: ${REASON}\n`);
    expect([container.file('interrupts'), container.file('cleaned')]).toEqual(['INT\n', 'yes\n']);
    // The listener was left alone.
    expect(container.file('signals')).toBeUndefined();
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('by %s likewise', async (signal, code) => {
    const container = await running(form, listener(), PATIENT);
    container.signal(signal);
    expect(await container.ended).toEqual({ exitCode: code, left: [] });
    expect(container.said()).toEqual([`ecs-github-runner: stopped by ${signal} (exit code ${code})`]);
    expect(container.text()).toContain(`] ::error::ecs-github-runner: stopped by ${signal}\n`);
    expect([container.file('interrupts'), container.file('cleaned')]).toEqual(['INT\n', 'yes\n']);
    expect(container.file('signals')).toBeUndefined();
  });

  test('between two steps ends with the next one, and a program that sets up the job is left alone', async () => {
    const step = `echo yes >begun\n${STEP}`;
    // In the worker, before its first step: as it unpacks an action.
    const setUp = `sed -i '/^code=0/i echo yes >running; /bin/bash -c "until [ -e go ]; do /bin/sleep 0.02; done; echo yes >set-up"' bin/worker.sh`;
    const container = await running(form, listener({ step, before: setUp }), PATIENT);
    container.signal('SIGTERM');
    await container.clock.sleep(5000);
    container.put('go');
    expect(await container.ended).toEqual({ exitCode: 143, left: [] });
    expect(container.file('set-up')).toBe('yes\n');
    expect([container.file('interrupts'), container.file('cleaned')]).toEqual(['INT\n', 'yes\n']);
    expect(container.text()).toContain('] ::error::ecs-github-runner: stopped by SIGTERM\n');
  });

  test('ends what the step started, with TERM after 7.5 s and KILL after 10 s, and nothing that began later', async () => {
    const deaf = `bash -c "trap 'echo T >>terms' TERM; trap '' INT; while :; do /bin/sleep 0.02; done" &
bash -c "exec -a '(odd) name) R 1 2' bash -c 'trap \\"\\" INT TERM; echo yes >running; while :; do /bin/sleep 0.02; done'" &
trap : INT TERM
while :; do wait || :; done`;
    const container = await running(form, listener({ step: deaf }), PATIENT);
    const began = container.clock.now();
    container.signal('SIGTERM');
    expect(await container.ended).toEqual({ exitCode: 143, left: [] });
    expect(container.clock.now() - began).toBeGreaterThanOrEqual(10_000);
    expect(container.file('terms')).toBe('T\n');
    expect(container.file('cleaned')).toBe('yes\n');
  });

  test('is ended as a whole 15 s before the platform does it, if its steps go on', async () => {
    const step = STEP.replace('exit 1', 'exit 0');
    const container = await running(form, listener({ step, next: GOES_ON }), {
      environment: { EGR_STOP_TIMEOUT_SECONDS: '300' },
    });
    const began = container.clock.now();
    container.signal('SIGTERM');
    await until(container, () => container.file('signals') !== undefined);
    expect(container.clock.now() - began).toBeGreaterThanOrEqual(285_000);
    expect((await container.ended).exitCode).toBe(143);
    expect(container.file('goes-on')).toBe('interrupted\n');
    expect(container.file('signals')).toBe('INT\n');
  });

  test('is ended as a whole at once, if nothing is left of that time, and is told why', async () => {
    const container = await running(form, listener(), { environment: { EGR_STOP_TIMEOUT_SECONDS: '10' } });
    container.signal('SIGTERM');
    expect(await container.ended).toEqual({ exitCode: 143, left: [] });
    expect([container.file('signals'), container.file('cleaned')]).toEqual(['INT\n', undefined]);
    expect(container.text()).toContain('] ::error::ecs-github-runner: stopped by SIGTERM\n');
  });

  test('is ended as a whole by a second signal', async () => {
    const container = await running(form, listener({ next: GOES_ON }), PATIENT);
    container.signal('SIGTERM');
    await until(container, () => container.file('interrupts') !== undefined);
    container.signal('SIGINT');
    expect((await container.ended).exitCode).toBe(143);
    expect(container.file('signals')).toBe('INT\n');
  });

  test('that is told nothing, because its output is elsewhere or nobody reads it, ends all the same', async () => {
    const elsewhere = await running(form, listener({ step: `exec >own-file\n${STEP}` }), PATIENT);
    elsewhere.signal('SIGTERM');
    expect((await elsewhere.ended).exitCode).toBe(143);
    expect([elsewhere.file('own-file'), elsewhere.file('cleaned')]).toEqual(['', 'yes\n']);
    expect(elsewhere.text()).not.toContain('::error');
    const full = `for file in /proc/[0-9]*/stat; do
  read -r id name _ parent _ <$file || continue
  [[ $name != '(cat)' || $parent != $PPID ]] || kill -STOP $id
done
yes &
/bin/sleep 0.3
${STEP}`;
    const unread = await running(form, listener({ step: full }));
    unread.signal('SIGTERM');
    await until(unread, () => unread.file('interrupts') !== undefined);
  });

  test('ends with 0 if it was done when the signal came', async () => {
    const container = await startContainer({
      form,
      listener: listener({ step: 'true', after: 'await go; exit 0' }),
    });
    await until(container, () => container.text().includes('completed with result'));
    container.signal('SIGTERM');
    await container.clock.sleep(3000);
    container.put('go');
    expect(await container.ended).toEqual({ exitCode: 0, left: [] });
    expect(container.said()).toEqual(['ecs-github-runner: job done (exit code 0)']);
  });
});

describe.each(FORMS)('How else a job ends, %s form', (form) => {
  const end = async (text: string, act: (container: Container) => void) => {
    const container = await running(form, text);
    act(container);
    const { exitCode } = await container.ended;
    return { container, exitCode, said: container.said() };
  };
  const pidOf = (container: Container, name: string): number =>
    container.processes().find((pid) => commandLine(pid).startsWith(`${container.root}/${name} `)) ?? 0;

  test('cancelled by GitHub: the step is interrupted, always() steps run, code 0', async () => {
    const text = listener({ result: 'Canceled' });
    const { container, exitCode } = await end(text, (one) => process.kill(pidOf(one, 'bin/Runner.Worker'), 'SIGUSR1'));
    expect([exitCode, container.file('cleaned')]).toEqual([0, 'yes\n']);
  });

  test('its registration is deleted: the listener cancels it, whatever it says after that, code 0', async () => {
    const after =
      "echo 'The runner no longer exists on the server'; echo 'Failed to create a session. The runner registration has been deleted from the server'; exit 1";
    const text = listener({ result: 'Canceled', after });
    const { exitCode, said } = await end(text, (one) => process.kill(pidOf(one, 'bin/Runner.Worker'), 'SIGUSR1'));
    expect([exitCode, said]).toEqual([0, ['ecs-github-runner: job done (exit code 0)']]);
  });

  test('its worker is killed: nothing runs any more, code 0', async () => {
    const { container, exitCode } = await end(listener(), (one) =>
      process.kill(pidOf(one, 'bin/Runner.Worker'), 'SIGKILL'),
    );
    expect([exitCode, container.file('cleaned')]).toEqual([0, undefined]);
  });

  test('its listener is killed: code 76', async () => {
    const { exitCode, said } = await end(listener(), (one) =>
      process.kill(Number(one.file('listener-pid')), 'SIGKILL'),
    );
    expect([exitCode, said]).toEqual([76, ['ecs-github-runner: the listener failed in mid-job (exit code 76)']]);
  });

  test('somebody interrupts run.sh: always() steps are skipped, code 0', async () => {
    const { container, exitCode } = await end(listener(), (one) => process.kill(runOf(one), 'SIGINT'));
    expect([exitCode, container.file('signals'), container.file('cleaned')]).toEqual([0, 'INT\n', undefined]);
  });
});

describe.each(FORMS)('A runner that updated itself, %s form', (form) => {
  test('has its job left alone while its line is on the way, and ended well', async () => {
    const text = `cd "$root" || exit
if [ ! -e updated ]; then connect; >updated; mv bin bin.2.337.0; ln -s bin.2.337.0 bin; >update.finished; exit 4; fi
listen
cat >step.sh <<'END'
${STEP}
END
echo 'echo yes >cleaned' >always.sh
"$root/bin.2.337.0/Runner.Worker" "$root/bin/worker.sh" step.sh always.sh | log &
await tell
line 'Running job: late'
wait
line 'Job late completed with result: Failed'
exit 0`;
    const container = await running(form, text, PATIENT);
    await container.clock.advance(30 * MINUTE);
    await container.clock.sleep(20_000);
    expect(container.said()).toEqual([]);
    container.put('tell');
    await until(container, () => container.text().includes('Running job'));
    container.signal('SIGTERM');
    expect(await container.ended).toMatchObject({ exitCode: 143 });
    expect(container.file('cleaned')).toBe('yes\n');
  });
});

function commandLine(pid: number): string {
  try {
    return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')} `;
  } catch {
    return '';
  }
}

/** run.sh is a bash that was started with it. */
function runOf(container: Container): number {
  return container.processes().find((pid) => commandLine(pid).includes('./run.sh')) ?? 0;
}
