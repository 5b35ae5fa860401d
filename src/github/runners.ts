import { NameTakenError, type RunnerError } from '../core/errors.ts';
import type { GitHub, JitRunner, Registration, RegistrationsRead } from '../core/ports.ts';
import { type Mask, Secret } from '../core/secret.ts';
import { AnswerClock } from '../core/util/answer-clock.ts';
import { githubFailure, toRunnerError } from './errors.ts';
import { type GitHubConnection, makeOctokit } from './octokit.ts';
import { PAGE, readPages } from './pages.ts';
import { base64, malformed, parsePage, parseRunner, record, totalCount } from './parse.ts';
import { PointsPacer } from './points-pacer.ts';
import { type JobsOrigin, warnOfOtherScope } from './reach.ts';
import { chooseGroup, DEFAULT_GROUP_ID } from './runner-group.ts';
import { type RunnerScope, scopeName, scopePath } from './scope.ts';

/** While the number of pages is unknown, up to three runners are read singly rather than by a page. */
const UNKNOWN_PAGES = 3;

type Octokit = ReturnType<typeof makeOctokit>;

/** Milliseconds after which a new token is requested: an App's token is valid for an hour. */
const TOKEN_MS = 50 * 60_000;

/** Runners of one scope over GitHub's REST API. */
export class GitHubRunners implements GitHub {
  readonly #scope: RunnerScope;
  readonly #connection: GitHubConnection;
  readonly #token: () => Promise<Secret<string>>;
  readonly #runnerGroup: string;
  readonly #jobs: JobsOrigin | undefined;
  readonly #mask: Mask;
  readonly #pacer: PointsPacer;
  readonly #clock = new AnswerClock();
  #octokit: Promise<Octokit> | undefined;
  /** Epoch milliseconds from which the token is no longer used. */
  #tokenUntil = 0;
  #groupId = DEFAULT_GROUP_ID;
  /** Runners in the scope, others' included, as the last page of the list reported it. */
  #total: number | undefined;

  /**
   * @param options.token called at the first request, and again every 50 minutes
   * @param options.runnerGroup a group's name or id; if empty, the default group
   * @param options.jobs if given, {@link prepare} checks whether they can reach the runners
   */
  constructor(options: {
    scope: RunnerScope;
    connection: GitHubConnection;
    token: () => Promise<Secret<string>>;
    runnerGroup: string;
    jobs?: JobsOrigin;
    mask: Mask;
  }) {
    this.#scope = options.scope;
    this.#connection = options.connection;
    this.#pacer = new PointsPacer(options.connection);
    this.#token = options.token;
    this.#runnerGroup = options.runnerGroup;
    this.#jobs = options.jobs;
    this.#mask = options.mask;
  }

