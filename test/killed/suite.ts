import { expect, test } from '@jest/globals';
import { startWorld, type World } from '../../sandbox/harness/world.ts';
import { runKey } from '../../src/core/identity.ts';
import { expectNothingLeft, expectSuccess } from '../helpers/scenario.ts';
import { type KilledStep, type KillPoint, killAtRequest, WAYS, type Way } from './kill-points.ts';

/** The step to kill, and what comes before and after. */
export interface KillCase {
  readonly name: string;
  /** Operations that the step must call: a suite that kills nothing must not pass. */
  readonly mustMake: readonly string[];
  /** Whether an unrelated run continues all the while; false if time itself ends everything. */
  readonly hasBystander: boolean;
  /**
   * Limits of the runners. Recoveries move the clock: a runner that ends by itself would hide that nobody removed it.
   */
  readonly limits: Inputs;
  readonly step: 'start-runner' | 'stop-runner';
  /** Creates what the step needs. */
  readonly before?: (scenario: Scenario) => Promise<void>;
  /** Cleans up after the kill, and asserts what it reports. */
  readonly recover: (scenario: Scenario & { killed: KilledStep }) => Promise<void>;
}

/** A kill in a separate run. */
export interface Scenario {
  readonly world: World;
  readonly runId: number;
  /** The inputs of a start in this run. */
  readonly inputs: Inputs;
  readonly hiddenMs: number;
}

type Inputs = Readonly<Record<string, string>>;

/** The speed of time: a search of 90 s takes 4. */
const SPEED = 25;

/** Runners per start: 1 in `script/test`, 5 with --killed as well. */
const COUNTS = (process.env['KILL_COUNTS'] ?? '1').split(',');

/** An unrelated run: whatever happens to its runner is a failure. */
export const BYSTANDER_RUN = 5_555_555_555;

/** Days, so that nothing ends by itself. */
export const LONG_LIMITS = { 'idle-timeout-minutes': '7200', 'max-lifetime-minutes': '7200' };

/**
 * Kills a step at every request it makes, in three ways, and lets `recover` clean up. Each time, the kill point is the
 * first request whose situation was not met before, until a whole step makes no such request. So a new request
 * automatically becomes a kill point, one that is made only now and then too, and by the sandbox's own list of requests
 * none is missed.
 * @param hiddenMs how long ECS hides new tasks, milliseconds
 */
export function killSuite(hiddenMs: number, killCase: KillCase): void {
  test.each(COUNTS)(
    `${killCase.step} with count %s killed at each request, tasks hidden for ${hiddenMs / 1000} s: ${killCase.name}`,
    async (count) => {
      // Runners that somebody removes need not be processes: five at a time are too much for a machine.
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

/** A point at which a step was killed. */
interface MetPoint extends KillPoint {
  readonly way: Way;
}

async function killEverywhere(options: {
  world: World;
  count: string;
  hiddenMs: number;
  killCase: KillCase;
}): Promise<MetPoint[]> {
  const met: MetPoint[] = [];
  let runId = 7_000_000_000;
  for (const way of WAYS) {
    const situations = new Set<string>();
    for (;;) {
      runId += 1;
      const isMeant = ({ situation }: KillPoint): boolean => !situations.has(situation);
      const { killedAt } = await runScenario({ ...options, runId, way, isMeant });
      if (killedAt === undefined) break;
      situations.add(killedAt.situation);
      met.push({ ...killedAt, way });
    }
    const operations = met.filter((point) => point.way === way).map(({ operation }) => operation);
    expect(operations).toEqual(expect.arrayContaining([...options.killCase.mustMake]));
  }
  return met;
}

/** One step and its recovery, in a separate run. Nothing of the run is left, and nothing else was touched. */
async function runScenario(options: {
  world: World;
  count: string;
  hiddenMs: number;
  killCase: KillCase;
  runId: number;
  way: Way;
  isMeant: (point: KillPoint) => boolean;
}): Promise<KilledStep> {
  const { world, count, hiddenMs, killCase, runId, way, isMeant } = options;
  const { step: action, limits } = killCase;
  const inputs = { ...world.startInputs, ...limits, count };
  const firstSequence = world.sandbox.journal.length + 1;
  const scenario = { world, runId, inputs, hiddenMs };
  await killCase.before?.(scenario);
  const step = () => world.start({ action, runId, inputs: action === 'start-runner' ? inputs : world.stopInputs });
  const key = runKey({ repositoryId: world.sandbox.github.repository.id, runId });
  const killed = await killAtRequest({ world, way, isMeant, key, step });
  if (killed.killedAt !== undefined) await killCase.recover({ ...scenario, killed });
  else expectSuccess(await world.run({ action: 'stop-runner', runId }));
  // What is already ending may end by itself.
  await expectNothingLeft(world, (name) => name.startsWith(key));
  expectOnlyOwn(world, { key, firstSequence });
  return killed;
}

/** Every stopped task belongs to this run; a removed registration of another run would be missing in the end. */
function expectOnlyOwn({ sandbox }: World, { key, firstSequence }: { key: string; firstSequence: number }): void {
  const own = new Set(
    sandbox.aws.taskArns.filter((arn) => (sandbox.aws.task(arn) as { startedBy?: string }).startedBy === key),
  );
  const stops = sandbox.journal.filter(
    ({ sequence, operation }) => sequence >= firstSequence && operation === 'StopTask',
  );
  for (const { request } of stops) expect(own).toContain((JSON.parse(request.body) as { task: string }).task);
}

function describeMet(met: readonly MetPoint[]): string {
  const operations = [...new Set(met.map(({ operation }) => operation))];
  const counts = operations.map((name) => `${name} ${met.filter(({ operation }) => operation === name).length}`);
  return `${met.length} kill points (${WAYS.join(', ')}): ${counts.join(', ')}`;
}
