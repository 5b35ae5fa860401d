import { duration, durationCell } from '../src/actions/summary/durations.ts';
import {
  type PhasedLaunch,
  phaseCells,
  phasedLaunches,
  phaseTable,
  startGantt,
} from '../src/actions/summary/launches.ts';
import { phaseNames, wholeTime } from '../src/actions/summary/phases.ts';
import { block, code, table } from '../src/actions/summary/text.ts';
import type { Hosting, Launcher } from '../src/core/ports.ts';
import type { Timeline, Track } from '../src/core/report/timeline.ts';
import type { StartResult } from '../src/core/start/start.ts';

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
}

/** The step's part of the job summary, in Markdown. */
export function startSummary(result: StartResult, { launcher, timeline, count }: StartStory): string {
  const { runners, label, seconds } = result;
  const { hosting } = launcher;
  const launches = phasedLaunches(timeline, { until: timeline.now(), hosting });
  const names = new Set(runners.map(({ registration }) => registration.name));
  const ready = launches.filter(({ track }) => names.has(track.runnerName));
  const ofAll = runners.length < count ? ` of ${count}` : '';
  const what = count === 1 ? 'Runner' : `${runners.length}${ofAll} runners`;
  return [
    `### ${what} ready after ${seconds} s`,
    '',
    `In ${code(launcher.name)}, on ${capacities(ready)}. Each takes exactly one job, which needs this line:`,
    '',
    '```yaml',
    `runs-on: ${label.replaceAll(/[`\r\n]/g, '')}`,
    '```',
    '',
    ...startGantt(timeline, launches, hosting),
    ...table(
      ['', 'runner', hosting.words.compute, 'capacity', 'ready after'],
      ready.map(({ track, spans }) => [
        String(track.index),
        code(track.runnerName),
        computeName(track),
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

/** The summary of a failed start: why it failed, how far it got, and what was removed. */
export function failedStartSummary(error: string, story: StartStory): string {
  const { launcher, timeline, count } = story;
  const { hosting } = launcher;
  const { compute } = hosting.words;
  const now = timeline.now();
  const launches = phasedLaunches(timeline, { until: now, hosting });
  const rows = launches
    .slice(0, LAUNCHES_AT_MOST)
    .map(({ track, spans }) => [
      String(track.index),
      code(track.runnerName),
      computeName(track),
      capacityName(track),
      cameTo(track),
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
    ...block(error),
    `In ${code(launcher.name)}. ${launches.length === 0 ? 'Nothing was launched.' : 'What it created, and what became of it:'}`,
    '',
    ...table(['', 'runner', compute, 'capacity', 'came to', 'within', 'registration', `${compute} is`], rows),
    ...(more > 0 ? [`And ${more} more launches: see the log.`, ''] : []),
    ...startGantt(timeline, launches, hosting),
    '',
  ].join('\n');
}

/** Collapsed, since the diagram and the table of all phases show most of it. */
function phasesOfAll(launches: readonly PhasedLaunch[], hosting: Hosting): string[] {
  if (launches.length < 2) return [];
  const rows = launches.map((launch) => [String(launch.track.index), ...phaseCells(launch, hosting)]);
  return [
    '<details><summary>The phases of each runner</summary>',
    '',
    ...table(['', ...phaseNames(hosting)], rows),
    '</details>',
    '',
  ];
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

function cameTo({ onlineAt, states }: Track): string {
  return onlineAt === undefined ? code(states.at(-1)?.state ?? '') || 'not launched' : 'online';
}

/** Only the id from an ARN: pool and region are shown above. */
function computeName({ compute }: Track): string {
  return code(compute?.id.split('/').at(-1) ?? '');
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
    ...shown.flatMap((reason) => block(reason)),
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
