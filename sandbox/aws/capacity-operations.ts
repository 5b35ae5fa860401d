import { authorize } from './access.ts';
import { type Body, numberAt, textAt, textsAt } from './body.ts';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter } from './errors.ts';
import type { Principal } from './identities.ts';
import { ecsArn, nameOf, type Place } from './place.ts';
import type { ContainerInstance } from './surroundings.ts';

/** ListContainerInstances, all on one page: the sandbox's clusters have fewer than the 100 that fit on one. */
export function listContainerInstances(context: EcsContext, principal: Principal, body: Body): object {
  const name = textAt(body, 'cluster');
  const resource = context.clusters.arnOf(name);
  authorize(principal, { action: 'ecs:ListContainerInstances', resource, context: {} });
  const most = numberAt(body, 'maxResults') ?? 100;
  if (most < 1 || most > 100) throw invalidParameter('maxResults must be between 1 and 100');
  const instances = context.surroundings.instancesOf(context.clusters.get(name));
  return { containerInstanceArns: instances.slice(0, most).map(({ arn }) => arn) };
}

/** DescribeContainerInstances: an unknown one is MISSING. */
export function describeContainerInstances(context: EcsContext, principal: Principal, body: Body): object {
  const name = textAt(body, 'cluster');
  const requested = textsAt(body, 'containerInstances');
  if (requested.length === 0) throw invalidParameter('Container instances cannot be empty.');
  const cluster = context.clusters.get(name);
  for (const resource of requested) {
    const policyContext = { 'ecs:cluster': cluster.arn };
    authorize(principal, { action: 'ecs:DescribeContainerInstances', resource, context: policyContext });
  }
  const instances = context.surroundings.instancesOf(cluster);
  const found = requested.map((arn) => ({ arn, instance: instances.find((each) => each.arn === arn) }));
  return {
    containerInstances: found.flatMap(({ instance }) => (instance ? [instanceView(instance)] : [])),
    failures: found.flatMap(({ arn, instance }) => (instance ? [] : [{ arn, reason: 'MISSING' }])),
  };
}

function instanceView(instance: ContainerInstance): object {
  const { arn, ec2InstanceId, agentConnected = true, status = 'ACTIVE' } = instance;
  const resource = (name: string, integerValue: number) => ({ name, type: 'INTEGER', integerValue });
  return {
    containerInstanceArn: arn,
    ec2InstanceId,
    agentConnected,
    status,
    registeredResources: [resource('CPU', 4096), resource('MEMORY', 15_000)],
    remainingResources: [
      resource('CPU', instance.remainingCpu ?? 4096),
      resource('MEMORY', instance.remainingMemory ?? 15_000),
    ],
  };
}

/** DescribeCapacityProviders by name or ARN; every account has Fargate's two. */
export function describeCapacityProviders(context: EcsContext, principal: Principal, body: Body): object {
  const { place, surroundings } = context;
  const requested = textsAt(body, 'capacityProviders').map((name) => nameOf(name, 'capacity-provider'));
  const arnOf = (name: string) => ecsArn(place, `capacity-provider/${name}`);
  for (const name of requested) {
    authorize(principal, { action: 'ecs:DescribeCapacityProviders', resource: arnOf(name), context: {} });
  }
  const isKnown = (name: string) => /^FARGATE(_SPOT)?$/.test(name) || surroundings.capacityProviders.has(name);
  return {
    capacityProviders: requested.filter(isKnown).map((name) => {
      const provider = surroundings.capacityProviders.get(name);
      const autoScaling = provider && {
        autoScalingGroupProvider: {
          autoScalingGroupArn: groupArn(place, provider.autoScalingGroup),
          managedScaling: { status: provider.managedScaling, targetCapacity: 100 },
          managedTerminationProtection: 'DISABLED',
        },
      };
      return { capacityProviderArn: arnOf(name), name, status: 'ACTIVE', tags: [], ...autoScaling };
    }),
    failures: requested.filter((name) => !isKnown(name)).map((name) => ({ arn: arnOf(name), reason: 'MISSING' })),
  };
}

/** ARN of an Auto Scaling group: a made-up id, and its name. */
export function groupArn({ partition, region, account }: Place, name: string): string {
  const id = '00000000-0000-4000-8000-000000000000';
  return `arn:${partition}:autoscaling:${region}:${account}:autoScalingGroup:${id}:autoScalingGroupName/${name}`;
}
