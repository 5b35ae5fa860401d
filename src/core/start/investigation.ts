import type { Finding } from '../compute.ts';
import { explain, RunnerError } from '../errors.ts';
import type { Clock, Launcher } from '../ports.ts';
import { sleepUnless } from '../util/sleep.ts';

/**
 * How far a removal goes ahead that is not through before, milliseconds: what an investigation loads keeps the process
 * busy for up to half a second, and a removal's requests must have gone out by then.
 */
const REMOVAL_AHEAD_MS = 1000;

/**
 * The error of a failed start with what its launcher finds out beyond it; an error that is about no launch comes back
 * as it is. It never rejects: reading more must not hide the first error. Nor does it delay the removal, which is under
 * way.
 */
export async function withInvestigation(
  error: unknown,
  { launcher, clock, removal }: { launcher: Launcher; clock: Clock; removal: Promise<unknown> },
): Promise<unknown> {
  if (!(error instanceof RunnerError) || error.about.length === 0) return error;
  // A removal that fails is for its owner to tell.
  await sleepUnless(
    clock,
    REMOVAL_AHEAD_MS,
    removal.catch(() => undefined),
  );
  try {
    return withFindings(error, await launcher.investigate(error.about));
  } catch (bug) {
    return withFindings(error, [{ message: `Nothing more could be found out. ${explain(bug)}` }]);
  }
}

/**
 * Each finding on a line of its own below the message. What was found replaces the general advice with its own; of an error
 * that tells several, it is not known which advice, so that all of it stays.
 */
function withFindings(error: RunnerError, findings: readonly Finding[]): RunnerError {
  const { message, hint } = error;
  const isOfSeveral = error.cause instanceof AggregateError;
  const hints = [...new Set(findings.flatMap((finding) => finding.hint ?? []))];
  return error.with({
    message: [message, ...findings.map((finding) => `- ${finding.message}`)].join('\n'),
    hint: isOfSeveral || hints.length === 0 ? [hint, ...hints].join('\n') : hints.join('\n'),
  });
}
