import type { PlacementConstraint, PlacementStrategy } from '@aws-sdk/client-ecs';
import type { ComputeLimits } from '../start-script/variables.ts';
import type { CapacityEntry } from './capacity.ts';

/** A cluster: enough to find and stop its tasks. */
export interface EcsCluster {
  readonly region: string;
  /** Name or ARN. */
  readonly name: string;
}

/** What to launch on ECS, except what differs between runners. Absent means "as the task definition says". */
export interface EcsLaunchOptions {
  /** For the capacities that have none of their own. */
  readonly taskDefinition: string;
  /** Where a task may go, in the order of trying; no duplicates. */
  readonly capacities: readonly CapacityEntry[];
  /** The container that becomes the runner; absent: `runner`, or the only one. */
  readonly container?: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly assignPublicIp?: boolean;
  readonly cpu?: string;
  readonly memory?: string;
  readonly ephemeralStorageGib?: number;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly platformVersion?: string;
  readonly enableExecuteCommand?: boolean;
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: ComputeLimits;
  /** Replaces the container's command; absent: the command of the task definition or image stays. */
  readonly command?: readonly string[];
}
