import { shorten } from '../../core/util/shorten.ts';
import { printable } from '../io.ts';

/** Longest line of text from elsewhere that is shown; the log has the rest. */
const TEXT_AT_MOST = 1500;

/** The same for a block of lines: an error contains lines of a container's log and ends with the next step. */
const LINES_AT_MOST = 10_000;

/** GitHub's parser counts at most 255 backticks of a fence, so longer runs in a text are shortened. */
const BACKTICKS_AT_MOST = 100;

/**
 * Text from elsewhere (names, states, reasons) as code on one line. Nothing in code is markup, and its characters stay
 * unchanged: the runner searches the summary's file for secrets, and GitHub would show any that it misses. Empty for an
 * empty text.
 */
export function code(text: string): string {
  const shown = shorten(lines(text).join(' '), TEXT_AT_MOST);
  if (shown === '') return '';
  const ticks = delimiter(shown);
  // Backticks at either end would join the delimiter; these spaces are not displayed.
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return ticks + space + shown + space + ticks;
}

/** Texts from elsewhere with several lines (errors, findings) as a block of code, one below the other. */
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

/** A table in Markdown, as its cells already are. A bar would end a cell, even in code: a broken bar replaces it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '¦')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row), ''];
}

/** The summary of a failed step; `title` is ours, the error's text is not. */
export function failedSummary(title: string, error: string): string {
  return [`### ${title}`, '', '**Why:**', '', ...block(error), ''].join('\n');
}

/** The lines of a text, without empty ones and without characters that could hide text. */
function lines(text: string): string[] {
  const all = text.split(/\r\n|[\r\n]/).map((line) => printable(line).trimEnd());
  return all.filter((line) => line.trim() !== '');
}

/** The lengths of all runs of backticks in a text. */
function backticks(text: string): number[] {
  return (text.match(/`+/g) ?? []).map(({ length }) => length);
}

/**
 * Backticks that begin and end code on one line: the smallest number that no run in the text has. That is shorter than
 * one more than the longest run, and GitHub's parser supports no delimiter of more than 80.
 */
function delimiter(text: string): string {
  const taken = new Set(backticks(text));
  let length = 1;
  while (taken.has(length)) length += 1;
  return '`'.repeat(length);
}
