import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  actionsLog,
  actionsState,
  fail,
  mask,
  printable,
  savedState,
  setOutputs,
  writeSummary,
} from '../../../src/actions/io.ts';

/** How the runner itself finds commands: by line, trimmed the way .NET trims, and the older form anywhere. */
function commandsIn(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.replace(/^[\s\u0085]+/, '').startsWith('::') || line.includes('##['));
}

describe('text from AWS, GitHub or a job', () => {
  test.each([
    '::error::x',
    'a\n::set-env name=A::b',
    'a\r\n  ::stop-commands::t',
    'a\r::error::x',
    '\t::error::x',
    '\u00a0::error::x',
    '\u0085::error::x',
    '\u0000::error::x',
    '\u001b::error::x',
    'x ##[error]y',
    '##\u0000[error]y',
    '#\u0007#[command]y',
    '\n\n::error::x',
    '::\n::error::x',
    ':\u0001:error::x',
  ])('cannot command the runner: %j', (text) => {
    expect(commandsIn(printable(text))).toEqual([]);
  });

  test('loses what could hide other text, and nothing else', () => {
    expect(printable('a\u001b[31mb\u0008c\u007fd\u009be\tf\nö::g')).toBe('a[31mbcde\tf\nö::g');
  });
});

describe('what a step sends to the runner', () => {
  let folder: string;
  let written: string;
  const before = { ...process.env };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'io-'));
    for (const name of ['OUTPUT', 'STATE', 'STEP_SUMMARY']) {
      writeFileSync(join(folder, name), '');
      process.env[`GITHUB_${name}`] = join(folder, name);
    }
    written = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      written += String(chunk);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    for (const name of ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    process.exitCode = undefined;
    rmSync(folder, { recursive: true });
  });
  const file = (name: string) => readFileSync(join(folder, name), 'utf8');

  test.each([
    ['info', () => actionsLog.info('::error::x'), ': :error::x\n'],
    ['a notice', () => actionsLog.notice('::error::x'), '::notice::: :error::x\n'],
    ['a warning', () => actionsLog.warning('a\n##[error]b'), '::warning::a%0A## [error]b\n'],
  ])('%s is made safe to print', (_what, say, expected) => {
    say();
    expect(written).toBe(expected);
  });

  test('a failure is an annotation and exit code 1', () => {
    fail('no room\n::error::x');
    expect(written).toBe('::error::no room%0A: :error::x\n');
    expect(process.exitCode).toBe(1);
  });

  test('a secret is hidden, as is each of its lines, but nothing that is too short', () => {
    mask('-----BEGIN-----\nabcdef\nxy\n\nabcdef\n-----END-----');
    expect(written.trim().split('\n')).toEqual([
      '::add-mask::-----BEGIN-----%0Aabcdef%0Axy%0A%0Aabcdef%0A-----END-----',
      '::add-mask::-----BEGIN-----',
      '::add-mask::abcdef',
      '::add-mask::-----END-----',
    ]);
    written = '';
    mask('abc');
    expect(written).toBe('');
    mask('ghp_token');
    expect(written).toBe('::add-mask::ghp_token\n');
  });

  test('state is on disk as soon as it is saved, and is read back by its name', async () => {
    await actionsState.save('start-key', 'the-key');
    expect(file('STATE')).toMatch(/^start-key<<(\S+)\nthe-key\n\1\n$/);
    const environment = { 'STATE_start-key': 'the-key', 'STATE_launches-0': '[]', OTHER: 'x' };
    expect(savedState(environment)).toEqual(
      new Map([
        ['start-key', 'the-key'],
        ['launches-0', '[]'],
      ]),
    );
  });

  test('outputs are strings, numbers and JSON', () => {
    setOutputs({ label: 'x', count: 1, labels: ['a', 'b'] });
    const values = [...file('OUTPUT').matchAll(/^(\S+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [
      name,
      value,
    ]);
    expect(values).toEqual([
      ['label', 'x'],
      ['count', '1'],
      ['labels', '["a","b"]'],
    ]);
  });

  test('a summary that cannot be generated or written does not fail the step', async () => {
    await writeSummary(() => {
      throw new Error('no words');
    });
    expect(written).toContain('The job summary could not be written: no words');
    written = '';
    delete process.env['GITHUB_STEP_SUMMARY'];
    await writeSummary(() => '# x');
    expect(written).toContain('The job summary could not be written');
    expect(process.exitCode).toBeUndefined();
  });
});
