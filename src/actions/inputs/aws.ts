import { Secret } from '../../core/secret.ts';
import type { AwsAccess } from '../../wiring/root.ts';
import type { IdTokenSource } from '../id-token.ts';
import { readProxy } from './proxy.ts';
import type { Environment, InputReader } from './reader.ts';

/** How to connect to AWS, and what is needed to request an OIDC token. */
export interface AwsInputs extends AwsAccess {
  /** Present if a role is to be assumed. */
  readonly idToken?: IdTokenSource;
}

/** A role's ARN, in any partition. */
export const ROLE_ARN = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  words: 'the ARN of a role (arn:<partition>:iam::<account>:role/<name>)',
};

/** Reads the AWS access inputs, which all actions share. */
export function readAwsAccess(reader: InputReader, environment: Environment): AwsInputs {
  const region =
    reader.matching('aws-region', { pattern: /^[a-z]{2,}(-[a-z]+)+-\d+$/, words: 'a region such as eu-central-1' }) ??
    environment['AWS_REGION'] ??
    '';
  if (region === '' && reader.text('aws-region') === '') {
    reader.problem('aws-region is required: AWS_REGION is not set in the environment either.');
  }
  const roleArn = reader.matching('role-to-assume', ROLE_ARN);
  const sessionName =
    reader.matching('role-session-name', {
      pattern: /^[\w+=,.@-]{2,64}$/,
      words: '2 to 64 letters, digits or any of +=,.@-_',
    }) ?? 'ecs-github-runner';
  const durationSeconds = reader.integer('role-duration-seconds', { min: 900, max: 43_200 }) ?? 3600;
  const audience = reader.optional('audience') ?? 'sts.amazonaws.com';
  const proxy = readProxy(reader, environment);
  const access = { region, ...(proxy && { proxy }) };
  if (roleArn === undefined) return access;
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '' } = environment;
  if (!URL.canParse(url) || token === '') {
    reader.problem(
      'role-to-assume needs an OIDC token, which this job may not request: add `permissions: id-token: write` to the job ' +
        '(a reusable workflow needs it from its caller; runs for pull requests from forks never get it).',
    );
  }
  return {
    ...access,
    webIdentity: { roleArn, sessionName, durationSeconds, audience },
    idToken: { url, token: new Secret(token) },
  };
}
