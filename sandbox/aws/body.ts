import { AwsError } from './errors.ts';

/** A JSON object from a request, not yet parsed further. */
export type Body = Readonly<Record<string, unknown>>;

/** Parses an awsJson body; anything but a JSON object is a SerializationException, as from the real front end. */
export function parseBody(text: string): Body {
  let value: unknown;
  try {
    value = JSON.parse(text === '' ? '{}' : text);
  } catch {
    // AWS does not repeat the parser's message.
    throw serialization();
  }
  return asBody(value);
}

/** `value` as an object. */
export function asBody(value: unknown): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw serialization();
  return value as Body;
}

/** The string at `key`; undefined if it is absent or null. */
export function textAt(body: Body, key: string): string | undefined {
  return typed(body, key, (value): value is string => typeof value === 'string');
}

/** The number at `key`. */
export function numberAt(body: Body, key: string): number | undefined {
  return typed(body, key, (value): value is number => typeof value === 'number');
}

/** The object at `key`. */
export function bodyAt(body: Body, key: string): Body | undefined {
  const value = body[key];
  return value === undefined || value === null ? undefined : asBody(value);
}

/** The list at `key`; empty if it is absent. */
export function listAt(body: Body, key: string): readonly unknown[] {
  return typed(body, key, (value): value is unknown[] => Array.isArray(value)) ?? [];
}

/** The list of strings at `key`. */
export function textsAt(body: Body, key: string): readonly string[] {
  return listAt(body, key).map((value) => {
    if (typeof value !== 'string') throw serialization();
    return value;
  });
}

/** The list of objects at `key`. */
export function bodiesAt(body: Body, key: string): readonly Body[] {
  return listAt(body, key).map(asBody);
}

function typed<T>(body: Body, key: string, is: (value: unknown) => value is T): T | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (!is(value)) throw serialization();
  return value;
}

function serialization(): AwsError {
  return new AwsError({ code: 'SerializationException', message: 'Unexpected value type in payload' });
}
