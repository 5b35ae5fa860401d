import { Document, isMap, isScalar, isSeq, type Pair, Scalar, visit, type YAMLSeq } from 'yaml';
import type { Output, Parameter, Resource, Template, Value } from './cloudformation.ts';

/** A template that becomes a part of the whole. */
export interface Part {
  readonly name: string;
  readonly template: Template;
  /** The frame's condition for making this part; absent: always. */
  readonly condition?: string;
}

/** What the whole adds to its parts: parameters that replace theirs, conditions, rules, outputs. */
export interface Frame extends Omit<Template, 'Resources'> {
  /** File name of each part and its condition, in wiring order. */
  readonly Parts: Readonly<Record<string, string | null>>;
}

/** What replaces a parameter of a part: the output with the same name of an earlier part. */
type Wires = Map<string, { readonly value: Value; readonly isConditional: boolean }>;

/**
 * Merges several templates into one. If an earlier part has an output with the name of a part's parameter, the output's
 * value replaces the parameter; if that earlier part is conditional, the parameter stays for when it is not made.
 * @throws Error where two parts disagree about a name
 */
export function allInOne(frame: Frame, parts: readonly Part[]): Template {
  const wires: Wires = new Map();
  const whole = {
    Parameters: new Map<string, Parameter>(),
    Rules: new Map<string, Value>(),
    Conditions: new Map<string, Value>(Object.entries(frame.Conditions ?? {})),
    Mappings: new Map<string, Value>(),
    Resources: new Map<string, Resource>(),
  };
  for (const { name, template, condition } of parts) {
    for (const [key, parameter] of Object.entries(template.Parameters ?? {})) {
      if (wires.get(key)?.isConditional !== false)
        addParameter(whole.Parameters, { key, parameter, frame, part: name });
    }
    for (const section of ['Rules', 'Conditions', 'Mappings'] as const) {
      for (const [key, value] of Object.entries(template[section] ?? {})) add(whole[section], key, value, name);
    }
    for (const [key, resource] of Object.entries(template.Resources)) {
      const wired = wire(resource, wires);
      if (condition && wired.Condition !== undefined) throw new Error(`${name}: ${key} has a condition of its own.`);
      add(whole.Resources, key, condition ? { Condition: condition, ...wired } : wired, name);
    }
    for (const [key, output] of Object.entries(template.Outputs ?? {})) {
      wires.set(key, wireOf(key, wire(output, wires), { condition, frame }));
    }
  }
  for (const [key, value] of Object.entries(frame.Rules ?? {})) add(whole.Rules, key, value, 'the frame');
  const { Description, Metadata, Outputs = {} } = frame;
  return {
    Description,
    ...(Metadata !== undefined && { Metadata }),
    // The console's form follows the order of the frame.
    Parameters: { ...inOrder(frame.Parameters ?? {}, whole.Parameters) },
    Rules: Object.fromEntries(whole.Rules),
    Conditions: Object.fromEntries(whole.Conditions),
    Mappings: Object.fromEntries(whole.Mappings),
    Resources: Object.fromEntries(whole.Resources),
    Outputs,
  };
}

/**
 * The text of a template, without comments and statement ids, and with the short form of the most common functions: the
 * AWS CLI sends a template of up to 51,200 bytes as it is (CreateStack's limit), a longer one only through a bucket.
 */
export function templateText(template: Template, header: string): string {
  // CloudFormation reads YAML 1.1, where an unquoted date is not a string.
  const options = { version: '1.1', aliasDuplicateObjects: false } as const;
  const document = new Document({ AWSTemplateFormatVersion: '2010-09-09', ...template }, options);
  visit(document, { Map: (_, { items }) => shortForm(items as Pair[]) });
  // Statement ids help readers of the parts; here they only take space.
  visit(document, { Pair: (_, { key }) => (isScalar(key) && key.value === 'Sid' ? visit.REMOVE : undefined) });
  visit(document, { Scalar: (_, scalar) => withoutComments(scalar) });
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every(isScalar) || IN_ONE_LINE.has(list.tag ?? '');
    },
  });
  const layout = { lineWidth: 0, singleQuote: true, indentSeq: false, indent: 1, flowCollectionPadding: false };
  return `${header}\n${document.toString(layout)}`;
}

/**
 * Takes the comments out of a text of several lines: a script, a buildspec, a configuration. All of them have comments
 * that begin with #, and none has anything else that begins so, but for the first line of a script.
 */
