import { writeEnvFile } from '../src/actions/env-file.ts';
import { exportVariable } from '../src/actions/io.ts';
import {
  dockerArguments,
  envFileText,
  type Handover,
  handoverVariables,
  variablesToBlank,
} from '../src/core/credentials/handover.ts';
import type { StateStore } from '../src/core/ports.ts';
import type { CredentialsInputs } from './inputs.ts';

/** Names under which the main step saves what the post step must undo; none of it is secret. */
export const STATE = { exported: 'exported', envFile: 'env-file' } as const;

/**
 * Passes the variables to later steps as requested. Everything is saved for the post step to undo before it is done.
 * @returns names of the exported variables, and options for `docker run`
 */
export async function handOver(options: {
  handover: Handover;
  region: string | undefined;
  inputs: Pick<CredentialsInputs, 'exportEnvironment' | 'envFile'>;
  environment: Readonly<Record<string, string | undefined>>;
  state: StateStore;
}): Promise<{ names: readonly string[]; dockerArguments: string }> {
  const { handover, region, inputs, environment, state } = options;
  const variables = handoverVariables(handover, region);
  if (inputs.envFile !== undefined) {
    await state.save(STATE.envFile, inputs.envFile);
    writeEnvFile(inputs.envFile, envFileText(variables));
  }
  const byFile = inputs.envFile === undefined ? '' : `--env-file ${inputs.envFile}`;
  if (!inputs.exportEnvironment) return { names: [], dockerArguments: byFile };
  const names = Object.keys(variables);
  await state.save(
    STATE.exported,
    JSON.stringify(Object.fromEntries(names.map((name) => [name, before(name, environment)]))),
  );
  for (const name of variablesToBlank(handover, environment)) exportVariable(name, '');
  // What this step already sees may be the runner's own, which later containers do not receive.
  for (const [name, value] of Object.entries(variables)) exportVariable(name, value);
  return { names, dockerArguments: dockerArguments(names) };
}

/** What the post step sets: empty, except for the region, which is not secret and which other steps may need. */
function before(name: string, environment: Readonly<Record<string, string | undefined>>): string {
  return name === 'AWS_REGION' || name === 'AWS_DEFAULT_REGION' ? (environment[name] ?? '') : '';
}
