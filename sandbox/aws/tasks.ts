import type { SandboxClock } from '../clock.ts';
import type { LaunchBehaviour, TaskExecutor } from '../contract.ts';
import { containerLaunch } from './container.ts';
import { nameOf } from './place.ts';
import type { Task, TaskEnd, TaskStatus } from './task.ts';

/** How long a stopped task can be described: the developer guide's "at least one hour". */
const DESCRIBED_AFTER_STOP_MS = 3_600_000;
/** How long an unplaced task waits for its capacity provider. */
const PLACEMENT_TIMEOUT_MS = 30 * 60_000;
/** Exit code of a container killed along with the task: 128 + SIGKILL. */
const KILLED = 137;

/** Sandbox milliseconds that a task spends in its states. */
export interface TaskTimes {
  readonly provisioningMs: number;
  readonly pendingMs: number;
  readonly stoppingMs: number;
}

/** The tasks of one account and region, and their transitions. */
export class Tasks {
  readonly #clock: SandboxClock;
  readonly #executor: TaskExecutor;
  readonly #times: TaskTimes;
  readonly #region: string;
  readonly #tasks = new Map<string, Task>();
  /** The next step of each task on its way up. */
  readonly #pending = new Map<Task, () => void>();
  /** The next state of each task that is moved by hand. */
  readonly #held = new Map<Task, () => void>();
  readonly #running = new Set<Task>();

  constructor(options: { clock: SandboxClock; executor: TaskExecutor; times: TaskTimes; region: string }) {
    this.#clock = options.clock;
    this.#executor = options.executor;
    this.#times = options.times;
    this.#region = options.region;
  }

  /** All tasks ever accepted, oldest first. */
  get all(): readonly Task[] {
    return [...this.#tasks.values()];
  }

  /** By id or ARN, hidden ones included; one that stopped over an hour ago is gone. */
  find(idOrArn: string): Task | undefined {
    const task = this.#tasks.get(nameOf(idOrArn, 'task').split('/').at(-1) ?? '');
    if (idOrArn.startsWith('arn:') && task?.arn !== idOrArn) return undefined;
    return task !== undefined && this.#isRemembered(task) ? task : undefined;
  }

  /** What ListTasks and DescribeTasks show by now. */
  isVisible(task: Task): boolean {
    return this.#isRemembered(task) && task.visibleAt <= this.#clock.now();
  }

  /** Accepts a task and starts its first transition. */
  launch(task: Task, behaviour: LaunchBehaviour): void {
    this.#tasks.set(task.id, task);
    if (task.placement.room === 'waits') {
      const end = { stopCode: 'TaskFailedToStart', stoppedReason: 'TaskFailedToStart: EMPTY CAPACITY PROVIDER' };
      this.#later(task, PLACEMENT_TIMEOUT_MS, () => this.end(task, end));
      return;
    }
    this.#reach(task, 'PROVISIONING', behaviour);
  }

  /** Adds a task that is already running, without a process. */
  takeIn(task: Task): void {
    this.#tasks.set(task.id, task);
    this.#enter(task, 'RUNNING');
  }

  /** Moves a task whose launch is stepwise to its next state. */
  moveOn(task: Task): void {
    const step = this.#held.get(task);
    this.#held.delete(task);
    step?.();
  }

  /** Ends a task in any state; one that is already ending keeps its first reason. */
  end(task: Task, end: TaskEnd): void {
    if (task.desiredStatus === 'STOPPED') return;
    task.desiredStatus = 'STOPPED';
    task.end = end;
    this.#pending.get(task)?.();
    this.#pending.delete(task);
    this.#held.delete(task);
    if (!this.#running.has(task)) {
      this.#windDown(task, task.lastStatus === 'RUNNING' ? WAY_DOWN : WAY_DOWN.slice(-1));
      return;
    }
    this.#enter(task, 'DEACTIVATING');
    this.#executor.stop(task.arn, this.#launchOf(task).stopTimeoutSeconds);
  }

  #isRemembered(task: Task): boolean {
    return task.stoppedAt === undefined || task.stoppedAt + DESCRIBED_AFTER_STOP_MS > this.#clock.now();
  }

