/** How many pieces of work run concurrently: well below GitHub's limit of 100 concurrent requests. */
const CONCURRENCY = 10;

/** Does `work` for every item, a few at a time. @throws the first failure; items not started by then are skipped */
export async function forEachConcurrently<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const workers = Array.from({ length: Math.min(CONCURRENCY, queue.length) }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  });
  await Promise.all(workers);
}

/** Runs a few pieces of work at a time, in the order in which they arrive. */
export class Semaphore {
  #free = CONCURRENCY;
  readonly #queue: (() => void)[] = [];

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      // The slot is passed on directly, so that a newcomer cannot jump the queue.
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
