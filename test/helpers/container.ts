import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SandboxClock } from '../../sandbox/clock.ts';
import { ROOT } from '../../sandbox/harness/checkout.ts';
import { imageEnvironment, layOutRunnerImage } from '../../sandbox/runner/image.ts';
import { killProcesses, listProcesses, type ProcessSet } from '../../sandbox/runner/process-set.ts';
import { layOutTime, serveTime } from '../../sandbox/runner/time.ts';
import { START_COMMAND, START_COMMAND_FOR_DOCKER_STEPS } from '../../start-runner/start-command.ts';
// Every process here is real, in compressed time.
import './second-try.ts';

/** Which form of the start script. */
export type Form = 'full' | 'injected' | 'injected-for-docker-steps';

export const COMMANDS: Readonly<Record<Form, readonly string[]>> = {
  full: [join(ROOT, 'runner/start.sh')],
  injected: START_COMMAND,
  'injected-for-docker-steps': START_COMMAND_FOR_DOCKER_STEPS,
};

/** Functions for every stub listener. */
const LISTENER_HEAD = `#!/bin/bash
root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root" || exit 99
echo run >>starts
line() { echo "2026-11-21 02:00:00Z: $*"; }
# The log on stdout, as the official image asks for it: each line has a prefix, and a job's own text comes with it.
log() { (trap '' INT && exec sed -u "s/^/[WORKER 2026-11-21 02:00:00Z INFO Worker] /"); }
connect() { printf '\\n√ Connected to GitHub\\n\\n'; }
listen() { connect; line 'Listening for Jobs'; }
# Runs a job's script in a Runner.Worker. In the foreground, since bash makes what it runs beside itself ignore INT.
work() { "$root/bin/Runner.Worker" "$1" spawnclient 1 2; }
job() {
  line "Running job: $1"
  work "$2"
  line "Job $1 completed with result: \${3:-Succeeded}"
}
# A job of steps: the second has \`if: always()\`. The worker is the sandbox's, whose output goes into the log.
steps() {
  line "Running job: $1"
  "$root/bin/Runner.Worker" "$root/bin/worker.sh" "\${@:2}" > >(log)
  line "Job $1 completed with result: \${result:-Failed}"
}
# Waits for a file that the test makes.
await() { until [ -e "$1" ]; do /bin/sleep 0.02; done; }
`;

/** A task's container: a folder laid out like the runner image, its own time, and processes. */
export interface Container {
  readonly root: string;
  readonly clock: SandboxClock;
  /** Resolves at the script's own end; nothing is cleaned up before the test checks what is left. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly left: readonly string[] }>;
  /** Standard output and error so far. */
  output(): Buffer;
  text(): string;
  /** The script's own lines. */
  said(): string[];
  signal(name: NodeJS.Signals): void;
  /** Ids of its live processes. */
  processes(): number[];
  file(name: string): string | undefined;
  put(name: string, text?: string): void;
}

/** What a container is created from. */
export interface ContainerOptions {
  readonly form: Form;
  /** The stub listener's bash, behind {@link LISTENER_HEAD}. */
  readonly listener: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Further executables in its PATH. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Called with the runner's folder before the start. */
  readonly prepare?: (root: string) => void;
  readonly command?: readonly string[];
  readonly path?: string;
  /** The speed of its time; 50 by default. */
  readonly speed?: number;
}

/** The speed of time in containers: the script polls every 5 s, so every 0.1 s. */
const SPEED = 50;

/** A recognizable JIT config; the script does not parse it. */
export const JIT_CONFIG = `eyI${'J1tC0nf1g'.repeat(500)}==`;

const open = new Set<() => Promise<void>>();

/** Ends all containers of a test. */
export async function closeContainers(): Promise<void> {
  for (const close of open) await close();
  open.clear();
}

/** Starts the start script in a new container. */
export async function startContainer(options: ContainerOptions): Promise<Container> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'start-script-')));
  const root = join(base, 'runner');
  const programs = join(base, 'programs');
  for (const folder of [root, programs, join(base, 'tmp')]) mkdirSync(folder);
  layOutRunnerImage(root);
  executable(join(root, 'bin/Runner.Listener'), LISTENER_HEAD + options.listener);
  for (const [name, text] of Object.entries(options.programs ?? {})) executable(join(programs, name), text);
  options.prepare?.(root);

  const clock = new SandboxClock({ speed: options.speed ?? SPEED });
  const time = await serveTime(clock);
  const realPath = process.env['PATH'] ?? '/usr/bin:/bin';
  const [command = '', ...args] = options.command ?? COMMANDS[options.form];
  const layOut = layOutTime(base, time, realPath);
  const child = spawn(command, args, {
    cwd: base,
    env: {
      ...layOut,
      PATH: options.path ?? `${programs}:${layOut.PATH}`,
      HOME: root,
      TMPDIR: join(base, 'tmp'),
      RUNNER_ROOT: root,
      ...imageEnvironment,
      ACTIONS_RUNNER_INPUT_JITCONFIG: JIT_CONFIG,
      ...options.environment,
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const set: ProcessSet = { firstPid: child.pid, folder: base };
  const chunks = collect(child);
  const text = () => Buffer.concat(chunks).toString();
  const ended = untilEnd(child, set);
  open.add(async () => {
    killProcesses(set);
    await ended;
    await time.close();
    clock.close();
    rmSync(base, { recursive: true, force: true });
  });
  return {
    root,
    clock,
    ended,
    output: () => Buffer.concat(chunks),
    text,
    said: () =>
      text()
        .split('\n')
        .filter((line) => line.startsWith('ecs-github-runner: ')),
    signal: (name) => child.kill(name),
    processes: () => listProcesses([set]).get(set) ?? [],
    file: (name) => (existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8') : undefined),
    put: (name, content = '') => writeFileSync(join(root, name), content),
  };
}

/** Polls, in real time. @throws Error with the output, if the condition is never met */
export async function until(container: Container, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`it did not come; output:\n${container.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function executable(path: string, text: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

function collect(child: ChildProcess): Buffer[] {
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}

/** What is left is checked when the script has ended, before anything is killed. */
async function untilEnd(
  child: ChildProcess,
  set: ProcessSet,
): Promise<{ exitCode: number | null; left: readonly string[] }> {
  const exitCode = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  // One without a command line is about to end.
  const left = (listProcesses([set]).get(set) ?? []).map(commandLine).filter((line) => line !== '');
  killProcesses(set);
  if (child.stdout?.readableEnded === false) await new Promise((resolve) => child.once('close', resolve));
  return { exitCode, left };
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return `${pid}, gone`;
  }
}
