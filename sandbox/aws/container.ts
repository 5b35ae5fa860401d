import type { TaskDefinitionInput } from '../contract.ts';

/** The part of RunTask's `overrides` that decides what runs. */
export interface ContainerOverrides {
  readonly taskRoleArn?: string;
  readonly containerOverrides?: readonly {
    readonly name?: string;
    readonly command?: readonly string[];
    readonly environment?: readonly { readonly name?: string; readonly value?: string }[];
  }[];
}

/** What runs in place of a container. */
export interface ContainerLaunch {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds from SIGTERM to SIGKILL. */
  readonly stopTimeoutSeconds: number;
}

/** ECS_CONTAINER_STOP_TIMEOUT's default, and Fargate's maximum. */
const STOP_TIMEOUT = { default: 30, fargateMax: 120 };

/**
 * The task's runner container after an accepted RunTask: effective command and environment. Pure, so that the moto
 * proxy starts the same stand-in from the same request.
 * @param options.taskId the last part of the task's ARN
 * @param options.credentialsId the id of the task role's credentials, if the task has a role
 */
export function containerLaunch(options: {
  definition: Pick<TaskDefinitionInput, 'containerDefinitions' | 'taskRoleArn'>;
  overrides: ContainerOverrides;
  taskId: string;
  credentialsId?: string;
  region: string;
  fargate: boolean;
}): ContainerLaunch {
  const { definition, overrides, fargate } = options;
  const name = runnerContainerName(definition, overrides);
  const container = definition.containerDefinitions.find((each) => each.name === name);
  if (container === undefined) throw new Error('sandbox: a task definition without containers');
  const override = overrides.containerOverrides?.find((each) => each.name === name);
  const stopTimeout = container.stopTimeout ?? STOP_TIMEOUT.default;
  return {
    name,
    // As in Docker: the entry point stays, and only what follows it is overridden.
    command: [...(container.entryPoint ?? []), ...(override?.command ?? container.command ?? [])],
    environment: {
      ...record(container.environment),
      ...record(override?.environment),
      ...ecsEnvironment(options),
    },
    stopTimeoutSeconds: fargate ? Math.min(stopTimeout, STOP_TIMEOUT.fargateMax) : stopTimeout,
  };
}

/** The container whose command is overridden, otherwise the one named `runner`, otherwise the first. */
export function runnerContainerName(
  definition: Pick<TaskDefinitionInput, 'containerDefinitions'>,
  overrides: ContainerOverrides,
): string {
  const overridden = overrides.containerOverrides?.find(({ command }) => command !== undefined)?.name;
  const names = definition.containerDefinitions.map(({ name }) => name);
  return overridden ?? names.find((name) => name === 'runner') ?? names[0] ?? '';
}

/** What ECS itself adds to the environment. Only Fargate sets the region; the agent on EC2 does not. */
function ecsEnvironment(options: Parameters<typeof containerLaunch>[0]): Record<string, string> {
  const { taskId, region, fargate, credentialsId, overrides, definition } = options;
  const hasRole = (overrides.taskRoleArn ?? definition.taskRoleArn) !== undefined;
  return {
    ECS_CONTAINER_METADATA_URI: `http://169.254.170.2/v3/${taskId}`,
    ECS_CONTAINER_METADATA_URI_V4: `http://169.254.170.2/v4/${taskId}`,
    AWS_EXECUTION_ENV: fargate ? 'AWS_ECS_FARGATE' : 'AWS_ECS_EC2',
    ...(hasRole &&
      credentialsId !== undefined && { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: `/v2/credentials/${credentialsId}` }),
    ...(fargate && { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
  };
}

function record(list: readonly { readonly name?: string; readonly value?: string }[] = []): Record<string, string> {
  return Object.fromEntries(list.map(({ name = '', value = '' }) => [name, value]));
}
