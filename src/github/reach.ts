import { RunnerError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { SETTING } from '../core/words.ts';
import { type RunnerScope, scopeName } from './scope.ts';

/** Where the jobs come from that the runners are for. */
export interface JobsOrigin {
  /** `owner/name`. */
  readonly repository: string;
  /** The workflow that runs, as `owner/name/path@ref`, and its commit; absent if it is not known. */
  readonly workflow?: { readonly ref: string; readonly sha: string };
}

/** A runner group, as far as it decides whose jobs it lets in. */
export interface RunnerGroup {
  readonly id: number;
  readonly name: string;
  /** `all`, `selected` or `private`. */
  readonly visibility: string;
  readonly allowsPublic: boolean;
  /** Whether the enterprise allows it, for a group that an organization inherits. */
  readonly enterpriseAllowsPublic: boolean;
  /** The workflows that it is restricted to, as `owner/name/path@ref`; undefined if to none. */
  readonly workflows: readonly string[] | undefined;
}

/** Warns if the jobs' repository is outside the scope: it may be meant so, for jobs of another repository. */
export function warnOfOtherScope(scope: RunnerScope, { repository }: JobsOrigin, log: Log): void {
  const [owner = ''] = repository.split('/');
  const isInside = {
    repo: () => scope.kind === 'repo' && `${scope.owner}/${scope.repo}`.toLowerCase() === repository.toLowerCase(),
    org: () => scope.kind === 'org' && scope.org.toLowerCase() === owner.toLowerCase(),
    // Which enterprise an organization belongs to is not in its name.
    enterprise: () => true,
  };
  if (isInside[scope.kind]()) return;
  log.warning(
    `The runners register in ${scopeName(scope)}, whose jobs alone can reach them: a job of ${repository} with their ` +
      `label would wait forever. If it is meant for one, correct ${SETTING.scope} and what it names.`,
  );
}

/** What GitHub says about a group and the jobs that are to reach its runners. */
export interface Reach {
  readonly scope: RunnerScope;
  readonly group: RunnerGroup;
  readonly jobs: JobsOrigin;
  /** Whether GitHub lists the group for the jobs' repository or its organization. */
  readonly isListed: boolean;
  /** Whether the jobs' repository is known to be public. */
  readonly isPublic: boolean;
}

/**
 * Refuses a group whose runners no job could reach, and warns of one whose runners it may not reach: GitHub would let
 * the job wait without a word.
 * @returns warnings
 * @throws RunnerError of kind `configuration`
 */
export function checkReach(reach: Reach): readonly string[] {
  const { scope, group, jobs, isListed, isPublic } = reach;
  const named = `Runner group "${group.name}" of ${scopeName(scope)}`;
  const { repository } = jobs;
  const other = `or name another group in ${SETTING.runnerGroup}`;
  const [what, whom] =
    scope.kind === 'enterprise' ? ['organizations', repository.split('/')[0]] : ['repositories', repository];

  const closed = (why: string, hint: string): RunnerError =>
    new RunnerError({
      kind: 'configuration',
      message: `${named} ${why}: no job of ${repository} could reach the runners.`,
      hint,
    });
  if (!isListed && group.visibility === 'selected') {
    throw closed(
      `is open to selected ${what} only, and GitHub does not list it for ${whom}`,
      `In the group's settings, add ${whom} to the selected ${what}, ${other}.`,
    );
  }
  if (isPublic && !group.allowsPublic) {
    throw closed(
      `does not allow public repositories, and ${repository} is one`,
      'Allow public repositories in the group\'s settings (first see "Runner groups" in docs/security.md), ' +
        `${other}, or register the runners in the repository itself (${SETTING.scope}).`,
    );
  }
  if (group.workflows?.length === 0) {
    throw closed(
      'is restricted to selected workflows, and none is selected',
      `Select the workflow in the group's settings, ${other}.`,
    );
  }
  const doubts = [
    !isListed && `GitHub does not list it for ${whom}, though it is open to ${group.visibility} ${what}`,
    isPublic &&
      !group.enterpriseAllowsPublic &&
      `its enterprise does not allow public repositories in it, and ${repository} is one`,
    workflowDoubt(group.workflows, jobs),
  ];
  return doubts
    .filter((doubt) => typeof doubt === 'string')
    .map((doubt) => `${named} may keep the job from its runners, and the job would wait without a word: ${doubt}.`);
}

/** Names shown of a long list. */
const SHOWN = 5;

/**
 * Why the restriction to workflows may shut the jobs out. It is never certain: what counts is the workflow that defines
 * the job, which may be one that this run calls.
 */
function workflowDoubt(allowed: RunnerGroup['workflows'], { workflow }: JobsOrigin): string | undefined {
  if (allowed === undefined || (workflow !== undefined && allowed.some((one) => isWorkflow(one, workflow)))) return;
  const more = allowed.length > SHOWN ? `, and ${allowed.length - SHOWN} more` : '';
  const running = workflow === undefined ? '' : `; ${workflow.ref} is not one of them`;
  return `it lets in only jobs that these workflows define: ${allowed.slice(0, SHOWN).join(', ')}${more}${running}`;
}

/** Whether a group's entry is that workflow, by the branch's or tag's short or full name, or by its commit. */
function isWorkflow(entry: string, { ref, sha }: { ref: string; sha: string }): boolean {
  const [path = '', version = ''] = splitAt(entry);
  const [runningPath, runningRef = ''] = splitAt(ref);
  const names = [runningRef, runningRef.replace(/^refs\/(heads|tags)\//, ''), sha];
  return path.toLowerCase() === runningPath?.toLowerCase() && (version.includes('*') || names.includes(version));
}

function splitAt(text: string): readonly string[] {
  const at = text.indexOf('@');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
