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
  const given = (name: string): string => [name.toLowerCase(), name].find((each) => environment[each]) ?? name;
  const value = (name: string): string | undefined => environment[given(name)] || undefined;
  const url = (name: string): string | undefined => {
    const text = value(name);
    if (text === undefined) return undefined;
    const proxy = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
    const wrong = whatIsWrong(proxy);
    if (wrong === undefined) return proxy;
    // Not shown: it may contain a password.
    reader.problem(`The environment variable ${given(name)} ${wrong}; its value is not shown.`);
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

function whatIsWrong(proxy: string): string | undefined {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return 'must be the URL of an HTTP proxy';
  try {
    // As Node's agents do, which throw an error of their own.
    for (const part of [url.username, url.password]) decodeURIComponent(part);
    return undefined;
  } catch {
    return 'has a user name or password with a % that encodes nothing: write %25 for a % in it';
  }
}

function noProxy(list: string): string {
  const items = list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const withSubdomains = items.flatMap((item) => (/^[*.]/.test(item) ? [item] : [item, `.${item}`]));
  return [...LOOPBACK, ...withSubdomains].join(',');
}
