import { type ContainerOverrides, containerLaunch } from '../aws/container.ts';
import type { Place } from '../aws/place.ts';
import type { SandboxClock } from '../clock.ts';
import type { TaskDefinitionInput, TaskExecutor } from '../contract.ts';
import type { Moto, MotoTaskStatus } from './moto.ts';

/** A task that moto accepted, and its stand-in. */
interface MotoTask {
  readonly arn: string;
  readonly cluster: string;
  readonly stopTimeoutSeconds: number;
  /** Whether moto was asked to stop it: moto then sets it to STOPPED at once. */
  isStopped: boolean;
}

/** The used part of a task in moto's answer to RunTask. */
export interface AcceptedTask {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly launchType?: string;
}

/** The states through which moto's state manager moves a task whose process has ended. */
const WAY_OUT: readonly MotoTaskStatus[] = ['DEACTIVATING', 'STOPPING', 'DEPROVISIONING'];

/** ECS's reason for a task whose process has ended by itself. */
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
  /** Calls `act` when no other call to moto is under way. */
  readonly alone: (act: () => void) => void;
}

/** Stand-ins for the tasks accepted by moto, which itself runs nothing. */
export class MotoTasks {
  readonly #options: MotoTasksOptions;
  readonly #tasks = new Map<string, MotoTask>();

  constructor(options: MotoTasksOptions) {
    this.#options = options;
  }

  /** ARNs of all accepted tasks, oldest first. */
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

  /** Starts a stand-in for an accepted task, with the overrides of its request. */
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

  /** Ends a task from outside, in any state, for `reason`; one that is already ending keeps its first reason. */
  end(arn: string, reason: string): void {
    const task = this.#tasks.get(arn);
    if (task === undefined) throw new Error(`sandbox: no task ${arn}`);
    if (task.isStopped) return;
    this.#options.moto.ecs('StopTask', { cluster: task.cluster, task: arn, reason });
    this.stop(arn);
  }

  /** Moves a task whose process has ended to STOPPED, one state at a time. */
  #leave(task: MotoTask, step: number): void {
    const { moto, clock, stoppingMs, alone } = this.#options;
    const expected = WAY_OUT[step];
    alone(() => {
      if (task.isStopped) return;
      if (expected === undefined) {
        // The state manager's own last step would leave the desired status RUNNING and the instance's resources
        // reserved.
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
