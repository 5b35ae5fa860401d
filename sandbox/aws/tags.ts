import { type Body, bodiesAt, textAt } from './body.ts';
import { invalidParameter } from './errors.ts';

/** A tag in ECS requests and answers. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** The restrictions of the `tags` parameter in the ECS API reference. */
const LIMIT = { count: 50, key: 128, value: 256 };
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The tags of a request; bad ones are refused as in ECS. */
export function parseTags(body: Body): readonly Tag[] {
  const tags = bodiesAt(body, 'tags').map((tag) => ({
    key: textAt(tag, 'key') ?? '',
    value: textAt(tag, 'value') ?? '',
  }));
  if (tags.length > LIMIT.count) throw invalidParameter(`Tags can not have more than ${LIMIT.count} entries.`);
  if (new Set(tags.map(({ key }) => key)).size < tags.length) {
    throw invalidParameter('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  for (const { key, value } of tags) {
    if (key.length < 1 || key.length > LIMIT.key) {
      throw invalidParameter(`Tag key length must be between 1 and ${LIMIT.key} characters.`);
    }
    if (value.length > LIMIT.value) {
      throw invalidParameter(`Tag value length must be at most ${LIMIT.value} characters.`);
    }
    if (!ALLOWED.test(key) || !ALLOWED.test(value)) {
      throw invalidParameter(
        'Some tags contain invalid characters. Valid characters: UTF-8 letters, spaces, numbers and _ . / = + - : @.',
      );
    }
    if (/^aws:/i.test(key) || /^aws:/i.test(value)) {
      throw invalidParameter('aws: prefixed tag key names are not allowed for external use.');
    }
  }
  return tags;
}

/** `tags` overridden by `more`. */
export function mergeTags(tags: readonly Tag[], more: readonly Tag[]): readonly Tag[] {
  const merged = new Map([...tags, ...more].map((tag) => [tag.key, tag]));
  return [...merged.values()];
}

/** The condition keys of a request with these tags. */
export function requestTagContext(tags: readonly Tag[]): Record<string, string | readonly string[]> {
  const context: Record<string, string | readonly string[]> = {};
  for (const { key, value } of tags) context[`aws:RequestTag/${key}`] = value;
  if (tags.length > 0) context['aws:TagKeys'] = tags.map(({ key }) => key);
  return context;
}

/** The condition keys of a resource with these tags. */
export function resourceTagContext(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value }) => [`aws:ResourceTag/${key}`, value]));
}
