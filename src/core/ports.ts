import type { Compute, ComputeTimes, FailedLaunch, Finding } from './compute.ts';
import type { Explanation } from './explanation.ts';
import type { RunIdentity } from './identity.ts';
import type { Secret } from './secret.ts';

/** Time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms`, or as soon as the signal is aborted: then nothing of the sleep is left. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Chance. */
export interface Random {
  /** Lower-case letters and digits, at least 50 bits of chance. */
  nonce(): string;
  /** 0 to 1. */
  fraction(): number;
}

/** What the user reads while it happens. Implementations make the text safe to print. */
export interface Log {
  info(message: string): void;
  /** A notice stands out in the run's overview. */
  notice(message: string): void;
  warning(message: string): void;
}

/** Values that outlive the process: what a post step, or a repeated delivery, knows of a start that was killed. */
export interface StateStore {
  /** All that was saved before, by name. Read before the first side effect. */
  read(): Promise<ReadonlyMap<string, string>>;
  /** Durable once it resolves. */
  save(name: string, value: string): Promise<void>;
}

/** The time for which requests may still be retried. */
export interface RetryBudget {
  /** From now on at least `ms` milliseconds are left. */
  extend(ms: number): void;
}

/** A runner's registration as GitHub tells it. */
export interface Registration {
  readonly id: number;
  readonly name: string;
  readonly status: 'online' | 'offline';
  /** A hint only: only the answer to a DELETE is sure. */
  readonly busy: boolean;
  readonly labels: readonly string[];
}

/** A fresh registration with the config that a single runner can use once. */
export interface JitRunner {
  readonly registration: Registration;
  readonly jitConfig: Secret<string>;
}

/** Some registrations by id. */
export interface RegistrationsRead {
  /** Without those that do not exist. */
  readonly found: ReadonlyMap<number, Registration>;
  /** What it cost. */
  readonly requests: number;
}

/** Runners of one scope (repository, organization or enterprise). Only 404 is "absent"; every other failure throws. */
export interface GitHub {
  /** For people, such as `repository octo-org/octo-repo`. */
  readonly scope: string;
  /** Finds the runner group, so that a wrong one is told before anything is made. */
  prepare(): Promise<void>;
  /** @throws NameTakenError where the name exists. */
  createJitRunner(request: { name: string; labels: readonly string[]; workFolder: string }): Promise<JitRunner>;
  getRunner(id: number): Promise<Registration | undefined>;
  /** Several, by single reads or by pages of the list, whichever takes fewer requests. */
  getRunners(ids: readonly number[]): Promise<RegistrationsRead>;
  /** By exact name. */
  findRunner(name: string): Promise<Registration | undefined>;
  /** All pages. */
  listRunners(): Promise<readonly Registration[]>;
  /** `deleted` and `absent` both mean that no job can take it any more. */
  deleteRunner(id: number): Promise<'deleted' | 'absent' | 'busy'>;
}

/** A workflow run as GitHub tells it; times are epoch milliseconds. */
export interface WorkflowRun {
  /** Its latest attempt, from 1. */
  readonly attempt: number;
  /** When that attempt began; undefined where GitHub does not tell (an old GHES). */
  readonly attemptStartedAt: number | undefined;
  /** Whether that attempt has ended, whatever came of it. */
  readonly isOver: boolean;
  /** Its last change: of a run that is over, its end. */
  readonly updatedAt: number;
}

/** Whether workflow runs are over. It has a credential of its own, which may read runs and need not manage runners. */
export interface RunStatus {
  /** Numeric id of a repository (`owner/name`). @throws where it cannot be read */
  repositoryId(repository: string): Promise<number>;
  /**
   * A run of a repository (`owner/name`). `absent` (404): there is none, or the credential may not see it. `forbidden`
   * (403): the credential may not read the repository's runs.
   */
  getRun(repository: string, runId: number): Promise<WorkflowRun | 'absent' | 'forbidden'>;
}

