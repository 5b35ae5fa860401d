/**
 * What an error asks of whom. `configuration`: the user must change something. `permission`: a grant is missing.
 * `capacity`: another place, or a later time, may do. `transient`: the same call may do. Anything that is not a
 * {@link RunnerError} is a bug and shows its stack.
 */
export type ErrorKind = 'configuration' | 'permission' | 'capacity' | 'transient';

/** A failure in the user's terms: what failed, on what, why (`message`), and the next step (`hint`). */
export class RunnerError extends Error {
  override readonly name = 'RunnerError';
  readonly kind: ErrorKind;
  readonly hint: string;
  /**
   * The call was refused before it did anything. True of every kind but `transient`, of which it must be said: an answer
   * that was lost leaves open what was done, a rate limit does not.
   */
  readonly hadNoEffect: boolean;

  constructor(options: { kind: ErrorKind; message: string; hint: string; hadNoEffect?: boolean; cause?: unknown }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = options.kind;
    this.hint = options.hint;
    this.hadNoEffect = options.hadNoEffect ?? options.kind !== 'transient';
  }
}

/** The registration's name is taken: by somebody else, or by a first call of ours whose answer was lost. */
export class NameTakenError extends Error {
  override readonly name = 'NameTakenError';
}

/** The text that a user sees for any thrown value: message and next step; a bug keeps its stack. */
export function explain(error: unknown): string {
  if (error instanceof RunnerError) return `${error.message}\nNext step: ${error.hint}`;
  if (error instanceof Error) return `Unexpected error, probably a bug: ${error.stack ?? error.message}`;
  return `Unexpected error, probably a bug: ${String(error)}`;
}

/** Two failures of what ran side by side, or one after the other, as one error that tells both. */
export function combined(first: unknown, second: unknown): unknown {
  // Both may have waited for the same thing, such as the assumed role.
  if (first === second) return first;
  if (!(first instanceof RunnerError && second instanceof RunnerError)) return first;
  return new RunnerError({
    kind: first.kind,
    message: `${first.message}\n${second.message}`,
    hint: `${first.hint}\n${second.hint}`,
    cause: new AggregateError([first, second]),
  });
}

/** The end of a switch over a union: a case that is missing is an error of the compiler. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
