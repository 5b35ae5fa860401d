import { ownAgents } from '../http/agents.ts';
import { type Answer, exchange } from '../http/exchange.ts';

/** Credentials are 2 KB, a task's metadata 10 KB; an answer of more bytes than this is something else. */
const MAX_ANSWER_BYTES = 200_000;

/** An answer of this machine or its link. */
export interface LocalAnswer extends Pick<Answer, 'status'> {
  readonly body: string;
  /** When it was made, by the clock of whoever made it, epoch milliseconds; undefined if it does not say. */
  readonly date: number | undefined;
}

/**
 * GETs an address on this machine or its link: no proxy, no redirect, a bounded answer.
 * @param options.withinMs milliseconds within which the answer must be complete
 * @throws Node's Error for a failed connection; its message says what happened
 */
export async function boundedGet(
  url: URL,
  options: { withinMs: number; headers?: Readonly<Record<string, string>> },
): Promise<LocalAnswer> {
  const { status, headers, body } = await exchange(url, {
    headers: options.headers ?? {},
    withinMs: options.withinMs,
    maxBytes: MAX_ANSWER_BYTES,
    agents: ownAgents({ keepAlive: false }),
  });
  const date = Date.parse(headers.date ?? '');
  return { status, body: body.toString('utf8'), date: Number.isNaN(date) ? undefined : date };
}
