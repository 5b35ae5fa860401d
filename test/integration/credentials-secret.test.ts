import { describe, expect } from '@jest/globals';
import type { StepResult } from '../../sandbox/harness/step.ts';
import type { World } from '../../sandbox/harness/world.ts';
import type { PolicyStatement } from '../../sandbox/index.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';

const PARAMETER = '/ci/github';
const SECRET = 'ci/github';

/** What else the role is granted, for a secret with that ARN. */
const mayRead = (world: World, arn: string): void => {
  const Action = arn.includes(':ssm:') ? 'ssm:GetParameter' : 'secretsmanager:GetSecretValue';
  world.sandbox.aws.allow(world.roleArn, { Effect: 'Allow', Action, Resource: arn });
};

const addParameter = (world: World, value: string): string => {
  const arn = world.sandbox.aws.addParameter({ name: PARAMETER, value });
  mayRead(world, arn);
  return arn;
};

const addSecret = (world: World, value: string): string => {
  const arn = world.sandbox.aws.addSecret({ name: SECRET, value });
  mayRead(world, arn);
  return arn;
};

/** The JSON of the world's App, as a user would store it. */
const appJson = ({ sandbox }: World, installationId?: number): string => {
  const { id, privateKey } = sandbox.github.app;
  return JSON.stringify({ appId: id, privateKey, ...(installationId && { installationId }) }, null, 2);
};

/** Inputs with a secret in place of a token. */
const from = (inputs: Readonly<Record<string, string>>, secret: string) => ({
  ...inputs,
  'github-token': '',
  'github-credentials-secret': secret,
});

const start = (world: World, secret: string): Promise<StepResult> =>
  world.run({ action: 'start-runner', inputs: from(world.startInputs, secret) });
const stop = (world: World, secret: string): Promise<StepResult> =>
  world.run({ action: 'stop-runner', inputs: from(world.stopInputs, secret) });

/** The log without the mask commands. */
const shown = ({ log }: StepResult): string => log.replaceAll(/^::add-mask::.*$/gm, '');

/** No line of it is printed, and every line is masked. */
function expectHidden(result: StepResult, secret: string): void {
  for (const line of secret.split('\n').filter((text) => text.trim().length >= 4)) {
    expect(result.masks).toContain(line);
    expect(shown(result)).not.toContain(line);
    expect(JSON.stringify(result.outputs) + result.summary).not.toContain(line);
  }
}

