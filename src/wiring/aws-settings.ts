import { getIdToken } from '../actions/id-token.ts';
import type { AwsAccess } from '../actions/inputs/aws.ts';
import { agentsKnowProxies } from '../actions/inputs/proxy.ts';
import { actionsLog, mask } from '../actions/io.ts';
import type { ClientSettings } from '../aws/client-config.ts';
import { sharedCredentials } from '../aws/shared-credentials.ts';
import { type Measure, unmeasured } from '../core/report/timeline.ts';
import { STOP_PATIENCE_MS } from './retry-budget.ts';

/**
 * How the clients of a step speak to AWS. The role, where there is one, is assumed at the first request, once for all.
 * @param options.retryBudgetMs milliseconds for which requests may still be tried again
 */
export function awsSettings(options: {
  access: AwsAccess;
  retryBudgetMs?: () => number;
  measure?: Measure;
}): ClientSettings {
  const { access, retryBudgetMs = () => STOP_PATIENCE_MS, measure = unmeasured } = options;
  const { region, webIdentity, proxy } = access;
  if (proxy !== undefined && !agentsKnowProxies(process.versions.node)) {
    actionsLog.warning(
      `Node ${process.versions.node} of this runner is older than 24.5: requests go past the proxy. Update the runner.`,
    );
  }
  const common = { region, log: actionsLog, retryBudgetMs, ...(proxy && { proxy }) };
  if (webIdentity === undefined) return common;
  const assumed = async () => {
    // STS is loaded only where it is asked, and while the token for it is on its way.
    const [token, { webIdentityCredentials }] = await Promise.all([
      measure('OIDC', () => getIdToken({ ...common, ...webIdentity, request: webIdentity.tokenRequest, mask })),
      import('../aws/web-identity.ts'),
    ]);
    const getToken = async (): Promise<string> => token;
    return webIdentityCredentials({ ...webIdentity, client: common, mask, measure, getIdToken: getToken })();
  };
  return { ...common, credentials: sharedCredentials(assumed) };
}
