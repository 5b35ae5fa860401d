import { RunnerError } from '../errors.ts';
import type { Awaited } from './awaited.ts';
import type { StartPorts } from './launch.ts';

/** The compute ended before its runner was online. */
export function ended({ compute, launched }: Awaited, { provider }: StartPorts): RunnerError {
  const end = compute.end ?? provider.explainStuck(compute);
  return new RunnerError({
    kind: end.kind,
    message: `Runner ${launched.registration.name} never came online: ${end.message}`,
    hint: end.hint,
    about: [{ compute }],
  });
}

/** The compute is not known any more. */
export function computeVanished({ compute, launched }: Awaited, { provider }: StartPorts): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `${compute.id} (${provider.place}), launched for runner ${launched.registration.name}, does not exist any more.`,
    hint: 'Look in CloudTrail for who stopped it, then run the start job again.',
  });
}

/** The registration is not known any more. */
export function registrationVanished({ compute, launched }: Awaited, { github }: StartPorts): RunnerError {
  const { id, name } = launched.registration;
  return new RunnerError({
    kind: 'transient',
    message:
      `The registration of runner ${name} (id ${id}) in ${github.scope} vanished before the runner was online, ` +
      `while its compute ${compute.id} was ${compute.state}. ${compute.end?.message ?? ''}`.trimEnd(),
    hint:
      'Somebody deleted it, GitHub removed it, or the runner took a job and ended between two looks. See the list of ' +
      'runners in the settings and the audit log of the scope, then run the start job again.',
    about: [{ compute }],
  });
}

/** The timeout came: in which state it was stuck, and what usually keeps it there. */
export function timedOut(
  awaited: readonly Awaited[],
  { began, deadline }: { began: number; deadline: number },
  ports: StartPorts,
): RunnerError {
  const limit = `within ${Math.round((deadline - began) / 1000)} s (startup-timeout-seconds)`;
  // Of one that has failed it is known why.
  const [late, ...others] = awaited.filter(
    ({ onlineAt, hasJob, failure }) => onlineAt === undefined && !hasJob && failure === undefined,
  );
  if (late === undefined) {
    return new RunnerError({
      kind: 'transient',
      message: `Not every runner was launched ${limit}: the answers of GitHub or AWS took too long.`,
      hint: 'See githubstatus.com and the AWS Health Dashboard; then run the job again, with a higher timeout.',
    });
  }
  const { compute, stateSince, runningSince, launched } = late;
  const stuck = ports.provider.explainStuck(compute);
  const seconds = Math.round((ports.clock.now() - stateSince) / 1000);
  const where =
    runningSince === undefined
      ? `${compute.id} was still ${compute.state}, for ${seconds} s`
      : `${compute.id} was ${compute.state} for ${seconds} s, but the runner never connected to GitHub`;
  const more = others.length === 0 ? '' : ` Nor were ${others.length} more of this start.`;
  return new RunnerError({
    kind: stuck.kind,
    message: `Runner ${launched.registration.name} was not online ${limit}: ${where}. ${stuck.message}${more}`,
    hint: stuck.hint,
    about: [{ compute }],
  });
}

/** The capacity has left the compute without room for as long as it may. */
export function stillWithoutRoom({ compute, launched, launchedAt }: Awaited, ports: StartPorts): RunnerError {
  const seconds = Math.round((ports.clock.now() - launchedAt) / 1000);
  const { message, hint } = ports.provider.explainStuck(compute);
  return new RunnerError({
    kind: 'capacity',
    message:
      `${compute.id} of runner ${launched.registration.name} was ${compute.state} for ${seconds} s ` +
      `(capacity-timeout-seconds). ${message}`,
    hint,
    about: [{ compute }],
  });
}

/** So many different reasons are told of runners of which none came. */
const REASONS_AT_MOST = 3;

/** Fewer runners than asked for would have been a success, but there is none. */
export function noneCame(failures: readonly unknown[]): unknown {
  const bug = failures.find((failure) => !(failure instanceof RunnerError));
  const own = failures.filter((failure) => failure instanceof RunnerError);
  // The advice tells reasons apart; messages name runners.
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
    message: `None of ${failures.length} runners came:${reasons}`,
    hint: shown.map(({ hint }) => hint).join('\n'),
    about: shown.flatMap(({ about }) => about),
    cause: new AggregateError(own),
  });
}
