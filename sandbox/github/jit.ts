import { randomBytes } from 'node:crypto';
import type { LazyKey } from './jwt.ts';
import type { Registration } from './registry.ts';

/**
 * The value of `encoded_jit_config`: base64 of a JSON object of file name to base64 content, the three files that the
 * runner program writes into its root.
 * @param options.key one key for all runners of a sandbox (generating one takes too long); the clientId distinguishes
 * them.
 */
export function encodeJitConfig(options: { row: Registration; url: string; key: LazyKey }): string {
  const { row, url } = options;
  const files = {
    '.runner': {
      agentId: String(row.id),
      agentName: row.name,
      disableUpdate: 'True',
      ephemeral: 'True',
      gitHubUrl: `${url}/${row.scope.replace(/^(repos|orgs)\//, '')}`,
      poolId: String(row.runnerGroupId),
      poolName: 'Default',
      serverUrl: url,
      serverUrlV2: `${url}/_runner/`,
      skipSessionRecover: 'True',
      useV2Flow: 'True',
      workFolder: row.workFolder,
    },
    '.credentials': {
      scheme: 'OAuth',
      data: {
        clientId: row.clientId,
        authorizationUrl: `${url}/_runner/_apis/oauth2/token/${randomBytes(16).toString('hex')}`,
        // Pads the short addresses of the sandbox: real configs exceed 4 KB, and this one would not.
        authorizationUrlV2: `${url}/_runner/_apis/oauth2/token?context=${randomBytes(240).toString('base64url')}`,
        requireFipsCryptography: 'True',
      },
    },
    '.credentials_rsaparams': rsaParameters(options.key),
  };
  const encoded = Object.entries(files).map(([name, content]) => [name, base64(JSON.stringify(content))]);
  return base64(JSON.stringify(Object.fromEntries(encoded)));
}

/** As .NET serializes RSAParameters: standard base64, not base64url. */
function rsaParameters(key: LazyKey): Record<string, string> {
  const { d, dp, dq, e, n, p, q, qi } = key.privateKey().export({ format: 'jwk' });
  const parts = { d, dp, dq, exponent: e, inverseQ: qi, modulus: n, p, q };
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, Buffer.from(part ?? '', 'base64url').toString('base64')]),
  );
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
