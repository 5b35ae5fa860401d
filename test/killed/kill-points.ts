import type { RunningStep } from '../../sandbox/harness/step.ts';
import type { World } from '../../sandbox/harness/world.ts';

/**
 * Where a process is killed, from the service's view: `before` the request does anything, `unanswered`, when the
 * service has acted but not answered, or `answered`, when the answer was sent.
 */
export const WAYS = ['before', 'unanswered', 'answered'] as const;
export type Way = (typeof WAYS)[number];

/** Whether a request comes from an action, not from the runner or its container. */
export const isOwnRequest = ({ service }: { readonly service: string }): boolean =>
  service !== 'runner' && service !== 'credentials';

/** A request of a step: the n-th of its operation, counted from 1. */
export interface KillPoint {
  readonly operation: string;
  readonly nth: number;
  readonly way: Way;
}

/** The result of a step that was to be killed at a request. */
export interface KilledStep {
  /** False if it ended before it made that request. */
  readonly wasKilled: boolean;
  readonly state: Readonly<Record<string, string>>;
  /** How many requests of each operation the sandbox counted. */
  readonly requests: ReadonlyMap<string, number>;
}

/** Runs a step and kills it, by SIGKILL, at a request. No other step may run meanwhile. */
export async function killAtRequest(options: {
  world: World;
  step: () => RunningStep;
  point: KillPoint | undefined;
}): Promise<KilledStep> {
  const { world, point } = options;
  const { sandbox } = world;
  const requests = new Map<string, number>();
  let target: number | undefined;
  const end = sandbox.observe(async (phase, entry) => {
    if (!isOwnRequest(entry)) return;
    if (phase === 'received') {
      const count = (requests.get(entry.operation) ?? 0) + 1;
      requests.set(entry.operation, count);
      if (entry.operation === point?.operation && count === point.nth) target = entry.sequence;
    }
    if (point === undefined || entry.sequence !== target || phase !== PHASE[point.way]) return;
    running.child.kill('SIGKILL');
    // In the phase `before`, the request is dropped before the service sees it.
    if (point.way === 'before') {
      const { service, operation } = entry;
      sandbox.faults.add({ service, operation, effect: { kind: 'drop', when: 'before' } });
    }
    if (point.way !== 'answered') await running.done;
  });
  const running = options.step();
  const { state } = await running.done;
  end();
  return { wasKilled: target !== undefined, state, requests };
}

const PHASE = { before: 'received', unanswered: 'acted', answered: 'answered' } as const;
