import type { Compute, ComputePhase } from '../compute.ts';
import { parseRunnerName, runnerLabel } from '../identity.ts';
import type { Registration, WorkflowJob } from '../ports.ts';
import type { ComputeFact, JobFact } from './rule.ts';

/** What is known about a runner's job without asking anybody. */
export interface Evidence {
  /** The label that the start gave to all its runners; absent: not known. */
  readonly label?: string | undefined;
  /** Whether it was ever online; absent: nobody has watched it. */
  readonly wasOnline?: boolean;
  /** Only its own start has known a label by which a job could reach it. */
  readonly isLabelSecret?: boolean;
  /** The latest attempt of its run is over. */
  readonly isRunOver?: boolean;
}

/** What the jobs of the run say; `none` only after two reads. */
export type JobsSay = JobFact;

/** What all that is known says about a job for the runner. */
export function jobFact(evidence: Evidence, registration: Registration | undefined, jobs: JobsSay): JobFact {
  if (evidence.isLabelSecret === true || evidence.isRunOver === true) return 'none';
  // It has never connected, so no job was ever assigned to it.
  if (evidence.wasOnline === false && registration?.status === 'offline' && !registration.busy) return 'none';
  return jobs;
}

/** What one read of the run's jobs says about a runner. */
export function jobsSay(
  jobs: readonly WorkflowJob[],
  runner: { runnerName: string; label: string | undefined; registration: Registration | undefined; scope: string },
): JobsSay {
  const { runnerName, label, registration, scope } = runner;
  const own = jobs.filter((job) => job.runnerName === runnerName);
  // It takes one job only.
  if (own.length > 0) return own.every(({ isOver }) => isOver) ? 'none' : 'coming';
  const labels = new Set((registration?.labels ?? []).map(lower));
  const fits = (job: WorkflowJob): boolean =>
    job.runnerName === undefined && job.labels.length > 0 && job.labels.every((each) => labels.has(lower(each)));
  if (jobs.some((job) => !job.isOver && fits(job))) return 'coming';
  if (label === undefined || registration === undefined) return 'possible';
  const index = parseRunnerName(runnerName)?.index ?? 0;
  const unique = [label, runnerLabel(label, index)].map(lower);
  // A job of any run may ask for a label that others carry too, or, outside a repository, for the runner group.
  const isOnlyReachableByRun = scope.startsWith('repo:') && [...labels].every((each) => unique.includes(each));
  return isOnlyReachableByRun ? 'none' : 'possible';
}

/** Compute as the rule sees it. */
export function computeFact(compute: { readonly phase: ComputePhase } | Compute): ComputeFact {
  switch (compute.phase) {
    case 'starting':
    case 'running':
      return compute.phase;
    case 'stopping':
    case 'stopped':
      return 'ended';
    case 'unseen':
      return 'hidden';
  }
}

/** GitHub ignores case in labels and in the names of owners and repositories. */
export function isSameName(one: string, other: string): boolean {
  return lower(one) === lower(other);
}

function lower(text: string): string {
  return text.toLowerCase();
}
