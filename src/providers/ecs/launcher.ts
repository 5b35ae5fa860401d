import type { RunTaskCommandOutput, Task } from '@aws-sdk/client-ecs';
import type { ClientSettings } from '../../aws/client-config.ts';
import { awsFailure, malformedAnswer, toRunnerError } from '../../aws/errors.ts';
import type { Compute, FailedLaunch, Finding } from '../../core/compute.ts';
import { aboutRefusal, RunnerError } from '../../core/errors.ts';
import type { Explanation } from '../../core/explanation.ts';
import type { Launcher, LaunchRequest, Pages } from '../../core/ports.ts';
import { TAG } from '../../core/tags.ts';
import { STEP } from '../../core/words.ts';
import { taskArn } from './answered.ts';
import { toCompute } from './compute.ts';
import { runnerContainer } from './containers.ts';
import { explainFailures, explainStuckTask, isCapacityText } from './diagnosis.ts';
import type { Investigate } from './investigation/investigate.ts';
import type { EcsLaunchOptions } from './options.ts';
import { logPage } from './pages.ts';
import { EcsPool, type EcsPoolOptions } from './pool.ts';
import { type PreparedCapacity, prepareCapacities } from './preparation.ts';
import { checkOverrideSize, runTaskInput } from './run-task.ts';
import type { CheckedTaskDefinition } from './task-definition.ts';

/** Launches runners as tasks of one ECS cluster. */
export class EcsLauncher extends EcsPool implements Launcher {
  readonly #launch: EcsLaunchOptions;
  readonly #client: ClientSettings;
  readonly #investigate: Investigate;
  #prepared: ReadonlyMap<string, PreparedCapacity> = new Map();
  /** What each task was launched from, by its id. */
  readonly #definitions = new Map<string, CheckedTaskDefinition>();

  constructor(options: EcsPoolOptions & { launch: EcsLaunchOptions; investigate: Investigate }) {
    super(options);
    this.#launch = options.launch;
    this.#client = options.client;
    this.#investigate = options.investigate;
  }

  get capacities(): readonly string[] {
    return this.#launch.capacities.map(({ text }) => text);
  }

  async prepare(): Promise<void> {
    const { client, cluster } = this.tasks;
    this.#prepared = await prepareCapacities({ launch: this.#launch, client, cluster, log: this.#client.log });
    const [first] = this.#prepared.values();
    if (first !== undefined) this.tasks.belongTo(first.definition.arn);
  }

