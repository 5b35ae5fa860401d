import type { Compute } from '../compute.ts';
import { assertNever, type RunnerError } from '../errors.ts';
import type { Launcher, Registration } from '../ports.ts';
import { pollInterval, READY_INTERVAL_MS, watchInterval } from '../util/polling.ts';
import { computeEnded, computeVanished, type FailurePorts, noRoomInTime, registrationVanished } from './failures.ts';
import { type LaunchHistory, movedOn, NO_HISTORY, relaunched, roomRetried, skipped } from './history.ts';
import type { LaunchedRunner } from './launched.ts';

/** How long the end of compute is waited for whose registration is gone, milliseconds. */
const GONE_FOR_MS = 10_000;

/** A service that is polled. */
export type Service = 'compute' | 'github';

/** What is known about a launch whose compute was accepted. Times are epoch milliseconds. */
interface Underway {
  readonly launched: LaunchedRunner;
  /** As last seen. */
  readonly compute: Compute;
  readonly launchedAt: number;
  readonly stateSince: number;
  readonly runningSince: number | undefined;
  readonly nextPoll: Readonly<Record<Service, number>>;
  /** Since when its registration has not been found; the end of its compute says why. */
  readonly goneSince?: number;
}

/** Its compute was accepted; the runner is not online. */
export type PendingRunner = Underway & { readonly kind: 'pending' };
/** It was online at the last poll. */
export type ConnectedRunner = Underway & {
  readonly kind: 'online';
  /** When that poll was answered. */
  readonly onlineAt: number;
};
/** It was seen with its job: whatever becomes of it now, it has come online. */
export type BusyRunner = Underway & { readonly kind: 'has-job' };
/** This launch came to nothing. */
export type FailedRunner = Underway & { readonly kind: 'failed'; readonly failure: RunnerError };

/** A runner whose compute was accepted. */
export type UnderwayRunner = PendingRunner | ConnectedRunner | BusyRunner | FailedRunner;

/** How far a runner has come. */
export type RunnerState =
  /** A launch is under way, or the removal of the one before it. */
  | { readonly kind: 'launching' }
  | UnderwayRunner
  /** It will not come online; only if fewer runners than requested are a success. */
  | { readonly kind: 'given-up'; readonly failure: unknown };

/** One of the requested runners, across all its launches. */
export interface Runner {
  /** Index within the start, from 0. */
  readonly index: number;
  /** Whether it has had a registration. */
  readonly wasRegistered: boolean;
  readonly history: LaunchHistory;
  readonly state: RunnerState;
}

/** What launching found out about a runner. */
export type LaunchFact =
  | { readonly kind: 'launching' }
  | { readonly kind: 'registered' }
  /** Its compute is about to be requested, on the first capacity from position `from` on. */
  | { readonly kind: 'requesting'; readonly from: number }
  /** Its capacity has no room, but there is another one. */
  | { readonly kind: 'no-room'; readonly failure: RunnerError }
  /** No capacity has room, and the same launch is retried. */
  | { readonly kind: 'room-retry'; readonly refusal: RunnerError }
  | { readonly kind: 'accepted'; readonly launched: LaunchedRunner };

/** What a poll found out about one launch, which may be over by now. */
export type PollFact =
  | {
      readonly kind: 'compute';
      readonly of: LaunchedRunner;
      /** Undefined: the hosting did not report it. */
      readonly seen: Compute | undefined;
      /** Whether it may still exist: new compute is missing from the hosting's answers for a while. */
      readonly mayBeHidden: boolean;
    }
  | {
      readonly kind: 'registration';
      readonly of: LaunchedRunner;
      /** Undefined: it is gone. */
      readonly seen: Registration | undefined;
      /** What became of its compute, which is read only if the registration is gone. */
      readonly compute?: Compute | undefined;
    }
  /** The interval until the next poll counts from now. */
  | { readonly kind: 'polled'; readonly of: LaunchedRunner; readonly service: Service }
  | { readonly kind: 'poll-now'; readonly of: LaunchedRunner };

