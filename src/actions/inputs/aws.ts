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

const REGION = { pattern: /^[a-z]{2,}(-[a-z]+)+-\d+$/, words: 'a region such as eu-central-1' };

/** Reads the region: the input, or the first of the variables that is set. */
export function readRegion(
  reader: InputReader,
  environment: Environment,
  variables: readonly string[],
): string | undefined {
  if (reader.text('aws-region') !== '') return reader.matching('aws-region', REGION);
  const variable = variables.find((name) => environment[name]);
  const region = environment[variable ?? ''];
  if (variable === undefined || region === undefined || REGION.pattern.test(region)) return region;
  reader.malformed(`The environment variable ${variable}`, REGION.words, region);
  return undefined;
}

/** AWS's limit for the name of a role's session, characters. */
const SESSION_NAME_AT_MOST = 64;

/** Reads the name of the role's session. By default it tells CloudTrail's readers whose call it was. */
export function readSessionName(reader: InputReader, environment: Environment): string {
  const form = { pattern: /^[\w+=,.@-]{2,64}$/, words: '2 to 64 letters, digits or any of +=,.@-_' };
  return reader.matching('role-session-name', form) ?? sessionNameOf(environment);
}

/** Repository, run and attempt, such as `octo-org-octo-repo-9876543210-1`. Of a long repository its end remains. */
function sessionNameOf(environment: Environment): string {
  const { GITHUB_REPOSITORY: repository = '', GITHUB_RUN_ID: run = '', GITHUB_RUN_ATTEMPT: attempt = '' } = environment;
  const ending = `-${run}-${attempt}`;
  const name = repository.replaceAll(/[^\w.-]/g, '-').slice(-(SESSION_NAME_AT_MOST - ending.length));
  return run === '' || name === '' ? 'ecs-github-runner' : `${name}${ending}`;
}

/** Reads the AWS access inputs, which all actions share. */
export function readAwsAccess(reader: InputReader, environment: Environment): AwsInputs {
  const region = readRegion(reader, environment, ['AWS_REGION']);
  if (region === undefined && reader.text('aws-region') === '' && !environment['AWS_REGION']) {
    reader.problem('aws-region is required: AWS_REGION is not set in the environment either.');
  }
  const roleArn = reader.matching('role-to-assume', ROLE_ARN);
  const sessionName = readSessionName(reader, environment);
  const durationSeconds = reader.integer('role-duration-seconds', { min: 900, max: 43_200 }) ?? 3600;
  const audience = reader.optional('audience') ?? 'sts.amazonaws.com';
  const proxy = readProxy(reader, environment);
  const access = { region: region ?? '', ...(proxy && { proxy }) };
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
