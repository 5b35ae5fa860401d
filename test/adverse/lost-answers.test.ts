import { describe, expect } from '@jest/globals';
import type { Fault, FaultEffect } from '../../sandbox/faults.ts';
import type { World } from '../../sandbox/harness/world.ts';
import type { JournalEntry } from '../../sandbox/server.ts';
import { integrationCase } from '../helpers/cases.ts';
import { expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';

/** The service acts, but its answer never arrives. */
const LOST: readonly { readonly name: string; readonly effect: FaultEffect }[] = [
  { name: 'its socket is closed', effect: { kind: 'drop', when: 'after' } },
  {
    name: 'a gateway says 502',
    effect: { kind: 'respond', when: 'after', status: 502, body: '<html><title>Bad Gateway</title></html>' },
  },
  { name: 'it never comes', effect: { kind: 'hang', when: 'after' } },
];

/** The case of the missing answer must not wait 20 real seconds. */
const environment = { TEST_FAST_DEADLINES: '1' };

const requestsOf = ({ sandbox }: World, operation: string): JournalEntry[] =>
  sandbox.journal.filter((entry) => entry.operation === operation);
const lose = (world: World, fault: Fault): void => world.sandbox.faults.add(fault);

/** One runner exists, and it is the one in the outputs. */
async function expectExactlyOne(world: World, outputs: Readonly<Record<string, string>>): Promise<void> {
  const { sandbox } = world;
  expect(sandbox.aws.taskArns).toHaveLength(1);
  expect(sandbox.inventory().runners.map(({ name }) => name)).toEqual(JSON.parse(outputs['runner-names'] ?? ''));
  const job = await sandbox.github.queueJob({ labels: [outputs['label'] ?? ''], script: 'true' }).done;
  expect(job.conclusion).toBe('success');
  expectSuccess(await world.run({ action: 'stop-runner' }));
  await expectNothingLeft(world);
}

describe('The answer to RunTask is lost', () => {
  for (const { name, effect } of LOST) {
    integrationCase(`RunTask was accepted, ${name}: the identical request creates no second task`, () =>
      inWorld(async (world) => {
        lose(world, { service: 'ecs', operation: 'RunTask', effect });
        const start = expectSuccess(await world.run({ action: 'start-runner' }));
        const sent = requestsOf(world, 'RunTask');
        expect(sent).toHaveLength(2);
        // Byte for byte the same, client token included: only then does ECS repeat the first answer.
        expect(sent[1]?.request.body).toBe(sent[0]?.request.body);
        expect(start.log).toMatch(/A request to AWS failed \(.*\): retrying in [\d.]+ s/);
        await expectExactlyOne(world, start.outputs);
      }),
    );
  }

  integrationCase('RunTask was accepted and no attempt is ever answered: the start removes the task', () =>
    inWorld(async (world) => {
      lose(world, {
        service: 'ecs',
        operation: 'RunTask',
        times: Number.POSITIVE_INFINITY,
        effect: { kind: 'drop', when: 'after' },
      });
      const start = await world.run({ action: 'start-runner' });
      expect(start.exitCode).toBe(1);
      expect(start.log).toMatch(/No answer from AWS to ecs:RunTask/);
      // Three times the adapter's own attempts.
      expect(requestsOf(world, 'RunTask')).toHaveLength(15);
      expect(new Set(requestsOf(world, 'RunTask').map(({ request }) => request.body)).size).toBe(1);
      expect(world.sandbox.aws.taskArns).toHaveLength(1);
      await expectNothingLeft(world);
    }),
  );

  integrationCase('RunTask was accepted, and its retry is refused: the start still searches for the first task', () =>
    inWorld(async (world) => {
      // Stuck, so that it does not end by itself when its registration is gone.
      world.sandbox.aws.setLaunchBehaviour({ kind: 'stuck', in: 'PENDING' });
      lose(world, { service: 'ecs', operation: 'RunTask', effect: { kind: 'drop', when: 'after' } });
      lose(world, {
        service: 'ecs',
        operation: 'RunTask',
        from: 2,
        times: Number.POSITIVE_INFINITY,
        effect: {
          kind: 'respond',
          when: 'before',
          status: 400,
          body: { __type: 'AccessDeniedException', message: 'User: x is not authorized to perform: ecs:RunTask' },
        },
      });
      const start = await world.run({ action: 'start-runner' });
      expect(start.exitCode).toBe(1);
      // Once by the SDK's own retry, once by the core's.
      expect(start.log).toMatch(/may not ecs:RunTask .*an earlier answer to this launch was lost/);
      expect(requestsOf(world, 'RunTask')).toHaveLength(3);
      expect(world.sandbox.aws.taskArns).toHaveLength(1);
      await expectNothingLeft(world);
    }),
  );
});

describe('The answer to generate-jitconfig is lost', () => {
  for (const { name, effect } of LOST) {
    integrationCase(`the registration was created, ${name}: the start uses the next name and deletes the orphan`, () =>
      inWorld(async (world) => {
        lose(world, { service: 'github', operation: 'generate-jitconfig', effect });
        const start = expectSuccess(await world.run({ action: 'start-runner', environment }));
        const names = requestsOf(world, 'generate-jitconfig').map(
          ({ request }) => (JSON.parse(request.body) as { name: string }).name,
        );
        // Octokit retries, gets 409, and the start continues with the next name.
        expect(names).toEqual([names[0], names[0], names[0]?.replace(/-0$/, '-1')]);
        const [lookup] = requestsOf(world, 'list-runners');
        expect(lookup?.request.query.get('name')).toBe(names[0]);
        expect(requestsOf(world, 'delete-runner')).toHaveLength(1);
        expect(JSON.parse(start.outputs['runner-names'] ?? '')).toEqual([names[2]]);
        await expectExactlyOne(world, start.outputs);
      }),
    );
  }

  integrationCase('the registration was created and no attempt is ever answered: nothing is left', () =>
    inWorld(async (world) => {
      lose(world, {
        service: 'github',
        operation: 'generate-jitconfig',
        times: Number.POSITIVE_INFINITY,
        effect: { kind: 'drop', when: 'after' },
      });
      const start = await world.run({ action: 'start-runner' });
      expect(start.exitCode).toBe(1);
      expect(start.log).toMatch(/GitHub did not answer while registering runner/);
      expect(world.sandbox.aws.taskArns).toEqual([]);
      expect(world.sandbox.inventory().runners).toEqual([]);
    }),
  );
});

describe('The answer to a removal is lost', () => {
  for (const { name, effect } of LOST) {
    integrationCase(`the registration was deleted, ${name}: this is not a failure`, () =>
      inWorld(async (world) => {
        expectSuccess(await world.run({ action: 'start-runner' }));
        lose(world, { service: 'github', operation: 'delete-runner', effect });
        const stop = expectSuccess(await world.run({ action: 'stop-runner', environment }));
        // The second DELETE finds nothing, as intended; without its registration the task may end by itself.
        expect(requestsOf(world, 'delete-runner')).toHaveLength(2);
        expect(Number(stop.outputs['stopped']) + Number(stop.outputs['already-gone'])).toBe(1);
        await expectNothingLeft(world);
      }),
    );

    integrationCase(`StopTask was accepted, ${name}: the tags are gone, and that is not a permission error`, () =>
      inWorld(async (world) => {
        expectSuccess(await world.run({ action: 'start-runner' }));
        lose(world, { service: 'ecs', operation: 'StopTask', effect });
        const stop = expectSuccess(await world.run({ action: 'stop-runner' }));
        expect(requestsOf(world, 'StopTask')).toHaveLength(2);
        // The policy allows StopTask only on tagged tasks, and the first call dropped the tags.
        expect(requestsOf(world, 'StopTask')[1]?.answer).toMatchObject({ status: 400 });
        expect(stop.outputs).toMatchObject({ stopped: '0', 'already-gone': '1' });
        await expectNothingLeft(world);
      }),
    );
  }
});
