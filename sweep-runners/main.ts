import { awsSettings } from '../src/actions/aws-settings.ts';
import { connectEcs, connectGitHub, connectRuns } from '../src/actions/connections.ts';
import { explainFailure } from '../src/actions/failure.ts';
import { credentialSource } from '../src/actions/github-credentials.ts';
import { actionsLog, fail, setOutputs, writeSummary } from '../src/actions/io.ts';
import { systemClock, systemRandom } from '../src/actions/runtime.ts';
import { type SweepPorts, sweepRunners, unknownRuns } from '../src/core/sweep.ts';
import type { GitHubConnection } from '../src/github/octokit.ts';
import { readSweepInputs, type SweepInputs } from './inputs.ts';
import { describeThing, explainProblems, isWorthALine, sweepOutputs, sweepSummary } from './report.ts';

/** How long a rate limit is waited out: a sweep has no deadline of its own, and the next one meets the same limit. */
const PATIENCE_MS = 15 * 60_000;

/** The main step: removes what no live run owns. */
export async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    await sweep(readSweepInputs(environment));
  } catch (error) {
    fail(explainFailure(error));
  }
}

async function sweep(inputs: SweepInputs): Promise<void> {
  const { request } = inputs;
  const result = await sweepRunners(request, sweepPorts(inputs));
  for (const thing of result.things.filter(isWorthALine)) actionsLog.info(describeThing(thing));
  const unknown = unknownRuns(result);
  if (unknown.length > 0) {
    actionsLog.warning(
      `Whether the runs of ${unknown.length} runners are over could not be known, so their age alone decides: give the ` +
        'job `permissions: actions: read`, or an actions-token that may read the runs of the repositories.',
    );
  }
  setOutputs(sweepOutputs(result));
  await writeSummary(sweepSummary(result, request));
  if (result.problems.length > 0) fail(explainProblems(result.problems));
}

/** Wires the ports of a sweep. */
function sweepPorts({ context, scopes, actionsToken, places, ...inputs }: SweepInputs): SweepPorts {
  const aws = awsSettings(inputs.aws);
  const credentials = credentialSource(inputs.credentials, aws);
  const connection: GitHubConnection = { apiUrl: context.apiUrl, log: actionsLog, patienceMs: () => PATIENCE_MS };
  const [firstScope, ...otherScopes] = scopes;
  const [firstPlace, ...otherPlaces] = places;
  const inScope = (scope: typeof firstScope) => connectGitHub({ scope, credentials, connection, runnerGroup: '' });
  const inPlace = (place: typeof firstPlace) => connectEcs({ aws, place });
  return {
    scopes: [inScope(firstScope), ...otherScopes.map(inScope)],
    providers: [inPlace(firstPlace), ...otherPlaces.map(inPlace)],
    runs: connectRuns({ token: actionsToken, credentials, connection }),
    clock: systemClock,
    random: systemRandom,
    log: actionsLog,
  };
}
