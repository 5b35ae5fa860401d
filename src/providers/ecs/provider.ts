import {
  DescribeTasksCommand,
  type DesiredStatus,
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { guardAnswers } from '../../aws/answers.ts';
import { resourceName } from '../../aws/arn.ts';
import { type ClientSettings, clientConfig } from '../../aws/client-config.ts';
import { awsFailure, malformedAnswer, toRunnerError } from '../../aws/errors.ts';
import { TokenBucket } from '../../aws/token-bucket.ts';
import { aboutRefusal, RunnerError } from '../../core/errors.ts';
import { isRunKey, type RunIdentity, runKey } from '../../core/identity.ts';
import type { Compute, ComputeEnd, FailedLaunch, Finding, LaunchRequest, Log, Provider } from '../../core/ports.ts';
import { TAG } from '../../core/tags.ts';
import { askedTasks, ownerOf, type TaskPlace, taskArn } from './answered.ts';
import { placeName, unknownCluster } from './cluster-capacity.ts';
import { toCompute } from './compute.ts';
import { explainFailures, explainStuckTask, isCapacityText } from './diagnosis.ts';
import type { Investigate } from './investigation/investigate.ts';
import type { EcsLaunchOptions, EcsPlace } from './options.ts';
import { type PreparedCapacity, prepareCapacities } from './preparation.ts';
import { runTaskInput } from './run-task.ts';
import type { CheckedTaskDefinition } from './task-definition.ts';

/** Most tasks that DescribeTasks takes, and ListTasks returns, at once. */
const TASKS_AT_ONCE = 100;

/** 20,000 tasks are far more than one run can start: a list without end is no list. */
const PAGES_AT_MOST = 200;

/** A cluster that ended more than 1,000 tasks within the hour is not looked through for a report. */
const ENDED_PAGES_AT_MOST = 10;

/**
 * Half of what an account may send of RunTask and StopTask together ("Request throttling for the Amazon ECS API": burst
 * 100, then 40 a second), which is also Fargate's rate of launches, 20 a second.
 */
const TASK_CHANGES = { burst: 50, perSecond: 20 };

/** Runners as ECS tasks of one cluster. */
export class EcsProvider implements Provider {
  readonly kind = 'ecs';
  readonly #client: ECSClient;
  #place: TaskPlace;
  readonly #launch: EcsLaunchOptions | undefined;
  readonly #callerIdentity: () => Promise<string>;
  readonly #settings: ClientSettings;
  readonly #investigate: Investigate | undefined;
  readonly #log: Log;
  /** Paces what starts and stops tasks. */
  readonly #pace = new TokenBucket(TASK_CHANGES);
  #prepared: ReadonlyMap<string, PreparedCapacity> | undefined;

  /** @param options.launch, options.investigate absent for a provider that only finds and stops */
  constructor(options: {
    place: EcsPlace;
    client: ClientSettings;
    launch?: EcsLaunchOptions;
    investigate?: Investigate;
    callerIdentity: () => Promise<string>;
  }) {
    this.#client = guardAnswers(new ECSClient(clientConfig(options.client)));
    this.#place = options.place;
    this.#launch = options.launch;
    this.#callerIdentity = options.callerIdentity;
    // Credentials that are there already: another client would ask for a token and assume the role again.
    this.#settings = { ...options.client, credentials: this.#client.config.credentials };
    this.#investigate = options.investigate;
    this.#log = options.client.log;
  }

  get capacities(): readonly string[] {
    return this.#launch?.capacities.map(({ text }) => text) ?? [];
  }

  get place(): string {
    return placeName(this.#place);
  }

  get location(): Readonly<Record<string, string>> {
    return { provider: this.kind, region: this.#place.region, cluster: resourceName(this.#place.cluster) };
  }

  whoAmI(): Promise<string> {
    return this.#callerIdentity();
  }

  async prepare(): Promise<void> {
    const launch = this.#launchOptions();
    this.#prepared = await prepareCapacities({ launch, client: this.#client, place: this.#place, log: this.#log });
    const [first] = this.#prepared.values();
    // A task runs in the account of its definition.
    const owner = first && ownerOf(first.definition.arn);
    if (owner) this.#place = { ...this.#place, owner };
  }

  async launch(request: LaunchRequest): Promise<Compute> {
    const launch = this.#launchOptions();
    const prepared = this.#prepared?.get(request.capacity);
    if (prepared === undefined)
      throw new Error(`prepare() comes before launch(), with the capacity ${request.capacity}.`);
    const { definition } = prepared;
    const input = runTaskInput({ cluster: this.#place.cluster, ...prepared, launch, request });
    try {
      await this.#pace.take();
      const { tasks, failures } = await this.#client.send(new RunTaskCommand(input));
      const [task, ...others] = tasks ?? [];
      if (task !== undefined && others.length === 0) {
        taskArn(task.taskArn, { operation: 'ecs:RunTask', place: this.#place });
        return toCompute(task);
      }
      // Neither tasks nor a refusal, or more than was asked for: the launch is then looked for by its tags.
      if (!tasks || !failures || others.length > 0) {
        throw malformedAnswer('ecs:RunTask', `${tasks?.length ?? 'no list of'} tasks and no refusal`);
      }
      throw new RunnerError(explainFailures(failures, `${this.place} (capacity ${request.capacity})`));
    } catch (error) {
      const { name } = awsFailure(error);
      if (name === 'ConflictException') return this.#adopt(error, request);
      throw aboutRefusal(this.#launchError(error, definition), request.capacity);
    }
  }

  async describe(ids: readonly string[]): Promise<ReadonlyMap<string, Compute>> {
    const tasks = await this.#describeTasks(ids);
    return new Map(tasks.map((task) => toCompute(task)).map((compute) => [compute.id, compute]));
  }

  async list(run: RunIdentity): Promise<readonly Compute[]> {
    // startedBy must be the only filter; the default is what has not been told to stop.
    const arns = await this.#listTasks({ startedBy: runKey(run) });
    return listed(await this.#describeTasks(arns));
  }

  async listEnded(run: RunIdentity): Promise<readonly Compute[]> {
    // ECS describes a stopped task for an hour or a little more, StopTask drops its tags, and startedBy takes no second
    // filter: what is of the run is told by DescribeTasks.
    const arns = await this.#listTasks({ desiredStatus: 'STOPPED' }, ENDED_PAGES_AT_MOST);
    const tasks = await this.#describeTasks(arns);
    return tasks.filter(({ startedBy }) => startedBy === runKey(run)).map((task) => toCompute(task));
  }

  async listAll(): Promise<readonly Compute[]> {
    // ListTasks matches startedBy exactly or not at all, so what is ours is told by DescribeTasks.
    const tasks = await this.#describeTasks(await this.#listTasks({ desiredStatus: 'RUNNING' }));
    return listed(tasks.filter(({ startedBy = '' }) => isRunKey(startedBy)));
  }

  async stop(id: string, reason: string): Promise<'stopped' | 'already-gone'> {
    try {
      await this.#pace.take();
      const { task } = await this.#client.send(new StopTaskCommand({ cluster: this.#place.cluster, task: id, reason }));
      // Without the task in the answer nobody stopped it.
      const [stopped] = askedTasks(task && [task], { operation: 'ecs:StopTask', place: this.#place, asked: [id] });
      // A task that had ended by itself keeps its own reason.
      return stopped?.lastStatus === 'STOPPED' && stopped.stoppedReason !== reason ? 'already-gone' : 'stopped';
    } catch (error) {
      const { name, message } = awsFailure(error);
      if (name === 'InvalidParameterException' && /not found/i.test(message)) return 'already-gone';
      // StopTask drops the tags, so that under a policy with a tag condition a second one is denied: not a permission
      // problem, if the task is on its way out.
      if (name === 'AccessDeniedException' && (await this.#isEnding(id))) return 'already-gone';
      throw toRunnerError(error, { operation: 'ecs:StopTask', on: id });
    }
  }

  explainStuck(compute: Compute): ComputeEnd {
    return explainStuckTask(compute);
  }

  async investigate(failed: readonly FailedLaunch[]): Promise<readonly Finding[]> {
    if (this.#investigate === undefined) return [];
    const { assignPublicIp = false } = this.#launchOptions();
    const prepared = [...(this.#prepared?.values() ?? [])].map(({ definition }) => definition);
    return this.#investigate(failed, {
      place: this.#place,
      settings: this.#settings,
      launchTo: (capacity) => {
        const prepared = this.#prepared?.get(capacity);
        return prepared && { place: prepared.entry.place, taskDefinition: prepared.definition.arn };
      },
      hasPublicAddress: (taskDefinition) =>
        assignPublicIp && prepared.some(({ arn, isFargate }) => isFargate && arn === taskDefinition),
    });
  }

  #launchOptions(): EcsLaunchOptions {
    if (this.#launch === undefined) throw new Error('This provider was made without launch options.');
    return this.#launch;
  }

  /** ARNs of every page. */
  async #listTasks(
    filter: { startedBy: string } | { desiredStatus: DesiredStatus },
    pagesAtMost = PAGES_AT_MOST,
  ): Promise<readonly string[]> {
    const operation = 'ecs:ListTasks';
    const { cluster } = this.#place;
    const arns: string[] = [];
    let nextToken: string | undefined;
    for (let pages = 0; pages < pagesAtMost; pages += 1) {
      const page = await this.#client
        .send(new ListTasksCommand({ cluster, ...filter, ...(nextToken && { nextToken }) }))
        .catch((error: unknown) => {
          throw this.#clusterError(error, operation);
        });
      // Without a list nobody knows what there is; "nothing" would leave it running.
      if (!Array.isArray(page.taskArns)) throw malformedAnswer(operation, 'no list of tasks');
      arns.push(...page.taskArns.map((arn) => taskArn(arn, { operation, place: this.#place })));
      nextToken = page.nextToken;
      if (!nextToken) return arns;
    }
    throw malformedAnswer(operation, `more than ${pagesAtMost} pages`);
  }

  async #describeTasks(ids: readonly string[]): Promise<readonly Task[]> {
    const chunks = Array.from({ length: Math.ceil(ids.length / TASKS_AT_ONCE) }, (_, index) =>
      ids.slice(index * TASKS_AT_ONCE, (index + 1) * TASKS_AT_ONCE),
    );
    const { cluster } = this.#place;
    const operation = 'ecs:DescribeTasks';
    const pages: (readonly Task[])[] = [];
    // One after the other: an answer on 100 tasks, with the overrides of each, takes over a megabyte and its parsing more.
    for (const asked of chunks) {
      const request = new DescribeTasksCommand({ cluster, tasks: [...asked], include: ['TAGS'] });
      const { tasks } = await this.#client.send(request).catch((error: unknown) => {
        throw this.#clusterError(error, operation);
      });
      // `failures` holds what is MISSING: not yet visible, or gone for an hour. Absence is for the caller to judge.
      pages.push(askedTasks(tasks, { operation, place: this.#place, asked }));
    }
    return pages.flat();
  }

  /** Seen on its way out. What is not seen may be hidden, and alive. */
  async #isEnding(id: string): Promise<boolean> {
    const phase = (await this.describe([id])).get(id)?.phase;
    return phase === 'stopping' || phase === 'stopped';
  }

  /** The token was used for another request: what that one made is adopted if it is this runner's, else stopped. */
  async #adopt(error: unknown, request: LaunchRequest): Promise<Compute> {
    const ids = conflictingTasks(error);
    const made = [...(await this.describe(ids)).values()];
    const own = made.find(({ tags }) => tags[TAG.runnerName] === request.runnerName);
    const sameStart = made.filter((compute) => compute !== own && isSameStart(compute, request));
    await Promise.all(sameStart.map(({ id }) => this.stop(id, 'ecs-github-runner: launched twice')));
    if (own !== undefined) return own;
    // Transient, not refused: a task that is still hidden from the reads may be this runner's.
    throw new RunnerError({
      kind: 'transient',
      message: `ECS says that this launch was sent before with other contents: ${awsFailure(error).message} (${ids.join(', ')})`,
      hint: 'Run the start job again; what was launched is looked for and stopped.',
      cause: error,
    });
  }

  #launchError(error: unknown, definition: CheckedTaskDefinition): RunnerError {
    const { name, message, isAfterLostAnswer } = awsFailure(error);
    if (isAfterLostAnswer) return this.#unknownLaunch(error, definition);
    if (isCapacityText(message)) {
      const { kind, message: text, hint } = explainFailures([{ reason: message }], this.place);
      return new RunnerError({ kind: kind === 'configuration' ? 'capacity' : kind, message: text, hint, cause: error });
    }
    if (name === 'ClusterNotFoundException') return this.#clusterError(error, 'ecs:RunTask');
    return toRunnerError(error, { operation: 'ecs:RunTask', on: definition.arn });
  }

  /** A refusal of the second sending says nothing about the first, whose answer was lost: there may be a task. */
  #unknownLaunch(error: unknown, definition: CheckedTaskDefinition): RunnerError {
    const { message, hint } = toRunnerError(error, { operation: 'ecs:RunTask', on: definition.arn });
    return new RunnerError({
      kind: 'transient',
      message: `${message} (an earlier answer to this launch was lost)`,
      hint,
      cause: error,
    });
  }

  #clusterError(error: unknown, operation: string): RunnerError {
    return awsFailure(error).name === 'ClusterNotFoundException'
      ? unknownCluster(this.#place, error)
      : toRunnerError(error, { operation, on: this.place });
  }
}

/** ListTasks leaves out what has stopped, but a task may stop before it is described. */
function listed(tasks: readonly Task[]): readonly Compute[] {
  return tasks.map(toCompute).filter(({ phase }) => phase !== 'stopped');
}

function conflictingTasks(error: unknown): string[] {
  const ids: unknown = typeof error === 'object' && error !== null && 'resourceIds' in error ? error.resourceIds : [];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}

function isSameStart(compute: Compute, request: LaunchRequest): boolean {
  return compute.tags[TAG.startKey] !== undefined && compute.tags[TAG.startKey] === request.tags[TAG.startKey];
}
