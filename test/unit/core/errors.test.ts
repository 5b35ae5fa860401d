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

  test.each([
    ['ENOSPC', 'ENOSPC: no space left on device, write', 'has no disk space left', 'Free disk space on it'],
    ['EDQUOT', 'EDQUOT: disk quota exceeded, write', 'has used up its disk quota', 'Free disk space'],
    ['EROFS', "EROFS: read-only file system, open '/x'", 'cannot write to a read-only disk', 'Make the disk writable'],
    ['EACCES', "EACCES: permission denied, open '/x'", 'does not permit this', 'Permit what the message names'],
    ['EMFILE', "EMFILE: too many open files, open '/x'", 'has too many open files', 'Raise the limit'],
  ])('says plainly what the machine lacks, which is no bug: %s', (code, message, lack, step) => {
    const text = explain(Object.assign(new Error(message), { code, syscall: 'write', errno: -1 }));
    expect(text).toContain(`The machine that runs this ${lack}: ${message}\nNext step: ${step}`);
    expect(text).not.toMatch(/bug|errors\.test/);
  });

  test('is a bug if another system call failed that nobody expected', () => {
    expect(explain(Object.assign(new Error('x'), { code: 'ENOENT', syscall: 'open' }))).toContain('probably a bug');
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
