import type { Compute } from '../compute.ts';
import { RunnerError } from '../errors.ts';
import type { Clock, GitHub, Launcher } from '../ports.ts';
import { SETTING, STEP } from '../words.ts';
import type { LaunchedRunner } from './launched.ts';

/** The ports whose knowledge explains why a runner did not come online. */
export interface FailurePorts {
  readonly github: GitHub;
  readonly launcher: Launcher;
}

/** What a failure is about. */
interface SeenLaunch {
  readonly launched: LaunchedRunner;
  readonly compute: Compute;
}

/** The compute ended before its runner was online. */
export function computeEnded({ compute, launched }: SeenLaunch, { ports }: { ports: FailurePorts }): RunnerError {
  const end = compute.end ?? ports.launcher.explainStuck(compute);
  return new RunnerError({
    kind: end.kind,
    message: `Runner ${launched.registration.name} never came online: ${end.message}`,
    hint: end.hint,
    about: [{ compute }],
  });
}

/** The compute no longer exists. */
export function computeVanished({ compute, launched }: SeenLaunch, { ports }: { ports: FailurePorts }): RunnerError {
  const { name } = launched.registration;
  return new RunnerError({
    kind: 'transient',
    message: `${compute.id} (${ports.launcher.name}), launched for runner ${name}, no longer exists.`,
    hint: `Check CloudTrail for who stopped it, then ${STEP.startAgain}.`,
  });
}

/** The registration no longer exists. */
export function registrationVanished(
  { compute, launched }: SeenLaunch,
  { ports }: { ports: FailurePorts },
): RunnerError {
  const { id, name } = launched.registration;
  return new RunnerError({
    kind: 'transient',
    message:
      `The registration of runner ${name} (id ${id}) in ${ports.github.scope} vanished before the runner was online, ` +
      `while its compute ${compute.id} was ${compute.state}. ${compute.end?.message ?? ''}`.trimEnd(),
    hint:
      'Somebody deleted it, GitHub removed it, or the runner took a job and ended between two polls. See the list of ' +
      `runners in the settings and the audit log of the scope, then ${STEP.startAgain}.`,
    about: [{ compute }],
  });
}

/** The compute has waited for room on its capacity for as long as it may. */
export function noRoomInTime(
  { compute, launched, launchedAt }: SeenLaunch & { readonly launchedAt: number },
  { now, ports }: { now: number; ports: FailurePorts },
): RunnerError {
  const seconds = Math.round((now - launchedAt) / 1000);
  const { message, hint } = ports.launcher.explainStuck(compute);
  return new RunnerError({
    kind: 'capacity',
    message:
      `${compute.id} of runner ${launched.registration.name} was ${compute.state} for ${seconds} s ` +
      `(${SETTING.capacityTimeout}). ${message}`,
    hint,
    about: [{ compute }],
  });
}

/** A runner that is not online yet. */
interface LateRunner extends SeenLaunch {
  readonly stateSince: number;
  readonly runningSince: number | undefined;
}

/** The timeout has passed: the state in which the first late runner is stuck, and what usually keeps it there. */
export function timedOut(
  [late, ...others]: readonly LateRunner[],
  options: { began: number; deadline: number; ports: FailurePorts & { readonly clock: Clock } },
): RunnerError {
  const { began, deadline, ports } = options;
  const limit = `within ${Math.round((deadline - began) / 1000)} s (${SETTING.startupTimeout})`;
  if (late === undefined) {
    return new RunnerError({
      kind: 'transient',
      message: `Not every runner was launched ${limit}: the answers of GitHub or AWS took too long.`,
      hint: `See githubstatus.com and the AWS Health Dashboard; then ${STEP.startAgain}, with a higher ${SETTING.startupTimeout}.`,
    });
  }
  const { compute, stateSince, runningSince, launched } = late;
  const stuck = ports.launcher.explainStuck(compute);
  const seconds = Math.round((ports.clock.now() - stateSince) / 1000);
  const where =
    runningSince === undefined
      ? `${compute.id} was still ${compute.state}, for ${seconds} s`
      : `${compute.id} was ${compute.state} for ${seconds} s, but the runner never connected to GitHub`;
  const more = others.length === 0 ? '' : ` Not online either: ${others.length} more of this start.`;
  return new RunnerError({
    kind: stuck.kind,
    message: `Runner ${launched.registration.name} was not online ${limit}: ${where}. ${stuck.message}${more}`,
    hint: stuck.hint,
    about: [{ compute }],
  });
}

/** How many reasons are reported at most for runners that did not come online. */
const REASONS_AT_MOST = 3;

/** Fewer runners than requested would have been a success, but none came online. */
export function noneCame(failures: readonly unknown[]): unknown {
  const bug = failures.find((failure) => !(failure instanceof RunnerError));
  const own = failures.filter((failure) => failure instanceof RunnerError);
  // Reasons are distinguished by their hints, since messages name runners.
  const distinct = [...Map.groupBy(own, ({ hint }) => hint).values()].flatMap(([one]) => one ?? []);
  const [first] = distinct;
  if (bug !== undefined || first === undefined) return bug;
  if (failures.length === 1) return first;
  const shown = distinct.slice(0, REASONS_AT_MOST);
  const more = distinct.length > shown.length ? `\n- and ${distinct.length - shown.length} more reasons` : '';
  const reasons =
    distinct.length === 1 ? ` ${first.message}` : `${shown.map(({ message }) => `\n- ${message}`).join('')}${more}`;
  return new RunnerError({
    kind: first.kind,
    message: `None of ${failures.length} runners came online:${reasons}`,
    hint: shown.map(({ hint }) => hint).join('\n'),
    about: shown.flatMap(({ about }) => about),
    cause: new AggregateError(own),
  });
}
