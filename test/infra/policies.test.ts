import { runSimulation } from '@cloud-copilot/iam-simulate';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AwsSandbox, PolicyStatement } from '../../sandbox/contract.ts';
import type { World } from '../../sandbox/harness/world.ts';
import { newStart, runKey, runnerName } from '../../src/core/identity.ts';
import { computeTags } from '../../src/core/tags.ts';
import { expectSuccess, inWorld } from '../helpers/scenario.ts';
import { ACCOUNT, OWN_REPOSITORY, type PolicyDocument, REGION, Stacks, type Texts } from '../helpers/stacks.ts';

type PermissionRequest = ReturnType<AwsSandbox['permissionsNeeded']>[number];

const ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}`;
const ECR = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const PASSED = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
const CLUSTER = { 'ecs:cluster': `${ARN}:cluster/ci` };
const OWN_TAG = { 'aws:RequestTag/ecs-github-runner:repository-id': '123456789' };
const OWN_TASK = { 'aws:ResourceTag/ecs-github-runner:repository-id': '123456789' };

/** The role of access.yml for the cluster, definitions and roles of the tests' sandbox. */
let starter: { trust: PolicyDocument; policies: ReadonlyMap<string, PolicyDocument> };
/** The policies of the other roles. */
let others: Readonly<Record<string, readonly PolicyDocument[]>>;

beforeAll(async () => {
  const stacks = await Stacks.open();
  try {
    const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    const outputs = await stacks.deploy('access.yml', {
      ...OWN_REPOSITORY,
      Cluster: 'ci',
      TaskDefinitionArns: `${ARN}:task-definition/runner:*,${ARN}:task-definition/runner-fargate:*`,
      TaskRoleArn: role('task'),
      ExecutionRoleArn: role('execution'),
      LogGroupName: '/runners',
    });
    starter = await stacks.role(outputs['RoleToAssume'] ?? '');
    const network = await stacks.deploy('network.yml');
    await stacks.deploy('cluster.yml', { ...network, Name: 'ci' });
    await stacks.deploy('tasks.yml', {
      Name: 'ci',
      Image: `${ECR}/team/ci:latest`,
      DockerInDockerImage: `${ECR}/dind`,
    });
    await stacks.deploy('image.yml', { Name: 'ci' });
    const policies = async (template: string, resource: string) => {
      const name = (await stacks.resources(template)).get(resource) ?? '';
      return [...(await stacks.role(name)).policies.values()];
    };
    others = {
      instance: await policies('cluster.yml', 'InstanceRole'),
      task: await policies('tasks.yml', 'TaskRole'),
      execution: await policies('tasks.yml', 'ExecutionRole'),
      build: await policies('image.yml', 'ImageBuildRole'),
      schedule: await policies('image.yml', 'ImageScheduleRole'),
    };
  } finally {
    await stacks.close();
  }
});

/** The simulator's decision on one request. */
async function decide(
  policies: Iterable<PolicyDocument>,
  { action, resource, context }: PermissionRequest,
): Promise<'Allowed' | 'ImplicitlyDenied' | 'ExplicitlyDenied'> {
  const contextVariables = Object.entries(context).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, typeof value === 'string' ? value : [...value]] as const],
  );
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/starter`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(contextVariables),
      },
      identityPolicies: [...policies].map((policy, index) => ({ name: `policy-${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  // A request for a task without an id yet, or for anything in a cluster, is evaluated on a wildcard.
  if (result.resultType === 'error') throw new Error(JSON.stringify(result));
  return result.overallResult;
}

const decideStarter = (request: PermissionRequest) => decide(starter.policies.values(), request);
const request = (action: string, resource: string, context: PermissionRequest['context'] = {}): PermissionRequest => ({
  action,
  resource,
  context,
});

/** A runner of an earlier run, without any process. */
function leaveRunner({ sandbox }: World): string {
  const { github, aws, clock } = sandbox;
  const run = { repositoryId: github.repository.id, runId: 77 };
  const start = newStart({ run, runAttempt: 1, nowMs: clock.now() - 7_200_000, nonce: 'left' });
  const name = runnerName(start, { index: 0, launchNumber: 0 });
  const tags = computeTags({
    version: '0.1.0',
    start,
    repository: 'octo-org/octo-repo',
    scope: 'repo:octo-org/octo-repo',
    label: 'left',
    id: undefined,
    runnerName: name,
    expiresAt: clock.now() - 3_600_000,
    lifetimeMs: 60 * 60_000,
    custom: {},
  });
  github.addRegistration({ name });
  aws.addTask({ cluster: 'ci', family: 'runner', startedBy: runKey(run), tags, agoMs: 7_200_000 });
  github.setRun({ runId: 77, status: 'completed', updatedAt: clock.now() - 3_600_000 });
  return name;
}

/**
 * Starts with Docker's definition and on Fargate, stops, and sweeps, all with this role; returns the permissions it
 * needed.
 */
async function useRole(world: World): Promise<readonly PermissionRequest[]> {
  const { aws, github } = world.sandbox;
  const statements = [...starter.policies.values()].flatMap(({ Statement }) => Statement);
  const role = aws.addRole({
    name: 'from-template',
    trust: { audience: 'sts.amazonaws.com', subjects: subjects() },
    // The sandbox lacks what the diagnosis reads; condition operators and elements are those that it supports.
    statements: statements as unknown as readonly PolicyStatement[],
  });
  const left = leaveRunner(world);
  const secret = 'ecs-github-runner/github';
  aws.addSecret({ name: secret, value: github.token('admin') });
  const withRole = { 'role-to-assume': role, 'github-token': '', 'github-credentials-secret': secret };
  const fargate = {
    'task-definition': 'runner-fargate',
    capacity: 'FARGATE',
    subnets: 'subnet-1',
    'security-groups': 'sg-1',
  };
  expectSuccess(await world.run({ action: 'start-runner', inputs: { ...world.startInputs, ...withRole } }));
  expectSuccess(await world.run({ action: 'start-runner', inputs: { ...world.startInputs, ...withRole, ...fargate } }));
  const { outputs } = expectSuccess(
    await world.run({ action: 'stop-runner', inputs: { ...world.stopInputs, ...withRole } }),
  );
  expect(outputs['stopped']).toBe('2');
  expect(github.registration(left)).toBeDefined();
  const swept = expectSuccess(
    await world.run({ action: 'sweep-runners', inputs: { ...world.stopInputs, ...withRole } }),
  );
  expect(swept.outputs['swept']).toBe('1');
  expect(github.registration(left)).toBeUndefined();
  return aws.permissionsNeeded(role);
}

const subjects = (): readonly string[] => {
  const [statement] = starter.trust.Statement;
  const condition = statement?.['Condition'] as { StringLike: Readonly<Record<string, readonly string[]>> } | undefined;
  return condition?.StringLike['token.actions.githubusercontent.com:sub'] ?? [];
};

describe('the role of access.yml', () => {
  test('is enough for start, stop and sweep, and the simulator allows every call they make', () =>
    inWorld(async (world) => {
      const requests = await useRole(world);
      expect([...new Set(requests.map(({ action }) => action))].toSorted()).toEqual([
        'ecs:DescribeTaskDefinition',
        'ecs:DescribeTasks',
        'ecs:ListTasks',
        'ecs:RunTask',
        'ecs:StopTask',
        'ecs:TagResource',
        'iam:PassRole',
        'secretsmanager:GetSecretValue',
      ]);
      for (const one of requests) expect([one, await decideStarter(one)]).toEqual([one, 'Allowed']);
    }));

  test.each([
    [
      "GitHub's secret",
      request(
        'secretsmanager:GetSecretValue',
        `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:ecs-github-runner/github-AbCdEf`,
      ),
    ],
    ['the cluster', request('ecs:DescribeClusters', `${ARN}:cluster/ci`)],
    ["the cluster's instances", request('ecs:ListContainerInstances', `${ARN}:cluster/ci`)],
    [
      'an instance',
      request('ecs:DescribeContainerInstances', `${ARN}:container-instance/ci/0123456789abcdef0123456789abcdef`),
    ],
    ['a capacity provider', request('ecs:DescribeCapacityProviders', `${ARN}:capacity-provider/ec2-ci`)],
    ['groups', request('autoscaling:DescribeAutoScalingGroups', '*')],
    ['scaling activities', request('autoscaling:DescribeScalingActivities', '*')],
    ['EC2 instances', request('ec2:DescribeInstances', '*')],
    ['subnets', request('ec2:DescribeSubnets', '*')],
    ['route tables', request('ec2:DescribeRouteTables', '*')],
    ['endpoints', request('ec2:DescribeVpcEndpoints', '*')],
    [
      "the runners' log",
      request(
        'logs:GetLogEvents',
        `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/runners:log-stream:docker/runner/0123`,
      ),
    ],
  ])('may read %s', async (_, request) => {
    expect(await decideStarter(request)).toBe('Allowed');
  });

  const launch = { ...CLUSTER, ...OWN_TAG };
  const other = `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/production`;
  test.each([
    [
      'launch in another cluster',
      request('ecs:RunTask', `${ARN}:task-definition/runner:1`, { ...launch, 'ecs:cluster': other }),
    ],
    ['launch another task definition', request('ecs:RunTask', `${ARN}:task-definition/database:1`, launch)],
    ['launch one whose name begins the same', request('ecs:RunTask', `${ARN}:task-definition/runner-admin:1`, launch)],
    ["launch without this project's tag", request('ecs:RunTask', `${ARN}:task-definition/runner:1`, CLUSTER)],
    [
      "launch with another repository's tag",
      request('ecs:RunTask', `${ARN}:task-definition/runner:1`, {
        ...CLUSTER,
        'aws:RequestTag/ecs-github-runner:repository-id': '1',
      }),
    ],
    ['register a task definition', request('ecs:RegisterTaskDefinition', `${ARN}:task-definition/runner:9`)],
    ['start a task on an instance of its choice', request('ecs:StartTask', `${ARN}:task-definition/runner:1`, launch)],
    ['make a service', request('ecs:CreateService', `${ARN}:service/ci/runner`, CLUSTER)],
    [
      'run a command in a task',
      request('ecs:ExecuteCommand', `${ARN}:task/ci/0123456789abcdef0123456789abcdef`, { ...CLUSTER, ...OWN_TASK }),
    ],
    ['pass another role', request('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/admin`, PASSED)],
    [
      'pass the task role to another service',
      request('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/task`, { 'iam:PassedToService': 'ec2.amazonaws.com' }),
    ],
    ['tag an existing task', request('ecs:TagResource', `${ARN}:task/ci/0123456789abcdef0123456789abcdef`, OWN_TAG)],
    [
      'tag on another call',
      request('ecs:TagResource', `${ARN}:task/ci/0123456789abcdef0123456789abcdef`, {
        'ecs:CreateAction': 'StartTask',
      }),
    ],
    ['tag a cluster', request('ecs:TagResource', `${ARN}:cluster/ci`, { 'ecs:CreateAction': 'RunTask' })],
    ['stop a task without tags', request('ecs:StopTask', `${ARN}:task/ci/0123456789abcdef0123456789abcdef`, CLUSTER)],
    [
      "stop another repository's task",
      request('ecs:StopTask', `${ARN}:task/ci/0123456789abcdef0123456789abcdef`, {
        ...CLUSTER,
        'aws:ResourceTag/ecs-github-runner:repository-id': '1',
      }),
    ],
    [
      'stop a task in another cluster',
      request('ecs:StopTask', `${ARN}:task/production/0123456789abcdef0123456789abcdef`, {
        'ecs:cluster': other,
        ...OWN_TASK,
      }),
    ],
    [
      'describe tasks of another cluster',
      request('ecs:DescribeTasks', `${ARN}:task/production/0123456789abcdef0123456789abcdef`, { 'ecs:cluster': other }),
    ],
    [
      'list tasks of another cluster',
      request('ecs:ListTasks', `${ARN}:container-instance/production/0123456789abcdef0123456789abcdef`, {
        'ecs:cluster': other,
      }),
    ],
    [
      'read another secret',
      request(
        'secretsmanager:GetSecretValue',
        `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:ecs-github-runner/github-prod-AbCdEf`,
      ),
    ],
    [
      'write the secret',
      request(
        'secretsmanager:PutSecretValue',
        `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:ecs-github-runner/github-AbCdEf`,
      ),
    ],
    [
      'read another log',
      request('logs:GetLogEvents', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/production:log-stream:x`),
    ],
  ])('may not %s', async (_, request) => {
    expect(await decideStarter(request)).toBe('ImplicitlyDenied');
  });

  test('can be assumed by this repository, with both forms of subject, and by no other', () =>
    inWorld(async (world) => {
      const role = world.sandbox.aws.addRole({
        name: 'from-template',
        trust: { audience: 'sts.amazonaws.com', subjects: subjects() },
        statements: [{ Effect: 'Allow', Action: 'ecs:*', Resource: '*' }],
      });
      const stop = (subject: string) =>
        world.run({
          action: 'stop-runner',
          inputs: { ...world.stopInputs, 'role-to-assume': role },
          environment: world.sandbox.github.oidcEnvironment({ subject }),
        });
      expectSuccess(await stop('repo:octo-org/octo-repo:ref:refs/heads/main'));
      expectSuccess(await stop('repo:octo-org@4321/octo-repo@123456789:pull_request'));
      for (const subject of [
        'repo:octo-org/octo-repo-fork:ref:refs/heads/main',
        'repo:octo-org@9/octo-repo@123456789:ref:refs/heads/main',
        'repo:octo-org@4321/octo-repo@9:ref:refs/heads/main',
        'repo:evil/octo-repo:ref:refs/heads/main',
      ]) {
        expect([subject, (await stop(subject)).exitCode]).toEqual([subject, 1]);
      }
    }));
});

/** The trust policy of access.yml with these values for its parameters. */
async function trustWith(parameters: Texts): Promise<PolicyDocument> {
  const stacks = await Stacks.open();
  try {
    const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    const outputs = await stacks.deploy('access.yml', {
      ...OWN_REPOSITORY,
      TaskDefinitionArns: `${ARN}:task-definition/runner:*`,
      TaskRoleArn: role('task'),
      ExecutionRoleArn: role('execution'),
      ...parameters,
    });
    return (await stacks.role(outputs['RoleToAssume'] ?? '')).trust;
  } finally {
    await stacks.close();
  }
}

test.each([
  'token.actions.githubusercontent.com',
  'token.actions.githubusercontent.com/octo-enterprise',
  'token.actions.octocorp.ghe.com',
  'github.example.com/_services/token',
])('the role trusts the issuer %s and no other', async (issuer) => {
  expect(await trustWith({ OidcIssuer: issuer, GitHubOwner: 'mona_octo' })).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' },
          StringLike: {
            [`${issuer}:sub`]: ['repo:mona_octo/octo-repo:*', 'repo:mona_octo@4321/octo-repo@123456789:*'],
          },
        },
      },
    ],
  });
});

describe('WorkflowFilter', () => {
  const RUNS = {
    main: 'ref:refs/heads/main',
    branch: 'ref:refs/heads/feature',
    release: 'ref:refs/heads/release/1',
    'pull request': 'pull_request',
    environment: 'environment:runners',
  };
  // What docs/security.md says of each.
  test.each<[string, readonly (keyof typeof RUNS)[]]>([
    ['*', ['main', 'branch', 'release', 'pull request', 'environment']],
    ['pull_request', ['pull request']],
    ['ref:refs/heads/main', ['main']],
    ['ref:refs/heads/release/*', ['release']],
    ['environment:runners', ['environment']],
  ])('%s lets in: %j', async (filter, allowed) => {
    const [statement] = (await trustWith({ WorkflowFilter: filter })).Statement;
    const condition = statement?.['Condition'] as { StringLike: Readonly<Record<string, readonly string[]>> };
    const trusted = condition.StringLike['token.actions.githubusercontent.com:sub'] ?? [];
    await inWorld(async (world) => {
      const role = world.sandbox.aws.addRole({
        name: 'from-template',
        trust: { audience: 'sts.amazonaws.com', subjects: trusted },
        statements: [{ Effect: 'Allow', Action: 'ecs:*', Resource: '*' }],
      });
      const letsIn = async (run: string): Promise<boolean> => {
        const { exitCode } = await world.run({
          action: 'stop-runner',
          inputs: { ...world.stopInputs, 'role-to-assume': role },
          environment: world.sandbox.github.oidcEnvironment({ subject: `repo:octo-org/octo-repo:${run}` }),
        });
        return exitCode === 0;
      };
      for (const [name, run] of Object.entries(RUNS)) {
        expect([name, await letsIn(run)]).toEqual([name, (allowed as readonly string[]).includes(name)]);
      }
    });
  });
});

describe('the other roles', () => {
  const registered = (account: string) => request('ecs:RegisterContainerInstance', `${ARN}:cluster/${account}`);
  const image = (name: string) => `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${name}`;
  test.each([
    ['instance', registered('ci')],
    ['instance', request('ecs:Poll', `${ARN}:container-instance/ci/0123456789abcdef0123456789abcdef`)],
    ['instance', request('ecs:SubmitTaskStateChange', `${ARN}:cluster/ci`)],
    ['instance', request('ecr:BatchGetImage', image('ci'))],
    ['execution', request('ecr:BatchGetImage', image('team/ci'))],
    ['execution', request('ecr:BatchGetImage', image('dind'))],
    [
      'execution',
      request(
        'logs:PutLogEvents',
        `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/ecs-github-runner/ci:log-stream:docker/runner/1`,
      ),
    ],
    ['build', request('ecr:PutImage', image('ci'))],
    ['schedule', request('codebuild:StartBuild', `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/ci-image`)],
  ])('%s may do %j', async (role, request) => {
    expect(await decide(others[role] ?? [], request)).toBe('Allowed');
  });

  test.each([
    ['instance', registered('production')],
    ['instance', request('ecs:Poll', `${ARN}:container-instance/production/0123456789abcdef0123456789abcdef`)],
    ['instance', request('ecs:DeregisterContainerInstance', `${ARN}:cluster/ci`)],
    ['instance', request('ecs:RunTask', `${ARN}:task-definition/ci-docker:1`, CLUSTER)],
    ['instance', request('ecr:PutImage', image('ci'))],
    ['execution', request('ecr:PutImage', image('team/ci'))],
    ['execution', request('ecr:BatchGetImage', image('ci'))],
    ['execution', request('ecr:BatchGetImage', image('team/ci-base'))],
    ['execution', request('ecr:BatchGetImage', image('production'))],
    [
      'execution',
      request(
        'logs:GetLogEvents',
        `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/ecs-github-runner/ci:log-stream:docker/runner/1`,
      ),
    ],
    [
      'execution',
      request(
        'secretsmanager:GetSecretValue',
        `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:ecs-github-runner/github-AbCdEf`,
      ),
    ],
    ['build', request('ecr:PutImage', image('production'))],
    ['schedule', request('codebuild:StartBuild', `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/production`)],
  ])('%s may not do %j', async (role, request) => {
    expect(await decide(others[role] ?? [], request)).toBe('ImplicitlyDenied');
  });

  test('a job gets nothing in AWS by default', () => {
    expect(others['task']).toEqual([]);
  });
});

test.each([
  [`${ECR}/runner`, 'runner'],
  [`${ECR}/team/ci/runner:v1.2`, 'team/ci/runner'],
  [`${ECR}/runner@sha256:0123`, 'runner'],
  [`${ECR}/team/runner:v1@sha256:0123`, 'team/runner'],
  [`${ACCOUNT}.dkr-ecr.eu-central-1.on.aws/runner:latest`, 'runner'],
  ['ghcr.io/actions/actions-runner:latest', 'actions/actions-runner'],
  ['localhost:5000/runner', 'runner'],
  ['ubuntu:24.04', '//'],
])('for the image %s, ECS may pull the repository %s of this account and no other', async (image, repository) => {
  const stacks = await Stacks.open();
  try {
    await stacks.deploy('tasks.yml', { Image: image });
    const role = await stacks.role((await stacks.resources('tasks.yml')).get('ExecutionRole') ?? '');
    const pulled = [...role.policies.values()]
      .flatMap(({ Statement }) => Statement)
      .find(({ Action }) => [Action].flat().includes('ecr:BatchGetImage'));
    expect(pulled?.Resource).toEqual(
      [repository, 'docker/library/docker'].map((name) => `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${name}`),
    );
  } finally {
    await stacks.close();
  }
});
