import type { Compute } from '../compute.ts';
import { explain, RunnerError } from '../errors.ts';
import { runKey, type StartIdentity, startKey } from '../identity.ts';
import { TAG } from '../tags.ts';
import { type TeardownPorts, type TeardownResult, type TeardownTarget, teardownRunners } from '../teardown/teardown.ts';
import { pollInterval } from '../util/polling.ts';
import { STEP } from '../words.ts';
import type { LaunchRecord } from './ledger.ts';

/**
 * A removal is not cut short when the start's own time is up: it gets at least this long, milliseconds, and more for
 * each runner, since GitHub accepts 180 removals a minute.
 */
const REMOVAL_MS = 120_000;
const REMOVAL_MS_PER_RUNNER = 500;

/** How long to retry the removal of what a start of `count` runners created, milliseconds. */
export function removalMs(count: number): number {
  return REMOVAL_MS + count * REMOVAL_MS_PER_RUNNER;
}

/** What a cleanup did, and what it could not do. */
export interface Cleanup {
  readonly results: readonly (TeardownResult & { readonly runnerName: string })[];
  /** One line each, next step included. */
  readonly problems: readonly string[];
  /** Runners that were left alone because a job may be theirs: one line each. */
  readonly left: readonly string[];
  /** Nothing failed: at most a registration without compute is left, which GitHub counts as busy. */
  readonly isCertain: boolean;
  /** The first failure, if any. */
  readonly failure?: unknown;
}

/** What a cleanup is about. */
export interface CleanupOptions {
  readonly start: StartIdentity;
  readonly launches: readonly LaunchRecord[];
  /** The label that all runners of the start carry. */
  readonly label: string;
  /** Whether only this start has known a label by which a job could reach the runner. */
  readonly isLabelSecret: (launch: LaunchRecord) => boolean;
  readonly reason: string;
  readonly ports: TeardownPorts;
  /** Epoch milliseconds until which a killed process may have retried a launch without recording it. */
  readonly sentUntil?: number;
}

/**
 * Removes what a start created, by its own records: used by a start that fails and by the post step of one that was
 * killed. A runner that may have a job is left alone: it ends itself after it, or when it was idle for too long. It
 * touches nothing of another start. A failure never prevents the rest.
 */
export async function cleanUpStart(options: CleanupOptions): Promise<Cleanup> {
  const { launches } = options;
  const cleaning = new Cleaning(options);
  const lost = launches.filter(isLost);
  await Promise.all([
    cleaning.tearDown(launches.filter((launch) => !isLost(launch))),
    // Their registrations are removed first, then the search for their compute begins, however long it takes.
    cleaning.tearDown(lost).then(() => cleaning.tearDownLost(lost)),
  ]);
  return cleaning.outcome();
}

/** One cleanup under way. */
class Cleaning {
  readonly #options: CleanupOptions;
  readonly #results = new Map<string, TeardownResult>();
  /** By runner, or by several if one failure concerns them together. */
  readonly #failures = new Map<string, unknown>();

  constructor(options: CleanupOptions) {
    this.#options = options;
  }

  /** @param found compute that was found since, by the runner's name */
  async tearDown(some: readonly LaunchRecord[], found: ReadonlyMap<string, Compute> = new Map()): Promise<void> {
    const { start, reason, ports } = this.#options;
    const targets = some.map((launch) => this.#target(launch, found.get(launch.runnerName)));
    const policy = { mandate: 'undo' as const, run: start, drainMs: 0, reason };
    for (const [{ runnerName }, settled] of await teardownRunners({ targets, policy, ports })) {
      this.#failures.delete(runnerName);
      if ('result' in settled) {
        this.#results.set(runnerName, settled.result);
        continue;
      }
      this.#results.delete(runnerName);
      this.#failures.set(runnerName, settled.error);
    }
  }

  #target(launch: LaunchRecord, found: Compute | undefined): TeardownTarget {
    const { runnerName, registrationId, computeId, onlineSeen = false } = launch;
    const { label, isLabelSecret } = this.#options;
    const isDeleted = this.#results.get(runnerName)?.registration === 'deleted';
    return {
      runnerName,
      registration: isDeleted ? 'deleted' : (registrationId ?? 'unknown'),
      computeId: found?.id ?? computeId,
      phase: found?.phase,
      mayBeHidden: isLost(launch),
      evidence: { label, wasOnline: onlineSeen, isLabelSecret: isLabelSecret(launch) },
    };
  }

