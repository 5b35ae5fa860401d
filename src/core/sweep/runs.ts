import { explain } from '../errors.ts';
import { runKey } from '../identity.ts';
import type { RunStatus, WorkflowRun } from '../ports.ts';
import { SETTING } from '../words.ts';
import type { Owner } from './found.ts';

/** What is known about a run, or why nothing is. */
export type RunKnowledge =
  | { readonly kind: 'known'; readonly run: WorkflowRun }
  | { readonly kind: 'unknown'; readonly why: string };

/** The runs of one inventory: each is queried once, however many runners it has. */
export class RunBook {
  readonly #runs: RunStatus;
  readonly #answers = new Map<string, Promise<RunKnowledge>>();
  readonly #forbidden = new Set<string>();
  readonly #failures: string[] = [];

  constructor(runs: RunStatus) {
    this.#runs = runs;
  }

  /** Never throws: a failure is one of {@link problems}, and the run is unknown. */
  query(owner: Owner): Promise<RunKnowledge> {
    const key = runKey(owner);
    const answer = this.#answers.get(key) ?? this.#query(owner);
    this.#answers.set(key, answer);
    return answer;
  }

  /** One text, however many runs could not be queried: in an outage they all fail alike. */
  get problems(): readonly string[] {
    const [first, ...others] = this.#failures;
    if (first === undefined) return [];
    return [others.length === 0 ? first : `${first}\n(and ${others.length} more runs whose state could not be read)`];
  }

  async #query({ repository, runId }: Owner): Promise<RunKnowledge> {
    // 403 is about the repository: querying its other runs would only cost requests.
    if (this.#forbidden.has(repository)) return forbidden(repository);
    try {
      const run = await this.#runs.getRun(repository, runId);
      if (run === 'forbidden') {
        this.#forbidden.add(repository);
        return forbidden(repository);
      }
      if (run === 'absent') {
        const why = `run ${runId} of ${repository} was deleted, or ${SETTING.runsToken} may not see it (404)`;
        return { kind: 'unknown', why };
      }
      return { kind: 'known', run };
    } catch (error) {
      this.#failures.push(explain(error));
      return { kind: 'unknown', why: `the state of run ${runId} of ${repository} could not be read` };
    }
  }
}

function forbidden(repository: string): RunKnowledge {
  return { kind: 'unknown', why: `${SETTING.runsToken} may not read the runs of ${repository} (403)` };
}
