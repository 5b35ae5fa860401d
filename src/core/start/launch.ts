import type { Compute } from '../compute.ts';
import { NameTakenError, RunnerError } from '../errors.ts';
import { clientToken, runnerLabel, runnerName, type StartIdentity } from '../identity.ts';
import { ENDING_MS } from '../lifetime.ts';
import type { JitRunner, LaunchRequest } from '../ports.ts';
import { computeTags } from '../tags.ts';
import { teardownRunner } from '../teardown/teardown.ts';
import type { Semaphore } from '../util/semaphore.ts';
import { STEP } from '../words.ts';
import type { LaunchedRunner } from './launched.ts';
import type { LaunchRecord, Ledger } from './ledger.ts';
import type { StartPorts, StartRequest } from './request.ts';

/** How many names one launch tries if GitHub says that the name exists. */
const NAMES_AT_MOST = 3;

/** Waits before the identical launch request is retried, on top of the adapter's own retries, milliseconds. */
const LAUNCH_RETRY_MS = [5_000, 15_000];

/** What all launches of a start share. */
export interface LaunchContext {
  readonly request: StartRequest;
  /** Epoch milliseconds after which nothing is retried. */
  readonly deadline: number;
  readonly ledger: Ledger;
  readonly ports: StartPorts;
  /** Each lets a few run at a time. */
  readonly registering: Semaphore;
  readonly launching: Semaphore;
}

/** One launch: what it reports to the loop that waits for it, and what controls it. */
export interface Launch {
  /** The runner within its start, from 0. */
  readonly index: number;
  /** Aborted once the launch is no longer wanted; its reason is what the launch throws. */
  readonly signal: AbortSignal;
  /** Reports that the runner is registered. Resolves when its compute may be launched. */
  readonly registered: () => Promise<void>;
  /** Reports that the compute is about to be requested. Returns the capacity to request it on. */
  readonly requesting: () => string;
  /** Reports that the capacity has no room and refused at once. Returns whether there is another one to try. */
  readonly noRoom: (refusal: RunnerError) => boolean;
  /** Reports that no capacity has room. Resolves to true once a retry is worthwhile, or to false if there is none. */
  readonly retryRoom: (refusal: RunnerError) => Promise<boolean>;
}

/** Registers one runner and launches its compute. Each step is recorded before its request and after its answer. */
export async function launchRunner(context: LaunchContext, launch: Launch): Promise<LaunchedRunner> {
  const { request, registering, launching } = context;
  const { index, signal } = launch;
  const label = runnerLabel(request.runner.label, index);
  const { jit, launchNumber } = await registering.run(() => {
    signal.throwIfAborted();
    return register(context, { index, label });
  });
  await launch.registered();
  for (let retry = 0; ; retry += 1) {
    const { compute, refusal } = await launching.run(() =>
      launchSomewhere(context, { launch, jit, launchNumber, retry }),
    );
    if (compute !== undefined) return { index, launchNumber, registration: jit.registration, label, compute };
    // Outside the semaphore: others run meanwhile.
    if (!(await launch.retryRoom(refusal))) throw refusal;
  }
}

/** The compute that was launched, or the refusal of the last capacity for lack of room. */
type LaunchOutcome =
  | { readonly compute: Compute; readonly refusal?: undefined }
  | { readonly compute?: undefined; readonly refusal: RunnerError };

/**
 * Tries one capacity after the other. One that refuses at once has done nothing, so the registration is still unused
 * and serves for the next one: no request is spent on another.
 */
async function launchSomewhere(
  context: LaunchContext,
  options: { launch: Launch; jit: JitRunner; launchNumber: number; retry: number },
): Promise<LaunchOutcome> {
  const { ledger, ports } = context;
  const { launch, jit } = options;
  const { name: runner, id } = jit.registration;
  for (;;) {
    launch.signal.throwIfAborted();
    const record: LaunchRecord = { runnerName: runner, registrationId: id, launchSentAt: ports.clock.now() };
    await ledger.record(launch.index, record);
    let isRefused = false;
    const onRefused = (): Promise<void> => {
      isRefused = true;
      return ledger.record(launch.index, { ...record, refused: true });
    };
    const onSent = (): Promise<void> => ledger.record(launch.index, { ...record, launchSentAt: ports.clock.now() });
    try {
      const request = launchRequest(context, { ...options, record });
      const compute = await sendLaunch(context, { launch: request, onSent, onRefused });
      await ledger.record(launch.index, { ...record, computeId: compute.id });
      return { compute };
    } catch (error) {
      const isFull = isRefused && error instanceof RunnerError && error.kind === 'capacity';
      if (!isFull) throw error;
      if (!launch.noRoom(error)) return { refusal: error };
    }
  }
}

