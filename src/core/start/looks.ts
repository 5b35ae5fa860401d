import { RunnerError } from '../errors.ts';
import type { Registration } from '../ports.ts';
import { HIDDEN_AT_MOST_MS } from '../util/waiting.ts';
import {
  type Awaited,
  type LookContext,
  nextComputeLook,
  nextGitHubLook,
  noteCompute,
  noteRegistration,
  scheduleComputeLook,
  scheduleGitHubLook,
} from './awaited.ts';
import type { StartPorts } from './launch.ts';
import type { Progress } from './progress.ts';
import { computeVanished } from './why-not-online.ts';

/** How many looks in a row may fail after the adapter's own retries. */
const FAILED_LOOKS_AT_MOST = 3;

/** Several runners are looked at together: a look serves all that are due so soon after, milliseconds. */
const TOGETHER_MS = 500;

/** Least time between two common looks, milliseconds. */
const COMMON_LOOK_MS = 1500;

/**
 * Milliseconds that each request of a common look at GitHub puts off the next: 300 reads a minute, which leaves
 * creations (400 points of 900) and removals their part, and keeps 15 minutes within 5,000 requests an hour.
 */
const MS_PER_READ = 200;

/** A registration that was seen online so long ago is looked at again before the start succeeds, milliseconds. */
const SURE_FOR_MS = 5000;

type Service = 'compute' | 'github';

/**
 * The looks at runners on their way. The provider is asked for all in one request; GitHub only once the compute runs. Of
 * one runner each look comes at its own time; those of several are made together.
 */
export class Looks {
  readonly #ports: StartPorts;
  readonly #progress: Progress;
  /** One runner has its looks to itself; those of several are made together. */
  readonly #isOne: boolean;
  readonly #failed = { compute: 0, github: 0 };
  /** Epoch milliseconds before which there is no next look at a service. */
  readonly #notBefore = { compute: 0, github: 0 };
  #failedLook: RunnerError | undefined;

  constructor(options: { ports: StartPorts; progress: Progress; count: number }) {
    this.#isOne = options.count === 1;
    this.#ports = options.ports;
    this.#progress = options.progress;
  }

  /** The failure of the last look, where it failed. */
  get failedLook(): RunnerError | undefined {
    return this.#failedLook;
  }

  /** Epoch milliseconds of the next look that is due; Infinity where there is none. */
  next(all: readonly Awaited[]): number {
    const compute = Math.min(...all.map(nextComputeLook));
    const github = Math.min(...all.map(nextGitHubLook));
    return Math.min(Math.max(compute, this.#notBefore.compute), Math.max(github, this.#notBefore.github));
  }

  /** Looks at all that is due, side by side. A look that fails is no reason to give up runners that may be fine. */
  async look(all: readonly Awaited[]): Promise<void> {
    await Promise.all([
      this.#tolerate('compute', () => this.#lookAtCompute(all)),
      this.#tolerate('github', () => this.#lookAtGitHub(all)),
    ]);
  }

  /** Looks at once, whatever is due: before something is given up that may have come since the last look. */
  async now(all: readonly Awaited[]): Promise<void> {
    const now = this.#ports.clock.now();
    for (const awaited of all) {
      awaited.nextComputeLook = now;
      awaited.nextGitHubLook = now;
    }
    this.#notBefore.compute = now;
    this.#notBefore.github = now;
    await this.look(all);
  }

  /**
   * The look just before success: at all compute, and at registrations that were not seen online just now. A green start
   * whose runner just died would strand its job. What has vanished is noted as a failure.
   * @returns whether everything could be looked at
   */
  async last(all: readonly Awaited[]): Promise<boolean> {
    const awaited = all.filter(({ hasJob }) => !hasJob);
    const outcomes = await Promise.all([
      this.#tolerate('compute', async () => awaited.length === 0 || this.#describe(awaited, { mayBeHidden: false })),
      this.#tolerate('github', async () => {
        const { clock } = this.#ports;
        const old = awaited.filter(({ onlineAt = 0 }) => clock.now() - onlineAt > SURE_FOR_MS);
        if (old.length > 0) await this.#read(old);
        return true;
      }),
    ]);
    return outcomes.every((wasMade) => wasMade);
  }

