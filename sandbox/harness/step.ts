import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './checkout.ts';

/** The only expression that our input defaults use. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is GitHub's expression, not a template
const WORKFLOW_TOKEN = '${{ github.token }}';

/** The used parts of an action.yml. */
interface ActionManifest {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly main: string; readonly post?: string };
}

/** One step of a job, as the runner would run it. */
export interface ActionStep {
  /** Where the runner unpacked the action's repository; by default this checkout. */
  readonly checkout?: string;
  /** Folder of the action's action.yml below it; `.` is the root action. */
  readonly action: string;
  readonly phase: 'main' | 'post';
  readonly inputs: Readonly<Record<string, string>>;
  /** The job's environment: GITHUB_*, ACTIONS_*, AWS_* variables. Nothing else of this process is passed on. */
  readonly environment: Readonly<Record<string, string>>;
  /** State that the main step saved. */
  readonly state?: Readonly<Record<string, string>>;
  /** Value of `${{ github.token }}` in input defaults. */
  readonly workflowToken: string;
  readonly onOutput?: (text: string) => void;
}

/** Its result, read from the files that the runner reads. */
export interface StepResult {
  /** null: ended by a signal. */
  readonly exitCode: number | null;
  /** Both streams, as the job's log has them. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Variables for later steps. */
  readonly exported: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Values that the step asked the runner to mask. */
  readonly masks: readonly string[];
}

export interface RunningStep {
  readonly child: ChildProcess;
  /** By `performance.now()`, just before the process was made. */
  readonly spawnedAt: number;
  readonly done: Promise<StepResult>;
}

/** What an action's manifest says, and the file that it names for a step. @throws where there is no such step */
export function readAction({ checkout = ROOT, action, phase }: Pick<ActionStep, 'checkout' | 'action' | 'phase'>) {
  const path = join(checkout, action, 'action.yml');
  const manifest = parse(readFileSync(path, 'utf8')) as ActionManifest;
  const script = manifest.runs[phase];
  if (script === undefined) throw new Error(`${action} has no ${phase}.`);
  return { manifest, script: join(dirname(path), script) };
}

/** Starts a step of an action's committed bundle, the way the runner does. */
export function startStep(step: ActionStep): RunningStep {
  const { manifest, script } = readAction(step);
  const files = mkdtempSync(join(tmpdir(), 'step-'));
  const file = (name: string): string => {
    const path = join(files, name);
    writeFileSync(path, '');
    return path;
  };
  const paths = { output: file('output'), state: file('state'), summary: file('summary'), exported: file('exported') };
  const spawnedAt = performance.now();
  const child = spawn(process.execPath, [script], {
    env: {
      PATH: process.env['PATH'],
      GITHUB_OUTPUT: paths.output,
      GITHUB_STATE: paths.state,
      GITHUB_ENV: paths.exported,
      GITHUB_STEP_SUMMARY: paths.summary,
      // It may name other files, such as one on a full disk.
      ...step.environment,
      ...inputVariables(manifest, step),
      ...Object.fromEntries(Object.entries(step.state ?? {}).map(([name, value]) => [`STATE_${name}`, value])),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const take = (chunk: Buffer): void => {
    log += chunk.toString();
    step.onOutput?.(chunk.toString());
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const done = new Promise<StepResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      const summary = readFileSync(paths.summary, 'utf8');
      // Whatever a case is about: placeholders (src/core/words.ts) are for the step to replace.
      const [, placeholder] = /(⟦[^⟧]*⟧)/.exec(log + summary + readFileSync(paths.output, 'utf8')) ?? [];
      if (placeholder !== undefined) reject(new Error(`A step let the placeholder ${placeholder} out:\n${log}`));
      resolve({
        exitCode,
        log,
        outputs: readFileCommands(paths.output),
        state: readFileCommands(paths.state),
        exported: readFileCommands(paths.exported),
        summary,
        masks: [...log.matchAll(/^::add-mask::(.*)$/gm)].map(([, value = '']) => decodeURIComponent(value)),
      });
      rmSync(files, { recursive: true, force: true });
    });
  });
  return { child, spawnedAt, done };
}

/** Runs a step to its end. */
export function runStep(step: ActionStep): Promise<StepResult> {
  return startStep(step).done;
}

/** Inputs as the runner hands them over: an input that is not given has its default, or is empty. */
function inputVariables(manifest: ActionManifest, step: ActionStep): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, { default: value = '' }] of Object.entries(manifest.inputs)) {
    const given = step.inputs[name] ?? value.replaceAll(WORKFLOW_TOKEN, step.workflowToken);
    variables[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = given;
  }
  const unknown = Object.keys(step.inputs).filter((name) => !(name in manifest.inputs));
  if (unknown.length > 0) throw new Error(`Unexpected input(s) ${unknown.join(', ')}: the runner would warn.`);
  return variables;
}

/** Reads `name=value` lines and `name<<delimiter` blocks; a later value of a name replaces an earlier one. */
export function readFileCommands(path: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = readFileSync(path, 'utf8').split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const block = /^(.+?)<<(.+)$/.exec(line.trimEnd());
    const [, name, delimiter] = block ?? [];
    if (name !== undefined && delimiter !== undefined) {
      const end = lines.findIndex((other, at) => at > index && other.trimEnd() === delimiter);
      if (end < 0) break;
      values[name] = lines.slice(index + 1, end).join('\n');
      index = end;
    } else if (line.includes('=')) {
      values[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
    }
  }
  return values;
}
