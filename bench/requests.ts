import type { JournalEntry } from '../sandbox/server.ts';
import type { Figure } from './figures.ts';
import type { BenchWorld } from './light-runners.ts';

/** The journal's services by owner: the token endpoint of the OIDC provider is GitHub's. */
const SERVICES = { GitHub: ['github', 'oidc'], AWS: ['ecs', 'sts'] } as const;

/** Milliseconds of waiting per allowed poll; a fixed number of requests comes on top. */
const LOOK_EVERY_MS = 1500;
const FIXED = { GitHub: 4, AWS: 6 } as const;

/** The most requests that one start may send to AWS, however long it waits. */
const AWS_IN_ALL = 60;

/** The requests of a start of one runner, and how many were allowed in its time. */
export interface Requests {
  readonly made: number;
  readonly allowed: number;
}

export type RequestsOfStart = Readonly<Record<keyof typeof SERVICES, Requests>>;

/** Journal entries of the steps' requests to one side. */
export function requestsTo({ sandbox }: BenchWorld, side: keyof typeof SERVICES): readonly JournalEntry[] {
  const services: readonly string[] = SERVICES[side];
  return sandbox.journal.filter(({ service }) => services.includes(service));
}

/** The requests of a world's only start, of one runner. @throws if no runner came online */
export async function requestsOfStart(world: BenchWorld): Promise<RequestsOfStart> {
  const [launched] = await world.launched();
  if (launched === undefined) throw new Error('The start ended before its runner was online.');
  const { launchedAt, runningAt, onlineAt } = launched;
  const looks = (ms: number): number => Math.floor(ms / LOOK_EVERY_MS);
  return {
    GitHub: { made: requestsTo(world, 'GitHub').length, allowed: FIXED.GitHub + looks(onlineAt - runningAt) },
    AWS: {
      made: requestsTo(world, 'AWS').length,
      allowed: Math.min(AWS_IN_ALL, FIXED.AWS + looks(runningAt - launchedAt)),
    },
  };
}

/** For each side, the start that is closest to the allowed number, or furthest beyond it. */
export function requestFigures(part: string, starts: readonly RequestsOfStart[]): Figure[] {
  return (['GitHub', 'AWS'] as const).map((side) => {
    const all = starts.map((start) => start[side]);
    const worst = all.reduce((one, other) => (other.made - other.allowed > one.made - one.allowed ? other : one));
    const wait = side === 'GitHub' ? 'from RUNNING to online' : 'until RUNNING';
    const note = `allowed: ${FIXED[side]} and one for each 1.5 s ${wait}`;
    return {
      part,
      name: `requests to ${side}`,
      value: worst.made,
      unit: 'requests',
      goal: { atMost: worst.allowed },
      note,
    };
  });
}
