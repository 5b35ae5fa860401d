import { combined } from './errors.ts';
import type { Clock, GitHub, Log, Provider, Random } from './ports.ts';
import { BUSY_AFTER_STOP_MS, lookInterval } from './waiting.ts';

/** What the teardown of runners needs. */
export interface TeardownPorts {
  readonly github: GitHub;
  readonly provider: Provider;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** One runner to remove: whatever is known of it. */
export interface TeardownTarget {
  readonly runnerName: string;
  /** `unknown`: it is looked for by name. `none`: GitHub's list was read and it was not there. */
  readonly registration: number | 'unknown' | 'none';
  readonly computeId: string | undefined;
}

/** How hard to try. */
export interface TeardownPolicy {
  /** How long a busy runner may finish its job, milliseconds. */
  readonly drainMs: number;
  /** Whether a runner that is busy after that is stopped, its job with it. */
  readonly stopBusy: boolean;
  /** Recorded with the compute. */
  readonly reason: string;
}

/** What became of it. */
export interface TeardownResult {
  readonly registration: 'deleted' | 'absent' | 'busy';
  readonly compute: 'stopped' | 'already-gone' | 'left-busy' | 'none';
}

/**
 * Removes one runner, the same everywhere: the DELETE of the registration comes first, because it is the lock. Answered
 * by 204 or 404, no job can take the runner any more and its compute is stopped; 422 means that it is busy.
 * @throws the first failure, with what failed after it, once all that could still be done was done
 */
export async function teardownRunner(options: {
  target: TeardownTarget;
  policy: TeardownPolicy;
  ports: TeardownPorts;
}): Promise<TeardownResult> {
  const { target, policy, ports } = options;
  let registration: TeardownResult['registration'];
  let id: number | undefined;
  try {
    id = await findRegistration(target, ports.github);
    registration = id === undefined ? 'absent' : await drainAndDelete({ id, target, policy, ports });
  } catch (error) {
    // Without GitHub's answer nobody knows whether a job runs there. Where jobs may be ended anyway, the compute must
    // not go on costing money because GitHub could not be asked.
    if (policy.stopBusy) {
      await stopCompute(target, policy, ports).catch((second: unknown) => {
        throw combined(error, second);
      });
    }
    throw error;
  }
  if (registration !== 'busy') return { registration, compute: await stopCompute(target, policy, ports) };
  if (!policy.stopBusy || id === undefined) return { registration, compute: 'left-busy' };

  ports.log.warning(`Runner ${target.runnerName} is still busy; it is stopped together with its job.`);
  const compute = await stopCompute(target, policy, ports);
  return { registration: await deleteWhileBusy({ id, forMs: BUSY_AFTER_STOP_MS, ports }), compute };
}

async function findRegistration(target: TeardownTarget, github: GitHub): Promise<number | undefined> {
  if (target.registration === 'none') return undefined;
  if (target.registration !== 'unknown') return target.registration;
  return (await github.findRunner(target.runnerName))?.id;
}

async function drainAndDelete(options: {
  id: number;
  target: TeardownTarget;
  policy: TeardownPolicy;
  ports: TeardownPorts;
}): Promise<TeardownResult['registration']> {
  const { id, target, policy, ports } = options;
  const first = await ports.github.deleteRunner(id);
  if (first !== 'busy' || policy.drainMs === 0) return first;
  ports.log.info(`Runner ${target.runnerName} is busy: waiting up to ${policy.drainMs / 1000} s for its job to end.`);
  return deleteWhileBusy({ id, forMs: policy.drainMs, ports });
}

/** DELETE again and again until it is taken or time is up; asks by GET in between, which costs a fifth of a DELETE. */
async function deleteWhileBusy(options: {
  id: number;
  forMs: number;
  ports: TeardownPorts;
}): Promise<TeardownResult['registration']> {
  const { id, forMs, ports } = options;
  const { clock, github, random } = ports;
  const began = clock.now();
  for (;;) {
    const waited = clock.now() - began;
    if (waited >= forMs) return github.deleteRunner(id);
    await clock.sleep(Math.min(lookInterval(waited, random.fraction()), forMs - waited));
    const runner = await github.getRunner(id);
    if (runner === undefined) return 'absent';
    if (!runner.busy) {
      const answer = await github.deleteRunner(id);
      if (answer !== 'busy') return answer;
    }
  }
}

async function stopCompute(
  target: TeardownTarget,
  policy: TeardownPolicy,
  ports: TeardownPorts,
): Promise<'stopped' | 'already-gone' | 'none'> {
  if (target.computeId === undefined) return 'none';
  return ports.provider.stop(target.computeId, policy.reason);
}
