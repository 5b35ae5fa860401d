import { combined, RunnerError } from '../errors.ts';
import { withHeartbeat } from '../util/heartbeat.ts';
import { sleepUnless } from '../util/sleep.ts';
import { noneCame, timedOut } from './failures.ts';
import { afterHistory } from './history.ts';
import type { Launch } from './launch.ts';
import type { LaunchedRunner } from './launched.ts';
import { Launches } from './launches.ts';
import { Poller } from './poller.ts';
import { Progress } from './progress.ts';
import type { StartPolicy, StartPorts } from './request.ts';
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
import { roomDeadline, type VerdictRules, verdictOn } from './verdict.ts';

/** How soon a failed final poll is retried, milliseconds. */
const FINAL_POLL_RETRY_MS = 1500;

/** How long the requests of the final poll may be retried after the timeout, milliseconds. */
const FINAL_POLL_MS = 20_000;

interface OnlineOptions {
  readonly count: number;
  readonly policy: StartPolicy;
  /** Epoch milliseconds at which the start began, and at which it gives up. */
  readonly began: number;
  readonly deadline: number;
  readonly ports: StartPorts;
  readonly launch: (launch: Launch) => Promise<LaunchedRunner>;
  /** Removes what exists of a runner's launches. @throws if that failed: the runner must not be relaunched then */
  readonly removeLaunches: (index: number) => Promise<void>;
  /** Texts that report runners that did not come online, one each. */
  readonly explainMissing: (failures: readonly unknown[]) => Promise<readonly string[]>;
}

/** A runner that is online on running compute. */
export interface OnlineRunner extends LaunchedRunner {
  /** Why it was relaunched, one entry each time. */
  readonly relaunchedBecause: readonly string[];
}

/** The outcome. */
export interface Online {
  readonly runners: readonly OnlineRunner[];
  /** Why the others did not come online, one text each. */
  readonly missing: readonly string[];
}

/**
 * Launches runners and waits until every one is online on running compute, in one loop over the hosting and GitHub. A
 * runner that vanished or died is relaunched while its budget lasts, and one that finds no room moves to the next
 * capacity. If fewer runners are a success, those that do not come online are removed and the rest go on.
 * @throws the first failure that cannot be recovered from, once no launch is under way any more
 */
export function bringOnline(options: OnlineOptions): Promise<Online> {
  return new Bringing(options).run();
}

class Bringing {
  readonly #options: OnlineOptions;
  readonly #rules: VerdictRules;
  readonly #progress: Progress;
  readonly #poller: Poller;
  readonly #launches: Launches;
  /** Aborted, with the failure as its reason, once the start has failed. */
  readonly #failed = new AbortController();
  /** Changed only by {@link #apply}. */
  readonly #runners: Runner[];
  #noFinalPollBefore = 0;
  #missing: readonly string[] = [];

