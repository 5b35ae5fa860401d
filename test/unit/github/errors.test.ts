import { describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../src/core/errors.ts';
import type { ErrorKind } from '../../../src/core/explanation.ts';
import { githubFailure, toRunnerError } from '../../../src/github/errors.ts';
import { parsePage, parseRunner } from '../../../src/github/parse.ts';
import { neededPermission, type RunnerScope, scopeName, scopePath } from '../../../src/github/scope.ts';

const REPO: RunnerScope = { kind: 'repo', owner: 'octo-org', repo: 'octo-repo' };
const ORG: RunnerScope = { kind: 'org', org: 'octo-org' };
const ENTERPRISE: RunnerScope = { kind: 'enterprise', enterprise: 'octo corp' };

/** An error as Octokit throws it for an answer; no status means that none came, which Octokit reports as a 500. */
function octokitError(status: number | undefined, message: string, headers: Record<string, string> = {}): Error {
  const response = status === undefined ? {} : { response: { status, headers, data: {} } };
  return Object.assign(new Error(message), { name: 'HttpError', status: status ?? 500, ...response });
}

const explain = (error: unknown, scope: RunnerScope = REPO) =>
  toRunnerError(error, { doing: 'reading runner 7', scope });

describe('an answer of GitHub', () => {
  test.each<[string, Error, ErrorKind, RegExp, RegExp]>([
    [
      '401',
      octokitError(401, 'Bad credentials'),
      'permission',
      /refused the token \(401\)/,
      /expired or revoked.*Administration: read and write/,
    ],
    [
      '403',
      octokitError(403, 'Resource not accessible by integration'),
      'permission',
      /may not do that \(403\)/,
      /GITHUB_TOKEN can never manage runners/,
    ],
    [
      '403 of the primary limit',
      octokitError(403, 'x', { 'x-ratelimit-remaining': '0' }),
      'transient',
      /rate limit/,
      /later/,
    ],
    [
      '403 of a secondary limit',
      octokitError(403, 'You have exceeded a secondary rate limit'),
      'transient',
      /rate limit/,
      /later/,
    ],
    ['429', octokitError(429, 'Slow down', { 'retry-after': '60' }), 'transient', /rate limit/, /later/],
    [
      '404',
      octokitError(404, 'Not Found'),
      'configuration',
      /does not find it, or the token may not see it \(404\)/,
      /⟦scope of the runners⟧ and the name repo:octo-org\/octo-repo/,
    ],
    [
      '422',
      octokitError(422, 'Invalid label'),
      'configuration',
      /refused the request \(422\).*Invalid label/,
      /what the message refers to/,
    ],
    ['410', octokitError(410, 'Gone'), 'configuration', /refused the request \(410\)/, /Correct/],
    ['502', octokitError(502, 'Bad gateway'), 'transient', /GitHub failed \(502\)/, /githubstatus/],
    ['no answer', octokitError(undefined, 'fetch failed'), 'transient', /GitHub did not answer.*fetch failed/, /proxy/],
  ])('%s has a kind, a message and a next step', (_what, cause, kind, message, hint) => {
    expect(explain(cause)).toMatchObject({
      kind,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
      cause,
    });
    expect(explain(cause).message).toContain('while reading runner 7 in repo:octo-org/octo-repo: ');
  });

  test.each<[string, number, string, RegExp]>([
    [
      'an IP allow list',
      403,
      'Although you appear to have the correct authorization credentials, the `octo-org` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
      /^Add this machine's address to the IP allow list/,
    ],
    ['an archived repository', 403, 'Repository was archived so is read-only.', /^Unarchive the repository/],
    [
      'single sign-on',
      403,
      'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
      /^Authorize the token for the organization's single sign-on/,
    ],
    [
      'a kind of token',
      403,
      '`octo-org` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.',
      /^Use a token of a kind/,
    ],
    [
      "a token's lifetime",
      403,
      "`x` forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days.",
      /^Use a token of a kind, and of a lifetime/,
    ],
    ['a suspended App', 403, 'This installation has been suspended', /^Have the suspension lifted/],
    ['Actions turned off', 403, 'GitHub Actions is disabled for this repository.', /^Enable GitHub Actions/],
    [
      'a full group',
      422,
      'Invalid Argument - Runner group 1 has reached max limit of 10000 runners.',
      /^Remove runners from the group .* \(⟦sweep⟧ for ours\)/,
    ],
    ['a limit of runners in other words', 422, 'The maximum of 10,000 runners is reached', /^Remove runners/],
    [
      'words that nobody here knows',
      403,
      'Blocked by policy 7.',
      /^Do what the message asks for\. If it is about the token:/,
    ],
  ])('about %s has advice that fits, and none about the token unless it is about that', (_what, status, said, hint) => {
    const error = explain(octokitError(status, said));
    expect(error.message).toContain(said);
    expect(error.hint).toMatch(hint);
    expect(error.message).not.toMatch(/the token may not/);
    expect(error.hint).not.toMatch(/^Use a fine-grained token|GITHUB_TOKEN/);
  });

  test("whose reason is beside its message is explained by the reason: GitHub's message is only Forbidden", () => {
    const error = octokitError(403, 'Forbidden');
    const errors = 'Repository level self-hosted runners are disabled on this repository';
    Object.assign(error, { response: { status: 403, headers: {}, data: { message: 'Forbidden', errors } } });
    expect(explain(error)).toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining(`Forbidden (${errors})`),
      hint: expect.stringMatching(/^Allow self-hosted runners of repositories .* \(⟦scope of the runners⟧\)/),
    });
  });

  test.each([
    'Resource not accessible by integration',
    'Resource not accessible by personal access token',
    'Must have admin rights to Repository.',
    'You must be an org owner or have the admin:org scope: this requires the scope admin:org',
  ])('about what the token may do names what it needs: %s', (said) => {
    expect(explain(octokitError(403, said))).toMatchObject({
      message: expect.stringContaining('the token may not do that (403)'),
      hint: expect.stringMatching(/^Use a fine-grained token or App with "Administration: read and write"/),
    });
  });

  test.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unable to get local issuer certificate'],
    ['CERT_HAS_EXPIRED', 'certificate has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames"],
  ])('that did not come for an untrusted certificate (%s) says so', (code, text) => {
    const cause = Object.assign(octokitError(undefined, text), { cause: Object.assign(new Error(text), { code }) });
    expect(explain(cause)).toMatchObject({
      kind: 'configuration',
      message: `The certificate of GitHub's API is not trusted (${code}), so a request for reading runner 7 in repo:octo-org/octo-repo was not sent: ${text}`,
      hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS\. Check the clock/),
      hadNoEffect: true,
    });
  });

  test.each([
    ['ERR_INVALID_CHAR', 'Invalid character in header content ["authorization"]', 'configuration'],
    ['ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters', 'configuration'],
    ['ERR_INVALID_URL', 'Invalid URL', 'configuration'],
    ['EMFILE', 'connect EMFILE', 'transient'],
  ])('that could not come, since nothing was sent (%s), is not called "no answer"', (code, text, kind) => {
    const cause = Object.assign(octokitError(undefined, text), { cause: Object.assign(new Error(text), { code }) });
    const error = explain(cause);
    expect(error).toMatchObject({
      kind,
      hadNoEffect: true,
      message: expect.stringMatching(/^This machine (cannot|could not) send/),
    });
    expect(`${error.message} ${error.hint}`).not.toMatch(/answer|proxy/);
  });

  test('with status 403 and requests left is a missing permission, not a limit', () => {
    expect(explain(octokitError(403, 'Must have admin rights', { 'x-ratelimit-remaining': '4999' })).kind).toBe(
      'permission',
    );
  });

  test('that is already explained stays as it is', () => {
    const error = new RunnerError({ kind: 'capacity', message: 'm', hint: 'h' });
    expect(explain(error)).toBe(error);
  });

  test('that is long, or has many lines, becomes one line of up to 500 characters', () => {
    const line = (text: string): string => githubFailure(octokitError(500, text)).message;
    expect(line(`no\n  ${'x '.repeat(2000)}`)).toBe(`no ${'x '.repeat(248)}x …`);
    // Half a word may be half a secret, which the runner would not mask.
    expect(line(`no\n  ${'x'.repeat(2000)}`)).toBe('no …');
  });

  test.each([['a text'], [undefined], [null]])('is read from whatever was thrown: %p', (value) => {
    expect(githubFailure(value)).toMatchObject({ status: undefined, message: String(value), isRateLimit: false });
  });

  test.each([
    [REPO, /Administration: read and write/],
    [ORG, /Self-hosted runners: read and write.*admin:org/],
    [ENTERPRISE, /manage_runners:enterprise/],
  ])('names the permission that the scope needs: %j', (scope, text) => {
    expect(neededPermission(scope)).toMatch(text);
    expect(explain(octokitError(401, 'Bad credentials'), scope).hint).toMatch(text);
  });
});

