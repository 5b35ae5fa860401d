import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../sandbox/harness/checkout.ts';

/** The used parts of a step. */
export interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** The used parts of a job: one with steps, or a call of a reusable workflow. */
export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number | string;
  readonly concurrency?: unknown;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>> | 'inherit';
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A YAML text and its location. */
export interface YamlText {
  readonly name: string;
  readonly text: string;
}

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The files of a folder with this extension, by their paths. */
export const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);

/** Pages for users, who copy from them. */
export const PAGES: readonly string[] = [
  'README.md',
  ...filesIn('docs', '.md'),
  ...filesIn('examples', '.md'),
  ...['start-runner', 'stop-runner', 'sweep-runners', 'inject-credentials'].flatMap((folder) => {
    const pages = readdirSync(ROOT).includes(folder) ? filesIn(folder, '.md') : [];
    return pages;
  }),
];

/** The YAML blocks of a page, also inside list items. */
export function yamlBlocks(page: string): YamlText[] {
  return [...read(page).matchAll(/^( *)```ya?ml\n([\s\S]*?)^\1```$/gm)].map(([, indent = '', text = ''], index) => ({
    name: `${page} #${index + 1}`,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

const isWorkflow = ({ text }: YamlText): boolean => /^jobs:/m.test(text);

/** Complete workflows that users copy: the examples, and those on pages. */
export const DOCUMENTED: readonly YamlText[] = [
  ...filesIn('examples', '.yml').map((name) => ({ name, text: read(name) })),
  ...PAGES.flatMap(yamlBlocks).filter(isWorkflow),
];

/** This repository's own workflows. */
export const OWN: readonly YamlText[] = filesIn('.github/workflows', '.yml').map((name) => ({
  name,
  text: read(name),
}));

export const workflow = ({ text }: YamlText): Workflow => parse(text) as Workflow;

/**
 * The part of this project that a step or a job uses, in whatever way: `start-runner`, `start.yml`; undefined for
 * others.
 */
export function used({ uses = '' }: Step | Job): string | undefined {
  const match =
    /^(?:org\/ecs-github-runner|\.|\$)\/(?:\.github\/workflows\/)?(?<part>[a-z-]+(?:\.yml)?)(?:@v1)?$/.exec(uses) ??
    /^org\/ecs-github-runner(?<part>)@v1$/.exec(uses);
  return match === null ? undefined : match.groups?.['part'] || '.';
}
