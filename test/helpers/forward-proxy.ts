import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** One request that a proxy was asked to forward. */
export interface Proxied {
  /** `CONNECT` opens a tunnel; `absolute` has the whole URL in its first line. */
  readonly form: 'CONNECT' | 'absolute';
  /** `host:port` as the client named it. */
  readonly target: string;
}

/** A forwarding proxy on loopback. */
export interface ForwardProxy {
  readonly port: number;
  readonly seen: readonly Proxied[];
  close(): Promise<void>;
}

/**
 * Starts a proxy that forwards requests in both forms that clients use.
 * @param options.routes the real port for each `host:port` that it knows, on loopback; nothing else resolves these
 * names
 * @param options.credentials `user:password` that it requires
 */
export async function startForwardProxy(options: {
  routes: ReadonlyMap<string, number>;
  credentials?: string;
}): Promise<ForwardProxy> {
  const { routes, credentials } = options;
  const seen: Proxied[] = [];
  const sockets = new Set<Socket>();
  const isAllowed = ({ headers }: IncomingMessage): boolean =>
    credentials === undefined ||
    headers['proxy-authorization'] === `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '', 'http://not-absolute');
    const target = `${url.hostname}:${url.port || 80}`;
    seen.push({ form: 'absolute', target });
    const port = routes.get(target);
    if (!isAllowed(incoming) || port === undefined) {
      response.writeHead(port === undefined ? 502 : 407).end();
      return;
    }
    const { 'proxy-authorization': _, ...headers } = incoming.headers;
    const onward = request(
      { port, host: '127.0.0.1', method: incoming.method, path: `${url.pathname}${url.search}`, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  server.on('connect', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    const target = incoming.url ?? '';
    seen.push({ form: 'CONNECT', target });
    const port = routes.get(target);
    if (!isAllowed(incoming) || port === undefined) {
      client.end(`HTTP/1.1 ${port === undefined ? '502 Bad Gateway' : '407 Proxy Authentication Required'}\r\n\r\n`);
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    sockets.add(onward);
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
    client.on('close', () => onward.destroy());
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
