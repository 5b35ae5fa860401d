import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { PolicyStatement, RoleDefinition } from '../contract.ts';
import type { SandboxRequest } from '../server.ts';
import { assumedRoleArn, iamArn, nameOf, type Place } from './place.ts';
import { checkStatements, type PolicyRequest } from './policy.ts';

/** Who signed a request. */
export interface Principal {
  readonly arn: string;
  readonly userId: string;
  readonly statements: readonly PolicyStatement[];
  /** The policy of a session that was opened with one: both must allow. */
  readonly sessionStatements?: readonly PolicyStatement[];
  /** The permissions that its requests needed, in order; sessions of a role share the role's list. */
  readonly permissionsNeeded: PolicyRequest[];
  /** A role session may itself assume roles, for up to an hour (role chaining). */
  readonly isRoleSession: boolean;
}

/** An access key; `expiresAt` and `sessionToken` are those of a role session. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Epoch milliseconds of sandbox time. */
  readonly expiresAt?: number;
  readonly principal: Principal;
}

/** An added role, with what STS returns for it. */
export interface Role extends RoleDefinition {
  readonly arn: string;
  readonly id: string;
  readonly permissionsNeeded: PolicyRequest[];
}

/** The result of identifying a request's signer; each service words the failures for itself. */
export type Identification =
  | { readonly kind: 'known'; readonly key: AccessKey }
  | { readonly kind: 'missing' | 'unknown' | 'expired' }
  /** Signed at another time than now, by AWS's clock; `message` says so as AWS does. */
  | { readonly kind: 'untimely'; readonly message: string };

/** The roles and access keys of one account. */
export class Identities {
  readonly #place: Place;
  readonly #clock: SandboxClock;
  readonly #roles = new Map<string, Role>();
  readonly #keys = new Map<string, AccessKey>();
  /** A user who may do everything. */
  readonly admin: AccessKey;

  constructor(options: { place: Place; clock: SandboxClock }) {
    this.#place = options.place;
    this.#clock = options.clock;
    this.admin = this.#keep({
      accessKeyId: newKeyId('AKIA'),
      secretAccessKey: randomBytes(30).toString('base64'),
      principal: {
        arn: iamArn(this.#place, 'user/sandbox-admin'),
        userId: newKeyId('AIDA'),
        statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
        permissionsNeeded: [],
        isRoleSession: false,
      },
    });
  }

  /** Roles in the order of their addition. */
  get roles(): readonly Role[] {
    return [...this.#roles.values()];
  }

  addRole(definition: RoleDefinition): Role {
    checkStatements(definition.statements);
    const arn = iamArn(this.#place, `role/${definition.name}`);
    const role: Role = { ...definition, arn, id: newKeyId('AROA'), permissionsNeeded: [] };
    this.#roles.set(arn, role);
    return role;
  }

  /** Adds a statement to a role's policies, for sessions opened from now on. */
  allow(arn: string, statement: PolicyStatement): void {
    const role = this.#roles.get(arn);
    if (role === undefined) throw new Error(`sandbox: no role ${arn}`);
    checkStatements([statement]);
    this.#roles.set(arn, { ...role, statements: [...role.statements, statement] });
  }

  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  /** A new session of `role`. */
  openSession(role: Role, options: { name: string; seconds: number; policy?: readonly PolicyStatement[] }): AccessKey {
    // A role's path is not part of the session's ARN.
    const roleName = nameOf(role.arn, 'role').split('/').at(-1) ?? role.name;
    return this.#keep({
      accessKeyId: newKeyId('ASIA'),
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(180).toString('base64'),
      expiresAt: this.#clock.now() + options.seconds * 1000,
      principal: {
        arn: assumedRoleArn(this.#place, roleName, options.name),
        userId: `${role.id}:${options.name}`,
        statements: role.statements,
        ...(options.policy && { sessionStatements: options.policy }),
        permissionsNeeded: role.permissionsNeeded,
        isRoleSession: true,
      },
    });
  }

  /**
   * By the access key in the SigV4 Authorization header. The signature itself is not verified, but its time is.
   * @param toleranceMinutes how far the time may be from now; 5 for most services
   */
  identify(request: SandboxRequest, toleranceMinutes = 5): Identification {
    const id = /Credential=([^/,\s]+)\//.exec(request.headers['authorization'] ?? '')?.[1];
    if (id === undefined) return { kind: 'missing' };
    const key = this.#keys.get(id);
    if (key === undefined || key.sessionToken !== request.headers['x-amz-security-token']) return { kind: 'unknown' };
    // Which of the two AWS looks at first is not known.
    if (key.expiresAt !== undefined && key.expiresAt <= this.#clock.now()) return { kind: 'expired' };
    const message = untimely(request.headers['x-amz-date'], this.#clock.now(), toleranceMinutes);
    if (message !== undefined) return { kind: 'untimely', message };
    return { kind: 'known', key };
  }

  #keep(key: AccessKey): AccessKey {
    this.#keys.set(key.accessKeyId, key);
    return key;
  }
}

/** AWS's words for a signature's time that is too far from its own. */
function untimely(signed: string | undefined, now: number, minutes: number): string | undefined {
  // Without the header the time would be in the query, which no client here does.
  if (signed === undefined) return undefined;
  const at = Date.parse(signed.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const tolerance = minutes * 60_000;
  const [earliest, latest] = [now - tolerance, now + tolerance];
  if (at < earliest) {
    return `Signature expired: ${signed} is now earlier than ${basic(earliest)} (${basic(now)} - ${minutes} min.)`;
  }
  if (at > latest) {
    return `Signature not yet current: ${signed} is still later than ${basic(latest)} (${basic(now)} + ${minutes} min.)`;
  }
  return undefined;
}

/** ISO 8601 in basic format. */
function basic(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** 20 characters; the first four are a prefix for the kind of entity. */
function newKeyId(prefix: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('');
}
