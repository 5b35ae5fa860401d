import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import type { SandboxOptions } from '../../sandbox/index.ts';
import type { StepResult } from '../helpers/action.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';
import type { World } from '../helpers/world.ts';

const KEYS = {
  AWS_ACCESS_KEY_ID: 'access-key-id',
  AWS_SECRET_ACCESS_KEY: 'secret-access-key',
  AWS_SESSION_TOKEN: 'session-token',
};

let temp = '';
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'runner-temp-'));
});
afterEach(() => rmSync(temp, { recursive: true, force: true }));

/** A job on a task with the role `task`, whose endpoint is the sandbox's. */
interface Job {
  readonly world: World;
  readonly arn: string;
  readonly environment: Readonly<Record<string, string>>;
  inject(
    inputs?: Readonly<Record<string, string>>,
    environment?: Readonly<Record<string, string>>,
  ): Promise<StepResult>;
  post(main: StepResult): Promise<StepResult>;
}

function onTask(scenario: (job: Job) => Promise<void>, options?: SandboxOptions): Promise<void> {
  return inWorld(async (world) => {
    const { aws } = world.sandbox;
    const arn = aws.addTask({ cluster: 'ci', family: 'runner' });
    const environment = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: aws.endpointUrl + aws.credentialsPath(arn),
      ECS_CONTAINER_METADATA_URI_V4: `${aws.endpointUrl}/v4/${arn.split('/').at(-1)}`,
      RUNNER_TEMP: temp,
      RUNNER_NAME: 'egr-1',
      GITHUB_WORKSPACE: temp,
    };
    const run = (step: Parameters<World['run']>[0]) =>
      world.run({ ...step, action: 'inject-credentials', mayUseOidc: false });
    await scenario({
      world,
      arn,
      environment,
      inject: (inputs = {}, more = {}) =>
        run({ action: 'inject-credentials', inputs, environment: { ...environment, ...more } }),
      post: ({ state }) => run({ action: 'inject-credentials', phase: 'post', inputs: {}, environment, state }),
    });
  }, options);
}

