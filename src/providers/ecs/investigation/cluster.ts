import type { CapacityProvider, Cluster, ContainerInstance } from '@aws-sdk/client-ecs';
import { resourceName } from '../../../aws/arn.ts';
import type { Finding } from '../../../core/compute.ts';
import { SETTING } from '../../../core/words.ts';
import { askedOf, type Subject } from './subject.ts';

/** The capacity providers through which the launch went, or would have gone; none with a launch type. */
export function providersOf({ task, target }: Subject, cluster: Cluster | undefined): readonly string[] {
  if (task !== undefined) return task.capacityProviderName === undefined ? [] : [task.capacityProviderName];
  if (target?.kind === 'launch-type') return [];
  if (target?.kind === 'strategy') return target.items.map(({ capacityProvider }) => capacityProvider);
  return (cluster?.defaultCapacityProviderStrategy ?? []).flatMap(({ capacityProvider }) => capacityProvider ?? []);
}

/** A cluster that no task can be placed in as it is. */
export function judgeCluster(cluster: Cluster, options: { providers: readonly string[] }): readonly Finding[] {
  if ((cluster.registeredContainerInstancesCount ?? 0) > 0) return [];
  const message = `Cluster ${cluster.clusterName} has no container instances at the moment.`;
  if (options.providers.length > 0) return [{ message }];
  const known = (cluster.capacityProviders ?? []).filter((name) => !/^FARGATE/.test(name));
  return [
    {
      message,
      hint:
        known.length > 0
          ? `Set capacity to a capacity provider of the cluster: ${known.join(', ')}.`
          : 'Create a capacity provider with managed scaling for the cluster and name it in capacity, or start an ' +
            `instance that joins the cluster (ECS_CLUSTER=${cluster.clusterName}).`,
    },
  ];
}

/** Instances that cannot take the task: lost agents, draining, or without enough room. */
export function judgeInstances(instances: readonly ContainerInstance[], subject: Subject): readonly Finding[] {
  if (instances.length === 0) return [];
  const findings: Finding[] = [];
  const lost = instances.filter(({ agentConnected, status }) => agentConnected === false && status !== 'DRAINING');
  if (lost.length > 0) {
    findings.push({
      message: `The ECS agent is not connected on ${lost.length} of ${instances.length} container instances: ${named(lost)}.`,
      hint: 'Look at the agent on these instances (/var/log/ecs/ecs-agent.log), and replace them if it does not come back.',
    });
  }
  const draining = instances.filter(({ status }) => status === 'DRAINING');
  if (draining.length > 0) {
    findings.push({
      message: `${draining.length} of ${instances.length} container instances take no new tasks (DRAINING): ${named(draining)}.`,
    });
  }
  const usable = instances.filter(({ agentConnected, status }) => agentConnected !== false && status === 'ACTIVE');
  const { cpu, memory } = askedOf(subject);
  const isRoomy = (one: ContainerInstance): boolean => left(one, 'CPU') >= cpu && left(one, 'MEMORY') >= memory;
  if (usable.length > 0 && !usable.some(isRoomy)) {
    const most = (name: string): number => Math.max(...usable.map((one) => left(one, name)));
    findings.push({
      message:
        `No container instance has room: the task asks for ${cpu} CPU units and ${memory} MiB; on the ${usable.length} ` +
        `usable at most ${most('CPU')} CPU units and at most ${most('MEMORY')} MiB are free.`,
      hint: `Ask for less (${SETTING.cpu} and ${SETTING.memory}, or the task definition), or use more or larger instances.`,
    });
  }
  return findings;
}

function left({ remainingResources = [] }: ContainerInstance, name: string): number {
  // What is not told is no reason.
  return remainingResources.find((resource) => resource.name === name)?.integerValue ?? Number.POSITIVE_INFINITY;
}

function named(instances: readonly ContainerInstance[]): string {
  const names = instances.map(({ ec2InstanceId, containerInstanceArn }) => {
    return ec2InstanceId ?? resourceName(containerInstanceArn ?? '');
  });
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
}

/** Capacity providers that start no instance by themselves. */
export function judgeProviders(providers: readonly CapacityProvider[]): readonly Finding[] {
  return providers.flatMap(({ name, autoScalingGroupProvider }): Finding[] => {
    if (autoScalingGroupProvider === undefined || autoScalingGroupProvider.managedScaling?.status === 'ENABLED')
      return [];
    return [
      {
        message: `The capacity provider ${name} has no managed scaling: it never starts an instance for a task that waits.`,
        hint:
          `Turn it on (aws ecs update-capacity-provider --name ${name} --auto-scaling-group-provider ` +
          'managedScaling={status=ENABLED}), or raise the desired capacity of its Auto Scaling group.',
      },
    ];
  });
}

/** Name of the Auto Scaling group behind a capacity provider, which is given by ARN (or by name). */
export function groupNameOf({ autoScalingGroupProvider }: CapacityProvider): string | undefined {
  const arn = autoScalingGroupProvider?.autoScalingGroupArn;
  return arn === undefined ? undefined : (/:autoScalingGroupName\/(.+)$/.exec(arn)?.[1] ?? arn);
}
