import { describe, expect, test } from '@jest/globals';
import { explainFailure } from '../../../../src/actions/failure.ts';
import { InputError, InputReader } from '../../../../src/actions/inputs/reader.ts';

/** Reads one input; returns its value and the reported problems. */
function read<T>(
  value: string | undefined,
  reading: (reader: InputReader) => T,
): { value: T; problems: readonly string[] } {
  const reader = new InputReader({ INPUT_X: value });
  const result = reading(reader);
  try {
    reader.finish();
    return { value: result, problems: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { value: result, problems: error.problems };
  }
}

const LETTERS = { pattern: /^[a-z]+$/, words: 'letters' };

describe('an input', () => {
  test('is read from the variable that the runner sets', () => {
    const environment = { 'INPUT_GITHUB-TOKEN': 'a', INPUT_WITH_BLANK: 'b' };
    expect(new InputReader(environment).text('github-token')).toBe('a');
    expect(new InputReader(environment).text('with blank')).toBe('b');
  });

  test('loses the white space around it', () => {
    expect(read(' a\n', (reader) => reader.text('x'))).toEqual({ value: 'a', problems: [] });
  });

  test.each([undefined, '', '  '])('that is not set (%p) has its default, whatever that is', (value) => {
    const empty = (reading: (reader: InputReader) => unknown) => read(value, reading);
    expect(empty((reader) => reader.optional('x'))).toEqual({ value: undefined, problems: [] });
    expect(empty((reader) => reader.matching('x', LETTERS))).toEqual({ value: undefined, problems: [] });
    expect(empty((reader) => reader.integer('x', { min: 1, max: 2 }))).toEqual({ value: undefined, problems: [] });
    expect(empty((reader) => reader.boolean('x'))).toEqual({ value: undefined, problems: [] });
    expect(empty((reader) => reader.oneOf('x', ['a']))).toEqual({ value: undefined, problems: [] });
    expect(empty((reader) => reader.list('x', LETTERS))).toEqual({ value: [], problems: [] });
    expect(empty((reader) => reader.keyValues('x', LETTERS))).toEqual({ value: {}, problems: [] });
    expect(empty((reader) => reader.jsonObjects('x'))).toEqual({ value: [], problems: [] });
    expect(empty((reader) => reader.jsonTexts('x'))).toEqual({ value: [], problems: [] });
  });

  test('that is required but missing says what it means', () => {
    expect(read('', (reader) => reader.required('x', 'the name of it')).problems).toEqual([
      'x is required: the name of it.',
    ]);
  });
});

describe('a number', () => {
  const limits = { min: 30, max: 900 };
  test.each([
    ['30', 30],
    ['900', 900],
    [' 42 ', 42],
  ])('%p is %i', (text, value) => {
    expect(read(text, (reader) => reader.integer('x', limits))).toEqual({ value, problems: [] });
  });

  test.each(['29', '901', '-1', '1.5', '1e2', '0x20', '12a', 'ten', '9'.repeat(16), '٣٤'])('%p is rejected', (text) => {
    expect(read(text, (reader) => reader.integer('x', limits))).toEqual({
      value: undefined,
      problems: [`x must be a whole number from 30 to 900; it is "${text}".`],
    });
  });
});

describe('a switch', () => {
  test.each([
    ['true', true],
    ['false', false],
  ])('%p is %p', (text, value) => {
    expect(read(text, (reader) => reader.boolean('x'))).toEqual({ value, problems: [] });
  });

  test.each(['True', 'yes', '1', 'on'])('%p is rejected', (text) => {
    expect(read(text, (reader) => reader.boolean('x')).problems).toEqual([
      `x must be "true" or "false"; it is "${text}".`,
    ]);
  });
});

test('a value outside a fixed set is rejected, and the allowed values are named', () => {
  const reading = (reader: InputReader) => reader.oneOf('x', ['repo', 'org']);
  expect(read('org', reading)).toEqual({ value: 'org', problems: [] });
  expect(read('user', reading).problems).toEqual(['x must be one of repo, org; it is "user".']);
});

describe('a list', () => {
  test.each([
    ['a,b', ['a', 'b']],
    ['a\nb\r\nc', ['a', 'b', 'c']],
    [' a , , b ,', ['a', 'b']],
  ])('%j is separated by commas or line breaks', (text, value) => {
    expect(read(text, (reader) => reader.list('x'))).toEqual({ value, problems: [] });
  });

  test('is rejected with the items that are wrong', () => {
    expect(read('a,1,b,2', (reader) => reader.list('x', LETTERS)).problems).toEqual([
      'x must be a list of letters; it is "1, 2".',
    ]);
  });
});

describe('KEY=value lines', () => {
  const reading = (reader: InputReader) => reader.keyValues('x', { pattern: /^[A-Za-z_]+$/, words: 'a name' });

  test('may have = and white space in the value, and the value may be empty', () => {
    expect(read('A=1=2\r\n\n  B=\nC= c d ', reading)).toEqual({ value: { A: '1=2', B: '', C: ' c d' }, problems: [] });
  });

  test.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])('may set %s, like any other name', (name) => {
    const { value, problems } = read(`${name}=1`, reading);
    expect(problems).toEqual([]);
    expect(Object.entries(value)).toEqual([[name, '1']]);
  });

  test.each([
    ['A', 'x must be KEY=value lines; line 1 has no =.'],
    ['=1', 'x must be KEY=value lines with a name as KEY; line 1 has something else before its =.'],
    ['A B=1', 'x must be KEY=value lines with a name as KEY; line 1 has "A B".'],
    ['\n\nA=1\nA B=1', 'x must be KEY=value lines with a name as KEY; line 4 has "A B".'],
    ['A=1\nA=2', 'x sets A twice.'],
  ])('%j is rejected', (text, problem) => {
    expect(read(text, reading).problems).toEqual([problem]);
  });
});

