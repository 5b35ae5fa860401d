import type { RunnerError } from '../errors.ts';
import type { LaunchedRunner } from './launched.ts';
import { Poller } from './poller.ts';
import type { StartPorts } from './request.ts';
import type { PollFact, Service, UnderwayRunner } from './runner.ts';
import type { Runners } from './runners.ts';

/** The polls of a start: each service separately, and what they find is applied as soon as it is known. */
export class Polls {
  readonly #runners: Runners;
  readonly #poller: Poller;
  readonly #noteOnline: (launched: LaunchedRunner) => Promise<void>;
  readonly #noted = new Set<LaunchedRunner>();

  constructor(options: {
    ports: StartPorts;
    count: number;
    runners: Runners;
    noteOnline: (launched: LaunchedRunner) => Promise<void>;
  }) {
    this.#runners = options.runners;
    this.#noteOnline = options.noteOnline;
    this.#poller = new Poller(options);
  }

  /** The failure of the last poll, if it failed. */
  get failedPoll(): RunnerError | undefined {
    return this.#poller.failedPoll;
  }

  /** Epoch milliseconds of the next poll; Infinity if there is none. */
  get next(): number {
    return this.#poller.next(this.#runners.underway);
  }

  /** Polls whatever is due. */
  async due(runners = this.#runners.underway): Promise<void> {
    await Promise.all([this.#pollIfDue('compute', runners), this.#pollIfDue('github', runners)]);
  }

  /** Polls these runners at once, whatever is due. */
  async now(runners: readonly UnderwayRunner[]): Promise<void> {
    this.#runners.applyAll(runners.map(({ launched: of }): PollFact => ({ kind: 'poll-now', of })));
    this.#poller.hurry();
    const launches = new Set(runners.map(({ launched }) => launched));
    await this.due(this.#runners.underway.filter(({ launched }) => launches.has(launched)));
  }

  /** Makes the final poll of these runners. Returns whether both services answered. */
  async final(runners: readonly UnderwayRunner[]): Promise<boolean> {
    const poll = async (service: Service): Promise<boolean> => {
      const facts = await this.#poller.pollFinally(service, runners);
      await this.#note(facts ?? []);
      this.#runners.applyAll(facts ?? []);
      return facts !== undefined;
    };
    const outcomes = await Promise.all([poll('compute'), poll('github')]);
    return outcomes.every((wasMade) => wasMade);
  }

  async #pollIfDue(service: Service, runners: readonly UnderwayRunner[]): Promise<void> {
    const due = this.#poller.due(service, runners);
    if (due.length === 0) return;
    const polled = due.map(({ launched: of }): PollFact => ({ kind: 'polled', of, service }));
    // Recorded first, so that a failed poll is retried at the next interval, not immediately.
    this.#runners.applyAll(polled);
    const facts = await this.#poller.poll(service, due);
    if (facts === undefined) return;
    await this.#note(facts);
    this.#runners.applyAll([...facts, ...polled]);
  }

  /** From the moment a runner is online a job may be on its way to it: its removal must know. */
  async #note(facts: readonly PollFact[]): Promise<void> {
    for (const fact of facts) {
      const isOnline = fact.kind === 'registration' && (fact.seen?.status === 'online' || fact.seen?.busy === true);
      if (!isOnline || this.#noted.has(fact.of)) continue;
      this.#noted.add(fact.of);
      await this.#noteOnline(fact.of);
    }
  }
}
