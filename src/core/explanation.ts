/**
 * What a failure requires. `configuration`: the user must change something. `permission`: a grant is missing.
 * `capacity`: another capacity, or a later time, may work. `transient`: the same call may work. Anything that is not a
 * `RunnerError` is a bug and shows its stack.
 */
export type ErrorKind = 'configuration' | 'permission' | 'capacity' | 'transient';

/** Why something failed or ended, in the user's terms. */
export interface Explanation {
  readonly kind: ErrorKind;
  /** What failed, on what, and why. */
  readonly message: string;
  /** The next step. */
  readonly hint: string;
}
