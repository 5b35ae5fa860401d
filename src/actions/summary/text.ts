import { shorten } from '../../core/util/shorten.ts';
import { printable } from '../io.ts';

/** Longest line of others that is shown; what is longer is in the log. */
const TEXT_AT_MOST = 1500;

/** The same for a block of lines: an error holds lines of a container's log, and ends with the next step. */
const LINES_AT_MOST = 10_000;

/** GitHub's parser counts no more than 255 backticks of a fence: longer runs of a text are shortened to fewer. */
const BACKTICKS_AT_MOST = 100;

/**
 * Text of others (names, states, reasons) as code on one line. Nothing in code is markup, and its characters stay as they
 * are: the runner looks for secrets in the summary's file, and what it does not find there GitHub would show. Empty for
 * an empty text.
 */
export function code(text: string): string {
  const shown = shorten(lines(text).join(' '), TEXT_AT_MOST);
  if (shown === '') return '';
  const ticks = delimiter(shown);
  // Backticks at an end would belong to the delimiter; these spaces do not show.
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return ticks + space + shown + space + ticks;
}

/** Texts of others with their lines (errors, findings) as a block of code, below one another. */
export function block(...texts: readonly string[]): string[] {
  const shown: string[] = [];
  let room = LINES_AT_MOST;
  for (const line of texts.flatMap(lines).map((text) => shorten(text, TEXT_AT_MOST))) {
    room -= line.length;
    shown.push(room < 0 ? '…' : line.replaceAll(/`+/g, (run) => run.slice(0, BACKTICKS_AT_MOST)));
    if (room < 0) break;
  }
  const fence = '`'.repeat(Math.max(2, ...backticks(shown.join('\n'))) + 1);
  return [fence, ...shown, fence, ''];
}

/** A table in Markdown; its cells are Markdown already. A bar would end its cell, even in code: a broken one stands for it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '¦')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row), ''];
}

/** The summary of a step that could not do its work; `title` is ours, the error's text is not. */
export function failedSummary(title: string, error: string): string {
  return [`### ${title}`, '', '**Why:**', '', ...block(error), ''].join('\n');
}

/** Its lines, without empty ones and without what could hide text. */
function lines(text: string): string[] {
  const all = text.split(/\r\n|[\r\n]/).map((line) => printable(line).trimEnd());
  return all.filter((line) => line.trim() !== '');
}

/** The lengths of the runs of backticks in a text. */
function backticks(text: string): number[] {
  return (text.match(/`+/g) ?? []).map(({ length }) => length);
}

/**
 * Backticks that begin and end code on one line: as many as no run in the text has. That is a shorter run than one longer
 * than all would be, and GitHub's parser knows no delimiter of more than 80.
 */
function delimiter(text: string): string {
  const taken = new Set(backticks(text));
  let length = 1;
  while (taken.has(length)) length += 1;
  return '`'.repeat(length);
}
