import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type RunIdentity, runnerLabel } from '../../../../src/core/identity.ts';
import { cleanUpStart } from '../../../../src/core/start/cleanup.ts';
import { readLedger, startOfLedger } from '../../../../src/core/start/ledger.ts';
import { stopRunners } from '../../../../src/core/stop/stop.ts';
import { FakeWorld, RUN } from '../../../helpers/fake-world.ts';
import { MINUTE, SweepWorld, verdicts } from '../../../helpers/sweep-world.ts';

/** Tags and saved state as commit 9359921 wrote them, by its own code, for one start of four runners. */
const WRITTEN = JSON.parse(
  readFileSync(new URL('../../../fixtures/written-by-9359921.json', import.meta.url), 'utf8'),
) as { names: string[]; label: string; tags: Record<string, string>[]; saved: Record<string, string> };

const RUNNING = { states: [{ afterMs: 0, state: 'RUNNING' }] };

/** The runners of that start, as far as they exist: its first two were launched, all but the last are registered. */
function bringBack(
  world: Pick<FakeWorld | SweepWorld, 'github' | 'launcher'>,
  options: { run: RunIdentity; agoMs: number },
) {
  for (const [index, name] of WRITTEN.names.slice(0, 3).entries()) {
    const labels = [WRITTEN.label, runnerLabel(WRITTEN.label, index)];
    world.github.add(name, { labels, life: index === 0 ? { onlineAfterMs: 0 } : {} });
  }
  for (const tags of WRITTEN.tags.slice(0, 2)) world.launcher.add({ ...options, tags, life: RUNNING });
}

/** The start began at 22:00, two hours before the time of the fake clock, and launched 5 s later. */
const AGO = { run: RUN, agoMs: 120 * MINUTE - 5000 };

describe('what 9359921 wrote', () => {
  let world: FakeWorld;
  beforeEach(() => {
    world = new FakeWorld();
    bringBack(world, AGO);
  });

  test.each([
    ['the run alone', { labels: [], id: undefined }],
    ['its label', { labels: [WRITTEN.label], id: undefined }],
    ['its id', { labels: [], id: 'nightly' }],
  ])('is stopped by %s', async (_what, filter) => {
    const request = { run: RUN, drainMs: 0, waitForStopped: false, reason: 'stop', ...filter };
    const { runners, problems } = await stopRunners(request, world);
    expect(problems).toEqual([]);
    expect(runners).toHaveLength(3);
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });

  test.each([
    ['as it is', WRITTEN.saved],
    ['without its key', Object.fromEntries(Object.entries(WRITTEN.saved).filter(([name]) => name !== 'start-key'))],
    ['with one damaged record', { ...WRITTEN.saved, 'launches-3': '[{"runnerName":' }],
  ])('is removed by the post step from the saved state %s', async (_what, state) => {
    const saved = readLedger(new Map(Object.entries(state)));
    const { problems, left } = await cleanUpStart({
      start: startOfLedger(saved, 1),
      launches: saved.launches,
      label: WRITTEN.label,
      isLabelSecret: () => true,
      reason: 'post',
      ports: world,
    });
    expect([problems, left]).toEqual([[], []]);
    expect([world.github.names, world.launcher.alive]).toEqual([[], []]);
  });
});

describe('a sweep of what 9359921 wrote', () => {
  const SWEPT = { ...RUN };
  const sweepAt = async (agoMs: number, setUp?: (world: SweepWorld) => void) => {
    const world = new SweepWorld();
    bringBack(world, { run: SWEPT, agoMs });
    setUp?.(world);
    const result = await world.sweep();
    return {
      world,
      result,
      compute: verdicts(result).filter((_verdict, index) => result.things[index]?.found.kind === 'compute'),
    };
  };
  const running = (world: SweepWorld) => world.setRun({ runId: RUN.runId, over: false });

  test('removes it once its run is over', async () => {
    const { world } = await sweepAt(AGO.agoMs, (each) => each.setRun({ runId: RUN.runId }));
    expect(world.left).toEqual({ tasks: [], runners: [] });
  });

  test('ends its compute when the 390 minutes of its own clock, a good ending and the grace are over', async () => {
    const end = (390 + 3 + 15) * MINUTE;
    const before = await sweepAt(end - MINUTE, running);
    expect(before.compute).toEqual(['keep live: kept', 'keep live: kept']);
    // Its lifetime is derived from two times of one clock, 5 s apart.
    const after = await sweepAt(end + MINUTE, running);
    expect(after.world.launcher.alive).toEqual([]);
  });
});
