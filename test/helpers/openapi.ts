import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { JournalEntry } from '../../sandbox/server.ts';

/** The used parts of an OpenAPI 3.0 description. */
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface ApiOperation {
  readonly requestBody?: Content | Reference;
  readonly responses: Readonly<Record<string, Content | Reference>>;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}
interface Reference {
  readonly $ref: string;
}
type Schema = { readonly [keyword: string]: unknown };

/** Statuses that may answer any request; only some endpoints list them. All have the form basic-error. */
const ANYWHERE = new Set([400, 401, 403, 404, 429]);

/** GitHub sends these with every error, but some schemas lack them. */
const UNDOCUMENTED_PROPERTIES = { status: { type: 'string' } };

/**
 * Compares one exchange with GitHub's own OpenAPI description: status, body, and the body of an accepted request.
 * Objects are treated as closed, so that a misspelt optional property is a problem too. Answers from faults, and
 * requests not for the REST API, are ignored.
 * @returns the problems; an empty list if there are none.
 */
export function checkAgainstOpenApi(entry: JournalEntry, options: { apiPath?: string } = {}): string[] {
  const { answer, request } = entry;
  if (entry.service !== 'github' || !entry.acted || answer === undefined) return [];
  // Each of the service's answers has this header; a fault's answer does not.
  if (answer.headers?.['x-github-request-id'] === undefined) return [];
  const path = request.path.slice((options.apiPath ?? '').length);
  const where = `${request.method} ${path} ${answer.status}`;
  const book = path.startsWith('/enterprises/') ? open('ghec') : open('api.github.com');
  const template = book.find(path, request.method);
  if (template === undefined) return answer.status === 404 ? [] : [`${where}: GitHub has no such endpoint`];

  const operation = `/paths/${toPointer(template)}/${request.method.toLowerCase()}`;
  const documented = book.at(operation)?.responses[answer.status] !== undefined;
  if (!documented && !ANYWHERE.has(answer.status)) return [`${where}: GitHub documents no such status`];
  const pointer = documented ? `${operation}/responses/${answer.status}` : undefined;
  const problems = [...book.check(pointer, answer.body)];
  if (answer.status < 300 && request.body !== '') {
    problems.push(...book.check(`${operation}/requestBody`, JSON.parse(request.body)).map((one) => `request: ${one}`));
  }
  return problems.map((problem) => `${where}: ${problem}`);
}

/** A description, read once, and the validators needed so far. */
class Book {
  readonly #description: Description;
  readonly #templates: string[];
  readonly #ajv: Ajv;
  readonly #validators = new Map<string, ValidateFunction | undefined>();

  constructor(name: string) {
    const file = import.meta.resolve(`@octokit/openapi/generated/${name}.json`);
    this.#description = JSON.parse(readFileSync(fileURLToPath(file), 'utf8')) as Description;
    const parameters = (template: string) => template.split('{').length;
    this.#templates = Object.keys(this.#description.paths).sort((a, b) => parameters(a) - parameters(b));
    this.#ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(this.#ajv);
  }

  /** The path template with this method; one with fewer parameters takes precedence. */
  find(path: string, method: string): string | undefined {
    const parts = path.split('/');
    return this.#templates.find((template) => {
      const wanted = template.split('/');
      if (wanted.length !== parts.length) return false;
      if (this.#description.paths[template]?.[method.toLowerCase()] === undefined) return false;
      return wanted.every((part, index) => part.startsWith('{') || part === parts[index]);
    });
  }

  at(pointer: string): ApiOperation | undefined {
    return this.#resolve({ $ref: `#${pointer}` }) as ApiOperation | undefined;
  }

  /** Problems of a body under the response or request body at `pointer`, an error's common form without one. */
  check(pointer: string | undefined, body: unknown): string[] {
    const key = pointer ?? 'basic-error';
    if (!this.#validators.has(key)) this.#validators.set(key, this.#compile(pointer));
    const validate = this.#validators.get(key);
    if (validate === undefined) return body === undefined ? [] : ['a body where GitHub sends none'];
    if (body === undefined) return ['no body'];
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    );
  }

  #compile(pointer: string | undefined): ValidateFunction | undefined {
    const content = pointer === undefined ? undefined : (this.#resolve({ $ref: `#${pointer}` }) as Content);
    const schema =
      pointer === undefined
        ? { $ref: '#/components/schemas/basic-error' }
        : content?.content?.['application/json']?.schema;
    if (schema === undefined) return undefined;
    // Only what the schema reaches is compiled: the whole description would take seconds.
    const schemas: Record<string, unknown> = {};
    const reach = (node: unknown) => {
      for (const name of referencesIn(node)) {
        if (schemas[name] !== undefined) continue;
        const target = this.#description.components.schemas[name];
        schemas[name] = toJsonSchema(target, false);
        reach(target);
      }
    };
    reach(schema);
    return this.#ajv.compile({ allOf: [toJsonSchema(schema, false)], components: { schemas } });
  }

  /** Follows references; the last one may be to a response or a whole operation. */
  #resolve(node: unknown): unknown {
    let current = node;
    while (isObject(current) && typeof current['$ref'] === 'string') {
      const steps = current['$ref'].slice(2).split('/').map(fromPointer);
      current = steps.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), this.#description);
    }
    return current;
  }
}

const books = new Map<string, Book>();

function open(name: string): Book {
  const book = books.get(name) ?? new Book(name);
  books.set(name, book);
  return book;
}

/** Names of the component schemas that a schema refers to. */
function referencesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(referencesIn);
  if (!isObject(node)) return [];
  const own = typeof node['$ref'] === 'string' ? [node['$ref'].slice('#/components/schemas/'.length)] : [];
  return [...own, ...Object.values(node).flatMap(referencesIn)];
}

/**
 * OpenAPI 3.0's dialect as JSON Schema: `nullable` becomes a type, and an object that lists its properties has no
 * others.
 * @param isPart inside allOf, where a part does not know the other parts' properties.
 */
function toJsonSchema(node: unknown, isPart: boolean): unknown {
  if (Array.isArray(node)) return node.map((one) => toJsonSchema(one, false));
  if (!isObject(node)) return node;
  const { nullable, example: _example, examples: _examples, discriminator: _discriminator, ...rest } = node;
  const schema: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(rest)) {
    if (keyword === 'properties' && isObject(value)) {
      const entries = Object.entries(value).map(([name, one]) => [name, toJsonSchema(one, false)]);
      schema[keyword] = Object.fromEntries(entries);
    } else if (keyword === 'allOf' && Array.isArray(value)) {
      schema[keyword] = value.map((one) => toJsonSchema(one, true));
    } else {
      schema[keyword] = toJsonSchema(value, false);
    }
  }
  if (isObject(schema['properties']) && schema['additionalProperties'] === undefined && !isPart) {
    schema['properties'] = { ...UNDOCUMENTED_PROPERTIES, ...schema['properties'] };
    schema['additionalProperties'] = false;
  }
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toPointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

function fromPointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
