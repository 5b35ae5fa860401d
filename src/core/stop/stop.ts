import type { Compute, ComputeSize, ComputeTimes } from '../compute.ts';
import { explain, RunnerError } from '../errors.ts';
import type { Registration } from '../ports.ts';
import { TAG } from '../tags.ts';
import {
  type TeardownPolicy,
  type TeardownPorts,
  type TeardownResult,
  type TeardownTarget,
  teardownRunners,
} from '../teardown/teardown.ts';
import { pollInterval } from '../util/polling.ts';
import { forEachConcurrently } from '../util/semaphore.ts';
import { STEP } from '../words.ts';
import { endedBefore, type StopReport } from './ended.ts';
import {
  awaitUnseen,
  type FoundRunner,
  findHiddenCompute,
  isFiltered,
  matches,
  ownComputes,
  ownRegistrations,
  pair,
  type Selection,
  select,
} from './found.ts';

/** Which runners of a run to stop, and how. */
export interface StopRequest extends Selection {
  /** How long a busy runner may finish its job, milliseconds. */
  readonly drainMs: number;
  /** Recorded with the compute that is stopped. */
  readonly reason: string;
  /** Whether to return only once the compute has stopped, that of runners that had ended by themselves included. */
  readonly waitForStopped: boolean;
}

/** One runner that was found. */
export interface StoppedRunner {
  readonly runnerName: string;
  readonly computeId: string | undefined;
  readonly capacity: string;
  readonly compute: TeardownResult['compute'];
  readonly registration: TeardownResult['registration'];
  /** Absent if GitHub did not list it. */
  readonly registrationId?: number;
  /** As its provider reports them; absent if it does not, or if there is no compute. */
  readonly times?: ComputeTimes;
  readonly size?: ComputeSize;
  /** When its removal ended, epoch milliseconds. */
  readonly doneAt: number;
}

export interface StopResult extends StopReport {
  readonly runners: readonly StoppedRunner[];
  /** One text per failure, next step included. If there is any, the step fails after everything else was done. */
  readonly problems: readonly string[];
}

/**
 * Removes what a workflow run started, found by the run alone. Without a filter, a busy runner is drained and then left
 * alone (it ends itself after its one job); with one, it is stopped after the drain. Running it again changes nothing.
 */
export async function stopRunners(request: StopRequest, ports: TeardownPorts): Promise<StopResult> {
  const problems: string[] = [];
  const [{ computes, unseen }, registrations] = await Promise.all([
    ownComputes(request.run, ports),
    ownRegistrations(request.run, ports).catch((error: unknown) => {
      problems.push(explain(error));
      return undefined;
    }),
  ]);
  const all = pair(computes, registrations ?? []);
  const { withCompute, alone, unsure: undecided } = select(all, request);
  const runners: StoppedRunner[] = [];
  const failed: string[] = [];
  const report = { runners, failed, problems };
  const tearDown = (some: readonly FoundRunner[]): Promise<void> => stopTogether({ some, request, ports, report });
  await Promise.all([
    tearDown(withCompute),
    stopUnseen({ unseen, paired: all, request, ports, problems, tearDown }),
    findHiddenCompute({ alone, unsure: undecided, selection: request, ports })
      // A search that failed is no reason to leave the registrations.
      .catch((error: unknown) => problems.push(explain(error)))
      .then(() => tearDown(alone)),
  ]);
  if (withCompute.length + alone.length === 0) await assertIdNotElsewhere(all, request, ports);
  for (const { runnerName, compute, registration } of runners) {
    if (registration === 'busy' && compute !== 'left-busy') problems.push(stillBusy(runnerName, ports));
  }
  const ended = new Map<string, Compute>();
  if (request.waitForStopped) {
    // What was stopped is reported even if its end could not be observed.
    const ending = await endingCompute(request, { runners, failed }, ports);
    problems.push(...(await waitForStopped(ending, ended, ports).catch((error: unknown) => [explain(error)])));
  }
  return {
    runners: runners.map((runner) => ({ ...runner, ...timesOf(ended.get(runner.computeId ?? '')) })),
    ...(failed.length > 0 && { failed }),
    problems,
  };
}

