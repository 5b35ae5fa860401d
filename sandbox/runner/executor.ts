import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SandboxClock } from '../clock.ts';
import type { SandboxOptions, TaskExecutor } from '../contract.ts';
import { imageEnvironment, layOutRunnerImage } from './image.ts';
import { jitSettingsOf } from './jit-files.ts';
import { catchesTerm, killProcesses, listProcesses, type ProcessSet } from './process-set.ts';
import { layOutTime, serveTime, type TimeService } from './time.ts';

type Task = Parameters<TaskExecutor['start']>[0];

interface Container extends ProcessSet {
  readonly task: Task;
  readonly child: ChildProcess;
  /** Resolves when all its processes are gone and its end was reported. */
  readonly ended: Promise<void>;
  /** Cancels the kill that a stop has scheduled. */
  cancelKill?: () => void;
}

/** Exit code for a missing command, as in a shell and in Docker. */
const NOT_FOUND = 127;

/** Real milliseconds that the end of a task waits for GitHub to notice it. */
const REPORT_MS = 2000;

/**
 * Runs a task's container as processes on this machine: with its own folder, laid out like the runner image, its own
 * environment, and an end that includes every process. Its `sleep` and `date` follow the sandbox's clock.
 * @param options.githubUrl gets a report when a container ends, since GitHub would notice the dead connection.
 */
export async function createTaskExecutor(options: {
  clock: SandboxClock;
  githubUrl: string;
  onOutput?: NonNullable<SandboxOptions['onTaskOutput']>;
}): Promise<TaskExecutor> {
  const { clock, githubUrl, onOutput } = options;
  const time = await serveTime(clock);
  const containers = new Map<string, Container>();
  const killAll = () => {
    for (const container of containers.values()) killProcesses(container);
  };
  // If close() was never called: no process or folder outlives this process.
  const atExit = () => {
    killAll();
    for (const { folder } of containers.values()) rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', atExit);

  return {
    start(task) {
      const base = realpathSync(mkdtempSync(join(tmpdir(), 'sandbox-task-')));
      const child = launch(task, base, time);
      const firstPid = child.pid;
      const ended = untilEnd(child, { firstPid, folder: base }).then(async (exitCode) => {
        containers.get(task.taskArn)?.cancelKill?.();
        containers.delete(task.taskArn);
        rmSync(base, { recursive: true, force: true });
        await reportMachineGone(githubUrl, base);
        task.onExit({ exitCode });
      });
      containers.set(task.taskArn, { task, child, firstPid, folder: base, ended });
      const runnerName = jitSettingsOf(task.environment)?.agentName;
      for (const stream of [child.stdout, child.stderr]) {
        if (stream === null) continue;
        // Read even if nobody listens: a full pipe would block the process.
        createInterface({ input: stream }).on('line', (text) =>
          onOutput?.({ taskArn: task.taskArn, runnerName, text }),
        );
      }
    },
    stop(taskArn, stopTimeoutSeconds) {
      const container = containers.get(taskArn);
      if (container === undefined || container.cancelKill !== undefined) return;
      if (container.firstPid !== undefined && catchesTerm(container.firstPid)) container.child.kill('SIGTERM');
      container.cancelKill = clock.after(stopTimeoutSeconds * 1000, () => killProcesses(container));
    },
    get processes() {
      return [...listProcesses([...containers.values()]).values()].flat();
    },
    async close() {
      const open = [...containers.values()];
      killAll();
      await Promise.all(open.map(({ ended }) => ended));
      process.off('exit', atExit);
      await time.close();
    },
  };
}

function launch(task: Task, base: string, time: TimeService): ChildProcess {
  const root = join(base, 'runner');
  const temp = join(base, 'tmp');
  mkdirSync(root);
  mkdirSync(temp);
  layOutRunnerImage(root, { machine: base });
  const [command = './run.sh', ...args] = task.command;
  return spawn(command, args, {
    cwd: root,
    env: {
      ...layOutTime(base, time, process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'),
      HOME: root,
      TMPDIR: temp,
      RUNNER_ROOT: root,
      ...imageEnvironment,
      ...task.environment,
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits for the first process, ends all others as a container's end does, and resolves to the exit code. */
function untilEnd(child: ChildProcess, set: ProcessSet): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(NOT_FOUND));
    child.once('exit', (code, signal) => {
      killProcesses(set);
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      // 'close' comes after the output was read to its end.
      child.once('close', () => resolve(exitCode));
    });
  });
}

async function reportMachineGone(githubUrl: string, machine: string): Promise<void> {
  try {
    const signal = AbortSignal.timeout(REPORT_MS);
    await fetch(`${githubUrl}/_runner/machine-gone`, { method: 'POST', body: JSON.stringify({ machine }), signal });
  } catch {
    // The sandbox is closing, or a fault hit the report: the task has ended all the same.
  }
}
