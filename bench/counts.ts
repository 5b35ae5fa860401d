import type { Figure } from './figures.ts';
import { AWS, GITHUB, requestsTo, startBenchWorld } from './light-runners.ts';
import { measureStep } from './processes.ts';
import { mostWithin } from './statistics.ts';

/** From RUNNING to online, milliseconds: a warm host. */
const ONLINE_MS = 2000;

/** GitHub's limit of content creations in any minute, which is what bounds a large start. */
const CREATIONS_A_MINUTE = 80;

/** What one start of `count` runners shows. */
interface LargeStart {
  readonly count: number;
  readonly others: number;
  readonly github: number;
  readonly aws: number;
  /** Answers that a limit refused. */
  readonly refused: number;
  readonly describedASecond: number;
  /** From the first to the last registration. */
  readonly registeringMs: number;
  readonly seconds: number;
  readonly peakMb: number;
}

/**
 * Requests, rate and memory of starts of many runners, under the limits of the services, in an organization without and
 * with other runners. In real time, side by side: they mostly wait.
 * @param options.stateMs in each of PROVISIONING and PENDING
 */
export async function measureCounts(options: {
  counts: readonly number[];
  otherRunners: readonly number[];
  stateMs: number;
}): Promise<Figure[]> {
  const { counts, otherRunners, stateMs } = options;
  const starts = await Promise.all(
    counts.flatMap((count) => otherRunners.map((others) => startMany({ count, others, stateMs }))),
  );
  return starts.flatMap((start) => {
    const alone = starts.find(({ count, others }) => count === start.count && others === otherRunners[0]);
    return figures(start, alone?.github ?? start.github);
  });
}

async function startMany(options: { count: number; others: number; stateMs: number }): Promise<LargeStart> {
  const { count, others, stateMs } = options;
  const world = await startBenchWorld({ stateMs, onlineMs: ONLINE_MS, otherRunners: others });
  try {
    const inputs = { ...world.startInputs, 'runner-scope': 'org', count: String(count) };
    const { wallMs, peakMb } = await measureStep(world, { action: 'start-runner', inputs });
    const github = requestsTo(world, GITHUB);
    const aws = requestsTo(world, AWS);
    const registered = github.filter(({ operation }) => operation === 'generate-jitconfig').map(({ at }) => at);
    const described = aws.filter(({ operation }) => operation === 'DescribeTasks').map(({ at }) => at);
    return {
      count,
      others,
      github: github.length,
      aws: aws.length,
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

/** The least time that the limit leaves between the first and the last of `count` registrations, milliseconds. */
export function leastRegisteringMs(count: number): number {
  return Math.floor((count - 1) / CREATIONS_A_MINUTE) * 60_000;
}

function figures(start: LargeStart, githubAlone: number): Figure[] {
  const { count, others, github, aws, refused, describedASecond, registeringMs, seconds, peakMb } = start;
  const part = `count ${count}, ${others.toLocaleString('en')} other runners`;
  const least = leastRegisteringMs(count);
  const each = (value: number): string => `${(value / count).toFixed(1)} a runner`;
  return [
    { part, name: 'requests to GitHub', value: github, unit: 'requests', note: each(github) },
    ...(others > 0
      ? [
          {
            part,
            name: 'of them because of the others',
            value: Math.max(0, github - githubAlone),
            unit: 'requests',
            goal: { atMost: 0.1 * githubAlone },
            note: 'a tenth is chance',
          } as const,
        ]
      : []),
    { part, name: 'requests to AWS', value: aws, unit: 'requests', note: each(aws) },
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
