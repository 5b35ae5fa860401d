import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { SandboxRequest } from '../server.ts';
import { notFound, Refusal } from './refusal.ts';
import { repositoryOf, type Scope, scopeExists, type World } from './scope.ts';

/** Who a token belongs to, and what it may do. */
export type Principal =
  | { readonly kind: 'user'; readonly key: string; readonly sees: 'all' | 'read' | 'elsewhere' }
  /** A GITHUB_TOKEN; `actions` says whether its job was granted `actions: read`. */
  | { readonly kind: 'workflow'; readonly key: string; readonly actions: boolean }
  | { readonly kind: 'installation'; readonly key: string; readonly permissions: Permissions }
  /** A GitHub App itself, authenticated by a JWT. */
  | { readonly kind: 'app'; readonly key: string }
  | { readonly kind: 'anonymous'; readonly key: string };

/** An installation's permissions, in the API's form. */
export type Permissions = Readonly<Record<string, string>>;

/** The tokens that this GitHub has issued. */
export class Tokens {
  readonly #clock: SandboxClock;
  readonly #known = new Map<string, { principal: Principal; expiresAt: number }>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** A new token for `principal`; `prefix` is GitHub's (`ghp_`, `ghs_`). */
  issue(principal: Principal, options: { prefix: string; lifetimeMs?: number }): string {
    const token = `${options.prefix}${randomBytes(27).toString('base64url').replace(/[-_]/g, '0')}`;
    this.#known.set(token, { principal, expiresAt: this.#clock.now() + (options.lifetimeMs ?? Infinity) });
    return token;
  }

  /** The principal of a valid token. */
  find(token: string): Principal | undefined {
    const known = this.#known.get(token);
    return known !== undefined && known.expiresAt > this.#clock.now() ? known.principal : undefined;
  }
}

/** The token of `Authorization: token X` or `Bearer X`. */
export function bearerOf(request: SandboxRequest): string | undefined {
  return /^(?:token|bearer) +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
}

/** Refuses unless the principal may see the repository itself. */
export function mayReadRepository(principal: Principal, world: World, scope: Scope): void {
  if (repositoryOf(world, scope)?.isPublic === true) return;
  // Without a token, or with one for elsewhere, a private repository does not exist.
  if (principal.kind === 'anonymous' || !scopeExists(world, scope)) throw notFound();
  if (principal.kind === 'user' && principal.sees === 'elsewhere') throw notFound();
  // A GITHUB_TOKEN is valid only for its own repository.
  if (principal.kind === 'workflow' && repositoryOf(world, scope) !== world.repository) throw notFound();
}

/** Refuses unless the principal may read the repository's workflow runs. */
export function mayReadRuns(principal: Principal, world: World, scope: Scope): void {
  mayReadRepository(principal, world, scope);
  const { kind } = principal;
  const granted =
    kind === 'user' ||
    (kind === 'workflow' && principal.actions) ||
    (kind === 'installation' && principal.permissions['actions'] !== undefined);
  if (!granted) throw new Refusal(403, 'Resource not accessible by integration');
}

/** Refuses unless the principal may manage runners in the scope. */
export function mayManageRunners(principal: Principal, world: World, scope: Scope): void {
  if (principal.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
  if (!scopeExists(world, scope)) throw notFound();
  if (principal.kind === 'user') {
    if (principal.sees === 'elsewhere') throw notFound();
    // The message is the same in every scope, though it is odd for an organization (github/rest-api-description#533).
    if (principal.sees === 'read') throw new Refusal(403, 'Must have admin rights to Repository.');
    return;
  }
  const needed = { repo: 'administration', org: 'organization_self_hosted_runners', enterprise: undefined }[scope.kind];
  const granted =
    principal.kind === 'installation' && needed !== undefined && principal.permissions[needed] === 'write';
  if (!granted) throw new Refusal(403, 'Resource not accessible by integration');
}
