import { failStep } from '../src/actions/failure.ts';
import { actionsLog, fail, setOutputs, writeSummary } from '../src/actions/io.ts';
import { actionsRoot } from '../src/actions/root.ts';
import { failedSummary } from '../src/actions/summary/text.ts';
import { type SweepPorts, sweepRunners, unknownRuns } from '../src/core/sweep/sweep.ts';
import type { GitHubConnection } from '../src/github/octokit.ts';
import { awsSettings } from '../src/wiring/aws-settings.ts';
import { connectEcsPool, connectGitHub, connectRuns } from '../src/wiring/connections.ts';
import { credentialsReader } from '../src/wiring/github-credentials.ts';
import { DEFAULT_RETRY_BUDGET_MS } from '../src/wiring/retry-budget.ts';
import { systemClock, systemRandom } from '../src/wiring/runtime.ts';
import { readSweepInputs, type SweepInputs } from './inputs.ts';
import { describeThing, explainProblems, isWorthALine, sweepOutputs } from './report.ts';
import { sweepSummary } from './summary.ts';

/** The main step: removes what no live run owns. */
export async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    await sweep(readSweepInputs(environment));
  } catch (error) {
    await failStep(error, (text) => failedSummary('The sweep failed', text));
  }
}

async function sweep(inputs: SweepInputs): Promise<void> {
  const { request } = inputs;
  const result = await sweepRunners(request, sweepPorts(inputs));
  for (const thing of result.things.filter(isWorthALine)) actionsLog.info(describeThing(thing));
  const unknown = unknownRuns(result);
  if (unknown.length > 0) {
    actionsLog.warning(
      `It is unknown whether the runs of ${unknown.length} runners are over, so their age alone decides: give the ` +
        'job `permissions: actions: read`, or an actions-token that may read the runs of the repositories.',
    );
  }
  setOutputs(sweepOutputs(result));
  await writeSummary(() => sweepSummary(result, { ...request, now: systemClock.now() }));
  if (result.problems.length > 0) fail(explainProblems(result.problems));
}

/** Wires the ports of a sweep. */
function sweepPorts({ context, scopes, actionsToken, clusters, ...inputs }: SweepInputs): SweepPorts {
  const { proxy } = inputs.aws;
  const root = actionsRoot(inputs.aws);
  const { log, mask } = root;
  const aws = awsSettings({ access: inputs.aws, root });
  const credentials = credentialsReader(inputs.credentials, { aws, mask });
  const connection: GitHubConnection = {
    apiUrl: context.apiUrl,
    log,
    retryBudgetMs: () => DEFAULT_RETRY_BUDGET_MS,
    ...(proxy && { proxy }),
  };
  const [firstScope, ...otherScopes] = scopes;
  const [firstCluster, ...otherClusters] = clusters;
  const inScope = (scope: typeof firstScope) => connectGitHub({ scope, credentials, connection, mask });
  const poolOf = (cluster: typeof firstCluster) => connectEcsPool({ aws, cluster });
  return {
    scopes: [inScope(firstScope), ...otherScopes.map(inScope)],
    pools: [poolOf(firstCluster), ...otherClusters.map(poolOf)],
    runs: connectRuns({ token: actionsToken, credentials, connection, mask }),
    clock: systemClock,
    random: systemRandom,
    log,
  };
}
