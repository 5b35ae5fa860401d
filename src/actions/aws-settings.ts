import type { ClientSettings } from '../aws/client-config.ts';
import { sharedCredentials } from '../aws/shared-credentials.ts';
import { webIdentityCredentials } from '../aws/web-identity.ts';
import type { AwsAccess } from './aws-inputs.ts';
import { getIdToken } from './id-token.ts';
import { actionsLog, mask } from './io.ts';
import { STOP_PATIENCE_MS } from './patience.ts';
import { agentsKnowProxies } from './proxy.ts';

/**
 * How the clients of a step speak to AWS. The role, where there is one, is assumed at the first request, once for all.
 * @param patienceMs milliseconds for which requests may still be tried again
 */
export function awsSettings(access: AwsAccess, patienceMs: () => number = () => STOP_PATIENCE_MS): ClientSettings {
  const { region, webIdentity, proxy } = access;
  if (proxy !== undefined && !agentsKnowProxies(process.versions.node)) {
    actionsLog.warning(
      `Node ${process.versions.node} of this runner is older than 24.5: requests to AWS go past the proxy. Update the runner.`,
    );
  }
  const common = { region, log: actionsLog, patienceMs, ...(proxy && { proxy }) };
  if (webIdentity === undefined) return common;
  const assumed = webIdentityCredentials({
    ...webIdentity,
    client: common,
    mask,
    getIdToken: () => getIdToken({ ...common, ...webIdentity, request: webIdentity.tokenRequest, mask }),
  });
  return { ...common, credentials: sharedCredentials(assumed) };
}
