import type { SandboxClock } from '../clock.ts';
import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import { bearerOf, type Permissions, type Principal, type Tokens } from './access.ts';
import { describeOrganization } from './account.ts';
import { parseObject } from './jit-request.ts';
import { type LazyKey, lazyRsaKey, openJwt } from './jwt.ts';
import { notFound, Refusal } from './refusal.ts';
import { type Addresses, type Scope, scopeExists, type World } from './scope.ts';

/** The longest lifetime of an App's JWT. */
const MAX_JWT_SECONDS = 600;
const TOKEN_LIFETIME_MS = 3_600_000;
const CREATED = '2026-01-26T19:01:12Z';

/** The App's permissions: all that runners need, in the repository and in the organization. */
const GRANTED: Permissions = {
  metadata: 'read',
  actions: 'read',
  administration: 'write',
  organization_self_hosted_runners: 'write',
};

/** A GitHub App, and its one installation: on the owner of the repository. */
export class App {
  readonly id = 271828;
  readonly installationId = 31415926;
  readonly #slug = 'runner-starter';
  readonly #world: World;
  readonly #clock: SandboxClock;
  readonly #tokens: Tokens;
  readonly #addresses: Addresses;
  readonly #key: LazyKey = lazyRsaKey();

  constructor(options: { world: World; clock: SandboxClock; tokens: Tokens; addresses: Addresses }) {
    this.#world = options.world;
    this.#clock = options.clock;
    this.#tokens = options.tokens;
    this.#addresses = options.addresses;
  }

  /** PEM, PKCS#1 as issued by GitHub. */
  get privateKey(): string {
    return this.#key.privateKey().export({ type: 'pkcs1', format: 'pem' }).toString();
  }

  /** The App itself, if the request carries its JWT; refuses a bad JWT in GitHub's words. */
  authenticate(request: SandboxRequest): Principal | undefined {
    const token = bearerOf(request);
    if (token === undefined || token.split('.').length !== 3) return undefined;
    const claims = openJwt(token, this.#key);
    if (claims === undefined) throw new Refusal(401, 'A JSON web token could not be decoded');
    if (String(claims['iss']) !== String(this.id)) throw new Refusal(401, 'Integration not found');
    this.#checkTimes(claims);
    return { kind: 'app', key: `app ID ${this.id}` };
  }

  /** POST /app/installations/{id}/access_tokens */
  createToken(request: SandboxRequest, installationId: number): SandboxAnswer {
    if (installationId !== this.installationId) throw notFound();
    const body = request.body === '' ? {} : parseObject(request.body);
    const permissions = narrow(body['permissions']);
    if (!this.#coversRepositories(body)) {
      const message =
        'There is at least one repository that does not exist or is not accessible to the parent installation.';
      throw new Refusal(422, message);
    }
    const principal = { kind: 'installation', key: `installation ID ${this.installationId}`, permissions } as const;
    const token = this.#tokens.issue(principal, { prefix: 'ghs_', lifetimeMs: TOKEN_LIFETIME_MS });
    const expires = new Date(this.#clock.now() + TOKEN_LIFETIME_MS).toISOString().replace(/\.\d+Z$/, 'Z');
    return { status: 201, body: { token, expires_at: expires, permissions, repository_selection: 'all' } };
  }

  /** GET /repos/{owner}/{repo}/installation and GET /orgs/{org}/installation */
  getInstallation(scope: Scope): SandboxAnswer {
    if (!scopeExists(this.#world, scope)) throw notFound();
    const { owner } = this.#world.repository;
    const api = this.#addresses.api();
    return {
      status: 200,
      body: {
        id: this.installationId,
        account: describeOrganization(owner, this.#world.organizationId, this.#addresses),
        repository_selection: 'all',
        access_tokens_url: `${api}/app/installations/${this.installationId}/access_tokens`,
        repositories_url: `${api}/installation/repositories`,
        html_url: `${this.#addresses.server()}/organizations/${owner}/settings/installations/${this.installationId}`,
        app_id: this.id,
        app_slug: this.#slug,
        target_id: this.#world.organizationId,
        target_type: 'Organization',
        permissions: GRANTED,
        events: [],
        created_at: CREATED,
        updated_at: CREATED,
        single_file_name: null,
        has_multiple_single_files: false,
        single_file_paths: [],
        suspended_by: null,
        suspended_at: null,
      },
    };
  }

  /** GET /app */
  describe(): SandboxAnswer {
    const { owner } = this.#world.repository;
    return {
      status: 200,
      body: {
        id: this.id,
        slug: this.#slug,
        node_id: Buffer.from(`011:Integration${this.id}`).toString('base64'),
        client_id: 'Iv23liSandboxSandbox',
        owner: describeOrganization(owner, this.#world.organizationId, this.#addresses),
        name: 'Runner starter',
        description: null,
        external_url: `${this.#addresses.server()}/${owner}`,
        html_url: `${this.#addresses.server()}/apps/${this.#slug}`,
        created_at: CREATED,
        updated_at: CREATED,
        permissions: GRANTED,
        events: [],
        installations_count: 1,
      },
    };
  }

  /** Clients recognize by these messages that their own clock is off. */
  #checkTimes(claims: Record<string, unknown>): void {
    const now = Math.floor(this.#clock.now() / 1000);
    const { exp, iat } = claims;
    if (typeof exp !== 'number' || exp <= now) {
      throw new Refusal(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    }
    if (exp > now + MAX_JWT_SECONDS) throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
    if (typeof iat !== 'number' || iat > now) {
      throw new Refusal(
        401,
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      );
    }
  }

  #coversRepositories(body: Record<string, unknown>): boolean {
    const { name, id } = this.#world.repository;
    const { repositories = [], repository_ids: ids = [] } = body;
    if (!Array.isArray(repositories) || !Array.isArray(ids)) return false;
    return repositories.every((one) => one === name) && ids.every((one) => one === id);
  }
}

/** A token may have fewer permissions than the installation, never more. */
function narrow(wanted: unknown): Permissions {
  if (wanted === undefined) return GRANTED;
  const requested = Object.entries(wanted as Record<string, unknown>);
  const tooMuch = requested.some(([name, level]) => level !== GRANTED[name] && !(level === 'read' && name in GRANTED));
  if (tooMuch) throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  return { metadata: 'read', ...(Object.fromEntries(requested) as Permissions) };
}
