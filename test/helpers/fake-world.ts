import {
  newStart,
  type RunIdentity,
  runnerLabel,
  runnerName,
  type StartIdentity,
  startKey,
} from '../../src/core/identity.ts';
import type { ComputePool, Registration, WorkflowJob } from '../../src/core/ports.ts';
import { computeTags } from '../../src/core/tags.ts';
import { FakeGitHub, type RegistrationLife } from './fake-github.ts';
import { FakeLauncher, type TaskLife } from './fake-launcher.ts';
import { Calls, FakeClock, FakeRandom, MemoryLog, MemoryState } from './fakes.ts';

/** The run that tests belong to. */
export const RUN: RunIdentity = { repositoryId: 123_456_789, runId: 9_876_543_210 };

/** All ports of a use case, in memory. */
export class FakeWorld {
  readonly calls = new Calls();
  readonly clock = new FakeClock();
  readonly random = new FakeRandom();
  readonly log = new MemoryLog();
  readonly github = new FakeGitHub(this);
  readonly launcher = new FakeLauncher(this);
  readonly state = new MemoryState(this);
  /** The jobs of the run; undefined: they may not be read. */
  runJobs: readonly WorkflowJob[] | undefined;

  readonly jobs = async (): Promise<readonly WorkflowJob[] | undefined> => this.runJobs;

  /** The launcher as seen by code that only finds and stops. */
  get pool(): ComputePool {
    return this.launcher;
  }

  /** A start of the run (or of another one), with its own nonce. */
  newStart(run: RunIdentity = RUN): StartIdentity {
    return newStart({ run, runAttempt: 1, nowMs: this.clock.now(), nonce: this.random.nonce() });
  }

  /** A runner as a finished start leaves it: registered and online, its task running. */
  addRunner(
    options: {
      start?: StartIdentity;
      label?: string;
      id?: string;
      /** Replaces tags of the task. */
      tags?: Readonly<Record<string, string>>;
      index?: number;
      registration?: RegistrationLife | 'none';
      task?: TaskLife | 'none';
    } = {},
  ): {
    name: string;
    taskId: string | undefined;
    registrationId: number | undefined;
    registration: Registration | undefined;
    start: StartIdentity;
  } {
    const { start = this.newStart(), registration = { onlineAfterMs: 0 }, task, index = 0 } = options;
    const { label = startKey(start), id } = options;
    const name = runnerName(start, { index, launchNumber: 0 });
    const labels = [label, runnerLabel(label, index)];
    const registered = registration === 'none' ? undefined : this.github.add(name, { labels, life: registration });
    const made = { name, registrationId: registered?.id, registration: registered, start };
    if (task === 'none') return { ...made, taskId: undefined };
    const tags = computeTags({
      version: '0.1.0',
      start,
      repository: 'octo-org/octo-repo',
      scope: this.github.scope,
      label,
      id,
      runnerName: name,
      expiresAt: this.clock.now() + 390 * 60_000,
      lifetimeMs: 390 * 60_000,
      custom: {},
    });
    const taskId = this.launcher.add({ run: start, tags: { ...tags, ...options.tags }, ...(task && { life: task }) });
    return { ...made, taskId };
  }
}
