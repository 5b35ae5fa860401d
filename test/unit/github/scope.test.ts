import { describe, expect, test } from '@jest/globals';
import { type RunnerScope, runnerPages } from '../../../src/github/scope.ts';

describe("a runner's page", () => {
  test.each<[RunnerScope, string]>([
    [{ kind: 'repo', owner: 'octo-org', repo: 'octo.repo' }, 'octo-org/octo.repo/settings/actions/runners/7'],
    [{ kind: 'org', org: 'octo-org' }, 'organizations/octo-org/settings/actions/runners/7'],
    [{ kind: 'enterprise', enterprise: 'octo-corp' }, 'enterprises/octo-corp/settings/actions/runners/7'],
  ])('is in the settings of its scope: %o', (scope, path) => {
    expect(runnerPages({ scope, server: 'https://ghes.example' })(7)).toBe(`https://ghes.example/${path}`);
  });

  test('is not known if the server is not', () => {
    expect(runnerPages({ scope: { kind: 'org', org: 'octo-org' }, server: undefined })(7)).toBeUndefined();
  });
});
