import { expect, test } from '@jest/globals';
import { startWorld, type World } from '../../sandbox/harness/world.ts';
import { runKey } from '../../src/core/identity.ts';
import { expectNothingLeft, expectSuccess } from '../helpers/scenario.ts';
import { type KilledStep, type KillPoint, killAtRequest, WAYS } from './kill-points.ts';

/** What is killed, and what comes before and after. */
export interface KillCase {
  readonly name: string;
  /** Operations that the step is known to make: a suite that kills nothing must not pass. */
  readonly mustMake: readonly string[];
  /** A run that has nothing to do with the others goes on all the while; false where time itself ends everything. */
  readonly hasBystander: boolean;
  /** Limits of the runners. Recoveries move the clock: what ended by itself would hide that nobody removed it. */
  readonly limits: Inputs;
  readonly step: 'start-runner' | 'stop-runner';
  /** Makes what the step needs. */
  readonly before?: (scenario: Scenario) => Promise<void>;
  /** Puts things right after the kill, and asserts what it says about it. */
  readonly recover: (scenario: Scenario & { killed: KilledStep }) => Promise<void>;
}

/** A kill in a run of its own. */
export interface Scenario {
  readonly world: World;
  readonly runId: number;
  /** Of a start in this run. */
  readonly inputs: Inputs;
  readonly hiddenMs: number;
}

type Inputs = Readonly<Record<string, string>>;

/** How fast time runs: a look of 90 s takes 4. */
const SPEED = 25;

/** Runners per start: 1 in `script/test`, 5 with --killed as well. */
const COUNTS = (process.env['KILL_COUNTS'] ?? '1').split(',');

/** A run that has nothing to do with the others: whatever is done to its runner is a failure. */
export const BYSTANDER_RUN = 5_555_555_555;

/** Runs of a step until it makes a request that it makes at times only. */
const TRIES_AT_MOST = 20;

/** Days: nothing ends by itself. */
export const LONG_LIMITS = { 'idle-timeout-minutes': '7200', 'max-lifetime-minutes': '7200' };

/**
 * Kills a step at every request it makes, in three ways, and lets `recover` put it right. The operations are those that
 * the sandbox has seen; of each one, the next request is taken until a step ends without making it. So a new request is a
 * new kill point by itself, and none is without one by the sandbox's own count.
 * @param hiddenMs how long ECS hides new tasks, milliseconds
 */
export function killSuite(hiddenMs: number, killCase: KillCase): void {
  test.each(COUNTS)(
    `${killCase.step} with count %s killed at each request, tasks hidden for ${hiddenMs / 1000} s: ${killCase.name}`,
    async (count) => {
      // Runners that somebody removes need not be processes, of which five at a time are hard work for a machine.
      const isLight = Number(count) > 1 && killCase.hasBystander;
      const world = await startWorld({
        clock: { speed: SPEED },
        ...(isLight && { runners: 'light' }),
        aws: { hideNewTasksMs: hiddenMs, provisioningMs: 2_000, pendingMs: 2_000 },
        github: { runnerOnlineDelayMs: 1_000 },
      });
      try {
        if (killCase.hasBystander) await startBystander(world);
        const others = alive(world);
        const met = await killEverywhere({ world, count, hiddenMs, killCase });
        expect(alive(world)).toEqual(others);
        if (!killCase.hasBystander) await expectNothingLeft(world);
        const combination = `${killCase.step} with count ${count}, hidden ${hiddenMs / 1000} s: ${killCase.name}`;
        process.stdout.write(`${combination}; ${describeMet(met)}\n`);
      } finally {
        await world.close();
      }
    },
    1_800_000,
  );
}

async function startBystander(world: World): Promise<void> {
  const inputs = { ...world.startInputs, ...LONG_LIMITS };
  expectSuccess(await world.run({ action: 'start-runner', runId: BYSTANDER_RUN, inputs }));
}

function alive({ sandbox }: World): object {
  const { tasks, runners } = sandbox.inventory();
  return { tasks, runners };
}

async function killEverywhere(options: {
  world: World;
  count: string;
  hiddenMs: number;
  killCase: KillCase;
}): Promise<KillPoint[]> {
  const { killCase } = options;
  const met: KillPoint[] = [];
  let runId = 7_000_000_000;
  const scenario = (point: KillPoint | undefined): Promise<KilledStep> => {
    runId += 1;
    return runScenario({ ...options, runId, point });
  };
  // Which requests a step makes may differ from one time to the next: what shows up later is killed as well.
  const operations = new Set((await scenario(undefined)).requests.keys());
  expect([...operations]).toEqual(expect.arrayContaining([...killCase.mustMake]));
  for (const operation of operations) {
    for (const way of WAYS) {
      for (let nth = 1, tries = 1; ; ) {
        const point = { operation, nth, way };
        const killed = await scenario(point);
        for (const seen of killed.requests.keys()) operations.add(seen);
        if (killed.wasKilled) {
          met.push(point);
          nth += 1;
          continue;
        }
        // The sandbox's count of a whole step: each of its requests of this operation has its kill point.
        expect(killed.requests.get(operation) ?? 0).toBeLessThan(nth);
        if (nth > 1) break;
        // It is made at times only: until it is made, and killed, once.
        tries += 1;
        expect(tries).toBeLessThanOrEqual(TRIES_AT_MOST);
      }
    }
  }
  return met;
}

/** One step and what follows it, in a run of its own. Nothing of the run is left, and nothing else was touched. */
async function runScenario(options: {
  world: World;
  count: string;
  hiddenMs: number;
  killCase: KillCase;
  runId: number;
  point: KillPoint | undefined;
}): Promise<KilledStep> {
  const { world, count, hiddenMs, killCase, runId, point } = options;
  const { step: action, limits } = killCase;
  const inputs = { ...world.startInputs, ...limits, count };
  const firstSequence = world.sandbox.journal.length + 1;
  const scenario = { world, runId, inputs, hiddenMs };
  await killCase.before?.(scenario);
  const step = () => world.start({ action, runId, inputs: action === 'start-runner' ? inputs : world.stopInputs });
  const killed = await killAtRequest({ world, point, step });
  if (killed.wasKilled) await killCase.recover({ ...scenario, killed });
  else expectSuccess(await world.run({ action: 'stop-runner', runId }));
  const key = runKey({ repositoryId: world.sandbox.github.repository.id, runId });
  // What is on its way out may end by itself.
  await expectNothingLeft(world, (name) => name.startsWith(key));
  expectOnlyOwn(world, { key, firstSequence });
  return killed;
}

/** Every task that was to be stopped is this run's own; a registration of another's would be missing in the end. */
function expectOnlyOwn({ sandbox }: World, { key, firstSequence }: { key: string; firstSequence: number }): void {
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
