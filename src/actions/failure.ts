import { explain } from '../core/errors.ts';
import { InputError } from './input-reader.ts';

/** The text of a failed step. */
export function explainFailure(error: unknown): string {
  if (error instanceof InputError) return `${error.message}\nNext step: correct them; nothing was launched.`;
  return explain(error);
}
