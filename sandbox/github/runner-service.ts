import type { SandboxClock } from '../clock.ts';
import type { Operation, SandboxAnswer, SandboxRequest } from '../server.ts';
import type { Conclusion, Job } from './job.ts';
import type { JobQueue } from './jobs.ts';
import type { Registration, Registry } from './registry.ts';

const PREFIX = '/_runner/';
/** Real milliseconds for which a request for a job is held: the sockets live in real time, not in sandbox time. */
const HOLD_MS = 1000;

const CONCLUSIONS: readonly Conclusion[] = ['success', 'failure', 'cancelled'];

/** Names of the operations, which are also paths: POST /_runner/<operation> with a JSON body. */
const OPERATIONS = ['connect', 'next-job', 'log', 'finish', 'heartbeat', 'disconnect', 'machine-gone'];

/** The sandbox's own protocol between a listener and GitHub; the real one is private as well. */
export class RunnerService {
  readonly #clock: SandboxClock;
  readonly #registry: Registry;
  readonly #queue: JobQueue;
  readonly #onlineDelayMs: number;

  constructor(options: { clock: SandboxClock; registry: Registry; queue: JobQueue; onlineDelayMs: number }) {
    this.#clock = options.clock;
    this.#registry = options.registry;
    this.#queue = options.queue;
    this.#onlineDelayMs = options.onlineDelayMs;
  }

  identify(request: SandboxRequest): Operation | undefined {
    if (request.method !== 'POST' || !request.path.startsWith(PREFIX)) return undefined;
    const operation = request.path.slice(PREFIX.length);
    return OPERATIONS.includes(operation) ? { service: 'runner', operation } : undefined;
  }

  handle(request: SandboxRequest, operation: string): SandboxAnswer | Promise<SandboxAnswer> {
    const body = JSON.parse(request.body) as Record<string, unknown>;
    if (operation === 'connect') return this.#connect(body);
    if (operation === 'machine-gone') return this.#machineGone(body);
    const row = this.#bySession(body) ?? this.#removedWithJob(body, operation);
    if (row === undefined) return gone();
    switch (operation) {
      case 'next-job':
        return this.#nextJob(row);
      case 'log':
        if (row.job !== undefined) row.job.log += String(body['text']);
        return { status: 200, body: {} };
      case 'finish':
        return this.#finish(row, body);
      case 'disconnect':
        this.#registry.close(row, 'closed');
        return { status: 200, body: {} };
      default:
        return { status: 200, body: {} };
    }
  }

  /**
   * A JIT config is valid for one session; the listener chooses the session's id, so that it may repeat the request.
   */
  #connect(body: Record<string, unknown>): SandboxAnswer {
    const row = this.#registry.find(({ clientId }) => clientId === body['clientId']);
    if (row === undefined) return { status: 401, body: { error: 'invalid_client' } };
    const id = String(body['sessionId']);
    if (row.session === undefined) {
      const machine = typeof body['machine'] === 'string' ? body['machine'] : undefined;
      const onlineAt = this.#clock.now() + this.#onlineDelayMs;
      this.#registry.open(row, { id, machine, version: String(body['version']), onlineAt });
    } else if (row.session.id !== id) {
      if (row.session.ended?.how === 'closed') return { status: 401, body: { error: 'invalid_client' } };
      return { status: 409, body: { clockSpeed: this.#clock.speed } };
    }
    return { status: 200, body: { clockSpeed: this.#clock.speed } };
  }

  /** The executor saw the container end: a listener in it can no longer close its session. */
  #machineGone(body: Record<string, unknown>): SandboxAnswer {
    for (const row of this.#registry.all()) {
      if (row.session?.machine === body['machine']) this.#registry.close(row, 'lost');
    }
    return { status: 200, body: {} };
  }

  async #nextJob(row: Registration): Promise<SandboxAnswer> {
    const deadline = Date.now() + HOLD_MS;
    while (this.#registry.find((one) => one === row) !== undefined) {
      this.#queue.assign();
      const job = this.#queue.fetch(row);
      if (job !== undefined) return message(job);
      if (Date.now() >= deadline) return { status: 200, body: {} };
      await this.#change(deadline - Date.now());
    }
    // It was on its way when the registration was removed.
    const job = this.#queue.fetch(row);
    return job === undefined ? gone() : message(job);
  }

  #finish(row: Registration, body: Record<string, unknown>): SandboxAnswer {
    const conclusion = CONCLUSIONS.find((one) => one === body['conclusion']);
    if (conclusion === undefined) return { status: 400, body: { message: 'no such conclusion' } };
    this.#queue.finish(row, conclusion);
    return { status: 200, body: {} };
  }

  /** A runner whose registration was removed still takes its job, tells of it, and hears that it is gone. */
  #removedWithJob(body: Record<string, unknown>, operation: string): Registration | undefined {
    if (!['next-job', 'log', 'finish'].includes(operation)) return undefined;
    return this.#registry.removed().find(({ session }) => session?.id === body['sessionId']);
  }

  #bySession(body: Record<string, unknown>): Registration | undefined {
    return this.#registry.find(({ session }) => session !== undefined && session.id === body['sessionId']);
  }

  /** Resolves at the next change of a registration or of the queue, or after `ms`. */
  #change(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        unwatch();
        resolve();
      };
      const unwatch = this.#registry.watch(end);
      const timer = setTimeout(end, ms);
    });
  }
}

function message({ id, name, script, always }: Job): SandboxAnswer {
  return { status: 200, body: { id, name, script, ...(always !== undefined && { always }) } };
}

/** The answer to a listener whose registration has vanished. */
function gone(): SandboxAnswer {
  return { status: 401, body: { error: 'access_token_expired' } };
}
