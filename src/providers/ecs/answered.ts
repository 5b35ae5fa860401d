import type { Task } from '@aws-sdk/client-ecs';
import { type Arn, parseArn, resourceName } from '../../aws/arn.ts';
import { malformedAnswer } from '../../aws/errors.ts';
import { shorten } from '../../core/util/shorten.ts';
import type { EcsCluster } from './options.ts';

/** The only cluster whose tasks may be acted upon. */
export interface OwnedCluster extends EcsCluster {
  /** Partition and account, once known from the ARN of the cluster or the task definition. */
  readonly owner?: Pick<Arn, 'partition' | 'account'>;
}

/** Partition and account of an ARN that was given or checked. */
export function ownerOf(arn: string): Pick<Arn, 'partition' | 'account'> | undefined {
  const parsed = parseArn(arn);
  return parsed && { partition: parsed.partition, account: parsed.account };
}

/**
 * Checks that a task ARN from ECS belongs to the requested cluster and returns it: tasks elsewhere are never described,
 * stopped or presented to users as theirs.
 * @throws RunnerError if it is missing, not an ARN, or of another cluster
 */
export function taskArn(value: unknown, context: { operation: string; cluster: OwnedCluster }): string {
  const { operation, cluster } = context;
  const text = typeof value === 'string' ? value : '';
  const arn = parseArn(text);
  const { cluster: named, id } =
    /^task\/(?:(?<cluster>[A-Za-z0-9_-]+)\/)?(?<id>[A-Za-z0-9-]+)$/.exec(arn?.resource ?? '')?.groups ?? {};
  if (arn === undefined || id === undefined) throw malformedAnswer(operation, `a task without an ARN (${shown(text)})`);
  const wanted = resourceName(cluster.name);
  const owner = cluster.owner ?? ownerOf(cluster.name);
  const isElsewhere =
    arn.service !== 'ecs' ||
    arn.region !== cluster.region ||
    // Accounts that never opted in to the long format have no cluster in their ARNs.
    (named !== undefined && named !== wanted) ||
    (owner !== undefined && (arn.partition !== owner.partition || arn.account !== owner.account));
  if (!isElsewhere) return text;
  const account = owner === undefined ? '' : `, account ${owner.account}`;
  throw malformedAnswer(
    operation,
    `the task ${shown(text)}, which is not in cluster ${wanted}, region ${cluster.region}${account}`,
  );
}

/**
 * Checks that all tasks of an answer were requested and are in the requested cluster, and returns them.
 * @throws RunnerError if the list is missing (an empty one would mean that there is nothing) or contains anything else
 */
export function requestedTasks(
  tasks: readonly Task[] | undefined,
  context: { operation: string; cluster: OwnedCluster; requested: readonly string[] },
): readonly Task[] {
  const { operation, requested } = context;
  if (!Array.isArray(tasks)) throw malformedAnswer(operation, 'no list of tasks');
  const ids = new Set(requested.map(resourceName));
  for (const task of tasks as readonly Task[]) {
    const arn = taskArn(task.taskArn, context);
    if (!ids.has(resourceName(arn))) throw malformedAnswer(operation, `the task ${arn}, which was not requested`);
  }
  return tasks;
}

/** Checks that a task definition's ARN is of the requested one and returns it. @throws RunnerError otherwise */
export function definitionArn(value: unknown, context: { wanted: string; cluster: EcsCluster }): string {
  const { wanted, cluster } = context;
  const operation = `ecs:DescribeTaskDefinition on ${wanted}`;
  const text = typeof value === 'string' ? value : '';
  const arn = parseArn(text);
  const [kind, name = ''] = arn?.resource.split('/') ?? [];
  if (arn === undefined || kind !== 'task-definition') {
    throw malformedAnswer(operation, `a task definition without an ARN (${shown(text)})`);
  }
  const [family, revision] = name.split(':');
  const [wantedFamily, wantedRevision] = resourceName(wanted).split(':');
  const isWanted =
    arn.service === 'ecs' &&
    arn.region === cluster.region &&
    family === wantedFamily &&
    /^\d+$/.test(revision ?? '') &&
    (wantedRevision === undefined || revision === wantedRevision);
  if (isWanted) return text;
  throw malformedAnswer(operation, `another task definition, ${shown(text)} (requested region: ${cluster.region})`);
}

function shown(text: string): string {
  return JSON.stringify(shorten(text, 300));
}
