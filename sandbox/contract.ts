import type { ClockOptions, SandboxClock } from './clock.ts';
import type { Fault, FaultScript } from './faults.ts';
import type { JournalEntry, RequestObserver } from './server.ts';
import type { AwsSurroundings } from './surroundings-contract.ts';

/** The options of a sandbox; the default of every field suits the main case. */
export interface SandboxOptions {
  readonly clock?: ClockOptions;
  readonly github?: GitHubOptions;
  readonly aws?: AwsOptions;
  /**
   * What a running task consists of: `processes` (the default) with the real start script, or `light`, only a session
   * with GitHub, for hundreds of runners at once. Light ones run no command and take no job.
   */
  readonly runners?: 'processes' | 'light';
  /** Where the output of tasks (of the runner and its job) goes; nowhere by default. */
  readonly onTaskOutput?: (line: { taskArn: string; runnerName: string | undefined; text: string }) => void;
}

export interface GitHubOptions {
  /** Path before every endpoint: empty as on github.com, `/api/v3` as on GHES. */
  readonly apiPath?: string;
  /** The repository whose workflow runs; `octo-org/octo-repo` with id 123456789 by default. */
  readonly repository?: RepositoryDefinition;
  readonly enterprise?: string;
  /** Sandbox milliseconds from the runner's first connection until it is `online`; 1,000 by default. */
  readonly runnerOnlineDelayMs?: number;
  /**
   * Sandbox milliseconds after which the server removes an idle online runner's registration, the same for all or
   * spread evenly over a span (2 to 6 minutes were observed); never by default.
   */
  readonly removeIdleRunnerAfterMs?: number | { readonly from: number; readonly to: number };
  /** Request limits; by default the real ones. That of creations does not count registrations unless it is set. */
  readonly limits?: Partial<{
    readonly primaryPerHour: number;
    readonly pointsPerMinute: number;
    readonly creationsPerMinute: number;
    readonly concurrent: number;
  }>;
}

export interface AwsOptions {
  /** `us-east-1`, `123456789012` and `aws` by default. */
  readonly region?: string;
  readonly account?: string;
  readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov';
  /** Sandbox milliseconds in PROVISIONING and in PENDING before the next state; 200 each by default. */
  readonly provisioningMs?: number;
  readonly pendingMs?: number;
  /** Sandbox milliseconds for which ListTasks omits a new task and DescribeTasks says `MISSING`; 0 by default. */
  readonly hideNewTasksMs?: number;
  /** Sandbox milliseconds of DEACTIVATING, STOPPING and DEPROVISIONING together, after the processes ended; 200. */
  readonly stoppingMs?: number;
  /** Sandbox milliseconds from a task's RUNNING until its credentials endpoint has the role's credentials; 0. */
  readonly credentialsAfterMs?: number;
}

/** A local GitHub and a local AWS over HTTP. {@link Sandbox.inventory} shows everything that lives in it. */
export interface Sandbox {
  readonly clock: SandboxClock;
  readonly faults: FaultScript;
  /** Every request to either server, in order. */
  readonly journal: readonly JournalEntry[];
  readonly github: GitHubSandbox;
  readonly aws: AwsSandbox;
  /** Calls `observer` at each phase of each request from now on, until the returned function is called. */
  observe(observer: RequestObserver): () => void;
  /** What is alive, each part as it is when it is read: spread it to keep it. */
  inventory(): Inventory;
  /** Ends every task process and both servers. */
  close(): Promise<void>;
}

/** Everything that is alive, and so every possible leak. */
export interface Inventory {
  /** Tasks whose last status is not STOPPED, by ARN. */
  readonly tasks: readonly {
    readonly arn: string;
    readonly lastStatus: string;
    readonly startedBy: string | undefined;
  }[];
  /** Registered runners of every scope. */
  readonly runners: readonly {
    readonly id: number;
    readonly name: string;
    readonly status: 'online' | 'offline';
    readonly busy: boolean;
  }[];
  /** Process ids of the task processes (start scripts, stand-in runners, jobs) still running. */
  readonly processes: readonly number[];
}

