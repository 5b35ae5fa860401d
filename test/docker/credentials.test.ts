import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { docker, emptyImage, eventually, IMAGE, mustDocker, PROGRAMS } from '../helpers/docker.ts';
import { commandLines } from './caller.ts';
import { Instance } from './instance.ts';

const HOUR = 3_600_000;

// Containers start slowly on a busy machine.
jest.setTimeout(180_000);

let instance: Instance;
beforeEach(async () => {
  instance = await Instance.start();
});
afterEach(() => instance.close());

const asTask = (): string => `:assumed-role/task/${instance.taskArn.split('/').at(-1)}`;

describe('Containers that a job starts beside its runner', () => {
  test('have the task role by mode keys, and in no other way', async () => {
    const injected = await instance.inject();
    expect(await instance.call(injected)).toMatchObject({
      arn: expect.stringContaining(asTask()),
      accessKeyId: injected.outputs['access-key-id'],
    });
    expect(injected.exported).toMatchObject({ AWS_REGION: 'us-east-1' });
    const without = { ...injected, outputs: { 'docker-args': '--env AWS_REGION' } };
    expect(await instance.call(without)).toMatchObject({ error: 'CredentialsProviderError' });
  });

  test("have it by mode endpoint in bridge, host and the job's network, but not in none", async () => {
    const injected = await instance.inject({ mode: 'endpoint' });
    expect(injected.exported).toMatchObject({
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: instance.world.sandbox.aws.credentialsPath(instance.taskArn),
    });
    await mustDocker(['network', 'create', 'job']);
    for (const network of ['bridge', 'host', 'job']) {
      expect([network, await instance.call(injected, { network })]).toEqual([
        network,
        { arn: expect.stringContaining(asTask()), accessKeyId: expect.stringMatching(/^ASIA/) },
      ]);
    }
    expect(await instance.call(injected, { network: 'none' })).toMatchObject({ error: 'CredentialsProviderError' });
  });

  test('get new keys by mode endpoint when ECS renews them, while exported keys expire', async () => {
    const { clock } = instance.world.sandbox;
    const keys = await instance.inject();
    const caller = instance.startCaller(await instance.inject({ mode: 'endpoint' }));
    const first = await caller.ask();
    expect(first.arn).toContain(asTask());
    await clock.advance(5.5 * HOUR);
    expect(await caller.ask(5.5 * HOUR)).toEqual(first);
    // The SDK fetches again when less than 5 minutes are left; ECS has renewed the keys by then, under the same id.
    await clock.advance(0.45 * HOUR);
    const second = await caller.ask(0.45 * HOUR);
    expect(second.arn).toBe(first.arn);
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    await clock.advance(HOUR);
    expect(await caller.ask(HOUR)).toEqual(second);
    await caller.end();
    expect(await instance.call(keys)).toMatchObject({ error: expect.stringMatching(/^ExpiredToken/) });
  });

  test('are refused by mode endpoint once the task has ended', async () => {
    const injected = await instance.inject({ mode: 'endpoint' });
    const { aws, clock } = instance.world.sandbox;
    aws.endTask(instance.taskArn, { stopCode: 'UserInitiated', stoppedReason: 'test' });
    await clock.advance(5000);
    const answer = await instance.call(injected);
    expect(answer).toMatchObject({ error: 'CredentialsProviderError' });
    await expect(instance.inject()).rejects.toThrow(/answered 400 .*it does not know these credentials/);
  });

  test('have it in a container of Docker-in-Docker', async () => {
    const engine = await startNestedEngine();
    for (const mode of ['keys', 'endpoint']) {
      const { exported, outputs } = await instance.inject({ mode });
      // The job reaches the inner engine as in practice: through a container of the outer one.
      const names = Object.keys(exported).map((name) => `--env ${name}`);
      const inner = `docker exec ${names.join(' ')} ${engine} docker --host unix:///run/inner.sock`;
      const { stdout, text } = await instance.run(
        instance.callLine(outputs['docker-args'] ?? '', { engine: inner }),
        exported,
      );
      expect([mode, stdout, text]).toEqual([mode, expect.stringContaining(asTask()), expect.any(String)]);
    }
  });

  test('accept an env file as well', async () => {
    const file = join(instance.root, '_work/_temp/aws.env');
    const injected = await instance.inject({ 'env-file': file, 'export-environment': 'false' });
    expect(injected.exported).toEqual({});
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await instance.call(injected)).toMatchObject({ arn: expect.stringContaining(asTask()) });
  });

  test('have it without any step, by credentials-for-docker-steps', async () => {
    const exported = await instance.startJob();
    expect(Object.keys(exported)).toEqual(['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']);
    const outputs = { 'docker-args': '--env AWS_CONTAINER_CREDENTIALS_RELATIVE_URI --env AWS_REGION=us-east-1' };
    expect(await instance.call({ exported, outputs, log: '' })).toMatchObject({
      arn: expect.stringContaining(asTask()),
    });
  });

  test('show no secret in the arguments of any process', async () => {
    const injected = await instance.inject();
    const caller = instance.startCaller(injected);
    expect((await caller.ask()).arn).toContain(asTask());
    const lines = commandLines();
    expect(lines.some((line) => line.includes('--env AWS_SECRET_ACCESS_KEY'))).toBe(true);
    for (const name of ['secret-access-key', 'session-token']) {
      const secret = injected.outputs[name] ?? '';
      expect(secret.length).toBeGreaterThan(20);
      expect(lines.filter((line) => line.includes(secret))).toEqual([]);
    }
    await caller.end();
  });
});

