/** A measurement and its goal. */
export interface Figure {
  /** What the figure describes; a table has one heading for each. */
  readonly part: string;
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** Absent if none is set. */
  readonly goal?: Goal;
  /** Further information for a reader. */
  readonly note?: string;
}

export type Unit = 'ms' | 's' | 'MB' | 'requests' | 'a minute' | 'a second' | '%' | '';

export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** Whether the goal is met; undefined if there is none. */
export function verdict({ value, goal }: Figure): 'ok' | 'missed' | undefined {
  if (goal === undefined) return undefined;
  return ('atMost' in goal ? value <= goal.atMost : value >= goal.atLeast) ? 'ok' : 'missed';
}

/** A number with its significant digits, and its unit. */
export function amount(value: number, unit: Unit): string {
  const digits = unit === 's' ? 2 : unit === 'requests' || unit === '' ? 1 : 0;
  return `${Number(value.toFixed(digits))}${unit === '' ? '' : ` ${unit}`}`;
}

/** All figures as one Markdown table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { part, name, value, unit, goal, note = '' } = figure;
    const wanted =
      goal === undefined
        ? ''
        : 'atMost' in goal
          ? `at most ${amount(goal.atMost, unit)}`
          : `at least ${amount(goal.atLeast, unit)}`;
    return [part, name, amount(value, unit), wanted, verdict(figure) ?? '', note];
  });
  const header = ['part', 'figure', 'measured', 'goal', '', 'note'];
  // A part's name appears only in its first row.
  const shown = rows.map((row, index) => (row[0] === rows[index - 1]?.[0] ? ['', ...row.slice(1)] : row));
  return aligned(header, shown);
}

/** A Markdown table that is readable as it is: columns are aligned. */
export function aligned(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
