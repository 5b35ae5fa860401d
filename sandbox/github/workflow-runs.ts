import type { SandboxClock } from '../clock.ts';
import type { WorkflowRunState } from '../contract.ts';
import type { SandboxAnswer } from '../server.ts';
import { describeOrganization } from './account.ts';
import { notFound } from './refusal.ts';
import { describeBriefly } from './repository.ts';
import { type Addresses, repositoryOf, type Scope, scopePath, type World } from './scope.ts';

interface Attempt {
  readonly runId: number;
  readonly attempt: number;
  readonly state: WorkflowRunState;
  readonly startedAt: number;
  readonly updatedAt: number;
}

const HEAD = '53bfed4d6f0a1c9ce7fa2f7a9f4a4a2a9c9b1c4e';

/** The workflow runs of all repositories, as set by tests. */
export class WorkflowRuns {
  readonly #world: World;
  readonly #clock: SandboxClock;
  readonly #addresses: Addresses;
  /** Run attempts in order, by the repository's path and the run's id. */
  readonly #runs = new Map<string, Attempt[]>();

  constructor(options: { world: World; clock: SandboxClock; addresses: Addresses }) {
    this.#world = options.world;
    this.#clock = options.clock;
    this.#addresses = options.addresses;
  }

  set(state: WorkflowRunState): void {
    const { owner, name } = this.#world.repository;
    const { repository = `${owner}/${name}`, runId, attempt = 1 } = state;
    const key = `repos/${repository}/${runId}`.toLowerCase();
    const others = (this.#runs.get(key) ?? []).filter((other) => other.attempt !== attempt);
    const now = this.#clock.now();
    const { startedAt = Math.min(now, state.updatedAt ?? now), updatedAt = now } = state;
    const all = [...others, { runId, attempt, state, startedAt, updatedAt }];
    this.#runs.set(
      key,
      all.sort((one, other) => one.attempt - other.attempt),
    );
  }

  /** GET /repos/{owner}/{repo}/actions/runs/{id}, the latest attempt, and …/attempts/{n} */
  get(scope: Scope, wanted: { runId: number; attempt: number | undefined }): SandboxAnswer {
    const attempts = this.#runs.get(`${scopePath(scope)}/${wanted.runId}`) ?? [];
    const found =
      wanted.attempt === undefined ? attempts.at(-1) : attempts.find(({ attempt }) => attempt === wanted.attempt);
    const [first] = attempts;
    if (found === undefined || first === undefined) throw notFound();
    return { status: 200, body: this.#describe(scope, found, first.startedAt) };
  }

  /** Schema workflow-run. */
  #describe(scope: Scope, run: Attempt, createdAt: number): object {
    const { runId, attempt, state } = run;
    const repository = repositoryOf(this.#world, scope) ?? this.#world.repository;
    const full = `${repository.owner}/${repository.name}`;
    const repositoryUrl = `${this.#addresses.api()}/repos/${full}`;
    const url = `${repositoryUrl}/actions/runs/${runId}`;
    const html = `${this.#addresses.server()}/${full}/actions/runs/${runId}`;
    const brief = describeBriefly(repository, this.#world, this.#addresses);
    const actor = describeOrganization(repository.owner, this.#world.organizationId, this.#addresses);
    return {
      id: runId,
      name: 'Build',
      node_id: Buffer.from(`011:WorkflowRun${runId}`).toString('base64'),
      head_branch: 'main',
      head_sha: HEAD,
      path: '.github/workflows/build.yml',
      display_title: 'Build',
      run_number: 562,
      run_attempt: attempt,
      event: 'push',
      status: state.status,
      conclusion: state.status === 'completed' ? (state.conclusion ?? 'success') : null,
      workflow_id: 159038,
      check_suite_id: 42,
      check_suite_node_id: 'MDEwOkNoZWNrU3VpdGU0Mg==',
      url,
      html_url: html,
      pull_requests: [],
      created_at: timestamp(createdAt),
      updated_at: timestamp(run.updatedAt),
      run_started_at: timestamp(run.startedAt),
      actor,
      triggering_actor: actor,
      jobs_url: `${url}/jobs`,
      logs_url: `${url}/logs`,
      check_suite_url: `${repositoryUrl}/check-suites/42`,
      artifacts_url: `${url}/artifacts`,
      cancel_url: `${url}/cancel`,
      rerun_url: `${url}/rerun`,
      previous_attempt_url: attempt > 1 ? `${url}/attempts/${attempt - 1}` : null,
      workflow_url: `${repositoryUrl}/actions/workflows/159038`,
      head_commit: null,
      repository: brief,
      head_repository: brief,
    };
  }
}

/** GitHub's times have no fractions. */
function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
