import type { ComputeTimes } from '../../core/compute.ts';
import type { Span, Track } from '../../core/report/timeline.ts';

/** The phases of a launch, in the order in which a summary shows them. */
export const PHASES = ['JIT', 'RunTask', 'PROVISIONING', 'PENDING', 'image pull', 'RUNNING'] as const;

/**
 * The phases of one launch. Requests are timed by our own clock, the task's states by ECS's where it tells them: its
 * times are moved by as little as puts the task's creation between the sending and the answer of RunTask, and no phase
 * ends before it begins. `RUNNING` is the time from the container's start to the runner's connection.
 * @param until when the launch's story ends unless it does before, epoch milliseconds
 */
export function phasesOf(track: Track, until: number): readonly Span[] {
  const { requests, compute, onlineAt } = track;
  if (compute === undefined) return requests;
  const launch = requests.findLast(({ phase }) => phase === 'RunTask');
  const times = moved(compute.times ?? {}, launch);
  const firstSeen = (...states: string[]): number | undefined =>
    earliest(...track.states.filter(({ state }) => states.includes(state)).map(({ at }) => at));
  const end = earliest(onlineAt, times.stoppingAt, times.stoppedAt, track.removedAt, until) ?? until;
  // What ECS tells comes first: our looks come late.
  const created = times.createdAt ?? launch?.to ?? end;
  const running = times.startedAt ?? firstSeen('RUNNING');
  const pending = earliest(times.pullStartedAt, firstSeen('PENDING', 'ACTIVATING'), running);
  const spans: Span[] = [{ phase: 'PROVISIONING', from: created, to: pending ?? end }];
  if (pending !== undefined) spans.push({ phase: 'PENDING', from: pending, to: running ?? end });
  if (times.pullStartedAt !== undefined) {
    spans.push({ phase: 'image pull', from: times.pullStartedAt, to: times.pullStoppedAt ?? running ?? end });
  }
  if (running !== undefined) spans.push({ phase: 'RUNNING', from: running, to: end });
  return [...requests, ...spans.map((span) => within(span, { from: created, to: end }))];
}

/** From the first request to the end of the last phase, milliseconds. */
export function wholeTime(spans: readonly Span[]): number {
  if (spans.length === 0) return 0;
  return Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
}

/** How long each phase took in all, milliseconds. */
export function timeByPhase(spans: readonly Span[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { phase, from, to } of spans) sums.set(phase, (sums.get(phase) ?? 0) + to - from);
  return sums;
}

/** The times of the provider's clock in ours. */
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
