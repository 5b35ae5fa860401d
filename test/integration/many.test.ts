import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import type { LaunchBehaviour } from '../../sandbox/index.ts';
import { integrationCase } from '../helpers/cases.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';

/** GitHub has been observed removing idle runners after this time. */
const IDLE_REMOVAL = { from: 120_000, to: 360_000 };

/** How often GitHub or AWS refused a request because of its rate. */
function refusedForRate({ sandbox }: World): number {
  return sandbox.journal.filter(({ answer }) => {
    const text = JSON.stringify(answer?.body ?? '');
    return answer?.status === 429 || /secondary rate limit|ThrottlingException/.test(text);
  }).length;
}

/** How often registrations waited for the next minute: a machine under load makes them slower, but no more often. */
function pausesBetweenRegistrations({ sandbox }: World): number {
  const times = sandbox.journal.filter(({ operation }) => operation === 'generate-jitconfig').map(({ at }) => at);
  return times.filter((at, index) => at - (times[index - 1] ?? at) > 30_000).length;
}

const namesOf = (text: string | undefined): string[] => JSON.parse(text ?? '[]') as string[];

/** The first launches run; later ones behave as specified. */
function afterLaunches({ sandbox }: World, count: number, behaviour: LaunchBehaviour): void {
  let launches = 0;
  const end = sandbox.observe((phase, { operation }) => {
    if (phase !== 'acted' || operation !== 'RunTask') return;
    launches += 1;
    if (launches < count) return;
    sandbox.aws.setLaunchBehaviour(behaviour);
    end();
  });
}

const NO_ROOM: LaunchBehaviour = { kind: 'failures', reason: 'RESOURCE:MEMORY' };

describe('Fewer runners than requested', () => {
  integrationCase('are a success if that is allowed; nothing is left of the others', () =>
    inWorld(async (world) => {
      afterLaunches(world, 2, NO_ROOM);
      const inputs = { ...world.startInputs, count: '3', 'allow-partial': 'true' };
      const { outputs, log } = expectSuccess(await world.run({ action: 'start-runner', inputs }));
      expect(outputs['count']).toBe('2');
      for (const name of ['labels', 'runner-names', 'runner-ids', 'resources'])
        expect(namesOf(outputs[name])).toHaveLength(2);
      expect(log).toMatch(/^::warning::2 of 3 runners are online \(allow-partial\).*RESOURCE:MEMORY/m);
      const { runners } = world.sandbox.inventory();
      expect(runners.map(({ name }) => name).sort()).toEqual(namesOf(outputs['runner-names']).sort());
      expectSuccess(await world.run({ action: 'stop-runner' }));
      await expectNothingLeft(world);
    }),
  );

  integrationCase('are a failure if it is not allowed, and all are removed', () =>
    inWorld(async (world) => {
      afterLaunches(world, 2, NO_ROOM);
      const inputs = { ...world.startInputs, count: '3' };
      expect(errorOf(await world.run({ action: 'start-runner', inputs }))).toContain('RESOURCE:MEMORY');
      await expectNothingLeft(world);
    }),
  );

  integrationCase('are those online when the timeout comes', () =>
    inWorld(async (world) => {
      afterLaunches(world, 2, { kind: 'stuck', in: 'PENDING' });
      const inputs = {
        ...world.startInputs,
        count: '4',
        'allow-partial': 'true',
        'startup-timeout-seconds': '60',
      };
      const { outputs, log } = expectSuccess(await world.run({ action: 'start-runner', inputs }));
      expect(outputs['count']).toBe('2');
      expect(log).toMatch(/^::warning::2 of 4 .*still PENDING/m);
      expect(world.sandbox.inventory().runners).toHaveLength(2);
      expectSuccess(await world.run({ action: 'stop-runner' }));
      await expectNothingLeft(world);
    }),
  );

  integrationCase('are no success if there are none', () =>
    inWorld(async (world) => {
      world.sandbox.aws.setLaunchBehaviour(NO_ROOM);
      const inputs = { ...world.startInputs, count: '3', 'allow-partial': 'true' };
      expect(errorOf(await world.run({ action: 'start-runner', inputs }))).toMatch(
        /None of 3 runners came online: .*RESOURCE:MEMORY/s,
      );
      await expectNothingLeft(world);
    }),
  );

  integrationCase('are never reported to be more than exist, however often GitHub removes one', () =>
    inWorld(
      async (world) => {
        const isFirst = (name: string): boolean => /-0-\d+$/.test(name);
        world.sandbox.observe((phase, { service, operation }) => {
          // As soon as it is online: at its own request, or at the next one that would report it.
          const mayShow = service === 'runner' ? phase === 'acted' : /^(get|list)-runner/.test(operation);
          const first = world.sandbox.inventory().runners.find(({ name }) => isFirst(name));
          if (mayShow && first?.status === 'online') world.sandbox.github.removeRegistration(first.name);
        });
        const inputs = { ...world.startInputs, count: '3', 'allow-partial': 'true' };
        const { outputs, log } = expectSuccess(await world.run({ action: 'start-runner', inputs }));
        expect(namesOf(outputs['runner-names'])).toEqual([
          expect.stringMatching(/-1-0$/),
          expect.stringMatching(/-2-0$/),
        ]);
        expect(log).toMatch(
          /^::warning::2 of 3 .*(vanished|never came online).*relaunched 2 times before \(max-relaunches\)/m,
        );
        expectSuccess(await world.run({ action: 'stop-runner' }));
        await expectNothingLeft(world);
      },
      { github: { runnerOnlineDelayMs: 0 } },
    ),
  );
});

