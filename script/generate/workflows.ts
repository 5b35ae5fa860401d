import { stringify } from 'yaml';
import type { Manifest } from './tables.ts';

/** Inputs that a caller passes as secrets: GitHub hides them, and takes them from its own secrets. */
const SECRETS: ReadonlySet<string> = new Set(['github-token', 'github-app-private-key', 'actions-token']);

interface Choice {
  /** Inputs that the workflow sets itself, or has no use for. */
  readonly without?: readonly string[];
  /** The workflow's names for inputs, where they differ from the action's. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** The inputs of an action as inputs of `workflow_call`. */
export function callInputs(manifest: Manifest, choice: Choice = {}): string {
  const inputs = chosen(manifest, choice).filter(([name]) => !SECRETS.has(name));
  return block(
    6,
    Object.fromEntries(inputs.map(([name, input]) => [choice.renamed?.[name] ?? name, callInput(input)])),
  );
}

/** The inputs of an action that are secrets, as secrets of `workflow_call`. */
export function callSecrets(manifest: Manifest): string {
  const secrets = chosen(manifest, {}).filter(([name]) => SECRETS.has(name));
  return block(
    6,
    Object.fromEntries(secrets.map(([name, { description }]) => [name, { description, required: false }])),
  );
}

/** `with` of the step that uses the action. */
export function stepInputs(manifest: Manifest, choice: Choice = {}): string {
  const values = chosen(manifest, choice).map(([name, input]) => {
    if (SECRETS.has(name)) return [name, `\${{ secrets.${name} }}`];
    const value = `inputs.${choice.renamed?.[name] ?? name}`;
    // A boolean of workflow_call cannot be left empty, which these inputs of the action are by default.
    return [name, isChoice(input) ? `\${{ ${value} || '' }}` : `\${{ ${value} }}`];
  });
  return block(10, Object.fromEntries(values));
}

/** Whether an input is true or false without a default of its own. */
function isChoice({ description, default: value }: Manifest['inputs'][string]): boolean {
  return value === undefined && description.trim().endsWith('`true` or `false`.');
}

/** The outputs of an action as the workflow's outputs, through the job with that id. */
export function callOutputs({ outputs }: Manifest, job: string): string {
  const all = Object.entries(outputs).map(([name, { description }]) => [
    name,
    { description, value: `\${{ jobs.${job}.outputs.${name} }}` },
  ]);
  return block(6, Object.fromEntries(all));
}

/** The outputs of an action as a job's outputs, through the step with that id. */
export function jobOutputs({ outputs }: Manifest, step: string): string {
  const all = Object.keys(outputs).map((name) => [name, `\${{ steps.${step}.outputs.${name} }}`]);
  return block(6, Object.fromEntries(all));
}

/** One of our scripts as a step's `run`, without the shebang line: the step names the shell. */
export function scriptStep(source: string): string {
  const lines = source
    .replace(/^#!.*\n/, '')
    .trimEnd()
    .split('\n');
  return ['        run: |', ...lines.map((line) => (line === '' ? '' : `          ${line}`))].join('\n');
}

function chosen({ inputs }: Manifest, { without = [] }: Choice): [string, Manifest['inputs'][string]][] {
  return Object.entries(inputs).filter(
    ([name, { description }]) => !without.includes(name) && !description.startsWith('Leave this alone'),
  );
}

/** The type follows from the action's default, so that GitHub refuses another type before anything runs. */
function callInput(input: Manifest['inputs'][string]): object {
  const { description, default: value } = input;
  if (isChoice(input)) return { description, type: 'boolean', default: false };
  if (value === 'true' || value === 'false') return { description, type: 'boolean', default: value === 'true' };
  if (value !== undefined && /^\d+$/.test(value)) return { description, type: 'number', default: Number(value) };
  const isRequired = value === undefined && /\bRequired\.$/.test(description.trim());
  return {
    description,
    type: 'string',
    ...(isRequired && { required: true }),
    ...(value !== undefined && { default: value }),
  };
}

/** YAML at that indentation. */
function block(indent: number, value: object): string {
  const lines = stringify(value, { lineWidth: 118 - indent })
    .trimEnd()
    .split('\n');
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`)).join('\n');
}
