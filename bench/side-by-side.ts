import type { Figure } from './figures.ts';
import { startBenchWorld } from './light-runners.ts';
import { measureStep } from './processes.ts';
import { requestsTo } from './requests.ts';
import { mostWithin } from './statistics.ts';

/** Milliseconds between two process starts: all are under way while the first one still waits. */
const APART_MS = 250;

/**
 * How often many starts of one account, each of one runner, describe their tasks in total while all of them wait.
 * @param options.stateMs in each of PROVISIONING and PENDING
 */
export async function measureSideBySide(options: { starts: number; stateMs: number }): Promise<Figure[]> {
  const { starts, stateMs } = options;
  const world = await startBenchWorld({ stateMs, onlineMs: 0 });
  try {
    await Promise.all(
      Array.from({ length: starts }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * APART_MS));
        await measureStep(world, { action: 'start-runner', inputs: world.startInputs, runId: index + 1 });
      }),
    );
    const described = requestsTo(world, 'AWS').filter(({ operation }) => operation === 'DescribeTasks');
    const times = described.map(({ at }) => at);
    const part = `${starts} starts of one account, side by side`;
    return [
      {
        part,
        name: 'descriptions a second, in the busiest ten',
        value: mostWithin(times, 10_000) / 10,
        unit: 'a second',
        goal: { atMost: 20 },
        note: `${mostWithin(times, 1000)} in the busiest one`,
      },
      {
        part,
        name: 'descriptions that were throttled',
        value: described.filter(({ answer }) => (answer?.status ?? 0) >= 400).length,
        unit: 'requests',
        goal: { atMost: 0 },
      },
    ];
  } finally {
    await world.close();
  }
}
