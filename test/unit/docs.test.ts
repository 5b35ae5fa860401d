import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, parseDocument } from 'yaml';
import { checkStatements, evaluate } from '../../sandbox/aws/policy.ts';
import type { PolicyStatement } from '../../sandbox/contract.ts';
import { parseTemplate } from '../../script/generate/cloudformation.ts';
import { ROOT } from '../helpers/action.ts';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'start-runner/README.md',
  'stop-runner/README.md',
  'sweep-runners/README.md',
  'docs/sweep.md',
  'sandbox/README.md',
  'docs/start-script.md',
  'docs/setup.md',
  'docs/security.md',
  'infra/README.md',
  ...readdirSync(join(ROOT, 'docs/decisions')).map((name) => `docs/decisions/${name}`),
];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readme = read('README.md');

/** The contents of the code blocks of a language. */
function blocks(language: string, text = readme): string[] {
  return [...text.matchAll(/^```(\S+)\n([\s\S]*?)^```$/gm)]
    .filter(([, tag]) => tag === language)
    .map(([, , content = '']) => content);
}

/** Text outside of code blocks, where links are links. */
function prose(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'runs-on': string;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly jobs: Readonly<Record<string, Job>>;
}

const setup = read('docs/setup.md');
const yamlBlocks = [...blocks('yaml'), ...blocks('yaml', setup)];
const workflows = yamlBlocks
  .map((text) => parse(text) as Workflow | readonly Step[])
  .filter((example): example is Workflow => 'jobs' in example);
const steps = yamlBlocks.flatMap((text): readonly Step[] => {
  const example = parse(text) as Workflow | readonly Step[];
  return 'jobs' in example ? Object.values(example.jobs).flatMap((job) => job.steps) : example;
});

/** The folder of this project's action that a step uses. */
function folderOf({ uses = '' }: Step): string | undefined {
  const match = /^(?:org\/ecs-github-runner(?:\/(?<published>[a-z-]+))?@v1|\.\/(?<local>[a-z-]+))$/.exec(uses);
  return match === null ? undefined : (match.groups?.['published'] ?? match.groups?.['local'] ?? '.');
}

const jobsThatUse = (workflow: Workflow, folder: string): [string, Job][] =>
  Object.entries(workflow.jobs).filter(([, job]) => job.steps.some((step) => folderOf(step) === folder));

describe('the examples of the README and of the setup', () => {
  test('every YAML block parses without an error or a warning', () => {
    expect(yamlBlocks.length).toBeGreaterThan(0);
    for (const text of yamlBlocks) {
      const { errors, warnings } = parseDocument(text);
      expect([...errors, ...warnings]).toEqual([]);
    }
  });

  test('every JSON block parses', () => {
    for (const text of blocks('json')) expect(() => JSON.parse(text)).not.toThrow();
  });

  test('every workflow starts, runs the job on the started runner, and stops whatever happened', () => {
    expect(workflows.length).toBeGreaterThan(0);
    for (const workflow of workflows) {
      const [start] = jobsThatUse(workflow, 'start-runner').map(([name]) => name);
      const stops = jobsThatUse(workflow, 'stop-runner');
      expect(stops).toHaveLength(1);
      for (const [stopName, stop] of stops) {
        expect(stop.if).toBe('always()');
        const others = Object.keys(workflow.jobs).filter((name) => name !== stopName);
        expect(others).toContain(start);
        expect([stop.needs ?? []].flat().toSorted()).toEqual(others.toSorted());
      }
    }
  });

  test('every job that uses an action is granted the OIDC token and no more than to read the repository', () => {
    for (const workflow of workflows) {
      const jobs = [...jobsThatUse(workflow, 'start-runner'), ...jobsThatUse(workflow, 'stop-runner')];
      for (const [, job] of jobs) expect(job.permissions).toEqual({ 'id-token': 'write', contents: 'read' });
    }
  });

  test('the job runs on the label of the start alone', () => {
    for (const workflow of workflows) {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
      const labels = ['${{ needs.start.outputs.label }}'];
      for (const [, start] of jobsThatUse(workflow, 'start-runner')) {
        labels.push(...start.steps.flatMap((step) => step.with?.['label'] ?? []));
      }
      const own = Object.values(workflow.jobs).filter(({ steps }) =>
        steps.every((step) => folderOf(step) === undefined),
      );
      expect(own.length).toBeGreaterThan(0);
      for (const job of own) expect(labels).toContain(job['runs-on']);
    }
  });

  test('every input of an example is one of the action, and the required ones are given', () => {
    const used = steps.filter((step) => folderOf(step) !== undefined);
    expect(used.length).toBeGreaterThan(workflows.length);
    for (const step of used) {
      const folder = folderOf(step) ?? '';
      const given = Object.keys(step.with ?? {});
      const { inputs } = parse(read(join(folder, 'action.yml'))) as { inputs: Readonly<Record<string, object>> };
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(given));
      const required = folder === 'stop-runner' ? ['cluster'] : ['cluster', 'task-definition'];
      expect(given).toEqual(expect.arrayContaining(folder === '.' ? ['mode', ...required] : required));
    }
  });

  test('the test command with all options is what CI and the gate run', () => {
    expect(blocks('sh').filter((text) => text.trim() === './script/test --moto --killed --infra')).toHaveLength(1);
    expect(read('.github/workflows/ci.yml')).toContain('./script/test --moto --killed --infra');
    expect(read('.ci/run')).toContain('./script/test --moto --killed --infra');
  });
});

