import http from 'node:http';
import https from 'node:https';

/** A complete answer. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Credentials are 2 KB, a task's metadata 10 KB; an answer of more bytes than this is something else. */
const MAX_ANSWER_BYTES = 200_000;

/**
 * GETs an address on this machine or its link: no proxy, no redirect, a bounded answer.
 * @param options.withinMs milliseconds within which the answer must be complete
 * @throws Node's Error for a failed connection; its message says what happened
 */
export async function boundedGet(
  url: URL,
  options: { withinMs: number; headers?: Readonly<Record<string, string>> },
): Promise<Answer> {
  const signal = AbortSignal.timeout(options.withinMs);
  try {
    return await get(url, { signal, headers: options.headers ?? {} });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Error(`no complete answer within ${Math.ceil(options.withinMs / 100) / 10} s`, { cause: error });
  }
}

async function get(
  url: URL,
  options: { signal: AbortSignal; headers: Readonly<Record<string, string>> },
): Promise<Answer> {
  const { request, Agent } = url.protocol === 'https:' ? https : http;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    // A separate agent: NODE_USE_ENV_PROXY gives the global one a proxy.
    request(url, { ...options, agent: new Agent({ keepAlive: false }) })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`the answer is larger than ${MAX_ANSWER_BYTES / 1000} KB`);
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}
