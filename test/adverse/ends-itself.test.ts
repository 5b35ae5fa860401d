import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';
import { until } from '../helpers/until.ts';

const MINUTE = 60_000;

interface ShownTask {
  readonly lastStatus: string;
  readonly containers: readonly { readonly exitCode?: number }[];
}

/** The only task, as DescribeTasks returns it. */
function task({ sandbox }: World): ShownTask {
  return sandbox.aws.task(sandbox.aws.taskArns[0] ?? '') as unknown as ShownTask;
}

async function untilStopped(world: World): Promise<ShownTask> {
  await until('the task is stopped', () => task(world).lastStatus === 'STOPPED');
  return task(world);
}

describe('With nobody to stop it', () => {
  integrationCase('a runner that gets no job ends its compute, and its registration is gone a day later', () =>
    inWorld(async (world) => {
      const { clock } = world.sandbox;
      expectSuccess(await world.run({ action: 'start-runner' }));
      await clock.advance(15 * MINUTE);
      await clock.sleep(20_000);
      expect(task(world)).toMatchObject({ lastStatus: 'RUNNING' });
      await clock.advance(5 * MINUTE);
      expect(await untilStopped(world)).toMatchObject({ lastStatus: 'STOPPED', containers: [{ exitCode: 70 }] });
      expect(world.sandbox.inventory()).toMatchObject({ tasks: [], processes: [] });
      await clock.advance(24 * 60 * MINUTE);
      await expectNothingLeft(world);
    }),
  );

  integrationCase('a job that exceeds the lifetime is told so, may clean up, and its compute ends', () =>
    inWorld(async (world) => {
      const { clock, github } = world.sandbox;
      const inputs = { ...world.startInputs, 'max-lifetime-minutes': '60', 'idle-timeout-minutes': '30' };
      const { outputs } = expectSuccess(await world.run({ action: 'start-runner', inputs }));
      const script = 'trap "echo interrupted; exit 1" INT; echo begun; while :; do sleep 0.05; done';
      const job = github.queueJob({ labels: [outputs['label'] ?? ''], script, always: 'echo cleaning up' });
      while (job.status() !== 'in_progress') await clock.sleep(500);
      await clock.advance(55 * MINUTE);
      await clock.sleep(20_000);
      expect(job.status()).toBe('in_progress');
      await clock.advance(5 * MINUTE);
      const { conclusion, log } = await job.done;
      expect(conclusion).toBe('failure');
      const reason = 'the lifetime of 60 minutes (max-lifetime-minutes) is over';
      for (const line of [`::error::ecs-github-runner: ${reason}`, 'interrupted', 'cleaning up']) {
        expect(log.split('\n')).toContain(line);
      }
      expect(await untilStopped(world)).toMatchObject({ lastStatus: 'STOPPED', containers: [{ exitCode: 71 }] });
      await expectNothingLeft(world);
    }),
  );

  integrationCase('a runner whose job is over ends with 0, and a stopped one with another code', () =>
    inWorld(async (world) => {
      const { outputs } = expectSuccess(await world.run({ action: 'start-runner' }));
      const job = await world.sandbox.github.queueJob({ labels: [outputs['label'] ?? ''], script: 'false' }).done;
      expect(job.conclusion).toBe('failure');
      expect(await untilStopped(world)).toMatchObject({ containers: [{ exitCode: 0 }] });
      expectSuccess(await world.run({ action: 'start-runner' }));
      expectSuccess(await world.run({ action: 'stop-runner' }));
      await expectNothingLeft(world);
      const [, second = ''] = world.sandbox.aws.taskArns;
      const { containers } = world.sandbox.aws.task(second) as unknown as ShownTask;
      // A stop removes the registration before the task: the runner may notice that before the signal arrives.
      expect([72, 143]).toContain(containers[0]?.exitCode);
    }),
  );
});
