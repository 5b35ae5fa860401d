// Writes every workflow of this repository, of examples/ and of the pages into the given folder, with every use of this
// project pointed at this checkout: actionlint then knows its inputs and outputs.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '.cache/workflows'] = process.argv.slice(2);
const read = (path: string): string => readFileSync(path, 'utf8');
const inFolder = (path: string, ending: string): string[] =>
  readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(path, name));

const actions = readdirSync('.').filter((name) => existsSync(join(name, 'action.yml')));
const pages = ['README.md', ...['docs', 'examples', ...actions].flatMap((name) => inFolder(name, '.md'))];

const files = [...inFolder('.github/workflows', '.yml'), ...inFolder('examples', '.yml')];
const texts = [
  ...files.map((path) => ({ name: path.replaceAll('/', '-'), text: read(path) })),
  ...pages.flatMap((path) =>
    [...read(path).matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)]
      .map(([, text = ''], index) => ({ name: `${path.replaceAll('/', '-')}-${index + 1}.yml`, text }))
      .filter(({ text }) => /^jobs:/m.test(text)),
  ),
];

/** `org/ecs-github-runner/start-runner@v1` and `$/start-runner` become `./start-runner`. */
function asLocal(text: string): string {
  return text
    .replaceAll(/\borg\/ecs-github-runner(\/[\w./-]+)?@v1\b/g, (_all, path: string | undefined) => `.${path ?? '/'}`)
    .replaceAll('uses: $/', 'uses: ./');
}

mkdirSync(folder, { recursive: true });
for (const { name, text } of texts) writeFileSync(join(folder, name.replace(/^\.+/, '')), asLocal(text));
