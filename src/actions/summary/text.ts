import { printable } from '../io.ts';

/** Longest text of others that is shown; what is longer is in the log. */
const TEXT_AT_MOST = 1500;

/** The same for a text of several lines: an error holds lines of a container's log, and ends with the next step. */
const LINES_AT_MOST = 10_000;

/**
 * Text of others (names, states, reasons, answers of services) as one line of Markdown in which nothing is markup: all
 * but letters, digits and a few harmless signs become character references, which no Markdown reads as anything but the
 * character. So it can end neither its table cell nor its paragraph, and holds no link, no image and no HTML.
 */
export function plain(text: string): string {
  // The second kind of match would begin a list.
  const markup = /[^\p{L}\p{N} ,()'-]|^-|(?<=^\d+)\)/gu;
  return shorten(oneLine(text)).replaceAll(markup, (sign) => `&#${sign.codePointAt(0)};`);
}

/** The same for a text of several lines. */
export function plainLines(text: string): string {
  const lines = text.split(/\r\n|[\r\n]/).map(oneLine);
  const kept = shorten(lines.filter((line) => line !== '').join('\n'), LINES_AT_MOST);
  return kept.split('\n').map(plain).join('<br>');
}

/** A name as code. Backticks and bars would end the code or the cell; a space stands for each. */
export function code(text: string): string {
  const shown = shorten(oneLine(text.replaceAll(/[`|]/g, ' ')));
  return shown === '' ? '' : `\`${shown}\``;
}

/** A table in Markdown; its cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row), ''];
}

/** The summary of a step that could not do its work; `title` is ours, the error's text is not. */
export function failedSummary(title: string, error: string): string {
  return [`### ${title}`, '', `**Why:** ${plainLines(error)}`, '', ''].join('\n');
}

function oneLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ').trim();
}

function shorten(text: string, atMost = TEXT_AT_MOST): string {
  const signs = [...text];
  return signs.length > atMost ? `${signs.slice(0, atMost).join('')}…` : text;
}