/** What the loop decided. */
export type DecisionFact =
  | { readonly kind: 'out-of-room-time' }
  | { readonly kind: 'relaunched'; readonly failure: RunnerError }
  | { readonly kind: 'given-up'; readonly failure: unknown };

export type Fact = LaunchFact | PollFact | DecisionFact;

/** The context in which facts are applied. */
export interface FactContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Random, 0 to 1. */
  readonly fraction: number;
  readonly ports: FailurePorts & { readonly launcher: Launcher };
}

/** A runner before its first launch. */
export function newRunner(index: number): Runner {
  return { index, wasRegistered: false, history: NO_HISTORY, state: { kind: 'launching' } };
}

/** All transitions of a runner: its state once a fact is known. Nothing else changes it. */
export function withFact(runner: Runner, fact: Fact, context: FactContext): Runner {
  switch (fact.kind) {
    case 'launching':
      return { ...runner, state: { kind: 'launching' } };
    case 'registered':
      return { ...runner, wasRegistered: true };
    case 'accepted':
      // One that an earlier call launched was registered by that call.
      return { ...runner, wasRegistered: true, state: accepted(fact.launched, context) };
    case 'given-up':
      return { ...runner, state: fact };
    case 'requesting':
      return { ...runner, history: skipped(runner.history, fact.from, context.ports.launcher) };
    case 'no-room':
      return { ...runner, history: movedOn(runner.history, fact.failure, context.ports.launcher) };
    case 'room-retry':
      return { ...runner, history: roomRetried(runner.history, fact.refusal, context.ports.launcher) };
    case 'relaunched':
      return { ...runner, history: relaunched(runner.history, fact.failure) };
    case 'out-of-room-time': {
      const { state } = runner;
      return isUnderway(state) ? { ...runner, state: failed(state, noRoomInTime(state, context)) } : runner;
    }
    case 'compute':
    case 'registration':
    case 'polled':
    case 'poll-now': {
      const { state } = runner;
      // Facts about a launch that is over no longer matter.
      if (!isUnderway(state) || state.launched !== fact.of) return runner;
      return { ...runner, state: withPollFact(state, fact, context) };
    }
    default:
      return assertNever(fact);
  }
}

/** Whether its compute was accepted. */
export function isUnderway(state: RunnerState): state is UnderwayRunner {
  return state.kind !== 'launching' && state.kind !== 'given-up';
}

/** Online, or with its job. */
export function isReady(state: RunnerState): state is ConnectedRunner | BusyRunner {
  return state.kind === 'online' || state.kind === 'has-job';
}

/** The answer to its launch counts as its first poll. */
function accepted(launched: LaunchedRunner, { now, fraction }: FactContext): PendingRunner {
  const { compute } = launched;
  return {
    kind: 'pending',
    launched,
    compute,
    launchedAt: now,
    stateSince: now,
    runningSince: compute.phase === 'running' ? now : undefined,
    nextPoll: { compute: now + pollInterval(0, fraction), github: now },
  };
}

function withPollFact(state: UnderwayRunner, fact: PollFact, context: FactContext): UnderwayRunner {
  switch (fact.kind) {
    case 'compute':
      return fact.seen === undefined ? withoutCompute(state, fact, context) : withCompute(state, fact.seen, context);
    case 'registration':
      return withRegistration(fact.compute ? { ...state, compute: fact.compute } : state, fact.seen, context);
    case 'polled':
      return { ...state, nextPoll: { ...state.nextPoll, [fact.service]: nextPoll(state, fact.service, context) } };
    case 'poll-now':
      return { ...state, nextPoll: { compute: context.now, github: context.now } };
    default:
      return assertNever(fact);
  }
}

