import { readActionsToken } from '../src/actions/inputs/actions-token.ts';
import { type AwsInputs, readAwsAccess } from '../src/actions/inputs/aws.ts';
import { readEcsCluster } from '../src/actions/inputs/ecs.ts';
import { type GitHubAccess, readGitHubAccess } from '../src/actions/inputs/github.ts';
import { ID, LABEL } from '../src/actions/inputs/labels.ts';
import { InputReader } from '../src/actions/inputs/reader.ts';
import { type RunContext, readRunContext } from '../src/actions/inputs/run-context.ts';
import type { Secret } from '../src/core/secret.ts';
import type { EcsCluster } from '../src/providers/ecs/options.ts';

/** All inputs of a stop. */
export interface StopInputs {
  readonly context: RunContext;
  readonly github: GitHubAccess;
  readonly aws: AwsInputs;
  readonly cluster: EcsCluster;
  /** From `label` and `labels` together. */
  readonly labels: readonly string[];
  readonly id: string | undefined;
  readonly drainMs: number;
  readonly waitForStopped: boolean;
  /** Reads the jobs of the run; absent if it is unknown. */
  readonly actionsToken: Secret<string> | undefined;
}

/** Reads the inputs of stop-runner. @throws InputError with every problem at once */
export function readStopInputs(environment: Readonly<Record<string, string | undefined>>): StopInputs {
  const reader = new InputReader(environment);
  const context = readRunContext(reader, environment);
  const aws = readAwsAccess(reader, environment);
  // What no start accepts would select nothing, and the stop would be green.
  const label = reader.matching('label', LABEL);
  const inputs: StopInputs = {
    context,
    github: readGitHubAccess(reader, context, aws.region),
    aws,
    cluster: readEcsCluster(reader, aws.region),
    labels: [...(label === undefined ? [] : [label]), ...readLabels(reader)],
    id: reader.matching('id', ID),
    drainMs: (reader.integer('drain-timeout-seconds', { min: 0, max: 86_400 }) ?? 300) * 1000,
    waitForStopped: reader.boolean('wait-for-stopped') ?? false,
    actionsToken: readActionsToken(reader),
  };
  reader.finish();
  return inputs;
}

function readLabels(reader: InputReader): readonly string[] {
  const labels = reader.jsonTexts('labels');
  const wrong = labels.filter((label) => !LABEL.pattern.test(label));
  if (wrong.length > 0) reader.malformed('labels', `a list of labels (${LABEL.words})`, wrong.join(', '));
  return labels;
}