/**
 * Stops compute that was listed but not described, once it is. What has a registration is searched for by its name; what
 * is never described is a failure: it may be alive.
 */
async function stopUnseen(options: {
  unseen: readonly string[];
  paired: readonly FoundRunner[];
  request: StopRequest;
  ports: TeardownPorts;
  problems: string[];
  tearDown: (some: readonly FoundRunner[]) => Promise<void>;
}): Promise<void> {
  const { paired, request, ports, problems, tearDown } = options;
  try {
    const { computes, unseen } = await awaitUnseen(options.unseen, request.run, ports);
    const names = new Set(paired.map(({ runnerName }) => runnerName));
    const late = pair(computes, []).filter(({ runnerName }) => !names.has(runnerName));
    await tearDown(late.filter(({ compute }) => compute !== undefined && matches(compute, request)));
    problems.push(...unseen.map((id) => neverSeen(id, ports)));
  } catch (error) {
    problems.push(explain(error));
  }
}

function neverSeen(id: string, { pool }: TeardownPorts): string {
  return (
    `${pool.name} lists ${id} for this run, but did not describe it, however often it was asked: it may be alive, and ` +
    `was left alone.\nNext step: ${STEP.stopAgain}.`
  );
}

/** Tears down several runners together and reports each. */
async function stopTogether(options: {
  some: readonly FoundRunner[];
  request: StopRequest;
  ports: TeardownPorts;
  report: { readonly runners: StoppedRunner[]; readonly failed: string[]; readonly problems: string[] };
}): Promise<void> {
  const { some, request, ports, report } = options;
  const noteFailure = ({ runnerName }: FoundRunner, error: unknown): void => {
    report.failed.push(runnerName);
    report.problems.push(`Runner ${runnerName}: ${explain(error)}`);
  };
  const targets: (TeardownTarget & { readonly found: FoundRunner })[] = [];
  await forEachConcurrently(some, async (found) => {
    const { runnerName, registration, compute } = found;
    try {
      if (compute === undefined && registration !== undefined) await assertNotElsewhere(registration, ports);
      targets.push({
        found,
        runnerName,
        // A list read page by page can miss a registration: it is queried by name then.
        registration: registration ?? 'unknown',
        // Compute that does not say where it is registered is in no scope that could be asked.
        scope: compute && (compute.tags[TAG.scope] ?? ''),
        computeId: compute?.id,
        phase: compute?.phase,
        evidence: { label: compute?.tags[TAG.label] },
      });
    } catch (error) {
      noteFailure(found, error);
    }
  });
  const policy: TeardownPolicy = {
    mandate: isFiltered(request) ? 'stop-selected' : 'stop-all',
    run: request.run,
    drainMs: request.drainMs,
    reason: request.reason,
  };
  for (const [{ found }, settled] of await teardownRunners({ targets, policy, ports })) {
    if ('error' in settled) {
      noteFailure(found, settled.error);
      continue;
    }
    report.runners.push(asStopped(found, settled));
    const { compute, registration } = settled.result;
    if (compute === 'left-busy') {
      const why = registration === 'busy' ? 'is still busy' : 'still has a job of this run waiting for it';
      ports.log.warning(
        `Runner ${found.runnerName} ${why} after ${policy.drainMs / 1000} s and is left alone; it ends itself ` +
          `after its one job. ${STEP.stopBusy}.`,
      );
    }
  }
}

function asStopped(
  { runnerName, compute, registration }: FoundRunner,
  { result, doneAt }: { result: TeardownResult; doneAt: number },
): StoppedRunner {
  const { id: computeId, capacity = '', size } = compute ?? {};
  const known = { ...(registration && { registrationId: registration.id }), ...(size && { size }) };
  return { runnerName, computeId, capacity, ...timesOf(compute), ...known, doneAt, ...result };
}

function timesOf(compute: Compute | undefined): Pick<StoppedRunner, 'times'> {
  return compute?.times === undefined ? {} : { times: compute.times };
}

