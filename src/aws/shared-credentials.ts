import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';

/** The SDK fetches new credentials when its present ones are valid for less than this, in milliseconds. */
const ABOUT_TO_EXPIRE_MS = 5 * 60_000;

/**
 * Lets all clients of a step share one session: each SDK client caches its own credentials, so two clients would assume
 * the role twice. `provider` is called again when a session is about to expire, or when the last call failed.
 */
export function sharedCredentials(provider: AwsCredentialIdentityProvider): AwsCredentialIdentityProvider {
  let last: Promise<AwsCredentialIdentity> | undefined;
  const renew = (): Promise<AwsCredentialIdentity> => {
    const fetched = provider();
    last = fetched;
    fetched.catch(() => {
      if (last === fetched) last = undefined;
    });
    return fetched;
  };
  return async () => {
    const found = last;
    if (found === undefined) return renew();
    if (!isAboutToExpire(await found)) return found;
    // Another client may have fetched new ones while this one awaited.
    return last === undefined || last === found ? renew() : last;
  };
}

function isAboutToExpire({ expiration }: AwsCredentialIdentity): boolean {
  return expiration !== undefined && expiration.getTime() - Date.now() < ABOUT_TO_EXPIRE_MS;
}
