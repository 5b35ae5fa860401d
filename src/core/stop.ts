import { forEachAtOnce } from './at-once.ts';
import { explain, RunnerError } from './errors.ts';
import { belongsToRun, parseRunnerName, type RunIdentity, runKey, runnerLabel } from './identity.ts';
import type { Compute, ComputeSize, ComputeTimes, Registration } from './ports.ts';
import { isTaggedForRun, TAG } from './tags.ts';
import {
  type TeardownPolicy,
  type TeardownPorts,
  type TeardownResult,
  type TeardownTarget,
  teardownRunners,
} from './teardown.ts';
import { HIDDEN_AT_MOST_MS, lookInterval } from './waiting.ts';

/** Which runners of a run to stop, and how. */
export interface StopRequest {
  readonly run: RunIdentity;
  /** Only runners that carry one of these labels; empty: whatever they carry. */
  readonly labels: readonly string[];
  /** Only runners started under this id. */
  readonly id: string | undefined;
  /** How long a busy runner may finish its job, milliseconds. */
  readonly drainMs: number;
  /** Whether to return only once the compute has stopped. */
  readonly waitForStopped: boolean;
}

/** One runner that was found. */
export interface StoppedRunner {
  readonly runnerName: string;
  readonly computeId: string | undefined;
  readonly capacity: string;
  readonly compute: TeardownResult['compute'];
  readonly registration: TeardownResult['registration'];
  /** As its provider tells them; absent where it does not, or there is no compute. */
  readonly times?: ComputeTimes;
  readonly size?: ComputeSize;
  /** When it was done with, epoch milliseconds. */
  readonly doneAt: number;
}

export interface StopResult {
  readonly runners: readonly StoppedRunner[];
  /** Failures, one each, next step included. The step fails when there is one, after everything else was done. */
  readonly problems: readonly string[];
}

/** A runner of the run: its registration, its compute, or both. */
interface Found {
  readonly runnerName: string;
  readonly registration: Registration | undefined;
  compute: Compute | undefined;
}

/** How long compute may take to stop before `waitForStopped` gives up, milliseconds: stopTimeout is at most 120 s. */
const STOPPED_WITHIN_MS = 300_000;

/**
 * Removes what a workflow run started, found by the run alone. Without a filter a busy runner is drained and then left
 * (it ends itself after its one job); with one it is stopped after the drain. Running it again changes nothing.
 */
export async function stopRunners(request: StopRequest, ports: TeardownPorts): Promise<StopResult> {
  const problems: string[] = [];
  const [computes, registrations] = await Promise.all([
    ownComputes(request.run, ports),
    ownRegistrations(request.run, ports).catch((error: unknown) => {
      problems.push(explain(error));
      return undefined;
    }),
  ]);
  const all = pair(computes, registrations ?? []);
  const selected = select(all, request);
  if (selected.length === 0) assertIdNotElsewhere(all, request, ports);
  const runners: StoppedRunner[] = [];
  const report = { runners, problems };
  // A list read page by page can miss one; where there is compute it is asked for by name before that is stopped.
  const isListed = registrations !== undefined;
  const tearDown = (some: readonly Found[]): Promise<void> => stopTogether({ some, isListed, request, ports, report });
  const alone = selected.filter(({ compute }) => compute === undefined);
  await Promise.all([
    tearDown(selected.filter(({ compute }) => compute !== undefined)),
    findHiddenCompute(alone, request, ports)
      // Not finding it for a failure is no reason to leave the registrations.
      .catch((error: unknown) => problems.push(explain(error)))
      .then(() => tearDown(alone)),
  ]);
  for (const { runnerName, compute, registration } of runners) {
    if (registration === 'busy' && compute !== 'left-busy') problems.push(stillBusy(runnerName, ports));
  }
  const ended = new Map<string, Compute>();
  if (request.waitForStopped) {
    // What was stopped is told, even if nobody could see it end.
    problems.push(...(await waitForStopped(runners, ended, ports).catch((error: unknown) => [explain(error)])));
  }
  return { runners: runners.map((runner) => ({ ...runner, ...timesOf(ended.get(runner.computeId ?? '')) })), problems };
}

/**
 * Compute of the run, or of those that the request selects, that had ended before: for a report. It tells how long each
 * lived, as long as the provider remembers it.
 */
export async function endedBefore(
  request: StopRequest,
  { runners }: StopResult,
  { provider }: TeardownPorts,
): Promise<readonly Compute[]> {
  const known = new Set(runners.map(({ computeId }) => computeId));
  return (await provider.listEnded(request.run)).filter(
    (compute) => !known.has(compute.id) && matches(compute, request),
  );
}

