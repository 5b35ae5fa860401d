import { expectSuccess } from '../helpers/scenario.ts';
import type { Recovery } from './suite.ts';

const HOUR = 3_600_000;

/** What follows a kill. */
export const removedBySweep: Recovery = {
  name: 'sweep-runners removes what is left, once the run is over',
  run: async ({ world, runId }) => {
    const { github, clock } = world.sandbox;
    github.setRun({ runId, status: 'completed', updatedAt: clock.now() });
    github.setRun({ runId: 5_555_555_555, status: 'in_progress', updatedAt: clock.now() });
    // Past the grace, and past the time for which a new task may be hidden.
    await clock.advance(HOUR / 2);
    // What changes between the two looks of a sweep is left to the next one.
    for (const _ of ['first', 'next']) {
      expectSuccess(await world.run({ action: 'sweep-runners', runId: 1, inputs: world.stopInputs }));
    }
  },
};
