import { randomUUID } from 'node:crypto';
import type { RunnerSettings } from './jit-files.ts';

/** A job as sent by the sandbox's GitHub. */
export interface JobMessage {
  readonly id: number;
  readonly name: string;
  readonly script: string;
  /** The script of its `if: always()` step. */
  readonly always?: string;
}

/** How a job ended. */
export type JobResult = 'success' | 'failure' | 'cancelled';

/** The listener's connection to GitHub. Nothing here throws: the result says if GitHub is unreachable. */
export interface ServerConnection {
  /** Sandbox seconds per real second, known once connected. */
  readonly clockSpeed: number;
  connect(version: string): Promise<'connected' | 'registration-deleted' | 'conflict' | 'unreachable'>;
  nextJob(signal: AbortSignal): Promise<JobMessage | 'none' | 'gone' | 'unreachable'>;
  /** Whether GitHub still knows this runner; also true if GitHub is unreachable. */
  heartbeat(): Promise<boolean>;
  log(text: string): Promise<void>;
  finish(end: { jobId: number; conclusion: JobResult }): Promise<void>;
  disconnect(): Promise<void>;
}

/** How often the report of a job's end is retried if nobody answers. */
const FINISH_TRIES = 5;

/** @param machine the machine's name reported to GitHub. */
export function createServerConnection(settings: RunnerSettings, machine: string | undefined): ServerConnection {
  const sessionId = randomUUID();
  let clockSpeed = 1;

  /** Status and body; status 0 if there was no answer. */
  const call = async (operation: string, body: object, signal?: AbortSignal): Promise<Reply> => {
    try {
      const response = await fetch(`${settings.serverUrl}/_runner/${operation}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ sessionId, ...body }),
        ...(signal && { signal }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    } catch (error) {
      exitIfSandboxClosed(error);
      return { status: 0, body: {} };
    }
  };

  return {
    get clockSpeed() {
      return clockSpeed;
    },
    async connect(version) {
      const { status, body } = await call('connect', { clientId: settings.clientId, machine, version });
      if (status === 401) return 'registration-deleted';
      if (typeof body['clockSpeed'] === 'number') clockSpeed = body['clockSpeed'];
      if (status === 409) return 'conflict';
      if (status !== 200) return 'unreachable';
      return 'connected';
    },
    async nextJob(signal) {
      const { status, body } = await call('next-job', {}, signal);
      if (signal.aborted) return 'none';
      if (status === 401) return 'gone';
      if (status !== 200) return 'unreachable';
      const { id, name, script, always } = body;
      if (typeof id !== 'number' || typeof name !== 'string' || typeof script !== 'string') return 'none';
      return { id, name, script, ...(typeof always === 'string' && { always }) };
    },
    heartbeat: async () => (await call('heartbeat', {})).status !== 401,
    async log(text) {
      await call('log', { text });
    },
    async finish({ jobId, conclusion }) {
      for (let tries = 0; tries < FINISH_TRIES; tries += 1) {
        const { status } = await call('finish', { jobId, conclusion });
        if (status === 200 || status === 401) return;
      }
    },
    async disconnect() {
      await call('disconnect', {});
    },
  };
}

/**
 * The real one would retry for ever. This one must not outlive a killed sandbox: nobody else would end it. A fault
 * never refuses a connection, so a refusal means that the sandbox is gone.
 */
function exitIfSandboxClosed(error: unknown): void {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED') {
    process.stdout.write('The sandbox is gone.\n');
    process.exit(1);
  }
}

interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
