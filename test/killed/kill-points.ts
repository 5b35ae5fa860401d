import type { RunningStep } from '../../sandbox/harness/step.ts';
import type { World } from '../../sandbox/harness/world.ts';
import type { Sandbox } from '../../sandbox/index.ts';

/**
 * Where a process is killed, from the service's view: `before` the request does anything, `unanswered`, when the
 * service has acted but not answered, or `answered`, when the answer was sent.
 */
export const WAYS = ['before', 'unanswered', 'answered'] as const;
export type Way = (typeof WAYS)[number];

type Request = Parameters<Parameters<Sandbox['observe']>[0]>[1];

/** Whether a request comes from an action, not from the runner or its container. */
export const isOwnRequest = ({ service }: { readonly service: string }): boolean =>
  service !== 'runner' && service !== 'credentials';

/** A request of a step, in the situation in which it was made. */
export interface KillPoint {
  readonly operation: string;
  /** How many requests of this operation the step had made, this one included. */
  readonly nth: number;
  /** What a kill here can leave behind: two requests with the same text need not both be killed. */
  readonly situation: string;
}

/** The result of a step that was to be killed at a request. */
export interface KilledStep {
  /** Where it was killed; undefined if it ended before it made such a request. */
  readonly killedAt: KillPoint | undefined;
  readonly state: Readonly<Record<string, string>>;
  /** Every request that the sandbox saw of it. */
  readonly points: readonly KillPoint[];
}

/**
 * Runs a step and kills it, by SIGKILL, at its first request that `isMeant`. No other step may run meanwhile.
 * @param options.key the run key: what the run has by then is part of a read's situation
 */
export async function killAtRequest(options: {
  world: World;
  step: () => RunningStep;
  way: Way;
  isMeant: (point: KillPoint) => boolean;
  key: string;
}): Promise<KilledStep> {
  const { world, way, isMeant, key } = options;
  const { sandbox } = world;
  const points: KillPoint[] = [];
  let target: { readonly point: KillPoint; readonly sequence: number } | undefined;
  const end = sandbox.observe(async (phase, entry) => {
    if (!isOwnRequest(entry)) return;
    if (phase === 'received') {
      const point = killPoint({ sandbox, entry, earlier: points, key });
      points.push(point);
      if (target === undefined && isMeant(point)) target = { point, sequence: entry.sequence };
    }
    if (entry.sequence !== target?.sequence || phase !== PHASE[way]) return;
    running.child.kill('SIGKILL');
    // In the phase `before`, the request is dropped before the service sees it.
    if (way === 'before') {
      const { service, operation } = entry;
      sandbox.faults.add({ service, operation, effect: { kind: 'drop', when: 'before' } });
    }
    if (way !== 'answered') await running.done;
  });
  const running = options.step();
  const { state } = await running.done;
  end();
  return { killedAt: target?.point, state, points };
}

const PHASE = { before: 'received', unanswered: 'acted', answered: 'answered' } as const;

/**
 * Each request that changes something is a situation of its own. One that only reads is not, where the same was read
 * before of a run in the same state: how often a step polls depends on the speed of the machine.
 */
function killPoint(options: {
  sandbox: Sandbox;
  entry: Request;
  earlier: readonly KillPoint[];
  key: string;
}): KillPoint {
  const { sandbox, entry, earlier, key } = options;
  const { operation } = entry;
  const nth = earlier.filter((point) => point.operation === operation).length + 1;
  return { operation, nth, situation: `${operation} ${isRead(entry) ? stateOf(sandbox, key) : nth}` };
}

function isRead({ service, operation, request }: Request): boolean {
  return service === 'github' ? request.method === 'GET' : /^(Describe|List|Get)/.test(operation);
}

/** The states that a run's tasks and registrations are in, each named once: five runners are not 5! situations. */
function stateOf(sandbox: Sandbox, key: string): string {
  const { tasks, runners } = sandbox.inventory();
  const own = [
    ...tasks.filter(({ startedBy }) => startedBy === key).map(({ lastStatus }) => lastStatus),
    ...runners.filter(({ name }) => name.startsWith(key)).map(({ status }) => status),
  ];
  return [...new Set(own)].sort().join('+') || 'none';
}
