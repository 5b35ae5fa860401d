import type { Container, ContainerDefinition, Task } from '@aws-sdk/client-ecs';

/** What a container besides the runner's is. */
export interface ContainerRole {
  /** Others wait for an init container to end. */
  readonly kind: 'init container' | 'sidecar';
  /** The task ends when it ends. */
  readonly isEssential: boolean;
}

/** By the container's name; empty if the task definition is not at hand. */
export type ContainerRoles = ReadonlyMap<string, ContainerRole>;

export const NO_ROLES: ContainerRoles = new Map();

/**
 * The container that was to become the runner, alone of which the start script's exit codes are read. A launch overrides
 * no other, and ECS returns an override for each. Undefined if that cannot be told.
 */
export function runnerContainer({ containers = [], overrides }: Task): Container | undefined {
  const overridden = overrides?.containerOverrides?.find(
    ({ environment = [], environmentFiles = [], command = [] }) => {
      return environment.length + environmentFiles.length + command.length > 0;
    },
  );
  const named = (name: string | undefined): Container | undefined =>
    name === undefined ? undefined : containers.find((container) => container.name === name);
  return named(overridden?.name) ?? named('runner') ?? (containers.length === 1 ? containers[0] : undefined);
}

/** What the other containers of a task definition are. */
export function rolesOf(definitions: readonly ContainerDefinition[], runner: string): ContainerRoles {
  const awaited = new Set(
    definitions.flatMap(({ dependsOn = [] }) =>
      dependsOn.filter(({ condition = '' }) => /^(COMPLETE|SUCCESS)$/.test(condition)).map((one) => one.containerName),
    ),
  );
  const others = definitions.filter(({ name }) => name !== runner);
  return new Map(
    others.map(({ name = '', essential: isEssential = true }) => {
      return [name, { kind: awaited.has(name) ? 'init container' : 'sidecar', isEssential }] as const;
    }),
  );
}
