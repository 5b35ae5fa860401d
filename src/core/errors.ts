import type { FailedLaunch } from './compute.ts';
import type { ErrorKind, Explanation } from './explanation.ts';
import { STEP } from './words.ts';

/** A failure in the user's terms: what failed, on what, why (`message`), and the next step (`hint`). */
export class RunnerError extends Error implements Explanation {
  override readonly name = 'RunnerError';
  readonly kind: ErrorKind;
  readonly hint: string;
  /**
   * The call was refused before it did anything. True of every kind except `transient`, where it must be stated: a lost
   * answer leaves open what was done, a rate limit does not.
   */
  readonly hadNoEffect: boolean;
  /** The launches it is about, by default those of its cause: where a diagnosis can begin. Empty if there are none. */
  readonly about: readonly FailedLaunch[];

  constructor(options: {
    kind: ErrorKind;
    message: string;
    hint: string;
    hadNoEffect?: boolean;
    about?: readonly FailedLaunch[];
    cause?: unknown;
  }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = options.kind;
    this.hint = options.hint;
    this.hadNoEffect = options.hadNoEffect ?? options.kind !== 'transient';
    this.about = options.about ?? aboutOf(options.cause);
  }

  /** A copy of this failure with some fields replaced; its cause is this one. */
  with(changes: Partial<Pick<RunnerError, 'kind' | 'message' | 'hint' | 'hadNoEffect' | 'about'>>): RunnerError {
    const { kind, message, hint, hadNoEffect, about } = this;
    return new RunnerError({ kind, message, hint, hadNoEffect, about, ...changes, cause: this });
  }
}

function aboutOf(cause: unknown): readonly FailedLaunch[] {
  if (cause instanceof RunnerError) return cause.about;
  return cause instanceof AggregateError ? cause.errors.flatMap(aboutOf) : [];
}

/** Attaches the capacity to the refusal of a launch; the message of a missing grant already says what it is about. */
export function aboutRefusal(error: RunnerError, capacity: string): RunnerError {
  if (!error.hadNoEffect || error.kind === 'permission') return error;
  return error.with({ about: [{ capacity, refusal: error.message }] });
}

/** The registration's name is taken: by somebody else, or by our own earlier call whose answer was lost. */
export class NameTakenError extends Error {
  override readonly name = 'NameTakenError';
}

/** The text a user sees for any thrown value: message and next step; a bug keeps its stack. */
export function explain(error: unknown): string {
  if (error instanceof RunnerError) return `${error.message}\nNext step: ${error.hint}`;
  const ofTheMachine = machineFailure(error);
  if (ofTheMachine !== undefined) return ofTheMachine;
  if (error instanceof Error) return `Unexpected error, probably a bug: ${error.stack ?? error.message}`;
  return `Unexpected error, probably a bug: ${String(error)}`;
}

/** What the machine that runs this can lack, by Node's code of a failed system call, and what to do about it. */
const MACHINE: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['has no disk space left', 'Free disk space on it'],
  EDQUOT: ['has used up its disk quota', 'Free disk space on it, or raise the quota'],
  EROFS: ['cannot write to a read-only disk', 'Make the disk writable'],
  EACCES: ['does not permit this', 'Permit what the message names'],
  EPERM: ['does not permit this', 'Permit what the message names'],
  EIO: ['cannot read or write its disk', 'Use another machine'],
  EMFILE: ['has too many open files', 'Raise the limit of open files'],
  ENFILE: ['has too many open files', 'Raise the limit of open files'],
  ENOMEM: ['has no memory left', 'Use a larger machine'],
};

/** A failed system call of this machine is no bug; its message names the call and the file. */
function machineFailure(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('syscall' in error) || !('code' in error)) return undefined;
  const known = MACHINE[String(error.code)];
  const message = 'message' in error ? `: ${String(error.message)}` : '';
  return known && `The machine that runs this ${known[0]}${message}\nNext step: ${known[1]}, then ${STEP.again}.`;
}

/** Combines two failures of work done in parallel, or one after the other, into one error that reports both. */
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

/** Ends a switch over a union: a missing case is a compile error. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
