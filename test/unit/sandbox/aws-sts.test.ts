import { DescribeClustersCommand } from '@aws-sdk/client-ecs';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ALLOW_ALL, AUDIENCE, AwsWorld, ISSUER, type Keys, refusal } from './aws-world.ts';

describe('STS', () => {
  let world: AwsWorld;
  let roleArn: string;
  beforeEach(async () => {
    world = await AwsWorld.start();
    const trust = { audience: AUDIENCE, subjects: ['repo:octo-org/octo-repo:*'] };
    roleArn = world.aws.addRole({ name: 'starter', trust, maxSessionSeconds: 7200, statements: [ALLOW_ALL] });
    const special = { audience: 'special', subjects: ['*'] };
    world.aws.addRole({ name: 'special', trust: special, statements: [ALLOW_ALL] });
  });
  afterEach(() => world.close());

  const assume = async (input: Partial<AssumeRoleWithWebIdentityCommandInput> = {}) =>
    world.sts().send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: 'ecs-github-runner',
        WebIdentityToken: await world.token(),
        ...input,
      }),
    );
  const keysOf = (answer: { Credentials?: object | undefined }): Keys => {
    const found = answer.Credentials as Record<string, string>;
    return {
      accessKeyId: found['AccessKeyId'] ?? '',
      secretAccessKey: found['SecretAccessKey'] ?? '',
      sessionToken: found['SessionToken'] ?? '',
    };
  };
  const whoAmI = (keys?: Keys) => world.sts(keys).send(new GetCallerIdentityCommand({}));
  const useEcs = (keys: Keys) => world.ecs(keys).send(new DescribeClustersCommand({}));

  test('gives a session for a token of the trusted subject', async () => {
    const answer = await assume();
    const session = 'arn:aws:sts::123456789012:assumed-role/starter/ecs-github-runner';
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: 'repo:octo-org/octo-repo:ref:refs/heads/main',
      Audience: AUDIENCE,
      Provider: `arn:aws:iam::123456789012:oidc-provider/${ISSUER.slice('https://'.length)}`,
      AssumedRoleUser: { Arn: session, AssumedRoleId: expect.stringMatching(/^AROA\w{16}:ecs-github-runner$/) },
    });
    const validMs = (answer.Credentials?.Expiration?.getTime() ?? 0) - world.clock.now();
    expect(Math.abs(validMs - 3_600_000)).toBeLessThan(5000);
    const keys = keysOf(answer);
    expect(await whoAmI(keys)).toMatchObject({ Arn: session, Account: '123456789012' });
    await expect(useEcs(keys)).resolves.toHaveProperty('failures');
    const operations = world.journal.map(({ service, operation }) => `${service}:${operation}`);
    expect(operations).toEqual(['sts:AssumeRoleWithWebIdentity', 'sts:GetCallerIdentity', 'ecs:DescribeClusters']);
  });

  const denied = { name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' };
  const invalid = (message: unknown) => ({ name: 'InvalidIdentityTokenException', message });
  const badTokens: readonly [string, Record<string, unknown>, 'own' | 'other' | 'forged', object][] = [
    ['a forged signature', {}, 'forged', invalid('Token signature invalid')],
    ['a key of nobody', {}, 'other', invalid(expect.stringMatching(/^Couldn't retrieve verification key/))],
    ['another issuer', { iss: 'https://evil' }, 'own', invalid(expect.stringMatching(/^No OpenIDConnect provider/))],
    ['an unknown audience', { aud: 'nobody' }, 'own', invalid('Incorrect token audience')],
    ['the audience of another role', { aud: 'special' }, 'own', denied],
    ['another subject', { sub: 'repo:evil/octo-repo:ref:x' }, 'own', denied],
    ['a token that is not valid yet', { nbf: 9_999_999_999 }, 'own', invalid(expect.stringMatching(/nbf/))],
  ];

  test.each(badTokens)('refuses %s', async (_what, claims, key, expected) => {
    const WebIdentityToken = await world.token(claims, key);
    expect(await refusal(assume({ WebIdentityToken }))).toEqual(expected);
  });

  test('refuses a token that has expired in sandbox time', async () => {
    const WebIdentityToken = await world.token();
    await world.clock.advance(301_000);
    const error = await refusal(assume({ WebIdentityToken }));
    expect(error.name).toBe('ExpiredTokenException');
    expect(error.message).toMatch(
      /^Token expired: current date\/time \d{10} must be before the expiration date\/time \d{10}$/,
    );
  });

  test('refuses what is not a token, and a role that does not exist', async () => {
    expect((await refusal(assume({ WebIdentityToken: 'not a token' }))).message).toMatch(/not a valid JWT/);
    expect(await refusal(assume({ RoleArn: `${roleArn}-not` }))).toEqual(denied);
    expect(await refusal(assume({ RoleArn: 'starter-role-name-only' }))).toMatchObject({ name: 'ValidationError' });
  });

  test.each([
    [{ DurationSeconds: 899 }, /'899' at 'durationSeconds' .* greater than or equal to 900$/],
    [{ DurationSeconds: 43_201 }, /less than or equal to 43200$/],
    [{ DurationSeconds: 7201 }, /^The requested DurationSeconds exceeds the MaxSessionDuration set for this role\.$/],
    [{ RoleSessionName: 'a b' }, /at 'roleSessionName' .* regular expression pattern: \[\\w\+=,\.@-\]\*$/],
    [{ RoleSessionName: 'a' }, /length greater than or equal to 2$/],
    [{ RoleSessionName: 'a'.repeat(65) }, /length less than or equal to 64$/],
    [{ RoleSessionName: undefined }, /^1 validation error detected: Value null at 'roleSessionName'/],
  ])('refuses %j', async (input, message) => {
    const error = await refusal(assume(input as object));
    expect(error).toEqual({ name: 'ValidationError', message: expect.stringMatching(message) });
  });

  test('ends a session after its time, on both services', async () => {
    const keys = keysOf(await assume({ DurationSeconds: 7200 }));
    await world.clock.advance(7_190_000);
    await expect(whoAmI(keys)).resolves.toBeDefined();
    await world.clock.advance(10_000);
    const message = 'The security token included in the request is expired';
    expect(await refusal(whoAmI(keys))).toEqual({ name: 'ExpiredToken', message });
    expect(await refusal(useEcs(keys))).toEqual({ name: 'ExpiredTokenException', message });
  });

  test('accepts no other keys, and no key without its session token', async () => {
    const { sessionToken: _dropped, ...half } = keysOf(await assume());
    const message = 'The security token included in the request is invalid.';
    for (const keys of [half, { ...half, sessionToken: 'x' }, { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }]) {
      expect(await refusal(whoAmI(keys))).toEqual({ name: 'InvalidClientTokenId', message });
      expect(await refusal(useEcs(keys))).toEqual({ name: 'UnrecognizedClientException', message });
    }
  });

  test('refuses an unsigned request if a signature is required', async () => {
    const post = (headers: Record<string, string>, body: string) =>
      fetch(world.aws.endpointUrl, { method: 'POST', headers, body });
    const sts = await post({}, 'Action=GetCallerIdentity&Version=2011-06-15');
    expect([sts.status, await sts.text()]).toEqual([403, expect.stringContaining('<Code>MissingAuthenticationToken<')]);
    const ecs = await post({ 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.RunTask' }, '{}');
    expect(await ecs.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
    const unknown = await post({}, 'Action=Nothing&Version=2011-06-15');
    expect(await unknown.text()).toContain('Could not find operation Nothing for version 2011-06-15');
  });

  test('lets a permitted principal assume a role of its account, for up to an hour when chained', async () => {
    const plain = world.aws.addRole({ name: 'plain', maxSessionSeconds: 7200, statements: [] });
    const to = (RoleArn: string, keys?: Keys, DurationSeconds?: number) =>
      world.sts(keys).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'chained', DurationSeconds }));
    const keys = keysOf(await to(plain));
    expect((await whoAmI(keys)).Arn).toBe('arn:aws:sts::123456789012:assumed-role/plain/chained');
    const from = 'arn:aws:sts::123456789012:assumed-role/plain/chained';
    expect(await refusal(to(plain, keys))).toEqual({
      name: 'AccessDenied',
      message: `User: ${from} is not authorized to perform: sts:AssumeRole on resource: ${plain}`,
    });
    // Its trust names the OIDC provider only.
    expect((await refusal(to(roleArn))).name).toBe('AccessDenied');
    const starter = keysOf(await assume());
    await expect(to(plain, undefined, 7200)).resolves.toBeDefined();
    expect((await refusal(to(plain, starter, 7200))).message).toMatch(/1 hour session limit/);
  });

  test('limits a session with a policy to what both it and the role allow', async () => {
    const role = world.aws.addRole({ name: 'wide', statements: [ALLOW_ALL] });
    const assumeWith = (Policy: string) =>
      world.sts().send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'narrow', Policy }));
    const policy = (action: string) =>
      JSON.stringify({ Statement: { Effect: 'Allow', Action: action, Resource: '*' } });
    const lists = keysOf(await assumeWith(policy('ecs:ListTasks')));
    await expect(useEcs(lists)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/because no session policy allows the ecs:\w+ action/),
    });
    expect((await refusal(assumeWith('{"Statement"'))).name).toBe('MalformedPolicyDocumentException');
    expect((await refusal(assumeWith('x'.repeat(2049)))).name).toBe('ValidationError');
  });

  test('uses the partition in every ARN', async () => {
    const china = await AwsWorld.start({ partition: 'aws-cn', region: 'cn-north-1', account: '210987654321' });
    try {
      china.seed();
      expect(china.aws.addRole({ name: 'r', statements: [] })).toBe('arn:aws-cn:iam::210987654321:role/r');
      expect(await china.runOne()).toMatch(/^arn:aws-cn:ecs:cn-north-1:210987654321:task\/runners\/[0-9a-f]{32}$/);
      const { Arn } = await china.sts().send(new GetCallerIdentityCommand({}));
      expect(Arn).toBe('arn:aws-cn:iam::210987654321:user/sandbox-admin');
    } finally {
      await china.close();
    }
  });
});

