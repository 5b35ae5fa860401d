import type { RoleCredentials } from '../ports.ts';

/** Variables from which the SDKs take keys. */
const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;

/** What docker steps receive: keys, or the endpoint from which their SDK fetches keys itself. */
export type Handover =
  | { readonly kind: 'keys'; readonly credentials: RoleCredentials }
  | { readonly kind: 'endpoint'; readonly variables: Readonly<Record<string, string>> };

/** Variables for the handover: the keys or the endpoint's own variables, and the region if known. */
export function handoverVariables(handover: Handover, region: string | undefined): Record<string, string> {
  const own = handover.kind === 'keys' ? keyVariables(handover.credentials) : handover.variables;
  return { ...own, ...(region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region }) };
}

function keyVariables(credentials: RoleCredentials): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey.reveal(),
    AWS_SESSION_TOKEN: credentials.sessionToken.reveal(),
  };
}

/** Variables that are set in `environment` and would take precedence over the endpoint; the SDKs ignore empty ones. */
export function variablesToBlank(
  handover: Handover,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return handover.kind === 'keys' ? [] : KEYS.filter((name) => environment[name]);
}

/**
 * Options for `docker run` that pass variables by name from the step's own environment, so that no value appears in the
 * arguments of a process, and no shell can split one.
 */
export function dockerArguments(names: readonly string[]): string {
  return names.map((name) => `--env ${name}`).join(' ');
}

/** The first line of our env files: a file with it may be replaced and removed. */
export const ENV_FILE_MARK = '# Written by ecs-github-runner inject-credentials; removed when the job ends.';

/** An env file for `docker run --env-file`, which knows no quotes and takes each line as it is. */
export function envFileText(variables: Readonly<Record<string, string>>): string {
  return [ENV_FILE_MARK, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`), ''].join('\n');
}
