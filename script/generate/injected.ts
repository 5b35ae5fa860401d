import { gunzipSync, gzipSync } from 'node:zlib';

/** Parts of runner/start.sh that only its full form has, including their markers. */
const FULL_FORM_ONLY = /^ *# --- full form only\n[\s\S]*?^ *# --- end\n/gm;

/** Parts for `credentials-for-docker-steps`, which would not fit into every launch. */
const DOCKER_STEPS_ONLY = /^ *# --- docker steps only\n[\s\S]*?^ *# --- end\n/gm;

/** The injected forms of the start script. */
export type InjectedForm = 'plain' | 'docker-steps';

/**
 * An injected form of the start script, ready to run: without the full form's parts, comments and indentation, and with
 * short names.
 */
export function injectedScript(source: string, form: InjectedForm = 'plain'): string {
  return withShortNames(longInjectedScript(source, form));
}

/** The same with the source's own names. */
export function longInjectedScript(source: string, form: InjectedForm = 'plain'): string {
  const chosen = source
    .replaceAll(FULL_FORM_ONLY, '')
    .replaceAll(DOCKER_STEPS_ONLY, (part) => (form === 'plain' ? '' : part));
  return bare(chosen);
}

/** The full form as a task definition holds it: without comments and indentation. */
export function fullScript(source: string): string {
  return bare(source);
}

/** The order that makes the script smallest, found by trying: any other is as right, and a little longer. */
const LETTERS = 'aeihdwvGUPEcrblmIsnSuAOfoDgpCtNRTHLFkMVxqKjzBWyY';

/** Where a name of a variable is: after $, before = or [, in arithmetic, and where a command lists names. */
const VARIABLES =
  /(?<=\$\{?[#!]?)[a-z]\w*|(?<=^|[ ;(])[a-z]\w*(?=\+?=|\[)|\(\(.*?\)\)|\[[a-z]+\]|(?<=^|[ ;])(?:local|unset|for|read(?: -\w+| \$\S+| ''| \d)+) [a-z].*?(?= in |[;<]|$)/gm;
const FUNCTIONS = /(?<=^|[ ;'])[a-z]\w*(?=\(\)|[ ;]|$)/gm;

/**
 * A script whose variables and functions have names of one letter. A variable with a prefix
 * keeps an underscore of it: it is set before the runner, and must not be one of the container's own.
 */
function withShortNames(script: string): string {
  const functions = namesIn(script, /^(\w+)\(\) \{/gm);
  const variables = namesIn(
    script,
    /(?<=^|[ ;(])([a-z]\w*)\+?=/gm,
    /(?<=^|[ ;])(?:local|unset) ([a-z ]+)/gm,
    /(?<=^|[ ;])for (\w+) in/gm,
    /(?<=^|[ ;])read -.*? ([a-z]+) (?:_ )?(?:<|\|\||;)/gm,
  );
  const uses = (name: string): number => script.split(new RegExp(`\\b${name}\\b`)).length;
  const names = [...functions, ...variables].toSorted((a, b) => uses(b) - uses(a) || (a < b ? -1 : 1));
  if (names.length > LETTERS.length) throw new Error(`There are only ${LETTERS.length} short names.`);
  const short = new Map(names.map((name, at) => [name, `${name.startsWith('egr_') ? '_' : ''}${LETTERS[at]}`]));
  const renamed = (known: readonly string[]) => (name: string) => (known.includes(name) && short.get(name)) || name;
  return script
    .replaceAll(VARIABLES, (text) => {
      const all = text.replaceAll(/(?<![-'\w])[a-z]\w*/g, renamed(variables));
      return text.startsWith('((') ? all.replaceAll(' ', '') : all;
    })
    .replaceAll(FUNCTIONS, renamed(functions))
    .replaceAll(/ ;;$/gm, ';;');
}

/** The distinct words that the expressions' groups hold. */
function namesIn(script: string, ...expressions: readonly RegExp[]): string[] {
  const words = expressions.flatMap((one) => [...script.matchAll(one)].flatMap(([, found = '']) => found.split(' ')));
  return [...new Set(words.filter((word) => word !== ''))];
}

/** A script without comments and indentation. */
export function bare(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n');
}

/** The constants of the module that hold the injected forms. */
const CONSTANTS = { plain: 'packedStartScript', 'docker-steps': 'packedStartScriptForDockerSteps' } as const;

/**
 * The module that holds the injected forms, compressed. gzip's output differs slightly between machines, so `existing`
 * is kept if it holds this very script.
 */
export function injectedModule(source: string, existing: string | undefined): string {
  return `/** The injected form of runner/start.sh, gzip in base64; made by script/generate.ts. */
${constant('plain', source, existing)}
/** The same with the hook for \`credentials-for-docker-steps\`. */
${constant('docker-steps', source, existing)}`;
}

function constant(form: InjectedForm, source: string, existing: string | undefined): string {
  const script = injectedScript(source, form);
  const name = CONSTANTS[form];
  const packed = new RegExp(`${name} =\\s+'([A-Za-z0-9+/=]+)'`).exec(existing ?? '')?.[1];
  return `export const ${name} = '${packedAs(script, packed)}';\n`;
}

/** The line of a template's mappings that holds the command of the full form. */
const COMMAND_LINE =
  /^( +Command: )'(?:(?:trap "exit 143" 15;)?eval "\$\(base64 -d<<<(?<packed>[A-Za-z0-9+/=]+)\|[^']*)?'$/m;

/** A template with the full start script, compressed, in its mappings as `StartScript`, `Full`, `Command`. */
export function withFullScript(template: string, source: string): string {
  const found = COMMAND_LINE.exec(template);
  if (found === null) throw new Error('The template has no line for the command of the start script.');
  const packed = packedAs(fullScript(source), found.groups?.['packed']);
  return template.replace(COMMAND_LINE, (_, name: string) => `${name}'${unpackAndRun(packed)}'`);
}

/** What bash runs. The trap comes first: as process 1, it ignores signals until it has one. Without gzip or base64 it exits with 69 instead of running an empty script. */
function unpackAndRun(packed: string): string {
  return `trap "exit 143" 15;eval "$(base64 -d<<<${packed}|gzip -d||echo exit 69)"`;
}

/** `existing`, if it holds this very script; otherwise the script, gzip in base64. */
export function packedAs(script: string, existing: string | undefined): string {
  return existing !== undefined && unpacked(existing) === script ? existing : pack(script);
}

/** Undefined for anything but gzip in base64. */
function unpacked(packed: string): string | undefined {
  try {
    return gunzipSync(Buffer.from(packed, 'base64')).toString();
  } catch {
    return undefined;
  }
}

/** The shortest output that zlib can produce. Its gzip header holds no time. */
function pack(script: string): string {
  const memory = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const made = memory.map((memLevel) => gzipSync(script, { level: 9, memLevel }).toString('base64'));
  return made.reduce((shortest, one) => (one.length < shortest.length ? one : shortest));
}
