import http from 'node:http';
import https from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { RunnerError } from '../core/errors.ts';
import { STEP } from '../core/words.ts';

/** Milliseconds after which no answer will come any more: the slowest, a new JIT config, takes 2 s. */
const ANSWER_TIMEOUT_MS = 20_000;

/** A page of 100 runners is about 200 KB; an answer of more bytes than this is not from GitHub's API. */
const MAX_ANSWER_BYTES = 5_000_000;

/** GitHub's answers if something was renamed or moved: the same request is expected at the new address. */
const REDIRECTS = [301, 302, 307, 308];
const MAX_REDIRECTS = 5;

/** Proxy variables in the form that Node's own agents take (`proxyEnv`, Node 24.5). */
export interface ProxyVariables {
  readonly HTTP_PROXY?: string;
  readonly HTTPS_PROXY?: string;
  readonly NO_PROXY?: string;
}

/** What is sent to each address in a chain of redirects. */
interface Outgoing {
  readonly method: string;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string | undefined;
  readonly agents: { readonly http: http.Agent; readonly https: https.Agent };
  readonly signal: AbortSignal;
}

/**
 * The parts of fetch that Octokit uses, over `node:http`, which the AWS SDK loads anyway; undici, the toolkit's and
 * Node's own, would cost 50 to 70 ms more. The whole answer is read within a deadline and a size, and a truncated body
 * fails the request; Octokit would take it for an empty one.
 */
export function boundedFetch(proxy?: ProxyVariables): typeof fetch {
  const options = proxy && { keepAlive: true, proxyEnv: { ...proxy } };
  const agents = options
    ? { http: new http.Agent(options), https: new https.Agent(options) }
    : { http: http.globalAgent, https: https.globalAgent };
  const bounded = async (url: string, init: RequestInit) => {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const outgoing: Outgoing = {
      method: init.method ?? 'GET',
      headers: { ...(init.headers as Record<string, string>), 'accept-encoding': 'gzip' },
      body: init.body as string | undefined,
      agents,
      signal,
    };
    return await send(new URL(url), outgoing).catch((error: unknown) => {
      throw signal.aborted
        ? new Error(`no complete answer within ${ANSWER_TIMEOUT_MS / 1000} s`, { cause: error })
        : error;
    });
  };
  // Octokit passes a text and plain objects, and reads only the parts of the answer that are here.
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
  if (REDIRECTS.includes(status) && location !== undefined && redirects < MAX_REDIRECTS) {
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
  // The reader of the result gets the error of either stream.
  return pipeline(response, createGunzip(), () => undefined);
}

async function readBounded(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // An error that leaves the loop destroys the stream, which closes the connection.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `An answer from GitHub was refused: it is larger than ${MAX_ANSWER_BYTES / 1_000_000} MB.`,
    hint: `Check that GITHUB_API_URL is the API of a GitHub, and that no proxy answers in its place; then ${STEP.again}.`,
  });
}

/** The token must not go to any other address. */
function redirectedAway({ origin }: URL): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `GitHub's API redirects to another address, ${origin}; the redirect was not followed.`,
    hint: `Check GITHUB_API_URL, and that no proxy answers in place of GitHub; then ${STEP.again}.`,
  });
}
