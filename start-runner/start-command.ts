import { packedStartScript, packedStartScriptForDockerSteps } from '../runner/injected.ts';

/** The container's command when the start script is injected. */
export const START_COMMAND: readonly string[] = commandOf(packedStartScript);

/** The same with `credentials-for-docker-steps`. */
export const START_COMMAND_FOR_DOCKER_STEPS: readonly string[] = commandOf(packedStartScriptForDockerSteps);

/**
 * bash unpacks the script and runs it in place. The trap comes first: as process 1, bash ignores a signal until it has
 * one. It needs base64 (coreutils) and gzip; if one is missing, exit code 69
 * says so instead of a 0 for an empty script.
 */
function commandOf(packed: string): readonly string[] {
  return ['bash', '-c', `trap 'exit 143' 15;eval "$(base64 -d<<<${packed}|gzip -d||echo exit 69)"`];
}
