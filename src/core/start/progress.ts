import type { Awaited } from './awaited.ts';
import type { LaunchedRunner, StartPorts } from './launch.ts';

/** How often the log says that the wait goes on while nothing changes, milliseconds. */
const HEARTBEAT_MS = 30_000;

/** A change that several runners may have made at once. */
interface Change {
  readonly one: string;
  readonly many: (count: number) => string;
  readonly afterMs: number;
  /** Whether how many are online changes with it. */
  readonly isOfConnection?: true;
}

/** How many runners are how far. */
export interface Standing {
  readonly asked: number;
  readonly online: number;
  /** Those whose compute was accepted and that are not online. */
  readonly awaited: readonly Awaited[];
  /** Those that will not come. */
  readonly given: number;
}

/**
 * What the log says of the wait: one line for each change, or for all changes of the same kind that one look found, and
 * one every 30 s while nothing changes, with the time left.
 */
export class Progress {
  readonly #ports: StartPorts;
  readonly #deadline: number;
  readonly #changes = new Map<string, Change[]>();
  #nextHeartbeat: number;

  constructor(options: { ports: StartPorts; deadline: number }) {
    this.#ports = options.ports;
    this.#deadline = options.deadline;
    this.#nextHeartbeat = options.ports.clock.now() + HEARTBEAT_MS;
  }

  /** Epoch milliseconds at which the next line is due, whatever happens. */
  get nextHeartbeat(): number {
    return this.#nextHeartbeat;
  }

  launched({ registration, compute }: LaunchedRunner, capacity: string): void {
    const { place } = this.#ports.provider;
    this.#add('launched', {
      one: `Launched ${compute.id} for runner ${registration.name} (${place}, capacity ${capacity}).`,
      many: (count) => `Launched ${count} runners (${place})`,
      afterMs: 0,
    });
  }

  moved({ compute }: Awaited, { from, afterMs }: { from: string; afterMs: number }): void {
    const way = `${from} -> ${compute.state}`;
    this.#add(`moved ${way}`, {
      one: `${compute.id}: ${way} (${seconds(afterMs)} s after its launch)`,
      many: (count) => `${count} runners' compute: ${way}`,
      afterMs,
    });
  }

  online({ launched }: Awaited, { afterMs }: { afterMs: number }): void {
    this.#add('online', {
      one: `Runner ${launched.registration.name} is online (${seconds(afterMs)} s after its launch).`,
      many: (count) => `${count} runners are online`,
      afterMs,
      isOfConnection: true,
    });
  }

  lost({ launched }: Awaited, { afterMs }: { afterMs: number }): void {
    this.#add('offline', {
      one: `Runner ${launched.registration.name} is offline again (${seconds(afterMs)} s after its launch).`,
      many: (count) => `${count} runners are offline again`,
      afterMs,
      isOfConnection: true,
    });
  }

  /** Prints what has changed since the last time, or that nothing has for long. */
  tell(standing: Standing): void {
    const now = this.#ports.clock.now();
    if (this.#changes.size > 0) this.#nextHeartbeat = now + HEARTBEAT_MS;
    for (const changes of this.#changes.values()) this.#ports.log.info(line(changes, standing));
    this.#changes.clear();
    if (now < this.#nextHeartbeat) return;
    this.#nextHeartbeat = now + HEARTBEAT_MS;
    const left = Math.max(0, seconds(this.#deadline - now));
    this.#ports.log.info(`Waiting: ${whatIsAwaited(standing, now)}; ${left} s left.`);
  }

  #add(kind: string, change: Change): void {
    this.#changes.set(kind, [...(this.#changes.get(kind) ?? []), change]);
  }
}

function line(changes: readonly Change[], { asked, online }: Standing): string {
  const [first] = changes;
  if (first === undefined) return '';
  const of = asked === 1 ? '' : ` ${online} of ${asked} are online.`;
  if (changes.length === 1) return `${first.one}${first.isOfConnection ? of : ''}`;
  const times = changes.map(({ afterMs }) => seconds(afterMs));
  const [least, most] = [Math.min(...times), Math.max(...times)];
  const after = most === 0 ? '' : ` (${least === most ? most : `${least} to ${most}`} s after their launch)`;
  return `${first.many(changes.length)}${after}.${of}`;
}

function whatIsAwaited({ asked, online, awaited, given }: Standing, now: number): string {
  const [only] = awaited;
  if (asked === 1) {
    if (only === undefined) return 'the launch is not answered yet';
    return `${only.compute.id} has been ${only.compute.state} for ${seconds(now - only.stateSince)} s`;
  }
  const states = Map.groupBy(awaited, ({ compute }) => compute.state);
  const unlaunched = asked - online - awaited.length - given;
  return [
    `${online} of ${asked} online`,
    ...[...states].map(([state, those]) => `${those.length} ${state}`),
    ...(unlaunched > 0 ? [`${unlaunched} not launched yet`] : []),
    ...(given > 0 ? [`${given} given up`] : []),
  ].join(', ');
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
