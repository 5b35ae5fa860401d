import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './checkout.ts';

/** More than an archive of this repository has, bytes. */
const MAX_BYTES = 200_000_000;

function git(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Buffer {
  const env = { ...process.env, ...environment };
  return execFileSync('git', ['-C', ROOT, ...args], {
    env,
    maxBuffer: MAX_BYTES,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function unpack(archive: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  return folder;
}

/** Unpacks what GitHub gives a job that uses an action of this repository at a revision; the caller removes the folder. */
export function unpackRevision(revision: string): string {
  return unpack(git(['archive', revision]));
}

/**
 * The same of a commit of all that is in the checkout now: of HEAD, where nothing was changed. Index and objects of that
 * commit go to a folder of their own, so the repository is left as it is.
 */
export function unpackCheckout(): string {
  const own = mkdtempSync(join(tmpdir(), 'tree-'));
  try {
    const objects = join(own, 'objects');
    mkdirSync(objects);
    const environment = {
      GIT_INDEX_FILE: join(own, 'index'),
      GIT_OBJECT_DIRECTORY: objects,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: git(['rev-parse', '--path-format=absolute', '--git-path', 'objects'])
        .toString()
        .trim(),
    };
    // From HEAD, so that a file that is both committed and ignored is not lost.
    git(['read-tree', 'HEAD'], environment);
    git(['add', '--all'], environment);
    const tree = git(['write-tree'], environment).toString().trim();
    return unpack(git(['archive', tree], environment));
  } finally {
    rmSync(own, { recursive: true });
  }
}
