import { durationCell } from '../src/actions/summary/durations.ts';
import { code, failureList, foldedTable, link } from '../src/actions/summary/text.ts';
import type { SweepRequest, SweepResult, SweptThing } from '../src/core/sweep/sweep.ts';
import { inOrder, nameOf, whereOf } from './report.ts';

/** Most rows in the summary's table: GitHub does not show a summary larger than 1 MiB. */
const ROWS_AT_MOST = 200;

/** Most failures shown: without a permission, every runner has the same one. */
const PROBLEMS_AT_MOST = 20;

/** The step's part of the job summary, in Markdown. */
export function sweepSummary(
  result: SweepResult,
  { dryRun, now }: Pick<SweepRequest, 'dryRun'> & { now: number },
): string {
  const things = inOrder(result);
  const rows = things
    .slice(0, ROWS_AT_MOST)
    .map((thing) => [
      link(nameOf(thing), pageOf(thing)),
      code(whereOf(thing)),
      thing.outcome,
      age(thing, now),
      code(thing.decision.reason),
    ]);
  const counts = Object.entries(Object.groupBy(things, ({ outcome }) => outcome)).map(
    ([outcome, some = []]) => `${some.length} ${outcome}`,
  );
  const problems = result.problems.slice(0, PROBLEMS_AT_MOST);
  return [
    `### Runners swept${dryRun ? ' (dry run: nothing was touched)' : ''}`,
    '',
    `Found: ${counts.join(', ') || 'nothing'}. In repositories that were not named: ${result.ofOthers}.`,
    '',
    ...(problems.length > 0 ? ['**Not everything could be swept:**', '', ...failureList(problems)] : []),
    ...foldedTable(`The ${rows.length} found`, ['runner', 'where', 'outcome', 'age', 'why'], rows),
    ...(things.length > rows.length ? [`And ${things.length - rows.length} more: see the output \`report\`.`, ''] : []),
    '',
  ].join('\n');
}

/** URL of its compute's page, as long as there is compute. */
function pageOf({ found, outcome }: SweptThing): string | undefined {
  if (found.kind === 'registration' || outcome === 'gone') return undefined;
  return found.pool.pagesOf(found.compute.id).compute;
}

/** How long ago its compute was created or, failing that, its start began; empty if unknown. */
function age({ found }: SweptThing, now: number): string {
  const made = found.kind === 'registration' ? undefined : found.compute.times?.createdAt;
  const began = made ?? (found.kind === 'unreadable' ? undefined : found.owner.startedAt);
  return began === undefined ? '' : durationCell(now - began);
}
