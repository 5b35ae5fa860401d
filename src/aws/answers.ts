import { pipeline, Readable, Transform } from 'node:stream';
import type { MiddlewareStack } from '@aws-sdk/types';
import { awsFailure, markAfterLostAnswer } from './errors.ts';

/** The largest page, of 100 tasks with their overrides, is under 2 MB; what is larger than this many bytes is refused. */
const ANSWER_AT_MOST = 5_000_000;

/** From its headers on, an answer must be whole within this time, milliseconds: the SDK bounds only its headers. */
const READ_WITHIN_MS = 20_000;

/** What a client of the SDK has, whichever service it is for. */
interface GuardedClient {
  readonly middlewareStack: Pick<
    // biome-ignore lint/suspicious/noExplicitAny: each client has its own types of input and output; none is looked at.
    MiddlewareStack<any, any>,
    'add'
  >;
}

/**
 * Makes a client read each answer within a size and a time, and notes where an error was answered to a request that had
 * been sent before without an answer: then nothing is known from the error alone.
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
    // Within the retries: once for each attempt.
    { step: 'finalizeRequest', priority: 'low', name: 'noteLostAnswers' },
  );
  return client;
}

function hasStream(response: unknown): response is { body: Readable } {
  return typeof response === 'object' && response !== null && 'body' in response && response.body instanceof Readable;
}

function bounded(body: Readable): Readable {
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= ANSWER_AT_MOST) done(null, chunk);
      else done(named('AnswerTooLarge', `it is larger than ${ANSWER_AT_MOST / 1_000_000} MB and was refused`));
    },
  });
  const timer = setTimeout(() => {
    counted.destroy(named('TimeoutError', `it began, but was not whole within ${READ_WITHIN_MS / 1000} s`));
  }, READ_WITHIN_MS);
  // Destroys both where either fails, so that a connection that is not read to its end is closed.
  pipeline(body, counted, () => clearTimeout(timer));
  return counted;
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
