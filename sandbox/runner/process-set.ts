import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * All processes of a simulated container: those in the first one's session, and those with the container's folder in
 * their environment or as their working directory. Group and session alone are not enough: run.sh starts its helper,
 * and the listener its worker, in separate groups and sessions. Needs /proc; elsewhere only the first process is found.
 */
export interface ProcessSet {
  /** Undefined if it could not be started. */
  readonly firstPid: number | undefined;
  readonly folder: string;
}

/** The living processes of each set (zombies are dead), in one walk over /proc. */
export function listProcesses(sets: readonly ProcessSet[]): Map<ProcessSet, number[]> {
  const found = new Map<ProcessSet, number[]>(sets.map((set) => [set, []]));
  if (sets.length === 0) return found;
  for (const pid of allPids()) {
    const session = sessionOf(pid);
    if (session === undefined) continue;
    const set = sets.find((one) => one.firstPid === session) ?? findByTraces(sets, pid);
    if (set !== undefined) found.get(set)?.push(pid);
  }
  return found;
}

/** Sends SIGKILL to the whole set, and to what it started meanwhile. */
export function killProcesses(set: ProcessSet): void {
  // Without /proc, only the group can be reached.
  if (set.firstPid !== undefined) send(-set.firstPid);
  for (let round = 0; round < 20; round += 1) {
    const pids = listProcesses([set]).get(set) ?? [];
    if (pids.length === 0) return;
    for (const pid of pids) send(pid);
  }
}

/**
 * Whether the process has a handler for SIGTERM. As process 1 of a container it would ignore the signal without one:
 * the kernel protects process 1 from the default action.
 */
export function catchesTerm(pid: number): boolean {
  const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(read(`/proc/${pid}/status`))?.[1];
  // Bit 14 is signal 15. Without /proc, assume that it is caught, so that the signal is at least sent.
  return mask === undefined || (BigInt(`0x${mask}`) & (1n << 14n)) !== 0n;
}

function send(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

function allPids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Undefined for a dead process. */
function sessionOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The name may contain spaces and parentheses, so fields are counted after it. State, parent, group, session.
  const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' || state === 'Z' || state === 'X' ? undefined : Number(session);
}

function findByTraces(sets: readonly ProcessSet[], pid: number): ProcessSet | undefined {
  const traces = `${read(`/proc/${pid}/environ`)}\0${workingFolder(pid)}`;
  return sets.find(({ folder }) => traces.includes(folder));
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
