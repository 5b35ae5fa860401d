import { describe, expect, test } from '@jest/globals';
import { startKey } from '../../../src/core/identity.ts';
import { computeTags, isTaggedForRun, TAG } from '../../../src/core/tags.ts';

const START = { repositoryId: 123_456_789, runId: 12, runAttempt: 2, startedAt: 1_790_000_000, nonce: 'nonce0000001' };
const OPTIONS = {
  version: '0.1.0',
  start: START,
  repository: 'octo-org/octo-repo',
  scope: 'repo:octo-org/octo-repo',
  label: 'gpu',
  id: 'nightly',
  runnerName: 'egr-x',
  expiresAt: Date.UTC(2026, 10, 21, 2, 30, 15, 678),
  lifetimeMs: 60 * 60_000,
  custom: {},
};

describe('the tags of compute', () => {
  test('are the contract that later versions read', () => {
    expect(computeTags(OPTIONS)).toEqual({
      'ecs-github-runner:version': '0.1.0',
      'ecs-github-runner:repository-id': '123456789',
      'ecs-github-runner:repository': 'octo-org/octo-repo',
      'ecs-github-runner:run-id': '12',
      'ecs-github-runner:run-attempt': '2',
      'ecs-github-runner:start-key': startKey(START),
      'ecs-github-runner:id': 'nightly',
      'ecs-github-runner:label': 'gpu',
      'ecs-github-runner:scope': 'repo:octo-org/octo-repo',
      'ecs-github-runner:runner-name': 'egr-x',
      'ecs-github-runner:expires-at': '2026-11-21T02:30:15Z',
      'ecs-github-runner:lifetime-minutes': '60',
    });
  });

  test('have no id if none was given', () => {
    expect(computeTags({ ...OPTIONS, id: undefined })).not.toHaveProperty([TAG.id]);
  });

  test("include the user's own, which never replace the project's", () => {
    const tags = computeTags({ ...OPTIONS, custom: { team: 'blue', [TAG.runId]: '99' } });
    expect(tags).toMatchObject({ team: 'blue', [TAG.runId]: '12' });
  });
});

describe('whether compute belongs to a run', () => {
  test.each([
    ['both tags', { [TAG.repositoryId]: '123456789', [TAG.runId]: '12' }, true],
    ['another run', { [TAG.repositoryId]: '123456789', [TAG.runId]: '123' }, false],
    ['another repository', { [TAG.repositoryId]: '1', [TAG.runId]: '12' }, false],
    ['no tags', {}, false],
  ])('is decided by its tags: %s', (_what, tags, expected) => {
    expect(isTaggedForRun(tags, START)).toBe(expected);
  });
});
