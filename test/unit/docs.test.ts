import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkStatements, evaluate } from '../../sandbox/aws/policy.ts';
import type { PolicyStatement } from '../../sandbox/contract.ts';
import { ROOT } from '../../sandbox/harness/checkout.ts';
import { parseTemplate } from '../../script/generate/cloudformation.ts';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'start-runner/README.md',
  'stop-runner/README.md',
  'sweep-runners/README.md',
  'inject-credentials/README.md',
  'docs/credentials.md',
  'docs/sweep.md',
  'sandbox/README.md',
  'docs/start-script.md',
  'docs/workflows.md',
  'docs/guide.md',
  'examples/README.md',
  'docs/performance.md',
  'docs/setup.md',
  'docs/security.md',
  'docs/architecture.md',
  'infra/README.md',
  ...readdirSync(join(ROOT, 'docs/decisions')).map((name) => `docs/decisions/${name}`),
];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readme = read('README.md');

/** The contents of the code blocks in a given language. */
function blocks(language: string, text = readme): string[] {
  return [...text.matchAll(/^```(\S+)\n([\s\S]*?)^```$/gm)]
    .filter(([, tag]) => tag === language)
    .map(([, , content = '']) => content);
}

/** Text outside code blocks, where links are links. */
function prose(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}

/** The test command with all options. */
const ALL_TESTS = './script/test --moto --killed --browser --docker --workflows --infra';

describe('the examples of the README', () => {
  test('every JSON block parses', () => {
    for (const text of blocks('json')) expect(() => JSON.parse(text)).not.toThrow();
  });

  test('the test command with all options is what CI and the gate run', () => {
    expect(blocks('sh').filter((text) => text.trim() === ALL_TESTS)).toHaveLength(1);
    for (const file of ['.github/workflows/ci.yml', '.ci/run', 'CONTRIBUTING.md'])
      expect(read(file)).toContain(ALL_TESTS);
  });
});

describe('the setup', () => {
  const setup = read('docs/setup.md');
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

  test('names only parameters and outputs that exist', () => {
    const known = ['all-in-one.yml', 'image.yml', 'docker-hub-cache.yml'].flatMap((name) => {
      const { Parameters = {}, Outputs = {} } = template(name);
      return [...Object.keys(Parameters), ...Object.keys(Outputs)];
    });
    const queried = [...setup.matchAll(/OutputKey=='(\w+)'/g)].map(([, name = '']) => name);
    expect(queried.length).toBeGreaterThan(0);
    expect(outputs).toEqual(expect.arrayContaining(queried));
    const named = [...setup.matchAll(/`((?:[A-Z][a-z]+){2,}|Market|Cpu|Memory|Packages|Subnets)(?:=\w+)?`/g)];
    expect(named.length).toBeGreaterThan(10);
    for (const [, name] of named) expect(known).toContain(name);
  });
});

/** The policies in the README: trust, permissions, and those of the diagnosis. */
const policies = blocks('json').map((text) => JSON.parse(text) as { Statement?: readonly PolicyStatement[] });

/** The statements of the policy that grants this action among others. */
function policyWith(action: string): readonly PolicyStatement[] {
  const all = policies.map(({ Statement = [] }) => Statement);
  return all.find((some) => some.some(({ Action }) => Action.includes(action))) ?? [];
}

/** Actions that a test helper grants. */
function actionsIn(helper: string): string[] {
  const lists = [...read(helper).matchAll(/Action: (\[[^\]]*\]|'[^']*')/g)].map(([, list = '']) => list);
  return lists.flatMap((list) => list.match(/[\w-]+:\w+/g) ?? []).toSorted();
}

test('the policy of the diagnosis names the actions that the tests run with, and no others', () => {
  const statements = policyWith('ecs:DescribeContainerInstances');
  expect(statements.flatMap(({ Action }) => Action).toSorted()).toEqual(actionsIn('test/helpers/diagnosis.ts'));
  expect(() => checkStatements(statements)).not.toThrow();
});

describe('the permissions policy of the README', () => {
  const statements = policyWith('ecs:RunTask');
  const arn = 'arn:aws:ecs:eu-central-1:123456789012';
  const may = (action: string, resource: string, context: Readonly<Record<string, string>> = {}): boolean =>
    evaluate(statements, { action, resource, context }) === 'allow';
  const launch = {
    'ecs:cluster': `${arn}:cluster/ci`,
    'aws:RequestTag/ecs-github-runner:repository-id': '987654321',
  };

  test('has only statements that the sandbox can evaluate', () => {
    expect(statements.length).toBeGreaterThan(0);
    expect(() => checkStatements(statements)).not.toThrow();
  });

  test('names the actions that the tests run with, and no others', () => {
    expect(statements.flatMap(({ Action }) => Action).toSorted()).toEqual(actionsIn('sandbox/harness/world.ts'));
  });

  test('allows what start and stop do', () => {
    expect(may('ecs:RunTask', `${arn}:task-definition/runner:3`, launch)).toBe(true);
    expect(may('ecs:DescribeTaskDefinition', '*')).toBe(true);
    for (const action of ['ecs:DescribeTasks', 'ecs:ListTasks']) {
      expect(may(action, `${arn}:container-instance/ci/*`, { 'ecs:cluster': launch['ecs:cluster'] })).toBe(true);
    }
    expect(may('ecs:TagResource', `${arn}:task/ci/*`, { 'ecs:CreateAction': 'RunTask' })).toBe(true);
    const passed = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
    expect(may('iam:PassRole', 'arn:aws:iam::123456789012:role/runner-task', passed)).toBe(true);
    const own = { 'aws:ResourceTag/ecs-github-runner:repository-id': '987654321' };
    expect(may('ecs:StopTask', `${arn}:task/ci/0123`, own)).toBe(true);
  });

  test('allows nothing beyond that', () => {
    const elsewhere = { ...launch, 'ecs:cluster': `${arn}:cluster/other` };
    const asAnother = { ...launch, 'aws:RequestTag/ecs-github-runner:repository-id': '1' };
    expect(may('ecs:RunTask', `${arn}:task-definition/other:1`, launch)).toBe(false);
    expect(may('ecs:RunTask', `${arn}:task-definition/runner:3`, elsewhere)).toBe(false);
    expect(may('ecs:RunTask', `${arn}:task-definition/runner:3`, asAnother)).toBe(false);
    for (const action of ['ecs:DescribeTasks', 'ecs:ListTasks']) {
      expect(may(action, `${arn}:container-instance/ci/*`)).toBe(false);
      expect(may(action, `${arn}:container-instance/other/*`, elsewhere)).toBe(false);
    }
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

  test('names no path of this machine', () => {
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
