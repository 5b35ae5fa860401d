import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Sandbox time for processes that cannot call its clock: those of the steps, which read it from a file. */
export interface SharedTime {
  /** Holds epoch milliseconds as a double of the machine's byte order. */
  readonly path: string;
  /** For the clock: see ClockOptions. */
  readonly isBusy: () => boolean;
  readonly onMove: (now: number) => void;
  /** Counts a process among those that the clock waits for, until it has ended. */
  follow(pid: number, ended: Promise<unknown>): void;
  close(): void;
}

/** Creates the file of one sandbox. */
export function shareTime(startAt: number): SharedTime {
  const folder = mkdtempSync(join(tmpdir(), 'time-'));
  const path = join(folder, 'now');
  const file = openSync(path, 'w');
  const pids = new Set<number>();
  const cell = new Float64Array(1);
  const onMove = (now: number): void => {
    cell[0] = now;
    writeSync(file, new Uint8Array(cell.buffer), 0, cell.byteLength, 0);
  };
  onMove(startAt);
  return {
    path,
    isBusy: () => [...pids].some(isAtWork),
    onMove,
    follow(pid, ended) {
      pids.add(pid);
      const forget = (): boolean => pids.delete(pid);
      ended.then(forget, forget);
    },
    close() {
      closeSync(file);
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Whether a process runs, or waits for a processor or a disk, and not for an answer or for time to pass. Without /proc
 * nobody is ever at work: time then runs fast all the while.
 */
function isAtWork(pid: number): boolean {
  try {
    // After the program's name, which may hold anything, stands the state of the main thread.
    const [state] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
    return state === 'R' || state === 'D';
  } catch {
    return false;
  }
}
