import http from 'node:http';
import https from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import type { Agents } from './agents.ts';
import { withDeadline } from './deadline.ts';

/** A request, and the bounds of its answer. */
export interface Outgoing {
  /** GET by default. */
  readonly method?: string;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body?: string;
  /** Node's global ones by default. */
  readonly agents?: Agents;
  /** Milliseconds from now within which the answer must be complete. */
  readonly withinMs: number;
  /** Largest answer, bytes, after decompression. */
  readonly maxBytes: number;
}

/** A complete answer. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer was larger than allowed; the rest of it was not read. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/**
 * Sends one request over `node:http`, which the AWS SDK loads anyway, and reads its whole answer, within a deadline and
 * a size. A redirect is an answer like any other. All requests of src go through here or through the AWS SDK's clients,
 * which `guardAnswers` bounds in the same way.
 * @throws DeadlineError, AnswerTooLarge, or Node's Error for a failed connection or an answer that broke off
 */
export function exchange(url: URL, outgoing: Outgoing): Promise<Answer> {
  return withDeadline(outgoing.withinMs, (signal) => send(url, outgoing, signal));
}

async function send(url: URL, outgoing: Outgoing, signal: AbortSignal): Promise<Answer> {
  const { method = 'GET', headers, body, agents, withinMs, maxBytes } = outgoing;
  const isSecure = url.protocol === 'https:';
  const agent = isSecure ? agents?.https : agents?.http;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    (isSecure ? https : http)
      // The timeout closes a connection on which a proxy was asked for a tunnel; the signal does not reach that one.
      .request(url, { method, headers, signal, timeout: withinMs, ...(agent && { agent }) })
      .once('response', resolve)
      .once('error', reject)
      .end(body);
  });
  const { statusCode: status = 0, statusMessage: statusText = '' } = response;
  return { status, statusText, headers: response.headers, body: await readBounded(await decoded(response), maxBytes) };
}

async function decoded(response: http.IncomingMessage): Promise<Readable> {
  if (response.headers['content-encoding'] !== 'gzip') return response;
  const { createGunzip } = await import('node:zlib');
  // The reader of the result gets the error of either stream.
  return pipeline(response, createGunzip(), () => undefined);
}

async function readBounded(body: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // An error that leaves the loop destroys the stream, which closes the connection.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AnswerTooLarge(`the answer is larger than ${maxBytes / 1_000_000} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
