import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';

/** The next launch behaves as `behave`; all later ones run. */
function firstLaunch({ sandbox }: World, behave: () => void): void {
  behave();
  const end = sandbox.observe((phase, { operation }) => {
    if (phase !== 'answered' || operation !== 'RunTask') return;
    sandbox.aws.setLaunchBehaviour({ kind: 'run' });
    end();
  });
}

describe('A start heals itself', () => {
  integrationCase('a task that stops before its runner is online is launched again', () =>
    inWorld(async (world) => {
      firstLaunch(world, () =>
        world.sandbox.aws.setLaunchBehaviour({
          kind: 'stop',
          after: 'PENDING',
          stopCode: 'SpotInterruption',
          stoppedReason: 'Your Spot Task was interrupted.',
        }),
      );
      const start = expectSuccess(await world.run({ action: 'start-runner' }));
      const [name] = JSON.parse(start.outputs['runner-names'] ?? '') as string[];
      expect(name).toMatch(/-0-1$/);
      expect(start.summary).toMatch(/Before `egr-\S+-0-1`: .*SpotInterruption/);
      expect(start.log).toContain('Relaunching it (1 of at most 2)');
      // One registration and one task; a post step that thinks the start was killed still knows them.
      expect(world.sandbox.inventory().runners).toMatchObject([{ name }]);
      const killed = Object.fromEntries(Object.entries(start.state).filter(([key]) => key !== 'outcome'));
      expectSuccess(await world.run({ action: 'start-runner', phase: 'post', state: killed }));
      await expectNothingLeft(world);
    }),
  );

  integrationCase('a registration that vanishes before its runner is online is created again', () =>
    inWorld(
      async (world) => {
        const end = world.sandbox.observe((phase, { operation }) => {
          const [runner] = world.sandbox.inventory().runners;
          if (phase !== 'acted' || operation !== 'get-runner' || !runner) return;
          end();
          world.sandbox.github.removeRegistration(runner.name);
        });
        const start = expectSuccess(await world.run({ action: 'start-runner' }));
        expect(operations(world, 'github').filter((name) => name === 'generate-jitconfig')).toHaveLength(2);
        expect(start.log).toContain('Relaunching it');
        expectSuccess(await world.run({ action: 'stop-runner' }));
        await expectNothingLeft(world);
      },
      { github: { runnerOnlineDelayMs: 6_000 } },
    ),
  );

  integrationCase('a runner that dies each time is reported with the number of its launches, and nothing is left', () =>
    inWorld(async (world) => {
      world.sandbox.aws.setLaunchBehaviour({
        kind: 'stop',
        after: 'RUNNING',
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        exitCode: 139,
      });
      const error = errorOf(await world.run({ action: 'start-runner' }));
      expect(error).toMatch(/exit code 139.*relaunched 2 times before \(max-relaunches\)/s);
      expect(world.sandbox.aws.taskArns).toHaveLength(3);
      await expectNothingLeft(world);
    }),
  );
});

describe('Several runners in one start', () => {
  integrationCase('come online with a label each, take a job each, and are stopped together', () =>
    inWorld(async (world) => {
      const inputs = { ...world.startInputs, count: '3' };
      const { outputs } = expectSuccess(await world.run({ action: 'start-runner', inputs }));
      const labels = JSON.parse(outputs['labels'] ?? '') as string[];
      expect(labels).toHaveLength(3);
      expect(outputs['count']).toBe('3');
      const jobs = await Promise.all(
        labels.slice(1).map((label) => world.sandbox.github.queueJob({ labels: [label], script: 'true' }).done),
      );
      const names = JSON.parse(outputs['runner-names'] ?? '') as string[];
      expect(jobs.map(({ runnerName }) => runnerName)).toEqual(names.slice(1));
      expectSuccess(await world.run({ action: 'stop-runner' }));
      await expectNothingLeft(world);
    }),
  );
});
