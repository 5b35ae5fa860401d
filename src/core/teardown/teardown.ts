import { combined } from '../errors.ts';
import type { Clock, ComputePool, GitHub, Log, Random } from '../ports.ts';
import { forEachConcurrently } from '../util/semaphore.ts';
import { type DeleteAnswer, deleteWhileBusy } from './drain.ts';

/** How long a registration may stay `busy` after its compute was stopped before its DELETE is given up, milliseconds. */
const BUSY_AFTER_STOP_MS = 20_000;

/** What the teardown of runners needs. */
export interface TeardownPorts {
  readonly github: GitHub;
  readonly pool: ComputePool;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** One runner to remove: whatever is known of it. */
export interface TeardownTarget {
  readonly runnerName: string;
  /** `unknown`: it is searched for by name. `none`: GitHub's list was read and it was not there. */
  readonly registration: number | 'unknown' | 'none';
  readonly computeId: string | undefined;
}

/** How hard to try. */
export interface TeardownPolicy {
  /** How long a busy runner may finish its job, milliseconds from the beginning of the teardown. */
  readonly drainMs: number;
  /** Whether a runner that is busy after that is stopped, its job with it. */
  readonly stopBusy: boolean;
  /** Recorded with the compute. */
  readonly reason: string;
}

/** What became of it. */
export interface TeardownResult {
  readonly registration: DeleteAnswer;
  readonly compute: 'stopped' | 'already-gone' | 'left-busy' | 'none';
}

/** What became of one of several, or the first failure and what failed after it. */
export type Settled = { readonly doneAt: number } & ({ readonly result: TeardownResult } | { readonly error: unknown });

/**
 * Removes one runner, the same everywhere: the DELETE of the registration comes first, because it is the lock. Answered
 * by 204 or 404, no job can take the runner any more and its compute is stopped; 422 means that it is busy.
 * @throws the first failure, with what failed after it, once all that could still be done was done
 */
export async function teardownRunner(options: {
  target: TeardownTarget;
  policy: TeardownPolicy;
  ports: TeardownPorts;
}): Promise<TeardownResult> {
  const { target, policy, ports } = options;
  const settled = (await teardownRunners({ targets: [target], policy, ports })).get(target);
  if (settled === undefined) throw new Error(`Nothing became of ${target.runnerName}.`);
  if ('error' in settled) throw settled.error;
  return settled.result;
}

/**
 * Removes several as {@link teardownRunner} removes one, a few at a time: first whatever is idle; then the busy ones are
 * waited for together, so that no runner waits for another's job, and all have the same time. One failure never keeps it
 * from the rest.
 */
export async function teardownRunners<Target extends TeardownTarget>(options: {
  targets: readonly Target[];
  policy: TeardownPolicy;
  ports: TeardownPorts;
}): Promise<ReadonlyMap<Target, Settled>> {
  const teardown = new Teardown<Target>(options);
  await teardown.deleteOnce(options.targets);
  await teardown.drain();
  await teardown.deleteStopped();
  return teardown.settled;
}

/** The teardown of several runners, step by step. */
class Teardown<Target extends TeardownTarget> {
  readonly settled = new Map<Target, Settled>();
  readonly #policy: TeardownPolicy;
  readonly #ports: TeardownPorts;
  /** When the busy ones' time is over, epoch milliseconds. */
  readonly #until: number;
  /** By the id of the registration. */
  readonly #busy = new Map<number, Target>();
  /** Stopped while busy, by the id of the registration. */
  readonly #stopped = new Map<number, { target: Target; compute: TeardownResult['compute'] }>();

  constructor({ policy, ports }: { policy: TeardownPolicy; ports: TeardownPorts }) {
    this.#policy = policy;
    this.#ports = ports;
    this.#until = ports.clock.now() + policy.drainMs;
  }

