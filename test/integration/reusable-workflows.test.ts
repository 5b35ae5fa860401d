import { describe, expect } from '@jest/globals';
import { parse } from 'yaml';
import type { World } from '../../sandbox/harness/world.ts';
import { integrationCase } from '../helpers/cases.ts';
import { expectNothingLeft, expectSuccess, inWorld } from '../helpers/scenario.ts';
import { read, workflow } from '../helpers/workflows.ts';

type Values = Readonly<Record<string, unknown>>;

/** What the steps of a called reusable workflow can see. */
interface Call {
  readonly name: 'start' | 'stop' | 'sweep' | 'run';
  readonly inputs?: Values;
  readonly secrets?: Values;
  /** `steps.id.outputs.id` and similar. */
  readonly others?: Values;
}

/**
 * The inputs of the step that uses an action, as GitHub evaluates them for a call: defaults first, then the
 * expressions.
 */
function stepInputs({ name, inputs = {}, secrets = {}, others = {} }: Call, action: string): Record<string, string> {
  const path = `.github/workflows/${name}.yml`;
  const { on } = parse(read(path)) as {
    on: { workflow_call: { inputs: Record<string, { type: string; default?: unknown }> } };
  };
  const defined = on.workflow_call.inputs;
  const empty = (type: string) => ({ string: '', number: 0, boolean: false })[type];
  const values = new Map<string, unknown>(Object.entries(others));
  for (const [input, { type, default: value = empty(type) }] of Object.entries(defined)) {
    const given = inputs[input] ?? value;
    expect([input, typeof given]).toEqual([input, type]);
    values.set(`inputs.${input}`, given);
  }
  for (const [secret, value] of Object.entries(secrets)) values.set(`secrets.${secret}`, value);
  const step = Object.values(workflow({ name: path, text: read(path) }).jobs)
    .flatMap(({ steps = [] }) => steps)
    .find(({ uses }) => uses === `$/${action}`);
  return Object.fromEntries(
    Object.entries(step?.with ?? {}).map(([input, text]) => [input, evaluate(String(text), values)]),
  );
}

/** `${{ a || 'b' }}` over paths and texts: these workflows use nothing else there. */
function evaluate(text: string, values: ReadonlyMap<string, unknown>): string {
  const terms = /^\$\{\{ (.+) \}\}$/.exec(text)?.[1]?.split(' || ');
  if (terms === undefined) throw new Error(`no expression: ${text}`);
  const all = terms.map((term) => /^'(.*)'$/.exec(term)?.[1] ?? values.get(term) ?? '');
  return String(all.find((value) => value !== '' && value !== false && value !== 0) ?? all.at(-1));
}

const access = ({ sandbox, roleArn }: World) => ({
  inputs: { 'role-to-assume': roleArn, 'aws-region': sandbox.aws.region, cluster: 'ci' },
  secrets: { 'github-token': sandbox.github.token('admin') },
});

describe('What the reusable workflows pass on', () => {
  integrationCase('start.yml and stop.yml start and stop, with all their defaults', () =>
    inWorld(async (world) => {
      const { inputs, secrets } = access(world);
      const called = { name: 'start', secrets, inputs: { ...inputs, 'task-definition': 'runner' } } as const;
      const start = expectSuccess(
        await world.run({ action: 'start-runner', inputs: stepInputs(called, 'start-runner') }),
      );
      expect(start.outputs['label']).toMatch(/^egr-/);
      const stopped = stepInputs({ name: 'stop', inputs, secrets }, 'stop-runner');
      expect(expectSuccess(await world.run({ action: 'stop-runner', inputs: stopped })).outputs['stopped']).toBe('1');
      await expectNothingLeft(world);
    }),
  );

  integrationCase('sweep.yml sweeps, and reads runs with the token of the workflow', () =>
    inWorld(async (world) => {
      const called = { name: 'sweep', ...access(world) } as const;
      const inputs = stepInputs(called, 'sweep-runners');
      expect(inputs['actions-token']).toBe('');
      expectSuccess(await world.run({ action: 'sweep-runners', inputs }));
    }),
  );

  integrationCase('run.yml stops the runners of its own call, but of no other call in the same run', () =>
    inWorld(async (world) => {
      const { inputs, secrets } = access(world);
      const start = async (id: string) => {
        const given = { ...inputs, 'task-definition': 'runner' };
        const called = {
          name: 'run',
          secrets,
          inputs: { ...given, run: 'true' },
          others: { 'steps.id.outputs.id': id },
        };
        const all = stepInputs(called as Call, 'start-runner');
        return expectSuccess(await world.run({ action: 'start-runner', inputs: all })).outputs['label'] ?? '';
      };
      const stop = async (id: string) => {
        const called = {
          name: 'run',
          secrets,
          inputs: { ...inputs, run: 'true' },
          others: { 'needs.start.outputs.id': id },
        };
        const all = stepInputs(called as Call, 'stop-runner');
        return expectSuccess(await world.run({ action: 'stop-runner', inputs: all })).outputs['stopped'];
      };
      const [first, second] = await Promise.all([start('run-1'), start('run-2')]);
      expect(await stop('run-1')).toBe('1');
      const { github } = world.sandbox;
      const job = await github.queueJob({ labels: [second], script: 'true' }).done;
      expect(job.conclusion).toBe('success');
      expect(second).not.toBe(first);
      await stop('run-2');
      await expectNothingLeft(world);
    }),
  );
});
