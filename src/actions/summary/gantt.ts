import type { Span } from '../../core/report/timeline.ts';
import { duration } from './durations.ts';

/** One row of bars under a title. */
export interface GanttSection {
  readonly title: string;
  readonly spans: readonly Span[];
  /** Points in time. */
  readonly milestones?: readonly { readonly name: string; readonly at: number }[];
}

/**
 * GitHub's mermaid does not draw a diagram with more than 50,000 characters (`maxTextSize`); one of a quarter of that
 * is already taller than a screen.
 */
const CHARACTERS_AT_MOST = 12_500;

/** Intervals between the axis's ticks: milliseconds, and mermaid's words for them. */
const TICKS: readonly (readonly [ms: number, words: string])[] = [
  [100, '100millisecond'],
  [500, '500millisecond'],
  ...[1, 2, 5, 10, 15, 30].map((count) => [count * 1000, `${count}second`] as const),
  ...[1, 2, 5, 10, 15, 30].map((count) => [count * 60_000, `${count}minute`] as const),
  ...[1, 2, 4, 8, 24].map((count) => [count * 3_600_000, `${count}hour`] as const),
];

/** More ticks than this would overlap. */
const TICKS_AT_MOST = 10;

/**
 * A mermaid gantt in a fenced block; times count from `origin` (epoch milliseconds). Sections that would make it too
 * long are left out.
 */
export function gantt(options: { sections: readonly GanttSection[]; origin: number }): string[] {
  const { origin } = options;
  const sections = options.sections.filter(({ spans }) => spans.length > 0);
  if (sections.length === 0) return [];
  const last = Math.max(...sections.flatMap(({ spans }) => spans.map(({ to }) => to)));
  const lines = [...head(last - origin)];
  let length = lines.join('\n').length;
  for (const section of sections) {
    const more = sectionLines(section, origin);
    length += more.join('\n').length + 1;
    if (length > CHARACTERS_AT_MOST) break;
    lines.push(...more);
  }
  return ['```mermaid', ...lines, '```', ''];
}

function head(ms: number): string[] {
  const [, tick] = TICKS.find(([distance]) => ms / distance <= TICKS_AT_MOST) ?? [0, '1day'];
  return [
    // The padding holds the section titles; the default of 75 has room for one word.
    '---',
    'config:',
    '  gantt:',
    '    leftPadding: 110',
    '---',
    'gantt',
    // Full dates: a time alone would mean today, which may lack an hour.
    '    dateFormat YYYY-MM-DD HH:mm:ss.SSS',
    `    axisFormat ${ms < 1000 ? '%S.%L' : ms < 3_600_000 ? '%M:%S' : '%H:%M'}`,
    `    tickInterval ${tick}`,
    '    todayMarker off',
  ];
}

function sectionLines({ title, spans, milestones = [] }: GanttSection, origin: number): string[] {
  return [
    `    section ${word(title)}`,
    ...spans.map(({ phase, from, to, failed }) => {
      const ms = Math.max(0, Math.round(to - from));
      // Said as well as shown in red, which not everybody can tell.
      const [how, mark] = failed ? ['failed after ', 'crit, '] : ['', ''];
      return `    ${word(phase)} ${how}${word(duration(ms))} :${mark}${moment(from - origin)}, ${ms}ms`;
    }),
    ...milestones.map(({ name, at }) => `    ${word(name)} :milestone, ${moment(at - origin)}, 0ms`),
  ];
}

/**
 * Escapes a title or a name. Line breaks, `:`, `;` and `#` have a meaning in mermaid, and so do a few words at the
 * beginning of a line (`section`, `click`, a date), but names are ours and titles follow `section`. Anything but
 * letters, digits and harmless signs becomes `_`.
 */
function word(text: string): string {
  return [...text.replaceAll(/[^\p{L}\p{N} _.()/-]/gu, '_')].slice(0, 80).join('').trim() || '_';
}

/** Milliseconds from the origin as a moment of a day that has 24 hours in every time zone. */
function moment(ms: number): string {
  const from = Date.UTC(2000, 0, 1);
  return new Date(from + Math.max(0, Math.round(ms))).toISOString().slice(0, -1).replace('T', ' ');
}