/** Online or busy without compute here: it lives in another pool, and success would leave it running forever. */
async function assertNotElsewhere(registration: Registration, ports: TeardownPorts): Promise<void> {
  const now = await ports.github.getRunner(registration.id);
  if (now?.status === 'online') throw aliveElsewhere(`runner ${registration.name} is alive`, ports);
  if (!now?.busy) return;
  const { name: pool, hosting } = ports.pool;
  const { compute } = hosting.words;
  throw new RunnerError({
    kind: 'transient',
    message: `GitHub counts runner ${registration.name} as busy, but there is no ${compute} for it in ${pool}.`,
    hint: `If its ${compute} crashed, GitHub releases it within 15 minutes. If it runs elsewhere, ${STEP.stopInSamePool}.`,
  });
}

/**
 * A registration does not carry the id. If an id matches nothing here while runners of the run are online without
 * compute here, "nothing to stop" could be wrong.
 */
async function assertIdNotElsewhere(
  all: readonly FoundRunner[],
  request: StopRequest,
  ports: TeardownPorts,
): Promise<void> {
  if (request.id === undefined) return;
  const online = all.flatMap(({ compute, registration }) =>
    compute === undefined && registration?.status === 'online' ? [registration] : [],
  );
  if (online.length === 0) return;
  // Some may have ended during the search for compute.
  const { found } = await ports.github.getRunners(online.map(({ id }) => id));
  const elsewhere = online.filter(({ id }) => found.get(id)?.status === 'online');
  if (elsewhere.length === 0) return;
  const names = elsewhere.map(({ name }) => name).join(', ');
  const { compute } = ports.pool.hosting.words;
  throw aliveElsewhere(`no ${compute} has the id ${request.id} here, while this run's ${names} is alive`, ports);
}

function aliveElsewhere(what: string, { pool }: TeardownPorts): RunnerError {
  return new RunnerError({
    kind: 'configuration',
    message: `${what}, but not in ${pool.name}.`,
    hint: `${STEP.stopInSamePool}.`,
  });
}

function stillBusy(runnerName: string, { github }: TeardownPorts): string {
  return (
    `GitHub still counts runner ${runnerName} of ${github.scope} as busy (422), although its compute is stopped. ` +
    `GitHub releases it within 15 minutes.\nNext step: ${STEP.stopAgain} after that, or leave it to GitHub.`
  );
}

/** The ids of compute that may still be stopping, whether this stop ended it, an earlier one, or it ended by itself. */
async function endingCompute(
  request: StopRequest,
  found: Pick<StopResult, 'runners' | 'failed'>,
  { pool, log }: TeardownPorts,
): Promise<string[]> {
  const own = found.runners.flatMap(({ compute, computeId }) =>
    compute !== 'left-busy' && computeId ? [computeId] : [],
  );
  try {
    const before = await endedBefore(request, found, pool);
    return [...own, ...before.filter(({ compute }) => compute.phase !== 'stopped').map(({ compute }) => compute.id)];
  } catch (error) {
    log.warning(
      `Runners that had ended before could not be listed, so the stop does not wait for them. ${explain(error)}`,
    );
    return own;
  }
}

/** Polls compute until all of it has ended, and notes it in `ended`. Reports what has not. */
async function waitForStopped(
  ids: readonly string[],
  ended: Map<string, Compute>,
  ports: TeardownPorts,
): Promise<string[]> {
  const { clock, random, pool } = ports;
  const { stopsWithinMs, words } = pool.hosting;
  let left = [...ids];
  const began = clock.now();
  while (left.length > 0) {
    const seen = await pool.describe(left);
    for (const [id, compute] of seen) ended.set(id, compute);
    left = left.filter((id) => (seen.get(id)?.phase ?? 'stopped') !== 'stopped');
    const waited = clock.now() - began;
    if (left.length === 0) break;
    if (waited >= stopsWithinMs) {
      return left.map((id) => {
        const state = seen.get(id)?.state ?? 'unknown';
        return `${id} is still ${state} after ${stopsWithinMs / 1000} s.\nNext step: check the ${words.compute} in the console of ${pool.name}.`;
      });
    }
    await clock.sleep(pollInterval(waited, random.fraction()));
  }
  return [];
}
