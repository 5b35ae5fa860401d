import { composeSandbox } from '../compose.ts';
import type { Sandbox, SandboxOptions } from '../contract.ts';
import { createMotoSide } from './side.ts';

/**
 * Starts a sandbox whose AWS is moto, as a second opinion on the sandbox's own. GitHub, the stand-in runners, faults
 * and journal are the same; what moto does not model throws where it is asked for. Needs MOTO_SERVER (script/moto).
 * Close it, or its task processes and its moto_server stay.
 */
export function startMotoSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return composeSandbox(options, createMotoSide);
}
