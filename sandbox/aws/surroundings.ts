import type { SandboxClock } from '../clock.ts';
import type { AutoScalingGroupState, AwsSurroundings, ContainerInstanceState } from '../surroundings-contract.ts';
import type { Cluster, Clusters } from './clusters.ts';
import { runnerContainerName } from './container.ts';
import { ecsArn, newId, type Place } from './place.ts';
import type { Task } from './task.ts';

/** A container instance in the sandbox. */
export interface ContainerInstance extends ContainerInstanceState {
  readonly arn: string;
}

type CapacityProvider = Parameters<AwsSurroundings['addCapacityProvider']>[0];
/** A subnet with its routes. */
export type Subnet = Parameters<AwsSurroundings['addSubnet']>[0];
type VpcEndpoint = Parameters<AwsSurroundings['addVpcEndpoint']>[0];

/** A line of a log; `at` is epoch milliseconds of sandbox time. */
export interface LogEvent {
  readonly at: number;
  readonly message: string;
}

/** The surroundings of the tasks of one account and region. */
export class Surroundings implements AwsSurroundings {
  readonly #place: Place;
  readonly #clock: SandboxClock;
  readonly #clusters: Clusters;
  readonly #instances = new Map<string, readonly ContainerInstance[]>();
  readonly capacityProviders = new Map<string, CapacityProvider>();
  readonly groups = new Map<string, AutoScalingGroupState>();
  readonly subnets = new Map<string, Subnet>();
  readonly endpoints: VpcEndpoint[] = [];
  /** By group and stream. */
  readonly logs = new Map<string, Map<string, LogEvent[]>>();

  constructor(options: { place: Place; clock: SandboxClock; clusters: Clusters }) {
    this.#place = options.place;
    this.#clock = options.clock;
    this.#clusters = options.clusters;
  }

  /** The container instances of a cluster; the initial ones are created at the first read. */
  instancesOf(cluster: Cluster): readonly ContainerInstance[] {
    const known = this.#instances.get(cluster.arn);
    if (known !== undefined) return known;
    const made = Array.from({ length: cluster.containerInstances }, () => ({
      ec2InstanceId: `i-${newId().slice(0, 17)}`,
    }));
    return this.#keep(cluster, made);
  }

  setContainerInstances(name: string, instances: readonly ContainerInstanceState[]): void {
    const cluster = this.#clusters.get(name);
    cluster.containerInstances = instances.length;
    this.#keep(cluster, instances);
  }

  addCapacityProvider(provider: CapacityProvider): void {
    this.capacityProviders.set(provider.name, provider);
  }

  addAutoScalingGroup(group: AutoScalingGroupState): void {
    this.groups.set(group.name, group);
  }

  addSubnet(subnet: Subnet): void {
    this.subnets.set(subnet.id, subnet);
  }

  addVpcEndpoint(endpoint: VpcEndpoint): void {
    this.endpoints.push(endpoint);
  }

  putLogEvents({ group, stream, messages }: Parameters<AwsSurroundings['putLogEvents']>[0]): void {
    const streams = this.logs.get(group) ?? new Map<string, LogEvent[]>();
    this.logs.set(group, streams);
    const events = streams.get(stream) ?? [];
    streams.set(stream, [...events, ...messages.map((message) => ({ at: this.#clock.now(), message }))]);
  }

  /** Adds the output of a task's runner container to its log, if its driver is awslogs. */
  takeOutput(task: Task, text: string): void {
    const { input } = task.definition;
    const name = runnerContainerName(input, task.request.overrides);
    const { logDriver, options = {} } =
      input.containerDefinitions.find((each) => each.name === name)?.logConfiguration ?? {};
    const group = options['awslogs-group'];
    const prefix = options['awslogs-stream-prefix'];
    if (logDriver !== 'awslogs' || group === undefined || prefix === undefined) return;
    this.putLogEvents({ group, stream: `${prefix}/${name}/${task.id}`, messages: [text] });
  }

  #keep(cluster: Cluster, states: readonly ContainerInstanceState[]): readonly ContainerInstance[] {
    const instances = states.map((state) => ({
      ...state,
      arn: ecsArn(this.#place, `container-instance/${cluster.name}/${newId()}`),
    }));
    this.#instances.set(cluster.arn, instances);
    return instances;
  }
}
