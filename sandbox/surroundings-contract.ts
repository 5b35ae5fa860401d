/** The surroundings of tasks in the sandbox's AWS: instances, Auto Scaling groups, networks, logs. */
export interface AwsSurroundings {
  /** Replaces the container instances of a cluster, which otherwise has its initial ones, each with much room. */
  setContainerInstances(cluster: string, instances: readonly ContainerInstanceState[]): void;
  /** Creates a capacity provider; its clusters name it in `capacityProviders`. */
  addCapacityProvider(provider: {
    readonly name: string;
    /** The name of its Auto Scaling group. */
    readonly autoScalingGroup: string;
    readonly managedScaling: 'ENABLED' | 'DISABLED';
  }): void;
  addAutoScalingGroup(group: AutoScalingGroupState): void;
  /** A subnet with its own route table, or, with `usesMainTable`, its VPC's. */
  addSubnet(subnet: {
    readonly id: string;
    readonly vpcId: string;
    /** The default route for IPv4. */
    readonly defaultRoute: RouteTarget | 'none';
    /** Further routes of its table, to a block of either family or a prefix list (pl-…). */
    readonly routes?: readonly { readonly to: string; readonly target: RouteTarget }[];
    readonly usesMainTable?: boolean;
  }): void;
  /** `service` as in `com.amazonaws.us-east-1.ecr.api`. */
  addVpcEndpoint(endpoint: { readonly vpcId: string; readonly service: string }): void;
  /** Adds lines to a log stream, creating the stream, as containers with the driver awslogs do with their output. */
  putLogEvents(log: { readonly group: string; readonly stream: string; readonly messages: readonly string[] }): void;
}

/** Where a route leads. */
export type RouteTarget = 'internet-gateway' | 'nat-gateway' | 'egress-only-gateway' | 'gateway-endpoint' | 'blackhole';

export interface ContainerInstanceState {
  readonly ec2InstanceId: string;
  /** true by default. */
  readonly agentConnected?: boolean;
  /** `ACTIVE` by default. */
  readonly status?: 'ACTIVE' | 'DRAINING';
  /** Free CPU units and MiB; 4,096 and 15,000 by default. */
  readonly remainingCpu?: number;
  readonly remainingMemory?: number;
}

export interface AutoScalingGroupState {
  readonly name: string;
  readonly desired: number;
  readonly max: number;
  /** Its running EC2 instances; `launchedAt` is epoch milliseconds of sandbox time. */
  readonly instances?: readonly { readonly id: string; readonly launchedAt: number }[];
  readonly suspendedProcesses?: readonly string[];
  /** Newest first; `startedAt` is epoch milliseconds of sandbox time. */
  readonly activities?: readonly {
    readonly startedAt: number;
    readonly status: 'Successful' | 'Failed' | 'Cancelled';
    readonly message: string;
  }[];
}
