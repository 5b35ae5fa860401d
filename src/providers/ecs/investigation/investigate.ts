import { DescribeTaskDefinitionCommand, DescribeTasksCommand, ECSClient, type Task } from '@aws-sdk/client-ecs';
import type { ClientSettings } from '../../../aws/client-config.ts';
import type { FailedLaunch, Finding } from '../../../core/compute.ts';
import { type OwnedCluster, requestedTasks } from '../answered.ts';
import type { CapacityTarget } from '../capacity.ts';
import { readLog, streamsOf } from './log.ts';
import { subnetOf } from './network.ts';
import { investigateCapacity, investigateInstance } from './read-capacity.ts';
import { investigateSubnet } from './read-network.ts';
import { Reads } from './reads.ts';
import { ecsReasonOf, isOnFargate, lacksRoom, type Subject } from './subject.ts';
import { judgeTask } from './task.ts';

/** The most that all reads together may take, milliseconds; what was found by then is reported. */
const INVESTIGATION_MS = 10_000;

/** Launches investigated at most: those of one start usually fail for the same reason. */
const LAUNCHES_AT_MOST = 3;

/** What an investigation works with. */
export interface InvestigationContext {
  readonly cluster: OwnedCluster;
  /** The same as the start's, with credentials that are not fetched again. */
  readonly settings: ClientSettings;
  /** What a capacity, as named by the launch, stands for. */
  readonly launchTo: (
    capacity: string,
  ) => { readonly target: CapacityTarget; readonly taskDefinition: string } | undefined;
  /** Whether tasks of a definition, given by its ARN, would get a public address on Fargate. */
  readonly hasPublicAddress: (taskDefinition: string) => boolean;
}

/** Explains failed launches; the implementation is {@link investigate}, loaded only after a start has failed. */
export type Investigate = (
  failed: readonly FailedLaunch[],
  context: InvestigationContext,
) => Promise<readonly Finding[]>;

/** Investigates failed launches. The port documents what it guarantees. */
export const investigate: Investigate = async (failed, context) => {
  const signal = AbortSignal.timeout(INVESTIGATION_MS);
  const reads = new Reads({ settings: context.settings, signal, until: Date.now() + INVESTIGATION_MS });
  const ecs = reads.client((config) => new ECSClient(config));
  const investigation = new Investigation({ ...context, reads, ecs });
  const timeUp = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await Promise.race([investigation.run(distinct(failed).slice(0, LAUNCHES_AT_MOST)), timeUp]);
  return [...investigation.found, ...reads.problems];
};

function distinct(failed: readonly FailedLaunch[]): readonly FailedLaunch[] {
  const key = (one: FailedLaunch): string => ('compute' in one ? one.compute.id : one.capacity);
  return [...new Map(failed.map((one) => [key(one), one])).values()];
}

class Investigation {
  readonly #context: InvestigationContext & { readonly reads: Reads; readonly ecs: ECSClient };
  /** In the order of the parts, regardless of which answers first. */
  readonly #parts: (readonly Finding[])[] = [];

  constructor(context: InvestigationContext & { reads: Reads; ecs: ECSClient }) {
    this.#context = context;
  }

  /** The findings so far, without duplicates. */
  get found(): readonly Finding[] {
    return [...new Map(this.#parts.flat().map((finding) => [finding.message, finding])).values()];
  }

  async run(failed: readonly FailedLaunch[]): Promise<void> {
    const subjects = await Promise.all(failed.map((one) => this.#subject(one)));
    await Promise.all(subjects.flatMap((subject) => (subject === undefined ? [] : this.#investigate(subject))));
  }

  #investigate(subject: Subject): Promise<void>[] {
    const { cluster, ecs, reads } = this.#context;
    const capacity = { cluster: cluster.name, ecs, reads };
    return [
      this.#part(async () => judgeTask(subject)),
      this.#part(async () => (isRoomOnInstances(subject) ? investigateCapacity(subject, capacity) : [])),
      this.#part(async () => (subject.phase === 'starting' ? investigateInstance(subject, capacity) : [])),
      this.#part(() => this.#network(subject)),
      ...streamsOf(subject).map((stream) => this.#part(() => readLog(stream, reads))),
    ];
  }

  async #part(find: () => Promise<readonly Finding[]>): Promise<void> {
    const index = this.#parts.push([]) - 1;
    this.#parts[index] = (await this.#context.reads.read('a part of it', find)) ?? [];
  }

  async #network(subject: Subject): Promise<readonly Finding[]> {
    const { reads } = this.#context;
    const { task } = subject;
    const subnet = task && subnetOf(task);
    if (subnet === undefined || !mayBeNetwork(subject)) return [];
    const isFargate = isOnFargate(subject) === true;
    const hasPublicAddress = isFargate && this.#context.hasPublicAddress(task?.taskDefinitionArn ?? '');
    return investigateSubnet(subnet, { isFargate, hasPublicAddress, reads });
  }

  async #subject(failed: FailedLaunch): Promise<Subject | undefined> {
    if (!('compute' in failed)) {
      const launch = this.#context.launchTo(failed.capacity);
      if (launch === undefined) return undefined;
      const definition = await this.#definition(launch.taskDefinition);
      return {
        phase: 'refused',
        state: '',
        ecsReason: failed.refusal,
        target: launch.target,
        ...(definition && { definition }),
      };
    }
    const { compute } = failed;
    const task = await this.#task(compute.id);
    if (task === undefined) return undefined;
    const definition =
      task.taskDefinitionArn === undefined ? undefined : await this.#definition(task.taskDefinitionArn);
    const known = { task, ...(definition && { definition }) };
    const { phase, state } = compute;
    // The task itself is being stopped by now: it got stuck in the state in which it was last seen.
    if (phase === 'starting' || phase === 'running') return { phase, state, ecsReason: '', ...known };
    return { phase: 'ended', state: '', ecsReason: ecsReasonOf(task), ...known };
  }

  async #task(id: string): Promise<Task | undefined> {
    const { ecs, reads, cluster } = this.#context;
    const operation = 'ecs:DescribeTasks';
    return reads.read(operation, async () => {
      const request = new DescribeTasksCommand({ cluster: cluster.name, tasks: [id] });
      const { tasks } = await ecs.send(request, { abortSignal: reads.signal });
      return requestedTasks(tasks, { operation, cluster, requested: [id] })[0];
    });
  }

  async #definition(taskDefinition: string) {
    const { ecs, reads } = this.#context;
    const request = new DescribeTaskDefinitionCommand({ taskDefinition });
    const answer = await reads.read('ecs:DescribeTaskDefinition', () =>
      ecs.send(request, { abortSignal: reads.signal }),
    );
    return answer?.taskDefinition;
  }
}

/** Whether instances lacked room: Fargate's room cannot be inspected. */
function isRoomOnInstances(subject: Subject): boolean {
  return isOnFargate(subject) !== true && lacksRoom(subject);
}

/** Whether a missing route out could be the reason: the task waits, or ended because something was unreachable. */
function mayBeNetwork(subject: Subject): boolean {
  const { phase, ecsReason, state } = subject;
  if (phase === 'starting') return state !== 'PROVISIONING' || isOnFargate(subject) === true;
  if (phase === 'running') return true;
  return /time(d )?.?out|deadline exceeded|dial tcp|connection refused|no such host|unable to (pull|retrieve)|CannotPull/i.test(
    ecsReason,
  );
}
