import { authorize } from './access.ts';
import { type Body, numberAt, textAt } from './body.ts';
import type { EcsContext } from './ecs-context.ts';
import { AwsError, invalidParameter } from './errors.ts';
import type { Principal } from './identities.ts';
import { ecsArn } from './place.ts';
import type { Task } from './task.ts';

const MAX_RESULTS = 100;

/** ListTasks: by default tasks whose desired status is RUNNING, 100 per page. */
export function listTasks(context: EcsContext, principal: Principal, body: Body): object {
  const clusterArn = context.clusters.arnOf(textAt(body, 'cluster'));
  authorize(principal, {
    action: 'ecs:ListTasks',
    // What IAM evaluates even without container instances: the real denial names it.
    resource: ecsArn(context.place, `container-instance/${clusterArn.split('/').at(-1)}/*`),
    context: { 'ecs:cluster': clusterArn },
  });
  const matches = parseFilter(body);
  const size = parseSize(body);
  const cluster = context.clusters.get(textAt(body, 'cluster'));
  const all = context.tasks.all;
  const after = parseToken(body, all);
  const found = all
    .slice(after === undefined ? 0 : all.indexOf(after) + 1)
    .filter((task) => task.cluster.arn === cluster.arn && context.tasks.isVisible(task) && matches(task));
  const shown = found.slice(0, size);
  const last = shown.at(-1);
  return {
    taskArns: shown.map(({ arn }) => arn),
    ...(last && found.length > size && { nextToken: Buffer.from(last.arn).toString('base64') }),
  };
}

function parseFilter(body: Body): (task: Task) => boolean {
  const filters = {
    containerInstance: textAt(body, 'containerInstance'),
    daemonName: textAt(body, 'daemonName'),
    desiredStatus: textAt(body, 'desiredStatus'),
    family: textAt(body, 'family'),
    launchType: textAt(body, 'launchType'),
    serviceName: textAt(body, 'serviceName'),
  };
  const startedBy = textAt(body, 'startedBy');
  // The API reference: "When you specify startedBy as the filter, it must be the only filter that you use." It lists
  // the desired status as a filter, so that is refused too, although it has a default.
  if (startedBy !== undefined && Object.values(filters).some((value) => value !== undefined)) {
    throw invalidParameter('startedBy must be the only filter.');
  }
  const { desiredStatus = 'RUNNING', family, launchType } = filters;
  if (!['RUNNING', 'PENDING', 'STOPPED'].includes(desiredStatus)) {
    throw invalidParameter('desiredStatus should be one of [RUNNING,PENDING,STOPPED]');
  }
  if (filters.serviceName !== undefined) {
    throw new AwsError({ code: 'ServiceNotFoundException', message: 'Service not found.' });
  }
  // The sandbox has neither named container instances nor daemons.
  const nowhere = filters.containerInstance !== undefined || filters.daemonName !== undefined;
  return (task) =>
    !nowhere &&
    task.desiredStatus === desiredStatus &&
    (startedBy === undefined || task.request.startedBy === startedBy) &&
    (family === undefined || task.definition.family === family) &&
    (launchType === undefined || task.placement.launchType === launchType);
}

function parseSize(body: Body): number {
  const size = numberAt(body, 'maxResults') ?? MAX_RESULTS;
  if (!Number.isInteger(size) || size < 1 || size > MAX_RESULTS) {
    throw invalidParameter(`maxResults should be between 1 and ${MAX_RESULTS}`);
  }
  return size;
}

/** The last task of the previous page. */
function parseToken(body: Body, all: readonly Task[]): Task | undefined {
  const token = textAt(body, 'nextToken');
  if (token === undefined) return undefined;
  const task = all.find(({ arn }) => arn === Buffer.from(token, 'base64').toString());
  if (task === undefined) throw invalidParameter('Invalid token.');
  return task;
}
