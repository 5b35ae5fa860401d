import { aligned } from './figures.ts';
import type { Pairs } from './pairs.ts';
import type { Cost } from './processes.ts';
import { median, medianBounds } from './statistics.ts';

/** What is compared, in the order of the columns. */
const MEASURES = [
  { title: 'wall time', unit: 'ms', of: ({ wallMs }: Cost) => wallMs },
  { title: 'CPU', unit: 'ms', of: ({ cpuMs }: Cost) => cpuMs },
  { title: 'peak memory', unit: 'MB', of: ({ peakMb }: Cost) => peakMb },
] as const;

/** How one measure of a step changed from before to after. */
export interface Change {
  readonly before: number;
  readonly after: number;
  /** The median of each run's own ratio: what disturbs both of a pair is not in it. */
  readonly ratio: number;
  /** What the ratio may be, in 99 of 100 cases. */
  readonly low: number;
  readonly high: number;
}

/** Compares values of the same runs. @throws where there are none */
export function compare(before: readonly number[], after: readonly number[]): Change {
  const ratios = after.map((value, run) => value / (before[run] ?? Number.NaN));
  return { before: median(before), after: median(after), ratio: median(ratios), ...medianBounds(ratios) };
}

/** Whether after differs from before by more than chance explains. */
export function verdict({ low, high }: Change): 'less' | 'more' | 'within noise' {
  return high < 1 ? 'less' : low > 1 ? 'more' : 'within noise';
}

/** As `100.0 → 98.0 ms, × 0.980 (0.950 to 0.990): less`. */
function describe(change: Change, unit: string): string {
  const { before, after, ratio, low, high } = change;
  const bounds = Number.isFinite(low) ? ` (${low.toFixed(3)} to ${high.toFixed(3)})` : '';
  return `${before.toFixed(1)} → ${after.toFixed(1)} ${unit}, × ${ratio.toFixed(3)}${bounds}: ${verdict(change)}`;
}

/** All steps as a Markdown table, medians before and after. */
export function comparisonTable(pairs: readonly Pairs[]): string {
  const header = ['part', 'step', ...MEASURES.map(({ title }) => `${title}, before → after`)];
  const rows = pairs.map(({ part, name, before, after }, index) => [
    part === pairs[index - 1]?.part ? '' : part,
    name,
    ...MEASURES.map(({ unit, of }) => describe(compare(before.map(of), after.map(of)), unit)),
  ]);
  return aligned(header, rows);
}
