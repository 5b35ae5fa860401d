import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shorten } from '../../../../src/core/util/shorten.ts';

test.each([
  ['one two', 7, 'one two'],
  ['one two three', 7, 'one two …'],
  ['one two three', 8, 'one two …'],
  ['one two three', 6, 'one …'],
  ['one\ntwo', 5, 'one …'],
  ['ghp_0123456789', 5, '…'],
  ['', 5, ''],
])('%j in at most %d characters is %j', (text, atMost, shortened) => {
  expect(shorten(text, atMost)).toBe(shortened);
});

test('a word is never cut', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^\S{1,20}$/)), fc.nat(100), (words, atMost) => {
      const text = words.join(' ');
      const kept = shorten(text, atMost).split(' ').filter(Boolean);
      if (text.length > atMost) expect(kept.pop()).toBe('…');
      expect(kept).toEqual(words.slice(0, kept.length));
      expect(kept.join(' ').length).toBeLessThanOrEqual(atMost);
    }),
  );
});
