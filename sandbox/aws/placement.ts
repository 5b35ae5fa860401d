import type { Cluster, StrategyItem } from './clusters.ts';
import { invalidParameter } from './errors.ts';
import type { LaunchRequest } from './launch-request.ts';
import type { TaskDefinition } from './task-definitions.ts';

/** Where a task is placed, and what happens to it if there are no instances. */
export interface Placement {
  readonly launchType: string;
  readonly capacityProvider: string | undefined;
  readonly fargate: boolean;
  /** `refused`: there is no place for it. `waits`: its capacity provider starts an instance, which never comes. */
  readonly room: 'enough' | 'refused' | 'waits';
}

/** Decides where RunTask places a task; refuses what contradicts itself, the cluster or the definition, as ECS does. */
export function place(request: LaunchRequest, cluster: Cluster, definition: TaskDefinition): Placement {
  const placement = choose(request, cluster);
  const { input } = definition;
  if (placement.fargate && !input.requiresCompatibilities?.includes('FARGATE')) {
    throw invalidParameter('Task definition does not support launch_type FARGATE.');
  }
  checkNetwork(request, definition, placement);
  return placement;
}

function choose(request: LaunchRequest, cluster: Cluster): Placement {
  // No launch type and no strategy: the cluster's default strategy, or EC2 if it has none.
  const strategy = request.strategy.length > 0 ? request.strategy : cluster.defaultStrategy;
  if (request.launchType === undefined && strategy.length > 0) return throughProvider(strategy, cluster);
  const launchType = request.launchType ?? 'EC2';
  if (launchType === 'FARGATE') {
    return { launchType, capacityProvider: undefined, fargate: true, room: 'enough' };
  }
  if (launchType === 'MANAGED_INSTANCES') {
    throw invalidParameter(
      'The MANAGED_INSTANCES launch type is only supported through a capacity provider. Specify a capacity provider strategy and try again.',
    );
  }
  return {
    launchType,
    capacityProvider: undefined,
    fargate: false,
    room: cluster.containerInstances > 0 ? 'enough' : 'refused',
  };
}

const isFargate = ({ capacityProvider }: StrategyItem) => /^FARGATE(_SPOT)?$/.test(capacityProvider);

function throughProvider(strategy: readonly StrategyItem[], cluster: Cluster): Placement {
  if (strategy.some(({ capacityProvider }) => !cluster.capacityProviders.includes(capacityProvider))) {
    throw invalidParameter(
      'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.',
    );
  }
  if (strategy.some(isFargate) && !strategy.every(isFargate)) {
    throw invalidParameter(
      'A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers. Specify one or the other and try again.',
    );
  }
  if (strategy.length > 1 && strategy.every(({ weight }) => weight === 0)) {
    throw invalidParameter(
      'A capacity provider strategy must contain at least one capacity provider with a weight greater than 0.',
    );
  }
  // `base` tasks go first; beyond them, the entry with the highest weight. The real service spreads by weight over
  // time.
  const [entry] = strategy.toSorted((a, b) => b.base - a.base || b.weight - a.weight);
  if (entry === undefined) throw new Error('sandbox: an empty strategy');
  const fargate = isFargate(entry);
  return {
    launchType: fargate ? 'FARGATE' : 'EC2',
    capacityProvider: entry.capacityProvider,
    fargate,
    room: fargate || cluster.containerInstances > 0 ? 'enough' : 'waits',
  };
}

function checkNetwork(request: LaunchRequest, definition: TaskDefinition, placement: Placement): void {
  const wantsAwsvpc = definition.input.networkMode === 'awsvpc';
  if (wantsAwsvpc && request.awsvpc === undefined) {
    throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  if (!wantsAwsvpc && request.awsvpc !== undefined) {
    throw invalidParameter('Network Configuration is not valid for the given networkMode of this task definition.');
  }
  if (request.awsvpc?.assignPublicIp === 'ENABLED' && !placement.fargate) {
    throw invalidParameter('Assign public IP is not supported for this launch type.');
  }
}
