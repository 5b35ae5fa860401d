/** The value below which `share` (0 to 1) of the values lie, by nearest rank. @throws if there are none */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('percentile of no values');
  return value;
}

/** The middle value, or the mean of the two in the middle. @throws if there are none */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error('median of no values');
  return (low + high) / 2;
}

/** Standard deviations on either side that hold 99 % of a normal distribution. */
const DEVIATIONS = 2.576;

/**
 * Bounds between which the median of what the values were drawn from lies, in 99 of 100 cases. Nothing is assumed of their
 * distribution: how many of them are below the median is a matter of heads or tails. @throws where there are none
 */
export function medianBounds(values: readonly number[]): { readonly low: number; readonly high: number } {
  if (values.length === 0) throw new Error('bounds of no values');
  const sorted = [...values].sort((a, b) => a - b);
  // How many values on either end are further out than chance explains. Fewer than nine values show nothing.
  const outside = Math.floor((sorted.length - DEVIATIONS * Math.sqrt(sorted.length) - 1) / 2);
  return { low: sorted[outside] ?? -Infinity, high: sorted[sorted.length - 1 - outside] ?? Infinity };
}

/** The largest number of `times` (milliseconds) within any `windowMs`. */
export function mostWithin(times: readonly number[], windowMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  sorted.forEach((time, index) => {
    while (time - (sorted[first] ?? time) >= windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

/** Milliseconds covered by at least one of the intervals. */
export function covered(intervals: readonly (readonly [from: number, to: number])[]): number {
  let until = -Infinity;
  let total = 0;
  for (const [from, to] of [...intervals].sort(([a], [b]) => a - b)) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}
