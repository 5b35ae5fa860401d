import { expectSuccess } from '../helpers/scenario.ts';
import { killedStartSuite } from './suite.ts';

killedStartSuite({
  name: 'stop-runner removes what is left, without any output of the start',
  run: async ({ world, runId }) => {
    expectSuccess(await world.run({ action: 'stop-runner', runId }));
  },
});
