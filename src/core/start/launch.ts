import { NameTakenError, RunnerError } from '../errors.ts';
import { clientToken, runnerLabel, runnerName, type StartIdentity } from '../identity.ts';
import type { Compute, JitRunner, LaunchRequest, Registration, StateStore } from '../ports.ts';
import { computeTags } from '../tags.ts';
import type { TeardownPorts } from '../teardown/teardown.ts';
import type { AtOnce } from '../util/at-once.ts';
import type { LaunchRecord, Ledger } from './ledger.ts';

/** What to start. */
export interface StartRequest {
  readonly start: StartIdentity;
  /** Runners to start; each takes one job. */
  readonly count: number;
  /** Whether fewer than {@link count} are a success, as long as there is one. */
  readonly allowPartial: boolean;
  /** Version of this project, for a tag. */
  readonly version: string;
  /** Full name of the workflow's repository, for a tag. */
  readonly repository: string;
  /** Carried by every runner of this start, and by no other. */
  readonly label: string;
  readonly extraLabels: readonly string[];
  /** A name that stop-runner can select by. */
  readonly id: string | undefined;
  readonly workFolder: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** How long a capacity may leave compute without room before the next one is tried. */
  readonly capacityTimeoutMs: number;
  /** How often one runner is launched anew when it vanished or died before it was online. */
  readonly maxRelaunches: number;
  /** How long the compute may live: it ends itself then, and a sweep counts it as expired. */
  readonly lifetimeMs: number;
}

/** A runner on its way: registered, its compute accepted. */
export interface LaunchedRunner {
  /** Within the start, from 0. */
  readonly index: number;
  /** The number in its name: how many names of this runner were tried before, from 0. */
  readonly attempt: number;
  readonly registration: Registration;
  readonly label: string;
  readonly compute: Compute;
}

export interface StartPorts extends TeardownPorts {
  readonly state: StateStore;
  /** The time within which requests are tried again; absent: nobody counts it. */
  readonly patience?: { extend(ms: number): void };
}

/** How many names are tried in one launch where GitHub says that the name exists. */
const NAMES_AT_MOST = 3;

/** Waits before the identical launch request is sent again after the adapter's own retries, milliseconds. */
const LAUNCH_AGAIN_AFTER_MS = [5_000, 15_000];

/** What all launches of a start share. */
export interface LaunchContext {
  readonly request: StartRequest;
  /** Epoch milliseconds after which nothing is sent again. */
  readonly deadline: number;
  readonly ledger: Ledger;
  readonly ports: StartPorts;
  /** Few of each go on at a time. */
  readonly registering: AtOnce;
  readonly launching: AtOnce;
}

/** One launch, as the loop that waits for it sees it. */
export interface Launch {
  /** The runner within its start, from 0. */
  readonly index: number;
  /** The capacity to ask now. */
  readonly capacity: () => string;
  /** Called before each step. @throws where the start is over by then */
  readonly assertWanted: () => void;
  /** Resolves when the compute of what is registered may be launched. */
  readonly hold: () => Promise<void>;
  /** The capacity has no room, and refused at once. Returns whether there is another one to ask. */
  readonly onNoRoom: (refusal: RunnerError) => boolean;
  /** No capacity has room. Returns whether to ask the last one again, once that is worth it. */
  readonly waitForRoom: (refusal: RunnerError) => Promise<boolean>;
}

