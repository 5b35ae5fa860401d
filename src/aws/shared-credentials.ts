import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';

/** The SDK asks for new credentials when the ones it has are good for less than this, milliseconds. */
const ABOUT_TO_EXPIRE_MS = 5 * 60_000;

/**
 * Lets all clients of a step share one session: each client of the SDK keeps credentials for itself alone, so that two
 * would assume the role twice. `provider` is asked again when a session is about to expire, or could not be had.
 */
export function sharedCredentials(provider: AwsCredentialIdentityProvider): AwsCredentialIdentityProvider {
  let last: Promise<AwsCredentialIdentity> | undefined;
  const ask = (): Promise<AwsCredentialIdentity> => {
    const asked = provider();
    last = asked;
    asked.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked;
  };
  return async () => {
    const found = last;
    if (found === undefined) return ask();
    if (!isAboutToExpire(await found)) return found;
    // Another client may have asked while this one looked.
    return last === undefined || last === found ? ask() : last;
  };
}

function isAboutToExpire({ expiration }: AwsCredentialIdentity): boolean {
  return expiration !== undefined && expiration.getTime() - Date.now() < ABOUT_TO_EXPIRE_MS;
}
