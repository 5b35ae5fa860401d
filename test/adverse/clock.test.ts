import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';
import { onTask } from '../helpers/task-job.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const CLOCKS = [
  ['7 hours behind', -7 * HOUR],
  ['10 minutes behind', -10 * MINUTE],
  ['45 s ahead', 45_000],
  ['10 minutes ahead', 10 * MINUTE],
  ['7 hours ahead', 7 * HOUR],
] as const;

const count = ({ sandbox }: World, operation: string): number =>
  sandbox.journal.filter((entry) => entry.operation === operation).length;

/** A job whose credentials for GitHub are an App's: GitHub judges the times in its token. */
function asApp({ sandbox }: World, inputs: Readonly<Record<string, string>>) {
  const { id, privateKey } = sandbox.github.app;
  return { ...inputs, 'github-token': '', 'github-app-id': String(id), 'github-app-private-key': privateKey };
}

describe.each(CLOCKS)('On a machine whose clock is %s', (name, clockAheadMs) => {
  integrationCase(`a start and a stop work as ever (clock ${name})`, () =>
    inWorld(async (world) => {
      const inputs = asApp(world, world.startInputs);
      const start = expectSuccess(await world.run({ action: 'start-runner', inputs, clockAheadMs }));
      expect(start.outputs['count']).toBe('1');
      // The role is assumed once; each client may be corrected once.
      expect(count(world, 'AssumeRoleWithWebIdentity')).toBe(1);
      expect(count(world, 'create-installation-token')).toBeLessThanOrEqual(2);
      expect(count(world, 'RunTask')).toBe(1);
      const stop = { action: 'stop-runner', inputs: asApp(world, world.stopInputs), clockAheadMs } as const;
      expectSuccess(await world.run(stop));
      await expectNothingLeft(world);
    }),
  );

  integrationCase(`the post step of a killed start removes its runner (clock ${name})`, () =>
    inWorld(async (world) => {
      const running = world.start({ action: 'start-runner', clockAheadMs });
      const stopWatching = world.sandbox.observe((phase, { operation }) => {
        if (phase === 'answered' && operation === 'DescribeTasks') running.child.kill('SIGKILL');
      });
      const { state } = await running.done;
      stopWatching();
      expect(world.sandbox.aws.taskArns).toHaveLength(1);
      const inputs = world.startInputs;
      expectSuccess(await world.run({ action: 'start-runner', phase: 'post', inputs, state, clockAheadMs }));
      await expectNothingLeft(world);
    }),
  );

  integrationCase(`a sweep leaves a live runner alone (clock ${name})`, () =>
    inWorld(async (world) => {
      expectSuccess(await world.run({ action: 'start-runner' }));
      expectSuccess(await world.run({ action: 'sweep-runners', clockAheadMs }));
      expect(count(world, 'StopTask')).toBe(0);
      expect(world.sandbox.inventory().runners).toHaveLength(1);
      expectSuccess(await world.run({ action: 'stop-runner' }));
      await expectNothingLeft(world);
    }),
  );

  integrationCase(`inject-credentials hands out the task's credentials, without a warning (clock ${name})`, () =>
    onTask(async ({ inject }) => {
      const environment = { TEST_CLOCK_AHEAD: String(clockAheadMs) };
      const { log, outputs } = expectSuccess(await inject({}, environment));
      expect(outputs['access-key-id']).toMatch(/^ASIA/);
      expect(log).not.toMatch(/::warning::|fetching again/);
    }),
  );

  integrationCase(`a rate limit of 20 s is waited out in one wait (clock ${name})`, () =>
    inWorld(async (world) => {
      const { sandbox } = world;
      const now = Math.floor(sandbox.clock.now() / 1000);
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now + 20) };
      const body = { message: 'API rate limit exceeded' };
      const effect = { kind: 'respond', when: 'before', status: 403, headers, body } as const;
      sandbox.faults.add({ service: 'github', operation: 'generate-jitconfig', effect });
      expectSuccess(await world.run({ action: 'start-runner', clockAheadMs }));
      const times = sandbox.journal.filter(({ operation }) => operation === 'generate-jitconfig').map(({ at }) => at);
      expect(times).toHaveLength(2);
      expect(times[1]).toBeGreaterThanOrEqual((now + 20) * 1000);
      expectSuccess(await world.run({ action: 'stop-runner' }));
    }),
  );
});
