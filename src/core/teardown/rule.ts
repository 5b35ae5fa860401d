/**
 * Who removes a runner.
 * `undo`: a start that fails, is cancelled or launches again, or its post step.
 * `stop-all`: a stop without a filter; its caller says that the jobs are over.
 * `stop-selected`: a stop by label or id; it may end a job once the time for it is up.
 * `sweep`: nobody who knows the run.
 */
export type Mandate = 'undo' | 'stop-all' | 'stop-selected' | 'sweep';

/**
 * A registration as far as GitHub has said. `unread`: not asked yet. `missing`: one 404, which an outage and a token
 * without rights give as well. `absent`: the list of its scope does not have it either. `unknown`: GitHub failed, or
 * contradicts itself.
 */
export type RegistrationFact = 'unread' | 'offline' | 'online' | 'busy' | 'missing' | 'deleted' | 'absent' | 'unknown';

/**
 * Compute as far as its provider has said. `none`: there is none here. `hidden`: it was requested and is not seen yet.
 * `ended`: it runs no job any more. `stopped`: it was stopped by this teardown.
 */
export type ComputeFact = 'none' | 'hidden' | 'unread' | 'starting' | 'running' | 'ended' | 'stopped';

/** A job for the runner. `none`: none can be on its way. `coming`: it has one, or one is queued that it can take. */
export type JobFact = 'none' | 'possible' | 'coming';

/** All that decides what is done next about a runner. */
export interface Facts {
  readonly mandate: Mandate;
  /** Whether its name is one that this project gives to a runner of the run that is torn down. */
  readonly isOwnName: boolean;
  /** Whether it is registered in the scope that GitHub is asked about. */
  readonly isInScope: boolean;
  readonly registration: RegistrationFact;
  readonly compute: ComputeFact;
  readonly job: JobFact;
  /** Whether its lifetime and the grace are over, by the provider's times. */
  readonly isLifeOver: boolean;
  /** Whether the time is up that it was given: for its job, or, once it was stopped, to be released by GitHub. */
  readonly isTimeUp: boolean;
}

/**
 * What to do next. `delete`: its registration. `stop`: its compute. `look`: ask GitHub and the provider again.
 * `wait`: look again later. `done`: nothing is left to do. `leave`: it is not touched. `refuse`: it is not touched,
 * and that is an error.
 */
export type Act = 'delete' | 'stop' | 'look' | 'wait' | 'done' | 'leave' | 'refuse';

/**
 * The one rule for every DELETE and every StopTask. Both can end a job: a DELETE is answered by 204 while a job is
 * being assigned, and the runner then cancels it. So they rest on what is known, never on what was not found. See
 * docs/decisions/2026-11-29-what-may-be-removed.md.
 */
export function nextAct(facts: Facts): Act {
  const { isOwnName, isInScope, isLifeOver, registration, compute } = facts;
  if (!isOwnName) return 'refuse';
  if (!isInScope) return isLifeOver ? stopOrDone(compute) : 'refuse';
  if (registration === 'busy') return aboutBusy(facts);
  if (registration === 'deleted' || registration === 'absent') return stopOrDone(compute);
  if (isLifeOver || hasNoJob(facts)) return aboutJobless(facts);
  // A 404 alone proves nothing, and what was not read is not known.
  if (registration === 'unread' || registration === 'missing' || compute === 'unread') return 'look';
  return aboutUnknown(facts);
}

/** Whether no job can be on its way to the runner. */
function hasNoJob({ job, compute }: Facts): boolean {
  // Without compute there is no runner; what has not begun has not connected.
  return job === 'none' || ['none', 'starting', 'ended', 'stopped'].includes(compute);
}

/** No job can be lost: the registration goes first, so that none can come. */
function aboutJobless({ mandate, registration, compute, isLifeOver }: Facts): Act {
  switch (registration) {
    case 'missing':
      return stopOrDone(compute);
    case 'unknown':
      // Its run is over, but only GitHub knows whether it runs the job of another one.
      return mandate === 'sweep' && !isLifeOver ? 'leave' : stopOrDone(compute);
    default:
      return 'delete';
  }
}

function aboutBusy(facts: Facts): Act {
  const { mandate, compute, isLifeOver, isTimeUp } = facts;
  // GitHub releases a runner a while after its compute has ended.
  if (compute === 'ended' || compute === 'stopped') return isTimeUp ? 'done' : 'wait';
  if (compute === 'unread') return 'look';
  if (isLifeOver) return stopOrDone(compute, 'leave');
  switch (mandate) {
    case 'undo':
      // It has a job: whatever said that none could come was wrong, or has become so.
      return 'leave';
    case 'stop-selected':
      return isTimeUp ? stopOrDone(compute, 'leave') : 'wait';
    case 'stop-all':
      return isTimeUp ? 'leave' : 'wait';
    case 'sweep':
      return 'leave';
  }
}

/** A job may be on its way, and nobody knows. */
function aboutUnknown({ mandate, registration, job, isTimeUp, compute }: Facts): Act {
  switch (mandate) {
    case 'undo':
    case 'sweep':
      return 'leave';
    case 'stop-all':
      if (registration === 'unknown') return 'leave';
      if (job === 'coming') return isTimeUp ? 'leave' : 'wait';
      return 'delete';
    case 'stop-selected':
      if (!isTimeUp) return 'wait';
      return registration === 'unknown' ? stopOrDone(compute) : 'delete';
  }
}

function stopOrDone(compute: ComputeFact, otherwise: 'done' | 'leave' = 'done'): Act {
  switch (compute) {
    case 'none':
    case 'hidden':
      return otherwise;
    case 'ended':
    case 'stopped':
      return 'done';
    default:
      return 'stop';
  }
}
