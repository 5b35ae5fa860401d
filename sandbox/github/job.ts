/** How a job ended. */
export type Conclusion = 'success' | 'failure' | 'cancelled';

/** A job of a workflow. */
export interface Job {
  readonly id: number;
  readonly name: string;
  readonly labels: readonly string[];
  readonly script: string;
  /** The script of its `if: always()` step. */
  readonly always?: string | undefined;
  /** The workflow run in whose list of jobs it is. */
  readonly runId: number | undefined;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion?: Conclusion;
  /** The runner that has it, or had it. */
  runner?: { readonly id: number; readonly name: string; readonly runnerGroupId: number };
  log: string;
  /** When it was assigned to a runner, and whether that runner has fetched it. */
  assigned?: { readonly at: number; fetched: boolean };
  readonly settle: (end: { conclusion: Conclusion; runnerName: string; log: string }) => void;
}
