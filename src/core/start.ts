import { cleanUpStart } from './cleanup.ts';
import { combined, NameTakenError, RunnerError } from './errors.ts';
import { clientToken, runnerLabel, runnerName, type StartIdentity, startKey } from './identity.ts';
import { type LaunchRecord, Ledger } from './ledger.ts';
import type { Compute, JitRunner, Registration, StateStore } from './ports.ts';
import { computeTags } from './tags.ts';
import type { TeardownPorts } from './teardown.ts';
import { waitUntilOnline } from './wait.ts';

/** What to start. */
export interface StartRequest {
  readonly start: StartIdentity;
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
}

/** A runner on its way: registered, its compute accepted. */
export interface LaunchedRunner {
  readonly registration: Registration;
  readonly label: string;
  readonly compute: Compute;
}

/** What came of it: every runner online on running compute. */
export interface StartResult {
  readonly label: string;
  readonly runners: readonly LaunchedRunner[];
  /** From the beginning of the start to its success. */
  readonly seconds: number;
}

export interface StartPorts extends TeardownPorts {
  readonly state: StateStore;
  /** The time within which requests are tried again; absent: nobody counts it. */
  readonly patience?: { extend(ms: number): void };
}

/** A removal is not cut short because the start's own time is up: it has at least this long, milliseconds. */
const REMOVAL_MS = 120_000;

/** How many names are tried where GitHub says that the name exists. */
const NAMES_AT_MOST = 3;

/**
 * Starts one runner and returns when it is online. Where that cannot come, everything made is removed before the error
 * is thrown; where the process is killed, the saved state tells {@link cleanUpStart} what there may be.
 */
export async function startRunners(request: StartRequest, ports: StartPorts): Promise<StartResult> {
  const { clock, log } = ports;
  const began = clock.now();
  const ledger = new Ledger(ports.state);
  ledger.open(startKey(request.start));
  try {
    await prepareBoth(ports);
    if (clock.now() >= began + request.timeoutMs) throw preparedTooLate(request);
    const launched = await launchOne({ request, index: 0, ledger, ports });
    const runners = await waitUntilOnline({
      launched: [launched],
      began,
      deadline: began + request.timeoutMs,
      ports,
    });
    return { label: request.label, runners, seconds: Math.round((clock.now() - began) / 100) / 10 };
  } catch (error) {
    await removeWhatWasMade({ request, ledger, ports });
    log.info('Nothing of this start is left unless a warning above says so.');
    throw error;
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

async function launchOne(options: {
  request: StartRequest;
  index: number;
  ledger: Ledger;
  ports: StartPorts;
}): Promise<LaunchedRunner> {
  const { request, index, ledger, ports } = options;
  const { provider, clock, log } = ports;
  const label = runnerLabel(request.label, index);
  const { jit, attempt } = await register({ request, index, label, ledger, ports });
  const { registration } = jit;
  const record: LaunchRecord = { runnerName: registration.name, registrationId: registration.id };

  const sent = { ...record, launchSentAt: clock.now() };
  ledger.record(index, sent);
  let compute: Compute;
  try {
    compute = await provider.launch({
      run: request.start,
      runnerName: registration.name,
      jitConfig: jit.jitConfig,
      clientToken: clientToken(request.start, { index, attempt, capacity: provider.capacity }),
      tags: computeTags({
        ...request,
        runnerName: registration.name,
        scope: ports.github.scope,
        custom: request.tags,
      }),
    });
  } catch (error) {
    // Otherwise it is open whether the launch was accepted.
    if (error instanceof RunnerError && error.hadNoEffect) ledger.record(index, { ...sent, refused: true });
    throw error;
  }
  ledger.record(index, { ...sent, computeId: compute.id });
  log.info(`Launched ${compute.id} for runner ${registration.name} (${provider.place}).`);
  return { registration, label, compute };
}

/** Makes the registration. A name that is taken may be a first request of ours whose answer was lost: see below. */
async function register(options: {
  request: StartRequest;
  index: number;
  label: string;
  ledger: Ledger;
  ports: StartPorts;
}): Promise<{ jit: JitRunner; attempt: number }> {
  const { request, index, label, ledger, ports } = options;
  const { github, log } = ports;
  const labels = [...new Set([request.label, label, ...request.extraLabels])];
  for (let attempt = 0; ; attempt += 1) {
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
      if (attempt + 1 >= NAMES_AT_MOST) throw namesTaken(name, error, ports);
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

async function removeWhatWasMade(options: { request: StartRequest; ledger: Ledger; ports: StartPorts }): Promise<void> {
  const { request, ledger, ports } = options;
  const { launches } = ledger;
  ports.patience?.extend(REMOVAL_MS);
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