export interface GitHubSandbox {
  /** Base URL of the API, for GITHUB_API_URL. */
  readonly apiUrl: string;
  /** For GITHUB_SERVER_URL. */
  readonly serverUrl: string;
  readonly repository: RepositoryDefinition;
  /**
   * A token that the API accepts. `admin` may manage runners in every scope; `read` may only read the repository (403);
   * `workflow` is a GITHUB_TOKEN: it looks like an App token and gets 403 on the runner endpoints, and
   * `workflow-without-actions` gets 403 for workflow runs too; `expired` gets 401; `other-repository` gets 404 for this
   * repository.
   */
  token(kind: 'admin' | 'read' | 'workflow' | 'workflow-without-actions' | 'expired' | 'other-repository'): string;
  /** A GitHub App, installed on the owner of the repository, that may manage runners. `privateKey` is PEM (PKCS#1). */
  readonly app: { readonly id: string; readonly privateKey: string; readonly installationId: number };
  /** The environment of a job with `id-token: write`: the two ACTIONS_ID_TOKEN_REQUEST_* variables. */
  oidcEnvironment(options?: { readonly subject?: string }): Readonly<Record<string, string>>;
  /** The OIDC issuer's URL and its JWKS, which the sandbox's STS reads. */
  readonly oidcIssuer: string;
  /**
   * Adds a runner group to the organization or the enterprise, or changes the one of that name, and returns its id.
   * `Default`, id 1, always exists. A new group is open to all repositories, except public ones.
   */
  addRunnerGroup(name: string, settings?: RunnerGroupSettings): number;
  /**
   * Queues a job: the first online idle runner that has all `labels` takes it. With `runId` it is in the list of that
   * run's jobs, once the run was set.
   */
  queueJob(job: {
    readonly labels: readonly string[];
    readonly script: string;
    /** The script of an `if: always()` step behind it. */
    readonly always?: string;
    readonly name?: string;
    readonly runId?: number;
  }): QueuedJob;
  /** Registers other people's runners (an org with 5,000 of them); they are in no inventory. */
  addForeignRunners(count: number): void;
  /** Adds a repository. */
  addRepository(repository: RepositoryDefinition): void;
  /** Creates or changes a workflow run, or a run attempt; a run that was never set does not exist (404). */
  setRun(run: WorkflowRunState): void;
  /**
   * Registers a runner without a process, in the first repository unless `scope` (such as `orgs/octo-org`) says
   * otherwise: offline as if it never connected, or online as if it just did.
   */
  addRegistration(registration: {
    readonly name: string;
    readonly scope?: string;
    readonly labels?: readonly string[];
    readonly status?: 'online' | 'offline';
    readonly busy?: boolean;
  }): void;
  /** All that is known about a registration, labels and group included; undefined if there is none. */
  registration(name: string): RunnerRegistration | undefined;
  /** Lets the server remove a registration on its own, as GitHub does with idle ones. */
  removeRegistration(name: string): void;
  /** Makes a registered runner appear busy (or not), whatever it does. */
  setBusy(name: string, busy: boolean): void;
}

/** A repository, private unless it says otherwise. */
export interface RepositoryDefinition {
  readonly owner: string;
  readonly name: string;
  readonly id: number;
  readonly isPublic?: boolean;
}

/** Whose jobs a runner group lets in. */
export interface RunnerGroupSettings {
  /** Whose group it is; the organization's by default. */
  readonly of?: 'organization' | 'enterprise';
  /** `all` by default. */
  readonly visibility?: 'all' | 'selected' | 'private';
  /** The names of the selected repositories, or of an enterprise's selected organizations. */
  readonly selected?: readonly string[];
  readonly allowsPublic?: boolean;
  /** The workflows that it is restricted to, as `owner/name/path@ref`. */
  readonly workflows?: readonly string[];
  /** For a group that the organization inherits from its enterprise: what that allows. */
  readonly inherited?: { readonly allowsPublic: boolean };
}

/** One run attempt of a workflow run; times are epoch milliseconds of sandbox time, now by default. */
export interface WorkflowRunState {
  /** `owner/name`; the first repository by default. */
  readonly repository?: string;
  readonly runId: number;
  /** 1 by default. */
  readonly attempt?: number;
  readonly status: 'queued' | 'in_progress' | 'waiting' | 'completed';
  /** `success` by default if it is completed. */
  readonly conclusion?: 'success' | 'failure' | 'cancelled' | 'timed_out';
  readonly startedAt?: number;
  readonly updatedAt?: number;
}

