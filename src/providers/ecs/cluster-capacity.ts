import { DescribeClustersCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { resourceName } from '../../aws/arn.ts';
import { awsFailure } from '../../aws/errors.ts';
import { RunnerError } from '../../core/errors.ts';
import type { Log } from '../../core/ports.ts';
import { type CapacityEntry, isFargateProvider } from './capacity.ts';
import type { EcsLaunchOptions, EcsPlace } from './options.ts';

/** What a cluster says of where its tasks can go. */
export interface ClusterCapacity {
  readonly providers: readonly string[];
  /** Whether a task that names no capacity goes to Fargate: by the default strategy, and to EC2 where there is none. */
  readonly defaultIsFargate: boolean;
}

/**
 * Whether a launch depends on what the cluster says: on its capacity providers, or, where something is given that only
 * Fargate takes, on what its default capacity is.
 */
export function dependsOnCluster({ capacities, assignPublicIp, platformVersion }: EcsLaunchOptions): boolean {
  const isForFargate = assignPublicIp !== undefined || platformVersion !== undefined;
  return capacities.some(
    ({ place }) => place.kind === 'strategy' || (place.kind === 'cluster-default' && isForFargate),
  );
}

/**
 * Asks the cluster. A start works without the permission: RunTask then refuses a provider that is not there.
 * @returns undefined where it may not be asked, or did not answer
 */
export async function readClusterCapacity(options: {
  client: ECSClient;
  place: EcsPlace;
  log: Log;
}): Promise<ClusterCapacity | undefined> {
  const { client, place, log } = options;
  const answer = await client
    .send(new DescribeClustersCommand({ clusters: [place.cluster] }))
    .catch((error: unknown) => {
      const { name, message } = awsFailure(error);
      log.info(
        name.startsWith('AccessDenied')
          ? 'The role may not call ecs:DescribeClusters, so nobody knows before the launch what capacity the cluster has.'
          : `The cluster's capacity could not be read before the launch: ${message}`,
      );
    });
  if (answer === undefined) return undefined;
  const cluster = answer.clusters?.find(({ clusterName }) => clusterName === resourceName(place.cluster));
  if (cluster === undefined) throw unknownCluster(place, answer.failures);
  const defaults = cluster.defaultCapacityProviderStrategy ?? [];
  return {
    providers: cluster.capacityProviders ?? [],
    defaultIsFargate: defaults.some(({ capacityProvider = '' }) => isFargateProvider(capacityProvider)),
  };
}

/** @throws RunnerError where the cluster lacks a capacity provider that an entry names */
export function checkProviders(
  capacities: readonly CapacityEntry[],
  { providers }: ClusterCapacity,
  place: EcsPlace,
): void {
  const missing = capacities.flatMap((entry) =>
    entry.place.kind === 'strategy'
      ? entry.place.items
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
