import { describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import { runKey } from '../../../../src/core/identity.ts';
import { Secret } from '../../../../src/core/secret.ts';
import type { CapacityEntry } from '../../../../src/providers/ecs/capacity.ts';
import type { EcsLaunchOptions } from '../../../../src/providers/ecs/options.ts';
import { checkOverrideSize, runTaskInput } from '../../../../src/providers/ecs/run-task.ts';
import type { CheckedTaskDefinition } from '../../../../src/providers/ecs/task-definition.ts';
import { START_COMMAND, START_COMMAND_FOR_DOCKER_STEPS } from '../../../../start-runner/start-command.ts';
import { CLUSTER_DEFAULT, EC2, FARGATE, launchOptions } from './launch-options.ts';

const DEFINITION: CheckedTaskDefinition = {
  arn: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/runner:7',
  container: 'runner',
  isAwsvpc: false,
  isFargate: false,
  isEssential: true,
  roles: new Map(),
};
const RUN = { repositoryId: 123_456_789, runId: 9_876_543_210 };

/** What every runner's container gets, after the user's own variables. */
const OWN_ENVIRONMENT = [
  { name: 'EGR_IDLE_TIMEOUT_MINUTES', value: '20' },
  { name: 'EGR_MAX_LIFETIME_MINUTES', value: '390' },
  { name: 'ACTIONS_RUNNER_INPUT_JITCONFIG', value: 'the-config' },
];

const build = (
  launch: Partial<EcsLaunchOptions> = {},
  definition: Partial<CheckedTaskDefinition> = {},
  entry: CapacityEntry = CLUSTER_DEFAULT,
) =>
  runTaskInput({
    cluster: 'ci',
    definition: { ...DEFINITION, ...definition },
    launch: launchOptions(launch),
    entry,
    request: {
      run: RUN,
      runnerName: 'egr-x',
      jitConfig: new Secret('the-config'),
      capacity: entry.text,
      clientToken: 'the-token',
      tags: { team: 'blue', 'ecs-github-runner:run-id': '9876543210' },
    },
  });

describe('the RunTask request', () => {
  test('of a launch without options contains nothing that was not requested', () => {
    expect(build()).toEqual({
      cluster: 'ci',
      taskDefinition: DEFINITION.arn,
      count: 1,
      clientToken: 'the-token',
      startedBy: runKey(RUN),
      overrides: {
        containerOverrides: [{ name: 'runner', environment: OWN_ENVIRONMENT }],
      },
      enableECSManagedTags: true,
      tags: [
        { key: 'team', value: 'blue' },
        { key: 'ecs-github-runner:run-id', value: '9876543210' },
      ],
    });
  });

  test('of a launch with every option contains every option', () => {
    const placementConstraints = [{ type: 'memberOf' as const, expression: 'attribute:gpu == true' }];
    const placementStrategy = [{ type: 'binpack' as const, field: 'memory' }];
    const input = build(
      {
        subnets: ['subnet-1', 'subnet-2'],
        securityGroups: ['sg-1'],
        assignPublicIp: true,
        cpu: '1024',
        memory: '2 GB',
        ephemeralStorageGib: 50,
        taskRoleArn: 'arn:aws:iam::123456789012:role/task',
        executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
        platformVersion: '1.4.0',
        enableExecuteCommand: true,
        placementConstraints,
        placementStrategy,
        environment: { A: '1', B: '' },
        command: ['bash', '-c', 'true'],
      },
      { isAwsvpc: true, isFargate: true },
      FARGATE,
    );
    expect(input).toMatchObject({
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-1', 'subnet-2'],
          securityGroups: ['sg-1'],
          assignPublicIp: 'ENABLED',
        },
      },
      platformVersion: '1.4.0',
      enableExecuteCommand: true,
      placementConstraints,
      placementStrategy,
    });
    expect(input.overrides).toEqual({
      containerOverrides: [
        {
          name: 'runner',
          command: ['bash', '-c', 'true'],
          environment: [{ name: 'A', value: '1' }, { name: 'B', value: '' }, ...OWN_ENVIRONMENT],
        },
      ],
      cpu: '1024',
      memory: '2 GB',
      ephemeralStorage: { sizeInGiB: 50 },
      taskRoleArn: 'arn:aws:iam::123456789012:role/task',
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    });
  });

  test("tells the start script its container's stop timeout, if the task definition sets one", () => {
    const { overrides } = build({ environment: { EGR_STOP_TIMEOUT_SECONDS: '7' } }, { stopTimeoutSeconds: 120 });
    expect(overrides?.containerOverrides?.[0]?.environment).toEqual(
      expect.arrayContaining([{ name: 'EGR_STOP_TIMEOUT_SECONDS', value: '120' }]),
    );
    expect(JSON.stringify(build().overrides)).not.toContain('STOP_TIMEOUT');
  });

  test("never lets the user's environment replace the runner's JIT config and limits", () => {
    const environment = { EGR_IDLE_TIMEOUT_MINUTES: '0', EGR_MAX_LIFETIME_MINUTES: '0' };
    const { overrides } = build({ environment: { ...environment, ACTIONS_RUNNER_INPUT_JITCONFIG: 'stale' } });
    const sent = overrides?.containerOverrides?.[0]?.environment ?? [];
    expect(sent).toHaveLength(OWN_ENVIRONMENT.length);
    expect(sent).toEqual(expect.arrayContaining(OWN_ENVIRONMENT));
  });

  test('passes the limits also to an image that starts the runner itself', () => {
    const { overrides } = build({ limits: { idleMinutes: 45, lifetimeMinutes: 7200 } });
    expect(overrides?.containerOverrides?.[0]).not.toHaveProperty('command');
    expect(overrides?.containerOverrides?.[0]?.environment).toEqual(
      expect.arrayContaining([
        { name: 'EGR_IDLE_TIMEOUT_MINUTES', value: '45' },
        { name: 'EGR_MAX_LIFETIME_MINUTES', value: '7200' },
      ]),
    );
  });

  test('has a launch type or a strategy, never both, and neither for the cluster default', () => {
    const items = [{ capacityProvider: 'asg', weight: 1, base: 0 }];
    const strategy = build({}, {}, { text: 'asg', target: { kind: 'strategy', items } });
    expect(strategy.capacityProviderStrategy).toEqual(items);
    expect(strategy).not.toHaveProperty('launchType');
    expect(build({}, {}, EC2)).toMatchObject({ launchType: 'EC2' });
    expect(build({}, {}, EC2)).not.toHaveProperty('capacityProviderStrategy');
    expect(build()).not.toHaveProperty('launchType');
  });

  test.each<[string, Partial<EcsLaunchOptions>, Partial<CheckedTaskDefinition>, object | undefined]>([
    ['not awsvpc: no network, whatever was given', { subnets: ['subnet-1'], assignPublicIp: true }, {}, undefined],
    ['awsvpc: subnets', { subnets: ['subnet-1'] }, { isAwsvpc: true }, { subnets: ['subnet-1'] }],
    [
      'awsvpc on EC2: never a public address, which ECS refuses there',
      { subnets: ['subnet-1'], assignPublicIp: true },
      { isAwsvpc: true },
      { subnets: ['subnet-1'] },
    ],
    [
      'Fargate: a public address if requested',
      { subnets: ['subnet-1'], assignPublicIp: true },
      { isAwsvpc: true, isFargate: true },
      { subnets: ['subnet-1'], assignPublicIp: 'ENABLED' },
    ],
    [
      'Fargate: none if declined',
      { subnets: ['subnet-1'], assignPublicIp: false },
      { isAwsvpc: true, isFargate: true },
      { subnets: ['subnet-1'], assignPublicIp: 'DISABLED' },
    ],
    [
      'Fargate: the default if unspecified',
      { subnets: ['subnet-1'] },
      { isAwsvpc: true, isFargate: true },
      { subnets: ['subnet-1'] },
    ],
  ])('network: %s', (_what, launch, definition, expected) => {
    expect(build(launch, definition).networkConfiguration?.awsvpcConfiguration).toEqual(expected);
  });

  test('a platform version goes to Fargate only', () => {
    expect(build({ platformVersion: '1.4.0' })).not.toHaveProperty('platformVersion');
    expect(build({ platformVersion: '1.4.0' }, { isFargate: true })).toMatchObject({ platformVersion: '1.4.0' });
  });
});

