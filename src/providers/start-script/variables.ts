/** The variable from which the runner reads its JIT config (actions/runner: any ACTIONS_RUNNER_INPUT_<NAME>). */
export const JIT_CONFIG_VARIABLE = 'ACTIONS_RUNNER_INPUT_JITCONFIG';

/** Limits of the start script (runner/start.sh), in whole minutes; also set for an image's own script. */
export const LIMIT_VARIABLE = { idle: 'EGR_IDLE_TIMEOUT_MINUTES', lifetime: 'EGR_MAX_LIFETIME_MINUTES' } as const;

/** Seconds between the platform's signal and its SIGKILL; the start script's default is that of ECS, 30. */
export const STOP_TIMEOUT_VARIABLE = 'EGR_STOP_TIMEOUT_SECONDS';

/** Variables with which the start script passes the credentials endpoint on to the job. */
export const HANDOVER_VARIABLE = {
  workFolder: 'EGR_WORK_FOLDER',
  dockerSteps: 'EGR_CREDENTIALS_FOR_DOCKER_STEPS',
} as const;

/** When the compute ends itself, as enforced by its start script. */
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
