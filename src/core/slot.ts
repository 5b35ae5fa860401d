import type { Awaited } from './awaited.ts';
import { RunnerError } from './errors.ts';
import type { LaunchedRunner } from './launch.ts';
import type { FailedLaunch } from './ports.ts';

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
  /** Why it was launched again, once for each time, those after a capacity without room included. */
  readonly relaunchedBecause: string[];
  /** How many launches count against max-relaunches. */
  relaunches: number;
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
    failure: undefined,
  };
}

/** A failure of a slot with what was tried before it: the capacities that had no room, and the launches. */
export function withHistory(
  failure: unknown,
  { told, relaunches, relaunchedBecause }: Slot,
  capacity: string,
): unknown {
  if (!(failure instanceof RunnerError) || told.length + relaunches === 0) return failure;
  const because = relaunchedBecause.at(-1) ?? failure.message;
  const why = because === failure.message ? '' : ` The last time: ${because}`;
  const times = `It had been launched again ${relaunches} time${relaunches === 1 ? '' : 's'} before (max-relaunches).${why}`;
  const last = relaunches === 0 ? failure.message : `${failure.message} ${times}`;
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
