/** A time span for people, in at most two units: `340 ms`, `12.3 s`, `4 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < 1000) return `${Math.round(span)} ms`;
  if (span < 59_950) return `${(span / 1000).toFixed(1)} s`;
  const seconds = Math.round(span / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The same for a table cell, without line breaks. */
export function durationCell(ms: number): string {
  return duration(ms).replaceAll(' ', '\u00a0');
}

/** Fastest, median (with an even number the slower of the middle two) and slowest; undefined if there are no values. */
export function spread(values: readonly number[]): { fastest: number; median: number; slowest: number } | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const [fastest] = sorted;
  const median = sorted[Math.floor(sorted.length / 2)];
  const slowest = sorted.at(-1);
  if (fastest === undefined || median === undefined || slowest === undefined) return undefined;
  return { fastest, median, slowest };
}