/** Registers one runner and launches its compute. Each step is written down before its request and after its answer. */
export async function launchRunner(context: LaunchContext, launch: Launch): Promise<LaunchedRunner> {
  const { request, registering, launching } = context;
  const label = runnerLabel(request.label, launch.index);
  const { jit, attempt } = await registering.run(() => {
    launch.assertWanted();
    return register(context, { index: launch.index, label });
  });
  await launch.hold();
  for (let asking = 0; ; asking += 1) {
    const { compute, refusal } = await launching.run(() => launchSomewhere(context, { launch, jit, attempt, asking }));
    if (compute !== undefined) return { index: launch.index, attempt, registration: jit.registration, label, compute };
    // Not within the turn above: others have theirs meanwhile.
    if (!(await launch.waitForRoom(refusal))) throw refusal;
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
  options: { launch: Launch; jit: JitRunner; attempt: number; asking: number },
): Promise<LaunchOutcome> {
  const { ledger, ports } = context;
  const { launch, jit } = options;
  const { name: runner, id } = jit.registration;
  for (;;) {
    launch.assertWanted();
    const record: LaunchRecord = { runnerName: runner, registrationId: id, launchSentAt: ports.clock.now() };
    ledger.record(launch.index, record);
    let isRefused = false;
    const onRefused = (): void => {
      isRefused = true;
      ledger.record(launch.index, { ...record, refused: true });
    };
    const onSent = (): void => ledger.record(launch.index, { ...record, launchSentAt: ports.clock.now() });
    try {
      const request = launchRequest(context, { ...options, record });
      const compute = await sendLaunch(context, { launch: request, onSent, onRefused });
      ledger.record(launch.index, { ...record, computeId: compute.id });
      return { compute };
    } catch (error) {
      const isFull = isRefused && error instanceof RunnerError && error.kind === 'capacity';
      if (!isFull) throw error;
      if (!launch.onNoRoom(error)) return { refusal: error };
    }
  }
}

function launchRequest(
  { request, ports }: LaunchContext,
  options: { launch: Launch; jit: JitRunner; attempt: number; asking: number; record: LaunchRecord },
): LaunchRequest {
  const { launch, jit, attempt, asking, record } = options;
  const { index } = launch;
  const capacity = launch.capacity();
  return {
    run: request.start,
    runnerName: record.runnerName,
    jitConfig: jit.jitConfig,
    capacity,
    clientToken: clientToken(request.start, { index, attempt, capacity, asking }),
    tags: computeTags({
      ...request,
      runnerName: record.runnerName,
      scope: ports.github.scope,
      expiresAt: (record.launchSentAt ?? ports.clock.now()) + request.lifetimeMs,
      custom: request.tags,
    }),
  };
}

/**
 * Sends the identical request again while it stays open whether it was accepted: its token makes one of all. What is
 * refused after that is not known to be refused: the first sending may have been accepted.
 * @param options.onSent called when it may just have been accepted: compute is looked for from then on
 */
async function sendLaunch(
  { deadline, ports }: LaunchContext,
  { launch, onSent, onRefused }: { launch: LaunchRequest; onSent: () => void; onRefused: () => void },
): Promise<Compute> {
  const { provider, clock, log } = ports;
  for (let sent = 0; ; sent += 1) {
    try {
      return await provider.launch(launch);
    } catch (error) {
      const hadNoEffect = error instanceof RunnerError && error.hadNoEffect;
      if (hadNoEffect && sent === 0) onRefused();
      const wait = LAUNCH_AGAIN_AFTER_MS[sent];
      const isOpen = error instanceof RunnerError && !hadNoEffect;
      // The adapter itself tries it again, for a minute and more.
      if (isOpen) onSent();
      if (!isOpen || wait === undefined || clock.now() + wait >= deadline) throw error;
      log.info(`${error.message} Sending the same launch again in ${wait / 1000} s.`);
      await clock.sleep(wait);
      onSent();
    }
  }
}

/** Makes the registration. A name that is taken may be a first request of ours whose answer was lost: see below. */
async function register(
  { request, ledger, ports }: LaunchContext,
  { index, label }: { index: number; label: string },
): Promise<{ jit: JitRunner; attempt: number }> {
  const { github, log } = ports;
  const labels = [...new Set([request.label, label, ...request.extraLabels])];
  const firstAttempt = ledger.triesOf(index);
  for (let attempt = firstAttempt; ; attempt += 1) {
    const name = runnerName(request.start, { index, attempt });
    ledger.record(index, { runnerName: name });
    try {
      const jit = await github.createJitRunner({ name, labels, workFolder: request.workFolder });
      ledger.record(index, { runnerName: name, registrationId: jit.registration.id });
      return { jit, attempt };
    } catch (error) {
      // Otherwise it is open whether the registration was made.
      if (error instanceof RunnerError && error.hadNoEffect) ledger.forget(index, name);
      if (!(error instanceof NameTakenError)) throw error;
      if (attempt - firstAttempt + 1 >= NAMES_AT_MOST) throw namesTaken(name, error, ports);
      // The name holds a nonce of ours, so the registration is ours; its config went with the lost answer.
      log.info(`Runner name ${name} exists already: an answer was lost. Taking the next name.`);
      const orphan = await github.findRunner(name);
      if (orphan !== undefined) await github.deleteRunner(orphan.id);
    }
  }
}

function namesTaken(name: string, cause: unknown, { github }: StartPorts): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `GitHub says of ${NAMES_AT_MOST} new runner names that they exist already in ${github.scope}, of ${name} at last.`,
    hint: 'Its answers get lost: see githubstatus.com, then run the start job again.',
    cause,
  });
}
