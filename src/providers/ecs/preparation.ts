import {
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { resourceName } from '../../aws/arn.ts';
import { awsFailure, toRunnerError } from '../../aws/errors.ts';
import { RunnerError } from '../../core/errors.ts';
import type { Log } from '../../core/ports.ts';
import { definitionArn } from './answered.ts';
import { type CapacityEntry, isFargateProvider } from './capacity.ts';
import type { EcsLaunchOptions, EcsPlace } from './options.ts';
import { checkOverrideSize } from './run-task.ts';
import { type CheckedTaskDefinition, checkTaskDefinition } from './task-definition.ts';

/** A capacity whose task definition is known and fits. */
export interface PreparedCapacity {
  readonly entry: CapacityEntry;
  readonly definition: CheckedTaskDefinition;
}

interface Preparation {
  readonly launch: EcsLaunchOptions;
  readonly client: ECSClient;
  readonly place: EcsPlace;
  readonly log: Log;
}

/**
 * Checks every capacity that a start may come to, side by side and before anything is made: its task definition, the
 * size of the overrides, and whether the cluster has its capacity providers.
 * @returns by the capacity's text
 * @throws RunnerError that tells every problem of every capacity
 */
export async function prepareCapacities(options: Preparation): Promise<ReadonlyMap<string, PreparedCapacity>> {
  const { capacities } = options.launch;
  const definitions = new Map<string, Promise<TaskDefinition | undefined>>();
  const describe = (wanted: string): Promise<TaskDefinition | undefined> => {
    const known = definitions.get(wanted) ?? describeDefinition(wanted, options);
    definitions.set(wanted, known);
    return known;
  };
  const outcomes = await Promise.allSettled([
    checkProviders(options),
    ...capacities.map((entry) => prepareOne(entry, { ...options, describe })),
  ]);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  if (failures.length > 0) throw allOf(failures);
  const prepared = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value) || []);
  return new Map(prepared.map((one) => [one.entry.text, one]));
}

async function prepareOne(
  entry: CapacityEntry,
  { launch, describe }: Preparation & { describe: (wanted: string) => Promise<TaskDefinition | undefined> },
): Promise<PreparedCapacity> {
  const wanted = entry.taskDefinition ?? launch.taskDefinition;
  const definition = checkTaskDefinition(await describe(wanted), { wanted, entry, launch });
  checkOverrideSize(definition, launch);
  return { entry, definition };
}

async function describeDefinition(wanted: string, { client, place }: Preparation): Promise<TaskDefinition | undefined> {
  try {
    const { taskDefinition } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: wanted }));
    definitionArn(taskDefinition?.taskDefinitionArn, { wanted, place });
    return taskDefinition;
  } catch (error) {
    if (awsFailure(error).name === 'ClientException') throw unknownDefinition(wanted, { place, error });
    throw toRunnerError(error, { operation: 'ecs:DescribeTaskDefinition', on: wanted });
  }
}

/**
 * Whether the cluster has the capacity providers asked for. Fargate's own are on most clusters, and not worth a request.
 * A start works without the permission: RunTask then refuses a provider that is not there.
 */
async function checkProviders({ launch, client, place, log }: Preparation): Promise<undefined> {
  const wanted = launch.capacities.flatMap((entry) =>
    entry.place.kind === 'strategy'
      ? entry.place.items.map(({ capacityProvider }) => ({ entry, capacityProvider }))
      : [],
  );
  if (wanted.every(({ capacityProvider }) => isFargateProvider(capacityProvider))) return;
  const answer = await client
    .send(new DescribeClustersCommand({ clusters: [place.cluster] }))
    .catch((error: unknown) => {
      const { name, message } = awsFailure(error);
      log.info(
        name.startsWith('AccessDenied')
          ? 'The role may not call ecs:DescribeClusters, so nobody knows before the launch whether the cluster has the capacity providers.'
          : `The cluster's capacity providers could not be read before the launch: ${message}`,
      );
    });
  if (answer === undefined) return;
  const cluster = answer.clusters?.find(({ clusterName }) => clusterName === resourceName(place.cluster));
  if (cluster === undefined) throw unknownCluster(place, answer.failures);
  const providers = cluster.capacityProviders ?? [];
  const missing = wanted.filter(({ capacityProvider }) => !providers.includes(capacityProvider));
  if (missing.length === 0) return;
  throw new RunnerError({
    kind: 'configuration',
    message: missing
      .map(
        ({ entry, capacityProvider }) =>
          `capacity "${entry.text}": ${placeName(place)} has no capacity provider ${capacityProvider}; it has ` +
          `${providers.join(', ') || 'none'}.`,
      )
      .join('\n'),
    hint: 'Correct the input capacity, or associate the capacity provider with the cluster; nothing was launched.',
  });
}

/** For people. */
export function placeName({ cluster, region }: EcsPlace): string {
  return `cluster ${resourceName(cluster)}, region ${region}`;
}

export function unknownCluster(place: EcsPlace, cause: unknown): RunnerError {
  return new RunnerError({
    kind: 'configuration',
    message: `There is no ${placeName(place)} in this account.`,
    hint: 'Check the inputs cluster and aws-region, and that role-to-assume is a role of the account that has the cluster.',
    cause,
  });
}

function unknownDefinition(wanted: string, { place, error }: { place: EcsPlace; error: unknown }): RunnerError {
  return new RunnerError({
    kind: 'configuration',
    message: `There is no active task definition ${wanted} in region ${place.region}: ${awsFailure(error).message}`,
    hint: 'Check the input task-definition (family, family:revision or ARN), aws-region and the account of the role.',
    cause: error,
  });
}

/** One error that tells all; capacities that share a task definition fail alike, which is told once. */
function allOf(failures: readonly unknown[]): unknown {
  const [first] = failures;
  const own = failures.filter((failure) => failure instanceof RunnerError);
  const bug = failures.find((failure) => !(failure instanceof RunnerError));
  if (bug !== undefined || own.length === 1 || !(first instanceof RunnerError)) return bug ?? first;
  const distinct = (texts: readonly string[]): string => [...new Set(texts)].join('\n');
  return new RunnerError({
    kind: first.kind,
    message: distinct(own.map(({ message }) => message)),
    hint: distinct(own.map(({ hint }) => hint)),
    hadNoEffect: first.hadNoEffect,
    cause: new AggregateError(own),
  });
}
