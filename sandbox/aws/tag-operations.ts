import { authorize } from './access.ts';
import { type Body, textAt } from './body.ts';
import type { EcsContext } from './ecs-context.ts';
import { invalidParameter } from './errors.ts';
import type { Principal } from './identities.ts';
import { mergeTags, parseTags, requestTagContext, resourceTagContext, type Tag } from './tags.ts';

/** TagResource, on tasks and task definitions. */
export function tagResource(context: EcsContext, principal: Principal, body: Body): object {
  const { arn, resource } = find(context, body);
  const tags = parseTags(body);
  authorize(principal, {
    action: 'ecs:TagResource',
    resource: arn,
    context: { ...requestTagContext(tags), ...resourceTagContext(resource?.tags ?? []) },
  });
  const found = must(resource);
  found.tags = mergeTags(found.tags, tags);
  return {};
}

/** ListTagsForResource, on tasks and task definitions. */
export function listTagsForResource(context: EcsContext, principal: Principal, body: Body): object {
  const { arn, resource } = find(context, body);
  const tagContext = resourceTagContext(resource?.tags ?? []);
  authorize(principal, { action: 'ecs:ListTagsForResource', resource: arn, context: tagContext });
  return { tags: must(resource).tags };
}

interface Tagged {
  tags: readonly Tag[];
}

function find(context: EcsContext, body: Body): { arn: string; resource: Tagged | undefined } {
  const arn = textAt(body, 'resourceArn') ?? '';
  const kind = arn.split(':')[5]?.split('/')[0];
  if (kind === 'task') return { arn, resource: context.tasks.find(arn) };
  if (kind === 'task-definition') return { arn, resource: context.definitions.find(arn) };
  throw invalidParameter('Invalid resource type.');
}

function must(resource: Tagged | undefined): Tagged {
  if (resource === undefined) throw invalidParameter('The specified resource is not found.');
  return resource;
}
