import { removeEnvFile } from '../src/actions/env-file.ts';
import { actionsLog, exportVariable, savedState } from '../src/actions/io.ts';
import { STATE } from './hand-over.ts';

/** The post step: takes back what the main step handed out. It warns and never fails the job. */
export function post(environment: NodeJS.ProcessEnv): void {
  const state = savedState(environment);
  const envFile = state.get(STATE.envFile);
  attempt('The exported variables could not be blanked', () => {
    const exported = Object.entries(JSON.parse(state.get(STATE.exported) || '{}'));
    for (const [name, value] of exported) exportVariable(name, String(value));
    if (exported.length > 0) actionsLog.info(`Took back ${exported.map(([name]) => name).join(', ')}.`);
  });
  if (envFile === undefined || envFile === '') return;
  attempt(`${envFile} could not be removed; remove it, since it contains credentials`, () => {
    const outcome = removeEnvFile(envFile);
    if (outcome === 'not-ours')
      actionsLog.warning(`${envFile} is no longer the file that was written and is left alone.`);
    else actionsLog.info(outcome === 'removed' ? `Removed ${envFile}.` : `${envFile} no longer exists.`);
  });
}

function attempt(failure: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    actionsLog.warning(`${failure}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
