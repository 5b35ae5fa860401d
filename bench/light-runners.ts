import { startWorld, type World } from '../sandbox/harness/world.ts';
import { decodeJitConfig } from '../sandbox/runner/jit-files.ts';
import type { JournalEntry } from '../sandbox/server.ts';

/** The phases of a launch, in milliseconds. */
export interface LaunchTimes {
  /** In PROVISIONING and PENDING each. */
  readonly stateMs: number;
  /** From RUNNING to online. */
  readonly onlineMs: number;
}

/** The times of a launched task, in epoch milliseconds. */
export interface Launched {
  readonly launchedAt: number;
  readonly runningAt: number;
  readonly onlineAt: number;
}

/** A world in real time, and its tasks' times. */
export interface BenchWorld extends World {
  /** The runners that came online; resolves when that is known for all launched so far. */
  launched(): Promise<readonly Launched[]>;
}

/** Milliseconds between polls of a task until it is RUNNING; inside the sandbox, so they cost no request. */
const LOOK_MS = 5;

/**
 * A world with real time and light runners: the container does nothing, and this process connects the runner when its
 * task is RUNNING. The tests' runner is half a dozen processes, which would use the time measured here.
 * @param options.isHeld RunTask is answered once the runner is online, so that there is nothing to wait for afterwards
 */
export async function startBenchWorld(
  options: LaunchTimes & { readonly isHeld?: boolean; readonly otherRunners?: number },
): Promise<BenchWorld> {
  const { stateMs, onlineMs, isHeld = false, otherRunners = 0 } = options;
  const world = await startWorld({
    clock: { speed: 1 },
    aws: { provisioningMs: stateMs, pendingMs: stateMs },
    github: { runnerOnlineDelayMs: onlineMs },
  });
  world.sandbox.github.addForeignRunners(otherRunners);
  world.sandbox.aws.registerTaskDefinition({
    family: 'runner-light',
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    containerDefinitions: [
      { name: 'runner', image: 'light', cpu: 1, memory: 4, command: ['tail', '-f', '/dev/null'], stopTimeout: 2 },
    ],
  });
  const launches: Promise<Launched | undefined>[] = [];
  world.sandbox.observe(async (phase, entry) => {
    if (phase !== 'acted' || entry.operation !== 'RunTask') return;
    const online = bringOnline(world, entry, options);
    launches.push(online);
    if (isHeld) await online;
  });
  const startInputs = { ...world.startInputs, 'task-definition': 'runner-light', 'start-script': 'image' };
  return {
    ...world,
    startInputs,
    launched: async () => (await Promise.all(launches)).filter((launched) => launched !== undefined),
  };
}

/** Does what the task's runner would do; undefined if nothing was launched, or the task ended first. */
async function bringOnline(
  world: World,
  entry: Readonly<JournalEntry>,
  { stateMs, onlineMs }: LaunchTimes,
): Promise<Launched | undefined> {
  const { sandbox } = world;
  const launchedAt = Date.now();
  const jitConfig = /"(eyI[A-Za-z0-9+/=]{1000,})"/.exec(entry.request.body)?.[1] ?? '';
  const { data } = JSON.parse(decodeJitConfig(jitConfig)['.credentials'] ?? '{}') as { data: { clientId: string } };
  const arn = sandbox.aws.taskArns.findLast((one) => JSON.stringify(sandbox.aws.task(one)).includes(jitConfig));
  await sandbox.clock.sleep(2 * stateMs);
  for (;;) {
    const status = arn === undefined ? 'STOPPED' : sandbox.aws.task(arn)?.['lastStatus'];
    if (status === 'RUNNING') break;
    if (status === 'STOPPED') return undefined;
    await sandbox.clock.sleep(LOOK_MS);
  }
  const runningAt = Date.now();
  const body = { clientId: data.clientId, sessionId: data.clientId, version: '2.336.0' };
  await fetch(`${sandbox.github.serverUrl}/_runner/connect`, { method: 'POST', body: JSON.stringify(body) });
  await sandbox.clock.sleep(onlineMs);
  return { launchedAt, runningAt, onlineAt: runningAt + onlineMs };
}
