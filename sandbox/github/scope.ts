import type { GitHubOptions, RepositoryDefinition } from '../contract.ts';

/** Where a runner is registered. */
export type Scope =
  | { readonly kind: 'repo'; readonly owner: string; readonly name: string }
  | { readonly kind: 'org'; readonly org: string }
  | { readonly kind: 'enterprise'; readonly enterprise: string };

/** A repository. */
export type Repository = RepositoryDefinition;

/** What exists in this GitHub: one repository, its owner as organization, one enterprise, and whatever a test adds. */
export interface World {
  /** The repository whose workflow runs. */
  readonly repository: Repository;
  /** All repositories. */
  readonly repositories: Repository[];
  readonly enterprise: string;
  /** Id of the organization. */
  readonly organizationId: number;
}

/** The world that the options describe. */
export function createWorld(options: GitHubOptions): World {
  const repository = options.repository ?? { owner: 'octo-org', name: 'octo-repo', id: 123456789 };
  return {
    repository,
    repositories: [repository],
    enterprise: options.enterprise ?? 'octo-enterprise',
    organizationId: 9919,
  };
}

/** The scope's path, which is also its key: GitHub ignores case in names. */
export function scopePath(scope: Scope): string {
  switch (scope.kind) {
    case 'repo':
      return `repos/${scope.owner}/${scope.name}`.toLowerCase();
    case 'org':
      return `orgs/${scope.org}`.toLowerCase();
    case 'enterprise':
      return `enterprises/${scope.enterprise}`.toLowerCase();
  }
}

/** Whether the scope is one of the world's. */
export function scopeExists(world: World, scope: Scope): boolean {
  const existing: Scope[] = [
    ...world.repositories.map(({ owner, name }): Scope => ({ kind: 'repo', owner, name })),
    { kind: 'org', org: world.repository.owner },
    { kind: 'enterprise', enterprise: world.enterprise },
  ];
  return existing.some((one) => scopePath(one) === scopePath(scope));
}

/** The repository of a scope; undefined for another kind of scope, or if it does not exist. */
export function repositoryOf(world: World, scope: Scope): Repository | undefined {
  return world.repositories.find(({ owner, name }) => scopePath({ kind: 'repo', owner, name }) === scopePath(scope));
}

/** The sandbox's address; known only once it listens. */
export interface Addresses {
  /** Without a trailing slash. */
  server(): string;
  api(): string;
}
