import http from 'node:http';
import https from 'node:https';

/** Proxy variables in the form that Node's own agents take (`proxyEnv`, Node 24.5). */
export interface ProxyVariables {
  readonly HTTP_PROXY?: string;
  readonly HTTPS_PROXY?: string;
  readonly NO_PROXY?: string;
}

/** One of Node's agents for each protocol. */
export interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** Agents of one's own, with a proxy or none; NODE_USE_ENV_PROXY gives Node's global ones a proxy. */
export function ownAgents(options: { keepAlive: boolean; proxy?: ProxyVariables }): Agents {
  const { keepAlive, proxy } = options;
  const own = { keepAlive, ...(proxy && { proxyEnv: { ...proxy } }) };
  return { http: new http.Agent(own), https: new https.Agent(own) };
}
