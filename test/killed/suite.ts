import { expect, test } from '@jest/globals';
import { runKey } from '../../src/core/identity.ts';
import { expectNothingLeft, expectSuccess } from '../helpers/scenario.ts';
import { startWorld, type World } from '../helpers/world.ts';
import { type KilledStep, type KillPoint, killAtRequest, WAYS } from './kill-points.ts';

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

/** A run that has nothing to do with the others: whatever is done to its runner is a failure. */
const BYSTANDER_RUN = 5_555_555_555;

/** Recoveries move the clock ahead: what ended by limits of its own would hide that nobody removed it. */
const LONG_LIMITS = { 'idle-timeout-minutes': '7200', 'max-lifetime-minutes': '7200' };

/**
 * Kills a start at every request it makes, in three ways, and lets `recovery` put it right. The operations are those of
 * a start that is left alone; of each one, the next request is taken until a start ends without making it. So a new
 * request is a new kill point by itself, and none is without one by the sandbox's own count.
 * @param hiddenMs how long ECS hides new tasks, milliseconds
 */
export function killedStartSuite(hiddenMs: number, recovery: Recovery): void {
  test.each(COUNTS)(
    `a start of %s killed at each request, tasks hidden for ${hiddenMs / 1000} s: ${recovery.name}`,
    async (count) => {
      const world = await startWorld({
        clock: { speed: SPEED },
        aws: { hideNewTasksMs: hiddenMs, provisioningMs: 2_000, pendingMs: 2_000 },
        github: { runnerOnlineDelayMs: 1_000 },
      });
      try {
        const inputs = { ...world.startInputs, ...LONG_LIMITS };
        expectSuccess(await world.run({ action: 'start-runner', runId: BYSTANDER_RUN, inputs }));
        const bystander = world.sandbox.inventory();
        const met = await killEverywhere({ world, count, recovery });
        const still = world.sandbox.inventory();
        expect({ tasks: still.tasks, runners: still.runners }).toEqual({
          tasks: bystander.tasks,
          runners: bystander.runners,
        });
        process.stdout.write(`${recovery.name}; count ${count}, hidden ${hiddenMs / 1000} s: ${describeMet(met)}\n`);
      } finally {
        await world.close();
      }
    },
    1_800_000,
  );
}

async function killEverywhere(options: { world: World; count: string; recovery: Recovery }): Promise<KillPoint[]> {
  const { world, count, recovery } = options;
  const met: KillPoint[] = [];
  let runId = 7_000_000_000;
  /** One start and what follows it, in a run of its own. */
  const scenario = async (point: KillPoint | undefined): Promise<KilledStep> => {
    runId += 1;
    const inputs = { ...world.startInputs, ...LONG_LIMITS, count };
    const firstSequence = world.sandbox.journal.length + 1;
    const step = () => world.start({ action: 'start-runner', runId, inputs });
    const killed = await killAtRequest({ world, point, step });
    if (killed.wasKilled) await recovery.run({ world, runId, killed, inputs });
    else expectSuccess(await world.run({ action: 'stop-runner', runId, inputs: world.stopInputs }));
    await expectOnlyBystander(world, runId);
    expectOnlyOwn(world, { runId, firstSequence });
    return killed;
  };
  const whole = await scenario(undefined);
  expect([...whole.requests.keys()]).toEqual(expect.arrayContaining(['generate-jitconfig', 'RunTask', 'get-runner']));
  for (const operation of whole.requests.keys()) {
    for (const way of WAYS) {
      for (let nth = 1; ; nth += 1) {
        const point = { operation, nth, way };
        const killed = await scenario(point);
        expect([...whole.requests.keys()]).toEqual(expect.arrayContaining([...killed.requests.keys()]));
        if (!killed.wasKilled) {
          // The sandbox's count of a whole start: each of its requests of this operation has its kill point.
          expect(killed.requests.get(operation) ?? 0).toBeLessThan(nth);
          expect(nth).toBeGreaterThan(1);
          break;
        }
        met.push(point);
      }
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

function describeMet(met: readonly KillPoint[]): string {
  const operations = [...new Set(met.map(({ operation }) => operation))];
  const counts = operations.map((name) => `${name} ${met.filter(({ operation }) => operation === name).length}`);
  return `${met.length} kill points (${WAYS.join(', ')}): ${counts.join(', ')}`;
}
