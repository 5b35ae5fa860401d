import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';

/** A POST, and what came back; status 0: no answer, and `body` says why. */
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
 * Requests that the calling thread waits for. The sandbox's contract is synchronous where it makes clusters and takes
 * inventories, and moto is only to be had over HTTP; a copy of moto's state kept here would be one opinion again.
 * That nothing else of this process happens meanwhile is also what lets a task be moved on alone: see `Moto.advance`.
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

  /** Sends `requests` in order, each of them whatever became of the one before, and returns their answers. */
  send(requests: readonly RawRequest[]): readonly RawAnswer[] {
    Atomics.store(this.#done, 0, 0);
    this.#port.postMessage(requests);
    if (Atomics.wait(this.#done, 0, 0, ANSWER_MS) === 'timed-out') {
      throw new Error(`moto does not answer within ${ANSWER_MS / 1000} s.`);
    }
    const received = receiveMessageOnPort(this.#port) as { message: readonly RawAnswer[] } | undefined;
    if (received === undefined) throw new Error('sandbox: the answers of moto got lost.');
    return received.message;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
