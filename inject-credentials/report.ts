import type { RoleCredentials } from '../src/core/ports.ts';
import type { CredentialsInputs } from './inputs.ts';

/** What was handed out, and how. */
export interface HandedOut {
  readonly mode: CredentialsInputs['mode'];
  readonly credentials: RoleCredentials;
  readonly envFile: string | undefined;
  readonly dockerArguments: string;
}

/** The outputs of inject-credentials, as listed in action.yml and the README. Mode endpoint needs no keys. */
export function credentialsOutputs(handedOut: HandedOut): Record<string, string> {
  const { mode, credentials, envFile, dockerArguments } = handedOut;
  const isKeys = mode === 'keys';
  return {
    'access-key-id': isKeys ? credentials.accessKeyId : '',
    'secret-access-key': isKeys ? credentials.secretAccessKey.reveal() : '',
    'session-token': isKeys ? credentials.sessionToken.reveal() : '',
    expiration: new Date(credentials.expiresAt).toISOString(),
    'role-arn': credentials.roleArn ?? '',
    'account-id': credentials.accountId ?? '',
    'env-file': envFile ?? '',
    'docker-args': dockerArguments,
  };
}

/** The log line. */
export function describeHandedOut({ mode, credentials }: HandedOut, names: readonly string[]): string {
  const who = credentials.roleArn ?? 'a role that the endpoint does not name';
  const until = new Date(credentials.expiresAt).toISOString();
  const what =
    mode === 'keys'
      ? `keys of ${who}, valid until ${until}`
      : `the endpoint of ${who}, whose credentials renew themselves`;
  const how = names.length === 0 ? 'as outputs only' : `as ${names.join(', ')}`;
  return `Later steps have ${what}, ${how}.`;
}
