import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../../../src/actions/inputs/reader.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { readStopInputs } from '../../../../stop-runner/inputs.ts';
import { LOST_LINE_BREAKS, PEM, REQUIRED_INPUTS, stepEnvironment } from '../../../helpers/step-environment.ts';

const ROLE = 'arn:aws:iam::123456789012:role/starter';

const read = (inputs: Record<string, string> = {}, variables: Record<string, string | undefined> = {}) =>
  readStopInputs(stepEnvironment({ ...REQUIRED_INPUTS, ...inputs }, variables));

/** The problems reported for the inputs. */
function problems(inputs: Record<string, string> = {}, variables: Record<string, string | undefined> = {}) {
  try {
    read(inputs, variables);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

describe('the run', () => {
  test('is read from the environment', () => {
    expect(read().context).toEqual({
      run: { repositoryId: 123_456_789, runId: 9_876_543_210 },
      runAttempt: 2,
      repository: 'octo-org/octo-repo',
      apiUrl: 'https://api.github.com',
    });
  });

  test('is on github.com if the environment names no other server', () => {
    expect(read({}, { GITHUB_API_URL: undefined }).context.apiUrl).toBe('https://api.github.com');
    expect(read({}, { GITHUB_API_URL: 'https://ghes.example/api/v3' }).context.apiUrl).toBe(
      'https://ghes.example/api/v3',
    );
  });

  test.each([
    ['https://github.com', 'https://github.com'],
    ['https://ghes.example:8443/', 'https://ghes.example:8443'],
    ['', undefined],
    ['https://x/](y) <b>', undefined],
    ['javascript:alert(1)', undefined],
  ])('links to the web pages of a server only if its URL is one: %s', (url, expected) => {
    expect(read({}, { GITHUB_SERVER_URL: url }).context.serverUrl).toBe(expected);
  });

  test.each(['GITHUB_RUN_ID', 'GITHUB_REPOSITORY_ID', 'GITHUB_RUN_ATTEMPT', 'GITHUB_REPOSITORY'])(
    'cannot be read without %s',
    (name) => {
      for (const value of [undefined, '', 'x y']) {
        expect(problems({}, { [name]: value })).toEqual([
          expect.stringContaining(`environment variable ${name} must be`),
        ]);
      }
    },
  );
});

test.each(['ghes.example/api/v3', 'https://ghes.example /api/v3', 'ftp://ghes.example'])(
  'a GITHUB_API_URL that is no URL is reported by its name: %s',
  (url) => {
    expect(problems({}, { GITHUB_API_URL: url })).toEqual([
      expect.stringMatching(/^The environment variable GITHUB_API_URL must be a URL; it is/),
    ]);
  },
);

describe('where runners register', () => {
  test.each([
    [{}, { kind: 'repo', owner: 'octo-org', repo: 'octo-repo' }],
    [{ repository: 'other/repo.js' }, { kind: 'repo', owner: 'other', repo: 'repo.js' }],
    [{ repository: 'user_corp/.github' }, { kind: 'repo', owner: 'user_corp', repo: '.github' }],
    [{ 'runner-scope': 'org' }, { kind: 'org', org: 'octo-org' }],
    [
      { 'runner-scope': 'org', organization: 'other' },
      { kind: 'org', org: 'other' },
    ],
    [
      { 'runner-scope': 'enterprise', enterprise: 'corp' },
      { kind: 'enterprise', enterprise: 'corp' },
    ],
  ])('%j', (inputs, scope) => {
    expect(read(inputs as Record<string, string>).github.scope).toEqual(scope);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['a scope that does not exist', { 'runner-scope': 'user' }, /^runner-scope must be one of repo, org, enterprise/],
    ['a repository without its owner', { repository: 'repo' }, /^repository must be owner\/name; it is "repo"/],
    ['a repository as a URL', { repository: 'https://github.com/a/b' }, /^repository must be owner\/name/],
    ['an organization with a slash', { 'runner-scope': 'org', organization: 'a/b' }, /^organization must be/],
    ['an enterprise without a name', { 'runner-scope': 'enterprise' }, /^enterprise is required/],
    [
      'a name that belongs to another scope',
      { organization: 'other' },
      /runner-scope is repo: .* only repository can be set/,
    ],
    ['a repository for an organization', { 'runner-scope': 'org', repository: 'a/b' }, /only organization can be set/],
  ])('%s is rejected', (_what, inputs, text) => {
    expect(problems(inputs)).toEqual([expect.stringMatching(text)]);
  });
});

describe('the credentials for GitHub', () => {
  const app = { 'github-token': '', 'github-app-id': '12', 'github-app-private-key': PEM };

  test('are a token', () => {
    const { credentials } = read().github;
    expect(credentials.kind === 'token' && credentials.token.reveal()).toBe('ghp_admin');
  });

  test('or an App, whose installation may be given', () => {
    const { credentials } = read({ ...app, 'github-app-installation-id': '77' }).github;
    expect(credentials).toMatchObject({ kind: 'app', app: { appId: '12', installationId: 77 } });
    expect(read(app).github.credentials).not.toHaveProperty('app.installationId');
    expect(read({ ...app, 'github-app-id': 'Iv23.abc' }).github.credentials).toMatchObject({
      app: { appId: 'Iv23.abc' },
    });
  });

  test.each(LOST_LINE_BREAKS)('a key that lost its line breaks gets them back: %s', (_what, lost) => {
    const { credentials } = read({ ...app, 'github-app-private-key': lost }).github;
    expect(credentials.kind === 'app' && credentials.app.privateKey.reveal()).toBe(PEM);
  });

  test('a key without its END line is rejected, and so is one whose middle is no base64', () => {
    for (const key of [PEM.replace(/-----END.*/, ''), PEM.replace('abcd', 'ab:cd')]) {
      expect(problems({ ...app, 'github-app-private-key': key })).toEqual([
        expect.stringMatching(/must be a PEM file/),
      ]);
    }
  });

  test.each<[string, Record<string, string>, RegExp[]]>([
    [
      'none',
      { 'github-token': '' },
      [/^github-token is required \(or github-app-id and github-app-private-key, or github-credentials-secret\)/],
    ],
    ['token and App', { ...app, 'github-token': 'x' }, [/exclude each other/]],
    ['token and installation', { 'github-app-installation-id': '7' }, [/exclude each other/]],
    ['token and secret', { 'github-credentials-secret': '/x' }, [/exclude each other/]],
    ['App and secret', { ...app, 'github-credentials-secret': '/x' }, [/exclude each other/]],
    ['an App without a key', { ...app, 'github-app-private-key': '' }, [/^github-app-private-key is required/]],
    ['a key without an App', { ...app, 'github-app-id': '' }, [/^github-app-id is required/]],
    ['an App id that is not one', { ...app, 'github-app-id': 'my app' }, [/^github-app-id must be the App id/]],
    [
      'an installation that is not a number',
      { ...app, 'github-app-installation-id': 'x' },
      [/^github-app-installation-id must be a whole number/],
    ],
    [
      "the workflow's own token",
      { 'github-token': 'ghs_own', 'workflow-token': 'ghs_own' },
      [/own GITHUB_TOKEN, which cannot manage runners/],
    ],
  ])('are rejected: %s', (_what, inputs, texts) => {
    expect(problems(inputs)).toEqual(texts.map((text) => expect.stringMatching(text)));
  });

  test('or a secret in AWS, given by name in the region of the step or by ARN', () => {
    const given = (secret: string) =>
      read({ 'github-token': '', 'github-credentials-secret': secret }).github.credentials;
    expect(given('/ci/github')).toEqual({
      kind: 'secret',
      secret: { service: 'ssm', id: '/ci/github', region: 'eu-central-1' },
    });
    const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:x';
    expect(given(arn)).toEqual({ kind: 'secret', secret: { service: 'secretsmanager', id: arn, region: 'us-east-1' } });
  });

  test.each([['github_pat_11ABC'], ['ghp_abc'], ['{"appId": "1"}'], [PEM], ['arn:aws:s3:::bucket']])(
    'a secret given in place of its name is rejected and not shown: %s',
    (secret) => {
      const reported = problems({ 'github-token': '', 'github-credentials-secret': secret });
      expect(reported).toEqual([expect.stringMatching(/^github-credentials-secret must be the name or ARN/)]);
      expect(reported.join()).not.toContain(secret);
    },
  );

  test.each<[string, string, RegExp]>([
    ['a zero-width space', 'ghp_SHOWN\u200bSHOWN', /U\+200B as character 10 of 15/],
    ['a line break', 'ghp_SHOWN\nSHOWN', /U\+000A as character 10/],
    ['quotes', '"ghp_SHOWN"', /U\+0022 as character 1 of 11/],
    ['a character beyond the basic plane', 'ghp_SHOWN😀', /U\+1F600 as character 10 of 10/],
    ['a = in the middle', 'ghp_SHOWN=SHOWN', /a = where none can be/],
  ])('a token with %s is rejected by its name, and not shown', (_what, token, text) => {
    const reported = problems({ 'github-token': token });
    expect(reported).toEqual([expect.stringMatching(/^github-token must be a token, without quotes/)]);
    expect(reported.join()).toMatch(text);
    expect(reported.join()).not.toContain('SHOWN');
  });

  test("a token of an App begins like the workflow's own and is accepted", () => {
    expect(problems({ 'github-token': 'ghs_app', 'workflow-token': 'ghs_own' })).toEqual([]);
  });

  test('a key that is not PEM is rejected without being shown', () => {
    const reported = problems({ ...app, 'github-app-private-key': 'c2VjcmV0' });
    expect(reported).toEqual([expect.stringMatching(/must be a PEM file.*the value is not shown/)]);
    expect(reported.join()).not.toContain('c2VjcmV0');
  });
});

describe('access to AWS', () => {
  test('uses the default chain without a role', () => {
    expect(read().aws).toEqual({ region: 'eu-central-1' });
  });

  test('takes its region from the environment if none is given', () => {
    expect(read({ 'aws-region': '' }, { AWS_REGION: 'us-gov-west-1' }).aws.region).toBe('us-gov-west-1');
  });

  test('assumes a role, of any partition, with the defaults of the interface', () => {
    const { webIdentity, idToken } = read({ 'role-to-assume': ROLE.replace('aws', 'aws-cn') }).aws;
    expect(idToken).toEqual({ url: 'https://token.example', token: expect.any(Secret) });
    expect(webIdentity).toEqual({
      roleArn: 'arn:aws-cn:iam::123456789012:role/starter',
      sessionName: 'octo-org-octo-repo-9876543210-2',
      durationSeconds: 3600,
      audience: 'sts.amazonaws.com',
    });
  });

  test('names the session after repository, run and attempt, in at most 64 characters', () => {
    const named = (variables: Record<string, string | undefined>) =>
      read({ 'role-to-assume': ROLE }, variables).aws.webIdentity?.sessionName;
    const long = named({ GITHUB_REPOSITORY: `${'o'.repeat(39)}/${'r'.repeat(60)}-end`, GITHUB_RUN_ATTEMPT: '12' });
    expect(long).toBe(`${'r'.repeat(46)}-end-9876543210-12`);
    expect(long).toHaveLength(64);
    expect(named({ GITHUB_REPOSITORY: 'user_corp/.github' })).toBe('user_corp-.github-9876543210-2');
  });

  test.each(['"eu-central-1"', "'eu-central-1'", 'eu-central-1\n', 'eu-central-1a', 'Frankfurt'])(
    'rejects a region of the environment by the name of its variable: %j',
    (region) => {
      expect(problems({ 'aws-region': '' }, { AWS_REGION: region })).toEqual([
        expect.stringMatching(/^The environment variable AWS_REGION must be a region such as eu-central-1; it is/),
      ]);
      // It is not used.
      expect(problems({}, { AWS_REGION: region })).toEqual([]);
    },
  );

  test('assumes a role with the given settings', () => {
    const inputs = {
      'role-to-assume': 'arn:aws:iam::123456789012:role/path/to/starter',
      'role-session-name': 'me@ci',
      'role-duration-seconds': '900',
      audience: 'sts.amazonaws.com.cn',
    };
    expect(read(inputs).aws.webIdentity).toEqual({
      roleArn: 'arn:aws:iam::123456789012:role/path/to/starter',
      sessionName: 'me@ci',
      durationSeconds: 900,
      audience: 'sts.amazonaws.com.cn',
    });
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['no region', { 'aws-region': '' }, /^aws-region is required: AWS_REGION is not set/],
    [
      'a region that does not exist',
      { 'aws-region': 'Frankfurt' },
      /^aws-region must be a region such as eu-central-1; it is "Frankfurt"/,
    ],
    ['a zone', { 'aws-region': 'eu-central-1a' }, /^aws-region must be/],
    ['a role by its name', { 'role-to-assume': 'starter' }, /^role-to-assume must be the ARN of a role/],
    ['a user', { 'role-to-assume': ROLE.replace('role', 'user') }, /^role-to-assume must be/],
    ['a session name with a space', { 'role-session-name': 'a b' }, /^role-session-name must be 2 to 64/],
    ['a session name of one letter', { 'role-session-name': 'a' }, /^role-session-name must be/],
    [
      'a duration that is too short',
      { 'role-duration-seconds': '899' },
      /^role-duration-seconds must be a whole number from 900 to 43200/,
    ],
    ['a duration that is too long', { 'role-duration-seconds': '43201' }, /^role-duration-seconds must be/],
  ])('is rejected: %s', (_what, inputs, text) => {
    expect(problems(inputs)).toEqual([expect.stringMatching(text)]);
  });

  test.each(['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'])(
    'a role without `id-token: write` (%s missing) causes a problem that says what to add',
    (name) => {
      expect(problems({ 'role-to-assume': ROLE }, { [name]: undefined })).toEqual([
        expect.stringMatching(/add `permissions: id-token: write` to the job/),
      ]);
    },
  );

  test('without a role needs no `id-token: write`', () => {
    expect(problems({}, { ACTIONS_ID_TOKEN_REQUEST_URL: undefined })).toEqual([]);
  });
});

describe('the cluster', () => {
  test.each(['ci', 'arn:aws:ecs:eu-central-1:123456789012:cluster/ci'])('is a name or an ARN: %s', (cluster) => {
    expect(read({ cluster }).cluster).toEqual({ region: 'eu-central-1', name: cluster });
  });

  test.each([
    ['', /^cluster is required: the name or ARN/],
    ['a b', /^cluster must be the name or ARN of an ECS cluster; it is "a b"/],
    ['arn:aws:ecs:eu-central-1:123456789012:service/ci', /^cluster must be/],
    ['arn:aws:ecs:eu-central-1:12:cluster/ci', /^cluster must be/],
    ['arn:aws:ecs:us-east-1:123456789012:cluster/ci', /^cluster is in us-east-1, but aws-region is eu-central-1/],
  ])('is rejected: "%s"', (cluster, text) => {
    expect(problems({ cluster })).toEqual([expect.stringMatching(text)]);
  });

  test('belongs to ECS: there is no other provider yet', () => {
    expect(problems({ provider: 'ec2' })).toEqual(['provider must be one of ecs; it is "ec2".']);
  });
});
