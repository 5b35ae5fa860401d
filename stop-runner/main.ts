import { awsSettings } from '../src/actions/aws-settings.ts';
import { connectEcs, connectGitHub } from '../src/actions/connections.ts';
import { explainFailure } from '../src/actions/failure.ts';
import { credentialSource } from '../src/actions/github-credentials.ts';
import { actionsLog, fail, setOutputs, writeSummary } from '../src/actions/io.ts';
import { STOP_PATIENCE_MS } from '../src/actions/patience.ts';
import { systemClock, systemRandom } from '../src/actions/runtime.ts';
import { stopRunners } from '../src/core/stop.ts';
import type { TeardownPorts } from '../src/core/teardown.ts';
import { readStopInputs, type StopInputs } from './inputs.ts';
import { describeStopped, stopOutputs, stopSummary } from './report.ts';

/** The main step: removes what this run started. */
export async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    await stop(readStopInputs(environment));
  } catch (error) {
    fail(explainFailure(error));
  }
}

async function stop(inputs: StopInputs): Promise<void> {
  const { context, labels, id, drainMs, waitForStopped } = inputs;
  const aws = awsSettings(inputs.aws);
  const ports: TeardownPorts = {
    github: connectGitHub({
      scope: inputs.github.scope,
      credentials: credentialSource(inputs.github.credentials, aws),
      connection: { apiUrl: context.apiUrl, log: actionsLog, patienceMs: () => STOP_PATIENCE_MS },
      runnerGroup: '',
    }),
    provider: connectEcs({ aws, place: inputs.place }),
    clock: systemClock,
    random: systemRandom,
    log: actionsLog,
  };
  const result = await stopRunners({ run: context.run, labels, id, drainMs, waitForStopped }, ports);
  for (const runner of result.runners) actionsLog.info(describeStopped(runner));
  setOutputs(stopOutputs(result, ports.provider));
  await writeSummary(stopSummary(result, ports.provider));
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
