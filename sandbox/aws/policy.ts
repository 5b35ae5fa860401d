import type { PolicyStatement } from '../contract.ts';

/** The request to evaluate. Keys of `context` are condition keys; an absent key has no value. */
export interface PolicyRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** `none`: no statement allows it; `deny`: one forbids it. */
export type Decision = 'allow' | 'deny' | 'none';

/** Evaluates identity-based statements as IAM does: a matching Deny overrides any Allow. */
export function evaluate(statements: readonly PolicyStatement[], request: PolicyRequest): Decision {
  const matching = statements.filter((statement) => applies(statement, request));
  if (matching.some((statement) => statement.Effect === 'Deny')) return 'deny';
  return matching.length > 0 ? 'allow' : 'none';
}

/** Whether a principal is allowed: by its policies, and by its session's policy if there is one. */
export function permits(
  principal: {
    readonly statements: readonly PolicyStatement[];
    readonly sessionStatements?: readonly PolicyStatement[];
  },
  request: PolicyRequest,
): boolean {
  const { statements, sessionStatements } = principal;
  return [statements, sessionStatements ?? statements].every((each) => evaluate(each, request) === 'allow');
}

/** Throws for a statement that this evaluation does not understand: it must not be skipped silently. */
export function checkStatements(statements: readonly PolicyStatement[]): void {
  for (const operator of statements.flatMap((statement) => Object.keys(statement.Condition ?? {}))) parse(operator);
}

function applies(statement: PolicyStatement, request: PolicyRequest): boolean {
  return (
    list(statement.Action).some((pattern) => like(pattern.toLowerCase(), request.action.toLowerCase())) &&
    list(statement.Resource).some((pattern) => like(pattern, request.resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, list(wanted), contextValue(request, key))),
    )
  );
}

/** Condition keys are case-insensitive, including the tag key after the slash. */
function contextValue(request: PolicyRequest, key: string): readonly string[] | undefined {
  const found = Object.entries(request.context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  return found === undefined ? undefined : list(found);
}

type Match = (pattern: string, value: string) => boolean;

const MATCHES: Readonly<Record<string, Match>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringEqualsIgnoreCase: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
  StringLike: like,
  // ArnEquals and ArnLike are equivalent in IAM: each part between colons is matched separately.
  ArnEquals: arnLike,
  ArnLike: arnLike,
};

interface Operator {
  readonly set: 'ForAnyValue' | 'ForAllValues' | undefined;
  readonly ifExists: boolean;
  readonly negated: boolean;
  /** Undefined for `Null`. */
  readonly match: Match | undefined;
}

function parse(text: string): Operator {
  const [, set, name = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/.exec(text) ?? [];
  const match = MATCHES[name.replace('Not', '')];
  if (match === undefined && name !== 'Null') throw new Error(`sandbox: condition operator ${text} is not modelled`);
  return {
    set: set as Operator['set'],
    ifExists: ifExists !== undefined,
    negated: name.includes('Not'),
    match,
  };
}

function holds(text: string, wanted: readonly string[], values: readonly string[] | undefined): boolean {
  const { set, ifExists, negated, match } = parse(text);
  const absent = values === undefined || values.length === 0;
  if (match === undefined) return wanted.includes(String(absent));
  if (absent) return ifExists || set === 'ForAllValues' || (negated && set === undefined);
  const one = (value: string) => wanted.some((pattern) => match(pattern, value)) !== negated;
  // A key with several values has no meaning without a set operator: IAM then matches none.
  if (set === undefined) return values.length === 1 && values.every(one);
  return set === 'ForAllValues' ? values.every(one) : values.some(one);
}

function arnLike(pattern: string, value: string): boolean {
  const patterns = split(pattern);
  const values = split(value);
  return patterns.length === values.length && patterns.every((part, index) => like(part, values[index] ?? ''));
}

/** The six parts of an ARN; the last one may contain colons. */
function split(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** IAM's wildcards: `*` for any run of characters, `?` for one. */
export function like(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
