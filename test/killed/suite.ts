import { expect, test } from '@jest/globals';
import { runKey } from '../../src/core/identity.ts';
import { expectNothingLeft, expectSuccess } from '../helpers/scenario.ts';
import { startWorld, type World } from '../helpers/world.ts';
import { isOwnRequest, type KilledStep, killAtRequest, WAYS } from './kill-points.ts';

/** What comes after the kill. */
export interface Recovery {
  readonly name: string;
  /** Puts things right, and asserts what it says about it. */
  readonly run: (scenario: { world: World; runId: number; killed: KilledStep; inputs: Inputs }) => Promise<void>;
}

type Inputs = Readonly<Record<string, string>>;

/** How fast time runs: a look of 90 s takes 4. */
const SPEED = 25;

/** Runners per start: 1 in `script/test`, 5 with --exhaustive. */
const COUNTS = (process.env['KILL_COUNTS'] ?? '1').split(',');

/** New tasks are hidden for so long, milliseconds. */
const HIDDEN_MS = [0, 45_000];

/** A run that has nothing to do with the others: whatever is done to its runner is a failure. */
const BYSTANDER_RUN = 5_555_555_555;

/**
 * Kills a start at every request it makes, in three ways, and lets `recovery` put it right. The requests are not listed
 * anywhere: the next one is taken until a start ends by itself, so a new request is a new kill point by itself; the
 * number is compared with what the sandbox counted.
 */
export function killedStartSuite(recovery: Recovery): void {
  for (const count of COUNTS) {
    for (const hiddenMs of HIDDEN_MS) {
      test(`a start of ${count}, killed at each request, tasks hidden for ${hiddenMs / 1000} s: ${recovery.name}`, async () => {
        const world = await startWorld({
          clock: { speed: SPEED },
          aws: { hideNewTasksMs: hiddenMs, provisioningMs: 2_000, pendingMs: 2_000 },
          github: { runnerOnlineDelayMs: 1_000 },
        });
        try {
          expectSuccess(await world.run({ action: 'start-runner', runId: BYSTANDER_RUN }));
          const bystander = world.sandbox.inventory();
          const met = await killEverywhere({ world, count, recovery });
          const still = world.sandbox.inventory();
          expect({ tasks: still.tasks, runners: still.runners }).toEqual({
            tasks: bystander.tasks,
            runners: bystander.runners,
          });
          process.stdout.write(`${recovery.name}, count ${count}, hidden ${hiddenMs / 1000} s: ${describeMet(met)}\n`);
        } finally {
          await world.close();
        }
      }, 900_000);
    }
  }
}

async function killEverywhere(options: { world: World; count: string; recovery: Recovery }): Promise<string[]> {
  const { world, count, recovery } = options;
  const met: string[] = [];
  let runId = 7_000_000_000;
  for (const way of WAYS) {
    for (let request = 1; ; request += 1) {
      runId += 1;
      const inputs = { ...world.startInputs, count };
      const firstSequence = world.sandbox.journal.length + 1;
      const killed = await killAtRequest({
        world,
        request,
        way,
        step: () => world.start({ action: 'start-runner', runId, inputs }),
      });
      if (killed.wasKilled) {
        met.push(`${way}: ${killed.at}`);
        await recovery.run({ world, runId, killed, inputs });
      } else {
        // The sandbox's own count: no request of a whole start is without its kill point.
        expect(killed.requests).toBeLessThan(request);
        expect(request).toBeGreaterThan(7);
        const points = new Set(met.map((point) => point.slice(point.indexOf(': ') + 2)));
        const made = world.sandbox.journal.filter(({ sequence }) => sequence >= firstSequence).filter(isOwnRequest);
        expect(made.length).toBe(killed.requests);
        for (const { service, operation } of made) expect(points).toContain(`${service} ${operation}`);
        expectSuccess(await world.run({ action: 'stop-runner', runId, inputs: world.stopInputs }));
      }
      await expectOnlyBystander(world, runId);
      expectOnlyOwn(world, { runId, firstSequence });
      if (!killed.wasKilled) break;
    }
  }
  return met;
}

/** Nothing of the run is alive; what is on its way out may end by itself. */
async function expectOnlyBystander(world: World, runId: number): Promise<void> {
  const key = runKey({ repositoryId: world.sandbox.github.repository.id, runId });
  await expectNothingLeft(world, (name) => name.startsWith(key));
}

/** Every request that changes something was about this run's own. */
function expectOnlyOwn({ sandbox }: World, { runId, firstSequence }: { runId: number; firstSequence: number }): void {
  const key = runKey({ repositoryId: sandbox.github.repository.id, runId });
  const own = new Set(
    sandbox.aws.taskArns.filter((arn) => (sandbox.aws.task(arn) as { startedBy?: string }).startedBy === key),
  );
  const stops = sandbox.journal.filter(
    ({ sequence, operation }) => sequence >= firstSequence && operation === 'StopTask',
  );
  for (const { request } of stops) expect(own).toContain((JSON.parse(request.body) as { task: string }).task);
}

function describeMet(met: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const point of met) counts.set(point, (counts.get(point) ?? 0) + 1);
  return `${met.length} kill points: ${[...counts].map(([point, count]) => `${point} x${count}`).join(', ')}`;
}
