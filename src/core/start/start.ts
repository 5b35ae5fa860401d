import { combined, RunnerError } from '../errors.ts';
import { startKey } from '../identity.ts';
import { AtOnce } from '../util/at-once.ts';
import { cleanUpStart, removalMs } from './cleanup.ts';
import { investigated } from './investigated.ts';
import { launchRunner, type StartPorts, type StartRequest } from './launch.ts';
import { Ledger } from './ledger.ts';
import { bringOnline } from './online.ts';
import { tellOfRest, whyMissing } from './partial.ts';
import type { OnlineRunner } from './slot.ts';

/** What came of it: runners online on running compute. */
export interface StartResult {
  readonly label: string;
  readonly runners: readonly OnlineRunner[];
  /**
   * Why others that were asked for did not come, one text each, next step included; empty unless fewer were allowed.
   */
  readonly missing: readonly string[];
  /** From the beginning of the start to its success. */
  readonly seconds: number;
}

/**
 * Starts runners and returns when all are online. Where that cannot come, everything made is removed before the error is
 * thrown; where the process is killed, the saved state tells {@link cleanUpStart} what there may be.
 */
export async function startRunners(request: StartRequest, ports: StartPorts): Promise<StartResult> {
  const { clock, log } = ports;
  const began = clock.now();
  const deadline = began + request.timeoutMs;
  const ledger = new Ledger(ports.state);
  ledger.open(startKey(request.start));
  try {
    await prepareBoth(ports);
    if (clock.now() >= deadline) throw preparedTooLate(request);
    const context = { request, deadline, ledger, ports, registering: new AtOnce(), launching: new AtOnce() };
    const removing = new AtOnce();
    const { runners, missing } = await bringOnline({
      ...request,
      // Of one runner, none is not fewer.
      allowPartial: request.allowPartial && request.count > 1,
      began,
      deadline,
      ports,
      launch: (launch) => launchRunner(context, launch),
      explainMissing: (failures) => whyMissing(failures, ports),
      giveUp: (index) => removing.run(() => giveUp({ request, index, deadline, ledger, ports })),
    });
    tellOfRest({ online: runners, ledger, ports });
    return { label: request.label, runners, missing, seconds: Math.round((clock.now() - began) / 100) / 10 };
  } catch (error) {
    const removal = removeWhatWasMade({ request, ledger, ports });
    const [explained] = await Promise.all([investigated(error, { ...ports, removal }), removal]);
    log.info('Nothing of this start is left unless a warning above says so.');
    throw explained;
  }
}

/** Reads nothing of each other: the runner group beside the task definition, and so App token beside OIDC and STS. */
async function prepareBoth({ github, provider }: StartPorts): Promise<void> {
  const outcomes = await Promise.allSettled([github.prepare(), provider.prepare()]);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  if (failures.length > 0) throw combined(failures[0], failures[1]);
}

/** Nothing is made that could not be waited for. */
function preparedTooLate({ timeoutMs }: StartRequest): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `GitHub and AWS took longer than ${timeoutMs / 1000} s (startup-timeout-seconds) to answer; nothing was launched.`,
    hint: 'See the log above for what was waited for, then run the job again or raise startup-timeout-seconds.',
  });
}

/**
 * Removes what there is of a runner that will not come, before it is launched again: two of a slot must never both take a
 * job. What was asked for and never answered is looked for as well.
 */
async function giveUp(options: {
  request: StartRequest;
  index: number;
  deadline: number;
  ledger: Ledger;
  ports: StartPorts;
}): Promise<void> {
  const { request, index, deadline, ledger, ports } = options;
  const launches = ledger.launchesOf(index);
  if (ports.clock.now() >= deadline) ports.patience?.extend(removalMs(request.count));
  const { isCertain, problems, failure } = await cleanUpStart({
    start: request.start,
    launches,
    reason: 'ecs-github-runner: given up',
    ports,
  });
  for (const problem of problems) ports.log.warning(problem);
  // What could not be removed stays in the book for the end of the start.
  if (problems.length === 0) for (const { runnerName } of launches) ledger.forget(index, runnerName);
  else if (!isCertain) throw notRemoved(problems, failure);
}

function notRemoved(problems: readonly string[], cause: unknown): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `A runner that did not come could not be removed, so it was not launched again: ${problems.join(' ')}`,
    hint: 'Run stop-runner for this workflow run, then run the start job again.',
    about: [],
    cause,
  });
}

async function removeWhatWasMade(options: { request: StartRequest; ledger: Ledger; ports: StartPorts }): Promise<void> {
  const { request, ledger, ports } = options;
  const { launches } = ledger;
  ports.patience?.extend(removalMs(request.count));
  if (launches.length > 0) ports.log.info('The start failed: removing what it made.');
  const { problems } = await cleanUpStart({
    start: request.start,
    launches,
    reason: 'ecs-github-runner: the start failed',
    ports,
  });
  for (const problem of problems) ports.log.warning(problem);
  if (problems.length === 0) ledger.close('removed');
}

export type { StartPorts, StartRequest } from './launch.ts';
