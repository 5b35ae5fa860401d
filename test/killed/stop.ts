import { expect } from '@jest/globals';
import { runKey } from '../../src/core/identity.ts';
import { expectSuccess } from '../helpers/scenario.ts';
import { untilConnected } from './connected.ts';
import { killAtRequest } from './kill-points.ts';
import { type KillCase, LONG_LIMITS, type Scenario } from './suite.ts';

export const stoppedAgain: KillCase = {
  step: 'stop-runner',
  name: 'stop-runner removes what is left when it is run again',
  mustMake: ['ListTasks', 'delete-runner', 'StopTask'],
  hasBystander: true,
  limits: LONG_LIMITS,
  before: startRunners,
  recover: async ({ world, runId }) => {
    expectSuccess(await world.run({ action: 'stop-runner', runId }));
  },
};

/**
 * A start that succeeds has seen its tasks; so that stop meets hidden ones, it is killed at its last launch. Their
 * runners are online by then: an unconnected one would end by itself once stop has deleted its registration.
 */
async function startRunners({ world, runId, inputs, hiddenMs }: Scenario): Promise<void> {
  const step = { action: 'start-runner', runId, inputs } as const;
  if (hiddenMs === 0) {
    expectSuccess(await world.run(step));
    return;
  }
  const last = Number(inputs['count']);
  const key = runKey({ repositoryId: world.sandbox.github.repository.id, runId });
  const { killedAt } = await killAtRequest({
    world,
    way: 'answered',
    isMeant: ({ operation, nth }) => operation === 'RunTask' && nth === last,
    key,
    step: () => world.start(step),
  });
  expect(killedAt).toBeDefined();
  await untilConnected(world, key);
}
