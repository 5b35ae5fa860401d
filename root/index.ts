import * as injectCredentials from '../inject-credentials/index.ts';
import * as startRunner from '../start-runner/index.ts';
import * as stopRunner from '../stop-runner/index.ts';
import * as sweepRunners from '../sweep-runners/index.ts';

/** Which step of an action it is. */
export type Phase = 'main' | 'post';

/**
 * By the folder of each action. Their index files are part of the bundle's first file: they are small, and each loads
 * what its action needs once it is known what is needed.
 */
const ACTIONS = {
  'start-runner': startRunner.run,
  'stop-runner': stopRunner.run,
  'sweep-runners': sweepRunners.run,
  'inject-credentials': injectCredentials.run,
  root: runMode,
} as const satisfies Record<string, (phase: Phase) => Promise<void>>;

/** The entry of the one bundle, which the stubs in dist/<action> call (script/build writes them). */
export function run(action: keyof typeof ACTIONS, phase: Phase): Promise<void> {
  return ACTIONS[action](phase);
}

/** The Marketplace action: each mode is the action of that name. */
async function runMode(phase: Phase): Promise<void> {
  const mode = process.env['INPUT_MODE'];
  switch (mode?.trim()) {
    case 'start':
      return startRunner.run(phase);
    case 'stop':
      return stopRunner.run(phase);
    case 'sweep':
      return sweepRunners.run(phase);
    case 'credentials':
      // The action has a mode of its own, for which `mode` is taken here.
      process.env['INPUT_MODE'] = process.env['INPUT_CREDENTIALS-MODE'];
      return injectCredentials.run(phase);
    default:
      if (phase === 'post') return;
      process.stdout.write(
        `::error::mode must be start, stop, sweep or credentials; it is ${JSON.stringify(mode ?? '')}. Nothing was done.\n`,
      );
      process.exitCode = 1;
  }
}
