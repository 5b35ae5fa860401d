import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import type { CapacityEntry } from '../../../../src/providers/ecs/capacity.ts';
import type { EcsLaunchOptions } from '../../../../src/providers/ecs/options.ts';
import { checkTaskDefinition } from '../../../../src/providers/ecs/task-definition.ts';
import { CLUSTER_DEFAULT, EC2, FARGATE, launchOptions } from './launch-options.ts';

const ARN = 'arn:aws:ecs:eu-central-1:123456789012:task-definition/runner:7';

const definition = (change: TaskDefinition = {}): TaskDefinition => ({
  taskDefinitionArn: ARN,
  status: 'ACTIVE',
  networkMode: 'bridge',
  containerDefinitions: [{ name: 'runner' }],
  compatibilities: ['EC2'],
  ...change,
});

type Options = Partial<EcsLaunchOptions> & { entry?: CapacityEntry; defaultIsFargate?: boolean };

const check = (change: TaskDefinition = {}, { entry = CLUSTER_DEFAULT, ...options }: Options = {}) => {
  const { defaultIsFargate, ...launch } = options;
  const known = defaultIsFargate === undefined ? {} : { defaultIsFargate };
  return checkTaskDefinition(definition(change), { wanted: 'runner', entry, launch: launchOptions(launch), ...known });
};

const CONTAINERS = [{ name: 'sidecar' }, { name: 'runner' }, { name: 'other' }];

describe('a usable task definition', () => {
  test('resolves to one revision, so that all launches of a start are the same', () => {
    expect(check()).toEqual({
      arn: ARN,
      container: 'runner',
      isAwsvpc: false,
      isFargate: false,
      isEssential: true,
      roles: new Map(),
    });
  });

  test.each<[string, Record<string, string>, object | undefined]>([
    ['group and prefix', { 'awslogs-group': 'ci', 'awslogs-stream-prefix': 'p' }, { group: 'ci', prefix: 'p' }],
    [
      'a region',
      { 'awslogs-group': 'ci', 'awslogs-stream-prefix': 'p', 'awslogs-region': 'us-east-1' },
      { group: 'ci', prefix: 'p', region: 'us-east-1' },
    ],
    ['no prefix', { 'awslogs-group': 'ci' }, undefined],
    ['no group', { 'awslogs-stream-prefix': 'p' }, undefined],
  ])('tells where its log goes if it says: %s', (_what, options, expected) => {
    const withLog = (logDriver: 'awslogs' | 'syslog') =>
      check({ containerDefinitions: [{ name: 'runner', logConfiguration: { logDriver, options } }] }).log;
    expect(withLog('awslogs')).toEqual(expected);
    expect(withLog('syslog')).toBeUndefined();
  });

  test("tells its container's stop timeout, and only that one's", () => {
    const containerDefinitions = [
      { name: 'sidecar', stopTimeout: 5 },
      { name: 'runner', stopTimeout: 120 },
    ];
    expect(check({ containerDefinitions })).toMatchObject({ stopTimeoutSeconds: 120 });
    expect(check({ containerDefinitions }, { container: 'sidecar' })).toMatchObject({ stopTimeoutSeconds: 5 });
    expect(check()).not.toHaveProperty('stopTimeoutSeconds');
  });

  test.each([
    ['the one called runner', CONTAINERS, {}, 'runner'],
    ['the only one', [{ name: 'whatever' }], {}, 'whatever'],
    ['the one that is named', CONTAINERS, { container: 'other' }, 'other'],
  ])('has its container: %s', (_what, containerDefinitions, options, expected) => {
    expect(check({ containerDefinitions }, options).container).toBe(expected);
  });

  test('may have an entryPoint if the image starts the runner', () => {
    const containerDefinitions = [{ name: 'runner', entryPoint: ['/start'] }];
    expect(check({ containerDefinitions }).container).toBe('runner');
  });

  test('may have an empty entryPoint, or one for another container', () => {
    const containerDefinitions = [
      { name: 'runner', entryPoint: [] },
      { name: 'sidecar', entryPoint: ['/x'] },
    ];
    expect(check({ containerDefinitions }, { command: ['bash'] }).container).toBe('runner');
  });
});

