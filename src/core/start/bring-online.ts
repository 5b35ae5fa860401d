import { assertNever, combined, RunnerError } from '../errors.ts';
import { withHeartbeat } from '../util/heartbeat.ts';
import { sleepUnless } from '../util/sleep.ts';
import { noneCame, timedOut } from './failures.ts';
import { afterHistory } from './history.ts';
import type { Launch } from './launch.ts';
import type { LaunchedRunner } from './launched.ts';
import { Launches } from './launches.ts';
import { Polls } from './polls.ts';
import type { StartPolicy, StartPorts } from './request.ts';
import { isReady, isUnderway, type Runner, type UnderwayRunner } from './runner.ts';
import { Runners } from './runners.ts';
import { roomDeadline, type Verdict, type VerdictRules, verdictOn } from './verdict.ts';

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
  /** Records that a runner was seen online, before anything else happens. */
  readonly noteOnline: (launched: LaunchedRunner) => Promise<void>;
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
  readonly #runners: Runners;
  readonly #polls: Polls;
  readonly #launches: Launches;
  /** Aborted, with the failure as its reason, once the start has failed. */
  readonly #failed = new AbortController();
  #noFinalPollBefore = 0;
  #missing: readonly string[] = [];

  constructor(options: OnlineOptions) {
    const { policy, ports } = options;
    this.#options = options;
    this.#rules = { ...policy, capacities: ports.launcher.capacities.length };
    this.#runners = new Runners(options);
    this.#polls = new Polls({ ...options, runners: this.#runners });
    this.#launches = new Launches({
      ...options,
      ...policy,
      runners: this.#runners,
      onFailure: (index, error) => this.#fail(this.#runners.at(index), error),
    });
  }

  async run(): Promise<Online> {
    for (const { index } of this.#runners.all) this.#launches.begin(index);
    try {
      while (!(await this.#isComplete())) {
        if (this.#clock.now() >= this.#options.deadline) {
          if (!(await this.#cameLate())) await this.#endInTime();
          break;
        }
        await this.#whileReporting(this.#poll());
        this.#judge();
        this.#runners.report();
        await this.#sleep();
      }
    } finally {
      // Launches that have not begun never do; those under way are on record by the time the cleanup begins.
      this.#launches.abandon();
      await this.#launches.settle();
      this.#runners.report();
    }
    return this.#result();
  }

  get #clock() {
    return this.#options.ports.clock;
  }

  /** Whether all runners that can still come online have, and still are. @throws if the start has failed */
  async #isComplete(): Promise<boolean> {
    this.#failed.signal.throwIfAborted();
    this.#assertSomeMayCome();
    return this.#mayBeComplete() && this.#pollFinally();
  }

  #assertSomeMayCome(): void {
    const { all, failures } = this.#runners;
    if (failures.length === all.length) throw noneCame(failures);
  }

  /** Removals may take long, so they must be finished before the final poll. */
  #mayBeComplete(): boolean {
    const isTooEarly = this.#clock.now() < this.#noFinalPollBefore || this.#launches.areUnderWay;
    return !isTooEarly && this.#runners.areSettled;
  }

  /** Polls whatever is due. A runner whose time for room is up may have found some: it is polled before it is judged. */
  async #poll(): Promise<void> {
    const late = this.#runners.all.filter((runner) => this.#clock.now() >= roomDeadline(runner, this.#rules));
    const states = late.map(({ state }) => state).filter(isUnderway);
    await (states.length > 0 ? this.#polls.now(states) : this.#polls.due());
  }

  /** Makes the final poll. Returns whether every runner was polled and is still ready. */
  async #pollFinally(): Promise<boolean> {
    await this.#explainMissing();
    const wasMade = await this.#whileReporting(this.#polls.final(this.#runners.underway));
    if (!wasMade) this.#noFinalPollBefore = this.#clock.now() + FINAL_POLL_RETRY_MS;
    const isSure = wasMade && this.#runners.underway.every(isReady);
    if (!isSure && this.#clock.now() < this.#options.deadline) this.#judge();
    return isSure;
  }

  /** After the timeout: whether all runners have come online since the last poll, provided that polls are answered. */
  async #cameLate(): Promise<boolean> {
    if (this.#launches.areUnderWay || this.#polls.failedPoll !== undefined) return false;
    this.#options.ports.retryBudget?.extend(FINAL_POLL_MS);
    await this.#polls.now(this.#runners.underway.filter((runner) => !isReady(runner)));
    return !this.#failed.signal.aborted && this.#mayBeComplete() && this.#pollFinally();
  }

  /** After the timeout: the runners online are enough if fewer are a success; otherwise the start has failed. */
  async #endInTime(): Promise<void> {
    const { policy, ports } = this.#options;
    this.#launches.abandon();
    await this.#launches.settle();
    // The failure of a launch that was under way says better what took so long.
    this.#failed.signal.throwIfAborted();
    const late = this.#runners.underway.filter((runner) => runner.kind === 'pending');
    const failure = this.#withFailedPoll(timedOut(late, this.#options));
    if (!policy.allowPartial) throw this.#reasonAtTimeout(failure);
    // Late runners are removed first, since the final poll must come just before the success.
    await this.#giveUpUnless((runner) => isReady(runner), failure);
    ports.retryBudget?.extend(FINAL_POLL_MS);
    const wasMade = await this.#polls.final(this.#runners.underway.filter(isReady));
    await this.#giveUpUnless((runner) => wasMade && isReady(runner), wasMade ? failure : this.#polls.failedPoll);
    this.#assertSomeMayCome();
  }

  /** What a poll found out about a runner says more than that the time is up. */
  #reasonAtTimeout(failure: unknown): unknown {
    const { all } = this.#runners;
    for (const runner of all) {
      if (runner.state.kind === 'failed') return this.#afterHistory(runner.state.failure, runner);
    }
    const [only] = all;
    return only && all.length === 1 ? this.#afterHistory(failure, only) : failure;
  }

  /** If the last poll failed, that is why the state of the runners is unknown. */
  #withFailedPoll(failure: RunnerError): unknown {
    const { failedPoll } = this.#polls;
    return failedPoll === undefined ? failure : combined(failedPoll, failure);
  }

  async #giveUpUnless(isEnough: (runner: UnderwayRunner) => boolean, failure: unknown): Promise<void> {
    for (const { index, state } of this.#runners.all) {
      if (state.kind === 'given-up' || (isUnderway(state) && isEnough(state))) continue;
      this.#giveUp(index, state.kind === 'failed' ? state.failure : failure);
    }
    await this.#launches.settle();
    await this.#explainMissing();
  }

  /** Explains, before the final poll, why some runners did not come online. If none did, the error says why. */
  async #explainMissing(): Promise<void> {
    const { all, failures } = this.#runners;
    if (failures.length === this.#missing.length || failures.length === all.length) return;
    this.#missing = await this.#options.explainMissing(failures);
  }

  #result(): Online {
    const runners = this.#runners.all.flatMap(({ state, history }) =>
      isUnderway(state) ? [{ ...state.launched, compute: state.compute, relaunchedBecause: history.causes }] : [],
    );
    return { runners, missing: this.#missing };
  }

  /** Carries out the verdict on each runner. */
  #judge(): void {
    for (const runner of this.#runners.all) {
      const isOutOfRoomTime = verdictOn(runner, this.#clock.now(), this.#rules).kind === 'out-of-room-time';
      if (!isOutOfRoomTime) continue;
      this.#launches.avoid(runner.history.position);
      this.#runners.apply(runner.index, { kind: 'out-of-room-time' });
    }
    for (const runner of this.#runners.all) {
      if (this.#failed.signal.aborted) return;
      this.#carryOut(verdictOn(runner, this.#clock.now(), this.#rules), runner);
    }
  }

  #carryOut(verdict: Verdict, runner: Runner): void {
    switch (verdict.kind) {
      case 'wait':
      case 'out-of-room-time':
        return;
      case 'next-capacity':
        this.#launches.takeNextCapacity(runner.index, verdict.failure);
        this.#launches.again(runner.index);
        return;
      case 'relaunch':
        this.#relaunch(runner, verdict.failure);
        return;
      case 'fail':
        this.#fail(runner, verdict.failure);
        return;
      default:
        assertNever(verdict);
    }
  }

  #relaunch({ index, history }: Runner, failure: RunnerError): void {
    const { ports, policy } = this.#options;
    this.#runners.apply(index, { kind: 'relaunched', failure });
    ports.log.info(`${failure.message} Relaunching it (${history.relaunches + 1} of at most ${policy.maxRelaunches}).`);
    this.#launches.again(index);
  }

  #afterHistory(failure: unknown, { history }: Runner): unknown {
    const capacity = this.#options.ports.launcher.capacities[history.position] ?? '';
    return afterHistory(failure, history, capacity);
  }

  /** The runner will not come online: the start fails with it, unless fewer are a success. */
  #fail(runner: Runner, error: unknown): void {
    const failure = this.#afterHistory(error, runner);
    if (this.#options.policy.allowPartial && failure instanceof RunnerError) {
      this.#giveUp(runner.index, failure);
      return;
    }
    this.#failed.abort(failure);
    this.#launches.abandon();
  }

  #giveUp(index: number, failure: unknown): void {
    this.#runners.apply(index, { kind: 'given-up', failure });
    this.#launches.remove(index);
  }

  /** A poll may be retried and wait out a rate limit; a start that has failed does not wait for it. */
  #whileReporting<T>(poll: Promise<T>): Promise<T> {
    return withHeartbeat(poll, {
      clock: this.#clock,
      nextBeat: () => this.#runners.nextHeartbeat,
      onBeat: () => this.#runners.report(),
      signal: this.#failed.signal,
    });
  }

  /** Sleeps until something is due or a launch has made progress. */
  async #sleep(): Promise<void> {
    if (this.#failed.signal.aborted || this.#mayBeComplete()) return;
    const now = this.#clock.now();
    const until = Math.min(
      this.#polls.next,
      ...this.#runners.all.map((runner) => roomDeadline(runner, this.#rules)),
      this.#runners.nextHeartbeat,
      this.#options.deadline,
      this.#noFinalPollBefore > now ? this.#noFinalPollBefore : Infinity,
    );
    if (until <= now) return;
    await sleepUnless(this.#clock, until - now, this.#launches.change);
  }
}