export interface RunnerRegistration {
  readonly id: number;
  readonly name: string;
  readonly scope: string;
  readonly labels: readonly string[];
  readonly runnerGroupId: number;
  readonly workFolder: string;
  readonly ephemeral: boolean;
  readonly status: 'online' | 'offline';
  readonly busy: boolean;
}

export interface QueuedJob {
  readonly id: number;
  readonly status: () => 'queued' | 'in_progress' | 'completed';
  /** Resolves when the job has ended (never for a job that no runner takes). */
  readonly done: Promise<{
    readonly conclusion: 'success' | 'failure' | 'cancelled';
    readonly runnerName: string;
    readonly log: string;
  }>;
}

export interface AwsSandbox {
  /** For AWS_ENDPOINT_URL: one URL for STS, ECS and all other services. */
  readonly endpointUrl: string;
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  /** An administrator's long-lived keys, for the default credential chain. */
  readonly adminEnvironment: Readonly<Record<string, string>>;
  /** Creates a role and returns its ARN. */
  addRole(role: RoleDefinition): string;
  /** Adds a statement to a role's policies, for sessions opened from now on. */
  allow(roleArn: string, statement: PolicyStatement): void;
  /** Creates an SSM parameter and returns its ARN. */
  addParameter(parameter: ParameterDefinition): string;
  /** Creates a Secrets Manager secret and returns its ARN. */
  addSecret(secret: SecretDefinition): string;
  /** The permissions that requests of a role's sessions needed, in order, with resource and condition keys. */
  permissionsNeeded(roleArn: string): readonly {
    readonly action: string;
    readonly resource: string;
    readonly context: Readonly<Record<string, string | readonly string[] | undefined>>;
  }[];
  addCluster(cluster: ClusterDefinition): string;
  /** Registers a revision as RegisterTaskDefinition would (camelCase, like the API), and returns its ARN. */
  registerTaskDefinition(definition: TaskDefinitionInput): string;
  /**
   * Adds a task that is RUNNING without any process, as if launched long ago, and returns its ARN: a thousand of them
   * cost nothing.
   */
  addTask(task: {
    readonly cluster: string;
    readonly family: string;
    readonly startedBy?: string;
    readonly tags?: Readonly<Record<string, string>>;
    /** How long ago it was created and started, milliseconds; 0 by default. */
    readonly agoMs?: number;
  }): string;
  /** What DescribeTasks would return for a task, overrides and tags included, without consistency delays. */
  task(arn: string): Readonly<Record<string, unknown>> | undefined;
  /** ARNs of all tasks ever accepted, oldest first. */
  readonly taskArns: readonly string[];
  /** The path of a task's credentials at `endpointUrl`: its AWS_CONTAINER_CREDENTIALS_RELATIVE_URI. */
  credentialsPath(arn: string): string;
  /** Ends a task from outside, as AWS does; `exitCode` and `reason` belong to its first container. */
  endTask(arn: string, end: { stopCode: string; stoppedReason: string; exitCode?: number; reason?: string }): void;
  /**
   * Sets the outcome of launches from now on. `run` (default): PROVISIONING, PENDING, RUNNING. `failures`: HTTP 200
   * with that failures[] entry. `stuck`: stays in that state. `stepwise`: leaves a state only by {@link moveOn}.
   * `stop`: reaches `after` and then stops as specified.
   * @param capacity limits it to launches with this capacity provider, or this launch type without one; without it, all
   * others
   */
  setLaunchBehaviour(behaviour: LaunchBehaviour, capacity?: string): void;
  /** Moves a task that was launched `stepwise` to its next state on the way up; any other task stays as it is. */
  moveOn(arn: string): void;
  /** Sets the consistency delay for tasks launched from now on, in sandbox milliseconds. */
  setHideNewTasksMs(ms: number): void;
  /** The tasks' surroundings: instances, Auto Scaling groups, networks, logs. */
  readonly surroundings: AwsSurroundings;
}

