import type { CapacityProvider, Cluster, ContainerInstance } from '@aws-sdk/client-ecs';
import { resourceName } from '../../../aws/arn.ts';
import type { Finding } from '../../../core/compute.ts';
import { SETTING } from '../../../core/words.ts';
import { requirementsOf, type Subject } from './subject.ts';

/** The capacity providers that the launch used or would have used; none with a launch type. */
export function providersOf({ task, target }: Subject, cluster: Cluster | undefined): readonly string[] {
  if (task !== undefined) return task.capacityProviderName === undefined ? [] : [task.capacityProviderName];
  if (target?.kind === 'launch-type') return [];
  if (target?.kind === 'strategy') return target.items.map(({ capacityProvider }) => capacityProvider);
  return (cluster?.defaultCapacityProviderStrategy ?? []).flatMap(({ capacityProvider }) => capacityProvider ?? []);
}

/** Finds a cluster in which no task can be placed at the moment. */
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

/** Finds instances that cannot take the task: their agent is lost, they are draining, or they lack room. */
export function judgeInstances(instances: readonly ContainerInstance[], subject: Subject): readonly Finding[] {
  if (instances.length === 0) return [];
  const findings: Finding[] = [];
  const lost = instances.filter(({ agentConnected, status }) => agentConnected === false && status !== 'DRAINING');
  if (lost.length > 0) {
    findings.push({
      message: `The ECS agent is not connected on ${lost.length} of ${instances.length} container instances: ${named(lost)}.`,
      hint: 'Check the agent on these instances (/var/log/ecs/ecs-agent.log), and replace them if it does not come back.',
    });
  }
  const draining = instances.filter(({ status }) => status === 'DRAINING');
  if (draining.length > 0) {
    findings.push({
      message: `${draining.length} of ${instances.length} container instances accept no new tasks (DRAINING): ${named(draining)}.`,
    });
  }
  const usable = instances.filter(({ agentConnected, status }) => agentConnected !== false && status === 'ACTIVE');
  const { cpu, memory } = requirementsOf(subject);
  const isRoomy = (one: ContainerInstance): boolean => left(one, 'CPU') >= cpu && left(one, 'MEMORY') >= memory;
  if (usable.length > 0 && !usable.some(isRoomy)) {
    const most = (name: string): number => Math.max(...usable.map((one) => left(one, name)));
    findings.push({
      message:
        `No container instance has room: the task requires ${cpu} CPU units and ${memory} MiB; the usable ` +
        `instances (${usable.length}) have at most ${most('CPU')} CPU units and at most ${most('MEMORY')} MiB free.`,
      hint: `Request less (${SETTING.cpu} and ${SETTING.memory}, or the task definition), or use more or larger instances.`,
    });
  }
  return findings;
}

function left({ remainingResources = [] }: ContainerInstance, name: string): number {
  // A resource that is not reported is not the reason.
  return remainingResources.find((resource) => resource.name === name)?.integerValue ?? Number.POSITIVE_INFINITY;
}

function named(instances: readonly ContainerInstance[]): string {
  const names = instances.map(({ ec2InstanceId, containerInstanceArn }) => {
    return ec2InstanceId ?? resourceName(containerInstanceArn ?? '');
  });
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
}

/** Finds capacity providers that start no instances by themselves. */
export function judgeProviders(providers: readonly CapacityProvider[]): readonly Finding[] {
  return providers.flatMap(({ name, autoScalingGroupProvider }): Finding[] => {
    if (autoScalingGroupProvider === undefined || autoScalingGroupProvider.managedScaling?.status === 'ENABLED')
      return [];
    return [
      {
        message: `The capacity provider ${name} has no managed scaling: it never starts an instance for a waiting task.`,
        hint:
          `Turn it on (aws ecs update-capacity-provider --name ${name} --auto-scaling-group-provider ` +
          'managedScaling={status=ENABLED}), or raise the desired capacity of its Auto Scaling group.',
      },
    ];
  });
}

/** Name of the Auto Scaling group behind a capacity provider, which refers to it by ARN (or by name). */
export function groupNameOf({ autoScalingGroupProvider }: CapacityProvider): string | undefined {
  const arn = autoScalingGroupProvider?.autoScalingGroupArn;
  return arn === undefined ? undefined : (/:autoScalingGroupName\/(.+)$/.exec(arn)?.[1] ?? arn);
}
