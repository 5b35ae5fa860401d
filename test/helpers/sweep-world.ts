import { type RunIdentity, runnerName, type StartIdentity } from '../../src/core/identity.ts';
import { ENDING_MS } from '../../src/core/lifetime.ts';
import type { WorkflowRun } from '../../src/core/ports.ts';
import { type SweepRequest, type SweepResult, type SweptThing, sweepRunners } from '../../src/core/sweep/sweep.ts';
import { computeTags, TAG } from '../../src/core/tags.ts';
import { FakeGitHub, type RegistrationLife } from './fake-github.ts';
import { FakeLauncher, type TaskLife } from './fake-launcher.ts';
import { FakeRuns } from './fake-runs.ts';
import { Calls, FakeClock, FakeRandom, MemoryLog } from './fakes.ts';

export const MINUTE = 60_000;
export const REPOSITORY = { name: 'octo-org/octo-repo', id: 123_456_789 };
export const RUN: RunIdentity = { repositoryId: REPOSITORY.id, runId: 77 };
const GRACE_MS = 15 * MINUTE;
const LONGEST = { startMs: 360 * MINUTE, lifeMs: 7200 * MINUTE };

/** One runner in the state that a case tests. */
export interface SeededRunner {
  readonly run?: RunIdentity;
  readonly runAttempt?: number;
  /** How long ago its start began; 2 h by default. */
  readonly ageMs?: number;
  /** Counted from now; absent means no tag. */
  readonly expiresInMs?: number;
  /** Changes to the tags that a start writes; undefined removes one. */
  readonly tags?: Readonly<Record<string, string | undefined>>;
  readonly registration?: RegistrationLife | 'none';
  readonly task?: TaskLife | 'none';
  readonly pool?: FakeLauncher;
  readonly github?: FakeGitHub;
}

/** All ports of a sweep, in memory. */
export class SweepWorld {
  readonly calls = new Calls();
  readonly clock = new FakeClock();
  readonly random = new FakeRandom();
  readonly log = new MemoryLog();
  readonly github = new FakeGitHub(this);
  readonly launcher = new FakeLauncher(this);
  readonly runs = new FakeRuns(this);

  /** Adds a runner: online on a running task, unless specified otherwise. */
  add(options: SeededRunner = {}): { name: string; taskId: string | undefined } {
    const { run = RUN, runAttempt = 1, ageMs = 120 * MINUTE, expiresInMs } = options;
    // Old enough for a lifetime of at least a minute.
    const agoMs = Math.max(ageMs, MINUTE + ENDING_MS - (expiresInMs ?? 0));
    const { registration = { onlineAfterMs: 0 }, task, pool = this.launcher, github = this.github } = options;
    const startedAt = Math.floor((this.clock.now() - ageMs) / 1000);
    const start: StartIdentity = { ...run, runAttempt, startedAt, nonce: this.random.nonce() };
    const name = runnerName(start, { index: 0, launchNumber: 0 });
    if (registration !== 'none') github.add(name, { life: registration });
    if (task === 'none') return { name, taskId: undefined };
    const own = computeTags({
      version: '0.1.0',
      start,
      repository: REPOSITORY.name,
      scope: github.scope,
      label: 'blue',
      id: undefined,
      runnerName: name,
      expiresAt: this.clock.now() + (expiresInMs ?? 0),
      lifetimeMs: (expiresInMs ?? 0) + agoMs - ENDING_MS,
      custom: {},
    });
    // Compute started by a version that did not set the tag has none.
    const without = expiresInMs === undefined ? { [TAG.expiresAt]: undefined, [TAG.lifetimeMinutes]: undefined } : {};
    const all: Record<string, string | undefined> = { ...own, ...without, ...options.tags };
    const tags = Object.fromEntries(
      Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
    );
    return { name, taskId: pool.add({ run, tags, agoMs, ...(task && { life: task }) }) };
  }

  /** Sets the state of a run; over for an hour unless specified otherwise. */
  setRun(
    options: { runId?: number; over?: boolean; endedMsAgo?: number; attempt?: number; startedMsAgo?: number } = {},
  ) {
    const { runId = RUN.runId, over = true, endedMsAgo = 60 * MINUTE, attempt = 1, startedMsAgo } = options;
    const now = this.clock.now();
    const run: WorkflowRun = {
      attempt,
      attemptStartedAt: startedMsAgo === undefined ? undefined : now - startedMsAgo,
      isOver: over,
      updatedAt: now - endedMsAgo,
    };
    this.runs.set(runId, run);
  }

  sweep(
    change: Partial<SweepRequest> & {
      pools?: [FakeLauncher, ...FakeLauncher[]];
      scopes?: [FakeGitHub, ...FakeGitHub[]];
    } = {},
  ): Promise<SweepResult> {
    const { pools = [this.launcher], scopes = [this.github], ...request } = change;
    return sweepRunners(
      { repositories: [REPOSITORY], graceMs: GRACE_MS, dryRun: false, reason: 'sweep', longest: LONGEST, ...request },
      { ...this.ports, pools, scopes },
    );
  }

  private get ports() {
    const { runs, clock, random, log } = this;
    return { runs, clock, random, log };
  }

  /** Everything that still exists. */
  get left(): { tasks: string[]; runners: string[] } {
    return { tasks: this.launcher.alive, runners: this.github.names };
  }

  /** The calls that change something. */
  get changes(): string[] {
    return this.calls.names.filter((name) => /\.(deleteRunner|stop|launch|createJitRunner)$/.test(name));
  }
}

/** The decisions in their shortest form. */
export function verdicts({ things }: SweepResult): string[] {
  return things.map(({ decision, outcome }: SweptThing) => `${decision.kind} ${decision.why}: ${outcome}`);
}
