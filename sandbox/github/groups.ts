import type { RunnerGroupSettings } from '../contract.ts';
import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import { paginate } from './paging.ts';
import { type Addresses, type Repository, type Scope, scopePath, type World } from './scope.ts';

interface Group extends RunnerGroupSettings {
  readonly id: number;
  readonly name: string;
}

/** Runner groups of the organization and of the enterprise; a repository has none, and reports the id 1. */
export class Groups {
  readonly #addresses: Addresses;
  readonly #world: World;
  readonly #organization: Group[] = [{ id: 1, name: 'Default' }];
  readonly #enterprise: Group[] = [{ id: 1, name: 'Default' }];

  constructor({ addresses, world }: { addresses: Addresses; world: World }) {
    this.#addresses = addresses;
    this.#world = world;
  }

  /** Adds a group, or changes the one of that name, and returns its id. */
  add(name: string, settings: RunnerGroupSettings = {}): number {
    const groups = settings.of === 'enterprise' ? this.#enterprise : this.#organization;
    const at = groups.findIndex((group) => group.name === name);
    const id = at < 0 ? groups.length + 1 : at + 1;
    groups[id - 1] = { ...groups[at], ...settings, id, name };
    return id;
  }

  exists(scope: Scope, id: number): boolean {
    return this.#of(scope).some((group) => group.id === id);
  }

  /** GET runner-groups, with GitHub's two filters by who may use a group */
  list(request: SandboxRequest, scope: Scope): SandboxAnswer {
    const repository = request.query.get('visible_to_repository');
    const organization = request.query.get('visible_to_organization');
    const all = this.#of(scope).filter(
      (group) =>
        (scope.kind !== 'org' || repository === null || isOpenToRepository(group, this.#repository(repository))) &&
        (scope.kind !== 'enterprise' || organization === null || isOpenToOrganization(group, organization)),
    );
    const { items, headers } = paginate(all, request, this.#addresses.server());
    const runnerGroups = items.map((group) => this.#describe(group, scope));
    return { status: 200, headers, body: { total_count: all.length, runner_groups: runnerGroups } };
  }

  /** A repository of the organization by its name, without the owner. */
  #repository(name: string): Repository | undefined {
    const { owner } = this.#world.repository;
    return this.#world.repositories.find((one) => one.owner === owner && one.name.toLowerCase() === name.toLowerCase());
  }

  #of(scope: Scope): Group[] {
    if (scope.kind === 'repo') return this.#organization.slice(0, 1);
    return scope.kind === 'org' ? this.#organization : this.#enterprise;
  }

  #describe(group: Group, scope: Scope): object {
    const address = `${this.#addresses.api()}/${scopePath(scope)}/actions/runner-groups/${group.id}`;
    const { visibility = 'all', workflows, inherited } = group;
    const selected = scope.kind === 'org' ? 'selected_repositories_url' : 'selected_organizations_url';
    return {
      id: group.id,
      name: group.name,
      visibility,
      default: group.id === 1,
      ...(visibility === 'selected' && {
        [selected]: `${address}/${scope.kind === 'org' ? 'repositories' : 'organizations'}`,
      }),
      runners_url: `${address}/runners`,
      allows_public_repositories: group.allowsPublic ?? false,
      restricted_to_workflows: workflows !== undefined,
      selected_workflows: workflows ?? [],
      workflow_restrictions_read_only: false,
      ...(scope.kind === 'org' && {
        inherited: inherited !== undefined,
        inherited_allows_public_repositories: inherited?.allowsPublic ?? false,
      }),
    };
  }
}

function isOpenToRepository({ visibility = 'all', selected = [] }: Group, repository: Repository | undefined): boolean {
  if (repository === undefined) return false;
  if (visibility === 'selected') return selected.includes(repository.name);
  return visibility === 'all' || repository.isPublic !== true;
}

function isOpenToOrganization({ visibility = 'all', selected = [] }: Group, organization: string): boolean {
  return visibility !== 'selected' || selected.some((one) => one.toLowerCase() === organization.toLowerCase());
}