async function ownComputes(run: RunIdentity, { provider, log }: TeardownPorts): Promise<readonly Compute[]> {
  const all = await provider.list(run);
  return all.filter((compute) => {
    if (isTaggedForRun(compute.tags, run)) return true;
    // StopTask drops the tags: what is on its way out needs no tags to be left alone.
    if (compute.phase !== 'stopping' && compute.phase !== 'stopped') {
      log.warning(`${compute.id} was started by ${runKey(run)} but does not carry this run's tags; it is left alone.`);
    }
    return false;
  });
}

async function ownRegistrations(run: RunIdentity, { github }: TeardownPorts): Promise<readonly Registration[]> {
  return (await github.listRunners()).filter(({ name }) => belongsToRun(name, run));
}

function pair(computes: readonly Compute[], registrations: readonly Registration[]): Found[] {
  const byName = new Map(registrations.map((registration) => [registration.name, registration]));
  const paired = computes.map((compute): Found => {
    const runnerName = compute.tags[TAG.runnerName] ?? compute.id;
    const registration = byName.get(runnerName);
    byName.delete(runnerName);
    return { runnerName, registration, compute };
  });
  const alone = [...byName.values()].map(
    (registration): Found => ({ runnerName: registration.name, registration, compute: undefined }),
  );
  return [...paired, ...alone];
}

function select(all: readonly Found[], request: StopRequest): Found[] {
  const withCompute = all.filter(({ compute }) => compute !== undefined && matches(compute, request));
  // A registration does not tell its id: it is selected with the start that it belongs to, which its name tells.
  const starts = new Set(withCompute.map(({ runnerName }) => parseRunnerName(runnerName)?.nonce));
  const alone = all.filter(({ compute, registration, runnerName }) => {
    if (compute !== undefined || registration === undefined) return false;
    const hasLabel = request.labels.length === 0 || request.labels.some((label) => registration.labels.includes(label));
    return hasLabel && (request.id === undefined || starts.has(parseRunnerName(runnerName)?.nonce));
  });
  return [...withCompute, ...alone];
}

function matches(compute: Compute, { labels, id }: StopRequest): boolean {
  const { [TAG.label]: label, [TAG.runnerName]: name, [TAG.id]: ownId } = compute.tags;
  if (id !== undefined && ownId !== id) return false;
  if (labels.length === 0) return true;
  const index = name === undefined ? undefined : parseRunnerName(name)?.index;
  const own = label === undefined ? [] : [label, ...(index === undefined ? [] : [runnerLabel(label, index)])];
  return labels.some((wanted) => own.includes(wanted));
}

/**
 * A registration whose compute is not in the list: the compute was never made, is gone, is elsewhere, or is so new that
 * ECS does not list it yet. Only for such ones the list is read again, for as long as compute can be hidden.
 */
async function findHiddenCompute(
  selected: readonly Found[],
  request: StopRequest,
  ports: TeardownPorts,
): Promise<void> {
  const { clock, random, provider, github, log } = ports;
  let missing = selected.filter(({ compute }) => compute === undefined);
  if (missing.length === 0) return;
  // The lock first: no job can take a runner that is only registered, however long the look for its compute takes.
  await forEachAtOnce(missing, async ({ registration }) => {
    if (registration?.status !== 'offline' || registration.busy) return;
    // A failure is no reason not to look for the compute; the teardown deletes once more, and tells it.
    await github.deleteRunner(registration.id).catch(() => undefined);
  });
  const began = clock.now();
  log.info(`Looking for the compute of ${missing.map(({ runnerName }) => runnerName).join(', ')}, for up to 90 s.`);
  for (;;) {
    const waited = clock.now() - began;
    if (missing.length === 0 || waited >= HIDDEN_AT_MOST_MS) return;
    await clock.sleep(Math.min(lookInterval(waited, random.fraction()), HIDDEN_AT_MOST_MS - waited));
    for (const compute of await provider.list(request.run)) {
      const found = missing.find(({ runnerName }) => compute.tags[TAG.runnerName] === runnerName);
      if (found !== undefined && isTaggedForRun(compute.tags, request.run)) found.compute = compute;
    }
    missing = missing.filter(({ compute }) => compute === undefined);
  }
}

