import { pipeline, Readable, Transform } from 'node:stream';
import type { MiddlewareStack } from '@aws-sdk/types';
import type { AnswerClock } from '../core/util/answer-clock.ts';
import { awsFailure, markAfterLostAnswer } from './errors.ts';

/** Largest accepted answer in bytes. The largest page, 100 tasks with their overrides, is under 2 MB. */
const MAX_ANSWER_BYTES = 5_000_000;

/** Milliseconds within which an answer's body must be complete after its headers; the SDK bounds only the headers. */
const READ_TIMEOUT_MS = 20_000;

/** What every SDK client has, whatever its service. */
interface GuardedClient {
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
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response: unknown = result.response;
      if (hasStream(response)) response.body = bounded(response.body);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'boundAnswers' },
  );
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

function hasStream(response: unknown): response is { body: Readable } {
  return typeof response === 'object' && response !== null && 'body' in response && response.body instanceof Readable;
}

function bounded(body: Readable): Readable {
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= MAX_ANSWER_BYTES) done(null, chunk);
      else done(named('AnswerTooLarge', `it is larger than ${MAX_ANSWER_BYTES / 1_000_000} MB and was refused`));
    },
  });
  const timer = setTimeout(() => {
    counted.destroy(named('TimeoutError', `it began, but was not complete within ${READ_TIMEOUT_MS / 1000} s`));
  }, READ_TIMEOUT_MS);
  // If either fails, both are destroyed, so a connection that is not read to its end is closed.
  pipeline(body, counted, () => clearTimeout(timer));
  return counted;
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
