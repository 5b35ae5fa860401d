import { combined } from '../errors.ts';
import type { Clock, ComputePool, GitHub, Log, Random } from '../ports.ts';
import { forEachConcurrently } from '../util/semaphore.ts';
import { type DeleteAnswer, deleteWhileBusy } from './drain.ts';

/** How long to retry the DELETE of a registration that stays `busy` after its compute was stopped, milliseconds. */
const BUSY_AFTER_STOP_MS = 20_000;

/** What the teardown of runners needs. */
export interface TeardownPorts {
  readonly github: GitHub;
  readonly pool: ComputePool;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** One runner to remove, with whatever is known about it. */
export interface TeardownTarget {
  readonly runnerName: string;
  /** `unknown`: search for it by name. `none`: it was not in GitHub's list. */
  readonly registration: number | 'unknown' | 'none';
  readonly computeId: string | undefined;
}

/** How to treat busy runners, and what to record. */
export interface TeardownPolicy {
  /** How long a busy runner may take to finish its job, milliseconds from the beginning of the teardown. */
  readonly drainMs: number;
  /** Whether to stop a runner that is busy after that, together with its job. */
  readonly stopBusy: boolean;
  /** Recorded with the compute. */
  readonly reason: string;
}

/** What became of one runner. */
export interface TeardownResult {
  readonly registration: DeleteAnswer;
  readonly compute: 'stopped' | 'already-gone' | 'left-busy' | 'none';
}

/** What became of one of several runners, or the first failure combined with those that followed. */
export type Settled = { readonly doneAt: number } & ({ readonly result: TeardownResult } | { readonly error: unknown });

/**
 * Removes one runner, always in the same way: the DELETE of the registration comes first, because it is the lock. After
 * a 204 or 404 no job can be assigned to the runner any more, and its compute is stopped; 422 means that it is busy.
 * @throws the first failure, combined with those that followed, once everything possible was done
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
 * Removes several as {@link teardownRunner} removes one, a few at a time. It removes the idle ones first, then waits
 * for the busy ones together, so that no runner waits for another's job and all have the same time. A failure never
 * prevents the rest.
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
  /** When the time for the busy ones is up, epoch milliseconds. */
  readonly #until: number;
  /** By the id of the registration. */
  readonly #busy = new Map<number, Target>();
  /** Those stopped while busy, by the id of the registration. */
  readonly #stopped = new Map<number, { target: Target; compute: TeardownResult['compute'] }>();

  constructor({ policy, ports }: { policy: TeardownPolicy; ports: TeardownPorts }) {
    this.#policy = policy;
    this.#ports = ports;
    this.#until = ports.clock.now() + policy.drainMs;
  }

  /** Deletes each registration; keeps the busy ones for {@link drain}. */
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

  /** Waits for the busy ones together until their time is up. */
  async drain(): Promise<void> {
    await this.#deleteWhileBusy(this.#busy, this.#until, (target, id, answer) =>
      this.#settle(target, async () => {
        // A job known to be running keeps its time, even if GitHub can no longer say whether it has ended.
        return this.#act(target, id, await this.#orStop(target, () => answer, this.#until));
      }),
    );
  }

  /** Deletes what was stopped while busy: GitHub releases a runner a while after its compute was stopped. */
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

  /** Acts on GitHub's answer. Returns undefined if the result is still to come. */
  async #act(target: Target, id: number | undefined, registration: DeleteAnswer): Promise<TeardownResult | undefined> {
    if (registration !== 'busy') return { registration, compute: await this.#stopCompute(target) };
    if (!this.#policy.stopBusy || id === undefined) return { registration, compute: 'left-busy' };
    this.#ports.log.warning(`Runner ${target.runnerName} is still busy; it is stopped together with its job.`);
    this.#stopped.set(id, { target, compute: await this.#stopCompute(target) });
    return undefined;
  }

  /**
   * Without GitHub's answer nobody knows whether a job is running. If jobs may be ended anyway, the compute must not go
   * on costing money because GitHub does not answer.
   * @param notBefore epoch milliseconds before which a job may not be ended
   */
  async #orStop<T>(target: Target, query: () => Promise<T>, notBefore = 0): Promise<T> {
    try {
      return await query();
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
