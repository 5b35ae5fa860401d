import { shorten } from '../../core/util/shorten.ts';
import { printable } from '../io.ts';

/** Longest line of text from elsewhere that is shown; the log has the rest. */
const TEXT_AT_MOST = 1500;

/** The same for a block of lines: an error contains lines of a container's log and ends with the next step. */
const LINES_AT_MOST = 10_000;

/** A table with more rows than this is folded. */
const ROWS_OPEN_AT_MOST = 12;

/** Between an error's message and its next step; a message can contain it, the next step does not. */
const NEXT_STEP = '\nNext step: ';

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

/**
 * An error's text as the log has it, with the next step by itself. Each line is code of its own, which a browser wraps:
 * a block of code would be as wide as its longest line.
 */
export function failure(text: string): string[] {
  const at = text.lastIndexOf(NEXT_STEP);
  const [why, next] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + NEXT_STEP.length)];
  const [shownWhy, shownNext] = [wrapped(why), wrapped(next)];
  return [...shownWhy, '', ...(shownNext.length > 0 ? ['**Next step:**', '', ...shownNext, ''] : [])];
}

/** Several such texts as a list. */
export function failureList(texts: readonly string[]): string[] {
  const items = texts.map((text) =>
    failure(text).map((line, at) => (line === '' ? '' : `${at === 0 ? '- ' : '  '}${line}`)),
  );
  return items.flat();
}

/** The lines of a text as code, one below the other. */
function wrapped(text: string): string[] {
  const shown: string[] = [];
  let room = LINES_AT_MOST;
  for (const line of lines(text).map((whole) => shorten(whole, TEXT_AT_MOST))) {
    room -= line.length;
    shown.push(room < 0 ? '…' : code(line));
    if (room < 0) break;
  }
  return shown.map((line, at) => (at < shown.length - 1 ? `${line}<br>` : line));
}

/** Text from elsewhere as code that leads to a page; just the code if the page is not known. */
export function link(text: string, page: string | undefined): string {
  const shown = code(text);
  return shown === '' || page === undefined ? shown : `[${shown}](${page})`;
}

/** A table in Markdown, as its cells already are. A bar would end a cell, even in code: a broken bar replaces it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '¦')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row), ''];
}

/** The same; a long one is folded under what it is about. */
export function foldedTable(what: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length > ROWS_OPEN_AT_MOST ? folded(what, table(head, rows)) : table(head, rows);
}

/** Lines that only those see who unfold them. */
export function folded(what: string, lines: readonly string[]): string[] {
  return [`<details><summary>${what}</summary>`, '', ...lines, '</details>', ''];
}

/** The summary of a failed step; `title` is ours, the error's text is not. */
export function failedSummary(title: string, error: string): string {
  return [`### ${title}`, '', '**Why:**', '', ...failure(error), ''].join('\n');
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