  get scope(): string {
    return scopeName(this.#scope);
  }

  get aheadMs(): number | undefined {
    return this.#clock.aheadMs;
  }

  /** Gets the token and the runner group's id, and checks that the group lets the jobs in. */
  async prepare(): Promise<void> {
    await this.#client();
    if (this.#jobs !== undefined) warnOfOtherScope(this.#scope, this.#jobs, this.#connection.log);
    if (this.#scope.kind !== 'repo') this.#groupId = await this.#chooseGroup();
  }

  async createJitRunner(request: { name: string; labels: readonly string[]; workFolder: string }): Promise<JitRunner> {
    const parameters = {
      name: request.name,
      runner_group_id: this.#groupId,
      labels: [...request.labels],
      work_folder: request.workFolder,
    };
    try {
      const { data } = await this.#request('POST', '/generate-jitconfig', parameters);
      const answer = record(data, 'a JIT config');
      const jitConfig = base64(answer['encoded_jit_config'], 'encoded_jit_config');
      this.#mask(jitConfig);
      const registration = parseRunner(answer['runner']);
      if (registration.name !== request.name) throw malformed('a runner that was not requested', registration.name);
      return { registration, jitConfig: new Secret(jitConfig) };
    } catch (error) {
      if (githubFailure(error).status === 409) throw new NameTakenError(`${request.name} exists`, { cause: error });
      throw this.#explain(error, `registering runner ${request.name}`);
    }
  }

  async getRunner(id: number): Promise<Registration | undefined> {
    try {
      const runner = parseRunner((await this.#request('GET', `/${id}`)).data);
      if (runner.id !== id) throw malformed('a runner that was not requested', runner.id);
      return runner;
    } catch (error) {
      if (githubFailure(error).status === 404) return undefined;
      throw this.#explain(error, `reading runner ${id}`);
    }
  }

  async getRunners(ids: readonly number[]): Promise<RegistrationsRead> {
    const wanted = new Set(ids);
    const found = new Map<number, Registration>();
    let pages = 0;
    // Pages are cheaper while fewer of them remain than runners to read.
    while (this.#pagesAfter(pages) < wanted.size) {
      pages += 1;
      for (const runner of await this.#page(pages)) {
        if (wanted.delete(runner.id)) found.set(runner.id, runner);
      }
    }
    // This includes runners missing from the pages: a list that changes while it is read can skip one.
    const singly = await Promise.all([...wanted].map((id) => this.getRunner(id)));
    for (const runner of singly) if (runner !== undefined) found.set(runner.id, runner);
    return { found, requests: pages + singly.length };
  }

  /** How many pages follow those already read; Infinity if none. */
  #pagesAfter(read: number): number {
    const left = this.#total === undefined ? UNKNOWN_PAGES : Math.ceil(this.#total / PAGE) - read;
    return left > 0 ? left : Infinity;
  }

  async #page(page: number): Promise<Registration[]> {
    try {
      const { data } = await this.#request('GET', '', { per_page: PAGE, page });
      this.#total = totalCount(data) ?? 0;
      return parsePage(data, 'runners').map(parseRunner);
    } catch (error) {
      throw this.#explain(error, 'listing runners');
    }
  }

  async findRunner(name: string): Promise<Registration | undefined> {
    try {
      const items = parsePage((await this.#request('GET', '', { name, per_page: PAGE })).data, 'runners');
      const runners = items.map(parseRunner);
      const found = runners.find((runner) => runner.name === name);
      // Older GHES versions ignore ?name=: then it may be on any page.
      if (found !== undefined || runners.length === 0) return found;
      return (await this.listRunners()).find((runner) => runner.name === name);
    } catch (error) {
      throw this.#explain(error, `searching for runner ${name}`);
    }
  }

  async listRunners(): Promise<readonly Registration[]> {
    try {
      return (await this.#pages('/actions/runners', 'runners')).map(parseRunner);
    } catch (error) {
      throw this.#explain(error, 'listing runners');
    }
  }

  async deleteRunner(id: number): Promise<'deleted' | 'absent' | 'busy'> {
    try {
      const { status, data } = await this.#request('DELETE', `/${id}`);
      // A proxy's page with status 200 deleted nothing, and the registration is the lock.
      if (status !== 204) throw malformed(`status ${status} instead of 204`, data);
      return 'deleted';
    } catch (error) {
      const { status } = githubFailure(error);
      if (status === 404) return 'absent';
      if (status === 422) return 'busy';
      throw this.#explain(error, `deleting runner ${id}`);
    }
  }

  async #chooseGroup(): Promise<number> {
    const choice = {
      scope: this.#scope,
      wanted: this.#runnerGroup,
      jobs: this.#jobs,
      log: this.#connection.log,
      list: (filter: object) => this.#pages('/actions/runner-groups', 'runner_groups', filter),
      get: async (path: string) => (await (await this.#client()).request(`GET ${path}`)).data as unknown,
    };
    return chooseGroup(choice).catch((error: unknown) => {
      throw this.#explain(error, `searching for runner group ${this.#runnerGroup || 'Default'}`);
    });
  }

  async #pages(path: string, field: string, filter: object = {}): Promise<readonly unknown[]> {
    const octokit = await this.#client();
    return readPages(field, async (page) => {
      const request = { ...filter, per_page: PAGE, page };
      const answer = await octokit.request(`GET ${scopePath(this.#scope)}${path}`, request);
      this.#clock.note(answer.headers, Date.now());
      return answer;
    });
  }

  async #request(
    method: string,
    path: string,
    parameters: object = {},
  ): Promise<{ readonly status: number; readonly data: unknown }> {
    const octokit = await this.#client();
    const route = `${method} ${scopePath(this.#scope)}/actions/runners${path}`;
    const answer = await octokit.request(route, { ...parameters });
    this.#clock.note(answer.headers, Date.now());
    return answer;
  }

  #client(): Promise<Octokit> {
    if (this.#octokit !== undefined && Date.now() < this.#tokenUntil) return this.#octokit;
    this.#tokenUntil = Date.now() + TOKEN_MS;
    const octokit = this.#token().then((token) => makeOctokit(this.#connection, token.reveal(), this.#pacer));
    this.#octokit = octokit;
    // If getting the token failed, the next request tries once more.
    octokit.catch(() => {
      if (this.#octokit === octokit) this.#octokit = undefined;
    });
    return octokit;
  }

  #explain(error: unknown, doing: string): RunnerError {
    return toRunnerError(error, { doing, scope: this.#scope });
  }
}
