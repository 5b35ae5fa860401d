import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readCredentialsInputs } from '../../inject-credentials/inputs.ts';
import { credentialsOutputs } from '../../inject-credentials/report.ts';
import { VERSION } from '../../src/actions/version.ts';
import { Secret } from '../../src/core/secret.ts';
import { readStartInputs } from '../../start-runner/inputs.ts';
import { startOutputs } from '../../start-runner/report.ts';
import { readStopInputs } from '../../stop-runner/inputs.ts';
import { stopOutputs } from '../../stop-runner/report.ts';
import { readSweepInputs } from '../../sweep-runners/inputs.ts';
import { sweepOutputs } from '../../sweep-runners/report.ts';
import { FakeWorld } from '../helpers/fake-world.ts';
import { PEM, REQUIRED_INPUTS, stepEnvironment } from '../helpers/step-environment.ts';

interface Manifest {
  readonly inputs: Readonly<Record<string, { description: string; default?: string; required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
}

const root = new URL('../../', import.meta.url);
const manifest = (folder: string): Manifest =>
  parse(readFileSync(new URL(`${folder}/action.yml`, root), 'utf8')) as Manifest;

const start = manifest('start-runner');
const stop = manifest('stop-runner');
const sweep = manifest('sweep-runners');
const credentials = manifest('inject-credentials');
const facade = manifest('.');

// biome-ignore lint/suspicious/noTemplateCurlyInString: an expression for the runner, not for this file
const WORKFLOW_TOKEN = '${{ github.token }}';

type Environment = Readonly<Record<string, string | undefined>>;

/** What only some actions need: a start needs a task definition, a sweep a token that reads runs. */
const REQUIRED_BY_SOME = { 'task-definition': 'runner', 'actions-token': 'ghp_reader' };

/** Names of the inputs that a parser reads from its environment, over several environments. */
function inputsReadBy(parser: (environment: Environment) => unknown): string[] {
  const names = new Set<string>();
  const token = { ...REQUIRED_INPUTS, ...REQUIRED_BY_SOME };
  const app = { ...token, 'github-token': '', 'github-app-id': '1', 'github-app-private-key': PEM };
  for (const inputs of [token, app]) {
    const environment = new Proxy(stepEnvironment(inputs), {
      get(target, name) {
        if (typeof name === 'string' && name.startsWith('INPUT_')) names.add(name.slice('INPUT_'.length).toLowerCase());
        return Reflect.get(target, name);
      },
    });
    parser(environment);
  }
  return [...names].sort();
}

/** Inputs as the runner passes them when the user sets only what is required. */
function withDefaults({ inputs }: Manifest, given: Readonly<Record<string, string>>): Environment {
  const values = Object.entries(inputs).map(([name, { default: value = '' }]) => [
    name,
    value.replace(WORKFLOW_TOKEN, 'ghs_workflow'),
  ]);
  return stepEnvironment({ ...Object.fromEntries(values), ...given });
}

/** As interface.md fixes them: a change here changes the contract with users. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'runner-scope': 'repo',
  'role-duration-seconds': '3600',
  audience: 'sts.amazonaws.com',
  'actions-token': WORKFLOW_TOKEN,
  provider: 'ecs',
  'workflow-token': WORKFLOW_TOKEN,
};
const START_DEFAULTS = {
  'startup-timeout-seconds': '780',
  'idle-timeout-minutes': '20',
  'max-lifetime-minutes': '390',
  'work-folder': '_work',
  capacity: 'cluster-default',
  'capacity-timeout-seconds': '420',
  'allow-partial': 'false',
  count: '1',
  'max-relaunches': '2',
  'start-script': 'inject',
  'credentials-for-docker-steps': 'false',
};
const STOP_DEFAULTS = { 'drain-timeout-seconds': '300', 'wait-for-stopped': 'false' };
const SWEEP_DEFAULTS = { 'grace-minutes': '15', 'dry-run': 'false' };

const CREDENTIALS_DEFAULTS = {
  mode: 'keys',
  'role-duration-seconds': '3600',
  'export-environment': 'true',
  'minimum-validity-minutes': '15',
};

const readStart = (environment: Environment) =>
  readStartInputs({ environment, startCommand: { plain: ['bash'], forDockerSteps: ['bash'] } });

describe.each([
  ['start-runner', start, readStart, { ...DEFAULTS, ...START_DEFAULTS }],
  ['stop-runner', stop, readStopInputs, { ...DEFAULTS, ...STOP_DEFAULTS }],
  ['sweep-runners', sweep, readSweepInputs, { ...DEFAULTS, ...SWEEP_DEFAULTS }],
  ['inject-credentials', credentials, readCredentialsInputs, CREDENTIALS_DEFAULTS],
])('the manifest of %s', (_name, action, parser, defaults) => {
  test('has exactly the inputs that its parser reads', () => {
    expect(Object.keys(action.inputs).sort()).toEqual(inputsReadBy(parser));
  });

  test('has the defaults of the interface', () => {
    const own = Object.entries(action.inputs).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value]],
    );
    expect(Object.fromEntries(own)).toEqual(defaults);
  });

  test('gives the same result with its defaults as with no inputs', () => {
    const required = { ...REQUIRED_INPUTS, ...REQUIRED_BY_SOME };
    expect(JSON.stringify(parser(withDefaults(action, required)))).toBe(
      JSON.stringify(parser(stepEnvironment(required))),
    );
  });

  test('marks no input as required, since the runner would only warn', () => {
    expect(Object.values(action.inputs).filter(({ required }) => required)).toEqual([]);
  });

  test('describes every input and output', () => {
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(description.trim()).toMatch(/\S.*\.$/s);
    }
  });
});

describe('the outputs of the manifests', () => {
  const { launcher, pool } = new FakeWorld();

  test('of start-runner are exactly those that it sets', () => {
    const outputs = startOutputs({ label: 'x', runners: [], missing: [], seconds: 1 }, launcher);
    expect(Object.keys(start.outputs)).toEqual(Object.keys(outputs));
  });

  test('of stop-runner are exactly those that it sets', () => {
    const outputs = stopOutputs({ result: { runners: [], problems: [] }, ended: [], pool });
    expect(Object.keys(stop.outputs)).toEqual(Object.keys(outputs));
  });

  test('of sweep-runners are exactly those that it sets', () => {
    const outputs = sweepOutputs({ things: [], ofOthers: 0, problems: [] });
    expect(Object.keys(sweep.outputs)).toEqual(Object.keys(outputs));
  });

  test('of inject-credentials are exactly those that it sets', () => {
    const key = new Secret('x');
    const own = { accessKeyId: 'A', secretAccessKey: key, sessionToken: key, expiresAt: 0 };
    const outputs = credentialsOutputs({ mode: 'keys', credentials: own, envFile: undefined, dockerArguments: '' });
    expect(Object.keys(credentials.outputs)).toEqual(Object.keys(outputs));
  });
});

describe('the root action', () => {
  const actions = [start, stop, sweep, credentials];
  /** The root action's own mode is not the mode of inject-credentials, which has another name there. */
  const inRoot = (action: Manifest, key: 'inputs' | 'outputs') =>
    Object.keys(action[key]).map((name) => (name === 'mode' ? 'credentials-mode' : name));
  const names = (key: 'inputs' | 'outputs') => [...new Set(actions.flatMap((action) => inRoot(action, key)))];

