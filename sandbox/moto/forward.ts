import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { SandboxAnswer, SandboxRequest } from '../server.ts';

/** Headers that belong to one connection, not to the message (RFC 9110, 7.6.1); the length is recomputed. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']);

/**
 * Forwards a request to the server at `url` and resolves to its answer: path, headers and body pass unchanged both
 * ways, `host` included, because a signature may cover it.
 * @throws if the server does not answer
 */
export function forward(url: string, request: SandboxRequest): Promise<SandboxAnswer> {
  const query = request.query.toString();
  const body = Buffer.from(request.body);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      `${url}${request.path}${query && `?${query}`}`,
      {
        method: request.method,
        headers: { ...ofTheMessage(request.headers), 'content-length': String(body.length) },
      },
      (incoming) => {
        read(incoming).then(resolve, reject);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

async function read(incoming: IncomingMessage): Promise<SandboxAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    status: incoming.statusCode ?? 0,
    headers: ofTheMessage(incoming.headers),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function ofTheMessage(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || OF_THE_CONNECTION.has(name)) continue;
    kept[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return kept;
}