describe('Credentials for GitHub from a secret in AWS', () => {
  integrationCase('a token in an SSM parameter, given by name, starts and stops', () =>
    inWorld(async (world) => {
      const token = world.sandbox.github.token('admin');
      addParameter(world, `  ${token} \n`);
      const started = expectSuccess(await start(world, PARAMETER));
      expectHidden(started, token);
      expectSuccess(await stop(world, PARAMETER));
      await expectNothingLeft(world);
      expect(operations(world, 'ssm')).toEqual(['GetParameter', 'GetParameter']);
      expect(operations(world, 'secretsmanager')).toEqual([]);
    }),
  );

  integrationCase('an App key in a Secrets Manager secret, given by ARN, starts and stops', () =>
    inWorld(async (world) => {
      const { privateKey, installationId } = world.sandbox.github.app;
      const arn = addSecret(world, appJson(world, installationId));
      const started = expectSuccess(await start(world, arn));
      expectHidden(started, privateKey);
      expect(operations(world, 'github')).not.toContain('get-repository-installation');
      expectSuccess(await stop(world, arn));
      await expectNothingLeft(world);
      expect(operations(world, 'secretsmanager')).toEqual(['GetSecretValue', 'GetSecretValue']);
    }),
  );

  integrationCase('an App key that lost its line breaks works, and one that is none is named where it is', () =>
    inWorld(async (world) => {
      const { id, privateKey } = world.sandbox.github.app;
      const key = (text: string) => JSON.stringify({ appId: id, privateKey: text });
      addSecret(world, key(privateKey.replaceAll('\n', '\\r\\n')));
      expectSuccess(await start(world, SECRET));
      addParameter(world, key(privateKey.replaceAll('\n', ' ').replace(/[A-Za-z0-9+/]{64}/, 'bm8ga2V5')));
      const refused = await start(world, PARAMETER);
      expect(errorOf(refused)).toMatch(/privateKey in the SSM parameter \S+ in us-east-1, cannot be used/);
      expect(errorOf(refused)).toMatch(/Next step: .* into privateKey in the SSM parameter/);
      expect(refused.log).not.toContain('github-app-private-key');
    }),
  );

  integrationCase("an App key without its installation works, given by the secret's name", () =>
    inWorld(async (world) => {
      addSecret(world, appJson(world));
      const started = expectSuccess(await start(world, SECRET));
      expectHidden(started, world.sandbox.github.app.privateKey);
      expect(operations(world, 'github')).toContain('get-repository-installation');
    }),
  );

  integrationCase('a sweep of several clusters and repositories reads the secret once, with one session', () =>
    inWorld(async (world) => {
      const { sandbox } = world;
      addSecret(world, sandbox.github.token('admin'));
      const { owner, name } = sandbox.github.repository;
      sandbox.github.addRepository({ owner, name: 'other', id: 77 });
      const inputs = {
        ...from(world.stopInputs, SECRET),
        cluster: `ci, arn:${sandbox.aws.partition}:ecs:${sandbox.aws.region}:${sandbox.aws.account}:cluster/ci`,
        repositories: `${owner}/${name}, ${owner}/other`,
      };
      expectSuccess(await world.run({ action: 'sweep-runners', inputs }));
      expect(operations(world, 'secretsmanager')).toEqual(['GetSecretValue']);
      expect(operations(world, 'sts')).toEqual(['AssumeRoleWithWebIdentity']);
      expect(operations(world, 'github').filter((operation) => operation === 'list-runners').length).toBe(2);
    }),
  );

  integrationCase('it is read in parallel with the task definition, and the role is assumed once for both', () =>
    inWorld(async (world) => {
      const { sandbox } = world;
      addParameter(world, sandbox.github.token('admin'));
      // The secret is answered only after the task definition was requested.
      let definitionRequested = (): void => undefined;
      const definition = new Promise<void>((resolve) => {
        definitionRequested = resolve;
      });
      sandbox.observe(async (phase, { operation }) => {
        if (operation === 'DescribeTaskDefinition') definitionRequested();
        if (operation === 'GetParameter' && phase === 'received') await definition;
      });
      expectSuccess(await start(world, PARAMETER));
      expect(operations(world, 'sts')).toEqual(['AssumeRoleWithWebIdentity']);
    }),
  );

  integrationCase('a parameter that is not encrypted works, with a warning', () =>
    inWorld(async (world) => {
      const value = world.sandbox.github.token('admin');
      mayRead(world, world.sandbox.aws.addParameter({ name: PARAMETER, value, type: 'String' }));
      const { log } = expectSuccess(await start(world, PARAMETER));
      expect(log).toMatch(
        /::warning::The SSM parameter \/ci\/github in us-east-1 is a String, .* make it a SecureString/,
      );
    }),
  );

  integrationCase('throttling by the service that stores it is waited out', () =>
    inWorld(async (world) => {
      addParameter(world, world.sandbox.github.token('admin'));
      const body = { __type: 'ThrottlingException', message: 'Rate exceeded' };
      world.sandbox.faults.add({
        service: 'ssm',
        operation: 'GetParameter',
        times: 2,
        effect: { kind: 'respond', when: 'before', status: 400, body },
      });
      expect(expectSuccess(await start(world, PARAMETER)).log).toContain('AWS throttles requests');
    }),
  );

  integrationCase('a killed start is removed by post, which reads the secret again', () =>
    inWorld(async (world) => {
      addSecret(world, world.sandbox.github.token('admin'));
      const inputs = from(world.startInputs, SECRET);
      const running = world.start({ action: 'start-runner', inputs });
      const end = world.sandbox.observe((phase, { operation }) => {
        if (operation === 'RunTask' && phase === 'answered') running.child.kill('SIGKILL');
      });
      const { state } = await running.done;
      end();
      expectSuccess(await world.run({ action: 'start-runner', phase: 'post', inputs, state }));
      await expectNothingLeft(world);
      expect(operations(world, 'secretsmanager')).toEqual(['GetSecretValue', 'GetSecretValue']);
    }),
  );

  integrationCase('a token that GitHub refuses is reported like one from the inputs', () =>
    inWorld(async (world) => {
      addSecret(world, world.sandbox.github.token('expired'));
      expect(errorOf(await start(world, SECRET))).toMatch(/401|Bad credentials/);
    }),
  );
});

/** An unusable secret: the state of AWS, and what the error must say. */
interface Unusable {
  readonly name: string;
  readonly secret: string;
  readonly prepare?: (world: World) => void;
  readonly says: readonly (string | RegExp)[];
  /** Text that must not be printed. */
  readonly hides?: string;
}