function withoutComments(scalar: Scalar): void {
  if (typeof scalar.value !== 'string' || !scalar.value.includes('\n')) return;
  scalar.value = scalar.value.replaceAll(/^[ \t]*(?:#(?!!).*)?\n/gm, '');
}

/** Functions written on one line, with everything in them. */
const IN_ONE_LINE: ReadonlySet<string> = new Set(
  ['And', 'Equals', 'FindInMap', 'Join', 'Not', 'Select', 'Split'].map((name) => `!${name}`),
);

/** `!Ref x` for `Ref: x`, `!Sub x` for `Fn::Sub: x`, `!Select […]` for `Fn::Select: […]`; undefined for anything else. */
function shortForm([only, ...others]: readonly Pair[]): Scalar | YAMLSeq | undefined {
  const { key, value } = only ?? {};
  if (others.length > 0 || !isScalar(key) || isMap(value)) return undefined;
  const short = String(key.value).replace('Fn::', '!');
  if (isSeq(value) && (IN_ONE_LINE.has(short) || short === '!If' || short === '!Sub')) {
    value.tag = short;
    return value;
  }
  if (key.value === 'Fn::GetAtt') return tagged('!GetAtt', (value as { toJSON: () => string[] }).toJSON().join('.'));
  if (!isScalar(value) || (key.value !== 'Ref' && key.value !== 'Fn::Sub')) return undefined;
  return tagged(key.value === 'Ref' ? '!Ref' : '!Sub', value.value as string);
}

function tagged(tag: string, text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.tag = tag;
  return scalar;
}

function addParameter(
  all: Map<string, Parameter>,
  { key, parameter, frame, part }: { key: string; parameter: Parameter; frame: Frame; part: string },
): void {
  const own = frame.Parameters?.[key];
  const existing = all.get(key);
  if (own === undefined && existing !== undefined) {
    const { Description: _one, ...known } = existing;
    const { Description: _other, ...other } = parameter;
    if (JSON.stringify(known) !== JSON.stringify(other)) throw new Error(`${part}: parameter ${key} differs.`);
    return;
  }
  all.set(key, own ?? parameter);
}

function inOrder(first: Readonly<Record<string, Parameter>>, all: Map<string, Parameter>): Record<string, Parameter> {
  return { ...first, ...Object.fromEntries(all) };
}

function add<T>(section: Map<string, T>, key: string, value: T, part: string): void {
  if (section.has(key)) throw new Error(`${part}: ${key} is there already.`);
  section.set(key, value);
}

/** An output joins a list into a string; this turns it back into a list. */
function wireOf(
  key: string,
  output: Output,
  { condition, frame }: { condition: string | undefined; frame: Frame },
): { value: Value; isConditional: boolean } {
  const joined = functionOf(output.Value, 'Fn::Join') ?? null;
  const list = isList(joined) && joined[0] === ',' ? joined[1] : undefined;
  const value = list ?? output.Value;
  if (!condition) return { value, isConditional: false };
  const given = { Ref: key };
  const isText = list !== undefined && frame.Parameters?.[key]?.Type === 'String';
  const otherwise = isText ? { 'Fn::Split': [',', given] } : given;
  return { value: { 'Fn::If': [condition, value, otherwise] }, isConditional: true };
}

/** Replaces references to parameters with the values wired to them. */
function wire<T>(value: T, wires: Wires): T {
  return wiredValue(value as Value, wires) as T;
}

function wiredValue(value: Value, wires: Wires): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => wiredValue(item, wires));
  const entries = Object.entries(value);
  const [name, argument = null] = entries[0] ?? [];
  if (name === 'Ref' && typeof argument === 'string') return wires.get(argument)?.value ?? value;
  if (name === 'Fn::Sub') return wireSub(argument, wires);
  return Object.fromEntries(entries.map(([key, item]) => [key, wiredValue(item, wires)]));
}

function wireSub(argument: Value, wires: Wires): Value {
  const [text, given] = (isList(argument) ? argument : [argument, {}]) as [string, Record<string, Value>];
  const variables = { ...wire(given, wires) };
  let wired = text;
  for (const [, name = ''] of text.matchAll(/\$\{(\w+)\}/g)) {
    const found = name in variables ? undefined : wires.get(name)?.value;
    if (found === undefined) continue;
    const resource = functionOf(found, 'Ref');
    if (typeof resource === 'string') wired = wired.replaceAll(`\${${name}}`, `\${${resource}}`);
    else variables[name] = found;
  }
  return { 'Fn::Sub': Object.keys(variables).length > 0 ? [wired, variables] : wired };
}

/** The argument of a function, if the value is that function. */
function functionOf(value: Value, name: string): Value | undefined {
  return typeof value === 'object' && value !== null && !isList(value) ? value[name] : undefined;
}

/** `Array.isArray` does not narrow a read-only list. */
function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
