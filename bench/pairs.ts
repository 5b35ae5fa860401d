import { type Case, coldLoads, ownTimes, type Side } from './cases.ts';
import { startBenchWorld } from './light-runners.ts';
import type { Cost } from './processes.ts';

/** What a step took on both sides, run after run. */
export interface Pairs extends Pick<Case, 'part' | 'name'> {
  readonly before: readonly Cost[];
  readonly after: readonly Cost[];
}

/** Measures each step on one side and at once on the other, which of them is first being the other one each time. */
export async function measurePairs(sides: { before: Side; after: Side; runs: number }): Promise<Pairs[]> {
  const world = await startBenchWorld({ stateMs: 0, onlineMs: 0, isHeld: true });
  try {
    const all = [...coldLoads(), ...ownTimes(world)].map((one) => ({
      ...one,
      before: [] as Cost[],
      after: [] as Cost[],
    }));
    for (let run = 0; run < sides.runs; run += 1) {
      const order = run % 2 === 0 ? (['before', 'after'] as const) : (['after', 'before'] as const);
      for (const one of all) for (const side of order) one[side].push(await one.measure(sides[side]));
    }
    return all;
  } finally {
    await world.close();
  }
}
