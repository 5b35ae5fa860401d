import type { Container, ContainerDefinition, Task } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import type { ErrorKind } from '../../../../src/core/explanation.ts';
import { type ContainerRoles, rolesOf, runnerContainer } from '../../../../src/providers/ecs/containers.ts';
import { explainStoppedTask } from '../../../../src/providers/ecs/diagnosis.ts';

const ARN = 'arn:aws:ecs:us-east-1:123456789012:task/ci/0123456789abcdef0123456789abcdef';
const JIT = [{ name: 'ACTIONS_RUNNER_INPUT_JITCONFIG', value: 'x' }];

/** ECS returns an override for each container; a launch overrides the runner's alone. */
const overridesOf = (containers: readonly Container[], runner: string): Task['overrides'] => ({
  containerOverrides: containers.map(({ name = '' }) => ({ name, ...(name === runner && { environment: JIT }) })),
});

const DEFINITIONS: ContainerDefinition[] = [
  { name: 'setup', essential: false },
  { name: 'proxy' },
  { name: 'extra', essential: false },
  {
    name: 'ci',
    dependsOn: [
      { containerName: 'setup', condition: 'SUCCESS' },
      { containerName: 'proxy', condition: 'START' },
    ],
  },
];
const ROLES = rolesOf(DEFINITIONS, 'ci');

describe("the runner's container", () => {
  const two = [{ name: 'a' }, { name: 'b' }];
  test.each<[string, Task, string | undefined]>([
    ['is the one whose environment the launch overrides', { containers: two, overrides: overridesOf(two, 'b') }, 'b'],
    [
      'is the one whose environment comes from a file',
      {
        containers: two,
        overrides: { containerOverrides: [{ name: 'b', environmentFiles: [{ value: 'x', type: 's3' }] }] },
      },
      'b',
    ],
    [
      'is the one called runner, if ECS returns no overrides',
      { containers: [{ name: 'a' }, { name: 'runner' }] },
      'runner',
    ],
    ['is the only one', { containers: [{ name: 'whatever' }] }, 'whatever'],
    ['cannot be told', { containers: two }, undefined],
    ['cannot be told without containers', {}, undefined],
  ])('%s', (_what, task, name) => {
    expect(runnerContainer(task)?.name).toBe(name);
  });
});

test('the other containers are init containers, for whose end others wait, or sidecars', () => {
  expect([...ROLES]).toEqual([
    ['setup', { kind: 'init container', isEssential: false }],
    ['proxy', { kind: 'sidecar', isEssential: true }],
    ['extra', { kind: 'sidecar', isEssential: false }],
  ]);
});

