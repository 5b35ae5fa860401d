import type { ComputeTimes } from '../../core/compute.ts';
import type { Hosting, LaunchPhase } from '../../core/ports.ts';
import type { Span, Track } from '../../core/report/timeline.ts';

/** The phases of a launch, in the order in which a summary shows them: its requests, then those of its hosting. */
export function phaseNames({ requests, phases }: Hosting): readonly string[] {
  return ['JIT', requests.launch, ...phases.map(({ name }) => name)];
}

/**
 * The phases of one launch. Requests are timed by our own clock, states of compute by the hosting's if it reports
 * times: these are shifted just enough to put the creation between the launch request and its answer, and no phase ends
 * before it begins. The last phase is the time until the runner's connection.
 * @param until when the launch ends unless it has ended before, epoch milliseconds
 */
export function phasesOf(track: Track, options: { until: number; hosting: Hosting }): readonly Span[] {
  const { until, hosting } = options;
  const { requests, compute, onlineAt } = track;
  if (compute === undefined) return requests;
  const launch = requests.findLast(({ phase }) => phase === hosting.requests.launch);
  const times = moved(compute.times ?? {}, launch);
  const end = earliest(onlineAt, times.stoppingAt, times.stoppedAt, track.removedAt, until) ?? until;
  const created = times.createdAt ?? launch?.to ?? end;
  const begins = beginsOf(hosting.phases, { track, times, created });
  const spans = hosting.phases.flatMap((phase, index): Span[] => {
    const next = earliest(...begins.slice(index + 1)) ?? end;
    const from = phase.to === undefined ? begins[index] : times[phase.from];
    const to = phase.to === undefined ? next : (times[phase.to] ?? next);
    return from === undefined ? [] : [{ phase: phase.name, from, to }];
  });
  return [...requests, ...spans.map((span) => within(span, { from: created, to: end }))];
}

/** When each phase began, undefined if it did not; a phase within another one has no beginning here. */
function beginsOf(
  phases: readonly LaunchPhase[],
  { track, times, created }: { track: Track; times: ComputeTimes; created: number },
): readonly (number | undefined)[] {
  const begins: (number | undefined)[] = phases.map(() => undefined);
  // Backwards from the last one: what has reached a phase has reached those before it.
  let later: number | undefined;
  for (const [index, { from, to, states }] of [...phases.entries()].toReversed()) {
    if (to !== undefined) continue;
    const seen = track.states.filter(({ state }) => states.includes(state)).map(({ at }) => at);
    later = index === 0 ? created : earliest(times[from], ...seen, later);
    begins[index] = later;
  }
  return begins;
}

/** From the first request to the end of the last phase, milliseconds. */
export function wholeTime(spans: readonly Span[]): number {
  if (spans.length === 0) return 0;
  return Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
}

/** How long each phase took in total, milliseconds. */
export function timeByPhase(spans: readonly Span[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { phase, from, to } of spans) sums.set(phase, (sums.get(phase) ?? 0) + to - from);
  return sums;
}

/** Converts times by the hosting's clock to ours. */
function moved(times: ComputeTimes, launch: Span | undefined): ComputeTimes {
  const { createdAt } = times;
  if (createdAt === undefined || launch === undefined) return times;
  const shift = Math.min(Math.max(createdAt, launch.from), launch.to) - createdAt;
  return Object.fromEntries(Object.entries(times).map(([name, time]: [string, number]) => [name, time + shift]));
}

function within({ phase, from, to }: Span, limits: { from: number; to: number }): Span {
  const start = Math.min(Math.max(from, limits.from), Math.max(limits.from, limits.to));
  return { phase, from: start, to: Math.max(start, Math.min(to, limits.to)) };
}

function earliest(...moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