  constructor(options: OnlineOptions) {
    const { count, policy, ports } = options;
    this.#options = options;
    this.#rules = { ...policy, capacities: ports.launcher.capacities.length };
    this.#runners = Array.from({ length: count }, (_, index) => newRunner(index));
    this.#progress = new Progress(options);
    this.#poller = new Poller(options);
    this.#launches = new Launches({
      ...options,
      ...policy,
      runners: () => this.#runners,
      onFact: (index, fact) => this.#apply(index, fact),
      onFailure: (index, error) => this.#fail(index, error),
    });
  }

  async run(): Promise<Online> {
    for (const { index } of this.#runners) this.#launches.begin(index);
    try {
      while (!(await this.#isComplete())) {
        if (this.#clock.now() >= this.#options.deadline) {
          if (!(await this.#cameLate())) await this.#endInTime();
          break;
        }
        await this.#whileReporting(this.#pollDue());
        this.#judge();
        this.#report();
        await this.#sleep();
      }
    } finally {
      // Launches that have not begun never do; those under way are on record by the time the cleanup begins.
      this.#launches.abandon();
      await this.#launches.settle();
      this.#report();
    }
    return this.#result();
  }

  get #clock() {
    return this.#options.ports.clock;
  }

  /** Applies a fact to a runner; nothing else changes runners. */
  #apply(index: number, fact: Fact): void {
    const { ports } = this.#options;
    const before = this.#runners[index];
    if (before === undefined) throw new Error(`There is no runner ${index}.`);
    const now = this.#clock.now();
    const after = withFact(before, fact, { now, fraction: ports.random.fraction(), ports });
    this.#runners[index] = after;
    this.#progress.noteChange(before, after, now);
  }

  /** States of all runners whose compute was accepted. */
  #underway(): readonly UnderwayRunner[] {
    return this.#runners.map(({ state }) => state).filter(isUnderway);
  }

  /** Whether all runners that can still come online have, and still are. @throws if the start has failed */
  async #isComplete(): Promise<boolean> {
    this.#failed.signal.throwIfAborted();
    this.#assertSomeMayCome();
    return this.#mayBeComplete() && this.#pollFinally();
  }

  #assertSomeMayCome(): void {
    const failures = this.#runners.flatMap(({ state }) => (state.kind === 'given-up' ? [state.failure] : []));
    if (failures.length === this.#runners.length) throw noneCame(failures);
  }

  /** Removals may take long, so they must be finished before the final poll. */
  #mayBeComplete(): boolean {
    if (this.#clock.now() < this.#noFinalPollBefore || this.#launches.areUnderWay) return false;
    return this.#runners.every(({ state }) => state.kind === 'given-up' || isReady(state));
  }

  /** Polls everything that is due, each service separately. */
  async #pollDue(): Promise<void> {
    const outOfRoomTime = this.#runners.filter((runner) => this.#clock.now() >= roomDeadline(runner, this.#rules));
    const late = outOfRoomTime.map(({ state }) => state).filter(isUnderway);
    // A runner may have come online since the last poll: it is polled before it is given up.
    await (late.length > 0 ? this.#pollNow(late) : this.#poll(this.#underway()));
  }

  async #poll(runners: readonly UnderwayRunner[]): Promise<void> {
    const pollService = async (service: 'compute' | 'github'): Promise<void> => {
      const due = this.#poller.due(service, runners);
      if (due.length === 0) return;
      const polled = due.map(({ launched: of }): PollFact => ({ kind: 'polled', of, service }));
      // Recorded first, so that a failed poll is retried at the next interval, not immediately.
      this.#applyAll(polled);
      const facts = await this.#poller.poll(service, due);
      if (facts !== undefined) this.#applyAll([...facts, ...polled]);
    };
    await Promise.all([pollService('compute'), pollService('github')]);
  }

  async #pollNow(runners: readonly UnderwayRunner[]): Promise<void> {
    this.#applyAll(runners.map(({ launched: of }): PollFact => ({ kind: 'poll-now', of })));
    this.#poller.hurry();
    const computes = new Set(runners.map(({ launched }) => launched));
    await this.#poll(this.#underway().filter(({ launched }) => computes.has(launched)));
  }

  #applyAll(facts: readonly PollFact[]): void {
    for (const fact of facts) this.#apply(fact.of.index, fact);
  }

  /** Makes the final poll. Returns whether every runner was polled and is still ready. */
  async #pollFinally(): Promise<boolean> {
    await this.#explainMissing();
    const wasMade = await this.#whileReporting(this.#pollOnceMore(this.#underway()));
    if (!wasMade) this.#noFinalPollBefore = this.#clock.now() + FINAL_POLL_RETRY_MS;
    const isSure = wasMade && this.#underway().every(isReady);
    if (!isSure && this.#clock.now() < this.#options.deadline) this.#judge();
    return isSure;
  }

  async #pollOnceMore(runners: readonly UnderwayRunner[]): Promise<boolean> {
    const poll = async (service: 'compute' | 'github'): Promise<boolean> => {
      const facts = await this.#poller.pollFinally(service, runners);
      this.#applyAll(facts ?? []);
      return facts !== undefined;
    };
    const outcomes = await Promise.all([poll('compute'), poll('github')]);
    return outcomes.every((wasMade) => wasMade);
  }

  /** After the timeout: whether all awaited runners have come online since the last poll, if polls succeed. */
  async #cameLate(): Promise<boolean> {
    if (this.#launches.areUnderWay || this.#poller.failedPoll !== undefined) return false;
    this.#options.ports.retryBudget?.extend(FINAL_POLL_MS);
    await this.#pollNow(this.#underway().filter((runner) => !isReady(runner)));
    return !this.#failed.signal.aborted && this.#mayBeComplete() && this.#pollFinally();
  }

  /** After the timeout: the runners online are enough if fewer are a success; otherwise the start has failed. */
  async #endInTime(): Promise<void> {
    const { policy, ports } = this.#options;
    this.#launches.abandon();
    await this.#launches.settle();
    // The failure of a launch that was under way says better what took so long.
    this.#failed.signal.throwIfAborted();
    const late = this.#underway().filter((runner) => runner.kind === 'pending');
    const failure = this.#withFailedPoll(timedOut(late, this.#options));
    if (!policy.allowPartial) throw this.#reasonAtTimeout(failure);
    // Late runners are removed first, since the final poll must come just before the success.
    await this.#giveUpUnless((runner) => isReady(runner), failure);
    ports.retryBudget?.extend(FINAL_POLL_MS);
    const wasMade = await this.#pollOnceMore(this.#underway().filter(isReady));
    await this.#giveUpUnless((runner) => wasMade && isReady(runner), wasMade ? failure : this.#poller.failedPoll);
    this.#assertSomeMayCome();
  }

  /** What a poll found out about a runner says more than that the time is up. */
  #reasonAtTimeout(failure: unknown): unknown {
    for (const runner of this.#runners) {
      if (runner.state.kind === 'failed') return this.#afterHistory(runner.state.failure, runner);
    }
    const [only] = this.#runners;
    return only && this.#runners.length === 1 ? this.#afterHistory(failure, only) : failure;
  }

  /** If the last poll failed, that is why the state of the runners is unknown. */
  #withFailedPoll(failure: RunnerError): unknown {
    const { failedPoll } = this.#poller;
    return failedPoll === undefined ? failure : combined(failedPoll, failure);
  }

  async #giveUpUnless(isEnough: (runner: UnderwayRunner) => boolean, failure: unknown): Promise<void> {
    for (const runner of this.#runners) {
      const { state } = runner;
      if (state.kind === 'given-up' || (isUnderway(state) && isEnough(state))) continue;
      const own = state.kind === 'failed' ? state.failure : failure;
      this.#giveUp(runner.index, this.#afterHistory(own, runner));
    }
    await this.#launches.settle();
    await this.#explainMissing();
  }

  /** Explains the runners that did not come online, before the final poll of the others. */
  async #explainMissing(): Promise<void> {
    const failures = this.#runners.flatMap(({ state }) => (state.kind === 'given-up' ? [state.failure] : []));
    if (failures.length > this.#missing.length) this.#missing = await this.#options.explainMissing(failures);
  }

  #result(): Online {
    const runners = this.#runners.flatMap(({ state, history }) =>
      isUnderway(state) ? [{ ...state.launched, compute: state.compute, relaunchedBecause: history.causes }] : [],
    );
    return { runners, missing: this.#missing };
  }

  /** Carries out the verdict on each runner. */
  #judge(): void {
    for (const { index } of this.#runners) {
      if (this.#failed.signal.aborted) return;
      this.#judgeOne(index);
    }
  }

  #judgeOne(index: number): void {
    const runner = this.#runners[index];
    if (runner === undefined) return;
    const verdict = verdictOn(runner, this.#clock.now(), this.#rules);
    switch (verdict.kind) {
      case 'wait':
        return;
      case 'out-of-room-time':
        this.#launches.avoid(runner.history.position);
        this.#apply(index, { kind: 'out-of-room-time' });
        this.#judgeOne(index);
        return;
      case 'next-capacity':
        this.#launches.takeNextCapacity(index, verdict.failure);
        this.#launches.again(index);
        return;
      case 'relaunch':
        this.#relaunch(runner, verdict.failure);
        return;
      case 'fail':
        this.#fail(index, verdict.failure);
        return;
    }
  }

  #relaunch({ index, history }: Runner, failure: RunnerError): void {
    const { ports, policy } = this.#options;
    this.#apply(index, { kind: 'relaunched', failure });
    ports.log.info(`${failure.message} Relaunching it (${history.relaunches + 1} of at most ${policy.maxRelaunches}).`);
    this.#launches.again(index);
  }

  #afterHistory(failure: unknown, { history }: Runner): unknown {
    const capacity = this.#options.ports.launcher.capacities[history.position] ?? '';
    return afterHistory(failure, history, capacity);
  }

  /** The runner will not come online: the start fails with it, unless fewer are a success. */
  #fail(index: number, error: unknown): void {
    const runner = this.#runners[index];
    const failure = runner === undefined ? error : this.#afterHistory(error, runner);
    if (this.#options.policy.allowPartial && failure instanceof RunnerError) {
      this.#giveUp(index, failure);
      return;
    }
    this.#failed.abort(failure);
    this.#launches.abandon();
  }

  #giveUp(index: number, failure: unknown): void {
    this.#apply(index, { kind: 'given-up', failure });
    this.#launches.remove(index);
  }

  #report(): void {
    const underway = this.#underway();
    const pending = underway.filter((runner) => !isReady(runner));
    this.#progress.report({
      requested: this.#runners.length,
      online: underway.length - pending.length,
      pending,
      givenUp: this.#runners.filter(({ state }) => state.kind === 'given-up').length,
    });
  }

  /** A poll may be retried and wait out a rate limit; a start that has failed does not wait for it. */
  #whileReporting<T>(poll: Promise<T>): Promise<T> {
    return withHeartbeat(poll, {
      clock: this.#clock,
      nextBeat: () => this.#progress.nextHeartbeat,
      onBeat: () => this.#report(),
      signal: this.#failed.signal,
    });
  }

  /** Sleeps until something is due or a launch has made progress. */
  async #sleep(): Promise<void> {
    if (this.#failed.signal.aborted || this.#mayBeComplete()) return;
    const now = this.#clock.now();
    const until = Math.min(
      this.#poller.next(this.#underway()),
      ...this.#runners.map((runner) => roomDeadline(runner, this.#rules)),
      this.#progress.nextHeartbeat,
      this.#options.deadline,
      this.#noFinalPollBefore > now ? this.#noFinalPollBefore : Infinity,
    );
    if (until <= now) return;
    await sleepUnless(this.#clock, until - now, this.#launches.change);
  }
}
