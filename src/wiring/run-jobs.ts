import type { Log, RunStatus, WorkflowJob } from '../core/ports.ts';

/** Milliseconds for which a read of the jobs may be retried: nothing is lost without them, only not known. */
export const JOBS_RETRY_MS = 5000;

/**
 * Reads the jobs of one run; undefined where they may not, or cannot, be read. It never rejects: then it is merely not
 * known whether a job is on its way.
 */
export function runJobs(options: {
  runs: Pick<RunStatus, 'getJobs'>;
  repository: string;
  runId: number;
  log: Log;
}): () => Promise<readonly WorkflowJob[] | undefined> {
  const { runs, repository, runId, log } = options;
  return async () => {
    const unread = (why: string): undefined => {
      log.info(`The jobs of run ${runId} of ${repository} could not be read (${why}).`);
    };
    try {
      const jobs = await runs.getJobs(repository, runId);
      if (jobs === 'forbidden') return unread('403: the job needs `permissions: actions: read`');
      if (jobs === 'absent') return unread('404');
      return jobs;
    } catch (error) {
      return unread(error instanceof Error ? error.message : String(error));
    }
  };
}
