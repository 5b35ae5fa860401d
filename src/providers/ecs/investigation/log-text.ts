import { shorten } from '../../../core/util/shorten.ts';

/** How much of a log is shown: lines, and characters in a line. */
const LINES = 20;
const LINE_AT_MOST = 300;
/** The rest of a line is not even searched: the time to search for secrets grows faster than the line. */
const SEARCHED_AT_MOST = 16_000;

/**
 * What a log must not disclose, except what the first group captures. A JIT config is base64 of JSON of several KB,
 * which tools fold at 64 or 76 columns; a GitHub or AWS token printed by a job's image is just as sensitive.
 */
const SECRETS: readonly RegExp[] = [
  /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, // a JWT
  /ey[IJ][A-Za-z0-9+/_-]{30,}={0,2}/g, // base64 of JSON
  /[A-Za-z0-9+/_-]{60,}={0,2}/g,
  /\bgh[pousr]_\w{20,}/g,
  /\bgithub_pat_\w{20,}/g,
  /\bA(?:KIA|SIA)[A-Z0-9]{16}\b/g,
  // An AWS secret access key: 40 characters of all kinds. A commit's digest has no upper case.
  /(?<![\w+/=-])(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])(?=[A-Za-z+/]*\d)[A-Za-z0-9+/]{40}(?![\w+/=-])/g,
  // What is labelled as a secret.
  /((?:secret|passw(?:or)?d|token|credential|(?:api|access|private)[_-]?key)\w{0,40}["']?\s{0,8}[=:]\s{0,8}["']?)[^\s"',;]{4,}/gi,
  /(\bauthorization["']?\s{0,8}[=:]\s{0,8}["']?(?:\w{1,20}\s{1,8})?)[^\s"',;]{8,}/gi,
  // The password in a URL.
  /(:\/\/[^\s/:@]{0,100}:)[^\s/@]+(?=@)/g,
];

/** Terminal escape sequences (colours, cursor, titles): removing only the escape character would leave the rest. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const ANSI = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-_]/g;

/**
 * The last lines of a log, fit to be printed below an error: no escape sequences, no secrets, bounded. Each line begins
 * with a bar, so that none begins like a runner command; `printable` handles everything else that a text could do.
 */
export function shownLines(messages: readonly string[]): readonly string[] {
  const lines = messages.flatMap((message) => message.replaceAll(ANSI, '').split(/\r\n|[\n\r\u2028\u2029\u0085]/));
  return lines
    .filter((line) => line.trim() !== '')
    .slice(-LINES)
    .map((line) => masked(shorten(line.trimEnd(), SEARCHED_AT_MOST)))
    .map((line) => `  | ${shorten(line, LINE_AT_MOST)}`);
}

function masked(line: string): string {
  const hide = (_found: string, kept: unknown): string => `${typeof kept === 'string' ? kept : ''}***`;
  return SECRETS.reduce((text, secret) => text.replaceAll(secret, hide), line);
}
