import type { Finding } from '../compute.ts';
import { explain, RunnerError } from '../errors.ts';
import type { Clock, Launcher } from '../ports.ts';
import { sleepUnless } from '../util/sleep.ts';

/**
 * Head start of an unfinished removal, milliseconds: loading the investigation's code keeps the process busy for up to
 * half a second, and the removal's requests must have been sent by then.
 */
const REMOVAL_AHEAD_MS = 1000;

/**
 * Adds the launcher's findings to the error of a failed start; an error that is about no launch is returned unchanged.
 * It never rejects, since reading more must not hide the first error, and it does not delay the removal under way.
 */
export async function withInvestigation(
  error: unknown,
  { launcher, clock, removal }: { launcher: Launcher; clock: Clock; removal: Promise<unknown> },
): Promise<unknown> {
  if (!(error instanceof RunnerError) || error.about.length === 0) return error;
  // A failed removal is for its owner to report.
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
 * Puts each finding on its own line below the message. The findings' hints replace the general hint; in an error that
 * combines several it is unknown which hint to replace, so all of them stay.
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
