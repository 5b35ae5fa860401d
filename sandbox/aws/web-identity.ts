import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { AwsError, validationError } from './errors.ts';
import type { Role } from './identities.ts';
import { like } from './policy.ts';

/** The OIDC provider that the account trusts. */
export interface OidcProvider {
  issuer(): string;
  jwks(): object;
}

/**
 * Verifies a token as STS does for `role`: first the provider's checks (signature, issuer, audience, time), then the
 * role's trust policy. `now` is epoch milliseconds of sandbox time.
 */
export async function verifyWebIdentity(options: {
  token: string;
  role: Role | undefined;
  roles: readonly Role[];
  provider: OidcProvider;
  now: number;
}): Promise<{ subject: string; audience: string }> {
  const { token, role, roles, provider, now } = options;
  const claims = await verifySignature(token, provider, now);
  const audiences = [claims.aud ?? []].flat();
  // The provider has one list of client ids per account: all audiences that any role requires.
  const known = roles.flatMap(({ trust }) => (trust ? [trust.audience] : []));
  const audience = audiences.find((each) => known.includes(each));
  if (audience === undefined) throw invalidToken('Incorrect token audience');
  const trust = role?.trust;
  const subject = claims.sub ?? '';
  const trusted =
    trust !== undefined && audiences.includes(trust.audience) && trust.subjects.some((each) => like(each, subject));
  if (!trusted) {
    const message = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';
    throw new AwsError({ code: 'AccessDenied', message, status: 403 });
  }
  return { subject, audience: trust.audience };
}

async function verifySignature(token: string, provider: OidcProvider, now: number): Promise<JWTPayload> {
  const issuer = readIssuer(token);
  if (issuer !== provider.issuer()) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  }
  try {
    const keys = createLocalJWKSet(provider.jwks() as JSONWebKeySet);
    const verified = await jwtVerify(token, keys, { currentDate: new Date(now), requiredClaims: ['exp', 'sub'] });
    return verified.payload;
  } catch (error) {
    throw inStsWords(error, now);
  }
}

function readIssuer(token: string): string {
  // The service model's limits of WebIdentityToken.
  if (token.length < 4)
    throw validationError(modelError('webIdentityToken', 'Member must have length greater than or equal to 4'));
  if (token.length > 20_000)
    throw validationError(modelError('webIdentityToken', 'Member must have length less than or equal to 20000'));
  try {
    decodeProtectedHeader(token);
    return decodeJwt(token).iss ?? '';
  } catch {
    throw invalidToken(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
}

function inStsWords(error: unknown, now: number): unknown {
  if (error instanceof errors.JWTExpired) {
    const message = `Token expired: current date/time ${Math.floor(now / 1000)} must be before the expiration date/time ${error.payload.exp}`;
    return new AwsError({ code: 'ExpiredTokenException', message });
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return invalidToken(
      "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return invalidToken('Token signature invalid');
  if (error instanceof errors.JOSEError) return invalidToken(error.message);
  return error;
}

function invalidToken(message: string): AwsError {
  return new AwsError({ code: 'InvalidIdentityToken', message });
}

/** How a violated constraint of the service model is reported; a secret value is left out. */
export function modelError(member: string, constraint: string, value?: string): string {
  const shown = value === undefined ? 'Value' : `Value '${value}'`;
  return `1 validation error detected: ${shown} at '${member}' failed to satisfy constraint: ${constraint}`;
}