describe('A job with `container:`', () => {
  test.each(['keys', 'endpoint'])("passes on the role by mode %s, from the start script's file", async (mode) => {
    const handover = readFileSync(join(instance.root, '_work/_ecs-github-runner'), 'utf8');
    expect(handover).toContain(instance.world.sandbox.aws.credentialsPath(instance.taskArn));
    const injected = await instance.injectInJobContainer({ mode });
    expect(injected.exported).toMatchObject({ AWS_REGION: 'us-east-1' });
    expect(await instance.call(injected)).toMatchObject({ arn: expect.stringContaining(asTask()) });
  });
});

/** Whether this machine has the AWS CLI at a path that the containers share. */
const hasAwsCli = spawnSync('aws', ['--version'], { env: { PATH: '/usr/local/bin:/usr/bin:/bin' } }).status === 0;

describe("This machine's AWS CLI, if there is one", () => {
  // CI skips nothing.
  const isRun = hasAwsCli || process.env['CI'] !== undefined;
  (isRun ? test : test.skip).each(['keys', 'endpoint'])('has the task role by mode %s', async (mode) => {
    const { exported, outputs } = await instance.inject({ mode });
    // Older versions do not know AWS_ENDPOINT_URL.
    const ask = `aws --endpoint-url ${instance.stsUrl} sts get-caller-identity --output text --query Arn`;
    const { stdout, text } = await instance.run(instance.runLine(outputs['docker-args'] ?? '', ask), exported);
    expect([stdout, text]).toEqual([expect.stringContaining(asTask()), expect.any(String)]);
  });
});

/**
 * Docker in a container beside the runner, like the image docker:dind. It has all capabilities that this machine can
 * give: `--privileged` requests every one that the kernel knows, and fails if one is missing.
 */
async function startNestedEngine(): Promise<string> {
  const rights = ['--cap-add', 'ALL', '--cap-drop', 'SYS_RESOURCE', '--device-cgroup-rule', 'a *:* rwm'];
  const unconfined = ['seccomp', 'apparmor', 'systempaths'].flatMap((name) => ['--security-opt', `${name}=unconfined`]);
  const engine = await mustDocker(
    ['run', '--detach', ...rights, ...unconfined, '--cgroupns', 'host', ...PROGRAMS].concat(
      ['--volume', '/sys/fs/cgroup:/sys/fs/cgroup:rw', '--volume', '/var/lib/docker'],
      [IMAGE, 'dockerd', '--host', 'unix:///run/inner.sock'],
    ),
  );
  const inner = ['exec', '--interactive', engine, 'docker', '--host', 'unix:///run/inner.sock'];
  await eventually('the inner engine answers', async () => {
    const { State: state } = JSON.parse(await mustDocker(['inspect', '--format', '{{json .}}', engine])) as {
      State: { Running: boolean };
    };
    if (!state.Running) throw new Error(`The inner engine has ended:\n${(await docker(['logs', engine])).text}`);
    return (await docker([...inner, 'version'])).status === 0;
  });
  await mustDocker([...inner, 'import', '-', IMAGE], { input: emptyImage() });
  return engine;
}
