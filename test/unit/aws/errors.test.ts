import { describe, expect, test } from '@jest/globals';
import { awsFailure, toRunnerError } from '../../../src/aws/errors.ts';
import { RunnerError } from '../../../src/core/errors.ts';
import type { ErrorKind } from '../../../src/core/explanation.ts';

const CALL = { operation: 'ecs:RunTask', on: 'cluster ci, region eu-central-1' };
const DEFINITION = 'arn:aws:ecs:eu-central-1:123456789012:task-definition/runner:7';
const SESSION = 'arn:aws:sts::123456789012:assumed-role/starter/ecs-github-runner';

/** An error as the SDK throws it. */
function sdkError(name: string, message: string, options: { status?: number | undefined; code?: string } = {}): Error {
  const { status = 400, code } = options;
  return Object.assign(new Error(message), {
    name,
    ...('status' in options && options.status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
    ...(code !== undefined && { code }),
  });
}

const explain = (error: unknown) => toRunnerError(error, CALL);

describe('AccessDenied', () => {
  test("names action, resource and role from AWS's own sentence", () => {
    const text =
      `User: ${SESSION} is not authorized to perform: ecs:RunTask on resource: ${DEFINITION} ` +
      'because no identity-based policy allows the ecs:RunTask action';
    const error = explain(sdkError('AccessDeniedException', text));
    expect(error.kind).toBe('permission');
    expect(error.message).toContain(`Access denied: ${SESSION} may not ecs:RunTask on ${DEFINITION}.`);
    expect(error.hint).toContain(`Allow ecs:RunTask on ${DEFINITION} in a policy of the role starter.`);
    expect(error.hint).toContain('service control policy');
  });

  test('for an explicit deny is parsed the same way', () => {
    const text = `User: ${SESSION} is not authorized to perform: ecs:TagResource on resource: ${DEFINITION} with an explicit deny in a service control policy`;
    expect(explain(sdkError('AccessDeniedException', text)).message).toContain(
      `may not ecs:TagResource on ${DEFINITION}.`,
    );
  });

  test('for PassRole says which condition the grant needs', () => {
    const role = 'arn:aws:iam::123456789012:role/task';
    const text = `User: ${SESSION} is not authorized to perform: iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`;
    const { hint } = explain(sdkError('AccessDeniedException', text));
    expect(hint).toContain(
      `Allow iam:PassRole on ${role} in a policy of the role starter, with the condition iam:PassedToService = ecs-tasks.amazonaws.com.`,
    );
  });

  test('for a user, or in another partition, names them as they are', () => {
    const user = 'arn:aws-us-gov:iam::123456789012:user/ci';
    const text = `User: ${user} is not authorized to perform: ecs:ListTasks on resource: *`;
    expect(explain(sdkError('AccessDenied', text)).hint).toContain(`in a policy of ${user}.`);
  });

  test('without the usual sentence still names the action and the resource', () => {
    const error = explain(sdkError('AccessDeniedException', 'Forbidden'));
    expect(error.message).toBe(
      'Access denied: the assumed role or user may not ecs:RunTask on cluster ci, region eu-central-1. AWS says: Forbidden',
    );
  });
});

describe('AccessDenied, by the kind of policy that AWS names,', () => {
  const denied = (action: string, why: string) =>
    toRunnerError(
      sdkError(
        'AccessDeniedException',
        `User: ${SESSION} is not authorized to perform: ${action} on resource: ${DEFINITION} ${why}`,
      ),
      { operation: action, on: 'cluster cii, region eu-central-1' },
    ).hint;

  test.each([
    [
      'with an explicit deny in a service control policy',
      /^A deny in the service control policy forbids it, which no allow overrides/,
    ],
    ['with an explicit deny in an identity-based policy', /^A deny in the identity-based policy forbids it/],
    ['with an explicit deny in a permissions boundary', /^A deny in the permissions boundary forbids it/],
    [
      'because no permissions boundary allows the ecs:RunTask action',
      /in the permissions boundary too: that one does not/,
    ],
    ['because no session policy allows the ecs:RunTask action', /in the session policy too/],
    ['because no identity-based policy allows the ecs:RunTask action', /in a policy of the role starter/],
  ])('advises what can help: %s', (why, hint) => {
    expect(denied('ecs:RunTask', why)).toMatch(hint);
  });

  test.each([
    ['ecs:RunTask', '⟦task definition⟧, ⟦cluster⟧, ⟦region⟧ and the tags'],
    ['ecs:ListTasks', '⟦cluster⟧ and ⟦region⟧'],
    ['ecs:StopTask', '⟦cluster⟧ and ⟦region⟧'],
    ['iam:PassRole', '⟦task role⟧ and ⟦execution role⟧, or the roles of ⟦task definition⟧'],
    ['ssm:GetParameter', '⟦secret with the GitHub credentials⟧ and ⟦region⟧'],
  ])('names where the resource and the conditions of %s came from', (action, names) => {
    expect(denied(action, 'because no identity-based policy allows it')).toContain(
      `The call was made for cluster cii, region eu-central-1: a policy compares ${names}, and a mistyped one is refused`,
    );
  });
});

describe('an error of AWS', () => {
  test.each<[string, string, RegExp]>([
    [
      'InvalidParameterException',
      'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
      /create-service-linked-role --aws-service-name ecs\.amazonaws\.com/,
    ],
    [
      'InvalidParameterException',
      'The new ARN and resource ID format must be enabled to add tags to the task. Opt in to the new format and try again.',
      /put-account-setting-default --name taskLongArnFormat/,
    ],
    [
      'ClientException',
      'Your AWS account is currently blocked.',
      /^Settle with AWS what the message says about the account/,
    ],
    ['OptInRequired', 'The AWS Access Key Id needs a subscription for the service', /^Settle with AWS/],
    ['InvalidSignatureException', 'Signature expired: 20261129T080000Z is now earlier than 20261129T085000Z', /clock/],
  ])('about the account or the machine has advice that fits: %s: %s', (name, said, hint) => {
    const error = explain(sdkError(name, said));
    expect(error).toMatchObject({ kind: 'configuration', message: expect.stringContaining(said) });
    expect(error.hint).toMatch(hint);
  });

  test('whose request could not be sent is not called unreadable', () => {
    const cause = Object.assign(new TypeError('Invalid character in header content ["authorization"]'), {
      code: 'ERR_INVALID_CHAR',
    });
    expect(explain(cause)).toMatchObject({
      kind: 'configuration',
      message: expect.stringMatching(/^This machine cannot send ecs:RunTask on cluster ci.*\(ERR_INVALID_CHAR\)/),
    });
  });

  test.each<[string, Error, ErrorKind, RegExp]>([
    [
      'throttling',
      sdkError('ThrottlingException', 'Rate exceeded'),
      'transient',
      /kept throttling ecs:RunTask on cluster ci/,
    ],
    [
      'too many requests',
      sdkError('TooManyRequestsException', 'Slow down', { status: 429 }),
      'transient',
      /throttling/,
    ],
    [
      'an expired session',
      sdkError('ExpiredTokenException', 'The token expired'),
      'permission',
      /refused the credentials/,
    ],
    [
      'keys that AWS does not know',
      sdkError('UnrecognizedClientException', 'invalid'),
      'permission',
      /refused the credentials/,
    ],
    [
      'a wrong signature',
      sdkError('InvalidSignatureException', 'x', { status: 403 }),
      'permission',
      /refused the credentials/,
    ],
    [
      'no credentials at all',
      sdkError('CredentialsProviderError', 'Could not load credentials from any providers', { status: undefined }),
      'configuration',
      /No AWS credentials for ecs:RunTask/,
    ],
    [
      'a connection that is refused',
      sdkError('Error', 'connect ECONNREFUSED 127.0.0.1:1', { status: undefined, code: 'ECONNREFUSED' }),
      'transient',
      /No answer from AWS to ecs:RunTask.*ECONNREFUSED/,
    ],
    [
      'a host that does not exist',
      sdkError('Error', 'getaddrinfo ENOTFOUND ecs.nowhere-1.amazonaws.com', { status: undefined, code: 'ENOTFOUND' }),
      'transient',
      /ENOTFOUND/,
    ],
    [
      'an answer that does not come',
      sdkError('TimeoutError', 'timed out', { status: undefined }),
      'transient',
      /No answer/,
    ],
    [
      'a failure of the service',
      sdkError('ServerException', 'Service Unavailable', { status: 503 }),
      'transient',
      /AWS failed ecs:RunTask/,
    ],
    [
      'an answer that is not JSON',
      new SyntaxError('Unexpected token <'),
      'transient',
      /The answer to ecs:RunTask .* cannot be read/,
    ],
    ['an unreadable success', sdkError('Error', 'x', { status: 200 }), 'transient', /AWS failed ecs:RunTask/],
    [
      'a certificate of a proxy that intercepts TLS',
      sdkError('Error', 'self-signed certificate in certificate chain', {
        status: undefined,
        code: 'SELF_SIGNED_CERT_IN_CHAIN',
      }),
      'configuration',
      /certificate of the AWS endpoint is not trusted/,
    ],
    [
      'a refusal',
      sdkError('InvalidParameterException', 'No such subnet.'),
      'configuration',
      /AWS refused .*InvalidParameterException: No such subnet/,
    ],
  ])('has a kind and a message: %s', (_what, cause, kind, text) => {
    const error = explain(cause);
    expect(error).toMatchObject({ kind, message: expect.stringMatching(text), cause });
    expect(error.hint).not.toBe('');
  });

  test('that is already explained stays as it is', () => {
    const error = new RunnerError({ kind: 'capacity', message: 'm', hint: 'h' });
    expect(explain(error)).toBe(error);
  });

  test.each([['a text'], [undefined], [null], [{ status: 1 }]])('is read from whatever was thrown: %p', (value) => {
    expect(awsFailure(value)).toMatchObject({ name: '', code: '', message: String(value), status: undefined });
  });
});
