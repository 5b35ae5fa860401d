import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import type { Job } from './job.ts';
import type { JobQueue } from './jobs.ts';
import { paginate } from './paging.ts';
import { type Addresses, type Scope, scopePath } from './scope.ts';

/** GitHub's numbers for things that the sandbox does not model. */
const SHA = '53bfed4d6f0a1c9ce7fa2f7a9f4a4a2a9c9b1c4e';

/** GET /repos/{owner}/{repo}/actions/runs/{id}/jobs: the queued jobs that say that they are the run's. */
export class RunJobs {
  readonly #queue: JobQueue;
  readonly #addresses: Addresses;

  constructor(options: { queue: JobQueue; addresses: Addresses }) {
    this.#queue = options.queue;
    this.#addresses = options.addresses;
  }

  list(request: SandboxRequest, scope: Scope, runId: number): SandboxAnswer {
    const all = this.#queue.all.filter((job) => job.runId === runId);
    const { items, headers } = paginate(all, request, this.#addresses.server());
    const jobs = items.map((job) => this.#describe(scope, runId, job));
    return { status: 200, headers, body: { total_count: all.length, jobs } };
  }

  /** Schema job. A queued job has no runner; its times are those of the run. */
  #describe(scope: Scope, runId: number, job: Job): object {
    const repository = `${this.#addresses.api()}/${scopePath(scope)}`;
    const isOver = job.status === 'completed';
    return {
      id: job.id,
      run_id: runId,
      workflow_name: 'Build',
      head_branch: 'main',
      run_url: `${repository}/actions/runs/${runId}`,
      run_attempt: 1,
      node_id: Buffer.from(`011:CheckRun${job.id}`).toString('base64'),
      head_sha: SHA,
      url: `${repository}/actions/jobs/${job.id}`,
      html_url: `${this.#addresses.server()}/job/${job.id}`,
      status: job.status,
      conclusion: isOver ? (job.conclusion ?? 'success') : null,
      created_at: '2026-01-01T00:00:00Z',
      started_at: '2026-01-01T00:00:00Z',
      completed_at: isOver ? '2026-01-01T00:00:01Z' : null,
      name: job.name,
      steps: [],
      check_run_url: `${repository}/check-runs/${job.id}`,
      labels: [...job.labels],
      runner_id: job.runner?.id ?? null,
      runner_name: job.runner?.name ?? null,
      runner_group_id: job.runner?.runnerGroupId ?? null,
      runner_group_name: job.runner === undefined ? null : 'Default',
    };
  }
}
