import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../../src/actions/inputs/reader.ts';
import { readStartAccess, readStartInputs } from '../../../start-runner/inputs.ts';
import { REQUIRED_INPUTS, stepEnvironment } from '../../helpers/step-environment.ts';

const REQUIRED = { ...REQUIRED_INPUTS, 'task-definition': 'runner' };
const COMMAND = ['bash', '-c', 'exec ./run.sh'];
const COMMAND_FOR_DOCKER_STEPS = ['bash', '-c', 'hook; exec ./run.sh'];
const startCommand = { plain: COMMAND, forDockerSteps: COMMAND_FOR_DOCKER_STEPS };
const ROLE = 'arn:aws:iam::123456789012:role/task';

const read = (inputs: Record<string, string> = {}) =>
  readStartInputs({ environment: stepEnvironment({ ...REQUIRED, ...inputs }), startCommand });

function problems(inputs: Record<string, string>): readonly string[] {
  try {
    read(inputs);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

describe('the inputs of start-runner', () => {
  test('have the defaults of the interface', () => {
    const { context: _context, github: _github, aws: _aws, cluster: _cluster, ...rest } = read();
    expect(rest).toEqual({
      isReachable: false,
      actionsToken: undefined,
      launch: {
        taskDefinition: 'runner',
        capacities: [{ text: 'cluster-default', target: { kind: 'cluster-default' } }],
        subnets: [],
        securityGroups: [],
        placementConstraints: [],
        placementStrategy: [],
        environment: {},
        limits: { idleMinutes: 20, lifetimeMinutes: 390 },
        command: COMMAND,
      },
      runnerGroup: '',
      count: 1,
      runner: { extraLabels: [], id: undefined, workFolder: '_work', tags: {}, lifetimeMs: 390 * 60_000 },
      policy: { timeoutMs: 780_000, allowPartial: false, capacityTimeoutMs: 420_000, maxRelaunches: 2 },
    });
  });

  test.each([
    [{}, false],
    [{ label: 'gpu' }, true],
    [{ 'extra-labels': 'big' }, true],
    [{ 'runner-scope': 'org' }, true],
    [{ 'runner-scope': 'org', 'runner-group': 'Builders' }, true],
  ])('say whether a job can reach the runners before the start has succeeded: %j', (given, isReachable) => {
    expect(read(given).isReachable).toBe(isReachable);
    // The post step reads the same.
    expect(readStartAccess(stepEnvironment({ ...REQUIRED_INPUTS, ...given })).isReachable).toBe(isReachable);
  });

  test("name the token that reads the run's jobs, by default the workflow's own", () => {
    expect(read({ 'actions-token': 'ghp_reader', 'workflow-token': 'ghs_own' }).actionsToken?.reveal()).toBe(
      'ghp_reader',
    );
    expect(read({ 'actions-token': '', 'workflow-token': 'ghs_own' }).actionsToken?.reveal()).toBe('ghs_own');
    expect(read().actionsToken).toBeUndefined();
  });

  test('are read as given', () => {
    const inputs = read({
      label: 'my label',
      'extra-labels': 'gpu, big\nfast',
      id: 'nightly',
      'runner-scope': 'org',
      'runner-group': 'Builders',
      'work-folder': 'work/here',
      'startup-timeout-seconds': '30',
      'idle-timeout-minutes': '45',
      'max-lifetime-minutes': '7200',
      environment: 'A=1\nB=x=y',
      tags: 'team=blue\ncost center=4711',
      capacity: 'asg=1:1 + other=2, FARGATE@runner-fargate:7\nEC2',
      count: '256',
      'allow-partial': 'true',
      'capacity-timeout-seconds': '60',
      container: 'main',
      subnets: 'subnet-0a,subnet-0b',
      'security-groups': 'sg-0a',
      'assign-public-ip': 'true',
      cpu: '1024',
      memory: '2 GB',
      'ephemeral-storage-gib': '50',
      'task-role-arn': ROLE,
      'execution-role-arn': ROLE,
      'platform-version': '1.4.0',
      'enable-execute-command': 'false',
      'placement-constraints': '[{"type":"distinctInstance"}]',
      'placement-strategy': '[{"type":"binpack","field":"memory"}]',
      'start-script': 'image',
    });
    expect(inputs).toMatchObject({
      label: 'my label',
      runnerGroup: 'Builders',
      count: 256,
      runner: {
        extraLabels: ['gpu', 'big', 'fast'],
        id: 'nightly',
        workFolder: 'work/here',
        lifetimeMs: 7200 * 60_000,
        tags: { team: 'blue', 'cost center': '4711' },
      },
      policy: { timeoutMs: 30_000, allowPartial: true, capacityTimeoutMs: 60_000 },
    });
    expect(inputs.launch).toEqual({
      taskDefinition: 'runner',
      capacities: [
        {
          text: 'asg=1:1 + other=2',
          target: {
            kind: 'strategy',
            items: [
              { capacityProvider: 'asg', weight: 1, base: 1 },
              { capacityProvider: 'other', weight: 2, base: 0 },
            ],
          },
        },
        {
          text: 'FARGATE@runner-fargate:7',
          target: { kind: 'launch-type', launchType: 'FARGATE' },
          taskDefinition: 'runner-fargate:7',
        },
        { text: 'EC2', target: { kind: 'launch-type', launchType: 'EC2' } },
      ],
      container: 'main',
      subnets: ['subnet-0a', 'subnet-0b'],
      securityGroups: ['sg-0a'],
      assignPublicIp: true,
      cpu: '1024',
      memory: '2 GB',
      ephemeralStorageGib: 50,
      taskRoleArn: ROLE,
      executionRoleArn: ROLE,
      platformVersion: '1.4.0',
      enableExecuteCommand: false,
      placementConstraints: [{ type: 'distinctInstance' }],
      placementStrategy: [{ type: 'binpack', field: 'memory' }],
      environment: { A: '1', B: 'x=y', EGR_WORK_FOLDER: 'work/here' },
      limits: { idleMinutes: 45, lifetimeMinutes: 7200 },
    });
  });

  test('use the start script with the hook only for credentials-for-docker-steps', () => {
    const { command, environment } = read({ 'credentials-for-docker-steps': 'true' }).launch;
    expect(command).toBe(COMMAND_FOR_DOCKER_STEPS);
    expect(environment).toEqual({ EGR_CREDENTIALS_FOR_DOCKER_STEPS: 'true' });
    const image = read({ 'credentials-for-docker-steps': 'true', 'start-script': 'image' }).launch;
    expect(image).not.toHaveProperty('command');
    expect(image.environment).toEqual(environment);
    expect(read({ 'credentials-for-docker-steps': 'false' }).launch).toMatchObject({
      command: COMMAND,
      environment: {},
    });
  });

  test('let a runner idle at least 5 minutes longer than its start may take', () => {
    const both = (timeout: string, idle: string): readonly string[] =>
      problems({ 'startup-timeout-seconds': timeout, 'idle-timeout-minutes': idle });
    expect(both('900', '20')).toEqual([]);
    expect(both('901', '21')).toEqual([]);
    expect(both('21600', '365')).toEqual([]);
    expect(both('901', '20')).toEqual([
      'idle-timeout-minutes must be at least 21: startup-timeout-seconds (901) plus 5 minutes; it is 20.',
    ]);
    expect(both('1200', '')).toEqual([
      'idle-timeout-minutes must be at least 25: startup-timeout-seconds (1200) plus 5 minutes; it is 20.',
    ]);
    expect(both('1200', 'x')).toHaveLength(1);
    expect(both('x', '20')).toHaveLength(1);
  });

  test.each([
    ['task-definition', 'runner:7'],
    ['task-definition', 'arn:aws-us-gov:ecs:us-gov-west-1:123456789012:task-definition/runner:7'],
    ['cpu', '.5 vCPU'],
    ['cpu', '2vcpu'],
    ['memory', '512'],
    ['memory', '30GB'],
    ['platform-version', 'LATEST'],
    ['label', 'a'.repeat(200)],
    ['label', 'linux-build-4711'],
    ['label', 'ubuntu-24.04-build-4711'],
    ['label', 'ci/7:1'],
    ['id', 'nightly_1.0 + big@eu'],
    ['tags', 'Größe=groß'],
    ['capacity', 'FARGATE@runner-fargate:3'],
    ['ephemeral-storage-gib', '200'],
    ['startup-timeout-seconds', '900'],
    ['max-lifetime-minutes', '1'],
  ])('accept %s: %s', (name, value) => {
    expect(problems({ [name]: value })).toEqual([]);
  });

  test.each<[string, string, RegExp]>([
    ['task-definition', '', /^task-definition is required/],
    [
      'task-definition',
      'runner:latest',
      /^task-definition must be family, family:revision or ARN; it is "runner:latest"/,
    ],
    ['task-definition', 'arn:aws:ecs:eu-central-1:12:task-definition/x:1', /^task-definition must be/],
    ['label', 'a,b', /^label must be up to 200 letters/],
    ['label', 'a'.repeat(201), /^label must be/],
    ['label', 'ümlaut', /^label must be/],
    ['id', 'a;b', /^id must be/],
    ['id', 'nightly/linux', /^id must be up to 200 letters, .*; it is "nightly\/linux"/],
    ['id', 'team:build', /^id must be/],
    ...[
      'self-hosted',
      'Linux',
      'X64',
      'arm64',
      'ubuntu-latest',
      'Ubuntu-24.04-arm',
      'ubuntu-slim',
      'windows-2025',
      'macos-15-xlarge',
      'ubuntu-latest-16-cores',
    ].map((label): [string, string, RegExp] => [
      'label',
      label,
      new RegExp(`^label cannot be ${label}: other runners have it too.*github\\.run_attempt`),
    ]),
    ['extra-labels', 'ok, not;ok', /^extra-labels must be a list of .*; it is "not;ok"/],
    ['runner-group', 'Builders', /^runner-group needs runner-scope org or enterprise/],
    ['work-folder', '/work', /^work-folder must be a path below the runner's folder; it is "\/work"/],
    ['work-folder', 'a/../../b', /^work-folder must be/],
    ['startup-timeout-seconds', '15m', /^startup-timeout-seconds must be a whole number from 30 to 21600; it is "15m"/],
    ['startup-timeout-seconds', '29', /^startup-timeout-seconds must be/],
    ['environment', 'A', /^environment must be KEY=value lines; line 1 has no =/],
    ['environment', '1A=x', /^environment must be KEY=value lines with the name of an environment variable as KEY/],
    ['environment', 'ACTIONS_RUNNER_INPUT_JITCONFIG=x', /^environment cannot set ACTIONS_RUNNER_INPUT_JITCONFIG/],
    ['environment', 'EGR_IDLE_TIMEOUT_MINUTES=1', /^environment cannot set EGR_IDLE.*input idle-timeout-minutes/],
    ['environment', 'EGR_MAX_LIFETIME_MINUTES=1', /^environment cannot set EGR_MAX.*input max-lifetime-minutes/],
    ['idle-timeout-minutes', '0', /^idle-timeout-minutes must be a whole number from 1 to 7200; it is "0"/],
    ['idle-timeout-minutes', '20m', /^idle-timeout-minutes must be a whole number from 1 to 7200; it is "20m"/],
    ['max-lifetime-minutes', '7201', /^max-lifetime-minutes must be a whole number from 1 to 7200; it is "7201"/],
    ['tags', 'team', /^tags must be KEY=value lines/],
    ['tags', 'a*b=c', /^tags must be KEY=value lines with a tag key/],
    ['tags', 'aws:x=1', /^tags must be KEY=value lines with a tag key/],
    ['tags', 'AWS:x=1', /^tags must be KEY=value lines with a tag key/],
    ['tags', `${'k'.repeat(129)}=1`, /^tags must be/],
    ['tags', `k=${'v'.repeat(257)}`, /^tags: the value of k must be up to 256/],
    ['tags', 'k=a;b', /^tags: the value of k must be/],
    ['tags', 'ecs-github-runner:run-id=1', /^tags cannot set ecs-github-runner:run-id/],
    ['tags', 'ECS-GitHub-Runner:repository-id=1', /^tags cannot set ECS-GitHub-Runner:repository-id/],
    ['tags', 'ecs-github-runner:NEW=1', /^tags cannot set ecs-github-runner:NEW/],
    ['tags', Array.from({ length: 36 }, (_, index) => `k${index}=v`).join('\n'), /^tags has more than 35/],
    ['container', 'a b', /^container must be a container's name/],
    [
      'capacity',
      'FARGATE=x',
      /^capacity must be a list of EC2, FARGATE.*"FARGATE=x" "FARGATE=x" is not a capacity provider/,
    ],
    [
      'capacity',
      'EC2, FARGATE=1 + mine=1, =3',
      /"FARGATE=1 \+ mine=1" mixes Fargate.*; "=3" "=3" is not a capacity provider/,
    ],
    ['capacity', 'EC2, FARGATE, EC2', /"EC2" is named twice/],
    ['capacity', Array.from({ length: 21 }, (_, index) => `p${index}`).join(','), /it has 21 entries, more than 20/],
    ['capacity-timeout-seconds', '29', /^capacity-timeout-seconds must be a whole number from 30 to 21600/],
    ['count', '257', /^count must be a whole number from 1 to 256; it is "257"/],
    ['allow-partial', 'yes', /^allow-partial must be "true" or "false"/],
    ['capacity', 'FARGATE@a:b', /^capacity: the task definition after @ must be family/],
    ['subnets', 'vpc-1', /^subnets must be a list of subnet ids \(subnet-…\); it is "vpc-1"/],
    ['security-groups', 'default', /^security-groups must be a list of security group ids/],
    ['assign-public-ip', 'ENABLED', /^assign-public-ip must be "true" or "false"; it is "ENABLED"/],
    ['cpu', '1.5', /^cpu must be CPU units/],
    ['memory', '2 GiB', /^memory must be MiB/],
    ['ephemeral-storage-gib', '20', /^ephemeral-storage-gib must be a whole number from 21 to 200/],
    ['task-role-arn', 'task', /^task-role-arn must be the ARN of a role/],
    ['execution-role-arn', 'arn:aws:iam::123456789012:user/x', /^execution-role-arn must be/],
    ['platform-version', 'latest', /^platform-version must be LATEST/],
    ['enable-execute-command', 'y', /^enable-execute-command must be/],
    ['placement-constraints', '{"type":"memberOf"}', /^placement-constraints must be a JSON array of objects/],
    ['placement-strategy', '[binpack]', /^placement-strategy must be a JSON array of objects/],
    ['start-script', 'none', /^start-script must be one of inject, image; it is "none"/],
  ])('reject %s: %s', (name, value, text) => {
    expect(problems({ [name]: value })).toEqual([expect.stringMatching(text)]);
  });

  test('are rejected with everything that is wrong at once', () => {
    const wrong = {
      'github-token': '',
      'aws-region': 'x',
      cluster: '',
      'task-definition': '',
      cpu: 'many',
      environment: 'x',
      'placement-strategy': '{',
      subnets: 'all',
      'role-to-assume': 'me',
      'startup-timeout-seconds': 'long',
    };
    expect(problems(wrong)).toHaveLength(Object.keys(wrong).length);
    for (const name of Object.keys(wrong)) expect(problems(wrong).join('\n')).toContain(`${name} `);
  });
});
