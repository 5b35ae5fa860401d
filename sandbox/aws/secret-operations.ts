import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import { authorize } from './access.ts';
import { type Body, parseBody, textAt } from './body.ts';
import { authenticate } from './ecs.ts';
import type { EcsContext } from './ecs-context.ts';
import { AwsError } from './errors.ts';
import type { Principal } from './identities.ts';
import { evaluate } from './policy.ts';
import { jsonAnswer, jsonError } from './wire.ts';

type Operation = (context: EcsContext, principal: Principal, body: Body) => object;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'ssm GetParameter': getParameter,
  'secretsmanager GetSecretValue': getSecretValue,
};

/** Answers a request to SSM or Secrets Manager (awsJson1.1 protocol). */
export function handleSecrets(
  context: EcsContext,
  request: SandboxRequest,
  name: { service: string; operation: string },
): SandboxAnswer {
  try {
    const operation = OPERATIONS[`${name.service} ${name.operation}`];
    if (operation === undefined) throw new AwsError({ code: 'UnknownOperationException', message: '' });
    const principal = authenticate(context, request);
    return jsonAnswer(operation(context, principal, parseBody(request.body)));
  } catch (error) {
    if (error instanceof AwsError) return jsonError(error);
    throw error;
  }
}

function getParameter({ secrets }: EcsContext, principal: Principal, body: Body): object {
  const id = textAt(body, 'Name') ?? '';
  const resource = secrets.parameterArn(id);
  authorize(principal, { action: 'ssm:GetParameter', resource, context: {} });
  const parameter = secrets.parameter(id);
  // SSM gives no further detail.
  if (parameter === undefined) throw new AwsError({ code: 'ParameterNotFound', message: '' });
  const { name, value, type = 'SecureString', kmsKeyArn, arn } = parameter;
  const isDecrypted = type !== 'SecureString' || body['WithDecryption'] === true;
  if (isDecrypted && !mayDecrypt(principal, kmsKeyArn)) {
    throw new AwsError({
      code: 'AccessDeniedException',
      message:
        'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are ' +
        'not allowed to access.',
    });
  }
  const shown = isDecrypted ? value : Buffer.from(`encrypted ${name}`).toString('base64');
  return { Parameter: { Name: name, Type: type, Value: shown, Version: 1, ARN: arn, DataType: 'text' } };
}

function getSecretValue({ secrets }: EcsContext, principal: Principal, body: Body): object {
  const id = textAt(body, 'SecretId') ?? '';
  const secret = secrets.secret(id);
  const resource = secret?.arn ?? secrets.unknownSecretArn(id);
  authorize(principal, { action: 'secretsmanager:GetSecretValue', resource, context: {} });
  if (secret === undefined) {
    const message = "Secrets Manager can't find the specified secret.";
    throw new AwsError({ code: 'ResourceNotFoundException', message });
  }
  if (secret.isDeleted) {
    const message = "You can't perform this operation on the secret because it was marked for deletion.";
    throw new AwsError({ code: 'InvalidRequestException', message });
  }
  if (!mayDecrypt(principal, secret.kmsKeyArn)) {
    throw new AwsError({ code: 'AccessDeniedException', message: 'Access to KMS is not allowed' });
  }
  const { name, arn, value, binary } = secret;
  if (value === undefined && binary === undefined) {
    const message = "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT";
    throw new AwsError({ code: 'ResourceNotFoundException', message });
  }
  return {
    ARN: arn,
    Name: name,
    ...(value !== undefined && { SecretString: value }),
    ...(binary && { SecretBinary: binary }),
  };
}

/** Everybody in the account may use the services' own keys; a customer's key requires a grant. */
function mayDecrypt(principal: Principal, kmsKeyArn: string | undefined): boolean {
  if (kmsKeyArn === undefined) return true;
  return evaluate(principal.statements, { action: 'kms:Decrypt', resource: kmsKeyArn, context: {} }) === 'allow';
}
