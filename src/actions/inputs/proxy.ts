import type { ProxyVariables } from '../../http/agents.ts';
import type { Environment, InputReader } from './reader.ts';

/** Hosts that never go through a proxy: the same rule as the toolkit's, and so other actions'. */
const LOOPBACK = ['localhost', '127.0.0.0-127.255.255.255', '::1', '[::1]'];

/**
 * Reads the proxy variables as the toolkit does, so that all requests take the same route as other actions': lower case
 * has precedence, a proxy may lack a scheme, and a host in NO_PROXY includes its subdomains. Node's agents, which
 * receive the result, implement none of the three.
 */
export function readProxy(reader: InputReader, environment: Environment): ProxyVariables | undefined {
  const value = (name: string): string | undefined => environment[name.toLowerCase()] || environment[name] || undefined;
  const url = (name: string): string | undefined => {
    const given = value(name);
    if (given === undefined) return undefined;
    const proxy = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`;
    if (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol)) return proxy;
    // Not shown: it may contain a password.
    reader.problem(`The environment variable ${name} must be the URL of an HTTP proxy; its value is not shown.`);
    return undefined;
  };
  const [http, https] = [url('HTTP_PROXY'), url('HTTPS_PROXY')];
  if (http === undefined && https === undefined) return undefined;
  return {
    ...(http && { HTTP_PROXY: http }),
    ...(https && { HTTPS_PROXY: https }),
    NO_PROXY: noProxy(value('NO_PROXY') ?? ''),
  };
}

function noProxy(list: string): string {
  const items = list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const withSubdomains = items.flatMap((item) => (/^[*.]/.test(item) ? [item] : [item, `.${item}`]));
  return [...LOOPBACK, ...withSubdomains].join(',');
}
