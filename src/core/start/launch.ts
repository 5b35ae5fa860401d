import type { Compute } from '../compute.ts';
import { NameTakenError, RunnerError } from '../errors.ts';
import { clientToken, runnerLabel, runnerName } from '../identity.ts';
import type { JitRunner, LaunchRequest } from '../ports.ts';
import { computeTags } from '../tags.ts';
import type { Semaphore } from '../util/semaphore.ts';
import { STEP } from '../words.ts';
import type { LaunchedRunner } from './launched.ts';
import type { LaunchRecord, Ledger } from './ledger.ts';
import type { StartPorts, StartRequest } from './request.ts';

/** How many names one launch uses where GitHub says that the name exists. */
const NAMES_AT_MOST = 3;

/** Waits before the identical launch request is retried after the adapter's own retries, milliseconds. */
const LAUNCH_RETRY_MS = [5_000, 15_000];

/** What all launches of a start share. */
export interface LaunchContext {
  readonly request: StartRequest;
  /** Epoch milliseconds after which nothing is sent again. */
  readonly deadline: number;
  readonly ledger: Ledger;
  readonly ports: StartPorts;
  /** A few of each run at a time. */
  readonly registering: Semaphore;
  readonly launching: Semaphore;
}

/** One launch: what it reports to the loop that waits for it, and what it goes by. */
export interface Launch {
  /** The runner within its start, from 0. */
  readonly index: number;
  /** Aborted once nobody wants the launch any more, with what it ends with. */
  readonly signal: AbortSignal;
  /** The runner is registered. Resolves when its compute may be launched. */
  readonly registered: () => Promise<void>;
  /** The compute is asked for now. Returns the capacity to ask. */
  readonly asked: () => string;
  /** The capacity has no room, and refused at once. Returns whether there is another one to ask. */
  readonly noRoom: (refusal: RunnerError) => boolean;
  /** No capacity has room. Resolves once it is worth a retry, or to false where there is none. */
  readonly retryRoom: (refusal: RunnerError) => Promise<boolean>;
}

/** Registers one runner and launches its compute. Each step is written down before its request and after its answer. */
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

/** Of a launch either the compute, or the refusal of the last capacity for lack of room. */
type LaunchOutcome =
  | { readonly compute: Compute; readonly refusal?: undefined }
  | { readonly compute?: undefined; readonly refusal: RunnerError };

/**
 * Asks one capacity after the other. One that refuses at once has done nothing, so that the registration is still
 * unused and serves for the next: no request is spent on another.
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
  { request, ports }: LaunchContext,
  options: { launch: Launch; jit: JitRunner; launchNumber: number; retry: number; record: LaunchRecord },
): LaunchRequest {
  const { launch, jit, launchNumber, retry, record } = options;
  const { index } = launch;
  const { start, runner } = request;
  const capacity = launch.asked();
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
      expiresAt: (record.launchSentAt ?? ports.clock.now()) + runner.lifetimeMs,
      custom: runner.tags,
    }),
  };
}

/**
 * Sends the identical request again as long as nobody knows whether it was accepted: its token makes one of all. A refusal
 * after that proves nothing: the first request may have been accepted.
 * @param options.onSent called when it may just have been accepted: compute is looked for from then on
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

/** Makes the registration. A name that is taken may be a first request of ours whose answer was lost: see below. */
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
      // Otherwise it is open whether the registration was made.
      if (error instanceof RunnerError && error.hadNoEffect) await ledger.forget(index, name);
      if (!(error instanceof NameTakenError)) throw error;
      if (launchNumber - first + 1 >= NAMES_AT_MOST) throw namesTaken(name, error, ports);
      // The name holds a nonce of ours, and the ledger had no record of it: so this launch made the registration, and its
      // config went with the lost answer.
      log.info(`Runner name ${name} exists already: an answer was lost. Taking the next name.`);
      const orphan = await github.findRunner(name);
      if (orphan !== undefined) await github.deleteRunner(orphan.id);
    }
  }
}

function namesTaken(name: string, cause: unknown, { github }: StartPorts): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `GitHub says that ${NAMES_AT_MOST} new runner names exist already in ${github.scope}, the last one ${name}.`,
    hint: `Its answers get lost: see githubstatus.com, then ${STEP.startAgain}.`,
    cause,
  });
}
