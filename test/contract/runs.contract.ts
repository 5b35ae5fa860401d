import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunStatus } from '../../src/core/ports.ts';

/** A RunStatus port for `octo-org/octo-repo` (123456789), with control over the server behind it. */
export interface RunsHarness {
  readonly runs: RunStatus;
  /** The same port with a credential that may not read runs. */
  readonly denied: RunStatus;
  /** Adds a job to the list of a run's jobs: with a runner's name it is running, or over. */
  addJob(job: { runId: number; labels: readonly string[] }): void;
  setRun(run: { runId: number; attempt: number; isOver: boolean; startedAt: number; updatedAt: number }): void;
  close(): Promise<void>;
}

const REPOSITORY = 'octo-org/octo-repo';
const HOUR = 3_600_000;

/** What every RunStatus port does. */
export function runsContract(name: string, makeHarness: () => Promise<RunsHarness>): void {
  describe(`RunStatus port: ${name}`, () => {
    let harness: RunsHarness;
    beforeAll(async () => {
      harness = await makeHarness();
    });
    afterAll(() => harness.close());

    test('looks up a repository by name', async () => {
      expect(await harness.runs.repositoryId(REPOSITORY)).toBe(123_456_789);
    });

    test('reports whether a run is over, by its latest attempt', async () => {
      const began = Date.UTC(2026, 0, 1);
      harness.setRun({ runId: 5, attempt: 1, isOver: false, startedAt: began, updatedAt: began });
      expect(await harness.runs.getRun(REPOSITORY, 5)).toEqual({
        attempt: 1,
        attemptStartedAt: began,
        isOver: false,
        updatedAt: began,
      });
      harness.setRun({ runId: 5, attempt: 1, isOver: true, startedAt: began, updatedAt: began + HOUR });
      expect(await harness.runs.getRun(REPOSITORY, 5)).toMatchObject({ isOver: true, updatedAt: began + HOUR });
      harness.setRun({ runId: 5, attempt: 2, isOver: false, startedAt: began + 2 * HOUR, updatedAt: began + 2 * HOUR });
      expect(await harness.runs.getRun(REPOSITORY, 5)).toEqual({
        attempt: 2,
        attemptStartedAt: began + 2 * HOUR,
        isOver: false,
        updatedAt: began + 2 * HOUR,
      });
    });

    test('lists the jobs of a run', async () => {
      harness.setRun({ runId: 8, attempt: 1, isOver: false, startedAt: 0, updatedAt: 0 });
      expect(await harness.runs.getJobs(REPOSITORY, 8)).toEqual([]);
      harness.addJob({ runId: 8, labels: ['gpu', 'gpu-0'] });
      const queued = { isOver: false, labels: ['gpu', 'gpu-0'], runnerName: undefined };
      expect(await harness.runs.getJobs(REPOSITORY, 8)).toEqual([queued]);
      expect(await harness.runs.getJobs(REPOSITORY, 404)).toBe('absent');
      expect(await harness.denied.getJobs(REPOSITORY, 8)).toBe('forbidden');
    });

    test('a run that does not exist is absent, and one that may not be read is forbidden', async () => {
      expect(await harness.runs.getRun(REPOSITORY, 404)).toBe('absent');
      harness.setRun({ runId: 6, attempt: 1, isOver: true, startedAt: 0, updatedAt: 0 });
      expect(await harness.denied.getRun(REPOSITORY, 6)).toBe('forbidden');
    });
  });
}
