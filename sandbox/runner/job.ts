import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { RunnerSettings } from './jit-files.ts';
import type { JobMessage, JobResult, ServerConnection } from './server-connection.ts';
import { realTimePath } from './time.ts';

/** On cancel the real runner sends SIGINT, SIGTERM after 7.5 s, and kills 2.5 s later. */
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

/** Runs the job's script with bash in the work folder; ends it when `stop` is aborted or GitHub removed this runner. */
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
  const worker = spawn(join(root, 'bin', 'Runner.Worker'), [join(root, 'bin', 'worker.sh'), script], {
    cwd: folders.workspace,
    env: { ...process.env, ...jobEnvironment({ settings, folders, job }) },
    // Its own group: a cancelled job ends with every process it started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

  const killAtExit = () => sendToGroup(worker, 'SIGKILL');
  process.on('exit', killAtExit);

  let cancelled = false;
  const cancel = () => {
    if (cancelled) return;
    cancelled = true;
    endInSteps(worker, server.clockSpeed);
  };
  stop.addEventListener('abort', cancel);
  if (stop.aborted) cancel();
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
  stop.removeEventListener('abort', cancel);
  process.off('exit', killAtExit);
  // Processes that the job left behind end with it; one in another group may hold the output open, and is not awaited.
  killAtExit();
  await Promise.race([once(worker, 'close'), setTimeoutPromise(OUTPUT_MS)]);
  worker.stdout?.destroy();
  worker.stderr?.destroy();
  await log();
  if (cancelled) return 'cancelled';
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
    GITHUB_WORKSPACE: folders.workspace,
    RUNNER_NAME: settings.agentName,
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: folders.temp,
    PATH: realTimePath(process.env['PATH'] ?? ''),
  };
}

function endInSteps(worker: ChildProcess, clockSpeed: number): void {
  sendToGroup(worker, 'SIGINT');
  const timers = [
    setTimeout(() => sendToGroup(worker, 'SIGTERM'), CANCEL.termAfterMs / clockSpeed),
    setTimeout(() => sendToGroup(worker, 'SIGKILL'), CANCEL.killAfterMs / clockSpeed),
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
