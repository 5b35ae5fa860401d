import { explainFailure } from '../src/actions/failure.ts';
import type { Environment } from '../src/actions/inputs/reader.ts';
import { actionsLog, actionsState, fail, maskSecret, setOutputs } from '../src/actions/io.ts';
import { METADATA_VARIABLE, noEndpoint, readTaskEnvironment } from '../src/actions/task-environment.ts';
import { ContainerCredentials } from '../src/aws/container-credentials.ts';
import {
  type CredentialsEndpoint,
  endpointVariables,
  isLoopback,
  readEndpoint,
} from '../src/aws/credentials-endpoint.ts';
import { taskRegion } from '../src/aws/task-metadata.ts';
import { fetchCredentials } from '../src/core/credentials/credentials.ts';
import type { Handover } from '../src/core/credentials/handover.ts';
import { RunnerError } from '../src/core/errors.ts';
import type { RoleCredentials } from '../src/core/ports.ts';
import { TimedRetryBudget } from '../src/wiring/retry-budget.ts';
import { systemClock, systemRandom } from '../src/wiring/runtime.ts';
import { handOver } from './hand-over.ts';
import { type CredentialsInputs, type NarrowerRole, readCredentialsInputs } from './inputs.ts';
import { credentialsOutputs, describeHandedOut } from './report.ts';

/** How long requests to STS may be retried, milliseconds. */
const STS_RETRY_BUDGET_MS = 60_000;

/** The main step: hands the task's role out to later steps. */
export async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    await inject(readCredentialsInputs(environment), environment);
  } catch (error) {
    fail(explainFailure(error));
  }
}

async function inject(inputs: CredentialsInputs, environment: Environment): Promise<void> {
  const task = readTaskEnvironment(environment);
  const endpoint = readEndpoint(task);
  if (endpoint === undefined) throw noEndpoint(task);
  maskEndpoint(endpoint);
  const source = new ContainerCredentials({ endpoint, mask: maskSecret });
  const [own, region] = await Promise.all([
    fetchCredentials(source, {
      minimumValidityMs: inputs.mode === 'keys' ? inputs.minimumValidityMs : 0,
      clock: systemClock,
      random: systemRandom,
      log: actionsLog,
    }),
    inputs.region ?? taskRegion(task[METADATA_VARIABLE] ?? ''),
  ]);
  const credentials = inputs.role === undefined ? own : await narrow(own, { role: inputs.role, region, inputs });
  const handover: Handover =
    inputs.mode === 'keys'
      ? { kind: 'keys', credentials }
      : { kind: 'endpoint', variables: endpointVariables(endpoint) };
  if (inputs.mode === 'endpoint') warnOfReach(endpoint);
  const { names, dockerArguments } = await handOver({
    handover,
    region,
    inputs,
    environment,
    state: actionsState,
  });
  const handedOut = { mode: inputs.mode, credentials, envFile: inputs.envFile, dockerArguments };
  setOutputs(credentialsOutputs(handedOut));
  actionsLog.info(describeHandedOut(handedOut, names));
}

/** Masks the id: whoever has it and can reach the endpoint has the role. */
function maskEndpoint({ url, token }: CredentialsEndpoint): void {
  const id = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  // A short name, as on EKS, is not secret, and masking it would hide ordinary words.
  if (id.length >= 16) maskSecret(id);
  if (token?.kind === 'value') maskSecret(token.value.reveal());
}

async function narrow(
  base: RoleCredentials,
  options: { role: NarrowerRole; region: string | undefined; inputs: CredentialsInputs },
): Promise<RoleCredentials> {
  const { role, region, inputs } = options;
  if (region === undefined) {
    throw new RunnerError({
      kind: 'configuration',
      message: "role-to-assume needs a region for STS, and the task's own is unknown.",
      hint: 'Set aws-region.',
    });
  }
  // Loaded only if needed: the SDK makes up most of this bundle.
  const { assumeRole } = await import('../src/aws/assume-role.ts');
  const { leftMs: retryBudgetMs } = new TimedRetryBudget(systemClock, STS_RETRY_BUDGET_MS);
  const client = { region, log: actionsLog, retryBudgetMs, ...(inputs.proxy && { proxy: inputs.proxy }) };
  return assumeRole({ ...role, base, client, mask: maskSecret });
}

/** Warns that a container may not be able to reach what this step can. */
function warnOfReach({ url, token }: CredentialsEndpoint): void {
  if (isLoopback(url)) {
    actionsLog.warning(
      `The credentials endpoint has this machine's own address (${url.hostname}), which containers reach only with ` +
        '`--network host`. Use `mode: keys` for others.',
    );
  }
  if (token?.kind === 'file') {
    actionsLog.warning(
      `The endpoint's token is in the file ${token.path}, which a container must have at the same path. Use \`mode: keys\` otherwise.`,
    );
  }
}
