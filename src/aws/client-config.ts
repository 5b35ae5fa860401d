import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';

/**
 * How every client is made. An answer that does not come within 20 s will not come: RunTask, the slowest call, answers
 * in 1 to 3 s. The SDK tries again with its own back-off; RunTask is made safe for that by its client token.
 */
export interface ClientSettings {
  readonly region: string;
  /** Absent: the SDK's default chain. */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
}

/** Settings of any SDK client; the endpoint comes from AWS_ENDPOINT_URL, which the SDK reads by itself. */
export function clientConfig(settings: ClientSettings) {
  return {
    region: settings.region,
    ...(settings.credentials && { credentials: settings.credentials }),
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  };
}
