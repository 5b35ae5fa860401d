import type { Compute } from '../compute.ts';
import { parseRunnerName, runnerLabel, startKey } from '../identity.ts';
import type { Registration } from '../ports.ts';
import { TAG } from '../tags.ts';
import { pollInterval } from '../util/polling.ts';
import { neverSeen } from './cleanup.ts';
import type { LaunchedRunner } from './launched.ts';
import type { LaunchRecord, Ledger } from './ledger.ts';
import type { StartPorts, StartRequest } from './request.ts';

interface AdoptContext {
  readonly request: StartRequest;
  readonly ledger: Ledger;
  readonly ports: StartPorts;
}

/**
 * Finds the live runner that an earlier call of the same start launched: a start repeated because a message was
 * delivered twice must not treat the first call's runner as an orphan. The earlier call must be over: nobody knows its
 * JIT configs any more, so what it registered but did not launch is useless.
 * @returns undefined if nothing of it is alive
 */
export async function adoptLaunch(
  context: AdoptContext,
  { index, records, signal }: { index: number; records: readonly LaunchRecord[]; signal: AbortSignal },
): Promise<LaunchedRunner | undefined> {
  const { request, ledger, ports } = context;
  for (const record of records.toReversed()) {
    const compute = await findCompute(record, { ...context, signal });
    if (compute?.phase !== 'starting' && compute?.phase !== 'running') continue;
    signal.throwIfAborted();
    const registration = await findRegistration(record, ports);
    if (registration === undefined) continue;
    const { runnerName } = record;
    await ledger.record(index, { ...record, registrationId: registration.id, computeId: compute.id });
    ports.log.info(`Runner ${runnerName} was launched by an earlier call of this start (${compute.id}): adopted.`);
    const launchNumber = parseRunnerName(runnerName)?.launchNumber ?? 0;
    return { index, launchNumber, registration, label: runnerLabel(request.runner.label, index), compute };
  }
  return undefined;
}

/** Finds it by its id or, if the answer to its launch was lost, by its tags, for as long as it may be hidden. */
async function findCompute(
  { runnerName, launchSentAt, computeId, refused }: LaunchRecord,
  { request, ports, signal }: AdoptContext & { readonly signal: AbortSignal },
): Promise<Compute | undefined> {
  const { launcher, clock, random } = ports;
  if (launchSentAt === undefined || refused) return undefined;
  const until = launchSentAt + launcher.hosting.hiddenForMs;
  const began = clock.now();
  for (;;) {
    signal.throwIfAborted();
    const listed = computeId === undefined ? await launcher.list(request.start) : [];
    const found =
      computeId === undefined
        ? listed.find(
            ({ tags }) => tags[TAG.startKey] === startKey(request.start) && tags[TAG.runnerName] === runnerName,
          )
        : (await launcher.describe([computeId])).get(computeId);
    const left = until - clock.now();
    if (found !== undefined) return found;
    if (left <= 0) {
      const unseen = listed.filter(({ phase }) => phase === 'unseen');
      // Another launch beside one that is merely not described would make two runners.
      if (unseen.length > 0) throw neverSeen(unseen, launcher.name);
      return undefined;
    }
    await clock.sleep(Math.min(pollInterval(clock.now() - began, random.fraction()), left), signal);
  }
}

function findRegistration(
  { runnerName, registrationId }: LaunchRecord,
  { github }: StartPorts,
): Promise<Registration | undefined> {
  return registrationId === undefined ? github.findRunner(runnerName) : github.getRunner(registrationId);
}
