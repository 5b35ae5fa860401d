import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ROOT } from '../../../sandbox/harness/checkout.ts';
import { importsOf, type SyntaxNode, visitSource } from '../../../script/import-rules/imports.ts';

/*
 * Inputs are the words of one root, the actions. Whatever else is in src also serves roots that call the same settings
 * otherwise, so its texts contain the placeholders of src/core/words.ts, and only src/actions knows the inputs' names.
 */

/** Texts that contain the name of an input and do not speak of it. */
const ALLOWED: readonly { readonly file: string; readonly text: string; readonly why: string }[] = [
  { file: 'src/providers/ecs/answered.ts', text: 'task-definition', why: 'a kind of resource in an ARN' },
  {
    file: 'src/providers/ecs/capacity.ts',
    text: '`name=weight[:base] + name=weight`, each optionally with `@task-definition`',
    why: 'the form of an entry: what stands after its @',
  },
  { file: 'src/core/sweep/sweep.ts', text: 'dry-run', why: "an outcome in a sweep's report" },
];

/** Every input of every action. */
const INPUTS = new Set(
  globSync('{action.yml,*-{runner,runners,credentials}/action.yml}', { cwd: ROOT }).flatMap((manifest) =>
    Object.keys((parse(readFileSync(join(ROOT, manifest), 'utf8')) as { inputs: object }).inputs),
  ),
);

/** The texts of a source: string literals, templates and patterns, without the names of modules. */
function textsOf(source: string): string[] {
  const modules = new Set(importsOf(source));
  const texts: string[] = [];
  visitSource(source, (node: SyntaxNode & { readonly cooked?: unknown; readonly pattern?: unknown }) => {
    const text = { StringLiteral: node.value, TemplateElement: node.cooked, RegExpLiteral: node.pattern }[node.type];
    if (typeof text === 'string' && !modules.has(text)) texts.push(text);
  });
  return texts;
}

/** The texts that name an input: by a name with a hyphen, which is no word of its own, or after the word `input`. */
function namingInputs(source: string): string[] {
  return textsOf(source).filter((text) =>
    [...INPUTS].some((name) => {
      const before = name.includes('-') ? '(?<![\\w-])' : '\\binputs? `?';
      return new RegExp(`${before}${name}(?![\\w-])`).test(text);
    }),
  );
}

const files = globSync('src/**/*.ts', { cwd: ROOT }).filter((file) => !file.startsWith('src/actions/'));

test('no text in src outside src/actions names an input of an action', () => {
  expect(files.length).toBeGreaterThan(80);
  const found = files.flatMap((file) =>
    namingInputs(readFileSync(join(ROOT, file), 'utf8')).map((text) => ({ file, text })),
  );
  const isAllowed = (one: { file: string; text: string }) =>
    ALLOWED.some(({ file, text }) => file === one.file && text === one.text);
  expect(found.filter((one) => !isAllowed(one))).toEqual([]);
});

test.each(ALLOWED)('the exception for $text in $file is still needed: $why', ({ file, text }) => {
  expect(namingInputs(readFileSync(join(ROOT, file), 'utf8'))).toContain(text);
});

describe('a text that names an input is found', () => {
  test.each([
    ['in a string', "throw new Error('Raise startup-timeout-seconds.');"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template
    ['in a template, beside what is put in', 'export const hint = (n: number) => `Set max-lifetime-minutes to ${n}.`;'],
    ['in quotes of another kind', 'export const text = "use `runner-group`";'],
    ['in an object', "export const error = { hint: 'Check aws-region, and try again.' };"],
    ['in a pattern', 'export const word = /role-to-assume/;'],
    ['although it is one word, by the word before it', "export const text = 'Correct the input `cluster`.';"],
    ['of another action', "export const text = 'Lower grace-minutes.';"],
  ])('%s', (_where, source) => {
    expect(namingInputs(source)).toHaveLength(1);
  });
});

test('what only resembles the name of an input is none, and neither are comments and modules', () => {
  const source = [
    "import { a } from '../start-script/variables.ts';",
    "export type B = import('./task-definition.ts').B;",
    '// startup-timeout-seconds, aws-region',
    "export const c = ['my-aws-region', 'aws-regions', 'count', 'the cluster', 'label'];",
  ];
  expect(namingInputs(source.join('\n'))).toEqual([]);
});
