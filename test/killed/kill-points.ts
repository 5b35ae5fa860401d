import type { RunningStep } from '../helpers/action.ts';
import type { World } from '../helpers/world.ts';

/**
 * Where a process is killed, seen from the service: `before` the request does anything, `unanswered`, when the service
 * has acted and nobody was told, or `answered`, when the answer was sent.
 */
export const WAYS = ['before', 'unanswered', 'answered'] as const;
export type Way = (typeof WAYS)[number];

/** Whether a request is an action's own; the runner's and its container's are not. */
export const isOwnRequest = ({ service }: { readonly service: string }): boolean =>
  service !== 'runner' && service !== 'credentials';

/** What came of a step that was to be killed at a request. */
export interface KilledStep {
  /** False: it ended before it made so many requests. */
  readonly wasKilled: boolean;
  /** The request at which it was killed, such as `ecs RunTask`. */
  readonly at: string;
  readonly state: Readonly<Record<string, string>>;
  /** Requests that the step made, as the sandbox counted them. */
  readonly requests: number;
}

/** Runs a step and kills it, by SIGKILL, at its n-th request (from 1). The step must be the only one that runs. */
export async function killAtRequest(options: {
  world: World;
  step: () => RunningStep;
  request: number;
  way: Way;
}): Promise<KilledStep> {
  const { world, way } = options;
  const { sandbox } = world;
  const phase = ({ before: 'received', unanswered: 'acted', answered: 'answered' } as const)[way];
  const firstSequence = sandbox.journal.length + 1;
  let count = 0;
  let at = '';
  const counted = new Map<number, number>();
  const end = sandbox.observe(async (now, entry) => {
    if (!isOwnRequest(entry) || entry.sequence < firstSequence || at !== '') return;
    if (now === 'received') {
      count += 1;
      counted.set(entry.sequence, count);
    }
    if (now !== phase || counted.get(entry.sequence) !== options.request) return;
    at = `${entry.service} ${entry.operation}`;
    running.child.kill('SIGKILL');
    // What is not to be done is not done: the request is dropped before the service sees it.
    if (way === 'before') {
      sandbox.faults.add({ ...entry, effect: { kind: 'drop', when: 'before' } });
    }
    if (way !== 'answered') await running.done;
  });
  const running = options.step();
  const { state } = await running.done;
  end();
  return { wasKilled: at !== '', at, state, requests: count };
}
