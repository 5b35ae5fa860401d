import type { RoleCredentials } from '../ports.ts';

/** Variables by which the SDKs are given keys. */
const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;

/** What docker steps are given: keys, or the endpoint where their SDK fetches keys by itself. */
export type Handover =
  | { readonly kind: 'keys'; readonly credentials: RoleCredentials }
  | { readonly kind: 'endpoint'; readonly variables: Readonly<Record<string, string>> };

/** Variables that hand over: of keys, or the endpoint's own, and the region where it is known. */
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

/** Variables that are set in `environment` and would win over the endpoint; the SDKs pass over empty ones. */
export function variablesToBlank(
  handover: Handover,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return handover.kind === 'keys' ? [] : KEYS.filter((name) => environment[name]);
}

/**
 * Options for `docker run` that pass variables by name from the step's own environment, so that no value is in the
 * arguments of a process, and no shell can take one apart.
 */
export function dockerArguments(names: readonly string[]): string {
  return names.map((name) => `--env ${name}`).join(' ');
}

/** The first line of an env file of ours: what has it may be replaced and removed. */
export const ENV_FILE_MARK = '# Written by ecs-github-runner inject-credentials; removed when the job ends.';

/** An env file as `docker run --env-file` reads it: it knows no quotes, and takes each line as it is. */
export function envFileText(variables: Readonly<Record<string, string>>): string {
  return [ENV_FILE_MARK, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`), ''].join('\n');
}
