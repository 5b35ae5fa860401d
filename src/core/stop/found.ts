import type { Compute } from '../compute.ts';
import { belongsToRun, parseRunnerName, type RunIdentity, runKey, runnerLabel } from '../identity.ts';
import type { Registration } from '../ports.ts';
import { isTaggedForRun, TAG } from '../tags.ts';
import { isSameName } from '../teardown/evidence.ts';
import { type TeardownPorts, type TeardownTarget, teardownRunners } from '../teardown/teardown.ts';
import { pollInterval } from '../util/polling.ts';
import { STEP } from '../words.ts';

/** Which runners of a run to select. */
export interface Selection {
  readonly run: RunIdentity;
  /** Only runners that carry one of these labels; empty: runners with any labels. */
  readonly labels: readonly string[];
  /** Only runners started under this id. */
  readonly id: string | undefined;
}

/** A runner of the run: its registration, its compute, or both. */
export interface FoundRunner {
  readonly runnerName: string;
  readonly registration: Registration | undefined;
  compute: Compute | undefined;
}

/** The result of applying a selection to what was found. */
export interface Selected {
  readonly withCompute: readonly FoundRunner[];
  /** Registrations whose compute is not listed. */
  readonly alone: FoundRunner[];
  /** Those of them for which only their unlisted compute could show whether they are selected. */
  readonly unsure: readonly FoundRunner[];
}

/** Compute of a run: what belongs to it by its tags, and the ids of what is listed for it and not described. */
export interface OwnComputes {
  readonly computes: readonly Compute[];
  readonly unseen: readonly string[];
}

/** Lists the compute of a run. */
export async function ownComputes(run: RunIdentity, { pool, log }: TeardownPorts): Promise<OwnComputes> {
  const all = await pool.list(run);
  const computes = all.filter((compute) => {
    if (isTaggedForRun(compute.tags, run)) return true;
    if (compute.phase === 'unseen') return false;
    // StopTask drops the tags: compute that is already stopping needs no warning for missing ones.
    if (compute.phase !== 'stopping' && compute.phase !== 'stopped') {
      log.warning(`${compute.id} was started by ${runKey(run)} but does not carry this run's tags; it is left alone.`);
    }
    return false;
  });
  return { computes, unseen: all.filter(({ phase }) => phase === 'unseen').map(({ id }) => id) };
}

/**
 * Lists again until all compute that was listed but not described is, for as long as new compute may be hidden. Returns
 * what could be seen by then.
 */
export async function awaitUnseen(
  unseen: readonly string[],
  run: RunIdentity,
  { pool, clock, random, log }: TeardownPorts,
): Promise<OwnComputes> {
  const { hiddenForMs, words } = pool.hosting;
  const began = clock.now();
  const computes: Compute[] = [];
  let left = unseen;
  if (left.length > 0) {
    log.info(
      `${pool.name} lists ${left.length} more ${words.compute}(s) of this run and does not describe them: asking again ` +
        `for up to ${hiddenForMs / 1000} s.`,
    );
  }
  for (let waited = 0; left.length > 0 && waited < hiddenForMs; waited = clock.now() - began) {
    await clock.sleep(Math.min(pollInterval(waited, random.fraction()), hiddenForMs - waited));
    const listed = new Map((await pool.list(run)).map((compute) => [compute.id, compute]));
    // What the list no longer has was asked to stop.
    const seen = left.flatMap((id) => listed.get(id) ?? []).filter(({ phase }) => phase !== 'unseen');
    computes.push(...seen.filter(({ tags }) => isTaggedForRun(tags, run)));
    left = left.filter((id) => listed.get(id)?.phase === 'unseen');
  }
  return { computes, unseen: left };
}

/** Registrations that belong to the run by their names. */
export async function ownRegistrations(run: RunIdentity, { github }: TeardownPorts): Promise<readonly Registration[]> {
  return (await github.listRunners()).filter(({ name }) => belongsToRun(name, run));
}

/** Pairs compute and registrations of the same name. */
export function pair(computes: readonly Compute[], registrations: readonly Registration[]): FoundRunner[] {
  const byName = new Map(registrations.map((registration) => [registration.name, registration]));
  const paired = computes.map((compute): FoundRunner => {
    const runnerName = compute.tags[TAG.runnerName] ?? compute.id;
    const registration = byName.get(runnerName);
    byName.delete(runnerName);
    return { runnerName, registration, compute };
  });
  const alone = [...byName.values()].map(
    (registration): FoundRunner => ({ runnerName: registration.name, registration, compute: undefined }),
  );
  return [...paired, ...alone];
}