describe('lines that may belong to a secret', () => {
  const variable = { pattern: /^[A-Za-z_]\w*$/, words: 'a variable' };

  test.each([
    ['the value of a wrong name', 'MY-TOKEN=SHOWN', /line 1 has "MY-TOKEN"/],
    ['no assignment', 'A=1\nSHOWN', /line 2 has no =/],
    ['base64 with its padding', 'MY.SHOWN+a==', /line 1 has something else before its =/],
    ['URL-safe base64 with its padding', 'ab-SHOWN=', /line 1 has something else before its =/],
    ['a URL with a query', 'postgres://me:SHOWN@host/db?ssl=on', /line 1 has something else before its =/],
    ['a long name', `${'SHOWN-'.repeat(20)}=1`, /line 1 has something else before its =/],
  ])('are not shown: %s', (_what, text, problem) => {
    const { problems } = read(text, (reader) => reader.keyValues('x', variable));
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toContain('SHOWN');
  });
});

describe('JSON', () => {
  test('objects are accepted unchanged', () => {
    expect(read('[{"type":"binpack"}]', (reader) => reader.jsonObjects('x'))).toEqual({
      value: [{ type: 'binpack' }],
      problems: [],
    });
  });

  test.each(['{', '{"a":1}', '"a"', '[1]', '[null]', '[[]]', 'null'])('%j is not an array of objects', (text) => {
    expect(read(text, (reader) => reader.jsonObjects('x'))).toEqual({
      value: [],
      problems: [`x must be a JSON array of objects; it is "${text}".`],
    });
  });

  test.each([
    ['["a","b"]', ['a', 'b']],
    ['[]', []],
    ['a, b', ['a', 'b']],
  ])('%j is read as strings, from JSON or a list', (text, value) => {
    expect(read(text, (reader) => reader.jsonTexts('x'))).toEqual({ value, problems: [] });
  });

  test.each(['[', '[1]', '[""]', '["a",]'])('%j is not a list of strings', (text) => {
    expect(read(text, (reader) => reader.jsonTexts('x')).problems).toEqual([
      `x must be a JSON array of texts, or a list; it is "${text}".`,
    ]);
  });
});

describe('the problems of a step', () => {
  test('are reported together, with the next step, and without a stack', () => {
    const reader = new InputReader({ INPUT_A: 'x', INPUT_B: 'y' });
    reader.integer('a', { min: 1, max: 2 });
    reader.boolean('b');
    const error = (() => {
      try {
        reader.finish();
        return undefined;
      } catch (reason) {
        return reason;
      }
    })();
    expect(explainFailure(error)).toBe(
      '2 inputs are wrong:\n- a must be a whole number from 1 to 2; it is "x".\n- b must be "true" or "false"; it is "y".\n' +
        'Next step: correct them; nothing was launched.',
    );
  });

  test('show a value in full or not at all: the runner hides only whole secrets', () => {
    const problem = (value: string) => read(value, (reader) => reader.matching('x', LETTERS)).problems;
    expect(problem('ghp_a/b+c=d.e"f\\g')).toEqual(['x must be letters; it is "ghp_a/b+c=d.e"f\\g".']);
    expect(problem('1'.repeat(200))).toEqual([`x must be letters; it is "${'1'.repeat(200)}".`]);
    expect(problem('1'.repeat(201))).toEqual([
      'x must be letters; it is a text of 201 characters, which is not shown.',
    ]);
    expect(problem('1\n2\n3')).toEqual([
      'x must be letters; it is a text of 5 characters in 3 lines, which is not shown.',
    ]);
  });

  test('are empty if there were none', () => {
    expect(() => new InputReader({}).finish()).not.toThrow();
  });
});
