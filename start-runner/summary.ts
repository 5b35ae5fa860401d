import { duration, durationCell } from '../src/actions/summary/durations.ts';
import {
  type PhasedLaunch,
  phaseCells,
  phasedLaunches,
  phaseTable,
  startGantt,
  withFailedPhases,
} from '../src/actions/summary/launches.ts';
import { phaseNames, wholeTime } from '../src/actions/summary/phases.ts';
import { code, failure, failureList, folded, foldedTable, link, table } from '../src/actions/summary/text.ts';
import type { FailedLaunch } from '../src/core/compute.ts';
import type { Hosting, Launcher } from '../src/core/ports.ts';
import type { Timeline, Track } from '../src/core/report/timeline.ts';
import type { StartResult } from '../src/core/start/start.ts';
import { runsOnLines } from './report.ts';

/** Launches listed individually: GitHub does not show a summary larger than 1 MiB. */
const LAUNCHES_AT_MOST = 300;

/** Reasons listed at most. */
const REASONS_AT_MOST = 30;

/** What the summary of a start is about. */
export interface StartStory {
  readonly launcher: Launcher;
  readonly timeline: Timeline;
  /** Number of requested runners. */
  readonly count: number;
  /** URL of a registered runner's page; undefined if it is not known. */
  readonly runnerPage: (registrationId: number) => string | undefined;
}

