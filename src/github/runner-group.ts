import { RunnerError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { SETTING } from '../core/words.ts';
import { githubFailure } from './errors.ts';
import { identifier, record, text } from './parse.ts';
import { checkReach, type JobsOrigin, type RunnerGroup } from './reach.ts';
import { type RunnerScope, scopeName, scopePath } from './scope.ts';

/** The group of a repository's runners, and an organization's default group. */
export const DEFAULT_GROUP_ID = 1;

/** Parses a group of GitHub's API. A field that only newer servers send counts as unrestricted. */
function parseGroup(value: unknown): RunnerGroup {
  const group = record(value, 'a runner group');
  const { selected_workflows: workflows } = group;
  return {
    id: identifier(group['id'], 'a runner group'),
    name: text(group['name'], "runner group's name"),
    visibility: String(group['visibility']),
    allowsPublic: group['allows_public_repositories'] !== false,
    enterpriseAllowsPublic: group['inherited_allows_public_repositories'] !== false || group['inherited'] !== true,
    workflows:
      group['restricted_to_workflows'] === true && Array.isArray(workflows) ? workflows.map(String) : undefined,
  };
}

/** The group with that id or name, or the default group. GitHub ignores case in names; the same case comes first. */
function findGroup(groups: readonly RunnerGroup[], wanted: string): RunnerGroup | undefined {
  if (wanted === '') return groups.find(({ id }) => id === DEFAULT_GROUP_ID);
  if (/^\d+$/.test(wanted)) return groups.find(({ id }) => id === Number(wanted));
  const lower = wanted.toLowerCase();
  return groups.find(({ name }) => name === wanted) ?? groups.find(({ name }) => name.toLowerCase() === lower);
}

/**
 * The filter by which GitHub itself says which of a scope's groups let a repository's jobs in; undefined if the
 * repository is not of that scope, or the scope has no groups.
 */
function visibilityFilter(scope: RunnerScope, { repository }: JobsOrigin): Record<string, string> | undefined {
  const [owner = '', name = ''] = repository.split('/');
  switch (scope.kind) {
    case 'repo':
      return undefined;
    case 'org':
      return owner.toLowerCase() === scope.org.toLowerCase() ? { visible_to_repository: name } : undefined;
    case 'enterprise':
      return { visible_to_organization: owner };
  }
}

/** How to choose the group of a scope's runners. */
export interface GroupChoice {
  readonly scope: RunnerScope;
  /** A group's name or id; empty: the default group. */
  readonly wanted: string;
  /** Absent: whether jobs can reach the runners is not checked. */
  readonly jobs: JobsOrigin | undefined;
  readonly log: Log;
  /** All groups of the scope that a filter lets through. */
  readonly list: (filter: object) => Promise<readonly unknown[]>;
  readonly get: (path: string) => Promise<unknown>;
}

/**
 * The id of the group that the runners join.
 * @throws RunnerError of kind `configuration` if there is no such group, or if no job could reach its runners
 */
export async function chooseGroup(choice: GroupChoice): Promise<number> {
  const { scope, wanted, jobs, log } = choice;
  const filter = jobs && visibilityFilter(scope, jobs);
  if (filter === undefined || jobs === undefined) {
    const id = wanted === '' ? DEFAULT_GROUP_ID : Number(wanted);
    return Number.isInteger(id) ? id : (await findAnywhere(choice)).id;
  }
  try {
    const [listed, isPublic] = await Promise.all([groupsOf(choice, filter), isPublicRepository(choice, jobs)]);
    const visible = findGroup(listed, wanted);
    const group = visible ?? (await findAnywhere(choice));
    for (const warning of checkReach({ scope, group, jobs, isListed: visible !== undefined, isPublic })) {
      log.warning(warning);
    }
    return group.id;
  } catch (error) {
    // Not every plan and token can read groups, and the default group's id is known without.
    if (wanted === '' && isHidden(error)) return DEFAULT_GROUP_ID;
    throw error;
  }
}

async function groupsOf({ list }: GroupChoice, filter: object): Promise<readonly RunnerGroup[]> {
  return (await list(filter)).map(parseGroup);
}

/** The group, whether or not it lets the jobs in. */
async function findAnywhere(choice: GroupChoice): Promise<RunnerGroup> {
  const groups = await groupsOf(choice, {});
  const group = findGroup(groups, choice.wanted);
  if (group !== undefined) return group;
  throw new RunnerError({
    kind: 'configuration',
    message:
      `There is no runner group "${choice.wanted}" in ${scopeName(choice.scope)}; its groups are: ` +
      `${groups.map(({ name }) => name).join(', ')}.`,
    hint: `Correct ${SETTING.runnerGroup} (a group's name or id).`,
  });
}

/** Whether the jobs' repository is known to be public: GitHub shows public ones to every token. */
async function isPublicRepository({ get }: GroupChoice, { repository }: JobsOrigin): Promise<boolean> {
  const [owner = '', repo = ''] = repository.split('/');
  try {
    return record(await get(scopePath({ kind: 'repo', owner, repo })), 'a repository')['private'] === false;
  } catch (error) {
    if (isHidden(error)) return false;
    throw error;
  }
}

function isHidden(error: unknown): boolean {
  const { status } = githubFailure(error);
  return status === 403 || status === 404;
}
