import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeEnvFile, writeEnvFile } from '../../../src/actions/env-file.ts';
import { envFileText } from '../../../src/core/credentials/handover.ts';
import { RunnerError } from '../../../src/core/errors.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'env-file-'));
  path = join(folder, 'aws.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

const TEXT = envFileText({ A: '1' });

describe('the env file', () => {
  test('is readable only by its owner, whatever the umask', () => {
    const before = process.umask(0);
    try {
      writeEnvFile(path, TEXT);
    } finally {
      process.umask(before);
    }
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe(TEXT);
  });

  test('replaces one of ours with a new one that has the permissions of a new file', () => {
    writeFileSync(path, envFileText({ OLD: '1' }), { mode: 0o666 });
    writeEnvFile(path, TEXT);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe(TEXT);
  });

  test('leaves alone what belongs to somebody else: a file, a link to one, a dangling link, a folder, a pipe', () => {
    const own = join(folder, 'own');
    writeFileSync(own, 'MINE=1');
    const kinds: Record<string, () => void> = {
      file: () => writeFileSync(path, 'MINE=1'),
      link: () => symlinkSync(own, path),
      'link to nowhere': () => symlinkSync(join(folder, 'nowhere'), path),
      'link to one of ours': () => {
        writeFileSync(join(folder, 'ours'), TEXT);
        symlinkSync(join(folder, 'ours'), path);
      },
      folder: () => mkdirSync(path),
      pipe: () => execFileSync('mkfifo', [path]),
    };
    for (const [kind, make] of Object.entries(kinds)) {
      make();
      expect(() => writeEnvFile(path, TEXT)).toThrow(RunnerError);
      expect([kind, removeEnvFile(path)]).toEqual([kind, 'not-ours']);
      expect(lstatSync(path)).toBeDefined();
      rmSync(path, { recursive: true });
    }
    expect(readFileSync(own, 'utf8')).toBe('MINE=1');
    expect(readFileSync(join(folder, 'ours'), 'utf8')).toBe(TEXT);
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  test('is removed once, and a missing one is no failure', () => {
    writeEnvFile(path, TEXT);
    expect(removeEnvFile(path)).toBe('removed');
    expect(removeEnvFile(path)).toBe('absent');
  });

  test('in a folder that does not exist is an error with its next step', () => {
    expect(() => writeEnvFile(join(folder, 'no/aws.env'), TEXT)).toThrow(/could not be written: .*ENOENT/);
  });
});
