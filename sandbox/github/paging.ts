import type { SandboxRequest } from '../server.ts';

/** A page of a list, and the `Link` header with the other pages. */
export interface Page<T> {
  readonly items: T[];
  readonly headers: Record<string, string>;
}

/** Cuts out the requested page: `per_page` 30 by default and up to 100, `page` from 1. */
export function paginate<T>(all: readonly T[], request: SandboxRequest, url: string): Page<T> {
  const perPage = Math.min(100, positive(request.query.get('per_page'), 30));
  const page = positive(request.query.get('page'), 1);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const link = (number: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(number));
    return `<${url}${request.path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  };
}

/** GitHub takes its default for anything that is not a positive number. */
function positive(text: string | null, otherwise: number): number {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value > 0 ? value : otherwise;
}