  /** Deletes each registration; what is busy is kept for {@link drain}. */
  async deleteOnce(targets: readonly Target[]): Promise<void> {
    const { github, log } = this.#ports;
    const { drainMs } = this.#policy;
    await forEachConcurrently(targets, (target) =>
      this.#settle(target, async () => {
        const { id, answer } = await this.#orStop(target, async () => {
          const id = await findRegistration(target, github);
          return { id, answer: id === undefined ? 'absent' : await github.deleteRunner(id) };
        });
        if (answer !== 'busy' || id === undefined || drainMs === 0) return this.#act(target, id, answer);
        log.info(`Runner ${target.runnerName} is busy: waiting up to ${drainMs / 1000} s for its job to end.`);
        this.#busy.set(id, target);
        return undefined;
      }),
    );
  }

  /** Waits for the busy ones together, until their time is over. */
  async drain(): Promise<void> {
    await this.#deleteWhileBusy(this.#busy, this.#until, (target, id, answer) =>
      this.#settle(target, async () => {
        // A job that is known to run keeps its time, even where nobody can be asked any more whether it has ended.
        return this.#act(target, id, await this.#orStop(target, () => answer, this.#until));
      }),
    );
  }

  /** GitHub lets go of a runner a while after its compute was stopped. */
  async deleteStopped(): Promise<void> {
    const until = this.#ports.clock.now() + BUSY_AFTER_STOP_MS;
    await this.#deleteWhileBusy(this.#stopped, until, ({ target, compute }, _id, answer) =>
      this.#settle(target, async () => ({ registration: await answer, compute })),
    );
  }

  async #deleteWhileBusy<T>(
    busy: ReadonlyMap<number, T>,
    until: number,
    onAnswer: (one: T, id: number, answer: Promise<DeleteAnswer>) => Promise<void>,
  ): Promise<void> {
    await deleteWhileBusy({
      ids: [...busy.keys()],
      until,
      ports: this.#ports,
      onAnswer: async (id, answer) => {
        const one = busy.get(id);
        if (one !== undefined) await onAnswer(one, id, answer);
      },
    });
  }

  /** Does what follows from GitHub's answer. Returns nothing where more is to come. */
  async #act(target: Target, id: number | undefined, registration: DeleteAnswer): Promise<TeardownResult | undefined> {
    if (registration !== 'busy') return { registration, compute: await this.#stopCompute(target) };
    if (!this.#policy.stopBusy || id === undefined) return { registration, compute: 'left-busy' };
    this.#ports.log.warning(`Runner ${target.runnerName} is still busy; it is stopped together with its job.`);
    this.#stopped.set(id, { target, compute: await this.#stopCompute(target) });
    return undefined;
  }

  /**
   * Without GitHub's answer nobody knows whether a job runs there. Where jobs may be ended anyway, the compute must not
   * go on costing money because GitHub could not be asked.
   * @param notBefore epoch milliseconds before which a job may not be ended
   */
  async #orStop<T>(target: Target, ask: () => Promise<T>, notBefore = 0): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!this.#policy.stopBusy) throw error;
      await this.#ports.clock.sleep(Math.max(0, notBefore - this.#ports.clock.now()));
      await this.#stopCompute(target).catch((second: unknown) => {
        throw combined(error, second);
      });
      throw error;
    }
  }

  async #settle(target: Target, work: () => Promise<TeardownResult | undefined>): Promise<void> {
    const { clock } = this.#ports;
    try {
      const result = await work();
      if (result !== undefined) this.settled.set(target, { result, doneAt: clock.now() });
    } catch (error) {
      this.settled.set(target, { error, doneAt: clock.now() });
    }
  }

  async #stopCompute({ computeId }: TeardownTarget): Promise<'stopped' | 'already-gone' | 'none'> {
    return computeId === undefined ? 'none' : this.#ports.pool.stop(computeId, this.#policy.reason);
  }
}

async function findRegistration(target: TeardownTarget, github: GitHub): Promise<number | undefined> {
  if (target.registration === 'none') return undefined;
  if (target.registration !== 'unknown') return target.registration;
  return (await github.findRunner(target.runnerName))?.id;
}
