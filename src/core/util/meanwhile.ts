import type { Clock } from '../ports.ts';
import { sleepUnless } from './waiting.ts';

/** What goes on while something is waited for. */
interface Meanwhile {
  readonly clock: Clock;
  /** When there is something to do, epoch milliseconds; asked for again after each time. */
  readonly next: () => number;
  readonly onNext: () => void;
  /** Resolves when it may have become known that nobody waits any more. */
  readonly change: () => Promise<void>;
  /** @throws where nobody waits any more: what is waited for is left to itself */
  readonly assertWanted: () => void;
}

/** Waits for something that may take long, without letting go of the rest. */
export async function meanwhile<T>(awaited: Promise<T>, options: Meanwhile): Promise<T> {
  const { clock, next, onNext, change, assertWanted } = options;
  let isOver = false;
  const over = awaited
    .catch(() => undefined)
    .then(() => {
      isOver = true;
    });
  while (!isOver) {
    assertWanted();
    const event = Promise.race([over, change()]);
    if (!(await sleepUnless(clock, Math.max(0, next() - clock.now()), event))) onNext();
  }
  return awaited;
}
