import { FAMILIES, type Family, type Meaning, type PULL } from './stopped-reasons.ts';

/** A text of ECS, read. */
export interface ReadReason extends Meaning {
  readonly family: string;
  /** Whether more is known than its family. */
  readonly isPrecise: boolean;
}

/** What a text of ECS means; undefined if its words are unknown. Never given a text that users wrote. */
export function readReason(text: string): ReadReason | undefined {
  const family = FAMILIES.find(({ pattern }) => pattern.test(text));
  return family && readAs(family, text);
}

/** What a text that is known to be of a family means. */
export function readReasonOf(name: typeof PULL, text: string): ReadReason {
  const family = FAMILIES.find((one) => one.name === name);
  if (family === undefined) throw new Error(`There is no family ${name}.`);
  return readAs(family, text);
}

function readAs({ name, cases, otherwise }: Family, text: string): ReadReason {
  const found = cases.find(({ pattern }) => pattern.test(text));
  const { kind, why, hint } = found ?? otherwise;
  return { family: name, isPrecise: found !== undefined, kind, why, hint };
}
