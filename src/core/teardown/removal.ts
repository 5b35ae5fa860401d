import { assertNever } from '../errors.ts';
import type { WorkflowJob } from '../ports.ts';
import { MS_PER_READ, pollInterval } from '../util/polling.ts';
import { forEachConcurrently } from '../util/semaphore.ts';
import { computeFact } from './evidence.ts';
import { isTransient, Removing } from './removing.ts';
import { nextAct } from './rule.ts';
import type { Settled, TeardownPolicy, TeardownPorts, TeardownTarget } from './target.ts';

/** Time between two reads of the run's jobs, milliseconds: a job that was just queued is in the second. */
const JOBS_AGAIN_MS = 5000;

/** Wait before GitHub is asked again about a runner of which it has said 404, milliseconds. */
const ASK_AGAIN_MS = 2000;

/** The teardown of several runners: carries out what the rule says until all are settled. */
export class Removal<Target extends TeardownTarget> {
  readonly #policy: TeardownPolicy;
  readonly #ports: TeardownPorts;
  readonly #all: readonly Removing<Target>[];
  readonly #settled = new Map<Target, Settled>();
  readonly #began: number;
  /** The last two reads of the run's jobs. */
  #jobs: readonly (readonly WorkflowJob[])[] = [];
  #jobsReadAt = Number.NEGATIVE_INFINITY;
  #jobsCanBeRead: boolean;
  #reads = 1;

  constructor(options: { targets: readonly Target[]; policy: TeardownPolicy; ports: TeardownPorts }) {
    const { targets, policy, ports } = options;
    this.#policy = policy;
    this.#ports = ports;
    this.#began = ports.clock.now();
    this.#jobsCanBeRead = ports.jobs !== undefined;
    this.#all = targets.map((target) => new Removing({ target, policy, ports }));
  }

