import type { SandboxClock } from '../clock.ts';
import type { SandboxAnswer } from '../server.ts';
import type { AccessKey, Identities } from './identities.ts';
import type { Task } from './task.ts';
import type { Tasks } from './tasks.ts';

/** Path of the ECS credentials endpoint; an id follows. */
export const CREDENTIALS_PATH = '/v2/credentials/';

/** How long a task role's credentials are valid, and how long before their end ECS renews them under the same id. */
const VALID_SECONDS = 6 * 3600;
const RENEWED_BEFORE_MS = 15 * 60_000;

/** The credentials endpoint of the tasks: on a real instance it is `http://169.254.170.2`. */
export class CredentialsEndpoint {
  readonly #clock: SandboxClock;
  readonly #identities: Identities;
  readonly #tasks: Tasks;
  readonly #sessions = new Map<Task, AccessKey>();

  constructor(options: { clock: SandboxClock; identities: Identities; tasks: Tasks }) {
    this.#clock = options.clock;
    this.#identities = options.identities;
    this.#tasks = options.tasks;
  }

  /** Answers `GET /v2/credentials/<id>` in the ECS agent's words. */
  handle(path: string): SandboxAnswer {
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

  /** Undefined for a role that the account does not have: ECS then has no credentials to deliver. */
  #session(task: Task, roleArn: string): AccessKey | undefined {
    const current = this.#sessions.get(task);
    if (current !== undefined && (current.expiresAt ?? 0) - RENEWED_BEFORE_MS > this.#clock.now()) return current;
    const role = this.#identities.role(roleArn);
    if (role === undefined) return undefined;
    const session = this.#identities.openSession(role, { name: task.id, seconds: VALID_SECONDS });
    this.#sessions.set(task, session);
    return session;
  }
}

function refusal(status: number, code: string, message: string): SandboxAnswer {
  return { status, body: { code, message, HTTPErrorCode: status } };
}
