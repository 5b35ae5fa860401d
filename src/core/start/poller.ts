import { RunnerError } from '../errors.ts';
import { MS_PER_READ } from '../util/polling.ts';
import type { StartPorts } from './request.ts';
import { nextPollOf, type PollFact, type Service, type UnderwayRunner } from './runner.ts';

/** How many polls in a row may fail after the adapter's own retries. */
const FAILED_POLLS_AT_MOST = 3;

/** Several runners are polled together: a poll also covers those that are due this soon after it, milliseconds. */
const TOGETHER_MS = 500;

/** Least time between two polls of several runners, milliseconds. */
const COMMON_POLL_MS = 1500;

/** Before the start succeeds, a registration is read again if it was last seen online longer ago, milliseconds. */
const SURE_FOR_MS = 5000;

/** What a poll found; undefined: it failed, and is retried at the next interval. */
type PollResult = readonly PollFact[] | undefined;

/**
 * Polls runners that are coming online and returns facts. The hosting is polled for all in one request, GitHub only
 * once the compute is running. A single runner is polled at its own intervals; several are polled together.
 */
export class Poller {
  readonly #ports: StartPorts;
  readonly #isSingle: boolean;
  readonly #failures: Record<Service, number> = { compute: 0, github: 0 };
  /** Epoch milliseconds before which a service is not polled again. */
  readonly #notBefore: Record<Service, number> = { compute: 0, github: 0 };
  #failedPoll: RunnerError | undefined;

  constructor(options: { ports: StartPorts; count: number }) {
    this.#ports = options.ports;
    this.#isSingle = options.count === 1;
  }

  /** The failure of the last poll, if it failed. */
  get failedPoll(): RunnerError | undefined {
    return this.#failedPoll;
  }

  /** Epoch milliseconds of the next poll that is due; Infinity if there is none. */
  next(runners: readonly UnderwayRunner[]): number {
    const nextOf = (service: Service): number =>
      Math.max(Math.min(...runners.map((runner) => nextPollOf(runner, service))), this.#notBefore[service]);
    return Math.min(nextOf('compute'), nextOf('github'));
  }

  /** Runners for which a service is to be polled now; empty while none is due. */
  due(service: Service, runners: readonly UnderwayRunner[]): readonly UnderwayRunner[] {
    const now = this.#ports.clock.now();
    if (now < this.#notBefore[service] || !runners.some((runner) => nextPollOf(runner, service) <= now)) return [];
    const slack = this.#isSingle ? 0 : TOGETHER_MS;
    return runners.filter((runner) => nextPollOf(runner, service) <= now + slack);
  }

  /** Makes the next poll possible at once, whatever is due. */
  hurry(): void {
    const now = this.#ports.clock.now();
    this.#notBefore.compute = now;
    this.#notBefore.github = now;
  }

  /** Polls a service for runners that are due. A failed poll is no reason to give up runners that may be fine. */
  poll(service: Service, runners: readonly UnderwayRunner[]): Promise<PollResult> {
    return this.#tolerate(service, async () => {
      const { clock } = this.#ports;
      if (service === 'compute') {
        if (!this.#isSingle) this.#notBefore.compute = clock.now() + COMMON_POLL_MS;
        return this.#describe(runners, { mayBeHidden: true });
      }
      const { facts, requests } = await this.#read(runners);
      const pause = this.#isSingle ? 0 : Math.max(COMMON_POLL_MS, requests * MS_PER_READ);
      this.#notBefore.github = clock.now() + pause;
      return facts;
    });
  }

  /**
   * Polls a service for the last time before success: all compute, and registrations that were not just seen online.
   * A successful start whose runner just died would strand its job.
   */
  pollFinally(service: Service, runners: readonly UnderwayRunner[]): Promise<PollResult> {
    return this.#tolerate(service, async () => {
      const awaited = runners.filter(({ kind }) => kind !== 'has-job');
      if (service === 'compute') {
        return awaited.length === 0 ? [] : this.#describe(awaited, { mayBeHidden: false });
      }
      const now = this.#ports.clock.now();
      const seenAt = (runner: UnderwayRunner): number => (runner.kind === 'online' ? runner.onlineAt : 0);
      const old = awaited.filter((runner) => now - seenAt(runner) > SURE_FOR_MS);
      return old.length === 0 ? [] : (await this.#read(old)).facts;
    });
  }

  async #describe(
    runners: readonly UnderwayRunner[],
    { mayBeHidden }: { mayBeHidden: boolean },
  ): Promise<readonly PollFact[]> {
    const seen = await this.#ports.launcher.describe(runners.map(({ compute }) => compute.id));
    return runners.map(({ launched: of, compute }) => ({
      kind: 'compute',
      of,
      seen: seen.get(compute.id),
      mayBeHidden,
    }));
  }

  /** Reads registrations, and what became of the compute of those that are gone. */
  async #read(runners: readonly UnderwayRunner[]): Promise<{ facts: readonly PollFact[]; requests: number }> {
    const { github, launcher } = this.#ports;
    const { found, requests } = await github.getRunners(runners.map(({ launched }) => launched.registration.id));
    const gone = runners.filter(({ launched }) => !found.has(launched.registration.id));
    // What became of the compute may say why.
    const computes = gone.length === 0 ? undefined : await launcher.describe(gone.map(({ compute }) => compute.id));
    const facts = runners.map(({ launched: of, compute }): PollFact => {
      const seen = found.get(of.registration.id);
      return { kind: 'registration', of, seen, compute: seen === undefined ? computes?.get(compute.id) : undefined };
    });
    return { facts, requests };
  }

  /** Tolerates a few failed polls of a service in a row, each retried at the next interval. */
  async #tolerate(service: Service, poll: () => Promise<readonly PollFact[]>): Promise<PollResult> {
    try {
      const found = await poll();
      this.#failures[service] = 0;
      if (this.#failures.compute + this.#failures.github === 0) this.#failedPoll = undefined;
      return found;
    } catch (failure) {
      this.#failures[service] += 1;
      // A poll refused because its rate limit outlasts the time left had no effect, and the next one would not either.
      const mayPass = failure instanceof RunnerError && failure.kind === 'transient' && !failure.hadNoEffect;
      if (!mayPass || this.#failures[service] > FAILED_POLLS_AT_MOST) throw failure;
      this.#failedPoll = failure;
      this.#ports.log.info(`${failure.message} Polling again.`);
      return undefined;
    }
  }
}
