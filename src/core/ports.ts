import type { ErrorKind } from './errors.ts';
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

/** Values that outlive the process: what the post step knows of a main step that was killed. */
export interface StateStore {
  /** On disk when it returns. */
  save(name: string, value: string): void;
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

/** Where compute is in its life. `starting` may still take minutes; `stopping` will never run a job again. */
export type ComputePhase = 'starting' | 'running' | 'stopping' | 'stopped';

/** One runner's compute (a task, an instance) as its provider tells it. */
export interface Compute {
  /** Task ARN or instance id. */
  readonly id: string;
  readonly phase: ComputePhase;
  /** The provider's own word for the state, such as PROVISIONING. */
  readonly state: string;
  /** It was accepted, and no room has been found for it yet. */
  readonly isWaitingForRoom?: boolean;
  /** Where it runs, such as FARGATE_SPOT or a capacity provider's name; empty while unknown. */
  readonly capacity: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Why it ended, once it has. */
  readonly end?: ComputeEnd;
  /** Absent where the provider tells none. */
  readonly times?: ComputeTimes;
  /** Absent where the provider does not tell it. */
  readonly size?: ComputeSize;
}

/** When compute came to its stages, epoch milliseconds of the provider's clock; absent: not yet, or not told. */
export interface ComputeTimes {
  readonly createdAt?: number;
  readonly pullStartedAt?: number;
  readonly pullStoppedAt?: number;
  readonly startedAt?: number;
  readonly stoppingAt?: number;
  readonly stoppedAt?: number;
}

/** What is set aside for compute while it lives. */
export interface ComputeSize {
  readonly vcpu: number;
  readonly memoryGib: number;
}

/** Why compute ended, in plain words. */
export interface ComputeEnd {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly hint: string;
}

/** A launch that came to nothing: its compute as it was last seen, or the capacity that was refused, and in which words. */
export type FailedLaunch = { readonly compute: Compute } | { readonly capacity: string; readonly refusal: string };

/** What was found out about a failed launch, in plain words; the hint, where there is one, is the next step. */
export interface Finding {
  readonly message: string;
  readonly hint?: string;
}

/** What to launch; all that is particular to a provider was given to its constructor. */
export interface LaunchRequest {
  readonly run: RunIdentity;
  readonly runnerName: string;
  readonly jitConfig: Secret<string>;
  /** Where to launch: one of {@link Provider.capacities}. */
  readonly capacity: string;
  /** The same for the identical request only. */
  readonly clientToken: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Compute for runners in one place (an ECS cluster in a region). */
export interface Provider {
  readonly kind: 'ecs';
  /** Where launches may go, as the user wrote it, no two alike: tried in this order while there is no room. */
  readonly capacities: readonly string[];
  /** For people, such as `cluster ci, region eu-central-1`. */
  readonly place: string;
  /** Where a resource is, for outputs: `{provider, region, cluster}`. */
  readonly location: Readonly<Record<string, string>>;
  /** Checks all that can be checked before anything is made. */
  prepare(): Promise<void>;
  /** One runner's compute. Sending the identical request twice makes one. */
  launch(request: LaunchRequest): Promise<Compute>;
  /** Compute by id, in as few requests as possible; what is (not yet, or no more) known is absent. */
  describe(ids: readonly string[]): Promise<ReadonlyMap<string, Compute>>;
  /** What a run started and what has not been stopped; new compute may be missing for a while. */
  list(run: RunIdentity): Promise<readonly Compute[]>;
  /**
   * What a run started and what has ended, as far back as the provider remembers: for a report, nothing is decided on it.
   * It may lack tags.
   */
  listEnded(run: RunIdentity): Promise<readonly Compute[]>;
  /** What any run started and what has not been stopped, all pages. */
  listAll(): Promise<readonly Compute[]>;
  stop(id: string, reason: string): Promise<'stopped' | 'already-gone'>;
  /** What usually keeps compute in its state, and the next step. */
  explainStuck(compute: Compute): ComputeEnd;
  /**
   * What the surroundings of failed launches tell. It changes nothing, may need permissions that a start does not, and
   * settles within about 10 s with what was found by then; it never rejects for what could not be read.
   */
  investigate(failed: readonly FailedLaunch[]): Promise<readonly Finding[]>;
  /** Account and principal that the calls were made as, for a notice; one request. */
  whoAmI(): Promise<string>;
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
