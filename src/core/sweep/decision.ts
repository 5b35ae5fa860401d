import { assertNever } from '../errors.ts';
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
  /** Epoch milliseconds. */
  readonly now: number;
  readonly graceMs: number;
  /** How long new compute may be missing from the lists, milliseconds. */
  readonly hiddenForMs: number;
  /** What people call a pool, such as `cluster`. */
  readonly pool: string;
  readonly longest: LongestTimes;
}

/** The longest times that a start can have been given, milliseconds. */
export interface LongestTimes {
  /** After it, no start launches compute for its registration any more. */
  readonly startMs: number;
  /** Of compute, from its launch on. */
  readonly lifeMs: number;
}

const MINUTE = 60_000;

/** How far the clocks of GitHub and of the machine that ran the start may differ. */
const CLOCK_SKEW_MS = MINUTE;

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
  const end = endOfLife(found, longest);
  if (now >= end + graceMs) return { kind: 'sweep', why: 'expired', reason: `its lifetime ended at ${iso(end)}` };
  return isYoung(found.owner, now, graceMs);
}

/** The time in the tag, unless it is missing, unreadable or later than any time that a start can have written. */
function endOfLife({ owner, expiresAt = Number.POSITIVE_INFINITY }: FoundCompute, longest: LongestTimes): number {
  return Math.min(expiresAt, owner.startedAt + longest.startMs + longest.lifeMs);
}

function decideRegistrationByTime(
  found: FoundRegistration,
  { now, graceMs, hiddenForMs, pool, longest }: Now,
): Decision | undefined {
  const { registration, owner, unlisted } = found;
  if (registration.busy) return keep('busy', `it is busy, without compute in the ${pool}s named`);
  if (registration.status === 'online') {
    return keep('online', `it is online, so its compute is in a ${pool}, region or account that was not named`);
  }
  if (unlisted.length > 0)
    return keep('unlisted', `its compute may be in ${unlisted.join(', ')}, which could not be read`);
  // Compute that was requested may be hidden for a while, however short the grace is.
  const young = isYoung(owner, now, Math.max(graceMs, hiddenForMs));
  if (young !== undefined) return young;
  if (now < owner.startedAt + longest.startMs + graceMs) return undefined;
  return { kind: 'sweep', why: 'expired', reason: `it has no compute, and its start began at ${iso(owner.startedAt)}` };
}

/** What began within the grace cannot have been over for that long: its run need not be queried. */
function isYoung({ startedAt }: Owner, now: number, graceMs: number): Decision | undefined {
  return now < startedAt + graceMs
    ? keep('young', `its start began at ${iso(startedAt)}, within the grace`)
    : undefined;
}

/** Decides what time alone could not. */
export function decideByRun(
  found: FoundCompute | FoundRegistration,
  knowledge: RunKnowledge,
  { now, graceMs, longest }: Now,
): Decision {
  const { owner } = found;
  if (knowledge.kind === 'unknown') return keep('unknown-run', `${knowledge.why}: ${whatDecidesAlone(found, longest)}`);
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

function whatDecidesAlone(found: FoundCompute | FoundRegistration, longest: LongestTimes): string {
  return found.kind === 'compute'
    ? `its lifetime alone decides; it ends at ${iso(endOfLife(found, longest))}`
    : `its age alone decides, from ${iso(found.owner.startedAt + longest.startMs)} on`;
}

/**
 * When the attempt that a thing belongs to ended, or a time after that; undefined if it is still in progress. An
 * attempt is over as soon as a later one has begun.
 */
function endOfAttempt(run: WorkflowRun, owner: Owner): number | undefined {
  const { attempt, attemptStartedAt, isOver, updatedAt } = run;
  // A later attempt than GitHub reports: its answer is out of date.
  if (owner.runAttempt !== undefined && owner.runAttempt > attempt) return undefined;
  if (attemptStartedAt !== undefined) {
    const isEarlier =
      owner.runAttempt === undefined ? owner.startedAt + CLOCK_SKEW_MS < attemptStartedAt : owner.runAttempt < attempt;
    if (isEarlier) return attemptStartedAt;
  }
  return isOver ? updatedAt : undefined;
}

function keep(why: KeepReason, reason: string): Decision {
  return { kind: 'keep', why, reason };
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
