import { authorize } from './access.ts';
import { type Body, textsAt } from './body.ts';
import { type Cluster, clusterView, parseCluster } from './clusters.ts';
import type { EcsContext } from './ecs-context.ts';
import type { Principal } from './identities.ts';
import { parseTags, requestTagContext } from './tags.ts';

/** CreateCluster: an existing cluster of that name is returned as is. */
export function createCluster(context: EcsContext, principal: Principal, body: Body): object {
  const definition = parseCluster(body);
  const tags = requestTagContext(parseTags(body));
  authorize(principal, {
    action: 'ecs:CreateCluster',
    resource: context.clusters.arnOf(definition.name),
    context: tags,
  });
  const cluster = context.clusters.find(definition.name) ?? context.clusters.add(definition);
  return { cluster: view(context, cluster) };
}

/** DescribeClusters: an unknown one is MISSING. */
export function describeClusters(context: EcsContext, principal: Principal, body: Body): object {
  const names = textsAt(body, 'clusters');
  const requested = (names.length > 0 ? names : ['default']).map((name) => ({
    arn: context.clusters.arnOf(name),
    cluster: context.clusters.find(name),
  }));
  for (const { arn } of requested) authorize(principal, { action: 'ecs:DescribeClusters', resource: arn, context: {} });
  return {
    clusters: requested.flatMap(({ cluster }) => (cluster ? [view(context, cluster)] : [])),
    failures: requested.flatMap(({ arn, cluster }) => (cluster ? [] : [{ arn, reason: 'MISSING' }])),
  };
}

/** ListClusters, all on one page. */
export function listClusters(context: EcsContext, principal: Principal): object {
  authorize(principal, { action: 'ecs:ListClusters', resource: '*', context: {} });
  return { clusterArns: context.clusters.all.map(({ arn }) => arn) };
}

function view(context: EcsContext, cluster: Cluster): object {
  const tasks = context.tasks.all.filter((task) => task.cluster.arn === cluster.arn);
  const pending = ['PROVISIONING', 'PENDING', 'ACTIVATING'];
  return clusterView(cluster, {
    running: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pending: tasks.filter(({ lastStatus }) => pending.includes(lastStatus)).length,
  });
}
