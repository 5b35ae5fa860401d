import type { ClusterDefinition } from '../contract.ts';
import { type Body, bodiesAt, numberAt, textAt, textsAt } from './body.ts';
import { AwsError, invalidParameter } from './errors.ts';
import { ecsArn, nameOf, type Place } from './place.ts';

/** An entry of a capacity provider strategy, with the API's defaults filled in. */
export interface StrategyItem {
  readonly capacityProvider: string;
  readonly weight: number;
  readonly base: number;
}

/** A cluster as the sandbox keeps it. */
export interface Cluster {
  readonly name: string;
  readonly arn: string;
  readonly capacityProviders: readonly string[];
  readonly defaultStrategy: readonly StrategyItem[];
  containerInstances: number;
}

/** The clusters of one account and region. */
export class Clusters {
  readonly #place: Place;
  readonly #clusters = new Map<string, Cluster>();

  constructor(place: Place) {
    this.#place = place;
  }

  get all(): readonly Cluster[] {
    return [...this.#clusters.values()];
  }

  add(definition: ClusterDefinition): Cluster {
    const cluster: Cluster = {
      name: definition.name,
      arn: ecsArn(this.#place, `cluster/${definition.name}`),
      capacityProviders: definition.capacityProviders ?? [],
      defaultStrategy: (definition.defaultCapacityProviderStrategy ?? []).map((item) => ({
        capacityProvider: item.capacityProvider,
        weight: item.weight ?? 0,
        base: item.base ?? 0,
      })),
      containerInstances: definition.containerInstances ?? 1,
    };
    this.#clusters.set(cluster.name, cluster);
    return cluster;
  }

  /** By short name or ARN; without a name, `default`. */
  find(nameOrArn = 'default'): Cluster | undefined {
    const cluster = this.#clusters.get(nameOf(nameOrArn, 'cluster'));
    return nameOrArn.startsWith('arn:') && cluster?.arn !== nameOrArn ? undefined : cluster;
  }

  /** The ARN that a policy is evaluated on, whether or not the cluster exists. */
  arnOf(nameOrArn = 'default'): string {
    return nameOrArn.startsWith('arn:') ? nameOrArn : ecsArn(this.#place, `cluster/${nameOrArn}`);
  }

  /** Like {@link find}; throws ClusterNotFoundException. */
  get(nameOrArn: string | undefined): Cluster {
    const cluster = this.find(nameOrArn);
    if (cluster === undefined) {
      throw new AwsError({ code: 'ClusterNotFoundException', message: 'Cluster not found.' });
    }
    return cluster;
  }
}

/** The body of CreateCluster. A cluster created over the wire has no container instances, like a real one. */
export function parseCluster(body: Body): ClusterDefinition {
  const name = textAt(body, 'clusterName') ?? 'default';
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
    throw invalidParameter(
      'Identifier was unable to be registered. Identifiers can only contain letters, numbers, hyphens, and underscores.',
    );
  }
  return {
    name,
    capacityProviders: textsAt(body, 'capacityProviders'),
    defaultCapacityProviderStrategy: parseStrategy(body, 'defaultCapacityProviderStrategy'),
    containerInstances: 0,
  };
}

/** A capacity provider strategy of a request. */
export function parseStrategy(body: Body, key: string): readonly StrategyItem[] {
  return bodiesAt(body, key).map((item) => ({
    capacityProvider: nameOf(textAt(item, 'capacityProvider') ?? '', 'capacity-provider'),
    weight: numberAt(item, 'weight') ?? 0,
    base: numberAt(item, 'base') ?? 0,
  }));
}

/** What DescribeClusters returns for a cluster. */
export function clusterView(cluster: Cluster, tasks: { running: number; pending: number }): Record<string, unknown> {
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: 'ACTIVE',
    registeredContainerInstancesCount: cluster.containerInstances,
    runningTasksCount: tasks.running,
    pendingTasksCount: tasks.pending,
    activeServicesCount: 0,
    statistics: [],
    tags: [],
    settings: [{ name: 'containerInsights', value: 'disabled' }],
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultStrategy,
  };
}
