/** What a request whose deadline has passed is rejected with; by this name the AWS SDK retries it. */
export class DeadlineError extends Error {
  override readonly name = 'TimeoutError';

  constructor(ms: number, cause?: unknown) {
    super(`no complete answer within ${Math.ceil(ms / 100) / 10} s`, cause === undefined ? undefined : { cause });
  }
}

/**
 * The deadline of one request. It rejects by itself. Aborting the request is not enough: while an agent of Node's waits
 * for a proxy to open its tunnel, an aborted request emits no error, and whoever awaits one waits for ever.
 */
export class Deadline {
  /** Aborted when the time is up: closes the request and its connection. */
  readonly signal: AbortSignal;
  readonly #ms: number;
  readonly #passed: Promise<never>;
  /** AbortSignal's own timer lets the process end, as if all were well, if nothing else keeps it alive. */
  readonly #keptAlive: NodeJS.Timeout;

  constructor(ms: number) {
    this.#ms = ms;
    this.signal = AbortSignal.timeout(ms);
    this.#keptAlive = setInterval(() => undefined, 60_000);
    this.#passed = new Promise((_, reject) => {
      this.signal.addEventListener(
        'abort',
        () => {
          this.end();
          reject(new DeadlineError(ms));
        },
        { once: true },
      );
    });
    // It may pass while nobody awaits it, such as between the head of an answer and its body.
    this.#passed.catch(() => undefined);
  }

  /** Resolves as the work does. @throws DeadlineError if the time is up first, or made the work fail */
  async race<T>(work: Promise<T>): Promise<T> {
    try {
      return await Promise.race([work, this.#passed]);
    } catch (error) {
      if (!this.signal.aborted || error instanceof DeadlineError) throw error;
      throw new DeadlineError(this.#ms, error);
    }
  }

  /** To be called once the work is done. */
  end(): void {
    clearInterval(this.#keptAlive);
  }
}

/** Does work that must be done within `ms`. @throws DeadlineError if it is not */
export async function withDeadline<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new Deadline(ms);
  try {
    return await deadline.race(work(deadline.signal));
  } finally {
    deadline.end();
  }
}
