import type { Place } from '../aws/place.ts';
import { BlockingClient, type RawAnswer, type RawRequest } from './blocking-client.ts';

/** A JSON object from an answer. */
export type Json = Readonly<Record<string, unknown>>;

/** The name of tasks in moto's state manager. */
const TASK_MODEL = 'ecs::task';

/** So many descriptions that no task ever advances by being described. */
const NEVER = 1_000_000_000;

/** API versions, required in each request to these services. */
const QUERY_VERSIONS = { iam: '2010-05-08', ec2: '2016-11-15' } as const;

/** moto's task states, from the initial one on: it has neither PROVISIONING nor PENDING. */
export type MotoTaskStatus = 'RUNNING' | 'DEACTIVATING' | 'STOPPING' | 'DEPROVISIONING' | 'STOPPED';

/** moto's own API and its AWS APIs, used by the sandbox itself, bypassing the proxy. */
export class Moto {
  readonly #url: string;
  readonly #place: Place;
  readonly #client = new BlockingClient();

  /** Takes over the moto at `url`; tasks stay in their state from now on. */
  constructor(url: string, place: Place) {
    this.#url = url;
    this.#place = place;
    this.#expectSuccess('set-transition', this.#send([this.#transition(NEVER)])[0]);
  }

  /** One call of an ECS operation. Throws moto's message if it is refused. */
  ecs(operation: string, input: object): Json {
    return this.#json(operation, this.#ecsRequest(operation, input));
  }

  /** One call of an SSM operation. */
  ssm(operation: string, input: object): Json {
    return this.#json(operation, this.#jsonRequest('ssm', `AmazonSSM.${operation}`, input));
  }

  /** One call of a Secrets Manager operation. */
  secretsManager(operation: string, input: object): Json {
    return this.#json(operation, this.#jsonRequest('secretsmanager', `secretsmanager.${operation}`, input));
  }

  /** One call of an IAM or EC2 action; returns its XML. */
  query(service: keyof typeof QUERY_VERSIONS, action: string, parameters: Readonly<Record<string, string>>): string {
    const body = new URLSearchParams({ Action: action, Version: QUERY_VERSIONS[service], ...parameters }).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: this.#authorization(service),
    };
    return this.#expectSuccess(action, this.#send([{ url: this.#url, headers, body }])[0]);
  }

  /**
   * Advances one task by one state. moto's state manager has one setting for all tasks, and counts how often each was
   * described: with `times: 1`, whichever task is described next advances. So setting it, describing the task and
   * resetting it are one batch, during which this thread waits; the caller ensures that no other call is under way.
   * @returns the task's new status
   */
  advance(task: { readonly cluster: string; readonly arn: string }): string {
    const [set, described, unset] = this.#send([
      this.#transition(1),
      this.#ecsRequest('DescribeTasks', { cluster: task.cluster, tasks: [task.arn] }),
      this.#transition(NEVER),
    ]);
    this.#expectSuccess('set-transition', set);
    this.#expectSuccess('set-transition', unset);
    const { tasks } = JSON.parse(this.#expectSuccess('DescribeTasks', described)) as {
      tasks: { lastStatus: string }[];
    };
    return tasks[0]?.lastStatus ?? 'MISSING';
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  #send(requests: readonly RawRequest[]): readonly RawAnswer[] {
    return this.#client.send(requests);
  }

  #expectSuccess(what: string, answer: RawAnswer | undefined): string {
    if (answer?.status === 200 || answer?.status === 201) return answer.body;
    throw new Error(`moto answered ${what} with ${answer?.status}: ${answer?.body}`);
  }

  #transition(times: number): RawRequest {
    const body = JSON.stringify({ model_name: TASK_MODEL, transition: { progression: 'manual', times } });
    return { url: `${this.#url}/moto-api/state-manager/set-transition`, headers: {}, body };
  }

  #json(operation: string, request: RawRequest): Json {
    return JSON.parse(this.#expectSuccess(operation, this.#send([request])[0])) as Json;
  }

  #ecsRequest(operation: string, input: object): RawRequest {
    return this.#jsonRequest('ecs', `AmazonEC2ContainerServiceV20141113.${operation}`, input);
  }

  #jsonRequest(service: string, target: string, input: object): RawRequest {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      authorization: this.#authorization(service),
    };
    return { url: this.#url, headers, body: JSON.stringify(input) };
  }

  /** moto reads region and service from the signature's scope, but does not check the signature. */
  #authorization(service: string): string {
    const scope = `20260101/${this.#place.region}/${service}/aws4_request`;
    return `AWS4-HMAC-SHA256 Credential=${ADMIN_KEY_ID}/${scope}, SignedHeaders=host, Signature=0`;
  }
}

/** moto treats any key that it did not issue as its only account's administrator. */
export const ADMIN_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
