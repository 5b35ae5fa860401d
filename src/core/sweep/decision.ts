import { assertNever } from '../errors.ts';
import { latestEnd } from '../lifetime.ts';
import type { WorkflowRun } from '../ports.ts';
import type { Found, FoundCompute, FoundRegistration, Owner } from './found.ts';
import type { RunKnowledge } from './runs.ts';

/** What to do with a thing, and why, in words. */
export type Decision =
  | { readonly kind: 'sweep'; readonly why: 'expired' | 'run-over'; readonly reason: string }
  | { readonly kind: 'keep'; readonly why: KeepReason; readonly reason: string };

/** `changed`, `gone` and `unconfirmed` come from the second check. */
export type KeepReason =
  | 'young'
  | 'live'
  | 'grace'
  | 'busy'
  | 'online'
  | 'unknown-run'
  | 'unreadable'
  | 'unlisted'
  | 'elsewhere'
  | 'changed'
  | 'gone'
  | 'unconfirmed';

/** What decisions by time depend on. */
export interface Now {
  /** Epoch milliseconds by this machine's clock: each service's own is so far ahead of it as the service says. */
  readonly now: number;
  readonly graceMs: number;
  /** How long new compute may be missing from the lists, milliseconds. */
  readonly hiddenForMs: number;
  /** What people call a pool, such as `cluster`. */
  readonly pool: string;
  readonly longest: LongestTimes;
  /** How far GitHub's clock is ahead, which dates runs. */
  readonly githubAheadMs: number;
}

/** The longest times that a start can have been given, milliseconds. */
export interface LongestTimes {
  /** After it, no start launches compute for its registration any more. */
  readonly startMs: number;
  /** Of compute, from its launch on. */
  readonly lifeMs: number;
}

/**
 * How far the clock of the machine that ran a start may be off. Only the age of a registration whose run is unknown is
 * judged by it; GitHub itself removes one that never connects after about a day.
 */
const MACHINE_CLOCK_MS = 24 * 60 * 60_000;

/** Decides what can be decided by time alone; undefined: it depends on the run. */
export function decideByTime(found: Found, time: Now): Decision | undefined {
  switch (found.kind) {
    case 'unreadable':
      return keep('unreadable', `${found.why}; it is left alone`);
    case 'compute':
      return decideComputeByTime(found, time);
    case 'registration':
      return decideRegistrationByTime(found, time);
    default:
      return assertNever(found);
  }
}

function decideComputeByTime(found: FoundCompute, { now, graceMs, longest }: Now): Decision | undefined {
  const { pool, compute, owner } = found;
  const providerNow = now + (pool.aheadMs ?? 0);
  const end = endOfLife(found, longest);
  if (providerNow >= end + graceMs) {
    return { kind: 'sweep', why: 'expired', reason: `its lifetime ended at ${iso(end)}` };
  }
  return isYoung(compute.times?.createdAt ?? owner.startedAt, providerNow, graceMs);
}

/**
 * By the provider's times. Where the tag with the lifetime is missing (before it was added) or unreadable, the other
 * tag and the runner's name say it: both were written by one clock, the name first.
 */
function endOfLife({ owner, compute, expiresAt, lifetimeMs }: FoundCompute, longest: LongestTimes): number {
  const longestMs = longest.startMs + longest.lifeMs;
  const derived = (expiresAt ?? Number.POSITIVE_INFINITY) - owner.startedAt;
  const given = lifetimeMs ?? (derived > 0 ? derived : longestMs);
  const otherwise = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, owner.startedAt + longestMs);
  return latestEnd({ times: compute.times, lifetimeMs: Math.min(given, longestMs), otherwise });
}

function decideRegistrationByTime(
  found: FoundRegistration,
  { now, graceMs, hiddenForMs, pool }: Now,
): Decision | undefined {
  const { registration, owner, unlisted, github } = found;
  if (registration.busy) return keep('busy', `it is busy, without compute in the ${pool}s named`);
  if (registration.status === 'online') {
    return keep('online', `it is online, so its compute is in a ${pool}, region or account that was not named`);
  }
  if (unlisted.length > 0)
    return keep('unlisted', `its compute may be in ${unlisted.join(', ')}, which could not be read`);
  // Compute that was requested may be hidden for a while, however short the grace is.
  return isYoung(owner.startedAt, now + (github.aheadMs ?? 0), Math.max(graceMs, hiddenForMs));
}

/** What began within the grace cannot have been over for that long: its run need not be queried. */
function isYoung(startedAt: number, now: number, graceMs: number): Decision | undefined {
  return now < startedAt + graceMs
    ? keep('young', `its start began at ${iso(startedAt)}, within the grace`)
    : undefined;
}

/** Decides what time alone could not. */
export function decideByRun(
  found: FoundCompute | FoundRegistration,
  knowledge: RunKnowledge,
  { now: machineNow, githubAheadMs, graceMs, longest }: Now,
): Decision {
  const { owner } = found;
  const now = machineNow + githubAheadMs;
  if (knowledge.kind === 'unknown') {
    const oldAt = owner.startedAt + longest.startMs + MACHINE_CLOCK_MS;
    if (found.kind === 'registration' && now >= oldAt + graceMs) {
      return {
        kind: 'sweep',
        why: 'expired',
        reason: `it has no compute, and its start began at ${iso(owner.startedAt)}`,
      };
    }
    const alone =
      found.kind === 'compute'
        ? `its lifetime alone decides; it ends at ${iso(endOfLife(found, longest))}`
        : `its age alone decides, from ${iso(oldAt)} on`;
    return keep('unknown-run', `${knowledge.why}: ${alone}`);
  }
  const name = `attempt ${owner.runAttempt ?? knowledge.run.attempt} of run ${owner.runId}`;
  const end = endOfAttempt(knowledge.run, owner);
  if (end === undefined) return keep('live', `run ${owner.runId} is still in progress`);
  const reason = `${name} has been over since ${iso(end)}`;
  if (now < end + graceMs) return keep('grace', `${reason}, which is within the grace`);
  if (found.kind === 'compute') {
    const { registration } = found;
    if (registration.kind === 'elsewhere') {
      return keep('elsewhere', `${reason}, but its registration is in ${registration.scope || 'an unknown scope'}`);
    }
    if (registration.kind === 'found' && registration.registration.busy) {
      return keep('busy', `${reason}, but it is busy, and its lifetime ends at ${iso(endOfLife(found, longest))}`);
    }
  }
  return { kind: 'sweep', why: 'run-over', reason };
}

/**
 * When the attempt that a thing belongs to ended, or a time after that; undefined if it may still be in progress. An
 * attempt is over as soon as a later one has begun. A registration does not say of which attempt it is, and the time in
 * its name is another machine's: it is kept until the latest one is over.
 */
function endOfAttempt(run: WorkflowRun, owner: Owner): number | undefined {
  const { attempt, attemptStartedAt, isOver, updatedAt } = run;
  // A later attempt than GitHub reports: its answer is out of date.
  if (owner.runAttempt !== undefined && owner.runAttempt > attempt) return undefined;
  if (attemptStartedAt !== undefined && owner.runAttempt !== undefined && owner.runAttempt < attempt) {
    return attemptStartedAt;
  }
  return isOver ? updatedAt : undefined;
}

function keep(why: KeepReason, reason: string): Decision {
  return { kind: 'keep', why, reason };
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
