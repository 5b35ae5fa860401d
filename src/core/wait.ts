import { RunnerError } from './errors.ts';
import type { Compute } from './ports.ts';
import type { LaunchedRunner, StartPorts } from './start.ts';
import { HIDDEN_AT_MOST_MS, lookInterval, watchInterval } from './waiting.ts';

/** How often the log says that the wait goes on while nothing changes, milliseconds. */
const HEARTBEAT_MS = 30_000;

/** One runner while it is awaited. */
interface Awaited {
  readonly launched: LaunchedRunner;
  compute: Compute;
  /** Epoch milliseconds. */
  readonly launchedAt: number;
  stateSince: number;
  runningSince: number | undefined;
  nextComputeLook: number;
  nextGitHubLook: number;
  online: boolean;
}

/**
 * One loop over the provider and GitHub until every runner is online on running compute. GitHub is asked only once the
 * compute runs, by runner id; the first look at each comes at once.
 * @throws RunnerError as soon as a runner cannot come any more, or at the deadline
 */
export async function waitUntilOnline(options: {
  launched: readonly LaunchedRunner[];
  /** Epoch milliseconds at which the start began, and at which it gives up. */
  began: number;
  deadline: number;
  ports: StartPorts;
}): Promise<readonly LaunchedRunner[]> {
  const { deadline, ports } = options;
  const { clock } = ports;
  const now = clock.now();
  const runners = options.launched.map((launched): Awaited => {
    const { compute } = launched;
    const times = { launchedAt: now, stateSince: now, nextComputeLook: now, nextGitHubLook: now };
    return { launched, compute, ...times, runningSince: undefined, online: false };
  });
  let nextHeartbeat = now + HEARTBEAT_MS;
  for (;;) {
    if (runners.every(({ online }) => online)) return lastLook(runners, ports);
    if (clock.now() >= deadline) throw timedOut(runners, options, ports);
    await Promise.all([lookAtCompute(runners, ports), ...runners.map((runner) => lookAtGitHub(runner, ports))]);
    const next = Math.min(...runners.filter(({ online }) => !online).map(nextLook), deadline);
    if (clock.now() >= nextHeartbeat) {
      nextHeartbeat = clock.now() + HEARTBEAT_MS;
      heartbeat(runners, deadline, ports);
    }
    if (next > clock.now() && !runners.every(({ online }) => online)) await clock.sleep(next - clock.now());
  }
}

function nextLook(runner: Awaited): number {
  return runner.runningSince === undefined
    ? runner.nextComputeLook
    : Math.min(runner.nextComputeLook, runner.nextGitHubLook);
}

/** Describes all that is due in one request, and says what changed. */
async function lookAtCompute(runners: readonly Awaited[], ports: StartPorts): Promise<void> {
  const { clock, random, provider } = ports;
  const due = runners.filter(({ online, nextComputeLook }) => !online && nextComputeLook <= clock.now());
  if (due.length === 0) return;
  const seen = await provider.describe(due.map(({ compute }) => compute.id));
  const now = clock.now();
  for (const runner of due) {
    const compute = seen.get(runner.compute.id);
    if (compute !== undefined) noteCompute({ runner, compute, now, ports });
    else if (now - runner.launchedAt > HIDDEN_AT_MOST_MS) throw computeVanished(runner, ports);
    const waited =
      runner.runningSince === undefined
        ? lookInterval(now - runner.launchedAt, random.fraction())
        : watchInterval(now - runner.runningSince);
    runner.nextComputeLook = now + waited;
  }
}

function noteCompute(options: { runner: Awaited; compute: Compute; now: number; ports: StartPorts }): void {
  const { runner, compute, now, ports } = options;
  const before = runner.compute;
  runner.compute = compute;
  if (compute.state !== before.state) {
    const seconds = Math.round((now - runner.launchedAt) / 1000);
    ports.log.info(`${compute.id}: ${before.state} -> ${compute.state} (${seconds} s after its launch)`);
    runner.stateSince = now;
  }
  if (compute.phase === 'stopping' || compute.phase === 'stopped') throw ended(runner, ports);
  if (compute.phase === 'running' && runner.runningSince === undefined) {
    runner.runningSince = now;
    runner.nextGitHubLook = now;
  }
}

