import { closeSync, constants, fstatSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { ENV_FILE_MARK } from '../core/credentials/handover.ts';
import { RunnerError } from '../core/errors.ts';

/**
 * Writes a file that only its owner can read. It never writes into an existing file or through a link: a file written
 * by an earlier step of this action is replaced, and anything else is left alone.
 * @throws RunnerError if the file cannot be created
 */
export function writeEnvFile(path: string, text: string): void {
  try {
    if (isOurs(path)) unlinkSync(path);
    const file = openSync(
      path,
      constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Removes the file if it is ours. `not-ours`: something else is there by now. */
export function removeEnvFile(path: string): 'removed' | 'absent' | 'not-ours' {
  const ours = isOurs(path);
  if (ours === undefined) return 'absent';
  if (!ours) return 'not-ours';
  unlinkSync(path);
  return 'removed';
}

/** Whether it is a regular file that begins with our mark. Undefined: it does not exist. */
function isOurs(path: string): boolean | undefined {
  let file: number;
  try {
    // Non-blocking: it could be a pipe to which nobody writes.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'ELOOP') return false;
    throw error;
  }
  try {
    if (!fstatSync(file).isFile()) return false;
    const head = Buffer.alloc(ENV_FILE_MARK.length);
    return head.toString('utf8', 0, readSync(file, head)) === ENV_FILE_MARK;
  } finally {
    closeSync(file);
  }
}

function cannotWrite(path: string, error: unknown): RunnerError {
  const isThere = codeOf(error) === 'EEXIST';
  const why = error instanceof Error ? error.message : String(error);
  return new RunnerError({
    kind: 'configuration',
    message: isThere
      ? `The env-file ${path} was not written: a file or link already exists there that this action did not write.`
      : `The env-file ${path} could not be written: ${why}`,
    hint: isThere
      ? // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
        'Choose a path that does not exist yet, such as ${{ runner.temp }}/aws.env.'
      : 'Choose a path in a folder that exists and that the step may write to.',
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
