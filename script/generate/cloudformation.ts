import { parseDocument, type Tags } from 'yaml';

/** A value of a template, in the long form of intrinsic functions. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export interface Parameter {
  readonly Type: string;
  readonly Description?: string;
  readonly Default?: string | number;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly (string | number)[];
  readonly [key: string]: Value | undefined;
}

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Value;
  readonly [key: string]: Value | undefined;
}

export interface Output {
  readonly Description?: string;
  readonly Condition?: string;
  readonly Value: Value;
}

type Section<T> = Readonly<Record<string, T>>;

export interface Template {
  readonly Description: string;
  readonly Metadata?: Value;
  readonly Parameters?: Section<Parameter>;
  readonly Rules?: Section<Value>;
  readonly Conditions?: Section<Value>;
  readonly Mappings?: Section<Value>;
  readonly Resources: Section<Resource>;
  readonly Outputs?: Section<Output>;
}

/** Functions whose tag is their long name without `Fn::`. */
const FUNCTIONS = [
  'Sub',
  'Join',
  'Split',
  'Select',
  'FindInMap',
  'GetAZs',
  'Base64',
  'If',
  'Equals',
  'Not',
  'And',
  'Or',
];

const tags: Tags = [
  { tag: '!Ref', resolve: (name: string) => ({ Ref: name }) },
  { tag: '!GetAtt', resolve: (path: string) => ({ 'Fn::GetAtt': path.split('.') }) },
  { tag: '!Condition', resolve: (name: string) => ({ Condition: name }) },
  ...FUNCTIONS.flatMap((name) => [
    { tag: `!${name}`, resolve: (text: string) => ({ [`Fn::${name}`]: text }) },
    {
      tag: `!${name}`,
      collection: 'seq' as const,
      resolve: (items: { toJSON: () => unknown }) => ({ [`Fn::${name}`]: items.toJSON() }),
    },
    {
      tag: `!${name}`,
      collection: 'map' as const,
      resolve: (items: { toJSON: () => unknown }) => ({ [`Fn::${name}`]: items.toJSON() }),
    },
  ]),
];

/** Reads a template. @throws Error for invalid YAML, and for an unknown tag */
export function parseTemplate(text: string): Template {
  const document = parseDocument(text, { customTags: tags });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  return document.toJS() as Template;
}
