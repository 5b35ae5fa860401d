import { explainFailure } from '../src/actions/failure.ts';
import { actionsLog, savedState } from '../src/actions/io.ts';
import { parseStartKey } from '../src/core/identity.ts';
import { Timeline } from '../src/core/report/timeline.ts';
import { cleanUpStart } from '../src/core/start/cleanup.ts';
import { readLedger } from '../src/core/start/ledger.ts';
import { systemClock } from '../src/wiring/runtime.ts';
import { readStartInputs } from './inputs.ts';
import { startPorts } from './main.ts';

/** The post step: removes what is left of its own start, and never reddens the job: it warns. */
export async function post(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const saved = readLedger(savedState(environment));
    if (saved.outcome === 'ready') return;
    if (saved.startKey === undefined || saved.launches.length === 0 || saved.outcome === 'removed') {
      actionsLog.info('The start left nothing behind.');
      return;
    }
    actionsLog.info('The start did not finish: removing what it made.');
    const { results, problems } = await cleanUpStart({
      start: parseStartKey(saved.startKey),
      launches: saved.launches,
      // The main step may have been killed while it was sending a launch again.
      sentUntil: systemClock.now(),
      reason: 'ecs-github-runner: the start was cancelled or failed',
      // The launch options are read again only because the inputs are checked as a whole; nothing is launched.
      ports: startPorts(
        readStartInputs({ environment, startCommand: { plain: [], forDockerSteps: [] } }),
        new Timeline(systemClock),
      ),
    });
    for (const { runnerName, registration, compute } of results) {
      actionsLog.info(`Runner ${runnerName}: registration ${registration}, compute ${compute}.`);
    }
    for (const problem of problems) actionsLog.warning(problem);
  } catch (error) {
    actionsLog.warning(
      `The start could not be cleaned up; run stop-runner for this workflow run. ${explainFailure(error)}`,
    );
  }
}
