import { expectSuccess } from '../helpers/scenario.ts';
import type { Recovery } from './suite.ts';

/** What follows a kill. */
export const removedByStop: Recovery = {
  name: 'stop-runner removes what is left, without any output of the start',
  run: async ({ world, runId }) => {
    expectSuccess(await world.run({ action: 'stop-runner', runId }));
  },
};
