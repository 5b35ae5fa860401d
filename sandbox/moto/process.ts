import { type ChildProcess, spawn } from 'node:child_process';

/** A moto_server for this sandbox alone. */
export interface MotoProcess {
  readonly url: string;
  readonly pid: number;
  close(): Promise<void>;
}

/** Real milliseconds that moto may take to listen: about two seconds of imports, many times that on a busy machine. */
const START_MS = 60_000;

/** Real milliseconds from SIGTERM to SIGKILL. */
const END_MS = 3_000;

/**
 * Starts `moto_server` on a free loopback port and resolves once it listens. Close it, or the process stays for as long
 * as this one.
 * @param options.account the account of all its answers
 * @throws if MOTO_SERVER names no moto_server that starts; the message contains its last output
 */
export async function startMotoProcess(options: { account: string }): Promise<MotoProcess> {
  const command = process.env['MOTO_SERVER'];
  if (command === undefined || command === '') {
    throw new Error('MOTO_SERVER is not set: script/moto installs moto and prints the path to set it to.');
  }
  // Port 0: the kernel picks a free port, which moto then prints. A port picked here could be lost to another process.
  const child = spawn(command, ['--host', '127.0.0.1', '--port', '0'], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PYTHONUNBUFFERED: '1',
      MOTO_ACCOUNT_ID: options.account,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.on('exit', kill);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      process.off('exit', kill);
      resolve();
    });
  });
  try {
    const url = await untilListening(child);
    return { url, pid: child.pid ?? 0, close: () => end(child, ended) };
  } catch (error) {
    kill();
    throw error;
  }
}

function untilListening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = '';
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`moto_server ${why}. Its last words: ${words.trim() || '(none)'}`));
    };
    const timer = setTimeout(() => fail(`does not listen after ${START_MS / 1000} s`), START_MS);
    child.once('error', (error) => fail(`cannot be run (${error.message})`));
    child.once('exit', (code, signal) => fail(`ended (${signal ?? code}) before it listened`));
    // Read as long as it runs: it logs each request, and a full pipe would block it.
    child.stderr?.on('data', (chunk: Buffer) => {
      if (words.length < 10_000) words += chunk.toString();
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(words)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
  await ended;
  clearTimeout(timer);
}
