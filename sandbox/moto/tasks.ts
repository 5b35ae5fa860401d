import { type ContainerOverrides, containerLaunch } from '../aws/container.ts';
import type { Place } from '../aws/place.ts';
import type { SandboxClock } from '../clock.ts';
import type { TaskDefinitionInput, TaskExecutor } from '../contract.ts';
import type { Moto, MotoTaskStatus } from './moto.ts';

/** A task that moto accepted, and the stand-in that belongs to it. */
interface MotoTask {
  readonly arn: string;
  readonly cluster: string;
  readonly stopTimeoutSeconds: number;
  /** Whether somebody has asked moto to stop it: moto then has it STOPPED at once. */
  isStopped: boolean;
}

/** What is read of a task in moto's answer to RunTask. */
export interface AcceptedTask {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly launchType?: string;
}

/** The states through which moto's state manager takes a task whose process has ended. */
const WAY_OUT: readonly MotoTaskStatus[] = ['DEACTIVATING', 'STOPPING', 'DEPROVISIONING'];

/** ECS's words for a task whose process has ended by itself. */
const OWN_END = 'Essential container in task exited';

/** What {@link MotoTasks} works with. */
export interface MotoTasksOptions {
  readonly moto: Moto;
  readonly clock: SandboxClock;
  readonly executor: TaskExecutor;
  readonly place: Place;
  /** Sandbox milliseconds from RunTask to the start of its process. */
  readonly startMs: number;
  /** Sandbox milliseconds from the end of the process to STOPPED. */
  readonly stoppingMs: number;
  /** Calls `act` when no call of others is under way at moto. */
  readonly alone: (act: () => void) => void;
}

/** Stand-ins for the tasks that moto accepted: moto itself runs nothing. */
export class MotoTasks {
  readonly #options: MotoTasksOptions;
  readonly #tasks = new Map<string, MotoTask>();

  constructor(options: MotoTasksOptions) {
    this.#options = options;
  }

  /** ARNs of all tasks that were accepted, oldest first. */
  get arns(): readonly string[] {
    return [...this.#tasks.keys()];
  }

  /** Their ARNs by the ARN of their cluster, for DescribeTasks. */
  get arnsByCluster(): ReadonlyMap<string, readonly string[]> {
    const clusters = new Map<string, string[]>();
    for (const { arn, cluster } of this.#tasks.values()) {
      clusters.set(cluster, [...(clusters.get(cluster) ?? []), arn]);
    }
    return clusters;
  }

  /** Starts a stand-in for a task that moto accepted, with the overrides of its request. */
  accept(accepted: AcceptedTask, overrides: ContainerOverrides): void {
    const { moto, clock, executor, place, startMs } = this.#options;
    const { taskDefinition } = moto.ecs('DescribeTaskDefinition', { taskDefinition: accepted.taskDefinitionArn });
    const arn = accepted.taskArn;
    const launch = containerLaunch({
      definition: taskDefinition as TaskDefinitionInput,
      overrides,
      taskId: arn.slice(arn.lastIndexOf('/') + 1),
      region: place.region,
      fargate: accepted.launchType === 'FARGATE',
    });
    const { command, environment, stopTimeoutSeconds } = launch;
    const task: MotoTask = { arn, cluster: accepted.clusterArn, stopTimeoutSeconds, isStopped: false };
    this.#tasks.set(arn, task);
    clock.after(startMs, () => {
      if (task.isStopped) return;
      executor.start({ taskArn: arn, command, environment, onExit: () => this.#leave(task, 0) });
    });
  }

  /** Ends the stand-in of a task that moto was asked to stop. */
  stop(arn: string): void {
    const task = this.#tasks.get(arn);
    if (task === undefined || task.isStopped) return;
    task.isStopped = true;
    this.#options.executor.stop(arn, task.stopTimeoutSeconds);
  }

  /** Ends a task from outside, in whatever state, for `reason`; one that ends already keeps its first one. */
  end(arn: string, reason: string): void {
    const task = this.#tasks.get(arn);
    if (task === undefined) throw new Error(`sandbox: no task ${arn}`);
    if (task.isStopped) return;
    this.#options.moto.ecs('StopTask', { cluster: task.cluster, task: arn, reason });
    this.stop(arn);
  }

  /** Takes a task whose process has ended to STOPPED, a state at a time. */
  #leave(task: MotoTask, step: number): void {
    const { moto, clock, stoppingMs, alone } = this.#options;
    const expected = WAY_OUT[step];
    alone(() => {
      if (task.isStopped) return;
      if (expected === undefined) {
        // The state manager's own last step would leave the desired status at RUNNING and the instance's room taken.
        moto.ecs('StopTask', { cluster: task.cluster, task: task.arn, reason: OWN_END });
        task.isStopped = true;
        return;
      }
      const status = moto.advance(task);
      if (status !== expected) throw new Error(`moto: ${task.arn} is ${status} instead of ${expected}`);
      clock.after(stoppingMs / WAY_OUT.length, () => this.#leave(task, step + 1));
    });
  }
}
