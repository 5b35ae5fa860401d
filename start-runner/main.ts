import { awsSettings } from '../src/actions/aws-settings.ts';
import { connectEcs, connectGitHub } from '../src/actions/connections.ts';
import { explainFailure } from '../src/actions/failure.ts';
import { credentialSource } from '../src/actions/github-credentials.ts';
import { actionsLog, actionsState, fail, setOutputs, writeSummary } from '../src/actions/io.ts';
import { Patience } from '../src/actions/patience.ts';
import { systemClock, systemRandom } from '../src/actions/runtime.ts';
import { VERSION } from '../src/actions/version.ts';
import { newStart, startKey } from '../src/core/identity.ts';
import { startRunners } from '../src/core/start.ts';
import { readStartInputs, type StartInputs } from './inputs.ts';
import { startOutputs, startSummary } from './report.ts';
import { START_COMMAND } from './start-command.ts';

/** The main step: starts a runner, or fails with the reason and leaves nothing behind. */
export async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    await start(readStartInputs({ environment, startCommand: START_COMMAND }));
  } catch (error) {
    fail(explainFailure(error));
  }
}

async function start(inputs: StartInputs): Promise<void> {
  const { context } = inputs;
  const start = newStart({
    run: context.run,
    attempt: context.attempt,
    nowMs: systemClock.now(),
    nonce: systemRandom.nonce(),
  });
  const label = inputs.label ?? startKey(start);
  if (inputs.extraLabels.length > 0) warnOfSharedLabels(inputs.extraLabels);
  const ports = startPorts(inputs);
  const result = await startRunners(
    {
      start,
      version: VERSION,
      repository: context.repository,
      label,
      extraLabels: inputs.extraLabels,
      id: inputs.id,
      workFolder: inputs.workFolder,
      tags: inputs.tags,
      timeoutMs: inputs.timeoutMs,
      count: inputs.count,
      maxRelaunches: inputs.maxRelaunches,
      lifetimeMs: inputs.lifetimeMs,
    },
    ports,
  );
  setOutputs(startOutputs(result, ports.provider));
  await writeSummary(startSummary(result, ports.provider));
  actionsLog.info(`Ready after ${result.seconds} s. The job takes the runner with this line:\n  runs-on: ${label}`);
  // Last of all: until here a kill makes the post step remove the runner, whose label nobody has learnt.
  actionsState.save('outcome', 'ready');
}

/** Wires the ports of a start, for its main and its post step. */
export function startPorts(inputs: StartInputs) {
  const patience = new Patience(systemClock, inputs.timeoutMs);
  const patienceMs = patience.leftMs;
  const aws = awsSettings(inputs.aws, patienceMs);
  return {
    github: connectGitHub({
      scope: inputs.github.scope,
      credentials: credentialSource(inputs.github.credentials, aws),
      connection: { apiUrl: inputs.context.apiUrl, log: actionsLog, patienceMs },
      runnerGroup: inputs.runnerGroup,
    }),
    provider: connectEcs({ aws, place: inputs.place, launch: inputs.launch }),
    patience,
    clock: systemClock,
    random: systemRandom,
    log: actionsLog,
    state: actionsState,
  };
}

/** Labels that jobs of others ask for: with one of them a stranger's job can take the runner. */
const SHARED_LABEL = /^(self-hosted|linux|windows|macos|x64|x86|arm|arm64|ubuntu-.*|windows-.*|macos-.*)$/i;

function warnOfSharedLabels(labels: readonly string[]): void {
  const shared = labels.filter((label) => SHARED_LABEL.test(label));
  if (shared.length === 0) return;
  actionsLog.warning(
    `extra-labels holds ${shared.join(', ')}: any job that asks for it may take this runner, and the job that waits for ` +
      'it then waits for ever. The generated label alone is enough.',
  );
}
