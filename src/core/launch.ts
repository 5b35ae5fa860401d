import { NameTakenError, RunnerError } from './errors.ts';
import { clientToken, runnerLabel, runnerName, type StartIdentity } from './identity.ts';
import type { LaunchRecord, Ledger } from './ledger.ts';
import type { Compute, JitRunner, LaunchRequest, Registration, StateStore } from './ports.ts';
import { computeTags } from './tags.ts';
import type { TeardownPorts } from './teardown.ts';

/** What to start. */
export interface StartRequest {
  readonly start: StartIdentity;
  /** Runners to start; each takes one job. */
  readonly count: number;
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

/** What a launch works with. */
export interface LaunchOptions {
  readonly request: StartRequest;
  readonly index: number;
  /** First number to try in the runner's name. */
  readonly firstAttempt: number;
  /** Epoch milliseconds after which nothing is sent again. */
  readonly deadline: number;
  readonly ledger: Ledger;
  readonly ports: StartPorts;
}

/** Registers one runner and launches its compute. Each step is written down before its request and after its answer. */
export async function launchRunner(options: LaunchOptions): Promise<LaunchedRunner> {
  const { request, index, ledger, ports } = options;
  const { provider, clock, log } = ports;
  const label = runnerLabel(request.label, index);
  const { jit, attempt } = await register(options, label);
  const { registration } = jit;
  const launchSentAt = clock.now();
  const record: LaunchRecord = { runnerName: registration.name, registrationId: registration.id, launchSentAt };
  ledger.record(index, record);
  const compute = await sendLaunch(options, {
    launch: {
      run: request.start,
      runnerName: registration.name,
      jitConfig: jit.jitConfig,
      clientToken: clientToken(request.start, { index, attempt, capacity: provider.capacity }),
      tags: computeTags({
        ...request,
        runnerName: registration.name,
        scope: ports.github.scope,
        expiresAt: launchSentAt + request.lifetimeMs,
        custom: request.tags,
      }),
    },
    onRefused: () => ledger.record(index, { ...record, refused: true }),
  });
  ledger.record(index, { ...record, computeId: compute.id });
  log.info(`Launched ${compute.id} for runner ${registration.name} (${provider.place}).`);
  return { index, attempt, registration, label, compute };
}

/**
 * Sends the identical request again while it stays open whether it was accepted: its token makes one of all. What is
 * refused after that is not known to be refused: the first sending may have been accepted.
 */
async function sendLaunch(
  { deadline, ports }: LaunchOptions,
  { launch, onRefused }: { launch: LaunchRequest; onRefused: () => void },
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
      if (!isOpen || wait === undefined || clock.now() + wait >= deadline) throw error;
      log.info(`${error.message} Sending the same launch again in ${wait / 1000} s.`);
      await clock.sleep(wait);
    }
  }
}

/** Makes the registration. A name that is taken may be a first request of ours whose answer was lost: see below. */
async function register(options: LaunchOptions, label: string): Promise<{ jit: JitRunner; attempt: number }> {
  const { request, index, firstAttempt, ledger, ports } = options;
  const { github, log } = ports;
  const labels = [...new Set([request.label, label, ...request.extraLabels])];
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
