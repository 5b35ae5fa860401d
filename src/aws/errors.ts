import { RunnerError } from '../core/errors.ts';
import { shorten } from '../core/util/shorten.ts';
import { SETTING, STEP } from '../core/words.ts';

/** Errors after which the same call may succeed: AWS says "later", not "no". */
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

/** Names of a refusal for a signature's time, EC2's among them; others have words for it. */
const CLOCK_REFUSED = new Set(['AuthFailure', 'RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']);

/** Node's and the SDK's names for a failed connection or a missing answer. */
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
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_PROXY_TUNNEL',
]);

/** Node's names for an untrusted certificate; a proxy that intercepts TLS is the usual cause. */
const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|INVALID_CA|HOSTNAME_MISMATCH)/;

/** Errors from an answer that is not AWS's: a proxy's error page, half a document, far too much data. */
const UNREADABLE = new Set(['SyntaxError', 'TypeError', 'RangeError', 'AnswerTooLarge']);

/** The parts of an SDK error that are used. */
interface AwsFailure {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  /** The same request was sent before and its answer was lost: see {@link markAfterLostAnswer}. */
  readonly isAfterLostAnswer: boolean;
}

/** Marks an error that answers a request whose earlier answer was lost: AWS may have accepted the earlier one. */
export function markAfterLostAnswer(error: unknown): void {
  if (error instanceof Error) Object.assign(error, { [AFTER_LOST_ANSWER]: true });
}

const AFTER_LOST_ANSWER = 'isAfterLostAnswer';

/** Reads the parts of an SDK error, without `instanceof`: a bundle may hold two copies of the SDK's classes. */
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
    message: oneLine(error instanceof Error ? error.message : String(error)),
    status: typeof status === 'number' ? status : undefined,
    isAfterLostAnswer: fields[AFTER_LOST_ANSWER] === true,
  };
}

/** No answer came: the connection failed, or the answer did not come in time. */
export function isNoAnswer(error: unknown): boolean {
  const { name, code, status } = awsFailure(error);
  return status === undefined && (NETWORK.has(name) || NETWORK.has(code));
}

/** AWS understood the request and refused it, while the SDK found this machine's clock wrong. */
export function isRefusalOnWrongClock(error: unknown): boolean {
  const metadata = typeof error === 'object' && error !== null && '$metadata' in error ? error.$metadata : undefined;
  const isCorrected = typeof metadata === 'object' && metadata !== null && 'clockSkewCorrected' in metadata;
  const { status = 0 } = awsFailure(error);
  return isCorrected && status >= 400 && status < 500;
}

/** AWS refused a signature for its time: "Signature expired", "Signature not yet current", or their short forms. */
export function isClockRefusal(error: unknown): boolean {
  const { name, message } = awsFailure(error);
  return (
    CLOCK_REFUSED.has(name) || (CREDENTIALS_REFUSED.has(name) && /signature (expired|not yet current)/i.test(message))
  );
}

/** What an answer's headers say about time: its `retry-after`, and when it was made, epoch milliseconds. */
export function answerTimes(error: unknown): { readonly retryAfter?: string; readonly date?: number } {
  const response = typeof error === 'object' && error !== null && '$response' in error ? error.$response : undefined;
  const headers = typeof response === 'object' && response !== null && 'headers' in response ? response.headers : {};
  const entries = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  const { 'retry-after': retryAfter, date: made } = Object.fromEntries(entries);
  const date = Date.parse(made ?? '');
  return { ...(retryAfter !== undefined && { retryAfter }), ...(!Number.isNaN(date) && { date }) };
}

/** Drops the SDK's advice to programmers, and whatever of a long answer does not help. */
function oneLine(message: string): string {
  const own = message.replace(/\s*Deserialization error: to see the raw response[\s\S]*$/, '');
  return shorten(own.replaceAll(/\s+/g, ' '), 1000);
}

/**
 * Explains a failed AWS call in the user's terms. The caller handles errors specific to one operation first.
 * @param call.operation as IAM names it, such as `ecs:RunTask`
 * @param call.on the resource it was called on
 */
export function toRunnerError(error: unknown, call: { operation: string; on: string }): RunnerError {
  if (error instanceof RunnerError) return error;
  const { name, code, message, status, isAfterLostAnswer } = awsFailure(error);
  const what = `${call.operation} on ${call.on}`;
  if (name.startsWith('AccessDenied') || name === 'UnauthorizedOperation') return accessDenied(error, call);
  if (CREDENTIALS_REFUSED.has(name)) {
    return new RunnerError({
      kind: 'permission',
      message: `AWS refused the credentials for ${what}: ${name}: ${message}`,
      hint:
        `Check that ${SETTING.role} is set, with a right to an OIDC token, or that the credentials in the ` +
        'environment are still valid.',
      cause: error,
    });
  }
  if (name === 'CredentialsProviderError') {
    return new RunnerError({
      kind: 'configuration',
      message: `No AWS credentials for ${what}: ${message}`,
      hint: `${STEP.giveCredentials}.`,
      cause: error,
    });
  }
  if (THROTTLED.has(name) || status === 429) {
    return new RunnerError({
      kind: 'transient',
      message: `AWS kept throttling ${what} until no time was left for another retry: ${message}`,
      hint: `Start fewer runners at a time, or ${STEP.again}.`,
      hadNoEffect: !isAfterLostAnswer,
      cause: error,
    });
  }
  if (NETWORK.has(name) || NETWORK.has(code)) {
    return transient(
      error,
      `No answer from AWS to ${what}: ${[code || name, message].filter(Boolean).join(': ')}`,
      `Check ${SETTING.region} and that this machine can reach the AWS endpoints (a proxy?), then ${STEP.again}.`,
    );
  }
  if (CERTIFICATE.test(code)) {
    return new RunnerError({
      kind: 'configuration',
      message: `The certificate of the AWS endpoint is not trusted (${code}), so ${what} was not sent: ${message}`,
      hint: 'If a proxy intercepts TLS, put its certificate authority into NODE_EXTRA_CA_CERTS. Check the clock of this machine.',
      cause: error,
    });
  }
  if (UNREADABLE.has(name)) {
    return transient(
      error,
      `The answer to ${what} cannot be read; it is not from AWS: ${name}: ${message}`,
      `Check AWS_ENDPOINT_URL, if it is set, and whether a proxy answers in place of AWS; then ${STEP.again}.`,
    );
  }
  // A success that became an error on our side says as little about what AWS did as a failure of AWS.
  if (status === undefined || status >= 500 || status < 400) {
    return transient(error, `AWS failed ${what}: ${name}: ${message}`, `${STEP.again}; see the AWS Health Dashboard.`);
  }
  return new RunnerError({
    kind: 'configuration',
    message: `AWS refused ${what}: ${name}: ${message}`,
    hint: 'Correct what the message refers to.',
    cause: error,
  });
}

function transient(cause: unknown, message: string, hint: string): RunnerError {
  return new RunnerError({ kind: 'transient', message, hint, cause });
}

/** An answer of AWS that lacks a required part. AWS may have acted already, so it is `transient`. */
export function malformedAnswer(operation: string, what: string): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `AWS answered ${operation} with ${what}; the answer was not used.`,
    hint:
      `Check AWS_ENDPOINT_URL, if it is set, and whether a proxy answers in place of AWS; then ${STEP.again}. ` +
      `${STEP.stop} to remove whatever was started.`,
  });
}

/** Reads who lacks which permission on what from AWS's message, if it says so. */
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
