import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { read, workflow } from '../../helpers/workflows.ts';

interface Call {
  readonly inputs: Readonly<
    Record<string, { description: string; type: string; default?: unknown; required?: boolean }>
  >;
  readonly secrets: Readonly<Record<string, { description: string; required: boolean }>>;
  readonly outputs: Readonly<Record<string, { description: string; value: string }>>;
}
interface Manifest {
  readonly inputs: Readonly<Record<string, { description: string; default?: string }>>;
  readonly outputs: Readonly<Record<string, object>>;
}

const path = (name: string): string => `.github/workflows/${name}.yml`;
const call = (name: string): Call => (parse(read(path(name))) as { on: { workflow_call: Call } }).on.workflow_call;
const manifest = (folder: string): Manifest => parse(read(`${folder}/action.yml`)) as Manifest;
const stepOf = (name: string, folder: string) =>
  Object.values(workflow({ name, text: read(path(name)) }).jobs)
    .flatMap(({ steps = [] }) => steps)
    .find(({ uses }) => uses === `$/${folder}`);

const ADVICE = 'Run npm run generate: it writes the inputs of the actions into the reusable workflows.';
const differing = (one: readonly string[], other: readonly string[]) => ({
  advice: ADVICE,
  missing: other.filter((name) => !one.includes(name)),
  unknown: one.filter((name) => !other.includes(name)),
});
/** What each workflow takes for its own job. */
const OWN_JOB = ['runs-on', 'timeout-minutes'];
const NONE = { advice: ADVICE, missing: [], unknown: [] };

describe.each([
  ['start', 'start-runner'],
  ['stop', 'stop-runner'],
  ['sweep', 'sweep-runners'],
])('%s.yml', (name, folder) => {
  const { inputs, secrets, outputs } = call(name);
  const action = manifest(folder);
  const all = Object.keys(action.inputs).filter((input) => input !== 'workflow-token');

  test('takes every input of its action and passes it on', () => {
    expect(differing([...Object.keys(inputs), ...Object.keys(secrets)], [...all, ...OWN_JOB])).toEqual(NONE);
    const given = stepOf(name, folder)?.with ?? {};
    expect(differing(Object.keys(given), all)).toEqual(NONE);
    for (const [input, value] of Object.entries(given)) {
      const isUnset = inputs[input]?.default === false && action.inputs[input]?.default === undefined;
      const source = input in secrets ? 'secrets' : 'inputs';
      expect(value).toBe(`\${{ ${source}.${input}${isUnset ? " || ''" : ''} }}`);
    }
  });

  test('has the defaults of its action', () => {
    for (const [input, { default: value = '' }] of Object.entries(inputs)) {
      const own = action.inputs[input]?.default ?? '';
      // A boolean always has a value: its false is passed on as empty if the action has no default.
      if (!OWN_JOB.includes(input))
        expect([input, String(value)]).toEqual([input, value === false ? own || 'false' : own]);
    }
  });

  test('has every output of its action', () => {
    expect(Object.keys(outputs)).toEqual(Object.keys(action.outputs));
  });
});

describe('run.yml', () => {
  const { inputs, secrets } = call('run');
  const own = [
    ...['run', 'shell', 'working-directory', 'env', 'checkout', 'container', 'timeout-minutes', 'artifact-path'],
    ...['runs-on', 'start-timeout-minutes', 'stop-timeout-minutes', 'env-secrets'],
  ];

  test('takes what start-runner and stop-runner take, except labels, which it sets itself', () => {
    const all = [...Object.keys(manifest('start-runner').inputs), ...Object.keys(manifest('stop-runner').inputs)];
    const taken = all.filter((name) => !['workflow-token', 'label', 'labels', 'container'].includes(name));
    const expected = [...new Set([...own, ...taken, 'runner-container'])];
    expect(differing([...Object.keys(inputs), ...Object.keys(secrets)], expected)).toEqual(NONE);
  });

  test.each(['start-runner', 'stop-runner'])('passes everything on to %s', (folder) => {
    const expected = Object.keys(manifest(folder).inputs).filter(
      (name) => !['workflow-token', 'label', 'labels'].includes(name),
    );
    const given = stepOf('run', folder)?.with ?? {};
    expect(differing(Object.keys(given), expected)).toEqual(NONE);
    for (const value of Object.values(given)) expect(value).toMatch(/^\$\{\{ .+ \}\}$/);
  });
});

test.each(['start', 'stop', 'sweep', 'run'])(
  '%s.yml describes each input, secret and output, and types each input',
  (name) => {
    const { inputs, secrets, outputs } = call(name);
    for (const { description } of [inputs, secrets, outputs].flatMap((some) =>
      Object.values<{ description: string }>(some),
    )) {
      expect(description.trim()).toMatch(/\S.*\.$/s);
    }
    for (const { type } of Object.values(inputs)) expect(['string', 'number', 'boolean']).toContain(type);
  },
);
