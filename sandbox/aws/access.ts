import { AwsError } from './errors.ts';
import type { Principal } from './identities.ts';
import { evaluate, type PolicyRequest, permits } from './policy.ts';

/** Throws AccessDeniedException, in AWS's words, if the principal's policies do not allow the request. */
export function authorize(principal: Principal, request: PolicyRequest): void {
  principal.permissionsNeeded.push(request);
  if (permits(principal, request)) return;
  const decision = evaluate(principal.statements, request);
  const what = `User: ${principal.arn} is not authorized to perform: ${request.action} on resource: ${request.resource}`;
  const why =
    decision === 'deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no ${decision === 'allow' ? 'session' : 'identity-based'} policy allows the ${request.action} action`;
  throw new AwsError({ code: 'AccessDeniedException', message: `${what} ${why}` });
}

/** Like {@link authorize} for `iam:PassRole` to ECS tasks, for each role. */
export function authorizePassRole(principal: Principal, roleArns: readonly (string | undefined)[]): void {
  for (const resource of new Set(roleArns)) {
    if (resource === undefined) continue;
    const context = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
    authorize(principal, { action: 'iam:PassRole', resource, context });
  }
}
