import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import { type Certificate, makeCertificate } from './certificate.ts';

/** How far a peer comes before it says nothing any more. */
export type Silence =
  | 'before the connection'
  | 'before CONNECT is answered'
  | 'after the connection'
  | 'after TLS'
  | 'in mid-answer';

/** Where an address is that is never answered, or not to the end. */
export interface SilentPeer {
  readonly url: string;
  /** The proxy to send the request through; absent where there is none. */
  readonly proxy: string | undefined;
  /** PEM of the authority that its certificate is from. */
  readonly authority: string;
  /** Connections that clients have opened and not closed. */
  readonly open: number;
  close(): Promise<void>;
}

/** Every way in which a peer can fall silent, without a proxy and behind one. */
export const SILENT_WAYS: readonly { readonly silence: Silence; readonly isProxied: boolean }[] = [
  ...(['before the connection', 'after the connection', 'after TLS', 'in mid-answer'] as const).map((silence) => ({
    silence,
    isProxied: false,
  })),
  ...(
    [
      'before the connection',
      'before CONNECT is answered',
      'after the connection',
      'after TLS',
      'in mid-answer',
    ] as const
  ).map((silence) => ({ silence, isProxied: true })),
];

/** What a way is called in a test's name. */
export function nameOf({ silence, isProxied }: (typeof SILENT_WAYS)[number]): string {
  return isProxied ? `${silence}, behind a proxy` : silence;
}

/** The only name that its certificate is for. Without a proxy it resolves; behind one, nothing else can reach it. */
const HOST = { direct: 'localhost', proxied: 'silent.example' };

/** Starts a peer on loopback that speaks TLS and falls silent. */
export async function startSilentPeer(way: (typeof SILENT_WAYS)[number]): Promise<SilentPeer> {
  const { silence, isProxied } = way;
  const host = isProxied ? HOST.proxied : HOST.direct;
  const certificate = makeCertificate([host]);
  const backend = silence === 'before the connection' ? await startUnaccepting() : await startBackend(way, certificate);
  return {
    url: isProxied ? `https://${host}` : `https://${host}:${backend.port}`,
    proxy: isProxied ? `http://127.0.0.1:${backend.port}` : undefined,
    authority: certificate.cert,
    get open() {
      return backend.open();
    },
    close: backend.close,
  };
}

interface Backend {
  readonly port: number;
  open(): number;
  close(): Promise<void>;
}

/** A port whose queue of connections is full, so that the kernel answers none of the next ones. */
async function startUnaccepting(): Promise<Backend> {
  const source = `
    const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, server.address().port + '\\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  const fillers: Socket[] = [];
  for (let isFull = false; !isFull; ) {
    const filler = connect(port, '127.0.0.1').on('error', () => undefined);
    fillers.push(filler);
    isFull = await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(true), 300);
      filler.once('connect', () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  }
  return {
    port,
    // What was never accepted cannot be counted.
    open: () => 0,
    close: async () => {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

async function startBackend({ silence, isProxied }: (typeof SILENT_WAYS)[number], certificate: Certificate) {
  const sockets = new Set<Duplex>();
  const converse = (socket: Duplex): void => {
    if (silence === 'after the connection') return;
    const secure = new TLSSocket(socket as Socket, { isServer: true, secureContext: createSecureContext(certificate) });
    for (const event of ['error', 'end', 'close']) secure.on(event, () => socket.destroy());
    secure.once('data', () => {
      if (silence !== 'in mid-answer') return;
      secure.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"a":');
    });
  };
  const server: Server = isProxied
    ? createHttpServer().on('connect', (_: IncomingMessage, socket: Duplex) => {
        if (silence === 'before CONNECT is answered') return;
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        socket.resume();
        converse(socket);
      })
    : createServer(converse);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    // A client's end ends the connection, as it does on a real server.
    socket.resume().on('end', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    open: () => sockets.size,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
