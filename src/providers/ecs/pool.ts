import type { Task } from '@aws-sdk/client-ecs';
import { resourceName } from '../../aws/arn.ts';
import type { ClientSettings } from '../../aws/client-config.ts';
import { awsFailure, toRunnerError } from '../../aws/errors.ts';
import type { Compute } from '../../core/compute.ts';
import { isRunKey, type RunIdentity, runKey } from '../../core/identity.ts';
import type { ComputePool, Pages } from '../../core/ports.ts';
import { clusterName } from './cluster-capacity.ts';
import { toCompute } from './compute.ts';
import { ECS } from './hosting.ts';
import type { EcsCluster } from './options.ts';
import { taskPage } from './pages.ts';
import { EcsTasks } from './tasks.ts';

/** A report does not page through a cluster with more than 1,000 tasks that ended within the hour. */
const ENDED_PAGES_AT_MOST = 10;

/** What a pool is created with. */
export interface EcsPoolOptions {
  readonly cluster: EcsCluster;
  readonly client: ClientSettings;
  readonly callerIdentity: () => Promise<string>;
}

/** The tasks of one ECS cluster that are runners' compute. */
export class EcsPool implements ComputePool {
  readonly hosting = ECS;
  protected readonly tasks: EcsTasks;
  readonly #callerIdentity: () => Promise<string>;

  constructor({ cluster, client, callerIdentity }: EcsPoolOptions) {
    this.tasks = new EcsTasks({ cluster, settings: client });
    this.#callerIdentity = callerIdentity;
  }

  get name(): string {
    return clusterName(this.tasks.cluster);
  }

  get location(): Readonly<Record<string, string>> {
    const { region, name } = this.tasks.cluster;
    return { provider: this.hosting.kind, region, cluster: resourceName(name) };
  }

  pagesOf(id: string): Pages {
    const compute = taskPage(id, resourceName(this.tasks.cluster.name));
    return compute === undefined ? {} : { compute };
  }

  get aheadMs(): number | undefined {
    return this.tasks.clock.aheadMs;
  }

  whoAmI(): Promise<string> {
    return this.#callerIdentity();
  }

  async describe(ids: readonly string[]): Promise<ReadonlyMap<string, Compute>> {
    const tasks = await this.tasks.describe(ids);
    return new Map(tasks.map((task) => this.view(task)).map((compute) => [compute.id, compute]));
  }

  /** A task as compute. */
  protected view(task: Task): Compute {
    return toCompute(task);
  }

  async list(run: RunIdentity): Promise<readonly Compute[]> {
    // startedBy must be the only filter; by default the list leaves out tasks that are to stop.
    const arns = await this.tasks.list({ startedBy: runKey(run) });
    const tasks = await this.tasks.describe(arns);
    return [...listed(tasks), ...unseen(arns, tasks)];
  }

  async listEnded(run: RunIdentity): Promise<readonly Compute[]> {
    // ECS describes a stopped task for an hour or a little more, StopTask drops its tags, and startedBy allows no other
    // filter: only DescribeTasks shows what belongs to the run.
    const arns = await this.tasks.list({ desiredStatus: 'STOPPED' }, ENDED_PAGES_AT_MOST);
    const tasks = await this.tasks.describe(arns);
    return tasks.filter(({ startedBy }) => startedBy === runKey(run)).map((task) => toCompute(task));
  }

  async listAll(): Promise<readonly Compute[]> {
    // ListTasks matches startedBy only exactly, so only DescribeTasks shows what is ours.
    const arns = await this.tasks.list({ desiredStatus: 'RUNNING' });
    const tasks = await this.tasks.describe(arns);
    return [...listed(tasks.filter(({ startedBy = '' }) => isRunKey(startedBy))), ...unseen(arns, tasks)];
  }

  async stop(id: string, reason: string): Promise<'stopped' | 'already-gone'> {
    try {
      const stopped = await this.tasks.stop(id, reason);
      // A task that had ended by itself keeps its own reason.
      return stopped?.lastStatus === 'STOPPED' && stopped.stoppedReason !== reason ? 'already-gone' : 'stopped';
    } catch (error) {
      const { name, message } = awsFailure(error);
      if (name === 'InvalidParameterException' && /not found/i.test(message)) return 'already-gone';
      // StopTask drops the tags, so a policy with a tag condition denies a second call: not a permission problem if the
      // task is already stopping.
      if (name === 'AccessDeniedException' && (await this.#isEnding(id))) return 'already-gone';
      throw toRunnerError(error, { operation: 'ecs:StopTask', on: id });
    }
  }

  /** Whether the task was seen stopping or stopped. A task that was not seen may be hidden, and alive. */
  async #isEnding(id: string): Promise<boolean> {
    const phase = (await this.describe([id])).get(id)?.phase;
    return phase === 'stopping' || phase === 'stopped';
  }
}

/** What ListTasks names and DescribeTasks leaves out: it may be hidden, and alive. */
function unseen(arns: readonly string[], tasks: readonly Task[]): Compute[] {
  const described = new Set(tasks.map(({ taskArn = '' }) => resourceName(taskArn)));
  const missing = arns.filter((arn) => !described.has(resourceName(arn)));
  return missing.map((id) => ({ id, phase: 'unseen', state: 'MISSING', capacity: '', tags: {} }));
}

/** ListTasks leaves out stopped tasks, but a task may stop before it is described. */
function listed(tasks: readonly Task[]): readonly Compute[] {
  return tasks.map((task) => toCompute(task)).filter(({ phase }) => phase !== 'stopped');
}
