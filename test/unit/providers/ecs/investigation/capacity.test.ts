import type { ContainerInstance } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import {
  groupNameOf,
  judgeCluster,
  judgeInstances,
  judgeProviders,
  providersOf,
} from '../../../../../src/providers/ecs/investigation/cluster.ts';
import {
  judgeActivities,
  judgeGroup,
  judgeStrays,
} from '../../../../../src/providers/ecs/investigation/scaling-group.ts';
import {
  isOnFargate,
  lacksRoom,
  requirementsOf,
  type Subject,
} from '../../../../../src/providers/ecs/investigation/subject.ts';

const NOW = Date.UTC(2026, 0, 1);
const refused = (ecsReason = 'RESOURCE:MEMORY'): Subject => ({ phase: 'refused', state: '', ecsReason });
const text = (findings: readonly { message: string; hint?: string }[]) =>
  findings.map(({ message, hint = '' }) => `${message} -> ${hint}`).join('\n');

describe('where a launch went', () => {
  const cluster = { defaultCapacityProviderStrategy: [{ capacityProvider: 'spot', weight: 1 }] };

  test.each<[string, Partial<Subject>, readonly string[]]>([
    ['the task says so', { task: { capacityProviderName: 'asg' } }, ['asg']],
    ['a task by launch type went through none', { task: { launchType: 'EC2' } }, []],
    [
      'a strategy names them',
      { target: { kind: 'strategy', items: [{ capacityProvider: 'a', weight: 1, base: 0 }] } },
      ['a'],
    ],
    ['a launch type has none', { target: { kind: 'launch-type', launchType: 'EC2' } }, []],
    ["the cluster's default strategy names them", { target: { kind: 'cluster-default' } }, ['spot']],
  ])('%s', (_what, change, expected) => {
    expect(providersOf({ ...refused(), ...change }, cluster)).toEqual(expected);
  });

  test('is Fargate by launch type and by provider; for a default, only the cluster knows', () => {
    expect(isOnFargate({ ...refused(), task: { launchType: 'FARGATE' } })).toBe(true);
    expect(isOnFargate({ ...refused(), task: { capacityProviderName: 'FARGATE_SPOT' } })).toBe(true);
    expect(isOnFargate({ ...refused(), target: { kind: 'launch-type', launchType: 'EC2' } })).toBe(false);
    expect(isOnFargate({ ...refused(), target: { kind: 'cluster-default' } })).toBe('unknown');
  });

  test.each<[string, Subject, boolean]>([
    ['RESOURCE:CPU', refused('RESOURCE:CPU'), true],
    ['an empty provider', { phase: 'ended', state: '', ecsReason: 'TaskFailedToStart: EMPTY CAPACITY PROVIDER' }, true],
    ['waiting in PROVISIONING', { phase: 'starting', state: 'PROVISIONING', ecsReason: '' }, true],
    ['waiting in PENDING', { phase: 'starting', state: 'PENDING', ecsReason: '' }, false],
    [
      'an image that is not there',
      { phase: 'ended', state: '', ecsReason: 'CannotPullContainerError: not found' },
      false,
    ],
    ['an attribute', refused('ATTRIBUTE: ecs.capability.x'), false],
  ])('lacks room: %s', (_what, subject, expected) => {
    expect(lacksRoom(subject)).toBe(expected);
  });
});

describe('what a task requests', () => {
  const definition = {
    containerDefinitions: [
      { cpu: 256, memory: 512 },
      { cpu: 128, memory: 1024, memoryReservation: 300 },
    ],
  };

  test('is the sum of what its containers reserve', () => {
    expect(requirementsOf({ ...refused(), definition })).toEqual({ cpu: 384, memory: 812 });
  });

  test('is what the definition says of the task, unless overridden, units included', () => {
    const task = { overrides: { cpu: '.5 vCPU', memory: '2 GB' } };
    const whole = { ...definition, cpu: '1024', memory: '4096' };
    expect(requirementsOf({ ...refused(), definition: whole })).toEqual({ cpu: 1024, memory: 4096 });
    expect(requirementsOf({ ...refused(), definition: whole, task })).toEqual({ cpu: 512, memory: 2048 });
  });
});

describe('a cluster', () => {
  const empty = { clusterName: 'ci', registeredContainerInstancesCount: 0, capacityProviders: ['FARGATE', 'asg'] };

  test('with instances is no finding', () => {
    expect(judgeCluster({ ...empty, registeredContainerInstancesCount: 1 }, { providers: [] })).toEqual([]);
  });

  test('without any never gets one by launch type: only its own capacity providers start one', () => {
    expect(text(judgeCluster(empty, { providers: [] }))).toMatch(/-> Set capacity to .*: asg\.$/);
    const bare = text(judgeCluster({ ...empty, capacityProviders: ['FARGATE'] }, { providers: [] }));
    expect(bare).toMatch(/-> Create a capacity provider.*ECS_CLUSTER=ci/);
  });

  test('without any gives no other advice if a capacity provider was requested', () => {
    expect(judgeCluster(empty, { providers: ['asg'] })).toEqual([
      { message: 'Cluster ci has no container instances at the moment.' },
    ]);
  });
});

