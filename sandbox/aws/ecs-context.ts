import type { Identities } from './identities.ts';
import type { LaunchContext } from './run-task.ts';
import type { Surroundings } from './surroundings.ts';

/** What ECS's operations work on. */
export interface EcsContext extends LaunchContext {
  readonly identities: Identities;
  readonly surroundings: Surroundings;
  /** Takes a token from the operation's bucket or throws ThrottlingException. */
  readonly throttle: (operation: string) => void;
}
