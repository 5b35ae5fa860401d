import { explainFailure } from '../src/actions/failure.ts';
import { actionsLog, savedState } from '../src/actions/io.ts';
import { actionsRoot } from '../src/actions/root.ts';
import { parseStartKey } from '../src/core/identity.ts';
import { cleanUpStart } from '../src/core/start/cleanup.ts';
import { readLedger } from '../src/core/start/ledger.ts';
import { DEFAULT_RETRY_BUDGET_MS, TimedRetryBudget } from '../src/wiring/retry-budget.ts';
import { systemClock } from '../src/wiring/runtime.ts';
import { connectEcsTeardown } from '../src/wiring/teardown.ts';
import { readStartAccess } from './inputs.ts';

/** The post step: removes what is left of its own start. It warns and never fails the job. */
export async function post(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const saved = readLedger(savedState(environment));
    if (saved.outcome === 'ready') return;
    if (saved.startKey === undefined || saved.launches.length === 0 || saved.outcome === 'removed') {
      actionsLog.info('The start left nothing behind.');
      return;
    }
    actionsLog.info('The start did not finish: removing what it created.');
    const { context, github, aws, cluster } = readStartAccess(environment);
    const { results, problems } = await cleanUpStart({
      start: parseStartKey(saved.startKey),
      launches: saved.launches,
      // The main step may have been killed while it was retrying a launch.
      sentUntil: systemClock.now(),
      reason: 'ecs-github-runner: the start was cancelled or failed',
      ports: connectEcsTeardown({
        apiUrl: context.apiUrl,
        github,
        aws,
        cluster,
        root: actionsRoot(aws),
        retryBudgetMs: new TimedRetryBudget(systemClock, DEFAULT_RETRY_BUDGET_MS).leftMs,
      }),
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
