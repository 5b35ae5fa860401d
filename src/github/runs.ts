import { RunnerError } from '../core/errors.ts';
import type { RunStatus, WorkflowJob, WorkflowRun } from '../core/ports.ts';
import type { Secret } from '../core/secret.ts';
import { SETTING, STEP } from '../core/words.ts';
import { githubFailure, toRunnerError } from './errors.ts';
import { type GitHubConnection, makeOctokit } from './octokit.ts';
import { PAGE, readPages } from './pages.ts';
import { identifier, list, malformed, record, text } from './parse.ts';

type Octokit = ReturnType<typeof makeOctokit>;

/** Workflow runs over GitHub's REST API. */
export class GitHubRuns implements RunStatus {
  readonly #octokit: Octokit;
  readonly #connection: GitHubConnection;
  readonly #managementToken: (repository: string) => Promise<Secret<string>>;

  /**
   * @param options.token reads runs; the workflow's own may be enough
   * @param options.managementToken the token that manages runners, fetched only if `token` cannot see a repository
   */
  constructor(options: {
    connection: GitHubConnection;
    token: Secret<string>;
    managementToken: (repository: string) => Promise<Secret<string>>;
  }) {
    this.#connection = options.connection;
    this.#octokit = makeOctokit(options.connection, options.token.reveal());
    this.#managementToken = options.managementToken;
  }

  async repositoryId(repository: string): Promise<number> {
    const doing = `searching for repository ${repository}`;
    try {
      return await readRepositoryId(this.#octokit, repository);
    } catch (error) {
      if (!isHidden(error)) throw explain(error, { doing, repository });
    }
    const token = await this.#managementToken(repository);
    try {
      return await readRepositoryId(makeOctokit(this.#connection, token.reveal()), repository);
    } catch (error) {
      if (!isHidden(error)) throw explain(error, { doing, repository });
      throw new RunnerError({
        kind: 'configuration',
        message: `The repository ${repository} does not exist, or neither ${SETTING.runsToken} nor the token that manages runners may read it.`,
        hint: `Correct ${SETTING.repositories} (owner/name), or give a token that may read the repository.`,
        cause: error,
      });
    }
  }

  getRun(repository: string, runId: number): Promise<WorkflowRun | 'absent' | 'forbidden'> {
    return orUnreadable({ doing: `reading run ${runId}`, repository }, async () => {
      const { data } = await this.#octokit.request(`GET ${path(repository)}/actions/runs/${runId}`);
      return parseRun(data, runId);
    });
  }

  getJobs(repository: string, runId: number): Promise<readonly WorkflowJob[] | 'absent' | 'forbidden'> {
    return orUnreadable({ doing: `reading the jobs of run ${runId}`, repository }, async () => {
      const route = `GET ${path(repository)}/actions/runs/${runId}/jobs`;
      const jobs = await readPages('jobs', (page) => {
        return this.#octokit.request(route, { filter: 'latest', per_page: PAGE, page });
      });
      return jobs.map((job) => parseJob(job, runId));
    });
  }
}

/** 404 and 403 are answers: what was asked for does not exist, or the token may not see it. */
async function orUnreadable<T>(
  call: { doing: string; repository: string },
  read: () => Promise<T>,
): Promise<T | 'absent' | 'forbidden'> {
  try {
    return await read();
  } catch (error) {
    const { status, isRateLimit } = githubFailure(error);
    if (status === 404) return 'absent';
    if (status === 403 && !isRateLimit) return 'forbidden';
    throw explain(error, call);
  }
}

async function readRepositoryId(octokit: Octokit, repository: string): Promise<number> {
  const { data } = await octokit.request(`GET ${path(repository)}`);
  const { id } = record(data, 'a repository');
  return identifier(id, 'a repository');
}

function parseRun(value: unknown, runId: number): WorkflowRun {
  // The state of another run would end runners of this one.
  if (record(value, 'a run')['id'] !== runId) throw malformed('a run that was not requested', value);
  const { run_attempt: attempt, status, updated_at: updatedAt, run_started_at: startedAt } = record(value, 'a run');
  // The status may be null, and GitHub may add new ones: only this one means that the run is over.
  const isOver = status === 'completed';
  const attemptStartedAt = typeof startedAt === 'string' ? time(startedAt, 'run_started_at') : undefined;
  return {
    attempt: identifier(attempt, 'a run, in its run_attempt,'),
    attemptStartedAt,
    isOver,
    updatedAt: time(text(updatedAt, 'updated_at'), 'updated_at'),
  };
}

function parseJob(value: unknown, runId: number): WorkflowJob {
  const { run_id: run, status, labels, runner_name: runnerName } = record(value, 'a job');
  // The jobs of another run would say that there are none of this one.
  if (run !== runId) throw malformed('a job of a run that was not requested', run);
  return {
    isOver: status === 'completed',
    labels: list(labels, 'labels of a job').map((label) => text(label, "job's label")),
    runnerName: typeof runnerName === 'string' && runnerName !== '' ? runnerName : undefined,
  };
}

function time(value: string, what: string): number {
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) throw malformed(`an invalid time in ${what}`, value);
  return milliseconds;
}

function path(repository: string): string {
  return `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;
}

/** 403 or 404: another token may see what this one cannot. */
function isHidden(error: unknown): boolean {
  const { status, isRateLimit } = githubFailure(error);
  return status === 404 || (status === 403 && !isRateLimit);
}

function explain(error: unknown, call: { doing: string; repository: string }): RunnerError {
  const [owner = '', repo = ''] = call.repository.split('/');
  if (githubFailure(error).status !== 401) {
    return toRunnerError(error, { doing: call.doing, scope: { kind: 'repo', owner, repo } });
  }
  return new RunnerError({
    kind: 'permission',
    message: `GitHub refused ${SETTING.runsToken} (401) while ${call.doing} in ${call.repository}.`,
    hint: `The token is wrong, expired or revoked. Replace ${SETTING.runsToken}, or ${STEP.letRunsBeRead}.`,
    cause: error,
  });
}
