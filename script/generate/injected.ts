import { gunzipSync, gzipSync } from 'node:zlib';

/** Parts of runner/start.sh that only its full form has, their markers included. */
const FULL_FORM_ONLY = /^ *# --- full form only\n[\s\S]*?^ *# --- end\n/gm;

/** The injected form of the start script as it is run: without the parts of the full form, comments and indentation. */
export function injectedScript(source: string): string {
  return bare(source.replaceAll(FULL_FORM_ONLY, ''));
}

/** The full form as a task definition holds it: without comments and indentation. */
export function fullScript(source: string): string {
  return bare(source);
}

function bare(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n');
}

/**
 * The module that holds the injected form, compressed. What gzip makes of a text differs a little between machines, so
 * `existing` is kept where it holds this very script.
 */
export function injectedModule(source: string, existing: string | undefined): string {
  return moduleText(packedAs(injectedScript(source), /= '([A-Za-z0-9+/=]+)'/.exec(existing ?? '')?.[1]));
}

/** The line of a template's mappings that holds the command of the full form. */
const COMMAND_LINE = /^( +Command: )'(?:eval "\$\(base64 -d<<<(?<packed>[A-Za-z0-9+/=]+)\|[^']*)?'$/m;

/** A template whose mappings have the full form of the start script, compressed, as `StartScript`, `Full`, `Command`. */
export function withFullScript(template: string, source: string): string {
  const found = COMMAND_LINE.exec(template);
  if (found === null) throw new Error('The template has no line for the command of the start script.');
  const packed = packedAs(fullScript(source), found.groups?.['packed']);
  return template.replace(COMMAND_LINE, (_, name: string) => `${name}'${unpackAndRun(packed)}'`);
}

/** What bash runs: without gzip or base64 it ends with 69 instead of as an empty script. */
function unpackAndRun(packed: string): string {
  return `eval "$(base64 -d<<<${packed}|gzip -d||echo exit 69)"`;
}

/** `existing`, where it holds this very script. */
function packedAs(script: string, existing: string | undefined): string {
  return existing !== undefined && unpacked(existing) === script ? existing : pack(script);
}

function moduleText(packed: string): string {
  return `/** The injected form of runner/start.sh, gzip in base64; made by script/generate.ts. */
export const packedStartScript = '${packed}';
`;
}

/** Undefined for what is no gzip in base64. */
function unpacked(packed: string): string | undefined {
  try {
    return gunzipSync(Buffer.from(packed, 'base64')).toString();
  } catch {
    return undefined;
  }
}

/** The shortest of what zlib can make of it. Its gzip header has no time in it. */
function pack(script: string): string {
  const memory = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const made = memory.map((memLevel) => gzipSync(script, { level: 9, memLevel }).toString('base64'));
  return made.reduce((shortest, one) => (one.length < shortest.length ? one : shortest));
}
