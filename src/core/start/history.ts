import type { FailedLaunch } from '../compute.ts';
import { RunnerError } from '../errors.ts';
import type { Launcher } from '../ports.ts';
import { SETTING } from '../words.ts';

/** A capacity that had no room for a runner, and its refusal. */
export interface RefusedCapacity {
  readonly capacity: string;
  readonly message: string;
  readonly about: readonly FailedLaunch[];
}

/** What became of the launches of one runner so far. */
export interface LaunchHistory {
  /** The capacity on which it is launched, as a position in the launcher's list. */
  readonly position: number;
  /** Capacities that had no room so far. */
  readonly refused: readonly RefusedCapacity[];
  /** Why it was relaunched or its launch retried, one entry each time. */
  readonly causes: readonly string[];
  /** How often it was relaunched on the same capacity, which counts against the maximum of relaunches. */
  readonly relaunches: number;
  /** The reason for the last relaunch. */
  readonly lastRelaunch: string;
  /** How often its launch was retried because no capacity had room; counted separately against the same maximum. */
  readonly roomRetries: number;
}

/** The history before the first launch. */
export const NO_HISTORY: LaunchHistory = {
  position: 0,
  refused: [],
  causes: [],
  relaunches: 0,
  lastRelaunch: '',
  roomRetries: 0,
};

/** Skips capacities that left other runners of the start without room. */
export function skipped(history: LaunchHistory, from: number, { capacities }: Launcher): LaunchHistory {
  const { position, refused } = history;
  const passed = capacities
    .slice(position, from)
    .map((capacity) => ({ capacity, message: 'it left other runners of this start without room.', about: [] }));
  return { ...history, position: Math.max(position, from), refused: withRefused(refused, ...passed) };
}

/** A capacity has no room: the next one comes. */
export function movedOn(
  history: LaunchHistory,
  { message, about }: RunnerError,
  { capacities }: Launcher,
): LaunchHistory {
  const { position, refused, causes } = history;
  const capacity = capacities[position] ?? '';
  return {
    ...history,
    position: position + 1,
    refused: withRefused(refused, { capacity, message, about }),
    causes: [...causes, `${capacity}: ${message}`],
  };
}

/** No capacity has room, and the launch is retried. */
export function roomRetried(history: LaunchHistory, refusal: RunnerError, { hosting }: Launcher): LaunchHistory {
  const { causes, roomRetries, position } = history;
  return {
    ...history,
    position: hosting.whenFull === 'retry-all' ? 0 : position,
    causes: [...causes, refusal.message],
    roomRetries: roomRetries + 1,
  };
}

/** It is launched again on the same capacity. */
export function relaunched(history: LaunchHistory, { message }: RunnerError): LaunchHistory {
  const { causes, relaunches } = history;
  return { ...history, causes: [...causes, message], relaunches: relaunches + 1, lastRelaunch: message };
}

/** The last refusal of a capacity counts. */
function withRefused(
  refused: readonly RefusedCapacity[],
  ...added: readonly RefusedCapacity[]
): readonly RefusedCapacity[] {
  const names = new Set(added.map(({ capacity }) => capacity));
  return [...refused.filter(({ capacity }) => !names.has(capacity)), ...added];
}

/** Adds to a runner's failure what was tried before it: capacities without room, and launches. */
export function afterHistory(failure: unknown, history: LaunchHistory, capacity: string): unknown {
  const { refused, relaunches, lastRelaunch, roomRetries } = history;
  if (!(failure instanceof RunnerError) || refused.length + relaunches + roomRetries === 0) return failure;
  const last = [
    failure.message,
    ...(relaunches > 0
      ? [`It was relaunched ${times(relaunches)} before (${SETTING.maxRelaunches}). The last time: ${lastRelaunch}`]
      : []),
    ...(roomRetries > 0 ? [`The launch was retried ${times(roomRetries)} (${SETTING.maxRelaunches}).`] : []),
  ].join(' ');
  const others = refused.filter((one) => one.capacity !== capacity);
  const entries = [...others, { capacity, message: last }].map((entry) => `\n- ${entry.capacity}: ${entry.message}`);
  const message =
    failure.kind === 'capacity'
      ? `None of the ${entries.length} capacities has room:${entries.join('')}`
      : `The runner did not come online on the last of ${entries.length} capacities:${entries.join('')}`;
  return failure.with({
    message: others.length === 0 ? last : message,
    about: [...others.flatMap(({ about }) => about), ...failure.about],
  });
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
