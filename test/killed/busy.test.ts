import { expect, test } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import { runKey } from '../../src/core/identity.ts';
import { expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';
import { type KilledStep, killAtRequest } from './kill-points.ts';

const RUN = 7_000_000_001;
const MINUTE = 60_000;

/** How long GitHub counts a runner as busy after a crash. */
const BUSY_LIMIT = 15 * MINUTE;

/**
 * A start is killed before the answer to its launch; its runner takes a job that was queued meanwhile, and crashes
 * during it. GitHub then answers 422 to every DELETE for a quarter of an hour.
 */
async function crashInJob(world: World): Promise<{ name: string; killed: KilledStep; inputs: Record<string, string> }> {
  const { github, clock } = world.sandbox;
  const inputs = { ...world.startInputs, label: 'queued-beside' };
  const job = github.queueJob({ labels: ['queued-beside'], script: 'while :; do sleep 1; done' });
  const killed = await killAtRequest({
    world,
    way: 'unanswered',
    isMeant: ({ operation }) => operation === 'RunTask',
    key: runKey({ repositoryId: github.repository.id, runId: RUN }),
    step: () => world.start({ action: 'start-runner', runId: RUN, inputs }),
  });
  while (job.status() !== 'in_progress') await clock.sleep(200);
  const { runners, processes } = world.sandbox.inventory();
  for (const pid of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It was removed together with another one.
    }
  }
  while (world.sandbox.inventory().tasks.length > 0) await clock.sleep(200);
  return { name: runners[0]?.name ?? '', killed, inputs };
}

function registrations(world: World): unknown[] {
  return world.sandbox.inventory().runners.map(({ name, busy }) => ({ name, busy }));
}

test('post leaves a crashed runner alone that GitHub still counts as busy; after the limit stop-runner removes it', () =>
  inWorld(async (world) => {
    const { name, killed, inputs } = await crashInJob(world);
    const step = { action: 'start-runner', phase: 'post', runId: RUN, inputs, state: killed.state } as const;
    const { log } = expectSuccess(await world.run(step));
    expect(log).toContain(`::warning::Runner ${name} has a job: it is left alone`);
    expect(registrations(world)).toEqual([{ name, busy: true }]);
    await world.sandbox.clock.advance(BUSY_LIMIT);
    expectSuccess(await world.run({ action: 'stop-runner', runId: RUN }));
    await expectNothingLeft(world);
  }));

test('stop-runner names it and fails; after the limit it removes it', () =>
  inWorld(async (world) => {
    const { name } = await crashInJob(world);
    const first = await world.run({ action: 'stop-runner', runId: RUN });
    expect(first.exitCode).toBe(1);
    expect(first.log).toContain(`GitHub counts runner ${name} as busy`);
    expect(registrations(world)).toEqual([{ name, busy: true }]);
    await world.sandbox.clock.advance(BUSY_LIMIT);
    expectSuccess(await world.run({ action: 'stop-runner', runId: RUN }));
    await expectNothingLeft(world);
  }));

test('sweep-runners reports it; after the limit it removes it', () =>
  inWorld(async (world) => {
    const { name } = await crashInJob(world);
    const { github, clock } = world.sandbox;
    github.setRun({ runId: RUN, status: 'completed', updatedAt: clock.now() - 20 * MINUTE });
    const sweep = { action: 'sweep-runners', runId: 1, inputs: world.stopInputs } as const;
    const first = expectSuccess(await world.run(sweep));
    expect(first.outputs['report']).toContain(name);
    expect(registrations(world)).toEqual([{ name, busy: true }]);
    await clock.advance(BUSY_LIMIT);
    for (const _ of ['first', 'next']) expectSuccess(await world.run(sweep));
    await expectNothingLeft(world);
  }));
