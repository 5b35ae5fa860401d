/** A process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** All problems of a step's inputs together, so that a user need not find them one run at a time. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `${problems.length === 1 ? 'One input is' : `${problems.length} inputs are`} wrong:\n- ${problems.join('\n- ')}`,
    );
    this.problems = problems;
  }
}

/**
 * Reads a step's inputs from its environment (`INPUT_<NAME>`), without side effects. A malformed value is noted as a
 * problem and treated as empty; {@link InputReader.finish} throws all problems together. An empty text means the
 * default.
 */
export class InputReader {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #problems: string[] = [];

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.#environment = environment;
  }

  /** Notes a problem, as a sentence that names the input. */
  problem(text: string): void {
    this.#problems.push(text);
  }

  /** @throws InputError if there was any problem */
  finish(): void {
    if (this.#problems.length > 0) throw new InputError(this.#problems);
  }

  /** The value without surrounding white space; empty if it is not set. */
  text(name: string): string {
    return this.#asGiven(name).trim();
  }

  #asGiven(name: string): string {
    // The runner's own rule: blanks become _, letters become upper case, hyphens stay.
    return this.#environment[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '';
  }

  optional(name: string): string | undefined {
    return this.text(name) || undefined;
  }

  required(name: string, meaning: string): string {
    const value = this.text(name);
    if (value === '') this.problem(`${name} is required: ${meaning}.`);
    return value;
  }

  /** A text in the allowed form. */
  matching(name: string, form: { pattern: RegExp; words: string }): string | undefined {
    const value = this.text(name);
    if (value === '') return undefined;
    if (form.pattern.test(value)) return value;
    this.malformed(name, form.words, value);
    return undefined;
  }

  /** A whole number within inclusive limits. */
  integer(name: string, limits: { min: number; max: number }): number | undefined {
    const value = this.text(name);
    if (value === '') return undefined;
    const number = Number(value);
    if (/^\d{1,15}$/.test(value) && number >= limits.min && number <= limits.max) return number;
    this.malformed(name, `a whole number from ${limits.min} to ${limits.max}`, value);
    return undefined;
  }

  boolean(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === '') return undefined;
    if (value === 'true' || value === 'false') return value === 'true';
    this.malformed(name, '"true" or "false"', value);
    return undefined;
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === '') return undefined;
    const found = allowed.find((item) => item === value);
    if (found === undefined) this.malformed(name, `one of ${allowed.join(', ')}`, value);
    return found;
  }

  /** Items separated by commas or line breaks, without empty ones. */
  list(name: string, form?: { pattern: RegExp; words: string }): readonly string[] {
    const items = this.text(name)
      .split(/[,\n]/)
      .map((item) => item.trim())
      .filter((item) => item !== '');
    const wrong = form === undefined ? [] : items.filter((item) => !form.pattern.test(item));
    if (form !== undefined && wrong.length > 0) this.malformed(name, `a list of ${form.words}`, wrong.join(', '));
    return items;
  }

  /** `KEY=value` lines; a value may contain `=` or be empty. A problem names the line and never shows a value. */
  keyValues(name: string, key: { pattern: RegExp; words: string }): Readonly<Record<string, string>> {
    const pairs = new Map<string, string>();
    for (const [index, line] of this.#asGiven(name).trimEnd().split('\n').entries()) {
      if (line.trim() === '') continue;
      const at = line.indexOf('=');
      const left = line.slice(0, Math.max(at, 0)).trim();
      const where = `line ${index + 1}`;
      if (at < 0) this.problem(`${name} must be KEY=value lines; ${where} has no =.`);
      else if (!key.pattern.test(left))
        this.problem(`${name} must be KEY=value lines with ${key.words} as KEY; ${where} has ${shownKey(line)}.`);
      else if (pairs.has(left)) this.problem(`${name} sets ${left} twice.`);
      else pairs.set(left, line.slice(at + 1).replace(/\r$/, ''));
    }
    return Object.fromEntries(pairs);
  }

  /** A JSON array of objects. */
  jsonObjects(name: string): readonly Readonly<Record<string, unknown>>[] {
    const value = this.text(name);
    if (value === '') return [];
    try {
      const parsed: unknown = JSON.parse(value);
      if (Array.isArray(parsed) && parsed.every(isPlainObject)) return parsed;
    } catch {
      // Reported below, like any other text that is not such an array.
    }
    this.malformed(name, 'a JSON array of objects', value);
    return [];
  }

  /** A JSON array of texts, as the output `labels` of start-runner is, or a plain list. */
  jsonTexts(name: string): readonly string[] {
    const value = this.text(name);
    if (!value.startsWith('[')) return this.list(name);
    try {
      const parsed: unknown = JSON.parse(value);
      if (Array.isArray(parsed) && parsed.every((item) => typeof item === 'string' && item !== '')) return parsed;
    } catch {
      // Reported below.
    }
    this.malformed(name, 'a JSON array of texts, or a list', value);
    return [];
  }

  /**
   * Notes a malformed value: the input, the allowed form and the given value, unchanged and whole or not at all. It may
   * be a secret in the wrong place, and the runner masks only whole secrets.
   */
  malformed(name: string, form: string, value: string): void {
    const isShown = value.length <= SHOWN_AT_MOST && !/[\r\n]/.test(value);
    this.problem(`${name} must be ${form}; it is ${isShown ? `"${value}"` : sizeOf(value)}.`);
  }
}

/** Longer values are not shown, characters. */
const SHOWN_AT_MOST = 200;

function sizeOf(value: string): string {
  const lines = value.split(/\r\n|[\r\n]/).length;
  return `a text of ${value.length} characters${lines > 1 ? ` in ${lines} lines` : ''}, which is not shown`;
}

/**
 * The key of a `KEY=value` line, if it looks like one: the line may be part of a secret, such as base64 that ends with
 * `=`, or a URL.
 */
function shownKey(line: string): string {
  const [, key] = /^\s*([A-Za-z0-9_][\w .-]{0,99}?)\s*=\s*[^\s=]/.exec(line) ?? [];
  return key === undefined ? 'something else before its =' : `"${key}"`;
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
