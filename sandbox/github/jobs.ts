import type { SandboxClock } from '../clock.ts';
import type { QueuedJob } from '../contract.ts';
import type { Conclusion, Job } from './job.ts';
import type { Registration, Registry } from './registry.ts';

/** Milliseconds after which an assigned job that its runner has not fetched goes back to the queue. */
const FETCH_TIMEOUT_MS = 60_000;

/** The queue: assigns each job to the first online idle runner that has all its labels. */
export class JobQueue {
  readonly #clock: SandboxClock;
  readonly #registry: Registry;
  readonly #jobs: Job[] = [];

  constructor(options: { clock: SandboxClock; registry: Registry }) {
    this.#clock = options.clock;
    this.#registry = options.registry;
    this.#registry.watch(() => this.assign());
  }

  /** All jobs, in the order in which they were queued. */
  get all(): readonly Job[] {
    return this.#jobs;
  }

  add(job: { labels: readonly string[]; script: string; always?: string; name?: string; runId?: number }): QueuedJob {
    const { promise, resolve } = Promise.withResolvers<Awaited<QueuedJob['done']>>();
    const id = 5000 + this.#jobs.length + 1;
    const added: Job = {
      id,
      name: job.name ?? `job-${id}`,
      labels: job.labels,
      script: job.script,
      always: job.always,
      runId: job.runId,
      status: 'queued',
      log: '',
      settle: resolve,
    };
    this.#jobs.push(added);
    this.#registry.changed();
    return { id, status: () => added.status, done: promise };
  }

  /** Releases lost jobs, then assigns waiting ones. */
  assign(): void {
    for (const row of [...this.#registry.all(), ...this.#registry.removed()]) this.#giveUp(row);
    for (const job of this.#jobs) {
      if (job.status !== 'queued' || job.assigned !== undefined) continue;
      const runner = this.#registry
        .all()
        .filter((row) => this.#isFree(row) && hasLabels(row, job.labels))
        .sort((a, b) => (a.session?.onlineAt ?? 0) - (b.session?.onlineAt ?? 0))[0];
      if (runner === undefined) continue;
      runner.job = job;
      job.assigned = { at: this.#clock.now(), fetched: false };
      this.#clock.after(FETCH_TIMEOUT_MS, () => this.#registry.changed());
    }
  }

  /** The runner fetches its assigned job; a repeated request gets the same job. */
  fetch(row: Registration): Job | undefined {
    if (row.job?.assigned === undefined) return undefined;
    row.job.assigned.fetched = true;
    row.job.status = 'in_progress';
    row.job.runner = row;
    return row.job;
  }

  /** The job has ended. An ephemeral runner's registration ends with it. */
  finish(row: Registration, conclusion: Conclusion): void {
    this.#end(row, conclusion);
    this.#registry.remove(row);
  }

  #giveUp(row: Registration): void {
    const { job } = row;
    if (job?.assigned === undefined) return;
    if (!job.assigned.fetched && this.#clock.now() >= job.assigned.at + FETCH_TIMEOUT_MS) {
      delete job.assigned;
      delete row.job;
    } else if (this.#registry.hasLostJob(row)) {
      job.log += `The self-hosted runner: ${row.name} lost communication with the server.\n`;
      this.#end(row, 'failure');
    }
  }

  #end(row: Registration, conclusion: Conclusion): void {
    const { job } = row;
    if (job === undefined) return;
    job.status = 'completed';
    job.conclusion = conclusion;
    delete row.job;
    job.settle({ conclusion, runnerName: row.name, log: job.log });
  }

  /** A runner that lost its connection still gets jobs until GitHub notices. */
  #isFree(row: Registration): boolean {
    return this.#registry.isOnline(row) && row.job === undefined && row.shownBusy !== true;
  }
}

function hasLabels(row: Registration, labels: readonly string[]): boolean {
  const own = new Set(row.labels.map(({ name }) => name.toLowerCase()));
  return labels.every((label) => own.has(label.toLowerCase()));
}