/** The step's part of the job summary, in Markdown. */
export function startSummary(result: StartResult, story: StartStory): string {
  const { launcher, timeline, count } = story;
  const { runners, seconds } = result;
  const { hosting } = launcher;
  const launches = withFailedPhases(phasedLaunches(timeline, { until: timeline.now(), hosting }));
  const labels = new Map(runners.map(({ registration, label }) => [registration.name, label]));
  const ready = launches.filter(({ track }) => labels.has(track.runnerName));
  const ofAll = runners.length < count ? ` of ${count}` : '';
  const what = count === 1 ? 'Runner' : `${runners.length}${ofAll} runners`;
  return [
    `### ${what} ready after ${seconds} s`,
    '',
    `In ${code(launcher.name)}, on ${capacities(ready)}. ${whatToPaste(count)}`,
    '',
    '```yaml',
    ...runsOnLines(result, count).map((line) => line.replaceAll(/[`\r\n]/g, '')),
    '```',
    '',
    ...startGantt(timeline, launches, hosting),
    ...foldedTable(
      `The ${ready.length} runners`,
      ['', count === 1 ? 'runner' : 'runner and its label', hosting.words.compute, 'capacity', 'ready after'],
      ready.map(({ track, spans }) => [
        String(track.index),
        [runnerCell(track, story), count === 1 ? '' : code(labels.get(track.runnerName) ?? '')]
          .filter(Boolean)
          .join('<br>'),
        computeCell(track, launcher),
        capacityName(track),
        durationCell(wholeTime(spans)),
      ]),
    ),
    ...phaseTable(ready, hosting),
    ...phasesOfAll(ready, hosting),
    ...reasons(result),
    ...missingRunners(result),
    '',
  ].join('\n');
}

/**
 * The summary of a failed start: why it failed, how far it got, and what was removed.
 * @param about the launches that failed
 */
export function failedStartSummary(error: string, story: StartStory, about: readonly FailedLaunch[] = []): string {
  const { launcher, timeline, count } = story;
  const { hosting } = launcher;
  const { compute } = hosting.words;
  const now = timeline.now();
  const launches = withFailedPhases(phasedLaunches(timeline, { until: now, hosting }), about);
  const rows = launches
    .slice(0, LAUNCHES_AT_MOST)
    .map(({ track, spans }) => [
      String(track.index),
      track.removal.registration === undefined ? runnerCell(track, story) : code(track.runnerName),
      computeCell(track, launcher),
      capacityName(track),
      cameTo({ track, spans }),
      durationCell(wholeTime(spans)),
      track.registrationId === undefined ? 'none known' : (track.removal.registration ?? 'not deleted'),
      track.compute === undefined ? 'none known' : (track.removal.compute ?? 'not stopped'),
    ]);
  const more = launches.length - rows.length;
  return [
    `### The start of ${count === 1 ? 'a runner' : `${count} runners`} failed after ${duration(now - timeline.began)}`,
    '',
    '**Why:**',
    '',
    ...failure(error),
    `In ${code(launcher.name)}. ${launches.length === 0 ? 'Nothing was launched.' : 'What it created, and what became of it:'}`,
    '',
    ...foldedTable(
      `The ${rows.length} launches`,
      ['', 'runner', compute, 'capacity', 'came to', 'within', 'registration', `${compute} is`],
      rows,
    ),
    ...(more > 0 ? [`And ${more} more launches: see the log.`, ''] : []),
    ...startGantt(timeline, launches, hosting),
    '',
  ].join('\n');
}

function whatToPaste(count: number): string {
  return count === 1
    ? 'It takes exactly one job, which needs this line:'
    : 'Each takes exactly one job, and has a label of its own; with these lines a matrix has a job for each:';
}

/** Collapsed, since the diagram and the table of all phases show most of it. */
function phasesOfAll(launches: readonly PhasedLaunch[], hosting: Hosting): string[] {
  if (launches.length < 2) return [];
  const rows = launches.map((launch) => [String(launch.track.index), ...phaseCells(launch, hosting)]);
  return folded('The phases of each runner', table(['', ...phaseNames(hosting)], rows));
}

/** What was launched where, such as `FARGATE_SPOT (3), FARGATE (1)`. */
function capacities(launches: readonly PhasedLaunch[]): string {
  const groups = Map.groupBy(launches, ({ track }) => capacityName(track));
  const [first, ...others] = [...groups].map(([name, some]) => ({ name, count: some.length }));
  if (first === undefined) return 'no capacity';
  if (others.length === 0) return first.name;
  return [first, ...others].map(({ name, count }) => `${name} (${count})`).join(', ');
}

function capacityName({ compute }: Track): string {
  return compute === undefined ? '' : code(compute.capacity) || 'cluster default';
}

function cameTo({ track: { onlineAt, states }, spans }: PhasedLaunch): string {
  const failed = spans.find((span) => span.failed);
  if (failed !== undefined) return `**failed in** ${code(failed.phase)}`;
  return onlineAt === undefined ? code(states.at(-1)?.state ?? '') || 'not launched' : 'online';
}

function runnerCell({ runnerName, registrationId }: Track, { runnerPage }: StartStory): string {
  return link(runnerName, registrationId === undefined ? undefined : runnerPage(registrationId));
}

/** Only the id from an ARN, since pool and region are shown above, and where to look at it and its log. */
function computeCell({ compute }: Track, launcher: Launcher): string {
  if (compute === undefined) return '';
  const { compute: page, log } = launcher.pagesOf(compute.id);
  const hasRun = compute.phase === 'running' || compute.times?.startedAt !== undefined;
  return [link(compute.id.split('/').at(-1) ?? '', page), hasRun && log !== undefined ? `[log](${log})` : '']
    .filter(Boolean)
    .join(' ');
}

/** Why fewer runners than requested came online, each reason with its number of occurrences. */
function missingRunners({ missing }: StartResult): string[] {
  const counts = [...Map.groupBy(missing, (reason) => reason)].map(([reason, all]) => ({ reason, times: all.length }));
  if (counts.length === 0) return [];
  const shown = counts
    .slice(0, REASONS_AT_MOST)
    .map(({ reason, times }) => `${times > 1 ? `${times} times: ` : ''}${reason}`);
  const more = counts.length > shown.length ? [`And ${counts.length - shown.length} more: see the log.`, ''] : [];
  return [
    `**${missing.length} did not come online**, and nothing is left of them unless a warning in the log says so:`,
    '',
    ...failureList(shown),
    ...more,
  ];
}

function reasons({ runners }: StartResult): string[] {
  const all = runners.flatMap(({ registration, relaunchedBecause }) =>
    relaunchedBecause.map((reason) => `- Before ${code(registration.name)}: ${code(reason)}`),
  );
  if (all.length === 0) return [];
  const more = all.length > REASONS_AT_MOST ? [`- And ${all.length - REASONS_AT_MOST} more: see the log.`] : [];
  return ['Relaunched because an earlier launch had failed:', '', ...all.slice(0, REASONS_AT_MOST), ...more, ''];
}
