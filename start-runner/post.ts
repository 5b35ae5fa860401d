import { explainFailure } from '../src/actions/failure.ts';
import { actionsLog, savedState } from '../src/actions/io.ts';
import { actionsRoot } from '../src/actions/root.ts';
import { startKey } from '../src/core/identity.ts';
import { cleanUpStart } from '../src/core/start/cleanup.ts';
import { readLedger, type SavedStart, startOfLedger } from '../src/core/start/ledger.ts';
import { REASON } from '../src/core/teardown/reasons.ts';
import { DEFAULT_RETRY_BUDGET_MS, TimedRetryBudget } from '../src/wiring/retry-budget.ts';
import { systemClock } from '../src/wiring/runtime.ts';
import { connectEcsTeardown } from '../src/wiring/teardown.ts';
import { readStartAccess } from './inputs.ts';

/** The post step: removes what is left of its own start. It warns and never fails the job. */
export async function post(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const saved = readLedger(savedState(environment));
    if (saved.outcome === 'ready') return;
    if (saved.damaged.length > 0) {
      actionsLog.warning(
        `The saved state is damaged (${saved.damaged.join(', ')}): what it named cannot be removed here. Next step: run ` +
          'stop-runner for this workflow run.',
      );
    }
    if (saved.launches.length === 0 || saved.outcome === 'removed') {
      if (saved.damaged.length === 0) actionsLog.info('The start left nothing behind.');
      return;
    }
    actionsLog.info('The start did not finish: removing what it created.');
    await removeRest(saved, environment);
  } catch (error) {
    actionsLog.warning(
      `The start could not be cleaned up; run stop-runner for this workflow run. ${explainFailure(error)}`,
    );
  }
}

async function removeRest(saved: SavedStart, environment: NodeJS.ProcessEnv): Promise<void> {
  const { context, github, aws, cluster, label, isReachable, actionsToken: token } = readStartAccess(environment);
  const start = startOfLedger(saved, context.runAttempt);
  const { results, problems, left } = await cleanUpStart({
    start,
    launches: saved.launches,
    label: label ?? startKey(start),
    isLabelSecret: () => !isReachable,
    // The main step may have been killed while it was retrying a launch.
    sentUntil: systemClock.now(),
    reason: REASON.post,
    ports: connectEcsTeardown({
      apiUrl: context.apiUrl,
      github,
      aws,
      cluster,
      root: actionsRoot(aws),
      jobs: token && { token, repository: context.repository, runId: context.run.runId },
      retryBudgetMs: new TimedRetryBudget(systemClock, DEFAULT_RETRY_BUDGET_MS).leftMs,
    }),
  });
  for (const { runnerName, registration, compute } of results) {
    actionsLog.info(`Runner ${runnerName}: registration ${registration}, compute ${compute}.`);
  }
  for (const line of [...problems, ...left]) actionsLog.warning(line);
}
