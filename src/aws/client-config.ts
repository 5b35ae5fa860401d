import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { Log } from '../core/ports.ts';
import type { ProxyVariables } from '../http/agents.ts';
import { defaultCredentials } from './default-credentials.ts';
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
  readonly proxy?: ProxyVariables;
}

/** Settings of any SDK client; the SDK itself reads the endpoint from AWS_ENDPOINT_URL. */
export function clientConfig(settings: ClientSettings) {
  const { region, credentials, proxy } = settings;
  const agent = proxy && { proxyEnv: { ...proxy } };
  return {
    region,
    ...(credentials && { credentials }),
    credentialDefaultProvider: defaultCredentials,
    retryStrategy: new BudgetedRetries(settings),
    // Without timeouts: guardAnswers gives every request a deadline.
    requestHandler: { ...(agent && { httpAgent: agent, httpsAgent: agent }) },
  };
}
