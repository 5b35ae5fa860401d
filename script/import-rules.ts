// Refuses imports that the table in import-rules/table.ts does not allow. Why it is not the linter that does:
// docs/decisions/2026-11-29-import-rules.md.
import { globSync, readFileSync } from 'node:fs';
import { join, matchesGlob, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importsOf } from './import-rules/imports.ts';
import { IMPORT_RULES } from './import-rules/table.ts';

/**
 * What is wrong with the imports of one file.
 * @param path below the checkout, with `/`
 * @returns a sentence per import, which names the rule; none is the empty list
 */
export function refusedImports(path: string, source: string): string[] {
  const rule = IMPORT_RULES.find(({ files }) => matchesGlob(path, files));
  if (rule === undefined) return [`${path}: no rule says what it may import. Add one to script/import-rules/table.ts.`];
  const { files, mayImport } = rule;
  const allowed = [files, ...mayImport];
  return importsOf(source).flatMap((specifier) => {
    const target = specifier === undefined ? 'what is known at run time only' : targetOf(path, specifier);
    if (allowed.some((glob) => matchesGlob(target, glob))) return [];
    const rest = mayImport.length === 0 ? 'nothing but each other' : `only each other and ${mayImport.join(', ')}`;
    return [`${path} imports ${target}. ${files} may import ${rest}.`];
  });
}

/** The path below the checkout of a file, the name of a package. */
function targetOf(path: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier;
}

/** Checks all sources below a folder, the checkout unless another is the argument. */
function main(): void {
  const root = process.argv[2] ?? fileURLToPath(new URL('../', import.meta.url));
  const paths = globSync('**/*.{ts,mts,js,mjs}', {
    cwd: root,
    exclude: ['**/node_modules', 'dist', 'build', '.cache'],
  });
  const refused = paths.toSorted().flatMap((path) => refusedImports(path, readFileSync(join(root, path), 'utf8')));
  for (const sentence of refused) process.stderr.write(`${sentence}\n`);
  if (refused.length > 0) process.exitCode = 1;
  else process.stdout.write(`The imports of ${paths.length} files keep the rules.\n`);
}

if (import.meta.main) main();
