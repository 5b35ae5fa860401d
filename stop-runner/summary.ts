import { durationCell } from '../src/actions/summary/durations.ts';
import { type GanttSection, gantt } from '../src/actions/summary/gantt.ts';
import { hoursText, type Life, lifetime, sum, taskHours } from '../src/actions/summary/lifetimes.ts';
import { code, failureList, folded, link, table } from '../src/actions/summary/text.ts';
import type { ComputePool, Hosting } from '../src/core/ports.ts';
import type { EndedRunner } from '../src/core/stop/ended.ts';
import type { StopResult } from '../src/core/stop/stop.ts';
import { describeEnded } from './report.ts';

/** Runners listed individually: GitHub does not show a summary larger than 1 MiB. */
const ROWS_AT_MOST = 500;

/** With more rows than this, only the sum stays open. */
const ROWS_OPEN_AT_MOST = 12;

/** Failures shown: without a permission, every runner has the same one. */
const PROBLEMS_AT_MOST = 20;

/** The diagram shows this many of those that lived longest. */
const LIVES_DRAWN_AT_MOST = 5;

/** One runner of the run, stopped now or ended before. */
interface Row extends Life {
  readonly runnerName: string;
  /** URL of its page on GitHub, if it is still there. */
  readonly runnerPage: string | undefined;
  readonly computeId: string;
  readonly capacity: string;
  readonly task: string;
  readonly registration: string;
}

/**
 * The step's part of the job summary, in Markdown; empty if there is nothing to report.
 * @param options.ended compute that had already ended; undefined if it could not be read
 */
export function stopSummary(options: {
  result: StopResult;
  ended: readonly EndedRunner[] | undefined;
  pool: ComputePool;
  /** URL of a registered runner's page; undefined if it is not known. */
  runnerPage: (registrationId: number) => string | undefined;
}): string {
  const { result, ended, pool } = options;
  const { words } = pool.hosting;
  const rows = [...stoppedRows(options), ...(ended ?? []).map(endedRow)];
  if (rows.length === 0 && result.problems.length === 0) return '';
  const problems = result.problems.slice(0, PROBLEMS_AT_MOST);
  return [
    `### ${headline(result, ended)} in ${code(pool.name)}`,
    '',
    ...(problems.length > 0 ? ['**Not everything could be stopped:**', '', ...failureList(problems)] : []),
    ...rowsTable(rows, pool),
    ...lives(rows, pool.hosting),
    ...(rows.length > 0
      ? [
          `Each ${words.compute} counts ${words.counts}, or until now if it has not stopped yet. ` +
            (ended === undefined ? 'Runners that had already ended could not be listed.' : words.remembers),
          '',
        ]
      : []),
    '',
  ].join('\n');
}

/** What was there, as far as it is known: the list of what had ended may be missing. */
function headline({ runners }: StopResult, ended: readonly EndedRunner[] | undefined): string {
  const own = describeEnded(ended);
  if (runners.length === 0) return own || 'No runner of this run was left';
  const found = `${runners.length === 1 ? 'One runner' : `${runners.length} runners`} of this run found`;
  return own === '' ? found : `${found}, ${own.replace(/ runners? of this run/, ' more')},`;
}

/** A long table is folded, but for its last row. */
function rowsTable(rows: readonly Row[], pool: ComputePool): string[] {
  if (rows.length === 0) return [];
  const { compute } = pool.hosting.words;
  const head = [
    ...['', `runner and ${compute}`, 'capacity', `${compute} is`, 'registration is', 'lived'],
    ...[`${compute} hours`, 'vCPU hours', 'GB hours'],
  ];
  const shown = rows.slice(0, ROWS_AT_MOST).map((row, index) => cells(row, index, pool));
  if (rows.length <= ROWS_OPEN_AT_MOST) return table(head, [...shown, totals(rows)]);
  const more = rows.length - shown.length;
  return [
    ...table(head, [totals(rows)]),
    ...folded(`Each of the ${rows.length}`, [
      ...table(head, shown),
      ...(more > 0 ? [`And ${more} more, which the sum includes.`, ''] : []),
    ]),
  ];
}

