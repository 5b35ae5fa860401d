import type { SandboxClock } from '../clock.ts';
import type { SandboxAnswer } from '../server.ts';
import type { AccessKey, Identities } from './identities.ts';
import type { Task } from './task.ts';
import type { Tasks } from './tasks.ts';
import { TokenBucket } from './token-bucket.ts';

/** Path of the ECS credentials endpoint; an id follows. */
export const CREDENTIALS_PATH = '/v2/credentials/';

/** Path of the task metadata endpoint, version 4; an id and `/task` follow. */
export const METADATA_PATH = '/v4/';

/** The limit for all requests to the agent of one instance: its default ECS_TASK_METADATA_RPS_LIMIT, "40,60". */
const AGENT_LIMIT = { perSecond: 40, burst: 60 };

/** How long a task role's credentials are valid, and how long before expiry ECS renews them under the same id. */
const VALID_SECONDS = 6 * 3600;
const RENEWED_BEFORE_MS = 15 * 60_000;

/** What the ECS agent serves to a task's containers; on a real instance it is at `http://169.254.170.2`. */
export class CredentialsEndpoint {
  readonly #clock: SandboxClock;
  readonly #identities: Identities;
  readonly #tasks: Tasks;
  readonly #deliveredAfterMs: number;
  readonly #limit: TokenBucket;
  readonly #sessions = new Map<Task, AccessKey>();

  /** @param options.deliveredAfterMs sandbox milliseconds from the task's start until it has credentials */
  constructor(options: { clock: SandboxClock; identities: Identities; tasks: Tasks; deliveredAfterMs: number }) {
    this.#clock = options.clock;
    this.#deliveredAfterMs = options.deliveredAfterMs;
    this.#limit = new TokenBucket(options.clock, AGENT_LIMIT);
    this.#identities = options.identities;
    this.#tasks = options.tasks;
  }

  /** Answers `GET /v2/credentials/<id>` and `GET /v4/<id>/task` in the ECS agent's words. */
  handle(path: string): SandboxAnswer {
    if (!this.#limit.take()) return { status: 429, body: 'You have reached maximum request limit.' };
    return path.startsWith(CREDENTIALS_PATH) ? this.#credentials(path) : this.#metadata(path);
  }

  #metadata(path: string): SandboxAnswer {
    const [, , id, what] = path.split('/');
    const task = this.#tasks.all.find((each) => each.id === id && each.lastStatus !== 'STOPPED');
    if (task === undefined || what !== 'task') {
      return { status: 404, body: `V4 task metadata handler: unable to get task arn from request for ${id ?? ''}` };
    }
    const { cluster, definition } = task;
    return {
      status: 200,
      body: {
        Cluster: cluster.arn,
        TaskARN: task.arn,
        Family: definition.family,
        DesiredStatus: task.desiredStatus,
        KnownStatus: task.lastStatus,
        LaunchType: task.placement.launchType,
      },
    };
  }

  #credentials(path: string): SandboxAnswer {
    const id = path.slice(CREDENTIALS_PATH.length);
    const task = this.#tasks.all.find((each) => each.credentialsId === id && each.lastStatus !== 'STOPPED');
    const roleArn = task?.request.overrides.taskRoleArn ?? task?.definition.input.taskRoleArn;
    if (task === undefined || roleArn === undefined) {
      return refusal(400, 'InvalidIdInRequest', 'CredentialsV2Request: Credentials not found');
    }
    const session = this.#session(task, roleArn);
    if (session === undefined) {
      return refusal(503, 'CredentialsUninitialized', 'CredentialsV2Request: Credentials uninitialized for ID');
    }
    const body = {
      RoleArn: roleArn,
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      Token: session.sessionToken,
      Expiration: new Date(session.expiresAt ?? 0).toISOString(),
    };
    return { status: 200, body };
  }

  /** Undefined until they are delivered, which never happens for a role that the account does not have. */
  #session(task: Task, roleArn: string): AccessKey | undefined {
    const current = this.#sessions.get(task);
    if (current !== undefined && (current.expiresAt ?? 0) - RENEWED_BEFORE_MS > this.#clock.now()) return current;
    const role = this.#identities.role(roleArn);
    const deliveredAt = (task.startedAt ?? this.#clock.now()) + this.#deliveredAfterMs;
    if (role === undefined || deliveredAt > this.#clock.now()) return undefined;
    const session = this.#identities.openSession(role, { name: task.id, seconds: VALID_SECONDS });
    this.#sessions.set(task, session);
    return session;
  }
}

function refusal(status: number, code: string, message: string): SandboxAnswer {
  return { status, body: { code, message, HTTPErrorCode: status } };
}
