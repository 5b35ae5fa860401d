import { describe, expect, test } from '@jest/globals';
import { type Figure, table, verdict } from '../../../bench/figures.ts';
import { COMPARISON, FIGURES, replaceMarked } from '../../../bench/page.ts';

const figure: Figure = { part: 'load', name: 'start', value: 123.4, unit: 'ms', goal: { atMost: 123.4 } };

describe('A figure', () => {
  test('meets its goal up to and including the goal itself', () => {
    expect(verdict(figure)).toBe('ok');
    expect(verdict({ ...figure, value: 123.5 })).toBe('missed');
    expect(verdict({ ...figure, goal: { atLeast: 124 } })).toBe('missed');
    expect(verdict({ ...figure, goal: { atLeast: 123 } })).toBe('ok');
  });

  test('has no verdict without a goal', () => {
    const { goal: _, ...aimless } = figure;
    expect(verdict(aimless)).toBeUndefined();
  });
});

test('The table names each part once, and its columns are aligned', () => {
  const figures: Figure[] = [
    figure,
    { part: 'load', name: 'stop', value: 1.239, unit: 's', note: 'n' },
    { part: 'rate', name: 'starts', value: 72, unit: '%', goal: { atLeast: 90 } },
  ];
  expect(table(figures)).toBe(
    [
      '| part | figure | measured | goal           |        | note |',
      '| ---- | ------ | -------- | -------------- | ------ | ---- |',
      '| load | start  | 123 ms   | at most 123 ms | ok     |      |',
      '|      | stop   | 1.24 s   |                |        | n    |',
      '| rate | starts | 72 %     | at least 90 %  | missed |      |',
    ].join('\n'),
  );
});

describe('The page', () => {
  const page = (text: string, { begin, end } = FIGURES) => `# Title\n\n${begin}\n\n${text}\n\n${end}\n\nEnd\n`;

  test('changes only between its marks', () => {
    expect(replaceMarked(page('old'), 'new $& one', FIGURES)).toBe(page('new $& one'));
  });

  test('has separate marks for each part', () => {
    const both = (compared: string) => page('old') + page(compared, COMPARISON);
    expect(replaceMarked(both('old'), 'new', COMPARISON)).toBe(both('new'));
  });

  test.each(['no marks', page('a') + page('b'), page('a').replace('<!-- /bench -->', '')])(
    'is unchanged unless each mark occurs exactly once: %#',
    (text) => {
      expect(() => replaceMarked(text, 'new', FIGURES)).toThrow('must hold');
    },
  );
});
