import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { TaskExecutor } from '../contract.ts';
import { jitSettingsOf } from './jit-files.ts';

type Task = Parameters<TaskExecutor['start']>[0];

/** Asks the runners' own service of the sandbox's GitHub; returns the status of its answer. */
export type AskRunnerService = (operation: string, body: Readonly<Record<string, unknown>>) => Promise<number>;

/** How often a light runner looks whether its registration is still there, sandbox milliseconds. */
const LOOK_MS = 5000;

/** Exit codes of a container: run.sh makes 0 of nearly every end, and SIGTERM ends a script with 143. */
const EXIT = { over: 0, terminated: 143 };

interface Container {
  readonly task: Task;
  readonly sessionId: string;
}

/**
 * Stands in for hundreds of containers that would be too much for a machine as processes. Of a runner there is only its
 * session with GitHub: it connects by its JIT config, is online, and ends with 0 when its registration is gone. Nothing
 * else is there: the container's command is not run, there is no start script, and no job is ever taken.
 */
export function createLightExecutor(options: { clock: SandboxClock; ask: AskRunnerService }): TaskExecutor {
  const { clock, ask } = options;
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
        : await ask('connect', { clientId: settings.clientId, sessionId, version: '2.336.0' });
    if (status !== 200) end(task.taskArn, EXIT.over);
  };

  const look = (): void => {
    for (const { task, sessionId } of containers.values()) {
      void ask('heartbeat', { sessionId }).then((status) => {
        if (status === 401) end(task.taskArn, EXIT.over);
      });
    }
    clock.after(LOOK_MS, look);
  };
  clock.after(LOOK_MS, look);

  return {
    start(task) {
      const container = { task, sessionId: randomUUID() };
      containers.set(task.taskArn, container);
      void connect(container);
    },
    stop(taskArn) {
      const container = containers.get(taskArn);
      if (container === undefined) return;
      void ask('disconnect', { sessionId: container.sessionId }).then(() => end(taskArn, EXIT.terminated));
    },
    processes: [],
    async close() {
      containers.clear();
    },
  };
}
