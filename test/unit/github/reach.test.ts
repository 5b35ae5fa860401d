import { describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../src/core/errors.ts';
import {
  checkReach,
  type JobsOrigin,
  type Reach,
  type RunnerGroup,
  warnOfOtherScope,
} from '../../../src/github/reach.ts';
import type { RunnerScope } from '../../../src/github/scope.ts';
import { MemoryLog } from '../../helpers/fakes.ts';

const ORG: RunnerScope = { kind: 'org', org: 'octo-org' };
const ENTERPRISE: RunnerScope = { kind: 'enterprise', enterprise: 'corp' };
const JOBS: JobsOrigin = {
  repository: 'octo-org/octo-repo',
  workflow: { ref: 'octo-org/octo-repo/.github/workflows/ci.yml@refs/heads/main', sha: 'a'.repeat(40) },
};
const OPEN: RunnerGroup = {
  id: 3,
  name: 'Builders',
  visibility: 'all',
  allowsPublic: true,
  enterpriseAllowsPublic: true,
  workflows: undefined,
};
const WORKFLOW = 'octo-org/octo-repo/.github/workflows/ci.yml';

/** What comes of a group that is open, but for the change. */
function outcome(group: Partial<RunnerGroup>, change: Partial<Reach> = {}): string {
  const reach = { scope: ORG, group: { ...OPEN, ...group }, jobs: JOBS, isListed: true, isPublic: false, ...change };
  try {
    return checkReach(reach).join('\n');
  } catch (error) {
    if (error instanceof RunnerError) return `${error.kind}: ${error.message} -> ${error.hint}`;
    throw error;
  }
}

describe('a runner group', () => {
  test.each<[string, Partial<RunnerGroup>, Partial<Reach>]>([
    ['open to all', {}, {}],
    ['open to all, for a public repository', {}, { isPublic: true }],
    ['without public repositories, for a private one', { allowsPublic: false, enterpriseAllowsPublic: false }, {}],
    ['open to selected repositories, this one among them', { visibility: 'selected' }, {}],
    ...['refs/heads/main', 'main', 'a'.repeat(40), 'refs/heads/*'].map(
      (version): [string, Partial<RunnerGroup>, Partial<Reach>] => [
        `restricted to this workflow at ${version}`,
        { workflows: [`octo-org/other/.github/workflows/x.yml@main`, `${WORKFLOW}@${version}`] },
        {},
      ],
    ),
    [
      'restricted to this workflow in another case',
      { workflows: [`${WORKFLOW.replace('octo-org', 'Octo-Org')}@main`] },
      {},
    ],
  ])('that lets the jobs in is taken without a word: %s', (_what, group, change) => {
    expect(outcome(group, change)).toBe('');
  });

  test.each<[string, Partial<RunnerGroup>, Partial<Reach>, RegExp]>([
    [
      'selected repositories',
      { visibility: 'selected' },
      { isListed: false },
      /"Builders" of org:octo-org is open to selected repositories only, and GitHub does not list it for octo-org\/octo-repo.* -> In the group's settings, add octo-org\/octo-repo/,
    ],
    [
      "an enterprise's selected organizations",
      { visibility: 'selected' },
      { isListed: false, scope: ENTERPRISE },
      /"Builders" of enterprise:corp is open to selected organizations only, and .* for octo-org: no job of octo-org\/octo-repo/,
    ],
    [
      'no public repositories',
      { allowsPublic: false },
      { isPublic: true },
      /does not allow public repositories, and octo-org\/octo-repo is one.* -> Allow public repositories in the group's settings \(first see/,
    ],
    [
      'no public repositories, and private ones alone',
      { allowsPublic: false, visibility: 'private' },
      { isPublic: true, isListed: false },
      /does not allow public repositories/,
    ],
    [
      'workflows, none of them selected',
      { workflows: [] },
      {},
      /restricted to selected workflows, and none is selected/,
    ],
  ])('that no job can pass is refused: %s', (_what, group, change, text) => {
    expect(outcome(group, change)).toMatch(text);
    expect(outcome(group, change)).toMatch(
      /^configuration: .*: no job of octo-org\/octo-repo could reach the runners\. -> /,
    );
  });

  test.each<[string, Partial<RunnerGroup>, Partial<Reach>, RegExp]>([
    [
      'GitHub does not list it, and no setting says why',
      {},
      { isListed: false },
      /GitHub does not list it for octo-org\/octo-repo, though it is open to all repositories/,
    ],
    [
      'its enterprise does not allow public repositories',
      { enterpriseAllowsPublic: false },
      { isPublic: true },
      /its enterprise does not allow public repositories in it, and octo-org\/octo-repo is one/,
    ],
    [
      'another workflow is selected',
      { workflows: ['octo-org/octo-repo/.github/workflows/deploy.yml@main'] },
      {},
      /these workflows define: octo-org\/octo-repo\/\.github\/workflows\/deploy\.yml@main; .*ci\.yml@refs\/heads\/main is not one/,
    ],
    ['this workflow is selected at another branch', { workflows: [`${WORKFLOW}@release`] }, {}, /is not one of them/],
    ['this workflow is selected at another commit', { workflows: [`${WORKFLOW}@${'b'.repeat(40)}`] }, {}, /is not one/],
    [
      'the running workflow is not known',
      { workflows: [`${WORKFLOW}@main`] },
      { jobs: { repository: JOBS.repository } },
      /these workflows define: .*ci\.yml@main\.$/,
    ],
    [
      'seven workflows are selected',
      { workflows: Array.from({ length: 7 }, (_, index) => `o/r/.github/workflows/${index}.yml@main`) },
      {},
      /4\.yml@main, and 2 more; /,
    ],
  ])('that may keep the jobs out is warned of: %s', (_what, group, change, text) => {
    expect(outcome(group, change)).toMatch(/^Runner group "Builders" of .* may keep the job from its runners/);
    expect(outcome(group, change)).toMatch(text);
  });
});

describe('a scope', () => {
  const warnings = (scope: RunnerScope): readonly string[] => {
    const log = new MemoryLog();
    warnOfOtherScope(scope, JOBS, log);
    return log.warnings;
  };

  test.each<RunnerScope>([
    { kind: 'repo', owner: 'Octo-Org', repo: 'octo-repo' },
    { kind: 'org', org: 'OCTO-ORG' },
    ENTERPRISE,
  ])('with the jobs in it is taken without a word: %j', (scope) => {
    expect(warnings(scope)).toEqual([]);
  });

  test.each<[RunnerScope, string]>([
    [{ kind: 'repo', owner: 'octo-org', repo: 'other' }, 'repo:octo-org/other'],
    [{ kind: 'org', org: 'other' }, 'org:other'],
  ])('without them is warned of: %j', (scope, name) => {
    expect(warnings(scope)).toEqual([
      expect.stringMatching(
        new RegExp(`register in ${name}, .* a job of octo-org/octo-repo with their label would wait`),
      ),
    ]);
  });
});
