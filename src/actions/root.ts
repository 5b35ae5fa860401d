import type { Root } from '../wiring/root.ts';
import { getIdToken } from './id-token.ts';
import type { AwsInputs } from './inputs/aws.ts';
import { actionsLog, mask } from './io.ts';

/** What every action passes to the wiring. */
export function actionsRoot({ idToken: source }: Pick<AwsInputs, 'idToken'>): Root {
  return {
    log: actionsLog,
    mask,
    ...(source && { idToken: (request) => getIdToken({ ...request, source, mask, log: actionsLog }) }),
  };
}
