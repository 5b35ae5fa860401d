import { RunnerError } from '../core/errors.ts';
import { SETTING } from '../core/words.ts';
import { awsFailure } from './failure.ts';

/** The settings that a call's resource and condition keys come from: a mistyped one is refused like a missing grant. */
function origins(action: string): string {
  if (action === 'iam:PassRole') {
    return `${SETTING.taskRole} and ${SETTING.executionRole}, or the roles of ${SETTING.taskDefinition}`;
  }
  if (action === 'ecs:RunTask') return `${SETTING.taskDefinition}, ${SETTING.cluster}, ${SETTING.region} and the tags`;
  if (action === 'ecs:TagResource') return `${SETTING.cluster}, ${SETTING.region} and the tags`;
  if (action.startsWith('ecs:')) return `${SETTING.cluster} and ${SETTING.region}`;
  if (/^(ssm|secretsmanager):/.test(action)) return `${SETTING.githubSecret} and ${SETTING.region}`;
  return SETTING.region;
}

/** Reads who lacks which permission on what from AWS's message, if it says so. */
export function accessDenied(error: unknown, call: { operation: string; on: string }): RunnerError {
  const { message } = awsFailure(error);
  const match = /User: (\S+) is not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(message);
  const [, principal, action = call.operation, resource = call.on] = match ?? [];
  const who = principal ?? 'the assumed role or user';
  return new RunnerError({
    kind: 'permission',
    message: `Access denied: ${who} may not ${action} on ${resource}. AWS says: ${message}`,
    hint:
      `${grant({ message, action, resource, who })} The call was made for ${call.on}: a policy compares ` +
      `${origins(action)}, and a mistyped one is refused in the same words.`,
    cause: error,
  });
}

/** What gives the permission, by the kind of policy that AWS's message names. */
function grant(denied: { message: string; action: string; resource: string; who: string }): string {
  const { message, action, resource, who } = denied;
  const [, denying] = /with an explicit deny in an? ([\w -]+? policy|permissions boundary)/.exec(message) ?? [];
  if (denying !== undefined) return `A deny in the ${denying} forbids it, which no allow overrides: change that one.`;
  const [, lacking] =
    /because no (service control policy|resource control policy|permissions boundary|session policy|resource-based policy|VPC endpoint policy) allows/.exec(
      message,
    ) ?? [];
  if (lacking !== undefined) return `Allow ${action} on ${resource} in the ${lacking} too: that one does not.`;
  const condition =
    action === 'iam:PassRole' ? ', with the condition iam:PassedToService = ecs-tasks.amazonaws.com' : '';
  return (
    `Allow ${action} on ${resource} in a policy of ${principalName(who)}${condition}. ` +
    'If it is allowed already, look for a condition, a permissions boundary or a service control policy.'
  );
}

/** `arn:…:assumed-role/starter/session` is the role `starter`. */
function principalName(principal: string): string {
  const role = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
  return role === undefined ? principal : `the role ${role}`;
}
