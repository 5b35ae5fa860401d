import type { Compute, ComputeTimes, FailedLaunch, Finding } from './compute.ts';
import type { Explanation } from './explanation.ts';
import type { RunIdentity } from './identity.ts';
import type { Secret } from './secret.ts';

/** Time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms`, or as soon as the signal is aborted, and leaves no timer behind then. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness. */
export interface Random {
  /** Lower-case letters and digits, at least 50 bits of randomness. */
  nonce(): string;
  /** 0 to 1. */
  fraction(): number;
}

/** What the user reads while things happen. Implementations make the text safe to print. */
export interface Log {
  info(message: string): void;
  /** Stands out in the run's overview. */
  notice(message: string): void;
  warning(message: string): void;
}

/** Values that outlive the process: what a post step, or a repeated delivery, knows about a start that was killed. */
export interface StateStore {
  /** Everything saved before, by name. Read before the first side effect. */
  read(): Promise<ReadonlyMap<string, string>>;
  /** Durable once it resolves. */
  save(name: string, value: string): Promise<void>;
}

/** How long requests may still be retried. */
export interface RetryBudget {
  /** Leaves at least `ms` milliseconds from now. */
  extend(ms: number): void;
}

/** A runner's registration as GitHub reports it. */
export interface Registration {
  readonly id: number;
  readonly name: string;
  readonly status: 'online' | 'offline';
  /** Only a hint: the answer to a DELETE alone is certain. */
  readonly busy: boolean;
  readonly labels: readonly string[];
}

/** A new registration with the config that a single runner can use once. */
export interface JitRunner {
  readonly registration: Registration;
  readonly jitConfig: Secret<string>;
}

/** Some registrations by id. */
export interface RegistrationsRead {
  /** Excludes those that do not exist. */
  readonly found: ReadonlyMap<number, Registration>;
  /** How many requests the read took. */
  readonly requests: number;
}

/** Runners of one scope (repository, organization or enterprise). Only 404 is "absent"; every other failure throws. */
export interface GitHub extends ServerClock {
  /** For people, such as `repository octo-org/octo-repo`. */
  readonly scope: string;
  /** Finds the runner group, so that a wrong one is reported before anything is created. */
  prepare(): Promise<void>;
  /** @throws NameTakenError if the name exists */
  createJitRunner(request: { name: string; labels: readonly string[]; workFolder: string }): Promise<JitRunner>;
  getRunner(id: number): Promise<Registration | undefined>;
  /** Reads several one by one or as pages of the list, whichever takes fewer requests. */
  getRunners(ids: readonly number[]): Promise<RegistrationsRead>;
  /** By exact name. */
  findRunner(name: string): Promise<Registration | undefined>;
  /** All pages. */
  listRunners(): Promise<readonly Registration[]>;
  /** `deleted` and `absent` both mean that it can no longer be given a job. */
  deleteRunner(id: number): Promise<'deleted' | 'absent' | 'busy'>;
}

/** A workflow run as GitHub reports it; times are epoch milliseconds. */
export interface WorkflowRun {
  /** Its latest attempt, from 1. */
  readonly attempt: number;
  /** When that attempt began; undefined if GitHub does not report it (an old GHES). */
  readonly attemptStartedAt: number | undefined;
  /** Whether that attempt has ended, whatever its conclusion. */
  readonly isOver: boolean;
  /** Its last change; if the run is over, its end. */
  readonly updatedAt: number;
}

/** A job of a workflow run. */
export interface WorkflowJob {
  /** Whether it has ended, whatever its conclusion. */
  readonly isOver: boolean;
  /** What it asks for in `runs-on`; empty if it names only a runner group. */
  readonly labels: readonly string[];
  /** Undefined until a runner has it. */
  readonly runnerName: string | undefined;
}

/** Reads whether workflow runs are over. Its own credential may read runs and need not manage runners. */
export interface RunStatus {
  /** Numeric id of a repository (`owner/name`). @throws if it cannot be read */
  repositoryId(repository: string): Promise<number>;
  /**
   * A run of a repository (`owner/name`). `absent` (404): it does not exist, or the credential may not see it.
   * `forbidden` (403): the credential may not read the repository's runs.
   */
  getRun(repository: string, runId: number): Promise<WorkflowRun | 'absent' | 'forbidden'>;
  /** The jobs of the latest attempt of a run, all pages; otherwise as {@link getRun}. */
  getJobs(repository: string, runId: number): Promise<readonly WorkflowJob[] | 'absent' | 'forbidden'>;
}

