import http from 'node:http';
import https from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { RunnerError } from '../core/errors.ts';

/** An answer that has not come within this time will not come, milliseconds: the slowest, a new JIT config, takes 2 s. */
const ANSWER_WITHIN_MS = 20_000;

/** A page of 100 runners is about 200 KB; what is larger than this many bytes is not GitHub's API. */
const ANSWER_AT_MOST = 5_000_000;

/** GitHub answers so for what was renamed or moved, and asks for the same request at the new place. */
const REDIRECTS = [301, 302, 307, 308];
const REDIRECTS_AT_MOST = 5;

/** Proxy variables in the form that Node's own agents take (`proxyEnv`, Node 24.5). */
export interface ProxyVariables {
  readonly HTTP_PROXY?: string;
  readonly HTTPS_PROXY?: string;
  readonly NO_PROXY?: string;
}

/** What is sent, each time that it is. */
interface Outgoing {
  readonly method: string;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string | undefined;
  readonly agents: { readonly http: http.Agent; readonly https: https.Agent };
  readonly signal: AbortSignal;
}

/**
 * The fetch that Octokit is given: what it uses of one, over `node:http`, which the AWS SDK loads anyway; undici, the
 * toolkit's and Node's own, would cost 50 to 70 ms more. The answer is read whole within a deadline and a size, and a
 * body that breaks off is a failure of the request; Octokit would take it for an empty one.
 */
export function boundedFetch(proxy?: ProxyVariables): typeof fetch {
  const options = proxy && { keepAlive: true, proxyEnv: { ...proxy } };
  const agents = options
    ? { http: new http.Agent(options), https: new https.Agent(options) }
    : { http: http.globalAgent, https: https.globalAgent };
  const bounded = async (url: string, init: RequestInit) => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const outgoing: Outgoing = {
      method: init.method ?? 'GET',
      headers: { ...(init.headers as Record<string, string>), 'accept-encoding': 'gzip' },
      body: init.body as string | undefined,
      agents,
      signal,
    };
    return await send(new URL(url), outgoing).catch((error: unknown) => {
      throw signal.aborted ? new Error(`no whole answer within ${ANSWER_WITHIN_MS / 1000} s`, { cause: error }) : error;
    });
  };
  // Octokit hands over a text and plain objects, and reads of the answer what is there.
  return bounded as unknown as typeof fetch;
}

async function send(url: URL, outgoing: Outgoing, redirects = 0): Promise<object> {
  const { method, headers, body, agents, signal } = outgoing;
  const isSecure = url.protocol === 'https:';
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    (isSecure ? https : http)
      .request(url, { method, headers, signal, agent: isSecure ? agents.https : agents.http })
      .once('response', resolve)
      .once('error', reject)
      .end(body);
  });
  const { statusCode: status = 0, statusMessage: statusText } = response;
  const bytes = await readBounded(await decoded(response));
  const { location } = response.headers;
  if (REDIRECTS.includes(status) && location !== undefined && redirects < REDIRECTS_AT_MOST) {
    const target = new URL(location, url);
    if (target.origin !== url.origin) throw redirectedAway(target);
    return send(target, outgoing, redirects + 1);
  }
  return {
    status,
    statusText,
    url: url.href,
    headers: new Map(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
    text: async () => bytes.toString('utf8'),
    arrayBuffer: async () => Uint8Array.from(bytes).buffer,
  };
}

async function decoded(response: http.IncomingMessage): Promise<Readable> {
  if (response.headers['content-encoding'] !== 'gzip') return response;
  const { createGunzip } = await import('node:zlib');
  // Whoever reads the result is told of a failure of either.
  return pipeline(response, createGunzip(), () => undefined);
}

async function readBounded(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop by an error destroys the stream, and so closes the connection.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > ANSWER_AT_MOST) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `An answer from GitHub was refused: it is larger than ${ANSWER_AT_MOST / 1_000_000} MB.`,
    hint: 'Is GITHUB_API_URL the API of a GitHub, with no proxy that answers in its place? Then run the job again.',
  });
}

/** The token is for the address that it was given for. */
function redirectedAway({ origin }: URL): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `GitHub's API redirects to another address, ${origin}, which is not followed.`,
    hint: 'Check GITHUB_API_URL, and that no proxy answers in place of GitHub; then run the job again.',
  });
}