  /** Those of a service that are looked at now; empty while none is due. */
  #due(service: Service, all: readonly Awaited[], next: (awaited: Awaited) => number): Awaited[] {
    const now = this.#ports.clock.now();
    if (now < this.#notBefore[service] || !all.some((awaited) => next(awaited) <= now)) return [];
    const slack = this.#isOne ? 0 : TOGETHER_MS;
    return all.filter((awaited) => next(awaited) <= now + slack);
  }

  async #lookAtCompute(all: readonly Awaited[]): Promise<boolean> {
    const { clock, random } = this.#ports;
    const due = this.#due('compute', all, nextComputeLook);
    if (due.length === 0) return false;
    // Set first: a look that fails comes again at its time, not at once.
    for (const awaited of due) scheduleComputeLook(awaited, clock.now(), random.fraction());
    if (!this.#isOne) this.#notBefore.compute = clock.now() + COMMON_LOOK_MS;
    await this.#describe(due, { mayBeHidden: true });
    for (const awaited of due) scheduleComputeLook(awaited, clock.now(), random.fraction());
    return true;
  }

  async #describe(some: readonly Awaited[], { mayBeHidden }: { mayBeHidden: boolean }): Promise<boolean> {
    const seen = await this.#ports.provider.describe(some.map(({ compute }) => compute.id));
    const context = this.#context();
    for (const awaited of some) {
      const compute = seen.get(awaited.compute.id);
      if (compute !== undefined) noteCompute(awaited, compute, context);
      else if (!mayBeHidden || context.now - awaited.launchedAt > HIDDEN_AT_MOST_MS) {
        awaited.failure = computeVanished(awaited, this.#ports);
      }
    }
    return true;
  }

  async #lookAtGitHub(all: readonly Awaited[]): Promise<boolean> {
    const { clock, random } = this.#ports;
    const due = this.#due('github', all, nextGitHubLook);
    if (due.length === 0) return false;
    for (const awaited of due) scheduleGitHubLook(awaited, clock.now(), random.fraction());
    const requests = await this.#read(due);
    const pause = this.#isOne ? 0 : Math.max(COMMON_LOOK_MS, requests * MS_PER_READ);
    this.#notBefore.github = clock.now() + pause;
    for (const awaited of due) scheduleGitHubLook(awaited, clock.now(), random.fraction());
    return true;
  }

  /** Reads registrations: never the whole list for one runner, for it grows with the other runners of the scope. */
  async #read(some: readonly Awaited[]): Promise<number> {
    const { github, provider } = this.#ports;
    const ids = some.map(({ launched }) => launched.registration.id);
    const [only] = ids;
    const { found, requests } =
      ids.length === 1 && only !== undefined
        ? { found: mapOf(await github.getRunner(only)), requests: 1 }
        : await github.getRunners(ids);
    const gone = some.filter(({ launched }) => !found.has(launched.registration.id));
    if (gone.length > 0) {
      // What became of the compute may say why.
      const seen = await provider.describe(gone.map(({ compute }) => compute.id));
      for (const awaited of gone) awaited.compute = seen.get(awaited.compute.id) ?? awaited.compute;
    }
    const context = this.#context();
    for (const awaited of some) noteRegistration(awaited, found.get(awaited.launched.registration.id), context);
    return requests;
  }

  #context(): LookContext {
    return { now: this.#ports.clock.now(), ports: this.#ports, progress: this.#progress };
  }

  /** Lets a few looks in a row fail, of one service, each to be made again at its time. Returns whether it was made. */
  async #tolerate(service: Service, look: () => Promise<boolean>): Promise<boolean> {
    try {
      const wasMade = await look();
      if (wasMade) this.#failed[service] = 0;
      if (this.#failed.compute + this.#failed.github === 0) this.#failedLook = undefined;
      return wasMade;
    } catch (failure) {
      this.#failed[service] += 1;
      // A rate limit that is longer than the time left had no effect, and will have none at the next look either.
      const mayPass = failure instanceof RunnerError && failure.kind === 'transient' && !failure.hadNoEffect;
      if (!mayPass || this.#failed[service] > FAILED_LOOKS_AT_MOST) throw failure;
      this.#failedLook = failure;
      this.#ports.log.info(`${failure.message} Looking again.`);
      return false;
    }
  }
}

function mapOf(runner: Registration | undefined): ReadonlyMap<number, Registration> {
  return new Map(runner === undefined ? [] : [[runner.id, runner]]);
}
