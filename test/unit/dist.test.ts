import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../../sandbox/harness/checkout.ts';
import { readAction } from '../../sandbox/harness/step.ts';

/** What the runner starts. */
const STEPS = [
  { action: '.', phase: 'main' },
  { action: '.', phase: 'post' },
  { action: 'start-runner', phase: 'main' },
  { action: 'start-runner', phase: 'post' },
  { action: 'stop-runner', phase: 'main' },
  { action: 'sweep-runners', phase: 'main' },
  { action: 'inject-credentials', phase: 'main' },
  { action: 'inject-credentials', phase: 'post' },
] as const;

/** What nothing imports but is needed nonetheless: Node needs the first, the law requires the second. */
const NOT_IMPORTED = ['package.json', 'bundle/licenses.txt'].map((path) => join(ROOT, 'dist', path));

/** Bundles for Lambda, which no action needs. */
const NOT_OF_ACTIONS = join(ROOT, 'dist/dispatcher/');

const files = readdirSync(join(ROOT, 'dist'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !path.startsWith(NOT_OF_ACTIONS));

/** Files that a file of dist may load: `import … from './x.js'`, and what ncc turns `import()` into. */
function importsOf(path: string): string[] {
  const code = readFileSync(path, 'utf8');
  const imported = [...code.matchAll(/^import .* from ['"](\..+)['"];$/gm)].map(([, name = '']) => name);
  const chunks = [...code.matchAll(/_require__\.e\((?:\/\*.*?\*\/ )?(\d+)\)/g)].map(([, id]) => `./${id}.index.js`);
  return [...imported, ...chunks].map((name) => join(dirname(path), name));
}

function reachableFrom(entries: readonly string[]): Set<string> {
  const reached = new Set(entries);
  // Iterating over a set also visits what is added on the way.
  for (const path of reached) for (const imported of importsOf(path)) reached.add(imported);
  return reached;
}

describe('What the actions need from dist', () => {
  test('is at most 6 MB, licences included', () => {
    const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
    expect(bytes).toBeLessThanOrEqual(6_000_000);
  });

  test('is everything that is there, and nothing is missing', () => {
    const needed = [...reachableFrom(STEPS.map((step) => readAction(step).script)), ...NOT_IMPORTED];
    expect(files.toSorted()).toEqual(needed.toSorted());
  });

  test('is one bundle: each step adds only a few lines of its own', () => {
    const lines = STEPS.map((step) => readFileSync(readAction(step).script, 'utf8').split('\n').length);
    expect(Math.max(...lines)).toBeLessThanOrEqual(5);
  });
});