  /** Unknown compute costs money until it is found, whatever GitHub answered. */
  async tearDownLost(lost: readonly LaunchRecord[]): Promise<void> {
    const onFound = (launches: readonly LaunchRecord[], found: ReadonlyMap<string, Compute>): Promise<void> =>
      this.tearDown(launches, found);
    try {
      await findLostCompute({ ...this.#options, launches: lost, onFound });
    } catch (error) {
      this.#failures.set(lost.map(({ runnerName }) => runnerName).join(', '), error);
    }
  }

  outcome(): Cleanup {
    const { ports } = this.#options;
    const results = [...this.#results].map(([runnerName, result]) => ({ runnerName, ...result }));
    const busy = results.filter(({ registration, compute }) => registration === 'busy' && !isLeft({ compute }));
    const [failure] = this.#failures.values();
    return {
      results,
      problems: [
        ...[...this.#failures].map(([runnerName, error]) => `Runner ${runnerName}: ${explain(error)}`),
        ...busy.map(({ runnerName }) => busyProblem(runnerName, ports)),
      ],
      left: results.filter(isLeft).map((result) => leftAlone(result, ports)),
      isCertain: this.#failures.size === 0,
      ...(this.#failures.size > 0 && { failure }),
    };
  }
}

function isLeft({ compute }: Pick<TeardownResult, 'compute'>): boolean {
  return compute === 'left' || compute === 'left-busy';
}

function leftAlone({ runnerName, compute }: TeardownResult & { readonly runnerName: string }, { pool }: TeardownPorts) {
  const why = compute === 'left-busy' ? 'has a job' : 'is online, and a job may be on its way to it';
  return (
    `Runner ${runnerName} ${why}: it is left alone, and its ${pool.hosting.words.compute} ends itself after the job, or ` +
    'when none has come for its idle time.'
  );
}

function isLost(launch: LaunchRecord): boolean {
  return launch.launchSentAt !== undefined && launch.computeId === undefined && launch.refused === undefined;
}

/**
 * Finds the compute of launches that were sent but never answered. They may have been accepted, and their compute may
 * be hidden for a while: the search continues until it is found or can no longer be hidden. One list serves all of
 * them.
 */
async function findLostCompute(options: {
  start: StartIdentity;
  launches: readonly LaunchRecord[];
  sentUntil?: number;
  ports: TeardownPorts;
  onFound: (launches: readonly LaunchRecord[], found: ReadonlyMap<string, Compute>) => Promise<void>;
}): Promise<void> {
  const { start, launches, sentUntil = 0, ports, onFound } = options;
  const { clock, pool, random, log } = ports;
  if (launches.length === 0) return;
  const began = clock.now();
  const searchUntil = ({ launchSentAt = 0 }: LaunchRecord): number =>
    Math.max(launchSentAt, sentUntil) + pool.hosting.hiddenForMs;
  const [first] = launches;
  const which = launches.length === 1 ? first?.runnerName : `${launches.length} runners`;
  log.info(`The launch of ${which} was sent but never answered: searching for it by ${runKey(start)}.`);
  let left = launches;
  for (;;) {
    const listed = await pool.list(start);
    const own = listed.filter(({ tags }) => tags[TAG.startKey] === startKey(start));
    const found = new Map(own.map((compute) => [compute.tags[TAG.runnerName] ?? '', compute]));
    const now = clock.now();
    const seen = left.filter(({ runnerName }) => found.has(runnerName));
    await onFound(seen, found);
    const missing = left.filter(({ runnerName }) => !found.has(runnerName));
    left = missing.filter((launch) => now < searchUntil(launch));
    if (left.length === 0) {
      const unseen = listed.filter(({ phase }) => phase === 'unseen');
      if (missing.length > 0 && unseen.length > 0) throw neverSeen(unseen, pool.name);
      return;
    }
    const last = Math.max(...left.map(searchUntil));
    await clock.sleep(Math.max(0, Math.min(pollInterval(now - began, random.fraction()), last - clock.now())));
  }
}

/** Compute that is listed and not described may be what was searched for. */
export function neverSeen(unseen: readonly Compute[], pool: string): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `${pool} lists ${unseen.map(({ id }) => id).join(', ')} for this run, but did not describe it: it may be alive.`,
    hint: `${STEP.stop} in a few minutes.`,
  });
}

function busyProblem(runnerName: string, { github }: TeardownPorts): string {
  return (
    `GitHub still counts runner ${runnerName} of ${github.scope} as busy and does not delete it (422). Its compute is ` +
    `stopped; GitHub releases it within 15 minutes. Next step: none, or ${STEP.stopAgain} after that.`
  );
}
