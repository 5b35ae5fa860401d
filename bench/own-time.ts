import type { StepOptions, World } from '../sandbox/harness/world.ts';
import type { Figure } from './figures.ts';
import { startBenchWorld } from './light-runners.ts';
import { type Cost, measureEmpty, measureStep } from './processes.ts';
import { median } from './statistics.ts';

/** The latency of GitHub and AWS in figures that include it, in milliseconds: measured on a good day. */
const GITHUB_MS = 100;
const AWS_MS = 50;

/** The own time of a start, its post step and a stop of one runner: everything answers at once. */
export async function measureOwnTime({ runs }: { runs: number }): Promise<Figure[]> {
  const world = await startBenchWorld({ stateMs: 0, onlineMs: 0, isHeld: true });
  const costs = { empty: [] as Cost[], start: [] as Cost[], post: [] as Cost[], stop: [] as Cost[] };
  const launches: number[] = [];
  try {
    for (let run = 0; run < runs; run += 1) {
      costs.empty.push(await measureEmpty());
      const start = await measureStep(world, startOf(world));
      costs.start.push(start);
      costs.post.push(await measureStep(world, { ...startOf(world), phase: 'post', state: start.result.state }));
      costs.stop.push(await measureStep(world, { action: 'stop-runner' }));
      launches.push(await timeToLaunch(world));
    }
  } finally {
    await world.close();
  }
  const own = (cost: Cost): number => cost.wallMs - cost.waitedMs;
  const base = median(costs.empty.map(own));
  const above = (name: string, step: readonly Cost[], atMost: number): Figure => {
    const value = median(step.map(own));
    const note = `${Math.round(value)} ms, ${(value / base).toFixed(1)} times the empty process (${Math.round(base)} ms)`;
    return { part: 'own time, median', name, value: value - base, unit: 'ms', goal: { atMost }, note };
  };
  const part = 'a start of one runner, median';
  const used = (step: readonly Cost[], what: 'cpuMs' | 'peakMb'): number => median(step.map((cost) => cost[what]));
  const emptyToo = (what: 'cpuMs' | 'peakMb', unit: string): string =>
    `the empty process: ${Math.round(used(costs.empty, what))} ${unit}`;
  return [
    above('start, above the empty process', costs.start, 300),
    above('stop, above the empty process', costs.stop, 300),
    above('post step of a healthy start, above the empty process', costs.post, 100),
    {
      part,
      name: 'CPU',
      value: used(costs.start, 'cpuMs'),
      unit: 'ms',
      goal: { atMost: 500 },
      note: emptyToo('cpuMs', 'ms'),
    },
    {
      part,
      name: 'peak memory',
      value: used(costs.start, 'peakMb'),
      unit: 'MB',
      goal: { atMost: 110 },
      note: emptyToo('peakMb', 'MB'),
    },
    {
      part,
      name: `RunTask arrives, at ${GITHUB_MS} ms a GitHub and ${AWS_MS} ms an AWS answer`,
      value: median(launches),
      unit: 'ms',
      goal: { atMost: 600 },
      note: 'from the making of the process',
    },
  ];
}

function startOf(world: World): StepOptions {
  return { action: 'start-runner', inputs: world.startInputs };
}

/** Milliseconds from the creation of the process to its RunTask, with the latencies of a good day. */
async function timeToLaunch(world: World): Promise<number> {
  const { faults } = world.sandbox;
  const slow = (service: string, delayMs: number) => ({ service, operation: '*', times: Infinity, delayMs });
  faults.add(slow('github', GITHUB_MS), slow('oidc', GITHUB_MS), slow('sts', AWS_MS), slow('ecs', AWS_MS));
  let arrivedAt: number | undefined;
  const end = world.sandbox.observe((phase, { operation }) => {
    if (phase === 'received' && operation === 'RunTask') arrivedAt ??= performance.now();
  });
  try {
    const { spawnedAt, done } = world.start(startOf(world));
    const { exitCode, log } = await done;
    if (exitCode !== 0 || arrivedAt === undefined) throw new Error(`start-runner failed:\n${log}`);
    return arrivedAt - spawnedAt;
  } finally {
    end();
    faults.clear();
    await world.run({ action: 'stop-runner' });
  }
}
