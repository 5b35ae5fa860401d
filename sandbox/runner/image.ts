import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { helperScript, listenerScript, runScript, sleepScript, workerScript } from './scripts.ts';
import { which } from './time.ts';

const LISTENER = join(dirname(fileURLToPath(import.meta.url)), 'listener.ts');

/** The variables of the official image's ENV lines. */
export const imageEnvironment: Readonly<Record<string, string>> = {
  RUNNER_MANUALLY_TRAP_SIG: '1',
  ACTIONS_RUNNER_PRINT_LOG_TO_STDOUT: '1',
};

/**
 * Fills `dir`, which must exist, with the contents of the runner image's home folder: run.sh and what it starts, with
 * this checkout's stand-in as the listener.
 * @param options.machine identifies the container to GitHub, for the report of its end.
 */
export function layOutRunnerImage(dir: string, options: { machine?: string } = {}): void {
  const machine = options.machine ?? dir;
  mkdirSync(join(dir, 'bin'), { recursive: true });
  mkdirSync(join(dir, 'externals', 'node24', 'bin'), { recursive: true });
  executable(join(dir, 'run.sh'), runScript);
  executable(join(dir, 'run-helper.sh.template'), helperScript);
  executable(join(dir, 'safe_sleep.sh'), sleepScript);
  executable(
    join(dir, 'bin', 'Runner.Listener'),
    listenerScript({ node: process.execPath, listener: LISTENER, machine }),
  );
  executable(join(dir, 'bin', 'worker.sh'), workerScript);
  // A link, so that the process has the same name and command line as the real one.
  symlinkSync(which('bash', process.env['PATH'] ?? '/usr/bin:/bin'), join(dir, 'bin', 'Runner.Worker'));
  symlinkSync(process.execPath, join(dir, 'externals', 'node24', 'bin', 'node'));
}

function executable(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}
