import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, parseDocument } from 'yaml';
import {
  DOCUMENTED,
  type Job,
  OWN,
  PAGES,
  read,
  type Step,
  used,
  type Workflow,
  workflow,
  yamlBlocks,
} from '../../helpers/workflows.ts';

/** The parts of this project that a job uses: an action in one of its steps, or a reusable workflow. */
const partsOf = (job: Job): string[] => [job, ...(job.steps ?? [])].flatMap((one) => used(one) ?? []);

const jobsThatUse = ({ jobs }: Workflow, ...parts: readonly string[]): [string, Job][] =>
  Object.entries(jobs).filter(([, job]) => partsOf(job).some((part) => parts.includes(part)));

const starts = (some: Workflow) => jobsThatUse(some, 'start-runner', 'start.yml');
const stops = (some: Workflow) => jobsThatUse(some, 'stop-runner', 'stop.yml');

const named = (texts: typeof DOCUMENTED) => texts.map((text) => [text.name, workflow(text)] as const);
const withStart = named(DOCUMENTED).filter(([, some]) => starts(some).length > 0);

/** The path of the manifest or workflow whose inputs a part takes. */
const sourceOf = (part: string): string =>
  part.endsWith('.yml') ? `.github/workflows/${part}` : join(part, 'action.yml');

test('all ways to use this project are checked', () => {
  const parts = new Set(named(DOCUMENTED).flatMap(([, { jobs }]) => Object.values(jobs).flatMap(partsOf)));
  expect([...parts]).toEqual(
    expect.arrayContaining([
      ...['start-runner', 'stop-runner', 'sweep-runners', 'inject-credentials'],
      ...['start.yml', 'stop.yml', 'sweep.yml', 'run.yml'],
    ]),
  );
});

describe.each(withStart)('%s', (_name, some) => {
  test('stops whatever happened, after the start and every job that uses it', () => {
    const [stop, ...others] = stops(some);
    expect(others).toEqual([]);
    const [stopName, job] = stop ?? ['none', {}];
    expect(job.if).toBe('always()');
    const before = Object.keys(some.jobs).filter((name) => name !== stopName);
    expect(before.length).toBeGreaterThan(1);
    expect([job.needs ?? []].flat().toSorted()).toEqual(before.toSorted());
  });

  test('has no concurrency group, which would cancel a pending stop', () => {
    expect(some.concurrency).toBeUndefined();
    for (const [, job] of stops(some)) expect(job.concurrency).toBeUndefined();
  });

  test('runs its own jobs only on the label of a start', () => {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: expressions of GitHub's
    const labels = ['${{ needs.start.outputs.label }}'];
    if (JSON.stringify(some).includes('fromJSON(needs.start.outputs.labels)')) labels.push('${{ matrix.label }}');
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: expressions of GitHub's
    for (const [, job] of starts(some)) {
      const given = [job, ...(job.steps ?? [])].flatMap((one) => one.with?.['label'] ?? []);
      labels.push(...given.map(String));
    }
    const managing = new Set([...starts(some), ...stops(some)].map(([name]) => name));
    const own = Object.entries(some.jobs).filter(([name]) => !managing.has(name));
    expect(own.length).toBeGreaterThan(0);
    for (const [, job] of own) {
      expect(labels).toContain(job['runs-on']);
      expect([job.needs].flat()).toContain('start');
    }
  });
});

describe.each(named(DOCUMENTED))('%s', (_name, some) => {
  test('grants each job the OIDC token if it assumes a role, and little else', () => {
    for (const [, job] of jobsThatUse(some, 'start-runner', 'start.yml', 'stop-runner', 'stop.yml')) {
      const { 'id-token': oidc, ...rest } = job.permissions ?? {};
      expect(oidc).toBe('write');
      // With it a stop asks for the run's jobs, so that it need not take its caller's word that they are over.
      const { actions, ...others } = rest;
      expect([undefined, 'read']).toContain(actions);
      expect([{}, { contents: 'read' }]).toContainEqual(others);
    }
    for (const [, job] of jobsThatUse(some, 'start-runner', 'start.yml')) {
      expect(job.permissions).not.toHaveProperty('actions');
    }
    for (const [, job] of jobsThatUse(some, 'sweep-runners', 'sweep.yml')) {
      expect(job.permissions ?? some.permissions).toEqual({ 'id-token': 'write', actions: 'read' });
    }
    for (const [, job] of jobsThatUse(some, 'run.yml')) {
      expect(job.permissions).toEqual({ 'id-token': 'write', contents: 'read' });
    }
  });

  test('passes secrets on one by one', () => {
    for (const job of Object.values(some.jobs)) expect(job.secrets).not.toBe('inherit');
  });
});

