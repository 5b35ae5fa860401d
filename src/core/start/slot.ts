import { RunnerError } from '../errors.ts';
import type { FailedLaunch } from '../ports.ts';
import type { Awaited } from './awaited.ts';
import type { LaunchedRunner } from './launch.ts';

/** One of the runners asked for, over all of its launches. */
export interface Slot {
  readonly index: number;
  /** Absent while a launch is under way, and once it is given up. */
  awaited: Awaited | undefined;
  /** Whether it has had a registration. */
  wasRegistered: boolean;
  /** The capacity that it is launched on: a position in the provider's list. */
  place: number;
  /** What the capacities before that one said. */
  readonly told: { readonly capacity: string; readonly message: string; readonly about: readonly FailedLaunch[] }[];
  /** Why it was launched again or asked for again, once for each time, those on another capacity included. */
  readonly relaunchedBecause: string[];
  /** How often it was launched again on the same capacity, which counts against max-relaunches. */
  relaunches: number;
  /** Why, the last time. */
  lastRelaunch: string;
  /** How often the last capacity, which had no room, was asked again; counted by itself against max-relaunches. */
  askings: number;
  /** Why it will not come: only where fewer runners than asked for are a success. */
  failure: unknown;
}

/** A runner that is online on running compute. */
export interface OnlineRunner extends LaunchedRunner {
  /** Why it was launched again, once for each time. */
  readonly relaunchedBecause: readonly string[];
}

export function newSlot(index: number): Slot {
  return {
    index,
    awaited: undefined,
    wasRegistered: false,
    place: 0,
    told: [],
    relaunchedBecause: [],
    relaunches: 0,
    lastRelaunch: '',
    askings: 0,
    failure: undefined,
  };
}

/** A failure of a slot with what was tried before it: the capacities that had no room, and the launches. */
export function withHistory(failure: unknown, slot: Slot, capacity: string): unknown {
  const { told, relaunches, lastRelaunch, askings } = slot;
  if (!(failure instanceof RunnerError) || told.length + relaunches + askings === 0) return failure;
  const last = [
    failure.message,
    ...(relaunches > 0
      ? [`It had been launched again ${times(relaunches)} before (max-relaunches). The last time: ${lastRelaunch}`]
      : []),
    ...(askings > 0 ? [`It had been asked for again ${times(askings)} (max-relaunches).`] : []),
  ].join(' ');
  const entries = [...told, { capacity, message: last }].map((entry) => `\n- ${entry.capacity}: ${entry.message}`);
  const message =
    failure.kind === 'capacity'
      ? `None of the ${entries.length} capacities asked for has room:${entries.join('')}`
      : `The runner did not come on the last of ${entries.length} capacities:${entries.join('')}`;
  return new RunnerError({
    kind: failure.kind,
    message: told.length === 0 ? last : message,
    hint: failure.hint,
    hadNoEffect: failure.hadNoEffect,
    about: [...told.flatMap(({ about }) => about), ...failure.about],
    cause: failure,
  });
}

function times(count: number): string {
  return `${count} time${count === 1 ? '' : 's'}`;
}
