import { combined, RunnerError } from '../errors.ts';
import { belongsToRun } from '../identity.ts';
import type { Registration, WorkflowJob } from '../ports.ts';
import { TAG } from '../tags.ts';
import { SETTING, STEP } from '../words.ts';
import { computeFact, isSameName, type JobsSay, jobFact, jobsSay } from './evidence.ts';
import type { ComputeFact, Facts, RegistrationFact } from './rule.ts';
import type { TeardownPolicy, TeardownPorts, TeardownResult, TeardownTarget } from './target.ts';

/** How long a registration may stay busy after its compute has ended, milliseconds. */
const BUSY_AFTER_END_MS = 20_000;

/** How often GitHub may contradict itself about one runner. */
const CONTRADICTIONS_AT_MOST = 3;

/** One runner that is being removed: what is known about it, and what was done. */
export class Removing<Target extends TeardownTarget> {
  readonly target: Target;
  readonly #policy: TeardownPolicy;
  readonly #ports: TeardownPorts;
  id: number | undefined;
  registration: RegistrationFact = 'unread';
  compute: ComputeFact;
  /** The first failure that still counts, combined with those that followed. */
  error: unknown;
  /** GitHub has refused the question: it is not asked again. */
  isRefused = false;
  hasWaited = false;
  /** When its time is up, epoch milliseconds. */
  until: number;
  #seen: Registration | undefined;
  #stop: TeardownResult['compute'] | undefined;
  #contradictions = 0;

  constructor(options: { target: Target; policy: TeardownPolicy; ports: TeardownPorts }) {
    const { target, policy, ports } = options;
    this.target = target;
    this.#policy = policy;
    this.#ports = ports;
    this.until = ports.clock.now() + policy.drainMs;
    this.compute = 'unread';
    if (target.computeId === undefined) this.compute = target.mayBeHidden === true ? 'hidden' : 'none';
    else if (target.phase !== undefined) this.sawCompute(computeFact({ phase: target.phase }));
    if (target.registration === 'deleted') this.registration = 'deleted';
    else if (typeof target.registration === 'number') this.id = target.registration;
    else if (target.registration !== 'unknown') this.saw(target.registration);
  }

  facts(jobs: readonly (readonly WorkflowJob[])[]): Facts {
    const { runnerName, registration, scope, evidence = {}, isLifeOver = false } = this.target;
    const { mandate, run } = this.#policy;
    const { github, clock } = this.#ports;
    return {
      mandate,
      isOwnName: belongsToRun(runnerName, run),
      // Where it is listed it is registered, whatever the tag says.
      isInScope: scope === undefined || typeof registration === 'object' || isSameName(scope, github.scope),
      registration: this.registration,
      compute: this.compute,
      job: jobFact(evidence, this.#seen, this.#jobsSay(jobs)),
      isLifeOver,
      isTimeUp: clock.now() >= this.until,
    };
  }

  /** A queued job in the last read counts at once; that there is none counts only if two reads say so. */
  #jobsSay(reads: readonly (readonly WorkflowJob[])[]): JobsSay {
    const { runnerName, evidence } = this.target;
    const runner = {
      runnerName,
      label: evidence?.label,
      registration: this.#seen,
      scope: this.#ports.github.scope,
    };
    const [last = 'possible', before = 'possible'] = reads
      .slice(-2)
      .reverse()
      .map((jobs) => jobsSay(jobs, runner));
    return last === 'none' && before !== 'none' ? 'possible' : last;
  }

  /** GitHub has answered a read. */
  saw(registration: Registration): void {
    // It was not found a moment ago: whichever answer is wrong, nothing may rest on either.
    if (this.registration === 'missing') {
      this.#contradictions += 1;
      if (this.#contradictions > CONTRADICTIONS_AT_MOST) {
        this.registration = 'unknown';
        this.isRefused = true;
        this.error = contradiction(registration.name, this.#ports.github.scope);
        return;
      }
    }
    this.id = registration.id;
    this.#seen = registration;
    this.error = undefined;
    this.registration = registration.busy ? 'busy' : registration.status;
  }

  sawCompute(fact: ComputeFact): void {
    if (fact === 'ended' && this.compute !== 'ended') this.#waitForRelease();
    this.compute = fact;
  }

  wasStopped(answer: 'stopped' | 'already-gone'): void {
    this.#stop = answer;
    this.compute = 'stopped';
    this.until = this.#ports.clock.now();
    this.#waitForRelease();
  }

  failed(error: unknown): void {
    this.error = this.error === undefined ? error : combined(this.error, error);
  }

  /** GitHub could not be asked, or has refused. */
  githubFailed(error: unknown): void {
    this.registration = 'unknown';
    this.error = error;
    this.isRefused = !isTransient(error);
  }

  #waitForRelease(): void {
    this.until = Math.max(this.until, this.#ports.clock.now() + BUSY_AFTER_END_MS);
  }

  result(jobs: readonly (readonly WorkflowJob[])[]): TeardownResult {
    const { registration, job } = this.facts(jobs);
    return { registration: registrationResult(registration), compute: this.#computeResult(registration, job) };
  }

  #computeResult(registration: RegistrationFact, job: JobsSay): TeardownResult['compute'] {
    if (this.#stop !== undefined) return this.#stop;
    if (this.compute === 'ended') return 'already-gone';
    if (registration === 'busy') return 'left-busy';
    if (this.compute === 'none' || this.compute === 'hidden') return 'none';
    return job === 'coming' ? 'left-busy' : 'left';
  }

  /** Why it is not touched. */
  refusal(): RunnerError {
    const { runnerName, computeId, scope = '' } = this.target;
    const { github, pool } = this.#ports;
    const { compute } = pool.hosting.words;
    if (!belongsToRun(runnerName, this.#policy.run)) {
      return new RunnerError({
        kind: 'configuration',
        message:
          `The ${compute} ${computeId} of this run names "${runnerName}" as its runner (tag ${TAG.runnerName}), which ` +
          'is not the name of a runner of this run. Neither of them was touched.',
        hint: `Find out who changed the tag; the ${compute} ends itself at the end of its lifetime, or stop it by hand.`,
      });
    }
    return new RunnerError({
      kind: 'configuration',
      message:
        `Runner ${runnerName} is registered in ${scope || 'a scope that its tags do not name'}, and this looked in ` +
        `${github.scope}: whether it has a job is unknown here, so neither it nor its ${compute} ${computeId} was touched.`,
      hint: `Set ${SETTING.scope} and the name of the scope as they were when it was started, then ${STEP.again}.`,
    });
  }
}

export function isTransient(error: unknown): boolean {
  return error instanceof RunnerError && error.kind === 'transient';
}

function registrationResult(fact: RegistrationFact): TeardownResult['registration'] {
  switch (fact) {
    case 'deleted':
    case 'busy':
      return fact;
    case 'missing':
    case 'absent':
      return 'absent';
    default:
      return 'left';
  }
}

function contradiction(runnerName: string, scope: string): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message:
      `GitHub contradicts itself about runner ${runnerName} of ${scope}: it lists the runner, and answers that it does ` +
      'not exist (404). Whether it has a job is unknown, so it was not taken for gone.',
    hint: `Check that the token still has its rights, and githubstatus.com, then ${STEP.again}.`,
  });
}