/** Reads one registration by its id, never the list: a list grows with the other runners of the scope. */
async function lookAtGitHub(runner: Awaited, ports: StartPorts): Promise<void> {
  const { clock, random, github, provider, log } = ports;
  if (runner.online || runner.runningSince === undefined || runner.nextGitHubLook > clock.now()) return;
  const { registration } = runner.launched;
  const seen = await github.getRunner(registration.id);
  const now = clock.now();
  if (seen === undefined) {
    // What became of the compute may say why.
    runner.compute = (await provider.describe([runner.compute.id])).get(runner.compute.id) ?? runner.compute;
    throw registrationVanished(runner, ports);
  }
  if (seen.status === 'online') {
    runner.online = true;
    log.info(
      `Runner ${registration.name} is online (${Math.round((now - runner.launchedAt) / 1000)} s after its launch).`,
    );
    return;
  }
  runner.nextGitHubLook = now + lookInterval(now - runner.runningSince, random.fraction());
}

/** Just before success all compute is looked at once more: a green start whose runner just died would strand its job. */
async function lastLook(runners: readonly Awaited[], ports: StartPorts): Promise<readonly LaunchedRunner[]> {
  const seen = await ports.provider.describe(runners.map(({ compute }) => compute.id));
  const now = ports.clock.now();
  return runners.map((runner) => {
    const compute = seen.get(runner.compute.id);
    if (compute === undefined) throw computeVanished(runner, ports);
    noteCompute({ runner, compute, now, ports });
    return { ...runner.launched, compute };
  });
}

function heartbeat(runners: readonly Awaited[], deadline: number, { clock, log }: StartPorts): void {
  const left = Math.round((deadline - clock.now()) / 1000);
  for (const { compute, stateSince, online } of runners) {
    if (online) continue;
    const seconds = Math.round((clock.now() - stateSince) / 1000);
    log.info(`Waiting: ${compute.id} has been ${compute.state} for ${seconds} s; ${left} s left.`);
  }
}

function ended({ compute, launched }: Awaited, { provider }: StartPorts): RunnerError {
  const end = compute.end ?? provider.explainStuck(compute);
  return new RunnerError({
    kind: end.kind,
    message: `Runner ${launched.registration.name} never came online: ${end.message}`,
    hint: end.hint,
  });
}

function computeVanished({ compute, launched }: Awaited, { provider }: StartPorts): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `${compute.id} (${provider.place}), launched for runner ${launched.registration.name}, does not exist any more.`,
    hint: 'Look in CloudTrail for who stopped it, then run the start job again.',
  });
}

function registrationVanished({ compute, launched }: Awaited, { github }: StartPorts): RunnerError {
  const { id, name } = launched.registration;
  return new RunnerError({
    kind: 'transient',
    message:
      `The registration of runner ${name} (id ${id}) in ${github.scope} vanished before the runner was online, ` +
      `while its compute ${compute.id} was ${compute.state}. ${compute.end?.message ?? ''}`.trimEnd(),
    hint:
      'Somebody deleted it, GitHub removed it, or the runner took a job and ended between two looks. See the list of ' +
      'runners in the settings and the audit log of the scope, then run the start job again.',
  });
}

function timedOut(
  runners: readonly Awaited[],
  { began, deadline }: { began: number; deadline: number },
  ports: StartPorts,
) {
  const late = runners.find(({ online }) => !online);
  if (late === undefined) throw new Error('A wait in which every runner is online cannot time out.');
  const { compute, stateSince, runningSince, launched } = late;
  const stuck = ports.provider.explainStuck(compute);
  const seconds = Math.round((ports.clock.now() - stateSince) / 1000);
  const where =
    runningSince === undefined
      ? `${compute.id} was still ${compute.state}, for ${seconds} s`
      : `${compute.id} was ${compute.state} for ${seconds} s, but the runner never connected to GitHub`;
  return new RunnerError({
    kind: stuck.kind,
    message:
      `Runner ${launched.registration.name} was not online within ${Math.round((deadline - began) / 1000)} s ` +
      `(startup-timeout-seconds): ${where}. ${stuck.message}`,
    hint: stuck.hint,
  });
}
