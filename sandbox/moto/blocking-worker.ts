import { type MessagePort, workerData } from 'node:worker_threads';
import type { RawAnswer, RawRequest } from './blocking-client.ts';

/**
 * The other half of {@link BlockingClient}: sends the requests of a batch one after the other while the calling thread
 * waits.
 */
const { port, done } = workerData as { port: MessagePort; done: Int32Array };

port.on('message', (requests: readonly RawRequest[]) => {
  void sendAll(requests).then((answers) => {
    port.postMessage(answers);
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
  });
});

async function sendAll(requests: readonly RawRequest[]): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = [];
  for (const request of requests) answers.push(await send(request));
  return answers;
}

async function send({ url, headers, body }: RawRequest): Promise<RawAnswer> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return { status: 0, body: error instanceof Error ? `${error.message}: ${String(error.cause)}` : String(error) };
  }
}
