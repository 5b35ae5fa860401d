import { describe, expect, test } from '@jest/globals';
import { compare, comparisonTable, verdict } from '../../../bench/comparison.ts';

/** Times on a machine that is busy in every third run, which slows down whatever is measured then. */
const before = Array.from({ length: 21 }, (_, run) => 100 + run + (run % 3 === 0 ? 300 : 0));

const closeTo = (value: number) => expect.closeTo(value, 6);

describe('A comparison', () => {
  const times = (factor: (run: number) => number) => before.map((value, run) => value * factor(run));

  test('detects a small change in which most runs agree, although single runs differ by more', () => {
    const slower = compare(
      before,
      times((run) => 1.02 + run / 10_000),
    );
    expect([slower.ratio, slower.low, slower.high]).toEqual([1.021, 1.0204, 1.0216].map((ratio) => closeTo(ratio)));
    expect(verdict(slower)).toBe('more');
    expect(
      verdict(
        compare(
          before,
          times(() => 0.98),
        ),
      ),
    ).toBe('less');
  });

  test('reports noise if the runs disagree, or if there are too few', () => {
    const either = times((run) => (run % 2 === 0 ? 1.1 : 0.9));
    expect(verdict(compare(before, either))).toBe('within noise');
    expect(verdict(compare([100], [150]))).toBe('within noise');
  });

  test('has a row for each step, with the medians of both sides', () => {
    const cost = (wallMs: number) => ({ wallMs, waitedMs: 0, cpuMs: 2 * wallMs, peakMb: 70 });
    const pairs = { part: 'cold load', before: [cost(100), cost(300)], after: [cost(110), cost(330)] } as const;
    const table = comparisonTable([
      { ...pairs, name: 'stop-runner' },
      { ...pairs, name: 'sweep-runners' },
    ]);
    expect(table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))).toEqual([
      expect.arrayContaining(['part', 'step', 'wall time, before → after']),
      expect.anything(),
      [
        '',
        'cold load',
        'stop-runner',
        '200.0 → 220.0 ms, × 1.100: within noise',
        '400.0 → 440.0 ms, × 1.100: within noise',
        '70.0 → 70.0 MB, × 1.000: within noise',
        '',
      ],
      expect.arrayContaining(['', 'sweep-runners']),
    ]);
  });
});
