import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { TaskExecutor } from '../contract.ts';
import { jitSettingsOf } from './jit-files.ts';

type Task = Parameters<TaskExecutor['start']>[0];

/** Sends a request to the runners' own service of the sandbox's GitHub; returns the status of the answer. */
export type CallRunnerService = (operation: string, body: Readonly<Record<string, unknown>>) => Promise<number>;

/** Sandbox milliseconds between a light runner's polls for its registration. */
const POLL_MS = 5000;

/** Exit codes of a container: run.sh turns nearly every exit code into 0, and SIGTERM ends a script with 143. */
const EXIT = { over: 0, terminated: 143 };

interface Container {
  readonly task: Task;
  readonly sessionId: string;
}

/**
 * Stands in for hundreds of containers that would be too much for a machine as processes. A runner is only its session
 * with GitHub: it connects with its JIT config, is online, and ends with 0 when its registration is gone. Nothing else
 * exists: the container's command does not run, there is no start script, and no job is ever taken.
 */
export function createLightExecutor(options: { clock: SandboxClock; call: CallRunnerService }): TaskExecutor {
  const { clock, call } = options;
  const containers = new Map<string, Container>();

  const end = (taskArn: string, exitCode: number): void => {
    const container = containers.get(taskArn);
    if (!containers.delete(taskArn) || container === undefined) return;
    container.task.onExit({ exitCode });
  };

  const connect = async ({ task, sessionId }: Container): Promise<void> => {
    const settings = jitSettingsOf(task.environment);
    const status =
      settings === undefined
        ? 401
        : await call('connect', { clientId: settings.clientId, sessionId, version: '2.336.0' });
    if (status !== 200) end(task.taskArn, EXIT.over);
  };

  const poll = (): void => {
    for (const { task, sessionId } of containers.values()) {
      void call('heartbeat', { sessionId }).then((status) => {
        if (status === 401) end(task.taskArn, EXIT.over);
      });
    }
    clock.after(POLL_MS, poll);
  };
  clock.after(POLL_MS, poll);

  return {
    start(task) {
      const container = { task, sessionId: randomUUID() };
      containers.set(task.taskArn, container);
      void connect(container);
    },
    stop(taskArn) {
      const container = containers.get(taskArn);
      if (container === undefined) return;
      void call('disconnect', { sessionId: container.sessionId }).then(() => end(taskArn, EXIT.terminated));
    },
    processes: [],
    async close() {
      containers.clear();
    },
  };
}
