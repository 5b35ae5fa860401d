// Writes every generated file. With --check it writes nothing, and fails if one is out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { allInOne, type Frame, templateText } from './generate/all-in-one.ts';
import { parseTemplate } from './generate/cloudformation.ts';
import { hostScript, withHostScript } from './generate/host.ts';
import { injectedModule, withFullScript } from './generate/injected.ts';
import { rootManifest } from './generate/root.ts';
import { inputTable, type Manifest, outputTable } from './generate/tables.ts';
import { callInputs, callOutputs, callSecrets, jobOutputs, scriptStep, stepInputs } from './generate/workflows.ts';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const readIfThere = (path: string): string | undefined => (existsSync(new URL(path, root)) ? read(path) : undefined);
const manifest = (path: string): Manifest => parse(read(path)) as Manifest;

const start = manifest('start-runner/action.yml');
const stop = manifest('stop-runner/action.yml');
const sweep = manifest('sweep-runners/action.yml');
const credentials = manifest('inject-credentials/action.yml');

/** Replaces the text between the two markers of a generated part. */
function withPart(path: string, name: string, content: string, text = read(path)): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no generated part "${name}".`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n${text.slice(to)}`;
}

/** The same for the lists of a workflow, whose markers are YAML comments at the list's indentation. */
function withLists(path: string, lists: Readonly<Record<string, string>>): string {
  return Object.entries(lists).reduce((text, [name, content]) => {
    const part = new RegExp(`^( *)# begin ${name}\\n[\\s\\S]*?^ *# end ${name}\\n`, 'm');
    if (!part.test(text)) throw new Error(`${path} has no generated part "${name}".`);
    return text.replace(
      part,
      (_all, indent: string) => `${indent}# begin ${name}\n${content}\n${indent}# end ${name}\n`,
    );
  }, read(path));
}

/** A reusable workflow that runs one action in a job of its own. */
const callOf = (path: string, action: string, job: string, from: Manifest): string =>
  withLists(path, {
    [`${action} inputs`]: callInputs(from),
    [`${action} secrets`]: callSecrets(from),
    [`${action} outputs`]: callOutputs(from, job),
    [`${action} job outputs`]: jobOutputs(from, job),
    [`${action} step inputs`]: stepInputs(from),
  });

/** run.yml has its own job between start and stop, so it sets their labels itself, and `container` is that job's. */
function runWorkflow(path: string): string {
  const ofStart = { without: ['label'], renamed: { container: 'runner-container' } };
  const ofStop = { without: ['label', 'labels', ...Object.keys(start.inputs)] };
  return withLists(path, {
    'start-runner inputs': callInputs(start, ofStart),
    'stop-runner inputs': callInputs(stop, ofStop),
    'start-runner secrets': callSecrets(start),
    'start-runner step inputs': stepInputs(start, { ...ofStart, without: [...ofStart.without, 'id'] }),
    'stop-runner step inputs': stepInputs(stop, { without: ['label', 'labels', 'id'] }),
    'script id.sh': scriptStep(read('script/workflows/id.sh')),
    'script variables.sh': scriptStep(read('script/workflows/variables.sh')),
    'script run.sh': scriptStep(read('script/workflows/run.sh')),
  });
}

const tables = (path: string, action: string, from: Manifest, text = read(path)): string =>
  withPart(path, `${action} outputs`, outputTable(from), withPart(path, `${action} inputs`, inputTable(from), text));

const startScript = read('runner/start.sh');
/** The templates that hold a script. */
const templates: Readonly<Record<string, string>> = {
  'tasks.yml': withFullScript(read('infra/tasks.yml'), startScript),
  'cluster.yml': withHostScript(read('infra/cluster.yml'), hostScript(read('infra/host.sh'), startScript)),
};

function allInOneTemplate(): string {
  const frame = parseTemplate(read('infra/all-in-one.frame.yml')) as unknown as Frame;
  const parts = Object.entries(frame.Parts).map(([name, condition]) => {
    return {
      name,
      template: parseTemplate(templates[name] ?? read(`infra/${name}`)),
      ...(condition !== null && { condition }),
    };
  });
  return templateText(
    allInOne(frame, parts),
    '# Made from all-in-one.frame.yml and the other templates by script/generate.ts. They explain why.',
  );
}

const files: Record<string, string> = {
  ...Object.fromEntries(Object.entries(templates).map(([name, text]) => [`infra/${name}`, text])),
  'infra/all-in-one.yml': allInOneTemplate(),
  'runner/injected.ts': injectedModule(startScript, readIfThere('runner/injected.ts')),
  'action.yml': `# Made from the actions' own manifests by script/generate.ts.\n${stringify(rootManifest({ start, stop, sweep, credentials }), { lineWidth: 118 })}`,
  '.github/workflows/start.yml': callOf('.github/workflows/start.yml', 'start-runner', 'start', start),
  '.github/workflows/stop.yml': callOf('.github/workflows/stop.yml', 'stop-runner', 'stop', stop),
  '.github/workflows/sweep.yml': callOf('.github/workflows/sweep.yml', 'sweep-runners', 'sweep', sweep),
  '.github/workflows/run.yml': runWorkflow('.github/workflows/run.yml'),
  'start-runner/README.md': tables('start-runner/README.md', 'start-runner', start),
  'stop-runner/README.md': tables('stop-runner/README.md', 'stop-runner', stop),
  'sweep-runners/README.md': tables('sweep-runners/README.md', 'sweep-runners', sweep),
  'inject-credentials/README.md': tables('inject-credentials/README.md', 'inject-credentials', credentials),
  'README.md': Object.entries({
    'start-runner': start,
    'stop-runner': stop,
    'sweep-runners': sweep,
    'inject-credentials': credentials,
  }).reduce((text, [action, from]) => tables('README.md', action, from, text), read('README.md')),
};

const stale = Object.entries(files).filter(([path, content]) => readIfThere(path) !== content);
if (process.argv.includes('--check')) {
  for (const [path] of stale) process.stderr.write(`${path} is out of date: run npm run generate.\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, content] of stale) writeFileSync(new URL(path, root), content);
}