  #later(task: Task, ms: number, step: () => void): void {
    this.#pending.set(task, this.#clock.after(ms, step));
  }

  /** Moves a task to a state on its way up, and schedules the next one. */
  #reach(task: Task, status: 'PROVISIONING' | 'PENDING' | 'ACTIVATING' | 'RUNNING', behaviour: LaunchBehaviour): void {
    this.#enter(task, status);
    const { provisioningMs, pendingMs } = this.#times;
    // Only tasks with their own network interface show ACTIVATING; its time is taken from PENDING.
    const activatingMs = task.request.awsvpc === undefined ? 0 : pendingMs / 4;
    const stopsHere = behaviour.kind === 'stop' && behaviour.after === status ? behaviour : undefined;
    const stay = {
      PROVISIONING: provisioningMs,
      PENDING: pendingMs - activatingMs,
      ACTIVATING: activatingMs,
      RUNNING: 0,
    };
    if (behaviour.kind === 'stuck' && behaviour.in === status) return;
    if (stopsHere !== undefined) {
      this.#later(task, stay[status], () => this.end(task, stopsHere));
      return;
    }
    if (status === 'RUNNING') {
      this.#start(task);
      return;
    }
    const afterPending = activatingMs > 0 ? 'ACTIVATING' : 'RUNNING';
    const next = { PROVISIONING: 'PENDING', PENDING: afterPending, ACTIVATING: 'RUNNING' } as const;
    const goOn = () => this.#reach(task, next[status], behaviour);
    if (behaviour.kind === 'stepwise') this.#held.set(task, goOn);
    // A state that takes no time is never visible.
    else if (stay[status] === 0) goOn();
    else this.#later(task, stay[status], goOn);
  }

  #start(task: Task): void {
    this.#pending.delete(task);
    this.#running.add(task);
    const { command, environment } = this.#launchOf(task);
    const onExit = ({ exitCode }: { exitCode: number }) => this.#exited(task, exitCode);
    this.#executor.start({ taskArn: task.arn, command, environment, onExit });
  }

  #launchOf(task: Task): ReturnType<typeof containerLaunch> {
    return containerLaunch({
      definition: task.definition.input,
      overrides: task.request.overrides,
      taskId: task.id,
      credentialsId: task.credentialsId,
      region: this.#region,
      fargate: task.placement.fargate,
    });
  }

  #exited(task: Task, exitCode: number): void {
    if (!this.#running.delete(task)) return;
    task.runner.lastStatus = 'STOPPED';
    task.runner.exitCode = exitCode;
    const otherEssential = task.containers.some((each) => each !== task.runner && each.essential);
    if (task.desiredStatus === 'RUNNING') {
      // The task continues without a non-essential container as long as an essential one runs.
      if (!task.runner.essential && otherEssential) return;
      task.desiredStatus = 'STOPPED';
      task.end = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };
    }
    this.#windDown(task, WAY_DOWN);
  }

  #windDown(task: Task, way: readonly TaskStatus[]): void {
    const [status, ...rest] = way;
    if (status === undefined) {
      this.#enter(task, 'STOPPED');
      return;
    }
    this.#enter(task, status);
    // Each state gets its share of the time; a task that never ran has only one state, and takes as long.
    const share = this.#times.stoppingMs / (task.startedAt === undefined ? 1 : WAY_DOWN.length);
    this.#clock.after(share, () => this.#windDown(task, rest));
  }

  #enter(task: Task, status: TaskStatus): void {
    const now = this.#clock.now();
    if (task.lastStatus !== status) task.version += 1;
    task.lastStatus = status;
    if (status === 'PENDING') task.pullStartedAt = now;
    if (status === 'ACTIVATING' || status === 'RUNNING') task.pullStoppedAt ??= now;
    if (status === 'RUNNING') {
      task.startedAt = now;
      for (const container of task.containers) container.lastStatus = 'RUNNING';
    }
    if (task.desiredStatus === 'STOPPED') task.stoppingAt ??= now;
    if (status === 'DEPROVISIONING') stopContainers(task, now);
    if (status === 'STOPPED') task.stoppedAt = now;
  }
}

const WAY_DOWN: readonly TaskStatus[] = ['DEACTIVATING', 'STOPPING', 'DEPROVISIONING'];

function stopContainers(task: Task, now: number): void {
  if (task.startedAt !== undefined) task.executionStoppedAt ??= now;
  for (const container of task.containers) {
    // A container that never ran has no exit code.
    if (container.lastStatus === 'RUNNING') container.exitCode = KILLED;
    container.lastStatus = 'STOPPED';
  }
  for (const [index, container] of task.containers.entries()) {
    const { exitCode, reason } = (index === 0 ? task.end : task.end?.others?.[container.name]) ?? {};
    if (exitCode !== undefined) container.exitCode = exitCode;
    if (reason !== undefined) container.reason = reason;
  }
}
