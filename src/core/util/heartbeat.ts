import type { Clock } from '../ports.ts';
import { sleepUnless } from './sleep.ts';

interface Heartbeat {
  readonly clock: Clock;
  /** When the next beat is due, epoch milliseconds; read again after each beat. */
  readonly nextBeat: () => number;
  readonly onBeat: () => void;
  /** Aborted once nobody is waiting any more: the work then continues unattended. */
  readonly signal: AbortSignal;
}

/** Waits for work that may take long and calls `onBeat` meanwhile. @throws the signal's reason once it is aborted */
export async function withHeartbeat<T>(work: Promise<T>, { clock, nextBeat, onBeat, signal }: Heartbeat): Promise<T> {
  let isDone = false;
  const done = work
    .catch(() => undefined)
    .then(() => {
      isDone = true;
    });
  const over = new AbortController();
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: over.signal });
  });
  const event = Promise.race([done, aborted]);
  try {
    while (!isDone) {
      signal.throwIfAborted();
      if (!(await sleepUnless(clock, Math.max(0, nextBeat() - clock.now()), event))) onBeat();
    }
  } finally {
    over.abort();
  }
  return work;
}
