import { DescribeClustersCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { resourceName } from '../../aws/arn.ts';
import { awsFailure } from '../../aws/errors.ts';
import { RunnerError } from '../../core/errors.ts';
import type { Log } from '../../core/ports.ts';
import { SETTING } from '../../core/words.ts';
import { type CapacityEntry, isFargateProvider } from './capacity.ts';
import type { EcsCluster, EcsLaunchOptions } from './options.ts';

/** Where a cluster's tasks can go. */
export interface ClusterCapacity {
  readonly providers: readonly string[];
  /** Whether a task that names no capacity goes to Fargate, by the default strategy; without one it goes to EC2. */
  readonly defaultIsFargate: boolean;
}

/**
 * Whether a launch depends on the cluster: on its capacity providers, or on its default capacity if something is set
 * that only Fargate accepts.
 */
export function dependsOnCluster({ capacities, assignPublicIp, platformVersion }: EcsLaunchOptions): boolean {
  const isForFargate = assignPublicIp !== undefined || platformVersion !== undefined;
  return capacities.some(
    ({ target }) => target.kind === 'strategy' || (target.kind === 'cluster-default' && isForFargate),
  );
}

/**
 * Reads the cluster. A start works without the permission: RunTask then refuses a missing provider.
 * @returns undefined if the permission is missing or ECS did not answer
 */
export async function readClusterCapacity(options: {
  client: ECSClient;
  cluster: EcsCluster;
  log: Log;
}): Promise<ClusterCapacity | undefined> {
  const { client, cluster, log } = options;
  const answer = await client
    .send(new DescribeClustersCommand({ clusters: [cluster.name] }))
    .catch((error: unknown) => {
      const { name, message } = awsFailure(error);
      log.info(
        name.startsWith('AccessDenied')
          ? 'The role may not call ecs:DescribeClusters, so the capacity of the cluster is unknown before the launch.'
          : `The cluster's capacity could not be read before the launch: ${message}`,
      );
    });
  if (answer === undefined) return undefined;
  const found = answer.clusters?.find(({ clusterName: name }) => name === resourceName(cluster.name));
  if (found === undefined) throw unknownCluster(cluster, answer.failures);
  const defaults = found.defaultCapacityProviderStrategy ?? [];
  return {
    providers: found.capacityProviders ?? [],
    defaultIsFargate: defaults.some(({ capacityProvider = '' }) => isFargateProvider(capacityProvider)),
  };
}

/** @throws RunnerError if the cluster lacks a capacity provider that an entry names */
export function checkProviders(
  capacities: readonly CapacityEntry[],
  { providers }: ClusterCapacity,
  cluster: EcsCluster,
): void {
  const missing = capacities.flatMap((entry) =>
    entry.target.kind === 'strategy'
      ? entry.target.items
          .filter(({ capacityProvider }) => !providers.includes(capacityProvider))
          .map(({ capacityProvider }) => ({ entry, capacityProvider }))
      : [],
  );
  if (missing.length === 0) return;
  throw new RunnerError({
    kind: 'configuration',
    message: missing
      .map(
        ({ entry, capacityProvider }) =>
          `capacity "${entry.text}": ${clusterName(cluster)} has no capacity provider ${capacityProvider}; it has ` +
          `${providers.join(', ') || 'none'}.`,
      )
      .join('\n'),
    hint: `Correct ${SETTING.capacity}, or associate the capacity provider with the cluster; nothing was launched.`,
  });
}

/** For people. */
export function clusterName({ name, region }: EcsCluster): string {
  return `cluster ${resourceName(name)}, region ${region}`;
}

export function unknownCluster(cluster: EcsCluster, cause: unknown): RunnerError {
  return new RunnerError({
    kind: 'configuration',
    message: `There is no ${clusterName(cluster)} in this account.`,
    hint: `Check ${SETTING.cluster} and ${SETTING.region}, and that ${SETTING.role} is a role in the cluster's account.`,
    cause,
  });
}
