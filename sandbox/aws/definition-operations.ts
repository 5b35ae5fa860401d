import { authorize, authorizePassRole } from './access.ts';
import { type Body, textAt, textsAt } from './body.ts';
import type { EcsContext } from './ecs-context.ts';
import { clientException, invalidParameter } from './errors.ts';
import type { Principal } from './identities.ts';
import { ecsArn } from './place.ts';
import { requestTagContext } from './tags.ts';
import { parseTaskDefinition, taskDefinitionView } from './task-definitions.ts';

/** RegisterTaskDefinition: the next revision of its family. */
export function registerTaskDefinition(context: EcsContext, principal: Principal, body: Body): object {
  const input = parseTaskDefinition(body);
  authorize(principal, {
    action: 'ecs:RegisterTaskDefinition',
    resource: ecsArn(context.place, `task-definition/${input.family}:*`),
    context: requestTagContext(input.tags ?? []),
  });
  authorizePassRole(principal, [input.taskRoleArn, input.executionRoleArn]);
  const definition = context.definitions.register(input);
  return { taskDefinition: taskDefinitionView(definition), tags: definition.tags };
}

/** DescribeTaskDefinition: describes inactive revisions too; it has no resource in IAM. */
export function describeTaskDefinition(context: EcsContext, principal: Principal, body: Body): object {
  authorize(principal, { action: 'ecs:DescribeTaskDefinition', resource: '*', context: {} });
  const definition = context.definitions.find(textAt(body, 'taskDefinition') ?? '');
  if (definition === undefined) throw clientException('Unable to describe task definition.');
  const tags = textsAt(body, 'include').includes('TAGS') ? definition.tags : [];
  return { taskDefinition: taskDefinitionView(definition), tags };
}

/** DeregisterTaskDefinition: the revision can still be described, but no longer run. */
export function deregisterTaskDefinition(context: EcsContext, principal: Principal, body: Body): object {
  authorize(principal, { action: 'ecs:DeregisterTaskDefinition', resource: '*', context: {} });
  const reference = textAt(body, 'taskDefinition') ?? '';
  // A family alone does not identify a revision.
  if (!/:\d+$/.test(reference)) throw invalidParameter('Invalid revision number.');
  const definition = context.definitions.find(reference);
  if (definition === undefined) throw clientException('Unable to describe task definition.');
  definition.status = 'INACTIVE';
  return { taskDefinition: taskDefinitionView(definition) };
}
