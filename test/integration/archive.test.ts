import { readdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unpackCheckout } from '../../sandbox/harness/archive.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';
import { onTask } from '../helpers/task-job.ts';

/** What a user of the actions runs, reads or deploys. */
const KEPT = [
  '.github',
  'LICENSE',
  'README.md',
  'action.yml',
  'dist',
  'docs',
  'examples',
  'infra',
  'inject-credentials',
  'runner',
  'start-runner',
  'stop-runner',
  'sweep-runners',
];

/** The only folder is the archive's: what a step needed of the checkout would not be there. */
describe('The archive that a job downloads', () => {
  let checkout = '';
  beforeAll(() => {
    checkout = unpackCheckout();
  });
  afterAll(() => rmSync(checkout, { recursive: true }));

  test('holds what a user needs, and nothing that only serves to change the project', () => {
    expect(readdirSync(checkout).toSorted()).toEqual(KEPT);
    const files = readdirSync(checkout, { recursive: true, encoding: 'utf8' });
    expect(files.filter((path) => /\.(ts|png|jpg|gif|svg|webp)$/.test(path))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['dist/bundle/licenses.txt', '.github/workflows/run.yml']));
  });

  integrationCase('is enough to start, to clean up, to stop and to sweep', () =>
    inWorld(async (world) => {
      const { github, clock } = world.sandbox;
      const start = expectSuccess(await world.run({ checkout, action: 'start-runner' }));
      const post = { checkout, action: 'start-runner', phase: 'post' } as const;
      expect(expectSuccess(await world.run({ ...post, state: start.state })).log).toContain('left alone');
      expect(expectSuccess(await world.run({ checkout, action: 'stop-runner' })).outputs['stopped']).toBe('1');

      const second = expectSuccess(await world.run({ checkout, action: 'start-runner' }));
      // As if it had been killed just before its end.
      const { outcome: _, ...state } = second.state;
      expect(expectSuccess(await world.run({ ...post, state })).log).toContain('removing what it created');
      await expectNothingLeft(world);

      expectSuccess(await world.run({ checkout, action: 'start-runner', runId: 1 }));
      github.setRun({ runId: 1, status: 'completed', updatedAt: clock.now() - 3_600_000 });
      const inputs = { ...world.stopInputs, 'grace-minutes': '0' };
      expect(expectSuccess(await world.run({ checkout, action: 'sweep-runners', inputs })).outputs['swept']).toBe('1');
      await expectNothingLeft(world);
    }),
  );

  integrationCase('is enough for the modes of the root action', () =>
    inWorld(async (world) => {
      const root = { checkout, action: '.' } as const;
      const starting = { ...root, inputs: { ...world.startInputs, mode: 'start' } };
      const { state } = expectSuccess(await world.run(starting));
      expect(expectSuccess(await world.run({ ...starting, phase: 'post', state })).log).toContain('left alone');
      for (const mode of ['sweep', 'stop'] as const) {
        const step = { ...root, inputs: { ...world.stopInputs, mode } };
        const result = expectSuccess(await world.run(step));
        expect(result.outputs[mode === 'stop' ? 'stopped' : 'swept']).toBe(mode === 'stop' ? '1' : '0');
        expectSuccess(await world.run({ ...step, phase: 'post' }));
      }
      await expectNothingLeft(world);
      expect(errorOf(await world.run({ ...root, inputs: { mode: 'restart' } }))).toContain('it is "restart"');
    }),
  );

  integrationCase('is enough to hand out credentials and to take them back, by the action and by the mode', () =>
    onTask(async ({ world, environment }) => {
      for (const step of [
        { checkout, action: 'inject-credentials', inputs: {} },
        { checkout, action: '.', inputs: { mode: 'credentials' } },
      ] as const) {
        const main = expectSuccess(await world.run({ ...step, environment, mayUseOidc: false }));
        expect(main.exported['AWS_SESSION_TOKEN']).not.toBe('');
        const post = expectSuccess(await world.run({ ...step, phase: 'post', environment, state: main.state }));
        expect(post.exported['AWS_SESSION_TOKEN']).toBe('');
      }
    }),
  );
});