/** Who STS says that the exported keys are. */
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
  integrationCase('exports keys of the task role with its region, and blanks them in post', () =>
    onTask(async ({ world, arn, inject, post }) => {
      const main = expectSuccess(await inject());
      expect(Object.keys(main.exported).toSorted()).toEqual(
        [...Object.keys(KEYS), 'AWS_REGION', 'AWS_DEFAULT_REGION'].toSorted(),
      );
      expect(main.exported).toMatchObject({ AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' });
      expect(await identityOf(world, main.exported)).toMatch(`:assumed-role/task/${nameOf(arn)}`);
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

  integrationCase('masks every secret in every form before it is used, and leaves none in log or state', () =>
    onTask(async ({ inject }) => {
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
      // The id in the endpoint's path is all that one needs to ask for the role.
      expect(main.masks.some((mask) => /^[0-9a-f]{32}$/.test(mask))).toBe(true);
    }),
  );

  integrationCase('hands over the endpoint itself, and blanks keys that would win over it', () =>
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
      expect(main.log).toMatch(/::warning::The credentials endpoint is on this machine's own address/);
      const after = expectSuccess(await post(main));
      // AWS_REGION was there before this step.
      expect(after.exported).toEqual({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: '',
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: '',
      });
    }),
  );

  integrationCase('hands out a narrower role with a session policy', () =>
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

  integrationCase('says who must allow what where the role cannot be assumed', () =>
    onTask(async ({ inject }) => {
      const error = errorOf(await inject({ 'role-to-assume': 'arn:aws:iam::123456789012:role/push' }));
      expect(error).toMatch(/role\/task could not assume arn:aws:iam::123456789012:role\/push: AccessDenied/);
      expect(error).toMatch(/Next step: Allow sts:AssumeRole on .*role\/push in a policy of .*role\/task/);
    }),
  );

  integrationCase('writes an env file that only its owner reads, and removes it in post after a cancel', () =>
    onTask(async ({ inject, post }) => {
      const inputs = { 'env-file': 'aws.env', 'export-environment': 'false' };
      const main = expectSuccess(await inject(inputs));
      const path = join(temp, 'aws.env');
      expect(main.outputs).toMatchObject({ 'env-file': path, 'docker-args': `--env-file ${path}` });
      expect(main.exported).toEqual({});
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const lines = readFileSync(path, 'utf8').split('\n');
      expect(lines).toContain(`AWS_SESSION_TOKEN=${main.outputs['session-token']}`);
      expect(lines).toContain('AWS_REGION=us-east-1');
      // Again, as a long job would: the file is replaced.
      expectSuccess(await inject(inputs));
      // A step that was killed has no outputs, but the state that it had saved.
      expectSuccess(await post(main));
      expect(readdirSync(temp)).toEqual([]);
    }),
  );

  integrationCase('writes into nothing that is there already, and follows no link', () =>
    onTask(async ({ inject, post }) => {
      const own = join(temp, 'own.env');
      writeFileSync(own, 'MINE=1\n');
      const failed = await inject({ 'env-file': own });
      expect(errorOf(failed)).toMatch(/own\.env was not written: there is a file or link already/);
      expect(expectSuccess(await post(failed)).log).toMatch(/::warning::.*own\.env is no longer the file/);
      expect(readFileSync(own, 'utf8')).toBe('MINE=1\n');
      const link = join(temp, 'link.env');
      symlinkSync(join(temp, 'elsewhere'), link);
      expect(errorOf(await inject({ 'env-file': link }))).toMatch(/link\.env was not written/);
      expect(readdirSync(temp).toSorted()).toEqual(['link.env', 'own.env']);
    }),
  );

  integrationCase('waits for credentials that are not delivered yet', () =>
    onTask(
      async ({ world, inject }) => {
        const main = expectSuccess(await inject());
        expect(main.log).toMatch(/answered 503 \(CredentialsUninitialized.*no credentials delivered yet. Trying again/);
        expect(operations(world, 'credentials').length).toBeGreaterThan(2);
      },
      { aws: { credentialsAfterMs: 15_000 } },
    ),
  );

  integrationCase(
    'gives up within a minute on credentials that never come, and on an endpoint that never answers',
    () =>
      onTask(async ({ world, inject }) => {
        const { faults } = world.sandbox;
        const uninitialized = { kind: 'respond', when: 'before', status: 503, body: {} } as const;
        faults.add({ service: 'credentials', operation: 'GetCredentials', times: Infinity, effect: uninitialized });
        const refused = errorOf(await inject({ 'aws-region': 'us-east-1' }));
        expect(refused).toMatch(/no credentials within 60 s, in \d+ attempts.*answered 503.*delivered yet/);
        expect(refused).toMatch(/Next step: Check the task role's trust policy/);
        faults.clear();
        const silent = { kind: 'hang', when: 'before' } as const;
        faults.add({ service: 'credentials', operation: 'GetCredentials', times: Infinity, effect: silent });
        const hung = errorOf(await inject({ 'aws-region': 'us-east-1' }, { TEST_FAST_DEADLINES: '1' }));
        expect(hung).toMatch(/no credentials within 60 s.*no whole answer within/);
      }),
  );

  integrationCase('asks the endpoint itself, whatever proxy the step has', () =>
    onTask(async ({ inject }) => {
      const proxy = 'http://127.0.0.1:1';
      const main = expectSuccess(await inject({}, { HTTP_PROXY: proxy, http_proxy: proxy, NODE_USE_ENV_PROXY: '1' }));
      expect(main.exported).toMatchObject({ AWS_REGION: 'us-east-1' });
    }),
  );

  integrationCase('outlasts a rate limit and a dropped connection', () =>
    onTask(async ({ world, inject }) => {
      const { faults } = world.sandbox;
      const of = { service: 'credentials', operation: 'GetCredentials' };
      faults.add({ ...of, effect: { kind: 'respond', when: 'before', status: 429, body: 'maximum' } });
      faults.add({ ...of, from: 2, effect: { kind: 'drop', when: 'before' } });
      const main = expectSuccess(await inject({ 'aws-region': 'us-east-1' }));
      expect(main.log).toMatch(/answered 429/);
      expect(main.log).toMatch(/No answer from the credentials endpoint/);
    }),
  );

  integrationCase('says what an unknown id means, which is that the task has ended', () =>
    onTask(async ({ world, arn, inject }) => {
      world.sandbox.aws.endTask(arn, { stopCode: 'UserInitiated', stoppedReason: 'test' });
      await world.sandbox.clock.sleep(1000);
      const error = errorOf(await inject());
      expect(error).toMatch(/answered 400 \(InvalidIdInRequest: .*\): it does not know these credentials/);
      expect(error).toMatch(/Next step: Their task has ended, or is on another instance/);
      expect(operations(world, 'credentials').filter((name) => name === 'GetCredentials')).toHaveLength(1);
    }),
  );

  integrationCase('follows no redirect and takes nothing that is no answer of such an endpoint', () =>
    onTask(async ({ world, inject }) => {
      const { faults } = world.sandbox;
      const answer = async (effect: { status: number; headers?: Record<string, string>; body: string | object }) => {
        faults.clear();
        const respond = { kind: 'respond', when: 'before', ...effect } as const;
        faults.add({ service: 'credentials', operation: 'GetCredentials', effect: respond });
        return errorOf(await inject({ 'aws-region': 'us-east-1' }));
      };
      const location = `${world.sandbox.aws.endpointUrl}/v2/credentials/other`;
      expect(await answer({ status: 302, headers: { location }, body: '' })).toMatch(/answered 302, a redirect/);
      expect(await answer({ status: 404, body: 'not found' })).toMatch(/no credentials endpoint at that path/);
      expect(await answer({ status: 200, body: '<html>' })).toMatch(/answered 200 without AccessKeyId, Secret/);
      const evil = { AccessKeyId: 'A', SecretAccessKey: 'top\nsecret', Token: 't', Expiration: '2099-01-01T00:00:00Z' };
      const error = await answer({ status: 200, body: evil });
      expect(error).toMatch(/with values that are no credentials/);
      expect(error).not.toContain('secret');
    }),
  );

  integrationCase('fetches again, then warns, when the validity left is short', () =>
    onTask(async ({ world, inject }) => {
      const short = expectSuccess(await inject({ 'minimum-validity-minutes': '360' }));
      expect(short.log).toMatch(/::warning::The credentials end in 35\d minutes, sooner than minimum-validity-minutes/);
      expect(operations(world, 'credentials').filter((name) => name === 'GetCredentials')).toHaveLength(2);
      const long = expectSuccess(await inject());
      expect(long.log).not.toContain('::warning::');
    }),
  );

  integrationCase('in a job container finds the endpoint in the file of the start script', () =>
    onTask(async ({ environment, inject }) => {
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

  integrationCase('off ECS says where it ran, what it looked for, and the next step', () =>
    onTask(async ({ world, inject }) => {
      const none = { AWS_CONTAINER_CREDENTIALS_FULL_URI: '', ECS_CONTAINER_METADATA_URI_V4: '' };
      const hosted = errorOf(await inject({}, { ...none, RUNNER_ENVIRONMENT: 'github-hosted' }));
      expect(hosted).toMatch(/No task role was found. This step runs on a machine of GitHub/);
      expect(hosted).toMatch(/AWS_CONTAINER_CREDENTIALS_RELATIVE_URI.*_ecs-github-runner/);
      expect(hosted).toMatch(/Next step: .*`runs-on` the label of start-runner/);
      const own = errorOf(await inject({}, none));
      expect(own).toMatch(/runs on runner egr-1;.*Next step: Run the job on a runner in ECS whose task/s);
      const container = errorOf(await inject({}, { ...none, GITHUB_WORKSPACE: '/__w/repo/repo' }));
      expect(container).toMatch(/in a job container.*Next step: .*start-script: inject/s);
      const noRole = errorOf(await inject({}, { ...none, ECS_CONTAINER_METADATA_URI_V4: 'http://169.254.170.2/v4/x' }));
      expect(noRole).toMatch(/an ECS task without a task role: set taskRoleArn/);
      expect(world.sandbox.journal).toEqual([]);
    }),
  );

  integrationCase('sends nothing to a host that the SDKs would not ask', () =>
    onTask(async ({ world, inject }) => {
      const evil = {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://example.com/x',
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 'abcdef',
      };
      expect(errorOf(await inject({}, evil))).toMatch(/where the SDKs send no token either/);
      const joined = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '@example.com/x' };
      expect(errorOf(await inject({}, joined))).toMatch(/RELATIVE_URI must be a path/);
      expect(world.sandbox.journal).toEqual([]);
    }),
  );

  integrationCase('reports every wrong input at once, and asks nobody', () =>
    onTask(async ({ world, inject }) => {
      const inputs = {
        mode: 'both',
        'role-session-name': 'a b',
        'role-duration-seconds': '7200',
        'inline-session-policy': '{}',
        'env-file': '$(id).env',
        'export-environment': 'no',
        'minimum-validity-minutes': '-1',
        'aws-region': 'Frankfurt',
      };
      const error = errorOf(await inject(inputs));
      for (const name of Object.keys(inputs)) expect(error).toContain(name);
      expect(errorOf(await inject({ mode: 'endpoint', 'role-to-assume': 'arn:aws:iam::123456789012:role/x' }))).toMatch(
        /role-to-assume cannot be handed out with mode: endpoint/,
      );
      expect(world.sandbox.journal).toEqual([]);
    }),
  );

  integrationCase('is the mode credentials of the root action, its own mode being credentials-mode', () =>
    onTask(async ({ world, environment }) => {
      const inputs = { mode: 'credentials', 'credentials-mode': 'endpoint' };
      const main = expectSuccess(await world.run({ action: '.', inputs, environment, mayUseOidc: false }));
      expect(main.exported).toHaveProperty('AWS_CONTAINER_CREDENTIALS_FULL_URI');
      const { state } = main;
      const post = expectSuccess(await world.run({ action: '.', phase: 'post', inputs, environment, state }));
      expect(post.exported).toMatchObject({ AWS_CONTAINER_CREDENTIALS_FULL_URI: '' });
    }),
  );

  integrationCase('the start script hands the endpoint to docker steps where that was asked for', () =>
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
