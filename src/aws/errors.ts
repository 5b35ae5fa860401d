import { RunnerError } from '../core/errors.ts';
import { explainUnsent } from '../core/unsent.ts';
import { SETTING, STEP } from '../core/words.ts';
import { accessDenied } from './access-denied.ts';
import { adviceOn } from './advice.ts';
import { awsFailure } from './failure.ts';

export { awsFailure, markAfterLostAnswer } from './failure.ts';

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

/** Errors from an answer that is not AWS's: a proxy's error page, half a document, far too much data. */
const UNREADABLE = new Set(['SyntaxError', 'TypeError', 'RangeError', 'AnswerTooLarge']);

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

/**
 * Explains a failed AWS call in the user's terms. The caller handles errors specific to one operation first.
 * @param call.operation as IAM names it, such as `ecs:RunTask`
 * @param call.on the resource it was called on
 */
export function toRunnerError(error: unknown, call: { operation: string; on: string }): RunnerError {
  if (error instanceof RunnerError) return error;
  const { name, code, message, status, isAfterLostAnswer } = awsFailure(error);
  const what = `${call.operation} on ${call.on}`;
  const notSent = explainUnsent(error, { what, peer: 'the AWS endpoint', hadNoEffect: !isAfterLostAnswer });
  if (notSent !== undefined) return notSent;
  if (name.startsWith('AccessDenied') || name === 'UnauthorizedOperation') return accessDenied(error, call);
  const advice = adviceOn(name, message);
  if (advice !== undefined) {
    return new RunnerError({
      kind: 'configuration',
      message: `AWS refused ${what}: ${name}: ${message}`,
      hint: advice,
      cause: error,
    });
  }
  if (CREDENTIALS_REFUSED.has(name)) {
    return new RunnerError({
      kind: 'permission',
      message: `AWS refused the credentials for ${what}: ${name}: ${message}`,
      hint:
        `Check that ${SETTING.role} is set, with a right to an OIDC token, or that the credentials in the ` +
        'environment are still valid. Keys that are right are refused in a region that the account has not enabled.',
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
