import { type Body, bodiesAt, bodyAt, numberAt, textAt, textsAt } from './body.ts';
import { parseStrategy, type StrategyItem } from './clusters.ts';
import { clientException, invalidParameter } from './errors.ts';
import { parseTags, type Tag } from './tags.ts';

/** The parameters of RunTask that the sandbox acts on, within the limits that can be checked without any resource. */
export interface LaunchRequest {
  readonly cluster: string | undefined;
  readonly taskDefinition: string;
  readonly count: number;
  readonly clientToken: string | undefined;
  readonly startedBy: string | undefined;
  readonly group: string | undefined;
  readonly launchType: string | undefined;
  readonly strategy: readonly StrategyItem[];
  readonly awsvpc: { readonly subnets: readonly string[]; readonly assignPublicIp: string } | undefined;
  readonly overrides: TaskOverrides;
  readonly tags: readonly Tag[];
  readonly propagateTags: boolean;
}

/** RunTask's `overrides` as received, with the parts that the sandbox reads. */
export interface TaskOverrides {
  /** The whole of it, unread fields included: DescribeTasks shows it. */
  readonly raw: Body;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly containerOverrides: readonly {
    readonly name: string;
    readonly command?: readonly string[];
    readonly environment: readonly { readonly name: string; readonly value: string }[];
  }[];
}

/** RunTask's and the developer guide's limits. */
const LIMIT = { overrides: 8192, startedBy: 128, count: 10, strategy: 20, clientToken: 64 };
const LAUNCH_TYPES = ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'];

/** Parses RunTask's body; exceeding a limit is refused as in ECS. */
export function parseLaunchRequest(body: Body): LaunchRequest {
  const taskDefinition = textAt(body, 'taskDefinition') ?? '';
  if (taskDefinition === '') throw invalidParameter('TaskDefinition can not be blank.');
  return {
    cluster: textAt(body, 'cluster'),
    taskDefinition,
    count: parseCount(body),
    clientToken: parseClientToken(body),
    startedBy: parseStartedBy(body),
    group: textAt(body, 'group'),
    ...parseWhere(body),
    awsvpc: parseAwsvpc(body),
    overrides: parseOverrides(bodyAt(body, 'overrides') ?? {}),
    tags: parseTags(body),
    propagateTags: textAt(body, 'propagateTags') === 'TASK_DEFINITION',
  };
}

function parseCount(body: Body): number {
  const count = numberAt(body, 'count') ?? 1;
  if (!Number.isInteger(count) || count < 1) throw invalidParameter('Count should be greater than 0.');
  if (count > LIMIT.count) throw invalidParameter(`Count cannot be greater than ${LIMIT.count}.`);
  return count;
}

function parseClientToken(body: Body): string | undefined {
  const token = textAt(body, 'clientToken');
  if (token !== undefined && !new RegExp(`^[\\x21-\\x7e]{1,${LIMIT.clientToken}}$`).test(token)) {
    throw invalidParameter(
      `Client token must be between 1 and ${LIMIT.clientToken} characters long and contain only ASCII characters in the range of 33-126.`,
    );
  }
  return token;
}

function parseStartedBy(body: Body): string | undefined {
  const startedBy = textAt(body, 'startedBy');
  if (startedBy === undefined) return undefined;
  if (startedBy.length > LIMIT.startedBy) throw invalidParameter(`startedBy longer than ${LIMIT.startedBy}.`);
  if (!/^[A-Za-z0-9/_-]*$/.test(startedBy)) {
    throw invalidParameter('startedBy can only contain letters, numbers, hyphens, forward slashes, and underscores.');
  }
  return startedBy;
}

function parseWhere(body: Body): Pick<LaunchRequest, 'launchType' | 'strategy'> {
  const launchType = textAt(body, 'launchType');
  const strategy = parseStrategy(body, 'capacityProviderStrategy');
  if (launchType !== undefined && !LAUNCH_TYPES.includes(launchType)) {
    throw clientException(`launch type should be one of [${LAUNCH_TYPES.join(',')}]`);
  }
  if (launchType !== undefined && strategy.length > 0) {
    throw invalidParameter(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  if (strategy.length > LIMIT.strategy) {
    throw invalidParameter(
      `A capacity provider strategy can contain a maximum of ${LIMIT.strategy} capacity providers. Remove some and try again.`,
    );
  }
  return { launchType, strategy };
}

function parseAwsvpc(body: Body): LaunchRequest['awsvpc'] {
  const network = bodyAt(body, 'networkConfiguration');
  const awsvpc = network && bodyAt(network, 'awsvpcConfiguration');
  if (awsvpc === undefined) return undefined;
  const subnets = textsAt(awsvpc, 'subnets');
  if (subnets.length === 0) throw invalidParameter('subnets can not be empty.');
  // The service's own limits of AwsVpcConfiguration.
  if (subnets.length > 16) throw invalidParameter('subnets can have at most 16 items.');
  if (textsAt(awsvpc, 'securityGroups').length > 5) {
    throw invalidParameter('securityGroups can have at most 5 items.');
  }
  return { subnets, assignPublicIp: textAt(awsvpc, 'assignPublicIp') ?? 'DISABLED' };
}

function parseOverrides(raw: Body): TaskOverrides {
  // The limit includes the JSON's own characters.
  if (JSON.stringify(raw).length > LIMIT.overrides) {
    throw invalidParameter(`Container Overrides length must be at most ${LIMIT.overrides}`);
  }
  const taskRoleArn = textAt(raw, 'taskRoleArn');
  const executionRoleArn = textAt(raw, 'executionRoleArn');
  return {
    raw,
    ...(taskRoleArn !== undefined && { taskRoleArn }),
    ...(executionRoleArn !== undefined && { executionRoleArn }),
    containerOverrides: bodiesAt(raw, 'containerOverrides').map((container) => ({
      name: textAt(container, 'name') ?? '',
      // An empty list is no override: it is equivalent to an absent one.
      ...(textsAt(container, 'command').length > 0 && { command: textsAt(container, 'command') }),
      environment: bodiesAt(container, 'environment').map((variable) => ({
        name: textAt(variable, 'name') ?? '',
        value: textAt(variable, 'value') ?? '',
      })),
    })),
  };
}
