import type { AwsSandbox } from '../contract.ts';
import type { EcsContext } from './ecs-context.ts';
import { parseLaunchRequest } from './launch-request.ts';
import { place } from './placement.ts';
import { newTask, type Task } from './task.ts';

/** Adds a task without a RunTask: running, visible to all reads, and without a process. */
export function addTask(context: EcsContext, wanted: Parameters<AwsSandbox['addTask']>[0]): Task {
  const { family, tags = {}, agoMs = 0, ...rest } = wanted;
  const request = parseLaunchRequest({
    ...rest,
    taskDefinition: family,
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  });
  const cluster = context.clusters.get(wanted.cluster);
  const definition = context.definitions.find(family);
  if (definition === undefined) throw new Error(`sandbox: no task definition ${family}`);
  const task = newTask({
    place: context.place,
    now: context.clock.now() - agoMs,
    hideMs: 0,
    cluster,
    definition,
    request,
    placement: place(request, cluster, definition),
  });
  context.tasks.takeIn(task);
  task.startedAt = task.createdAt;
  return task;
}