describe('container instances', () => {
  const instance = (id: string, cpu: number, memory: number, change: ContainerInstance = {}): ContainerInstance => ({
    ec2InstanceId: id,
    agentConnected: true,
    status: 'ACTIVE',
    remainingResources: [
      { name: 'CPU', integerValue: cpu },
      { name: 'MEMORY', integerValue: memory },
    ],
    ...change,
  });
  const subject: Subject = { ...refused(), definition: { containerDefinitions: [{ cpu: 1024, memory: 2048 }] } };

  test('are no finding if one of them has room for both', () => {
    expect(judgeInstances([instance('i-1', 0, 0), instance('i-2', 1024, 2048)], subject)).toEqual([]);
  });

  test('have no room if one has the CPU and another the memory', () => {
    expect(text(judgeInstances([instance('i-1', 1024, 100), instance('i-2', 100, 2048)], subject))).toMatch(
      /1024 CPU units and 2048 MiB; the usable instances \(2\) have at most 1024 CPU units and at most 2048 MiB/,
    );
  });

  test('are no finding if they do not say what is free', () => {
    expect(judgeInstances([{ ec2InstanceId: 'i-1', status: 'ACTIVE' }], subject)).toEqual([]);
  });

  test('that are lost or draining are named, and do not count as room', () => {
    const found = text(
      judgeInstances(
        [
          instance('i-1', 9999, 9999, { agentConnected: false }),
          instance('i-2', 9999, 9999, { status: 'DRAINING', agentConnected: false }),
          instance('i-3', 1, 1),
        ],
        subject,
      ),
    );
    expect(found).toMatch(/not connected on 1 of 3 container instances: i-1\./);
    expect(found).toMatch(/1 of 3 container instances accept no new tasks \(DRAINING\): i-2/);
    expect(found).toMatch(/the usable instances \(1\) have at most 1 CPU/);
  });
});

describe('capacity providers and their groups', () => {
  const provider = (status: 'ENABLED' | 'DISABLED') => ({
    name: 'asg',
    autoScalingGroupProvider: {
      autoScalingGroupArn: 'arn:aws:autoscaling:eu-central-1:1:autoScalingGroup:x:autoScalingGroupName/team/runners',
      managedScaling: { status },
    },
  });

  test('without managed scaling are found; Fargate has none and needs none', () => {
    expect(judgeProviders([provider('ENABLED'), { name: 'FARGATE' }])).toEqual([]);
    expect(text(judgeProviders([provider('DISABLED')]))).toMatch(/asg has no managed scaling.*-> Turn it on/);
  });

  test('lead to the group by its ARN, even if its name has a slash', () => {
    expect(groupNameOf(provider('ENABLED'))).toBe('team/runners');
    expect(groupNameOf({ name: 'FARGATE' })).toBeUndefined();
  });

  const group = (change: object) => ({
    AutoScalingGroupName: 'runners',
    AutoScalingGroupARN: 'x',
    MinSize: 0,
    MaxSize: 2,
    DesiredCapacity: 1,
    DefaultCooldown: 0,
    AvailabilityZones: [],
    HealthCheckType: 'EC2',
    CreatedTime: new Date(0),
    ...change,
  });

  test('a group with room is no finding; one at its maximum, or without its process Launch, is', () => {
    expect(judgeGroup(group({}))).toEqual([]);
    expect(text(judgeGroup(group({ DesiredCapacity: 2 })))).toMatch(/2 of at most 2/);
    expect(text(judgeGroup(group({ SuspendedProcesses: [{ ProcessName: 'Launch' }] })))).toMatch(/Launch is suspended/);
  });

  const activity = (minutesAgo: number, status: string, message: string) => ({
    ActivityId: String(minutesAgo),
    AutoScalingGroupName: 'runners',
    Cause: 'c',
    StartTime: new Date(NOW - minutesAgo * 60_000),
    StatusCode: status as 'Failed',
    StatusMessage: message,
  });
  const activities = (...all: ReturnType<typeof activity>[]) =>
    text(judgeActivities(all, { group: 'runners', now: NOW }));

  test.each([
    ['VcpuLimitExceeded - limit of 8', /Service Quotas/],
    ['We currently do not have sufficient t3.large capacity', /more instance types and zones/],
    ['The image id ami-1 does not exist', /Correct the launch template/],
  ])('an instance that could not be started is reported: %s', (message, hint) => {
    expect(activities(activity(1, 'Failed', message))).toMatch(hint);
  });

  test('a failure that has been overcome, or is old, is not reported', () => {
    expect(activities(activity(5, 'Failed', 'x'), activity(1, 'Successful', ''))).toBe('');
    expect(activities(activity(61, 'Failed', 'x'))).toBe('');
  });

  test('instances that have run for long and not joined are named; young, joined and stopped ones are not', () => {
    const instance = (InstanceId: string, minutes: number, Name: 'running' | 'terminated' = 'running') => ({
      InstanceId,
      State: { Name },
      LaunchTime: new Date(NOW - minutes * 60_000),
    });
    const options = { group: 'runners', cluster: 'ci', joined: new Set(['i-joined']), now: NOW };
    const all = [
      instance('i-stray', 6),
      instance('i-young', 2),
      instance('i-joined', 60),
      instance('i-old', 60, 'terminated'),
    ];
    expect(text(judgeStrays(all, options))).toMatch(/1 instances .* have not joined cluster ci: i-stray\./);
    expect(judgeStrays(all.slice(1), options)).toEqual([]);
  });
});
