/** What stands before and behind a part of docs/performance.md that the benchmark writes. */
interface Marks {
  readonly begin: string;
  readonly end: string;
}

export const FIGURES: Marks = {
  begin: '<!-- bench: written by npm run bench -- --write-docs -->',
  end: '<!-- /bench -->',
};
export const COMPARISON: Marks = {
  begin: '<!-- against: written by npm run bench -- --against REVISION --write-docs -->',
  end: '<!-- /against -->',
};

/** The page with `text` between the two marks. @throws where they are missing */
export function replaceMarked(page: string, text: string, { begin, end }: Marks): string {
  const [before, rest = '', ...others] = page.split(begin);
  const endAt = rest.indexOf(end);
  if (before === undefined || endAt < 0 || others.length > 0) {
    throw new Error(`The page must hold ${begin} once, and ${end} after it.`);
  }
  return `${before}${begin}\n\n${text}\n\n${rest.slice(endAt)}`;
}