function stoppedRows({ result, runnerPage }: Parameters<typeof stopSummary>[0]): Row[] {
  return result.runners.map((runner) => {
    const { runnerName, computeId = '', capacity, compute, registration, times, size, doneAt } = runner;
    const page = registration === 'busy' && runner.registrationId ? runnerPage(runner.registrationId) : undefined;
    const life = { times, size, until: doneAt };
    return { runnerName, runnerPage: page, computeId, capacity, task: compute, registration, ...life };
  });
}

function endedRow({ runnerName, compute, how }: EndedRunner): Row {
  const { id: computeId, capacity, times, size } = compute;
  const until = times?.stoppedAt ?? times?.stoppingAt ?? times?.startedAt ?? 0;
  const task = how === 'by-itself' ? 'ended by itself' : 'ended before';
  return { runnerName, runnerPage: undefined, computeId, capacity, task, registration: '', times, size, until };
}

function cells(row: Row, index: number, pool: ComputePool): string[] {
  const { hours, vcpuHours, gbHours } = taskHours(row);
  const lived = lifetime(row);
  const { computeId } = row;
  return [
    String(index + 1),
    [
      link(row.runnerName, row.runnerPage),
      link(computeId.split('/').at(-1) ?? '', computeId === '' ? undefined : pool.pagesOf(computeId).compute),
    ]
      .filter(Boolean)
      .join('<br>'),
    code(row.capacity),
    row.task,
    row.registration,
    lived === undefined ? '' : durationCell(lived),
    ...[hours, vcpuHours, gbHours].map(hoursText),
  ];
}

function totals(rows: readonly Row[]): string[] {
  const all = rows.map(taskHours);
  const lived = sum(rows.map(lifetime));
  const bold = (text: string): string => (text === '' ? '' : `**${text}**`);
  return [
    '',
    bold(`${rows.length} in total`),
    '',
    '',
    '',
    bold(lived === undefined ? '' : durationCell(lived)),
    bold(hoursText(sum(all.map(({ hours }) => hours)))),
    bold(hoursText(sum(all.map(({ vcpuHours }) => vcpuHours)))),
    bold(hoursText(sum(all.map(({ gbHours }) => gbHours)))),
  ];
}

/** A diagram of the longest lives, by the hosting's own times, in the order of the table. */
function lives(rows: readonly Row[], hosting: Hosting): string[] {
  const longest = rows
    .map((row, index) => ({ ...row, index, title: `Runner ${index + 1}` }))
    .filter(({ times }) => times?.createdAt !== undefined)
    .toSorted((one, other) => (lifetime(other) ?? 0) - (lifetime(one) ?? 0))
    .slice(0, LIVES_DRAWN_AT_MOST)
    .toSorted((one, other) => one.index - other.index);
  const origin = Math.min(...longest.map(({ times, until }) => times?.createdAt ?? until));
  return gantt({ sections: longest.map((row) => lifeSection(row, hosting)), origin });
}

function lifeSection(
  { title, times = {}, until }: Row & { readonly title: string },
  { phases }: Hosting,
): GanttSection {
  const { createdAt = until, startedAt, stoppingAt, stoppedAt } = times;
  const end = Math.max(createdAt, stoppedAt ?? until);
  const running = startedAt ?? end;
  const stopping = stoppingAt ?? end;
  const runs = phases.at(-1)?.name ?? 'running';
  const within = phases.flatMap(({ name, from, to }) => {
    const began = times[from];
    return to === undefined || began === undefined ? [] : [{ phase: name, from: began, to: times[to] ?? running }];
  });
  const spans = [{ phase: `until ${runs}`, from: createdAt, to: running }, ...within];
  if (startedAt !== undefined) spans.push({ phase: runs, from: startedAt, to: stopping });
  if (stoppingAt !== undefined) spans.push({ phase: 'stopping', from: stoppingAt, to: end });
  return { title, spans };
}
