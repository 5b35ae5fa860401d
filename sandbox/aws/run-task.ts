import type { SandboxClock } from '../clock.ts';
import type { LaunchBehaviour } from '../contract.ts';
import { authorize, authorizePassRole } from './access.ts';
import type { Body } from './body.ts';
import type { ClientTokens } from './client-tokens.ts';
import type { Cluster, Clusters } from './clusters.ts';
import { clientException, invalidParameter } from './errors.ts';
import type { Principal } from './identities.ts';
import { type LaunchRequest, parseLaunchRequest } from './launch-request.ts';
import { ecsArn, type Place } from './place.ts';
import { place as choosePlace, type Placement } from './placement.ts';
import { requestTagContext, resourceTagContext } from './tags.ts';
import { newTask, type Task, taskView } from './task.ts';
import type { TaskDefinition, TaskDefinitions } from './task-definitions.ts';
import type { Tasks } from './tasks.ts';

/** What happens to launches; it can change while the sandbox runs. */
export interface LaunchSettings {
  behaviour: LaunchBehaviour;
  /** By capacity provider or launch type; takes precedence over {@link behaviour}. */
  readonly behaviourOn: Map<string, LaunchBehaviour>;
  hideNewTasksMs: number;
}

/** What RunTask works on. */
export interface LaunchContext {
  readonly place: Place;
  readonly clock: SandboxClock;
  readonly clusters: Clusters;
  readonly definitions: TaskDefinitions;
  readonly tasks: Tasks;
  readonly tokens: ClientTokens;
  readonly settings: LaunchSettings;
}

/** RunTask: looks up the target, evaluates the policies, checks the rest, and launches or reports what failed. */
export function runTask(context: LaunchContext, principal: Principal, body: Body): object {
  const request = parseLaunchRequest(body);
  // A missing target is reported before any policy is evaluated.
  const definition = findDefinition(context, request);
  authorizeLaunch(context, { principal, request, definition });
  const cluster = context.clusters.get(request.cluster);
  const earlier = context.tokens.recall({ cluster: cluster.name, token: request.clientToken, body });
  if (earlier !== undefined) return earlier;

  checkOverrides(request, definition);
  const placement = choosePlace(request, cluster, definition);
  const failures = failuresOf(context, { placement, count: request.count });
  // Nothing was launched: the token stays free, and the same request may be retried.
  if (failures.length > 0) return { tasks: [], failures };
  const tasks = Array.from({ length: request.count }, () =>
    launch(context, { request, definition, cluster, placement }),
  );
  const answer = { tasks: tasks.map((task) => taskView(task, { tags: true })), failures: [] };
  const resourceIds = tasks.map(({ arn }) => arn);
  context.tokens.remember({ cluster: cluster.name, token: request.clientToken, body, answer, resourceIds });
  return answer;
}

interface Launch {
  readonly request: LaunchRequest;
  readonly definition: TaskDefinition;
  readonly cluster: Cluster;
  readonly placement: Placement;
}

function launch(context: LaunchContext, what: Launch): Task {
  const { place, clock, settings, tasks } = context;
  const task = newTask({ ...what, place, now: clock.now(), hideMs: settings.hideNewTasksMs });
  tasks.launch(task, behaviourOf(settings, what.placement));
  return task;
}

function behaviourOf({ behaviour, behaviourOn }: LaunchSettings, placement: Placement): LaunchBehaviour {
  return behaviourOn.get(placement.capacityProvider ?? placement.launchType) ?? behaviour;
}

function findDefinition(context: LaunchContext, request: LaunchRequest): TaskDefinition {
  const definition = context.definitions.find(request.taskDefinition);
  if (definition === undefined) throw clientException('TaskDefinition not found.');
  if (definition.status === 'INACTIVE') throw invalidParameter('TaskDefinition is inactive');
  return definition;
}

/** ecs:RunTask on the revision, iam:PassRole on the roles in effect, and ecs:TagResource if the tasks get tags. */
function authorizeLaunch(
  context: LaunchContext,
  options: { principal: Principal; request: LaunchRequest; definition: TaskDefinition },
): void {
  const { principal, request, definition } = options;
  const clusterArn = context.clusters.arnOf(request.cluster);
  const tagContext = requestTagContext(request.tags);
  authorize(principal, {
    action: 'ecs:RunTask',
    resource: definition.arn,
    context: { ...tagContext, ...resourceTagContext(definition.tags), 'ecs:cluster': clusterArn },
  });
  authorizePassRole(principal, [
    request.overrides.taskRoleArn ?? definition.input.taskRoleArn,
    request.overrides.executionRoleArn ?? definition.input.executionRoleArn,
  ]);
  if (request.tags.length === 0) return;
  authorize(principal, {
    action: 'ecs:TagResource',
    // The task has no id yet.
    resource: ecsArn(context.place, `task/${clusterArn.split('/').at(-1)}/*`),
    context: { ...tagContext, 'ecs:CreateAction': 'RunTask', 'ecs:cluster': clusterArn },
  });
}

function checkOverrides(request: LaunchRequest, definition: TaskDefinition): void {
  const names = definition.input.containerDefinitions.map(({ name }) => name);
  const stray = request.overrides.containerOverrides.find(({ name }) => !names.includes(name));
  if (stray !== undefined) {
    throw invalidParameter(`Override for container named ${stray.name} is not a container in the TaskDefinition.`);
  }
}

function failuresOf(context: LaunchContext, what: { placement: Placement; count: number }): readonly object[] {
  const behaviour = behaviourOf(context.settings, what.placement);
  if (behaviour.kind === 'failures') {
    const { reason, detail } = behaviour;
    return Array.from({ length: what.count }, () => ({ reason, ...(detail !== undefined && { detail }) }));
  }
  if (what.placement.room !== 'refused') return [];
  // The answer of a cluster whose instances are all full. A cluster that never had one reportedly answers
  // InvalidParameterException "No Container Instances were found in your cluster." instead: a fault can simulate that.
  return Array.from({ length: what.count }, () => ({ reason: 'RESOURCE:CPU' }));
}
