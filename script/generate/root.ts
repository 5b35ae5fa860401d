import type { Manifest } from './tables.ts';

/** The actions behind the Marketplace entry, by mode. */
export type Actions = Readonly<Record<string, Manifest>>;

/** The Marketplace entry: the inputs and outputs of all actions; `mode` chooses the action. */
export function rootManifest(actions: Actions): object {
  return {
    name: 'ECS GitHub Runner',
    description: 'Self-hosted GitHub runners on demand on Amazon ECS, in your own AWS account, none of them forgotten.',
    author: 'ecs-github-runner',
    inputs: {
      mode: { description: `What to do - ${alternatives(Object.keys(actions))}.`, required: true },
      ...merge(actions, ({ inputs }) => inputs),
    },
    outputs: merge(actions, ({ outputs }) => outputs),
    runs: { using: 'node24', main: 'dist/root/index.js', post: 'dist/root/post.js' },
    branding: { icon: 'server', color: 'orange' },
  };
}

interface Described {
  readonly description: string;
  readonly default?: string;
}

/** The Marketplace entry's `mode` chooses the action, so an action's own `mode` gets another name there. */
function renamed(described: Readonly<Record<string, Described>>): Record<string, Described> {
  return Object.fromEntries(Object.entries(described).map(([name, one]) => [name === 'mode' ? OWN_MODE : name, one]));
}

const OWN_MODE = 'credentials-mode';

/** The inputs or outputs of all actions; each description names its modes, unless it is the same for all. */
function merge(
  actions: Actions,
  pick: (manifest: Manifest) => Readonly<Record<string, Described>>,
): Record<string, Described> {
  const parts = Object.entries(actions).map(([mode, manifest]) => ({ mode, described: renamed(pick(manifest)) }));
  const merged: Record<string, Described> = {};
  for (const name of new Set(parts.flatMap(({ described }) => Object.keys(described)))) {
    const uses = parts.flatMap(({ mode, described }) => (described[name] ? [{ mode, ...described[name] }] : []));
    const defaults = new Set(uses.map(({ default: value }) => value));
    // A default holds for every mode: with two defaults, one mode would get the other's.
    if (defaults.size > 1) throw new Error(`${name} has different defaults in ${uses.map(({ mode }) => mode)}.`);
    const [value] = defaults;
    merged[name] = {
      description: describe(uses, Object.keys(actions).length),
      ...(value !== undefined && { default: value }),
    };
  }
  return merged;
}

/** Modes with the same description share a sentence: `(start, stop) …`. */
function describe(uses: readonly { mode: string; description: string }[], modes: number): string {
  const texts = Object.entries(Object.groupBy(uses, ({ description }) => description));
  const [only, ...others] = texts;
  if (only !== undefined && others.length === 0 && uses.length === modes) return only[0];
  return texts.map(([text, some = []]) => `(${some.map(({ mode }) => mode).join(', ')}) ${text}`).join(' ');
}

function alternatives(modes: readonly string[]): string {
  const quoted = modes.map((mode) => `\`${mode}\``);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
