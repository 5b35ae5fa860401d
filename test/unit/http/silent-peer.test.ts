import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { DescribeTasksCommand, ECSClient } from '@aws-sdk/client-ecs';
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { getIdToken } from '../../../src/actions/id-token.ts';
import { guardAnswers } from '../../../src/aws/answers.ts';
import { clientConfig } from '../../../src/aws/client-config.ts';
import { ContainerCredentials } from '../../../src/aws/container-credentials.ts';
import { Secret } from '../../../src/core/secret.ts';
import { boundedFetch } from '../../../src/github/fetch.ts';
import { ownAgents } from '../../../src/http/agents.ts';
import { exchange } from '../../../src/http/exchange.ts';
import { MemoryLog } from '../../helpers/fakes.ts';
import { nameOf, SILENT_WAYS, type SilentPeer, startSilentPeer } from '../../helpers/silent-peer.ts';

/** In place of the deadlines of 5 to 20 s. */
const DEADLINE_MS = 300;

const trusted = getCACertificates('default');
afterAll(() => setDefaultCACertificates(trusted));

let deadlines: number[];
beforeEach(() => {
  deadlines = [];
  const real = AbortSignal.timeout.bind(AbortSignal);
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    deadlines.push(ms);
    return real(DEADLINE_MS);
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const proxyOf = ({ proxy }: SilentPeer) => (proxy === undefined ? {} : { proxy: { HTTPS_PROXY: proxy } });

/** One request of each kind of client; none is retried. */
const CLIENTS: Readonly<Record<string, (peer: SilentPeer) => Promise<unknown>>> = {
  GitHub: (peer) => boundedFetch(proxyOf(peer).proxy)(`${peer.url}/repos/o/r/actions/runners`, { method: 'GET' }),
  'the OIDC token': (peer) =>
    getIdToken({
      source: { url: `${peer.url}/token`, token: new Secret('x') },
      audience: 'sts.amazonaws.com',
      mask: () => undefined,
      log: new MemoryLog(),
      retryBudgetMs: () => 0,
      ...proxyOf(peer),
    }),
  AWS: (peer) => {
    const settings = { region: 'us-east-1', log: new MemoryLog(), retryBudgetMs: () => 0, ...proxyOf(peer) };
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'x' };
    const client = guardAnswers(new ECSClient({ ...clientConfig({ ...settings, credentials }), endpoint: peer.url }));
    return client.send(new DescribeTasksCommand({ cluster: 'ci', tasks: ['x'] }));
  },
  'the credentials endpoint': (peer) =>
    new ContainerCredentials({ endpoint: { url: new URL(peer.url) }, mask: () => undefined }).fetch(5_000),
};

describe.each(SILENT_WAYS.map((way) => [nameOf(way), way] as const))('A peer that falls silent %s', (_name, way) => {
  let peer: SilentPeer;
  beforeEach(async () => {
    peer = await startSilentPeer(way);
    setDefaultCACertificates([...trusted, peer.authority]);
  });
  afterEach(() => peer.close());

  // The credentials endpoint is never asked through a proxy.
  const clients = Object.entries(CLIENTS).filter(([name]) => !(way.isProxied && name === 'the credentials endpoint'));
  test.each(clients)('does not keep a request to %s past its deadline', async (_client, send) => {
    const began = Date.now();
    await expect(send(peer)).rejects.toThrow(/no complete answer within|was not complete within/);
    expect(Date.now() - began).toBeGreaterThanOrEqual(DEADLINE_MS - 20);
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(deadlines).toEqual([expect.any(Number)]);
    expect(deadlines[0]).toBeLessThanOrEqual(20_000);
  });
});

// Between the tunnel and TLS, Node's agent alone has the connection, and closes it when the proxy does.
const closed = SILENT_WAYS.filter(({ silence, isProxied }) => !(isProxied && silence === 'after the connection'));

test.each(closed.map((way) => [nameOf(way), way] as const))(
  'A request leaves no connection to a peer that fell silent %s',
  async (_name, way) => {
    const peer = await startSilentPeer(way);
    setDefaultCACertificates([...trusted, peer.authority]);
    const agents = ownAgents({ keepAlive: true, ...proxyOf(peer) });
    const request = exchange(new URL(peer.url), { headers: {}, agents, withinMs: DEADLINE_MS, maxBytes: 1000 });
    await expect(request).rejects.toThrow('no complete answer within 0.3 s');
    for (let wait = 0; wait < 50 && peer.open > 0; wait += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(peer.open).toBe(0);
    await peer.close();
  },
);
