import { expect, test } from '@jest/globals';
import { printable } from '../../../../../src/actions/io.ts';
import { shownLines } from '../../../../../src/providers/ecs/investigation/log-text.ts';

const jitConfig = Buffer.from(JSON.stringify({ '.runner': 'x'.repeat(3000) })).toString('base64');

test('the last 20 lines with content are shown, however they end', () => {
  const messages = Array.from({ length: 30 }, (_, index) => `line ${index}\n\n`);
  expect(shownLines(messages)).toEqual(Array.from({ length: 20 }, (_, index) => `  | line ${index + 10}`));
  expect(shownLines(['a\r\nb\rc\u2028d\u0085e'])).toEqual(['  | a', '  | b', '  | c', '  | d', '  | e']);
  expect(shownLines(['', '  \n'])).toEqual([]);
});

test('a long line is cut between words: the runner hides only whole secrets', () => {
  expect(shownLines(['word '.repeat(200)])).toEqual([`  | ${'word '.repeat(60)}…`]);
  const password = 'Pa.ss:wo/rd;'.repeat(5);
  expect(shownLines([`${'word '.repeat(50)}${password} more`])).toEqual([`  | ${'word '.repeat(50)}…`]);
});

test.each([
  ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
  ['the cursor', 'a\u001b[2K\u001b[1Gb', 'ab'],
  ['a title', '\u001b]0;title\u0007text', 'text'],
  ['a link', '\u001b]8;;https://x\u001b\\text\u001b]8;;\u001b\\', 'text'],
  ['the one-byte introducer', '\u009b31mred', 'red'],
])('terminal sequences are left out: %s', (_what, line, expected) => {
  expect(shownLines([line])).toEqual([`  | ${expected}`]);
});

test.each([
  ['a JIT config', `--jitconfig ${jitConfig}`],
  ['a JIT config, folded', jitConfig.replaceAll(/.{76}/g, '$&\n')],
  ['a JIT config in single quotes', `config='${jitConfig}'`],
  ['its key, bare', 'k'.repeat(64)],
  ['a JWT', 'token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhYmMifQ.c2lnbmF0dXJl'],
  ['a GitHub token', `ghs_${'a1B2'.repeat(9)}`],
  ['a fine-grained token', `github_pat_${'a1B2'.repeat(9)}`],
  ['an access key', 'AKIAIOSFODNN7EXAMPLE'],
  ['a secret access key', 'key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ['something called a password', 'DB_PASSWORD=correct-horse-battery-staple'],
  ['something called a token, in JSON', '{"npm_token": "npm-0123456789-0123456789"}'],
  ['something called a key', "api-key: 'zzzz-0123456789-zzzzzzz'"],
  ['a header', 'Authorization: Bearer abcdef-0123456789-abcdef'],
  ["a URL's password", 'postgres://user:correct-horse-battery@db:5432/x'],
])('what looks like a secret is masked: %s', (_what, text) => {
  const shown = shownLines([text]).join('\n');
  expect(shown).toContain('***');
  for (const piece of text.match(/[\w+/=-]{18,}/g) ?? []) expect(shown).not.toContain(piece.slice(0, 16));
});

test('a line of any length is searched quickly, whatever it contains', () => {
  const long = 400_000;
  for (const piece of [' ', 'a', 'token ', 'token=', 'eyJ', '/', '://:', 'Aa1', '"', 'authorization: b ']) {
    const [line = ''] = shownLines([`begin ${piece.repeat(long / piece.length)} end`]);
    expect(line.length).toBeLessThanOrEqual('  | '.length + 300 + 2);
  }
});

test('plain words, paths and commit digests are kept', () => {
  for (const line of [
    '/home/runner/bin/Runner.Listener: error 404 at 0123456789abcdef0123456789abcdef01234567',
    'The token is expired. Password required: see https://example.org:8080/a@b',
    'task arn:aws:ecs:eu-central-1:123456789012:task/ci/0123456789abcdef0123456789abcdef has no secret',
  ]) {
    expect(shownLines([line])).toEqual([`  | ${line}`]);
  }
});

test('nothing in it is a command of the runner once it is printed', () => {
  const shown = printable(
    shownLines(['::error::x', '  ::stop-commands::t', '##[group]x', '\u001b[0m::set-env::x']).join('\n'),
  );
  expect(shown).not.toMatch(/^\s*::|##\[/m);
});
