import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SandboxClock } from './clock.ts';
import type { FaultEffect, FaultScript } from './faults.ts';

/** A request as a service sees it: read completely. */
export interface SandboxRequest {
  readonly method: string;
  /** Path without the query, undecoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A service's answer. An object body is sent as JSON unless `headers` names another content type. */
export interface SandboxAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
}

/** A request's service and operation, by the names that faults and the journal use. */
export interface Operation {
  readonly service: string;
  readonly operation: string;
}

/** One side of the sandbox (GitHub, AWS), free of sockets, faults and the journal. */
export interface SandboxService {
  identify(request: SandboxRequest): Operation;
  handle(request: SandboxRequest, operation: Operation): Promise<SandboxAnswer> | SandboxAnswer;
}

/** A line of the journal: every request that reached the sandbox, in order. */
export interface JournalEntry extends Operation {
  /** 1, 2, 3, … across both servers. */
  readonly sequence: number;
  /** Epoch milliseconds of sandbox time at which it arrived. */
  readonly at: number;
  readonly request: SandboxRequest;
  /** The answer sent; undefined before that, or if the socket was dropped. */
  answer?: SandboxAnswer;
  /** The service itself was called: it acted, whatever answer the caller got. */
  acted: boolean;
}

/** Called at each phase of each request; the request waits for the promise. */
export type RequestObserver = (
  phase: 'received' | 'acted' | 'answered',
  entry: Readonly<JournalEntry>,
) => void | Promise<void>;

/** What a sandbox's servers share. */
export interface Exchange {
  readonly clock: SandboxClock;
  readonly faults: FaultScript;
  readonly journal: JournalEntry[];
  readonly observers: Set<RequestObserver>;
}

/** A running loopback server. */
export interface SandboxServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `service` on a free loopback port: journal, faults and observers are applied here, the same for every service.
 * @param options.port 0, the default, picks a free one.
 */
export async function serve(options: {
  service: SandboxService;
  exchange: Exchange;
  port?: number;
}): Promise<SandboxServer> {
  const server = createServer((incoming, response) => {
    exchangeOne({ ...options, incoming, response }).catch((error: unknown) => {
      // A bug in the sandbox itself must not look like an answer from the service.
      process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) send(response, { status: 500, body: `sandbox bug: ${String(error)}` });
    });
  });
  server.keepAliveTimeout = 1000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function exchangeOne(options: {
  service: SandboxService;
  exchange: Exchange;
  incoming: IncomingMessage;
  response: ServerResponse;
}): Promise<void> {
  const { service, exchange, incoming, response } = options;
  const request = await read(incoming);
  const operation = service.identify(request);
  const entry: JournalEntry = {
    sequence: exchange.journal.length + 1,
    at: exchange.clock.now(),
    request,
    ...operation,
    acted: false,
  };
  exchange.journal.push(entry);
  await notify(exchange, 'received', entry);

  const fault = exchange.faults.take(operation.service, operation.operation);
  if (fault?.delayMs !== undefined) await exchange.clock.sleep(fault.delayMs);
  const effect = fault?.effect;
  let answer: SandboxAnswer;
  if (effect !== undefined && effect.when === 'before') {
    answer = faultAnswer(effect);
  } else {
    answer = await service.handle(request, operation);
    entry.acted = true;
    await notify(exchange, 'acted', entry);
    if (effect !== undefined) answer = faultAnswer(effect, answer);
  }
  if (effect?.kind === 'hang') return;
  if (effect?.kind === 'drop') {
    incoming.socket.destroy();
    return;
  }
  if (response.destroyed || incoming.socket.destroyed) return;
  entry.answer = answer;
  // Sandbox time: clients count waits, and correct the times they sign, by it.
  send(response, answer, exchange.clock.now());
  await notify(exchange, 'answered', entry);
}

function faultAnswer(effect: FaultEffect, real: SandboxAnswer = { status: 500 }): SandboxAnswer {
  if (effect.kind !== 'respond') return real;
  const { status, headers, body } = effect;
  return { status, ...(headers && { headers }), ...(body !== undefined && { body }) };
}

async function notify(exchange: Exchange, phase: Parameters<RequestObserver>[0], entry: JournalEntry): Promise<void> {
  for (const observer of [...exchange.observers]) await observer(phase, entry);
}

async function read(incoming: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(response: ServerResponse, answer: SandboxAnswer, now = Date.now()): void {
  const isText = typeof answer.body === 'string';
  const text = answer.body === undefined ? '' : isText ? (answer.body as string) : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    ...(answer.body !== undefined && { 'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8' }),
    // Both services date their answers by their own clock.
    date: new Date(now).toUTCString(),
    ...answer.headers,
    ...(answer.status !== 204 && { 'content-length': String(Buffer.byteLength(text)) }),
  });
  response.end(answer.status === 204 ? undefined : text);
}
