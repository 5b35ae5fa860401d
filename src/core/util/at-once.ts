/** How many things are dealt with side by side: keeps within GitHub's 100 concurrent requests. */
const AT_ONCE = 10;

/** Does `work` for every item, a few at a time. @throws the first failure; what has not begun by then is not begun */
export async function forEachAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const workers = Array.from({ length: Math.min(AT_ONCE, queue.length) }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  });
  await Promise.all(workers);
}

/** Lets a few works at a time go on, in the order in which they came. */
export class AtOnce {
  #free = AT_ONCE;
  readonly #line: (() => void)[] = [];

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#line.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#line.shift();
      // The place is handed on: nobody who comes now gets in between.
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
