import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StepResult } from '../sandbox/harness/step.ts';
import type { StepOptions, World } from '../sandbox/harness/world.ts';
import { covered } from './statistics.ts';

/** What a process used. */
export interface Cost {
  readonly wallMs: number;
  /** The part of that in which at least one of its requests had no answer yet. */
  readonly waitedMs: number;
  readonly cpuMs: number;
  /** Largest resident set, megabytes of 1,048,576 bytes. */
  readonly peakMb: number;
}

const preload = `--import=${fileURLToPath(new URL('./usage.mjs', import.meta.url))}`;

/** Runs `measured` with a temporary folder. */
async function inFolder<Result>(measured: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return await measured(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readUsage(file: string): Pick<Cost, 'cpuMs' | 'peakMb'> {
  return JSON.parse(readFileSync(file, 'utf8')) as Pick<Cost, 'cpuMs' | 'peakMb'>;
}

/** Runs a script to its end with only `environment`, whatever its exit code. */
export function measureScript(path: string, environment: Readonly<Record<string, string>> = {}): Promise<Cost> {
  return inFolder(async (folder) => {
    const usage = join(folder, 'usage.json');
    const began = performance.now();
    const child = spawn(process.execPath, [path], {
      env: { PATH: process.env['PATH'], ...environment, NODE_OPTIONS: preload, USAGE_FILE: usage },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    await new Promise((resolve, reject) => {
      child.once('close', resolve);
      child.once('error', reject);
    });
    return { wallMs: performance.now() - began, waitedMs: 0, ...readUsage(usage) };
  });
}

/** The empty Node process, to which all others are compared. */
export function measureEmpty(): Promise<Cost> {
  return inFolder((folder) => {
    const path = join(folder, 'empty.mjs');
    writeFileSync(path, '');
    return measureScript(path);
  });
}

/** Runs a step in a world with real time. @throws if the step fails: its figures would mean nothing */
export function measureStep(world: World, step: StepOptions): Promise<Cost & { result: StepResult; endedAt: number }> {
  return inFolder(async (folder) => {
    const usage = join(folder, 'usage.json');
    const requests = watchRequests(world);
    const environment = { ...step.environment, NODE_OPTIONS: preload, USAGE_FILE: usage };
    const { spawnedAt, done } = world.start({ ...step, environment });
    const result = await done;
    const wallMs = performance.now() - spawnedAt;
    const waitedMs = covered(requests.end());
    if (result.exitCode !== 0) throw new Error(`${step.action} failed with ${result.exitCode}:\n${result.log}`);
    return { wallMs, waitedMs, result, endedAt: Date.now(), ...readUsage(usage) };
  });
}

/** When each request of a step arrived and was answered, by `performance.now()`. */
function watchRequests({ sandbox }: World): { end(): (readonly [number, number])[] } {
  const came = new Map<number, number>();
  const intervals: (readonly [number, number])[] = [];
  const end = sandbox.observe((phase, { sequence, service }) => {
    if (service === 'runner') return;
    if (phase === 'received') came.set(sequence, performance.now());
    if (phase === 'answered') intervals.push([came.get(sequence) ?? performance.now(), performance.now()]);
  });
  return {
    end() {
      end();
      return intervals;
    },
  };
}