function withCompute(before: UnderwayRunner, compute: Compute, context: FactContext): UnderwayRunner {
  const { now } = context;
  const hasMoved = compute.state !== before.compute.state;
  const isFirstRunning = compute.phase === 'running' && before.runningSince === undefined;
  const state: UnderwayRunner = {
    ...before,
    compute,
    stateSince: hasMoved ? now : before.stateSince,
    ...(isFirstRunning && { runningSince: now, nextPoll: { ...before.nextPoll, github: now } }),
  };
  return hasEnded(compute) ? ended(state, computeEnded(state, context)) : state;
}

function hasEnded({ phase }: Compute): boolean {
  return phase === 'stopping' || phase === 'stopped';
}

/** What ended after a job came, however short the job was: it was never seen online then. */
function ended(state: UnderwayRunner, failure: RunnerError): UnderwayRunner {
  if (state.compute.hadJob === true && state.kind !== 'failed') return { ...underway(state), kind: 'has-job' };
  return failed(state, failure);
}

function withoutCompute(
  state: UnderwayRunner,
  { mayBeHidden }: { readonly mayBeHidden: boolean },
  context: FactContext,
): UnderwayRunner {
  const { hiddenForMs } = context.ports.launcher.hosting;
  const isHidden = mayBeHidden && context.now - state.launchedAt <= hiddenForMs;
  return isHidden ? state : failed(state, computeVanished(state, context));
}

function withRegistration(state: UnderwayRunner, seen: Registration | undefined, context: FactContext): UnderwayRunner {
  if (state.kind === 'failed' || state.kind === 'has-job') return state;
  if (seen === undefined) return withoutRegistration(state, context);
  if (seen.busy) return { ...underway(state), kind: 'has-job' };
  // A lost connection may come back: until then the start waits for the runner as before.
  return seen.status === 'online'
    ? { ...underway(state), kind: 'online', onlineAt: context.now }
    : { ...underway(state), kind: 'pending' };
}

/**
 * It was deleted, by somebody or by a stop of its run, or it has had its job: its compute says which when it ends, which
 * takes a few seconds.
 */
function withoutRegistration(state: UnderwayRunner, context: FactContext): UnderwayRunner {
  const { goneSince = context.now } = state;
  if (hasEnded(state.compute)) {
    const failure =
      state.compute.end === undefined ? registrationVanished(state, context) : computeEnded(state, context);
    return ended(state, failure);
  }
  if (context.now - goneSince >= GONE_FOR_MS) return failed(state, registrationVanished(state, context));
  return { ...underway(state), kind: 'pending', goneSince };
}

/** The first reason stays; a runner that has its job has come online. */
function failed(state: UnderwayRunner, failure: RunnerError): UnderwayRunner {
  return state.kind === 'failed' || state.kind === 'has-job' ? state : { ...underway(state), kind: 'failed', failure };
}

function underway({ launched, compute, launchedAt, stateSince, runningSince, nextPoll: next }: Underway): Underway {
  return { launched, compute, launchedAt, stateSince, runningSince, nextPoll: next };
}

function nextPoll(state: UnderwayRunner, service: Service, { now, fraction }: FactContext): number {
  const { launchedAt, runningSince } = state;
  if (state.kind === 'online') return now + READY_INTERVAL_MS;
  if (state.goneSince !== undefined) return now + pollInterval(0, fraction);
  if (service === 'github') return now + pollInterval(now - (runningSince ?? now), fraction);
  if (runningSince !== undefined) return now + watchInterval(now - runningSince);
  return now + pollInterval(now - launchedAt, fraction);
}

/** When a service is to be polled for a runner, epoch milliseconds; Infinity if it need not be. */
export function nextPollOf(state: UnderwayRunner, service: Service): number {
  // No runner connects to GitHub before its compute is running.
  const isTooEarly = service === 'github' && state.runningSince === undefined;
  return state.kind === 'has-job' || isTooEarly ? Infinity : state.nextPoll[service];
}
