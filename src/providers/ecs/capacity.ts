/** Where a task may run: one entry of the `capacity` input. */
export type CapacityTarget =
  | { readonly kind: 'launch-type'; readonly launchType: 'EC2' | 'FARGATE' | 'EXTERNAL' }
  | { readonly kind: 'strategy'; readonly items: readonly StrategyItem[] }
  | { readonly kind: 'cluster-default' };

/** A capacity provider in a strategy: `weight` 0 to 1,000, `base` 0 to 100,000 (limits of the ECS API). */
export interface StrategyItem {
  readonly capacityProvider: string;
  readonly weight: number;
  readonly base: number;
}

export interface CapacityEntry {
  /** As the user wrote it. */
  readonly text: string;
  readonly target: CapacityTarget;
  /** The entry's own task definition; absent: the common one. */
  readonly taskDefinition?: string;
}

/** Most providers in one strategy (limit of the ECS API). */
const STRATEGY_ITEMS_AT_MOST = 20;

/** Most entries: more than anybody needs, and each may cost a request and a wait. */
const ENTRIES_AT_MOST = 20;

/** For error messages. */
export const CAPACITY_FORM =
  'EC2, FARGATE, FARGATE_SPOT, EXTERNAL, cluster-default, the name of a capacity provider, or a weighted strategy ' +
  '`name=weight[:base] + name=weight`, each optionally with `@task-definition`';

/** Parses the `capacity` input into its entries, or all its problems. */
export function parseCapacities(
  texts: readonly string[],
): { readonly entries: readonly CapacityEntry[] } | { readonly problems: readonly string[] } {
  const entries: CapacityEntry[] = [];
  const problems: string[] = [];
  for (const [index, text] of texts.entries()) {
    const entry = parseCapacityEntry(text);
    if (typeof entry === 'string') problems.push(`${JSON.stringify(text)} ${entry}`);
    else if (texts.indexOf(text) < index) problems.push(`${JSON.stringify(text)} is named twice`);
    else entries.push(entry);
  }
  if (texts.length > ENTRIES_AT_MOST) problems.push(`it has ${texts.length} entries, more than ${ENTRIES_AT_MOST}`);
  return problems.length > 0 ? { problems } : { entries };
}

/** Parses one entry; returns a text if it is wrong. */
export function parseCapacityEntry(text: string): CapacityEntry | string {
  const at = text.indexOf('@');
  const spec = (at < 0 ? text : text.slice(0, at)).trim();
  const taskDefinition = at < 0 ? undefined : text.slice(at + 1).trim();
  if (spec === '') return 'names no capacity';
  if (taskDefinition === '') return 'has nothing after its @';
  const target = parseTarget(spec);
  if (typeof target === 'string') return target;
  return { text, target, ...(taskDefinition !== undefined && { taskDefinition }) };
}

function parseTarget(spec: string): CapacityTarget | string {
  switch (spec) {
    case 'EC2':
    case 'FARGATE':
    case 'EXTERNAL':
      return { kind: 'launch-type', launchType: spec };
    case 'cluster-default':
      return { kind: 'cluster-default' };
    default: {
      const meant = ['EC2', 'FARGATE', 'FARGATE_SPOT', 'EXTERNAL', 'cluster-default'].find(
        (word) => word.toLowerCase() === spec.toLowerCase() && word !== spec,
      );
      return meant === undefined ? parseStrategy(spec) : `is written ${meant}`;
    }
  }
}

function parseStrategy(spec: string): CapacityTarget | string {
  const items: StrategyItem[] = [];
  for (const part of spec.split('+')) {
    const match = /^([A-Za-z0-9_-]{1,255})(?:=(\d{1,4})(?::(\d{1,6}))?)?$/.exec(part.trim());
    const [, capacityProvider, weight = '1', base = '0'] = match ?? [];
    if (capacityProvider === undefined) return `"${part.trim()}" is not a capacity provider with weight and base`;
    if (Number(weight) > 1000) return `the weight of ${capacityProvider} is over 1000`;
    if (Number(base) > 100_000) return `the base of ${capacityProvider} is over 100000`;
    items.push({ capacityProvider, weight: Number(weight), base: Number(base) });
  }
  if (items.length > STRATEGY_ITEMS_AT_MOST) return `has more than ${STRATEGY_ITEMS_AT_MOST} capacity providers`;
  if (items.filter(({ base }) => base > 0).length > 1) return 'gives a base to more than one capacity provider';
  if (items.every(({ weight }) => weight === 0)) return 'gives every capacity provider the weight 0';
  const fargate = items.filter(({ capacityProvider }) => isFargateProvider(capacityProvider)).length;
  if (fargate > 0 && fargate < items.length) return 'mixes Fargate with other capacity providers, which ECS refuses';
  return { kind: 'strategy', items };
}

/** Whether a target is Fargate; `unknown` for the default, which only the cluster knows. */
export function isFargate(target: CapacityTarget): boolean | 'unknown' {
  switch (target.kind) {
    case 'launch-type':
      return target.launchType === 'FARGATE';
    case 'strategy':
      return target.items.some(({ capacityProvider }) => isFargateProvider(capacityProvider));
    case 'cluster-default':
      return 'unknown';
  }
}

/** Whether a capacity provider is one of AWS's own, which need no Auto Scaling group. */
export function isFargateProvider(name: string): boolean {
  return name === 'FARGATE' || name === 'FARGATE_SPOT';
}
