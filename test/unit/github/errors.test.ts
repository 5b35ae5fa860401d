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
      octokitError(403, 'Resource not accessible'),
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
