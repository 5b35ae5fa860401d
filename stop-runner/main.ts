import { failStep } from '../src/actions/failure.ts';
import { actionsLog, fail, setOutputs, writeSummary } from '../src/actions/io.ts';
import { actionsRoot } from '../src/actions/root.ts';
import { failedSummary } from '../src/actions/summary/text.ts';
import { type EndedRunner, endedBefore } from '../src/core/stop/ended.ts';
import { type StopRequest, stopRunners } from '../src/core/stop/stop.ts';
import { REASON } from '../src/core/teardown/reasons.ts';
import type { TeardownPorts } from '../src/core/teardown/teardown.ts';
import { runnerPages } from '../src/github/scope.ts';
import { DEFAULT_RETRY_BUDGET_MS } from '../src/wiring/retry-budget.ts';
import { connectEcsTeardown } from '../src/wiring/teardown.ts';
import { readStopInputs, type StopInputs } from './inputs.ts';
import { describeEnded, describeOwnEnd, describeStopped, endedByThemselves, stopOutputs } from './report.ts';
import { stopSummary } from './summary.ts';

/** The main step: removes what this run started. */
export async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    await stop(readStopInputs(environment));
  } catch (error) {
    await failStep(error, (text) => failedSummary('The stop failed', text));
  }
}

async function stop(inputs: StopInputs): Promise<void> {
  const { context, labels, id, drainMs, waitForStopped, actionsToken: token } = inputs;
  const { apiUrl } = context;
  let retryBudgetMs = DEFAULT_RETRY_BUDGET_MS;
  const ports = connectEcsTeardown({
    ...inputs,
    apiUrl,
    root: actionsRoot(inputs.aws),
    jobs: token && { token, repository: context.repository, runId: context.run.runId },
    retryBudgetMs: () => retryBudgetMs,
  });
  const request: StopRequest = {
    run: context.run,
    labels,
    id,
    drainMs,
    waitForStopped,
    reason: REASON.stop,
  };
  const result = await stopRunners(request, ports);
  for (const runner of result.runners) actionsLog.info(describeStopped(runner));
  // Only reported, and a report may lack it: it is not worth waiting for retries.
  retryBudgetMs = 0;
  const ended = await endedBefore(request, result, ports.pool).catch(() => undefined);
  for (const runner of endedByThemselves(ended)) actionsLog.info(describeOwnEnd(runner));
  setOutputs(stopOutputs({ result, ended, pool: ports.pool }));
  const runnerPage = runnerPages({ scope: inputs.github.scope, server: context.serverUrl });
  await writeSummary(() => stopSummary({ result, ended, pool: ports.pool, runnerPage }));
  const own = describeEnded(ended);
  if (own !== '') actionsLog.info(`${own}.`);
  if (result.problems.length > 0) {
    fail(`Not everything could be stopped:\n- ${result.problems.join('\n- ')}`);
  } else if (result.runners.length === 0 && own === '') {
    await sayNothingFound(inputs, { ...ports, ended });
  }
}

/** Finding nothing is a success, but only the reader knows whether the right pool was searched. */
async function sayNothingFound(
  inputs: StopInputs,
  { pool, github, ended }: TeardownPorts & { ended: readonly EndedRunner[] | undefined },
): Promise<void> {
  if (ended !== undefined && ended.length > 0) {
    actionsLog.info('Nothing was left to stop: what this run had started here was stopped before.');
    return;
  }
  const { labels, id } = inputs;
  const { compute, remembers } = pool.hosting.words;
  const before = ended === undefined ? `Whether a ${compute} had ended before could not be read.` : remembers;
  const filter = [...labels.map((label) => `label ${label}`), ...(id === undefined ? [] : [`id ${id}`])];
  const who = await pool.whoAmI().catch(() => 'an unknown account');
  actionsLog.notice(
    `Nothing to stop: run ${inputs.context.run.runId}${filter.length > 0 ? ` (${filter.join(', ')})` : ''} has no ${compute} in ` +
      `${pool.name} of ${who}, and no runner in ${github.scope}. ${before}`,
  );
}
