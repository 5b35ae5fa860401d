import type { Task } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import type { ErrorKind } from '../../../../src/core/explanation.ts';
import { toCompute } from '../../../../src/providers/ecs/compute.ts';
import {
  explainFailures,
  explainStoppedTask,
  explainStuckTask,
  isCapacityText,
} from '../../../../src/providers/ecs/diagnosis.ts';

const ARN = 'arn:aws:ecs:eu-central-1:123456789012:task/ci/0123456789abcdef0123456789abcdef';

const stopped = (change: Partial<Task>): Task => ({ taskArn: ARN, lastStatus: 'STOPPED', ...change });

describe('why a task stopped', () => {
  test.each<[string, Partial<Task>, ErrorKind, RegExp]>([
    [
      'a stop of its run',
      { stopCode: 'UserInitiated', stoppedReason: 'ecs-github-runner: stop-runner' },
      'configuration',
      /A stop or sweep of this run ended it, and this start with it/,
    ],
    [
      'a sweep',
      { stopCode: 'UserInitiated', stoppedReason: 'ecs-github-runner: sweep-runners: its lifetime ended at …' },
      'configuration',
      /A stop or sweep of this run ended it/,
    ],
    [
      'its own start, which launches it again',
      { stopCode: 'UserInitiated', stoppedReason: 'ecs-github-runner: given up' },
      'transient',
      /CloudTrail shows who/,
    ],
    [
      'an image that cannot be pulled',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason:
          'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref x: not found',
      },
      'configuration',
      /image's name and tag/,
    ],
    [
      'secrets that cannot be read',
      {
        stopCode: 'TaskFailedToStart',
        stoppedReason:
          'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed',
      },
      'configuration',
      /execution role/,
    ],
    [
      'memory that ran out',
      {
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [
          { name: 'runner', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
        ],
      },
      'configuration',
      /memory/,
    ],
    [
      'a container that was killed without a reason',
      {
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'runner', exitCode: 137 }],
      },
      'transient',
      /If the instance ran out of memory/,
    ],
    [
      'a provider without instances',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'TaskFailedToStart: EMPTY CAPACITY PROVIDER' },
      'capacity',
      /managed scaling/,
    ],
    [
      'a provider whose instances do not come',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'TaskFailedToStart: NO ACTIVE INSTANCES' },
      'capacity',
      /managed scaling/,
    ],
    [
      'an instance without a working agent',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'TaskFailedToStart: AGENT' },
      'capacity',
      /ecs-agent\.log/,
    ],
    [
      'Fargate without room',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'Capacity is unavailable at this time.' },
      'capacity',
      /managed scaling/,
    ],
    [
      'spot capacity that was reclaimed',
      { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' },
      'capacity',
      /on-demand/,
    ],
    [
      'an instance that was terminated',
      { stopCode: 'TerminationNotice', stoppedReason: 'Host EC2 (instance i-0123) terminated.' },
      'capacity',
      /on-demand/,
    ],
    [
      'somebody who stopped it',
      { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' },
      'transient',
      /CloudTrail/,
    ],
    [
      'a placement that no instance satisfies',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'TaskFailedToStart: ATTRIBUTE' },
      'configuration',
      /placement constraints/,
    ],
    [
      'a runner that could not start',
      {
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'runner', exitCode: 65 }],
      },
      'configuration',
      /container's log/,
    ],
    [
      'a runner that ended by itself',
      {
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'runner', exitCode: 0 }],
      },
      'transient',
      /ended by itself/,
    ],
    [
      'a runner program that is too old',
      {
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [
          { name: 'sidecar', exitCode: 0 },
          { name: 'runner', exitCode: 75 },
        ],
      },
      'configuration',
      /refuses this version/,
    ],
    [
      'a runner whose registration was removed',
      {
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'runner', exitCode: 72 }],
      },
      'transient',
      /registration of the runner was removed/,
    ],
    ['no reason at all', {}, 'transient', /container's log/],
    ['a missing command', { containers: [{ name: 'runner', exitCode: 127 }] }, 'configuration', /bash 4\.3/],
  ])('%s', (_what, change, kind, hint) => {
    expect(explainStoppedTask(stopped(change))).toMatchObject({ kind, hint: expect.stringMatching(hint) });
  });

  test('is reported with stop code, reason, and the exit code and reason of each container that ended', () => {
    const { message } = explainStoppedTask(
      stopped({
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'runner', exitCode: 65, reason: 'bad' }, { name: 'sidecar' }],
      }),
    );
    expect(message).toBe(
      `task ${ARN} is STOPPED (EssentialContainerExited: Essential container in task exited). Container runner: ended with exit code 65: bad.`,
    );
  });

  test('is reported in plain words too, where ECS has its own', () => {
    const stoppedReason = 'TaskFailedToStart: EMPTY CAPACITY PROVIDER';
    expect(explainStoppedTask(stopped({ stopCode: 'TaskFailedToStart', stoppedReason })).message).toBe(
      `task ${ARN} is STOPPED (TaskFailedToStart: ${stoppedReason}). In plain words: there is no room at the moment.`,
    );
  });

  test.each(['spot', 'agent', 'resource', 'cannotpullcontainer'])(
    'is not read from names chosen by the user: "%s"',
    (word) => {
      const { kind, hint } = explainStoppedTask({
        taskArn: `arn:aws:ecs:eu-central-1:123456789012:task/${word}/0123`,
        lastStatus: 'STOPPED',
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: word, exitCode: 1 }],
      });
      expect({ kind, hint }).toMatchObject({ kind: 'transient', hint: expect.stringContaining("container's log") });
    },
  );
});

