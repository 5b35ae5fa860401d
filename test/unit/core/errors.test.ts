import { describe, expect, test } from '@jest/globals';
import { assertNever, combined, explain, NameTakenError, RunnerError } from '../../../src/core/errors.ts';

describe('what a user reads of an error', () => {
  test('is the message and the next step, without a stack', () => {
    const error = new RunnerError({ kind: 'capacity', message: 'No room.', hint: 'Wait.', cause: new Error('inner') });
    expect(explain(error)).toBe('No room.\nNext step: Wait.');
    expect(error.cause).toEqual(new Error('inner'));
  });

  test('is the stack for a bug', () => {
    const error = new TypeError('x is not a function');
    expect(explain(error)).toContain('probably a bug');
    expect(explain(error)).toContain('errors.test.ts');
  });

  test.each([['a text'], [undefined], [{ some: 'object' }]])('exists for values that are no errors: %p', (value) => {
    expect(explain(value)).toContain('Unexpected error');
  });
});

test('two failures are combined into one, and what both waited for is stated once', () => {
  const first = new RunnerError({ kind: 'permission', message: 'No role.', hint: 'Add it.' });
  const second = new RunnerError({ kind: 'transient', message: 'No answer.', hint: 'Again.' });
  expect(explain(combined(first, second))).toBe('No role.\nNo answer.\nNext step: Add it.\nAgain.');
  expect(combined(first, first)).toBe(first);
});

test('an error without a cause has none', () => {
  expect('cause' in new RunnerError({ kind: 'transient', message: 'm', hint: 'h' })).toBe(false);
});

test('a name that is taken is distinguished from other errors', () => {
  expect(new NameTakenError('x')).toMatchObject({ name: 'NameTakenError' });
});

test('an unhandled case throws', () => {
  expect(() => assertNever('surprise' as never)).toThrow('"surprise"');
});