/** What to launch; the launcher already has everything specific to its hosting. */
export interface LaunchRequest {
  readonly run: RunIdentity;
  readonly runnerName: string;
  readonly jitConfig: Secret<string>;
  /** Where to launch: one of {@link Launcher.capacities}. */
  readonly capacity: string;
  /** The same only for the identical request. */
  readonly clientToken: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** One phase of a launch, as a summary shows it. */
export interface LaunchPhase {
  /** For people, such as PROVISIONING. */
  readonly name: string;
  /** States of compute in this phase: used if the hosting reports no times. */
  readonly states: readonly string[];
  readonly from: keyof ComputeTimes;
  /** Absent: the phase lasts until the next one. Present: it lies within the phase before it. */
  readonly to?: keyof ComputeTimes;
}

/** How one hosting differs from another, and what it calls things. */
export interface Hosting {
  /** As the input and the outputs name it. */
  readonly kind: string;
  readonly words: {
    /** What people call one runner's compute, such as `task`, and the pool it is in, such as `cluster`. */
    readonly compute: string;
    readonly pool: string;
    /** The time for which compute counts in a report, as a clause: `from … to its stop`. */
    readonly counts: string;
    /** How long the hosting keeps a record of what has ended, as a sentence. */
    readonly remembers: string;
  };
  /** The request that launches compute, and the check before it, as a summary names them. */
  readonly requests: { readonly launch: string; readonly prepare: string };
  /** Phases of a launch from its acceptance to the runner's connection, in order. */
  readonly phases: readonly LaunchPhase[];
  /** How long new compute may be missing from the hosting's answers, milliseconds. */
  readonly hiddenForMs: number;
  /** The longest that compute takes to stop, milliseconds. */
  readonly stopsWithinMs: number;
  /** If no capacity has room: whether to retry only the last one, or all of them, since room moves between them. */
  readonly whenFull: 'retry-last' | 'retry-all';
}

/** Where people can look at compute, as URLs; absent: not known. */
export interface Pages {
  readonly compute?: string;
  /** Its runner's log. */
  readonly log?: string;
}

/** A service whose answers tell the time. */
export interface ServerClock {
  /**
   * How far the service's clock was ahead of this machine's at its last answer, milliseconds. Absent: not known. What
   * the service dates is compared with its own clock, never with this machine's.
   */
  readonly aheadMs?: number | undefined;
}

/** Compute for runners in one pool, such as an ECS cluster in a region; enough to find and stop it. */
export interface ComputePool extends ServerClock {
  readonly hosting: Hosting;
  /** For people, such as `cluster ci, region eu-central-1`. */
  readonly name: string;
  /** Where a resource is, for outputs: `{provider, region, cluster}`. */
  readonly location: Readonly<Record<string, string>>;
  /** Compute by id, in as few requests as possible; what is not yet or no longer known is absent. */
  describe(ids: readonly string[]): Promise<ReadonlyMap<string, Compute>>;
  /**
   * Compute that a run started, unless stopped; new compute may be missing for {@link Hosting.hiddenForMs}. What the
   * provider lists and does not describe is `unseen`.
   */
  list(run: RunIdentity): Promise<readonly Compute[]>;
  /**
   * Compute that a run started and that is stopping or has stopped, as far back as the hosting remembers. It is only
   * reported and waited for: nothing is removed because of it. What was stopped on request may have lost its tags.
   */
  listEnded(run: RunIdentity): Promise<readonly Compute[]>;
  /** Compute that any run started and that was not stopped, all pages. */
  listAll(): Promise<readonly Compute[]>;
  stop(id: string, reason: string): Promise<'stopped' | 'already-gone'>;
  /** For a report; no request. */
  pagesOf(id: string): Pages;
  /** The account and principal that make the calls, for a notice; one request. */
  whoAmI(): Promise<string>;
}

/** A pool in which compute can be launched. */
export interface Launcher extends ComputePool {
  /** Where launches may go, as the user wrote it, without duplicates: tried in this order while there is no room. */
  readonly capacities: readonly string[];
  /** Checks everything that can be checked before anything is created. */
  prepare(): Promise<void>;
  /** Launches one runner's compute. Sending the identical request twice launches one. */
  launch(request: LaunchRequest): Promise<Compute>;
  /** What usually keeps compute in its state, and the next step. */
  explainStuck(compute: Compute): Explanation;
  /**
   * What the environment of failed launches reveals. It changes nothing, may need permissions that a start does not,
   * and settles within about 10 s with what was found by then; it never rejects because something could not be read.
   */
  investigate(failed: readonly FailedLaunch[]): Promise<readonly Finding[]>;
}

/** A role's temporary credentials. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret<string>;
  readonly sessionToken: Secret<string>;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** When they were given, by the clock of whoever gave them, epoch milliseconds; undefined if it does not say. */
  readonly givenAt?: number;
  /** Absent if the source does not report it (EKS Pod Identity). */
  readonly roleArn?: string;
  readonly accountId?: string;
}

/** Where a task's own credentials come from. */
export interface CredentialSource {
  /** For people, such as `http://169.254.170.2`. */
  readonly name: string;
  /**
   * Makes one request and completes it within `withinMs` milliseconds; the secrets are masked when it returns.
   * @throws RunnerError of kind `transient` if the same request may work later
   */
  fetch(withinMs: number): Promise<RoleCredentials>;
}
