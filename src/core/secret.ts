/** A value that must not be printed: converted to text or JSON, it shows as `***`. */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself, for the one place that needs it. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Secret(***)';
  }
}

/** Hides a value in all log output from now on. Call it before using the value for anything else. */
export type Mask = (value: string) => void;

/**
 * A secret and the forms in which tools print one: unpadded base64, of the secret alone and with the line break of
 * `echo`, also in the URL alphabet; URL-encoded; escaped for JSON, with and without escaped slashes.
 * @param value ASCII
 */
export function derivedForms(value: string): readonly string[] {
  const base64 = [btoa(value), btoa(`${value}\n`)].map((text) => text.replace(/=+$/, ''));
  const forUrls = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const json = JSON.stringify(value).slice(1, -1);
  const forms = [value, ...base64, ...forUrls, encodeURIComponent(value), json, json.replaceAll('/', '\\/')];
  return [...new Set(forms)];
}
