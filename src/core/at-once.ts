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
