import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { RunnerSettings } from './jit-files.ts';
import type { JobMessage, JobResult, ServerConnection } from './server-connection.ts';
import { realTimePath } from './time.ts';

/** A cancelled job's step gets SIGINT, SIGTERM after 7.5 s, and SIGKILL 2.5 s later. */
const CANCEL = { termAfterMs: 7_500, killAfterMs: 10_000 };
const HEARTBEAT_MS = 500;
/** How long to wait for the rest of a job's output after the job has ended. */
const OUTPUT_MS = 500;

/** Removes the runner's own inputs from the environment of jobs, as the listener does. */
export function clearedEnvironment(): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('ACTIONS_RUNNER_INPUT_')) delete process.env[name];
  }
}

/**
 * Runs the job in the work folder. When GitHub has removed this runner, it cancels the job, and `always()` steps run; when
 * `stop` is aborted, it ends the job without them, and GitHub hears of a failure.
 */
export async function runJob(options: {
  job: JobMessage;
  settings: RunnerSettings;
  root: string;
  server: ServerConnection;
  stop: AbortSignal;
  print: (line: string) => void;
}): Promise<JobResult> {
  const { job, settings, root, server, stop, print } = options;
  const folders = makeFolders(root, settings);
  const script = join(folders.temp, `${job.id}.sh`);
  writeFileSync(script, job.script);
  const always = join(folders.temp, `${job.id}-always.sh`);
  if (job.always !== undefined) writeFileSync(always, job.always);
  const steps = [script, ...(job.always === undefined ? [] : [always])];
  const worker = spawn(join(root, 'bin', 'Runner.Worker'), [join(root, 'bin', 'worker.sh'), ...steps], {
    cwd: folders.workspace,
    env: { ...process.env, ...jobEnvironment({ settings, folders, job }) },
    // Its own group: a job that must end ends with every process it started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

  const killAtExit = () => sendToGroup(worker, 'SIGKILL');
  process.on('exit', killAtExit);

  let ended: JobResult | undefined;
  const cancel = () => {
    if (ended !== undefined) return;
    ended = 'cancelled';
    inSteps(worker, server.clockSpeed, (signal) => worker.kill(STEP_SIGNAL[signal]));
  };
  const shutDown = () => {
    ended ??= 'failure';
    inSteps(worker, server.clockSpeed, (signal) => sendToGroup(worker, signal));
  };
  stop.addEventListener('abort', shutDown);
  if (stop.aborted) shutDown();
  const heartbeat = setInterval(() => {
    server.heartbeat().then((known) => known || cancel(), cancel);
  }, HEARTBEAT_MS);

  const log = collectOutput(worker, server, print);
  const code = await new Promise<number | null>((resolve) => {
    worker.on('error', () => resolve(null));
    worker.on('exit', resolve);
  });
  clearInterval(heartbeat);
  // An ended job cannot be cancelled: its process id may belong to another process by now.
  stop.removeEventListener('abort', shutDown);
  process.off('exit', killAtExit);
  // Processes that the job left behind end with it; one in another group may hold the output open, and is not awaited.
  killAtExit();
  await Promise.race([once(worker, 'close'), setTimeoutPromise(OUTPUT_MS)]);
  worker.stdout?.destroy();
  worker.stderr?.destroy();
  await log();
  if (ended !== undefined) return ended;
  return code === 0 ? 'success' : 'failure';
}

interface Folders {
  readonly workspace: string;
  readonly temp: string;
  readonly environmentFile: string;
}

function makeFolders(root: string, settings: RunnerSettings): Folders {
  const work = join(root, settings.workFolder);
  const folders = { workspace: join(work, 'repo', 'repo'), temp: join(work, '_temp') };
  const commands = join(folders.temp, '_runner_file_commands');
  mkdirSync(folders.workspace, { recursive: true });
  mkdirSync(commands, { recursive: true });
  const environmentFile = join(commands, 'set_env');
  writeFileSync(environmentFile, '');
  return { ...folders, environmentFile };
}

function jobEnvironment(options: {
  settings: RunnerSettings;
  folders: Folders;
  job: JobMessage;
}): Record<string, string> {
  const { settings, folders, job } = options;
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ENV: folders.environmentFile,
    GITHUB_JOB: job.name,
    // For the start script alone.
    BASH_ENV: '',
    GITHUB_WORKSPACE: folders.workspace,
    RUNNER_NAME: settings.agentName,
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: folders.temp,
    PATH: realTimePath(process.env['PATH'] ?? ''),
  };
}

/** What the worker understands as the signal that its running step is to get. */
const STEP_SIGNAL = { SIGINT: 'SIGUSR1', SIGTERM: 'SIGUSR2', SIGKILL: 'SIGHUP' } as const;

/** Sends the signals of a job's end, one after the other, as long as the worker lives. */
function inSteps(worker: ChildProcess, clockSpeed: number, send: (signal: keyof typeof STEP_SIGNAL) => void): void {
  send('SIGINT');
  const timers = [
    setTimeout(() => send('SIGTERM'), CANCEL.termAfterMs / clockSpeed),
    setTimeout(() => send('SIGKILL'), CANCEL.killAfterMs / clockSpeed),
  ];
  worker.on('exit', () => {
    for (const timer of timers) clearTimeout(timer);
  });
}

function sendToGroup(worker: ChildProcess, signal: NodeJS.Signals): void {
  if (worker.pid === undefined) return;
  try {
    process.kill(-worker.pid, signal);
  } catch {
    // The group is already gone.
  }
}

/** Prints the job's lines and reports them in order; the returned function waits until all are reported. */
function collectOutput(
  worker: ChildProcess,
  server: ServerConnection,
  print: (line: string) => void,
): () => Promise<void> {
  let waiting = '';
  let sending = Promise.resolve();
  const flush = async () => {
    const text = waiting;
    waiting = '';
    if (text !== '') await server.log(text);
  };
  for (const stream of [worker.stdout, worker.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      print(line);
      waiting += `${line}\n`;
      sending = sending.then(flush);
    });
  }
  return () => {
    sending = sending.then(flush);
    return sending;
  };
}
