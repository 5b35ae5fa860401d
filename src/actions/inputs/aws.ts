import { resourceName } from '../../aws/arn.ts';
import type { ProxySettings } from '../../aws/client-config.ts';
import { Secret } from '../../core/secret.ts';
import type { EcsPlace } from '../../providers/ecs/options.ts';
import type { IdTokenRequest } from '../id-token.ts';
import { readProxy } from './proxy.ts';
import type { InputReader } from './reader.ts';

/** How AWS is spoken to. */
export interface AwsAccess {
  readonly region: string;
  /** Absent: no proxy. */
  readonly proxy?: ProxySettings;
  /** Absent: the SDK's default chain. */
  readonly webIdentity?: {
    readonly roleArn: string;
    readonly sessionName: string;
    /** 900 to 43,200 (limits of AssumeRoleWithWebIdentity). */
    readonly durationSeconds: number;
    readonly audience: string;
    readonly tokenRequest: IdTokenRequest;
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A role's ARN, in any partition. */
export const ROLE_ARN = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  words: 'the ARN of a role (arn:<partition>:iam::<account>:role/<name>)',
};

/** Reads the inputs of AWS access, which all actions share. */
export function readAwsAccess(reader: InputReader, environment: Environment): AwsAccess {
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
      'role-to-assume needs an OIDC token, which this job may not ask for: add `permissions: id-token: write` to the job ' +
        '(a reusable workflow needs it from its caller; runs for pull requests from forks never get it).',
    );
  }
  const tokenRequest = { url, token: new Secret(token) };
  return { ...access, webIdentity: { roleArn, sessionName, durationSeconds, audience, tokenRequest } };
}

/** Reads where tasks are. */
export function readEcsPlace(reader: InputReader, region: string): EcsPlace {
  reader.oneOf('provider', ['ecs']);
  const cluster = reader.required('cluster', 'the name or ARN of the ECS cluster');
  if (cluster !== '') checkCluster(reader, cluster, region);
  return { region, cluster };
}

/** Reads where tasks are, in one cluster or more. */
export function readEcsPlaces(reader: InputReader, region: string): readonly [EcsPlace, ...EcsPlace[]] {
  reader.oneOf('provider', ['ecs']);
  const clusters = reader.list('cluster');
  if (clusters.length === 0) reader.problem('cluster is required: names or ARNs of the ECS clusters.');
  for (const cluster of clusters) checkCluster(reader, cluster, region);
  // A cluster that is named twice, once by its ARN, would be swept twice side by side.
  const unique = new Map(clusters.map((cluster) => [resourceName(cluster), { region, cluster }]));
  const [first = { region, cluster: '' }, ...others] = unique.values();
  return [first, ...others];
}

function checkCluster(reader: InputReader, cluster: string, region: string): void {
  const form = /^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:cluster\/)?[A-Za-z0-9_-]{1,255}$/;
  if (!form.test(cluster)) reader.malformed('cluster', 'the name or ARN of an ECS cluster', cluster);
  const arnRegion = /^arn:[^:]*:ecs:([^:]*):/.exec(cluster)?.[1];
  if (arnRegion !== undefined && region !== '' && arnRegion !== region) {
    reader.problem(`cluster is in ${arnRegion}, but aws-region is ${region}.`);
  }
}
