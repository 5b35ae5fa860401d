import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { RunnerError } from '../core/errors.ts';
import { type Measure, unmeasured } from '../core/report/timeline.ts';
import type { Mask } from '../core/secret.ts';
import { shorten } from '../core/util/shorten.ts';
import { SETTING, STEP } from '../core/words.ts';
import { guardAnswers } from './answers.ts';
import { type ClientSettings, clientConfig } from './client-config.ts';
import { awsFailure, malformedAnswer, toRunnerError } from './errors.ts';

/** How to turn a workflow's OIDC token into AWS credentials. */
export interface WebIdentityOptions {
  /** How to reach STS. */
  readonly client: Omit<ClientSettings, 'credentials'>;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  /** Fetches a fresh OIDC token for the audience; the request may have been sent before this is called. */
  readonly getIdToken: () => Promise<string>;
  readonly mask: Mask;
  /** Records how long STS took. */
  readonly measure?: Measure;
}

/** A credential provider that assumes the role at first use, and again when the SDK finds it about to expire. */
export function webIdentityCredentials(options: WebIdentityOptions): AwsCredentialIdentityProvider {
  const { measure = unmeasured } = options;
  return async () => {
    const token = await options.getIdToken();
    // No credentials: the OIDC token authenticates this call, and the SDK must not search its chain for others.
    const client = guardAnswers(new STSClient(clientConfig({ ...options.client, credentials: anonymous })));
    try {
      return await measure('STS', () => assume(client, token, options));
    } catch (error) {
      throw explainRefusal(error, { ...options, token });
    } finally {
      client.destroy();
    }
  };
}

const anonymous: AwsCredentialIdentity = { accessKeyId: '', secretAccessKey: '' };

async function assume(client: STSClient, token: string, options: WebIdentityOptions): Promise<AwsCredentialIdentity> {
  const sentAt = Date.now();
  const { Credentials: credentials } = await client.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: options.roleArn,
      RoleSessionName: options.sessionName,
      DurationSeconds: options.durationSeconds,
      WebIdentityToken: token,
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) {
    throw malformedAnswer(`sts:AssumeRoleWithWebIdentity for ${options.roleArn}`, 'no credentials');
  }
  options.mask(SecretAccessKey);
  options.mask(SessionToken);
  // They go into the headers of every request.
  if (![AccessKeyId, SecretAccessKey, SessionToken].every((value) => /^[\x21-\x7e]+$/.test(value))) {
    throw malformedAnswer(`sts:AssumeRoleWithWebIdentity for ${options.roleArn}`, 'values that are not credentials');
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    // By this machine's clock, which decides when to assume the role again; by AWS's, a clock that is ahead would assume
    // it for every request.
    expiration: new Date(sentAt + options.durationSeconds * 1000),
  };
}

/**
 * STS says "not authorized" whatever is wrong with the trust policy, so the message shows what the policy is compared
 * with.
 */
function explainRefusal(
  error: unknown,
  { roleArn, durationSeconds, token }: WebIdentityOptions & { token: string },
): RunnerError {
  const call = { operation: 'sts:AssumeRoleWithWebIdentity', on: roleArn };
  const { name, message } = awsFailure(error);
  const refusal = (hint: string): RunnerError =>
    new RunnerError({
      kind: 'permission',
      message: `The role ${roleArn} could not be assumed with the OIDC token: ${name}: ${message}${claimsOf(token)}`,
      hint,
      cause: error,
    });
  switch (name) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return refusal(
        "Compare the token's claims with the role's trust policy: the Principal is the provider of that `iss` in the " +
          "role's account, and the conditions on `aud` and `sub` match letter for letter, in the same case. Repositories " +
          'created since mid 2026 have subjects with ids (repo:owner@<id>/name@<id>:…), so allow both forms. If they ' +
          "match, check the role's name and account.",
      );
    case 'InvalidIdentityToken':
    case 'InvalidIdentityTokenException':
      return refusal(
        "The role's account needs an OIDC provider for the token's `iss`, with its `aud` among the provider's audiences " +
          `(${SETTING.audience} sets it; sts.amazonaws.com by default).`,
      );
    case 'ExpiredTokenException':
      return refusal(`${STEP.again}; if it fails again, check the clock of this machine.`);
    case 'ValidationError':
      return new RunnerError({
        kind: 'configuration',
        message: `AWS refused to assume ${roleArn} for ${durationSeconds} s: ${message}`,
        hint: `Set ${SETTING.roleDuration} to at most the role's maximum session duration (3600 unless it was raised).`,
        cause: error,
      });
    default:
      return toRunnerError(error, call);
  }
}

/** The claims that a trust policy and a provider are compared with; they are no secrets. */
function claimsOf(token: string): string {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const { sub, aud, iss } = { ...(claims as Record<string, unknown>) };
    const shown = (claim: unknown): string => shorten(JSON.stringify(claim) ?? 'absent', 300);
    return ` The token says: sub ${shown(sub)}, aud ${shown(aud)}, iss ${shown(iss)}.`;
  } catch {
    // Only STS judges tokens.
    return '';
  }
}
