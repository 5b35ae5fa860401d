import { setTimeout as sleep } from 'node:timers/promises';
import { RunnerError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import type { Mask, Secret } from '../core/secret.ts';
import { explainUnsent } from '../core/unsent.ts';
import { ownAgents } from '../http/agents.ts';
import { AnswerTooLarge, exchange } from '../http/exchange.ts';
import type { IdTokenRequest } from '../wiring/root.ts';

/** What the environment of a job with `id-token: write` contains. */
export interface IdTokenSource {
  readonly url: string;
  readonly token: Secret<string>;
}

/** How to request the token. */
export interface IdTokenOptions extends IdTokenRequest {
  readonly source: IdTokenSource;
  readonly mask: Mask;
  readonly log: Log;
}

/** Timeout of one request, milliseconds; an answer usually takes 0.2 s. */
const ANSWER_WITHIN_MS = 20_000;

/** Largest answer, bytes: a token has about 2 KB, so anything larger is something else. */
const ANSWER_AT_MOST = 1_000_000;

const ATTEMPTS = 4;

/**
 * Requests a new OIDC token of this job for an audience and masks it. It replaces the toolkit's own function, which
 * waits three minutes for an answer, reads one of any size, and retries ten times regardless of the time left.
 */
export async function getIdToken(options: IdTokenOptions): Promise<string> {
  const { mask, log, retryBudgetMs } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const token = readToken(await requestToken(options));
      mask(token);
      return token;
    } catch (error) {
      const notSent = explainUnsent(error, { what: 'the request for an OIDC token', peer: "GitHub's OIDC service" });
      if (notSent !== undefined && notSent.kind !== 'transient') throw notSent;
      const message = error instanceof Error ? error.message : String(error);
      const delayMs = 1000 * 2 ** (attempt - 1);
      const isFinal = error instanceof FinalAnswer || attempt >= ATTEMPTS || delayMs >= retryBudgetMs();
      if (isFinal) throw notSent ?? noToken(options, message, error);
      log.info(`GitHub gave no OIDC token (${message}): retrying in ${delayMs / 1000} s.`);
      await sleep(delayMs);
    }
  }
}

/** An answer that a retry would get again. */
class FinalAnswer extends Error {
  override readonly name = 'FinalAnswer';
}

async function requestToken({ source, audience, proxy }: IdTokenOptions): Promise<string> {
  const url = new URL(source.url);
  url.searchParams.set('audience', audience);
  const { status, body } = await exchange(url, {
    headers: { authorization: `Bearer ${source.token.reveal()}`, accept: 'application/json' },
    ...(proxy && { agents: ownAgents({ keepAlive: false, proxy }) }),
    withinMs: ANSWER_WITHIN_MS,
    maxBytes: ANSWER_AT_MOST,
  }).catch((error: unknown) => {
    throw error instanceof AnswerTooLarge ? new FinalAnswer(error.message) : error;
  });
  if (status === 200) return body.toString('utf8');
  const answer = `status ${status}`;
  throw status >= 500 || status === 429 ? new Error(answer) : new FinalAnswer(answer);
}

function readToken(body: string): string {
  let value: unknown;
  try {
    const answer: unknown = JSON.parse(body);
    value = typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : undefined;
  } catch {
    throw new FinalAnswer('an answer that is not JSON');
  }
  if (typeof value === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)) return value;
  throw new FinalAnswer('an answer without a token');
}

function noToken({ audience, source }: IdTokenOptions, message: string, cause: unknown): RunnerError {
  const isRefused = cause instanceof FinalAnswer;
  return new RunnerError({
    kind: 'transient',
    message: `GitHub gave no OIDC token for the audience ${audience}: ${message}`,
    hint: isRefused
      ? 'Check that the job has `permissions: id-token: write`; otherwise run the job again.'
      : `Check that this machine can reach ${new URL(source.url).origin} (a proxy?), then run the job again.`,
    cause,
  });
}