/** Tears down runners together, and reports each. */
async function stopTogether(options: {
  some: readonly Found[];
  /** Whether GitHub's list was read. */
  isListed: boolean;
  request: StopRequest;
  ports: TeardownPorts;
  report: { readonly runners: StoppedRunner[]; readonly problems: string[] };
}): Promise<void> {
  const { some, isListed, request, ports, report } = options;
  const noteFailure = ({ runnerName }: Found, error: unknown): void => {
    report.problems.push(`Runner ${runnerName}: ${explain(error)}`);
  };
  const targets: (TeardownTarget & { readonly found: Found })[] = [];
  await forEachAtOnce(some, async (found) => {
    const { runnerName, registration, compute } = found;
    try {
      if (compute === undefined && registration !== undefined) await assertNotElsewhere(registration, ports);
      const unlisted = isListed && compute === undefined ? 'none' : 'unknown';
      targets.push({ found, runnerName, registration: registration?.id ?? unlisted, computeId: compute?.id });
    } catch (error) {
      noteFailure(found, error);
    }
  });
  const policy: TeardownPolicy = {
    drainMs: request.drainMs,
    stopBusy: request.labels.length > 0 || request.id !== undefined,
    reason: 'ecs-github-runner: stop-runner',
  };
  for (const [{ found }, settled] of await teardownRunners({ targets, policy, ports })) {
    if ('error' in settled) {
      noteFailure(found, settled.error);
      continue;
    }
    report.runners.push(asStopped(found, settled));
    if (settled.result.compute === 'left-busy') {
      ports.log.warning(
        `Runner ${found.runnerName} is still busy after ${policy.drainMs / 1000} s and is left alone; it ends itself ` +
          'after its one job. Select it by label, labels or id to stop it together with its job.',
      );
    }
  }
}

function asStopped(
  { runnerName, compute }: Found,
  { result, doneAt }: { result: TeardownResult; doneAt: number },
): StoppedRunner {
  const { id: computeId, capacity = '', size } = compute ?? {};
  return { runnerName, computeId, capacity, ...timesOf(compute), ...(size && { size }), doneAt, ...result };
}

function timesOf(compute: Compute | undefined): Pick<StoppedRunner, 'times'> {
  return compute?.times === undefined ? {} : { times: compute.times };
}

/** Online or busy without compute here: it lives in another place, and a green stop would leave it running for ever. */
async function assertNotElsewhere(registration: Registration, ports: TeardownPorts): Promise<void> {
  const now = await ports.github.getRunner(registration.id);
  if (now?.status === 'online') throw aliveElsewhere(`runner ${registration.name} is alive`, ports);
  if (!now?.busy) return;
  throw new RunnerError({
    kind: 'transient',
    message: `GitHub counts runner ${registration.name} as busy, but there is no task for it in ${ports.provider.place}.`,
    hint:
      'If its task crashed, GitHub lets go of it within 15 minutes. If it runs in another place, give stop-runner the ' +
      'cluster, aws-region and role-to-assume that start-runner was given.',
  });
}

/**
 * A registration does not tell its id. Where an id finds nothing here while runners of the run are online without
 * compute here, "nothing to stop" could be wrong.
 */
function assertIdNotElsewhere(all: readonly Found[], request: StopRequest, ports: TeardownPorts): void {
  if (request.id === undefined) return;
  const elsewhere = all.filter(({ compute, registration }) => !compute && registration?.status === 'online');
  if (elsewhere.length === 0) return;
  const names = elsewhere.map(({ runnerName }) => runnerName).join(', ');
  throw aliveElsewhere(`no task has the id ${request.id} here, while this run's ${names} is alive`, ports);
}

function aliveElsewhere(what: string, { provider }: TeardownPorts): RunnerError {
  return new RunnerError({
    kind: 'configuration',
    message: `${what}, but not in ${provider.place}.`,
    hint: 'Give stop-runner the cluster, aws-region and role-to-assume that start-runner was given.',
  });
}

function stillBusy(runnerName: string, { github }: TeardownPorts): string {
  return (
    `GitHub still counts runner ${runnerName} of ${github.scope} as busy (422), though its compute is stopped. ` +
    'It lets go of it within 15 minutes.\nNext step: run stop-runner again after that, or leave it to GitHub.'
  );
}

/** Describes what was stopped until all of it has, which is noted in `ended`. Returns what has not. */
async function waitForStopped(
  runners: readonly StoppedRunner[],
  ended: Map<string, Compute>,
  ports: TeardownPorts,
): Promise<string[]> {
  const { clock, random, provider } = ports;
  let left = runners.flatMap(({ compute, computeId }) => (compute === 'stopped' && computeId ? [computeId] : []));
  const began = clock.now();
  while (left.length > 0) {
    const seen = await provider.describe(left);
    for (const [id, compute] of seen) ended.set(id, compute);
    left = left.filter((id) => (seen.get(id)?.phase ?? 'stopped') !== 'stopped');
    const waited = clock.now() - began;
    if (left.length === 0) break;
    if (waited >= STOPPED_WITHIN_MS) {
      return left.map((id) => {
        const state = seen.get(id)?.state ?? 'unknown';
        return `${id} is still ${state} after 300 s.\nNext step: look at the task in the console of ${provider.place}.`;
      });
    }
    await clock.sleep(lookInterval(waited, random.fraction()));
  }
  return [];
}
