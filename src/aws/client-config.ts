import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { Log } from '../core/ports.ts';
import { BudgetedRetries } from './retries.ts';

/** What every client is built from. */
export interface ClientSettings {
  readonly region: string;
  /** If absent, the SDK's default chain. */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  readonly log: Log;
  /** Milliseconds left for retrying requests and waiting out throttling. */
  readonly retryBudgetMs: () => number;
  /** If absent, no proxy. */
  readonly proxy?: ProxySettings;
}

/** A proxy in the form that Node's own agents take (`proxyEnv`, Node 24.5). */
export interface ProxySettings {
  readonly HTTP_PROXY?: string;
  readonly HTTPS_PROXY?: string;
  readonly NO_PROXY?: string;
}

/**
 * Settings of any SDK client; the SDK itself reads the endpoint from AWS_ENDPOINT_URL. An answer that has not come
 * within 20 s will not come: RunTask, the slowest call, takes 1 to 3 s. RunTask's client token makes it safe to retry.
 */
export function clientConfig(settings: ClientSettings) {
  const { region, credentials, proxy } = settings;
  return {
    region,
    ...(credentials && { credentials }),
    retryStrategy: new BudgetedRetries(settings),
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 20_000,
      throwOnRequestTimeout: true,
      ...(proxy && { httpAgent: { proxyEnv: { ...proxy } }, httpsAgent: { proxyEnv: { ...proxy } } }),
    },
  };
}
