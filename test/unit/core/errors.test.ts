import { describe, expect, test } from '@jest/globals';
import { assertNever, explain, NameTakenError, RunnerError } from '../../../src/core/errors.ts';

describe('what a user reads of an error', () => {
  test('is the message and the next step, without a stack', () => {
    const error = new RunnerError({ kind: 'capacity', message: 'No room.', hint: 'Wait.', cause: new Error('inner') });
    expect(explain(error)).toBe('No room.\nNext step: Wait.');
    expect(error.cause).toEqual(new Error('inner'));
  });

  test('of a bug is its stack', () => {
    const error = new TypeError('x is not a function');
    expect(explain(error)).toContain('probably a bug');
    expect(explain(error)).toContain('errors.test.ts');
  });

  test.each([['a text'], [undefined], [{ some: 'object' }]])('is told for what is no error: %p', (value) => {
    expect(explain(value)).toContain('Unexpected error');
  });
});

test('an error without a cause has none', () => {
  expect('cause' in new RunnerError({ kind: 'transient', message: 'm', hint: 'h' })).toBe(false);
});

test('a name that is taken is told apart from other errors', () => {
  expect(new NameTakenError('x')).toMatchObject({ name: 'NameTakenError' });
});

test('a case that nobody handles throws', () => {
  expect(() => assertNever('surprise' as never)).toThrow('"surprise"');
});
