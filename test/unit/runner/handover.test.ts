import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { closeContainers, type Form, startContainer } from '../../helpers/container.ts';

afterEach(closeContainers);

const URI = '/v2/credentials/0123456789abcdef0123456789abcdef';
const METADATA = 'http://169.254.170.2/v4/0123';
const TASK = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: URI, ECS_CONTAINER_METADATA_URI_V4: METADATA };

/** The image's own hook. */
const OWN_HOOK = '/opt/own-hook.sh';

/** Keeps the path and text of the hook that would run, until the test inspects the container. */
const LISTENER = `listen
printf %s "$ACTIONS_RUNNER_HOOK_JOB_STARTED" >hook-path
[ -z "$ACTIONS_RUNNER_HOOK_JOB_STARTED" ] || cp "$ACTIONS_RUNNER_HOOK_JOB_STARTED" hook.sh
job one true
`;

describe.each<Form>(['full', 'injected', 'injected-for-docker-steps'])('The handover, %s form', (form) => {
  test('puts the endpoints, and nothing else from the environment, below the work folder', async () => {
    const environment = { ...TASK, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'secret', DATABASE_URI: 'postgres://u:p@host' };
    const container = await startContainer({ form, listener: LISTENER, environment });
    expect(await container.ended).toMatchObject({ exitCode: 0 });
    const lines = container.file('_work/_ecs-github-runner')?.trimEnd().split('\n').toSorted();
    expect(lines).toEqual(Object.entries(TASK).map(([name, value]) => `${name}=${value}`));
  });

  test('uses the work folder that start-runner names', async () => {
    const environment = { ...TASK, EGR_WORK_FOLDER: 'deep/er' };
    const container = await startContainer({ form, listener: LISTENER, environment });
    expect(await container.ended).toMatchObject({ exitCode: 0 });
    expect(container.file('deep/er/_ecs-github-runner')).toContain(URI);
    expect(container.file('_work/_ecs-github-runner')).toBeUndefined();
  });

  // The third form is only used on request.
  (form === 'injected-for-docker-steps' ? test.skip : test)(
    "leaves the image's own hook alone if nothing was requested",
    async () => {
      const environment = { ...TASK, ACTIONS_RUNNER_HOOK_JOB_STARTED: OWN_HOOK };
      const container = await startContainer({ form, listener: LISTENER, environment });
      await container.ended;
      expect(container.file('hook-path')).toBe(OWN_HOOK);
    },
  );
});

describe.each<Form>(['full', 'injected-for-docker-steps'])('The hook for docker steps, %s form', (form) => {
  const hookOf = async (environment: Readonly<Record<string, string>>) => {
    const container = await startContainer({
      form,
      listener: LISTENER,
      environment: { ...TASK, EGR_CREDENTIALS_FOR_DOCKER_STEPS: 'true', ...environment },
    });
    expect(await container.ended).toMatchObject({ exitCode: 0 });
    return container.file('hook.sh') ?? '';
  };

  test('passes the endpoint to every step, and hides its id', async () => {
    const text = await hookOf({});
    const { status, stdout, env } = runHook(text, TASK);
    expect({ status, env }).toEqual({ status: 0, env: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=${URI}\n` });
    expect(stdout).toBe(`::add-mask::${URI.split('/').at(-1)}\n`);
  });

  test('passes nothing, and does no harm, if the task has no role', async () => {
    const text = await hookOf({});
    expect(runHook(text, {})).toMatchObject({ status: 0, stdout: '', env: '' });
  });

  test("runs the image's own hook after it, and that hook's failure counts", async () => {
    const text = await hookOf({ ACTIONS_RUNNER_HOOK_JOB_STARTED: OWN_HOOK });
    const own = 'echo OWN=1 >>"$GITHUB_ENV"\nfalse | true\necho not reached';
    const result = runHook(text, TASK, own);
    expect(result.env).toBe(`AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=${URI}\nOWN=1\n`);
    expect(result.status).toBe(1);
    expect(result.stdout).not.toContain('not reached');
  });
});

/** Runs the hook the way the runner runs a .sh file, with the task's environment. */
function runHook(text: string, task: Readonly<Record<string, string>>, own?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'hook-'));
  try {
    const [hook, ownHook, environmentFile] = ['hook.sh', 'own.sh', 'set_env'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(hook, text.replaceAll(OWN_HOOK, ownHook));
    writeFileSync(environmentFile, '');
    if (own !== undefined) {
      writeFileSync(ownHook, own);
      chmodSync(ownHook, 0o755);
    }
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', hook], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        ...task,
        GITHUB_ENV: environmentFile,
      },
    });
    expect(stderr).toBe('');
    return { status, stdout, env: readFileSync(environmentFile, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