describe('the exit codes of the start script', () => {
  /** A task with the runner's container `ci`. */
  function explain(containers: readonly Container[], options: { task?: Partial<Task>; roles?: ContainerRoles } = {}) {
    const { task = {}, roles = ROLES } = options;
    const all = {
      taskArn: ARN,
      lastStatus: 'STOPPED',
      containers: [...containers],
      overrides: overridesOf(containers, 'ci'),
    };
    const stop = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' } as const;
    return explainStoppedTask({ ...all, ...stop, ...task }, roles);
  }

  /** What they mean, each by its own words, if the runner's container ends so. */
  const MEANT =
    /had its job already|No job came within|was reached|refuses this version|Another process used|the registration|copied|Docker|JIT config/i;

  test.each<[string, Container[], ErrorKind, RegExp]>([
    [
      'an init container that ended with 0, and a runner that never started',
      [{ name: 'setup', exitCode: 0 }, { name: 'ci' }],
      'transient',
      /Container setup \(an init container\): ended with exit code 0\. In plain words: the runner's container, ci, never started\./,
    ],
    [
      'an init container that failed',
      [{ name: 'setup', exitCode: 1 }, { name: 'ci' }],
      'transient',
      /In plain words: container setup \(an init container\) ended, and the task with it/,
    ],
    ...[70, 71, 72, 75].map((exitCode): [string, Container[], ErrorKind, RegExp] => [
      `a sidecar that ended with ${exitCode}, and a runner that was told to end for it`,
      [
        { name: 'proxy', exitCode },
        { name: 'ci', exitCode: 143 },
      ],
      'transient',
      /In plain words: container proxy \(a sidecar\) ended, and the task with it/,
    ]),
    [
      'a sidecar that ended with 0, and the runner with it',
      [
        { name: 'proxy', exitCode: 0 },
        { name: 'ci', exitCode: 137 },
      ],
      'transient',
      /In plain words: container proxy \(a sidecar\) ended, and the task with it/,
    ],
    [
      'a sidecar that is not essential, beside a runner that was killed',
      [
        { name: 'extra', exitCode: 71 },
        { name: 'ci', exitCode: 137 },
      ],
      'transient',
      /In plain words: the runner's container was killed \(SIGKILL\)/,
    ],
    [
      'a runner that ended by itself, whatever its sidecar did',
      [
        { name: 'proxy', exitCode: 75 },
        { name: 'ci', exitCode: 1 },
      ],
      'transient',
      /Container ci: ended with exit code 1\./,
    ],
  ])('are not read of others: %s', (_what, containers, kind, message) => {
    const explanation = explain(containers);
    expect(explanation.kind).toBe(kind);
    expect(explanation.message).toMatch(message);
    expect(explanation.hint).not.toMatch(MEANT);
  });

  test('are read of the runner alone, whatever others ended with, and whatever it is called', () => {
    const { kind, message, hint } = explain([
      { name: 'setup', exitCode: 0 },
      { name: 'proxy', exitCode: 70 },
      { name: 'ci', exitCode: 75 },
    ]);
    expect({ kind, hint }).toMatchObject({
      kind: 'configuration',
      hint: expect.stringMatching(/refuses this version/),
    });
    expect(message).not.toMatch(/In plain words/);
  });

  test('of another container do not say that the runner lacked memory: all of a task are killed with it', () => {
    const { kind, hint } = explain([
      { name: 'proxy', exitCode: 137 },
      { name: 'ci', exitCode: 65 },
    ]);
    expect({ kind, hint }).toMatchObject({ kind: 'configuration', hint: expect.stringMatching(/RUNNER_ROOT/) });
    expect(
      explain([
        { name: 'proxy', exitCode: 137 },
        { name: 'ci', exitCode: 1 },
      ]).hint,
    ).not.toMatch(/memory/);
  });

  test.each([
    [
      '255, where the start script was injected: it never ends so',
      ['bash', '-c', 'x'],
      'configuration',
      /exec format error/,
    ],
    ["255, where the image's own command says it", undefined, 'transient', /container's log/],
  ])('are complemented by %s', (_what, command, kind, hint) => {
    const overrides = { containerOverrides: [{ name: 'ci', environment: JIT, ...(command && { command }) }] };
    const explanation = explain([{ name: 'ci', exitCode: 255 }], { task: { overrides } });
    expect(explanation).toMatchObject({ kind, hint: expect.stringMatching(hint) });
  });

  test('without a task definition at hand, others are named as not the runner', () => {
    const { message } = explain(
      [
        { name: 'proxy', exitCode: 70 },
        { name: 'ci', exitCode: 143 },
      ],
      { roles: new Map() },
    );
    expect(message).toMatch(/Container proxy \(not the runner's\): ended with exit code 70\./);
    expect(message).toMatch(/In plain words: container proxy \(not the runner's\) ended, and the task with it/);
  });

  test('are read of none if it cannot be told which container the runner was', () => {
    const containers = [
      { name: 'a', exitCode: 75 },
      { name: 'b', exitCode: 70 },
    ];
    const explanation = explain(containers, { task: { overrides: {} } });
    expect(explanation.kind).toBe('transient');
    expect(explanation.hint).not.toMatch(MEANT);
  });
});

describe('a container that ECS speaks of', () => {
  const NOT_PULLED = 'CannotPullContainerError: ref docker.io/library/proxy:2: not found';

  test.each<[string, Partial<Task>]>([
    ['by itself', { stoppedReason: 'Task failed to start' }],
    ['as the task repeats it', { stoppedReason: NOT_PULLED }],
  ])('is named in the next step if it is not the runner: %s', (_how, task) => {
    const containers = [{ name: 'ci' }, { name: 'proxy', reason: NOT_PULLED }];
    const overrides = overridesOf(containers, 'ci');
    const stop = { taskArn: ARN, lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' } as const;
    const { kind, hint } = explainStoppedTask({ ...stop, containers, overrides, ...task }, ROLES);
    expect(kind).toBe('configuration');
    expect(hint).toBe(
      "It is about container proxy (a sidecar). Correct the image's name and tag in the task definition, or push it.",
    );
  });

  test('is not the reason if the runner ended by itself', () => {
    const containers = [
      { name: 'proxy', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
      { name: 'ci', exitCode: 1 },
    ];
    const task = { taskArn: ARN, lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' } as const;
    const { hint } = explainStoppedTask({ ...task, containers, overrides: overridesOf(containers, 'ci') }, ROLES);
    expect(hint).not.toMatch(/memory/i);
  });
});
