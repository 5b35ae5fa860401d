import { malformed, parsePage, totalCount } from './parse.ts';

/** GitHub's largest page. */
export const PAGE = 100;

/** GitHub limits a group to 10,000 runners, and a scope has few groups: a longer list is not a real one. */
const MAX_PAGES = 300;

/** How often a list is read that turns out shorter than the total it names: it may change while it is read. */
const READS_AT_MOST = 3;

/** An answer with one page of a list. */
interface Page {
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/**
 * Reads all pages of a list. A page can be shorter than the others and have a next one all the same: GitHub's link and
 * its total decide, not the length.
 * @throws RunnerError if fewer items come than the list says it has: what is missing must not be taken for gone
 */
export async function readPages(field: string, request: (page: number) => Promise<Page>): Promise<readonly unknown[]> {
  for (let read = 1; ; read += 1) {
    const { items, total } = await readOnce(field, request);
    if (items.length >= total) return items;
    if (read === READS_AT_MOST) throw malformed(`${items.length} of ${total} ${field}`, items);
  }
}

async function readOnce(
  field: string,
  request: (page: number) => Promise<Page>,
): Promise<{ items: readonly unknown[]; total: number }> {
  const items: unknown[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { data, headers } = await request(page);
    const some = parsePage(data, field);
    items.push(...some);
    const total = totalCount(data);
    if (!hasNext(headers, { onPage: some.length, soFar: items.length, total })) return { items, total: total ?? 0 };
  }
  throw malformed(`more than ${MAX_PAGES} pages of ${field}`, items);
}

function hasNext(
  { link }: Page['headers'],
  { onPage, soFar, total }: { onPage: number; soFar: number; total: number | undefined },
): boolean {
  if (typeof link === 'string') return /rel="?next"?/.test(link);
  if (onPage === 0) return false;
  // More than the total: one of them is wrong, and a full page may have a next one.
  return total === undefined || soFar > total ? onPage >= PAGE : soFar < total;
}
