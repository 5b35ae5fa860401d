import type { ClientSettings } from '../aws/client-config.ts';
import { sharedCredentials } from '../aws/shared-credentials.ts';
import { type Measure, unmeasured } from '../core/report/timeline.ts';
import { DEFAULT_RETRY_BUDGET_MS } from './retry-budget.ts';
import type { AwsAccess, Root } from './root.ts';

/**
 * How the clients of a root connect to AWS. The role, if any, is assumed once for all of them, at the first request.
 * @param options.retryBudgetMs milliseconds for which requests may still be retried
 */
export function awsSettings(options: {
  access: AwsAccess;
  root: Root;
  retryBudgetMs?: () => number;
  measure?: Measure;
}): ClientSettings {
  const { access, root, retryBudgetMs = () => DEFAULT_RETRY_BUDGET_MS, measure = unmeasured } = options;
  const { region, webIdentity, proxy } = access;
  const { log, mask, idToken } = root;
  if (proxy !== undefined && !agentsKnowProxies(process.versions.node)) {
    log.warning(
      `Node ${process.versions.node} of this runner is older than 24.5: requests bypass the proxy. Update the runner.`,
    );
  }
  const common = { region, log, retryBudgetMs, ...(proxy && { proxy }) };
  if (webIdentity === undefined) return common;
  if (idToken === undefined) throw new Error('A role is to be assumed with an OIDC token, but this root has none.');
  const assumed = async () => {
    // The STS client is loaded only if needed, while the token for it is being requested.
    const [token, { webIdentityCredentials }] = await Promise.all([
      measure('OIDC', () => idToken({ audience: webIdentity.audience, retryBudgetMs, ...(proxy && { proxy }) })),
      import('../aws/web-identity.ts'),
    ]);
    const getToken = async (): Promise<string> => token;
    return webIdentityCredentials({ ...webIdentity, client: common, mask, measure, getIdToken: getToken })();
  };
  return { ...common, credentials: sharedCredentials(assumed) };
}

/** Node's agents support proxies from 24.5 on; older ones would silently bypass them. */
export function agentsKnowProxies(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 5);
}
