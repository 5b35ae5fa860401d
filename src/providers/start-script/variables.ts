/** The variable from which the runner reads its JIT config (actions/runner: any ACTIONS_RUNNER_INPUT_<NAME>). */
export const JIT_CONFIG_VARIABLE = 'ACTIONS_RUNNER_INPUT_JITCONFIG';

/** Limits of the start script (runner/start.sh), in whole minutes; set for an image's own script too. */
export const LIMIT_VARIABLE = { idle: 'EGR_IDLE_TIMEOUT_MINUTES', lifetime: 'EGR_MAX_LIFETIME_MINUTES' } as const;

/** Variables of the start script by which it hands the credentials endpoint to the job. */
export const HANDOVER_VARIABLE = {
  workFolder: 'EGR_WORK_FOLDER',
  dockerSteps: 'EGR_CREDENTIALS_FOR_DOCKER_STEPS',
} as const;

/** When the compute ends itself, which its start script sees to. */
export interface ComputeLimits {
  /** Minutes without a job, from the runner's connection on. */
  readonly idleMinutes: number;
  /** Minutes from the compute's start. */
  readonly lifetimeMinutes: number;
}

/** The limits as the start script reads them. */
export function limitVariables({ idleMinutes, lifetimeMinutes }: ComputeLimits): Readonly<Record<string, string>> {
  return { [LIMIT_VARIABLE.idle]: String(idleMinutes), [LIMIT_VARIABLE.lifetime]: String(lifetimeMinutes) };
}