describe('the setup', () => {
  const template = (name: string) => parseTemplate(read(`infra/${name}`));
  const outputs = Object.keys(template('all-in-one.yml').Outputs ?? {});

  test('gives each template parameters that it has, and all that it needs', () => {
    const commands = blocks('sh', setup).filter((text) => text.includes('--parameter-overrides'));
    expect(commands.length).toBeGreaterThan(1);
    for (const command of commands) {
      const { Parameters = {} } = template(/infra\/([a-z-]+\.yml)/.exec(command)?.[1] ?? '');
      const given = [...command.matchAll(/ ([A-Z]\w+)=(\S+)/g)].map(([, name = '']) => name);
      expect(Object.keys(Parameters)).toEqual(expect.arrayContaining(given));
      const needed = Object.keys(Parameters).filter((name) => Parameters[name]?.Default === undefined);
      expect(given).toEqual(expect.arrayContaining(needed));
    }
  });

  test('names parameters and outputs that there are', () => {
    const known = [...outputs, ...Object.keys(template('all-in-one.yml').Parameters ?? {})];
    const asked = [...setup.matchAll(/OutputKey=='(\w+)'/g)].map(([, name = '']) => name);
    expect(asked.length).toBeGreaterThan(0);
    expect(outputs).toEqual(expect.arrayContaining(asked));
    const named = [...setup.matchAll(/`((?:[A-Z][a-z]+){2,}|Market|Cpu|Memory|Packages|Subnets)(?:=\w+)?`/g)];
    expect(named.length).toBeGreaterThan(10);
    for (const [, name] of named) expect(known).toContain(name);
  });
});

describe('the permissions policy of the README', () => {
  const [, policy] = blocks('json').map((text) => JSON.parse(text) as { Statement?: readonly PolicyStatement[] });
  const statements = policy?.Statement ?? [];
  const arn = 'arn:aws:ecs:eu-central-1:123456789012';
  const may = (action: string, resource: string, context: Readonly<Record<string, string>> = {}): boolean =>
    evaluate(statements, { action, resource, context }) === 'allow';

  test('has only statements that the sandbox can evaluate', () => {
    expect(statements.length).toBeGreaterThan(0);
    expect(() => checkStatements(statements)).not.toThrow();
  });

  test('names the actions that the tests run with, and no others', () => {
    const world = read('test/helpers/world.ts');
    const lists = [...world.matchAll(/Action: (\[[^\]]*\]|'[^']*')/g)].map(([, list = '']) => list);
    const inTests = lists.flatMap((list) => list.match(/[a-z]+:\w+/g) ?? []);
    expect(statements.flatMap(({ Action }) => Action).toSorted()).toEqual(inTests.toSorted());
  });

  test('allows what start and stop do', () => {
    expect(may('ecs:RunTask', `${arn}:task-definition/runner:3`)).toBe(true);
    expect(may('ecs:TagResource', `${arn}:task/ci/*`, { 'ecs:CreateAction': 'RunTask' })).toBe(true);
    const passed = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
    expect(may('iam:PassRole', 'arn:aws:iam::123456789012:role/runner-task', passed)).toBe(true);
    const own = { 'aws:ResourceTag/ecs-github-runner:repository-id': '987654321' };
    expect(may('ecs:StopTask', `${arn}:task/ci/0123`, own)).toBe(true);
    expect(may('ecs:ListTasks', `${arn}:container-instance/ci/*`)).toBe(true);
  });

  test('allows nothing beyond that', () => {
    expect(may('ecs:RunTask', `${arn}:task-definition/other:1`)).toBe(false);
    const passed = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
    expect(may('iam:PassRole', 'arn:aws:iam::123456789012:role/admin', passed)).toBe(false);
    expect(may('ecs:TagResource', `${arn}:task/ci/*`)).toBe(false);
    expect(may('ecs:StopTask', `${arn}:task/ci/0123`)).toBe(false);
    const others = { 'aws:ResourceTag/ecs-github-runner:repository-id': '1' };
    expect(may('ecs:StopTask', `${arn}:task/ci/0123`, others)).toBe(false);
  });
});

describe.each(PAGES)('%s', (page) => {
  const text = prose(read(page));
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);

  test('every relative link leads somewhere', () => {
    for (const link of links.filter((one) => !/^https?:/.test(one))) {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      expect([link, existsSync(join(ROOT, target))]).toEqual([link, true]);
      if (anchor !== undefined) expect(anchors(read(target))).toContain(anchor);
    }
  });

  test('names no place of this machine', () => {
    expect(read(page)).not.toMatch(/(^|[\s`"'(])\/(work|root|tmp|home\/(?!runner))/m);
  });
});

/** The anchors that GitHub gives the headings of a page. */
function anchors(text: string): string[] {
  return [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
