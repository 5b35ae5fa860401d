import { isAbsolute, join } from 'node:path';
import { ROLE_ARN, readRegion, readSessionName } from '../src/actions/inputs/aws.ts';
import { readProxy } from '../src/actions/inputs/proxy.ts';
import { type Environment, InputReader } from '../src/actions/inputs/reader.ts';
import type { ProxyVariables } from '../src/http/agents.ts';

/** A role to hand out instead of the task's. */
export interface NarrowerRole {
  readonly roleArn: string;
  readonly sessionName: string;
  /** 900 to 3,600. */
  readonly durationSeconds: number;
  /** JSON. */
  readonly sessionPolicy?: string;
}

/** All inputs of the action. */
export interface CredentialsInputs {
  readonly mode: 'keys' | 'endpoint';
  /** Absent: the task's role itself. */
  readonly role?: NarrowerRole;
  /** Absent: the task's. */
  readonly region?: string;
  readonly exportEnvironment: boolean;
  /** Absolute. */
  readonly envFile?: string;
  readonly minimumValidityMs: number;
  /** For STS; requests to the endpoint itself never go through a proxy. */
  readonly proxy?: ProxyVariables;
}

/** Characters that any shell and `docker run` treat only as part of a path. */
const PATH = { pattern: /^(?!-)[A-Za-z0-9_./@+,=:-]{1,500}$/, words: 'a path of letters, digits and any of _./@+,=:-' };

/** Most characters that AWS accepts, counted before it packs them. */
const POLICY_AT_MOST = 2048;

/** Reads the inputs of inject-credentials. @throws InputError with every problem at once */
export function readCredentialsInputs(environment: Environment): CredentialsInputs {
  const reader = new InputReader(environment);
  const mode = reader.oneOf('mode', ['keys', 'endpoint']) ?? 'keys';
  const role = readRole(reader, environment);
  if (mode === 'endpoint' && reader.text('role-to-assume') !== '') {
    reader.problem(
      "role-to-assume cannot be handed out with mode: endpoint: the endpoint gives the task's own role. Use mode: keys.",
    );
  }
  const region = readRegion(reader, environment, ['AWS_REGION', 'AWS_DEFAULT_REGION']);
  const envFile = reader.matching('env-file', PATH);
  const proxy = readProxy(reader, environment);
  const inputs: CredentialsInputs = {
    mode,
    ...(role && { role }),
    ...(region && { region }),
    exportEnvironment: reader.boolean('export-environment') ?? true,
    ...(envFile && { envFile: absolute(envFile, environment) }),
    minimumValidityMs: (reader.integer('minimum-validity-minutes', { min: 0, max: 360 }) ?? 15) * 60_000,
    ...(proxy && { proxy }),
  };
  reader.finish();
  return inputs;
}

function readRole(reader: InputReader, environment: Environment): NarrowerRole | undefined {
  const roleArn = reader.matching('role-to-assume', ROLE_ARN);
  const sessionName = readSessionName(reader, environment);
  // A session of a role assumed by another role lasts at most an hour, whatever the role's own maximum.
  const durationSeconds = reader.integer('role-duration-seconds', { min: 900, max: 3600 }) ?? 3600;
  const sessionPolicy = readPolicy(reader);
  if (sessionPolicy !== undefined && reader.text('role-to-assume') === '') {
    reader.problem('inline-session-policy needs role-to-assume: the task role itself cannot be narrowed.');
  }
  if (roleArn === undefined) return undefined;
  return { roleArn, sessionName, durationSeconds, ...(sessionPolicy !== undefined && { sessionPolicy }) };
}

function readPolicy(reader: InputReader): string | undefined {
  const text = reader.text('inline-session-policy');
  if (text === '') return undefined;
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === 'object' && policy !== null && 'Statement' in policy) {
      const packed = JSON.stringify(policy);
      if (packed.length <= POLICY_AT_MOST) return packed;
      reader.problem(
        `inline-session-policy must have at most ${POLICY_AT_MOST} characters without blanks; it has ${packed.length}.`,
      );
      return undefined;
    }
  } catch {
    // Reported below, like JSON that is not a policy.
  }
  reader.malformed('inline-session-policy', 'an IAM policy as JSON, with a Statement', text);
  return undefined;
}

function absolute(path: string, environment: Environment): string {
  return isAbsolute(path) ? path : join(environment['GITHUB_WORKSPACE'] || process.cwd(), path);
}
