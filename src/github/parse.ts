import { RunnerError } from '../core/errors.ts';
import type { Registration } from '../core/ports.ts';
import { STEP } from '../core/words.ts';

/** Parses a runner of GitHub's API. @throws RunnerError if a field that we act on is missing */
export function parseRunner(value: unknown): Registration {
  const { id, name, status, busy, labels } = record(value, 'a runner');
  if (typeof status !== 'string' || status === '' || typeof busy !== 'boolean')
    throw malformed('a runner without status', value);
  return {
    id: identifier(id, 'a runner'),
    name: text(name, "runner's name"),
    status: status === 'online' ? 'online' : 'offline',
    busy,
    labels: list(labels, 'labels').map((label) => text(record(label, 'a label')['name'], "label's name")),
  };
}

/** The items of a page of GitHub's list endpoints, which wrap them: `{total_count, runners: […]}`. */
export function parsePage(value: unknown, field: string): readonly unknown[] {
  return list(record(value, 'a page')[field], field);
}

/** The number of items on all pages; undefined if the page does not report it. */
export function totalCount(value: unknown): number | undefined {
  const total = record(value, 'a page')['total_count'];
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : undefined;
}

/** An object. */
export function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`something other than ${what}`, value);
  return { ...value };
}

/** A numeric id from GitHub; it goes into the paths of later requests. */
export function identifier(value: unknown, of: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw malformed(`${of} without an id`, value);
}

/** A base64 text: it is passed to a task unread, so it must at least use the right alphabet. */
export function base64(value: unknown, what: string): string {
  const encoded = text(value, what);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw malformed(`an ${what} that is not base64`, value);
  return encoded;
}

/** A text that is not empty. */
export function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '') throw malformed(`no ${what}`, value);
  return value;
}

/** A list of anything. */
export function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`no list of ${what}`, value);
  return value;
}

/** An answer that cannot be used. GitHub may have acted already, so it is `transient`. */
export function malformed(what: string, value: unknown): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `GitHub answered with ${what} (${typeof value}).`,
    hint: `Check that GITHUB_API_URL is the API of a GitHub, and that no proxy answers in its place; then ${STEP.again}.`,
  });
}
