const BEGIN = '<!-- bench: written by npm run bench -- --write-docs -->';
const END = '<!-- /bench -->';

/** The page with `text` between its two marks. @throws if they are missing */
export function replaceMarked(page: string, text: string): string {
  const [before, rest, ...others] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined || others.length > 0) {
    throw new Error(`The page must contain ${BEGIN} once, and ${END} after it.`);
  }
  return `${before}${BEGIN}\n\n${text}\n\n${END}${after}`;
}
