import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import {
  type CapacityProvider,
  type ContainerInstance,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  type ECSClient,
  ListContainerInstancesCommand,
} from '@aws-sdk/client-ecs';
import { resourceName } from '../../../aws/arn.ts';
import type { Finding } from '../../../core/compute.ts';
import { groupNameOf, judgeCluster, judgeInstances, judgeProviders, providersOf } from './cluster.ts';
import type { Reads } from './reads.ts';
import { judgeActivities, judgeGroup, judgeStrays } from './scaling-group.ts';
import type { Subject } from './subject.ts';

/** Instances inspected at most; DescribeContainerInstances accepts no more at once. */
const INSTANCES_AT_MOST = 100;

interface CapacityReads {
  readonly cluster: string;
  readonly ecs: ECSClient;
  readonly reads: Reads;
}

/** Explains why there is no room: the cluster, its instances, its capacity providers and the groups behind them. */
export async function investigateCapacity(subject: Subject, context: CapacityReads): Promise<readonly Finding[]> {
  const { cluster, ecs, reads } = context;
  const { signal: abortSignal } = reads;
  const [clusters, instances] = await Promise.all([
    reads.read('ecs:DescribeClusters', () =>
      ecs.send(new DescribeClustersCommand({ clusters: [cluster] }), { abortSignal }),
    ),
    readInstances(context),
  ]);
  const described = clusters?.clusters?.[0];
  const providers = providersOf(subject, described).filter((name) => !/^FARGATE/.test(name));
  return [
    ...(described === undefined ? [] : judgeCluster(described, { providers })),
    ...judgeInstances(instances ?? [], subject),
    ...(providers.length > 0 ? await investigateProviders(providers, { ...context, instances }) : []),
  ];
}

/** Checks whether the agent of the instance on which a task was placed is still connected. */
export async function investigateInstance(subject: Subject, context: CapacityReads): Promise<readonly Finding[]> {
  const arn = subject.task?.containerInstanceArn;
  if (arn === undefined) return [];
  const instances = (await describeInstances([arn], context)) ?? [];
  return judgeInstances(
    instances.filter(({ agentConnected }) => agentConnected === false),
    subject,
  );
}

/** Undefined if they could not be read: that none are known does not mean that there are none. */
async function readInstances(context: CapacityReads): Promise<readonly ContainerInstance[] | undefined> {
  const { cluster, ecs, reads } = context;
  const request = new ListContainerInstancesCommand({ cluster, maxResults: INSTANCES_AT_MOST });
  const listed = await reads.read('ecs:ListContainerInstances', () => ecs.send(request, { abortSignal: reads.signal }));
  const arns = listed?.containerInstanceArns;
  return arns === undefined || arns.length === 0 ? arns && [] : describeInstances(arns, context);
}

async function describeInstances(
  arns: readonly string[],
  { cluster, ecs, reads }: CapacityReads,
): Promise<readonly ContainerInstance[] | undefined> {
  const request = new DescribeContainerInstancesCommand({ cluster, containerInstances: [...arns] });
  const answer = await reads.read('ecs:DescribeContainerInstances', () =>
    ecs.send(request, { abortSignal: reads.signal }),
  );
  return answer?.containerInstances;
}

async function investigateProviders(
  names: readonly string[],
  context: CapacityReads & { instances: readonly ContainerInstance[] | undefined },
): Promise<readonly Finding[]> {
  const { ecs, reads } = context;
  const request = new DescribeCapacityProvidersCommand({ capacityProviders: [...names] });
  const answer = await reads.read('ecs:DescribeCapacityProviders', () =>
    ecs.send(request, { abortSignal: reads.signal }),
  );
  const providers: readonly CapacityProvider[] = answer?.capacityProviders ?? [];
  const groups = providers.flatMap((provider) => groupNameOf(provider) ?? []);
  return [...judgeProviders(providers), ...(groups.length > 0 ? await investigateGroups(groups, context) : [])];
}

async function investigateGroups(
  names: readonly string[],
  context: CapacityReads & { instances: readonly ContainerInstance[] | undefined },
): Promise<readonly Finding[]> {
  const { reads } = context;
  const { AutoScalingClient, DescribeAutoScalingGroupsCommand, DescribeScalingActivitiesCommand } = await import(
    '@aws-sdk/client-auto-scaling'
  );
  const client = reads.client((config) => new AutoScalingClient(config));
  const { signal: abortSignal } = reads;
  const [described, ...activities] = await Promise.all([
    reads.read('autoscaling:DescribeAutoScalingGroups', () =>
      client.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [...names] }), { abortSignal }),
    ),
    ...names.map(async (group) => {
      const request = new DescribeScalingActivitiesCommand({ AutoScalingGroupName: group, MaxRecords: 5 });
      const answer = await reads.read('autoscaling:DescribeScalingActivities', () =>
        client.send(request, { abortSignal }),
      );
      return judgeActivities(answer?.Activities ?? [], { group, now: Date.now() });
    }),
  ]);
  const groups = described?.AutoScalingGroups ?? [];
  const strays = await Promise.all(groups.map((group) => investigateStrays(group, context)));
  return [...groups.flatMap(judgeGroup), ...activities.flat(), ...strays.flat()];
}

/** Finds instances of a group that ECS does not know, provided the cluster's own are known. */
async function investigateStrays(
  { AutoScalingGroupName: group = '', Instances = [] }: AutoScalingGroup,
  { cluster, reads, instances }: CapacityReads & { instances: readonly ContainerInstance[] | undefined },
): Promise<readonly Finding[]> {
  if (instances === undefined || instances.length === INSTANCES_AT_MOST) return [];
  const joined = new Set(instances.flatMap(({ ec2InstanceId }) => ec2InstanceId ?? []));
  const ids = Instances.flatMap(({ InstanceId }) => InstanceId ?? []).filter((id) => !joined.has(id));
  if (ids.length === 0) return [];
  const { EC2Client, DescribeInstancesCommand } = await import('@aws-sdk/client-ec2');
  const client = reads.client((config) => new EC2Client(config));
  const request = new DescribeInstancesCommand({ InstanceIds: ids.slice(0, INSTANCES_AT_MOST) });
  const answer = await reads.read('ec2:DescribeInstances', () => client.send(request, { abortSignal: reads.signal }));
  const found = (answer?.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
  return judgeStrays(found, { group, cluster: resourceName(cluster), joined, now: Date.now() });
}