function unusable({ name, secret, prepare, says, hides }: Unusable): void {
  integrationCase(name, () =>
    inWorld(async (world) => {
      prepare?.(world);
      const result = await start(world, secret);
      const error = errorOf(result);
      for (const part of says) expect(error).toMatch(part);
      expect(error).toContain('Next step: ');
      if (hides !== undefined) expect(shown(result)).not.toContain(hides);
      // Without credentials no request goes to GitHub, and nothing is launched.
      expect(operations(world, 'github')).toEqual([]);
      expect(operations(world, 'ecs')).not.toContain('RunTask');
    }),
  );
}

const allow = (world: World, ...statements: PolicyStatement[]): void => {
  for (const statement of statements) world.sandbox.aws.allow(world.roleArn, statement);
};
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/0f0f';
const LEAK = 'do-not-print-me';

describe('A secret that cannot be used', () => {
  unusable({
    name: 'the parameter does not exist',
    secret: '/ci/typo',
    prepare: (world) => allow(world, { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' }),
    says: [/SSM parameter \/ci\/typo in us-east-1/, /github-credentials-secret, or aws-region/],
  });
  unusable({
    name: 'the secret does not exist',
    secret: 'typo',
    prepare: (world) => allow(world, { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }),
    says: [/Secrets Manager secret typo in us-east-1/, /A name that begins with \/ is an SSM parameter/],
  });
  unusable({
    name: 'the secret was created without a value',
    secret: SECRET,
    prepare: (world) => mayRead(world, world.sandbox.aws.addSecret({ name: SECRET })),
    says: [/There is no value in the Secrets Manager secret ci\/github/, /put-secret-value/],
  });
  unusable({
    name: 'the role may not read the parameter',
    secret: PARAMETER,
    prepare: ({ sandbox }) => sandbox.aws.addParameter({ name: PARAMETER, value: LEAK }),
    says: [
      /may not ssm:GetParameter on arn:aws:ssm:us-east-1:123456789012:parameter\/ci\/github/,
      /Allow ssm:GetParameter on \S+parameter\/ci\/github in a policy of the role starter/,
    ],
  });
  unusable({
    name: 'the role may not read the secret',
    secret: SECRET,
    prepare: ({ sandbox }) => sandbox.aws.addSecret({ name: SECRET, value: LEAK }),
    says: [/Allow secretsmanager:GetSecretValue on \S+secret:ci\/github-\S+ in a policy of the role starter/],
  });
  unusable({
    name: 'the role may not use the key of the parameter',
    secret: PARAMETER,
    prepare: (world) =>
      mayRead(world, world.sandbox.aws.addParameter({ name: PARAMETER, value: LEAK, kmsKeyArn: KEY })),
    says: [/key that encrypts the SSM parameter \/ci\/github/, /Allow kms:Decrypt on that KMS key/],
  });
  unusable({
    name: 'the role may not use the key of the secret',
    secret: SECRET,
    prepare: (world) => mayRead(world, world.sandbox.aws.addSecret({ name: SECRET, value: LEAK, kmsKeyArn: KEY })),
    says: [/Access to KMS is not allowed/, /Allow kms:Decrypt on that KMS key/],
  });
  unusable({
    name: 'the secret is marked for deletion',
    secret: SECRET,
    prepare: (world) => mayRead(world, world.sandbox.aws.addSecret({ name: SECRET, value: LEAK, isDeleted: true })),
    says: [/marked for deletion/, /restore-secret/],
  });
  unusable({
    name: 'the secret is binary',
    secret: SECRET,
    prepare: (world) => mayRead(world, world.sandbox.aws.addSecret({ name: SECRET, binary: 'AAEC' })),
    says: [/holds a binary value/, /as text/],
  });
  unusable({
    name: 'the parameter contains only white space',
    secret: PARAMETER,
    prepare: (world) => addParameter(world, ' \n'),
    says: [/SSM parameter \/ci\/github in us-east-1 is empty/, /Store a token/],
  });
  unusable({
    name: 'the answer contains no value',
    secret: PARAMETER,
    prepare: (world) => {
      addParameter(world, LEAK);
      const body = { Parameter: { Name: PARAMETER, Type: 'SecureString' } };
      world.sandbox.faults.add({
        service: 'ssm',
        operation: 'GetParameter',
        effect: { kind: 'respond', when: 'after', status: 200, body },
      });
    },
    says: [/AWS answered ssm:GetParameter for \/ci\/github with no value/],
  });
  unusable({
    name: 'the secret contains invalid JSON',
    secret: SECRET,
    prepare: (world) => addSecret(world, `{"appId": "1", "privateKey": ${LEAK}`),
    says: [/begins like JSON but is not valid/, /not shown/, /"appId"/],
    hides: LEAK,
  });
});