describe('a launch that launched nothing', () => {
  test.each<[string, { reason?: string; detail?: string }[], ErrorKind, RegExp]>([
    ['no CPU', [{ reason: 'RESOURCE:CPU' }], 'capacity', /RESOURCE:CPU/],
    ['no memory, with a detail', [{ reason: 'RESOURCE:MEMORY', detail: 'of 3' }], 'capacity', /RESOURCE:MEMORY: of 3/],
    ['no agent', [{ reason: 'AGENT' }], 'capacity', /AGENT/],
    ['wrong attributes', [{ reason: 'ATTRIBUTE' }], 'configuration', /ATTRIBUTE/],
    ['wrong constraints', [{ reason: 'MemberOf placement constraint unsatisfied.' }], 'configuration', /MemberOf/],
    ['several', [{ reason: 'RESOURCE:CPU' }, { reason: 'RESOURCE:PORTS' }], 'capacity', /RESOURCE:CPU; RESOURCE:PORTS/],
    ['no reason given', [], 'capacity', /it gave no reason/],
    ['something new', [{ reason: 'SOMETHING' }], 'capacity', /SOMETHING/],
  ])('%s', (_what, failures, kind, text) => {
    const error = explainFailures(failures, 'cluster ci');
    expect(error).toMatchObject({ kind, message: expect.stringMatching(text) });
    expect(error.message).toContain('ECS launched no task on cluster ci: ');
    expect(error.hint).not.toBe('');
  });
});

describe('an exception of RunTask', () => {
  test.each([
    'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    "You've reached the limit on the number of tasks you can run concurrently",
    'No Container Instances were found in your cluster.',
  ])('means a lack of room: %s', (text) => {
    expect(isCapacityText(text)).toBe(true);
  });

  test.each(['TaskDefinition is inactive', 'User: x is not authorized', 'Cluster not found.'])(
    'does not mean a lack of room: %s',
    (text) => {
      expect(isCapacityText(text)).toBe(false);
    },
  );
});

test.each<[string, ErrorKind, RegExp]>([
  ['PROVISIONING', 'capacity', /Auto Scaling group/],
  ['PENDING', 'configuration', /registry/],
  ['ACTIVATING', 'configuration', /registry/],
  ['RUNNING', 'configuration', /reach GitHub/],
  ['NEW_STATE', 'transient', /console/],
])('a task that is stuck in %s is explained', (state, kind, hint) => {
  const stuck = explainStuckTask({ id: ARN, phase: 'starting', state, capacity: '', tags: {} });
  expect(stuck).toMatchObject({ kind, hint: expect.stringMatching(hint) });
});

describe('a task as the core sees it', () => {
  test.each([
    ['PROVISIONING', 'RUNNING', 'starting'],
    ['PENDING', 'RUNNING', 'starting'],
    ['ACTIVATING', 'RUNNING', 'starting'],
    ['RUNNING', 'RUNNING', 'running'],
    ['RUNNING', 'STOPPED', 'stopping'],
    ['PENDING', 'STOPPED', 'stopping'],
    ['DEACTIVATING', 'STOPPED', 'stopping'],
    ['STOPPING', 'STOPPED', 'stopping'],
    ['DEPROVISIONING', 'STOPPED', 'stopping'],
    ['STOPPED', 'STOPPED', 'stopped'],
    ['DELETED', 'STOPPED', 'stopped'],
    ['SOMETHING_NEW', 'RUNNING', 'starting'],
  ])('%s, wanted %s, is %s', (lastStatus, desiredStatus, phase) => {
    const compute = toCompute({ taskArn: ARN, lastStatus, desiredStatus });
    expect(compute).toMatchObject({ id: ARN, phase, state: lastStatus });
    expect(compute.end !== undefined).toBe(phase === 'stopping' || phase === 'stopped');
  });

  test('has its tags as a map, and the capacity that it got', () => {
    const tags = [{ key: 'a', value: 'b' }, { key: 'empty' }];
    const running = { taskArn: ARN, lastStatus: 'RUNNING' };
    expect(toCompute({ ...running, launchType: 'FARGATE', capacityProviderName: 'FARGATE_SPOT', tags })).toMatchObject({
      capacity: 'FARGATE_SPOT',
      tags: { a: 'b', empty: '' },
    });
    expect(toCompute({ ...running, launchType: 'EC2' }).capacity).toBe('EC2');
    expect(toCompute(running).capacity).toBe('');
  });

  test.each([[undefined], [{}], [{ taskArn: '' }]])(
    'without an ARN is an answer that nobody can act on: %p',
    (task) => {
      expect(() => toCompute(task)).toThrow('without an ARN');
    },
  );
});
