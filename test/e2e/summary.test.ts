import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Shown, showInBrowser } from '../helpers/browser.ts';
import { expectSuccess, inWorld } from '../helpers/scenario.ts';

/** Where pictures are kept for a look by eye; without it none are taken. */
const PICTURES = process.env['SUMMARY_PICTURES'];

async function show(markdown: string, name: string): Promise<Shown> {
  if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });
  const shown = await showInBrowser(markdown, { ...(PICTURES && { screenshot: join(PICTURES, `${name}.png`) }) });
  expect(shown.ran).toEqual([]);
  for (const diagram of shown.diagrams) expect(diagram).toMatchObject({ error: '', overlaps: [], strange: [] });
  return shown;
}

/** As long as real ones, so that every phase shows. */
const SLOW = { aws: { provisioningMs: 12_000, pendingMs: 18_000 } };

describe('A summary in a browser', () => {
  test('of a start, the stop after its job, and a dry sweep', () =>
    inWorld(async (world) => {
      const start = expectSuccess(await world.run({ action: 'start-runner' }));
      const one = await show(start.summary, 'start');
      expect(one).toMatchObject({});
      const label = start.outputs['label'] ?? '';
      await world.sandbox.github.queueJob({ labels: [label], script: 'sleep 2' }).done;
      const stop = expectSuccess(await world.run({ action: 'stop-runner' }));
      await show(stop.summary, 'stop');
      console.log(start.summary, JSON.stringify(one, null, 1), stop.summary);
    }, SLOW));
});
