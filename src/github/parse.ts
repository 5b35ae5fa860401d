import { RunnerError } from '../core/errors.ts';
import type { Registration } from '../core/ports.ts';

/** Reads a runner of GitHub's API. @throws RunnerError where a field that we act upon is missing */
export function parseRunner(value: unknown): Registration {
  const { id, name, status, busy, labels } = record(value, 'a runner');
  if (typeof id !== 'number' || typeof name !== 'string') throw malformed('a runner without id or name', value);
  if (typeof status !== 'string' || typeof busy !== 'boolean') throw malformed('a runner without status', value);
  return {
    id,
    name,
    status: status === 'online' ? 'online' : 'offline',
    busy,
    labels: list(labels, 'labels').map((label) => text(record(label, 'a label')['name'], "a label's name")),
  };
}

/** The items of a page of GitHub's list endpoints, which wrap them: `{total_count, runners: […]}`. */
export function parsePage(value: unknown, field: string): readonly unknown[] {
  return list(record(value, 'a page')[field], field);
}

/** An object. */
export function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`something else than ${what}`, value);
  return { ...value };
}

/** A text that is not empty. */
export function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '') throw malformed(`no ${what}`, value);
  return value;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`no list of ${what}`, value);
  return value;
}

/** An answer that is no GitHub's. */
export function malformed(what: string, value: unknown): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `GitHub answered with ${what} (${typeof value}).`,
    hint: 'Is GITHUB_API_URL the API of a GitHub, with no proxy that answers in its place? Then run the job again.',
  });
}
