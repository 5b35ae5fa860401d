import type { SandboxClock } from '../clock.ts';
import type { PolicyStatement } from '../contract.ts';
import type { SandboxAnswer, SandboxRequest } from '../server.ts';
import { AwsError, validationError } from './errors.ts';
import type { AccessKey, Identities, Principal, Role } from './identities.ts';
import type { Place } from './place.ts';
import { checkStatements, permits } from './policy.ts';
import { modelError, type OidcProvider, verifyWebIdentity } from './web-identity.ts';
import { type Xml, xmlAnswer, xmlError } from './wire.ts';

const DEFAULT_SECONDS = 3600;
/** The service model's range; a role's own maximum is checked after it. */
const MODEL_SECONDS = { min: 900, max: 43_200 };

/** What STS needs. */
export interface StsContext {
  readonly place: Place;
  readonly clock: SandboxClock;
  readonly identities: Identities;
  readonly oidc: OidcProvider;
}

type Action = (context: StsContext, request: SandboxRequest, form: URLSearchParams) => Promise<Xml> | Xml;

const ACTIONS: Readonly<Record<string, Action>> = {
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
};

/** Answers an STS request (awsQuery protocol). */
export async function handleSts(context: StsContext, request: SandboxRequest): Promise<SandboxAnswer> {
  const form = new URLSearchParams(request.body);
  const name = form.get('Action') ?? '';
  try {
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) {
      const message = `Could not find operation ${name} for version ${form.get('Version') ?? 'NO_VERSION_SPECIFIED'}`;
      throw new AwsError({ code: 'InvalidAction', message });
    }
    return xmlAnswer(name, await action(context, request, form));
  } catch (error) {
    if (error instanceof AwsError) return xmlError(error);
    throw error;
  }
}

async function assumeRoleWithWebIdentity(
  context: StsContext,
  _request: SandboxRequest,
  form: URLSearchParams,
): Promise<Xml> {
  const { clock, identities, oidc, place } = context;
  const wanted = parseSession(form);
  const token = required(form, 'WebIdentityToken', 'webIdentityToken');
  const role = identities.role(wanted.roleArn);
  const now = clock.now();
  const identity = await verifyWebIdentity({ token, role, roles: identities.roles, provider: oidc, now });
  if (role === undefined) throw new Error('sandbox: a role that does not exist was trusted');
  checkDuration(role, wanted.seconds);
  const key = identities.openSession(role, wanted);
  const provider = `arn:${place.partition}:iam::${place.account}:oidc-provider/${oidc.issuer().replace(/^https?:\/\//, '')}`;
  return {
    SubjectFromWebIdentityToken: identity.subject,
    Audience: identity.audience,
    Provider: provider,
    ...sessionXml(key),
  };
}

function assumeRole(context: StsContext, request: SandboxRequest, form: URLSearchParams): Xml {
  const caller = authenticate(context, request);
  const wanted = parseSession(form);
  const role = context.identities.role(wanted.roleArn);
  const policyRequest = { action: 'sts:AssumeRole', resource: wanted.roleArn, context: {} };
  // A role that trusts the OIDC provider trusts nobody else; any other trusts its own account.
  const trusted = role !== undefined && role.trust === undefined;
  if (!trusted || !permits(caller, policyRequest)) {
    const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${wanted.roleArn}`;
    throw new AwsError({ code: 'AccessDenied', message, status: 403 });
  }
  if (caller.isRoleSession && wanted.seconds > 3600) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  checkDuration(role, wanted.seconds);
  const policy = parsePolicy(form.get('Policy'));
  return sessionXml(context.identities.openSession(role, { ...wanted, ...(policy && { policy }) }));
}

/** Needs no permission, whatever the policies say. */
function getCallerIdentity(context: StsContext, request: SandboxRequest): Xml {
  const caller = authenticate(context, request);
  return { Arn: caller.arn, UserId: caller.userId, Account: context.place.account };
}

/** Who signed a request to STS, or to another awsQuery service. */
export function authenticate(context: Pick<StsContext, 'identities'>, request: SandboxRequest): Principal {
  const found = context.identities.identify(request, 15);
  switch (found.kind) {
    case 'known':
      return found.key.principal;
    case 'missing':
      throw refused('MissingAuthenticationToken', 'Request is missing Authentication Token');
    case 'unknown':
      throw refused('InvalidClientTokenId', 'The security token included in the request is invalid.');
    case 'untimely':
      throw refused('SignatureDoesNotMatch', found.message);
    case 'expired':
      throw refused('ExpiredToken', 'The security token included in the request is expired');
  }
}

function refused(code: string, message: string): AwsError {
  return new AwsError({ code, message, status: 403 });
}

function parseSession(form: URLSearchParams): { roleArn: string; name: string; seconds: number } {
  const roleArn = required(form, 'RoleArn', 'roleArn');
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(roleArn)) throw validationError(`${roleArn} is invalid`);
  const name = required(form, 'RoleSessionName', 'roleSessionName');
  const wrong = (constraint: string) => validationError(modelError('roleSessionName', constraint, name));
  if (!/^[\w+=,.@-]*$/.test(name)) throw wrong('Member must satisfy regular expression pattern: [\\w+=,.@-]*');
  if (name.length < 2) throw wrong('Member must have length greater than or equal to 2');
  if (name.length > 64) throw wrong('Member must have length less than or equal to 64');
  return { roleArn, name, seconds: parseDuration(form.get('DurationSeconds')) };
}

function parseDuration(text: string | null): number {
  if (text === null) return DEFAULT_SECONDS;
  const wrong = (constraint: string) => validationError(modelError('durationSeconds', constraint, text));
  const seconds = Number(text);
  if (!Number.isInteger(seconds)) throw new AwsError({ code: 'MalformedInput', message: 'Invalid Argument' });
  if (seconds < MODEL_SECONDS.min) throw wrong(`Member must have value greater than or equal to ${MODEL_SECONDS.min}`);
  if (seconds > MODEL_SECONDS.max) throw wrong(`Member must have value less than or equal to ${MODEL_SECONDS.max}`);
  return seconds;
}

/** The session policy's statements; IAM counts its characters as they are. */
function parsePolicy(text: string | null): readonly PolicyStatement[] | undefined {
  if (text === null) return undefined;
  if (text.length > 2048) {
    throw validationError(modelError('policy', 'Member must have length less than or equal to 2048', text));
  }
  try {
    const { Statement: statements } = JSON.parse(text) as { Statement: PolicyStatement | readonly PolicyStatement[] };
    const list = [statements].flat();
    checkStatements(list);
    if (list.every((each) => each.Effect && each.Action && each.Resource)) return list;
  } catch {
    // The error below reports it.
  }
  throw new AwsError({ code: 'MalformedPolicyDocument', message: 'Syntax errors in policy.' });
}

function checkDuration(role: Role, seconds: number): void {
  if (seconds > (role.maxSessionSeconds ?? DEFAULT_SECONDS)) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}

function required(form: URLSearchParams, parameter: string, member: string): string {
  const value = form.get(parameter);
  if (value !== null && value !== '') return value;
  const problem = `Value null at '${member}' failed to satisfy constraint: Member must not be null`;
  throw validationError(`1 validation error detected: ${problem}`);
}

function sessionXml(key: AccessKey): Record<string, Xml> {
  return {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken ?? '',
      Expiration: new Date(key.expiresAt ?? 0).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    AssumedRoleUser: { Arn: key.principal.arn, AssumedRoleId: key.principal.userId },
  };
}