describe('the inputs and secrets that callers pass', () => {
  interface Described {
    readonly inputs: Readonly<Record<string, object>>;
    readonly secrets?: Readonly<Record<string, object>>;
  }
  const described = (part: string): Described => {
    const source = parse(read(sourceOf(part))) as Described & { on?: { workflow_call: Described } };
    return source.on?.workflow_call ?? source;
  };
  const REQUIRED: Readonly<Record<string, readonly string[]>> = {
    '.': ['mode', 'cluster'],
    'start-runner': ['cluster', 'task-definition'],
    'stop-runner': ['cluster'],
    'sweep-runners': ['cluster'],
  };
  const steps = PAGES.flatMap(yamlBlocks)
    .map(({ text }) => parse(text) as unknown)
    .flatMap((value) => (Array.isArray(value) ? (value as Step[]) : []));
  const jobs = named(DOCUMENTED).flatMap(([, some]) => Object.values(some.jobs));
  const uses = [...steps, ...jobs, ...jobs.flatMap(({ steps: own = [] }) => own)].flatMap((one) => {
    const part = used(one);
    return part === undefined ? [] : [{ part, one }];
  });

  test('are what the action or the workflow takes, including all that it requires', () => {
    expect(uses.length).toBeGreaterThan(DOCUMENTED.length);
    for (const { part, one } of uses) {
      const { inputs, secrets = {} } = described(part);
      const given = Object.keys(one.with ?? {});
      expect([part, Object.keys(inputs)]).toEqual([part, expect.arrayContaining(given)]);
      expect([part, given]).toEqual([part, expect.arrayContaining([...(REQUIRED[part] ?? [])])]);
      const handed = 'secrets' in one ? Object.keys(one.secrets ?? {}) : [];
      expect([part, Object.keys(secrets)]).toEqual([part, expect.arrayContaining(handed)]);
    }
  });
});

