import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { RunnerError } from '../core/errors.ts';
import type { RoleCredentials } from '../core/ports.ts';
import { type Mask, Secret } from '../core/secret.ts';
import { SETTING } from '../core/words.ts';
import { guardAnswers } from './answers.ts';
import { parseArn } from './arn.ts';
import { type ClientSettings, clientConfig } from './client-config.ts';
import { awsFailure, malformedAnswer, toRunnerError } from './errors.ts';

/** Which role, and how much of it. */
export interface AssumeRoleOptions {
  /** How to reach STS; `base` takes the place of its credentials. */
  readonly client: Omit<ClientSettings, 'credentials'>;
  /** Who assumes it. */
  readonly base: RoleCredentials;
  readonly roleArn: string;
  readonly sessionName: string;
  /** 900 to 3,600: AWS limits a role assumed by another role to one hour. */
  readonly durationSeconds: number;
  /** JSON; the session may do only what both role and policy allow. */
  readonly sessionPolicy?: string;
  readonly mask: Mask;
}

/** Assumes another role with the first role's credentials. @throws RunnerError that names who must allow what */
export async function assumeRole(options: AssumeRoleOptions): Promise<RoleCredentials> {
  const { base, client: settings } = options;
  const credentials = {
    accessKeyId: base.accessKeyId,
    secretAccessKey: base.secretAccessKey.reveal(),
    sessionToken: base.sessionToken.reveal(),
  };
  const client = guardAnswers(new STSClient(clientConfig({ ...settings, credentials })));
  try {
    return await assume(client, options);
  } catch (error) {
    throw explainRefusal(error, options);
  } finally {
    client.destroy();
  }
}

async function assume(client: STSClient, options: AssumeRoleOptions): Promise<RoleCredentials> {
  const { roleArn, sessionPolicy, mask } = options;
  const { Credentials: credentials } = await client.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: options.sessionName,
      DurationSeconds: options.durationSeconds,
      ...(sessionPolicy !== undefined && { Policy: sessionPolicy }),
    }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = credentials ?? {};
  for (const secret of [SecretAccessKey, SessionToken, AccessKeyId]) mask(secret);
  if (![AccessKeyId, SecretAccessKey, SessionToken].every((value) => /^[\x21-\x7e]+$/.test(value)) || !Expiration) {
    throw malformedAnswer(`sts:AssumeRole for ${roleArn}`, 'no credentials');
  }
  const accountId = parseArn(roleArn)?.account;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: new Secret(SecretAccessKey),
    sessionToken: new Secret(SessionToken),
    expiresAt: Expiration.getTime(),
    roleArn,
    ...(accountId && { accountId }),
  };
}

function explainRefusal(error: unknown, { roleArn, base, durationSeconds }: AssumeRoleOptions): RunnerError {
  const { name, message } = awsFailure(error);
  const who = base.roleArn ?? "the task's role";
  const refusal = (kind: 'permission' | 'configuration', hint: string): RunnerError =>
    new RunnerError({ kind, message: `${who} could not assume ${roleArn}: ${name}: ${message}`, hint, cause: error });
  switch (name) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return refusal(
        'permission',
        `Allow sts:AssumeRole on ${roleArn} in a policy of ${who}, and name ${who} as a principal in the trust policy of ${roleArn}.`,
      );
    case 'MalformedPolicyDocument':
    case 'MalformedPolicyDocumentException':
    case 'PackedPolicyTooLarge':
    case 'PackedPolicyTooLargeException':
      return refusal(
        'configuration',
        `Correct ${SETTING.sessionPolicy}; AWS takes at most 2,048 characters, and less once packed.`,
      );
    case 'ValidationError':
      return refusal(
        'configuration',
        `Correct ${SETTING.roleSessionName}, ${SETTING.roleDuration} (${durationSeconds}; at most the role's maximum session ` +
          `duration) or ${SETTING.sessionPolicy}.`,
      );
    default:
      return toRunnerError(error, { operation: 'sts:AssumeRole', on: roleArn });
  }
}
