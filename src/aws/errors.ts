import { RunnerError } from '../core/errors.ts';

/** Names of errors after which the same call may do: AWS says "later", not "no". */
const THROTTLED = new Set(['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded']);

const CREDENTIALS_REFUSED = new Set([
  'ExpiredTokenException',
  'ExpiredToken',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
]);

/** Node's and the SDK's names for a connection that failed or an answer that did not come. */
const NETWORK = new Set([
  'TimeoutError',
  'RequestTimeout',
  'AbortError',
  'ECONNRESET',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** What of an error of the SDK is looked at. */
interface AwsFailure {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** Reads an SDK error's parts; the SDK's classes are not told apart by `instanceof`, bundles may hold two of them. */
export function awsFailure(error: unknown): AwsFailure {
  const fields: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  const metadata = fields['$metadata'];
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return {
    name: error instanceof Error ? error.name : '',
    code: typeof fields['code'] === 'string' ? fields['code'] : '',
    message: error instanceof Error ? error.message : String(error),
    status: typeof status === 'number' ? status : undefined,
  };
}

/**
 * Turns a failure of an AWS call into the user's terms. Errors that only one operation knows are dealt with by its
 * caller first.
 * @param call.operation as IAM names it, such as `ecs:RunTask`
 * @param call.on what it was called on
 */
export function toRunnerError(error: unknown, call: { operation: string; on: string }): RunnerError {
  if (error instanceof RunnerError) return error;
  const { name, code, message, status } = awsFailure(error);
  const what = `${call.operation} on ${call.on}`;
  if (name.startsWith('AccessDenied') || name === 'UnauthorizedOperation') return accessDenied(error, call);
  if (CREDENTIALS_REFUSED.has(name)) {
    return new RunnerError({
      kind: 'permission',
      message: `AWS refused the credentials for ${what}: ${name}: ${message}`,
      hint:
        'Check that role-to-assume is set (with id-token: write), or that the credentials which an earlier step put ' +
        'into the environment are still valid.',
      cause: error,
    });
  }
  if (name === 'CredentialsProviderError') {
    return new RunnerError({
      kind: 'configuration',
      message: `No AWS credentials for ${what}: ${message}`,
      hint:
        'Set role-to-assume (and grant the job id-token: write), or run aws-actions/configure-aws-credentials before ' +
        'this step.',
      cause: error,
    });
  }
  if (THROTTLED.has(name)) {
    return transient(
      error,
      `AWS kept throttling ${what}: ${message}`,
      'Start fewer runners at a time, or run the job again.',
    );
  }
  if (NETWORK.has(name) || NETWORK.has(code)) {
    return transient(
      error,
      `No answer from AWS to ${what}: ${[code || name, message].filter(Boolean).join(': ')}`,
      'Check aws-region and that this machine reaches the AWS endpoints (a proxy?), then run the job again.',
    );
  }
  if (status === undefined || status >= 500 || error instanceof SyntaxError) {
    return transient(
      error,
      `AWS failed ${what}: ${name}: ${message}`,
      'Run the job again; see the AWS Health Dashboard.',
    );
  }
  return new RunnerError({
    kind: 'configuration',
    message: `AWS refused ${what}: ${name}: ${message}`,
    hint: 'Correct the input that the message speaks of.',
    cause: error,
  });
}

function transient(cause: unknown, message: string, hint: string): RunnerError {
  return new RunnerError({ kind: 'transient', message, hint, cause });
}

/** Reads who lacks what on what from AWS's own sentence, where it tells. */
function accessDenied(error: unknown, call: { operation: string; on: string }): RunnerError {
  const { message } = awsFailure(error);
  const match = /User: (\S+) is not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(message);
  const [, principal, action = call.operation, resource = call.on] = match ?? [];
  const who = principal ?? 'the assumed role or user';
  const isPassRole = action === 'iam:PassRole';
  return new RunnerError({
    kind: 'permission',
    message: `Access denied: ${who} may not ${action} on ${resource}. AWS says: ${message}`,
    hint:
      `Allow ${action} on ${resource} in a policy of ${principalName(who)}` +
      (isPassRole ? ', with the condition iam:PassedToService = ecs-tasks.amazonaws.com.' : '.') +
      ' If it is allowed already, look for a condition, a permissions boundary or a service control policy.',
    cause: error,
  });
}

/** `arn:…:assumed-role/starter/session` is the role `starter`. */
function principalName(principal: string): string {
  const role = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
  return role === undefined ? principal : `the role ${role}`;
}