describe('whether a task runs on Fargate', () => {
  const forFargate = { requiresCompatibilities: ['FARGATE'], compatibilities: ['EC2', 'FARGATE'] } as const;
  const forBoth = { requiresCompatibilities: ['EC2', 'FARGATE'], compatibilities: ['EC2', 'FARGATE'] } as const;

  test.each([
    ['by the launch type FARGATE', forBoth, FARGATE, true],
    ['by the launch type EC2', forBoth, EC2, false],
    ["by the definition, with the cluster's default", forFargate, CLUSTER_DEFAULT, true],
    ["by nothing, with the cluster's default and a definition for both", forBoth, CLUSTER_DEFAULT, false],
    ["by nothing, with the cluster's default and a definition that requires nothing", {}, CLUSTER_DEFAULT, false],
  ])('is decided %s', (_how, { ...compatible }, entry, expected) => {
    const change = Object.fromEntries(Object.entries(compatible).map(([key, value]) => [key, [...value]]));
    expect(check(change, { entry }).isFargate).toBe(expected);
  });
});

test.each([true, false])(
  "whether a task runs on Fargate is decided by the cluster's default, if it is known: %s",
  (known) => {
    const forBoth = ['EC2', 'FARGATE'] as const;
    const change = { requiresCompatibilities: [...forBoth], compatibilities: [...forBoth] };
    expect(check(change, { defaultIsFargate: known }).isFargate).toBe(known);
    expect(check(change, { defaultIsFargate: known, entry: EC2 }).isFargate).toBe(false);
  },
);

describe('an unusable task definition', () => {
  test.each<[string, TaskDefinition, Options, RegExp]>([
    ['INACTIVE', { status: 'INACTIVE' }, {}, /is INACTIVE/],
    ['without an ARN', { taskDefinitionArn: undefined }, {}, /without an ARN/],
    ['several containers', { containerDefinitions: [{ name: 'a' }, { name: 'b' }] }, {}, /several \(a, b\)/],
    [
      'another container',
      { containerDefinitions: CONTAINERS },
      { container: 'x' },
      /names x, but .* sidecar, runner, other/,
    ],
    ['no container', { containerDefinitions: [] }, { container: 'x' }, /are none/],
    [
      'an entryPoint before the injected script',
      { containerDefinitions: [{ name: 'runner', entryPoint: ['/start'] }] },
      { command: ['bash'] },
      /has an entryPoint.*⟦the start script of the image⟧/,
    ],
    [
      'Fargate although it cannot run there',
      {},
      { entry: FARGATE },
      /cannot run on Fargate \(compatible with EC2\).*FARGATE@name/s,
    ],
    [
      'EC2 although it cannot run there',
      { compatibilities: ['FARGATE'] },
      { entry: EC2 },
      /cannot run on EC2 \(compatible with FARGATE\).*EC2@name/s,
    ],
    [
      'external instances although it cannot run there',
      {},
      { entry: { text: 'EXTERNAL', target: { kind: 'launch-type', launchType: 'EXTERNAL' } } },
      /cannot run on external instances .*EXTERNAL@name/s,
    ],
    [
      "the cluster's default, which is Fargate, although it cannot run there",
      {},
      { defaultIsFargate: true },
      /cannot run on Fargate \(compatible with EC2\); capacity is "cluster-default"/,
    ],
    [
      "the cluster's default, which is not Fargate, although it needs Fargate",
      { compatibilities: ['FARGATE'] },
      { defaultIsFargate: false },
      /cannot run on EC2 \(compatible with FARGATE\); capacity is "cluster-default"/,
    ],
    ['awsvpc without subnets', { networkMode: 'awsvpc' }, {}, /awsvpc: ⟦subnets⟧ is required/],
  ])('%s', (_what, change, options, text) => {
    expect(() => check(change, options)).toThrow(text);
    expect(() => check(change, options)).toThrow(RunnerError);
  });

  test('is reported with everything that is wrong at once', () => {
    const change: TaskDefinition = {
      status: 'INACTIVE',
      networkMode: 'awsvpc',
      containerDefinitions: [{ name: 'runner', entryPoint: ['/x'] }],
    };
    const error = (() => {
      try {
        return check(change, { command: ['bash'], entry: FARGATE });
      } catch (error) {
        return error;
      }
    })();
    expect(error).toMatchObject({ kind: 'configuration', hint: expect.stringContaining('nothing was launched') });
    expect(String(error).split('\n- ')).toHaveLength(5);
  });

  test('is one that ECS did not describe', () => {
    expect(() =>
      checkTaskDefinition(undefined, { wanted: 'runner', entry: CLUSTER_DEFAULT, launch: launchOptions() }),
    ).toThrow('described runner without an ARN');
  });
});

test('a privileged container cannot run on Fargate, but can elsewhere', () => {
  const privileged = { containerDefinitions: [{ name: 'runner', privileged: true }] };
  expect(() => check({ ...privileged, compatibilities: ['FARGATE'] }, { entry: FARGATE })).toThrow(
    /The container runner is privileged, which Fargate does not support/,
  );
  expect(check(privileged, { entry: EC2 }).container).toBe('runner');
});
