import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import type { SandboxOptions } from '../../sandbox/index.ts';
import { integrationCase } from '../helpers/cases.ts';
import { expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';

/** When the cancel comes: the first time that an operation reaches a phase. */
interface Moment {
  readonly name: string;
  readonly operation: string;
  readonly phase: 'received' | 'acted' | 'answered';
  /** The n-th request of that operation, from 1. */
  readonly nth?: number;
}

const MOMENTS: readonly Moment[] = [
  { name: 'while the OIDC token is requested', operation: 'get-token', phase: 'received' },
  { name: 'while the role is assumed', operation: 'AssumeRoleWithWebIdentity', phase: 'acted' },
  { name: 'while the task definition is read', operation: 'DescribeTaskDefinition', phase: 'received' },
  { name: 'before the registration is made', operation: 'generate-jitconfig', phase: 'received' },
  { name: 'after the registration is made, before its answer', operation: 'generate-jitconfig', phase: 'acted' },
  { name: 'after the answer to the registration', operation: 'generate-jitconfig', phase: 'answered' },
  { name: 'before the task is accepted', operation: 'RunTask', phase: 'received' },
  { name: 'after the task is accepted, before its answer', operation: 'RunTask', phase: 'acted' },
  { name: 'after the answer to the launch', operation: 'RunTask', phase: 'answered' },
  { name: 'while the task provisions', operation: 'DescribeTasks', phase: 'answered' },
  { name: 'while the runner connects', operation: 'get-runner', phase: 'answered' },
];

/** Slow enough that every phase is reached. */
const OPTIONS: SandboxOptions = {
  aws: { provisioningMs: 3_000, pendingMs: 3_000 },
  github: { runnerOnlineDelayMs: 5_000 },
};

/**
 * Sends signals to the main step at a moment, as GitHub does on a cancel, and returns what post then has to work with.
 */
async function cancelledStart(world: World, moment: Moment, signals: readonly NodeJS.Signals[]) {
  const running = world.start({ action: 'start-runner' });
  let count = 0;
  let left = signals;
  const sendNext = (): void => {
    const [signal, ...rest] = left;
    left = rest;
    if (signal === undefined || running.child.exitCode !== null) return;
    running.child.kill(signal);
    // GitHub waits 7.5 s, then 2.5 s; a process that ends at once never gets the second signal.
    setTimeout(sendNext, 200);
  };
  const stopObserving = world.sandbox.observe(async (phase, { operation }) => {
    if (operation !== moment.operation || phase !== moment.phase) return;
    count += 1;
    if (count !== (moment.nth ?? 1)) return;
    sendNext();
    // Held until the step is gone: a step cancelled before an answer never gets it.
    if (phase !== 'answered') await running.done;
  });
  const result = await running.done;
  stopObserving();
  expect(count).toBeGreaterThan(0);
  expect(result.outputs).toEqual({});
  expect(result.exitCode).not.toBe(0);
  return result;
}

describe('A cancelled start leaves nothing once post has run', () => {
  for (const moment of MOMENTS) {
    integrationCase(`SIGINT ${moment.name}`, () =>
      inWorld(async (world) => {
        const start = await cancelledStart(world, moment, ['SIGINT', 'SIGTERM', 'SIGKILL']);
        const post = expectSuccess(await world.run({ action: 'start-runner', phase: 'post', state: start.state }));
        expect(post.log).not.toContain('::warning::');
        await expectNothingLeft(world);
      }, OPTIONS),
    );
  }

  integrationCase('SIGKILL without any warning, while the launch is unanswered', () =>
    inWorld(async (world) => {
      const start = await cancelledStart(world, { name: '', operation: 'RunTask', phase: 'acted' }, ['SIGKILL']);
      expectSuccess(await world.run({ action: 'start-runner', phase: 'post', state: start.state }));
      await expectNothingLeft(world);
    }, OPTIONS),
  );

  integrationCase('a task that ECS hides for 45 s is found by post', () =>
    inWorld(
      async (world) => {
        // A running task would end by itself, because its registration is deleted first.
        world.sandbox.aws.setLaunchBehaviour({ kind: 'stuck', in: 'PENDING' });
        const start = await cancelledStart(world, { name: '', operation: 'RunTask', phase: 'acted' }, ['SIGKILL']);
        const post = expectSuccess(await world.run({ action: 'start-runner', phase: 'post', state: start.state }));
        expect(post.log).toContain('compute stopped');
        await expectNothingLeft(world);
      },
      { aws: { ...OPTIONS.aws, hideNewTasksMs: 45_000 } },
    ),
  );

  integrationCase('post does nothing if main was killed before its first request', () =>
    inWorld(async (world) => {
      const post = expectSuccess(await world.run({ action: 'start-runner', phase: 'post' }));
      expect(post.log).toContain('left nothing behind');
      expect(world.sandbox.journal).toEqual([]);
    }),
  );

  integrationCase('post warns and stays green if it cannot clean up', () =>
    inWorld(async (world) => {
      const start = await cancelledStart(world, { name: '', operation: 'DescribeTasks', phase: 'answered' }, [
        'SIGKILL',
      ]);
      const inputs = { ...world.startInputs, 'github-token': world.sandbox.github.token('expired') };
      const post = expectSuccess(
        await world.run({ action: 'start-runner', phase: 'post', state: start.state, inputs }),
      );
      expect(post.log).toMatch(/::warning::Runner egr-\S+: GitHub refused the token \(401\)/);
      // The compute does not keep costing money because GitHub is unreachable.
      expect(world.sandbox.aws.task(world.sandbox.aws.taskArns[0] ?? '')?.['desiredStatus']).toBe('STOPPED');
    }, OPTIONS),
  );
});