test.each([
  [REPO, 'repo:octo-org/octo-repo', '/repos/octo-org/octo-repo'],
  [ORG, 'org:octo-org', '/orgs/octo-org'],
  [ENTERPRISE, 'enterprise:octo corp', '/enterprises/octo%20corp'],
])('a scope has a name and a path: %j', (scope, name, path) => {
  expect([scopeName(scope), scopePath(scope)]).toEqual([name, path]);
});

describe('a runner of an answer', () => {
  const runner = { id: 7, name: 'x', status: 'online', busy: true, labels: [{ id: 1, name: 'gpu', type: 'custom' }] };

  test('is parsed, and any status except "online" is offline', () => {
    expect(parseRunner(runner)).toEqual({ id: 7, name: 'x', status: 'online', busy: true, labels: ['gpu'] });
    expect(parseRunner({ ...runner, status: 'idle' }).status).toBe('offline');
  });

  test.each(['id', 'name', 'status', 'busy', 'labels'])('without %s is an error, never a guess', (field) => {
    const { [field]: _left, ...rest } = runner as Record<string, unknown>;
    expect(() => parseRunner(rest)).toThrow(RunnerError);
  });

  test.each([[undefined], [null], ['<html>'], [[]]])('is not a runner: %p', (value) => {
    expect(() => parseRunner(value)).toThrow('GitHub answered with');
  });

  test('comes in a page that wraps the list', () => {
    expect(parsePage({ total_count: 1, runners: [runner] }, 'runners')).toEqual([runner]);
    expect(() => parsePage([runner], 'runners')).toThrow(RunnerError);
    expect(() => parsePage({ total_count: 0 }, 'runners')).toThrow(RunnerError);
  });
});
