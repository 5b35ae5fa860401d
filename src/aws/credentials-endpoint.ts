import { RunnerError } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';

/** Variables of the container credentials endpoint, as all SDKs read them. */
export const ENDPOINT_VARIABLE = {
  relativeUri: 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  fullUri: 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  token: 'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  tokenFile: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
} as const;

/** The token sent to a container credentials endpoint. */
export type EndpointToken =
  | { readonly kind: 'value'; readonly value: Secret<string> }
  /** Read for each request, because EKS replaces it. */
  | { readonly kind: 'file'; readonly path: string };

/** A container credentials endpoint that requests may be sent to. */
export interface CredentialsEndpoint {
  readonly url: URL;
  readonly token?: EndpointToken;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the SDKs send a relative URI: the ECS agent's address. */
const ECS_ORIGIN = 'http://169.254.170.2';

/** Hosts that the SDKs accept without TLS besides 127.0.0.0/8: ECS, EKS, EKS over IPv6, the machine itself. */
const PLAIN_HOSTS = new Set(['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]', 'localhost', '[::1]']);

/**
 * Reads the endpoint as the SDKs do: the relative URI takes precedence over the full one, a token's file over its
 * value, and an empty variable counts as unset. Undefined if there is no endpoint.
 * @throws RunnerError for a value that no SDK would accept
 */
export function readEndpoint(environment: Environment): CredentialsEndpoint | undefined {
  const relative = environment[ENDPOINT_VARIABLE.relativeUri];
  if (relative) return relativeEndpoint(relative);
  const full = environment[ENDPOINT_VARIABLE.fullUri];
  return full ? fullEndpoint(full, environment) : undefined;
}

function relativeEndpoint(path: string): CredentialsEndpoint {
  // Joined, not resolved: //host/path would name another host. Without the slash the path could extend the host's name.
  const url = /^\/[\x21-\x7e]*$/.test(path) ? parseUrl(ECS_ORIGIN + path) : undefined;
  if (url?.origin !== ECS_ORIGIN) {
    throw misconfigured(
      ENDPOINT_VARIABLE.relativeUri,
      `must be a path such as /v2/credentials/<id>; it is ${shown(path)}`,
    );
  }
  return { url };
}

function fullEndpoint(text: string, environment: Environment): CredentialsEndpoint {
  const url = parseUrl(text);
  if (url === undefined) throw misconfigured(ENDPOINT_VARIABLE.fullUri, `must be a URL; it is ${shown(text)}`);
  if (!isAllowedHost(url)) {
    throw misconfigured(
      ENDPOINT_VARIABLE.fullUri,
      `is ${shown(text)}, which the SDKs refuse as well: without TLS only ECS (169.254.170.2), EKS ` +
        '(169.254.170.23, [fd00:ec2::23]) and the machine itself are allowed',
    );
  }
  const token = readToken(environment);
  return { url, ...(token && { token }) };
}

/** The variables through which any SDK finds the endpoint. */
export function endpointVariables({ url, token }: CredentialsEndpoint): Record<string, string> {
  if (url.origin === ECS_ORIGIN && token === undefined)
    return { [ENDPOINT_VARIABLE.relativeUri]: url.href.slice(ECS_ORIGIN.length) };
  return {
    [ENDPOINT_VARIABLE.fullUri]: url.href,
    ...(token?.kind === 'file' && { [ENDPOINT_VARIABLE.tokenFile]: token.path }),
    ...(token?.kind === 'value' && { [ENDPOINT_VARIABLE.token]: token.value.reveal() }),
  };
}

function readToken(environment: Environment): EndpointToken | undefined {
  const path = environment[ENDPOINT_VARIABLE.tokenFile];
  if (path) return { kind: 'file', path };
  const value = environment[ENDPOINT_VARIABLE.token];
  return value ? { kind: 'value', value: new Secret(value) } : undefined;
}

/**
 * The SDKs' rule: over TLS any host; without it only the addresses of credentials endpoints and of this machine. A
 * hostile value cannot make us send the token, or fetch credentials, elsewhere in the clear.
 */
export function isAllowedHost(url: URL): boolean {
  if (url.protocol === 'https:') return url.hostname !== '' && url.username === '' && url.password === '';
  return isKnownEndpoint(url);
}

/** Whether the URL has no TLS and is the address of a credentials endpoint or of this machine. */
export function isKnownEndpoint(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false;
  // URL normalizes every notation of an IPv4 address to four numbers.
  return url.protocol === 'http:' && (PLAIN_HOSTS.has(url.hostname) || /^127(\.\d+){3}$/.test(url.hostname));
}

/** Whether only processes in this machine's own network can reach it; a container has its own network. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function misconfigured(variable: string, problem: string): RunnerError {
  return new RunnerError({
    kind: 'configuration',
    message: `The environment variable ${variable} ${problem}.`,
    hint: 'ECS sets it by itself: find what else sets it, such as the task definition, and remove that.',
  });
}

/** A URL may contain a password, and the runner masks only whole values, so a long value is not shown. */
function shown(value: string): string {
  const clean = value.replace(/\/\/[^/@]*@/, '//***@');
  return clean.length > 100 ? `a text of ${value.length} characters` : JSON.stringify(clean);
}