  async run(): Promise<ReadonlyMap<Target, Settled>> {
    let open = this.#all;
    if (open.some((one) => this.#mayHaveJob(one))) await this.#readJobs();
    for (;;) {
      await forEachConcurrently(open, (one) => this.#advance(one));
      open = open.filter(({ target }) => !this.#settled.has(target));
      if (open.length === 0) return this.#settled;
      await this.#pause(open);
      await Promise.all([this.#readRegistrations(open), this.#describe(open), this.#readJobs()]);
    }
  }

  #mayHaveJob(one: Removing<Target>): boolean {
    const { job, compute, isLifeOver } = one.facts(this.#jobs);
    return job !== 'none' && !isLifeOver && (compute === 'running' || compute === 'unread');
  }

  /** Acts until the runner is settled, or has to wait. It never rejects. */
  async #advance(one: Removing<Target>): Promise<void> {
    for (;;) {
      const act = nextAct(one.facts(this.#jobs));
      switch (act) {
        case 'delete':
          if (!(await this.#delete(one))) return;
          break;
        case 'stop':
          if (!(await this.#stop(one))) return;
          break;
        case 'look':
          await this.#look(one);
          break;
        case 'wait':
          this.#noteWait(one);
          return;
        case 'leave':
          // The run's jobs may still say that none is on its way.
          if (this.#mayLearn(one)) return;
          this.#settle(one);
          return;
        case 'done':
          this.#settle(one);
          return;
        case 'refuse':
          one.failed(one.refusal());
          this.#settle(one);
          return;
        default:
          assertNever(act);
      }
    }
  }

  #mayLearn(one: Removing<Target>): boolean {
    const { job, registration } = one.facts(this.#jobs);
    const isSeen = registration === 'online' || registration === 'offline';
    return (
      this.#policy.mandate === 'undo' && job === 'possible' && isSeen && this.#jobsCanBeRead && this.#jobs.length < 2
    );
  }

  #settle(one: Removing<Target>): void {
    const doneAt = this.#ports.clock.now();
    const result = one.result(this.#jobs);
    this.#settled.set(one.target, one.error === undefined ? { result, doneAt } : { error: one.error, doneAt });
  }

  #noteWait(one: Removing<Target>): void {
    const { compute, registration, job } = one.facts(this.#jobs);
    const isFirst = !one.hasWaited;
    one.hasWaited = true;
    if (!isFirst || compute !== 'running') return;
    const seconds = this.#policy.drainMs / 1000;
    const { runnerName } = one.target;
    this.#ports.log.info(
      registration === 'busy' || job === 'coming'
        ? `Runner ${runnerName} is busy: waiting up to ${seconds} s for its job to end.`
        : `A job may be on its way to runner ${runnerName}: waiting up to ${seconds} s for it to end by itself.`,
    );
  }

  /** @returns whether there is more to do now */
  async #delete(one: Removing<Target>): Promise<boolean> {
    const { github, clock, log } = this.#ports;
    const { id } = one;
    if (id === undefined) {
      await this.#look(one);
      return true;
    }
    try {
      const answer = await github.deleteRunner(id);
      one.error = undefined;
      one.registration = answer === 'absent' ? 'missing' : answer;
    } catch (error) {
      // A runner that is waited for anyway is asked about again.
      if (one.hasWaited && isTransient(error) && clock.now() < one.until) {
        log.info(`${(error as Error).message} Asking again about runner ${one.target.runnerName}.`);
        return false;
      }
      one.githubFailed(error);
    }
    return true;
  }

  /** @returns whether there is more to do now */
  async #stop(one: Removing<Target>): Promise<boolean> {
    const { pool, log } = this.#ports;
    const { computeId = '', runnerName } = one.target;
    if (one.registration === 'busy') {
      log.warning(`Runner ${runnerName} is still busy; it is stopped together with its job.`);
    }
    try {
      one.wasStopped(await pool.stop(computeId, this.#policy.reason));
      return true;
    } catch (error) {
      one.failed(error);
      this.#settle(one);
      return false;
    }
  }

  /** Reads what is not known of one runner. */
  async #look(one: Removing<Target>): Promise<void> {
    const { target, compute } = one;
    await Promise.all([this.#find(one), ...(compute === 'unread' && target.computeId ? [this.#describe([one])] : [])]);
    // What is not described may be hidden: nothing says that it has ended.
    if (one.compute === 'unread') one.sawCompute('running');
  }

  /** Its exact name in the list of its scope: a token without rights gets no list, where an id only gives 404. */
  async #find(one: Removing<Target>): Promise<void> {
    const { github, clock } = this.#ports;
    if (one.registration !== 'unread' && one.registration !== 'missing') return;
    try {
      const registration =
        one.registration === 'unread' && one.id !== undefined
          ? await github.getRunner(one.id)
          : await github.findRunner(one.target.runnerName);
      if (registration !== undefined) {
        const isAgain = one.registration === 'missing';
        one.saw(registration);
        if (isAgain) await clock.sleep(ASK_AGAIN_MS);
      } else one.registration = one.registration === 'unread' && one.id !== undefined ? 'missing' : 'absent';
    } catch (error) {
      one.githubFailed(error);
    }
  }

  async #pause(open: readonly Removing<Target>[]): Promise<void> {
    const { clock, random } = this.#ports;
    const now = clock.now();
    const interval = Math.max(pollInterval(now - this.#began, random.fraction()), this.#reads * MS_PER_READ);
    const next = Math.min(...open.map(({ until }) => until).filter((until) => until > now));
    await clock.sleep(Math.min(interval, next - now));
  }

  /** Reads together those that are waited for; a read that fails for a while is made again at the next interval. */
  async #readRegistrations(open: readonly Removing<Target>[]): Promise<void> {
    const { github, log, clock } = this.#ports;
    const left = open.filter((one) => !one.isRefused && isStillThere(one));
    for (const one of left) if (one.id === undefined) one.registration = 'unread';
    const asked = left.filter(({ id }) => id !== undefined);
    if (asked.length === 0) return;
    try {
      const { found, requests } = await github.getRunners(asked.flatMap(({ id }) => id ?? []));
      this.#reads = requests;
      for (const one of asked) {
        const registration = found.get(one.id ?? 0);
        if (registration === undefined) one.registration = 'missing';
        else one.saw(registration);
      }
    } catch (error) {
      const isFinal = !isTransient(error);
      for (const one of asked) if (isFinal || clock.now() >= one.until) one.githubFailed(error);
      if (!isFinal) {
        log.info(`${(error as Error).message} There is still time for ${asked.length} runner(s): polling again.`);
      }
    }
  }

  async #describe(open: readonly Removing<Target>[]): Promise<void> {
    const { pool, log } = this.#ports;
    const alive = open.filter(({ compute }) => compute === 'unread' || compute === 'starting' || compute === 'running');
    const ids = alive.flatMap(({ target }) => target.computeId ?? []);
    if (ids.length === 0) return;
    try {
      const seen = await pool.describe(ids);
      for (const one of alive) {
        const compute = seen.get(one.target.computeId ?? '');
        if (compute !== undefined) one.sawCompute(computeFact(compute));
      }
    } catch (error) {
      // The registration decides alone until this can be read.
      log.info(`${error instanceof Error ? error.message : String(error)} The runners are taken for running.`);
    }
  }

  async #readJobs(): Promise<void> {
    const { jobs, clock } = this.#ports;
    if (jobs === undefined || !this.#jobsCanBeRead || clock.now() - this.#jobsReadAt < JOBS_AGAIN_MS) return;
    this.#jobsReadAt = clock.now();
    const read = await jobs();
    if (read === undefined) this.#jobsCanBeRead = false;
    else this.#jobs = [...this.#jobs.slice(-1), read];
  }
}

function isStillThere({ registration }: { registration: string }): boolean {
  return registration !== 'deleted' && registration !== 'absent';
}
