import { failStep } from '../src/actions/failure.ts';
import { actionsLog, fail, setOutputs, writeSummary } from '../src/actions/io.ts';
import { failedSummary } from '../src/actions/summary/text.ts';
import { endedBefore, type StopRequest, stopRunners } from '../src/core/stop/stop.ts';
import type { TeardownPorts } from '../src/core/teardown/teardown.ts';
import { awsSettings } from '../src/wiring/aws-settings.ts';
import { connectEcs, connectGitHub } from '../src/wiring/connections.ts';
import { credentialSource } from '../src/wiring/github-credentials.ts';
import { STOP_PATIENCE_MS } from '../src/wiring/retry-budget.ts';
import { systemClock, systemRandom } from '../src/wiring/runtime.ts';
import { readStopInputs, type StopInputs } from './inputs.ts';
import { describeStopped, stopOutputs } from './report.ts';
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
  const { context, labels, id, drainMs, waitForStopped } = inputs;
  const { proxy } = inputs.aws;
  let retryBudgetMs = STOP_PATIENCE_MS;
  const aws = awsSettings({ access: inputs.aws, retryBudgetMs: () => retryBudgetMs });
  const ports: TeardownPorts = {
    github: connectGitHub({
      scope: inputs.github.scope,
      credentials: credentialSource(inputs.github.credentials, { aws }),
      connection: {
        apiUrl: context.apiUrl,
        log: actionsLog,
        retryBudgetMs: () => STOP_PATIENCE_MS,
        ...(proxy && { proxy }),
      },
      runnerGroup: '',
    }),
    provider: connectEcs({ aws, place: inputs.place }),
    clock: systemClock,
    random: systemRandom,
    log: actionsLog,
  };
  const request: StopRequest = { run: context.run, labels, id, drainMs, waitForStopped };
  const result = await stopRunners(request, ports);
  for (const runner of result.runners) actionsLog.info(describeStopped(runner));
  setOutputs(stopOutputs(result, ports.provider));
  // For the summary alone: nothing is waited out for it, and it may be missing.
  retryBudgetMs = 0;
  const ended = await endedBefore(request, result, ports).catch(() => undefined);
  await writeSummary(() => stopSummary({ result, ended, provider: ports.provider }));
  if (result.problems.length > 0) {
    fail(`Not everything could be stopped:\n- ${result.problems.join('\n- ')}`);
  } else if (result.runners.length === 0) {
    await sayNothingFound(inputs, ports);
  }
}

/** Finding nothing is a success, but only its reader knows whether the right place was searched. */
async function sayNothingFound(inputs: StopInputs, { provider, github }: TeardownPorts): Promise<void> {
  const { labels, id } = inputs;
  const filter = [...labels.map((label) => `label ${label}`), ...(id === undefined ? [] : [`id ${id}`])];
  const who = await provider.whoAmI().catch(() => 'an account that could not be told');
  actionsLog.notice(
    `Nothing to stop: run ${inputs.context.run.runId}${filter.length > 0 ? ` (${filter.join(', ')})` : ''} has no task in ` +
      `${provider.place} of ${who}, and no runner in ${github.scope}.`,
  );
}
