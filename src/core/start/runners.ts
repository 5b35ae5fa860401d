import { Progress } from './progress.ts';
import type { StartPorts } from './request.ts';
import {
  type Fact,
  isReady,
  isUnderway,
  newRunner,
  type PollFact,
  type Runner,
  type UnderwayRunner,
  withFact,
} from './runner.ts';

/** All runners of a start. Only {@link apply} changes them. */
export class Runners {
  readonly #ports: StartPorts;
  readonly #progress: Progress;
  readonly #all: Runner[];

  constructor(options: { count: number; deadline: number; ports: StartPorts }) {
    this.#ports = options.ports;
    this.#progress = new Progress(options);
    this.#all = Array.from({ length: options.count }, (_, index) => newRunner(index));
  }

  get all(): readonly Runner[] {
    return this.#all;
  }

  /** @throws if there is no such runner */
  at(index: number): Runner {
    const runner = this.#all[index];
    if (runner === undefined) throw new Error(`There is no runner ${index}.`);
    return runner;
  }

  /** Applies a fact to a runner. */
  apply(index: number, fact: Fact): void {
    const before = this.at(index);
    const now = this.#ports.clock.now();
    const after = withFact(before, fact, { now, fraction: this.#ports.random.fraction(), ports: this.#ports });
    this.#all[index] = after;
    this.#progress.noteChange(before, after, now);
  }

  applyAll(facts: readonly PollFact[]): void {
    for (const fact of facts) this.apply(fact.of.index, fact);
  }

  /** States of all runners whose compute was accepted. */
  get underway(): readonly UnderwayRunner[] {
    return this.#all.map(({ state }) => state).filter(isUnderway);
  }

  /** Why runners were given up, one failure each. */
  get failures(): readonly unknown[] {
    return this.#all.flatMap(({ state }) => (state.kind === 'given-up' ? [state.failure] : []));
  }

  /** Whether every runner is ready or given up. */
  get areSettled(): boolean {
    return this.#all.every(({ state }) => state.kind === 'given-up' || isReady(state));
  }

  /** Epoch milliseconds at which {@link report} is due, whatever happens. */
  get nextHeartbeat(): number {
    return this.#progress.nextHeartbeat;
  }

  /** Logs what has changed since the last report. */
  report(): void {
    const pending = this.underway.filter((runner) => !isReady(runner));
    this.#progress.report({
      requested: this.#all.length,
      online: this.underway.length - pending.length,
      pending,
      givenUp: this.failures.length,
    });
  }
}
