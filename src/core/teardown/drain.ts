import { RunnerError } from '../errors.ts';
import type { Clock, GitHub, Log, Random } from '../ports.ts';
import { MS_PER_READ, pollInterval } from '../util/polling.ts';
import { forEachConcurrently } from '../util/semaphore.ts';

/** GitHub's answer to a DELETE. */
export type DeleteAnswer = 'deleted' | 'absent' | 'busy';

interface Drain {
  /** Ids of registrations that are busy. */
  readonly ids: readonly number[];
  /** When the time for all of them is up, epoch milliseconds. */
  readonly until: number;
  readonly ports: { readonly github: GitHub; readonly clock: Clock; readonly random: Random; readonly log: Log };
  /** Called once for each as soon as its answer is known. It must not reject. */
  readonly onAnswer: (id: number, answer: Promise<DeleteAnswer>) => Promise<void>;
}

/**
 * Deletes busy runners as soon as GitHub releases them; when time is up, a last DELETE of each gives its answer. They
 * are read together, by GET, which costs a fifth of a DELETE, and no request stays open during the wait. A poll that
 * fails temporarily is retried at the next interval; a refusal is the answer for all that are left.
 */
export async function deleteWhileBusy({ ids, until, ports, onAnswer }: Drain): Promise<void> {
  const { clock, github, random, log } = ports;
  const busy = new Set(ids);
  const began = clock.now();
  let reads = 1;
  while (busy.size > 0 && clock.now() < until) {
    const interval = Math.max(pollInterval(clock.now() - began, random.fraction()), reads * MS_PER_READ);
    await clock.sleep(Math.min(interval, until - clock.now()));
    try {
      reads = await poll(busy, github, onAnswer);
    } catch (error) {
      if (!(error instanceof RunnerError) || error.kind !== 'transient') {
        return forEachConcurrently([...busy], (id) => onAnswer(id, Promise.reject(error)));
      }
      log.info(`${error.message} There is still time for ${busy.size} busy runner(s): polling again.`);
    }
  }
  await forEachConcurrently([...busy], (id) => onAnswer(id, github.deleteRunner(id)));
}

/**
 * Removes from `busy` what GitHub has released. Returns the number of reads it took.
 * @throws the first failure, once everything else is done
 */
async function poll(busy: Set<number>, github: GitHub, onAnswer: Drain['onAnswer']): Promise<number> {
  const { found, requests } = await github.getRunners([...busy]);
  const failures: unknown[] = [];
  const free = [...busy].filter((id) => !found.get(id)?.busy);
  await forEachConcurrently(free, async (id) => {
    try {
      const answer = found.has(id) ? await github.deleteRunner(id) : 'absent';
      if (answer === 'busy') return;
      busy.delete(id);
      await onAnswer(id, Promise.resolve(answer));
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
  return requests;
}
