import { Secret } from '../../core/secret.ts';
import { readToken } from './github.ts';
import type { InputReader } from './reader.ts';

/**
 * The token that reads runs and their jobs. Empty means the workflow's own, even if an expression evaluated to empty;
 * undefined if that is unknown.
 */
export function readActionsToken(reader: InputReader): Secret<string> | undefined {
  const token = readToken(reader, 'actions-token') || reader.text('workflow-token');
  return token === '' ? undefined : new Secret(token);
}
