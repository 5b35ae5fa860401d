import type { Compute } from '../compute.ts';
import { parseRunnerName, runnerLabel, startKey } from '../identity.ts';
import type { Registration } from '../ports.ts';
import { TAG } from '../tags.ts';
import { pollInterval } from '../util/polling.ts';
import type { LaunchedRunner } from './launched.ts';
import type { LaunchRecord, Ledger } from './ledger.ts';
import type { StartPorts, StartRequest } from './request.ts';

interface AdoptContext {
  readonly request: StartRequest;
  readonly ledger: Ledger;
  readonly ports: StartPorts;
}

/**
 * What an earlier call of the same start made of a runner, if it lives: a start that is repeated, by a message that is
 * delivered twice, must not take the first one's runner for an orphan. The earlier call must be over: its JIT configs are
 * known to nobody any more, so what it registered and did not launch serves nobody.
 * @returns undefined where nothing of it lives
 */
export async function adoptLaunch(
  context: AdoptContext,
  { index, records }: { index: number; records: readonly LaunchRecord[] },
): Promise<LaunchedRunner | undefined> {
  const { request, ledger, ports } = context;
  for (const record of records.toReversed()) {
    const compute = await findCompute(record, context);
    if (compute?.phase !== 'starting' && compute?.phase !== 'running') continue;
    const registration = await findRegistration(record, ports);
    if (registration === undefined) continue;
    const { runnerName, launchSentAt } = record;
    await ledger.record(index, {
      runnerName,
      registrationId: registration.id,
      ...(launchSentAt !== undefined && { launchSentAt }),
      computeId: compute.id,
    });
    ports.log.info(`Runner ${runnerName} was launched by an earlier call of this start (${compute.id}): adopted.`);
    const launchNumber = parseRunnerName(runnerName)?.launchNumber ?? 0;
    return { index, launchNumber, registration, label: runnerLabel(request.runner.label, index), compute };
  }
  return undefined;
}

/** By its id, or where the answer to its launch was lost, by its tags, for as long as it may be hidden. */
async function findCompute(
  { runnerName, launchSentAt, computeId, refused }: LaunchRecord,
  { request, ports }: AdoptContext,
): Promise<Compute | undefined> {
  const { launcher, clock, random } = ports;
  if (launchSentAt === undefined || refused) return undefined;
  const until = launchSentAt + launcher.hosting.hiddenForMs;
  const began = clock.now();
  for (;;) {
    const found =
      computeId === undefined
        ? (await launcher.list(request.start)).find(
            ({ tags }) => tags[TAG.startKey] === startKey(request.start) && tags[TAG.runnerName] === runnerName,
          )
        : (await launcher.describe([computeId])).get(computeId);
    const left = until - clock.now();
    if (found !== undefined || left <= 0) return found;
    await clock.sleep(Math.min(pollInterval(clock.now() - began, random.fraction()), left));
  }
}

function findRegistration(
  { runnerName, registrationId }: LaunchRecord,
  { github }: StartPorts,
): Promise<Registration | undefined> {
  return registrationId === undefined ? github.findRunner(runnerName) : github.getRunner(registrationId);
}
