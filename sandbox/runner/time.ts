import { chmodSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import type { SandboxClock } from '../clock.ts';

/** Name of the folder with a container's stand-ins for `sleep` and `date`. */
const FOLDER = 'sandbox-time';

/** The sandbox's clock on a loopback port, for scripts that cannot call it. Its requests are not in the journal. */
export interface TimeService {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the clock. It answers a line `now` with epoch seconds, and `sleep <seconds>` with a line once they have
 * passed.
 */
export function serveTime(clock: SandboxClock): Promise<TimeService> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let cancel = (): void => undefined;
    socket.on('close', () => {
      sockets.delete(socket);
      cancel();
    });
    // The sleeper was killed.
    socket.on('error', () => socket.destroy());
    socket.once('data', (data) => {
      const [word, seconds] = data.toString().trim().split(' ');
      if (word === 'sleep') cancel = clock.after(Number(seconds) * 1000, () => socket.end('over\n'));
      else socket.end(`${clock.now() / 1000}\n`);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}

/**
 * Puts stand-ins for `sleep` and `date` into a folder below `base`, and returns a PATH that begins with it. Programs
 * that find them there live in sandbox time, at its speed, and move ahead with it.
 */
export function layOutTime(base: string, port: number, path: string): string {
  const folder = join(base, FOLDER);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(standIns(port, path))) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return `${folder}${delimiter}${path}`;
}

/** A PATH without the stand-ins: jobs are scripts of tests, and live in real time. */
export function realTimePath(path: string): string {
  return path
    .split(delimiter)
    .filter((folder) => !folder.endsWith(`/${FOLDER}`))
    .join(delimiter);
}

/** Each falls back on the real program if the sandbox has ended, and for options that it does not know. */
function standIns(port: number, path: string): Record<string, string> {
  return {
    sleep: `#!/bin/bash
if [[ $# == 1 && $1 =~ ^[0-9]*\\.?[0-9]+$ ]] && { exec 3<>/dev/tcp/127.0.0.1/${port}; } 2>/dev/null; then
  printf 'sleep %s\\n' "$1" >&3
  read -r over <&3 && exit 0
fi
exec '${which('sleep', path)}' "$@"
`,
    date: `#!/bin/bash
if { exec 3<>/dev/tcp/127.0.0.1/${port}; } 2>/dev/null; then
  printf 'now\\n' >&3
  read -r now <&3 && set -- --date "@$now" "$@"
fi
exec '${which('date', path)}' "$@"
`,
  };
}

/** The path of a program. @throws Error if it is in no folder of the PATH */
export function which(name: string, path: string): string {
  for (const folder of path.split(delimiter)) {
    try {
      return realpathSync(join(folder, name));
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`sandbox: ${name} is in no folder of ${path}`);
}
