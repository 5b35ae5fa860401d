import type { Compute } from '../compute.ts';
import { explain } from '../errors.ts';
import { belongsToRun, parseRunnerName, type RunIdentity } from '../identity.ts';
import type { ComputePool, GitHub, Registration } from '../ports.ts';
import { TAG } from '../tags.ts';
import { forEachConcurrently } from '../util/semaphore.ts';

/** The owner of a thing, according to its tags or its name. */
export interface Owner extends RunIdentity {
  /** `owner/name`, as given in the request. */
  readonly repository: string;
  /** Undefined if only the name is known, which does not contain it. */
  readonly runAttempt: number | undefined;
  /** Epoch milliseconds at which the start began. */
  readonly startedAt: number;
}

/** What is known about the registration of compute. */
export type PairedRegistration =
  | { readonly kind: 'found'; readonly github: GitHub; readonly registration: Registration }
  /** It was not in the list of its scope. */
  | { readonly kind: 'none'; readonly github: GitHub }
  /** The list of its scope could not be read. */
  | { readonly kind: 'unread'; readonly github: GitHub }
  /** It is in a scope that this sweep does not manage. */
  | { readonly kind: 'elsewhere'; readonly scope: string };

/** Compute of a named repository, with its registration. */
export interface FoundCompute {
  readonly kind: 'compute';
  readonly runnerName: string;
  readonly owner: Owner;
  readonly pool: ComputePool;
  readonly compute: Compute;
  /** Epoch milliseconds; undefined if the tag is missing or unreadable. */
  readonly expiresAt: number | undefined;
  /** Milliseconds from its own start; undefined if the tag is missing or unreadable. */
  readonly lifetimeMs: number | undefined;
  readonly registration: PairedRegistration;
}

/** A registration of a named repository that has no compute in the pools that were read. */
export interface FoundRegistration {
  readonly kind: 'registration';
  readonly runnerName: string;
  readonly owner: Owner;
  readonly github: GitHub;
  readonly registration: Registration;
  /** Pools that could not be listed, or not wholly: any of them may contain its compute. */
  readonly unlisted: readonly string[];
}

/** Compute that is this project's by its `startedBy`, but whose tags do not identify its owner. */
export interface FoundUnreadable {
  readonly kind: 'unreadable';
  readonly runnerName: string;
  readonly pool: ComputePool;
  readonly compute: Compute;
  readonly why: string;
}

export type Found = FoundCompute | FoundRegistration | FoundUnreadable;

/** Everything found at one time. */
export interface Inventory {
  readonly found: readonly Found[];
  /** Number of this project's runners that belong to repositories that were not named. */
  readonly ofOthers: number;
  /** What could not be read, next step included. */
  readonly problems: readonly string[];
}

/** A name with a later time is not ours, and sums with it would not be valid dates. */
const LATEST_START_MS = Date.UTC(9999, 0, 1);

/** The contents of the lists; a list that could not be read is undefined. */
interface Lists {
  readonly registrations: ReadonlyMap<GitHub, readonly Registration[] | undefined>;
  readonly computes: ReadonlyMap<ComputePool, readonly Compute[] | undefined>;
  readonly problems: readonly string[];
}

/**
 * Lists compute and registrations and pairs them by name. A list that cannot be read is reported as a problem and does
 * not prevent the rest.
 * @param options.repositories names of the repositories, by id
 */
export async function takeInventory(options: {
  repositories: ReadonlyMap<number, string>;
  scopes: readonly GitHub[];
  pools: readonly ComputePool[];
}): Promise<Inventory> {
  const { repositories } = options;
  const { registrations, computes, problems } = await readLists(options);
  const names = new Map<string, { github: GitHub; registration: Registration }>();
  for (const [github, list = []] of registrations) {
    for (const registration of list) names.set(registration.name, { github, registration });
  }
  const found: Found[] = [];
  const ofOthers = new Set<string>();
  const withCompute = new Set<string>();
  for (const [pool, list = []] of computes) {
    for (const compute of list.filter(({ phase }) => phase === 'unseen')) {
      const why = 'it is listed, but was not described: whose it is, and whether it is alive, is unknown';
      found.push({ kind: 'unreadable', runnerName: '', pool, compute, why });
    }
    for (const compute of list.filter(({ phase }) => phase === 'starting' || phase === 'running')) {
      const name = compute.tags[TAG.runnerName] ?? compute.id;
      withCompute.add(name);
      const read = readCompute({ compute, pool, repositories, names, registrations });
      if (read === 'of-others') ofOthers.add(name);
      else found.push(read);
    }
  }
  const unlisted = [...computes]
    .filter(([, list]) => list === undefined || list.some(({ phase }) => phase === 'unseen'))
    .map(([{ name }]) => name);
  for (const [runnerName, { github, registration }] of names) {
    if (withCompute.has(runnerName)) continue;
    const owner = ownerByName(runnerName, repositories);
    if (owner === 'of-others') ofOthers.add(runnerName);
    else if (owner !== undefined)
      found.push({ kind: 'registration', runnerName, owner, github, registration, unlisted });
  }
  return { found, ofOthers: ofOthers.size, problems };
}