describe('the size of the overrides', () => {
  const check = (launch: Partial<EcsLaunchOptions>) => checkOverrideSize(DEFINITION, launchOptions(launch));

  test('leaves room for a JIT config within the 8,192 characters of ECS', () => {
    expect(() =>
      check({ environment: { A: 'x'.repeat(2500) }, command: ['bash', '-c', 'exec ./run.sh'] }),
    ).not.toThrow();
  });

  test.each([
    ['plain', 500, START_COMMAND],
    ['docker-steps', 350, START_COMMAND_FOR_DOCKER_STEPS],
  ])('fits with the %s start script and %i characters of environment', (_, characters, command) => {
    const launch = launchOptions({ environment: { A: 'x'.repeat(characters) }, command });
    expect(() => checkOverrideSize({ ...DEFINITION, stopTimeoutSeconds: 120 }, launch)).not.toThrow();
  });

  test('that is too large is reported with who uses how much, which adds up, and how much must go', () => {
    const command = ['bash', '-c', 'y'.repeat(1500)];
    const error = errorOf(() => check({ environment: { LARGE: 'x'.repeat(2000) }, command }));
    const parts =
      /would be (\d+) characters long; ECS accepts 8192\. The JIT config needs up to 5000, the start script (15\d\d), ⟦environment⟧ (20\d\d), the rest (\d+)\./;
    const [, total = 0, ...others] = (parts.exec(error.message) ?? []).map(Number);
    expect(others.reduce((sum, each) => sum + each, 5000)).toBe(total);
    expect(error.hint).toContain(`at least ${total - 8192} characters`);
    expect(() => check({ environment: { LARGE: 'x'.repeat(2000 - (total - 8192)) }, command })).not.toThrow();
    expect(() => check({ environment: { LARGE: 'x'.repeat(2001 - (total - 8192)) }, command })).toThrow();
  });

  describe('once the JIT config is known', () => {
    const measure = (length: number, launch: Partial<EcsLaunchOptions>) =>
      checkOverrideSize(DEFINITION, launchOptions(launch), new Secret('j'.repeat(length)));
    const script = (length: number) => ({ command: ['bash', '-c', 'y'.repeat(length)] });

    test('is measured again: a longer config takes the room of others, and the error says whose', () => {
      const launch = { environment: { LARGE: 'x'.repeat(1000) }, ...script(1500) };
      expect(() => check(launch)).not.toThrow();
      const error = errorOf(() => measure(6000, launch));
      const parts =
        /would be (\d+) characters long; ECS accepts 8192\. The JIT config takes 6000 \(5000 were kept for it\), the start script (15\d\d), ⟦environment⟧ (10\d\d), the rest (\d+)\./;
      const [, total = 0, ...others] = (parts.exec(error.message) ?? []).map(Number);
      expect(others.reduce((sum, each) => sum + each, 6000)).toBe(total);
      expect(error.hint).toBe(
        `Move at least ${total - 8192} characters from ⟦environment⟧ into the task definition (or its environmentFiles).`,
      );
      expect(error).toMatchObject({ kind: 'configuration', hadNoEffect: true });
    });

    test('fits if it is shorter or as long as what was kept for it', () => {
      const launch = { environment: { A: 'x'.repeat(1200) }, ...script(1500) };
      expect(() => check(launch)).not.toThrow();
      for (const length of [1, 4500, 5000]) expect(() => measure(length, launch)).not.toThrow();
    });

    test.each<[string, Partial<EcsLaunchOptions>, string]>([
      [
        'too little environment to make room',
        { environment: { A: 'x' }, ...script(1500) },
        'Move all of ⟦environment⟧ into the task definition (or its environmentFiles), and set ⟦the start script of the image⟧, with the start script in the image.',
      ],
      [
        'no environment',
        script(1500),
        'To make room, set ⟦the start script of the image⟧, with the start script in the image.',
      ],
      ['nothing but the config', {}, 'Shorten the other overrides.'],
    ])('with %s, the next step is one that helps', (_what, launch, hint) => {
      expect(errorOf(() => measure(8100, launch)).hint).toBe(hint);
    });

    test('names the work folder as such: it is no variable of the user', () => {
      const environment = {
        EGR_WORK_FOLDER: 'w'.repeat(500),
        A: 'x'.repeat(1500),
        EGR_CREDENTIALS_FOR_DOCKER_STEPS: 'true',
      };
      const { message } = errorOf(() => measure(6000, { environment, ...script(1000) }));
      const parts =
        /takes 6000 .*, the start script (10\d\d), ⟦environment⟧ (15\d\d), ⟦work folder⟧ (5\d\d), the rest (\d+)\./;
      const shares = (parts.exec(message) ?? []).slice(1).map(Number);
      const total = Number(/would be (\d+) characters/.exec(message)?.[1]);
      expect(shares.reduce((sum, each) => sum + each, 6000)).toBe(total);
    });

    test('never shows it', () => {
      expect(errorOf(() => measure(8100, {})).message).not.toContain('jjj');
    });
  });

  test('counts the characters as JSON writes them', () => {
    expect(() => check({ environment: { QUOTED: '"'.repeat(1600) } })).toThrow('ECS accepts 8192');
  });
});

function errorOf(call: () => void): RunnerError {
  try {
    call();
  } catch (error) {
    if (error instanceof RunnerError) return error;
  }
  throw new Error('it threw no RunnerError');
}
