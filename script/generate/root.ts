import type { Manifest } from './tables.ts';

/** The Marketplace entry: the inputs and outputs of all actions, told apart by `mode`. */
export function rootManifest(start: Manifest, stop: Manifest): object {
  return {
    name: 'ECS GitHub Runner',
    description: 'Self-hosted GitHub runners on demand on Amazon ECS, in your own AWS account, none of them forgotten.',
    author: 'ecs-github-runner',
    inputs: {
      mode: { description: 'What to do - `start` or `stop`.', required: true },
      ...merge(start.inputs, stop.inputs),
    },
    outputs: merge(start.outputs, stop.outputs),
    runs: { using: 'node24', main: 'dist/root/index.js', post: 'dist/root/post.js' },
    branding: { icon: 'server', color: 'orange' },
  };
}

type Described = Readonly<Record<string, { readonly description: string; readonly default?: string }>>;

/** Both maps; where both describe a name, each description is kept with the mode that it is for. */
function merge(start: Described, stop: Described): Described {
  const merged: Record<string, { description: string; default?: string }> = {};
  for (const name of new Set([...Object.keys(start), ...Object.keys(stop)])) {
    const [one, other] = [start[name], stop[name]];
    if (one !== undefined && other !== undefined)
      merged[name] = { ...one, description: both(one.description, other.description) };
    else if (one !== undefined) merged[name] = { ...one, description: `(start) ${one.description}` };
    else if (other !== undefined) merged[name] = { ...other, description: `(stop) ${other.description}` };
  }
  return merged;
}

function both(start: string, stop: string): string {
  return start === stop ? start : `(start) ${start} (stop) ${stop}`;
}
