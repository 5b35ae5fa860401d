import { describe, expect, test } from '@jest/globals';
import { readSweepInputs } from '../../../sweep-runners/inputs.ts';

const ENVIRONMENT = {
  GITHUB_REPOSITORY: 'octo-org/octo-repo',
  GITHUB_REPOSITORY_ID: '123456789',
  GITHUB_RUN_ID: '1',
  GITHUB_RUN_ATTEMPT: '1',
  'INPUT_GITHUB-TOKEN': 'ghp_admin',
  'INPUT_WORKFLOW-TOKEN': 'ghs_workflow',
  'INPUT_AWS-REGION': 'eu-central-1',
  INPUT_CLUSTER: 'ci',
};

const read = (inputs: Readonly<Record<string, string>> = {}) =>
  readSweepInputs({
    ...ENVIRONMENT,
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  });

/** The problems reported for the inputs. */
function problems(inputs: Readonly<Record<string, string>>): string {
  try {
    read(inputs);
  } catch (error) {
    return String(error);
  }
  throw new Error('There was no problem.');
}

describe('the inputs of sweep-runners', () => {
  test('have their defaults if empty', () => {
    const inputs = read({ repositories: '', 'grace-minutes': ' ', 'dry-run': '', 'actions-token': '' });
    expect(inputs.request).toEqual({
      repositories: [{ name: 'octo-org/octo-repo', id: 123_456_789 }],
      graceMs: 900_000,
      dryRun: false,
      reason: 'ecs-github-runner: sweep-runners',
      longest: { startMs: 21_600_000, lifeMs: 432_000_000 },
    });
    expect(inputs.scopes).toEqual([{ kind: 'repo', owner: 'octo-org', repo: 'octo-repo' }]);
    expect(inputs.clusters).toEqual([{ region: 'eu-central-1', name: 'ci' }]);
    expect(inputs.actionsToken.reveal()).toBe('ghs_workflow');
  });

  test('make every repository a scope of its own; only the own id is known', () => {
    const { request, scopes } = read({ repositories: 'octo-org/api, Octo-Org/Octo-Repo\nocto-org/API' });
    expect(request.repositories).toEqual([
      { name: 'octo-org/API', id: undefined },
      { name: 'Octo-Org/Octo-Repo', id: 123_456_789 },
    ]);
    expect(scopes).toEqual([
      { kind: 'repo', owner: 'octo-org', repo: 'API' },
      { kind: 'repo', owner: 'Octo-Org', repo: 'Octo-Repo' },
    ]);
  });

  test('have a single scope if they name the repository where runners register, or a wider scope', () => {
    const repositories = 'octo-org/api,octo-org/web';
    expect(read({ repositories, repository: 'octo-org/runners' }).scopes).toEqual([
      { kind: 'repo', owner: 'octo-org', repo: 'runners' },
    ]);
    expect(read({ repositories, 'runner-scope': 'org' }).scopes).toEqual([{ kind: 'org', org: 'octo-org' }]);
  });

  test('count a cluster named twice once', () => {
    const arn = 'arn:aws:ecs:eu-central-1:123456789012:cluster/ci';
    expect(read({ cluster: `ci\n${arn},gpu, gpu` }).clusters).toEqual([
      { region: 'eu-central-1', name: arn },
      { region: 'eu-central-1', name: 'gpu' },
    ]);
  });

  test('may name a separate token that reads the runs', () => {
    expect(read({ 'actions-token': 'ghp_reader' }).actionsToken.reveal()).toBe('ghp_reader');
  });

  test.each([
    ['cluster', '', /cluster is required: names or ARNs of the ECS clusters/],
    ['cluster', ' , ', /cluster is required/],
    ['cluster', 'ci, not a cluster', /cluster must be the name or ARN of an ECS cluster; it is "not a cluster"/],
    [
      'cluster',
      'arn:aws:ecs:us-east-1:123456789012:cluster/ci',
      /cluster is in us-east-1, but aws-region is eu-central-1/,
    ],
    ['repositories', 'octo-org', /repositories must be a list of owner\/name; it is "octo-org"/],
    ['grace-minutes', '-1', /grace-minutes must be a whole number from 0 to 1440; it is "-1"/],
    ['grace-minutes', '1441', /grace-minutes must be/],
    ['dry-run', 'yes', /dry-run must be "true" or "false"; it is "yes"/],
    ['provider', 'ec2', /provider must be one of ecs/],
    ['actions-token', 'ghp_a\u200bb', /actions-token must be a token, .*U\+200B as character 6 of 7/],
  ])('%s: %j is reported', (name, value, text) => {
    expect(problems({ [name]: value })).toMatch(text);
  });

  test('say so if there is no token for runs at all', () => {
    expect(problems({ 'workflow-token': '' })).toMatch(/actions-token is required/);
  });
});
