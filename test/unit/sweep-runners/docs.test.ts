import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkStatements, evaluate } from '../../../sandbox/aws/policy.ts';
import type { PolicyStatement } from '../../../sandbox/contract.ts';
import { ROOT } from '../../../sandbox/harness/checkout.ts';
import type { Manifest } from '../../../script/generate/tables.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const names = Object.keys((parse(read('sweep-runners/action.yml')) as Manifest).inputs);

describe('docs/sweep.md', () => {
  const blocks = (language: string): string[] =>
    [...read('docs/sweep.md').matchAll(/^```(\S+)\n([\s\S]*?)^```$/gm)]
      .filter(([, tag]) => tag === language)
      .map(([, , content = '']) => content);

  interface Step {
    readonly uses: string;
    readonly with: Readonly<Record<string, string>>;
  }
  interface Workflow {
    readonly on: { readonly schedule: readonly { readonly cron: string }[] };
    readonly permissions: Readonly<Record<string, string>>;
    readonly jobs: { readonly sweep: { readonly steps: readonly Step[] } };
  }
  const [first = '', second = ''] = blocks('yaml');
  const workflow = parse(first) as Workflow;

  test('its workflow runs on a schedule, with the permissions that it needs and no more', () => {
    expect(workflow.on.schedule).toEqual([{ cron: expect.any(String) }]);
    expect(workflow.permissions).toEqual({ 'id-token': 'write', actions: 'read' });
  });

  test('its examples use inputs that exist', () => {
    const steps = [...workflow.jobs.sweep.steps, ...(parse(second) as Step[])];
    expect(steps).toHaveLength(2);
    for (const step of steps) {
      expect(step.uses).toBe('org/ecs-github-runner/sweep-runners@v1');
      expect(names).toEqual(expect.arrayContaining(Object.keys(step.with)));
      expect(Object.keys(step.with)).toContain('cluster');
    }
  });

  test('its policy allows what a sweep does to tagged tasks of the cluster, and nothing else', () => {
    const [text = ''] = blocks('json');
    const statements = (JSON.parse(text) as { Statement: PolicyStatement[] }).Statement;
    expect(() => checkStatements(statements)).not.toThrow();
    const arn = 'arn:aws:ecs:eu-central-1:123456789012';
    const may = (action: string, resource: string, context: Readonly<Record<string, string>>): boolean =>
      evaluate(statements, { action, resource, context }) === 'allow';
    const [here, there] = [{ 'ecs:cluster': `${arn}:cluster/ci` }, { 'ecs:cluster': `${arn}:cluster/other` }];
    expect(may('ecs:ListTasks', `${arn}:container-instance/ci/*`, here)).toBe(true);
    expect(may('ecs:ListTasks', `${arn}:container-instance/other/*`, there)).toBe(false);
    expect(may('ecs:DescribeTasks', `${arn}:task/ci/0123`, here)).toBe(true);
    const tag = 'aws:ResourceTag/ecs-github-runner:repository-id';
    expect(may('ecs:StopTask', `${arn}:task/ci/0123`, { ...here, [tag]: '987654321' })).toBe(true);
    expect(may('ecs:StopTask', `${arn}:task/ci/0123`, here)).toBe(false);
    expect(may('ecs:StopTask', `${arn}:task/ci/0123`, { ...here, [tag]: '1' })).toBe(false);
    expect(may('ecs:RunTask', `${arn}:task-definition/runner`, here)).toBe(false);
  });
});