  async launch(request: LaunchRequest): Promise<Compute> {
    const prepared = this.#prepared.get(request.capacity);
    if (prepared === undefined) {
      throw new Error(`prepare() must precede launch() for the capacity ${request.capacity}.`);
    }
    // It may be longer than what was kept for it.
    checkOverrideSize(prepared.definition, this.#launch, request.jitConfig);
    const { name: cluster } = this.tasks.cluster;
    try {
      const answer = await this.tasks.run(runTaskInput({ cluster, ...prepared, launch: this.#launch, request }));
      const compute = this.#launched(answer, request);
      this.#definitions.set(compute.id, prepared.definition);
      return compute;
    } catch (error) {
      const { name } = awsFailure(error);
      if (name === 'ConflictException') return this.#adopt(error, request);
      throw aboutRefusal(this.#launchError(error, prepared.definition), request.capacity);
    }
  }

  /** What the task's containers are, and whether it had its job, is known from its definition and the launch. */
  protected override view(task: Task): Compute {
    const definitions = [...this.#prepared.values()].map(({ definition }) => definition);
    const compute = toCompute(task, definitions.find(({ arn }) => arn === task.taskDefinitionArn)?.roles);
    // The injected start script ends with 0 only after a job; what another command means by 0 is not known.
    const hadJob =
      this.#launch.command !== undefined && compute.end !== undefined && runnerContainer(task)?.exitCode === 0;
    return hadJob ? { ...compute, hadJob } : compute;
  }

  override pagesOf(id: string): Pages {
    const definition = this.#definitions.get(id);
    const log = definition && logPage(id, definition);
    return { ...super.pagesOf(id), ...(log && { log }) };
  }

  explainStuck(compute: Compute): Explanation {
    return explainStuckTask(compute);
  }

  investigate(failed: readonly FailedLaunch[]): Promise<readonly Finding[]> {
    const { assignPublicIp = false } = this.#launch;
    const definitions = [...this.#prepared.values()].map(({ definition }) => definition);
    return this.#investigate(failed, {
      cluster: this.tasks.cluster,
      // Reuses credentials: another client would request a token and assume the role again.
      settings: { ...this.#client, credentials: this.tasks.client.config.credentials },
      launchTo: (capacity) => {
        const prepared = this.#prepared.get(capacity);
        return prepared && { target: prepared.entry.target, taskDefinition: prepared.definition.arn };
      },
      hasPublicAddress: (taskDefinition) =>
        assignPublicIp && definitions.some(({ arn, isFargate }) => isFargate && arn === taskDefinition),
    });
  }

  /** The task that RunTask launched. @throws RunnerError if it launched none, or does not say */
  #launched({ tasks, failures }: RunTaskCommandOutput, { capacity }: LaunchRequest): Compute {
    const operation = 'ecs:RunTask';
    const [task, ...others] = tasks ?? [];
    if (task !== undefined && others.length === 0) {
      taskArn(task.taskArn, { operation, cluster: this.tasks.cluster });
      return toCompute(task);
    }
    // Neither tasks nor a refusal, or more than were requested: the launch is then searched for by its tags.
    if (!tasks || !failures || others.length > 0) {
      throw malformedAnswer(operation, `${tasks?.length ?? 'no list of'} tasks and no refusal`);
    }
    throw new RunnerError(explainFailures(failures, `${this.name} (capacity ${capacity})`));
  }

  /** The token was used for another request: its task is adopted if it is this runner's, and otherwise stopped. */
  async #adopt(error: unknown, request: LaunchRequest): Promise<Compute> {
    const ids = conflictingTasks(error);
    const made = [...(await this.describe(ids)).values()];
    const own = made.find(({ tags }) => tags[TAG.runnerName] === request.runnerName);
    // One that runs may have a job. The removal of the start knows it by its name, and decides.
    const sameStart = made.filter(
      (compute) => compute !== own && compute.phase === 'starting' && isSameStart(compute, request),
    );
    await Promise.all(sameStart.map(({ id }) => this.stop(id, 'ecs-github-runner: launched twice')));
    if (own !== undefined) return own;
    // Transient, not refused: a task still hidden from reads may be this runner's.
    throw new RunnerError({
      kind: 'transient',
      message: `ECS says that this launch was sent before with different contents: ${awsFailure(error).message} (${ids.join(', ')})`,
      hint: `${STEP.startAgain}; what was launched is searched for and stopped.`,
      cause: error,
    });
  }

  #launchError(error: unknown, definition: CheckedTaskDefinition): RunnerError {
    const { name, message, isAfterLostAnswer } = awsFailure(error);
    const operation = 'ecs:RunTask';
    if (isAfterLostAnswer) {
      // A refusal of the second request says nothing about the first, whose answer was lost: there may be a task.
      const refusal = toRunnerError(error, { operation, on: `${definition.arn} in ${this.name}` });
      const text = `${refusal.message} (an earlier answer to this launch was lost)`;
      return refusal.with({ kind: 'transient', message: text, hadNoEffect: false });
    }
    if (isCapacityText(message)) {
      const { kind, message: text, hint } = explainFailures([{ reason: message }], this.name);
      return new RunnerError({ kind: kind === 'configuration' ? 'capacity' : kind, message: text, hint, cause: error });
    }
    if (name === 'ClusterNotFoundException') return this.tasks.clusterError(error, operation);
    return toRunnerError(error, { operation, on: `${definition.arn} in ${this.name}` });
  }
}

function conflictingTasks(error: unknown): string[] {
  const ids: unknown = typeof error === 'object' && error !== null && 'resourceIds' in error ? error.resourceIds : [];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}

function isSameStart(compute: Compute, request: LaunchRequest): boolean {
  return compute.tags[TAG.startKey] !== undefined && compute.tags[TAG.startKey] === request.tags[TAG.startKey];
}