describe("this repository's own workflows", () => {
  const uses = OWN.flatMap(({ name, text }) =>
    [...text.matchAll(/\buses: *(.+)$/gm)].map(([, value = '']) => [name, value] as const),
  ).filter(([, value]) => !/^(\$|\.)\//.test(value));

  // A tag can be moved to other code, and some organizations refuse callers whose workflows name tags.
  test('name the actions of others by a full SHA, with its version beside it', () => {
    expect(uses.length).toBeGreaterThan(2);
    for (const [name, value] of uses) {
      expect([name, value]).toEqual([name, expect.stringMatching(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)]);
    }
  });

  test('name one version of each', () => {
    const versions = new Map<string, Set<string>>();
    for (const [, value] of uses) {
      const [action = ''] = value.split('@');
      versions.set(action, (versions.get(action) ?? new Set()).add(value));
    }
    for (const some of versions.values()) expect([...some]).toHaveLength(1);
  });
});

test('every YAML block parses without an error or a warning', () => {
  const blocks = PAGES.flatMap(yamlBlocks);
  expect(blocks.length).toBeGreaterThanOrEqual(10);
  for (const { name, text } of blocks) {
    const { errors, warnings } = parseDocument(text);
    expect([name, ...errors, ...warnings]).toEqual([name]);
  }
});

describe.each(named(OWN).filter(([name]) => !name.endsWith('ci.yml')))('%s', (name, some) => {
  test('names the actions of its own commit, and others by a SHA', () => {
    const all = Object.values(some.jobs).flatMap(({ steps: own = [] }) => own);
    for (const { uses = '$/none' } of all) expect(uses).toMatch(/^(\$\/[a-z-]+|actions\/[a-z-]+@[0-9a-f]{40})$/);
  });

  test('gives each job what it needs and no more', () => {
    expect(some.permissions).toEqual({});
    for (const [, { permissions }] of jobsThatUse(some, 'start-runner', 'stop-runner')) {
      expect(permissions).toEqual({ 'id-token': 'write' });
    }
    if (name.endsWith('sweep.yml')) {
      expect(some.jobs['sweep']?.permissions).toEqual({ 'id-token': 'write', actions: 'read' });
    }
  });

  test('has no concurrency group', () => {
    for (const one of [some, ...Object.values(some.jobs)]) expect(one.concurrency).toBeUndefined();
  });

  test('pastes nothing into a script', () => {
    for (const { steps: own = [] } of Object.values(some.jobs)) {
      for (const { run = '' } of own) expect(run).not.toContain('${{');
    }
  });
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: expressions of GitHub's
describe('run.yml stops the runners of its own call only', () => {
  const { jobs } = workflow({ name: 'run.yml', text: read('.github/workflows/run.yml') });
  const steps = Object.values(jobs).flatMap(({ steps: own = [] }) => own);

  test('by the id that the start job made, and not at all without one, which would mean every runner of the run', () => {
    const [stop, ...others] = steps.filter((step) => used(step) === 'stop-runner');
    expect(others).toEqual([]);
    expect(stop?.if).toBe("needs.start.outputs.id != ''");
    expect(stop?.with?.['id']).toBe('${{ needs.start.outputs.id }}');
    expect(jobs['start']?.outputs?.['id']).toBe('${{ steps.id.outputs.id }}');
  });

  test("the caller's own id goes nowhere but into the script that makes it unique", () => {
    const withIt = steps.filter((step) => /inputs\.id(?![\w-])/.test(JSON.stringify(step)));
    expect(withIt.map(({ id, env }) => ({ id, env }))).toEqual([{ id: 'id', env: { ID: '${{ inputs.id }}' } }]);
    for (const { steps: _steps, ...job } of Object.values(jobs))
      expect(JSON.stringify(job)).not.toMatch(/inputs\.id(?![\w-])/);
    const start = steps.find((step) => used(step) === 'start-runner');
    expect(start?.with?.['id']).toBe('${{ steps.id.outputs.id }}');
    const artifact = steps.find(({ uses = '' }) => uses.startsWith('actions/upload-artifact@'));
    expect(artifact?.with?.['name']).toBe('${{ needs.start.outputs.id }}-${{ strategy.job-index }}');
  });
});

describe('every job that starts, stops or sweeps has a limit', () => {
  interface Call {
    readonly on: { readonly workflow_call?: { inputs: Readonly<Record<string, { type: string; default?: unknown }>> } };
  }

  test.each(named(OWN))('in %s, which its caller can set', (name, some) => {
    const text = OWN.find((one) => one.name === name)?.text ?? '';
    const inputs = (parse(text) as Call).on.workflow_call?.inputs;
    for (const [job, { 'timeout-minutes': limit }] of Object.entries(some.jobs)) {
      if (inputs === undefined) expect([job, limit]).toEqual([job, expect.any(Number)]);
      else {
        const input = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(String(limit))?.[1] ?? 'none';
        expect([job, inputs[input]]).toEqual([job, expect.objectContaining({ type: 'number' })]);
        // GitHub's own limit, which is what a job without one has.
        expect(Number(inputs[input]?.default)).toBeLessThanOrEqual(job === 'run' ? 360 : 30);
      }
    }
  });

  test.each(named(DOCUMENTED))('in %s', (_name, some) => {
    for (const [name, job] of jobsThatUse(some, 'start-runner', 'stop-runner', 'sweep-runners')) {
      expect([name, job['timeout-minutes']]).toEqual([name, expect.any(Number)]);
    }
  });
});

test('a start fits the limit of its job, with time to clean up', () => {
  const { inputs } = parse(read('start-runner/action.yml')) as { inputs: Record<string, { default?: string }> };
  const seconds = Number(inputs['startup-timeout-seconds']?.default);
  const limits = (path: string) =>
    (parse(read(path)) as { on: { workflow_call: { inputs: Record<string, { default?: number }> } } }).on.workflow_call
      .inputs;
  const minutes = [
    15,
    limits('.github/workflows/start.yml')['timeout-minutes']?.default,
    limits('.github/workflows/run.yml')['start-timeout-minutes']?.default,
    ...withStart.flatMap(([, some]) => starts(some).flatMap(([, job]) => job['timeout-minutes'] ?? [])),
  ];
  for (const limit of minutes) expect(Number(limit) * 60 - seconds).toBeGreaterThanOrEqual(120);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: expressions of GitHub's
