import { parseRunnerName, runnerLabel } from '../identity.ts';
import type { OnlineRunner } from './bring-online.ts';
import type { Ledger } from './ledger.ts';
import type { StartPorts, StartRequest } from './request.ts';

/**
 * The result of a start that was already ready and is called again: the runners that still exist. It launches nothing,
 * since a runner that is gone has had its job, and removes nothing.
 */
export async function repeatedResult(context: {
  request: StartRequest;
  ledger: Ledger;
  ports: StartPorts;
}): Promise<{ label: string; runners: readonly OnlineRunner[]; missing: readonly string[] }> {
  const { request, ledger, ports } = context;
  const { label } = request.runner;
  const launches = ledger.launches.flatMap(({ runnerName, registrationId, computeId }) =>
    registrationId === undefined || computeId === undefined ? [] : [{ runnerName, registrationId, computeId }],
  );
  const [computes, { found }] = await Promise.all([
    ports.launcher.describe(launches.map(({ computeId }) => computeId)),
    ports.github.getRunners(launches.map(({ registrationId }) => registrationId)),
  ]);
  const runners: OnlineRunner[] = [];
  const missing: string[] = [];
  for (const { runnerName, registrationId, computeId } of launches) {
    const { index = 0, launchNumber = 0 } = parseRunnerName(runnerName) ?? {};
    const registration = found.get(registrationId);
    const compute = computes.get(computeId);
    if (registration === undefined || compute === undefined)
      missing.push(`Runner ${runnerName} was online and has since ended.`);
    else {
      const own = { index, launchNumber, registration, compute, label: runnerLabel(label, index) };
      runners.push({ ...own, relaunchedBecause: [] });
    }
  }
  return { label, runners, missing };
}
