import { expect } from '@jest/globals';
import { expectSuccess } from '../helpers/scenario.ts';
import type { Recovery } from './suite.ts';

/** What follows a kill. */
export const removedByPost: Recovery = {
  name: 'post removes what is left',
  run: async ({ world, runId, killed, inputs }) => {
    const post = await world.run({ action: 'start-runner', phase: 'post', runId, inputs, state: killed.state });
    expect(expectSuccess(post).log).not.toContain('::warning::');
  },
};
