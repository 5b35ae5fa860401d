import type { Clock, RunStatus, WorkflowJob, WorkflowRun } from '../../src/core/ports.ts';
import { type Calls, Script, type ScriptedError } from './fakes.ts';

/** Workflow runs in memory. A run that was not set is absent. */
export class FakeRuns implements RunStatus {
  readonly #script: Script<keyof RunStatus>;
  readonly #runs = new Map<string, WorkflowRun | 'forbidden'>();
  readonly #jobs = new Map<string, readonly WorkflowJob[]>();
  readonly #repositories = new Map<string, number>();

  constructor(options: { clock: Clock; calls: Calls }) {
    this.#script = new Script({ port: 'runs', ...options });
  }

  /** Scripts an error; `*` applies to every method. */
  fail(method: keyof RunStatus | '*', error: ScriptedError): void {
    this.#script.fail(method, error);
  }

  /** Adds a repository that can be looked up. */
  addRepository(name: string, id: number): void {
    this.#repositories.set(name, id);
  }

  /** Sets the answer from now on. */
  set(runId: number, run: WorkflowRun | 'forbidden', repository = 'octo-org/octo-repo'): void {
    this.#runs.set(`${repository} ${runId}`, run);
  }

  /** Sets the jobs of a run that was set. */
  setJobs(runId: number, jobs: readonly WorkflowJob[], repository = 'octo-org/octo-repo'): void {
    this.#jobs.set(`${repository} ${runId}`, jobs);
  }

  repositoryId(repository: string): Promise<number> {
    return this.#script.act('repositoryId', [repository], () => {
      const id = this.#repositories.get(repository);
      if (id === undefined) throw new Error(`a test must add the repository ${repository}`);
      return id;
    });
  }

  getRun(repository: string, runId: number): Promise<WorkflowRun | 'absent' | 'forbidden'> {
    return this.#script.act('getRun', [repository, runId], () => this.#runs.get(`${repository} ${runId}`) ?? 'absent');
  }

  getJobs(repository: string, runId: number): Promise<readonly WorkflowJob[] | 'absent' | 'forbidden'> {
    return this.#script.act('getJobs', [repository, runId], () => {
      const key = `${repository} ${runId}`;
      const run = this.#runs.get(key) ?? 'absent';
      return run === 'absent' || run === 'forbidden' ? run : (this.#jobs.get(key) ?? []);
    });
  }
}