/** Narrows what was found. A registration does not carry the id, but any compute of its start does. */
export function select(all: readonly FoundRunner[], selection: Selection): Selected {
  const { labels, id } = selection;
  const withCompute = all.filter(({ compute }) => compute !== undefined && matches(compute, selection));
  const ids = idsOfStarts(all.flatMap(({ compute }) => compute ?? []));
  const bare = all.filter(({ compute, registration }) => {
    if (compute !== undefined || registration === undefined) return false;
    return labels.length === 0 || labels.some((label) => registration.labels.some((own) => isSameName(own, label)));
  });
  const alone = bare.filter(({ runnerName }) => id === undefined || ids.get(startOf(runnerName)) === id);
  const undecided = bare.filter(({ runnerName }) => id !== undefined && !ids.has(startOf(runnerName)));
  // The compute of one that is online is most likely in another pool. That is a failure, and worth waiting for, only if
  // nothing is found here.
  const isNothing = withCompute.length + alone.length === 0;
  return { withCompute, alone, unsure: undecided.filter((one) => isNothing || one.registration?.status === 'offline') };
}

/** Whether compute belongs to a selection, by its tags. */
export function matches(compute: Compute, { labels, id }: Selection): boolean {
  const { [TAG.label]: label, [TAG.runnerName]: name, [TAG.id]: ownId } = compute.tags;
  if (id !== undefined && ownId !== id) return false;
  if (labels.length === 0) return true;
  const index = name === undefined ? undefined : parseRunnerName(name)?.index;
  const own = label === undefined ? [] : [label, ...(index === undefined ? [] : [runnerLabel(label, index)])];
  return labels.some((wanted) => own.some((label) => isSameName(label, wanted)));
}

/** The id of each start, undefined if it was given none; the key is {@link startOf}. */
function idsOfStarts(computes: readonly Compute[]): ReadonlyMap<string | undefined, string | undefined> {
  return new Map(computes.map(({ tags }) => [startOf(tags[TAG.runnerName]), tags[TAG.id]]));
}

/** The part of their names that all runners of a start share, and no others have. */
function startOf(runnerName = ''): string | undefined {
  return parseRunnerName(runnerName)?.nonce;
}

/**
 * Handles registrations whose compute is not listed: it was never created, is gone, is elsewhere, or is too new to be
 * listed yet. Only for these is the list read again, for as long as compute can be hidden. Those that turn out to be
 * selected are added to `alone`; until then nothing is done to them.
 */
export async function findHiddenCompute(options: {
  alone: FoundRunner[];
  unsure: readonly FoundRunner[];
  selection: Selection;
  ports: TeardownPorts;
}): Promise<void> {
  const { alone, selection, ports } = options;
  const { clock, random, pool, log } = ports;
  const { hiddenForMs, words } = pool.hosting;
  let { unsure } = options;
  let missing = [...alone, ...unsure];
  if (missing.length === 0) return;
  await deleteIdle(alone, selection, ports);
  const began = clock.now();
  log.info(`Searching for the compute of ${namesOf(missing)}, for up to ${hiddenForMs / 1000} s.`);
  for (let waited = 0; missing.length > 0 && waited < hiddenForMs; waited = clock.now() - began) {
    await clock.sleep(Math.min(pollInterval(waited, random.fraction()), hiddenForMs - waited));
    const listed = (await pool.list(selection.run)).filter(({ tags }) => isTaggedForRun(tags, selection.run));
    const byName = new Map(listed.map((compute) => [compute.tags[TAG.runnerName], compute]));
    for (const found of missing) found.compute = byName.get(found.runnerName);
    const ids = idsOfStarts(listed);
    const own = unsure.filter(({ runnerName }) => ids.get(startOf(runnerName)) === selection.id);
    unsure = unsure.filter(({ runnerName }) => !ids.has(startOf(runnerName)));
    alone.push(...own);
    missing = [...alone, ...unsure].filter(({ compute }) => compute === undefined);
  }
  const undecided = unsure.filter(({ registration }) => registration?.status === 'offline');
  if (undecided.length === 0) return;
  log.warning(
    `No ${words.compute} of ${namesOf(undecided)} was found in ${pool.name}, and only the ${words.compute} carries the ` +
      `id: what is registered under that name is left alone. ${STEP.stopOthers}.`,
  );
}

/**
 * Deletes idle registrations before the search for their compute, however long that takes: no job can be assigned to
 * them any more. A stop that selects waits for the search: only then is it known that no job is on its way.
 */
async function deleteIdle(some: readonly FoundRunner[], selection: Selection, ports: TeardownPorts): Promise<void> {
  if (isFiltered(selection)) return;
  const targets = some.flatMap(({ runnerName, registration }): TeardownTarget[] =>
    registration?.status === 'offline' ? [{ runnerName, registration, computeId: undefined, mayBeHidden: true }] : [],
  );
  const policy = { mandate: 'stop-all' as const, run: selection.run, drainMs: 0, reason: '' };
  // A failure must not prevent the search for the compute; the teardown asks once more and reports it.
  await teardownRunners({ targets, policy, ports });
}

/** Whether only some of the run's runners are selected. */
export function isFiltered({ labels, id }: Selection): boolean {
  return labels.length > 0 || id !== undefined;
}

function namesOf(some: readonly FoundRunner[]): string {
  return some.map(({ runnerName }) => runnerName).join(', ');
}
