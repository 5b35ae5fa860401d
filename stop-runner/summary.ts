import { durationCell } from '../src/actions/summary/durations.ts';
import { type GanttSection, gantt } from '../src/actions/summary/gantt.ts';
import { hoursText, type Life, lifetime, sum, taskHours } from '../src/actions/summary/lifetimes.ts';
import { block, code, table } from '../src/actions/summary/text.ts';
import type { Compute } from '../src/core/compute.ts';
import type { ComputePool, Hosting } from '../src/core/ports.ts';
import type { StopResult } from '../src/core/stop/stop.ts';
import { TAG } from '../src/core/tags.ts';

/** Runners listed individually: GitHub does not show a summary larger than 1 MiB. */
const ROWS_AT_MOST = 600;

/** The diagram shows this many of those that lived longest. */
const LIVES_DRAWN_AT_MOST = 5;

/** One runner of the run, stopped now or ended before. */
interface Row extends Life {
  readonly runnerName: string;
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
  ended: readonly Compute[] | undefined;
  pool: ComputePool;
}): string {
  const { result, ended, pool } = options;
  const { words } = pool.hosting;
  const rows = [...stoppedRows(result), ...(ended ?? []).map(endedRow)];
  if (rows.length === 0 && result.problems.length === 0) return '';
  const shown = rows.slice(0, ROWS_AT_MOST);
  const problems = result.problems.slice(0, 20).map((problem) => `- ${problem}`);
  return [
    `### ${count(result.runners.length)} of this run found in ${code(pool.name)}`,
    '',
    ...(problems.length > 0 ? ['**Not everything could be stopped:**', '', ...block(...problems)] : []),
    ...table(
      [
        '',
        `runner and ${words.compute}`,
        'capacity',
        `${words.compute} is`,
        'registration is',
        'lived',
        `${words.compute} hours`,
        'vCPU hours',
        'GB hours',
      ],
      rows.length > 0 ? [...shown.map(cells), totals(rows)] : [],
    ),
    ...(rows.length > shown.length ? [`And ${rows.length - shown.length} more, which the sum includes.`, ''] : []),
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

function count(runners: number): string {
  if (runners === 0) return 'No runner left';
  return runners === 1 ? 'One runner' : `${runners} runners`;
}

function stoppedRows({ runners }: StopResult): Row[] {
  return runners.map(({ runnerName, computeId = '', capacity, compute, registration, times, size, doneAt }) => {
    const life = { times, size, until: doneAt };
    return { runnerName, computeId, capacity, task: compute, registration, ...life };
  });
}

function endedRow({ id, capacity, tags, times, size }: Compute): Row {
  const until = times?.stoppedAt ?? times?.stoppingAt ?? times?.startedAt ?? 0;
  const runnerName = tags[TAG.runnerName] ?? '';
  return { runnerName, computeId: id, capacity, task: 'ended before', registration: '', times, size, until };
}

function cells(row: Row, index: number): string[] {
  const { hours, vcpuHours, gbHours } = taskHours(row);
  const lived = lifetime(row);
  return [
    String(index + 1),
    [row.runnerName, row.computeId.split('/').at(-1) ?? ''].map(code).filter(Boolean).join('<br>'),
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
