import { expect } from '@jest/globals';
import { runKey } from '../../src/core/identity.ts';
import { expectSuccess } from '../helpers/scenario.ts';
import { until } from '../helpers/until.ts';
import { untilConnected } from './connected.ts';
import { BYSTANDER_RUN, type KillCase, LONG_LIMITS } from './suite.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const killedStart = {
  step: 'start-runner',
  mustMake: ['generate-jitconfig', 'RunTask', 'DescribeTasks'],
  hasBystander: true,
  limits: LONG_LIMITS,
} as const;

export const removedByPost: KillCase = {
  ...killedStart,
  name: 'post removes what is left',
  recover: async ({ world, runId, killed, inputs }) => {
    const post = await world.run({ action: 'start-runner', phase: 'post', runId, inputs, state: killed.state });
    expect(expectSuccess(post).log).not.toContain('::warning::');
  },
};

export const removedByStop: KillCase = {
  ...killedStart,
  name: 'stop-runner removes what is left, without any output of the start',
  recover: async ({ world, runId }) => {
    expectSuccess(await world.run({ action: 'stop-runner', runId }));
  },
};

export const removedBySweep: KillCase = {
  ...killedStart,
  name: 'sweep-runners removes what is left, once the run is over',
  recover: async ({ world, runId }) => {
    const { github, clock } = world.sandbox;
    github.setRun({ runId, status: 'completed', updatedAt: clock.now() });
    github.setRun({ runId: BYSTANDER_RUN, status: 'in_progress', updatedAt: clock.now() });
    // Just past the grace: after hundreds of sweeps the bystander must still be within its own limits.
    await clock.advance(16 * MINUTE);
    // What changes between a sweep's two passes is left to the next sweep.
    for (const _ of ['first', 'next']) {
      expectSuccess(await world.run({ action: 'sweep-runners', runId: 1, inputs: world.stopInputs }));
    }
  },
};

/** The default lifetime. */
const LIFETIME_MINUTES = 390;

/** Here the bystander would reach its own limits. */
export const leftToItself: KillCase = {
  ...killedStart,
  name: 'if nobody removes it, the compute is gone after its lifetime, everything after a day',
  hasBystander: false,
  limits: { 'max-lifetime-minutes': String(LIFETIME_MINUTES) },
  recover: async ({ world, runId }) => {
    const { clock, github } = world.sandbox;
    const key = runKey({ repositoryId: github.repository.id, runId });
    // A lifetime counts from the compute's own start.
    await untilConnected(world, key);
    await clock.advance((LIFETIME_MINUTES + 1) * MINUTE);
    const isGone = (): boolean => world.sandbox.inventory().tasks.every(({ startedBy }) => startedBy !== key);
    await until('its lifetime ends the compute', isGone);
    await clock.advance(24 * HOUR);
  },
};
