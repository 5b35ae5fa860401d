import { failStep } from '../src/actions/failure.ts';
import { isSharedLabel } from '../src/actions/inputs/labels.ts';
import { actionsLog, actionsState, setOutputs, writeSummary } from '../src/actions/io.ts';
import { actionsRoot } from '../src/actions/root.ts';
import { failedSummary } from '../src/actions/summary/text.ts';
import { VERSION } from '../src/actions/version.ts';
import { RunnerError } from '../src/core/errors.ts';
import { newStart, startKey } from '../src/core/identity.ts';
import { observedGitHub, observedLauncher } from '../src/core/report/observed.ts';
import { Timeline } from '../src/core/report/timeline.ts';
import { saveOutcome } from '../src/core/start/ledger.ts';
import { type StartPorts, type StartResult, startRunners } from '../src/core/start/start.ts';
import { runnerPages } from '../src/github/scope.ts';
import { awsSettings } from '../src/wiring/aws-settings.ts';
import { connectEcsLauncher, connectGitHub, connectJobs } from '../src/wiring/connections.ts';
import { credentialsReader } from '../src/wiring/github-credentials.ts';
import { TimedRetryBudget } from '../src/wiring/retry-budget.ts';
import { systemClock, systemRandom } from '../src/wiring/runtime.ts';
import { readStartInputs, type StartInputs } from './inputs.ts';
import { describeReady, startOutputs } from './report.ts';
import { START_COMMAND, START_COMMAND_FOR_DOCKER_STEPS } from './start-command.ts';
import { failedStartSummary, type StartStory, startSummary } from './summary.ts';

/** Number of reasons in the warning, which should stay short. */
const REASONS_AT_MOST = 5;

/** The main step: starts runners, or fails with the reason and leaves nothing behind. */
export async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const startCommand = { plain: START_COMMAND, forDockerSteps: START_COMMAND_FOR_DOCKER_STEPS };
    await start(readStartInputs({ environment, startCommand }));
  } catch (error) {
    await failStep(error, (text) => failedSummary('The start failed', text));
  }
}

async function start(inputs: StartInputs): Promise<void> {
  const { context, count, runner, policy, isReachable } = inputs;
  const timeline = new Timeline(systemClock);
  const start = newStart({
    run: context.run,
    runAttempt: context.runAttempt,
    nowMs: systemClock.now(),
    nonce: systemRandom.nonce(),
  });
  const label = inputs.label ?? startKey(start);
  if (runner.extraLabels.length > 0) warnOfSharedLabels(runner.extraLabels);
  const ports = startPorts(inputs, timeline);
  const runnerPage = runnerPages({ scope: inputs.github.scope, server: context.serverUrl });
  const story: StartStory = { launcher: ports.launcher, timeline, count, runnerPage };
  let result: StartResult;
  try {
    const spec = { ...runner, isReachable, version: VERSION, repository: context.repository, label };
    result = await startRunners({ start, count, runner: spec, policy }, ports);
  } catch (error) {
    const about = error instanceof RunnerError ? error.about : [];
    await failStep(error, (text) => failedStartSummary(text, story, about));
    return;
  }
  setOutputs(startOutputs(result, ports.launcher));
  await writeSummary(() => startSummary(result, story));
  if (result.missing.length > 0) warnOfMissing(result, count);
  actionsLog.info(describeReady(result, count));
  // Last: after an earlier kill the post step removes the runner, whose label nobody has learnt.
  await saveOutcome(actionsState, 'ready');
}

/** Wires the ports of a start. The timeline records what they do and when. */
function startPorts(inputs: StartInputs, timeline: Timeline): StartPorts {
  const { measure } = timeline;
  const retryBudget = new TimedRetryBudget(systemClock, inputs.policy.timeoutMs);
  const retryBudgetMs = retryBudget.leftMs;
  const { proxy } = inputs.aws;
  const root = actionsRoot(inputs.aws);
  const { log, mask } = root;
  const aws = awsSettings({ access: inputs.aws, root, retryBudgetMs, measure });
  const { context, actionsToken: token } = inputs;
  const link = {
    credentials: credentialsReader(inputs.github.credentials, { aws, mask, measure }),
    connection: { apiUrl: context.apiUrl, log, retryBudgetMs, ...(proxy && { proxy }) },
    mask,
  };
  const github = connectGitHub({
    ...link,
    scope: inputs.github.scope,
    runnerGroup: inputs.runnerGroup,
    jobs: context,
    measure,
  });
  const launcher = connectEcsLauncher({ aws, cluster: inputs.cluster, launch: inputs.launch });
  return {
    github: observedGitHub(github, timeline),
    launcher: observedLauncher(launcher, timeline),
    retryBudget,
    clock: systemClock,
    random: systemRandom,
    log,
    state: actionsState,
    ...(token && {
      jobs: connectJobs({ ...link, token, repository: context.repository, runId: context.run.runId }),
    }),
  };
}

/** Warns that there are fewer runners than requested: how many, and why, each reason once. */
function warnOfMissing({ runners, missing }: StartResult, requested: number): void {
  const reasons = [...new Set(missing)];
  const shown = reasons.slice(0, REASONS_AT_MOST).map((reason) => `\n- ${reason.replaceAll('\n', '\n  ')}`);
  const more = reasons.length > shown.length ? `\n- and ${reasons.length - shown.length} more` : '';
  actionsLog.warning(
    `${runners.length} of ${requested} runners are online (allow-partial); nothing is left of ` +
      `the others unless a warning says so:${shown.join('')}${more}`,
  );
}

function warnOfSharedLabels(labels: readonly string[]): void {
  const shared = labels.filter(isSharedLabel);
  if (shared.length === 0) return;
  actionsLog.warning(
    `extra-labels contains ${shared.join(', ')}: any job that requests it may take this runner, and the job meant for ` +
      'it then waits forever. The generated label alone is enough.',
  );
}
