import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server does with every request; it may change between requests. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** A loopback server that answers as no service should. */
export interface HostileServer {
  readonly url: string;
  /** The number of received requests. */
  readonly count: number;
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** Starts it. */
export async function startHostileServer(): Promise<HostileServer> {
  let behaviour: Behaviour = (_, response) => response.writeHead(500).end();
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    request.resume();
    request.on('end', () => behaviour(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get count() {
      return count;
    },
    behave(next) {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Any text, as JSON unless another content type is given. */
export function answer(body: string, options: { status?: number; type?: string } = {}): Behaviour {
  const { status = 200, type = 'application/json; charset=utf-8' } = options;
  return (_, response) => response.writeHead(status, { 'content-type': type }).end(body);
}

export const HTML =
  '<!DOCTYPE html>\n<html><head><title>Log in\nto the proxy</title></head><body>::error::x</body></html>';

/** JSON without end; the connection stays open as long as the client reads. */
export const endless: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = `${JSON.stringify('x'.repeat(65_000))},`;
  const more = (): void => {
    while (!response.destroyed && response.write(chunk)) {
      // Until the client's buffers are full.
    }
  };
  response.on('drain', more);
  response.write('[');
  more();
};

/** Promises more than it sends, and closes the connection. */
export function breakOff(body: string): Behaviour {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length + 100) });
    response.write(body);
    setTimeout(() => response.destroy(), 20);
  };
}

/** Begins an answer, and continues so slowly that it never ends. */
export const drip: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":');
  const timer = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(timer));
};
