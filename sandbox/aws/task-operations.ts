import { authorize } from './access.ts';
import { type Body, textAt, textsAt } from './body.ts';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter } from './errors.ts';
import type { Principal } from './identities.ts';
import { ecsArn } from './place.ts';
import { resourceTagContext } from './tags.ts';
import { type Task, taskView } from './task.ts';

const MAX_DESCRIBED = 100;

/** DescribeTasks: a task that is still hidden, or stopped over an hour ago, is MISSING. */
export function describeTasks(context: EcsContext, principal: Principal, body: Body): object {
  const references = textsAt(body, 'tasks');
  if (references.length === 0) throw invalidParameter('Tasks cannot be empty.');
  if (references.length > MAX_DESCRIBED) {
    throw invalidParameter(`Tasks cannot have more than ${MAX_DESCRIBED} elements.`);
  }
  const arns = references.map((reference) => taskArn(context, { body, reference }));
  for (const arn of arns) authorizeTask(context, { principal, body, action: 'ecs:DescribeTasks', arn });
  context.clusters.get(textAt(body, 'cluster'));
  const tags = textsAt(body, 'include').includes('TAGS');
  const found = arns.map((arn) => ({ arn, task: visible(context, arn) }));
  return {
    tasks: found.flatMap(({ task }) => (task ? [taskView(task, { tags })] : [])),
    failures: found.flatMap(({ arn, task }) => (task ? [] : [{ arn, reason: 'MISSING' }])),
  };
}

/**
 * StopTask: idempotent as long as the task is described. It works on a task that the lists do not show yet: only the
 * reads are eventually consistent, and the caller has the ARN from RunTask.
 */
export function stopTask(context: EcsContext, principal: Principal, body: Body): object {
  const reference = textAt(body, 'task') ?? '';
  if (reference === '') throw invalidParameter('Task can not be blank.');
  const arn = taskArn(context, { body, reference });
  authorizeTask(context, { principal, body, action: 'ecs:StopTask', arn });
  context.clusters.get(textAt(body, 'cluster'));
  const task = context.tasks.find(arn);
  if (task === undefined) throw invalidParameter('The referenced task was not found.');
  const stoppedReason = textAt(body, 'reason') ?? 'Task stopped by user';
  context.tasks.end(task, { stopCode: 'UserInitiated', stoppedReason });
  // "When you call StopTask, … the tags are deleted": a policy with a tag condition allows it only once.
  task.tags = [];
  return { task: taskView(task, { tags: false }) };
}

function visible(context: EcsContext, arn: string): Task | undefined {
  const task = context.tasks.find(arn);
  return task !== undefined && context.tasks.isVisible(task) ? task : undefined;
}

/** The ARN of a task that a request names by id or ARN. */
function taskArn(context: EcsContext, options: { body: Body; reference: string }): string {
  const { body, reference } = options;
  const cluster = context.clusters.arnOf(textAt(body, 'cluster')).split('/').at(-1) ?? '';
  const id = reference.split('/').at(-1) ?? '';
  if (id.length !== 32 && id.length !== 36) throw invalidParameter('taskId length should be one of [32,36]');
  if (!reference.startsWith('arn:')) return ecsArn(context.place, `task/${cluster}/${id}`);
  const named = reference.split('/').at(-2) ?? '';
  if (named !== cluster) throw invalidParameter(`Identifier is for ${named}. Your cluster is ${cluster}`);
  return reference;
}

function authorizeTask(
  context: EcsContext,
  options: { principal: Principal; body: Body; action: string; arn: string },
): void {
  const { principal, body, action, arn } = options;
  const tags = context.tasks.find(arn)?.tags ?? [];
  const cluster = context.clusters.arnOf(textAt(body, 'cluster'));
  authorize(principal, { action, resource: arn, context: { ...resourceTagContext(tags), 'ecs:cluster': cluster } });
}
