import { DescribeTaskDefinitionCommand, type ECSClient, type TaskDefinition } from '@aws-sdk/client-ecs';
import { awsFailure, toRunnerError } from '../../aws/errors.ts';
import { RunnerError } from '../../core/errors.ts';
import type { Log } from '../../core/ports.ts';
import { SETTING } from '../../core/words.ts';
import { definitionArn } from './answered.ts';
import type { CapacityEntry } from './capacity.ts';
import { type ClusterCapacity, checkProviders, dependsOnCluster, readClusterCapacity } from './cluster-capacity.ts';
import type { EcsCluster, EcsLaunchOptions } from './options.ts';
import { checkOverrideSize } from './run-task.ts';
import { type CheckedTaskDefinition, checkTaskDefinition } from './task-definition.ts';

/** A capacity whose task definition is known and suitable. */
export interface PreparedCapacity {
  readonly entry: CapacityEntry;
  readonly definition: CheckedTaskDefinition;
}

interface Preparation {
  readonly launch: EcsLaunchOptions;
  readonly client: ECSClient;
  readonly cluster: EcsCluster;
  readonly log: Log;
}

/**
 * Checks every capacity that a start may use, in parallel and before anything is created: its task definition, the size
 * of the overrides, and whether the cluster has its capacity providers.
 * @returns the result by the capacity's text
 * @throws RunnerError that reports every problem of every capacity
 */
export async function prepareCapacities(options: Preparation): Promise<ReadonlyMap<string, PreparedCapacity>> {
  const { capacities } = options.launch;
  const definitions = new Map<string, Promise<TaskDefinition | undefined>>();
  const describe = (wanted: string): Promise<TaskDefinition | undefined> => {
    const known = definitions.get(wanted) ?? describeDefinition(wanted, options);
    definitions.set(wanted, known);
    return known;
  };
  const clusterCapacity = dependsOnCluster(options.launch) ? readClusterCapacity(options) : Promise.resolve(undefined);
  const outcomes = await Promise.allSettled([
    clusterCapacity.then((known) => known && checkProviders(capacities, known, options.cluster)),
    ...capacities.map((entry) => prepareOne(entry, { ...options, describe, clusterCapacity })),
  ]);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  if (failures.length > 0) throw allOf(failures);
  const prepared = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value) || []);
  warnOfLongerTasks(prepared, options.log);
  return new Map(prepared.map((one) => [one.entry.text, one]));
}

async function prepareOne(
  entry: CapacityEntry,
  options: Preparation & {
    describe: (wanted: string) => Promise<TaskDefinition | undefined>;
    clusterCapacity: Promise<ClusterCapacity | undefined>;
  },
): Promise<PreparedCapacity> {
  const { launch, log } = options;
  const wanted = entry.taskDefinition ?? launch.taskDefinition;
  // A failure to read the cluster is reported once, by the check above.
  const [described, known] = await Promise.all([
    options.describe(wanted),
    options.clusterCapacity.catch(() => undefined),
  ]);
  const definition = checkTaskDefinition(described, {
    wanted,
    entry,
    launch,
    ...(known && { defaultIsFargate: known.defaultIsFargate }),
  });
  const isGuess = entry.target.kind === 'cluster-default' && known === undefined;
  if (isGuess && definition.isAwsvpc && !definition.isFargate && launch.assignPublicIp === true) {
    log.warning(
      `${SETTING.assignPublicIp} is left out: EC2 refuses it, and it is unknown whether the default capacity of the ` +
        `cluster is Fargate. If it is, set ${SETTING.capacity} to FARGATE, or allow ecs:DescribeClusters.`,
    );
  }
  checkOverrideSize(definition, launch);
  return { entry, definition };
}

/** Once per task definition, which several capacities may share. */
function warnOfLongerTasks(prepared: readonly PreparedCapacity[], log: Log): void {
  const longer = prepared.filter(({ definition }) => !definition.isEssential).map(({ definition }) => definition);
  for (const { arn, container } of new Map(longer.map((definition) => [definition.arn, definition])).values()) {
    log.warning(
      `The container ${container} of ${arn} is not essential: when its runner has ended, the task goes on, and costs, ` +
        'until another container ends it. Set essential to true in the task definition.',
    );
  }
}

async function describeDefinition(
  wanted: string,
  { client, cluster }: Preparation,
): Promise<TaskDefinition | undefined> {
  try {
    const { taskDefinition } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: wanted }));
    definitionArn(taskDefinition?.taskDefinitionArn, { wanted, cluster });
    return taskDefinition;
  } catch (error) {
    if (awsFailure(error).name === 'ClientException') throw unknownDefinition(wanted, { cluster, error });
    throw toRunnerError(error, { operation: 'ecs:DescribeTaskDefinition', on: wanted });
  }
}

function unknownDefinition(wanted: string, { cluster, error }: { cluster: EcsCluster; error: unknown }): RunnerError {
  return new RunnerError({
    kind: 'configuration',
    message: `There is no active task definition ${wanted} in region ${cluster.region}: ${awsFailure(error).message}`,
    hint: `Check ${SETTING.taskDefinition} (family, family:revision or ARN), ${SETTING.region} and the account of the role.`,
    cause: error,
  });
}

/** One error that reports all; capacities that share a task definition fail alike, which is reported once. */
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
