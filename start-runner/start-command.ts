import { packedStartScript } from '../runner/injected.ts';

/**
 * The container's command when the start script is injected: bash unpacks the script and becomes it. It needs base64
 * (coreutils) and gzip; where one is missing, exit code 69 says so instead of a 0 for an empty script.
 */
export const START_COMMAND: readonly string[] = [
  'bash',
  '-c',
  `eval "$(base64 -d<<<${packedStartScript}|gzip -d||echo exit 69)"`,
];
