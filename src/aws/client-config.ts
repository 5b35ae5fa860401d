import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { Log } from '../core/ports.ts';
import { PatientRetries } from './retries.ts';

/** How every client is made. */
export interface ClientSettings {
  readonly region: string;
  /** Absent: the SDK's default chain. */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  readonly log: Log;
  /** Milliseconds for which requests may still be tried again and throttling waited out. */
  readonly retryBudgetMs: () => number;
  /** Absent: no proxy. */
  readonly proxy?: ProxySettings;
}

/** A proxy in the form that Node's own agents take (`proxyEnv`, Node 24.5). */
export interface ProxySettings {
  readonly HTTP_PROXY?: string;
  readonly HTTPS_PROXY?: string;
  readonly NO_PROXY?: string;
}

/**
 * Settings of any SDK client; the endpoint comes from AWS_ENDPOINT_URL, which the SDK reads by itself. An answer that
 * does not come within 20 s will not come: RunTask, the slowest call, answers in 1 to 3 s. RunTask is made safe for
 * being tried again by its client token.
 */
export function clientConfig(settings: ClientSettings) {
  const { region, credentials, proxy } = settings;
  return {
    region,
    ...(credentials && { credentials }),
    retryStrategy: new PatientRetries(settings),
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 20_000,
      throwOnRequestTimeout: true,
      ...(proxy && { httpAgent: { proxyEnv: { ...proxy } }, httpsAgent: { proxyEnv: { ...proxy } } }),
    },
  };
}
