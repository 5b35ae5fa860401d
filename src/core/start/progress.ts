import type { Clock, Launcher, Log } from '../ports.ts';
import { isReady, isUnderway, type Runner, type UnderwayRunner } from './runner.ts';

/** How often the log says that the wait goes on while nothing changes, milliseconds. */
const HEARTBEAT_MS = 30_000;

/** A change that may happen to several runners at once. */
interface Change {
  readonly one: string;
  readonly many: (count: number) => string;
  readonly afterMs: number;
  /** Whether the number of online runners changes with it. */
  readonly isOfConnection?: true;
}

/** How many runners have come how far. */
export interface Standing {
  readonly requested: number;
  readonly online: number;
  /** Those whose compute was accepted but that are not online. */
  readonly pending: readonly UnderwayRunner[];
  /** Number of those that will not come online. */
  readonly givenUp: number;
}

/**
 * Logs the progress of the wait: one line for each change, or for all changes of the same kind found by one poll, and
 * one with the time left every 30 s while nothing changes.
 */
export class Progress {
  readonly #ports: { readonly launcher: Launcher; readonly clock: Clock; readonly log: Log };
  readonly #deadline: number;
  readonly #changes = new Map<string, Change[]>();
  #nextHeartbeat: number;

  constructor(options: { ports: { launcher: Launcher; clock: Clock; log: Log }; deadline: number }) {
    this.#ports = options.ports;
    this.#deadline = options.deadline;
    this.#nextHeartbeat = options.ports.clock.now() + HEARTBEAT_MS;
  }

  /** Epoch milliseconds at which the next line is due, even without a change. */
  get nextHeartbeat(): number {
    return this.#nextHeartbeat;
  }

  /** Notes what has changed about a runner, to be reported together with similar changes. */
  noteChange(before: Runner, after: Runner, now: number): void {
    if (!isUnderway(after.state)) return;
    const { launched, compute, launchedAt } = after.state;
    const { name } = launched.registration;
    const afterMs = now - launchedAt;
    if (!isUnderway(before.state) || before.state.launched !== launched) {
      this.#noteLaunch(after, after.state);
      return;
    }
    if (before.state.stateSince !== after.state.stateSince) {
      this.#noteMove(before.state.compute.state, { compute, afterMs });
    }
    if (isReady(after.state) && !isReady(before.state)) {
      this.#add('online', {
        one: `Runner ${name} is online (${seconds(afterMs)} s after its launch).`,
        many: (count) => `${count} runners are online`,
        afterMs,
        isOfConnection: true,
      });
    }
    if (isReady(before.state) && after.state.kind === 'pending') {
      this.#add('offline', {
        one: `Runner ${name} is offline again (${seconds(afterMs)} s after its launch).`,
        many: (count) => `${count} runners are offline again`,
        afterMs,
        isOfConnection: true,
      });
    }
  }

  #noteLaunch({ history }: Runner, { launched, compute }: UnderwayRunner): void {
    const { name: pool, capacities } = this.#ports.launcher;
    const capacity = capacities[history.position] ?? '';
    this.#add('launched', {
      one: `Launched ${compute.id} for runner ${launched.registration.name} (${pool}, capacity ${capacity}).`,
      many: (count) => `Launched ${count} runners (${pool})`,
      afterMs: 0,
    });
  }

  #noteMove(from: string, { compute, afterMs }: Pick<UnderwayRunner, 'compute'> & { afterMs: number }): void {
    const way = `${from} -> ${compute.state}`;
    this.#add(`moved ${way}`, {
      one: `${compute.id}: ${way} (${seconds(afterMs)} s after its launch)`,
      many: (count) => `${count} runners' compute: ${way}`,
      afterMs,
    });
  }

  /** Logs what has changed since the last time, or that nothing has changed for long. */
  report(standing: Standing): void {
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

function line(changes: readonly Change[], { requested, online }: Standing): string {
  const [first] = changes;
  if (first === undefined) return '';
  const of = requested === 1 ? '' : ` ${online} of ${requested} are online.`;
  if (changes.length === 1) return `${first.one}${first.isOfConnection ? of : ''}`;
  const times = changes.map(({ afterMs }) => seconds(afterMs));
  const [least, most] = [Math.min(...times), Math.max(...times)];
  const after = most === 0 ? '' : ` (${least === most ? most : `${least} to ${most}`} s after their launch)`;
  return `${first.many(changes.length)}${after}.${of}`;
}

function whatIsAwaited({ requested, online, pending, givenUp }: Standing, now: number): string {
  const [only] = pending;
  if (requested === 1) {
    if (only === undefined) return 'the launch has not been answered yet';
    return `${only.compute.id} has been ${only.compute.state} for ${seconds(now - only.stateSince)} s`;
  }
  const states = Map.groupBy(pending, ({ compute }) => compute.state);
  const unlaunched = requested - online - pending.length - givenUp;
  return [
    `${online} of ${requested} online`,
    ...[...states].map(([state, those]) => `${those.length} ${state}`),
    ...(unlaunched > 0 ? [`${unlaunched} not launched yet`] : []),
    ...(givenUp > 0 ? [`${givenUp} given up`] : []),
  ].join(', ');
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
