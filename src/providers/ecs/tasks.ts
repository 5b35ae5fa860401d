import {
  DescribeTasksCommand,
  type DesiredStatus,
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
  type RunTaskCommandOutput,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { guardAnswers, readClock } from '../../aws/answers.ts';
import { type ClientSettings, clientConfig } from '../../aws/client-config.ts';
import { awsFailure, malformedAnswer, toRunnerError } from '../../aws/errors.ts';
import { TokenBucket } from '../../aws/token-bucket.ts';
import type { RunnerError } from '../../core/errors.ts';
import { AnswerClock } from '../../core/util/answer-clock.ts';
import { type OwnedCluster, ownerOf, requestedTasks, taskArn } from './answered.ts';
import { clusterName, unknownCluster } from './cluster-capacity.ts';

/** Most tasks that DescribeTasks accepts, and ListTasks returns, at once. */
const TASKS_AT_ONCE = 100;

/** 20,000 tasks are far more than one run can start: a longer list is taken for an endless one. */
const PAGES_AT_MOST = 200;

/**
 * Half of an account's limit for RunTask and StopTask together ("Request throttling for the Amazon ECS API": burst 100,
 * then 40 a second), which is also Fargate's launch rate, 20 a second.
 */
const TASK_CHANGES = { burst: 50, perSecond: 20 };

/** Requests about the tasks of one cluster; every answer is checked to be about these. */
export class EcsTasks {
  readonly client: ECSClient;
  /** The time by ECS. */
  readonly clock = new AnswerClock();
  #cluster: OwnedCluster;
  /** Paces requests that start and stop tasks. */
  readonly #taskChanges = new TokenBucket(TASK_CHANGES);

  constructor(options: { cluster: OwnedCluster; settings: ClientSettings }) {
    this.client = readClock(guardAnswers(new ECSClient(clientConfig(options.settings))), this.clock);
    this.#cluster = options.cluster;
  }

  get cluster(): OwnedCluster {
    return this.#cluster;
  }

  /** A task runs in the account of its definition: from now on tasks of another account are refused. */
  belongTo(definitionArn: string): void {
    const owner = ownerOf(definitionArn);
    if (owner) this.#cluster = { ...this.#cluster, owner };
  }

  async run(input: RunTaskCommandInput): Promise<RunTaskCommandOutput> {
    await this.#taskChanges.take();
    return this.client.send(new RunTaskCommand(input));
  }

  /** @returns the task as it was when the stop was requested; undefined if ECS does not return it */
  async stop(id: string, reason: string): Promise<Task | undefined> {
    await this.#taskChanges.take();
    const { name: cluster } = this.#cluster;
    const { task } = await this.client.send(new StopTaskCommand({ cluster, task: id, reason }));
    // An answer without the task does not confirm the stop.
    return requestedTasks(task && [task], { operation: 'ecs:StopTask', cluster: this.#cluster, requested: [id] })[0];
  }

  /** ARNs from all pages. */
  async list(
    filter: { startedBy: string } | { desiredStatus: DesiredStatus },
    pagesAtMost = PAGES_AT_MOST,
  ): Promise<readonly string[]> {
    const operation = 'ecs:ListTasks';
    const { name: cluster } = this.#cluster;
    const arns: string[] = [];
    let nextToken: string | undefined;
    for (let pages = 0; pages < pagesAtMost; pages += 1) {
      const page = await this.client
        .send(new ListTasksCommand({ cluster, ...filter, ...(nextToken && { nextToken }) }))
        .catch((error: unknown) => {
          throw this.clusterError(error, operation);
        });
      // Without a list it is unknown what exists; assuming "nothing" would leave it running.
      if (!Array.isArray(page.taskArns)) throw malformedAnswer(operation, 'no list of tasks');
      arns.push(...page.taskArns.map((arn) => taskArn(arn, { operation, cluster: this.#cluster })));
      nextToken = page.nextToken;
      if (!nextToken) return arns;
    }
    throw malformedAnswer(operation, `more than ${pagesAtMost} pages`);
  }

  async describe(ids: readonly string[]): Promise<readonly Task[]> {
    const chunks = Array.from({ length: Math.ceil(ids.length / TASKS_AT_ONCE) }, (_, index) =>
      ids.slice(index * TASKS_AT_ONCE, (index + 1) * TASKS_AT_ONCE),
    );
    const { name: cluster } = this.#cluster;
    const operation = 'ecs:DescribeTasks';
    const pages: (readonly Task[])[] = [];
    // One by one: an answer on 100 tasks, with all their overrides, takes over a megabyte, and parsing it more.
    for (const requested of chunks) {
      const request = new DescribeTasksCommand({ cluster, tasks: [...requested], include: ['TAGS'] });
      const { tasks } = await this.client.send(request).catch((error: unknown) => {
        throw this.clusterError(error, operation);
      });
      // `failures` holds what is MISSING: not yet visible, or gone for an hour. Absence is for the caller to judge.
      pages.push(requestedTasks(tasks, { operation, cluster: this.#cluster, requested }));
    }
    return pages.flat();
  }

  /** The failure of a request about the cluster as a whole. */
  clusterError(error: unknown, operation: string): RunnerError {
    return awsFailure(error).name === 'ClusterNotFoundException'
      ? unknownCluster(this.#cluster, error)
      : toRunnerError(error, { operation, on: clusterName(this.#cluster) });
  }
}
