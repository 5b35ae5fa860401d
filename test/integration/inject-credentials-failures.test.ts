import { readdirSync } from 'node:fs';
import { describe, expect } from '@jest/globals';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectSuccess, operations } from '../helpers/scenario.ts';
import { onTask } from '../helpers/task-job.ts';

describe('inject-credentials, when something is wrong', () => {
  integrationCase('says who must allow what if the role cannot be assumed', () =>
    onTask(async ({ inject }) => {
      const error = errorOf(await inject({ 'role-to-assume': 'arn:aws:iam::123456789012:role/push' }));
      expect(error).toMatch(/role\/task could not assume arn:aws:iam::123456789012:role\/push: AccessDenied/);
      expect(error).toMatch(/Next step: Allow sts:AssumeRole on .*role\/push in a policy of .*role\/task/);
    }),
  );

  integrationCase('waits for credentials that have not been delivered yet', () =>
    onTask(
      async ({ world, inject }) => {
        const main = expectSuccess(await inject());
        expect(main.log).toMatch(/answered 503 \(CredentialsUninitialized.*no credentials delivered yet. Retrying/);
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
        expect(refused).toMatch(/No credentials arrived within 60 s, in \d+ attempts.*answered 503.*delivered yet/);
        expect(refused).toMatch(/Next step: Check the task role's trust policy/);
        faults.clear();
        const silent = { kind: 'hang', when: 'before' } as const;
        faults.add({ service: 'credentials', operation: 'GetCredentials', times: Infinity, effect: silent });
        const hung = errorOf(await inject({ 'aws-region': 'us-east-1' }, { TEST_FAST_DEADLINES: '1' }));
        expect(hung).toMatch(/No credentials arrived within 60 s.*no complete answer within/);
      }),
  );

  integrationCase('calls the endpoint directly, whatever proxy the step has', () =>
    onTask(async ({ inject }) => {
      const proxy = 'http://127.0.0.1:1';
      const main = expectSuccess(await inject({}, { HTTP_PROXY: proxy, http_proxy: proxy, NODE_USE_ENV_PROXY: '1' }));
      expect(main.exported).toMatchObject({ AWS_REGION: 'us-east-1' });
    }),
  );

  integrationCase('a step cancelled while it waits leaves nothing, and its post step is green', () =>
    onTask(async ({ world, environment, post }) => {
      const silent = { kind: 'hang', when: 'before' } as const;
      world.sandbox.faults.add({ service: 'credentials', operation: 'GetCredentials', effect: silent });
      const inputs = { 'env-file': 'aws.env' };
      const step = world.start({ action: 'inject-credentials', inputs, environment, mayUseOidc: false });
      while (!operations(world, 'credentials').includes('GetCredentials')) await world.sandbox.clock.sleep(100);
      step.child.kill('SIGINT');
      const main = await step.done;
      expect(main).toMatchObject({ exitCode: null, exported: {}, outputs: {} });
      const after = expectSuccess(await post(main));
      expect(after.exported).toEqual({});
      expect(readdirSync(environment['RUNNER_TEMP'] ?? '')).toEqual([]);
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

  integrationCase('says that an unknown id means that the task has ended', () =>
    onTask(async ({ world, taskArn, inject }) => {
      world.sandbox.aws.endTask(taskArn, { stopCode: 'UserInitiated', stoppedReason: 'test' });
      await world.sandbox.clock.sleep(1000);
      const error = errorOf(await inject());
      expect(error).toMatch(/answered 400 \(InvalidIdInRequest: .*\): it does not know these credentials/);
      expect(error).toMatch(/Next step: Their task has ended, or is on another instance/);
      expect(operations(world, 'credentials').filter((name) => name === 'GetCredentials')).toHaveLength(1);
    }),
  );

  integrationCase('follows no redirect and accepts only answers of such an endpoint', () =>
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
      expect(error).toMatch(/with values that are not credentials/);
      expect(error).not.toContain('secret');
    }),
  );

  integrationCase('fetches again, then warns, if the remaining validity is short', () =>
    onTask(async ({ world, inject }) => {
      // The task's keys come to be when they are first asked for.
      expectSuccess(await inject());
      await world.sandbox.clock.advance(5 * 60_000);
      const short = expectSuccess(await inject({ 'minimum-validity-minutes': '360' }));
      expect(short.log).toMatch(
        /::warning::The credentials expire in 35\d minutes, sooner than minimum-validity-minutes/,
      );
      expect(operations(world, 'credentials').filter((name) => name === 'GetCredentials')).toHaveLength(3);
      const long = expectSuccess(await inject());
      expect(long.log).not.toContain('::warning::');
    }),
  );

  integrationCase('outside ECS says where it ran, what it searched for, and the next step', () =>
    onTask(async ({ world, inject }) => {
      const none = { AWS_CONTAINER_CREDENTIALS_FULL_URI: '', ECS_CONTAINER_METADATA_URI_V4: '' };
      const hosted = errorOf(await inject({}, { ...none, RUNNER_ENVIRONMENT: 'github-hosted' }));
      expect(hosted).toMatch(/No task role was found. This step runs on one of GitHub's machines/);
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

  integrationCase('sends nothing to a host that the SDKs would refuse', () =>
    onTask(async ({ world, inject }) => {
      const evil = {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://example.com/x',
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 'abcdef',
      };
      expect(errorOf(await inject({}, evil))).toMatch(/which the SDKs refuse as well/);
      const joined = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '@example.com/x' };
      expect(errorOf(await inject({}, joined))).toMatch(/RELATIVE_URI must be a path/);
      expect(world.sandbox.journal).toEqual([]);
    }),
  );

  integrationCase('reports every wrong input at once, and sends no request', () =>
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
});
