import { RunnerError } from '../core/errors.ts';
import { STEP } from '../core/words.ts';
import { ownAgents, type ProxyVariables } from '../http/agents.ts';
import { type Answer, AnswerTooLarge, exchange, type Outgoing } from '../http/exchange.ts';

/** Milliseconds after which no answer will come any more: the slowest, a new JIT config, takes 2 s. */
const ANSWER_TIMEOUT_MS = 20_000;

/** A page of 100 runners is about 200 KB; an answer of more bytes than this is not from GitHub's API. */
const MAX_ANSWER_BYTES = 5_000_000;

/** GitHub's answers if something was renamed or moved: the same request is expected at the new address. */
const REDIRECTS = [301, 302, 307, 308];
const MAX_REDIRECTS = 5;

/**
 * The parts of fetch that Octokit uses; undici, the toolkit's and Node's own, would cost 50 to 70 ms more. The whole
 * answer is read within a deadline and a size, and a truncated body fails the request; Octokit would take it for an
 * empty one.
 */
export function boundedFetch(proxy?: ProxyVariables): typeof fetch {
  const agents = proxy && ownAgents({ keepAlive: true, proxy });
  const bounded = async (url: string, init: RequestInit) =>
    follow(new URL(url), {
      method: init.method ?? 'GET',
      headers: { ...(init.headers as Record<string, string>), 'accept-encoding': 'gzip' },
      ...(typeof init.body === 'string' && { body: init.body }),
      ...(agents && { agents }),
      withinMs: ANSWER_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
  // Octokit passes a text and plain objects, and reads only the parts of the answer that are here.
  return bounded as unknown as typeof fetch;
}

/** Sends the same request again where a redirect says, on the same origin. */
async function follow(url: URL, outgoing: Outgoing, redirects = 0): Promise<object> {
  const answer = await exchange(url, outgoing).catch((error: unknown) => {
    throw error instanceof AnswerTooLarge ? tooLarge() : error;
  });
  const { location } = answer.headers;
  if (!REDIRECTS.includes(answer.status) || location === undefined || redirects >= MAX_REDIRECTS) {
    return asResponse(url, answer);
  }
  const target = new URL(location, url);
  if (target.origin !== url.origin) throw redirectedAway(target);
  return follow(target, outgoing, redirects + 1);
}

function asResponse(url: URL, { status, statusText, headers, body }: Answer): object {
  return {
    status,
    statusText,
    url: url.href,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    text: async () => body.toString('utf8'),
    arrayBuffer: async () => Uint8Array.from(body).buffer,
  };
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