describe('the credentials endpoint of a task', () => {
  let world: AwsWorld;
  beforeEach(async () => {
    world = await AwsWorld.start({ provisioningMs: 0, pendingMs: 0, stoppingMs: 0 });
    world.seed();
  });
  afterEach(() => world.close());

  const start = async (taskRoleArn: string) => {
    const arn = await world.runOne({ overrides: { taskRoleArn } });
    await world.clock.advance(1);
    const path = world.processes.at(-1)?.environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
    const get = async () => {
      const answer = await fetch(`${world.aws.endpointUrl}${path}`);
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    };
    return { arn, get };
  };

  test('gives the task role while the task lives, renewed under the same id', async () => {
    const role = world.aws.addRole({ name: 'task', statements: [] });
    const { arn, get } = await start(role);
    const first = await get();
    expect(first).toMatchObject({ status: 200, body: { RoleArn: role, Expiration: expect.any(String) } });
    expect((await get()).body).toEqual(first.body);
    const { AccessKeyId = '', SecretAccessKey = '', Token = '' } = first.body;
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token };
    const { Arn } = await world.sts(keys).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(`arn:aws:sts::123456789012:assumed-role/task/${arn.split('/').at(-1)}`);
    await world.clock.advance(5.8 * 3_600_000);
    expect((await get()).body['AccessKeyId']).not.toBe(AccessKeyId);
    world.processes[0]?.exit(0);
    await world.clock.advance(1);
    expect(await get()).toMatchObject({ status: 400, body: { code: 'InvalidIdInRequest' } });
  });

  test('answers 503 while it has no credentials', async () => {
    const { get } = await start('arn:aws:iam::123456789012:role/none');
    expect(await get()).toMatchObject({ status: 503, body: { code: 'CredentialsUninitialized' } });
  });

  test('answers 503 until the credentials are delivered', async () => {
    const late = await AwsWorld.start({ provisioningMs: 0, pendingMs: 0, credentialsAfterMs: 5000 });
    try {
      late.seed();
      const arn = await late.runOne({ overrides: { taskRoleArn: late.aws.addRole({ name: 'task', statements: [] }) } });
      await late.clock.advance(1);
      const status = async () => (await fetch(late.aws.endpointUrl + late.aws.credentialsPath(arn))).status;
      expect(await status()).toBe(503);
      await late.clock.advance(5000);
      expect(await status()).toBe(200);
    } finally {
      await late.close();
    }
  });

  test('accepts 60 requests at once and 40 a second, for all tasks and endpoints together', async () => {
    const { get } = await start(world.aws.addRole({ name: 'task', statements: [] }));
    for (let count = 0; count < 60; count += 1) expect(await get()).toMatchObject({ status: 200 });
    const refused = await fetch(`${world.aws.endpointUrl}/v4/any/task`);
    expect([refused.status, await refused.text()]).toEqual([429, 'You have reached maximum request limit.']);
    await world.clock.advance(1000);
    for (let count = 0; count < 40; count += 1) expect(await get()).toMatchObject({ status: 200 });
    expect((await fetch(`${world.aws.endpointUrl}/v4/any/task`)).status).toBe(429);
  });

  test('also serves the metadata of the task, while the task lives', async () => {
    const { arn } = await start(world.aws.addRole({ name: 'task', statements: [] }));
    const path = `/v4/${arn.split('/').at(-1)}`;
    const get = async (what: string) => fetch(world.aws.endpointUrl + path + what);
    expect(await (await get('/task')).json()).toMatchObject({ TaskARN: arn, KnownStatus: 'RUNNING' });
    expect((await get('/other')).status).toBe(404);
    world.processes[0]?.exit(0);
    await world.clock.advance(1);
    expect((await get('/task')).status).toBe(404);
  });

  test('is not in the environment of a task without a role', async () => {
    await world.runOne();
    await world.clock.advance(1);
    expect(world.processes).toHaveLength(1);
    expect(world.processes[0]?.environment).not.toHaveProperty('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
  });
});