function launchRequest(
  { request, deadline, ports }: LaunchContext,
  options: { launch: Launch; jit: JitRunner; launchNumber: number; retry: number; record: LaunchRecord },
): LaunchRequest {
  const { launch, jit, launchNumber, retry, record } = options;
  const { index } = launch;
  const { start, runner } = request;
  const capacity = launch.requesting();
  return {
    run: start,
    runnerName: record.runnerName,
    jitConfig: jit.jitConfig,
    capacity,
    clientToken: clientToken(start, { index, launchNumber, capacity, retry }),
    tags: computeTags({
      ...runner,
      start,
      runnerName: record.runnerName,
      scope: ports.github.scope,
      // It may begin as late as the start waits for it.
      expiresAt: Math.max(deadline, record.launchSentAt ?? ports.clock.now()) + runner.lifetimeMs + ENDING_MS,
      custom: runner.tags,
    }),
  };
}

/**
 * Retries the identical request while it is unknown whether it was accepted: its token makes them all one launch. A
 * refusal after that proves nothing: the first request may have been accepted.
 * @param options.onSent called when it may just have been accepted: a search for its compute counts from then
 */
async function sendLaunch(
  { deadline, ports }: LaunchContext,
  { launch, onSent, onRefused }: { launch: LaunchRequest; onSent: () => Promise<void>; onRefused: () => Promise<void> },
): Promise<Compute> {
  const { launcher, clock, log } = ports;
  for (let sent = 0; ; sent += 1) {
    try {
      return await launcher.launch(launch);
    } catch (error) {
      const hadNoEffect = error instanceof RunnerError && error.hadNoEffect;
      if (hadNoEffect && sent === 0) await onRefused();
      const wait = LAUNCH_RETRY_MS[sent];
      const isOpen = error instanceof RunnerError && !hadNoEffect;
      // The adapter itself retries, for a minute and more.
      if (isOpen) await onSent();
      if (!isOpen || wait === undefined || clock.now() + wait >= deadline) throw error;
      log.info(`${error.message} Retrying the same launch in ${wait / 1000} s.`);
      await clock.sleep(wait);
      await onSent();
    }
  }
}

/** Creates the registration. A name that is taken may come from our own first request, its answer lost: see below. */
async function register(
  { request, ledger, ports }: LaunchContext,
  { index, label }: { index: number; label: string },
): Promise<{ jit: JitRunner; launchNumber: number }> {
  const { github, log } = ports;
  const { start, runner } = request;
  const labels = [...new Set([runner.label, label, ...runner.extraLabels])];
  const first = ledger.namesUsed(index);
  for (let launchNumber = first; ; launchNumber += 1) {
    const name = runnerName(start, { index, launchNumber });
    await ledger.record(index, { runnerName: name });
    try {
      const jit = await github.createJitRunner({ name, labels, workFolder: runner.workFolder });
      await ledger.record(index, { runnerName: name, registrationId: jit.registration.id });
      return { jit, launchNumber };
    } catch (error) {
      // Otherwise it is unknown whether the registration was created.
      if (error instanceof RunnerError && error.hadNoEffect) await ledger.forget(index, name);
      if (!(error instanceof NameTakenError)) throw error;
      if (launchNumber - first + 1 >= NAMES_AT_MOST) throw namesTaken(name, error, ports);
      // The name contains our nonce, and the ledger had no record of it: this launch created the registration, and its
      // config went with the lost answer.
      log.info(`Runner name ${name} already exists: an answer was lost. Using the next name.`);
      await removeOrphan(name, { start, ports });
    }
  }
}

/** Its config is lost, so it can never connect. What cannot be removed stays on record. */
async function removeOrphan(
  runnerName: string,
  { start, ports }: { start: StartIdentity; ports: StartPorts },
): Promise<void> {
  await teardownRunner({
    target: { runnerName, registration: 'unknown', computeId: undefined },
    policy: { mandate: 'undo', run: start, drainMs: 0, reason: '' },
    ports: { ...ports, pool: ports.launcher },
  });
}

function namesTaken(name: string, cause: unknown, { github }: StartPorts): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `GitHub says that ${NAMES_AT_MOST} new runner names already exist in ${github.scope}, the last one ${name}.`,
    hint: `GitHub's answers are getting lost: see githubstatus.com, then ${STEP.startAgain}.`,
    cause,
  });
}
