import { failStep } from '../src/actions/failure.ts';
import { actionsLog, actionsState, setOutputs, writeSummary } from '../src/actions/io.ts';
import { failedSummary } from '../src/actions/summary/text.ts';
import { VERSION } from '../src/actions/version.ts';
import { newStart, startKey } from '../src/core/identity.ts';
import { observedGitHub, observedProvider } from '../src/core/report/observed.ts';
import { Timeline } from '../src/core/report/timeline.ts';
import { type StartRequest, type StartResult, startRunners } from '../src/core/start/start.ts';
import type { Investigate } from '../src/providers/ecs/investigation/investigate.ts';
import { awsSettings } from '../src/wiring/aws-settings.ts';
import { connectEcs, connectGitHub } from '../src/wiring/connections.ts';
import { credentialSource } from '../src/wiring/github-credentials.ts';
import { Patience } from '../src/wiring/retry-budget.ts';
import { systemClock, systemRandom } from '../src/wiring/runtime.ts';
import { readStartInputs, type StartInputs } from './inputs.ts';
import { startOutputs } from './report.ts';
import { START_COMMAND, START_COMMAND_FOR_DOCKER_STEPS } from './start-command.ts';
import { failedStartSummary, startSummary } from './summary.ts';

/** A warning is read, not studied. */
const REASONS_AT_MOST = 5;

/** The main step: starts a runner, or fails with the reason and leaves nothing behind. */
export async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const startCommand = { plain: START_COMMAND, forDockerSteps: START_COMMAND_FOR_DOCKER_STEPS };
    await start(readStartInputs({ environment, startCommand }));
  } catch (error) {
    await failStep(error, (text) => failedSummary('The start failed', text));
  }
}

async function start(inputs: StartInputs): Promise<void> {
  const { context, count } = inputs;
  const timeline = new Timeline(systemClock);
  const start = newStart({
    run: context.run,
    attempt: context.attempt,
    nowMs: systemClock.now(),
    nonce: systemRandom.nonce(),
  });
  const label = inputs.label ?? startKey(start);
  if (inputs.extraLabels.length > 0) warnOfSharedLabels(inputs.extraLabels);
  const ports = startPorts(inputs, timeline);
  const story = { provider: ports.provider, timeline, count };
  let result: StartResult;
  try {
    result = await startRunners(requestOf(inputs, { start, label }), ports);
  } catch (error) {
    await failStep(error, (text) => failedStartSummary(text, story));
    return;
  }
  setOutputs(startOutputs(result, ports.provider));
  await writeSummary(() => startSummary(result, story));
  if (result.missing.length > 0) warnOfMissing(result, count);
  actionsLog.info(`Ready after ${result.seconds} s. The job takes the runner with this line:\n  runs-on: ${label}`);
  // Last of all: until here a kill makes the post step remove the runner, whose label nobody has learnt.
  actionsState.save('outcome', 'ready');
}

function requestOf(inputs: StartInputs, own: Pick<StartRequest, 'start' | 'label'>): StartRequest {
  return {
    ...own,
    version: VERSION,
    repository: inputs.context.repository,
    extraLabels: inputs.extraLabels,
    id: inputs.id,
    workFolder: inputs.workFolder,
    tags: inputs.tags,
    timeoutMs: inputs.timeoutMs,
    count: inputs.count,
    allowPartial: inputs.allowPartial,
    capacityTimeoutMs: inputs.capacityTimeoutMs,
    maxRelaunches: inputs.maxRelaunches,
    lifetimeMs: inputs.lifetimeMs,
  };
}

/** Wires the ports of a start, for its main and its post step. What they do and when goes into the timeline. */
export function startPorts(inputs: StartInputs, timeline: Timeline) {
  const patience = new Patience(systemClock, inputs.timeoutMs);
  const retryBudgetMs = patience.leftMs;
  const { measure } = timeline;
  const { proxy } = inputs.aws;
  const aws = awsSettings({ access: inputs.aws, retryBudgetMs, measure });
  const github = connectGitHub({
    scope: inputs.github.scope,
    credentials: credentialSource(inputs.github.credentials, { aws, measure }),
    connection: { apiUrl: inputs.context.apiUrl, log: actionsLog, retryBudgetMs, ...(proxy && { proxy }) },
    runnerGroup: inputs.runnerGroup,
    measure,
  });
  const provider = connectEcs({ aws, place: inputs.place, launch: inputs.launch, investigate });
  return {
    github: observedGitHub(github, timeline),
    provider: observedProvider(provider, timeline),
    patience,
    clock: systemClock,
    random: systemRandom,
    log: actionsLog,
    state: actionsState,
  };
}

/** Its clients of EC2, Auto Scaling and CloudWatch Logs are loaded only where a start failed. */
const investigate: Investigate = async (...failure) => {
  const investigation = await import('../src/providers/ecs/investigation/investigate.ts');
  return investigation.investigate(...failure);
};

/** Fewer runners than asked for: how many, and why, each reason once. */
function warnOfMissing({ runners, missing }: StartResult, asked: number): void {
  const reasons = [...new Set(missing)];
  const shown = reasons.slice(0, REASONS_AT_MOST).map((reason) => `\n- ${reason.replaceAll('\n', '\n  ')}`);
  const more = reasons.length > shown.length ? `\n- and ${reasons.length - shown.length} more` : '';
  actionsLog.warning(
    `${runners.length} of ${asked} runners are online (allow-partial); the others did not come, and nothing is left of ` +
      `them unless a warning says so:${shown.join('')}${more}`,
  );
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
