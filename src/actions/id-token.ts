import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProxySettings } from '../aws/client-config.ts';
import { RunnerError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import type { Mask, Secret } from '../core/secret.ts';

/** What a job that was granted `id-token: write` has in its environment. */
export interface IdTokenRequest {
  readonly url: string;
  readonly token: Secret<string>;
}

/** How the token is asked for. */
export interface IdTokenOptions {
  readonly request: IdTokenRequest;
  readonly audience: string;
  readonly proxy?: ProxySettings;
  readonly mask: Mask;
  readonly log: Log;
  readonly retryBudgetMs: () => number;
}

/** An answer that has not come within this time will not come, milliseconds; it usually takes 0.2 s. */
const ANSWER_WITHIN_MS = 20_000;

/** A token has about 2 KB; what is larger than this many bytes is something else. */
const ANSWER_AT_MOST = 1_000_000;

const ATTEMPTS = 4;

/**
 * A fresh OIDC token of this job for an audience; it is masked. In place of the toolkit's own function, which waits
 * three minutes for an answer, reads one of any size, and tries eleven times whatever time is left.
 */
export async function getIdToken(options: IdTokenOptions): Promise<string> {
  const { audience, mask, log, retryBudgetMs } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const token = readToken(await ask(options));
      mask(token);
      return token;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const delayMs = 1000 * 2 ** (attempt - 1);
      const isFinal = error instanceof FinalAnswer || attempt >= ATTEMPTS || delayMs >= retryBudgetMs();
      if (isFinal) throw noToken(audience, message, error);
      log.info(`GitHub gave no OIDC token (${message}): trying again in ${delayMs / 1000} s.`);
      await sleep(delayMs);
    }
  }
}

/** An answer that the same request would get again. */
class FinalAnswer extends Error {
  override readonly name = 'FinalAnswer';
}

async function ask({ request, audience, proxy }: IdTokenOptions): Promise<string> {
  const url = new URL(request.url);
  url.searchParams.set('audience', audience);
  const { request: send, Agent } = url.protocol === 'https:' ? https : http;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    send(url, {
      headers: { authorization: `Bearer ${request.token.reveal()}`, accept: 'application/json' },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(proxy && { agent: new Agent({ proxyEnv: { ...proxy } }) }),
    })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
  const body = await read(response);
  const status = response.statusCode ?? 0;
  if (status === 200) return body;
  const answer = `status ${status}`;
  throw status >= 500 || status === 429 ? new Error(answer) : new FinalAnswer(answer);
}

async function read(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_AT_MOST) throw new FinalAnswer(`an answer larger than ${ANSWER_AT_MOST / 1_000_000} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readToken(body: string): string {
  let value: unknown;
  try {
    const answer: unknown = JSON.parse(body);
    value = typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : undefined;
  } catch {
    throw new FinalAnswer('an answer that is no JSON');
  }
  if (typeof value === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)) return value;
  throw new FinalAnswer('an answer without a token');
}

function noToken(audience: string, message: string, cause: unknown): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `GitHub gave no OIDC token for the audience ${audience}: ${message}`,
    hint: 'Check that the job has `permissions: id-token: write`; otherwise run the job again.',
    cause,
  });
}
