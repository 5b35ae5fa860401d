import { composeSandbox } from '../compose.ts';
import type { Sandbox, SandboxOptions } from '../contract.ts';
import { createMotoSide } from './side.ts';

/**
 * Starts a sandbox whose AWS is moto, as a second opinion on the sandbox's own. GitHub, the stand-in runners, faults
 * and journal are the same; using what moto does not model throws. Needs MOTO_SERVER (script/moto). Close it, or its
 * task processes and its moto_server stay behind.
 */
export function startMotoSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return composeSandbox(options, createMotoSide);
}