/** What to launch; all that is particular to a hosting was given to its launcher. */
export interface LaunchRequest {
  readonly run: RunIdentity;
  readonly runnerName: string;
  readonly jitConfig: Secret<string>;
  /** Where to launch: one of {@link Launcher.capacities}. */
  readonly capacity: string;
  /** The same for the identical request only. */
  readonly clientToken: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** One phase of a launch, as a summary shows it. */
export interface LaunchPhase {
  /** For people, such as PROVISIONING. */
  readonly name: string;
  /** States of compute in this phase: they tell where the hosting tells no times. */
  readonly states: readonly string[];
  readonly from: keyof ComputeTimes;
  /** Absent: it lasts until the next phase. Present: it lies within the phase before it. */
  readonly to?: keyof ComputeTimes;
}

/** What one hosting does otherwise than another, and what it calls things. */
export interface Hosting {
  readonly kind: 'ecs';
  readonly words: {
    /** What people call one runner's compute, such as `task`, and the pool it is in, such as `cluster`. */
    readonly compute: string;
    readonly pool: string;
    /** From when to when compute counts in a report, as a clause: `from … to its stop`. */
    readonly counts: string;
    /** How long the hosting remembers what has ended, as a sentence. */
    readonly remembers: string;
  };
  /** The request that launches compute and the check before it, as a summary names them. */
  readonly requests: { readonly launch: string; readonly prepare: string };
  /** Phases of a launch from its acceptance to the runner's connection, in their order. */
  readonly phases: readonly LaunchPhase[];
  /** How long new compute may be missing from what the hosting tells, milliseconds. */
  readonly hiddenForMs: number;
  /** How long compute takes to stop at the most, milliseconds. */
  readonly stopsWithinMs: number;
  /** Where no capacity has room: whether the last one is asked again, or all are, since room moves between them. */
  readonly whenFull: 'retry-last' | 'retry-all';
}

/** Compute for runners in one pool, such as an ECS cluster in a region: enough to find and stop it. */
export interface ComputePool {
  readonly hosting: Hosting;
  /** For people, such as `cluster ci, region eu-central-1`. */
  readonly name: string;
  /** Where a resource is, for outputs: `{provider, region, cluster}`. */
  readonly location: Readonly<Record<string, string>>;
  /** Compute by id, in as few requests as possible; what is (not yet, or no more) known is absent. */
  describe(ids: readonly string[]): Promise<ReadonlyMap<string, Compute>>;
  /** What a run started and what has not been stopped; new compute may be missing for {@link Hosting.hiddenForMs}. */
  list(run: RunIdentity): Promise<readonly Compute[]>;
  /**
   * What a run started and what has ended, as far back as the hosting remembers: for a report; nothing is decided on it.
   * It may lack tags.
   */
  listEnded(run: RunIdentity): Promise<readonly Compute[]>;
  /** What any run started and what has not been stopped, all pages. */
  listAll(): Promise<readonly Compute[]>;
  stop(id: string, reason: string): Promise<'stopped' | 'already-gone'>;
  /** Account and principal that the calls were made as, for a notice; one request. */
  whoAmI(): Promise<string>;
}

/** A pool that compute can be launched in. */
export interface Launcher extends ComputePool {
  /** Where launches may go, as the user wrote it, no two alike: tried in this order while there is no room. */
  readonly capacities: readonly string[];
  /** Checks all that can be checked before anything is made. */
  prepare(): Promise<void>;
  /** One runner's compute. Sending the identical request twice makes one. */
  launch(request: LaunchRequest): Promise<Compute>;
  /** What usually keeps compute in its state, and the next step. */
  explainStuck(compute: Compute): Explanation;
  /**
   * What the surroundings of failed launches tell. It changes nothing, may need permissions that a start does not, and
   * settles within about 10 s with what was found by then; it never rejects for what could not be read.
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
  /** Absent where the source does not tell (EKS Pod Identity). */
  readonly roleArn?: string;
  readonly accountId?: string;
}

/** Where a task's own credentials come from. */
export interface CredentialSource {
  /** For people, such as `http://169.254.170.2`. */
  readonly name: string;
  /**
   * One request, all of it within so many milliseconds; the secrets are masked when it returns.
   * @throws RunnerError of the kind `transient` where the same request may do later
   */
  fetch(withinMs: number): Promise<RoleCredentials>;
}
