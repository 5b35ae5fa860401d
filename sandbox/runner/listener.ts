import { parseArgs } from 'node:util';
import { installJitConfig, loadEnvironmentFile, type RunnerSettings } from './jit-files.ts';
import { clearedEnvironment, runJob } from './job.ts';
import { createServerConnection, type ServerConnection } from './server-connection.ts';

/**
 * Stand-in for the runner program's Runner.Listener: starts with a JIT config, prints what the real one prints, takes
 * one job from the sandbox's GitHub and ends with the real one's exit codes.
 */

const VERSION = '2.336.0';

/** From the runner's source: Constants.Runner.ReturnCode. */
const EXIT = { success: 0, terminatedError: 1, retryableError: 2, sessionConflict: 5 };

/** A session conflict is retried every 30 s for 4 minutes. */
const CONFLICT = { everyMs: 30_000, forMs: 240_000 };
/** Any other failure to connect is retried for ever. */
const RECONNECT_MS = 30_000;

const { values: args } = parseArgs({
  options: { root: { type: 'string' }, machine: { type: 'string' }, version: { type: 'boolean' } },
  allowPositionals: true,
});
const stop = new AbortController();

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line of the log, which is on stdout as well if the image asks for it. Every line has the prefix. */
function log(program: 'RUNNER' | 'WORKER', text: string): void {
  if (process.env['ACTIONS_RUNNER_PRINT_LOG_TO_STDOUT'] !== '1') return;
  const source = program === 'RUNNER' ? 'Terminal' : 'Worker';
  for (const line of text.split('\n')) print(`[${program} ${timestamp()} INFO ${source}] ${line}`);
}

/** The time in .NET's format `u`. */
function timestamp(): string {
  return `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** Resolves after `ms` of sandbox time, or when the listener has to stop. */
function pause(ms: number, speed: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms / speed);
    stop.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Undefined when connected, otherwise the exit code. */
async function connect(server: ServerConnection): Promise<number | undefined> {
  const since = Date.now();
  let complained = false;
  for (;;) {
    if (stop.signal.aborted) return EXIT.success;
    const result = await server.connect(VERSION);
    // Printed as soon as the server answers, before there is a session.
    if (result !== 'unreachable') print('\n√ Connected to GitHub\n');
    if (result === 'connected') return undefined;
    if (result === 'registration-deleted') {
      print(
        'Failed to create a session. The runner registration has been deleted from the server, please re-configure.',
      );
      return EXIT.terminatedError;
    }
    const message = result === 'conflict' ? 'A session for this runner already exists.' : 'The server does not answer.';
    if (!complained) print(`${timestamp()}: Runner connect error: ${message} Retrying until reconnected.`);
    complained = true;
    if (result === 'conflict') {
      if (Date.now() - since >= CONFLICT.forMs / server.clockSpeed) {
        print('Stop retry on SessionConflictException after retried for 240 seconds.');
        return EXIT.sessionConflict;
      }
      await pause(CONFLICT.everyMs, server.clockSpeed);
    } else {
      await pause(RECONNECT_MS, server.clockSpeed);
    }
  }
}

async function listen(server: ServerConnection, settings: RunnerSettings, root: string): Promise<number> {
  for (;;) {
    if (stop.signal.aborted) {
      await server.disconnect();
      return EXIT.success;
    }
    const next = await server.nextJob(stop.signal);
    // The real one ends silently, with exit code 0, when its registration is removed.
    if (next === 'gone') return EXIT.success;
    if (next === 'unreachable') await pause(RECONNECT_MS, server.clockSpeed);
    if (typeof next === 'string') continue;

    print(`${timestamp()}: Running job: ${next.name}`);
    log('RUNNER', `WRITE LINE: ${timestamp()}: Running job: ${next.name}`);
    // The worker's log holds the whole job message, whose texts an author of the workflow chose.
    log('WORKER', `Job message:\n${JSON.stringify(next, undefined, 2)}`);
    const result = await runJob({
      ...{ job: next, settings, root, server, stop: stop.signal },
      print: (line) => log('WORKER', line),
    });
    await server.finish({ jobId: next.id, conclusion: result });
    const word = { success: 'Succeeded', failure: 'Failed', cancelled: 'Canceled' }[result];
    print(`${timestamp()}: Job ${next.name} completed with result: ${word}`);
    return EXIT.success;
  }
}

async function main(): Promise<number> {
  if (args.version === true) {
    print(VERSION);
    return EXIT.success;
  }
  const root = args.root ?? process.cwd();
  loadEnvironmentFile(root);
  let settings: RunnerSettings;
  try {
    settings = installJitConfig(root, process.env['ACTIONS_RUNNER_INPUT_JITCONFIG']);
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return EXIT.terminatedError;
  }
  clearedEnvironment();
  const server = createServerConnection(settings, args.machine);
  const failed = await connect(server);
  if (failed !== undefined) return failed;
  print(`Current runner version: '${VERSION}'`);
  print(`${timestamp()}: Listening for Jobs`);
  return await listen(server, settings, root);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!stop.signal.aborted) print('Exiting...');
    stop.abort();
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  print(`An error occurred: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = EXIT.retryableError;
}
