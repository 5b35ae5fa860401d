import { chmodSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import type { SandboxClock } from '../clock.ts';

/** Name of the folder with a container's stand-ins for `sleep`, `date` and the start script's time. */
const FOLDER = 'sandbox-time';

/** The sandbox's clock on a loopback port, for scripts that cannot call it. Its requests are not in the journal. */
export interface TimeService {
  readonly port: number;
  /** Sandbox seconds per real second. */
  readonly speed: number;
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
        speed: clock.speed,
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
 * Puts stand-ins for `sleep` and `date` into a folder below `base`, and returns the variables that make programs of the
 * container use them: a PATH that begins with it, and a BASH_ENV for the start script, whose time is /proc/uptime and
 * `read -t`. They live in sandbox time, at its speed, and move ahead with it.
 */
export function layOutTime(base: string, time: TimeService, path: string): { PATH: string; BASH_ENV: string } {
  const folder = join(base, FOLDER);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(standIns(time.port, path))) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  const startScript = join(folder, 'start-script');
  writeFileSync(startScript, startScriptTime(time));
  return { PATH: `${folder}${delimiter}${path}`, BASH_ENV: startScript };
}

/**
 * Functions for the start script alone. A shorter `read -t` suffices: whatever moves the clock ahead, the script sees it
 * at its next look.
 */
function startScriptTime({ port, speed }: TimeService): string {
  return `case $0$BASH_EXECUTION_STRING in *'/start.sh' | *'gzip -d'*)
read() {
  if [[ $1 == -rt ]]; then
    local sandbox_wait=\${2}000
    [[ $2 != .* ]] || sandbox_wait=\${2#.}00
    sandbox_wait=$((sandbox_wait / ${speed}))
    printf -v sandbox_wait %03d "$((sandbox_wait < 10 ? 10 : sandbox_wait))"
    builtin read -rt "\${sandbox_wait:0:-3}.\${sandbox_wait: -3}" "\${@:3}"
    return
  fi
  builtin read "$@"
  local sandbox_code=$? sandbox_fd sandbox_now
  if [[ $3 == _ ]] && { exec {sandbox_fd}<>/dev/tcp/127.0.0.1/${port}; } 2>/dev/null; then
    printf 'now\\n' >&"$sandbox_fd"
    builtin read -r sandbox_now <&"$sandbox_fd"
    exec {sandbox_fd}>&-
    printf -v "$2" %.2f "$sandbox_now"
  fi
  return "$sandbox_code"
} ;;
esac
`;
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
