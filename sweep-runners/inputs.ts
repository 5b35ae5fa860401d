import { readActionsToken } from '../src/actions/inputs/actions-token.ts';
import { type AwsInputs, readAwsAccess } from '../src/actions/inputs/aws.ts';
import { readEcsClusters } from '../src/actions/inputs/ecs.ts';
import { REPOSITORY, readGitHubAccess } from '../src/actions/inputs/github.ts';
import { InputReader } from '../src/actions/inputs/reader.ts';
import { type RunContext, readRunContext } from '../src/actions/inputs/run-context.ts';
import { Secret } from '../src/core/secret.ts';
import type { SweepRequest } from '../src/core/sweep/sweep.ts';
import { REASON } from '../src/core/teardown/reasons.ts';
import type { RunnerScope } from '../src/github/scope.ts';
import type { EcsCluster } from '../src/providers/ecs/options.ts';
import type { GitHubCredentials } from '../src/wiring/github-credentials.ts';

/** The largest startup-timeout-seconds and max-lifetime-minutes, both in minutes. */
const LONGEST_START_MINUTES = 360;
const LONGEST_LIFE_MINUTES = 7200;

/** All inputs of a sweep. */
export interface SweepInputs {
  readonly context: RunContext;
  readonly credentials: GitHubCredentials;
  /** Where runners are registered: with `runner-scope: repo` in each of the repositories, unless one was named. */
  readonly scopes: readonly [RunnerScope, ...RunnerScope[]];
  readonly actionsToken: Secret<string>;
  readonly aws: AwsInputs;
  readonly clusters: readonly [EcsCluster, ...EcsCluster[]];
  readonly request: SweepRequest;
}

/** Reads the inputs of sweep-runners. @throws InputError with every problem at once */
export function readSweepInputs(environment: Readonly<Record<string, string | undefined>>): SweepInputs {
  const reader = new InputReader(environment);
  const context = readRunContext(reader, environment);
  const aws = readAwsAccess(reader, environment);
  const { scope, credentials } = readGitHubAccess(reader, context, aws.region);
  const repositories = readRepositories(reader, context);
  const inputs: SweepInputs = {
    context,
    credentials,
    scopes: scope.kind === 'repo' && reader.text('repository') === '' ? scopesOf(repositories, scope) : [scope],
    actionsToken: readRequiredToken(reader),
    aws,
    clusters: readEcsClusters(reader, aws.region),
    request: {
      repositories,
      graceMs: (reader.integer('grace-minutes', { min: 0, max: 1440 }) ?? 15) * 60_000,
      dryRun: reader.boolean('dry-run') ?? false,
      reason: REASON.sweep,
      longest: { startMs: LONGEST_START_MINUTES * 60_000, lifeMs: LONGEST_LIFE_MINUTES * 60_000 },
    },
  };
  reader.finish();
  return inputs;
}

/** The id of the workflow's own repository needs no request. */
function readRepositories(reader: InputReader, context: RunContext): SweepRequest['repositories'] {
  const own = context.repository;
  const listed = reader.list('repositories', REPOSITORY);
  // GitHub ignores case in names.
  const unique = new Map((listed.length > 0 ? listed : [own]).map((name) => [name.toLowerCase(), name]));
  return [...unique].map(([key, name]) => ({
    name,
    id: key === own.toLowerCase() ? context.run.repositoryId : undefined,
  }));
}

function scopesOf(
  repositories: SweepRequest['repositories'],
  own: RunnerScope,
): readonly [RunnerScope, ...RunnerScope[]] {
  const scopes = repositories.map(({ name }): RunnerScope => {
    const [owner = '', repo = ''] = name.split('/');
    return { kind: 'repo', owner, repo };
  });
  const [first = own, ...others] = scopes;
  return [first, ...others];
}

/** Here it is required: without it only the age of what is found would decide. */
function readRequiredToken(reader: InputReader): Secret<string> {
  const token = readActionsToken(reader);
  if (token === undefined) reader.problem("actions-token is required: the workflow's own token is unknown.");
  return token ?? new Secret('');
}
