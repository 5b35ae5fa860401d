import { createAwsSide } from './aws/side.ts';
import { composeSandbox } from './compose.ts';
import type { Sandbox, SandboxOptions } from './contract.ts';

/** Starts a local GitHub and a local AWS on free loopback ports. Close it, or its task processes stay behind. */
export function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return composeSandbox(options, createAwsSide);
}

export type * from './contract.ts';
export type * from './surroundings-contract.ts';
