import { pipeline, Readable, Transform } from 'node:stream';
import type { HttpHandlerOptions, HttpRequest, HttpResponse, MiddlewareStack } from '@aws-sdk/types';
import type { AnswerClock } from '../core/util/answer-clock.ts';
import { Deadline } from '../http/deadline.ts';
import { awsFailure, markAfterLostAnswer } from './errors.ts';

/** Largest accepted answer in bytes. The largest page, 100 tasks with their overrides, is under 2 MB. */
const MAX_ANSWER_BYTES = 5_000_000;

/**
 * Milliseconds from sending a request to the end of its answer. An answer that has not come by then will not come:
 * RunTask, the slowest call, takes 1 to 3 s, and its client token makes it safe to send again.
 */
const ANSWER_TIMEOUT_MS = 20_000;

type Handle = (request: HttpRequest, options?: HttpHandlerOptions) => Promise<{ response: HttpResponse }>;

/** What every SDK client has, whatever its service. */
interface GuardedClient {
  readonly config: { readonly requestHandler: { handle: Handle } };
  readonly middlewareStack: Pick<
    // biome-ignore lint/suspicious/noExplicitAny: each client has its own input and output types; none is used here.
    MiddlewareStack<any, any>,
    'add'
  >;
}

/**
 * Bounds the size and the time of every answer a client reads, and marks an error that follows a lost answer to the
 * same request: such an error alone says nothing about what AWS did.
 */
export function guardAnswers<Client extends GuardedClient>(client: Client): Client {
  const { requestHandler } = client.config;
  requestHandler.handle = withinDeadline(requestHandler.handle.bind(requestHandler));
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const { status } = awsFailure(error);
        if (status === undefined || status < 400 || status >= 500) context['answerWasLost'] = true;
        else if (context['answerWasLost'] === true) markAfterLostAnswer(error);
        throw error;
      }
    },
    // Inside the retries: runs once per attempt.
    { step: 'finalizeRequest', priority: 'low', name: 'noteLostAnswers' },
  );
  return client;
}

/** The SDK's own timeouts bound only the connection and the head of an answer, each by itself. */
function withinDeadline(handle: Handle): Handle {
  return async (request, options = {}) => {
    const deadline = new Deadline(ANSWER_TIMEOUT_MS);
    const { abortSignal: callers } = options;
    const abortSignal = callers instanceof AbortSignal ? AbortSignal.any([deadline.signal, callers]) : deadline.signal;
    try {
      const { response } = await deadline.race(handle(request, { ...options, abortSignal }));
      if (response.body instanceof Readable) response.body = bounded(response.body, deadline);
      else deadline.end();
      return { response };
    } catch (error) {
      deadline.end();
      throw error;
    }
  };
}

/** Reads the time from every answer of a client. */
export function readClock<Client extends GuardedClient>(client: Client, clock: AnswerClock): Client {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response: unknown = result.response;
      if (hasHeaders(response)) clock.note(response.headers, Date.now());
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'readClock' },
  );
  return client;
}

function hasHeaders(response: unknown): response is { headers: Record<string, unknown> } {
  return typeof response === 'object' && response !== null && 'headers' in response && isRecord(response.headers);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function bounded(body: Readable, deadline: Deadline): Readable {
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= MAX_ANSWER_BYTES) done(null, chunk);
      else done(named('AnswerTooLarge', `it is larger than ${MAX_ANSWER_BYTES / 1_000_000} MB and was refused`));
    },
  });
  const onTimeout = (): void => {
    const message = `it began, but was not complete within ${ANSWER_TIMEOUT_MS / 1000} s`;
    counted.destroy(named('TimeoutError', message));
  };
  deadline.signal.addEventListener('abort', onTimeout, { once: true });
  // If either fails, both are destroyed, so a connection that is not read to its end is closed.
  pipeline(body, counted, () => {
    deadline.signal.removeEventListener('abort', onTimeout);
    deadline.end();
  });
  return counted;
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
