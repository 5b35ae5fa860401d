import type { FailedLaunch } from '../../core/compute.ts';
import type { Hosting } from '../../core/ports.ts';
import type { Span, Timeline, Track } from '../../core/report/timeline.ts';
import { durationCell, spread } from './durations.ts';
import { type GanttSection, gantt } from './gantt.ts';
import { phaseNames, phasesOf, timeByPhase, wholeTime } from './phases.ts';
import { table } from './text.ts';

/** With more runners than this, a diagram shows only some. */
const RUNNERS_DRAWN_AT_MOST = 4;

/** What took less time involved no request: the check without a runner group, for example. */
const SHOWN_FROM_MS = 10;

/** A launch with its phases. */
export interface PhasedLaunch {
  readonly track: Track;
  readonly spans: readonly Span[];
}

/** Every launch in the timeline; phases that have not ended end at `until`, epoch milliseconds. */
export function phasedLaunches(
  timeline: Timeline,
  options: { until: number; hosting: Hosting },
): readonly PhasedLaunch[] {
  return timeline.tracks.map((track) => ({ track, spans: phasesOf(track, options) }));
}

/**
 * Marks the phase that each failed launch did not get past: those that the start's failure is about, and those after
 * which their runner was launched again.
 */
export function withFailedPhases(
  launches: readonly PhasedLaunch[],
  about: readonly FailedLaunch[] = [],
): readonly PhasedLaunch[] {
  const ids = new Set(about.flatMap((failed) => ('compute' in failed ? [failed.compute.id] : [])));
  return launches.map((launch) => {
    const { track, spans } = launch;
    const wasRepeated = launches.some(
      ({ track: other }) => other.index === track.index && other.launchNumber > track.launchNumber,
    );
    const isFailed = wasRepeated || ids.has(track.compute?.id ?? '');
    if (!isFailed || track.onlineAt !== undefined || spans.some(({ failed }) => failed)) return launch;
    const end = Math.max(...spans.map(({ to }) => to));
    const last = spans.findLast(({ to }) => to === end);
    return { track, spans: spans.map((span) => (span === last ? { ...span, failed: true as const } : span)) };
  });
}

/** The diagram of a start: what preceded the launches, then the runners; of many only the most informative. */
export function startGantt(timeline: Timeline, launches: readonly PhasedLaunch[], hosting: Hosting): string[] {
  const byRunner = [...Map.groupBy(launches, ({ track }) => track.index)].map(([index, tries]) => ({ index, tries }));
  const drawn = chosen(byRunner);
  const left = byRunner.length - drawn.length;
  const sections = drawn.flatMap(({ index, tries, role }) =>
    tries.map(
      ({ track, spans }, number): GanttSection => ({
        title: [`Runner ${index}`, number > 0 && `try ${number + 1}`, role].filter(Boolean).join(' '),
        spans,
        milestones: track.onlineAt === undefined ? [] : [{ name: 'online', at: track.onlineAt }],
      }),
    ),
  );
  return [
    ...gantt({
      sections: [{ title: 'Access', spans: accessSpans(timeline, hosting) }, ...sections],
      origin: timeline.began,
    }),
    ...(left > 0
      ? [`The diagram shows the fastest, the median and the slowest of ${byRunner.length} runners.`, '']
      : []),
  ];
}

interface RunnerTries {
  readonly index: number;
  /** Its launches, in order. */
  readonly tries: readonly PhasedLaunch[];
}

function chosen(runners: readonly RunnerTries[]): readonly (RunnerTries & { readonly role: string })[] {
  if (runners.length <= RUNNERS_DRAWN_AT_MOST) return runners.map((runner) => ({ ...runner, role: '' }));
  // One that never came online is slower than any that did.
  const time = ({ tries }: RunnerTries): number =>
    tries.at(-1)?.track.onlineAt === undefined
      ? Number.POSITIVE_INFINITY
      : wholeTime(tries.flatMap(({ spans }) => spans));
  const sorted = runners.toSorted((one, other) => time(one) - time(other) || one.index - other.index);
  return [
    { role: 'fastest', at: 0 },
    { role: 'median', at: Math.floor(sorted.length / 2) },
    { role: 'slowest', at: sorted.length - 1 },
  ].flatMap(({ role, at }) => sorted.slice(at, at + 1).map((runner) => ({ ...runner, role })));
}

/** The first phase that needs credentials requests them: that time does not count as its own. */
function accessSpans({ access }: Timeline, { requests }: Hosting): readonly Span[] {
  const needs: Readonly<Record<string, readonly string[]>> = {
    [requests.prepare]: ['OIDC', 'STS'],
    'GitHub secret': ['OIDC', 'STS'],
    'Runner group': ['GitHub secret', 'App token'],
  };
  return access
    .flatMap((span): Span[] => {
      const before = access.filter(({ phase, to }) => needs[span.phase]?.includes(phase) && to <= span.to);
      // What failed for want of credentials did not fail itself.
      if (before.some(({ failed }) => failed)) return [];
      return [{ ...span, from: Math.max(span.from, ...before.map(({ to }) => to)) }];
    })
    .filter(({ from, to, failed }) => failed || to - from >= SHOWN_FROM_MS)
    .toSorted((one, other) => one.from - other.from);
}

/** A table of how long the phases of several launches took. */
export function phaseTable(launches: readonly PhasedLaunch[], hosting: Hosting): string[] {
  if (launches.length < 2) return [];
  const sums = launches.map(({ spans }) => timeByPhase(spans));
  const rows = phaseNames(hosting).flatMap((phase) => {
    const values = spread(sums.flatMap((sum) => sum.get(phase) ?? []));
    return values === undefined ? [] : [[phase, ...[values.fastest, values.median, values.slowest].map(durationCell)]];
  });
  const whole = spread(launches.map(({ spans }) => wholeTime(spans)));
  const last = whole && ['all', ...[whole.fastest, whole.median, whole.slowest].map(durationCell)];
  return table(['phase', 'fastest', 'median', 'slowest'], [...rows, ...(last ? [last] : [])]);
}

/** The cells for a launch's phases, in a table with {@link phaseNames} in its head. */
export function phaseCells({ spans }: PhasedLaunch, hosting: Hosting): string[] {
  const sums = timeByPhase(spans);
  return phaseNames(hosting).map((phase) => {
    const ms = sums.get(phase);
    return ms === undefined ? '' : durationCell(ms);
  });
}
