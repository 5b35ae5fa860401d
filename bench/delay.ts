import type { Figure } from './figures.ts';
import { type LaunchTimes, startBenchWorld } from './light-runners.ts';
import { measureStep } from './processes.ts';
import { type RequestsOfStart, requestFigures, requestsOfStart } from './requests.ts';
import { median, percentile } from './statistics.ts';

/** Milliseconds between two process starts: the load of one and its world must not delay another. */
const APART_MS = 1000;

/**
 * How far the times in PROVISIONING and PENDING are spread over the runs, milliseconds each: one poll interval in
 * total. With the same time in every run, RUNNING would always fall on the same point between two polls.
 */
const SPREAD_MS = 750;

/** Seconds after RUNNING from which the poll interval grows. */
const CLOSELY_S = 30;

/** Fewer starts suffice for those: either all meet the goal or none. */
const LATER_RUNS = 10;

/** The measurements of one start. */
interface Wait {
  /** From the runner coming online to the end of the step. */
  readonly delayMs: number;
  /** From RUNNING to online. */
  readonly onlineMs: number;
  readonly requests: RequestsOfStart;
}

/**
 * How long after its runner comes online a start ends, and how many requests the wait costs. In real time; the starts
 * have a world each, and run concurrently because they mostly wait.
 * @param options.seconds from RUNNING to online, for one group of starts each
 * @param options.stateMs in each of PROVISIONING and PENDING, at least
 */
export async function measureDelays(options: {
  seconds: readonly number[];
  runs: number;
  stateMs: number;
}): Promise<Figure[]> {
  const { seconds, runs, stateMs } = options;
  // The longest first. Interleaved, so that each group sees the same machine.
  const order = [...seconds].sort((a, b) => b - a);
  const starts = Array.from({ length: runs }, (_, run) =>
    order
      .filter((onlineS) => onlineS <= CLOSELY_S || run < LATER_RUNS)
      .map((onlineS) => ({
        onlineS,
        times: { stateMs: stateMs + (run / runs) * SPREAD_MS, onlineMs: onlineS * 1000 },
      })),
  ).flat();
  const waits = await Promise.all(
    starts.map(async ({ onlineS, times }, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * APART_MS));
      return { onlineS, wait: await oneStart(times) };
    }),
  );
  return seconds.flatMap((onlineS) =>
    figures(
      onlineS,
      waits.filter((one) => one.onlineS === onlineS).map(({ wait }) => wait),
    ),
  );
}

async function oneStart(times: LaunchTimes): Promise<Wait> {
  const world = await startBenchWorld(times);
  try {
    const { endedAt } = await measureStep(world, { action: 'start-runner', inputs: world.startInputs });
    const [launched] = await world.launched();
    if (launched === undefined) throw new Error('The start ended before its runner was online.');
    const { runningAt, onlineAt } = launched;
    return { delayMs: endedAt - onlineAt, onlineMs: onlineAt - runningAt, requests: await requestsOfStart(world) };
  } finally {
    await world.close();
  }
}

function figures(onlineS: number, waits: readonly Wait[]): Figure[] {
  const part = `runner online ${onlineS} s after RUNNING`;
  const note = `${waits.length} starts`;
  const delays = waits.map(({ delayMs }) => delayMs / 1000);
  const shares = waits.map(({ delayMs, onlineMs }) => (100 * delayMs) / onlineMs);
  const name = 'from online to step done';
  const isClose = onlineS <= CLOSELY_S;
  return [
    { part, name: `${name}, median`, value: median(delays), unit: 's', ...(isClose && { goal: { atMost: 1 } }), note },
    {
      part,
      name: `${name}, p95`,
      value: percentile(delays, 0.95),
      unit: 's',
      ...(isClose && { goal: { atMost: 2 } }),
      note,
    },
    ...(isClose
      ? []
      : [
          {
            part,
            name: `${name}, longest, of the wait`,
            value: Math.max(...shares),
            unit: '%',
            goal: { atMost: 10 },
          } as const,
        ]),
    ...requestFigures(
      part,
      waits.map(({ requests }) => requests),
    ),
  ];
}
