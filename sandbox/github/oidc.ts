import { createHash, randomBytes } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { Operation, SandboxAnswer, SandboxRequest } from '../server.ts';
import { lazyRsaKey, signJwt } from './jwt.ts';
import type { Addresses, World } from './scope.ts';

/** What the other side needs to check a token without a request to this side. */
export interface OidcIssuer {
  issuer(): string;
  /** A JSON Web Key Set. */
  jwks(): object;
}

/** GitHub's OIDC provider: tokens for jobs that were granted `id-token: write`, and the public key set. */
export interface OidcProvider extends OidcIssuer {
  /** The two ACTIONS_ID_TOKEN_REQUEST_* variables of such a job. */
  environment(options?: { readonly subject?: string }): Readonly<Record<string, string>>;
  identify(request: SandboxRequest): Operation | undefined;
  handle(request: SandboxRequest, operation: string): SandboxAnswer;
}

const PREFIX = '/_oidc';
/** The lifetime of GitHub's tokens. */
const TOKEN_SECONDS = 300;

/** GitHub's OIDC provider for the world's repository. */
export function createOidcProvider(options: { world: World; clock: SandboxClock; addresses: Addresses }): OidcProvider {
  const { world, clock, addresses } = options;
  const key = lazyRsaKey();
  const subjects = new Map<string, string>();
  const { owner, name } = world.repository;
  const issuer = () => `${addresses.server()}${PREFIX}`;

  /** A key's id by RFC 7638: the same key always has the same id. */
  const publicJwk = () => {
    const { e, kty, n } = key.publicKey().export({ format: 'jwk' });
    const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
    return { e, kty, n, kid, alg: 'RS256', use: 'sig' };
  };
  const jwks = () => ({ keys: [publicJwk()] });

  const token = (request: SandboxRequest): SandboxAnswer => {
    const bearer = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    const subject = bearer === undefined ? undefined : subjects.get(bearer);
    if (subject === undefined)
      return { status: 401, body: { message: 'The request token is missing, wrong or expired' } };
    const audience = request.query.get('audience') ?? `https://github.com/${owner}`;
    const now = Math.floor(clock.now() / 1000);
    const claims = claimsOf({ world, subject, audience, issuer: issuer(), now });
    const value = signJwt(claims, key, { kid: publicJwk().kid });
    return { status: 200, body: { count: value.length, value } };
  };

  return {
    issuer,
    jwks,
    environment({ subject = `repo:${owner}/${name}:ref:refs/heads/main` } = {}) {
      const requestToken = `sandbox-${randomBytes(24).toString('base64url')}`;
      subjects.set(requestToken, subject);
      return {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${issuer()}/token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
      };
    },
    identify(request) {
      if (request.method !== 'GET') return undefined;
      const operations: Record<string, string> = {
        [`${PREFIX}/token`]: 'get-token',
        [`${PREFIX}/.well-known/jwks`]: 'jwks',
        [`${PREFIX}/.well-known/openid-configuration`]: 'discovery',
      };
      const operation = operations[request.path];
      return operation === undefined ? undefined : { service: 'oidc', operation };
    },
    handle(request, operation) {
      if (operation === 'get-token') return token(request);
      if (operation === 'jwks') return { status: 200, body: jwks() };
      return { status: 200, body: discovery(issuer()) };
    },
  };
}

function discovery(issuer: string): object {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks`,
    subject_types_supported: ['public', 'pairwise'],
    response_types_supported: ['id_token'],
    claims_supported: ['sub', 'aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'ref', 'repository', 'repository_id'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
  };
}

function claimsOf(options: {
  world: World;
  subject: string;
  audience: string;
  issuer: string;
  now: number;
}): Record<string, unknown> {
  const { world, subject, audience, issuer, now } = options;
  const { owner, name, id } = world.repository;
  const workflow = `${owner}/${name}/.github/workflows/ci.yml@refs/heads/main`;
  const sha = createHash('sha1').update(`${owner}/${name}`).digest('hex');
  return {
    jti: randomBytes(16).toString('hex'),
    sub: subject,
    aud: audience,
    iss: issuer,
    nbf: now - 300,
    iat: now,
    exp: now + TOKEN_SECONDS,
    ref: 'refs/heads/main',
    ref_type: 'branch',
    ref_protected: 'false',
    sha,
    repository: `${owner}/${name}`,
    repository_id: String(id),
    repository_owner: owner,
    repository_owner_id: String(world.organizationId),
    repository_visibility: world.repository.isPublic === true ? 'public' : 'private',
    run_id: '4242424242',
    run_number: '7',
    run_attempt: '1',
    runner_environment: 'github-hosted',
    actor: 'octocat',
    actor_id: '583231',
    workflow: 'CI',
    workflow_ref: workflow,
    workflow_sha: sha,
    job_workflow_ref: workflow,
    job_workflow_sha: sha,
    head_ref: '',
    base_ref: '',
    event_name: 'push',
  };
}