  test('has a mode and the inputs and outputs of all actions', () => {
    expect(Object.keys(facade.inputs).sort()).toEqual(['mode', ...names('inputs')].sort());
    expect(Object.keys(facade.outputs).sort()).toEqual(names('outputs').sort());
  });

  test('has the default of each action that has the input', () => {
    for (const [name, { default: value }] of Object.entries(facade.inputs)) {
      for (const action of actions) {
        if (name === 'mode' || !inRoot(action, 'inputs').includes(name)) continue;
        const own = action.inputs[name === 'credentials-mode' ? 'mode' : name];
        expect([name, value]).toEqual([name, own?.default]);
      }
    }
  });
});

test.each([
  ['start-runner', start],
  ['stop-runner', stop],
  ['sweep-runners', sweep],
  ['inject-credentials', credentials],
  ['.', facade],
])('the bundles that %s names are in the checkout', (folder, { runs }) => {
  expect(runs.using).toBe('node24');
  for (const path of [runs.main, runs.post]) {
    if (path !== undefined) expect([path, existsSync(new URL(`${folder}/${path}`, root))]).toEqual([path, true]);
  }
});

test('the version in the tags is that of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  expect(VERSION).toBe(version);
});

test('every generated file matches its source', () => {
  const { status, stderr } = spawnSync(process.execPath, ['script/generate.ts', '--check'], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
