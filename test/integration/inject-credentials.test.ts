import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectSuccess, inWorld } from '../helpers/scenario.ts';
import { onTask } from '../helpers/task-job.ts';

const KEYS = {
  AWS_ACCESS_KEY_ID: 'access-key-id',
  AWS_SECRET_ACCESS_KEY: 'secret-access-key',
  AWS_SESSION_TOKEN: 'session-token',
};

/** The identity of the exported keys, according to STS. */
async function identityOf(world: World, variables: Readonly<Record<string, string>>): Promise<string | undefined> {
  const client = new STSClient({
    region: variables['AWS_REGION'] ?? '',
    endpoint: world.sandbox.aws.endpointUrl,
    credentials: {
      accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
      sessionToken: variables['AWS_SESSION_TOKEN'] ?? '',
    },
  });
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Arn;
  } finally {
    client.destroy();
  }
}

const nameOf = (arn: string): string => arn.split('/').at(-1) ?? '';

describe('inject-credentials', () => {
  integrationCase('exports keys of the task role with the region, and blanks them in post', () =>
    onTask(async ({ world, taskArn, inject, post }) => {
      const main = expectSuccess(await inject());
      expect(Object.keys(main.exported).toSorted()).toEqual(
        [...Object.keys(KEYS), 'AWS_REGION', 'AWS_DEFAULT_REGION'].toSorted(),
      );
      expect(main.exported).toMatchObject({ AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' });
      expect(await identityOf(world, main.exported)).toMatch(`:assumed-role/task/${nameOf(taskArn)}`);
      for (const [variable, output] of Object.entries(KEYS)) {
        expect(main.outputs[output]).toBe(main.exported[variable]);
      }
      expect(main.outputs).toMatchObject({
        'role-arn': 'arn:aws:iam::123456789012:role/task',
        'account-id': '123456789012',
        'env-file': '',
        'docker-args':
          '--env AWS_ACCESS_KEY_ID --env AWS_SECRET_ACCESS_KEY --env AWS_SESSION_TOKEN --env AWS_REGION --env AWS_DEFAULT_REGION',
      });
      expect(Date.parse(main.outputs['expiration'] ?? '')).toBeGreaterThan(world.sandbox.clock.now());
      const after = expectSuccess(await post(main));
      expect(after.exported).toEqual(Object.fromEntries(Object.keys(main.exported).map((name) => [name, ''])));
    }),
  );

  integrationCase('masks every secret in every form before use, and leaves none in log or state', () =>
    onTask(async ({ inject, temp }) => {
      const envFile = join(temp, 'aws.env');
      const main = expectSuccess(await inject({ 'env-file': envFile }));
      const secrets = Object.keys(KEYS).map((name) => main.exported[name] ?? '');
      for (const secret of secrets) {
        const unpadded = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '');
        expect(main.masks).toEqual(
          expect.arrayContaining([secret, unpadded(secret), unpadded(`${secret}\n`), encodeURIComponent(secret)]),
        );
      }
      const printed = main.log.replaceAll(/^::add-mask::.*$/gm, '');
      for (const mask of main.masks) expect(printed + JSON.stringify(main.state) + main.summary).not.toContain(mask);
      for (const secret of secrets) expect(main.outputs['docker-args']).not.toContain(secret);
      // The id in the endpoint's path is enough to get the role.
      expect(main.masks.some((mask) => /^[0-9a-f]{32}$/.test(mask))).toBe(true);
    }),
  );

  integrationCase('passes on the endpoint itself, and blanks keys that would take precedence over it', () =>
    onTask(async ({ environment, inject, post }) => {
      const stale = { AWS_ACCESS_KEY_ID: 'AKIAOLD', AWS_SECRET_ACCESS_KEY: 'old-secret', AWS_REGION: 'eu-west-1' };
      const main = expectSuccess(await inject({ mode: 'endpoint' }, stale));
      expect(main.exported).toEqual({
        AWS_ACCESS_KEY_ID: '',
        AWS_SECRET_ACCESS_KEY: '',
        AWS_CONTAINER_CREDENTIALS_FULL_URI: environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'],
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
      });
      expect(main.outputs).toMatchObject({ 'access-key-id': '', 'secret-access-key': '', 'session-token': '' });
      expect(main.outputs['docker-args']).toBe(
        '--env AWS_CONTAINER_CREDENTIALS_FULL_URI --env AWS_REGION --env AWS_DEFAULT_REGION',
      );
      expect(main.log).toMatch(/::warning::The credentials endpoint has this machine's own address/);
      const after = expectSuccess(await post(main));
      // AWS_REGION was set before this step.
      expect(after.exported).toEqual({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: '',
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: '',
      });
    }),
  );

  integrationCase('provides a narrower role with a session policy', () =>
    onTask(async ({ world, inject }) => {
      const { aws } = world.sandbox;
      const may = (action: string) => ({ Effect: 'Allow', Action: action, Resource: '*' }) as const;
      const push = aws.addRole({ name: 'push', statements: [may('ecs:ListTasks'), may('ecs:DescribeTasks')] });
      aws.addRole({ name: 'task', statements: [may('sts:AssumeRole')] });
      const inputs = {
        'role-to-assume': push,
        'role-session-name': 'step',
        'inline-session-policy': JSON.stringify({ Version: '2012-10-17', Statement: [may('ecs:ListTasks')] }),
      };
      const main = expectSuccess(await inject(inputs));
      expect(await identityOf(world, main.exported)).toBe('arn:aws:sts::123456789012:assumed-role/push/step');
      expect(main.outputs).toMatchObject({ 'role-arn': push, 'account-id': '123456789012' });
      const sent = world.sandbox.journal.find(({ operation }) => operation === 'AssumeRole')?.request.body ?? '';
      expect(new URLSearchParams(sent).get('Policy')).toBe(inputs['inline-session-policy']);
      expect(main.masks).toContain(main.exported['AWS_SECRET_ACCESS_KEY']);
    }),
  );

  integrationCase('writes an env file that only its owner can read, and removes it in post after a cancel', () =>
    onTask(async ({ inject, post, temp }) => {
      const inputs = { 'env-file': 'aws.env', 'export-environment': 'false' };
      const main = expectSuccess(await inject(inputs));
      const path = join(temp, 'aws.env');
      expect(main.outputs).toMatchObject({ 'env-file': path, 'docker-args': `--env-file ${path}` });
      expect(main.exported).toEqual({});
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const lines = readFileSync(path, 'utf8').split('\n');
      expect(lines).toContain(`AWS_SESSION_TOKEN=${main.outputs['session-token']}`);
      expect(lines).toContain('AWS_REGION=us-east-1');
      // Once more, as a long job would: the file is replaced.
      expectSuccess(await inject(inputs));
      // A killed step has no outputs, but the state that it saved.
      expectSuccess(await post(main));
      expect(readdirSync(temp)).toEqual([]);
    }),
  );

  integrationCase('overwrites no existing file, and follows no link', () =>
    onTask(async ({ inject, post, temp }) => {
      const own = join(temp, 'own.env');
      writeFileSync(own, 'MINE=1\n');
      const failed = await inject({ 'env-file': own });
      expect(errorOf(failed)).toMatch(/own\.env was not written: a file or link already exists there/);
      expect(expectSuccess(await post(failed)).log).toMatch(/::warning::.*own\.env is no longer the file/);
      expect(readFileSync(own, 'utf8')).toBe('MINE=1\n');
      const link = join(temp, 'link.env');
      symlinkSync(join(temp, 'elsewhere'), link);
      expect(errorOf(await inject({ 'env-file': link }))).toMatch(/link\.env was not written/);
      expect(readdirSync(temp).toSorted()).toEqual(['link.env', 'own.env']);
    }),
  );

  integrationCase("in a job container finds the endpoint in the start script's file", () =>
    onTask(async ({ environment, inject, temp }) => {
      const work = join(temp, 'work');
      mkdirSync(join(work, '_temp'), { recursive: true });
      const { AWS_CONTAINER_CREDENTIALS_FULL_URI: uri, ECS_CONTAINER_METADATA_URI_V4: metadata } = environment;
      writeFileSync(
        join(work, '_ecs-github-runner'),
        `AWS_CONTAINER_CREDENTIALS_FULL_URI=${uri}\nECS_CONTAINER_METADATA_URI_V4=${metadata}\nPATH=/evil\n`,
      );
      const inContainer = {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: '',
        ECS_CONTAINER_METADATA_URI_V4: '',
        RUNNER_TEMP: join(work, '_temp'),
        GITHUB_WORKSPACE: '/__w/repo/repo',
      };
      const main = expectSuccess(await inject({}, inContainer));
      expect(main.exported).toMatchObject({ AWS_REGION: 'us-east-1' });
      expect(main.exported['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
    }),
  );

  integrationCase("is the root action's mode credentials, with its own mode as credentials-mode", () =>
    onTask(async ({ world, environment }) => {
      const inputs = { mode: 'credentials', 'credentials-mode': 'endpoint' };
      const main = expectSuccess(await world.run({ action: '.', inputs, environment, mayUseOidc: false }));
      expect(main.exported).toHaveProperty('AWS_CONTAINER_CREDENTIALS_FULL_URI');
      const { state } = main;
      const post = expectSuccess(await world.run({ action: '.', phase: 'post', inputs, environment, state }));
      expect(post.exported).toMatchObject({ AWS_CONTAINER_CREDENTIALS_FULL_URI: '' });
    }),
  );

  integrationCase('the start script passes the endpoint to docker steps if requested', () =>
    inWorld(async (world) => {
      const { aws, github } = world.sandbox;
      const inputs = { ...world.startInputs, 'credentials-for-docker-steps': 'true', 'work-folder': 'w' };
      const start = expectSuccess(await world.run({ action: 'start-runner', inputs }));
      const script =
        'cat "$RUNNER_TEMP/../_ecs-github-runner"; echo "handed over: $AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"';
      const job = await github.queueJob({ labels: [start.outputs['label'] ?? ''], script }).done;
      const path = aws.credentialsPath(aws.taskArns[0] ?? '');
      expect(job.conclusion).toBe('success');
      expect(job.log).toContain(`::add-mask::${path.split('/').at(-1)}`);
      expect(job.log).toContain(`\nAWS_CONTAINER_CREDENTIALS_RELATIVE_URI=${path}\n`);
      expect(job.log).toContain(`handed over: ${path}`);
    }),
  );
});
