import type { Decision } from '../src/core/sweep/decision.ts';
import type { SweepResult, SweptThing } from '../src/core/sweep/sweep.ts';

/** Most problems in the step's error: without a permission, every runner has the same one. */
const PROBLEMS_AT_MOST = 20;

/** The outputs of sweep-runners, as listed in action.yml and the README. */
export function sweepOutputs(result: SweepResult): Record<string, string | number | object> {
  return {
    swept: count(result, ['removed', 'still-registered']),
    kept: count(result, ['kept', 'left-busy']),
    report: inOrder(result).map((thing) => {
      const { found, decision, outcome, teardown } = thing;
      const registration = registrationOf(found);
      return {
        runnerName: found.runnerName,
        ...(found.kind !== 'registration' && { ...found.pool.location, id: found.compute.id }),
        ...(registration && { scope: registration.scope, runnerId: registration.id }),
        ...(found.kind !== 'unreadable' && { repository: found.owner.repository, runId: found.owner.runId }),
        decision: decision.kind,
        why: decision.why,
        reason: decision.reason,
        outcome,
        ...(teardown && { compute: teardown.compute, registration: teardown.registration }),
      };
    }),
  };
}

/** Whether a thing is worth a log line, unlike the many that are as they should be. */
export function isWorthALine({ decision }: SweptThing): boolean {
  const usual: readonly Decision['why'][] = ['live', 'young', 'grace'];
  return !usual.includes(decision.why);
}

/** The log line for one thing. */
export function describeThing(thing: SweptThing): string {
  return `${nameOf(thing)} (${whereOf(thing)}): ${thing.outcome}, since ${thing.decision.reason}.`;
}

/** The step's error, after everything else was done. */
export function explainProblems(problems: readonly string[]): string {
  const shown = problems.slice(0, PROBLEMS_AT_MOST);
  const more = problems.length > shown.length ? `\n- (and ${problems.length - shown.length} more)` : '';
  return `Not everything could be swept:\n- ${shown.join('\n- ')}${more}`;
}

function count({ things }: SweepResult, outcomes: readonly SweptThing['outcome'][]): number {
  return things.filter(({ outcome }) => outcomes.includes(outcome)).length;
}

/** Puts what was, or would be, removed first. */
export function inOrder({ things }: SweepResult): SweptThing[] {
  const rank = ({ decision }: SweptThing) => (decision.kind === 'sweep' ? 0 : 1);
  const name = ({ found }: SweptThing) =>
    `${found.runnerName} ${found.kind === 'registration' ? '' : found.compute.id}`;
  return things.toSorted((one, other) => rank(one) - rank(other) || name(one).localeCompare(name(other)));
}

/** Its name, or else its id. */
export function nameOf({ found }: SweptThing): string {
  return found.runnerName || (found.kind === 'registration' ? String(found.registration.id) : found.compute.id);
}

/** Where it is, for people. */
export function whereOf({ found }: SweptThing): string {
  return found.kind === 'registration' ? found.github.scope : found.pool.name;
}

function registrationOf(found: SweptThing['found']): { scope: string; id: number } | undefined {
  if (found.kind === 'registration') return { scope: found.github.scope, id: found.registration.id };
  if (found.kind === 'unreadable' || found.registration.kind !== 'found') return undefined;
  const { github, registration } = found.registration;
  return { scope: github.scope, id: registration.id };
}
