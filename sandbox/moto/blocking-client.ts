import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';

/** The answer to a POST; status 0 means no answer, and `body` says why. */
export interface RawRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** Real milliseconds for one batch; moto imports a service at its first request, which takes a second or two. */
const ANSWER_MS = 30_000;

/**
 * Requests that block the calling thread. The sandbox's contract is synchronous for creating clusters and taking
 * inventories, but moto is available only over HTTP; a copy of moto's state here would not be a second opinion. Since
 * nothing else in this process happens meanwhile, it is also what allows advancing a single task: see `Moto.advance`.
 */
export class BlockingClient {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #done = new Int32Array(new SharedArrayBuffer(4));

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker = new Worker(new URL('./blocking-worker.ts', import.meta.url), {
      workerData: { port: port2, done: this.#done },
      transferList: [port2],
    });
    this.#worker.unref();
    port1.unref();
  }

  /** Sends `requests` in order, each regardless of the previous one's outcome, and returns their answers. */
  send(requests: readonly RawRequest[]): readonly RawAnswer[] {
    Atomics.store(this.#done, 0, 0);
    this.#port.postMessage(requests);
    if (Atomics.wait(this.#done, 0, 0, ANSWER_MS) === 'timed-out') {
      throw new Error(`moto did not answer within ${ANSWER_MS / 1000} s.`);
    }
    const received = receiveMessageOnPort(this.#port) as { message: readonly RawAnswer[] } | undefined;
    if (received === undefined) throw new Error('sandbox: the answers from moto were lost.');
    return received.message;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
