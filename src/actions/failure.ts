import { explain } from '../core/errors.ts';
import { InputError } from './inputs/reader.ts';
import { fail, writeSummary } from './io.ts';

/** The text of a failed step. */
export function explainFailure(error: unknown): string {
  if (error instanceof InputError) return `${error.message}\nNext step: correct them; nothing was launched.`;
  return explain(error);
}

/** Fails the step and also reports it in the summary, which many users read first. */
export async function failStep(error: unknown, summary: (text: string) => string): Promise<void> {
  const text = explainFailure(error);
  fail(text);
  await writeSummary(() => summary(text));
}