async function readLists(ports: { scopes: readonly GitHub[]; pools: readonly ComputePool[] }): Promise<Lists> {
  const problems: string[] = [];
  const registrations = new Map<GitHub, readonly Registration[] | undefined>();
  const computes = new Map<ComputePool, readonly Compute[] | undefined>();
  const orProblem = (error: unknown): undefined => {
    problems.push(explain(error));
  };
  await Promise.all([
    forEachConcurrently(ports.scopes, async (github) => {
      registrations.set(github, await github.listRunners().catch(orProblem));
    }),
    forEachConcurrently(ports.pools, async (pool) => {
      computes.set(pool, await pool.listAll().catch(orProblem));
    }),
  ]);
  return { registrations, computes, problems };
}

function readCompute(options: {
  compute: Compute;
  pool: ComputePool;
  repositories: ReadonlyMap<number, string>;
  names: ReadonlyMap<string, { github: GitHub; registration: Registration }>;
  registrations: ReadonlyMap<GitHub, readonly Registration[] | undefined>;
}): FoundCompute | FoundUnreadable | 'of-others' {
  const { compute, pool, repositories, names, registrations } = options;
  const { tags } = compute;
  const runnerName = tags[TAG.runnerName] ?? '';
  const unreadable = (why: string): FoundUnreadable => ({ kind: 'unreadable', runnerName, pool, compute, why });
  if (!Object.values(TAG).some((key) => key in tags)) return unreadable('it carries no tag of this project');
  const repositoryId = readNumber(tags[TAG.repositoryId]);
  if (repositoryId === undefined) return unreadable(`its tag ${TAG.repositoryId} is not a number`);
  if (!repositories.has(repositoryId)) return 'of-others';
  const runId = readNumber(tags[TAG.runId]);
  if (runId === undefined) return unreadable(`its tag ${TAG.runId} is not a number`);
  const byName = ownerByName(runnerName, repositories);
  const minutes = readNumber(tags[TAG.lifetimeMinutes]);
  // Registrations are deleted by name: a name from outside this run could be anybody's.
  if (byName === undefined || byName === 'of-others' || !belongsToRun(runnerName, { repositoryId, runId })) {
    return unreadable(`its tag ${TAG.runnerName} does not name a runner of its run`);
  }
  return {
    kind: 'compute',
    runnerName,
    owner: { ...byName, runAttempt: readNumber(tags[TAG.runAttempt]) },
    pool,
    compute,
    expiresAt: readTime(tags[TAG.expiresAt]),
    lifetimeMs: minutes === undefined || minutes === 0 ? undefined : minutes * 60_000,
    registration: pair({ runnerName, scope: tags[TAG.scope] ?? '', names, registrations }),
  };
}

function pair(options: {
  runnerName: string;
  scope: string;
  names: ReadonlyMap<string, { github: GitHub; registration: Registration }>;
  registrations: ReadonlyMap<GitHub, readonly Registration[] | undefined>;
}): PairedRegistration {
  const { runnerName, scope, names, registrations } = options;
  const named = names.get(runnerName);
  if (named !== undefined) return { kind: 'found', ...named };
  // GitHub ignores case in the names of owners and repositories.
  const own = [...registrations].find(([github]) => github.scope.toLowerCase() === scope.toLowerCase());
  if (own === undefined) return { kind: 'elsewhere', scope };
  const [github, list] = own;
  return { kind: list === undefined ? 'unread' : 'none', github };
}

/** The owner according to a runner's name; undefined for a name that is not this project's. */
function ownerByName(name: string, repositories: ReadonlyMap<number, string>): Owner | 'of-others' | undefined {
  const parsed = parseRunnerName(name);
  if (parsed === undefined) return undefined;
  const { repositoryId, runId } = parsed;
  const startedAt = parsed.startedAt * 1000;
  if (!Number.isSafeInteger(runId) || startedAt > LATEST_START_MS) return undefined;
  const repository = repositories.get(repositoryId);
  return repository === undefined ? 'of-others' : { repositoryId, runId, repository, runAttempt: undefined, startedAt };
}

function readNumber(text = ''): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Parses ISO 8601 in UTC, the format in which the tag is written; anything else is not a time. */
function readTime(text = ''): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