describe('Many runners', () => {
  integrationCase('are all removed if one of them cannot come, also within the limits', () =>
    inWorld(
      async (world) => {
        afterLaunches(world, 110, NO_ROOM);
        const inputs = { ...world.startInputs, count: '120' };
        expect(errorOf(await world.run({ action: 'start-runner', inputs }))).toContain('RESOURCE:MEMORY');
        // Registrations and removals together exceed a minute's points.
        expect(world.sandbox.aws.taskArns.length).toBeGreaterThanOrEqual(110);
        expect(refusedForRate(world)).toBe(0);
        await expectNothingLeft(world);
      },
      { runners: 'light' },
    ),
  );

  integrationCase('256 come online within the limits of GitHub and ECS, and are stopped within them', () =>
    inWorld(
      async (world) => {
        world.sandbox.github.addForeignRunners(1000);
        const inputs = { ...world.startInputs, count: '256' };
        const { outputs, log } = expectSuccess(await world.run({ action: 'start-runner', inputs }));
        expect(refusedForRate(world)).toBe(0);
        // By points the last registrations come after a minute; by 80 a minute, only after three.
        expect(pausesBetweenRegistrations(world)).toBeLessThanOrEqual(1);
        expect(outputs['count']).toBe('256');
        expect(new Set(namesOf(outputs['labels'])).size).toBe(256);
        const online = world.sandbox.inventory().runners.filter(({ status }) => status === 'online');
        expect(online.map(({ name }) => name).sort()).toEqual(namesOf(outputs['runner-names']).sort());
        expect(log).toMatch(/Waiting: .*not launched yet; \d+ s left\./);
        expect(log.split('\n').length).toBeLessThan(600);

        // A stop does not know what the start sent within the same minute.
        await world.sandbox.clock.advance(60_000);
        expectSuccess(await world.run({ action: 'stop-runner' }));
        expect(refusedForRate(world)).toBe(0);
        await expectNothingLeft(world);
      },
      { runners: 'light' },
    ),
  );

  integrationCase(
    '256 come online if GitHub accepts only 80 registrations a minute, of which it has to refuse one',
    () =>
      inWorld(
        async (world) => {
          const inputs = { ...world.startInputs, count: '256' };
          const { outputs, log } = expectSuccess(await world.run({ action: 'start-runner', inputs }));
          expect(refusedForRate(world)).toBe(1);
          expect(log.match(/secondary rate limit stopped/g)).toHaveLength(1);
          expect(outputs['count']).toBe('256');
          await world.sandbox.clock.advance(60_000);
          expectSuccess(await world.run({ action: 'stop-runner' }));
          expect(refusedForRate(world)).toBe(1);
          await expectNothingLeft(world);
        },
        { runners: 'light', github: { limits: { creationsPerMinute: 80 } } },
      ),
  );

  integrationCase('80 come online within whatever GitHub counts, without a refusal', () =>
    inWorld(
      async (world) => {
        const inputs = { ...world.startInputs, count: '80' };
        expectSuccess(await world.run({ action: 'start-runner', inputs }));
        expect(refusedForRate(world)).toBe(0);
        expectSuccess(await world.run({ action: 'stop-runner' }));
        await expectNothingLeft(world);
      },
      { runners: 'light', github: { limits: { creationsPerMinute: 80 } } },
    ),
  );

  integrationCase(
    '256 come online though GitHub removes idle ones after 2 to 6 minutes, and all exist in the end',
    () =>
      inWorld(
        async (world) => {
          const inputs = { ...world.startInputs, count: '256' };
          const { outputs } = expectSuccess(await world.run({ action: 'start-runner', inputs }));
          expect(refusedForRate(world)).toBe(0);
          const online = world.sandbox.inventory().runners.filter(({ status }) => status === 'online');
          expect(online.map(({ name }) => name).sort()).toEqual(namesOf(outputs['runner-names']).sort());
        },
        { runners: 'light', github: { removeIdleRunnerAfterMs: IDLE_REMOVAL } },
      ),
  );
});
