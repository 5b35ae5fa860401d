import { Removal } from './removal.ts';
import type { Settled, TeardownPolicy, TeardownPorts, TeardownResult, TeardownTarget } from './target.ts';

/**
 * Removes one runner as {@link nextAct} allows.
 * @throws the first failure, combined with those that followed, once everything possible was done
 */
export async function teardownRunner(options: {
  target: TeardownTarget;
  policy: TeardownPolicy;
  ports: TeardownPorts;
}): Promise<TeardownResult> {
  const { target, policy, ports } = options;
  const settled = (await teardownRunners({ targets: [target], policy, ports })).get(target);
  if (settled === undefined) throw new Error(`Nothing became of ${target.runnerName}.`);
  if ('error' in settled) throw settled.error;
  return settled.result;
}

/**
 * Removes several as {@link teardownRunner} removes one, a few at a time. What must be waited for is waited for
 * together, so that no runner waits for another's job and all have the same time. A failure never prevents the rest.
 */
export function teardownRunners<Target extends TeardownTarget>(options: {
  targets: readonly Target[];
  policy: TeardownPolicy;
  ports: TeardownPorts;
}): Promise<ReadonlyMap<Target, Settled>> {
  return new Removal<Target>(options).run();
}

export type { TeardownPolicy, TeardownPorts, TeardownResult, TeardownTarget } from './target.ts';
