import type { Figure } from './figures.ts';
import { type LaunchTimes, startBenchWorld } from './light-runners.ts';
import { measureStep } from './processes.ts';
import { type RequestsOfStart, requestFigures, requestsOfStart, requestsTo } from './requests.ts';
import { mostWithin } from './statistics.ts';

/** Registrations in any minute that GitHub's 900 points allow, 5 for each: they bound a large start. */
const REGISTRATIONS_A_MINUTE = 180;

/** The measurements of one start of `count` runners. */
interface LargeStart {
  readonly count: number;
  readonly others: number;
  readonly github: number;
  readonly aws: number;
  /** Compared with what is allowed, for one runner. */
  readonly ofOne: RequestsOfStart | undefined;
  /** Requests refused by a limit. */
  readonly refused: number;
  readonly describedASecond: number;
  /** From the first to the last registration. */
  readonly registeringMs: number;
  readonly seconds: number;
  readonly peakMb: number;
}

/**
 * Requests, rate and memory of starts of many runners, under the services' limits, in an organization without and with
 * other runners. In real time and concurrently, because they mostly wait.
 */
export async function measureCounts(
  options: LaunchTimes & { counts: readonly number[]; otherRunners: readonly number[] },
): Promise<Figure[]> {
  const { counts, otherRunners, ...times } = options;
  const starts = await Promise.all(
    counts.flatMap((count) => otherRunners.map((others) => startMany({ count, others, ...times }))),
  );
  return starts.flatMap(figures);
}

async function startMany(options: LaunchTimes & { count: number; others: number }): Promise<LargeStart> {
  const { count, others, ...times } = options;
  const world = await startBenchWorld({ ...times, otherRunners: others });
  try {
    const inputs = { ...world.startInputs, 'runner-scope': 'org', count: String(count) };
    const { wallMs, peakMb } = await measureStep(world, { action: 'start-runner', inputs });
    const github = requestsTo(world, 'GitHub');
    const aws = requestsTo(world, 'AWS');
    const registered = github.filter(({ operation }) => operation === 'generate-jitconfig').map(({ at }) => at);
    const described = aws.filter(({ operation }) => operation === 'DescribeTasks').map(({ at }) => at);
    return {
      count,
      others,
      github: github.length,
      aws: aws.length,
      ofOne: count === 1 ? await requestsOfStart(world) : undefined,
      refused: [...github, ...aws].filter(({ answer }) => (answer?.status ?? 0) >= 400).length,
      describedASecond: mostWithin(described, 1000),
      registeringMs: Math.max(...registered) - Math.min(...registered),
      seconds: wallMs / 1000,
      peakMb,
    };
  } finally {
    await world.close();
  }
}

/** The least milliseconds that the limit requires between the first and the last of `count` registrations. */
export function leastRegisteringMs(count: number): number {
  return Math.floor((count - 1) / REGISTRATIONS_A_MINUTE) * 60_000;
}

function figures(start: LargeStart): Figure[] {
  const { count, others, github, aws, ofOne, refused, describedASecond, registeringMs, seconds, peakMb } = start;
  const part = `count ${count}, ${others.toLocaleString('en')} other runners`;
  const least = leastRegisteringMs(count);
  const requests = (side: string, value: number): Figure => {
    const note = `${(value / count).toFixed(1)} a runner`;
    return { part, name: `requests to ${side}`, value, unit: 'requests', note };
  };
  return [
    ...(ofOne ? requestFigures(part, [ofOne]) : [requests('GitHub', github), requests('AWS', aws)]),
    {
      part,
      name: 'descriptions in the busiest second',
      value: describedASecond,
      unit: 'requests',
      goal: { atMost: 20 },
    },
    { part, name: 'requests that a limit refused', value: refused, unit: 'requests', goal: { atMost: 0 } },
    { part, name: 'the whole step', value: seconds, unit: 's' },
    ...(least > 0
      ? [
          {
            part,
            name: 'starts',
            value: (60_000 * count) / registeringMs,
            unit: 'a minute',
            note: `the limits allow ${Math.round((60_000 * count) / least)}`,
          } as const,
          {
            part,
            name: 'of the rate that the limits allow',
            value: (100 * least) / registeringMs,
            unit: '%',
            goal: { atLeast: 90 },
          } as const,
        ]
      : []),
    { part, name: 'peak memory', value: peakMb, unit: 'MB', goal: { atMost: count === 1 ? 110 : 200 } },
  ];
}