export type LaunchBehaviour =
  | { readonly kind: 'run' }
  | { readonly kind: 'failures'; readonly reason: string; readonly detail?: string }
  | { readonly kind: 'stuck'; readonly in: 'PROVISIONING' | 'PENDING' }
  | { readonly kind: 'stepwise' }
  | {
      readonly kind: 'stop';
      readonly after: 'PROVISIONING' | 'PENDING' | 'RUNNING';
      readonly stopCode: string;
      readonly stoppedReason: string;
      readonly exitCode?: number;
      readonly reason?: string;
      /** How other containers ended, by name. */
      readonly others?: Readonly<Record<string, { readonly exitCode?: number; readonly reason?: string }>>;
    };

export interface RoleDefinition {
  readonly name: string;
  /** Who may assume it by OIDC: audience and patterns (`*`, `?`) of the subject; if absent, nobody. */
  readonly trust?: { readonly audience: string; readonly subjects: readonly string[] };
  readonly maxSessionSeconds?: number;
  /**
   * An IAM policy's statements: Effect, Action, Resource, Condition (StringEquals, StringLike, ForAnyValue/ForAllValues
   * of them) with aws:ResourceTag/*, aws:RequestTag/*, aws:TagKeys, ecs:cluster, ecs:CreateAction, iam:PassedToService.
   */
  readonly statements: readonly PolicyStatement[];
}

/** An SSM parameter. */
export interface ParameterDefinition {
  readonly name: string;
  readonly value: string;
  /** `SecureString` by default. */
  readonly type?: 'String' | 'SecureString';
  /** A customer's key, which requires `kms:Decrypt`; the service's own by default. */
  readonly kmsKeyArn?: string;
}

/** A Secrets Manager secret with a text, a binary value (base64), or none. */
export interface SecretDefinition {
  readonly name: string;
  readonly value?: string;
  readonly binary?: string;
  readonly kmsKeyArn?: string;
  /** Marked for deletion. */
  readonly isDeleted?: true;
}

export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface ClusterDefinition {
  readonly name: string;
  /** Names of the cluster's capacity providers, FARGATE and FARGATE_SPOT included. */
  readonly capacityProviders?: readonly string[];
  readonly defaultCapacityProviderStrategy?: readonly {
    readonly capacityProvider: string;
    readonly weight?: number;
    readonly base?: number;
  }[];
  /**
   * The number of registered container instances; with none, launch type EC2 is refused for lack of room. 1 by default.
   */
  readonly containerInstances?: number;
}

export interface TaskDefinitionInput {
  readonly family: string;
  readonly networkMode?: 'bridge' | 'host' | 'awsvpc' | 'none';
  readonly requiresCompatibilities?: readonly ('EC2' | 'FARGATE' | 'EXTERNAL')[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly runtimePlatform?: { readonly cpuArchitecture?: string; readonly operatingSystemFamily?: string };
  readonly containerDefinitions: readonly {
    readonly name: string;
    readonly image: string;
    readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
    readonly cpu?: number;
    readonly memory?: number;
    readonly memoryReservation?: number;
    readonly essential?: boolean;
    readonly entryPoint?: readonly string[];
    readonly command?: readonly string[];
    readonly environment?: readonly { readonly name: string; readonly value: string }[];
    readonly stopTimeout?: number;
    readonly privileged?: boolean;
    readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
    /** With the driver `awslogs`, a group and a stream prefix, the container's output goes to a log stream. */
    readonly logConfiguration?: { readonly logDriver: string; readonly options?: Readonly<Record<string, string>> };
  }[];
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

/**
 * Runs the containers of a task as local processes. The AWS side calls it when a task reaches RUNNING and when it is
 * stopped; the moto proxy uses it too.
 */
export interface TaskExecutor {
  /** Starts the task's runner container: `command` with `environment`, in its own folder, laid out like the image. */
  start(task: {
    readonly taskArn: string;
    readonly command: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly onExit: (exit: { exitCode: number }) => void;
  }): void;
  /** Sends SIGTERM to all of its processes, and SIGKILL after `stopTimeoutSeconds` of sandbox time. */
  stop(taskArn: string, stopTimeoutSeconds: number): void;
  readonly processes: readonly number[];
  close(): Promise<void>;
}

export type { Fault };
