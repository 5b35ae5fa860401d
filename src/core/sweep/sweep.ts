import { explain } from '../errors.ts';
import type { Clock, ComputePool, GitHub, Log, Random, Registration, RunStatus } from '../ports.ts';
import { TAG } from '../tags.ts';
import { type TeardownResult, teardownRunner } from '../teardown/teardown.ts';
import { forEachConcurrently } from '../util/semaphore.ts';
import { type Decision, decideByRun, decideByTime, type KeepReason, type LongestTimes } from './decision.ts';
import { type Found, type FoundCompute, type FoundRegistration, takeInventory } from './found.ts';
import { RunBook } from './runs.ts';

/** What to sweep. */
export interface SweepRequest {
  /** Whose runners to sweep: `owner/name`, with the numeric id if it is already known. */
  readonly repositories: readonly { readonly name: string; readonly id: number | undefined }[];
  /** How long ago a lifetime or a run must have ended, milliseconds. */
  readonly graceMs: number;
  /** Whether to only report what would be done. */
  readonly dryRun: boolean;
  /** Prefix of the reason recorded with compute that is stopped. */
  readonly reason: string;
  readonly longest: LongestTimes;
}

/** What a sweep works with: at least one GitHub scope and at least one compute pool. */
export interface SweepPorts {
  readonly scopes: readonly [GitHub, ...GitHub[]];
  readonly pools: readonly [ComputePool, ...ComputePool[]];
  readonly runs: RunStatus;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * What became of a thing. `gone`: it disappeared by itself between the two checks. `left-busy`: GitHub refused to
 * delete it because it is running a job. `still-registered`: its compute is stopped, but GitHub still counts it as
 * busy.
 */
export type SweepOutcome = 'removed' | 'still-registered' | 'left-busy' | 'kept' | 'gone' | 'dry-run' | 'failed';

/** One thing that was found. */
export interface SweptThing {
  readonly found: Found;
  readonly decision: Decision;
  readonly outcome: SweepOutcome;
  /** Absent if none was attempted, or it failed. */
  readonly teardown?: TeardownResult;
}

export interface SweepResult {
  readonly things: readonly SweptThing[];
  /** Number of this project's runners that belong to repositories that were not named. */
  readonly ofOthers: number;
  /** One text per failure, next step included. If there is any, the step fails after everything else was done. */
  readonly problems: readonly string[];
}

/** A thing and what to do with it. */
interface Judged {
  readonly found: Found;
  readonly decision: Decision;
}

/** Wait between the two inventories, milliseconds: answers that were briefly wrong are right by then. */
const CONFIRM_AFTER_MS = 20_000;

/**
 * Removes what no live run owns: compute whose lifetime or run is over, and registrations without compute. Every
 * candidate is checked twice and removed only if it has not changed. A failure never prevents the rest.
 */
export async function sweepRunners(request: SweepRequest, ports: SweepPorts): Promise<SweepResult> {
  const { clock, log } = ports;
  const problems = new Set<string>();
  const repositories = await nameRepositories(request, ports, problems);
  const first = await judgeAll({ repositories, request, ports, problems });
  const kept = first.judged.filter(({ decision }) => decision.kind === 'keep').map((judged) => asKept(judged));
  const candidates = first.judged.filter(({ decision }) => decision.kind === 'sweep');
  if (candidates.length === 0) return { things: kept, ofOthers: first.ofOthers, problems: [...problems] };

  log.info(`To sweep: ${candidates.length}. Checking them a second time in ${CONFIRM_AFTER_MS / 1000} s.`);
  await clock.sleep(CONFIRM_AFTER_MS);
  const only = new Set(candidates.map(({ found }) => keyOf(found)));
  const second = await judgeAll({ repositories, request, ports, problems, only });
  const byKey = new Map(second.judged.map((judged) => [keyOf(judged.found), judged]));
  const twice = candidates.map((candidate) => compare(candidate, byKey.get(keyOf(candidate.found)), second.isWhole));
  const things: SweptThing[] = [...kept, ...twice.filter(({ decision }) => decision.kind === 'keep').map(asKept)];
  await forEachConcurrently(
    twice.filter(({ decision }) => decision.kind === 'sweep'),
    async (judged) => {
      things.push(
        request.dryRun ? { ...judged, outcome: 'dry-run' } : await remove(judged, { ...request, ports, problems }),
      );
    },
  );
  return { things, ofOthers: first.ofOthers, problems: [...problems] };
}

/** Resolves repositories to their ids: tags and names contain ids, and a name may be another repository's tomorrow. */
async function nameRepositories(
  { repositories }: SweepRequest,
  { runs }: SweepPorts,
  problems: Set<string>,
): Promise<ReadonlyMap<number, string>> {
  const named = new Map<number, string>();
  await forEachConcurrently(repositories, async ({ name, id }) => {
    try {
      named.set(id ?? (await runs.repositoryId(name)), name);
    } catch (error) {
      problems.add(explain(error));
    }
  });
  return named;
}

/**
 * Takes one inventory and decides about each thing in it.
 * @param options.only keys of the things to decide about; absent: all
 */
async function judgeAll(options: {
  repositories: ReadonlyMap<number, string>;
  request: SweepRequest;
  ports: SweepPorts;
  problems: Set<string>;
  only?: ReadonlySet<string>;
}): Promise<{ judged: readonly Judged[]; ofOthers: number; isWhole: boolean }> {
  const { repositories, request, ports, problems, only } = options;
  const seen = await takeInventory({ repositories, ...ports });
  const book = new RunBook(ports.runs);
  const hiddenForMs = Math.max(...ports.pools.map(({ hosting }) => hosting.hiddenForMs));
  const { pool } = ports.pools[0].hosting.words;
  const githubAheadMs = ports.scopes[0].aheadMs ?? 0;
  const time = {
    now: ports.clock.now(),
    graceMs: request.graceMs,
    hiddenForMs,
    pool,
    longest: request.longest,
    githubAheadMs,
  };
  const judged: Judged[] = [];
  await forEachConcurrently(
    seen.found.filter((found) => only === undefined || only.has(keyOf(found))),
    async (found) => {
      const byTime = decideByTime(found, time);
      if (byTime !== undefined) judged.push({ found, decision: byTime });
      else if (found.kind !== 'unreadable') {
        judged.push({ found, decision: decideByRun(found, await book.query(found.owner), time) });
      }
    },
  );
  for (const problem of [...seen.problems, ...book.problems]) problems.add(problem);
  return { judged, ofOthers: seen.ofOthers, isWhole: seen.problems.length === 0 };
}

/** Applies the second check to a candidate: it is swept only if it is in the same state for the same reason. */
function compare(first: Judged, second: Judged | undefined, isWhole: boolean): Judged {
  const keep = (why: KeepReason, reason: string): Judged => ({
    found: second?.found ?? first.found,
    decision: { kind: 'keep', why, reason },
  });
  if (second === undefined) {
    return isWhole
      ? keep('gone', 'it disappeared by itself between the two checks')
      : keep('unconfirmed', 'it could not be checked a second time');
  }
  if (second.decision.kind === 'keep') return second;
  if (second.decision.why !== first.decision.why || stateOf(second.found) !== stateOf(first.found)) {
    return keep(
      'changed',
      `it changed between the two checks, from ${stateOf(first.found)} to ${stateOf(second.found)}`,
    );
  }
  return second;
}

function asKept(judged: Judged): SweptThing {
  const { decision } = judged;
  return { ...judged, outcome: decision.kind === 'keep' && decision.why === 'gone' ? 'gone' : 'kept' };
}

/** Identifies the same thing in both inventories. */
function keyOf(found: Found): string {
  return found.kind === 'registration' ? `${found.github.scope} ${found.registration.id}` : found.compute.id;
}

/** The state that must not change between the two checks, in words. */
function stateOf(found: Found): string {
  switch (found.kind) {
    case 'registration':
      return registrationState(found);
    case 'unreadable':
      return found.compute.state;
    case 'compute': {
      const { compute, registration } = found;
      return `${compute.state} and ${registration.kind === 'found' ? registrationState(registration) : 'unregistered'}`;
    }
  }
}

function registrationState({ registration }: Pick<FoundRegistration, 'registration'>): string {
  return registration.busy ? 'busy' : registration.status;
}

async function remove(
  judged: Judged,
  { reason, ports, problems }: { reason: string; ports: SweepPorts; problems: Set<string> },
): Promise<SweptThing> {
  const { found, decision } = judged;
  if (found.kind === 'unreadable') throw new Error('What is unreadable is never swept.');
  try {
    const teardown = await teardownRunner({
      target: {
        runnerName: found.runnerName,
        registration: registrationTarget(found),
        ...(found.kind === 'compute'
          ? { computeId: found.compute.id, phase: found.compute.phase, scope: found.compute.tags[TAG.scope] ?? '' }
          : { computeId: undefined }),
        isLifeOver: decision.why === 'expired',
        evidence: { isRunOver: decision.why === 'run-over' },
      },
      policy: { mandate: 'sweep', run: found.owner, drainMs: 0, reason: `${reason}: ${decision.reason}` },
      ports: { ...ports, ...portsOf(found, ports) },
    });
    return { ...judged, outcome: outcomeOf(teardown), teardown };
  } catch (error) {
    problems.add(`Runner ${found.runnerName}: ${explain(error)}`);
    return { ...judged, outcome: 'failed' };
  }
}

function registrationTarget(found: FoundCompute | FoundRegistration): Registration | 'unknown' {
  if (found.kind === 'registration') return found.registration;
  const { registration } = found;
  // A list read page by page can miss a registration: it is queried by name before the compute is stopped.
  return registration.kind === 'found' ? registration.registration : 'unknown';
}

/** The scope and the pool that a thing is in; where it is in none, teardown never calls the port it gets. */
function portsOf(found: FoundCompute | FoundRegistration, ports: SweepPorts): { github: GitHub; pool: ComputePool } {
  if (found.kind === 'registration') return { github: found.github, pool: ports.pools[0] };
  const { pool, registration } = found;
  return { pool, github: registration.kind === 'elsewhere' ? ports.scopes[0] : registration.github };
}

function outcomeOf({ registration, compute }: TeardownResult): SweepOutcome {
  if (compute === 'left-busy') return 'left-busy';
  return registration === 'busy' ? 'still-registered' : 'removed';
}

/** All things whose run is unknown, so that only their age decides. */
export function unknownRuns({ things }: SweepResult): readonly SweptThing[] {
  return things.filter(({ decision }) => decision.kind === 'keep' && decision.why === 'unknown-run');
}
