import type { Identities } from './identities.ts';
import type { LaunchContext } from './run-task.ts';
import type { Secrets } from './secrets.ts';
import type { Surroundings } from './surroundings.ts';

/** What the operations of ECS and its surrounding services work on. */
export interface EcsContext extends LaunchContext {
  readonly identities: Identities;
  readonly secrets: Secrets;
  readonly surroundings: Surroundings;
  /** Takes a token from the operation's bucket or throws ThrottlingException. */
  readonly throttle: (operation: string) => void;
}
