import type { EcsLaunchOptions } from '../../../../src/providers/ecs/options.ts';

/** The minimum that a launch needs. */
export function launchOptions(change: Partial<EcsLaunchOptions> = {}): EcsLaunchOptions {
  return {
    taskDefinition: 'runner',
    capacities: [CLUSTER_DEFAULT],
    subnets: [],
    securityGroups: [],
    placementConstraints: [],
    placementStrategy: [],
    environment: {},
    limits: { idleMinutes: 20, lifetimeMinutes: 390 },
    ...change,
  };
}

export const CLUSTER_DEFAULT = { text: 'cluster-default', target: { kind: 'cluster-default' } } as const;
export const FARGATE = { text: 'FARGATE', target: { kind: 'launch-type', launchType: 'FARGATE' } } as const;
export const EC2 = { text: 'EC2', target: { kind: 'launch-type', launchType: 'EC2' } } as const;
