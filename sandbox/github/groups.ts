import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import { paginate } from './paging.ts';
import { type Addresses, type Scope, scopePath } from './scope.ts';

interface Group {
  readonly id: number;
  readonly name: string;
  readonly isDefault: boolean;
}

/** Runner groups of the organization and of the enterprise; a repository has none, and reports the id 1. */
export class Groups {
  readonly #addresses: Addresses;
  readonly #organization: Group[] = [{ id: 1, name: 'Default', isDefault: true }];
  readonly #enterprise: Group[] = [{ id: 1, name: 'Default', isDefault: true }];

  constructor(addresses: Addresses) {
    this.#addresses = addresses;
  }

  /** Adds a group to the organization and returns its id. */
  add(name: string): number {
    const id = this.#organization.length + 1;
    this.#organization.push({ id, name, isDefault: false });
    return id;
  }

  exists(scope: Scope, id: number): boolean {
    return this.#of(scope).some((group) => group.id === id);
  }

  /** GET runner-groups */
  list(request: SandboxRequest, scope: Scope): SandboxAnswer {
    const all = this.#of(scope);
    const { items, headers } = paginate(all, request, this.#addresses.server());
    const runnerGroups = items.map((group) => this.#describe(group, scope));
    return { status: 200, headers, body: { total_count: all.length, runner_groups: runnerGroups } };
  }

  #of(scope: Scope): Group[] {
    if (scope.kind === 'repo') return this.#organization.slice(0, 1);
    return scope.kind === 'org' ? this.#organization : this.#enterprise;
  }

  #describe(group: Group, scope: Scope): object {
    const address = `${this.#addresses.api()}/${scopePath(scope)}/actions/runner-groups/${group.id}`;
    return {
      id: group.id,
      name: group.name,
      visibility: 'all',
      default: group.isDefault,
      runners_url: `${address}/runners`,
      allows_public_repositories: false,
      restricted_to_workflows: false,
      selected_workflows: [],
      workflow_restrictions_read_only: false,
      ...(scope.kind === 'org' && { inherited: false, inherited_allows_public_repositories: false }),
    };
  }
}
