import { combined, RunnerError } from '../errors.ts';
import { startKey } from '../identity.ts';
import { REASON } from '../teardown/reasons.ts';
import { Semaphore } from '../util/semaphore.ts';
import { SETTING, STEP } from '../words.ts';
import { adoptLaunch } from './adopt.ts';
import { bringOnline, type OnlineRunner } from './bring-online.ts';
import { cleanUpStart, removalMs } from './cleanup.ts';
import { withInvestigation } from './investigation.ts';
import { launchRunner } from './launch.ts';
import { type LaunchRecord, Ledger } from './ledger.ts';
import { explainMissing, warnOfRest } from './missing.ts';
import { repeatedResult } from './repeated.ts';
import type { StartPorts, StartRequest } from './request.ts';

/** The result of a start: runners online on running compute. */
export interface StartResult {
  readonly label: string;
  readonly runners: readonly OnlineRunner[];
  /**
   * Why other requested runners did not come online, one text each, next step included; empty unless fewer were
   * allowed.
   */
  readonly missing: readonly string[];
  /** From the beginning of the start to its success. */
  readonly seconds: number;
}

/** What the parts of one start share. */
interface StartContext {
  readonly request: StartRequest;
  /** Epoch milliseconds at which the start began, and at which it gives up. */
  readonly began: number;
  readonly deadline: number;
  readonly ledger: Ledger;
  readonly ports: StartPorts;
}

/**
 * Starts runners and returns when all are online. If that is impossible, it removes everything it created before it
 * throws the error; if the process is killed, the saved state shows {@link cleanUpStart} what may exist. Called again
 * with the same start and its state, once the earlier call is over, it adopts what that call created.
 */
export async function startRunners(request: StartRequest, ports: StartPorts): Promise<StartResult> {
  const began = ports.clock.now();
  const ledger = await Ledger.open(ports.state, startKey(request.start));
  const context: StartContext = { request, began, deadline: began + request.policy.timeoutMs, ledger, ports };
  if (ledger.earlierOutcome === 'ready')
    return { ...(await repeatedResult(context)), seconds: secondsSince(began, ports) };
  try {
    const { runners, missing } = await start(context);
    warnOfRest({ online: runners, ledger, ports });
    return { label: request.runner.label, runners, missing, seconds: secondsSince(began, ports) };
  } catch (error) {
    const removal = removeWhatWasMade(context);
    const [explained] = await Promise.all([withInvestigation(error, { ...ports, removal }), removal]);
    ports.log.info('Nothing of this start is left unless a warning above says so.');
    throw explained;
  }
}

async function start(context: StartContext): ReturnType<typeof bringOnline> {
  const { request, deadline, ledger, ports } = context;
  await prepareBoth(ports);
  if (ports.clock.now() >= deadline) throw preparedTooLate(request);
  const launchContext = { request, deadline, ledger, ports, registering: new Semaphore(), launching: new Semaphore() };
  const adopting = new Semaphore();
  const removing = new Semaphore();
  const removeLaunches = (index: number): Promise<void> => removing.run(() => removeOf(index, context));
  return bringOnline({
    ...context,
    count: request.count,
    // For a single runner, fewer would mean none.
    policy: { ...request.policy, allowPartial: request.policy.allowPartial && request.count > 1 },
    launch: async (launch) => {
      const { index, signal } = launch;
      const records = ledger.takeInherited(index);
      if (records.length === 0) return launchRunner(launchContext, launch);
      const adopted = await adopting.run(() => adoptLaunch(context, { index, records, signal }));
      if (adopted !== undefined) return adopted;
      await removeLaunches(index);
      return launchRunner(launchContext, launch);
    },
    noteOnline: ({ index, registration }) => ledger.noteOnline(index, registration.name),
    explainMissing: (failures) => explainMissing(failures, ports),
    removeLaunches,
  });
}

/** Independent, so in parallel: the runner group and the task definition, hence the App token and OIDC with STS. */
async function prepareBoth({ github, launcher }: StartPorts): Promise<void> {
  const outcomes = await Promise.allSettled([github.prepare(), launcher.prepare()]);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  if (failures.length > 0) throw combined(failures[0], failures[1]);
}

/** Nothing is created if there is no time left to wait for it. */
function preparedTooLate({ policy }: StartRequest): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `GitHub and AWS took longer than ${policy.timeoutMs / 1000} s (${SETTING.startupTimeout}) to answer; nothing was launched.`,
    hint: `See the log above for what took so long, then ${STEP.again} or raise ${SETTING.startupTimeout}.`,
  });
}

/**
 * Removes what exists of a runner that did not come online before it is relaunched: two of it must never both take a
 * job. It also searches for what was requested but never answered.
 */
async function removeOf(index: number, { request, deadline, ledger, ports }: StartContext): Promise<void> {
  const launches = ledger.launchesOf(index);
  if (ports.clock.now() >= deadline) ports.retryBudget?.extend(removalMs(request.count));
  const { isCertain, problems, left, results, failure } = await cleanUpStart({
    ...cleanupOf({ request, ledger, ports }),
    launches,
    reason: REASON.givenUp,
  });
  for (const line of [...problems, ...left]) ports.log.warning(line);
  // What could not be removed stays in the ledger until the end of the start.
  if (problems.length === 0) {
    const isGone = (name: string): boolean =>
      results.some(({ runnerName, compute }) => runnerName === name && compute !== 'left' && compute !== 'left-busy');
    for (const { runnerName } of launches) if (isGone(runnerName)) await ledger.forget(index, runnerName);
  }
  // Another launch beside one that lives would make two runners.
  if (!isCertain || left.length > 0) throw notRemoved([...problems, ...left], failure);
}

/** What all removals of a start have in common. */
function cleanupOf({ request, ledger, ports }: Pick<StartContext, 'request' | 'ledger' | 'ports'>) {
  const { start, runner } = request;
  return {
    start,
    label: runner.label,
    isLabelSecret: (launch: LaunchRecord) => !runner.isReachable && !ledger.isOfEarlierCall(launch),
    ports: { ...ports, pool: ports.launcher },
  };
}

function notRemoved(problems: readonly string[], cause: unknown): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `A runner that did not come online could not be removed, so it was not relaunched: ${problems.join(' ')}`,
    hint: `${STEP.stop}, then ${STEP.startAgain}.`,
    about: [],
    cause,
  });
}

async function removeWhatWasMade({ request, ledger, ports }: StartContext): Promise<void> {
  const { launches } = ledger;
  ports.retryBudget?.extend(removalMs(request.count));
  if (launches.length > 0) ports.log.info('The start failed: removing what it created.');
  const { problems, left } = await cleanUpStart({
    ...cleanupOf({ request, ledger, ports }),
    launches,
    reason: REASON.startFailed,
  });
  for (const line of [...problems, ...left]) ports.log.warning(line);
  if (problems.length + left.length === 0) await ledger.close('removed');
}

function secondsSince(began: number, { clock }: StartPorts): number {
  return Math.round((clock.now() - began) / 100) / 10;
}

export type { RunnerSpec, StartPolicy, StartPorts, StartRequest } from './request.ts';
