import type { SandboxClock } from './clock.ts';
import type { Fault, FaultScript } from './faults.ts';
import type { JournalEntry, RequestObserver } from './server.ts';
import type { AwsSurroundings } from './surroundings-contract.ts';

/** What a sandbox is made with; every field has a default that makes the main case work. */
export interface SandboxOptions {
  readonly clock?: { readonly speed?: number; readonly startAt?: number };
  readonly github?: GitHubOptions;
  readonly aws?: AwsOptions;
  /**
   * What a task that runs is: `processes` (the default) with the real start script, or `light`, a session with GitHub and
   * nothing else, for hundreds of runners at once. Light ones run no command and take no job.
   */
  readonly runners?: 'processes' | 'light';
  /** Where the output of tasks (the runner's and its job's own lines) goes; nowhere by default. */
  readonly onTaskOutput?: (line: { taskArn: string; runnerName: string | undefined; text: string }) => void;
}

export interface GitHubOptions {
  /** Path before every endpoint: empty as on github.com, `/api/v3` as on GHES. */
  readonly apiPath?: string;
  /** The repository whose workflow runs; `octo-org/octo-repo` with id 123456789 by default. */
  readonly repository?: { readonly owner: string; readonly name: string; readonly id: number };
  readonly enterprise?: string;
  /** Sandbox milliseconds from the runner's first connection to its being `online`; 1,000 by default. */
  readonly runnerOnlineDelayMs?: number;
  /**
   * Sandbox milliseconds after which an idle online runner's registration is removed by the server, the same for all or
   * spread evenly over a span (2 to 6 minutes were seen); never by default.
   */
  readonly removeIdleRunnerAfterMs?: number | { readonly from: number; readonly to: number };
  /** Limits of requests, as the real ones by default (facts-github.md). */
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
  /** How long a new task is left out of ListTasks and `MISSING` in DescribeTasks, sandbox milliseconds; 0 by default. */
  readonly hideNewTasksMs?: number;
  /** Sandbox milliseconds of DEACTIVATING, STOPPING and DEPROVISIONING together, once the processes ended; 200. */
  readonly stoppingMs?: number;
  /** Sandbox milliseconds from a task's RUNNING until its credentials endpoint has the role's credentials; 0. */
  readonly credentialsAfterMs?: number;
}

/** A local GitHub and a local AWS over HTTP. Everything that lives in it is seen by {@link Sandbox.inventory}. */
export interface Sandbox {
  readonly clock: SandboxClock;
  readonly faults: FaultScript;
  /** Every request that came, to either server, in order. */
  readonly journal: readonly JournalEntry[];
  readonly github: GitHubSandbox;
  readonly aws: AwsSandbox;
  /** Calls `observer` at each phase of each request from now on; the returned function ends that. */
  observe(observer: RequestObserver): () => void;
  inventory(): Inventory;
  /** Ends every task process and both servers. */
  close(): Promise<void>;
}

/** All that is alive: what a leak would be. */
export interface Inventory {
  /** Tasks whose last status is not STOPPED, by ARN. */
  readonly tasks: readonly {
    readonly arn: string;
    readonly lastStatus: string;
    readonly startedBy: string | undefined;
  }[];
  /** Registered runners, in whatever scope. */
  readonly runners: readonly {
    readonly id: number;
    readonly name: string;
    readonly status: 'online' | 'offline';
    readonly busy: boolean;
  }[];
  /** Process ids of task processes (start scripts, stand-in runners, jobs) that still run. */
  readonly processes: readonly number[];
}

export interface GitHubSandbox {
  /** Base URL of the API, for GITHUB_API_URL. */
  readonly apiUrl: string;
  /** For GITHUB_SERVER_URL. */
  readonly serverUrl: string;
  readonly repository: { readonly owner: string; readonly name: string; readonly id: number };
  /**
   * A token that the API takes. `admin` may manage runners in every scope; `read` may only read the repository (403);
   * `workflow` is a GITHUB_TOKEN: it looks like an App token and gets 403 on the runner endpoints, and
   * `workflow-without-actions` is one that gets 403 for workflow runs too; `expired` gets 401; `other-repository` gets
   * 404 for this repository.
   */
  token(kind: 'admin' | 'read' | 'workflow' | 'workflow-without-actions' | 'expired' | 'other-repository'): string;
  /** A GitHub App, installed on the owner of the repository, that may manage runners. `privateKey` is PEM (PKCS#1). */
  readonly app: { readonly id: string; readonly privateKey: string; readonly installationId: number };
  /** Environment of a job that was granted `id-token: write`: the two ACTIONS_ID_TOKEN_REQUEST_* variables. */
  oidcEnvironment(options?: { readonly subject?: string }): Readonly<Record<string, string>>;
  /** The OIDC issuer's URL and its JWKS, which the sandbox's STS reads. */
  readonly oidcIssuer: string;
  /** Adds a runner group to the organization (`Default`, id 1, is always there) and returns its id. */
  addRunnerGroup(name: string): number;
  /** Puts a job in the queue: the first online idle runner that has all `labels` takes it. */
  queueJob(job: { readonly labels: readonly string[]; readonly script: string; readonly name?: string }): QueuedJob;
  /** Registers runners that belong to nobody here (an org with 5,000 others); they are in no inventory. */
  addForeignRunners(count: number): void;
  /** Adds a repository, private as the first one. */
  addRepository(repository: { readonly owner: string; readonly name: string; readonly id: number }): void;
  /** Makes a workflow run, an attempt of it, or changes it; a run that was never set does not exist (404). */
  setRun(run: WorkflowRunState): void;
  /**
   * Registers a runner without a process, in the first repository unless `scope` (such as `orgs/octo-org`) says
   * otherwise: offline as one that never connected, or online as one that just has.
   */
  addRegistration(registration: {
    readonly name: string;
    readonly scope?: string;
    readonly labels?: readonly string[];
    readonly status?: 'online' | 'offline';
    readonly busy?: boolean;
  }): void;
  /** All that is known of a registration that exists, labels and group included; undefined where there is none. */
  registration(name: string): RunnerRegistration | undefined;
  /** The server removes a registration on its own account, as GitHub does with idle ones. */
  removeRegistration(name: string): void;
  /** Makes a runner that is registered look busy (or not), whatever it does. */
  setBusy(name: string, busy: boolean): void;
}

/** A workflow run in one of its attempts; times are epoch milliseconds of sandbox time, now by default. */
export interface WorkflowRunState {
  /** `owner/name`; the first repository by default. */
  readonly repository?: string;
  readonly runId: number;
  /** 1 by default. */
  readonly attempt?: number;
  readonly status: 'queued' | 'in_progress' | 'waiting' | 'completed';
  /** `success` by default where it is completed. */
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
  /** Resolves when the job ended (never for a job that nobody takes). */
  readonly done: Promise<{
    readonly conclusion: 'success' | 'failure' | 'cancelled';
    readonly runnerName: string;
    readonly log: string;
  }>;
}

export interface AwsSandbox {
  /** For AWS_ENDPOINT_URL: one URL for STS, ECS and all others. */
  readonly endpointUrl: string;
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  /** Long-lived keys of an administrator, for the default credential chain. */
  readonly adminEnvironment: Readonly<Record<string, string>>;
  /** Makes a role and returns its ARN. */
  addRole(role: RoleDefinition): string;
  /** Adds a statement to a role's policies, for the sessions that are opened from now on. */
  allow(roleArn: string, statement: PolicyStatement): void;
  /** Makes a parameter of SSM and returns its ARN. */
  addParameter(parameter: ParameterDefinition): string;
  /** Makes a secret of Secrets Manager and returns its ARN. */
  addSecret(secret: SecretDefinition): string;
  /** What the requests of a role's sessions needed a permission for, in order, with resource and condition keys. */
  permissionsAsked(roleArn: string): readonly {
    readonly action: string;
    readonly resource: string;
    readonly context: Readonly<Record<string, string | readonly string[] | undefined>>;
  }[];
  addCluster(cluster: ClusterDefinition): string;
  /** Registers a revision as RegisterTaskDefinition would (camelCase, as the API), and returns its ARN. */
  registerTaskDefinition(definition: TaskDefinitionInput): string;
  /**
   * Takes in a task that is RUNNING without any process, as a launch long ago would have left it, and returns its ARN: a
   * thousand of them cost nothing.
   */
  addTask(task: {
    readonly cluster: string;
    readonly family: string;
    readonly startedBy?: string;
    readonly tags?: Readonly<Record<string, string>>;
  }): string;
  /** What DescribeTasks would tell of a task, overrides and tags included, without consistency delays. */
  task(arn: string): Readonly<Record<string, unknown>> | undefined;
  /** All tasks that were ever accepted, oldest first, by ARN. */
  readonly taskArns: readonly string[];
  /** Path of a task's credentials at `endpointUrl`: its AWS_CONTAINER_CREDENTIALS_RELATIVE_URI. */
  credentialsPath(arn: string): string;
  /** Ends a task from outside, as AWS does; `exitCode` and `reason` are those of its first container. */
  endTask(arn: string, end: { stopCode: string; stoppedReason: string; exitCode?: number; reason?: string }): void;
  /**
   * What becomes of launches from now on. `run` (default): PROVISIONING, PENDING, RUNNING. `failures`: HTTP 200 with
   * that failures[] entry. `stuck`: stays in that state. `stop`: reaches `after` and then stops as said.
   * @param capacity only of those with this capacity provider, or this launch type without one; else of all others
   */
  setLaunchBehaviour(behaviour: LaunchBehaviour, capacity?: string): void;
  /** Consistency delay for tasks launched from now on, sandbox milliseconds. */
  setHideNewTasksMs(ms: number): void;
  /** What is around the tasks: instances, Auto Scaling groups, networks, logs. */
  readonly surroundings: AwsSurroundings;
}

export type LaunchBehaviour =
  | { readonly kind: 'run' }
  | { readonly kind: 'failures'; readonly reason: string; readonly detail?: string }
  | { readonly kind: 'stuck'; readonly in: 'PROVISIONING' | 'PENDING' }
  | {
      readonly kind: 'stop';
      readonly after: 'PROVISIONING' | 'PENDING' | 'RUNNING';
      readonly stopCode: string;
      readonly stoppedReason: string;
      readonly exitCode?: number;
      readonly reason?: string;
    };

export interface RoleDefinition {
  readonly name: string;
  /** Who may assume it by OIDC: audience and patterns (`*`, `?`) of the subject; none: nobody. */
  readonly trust?: { readonly audience: string; readonly subjects: readonly string[] };
  readonly maxSessionSeconds?: number;
  /**
   * An IAM policy's statements: Effect, Action, Resource, Condition (StringEquals, StringLike, ForAnyValue/ForAllValues
   * of them) with aws:ResourceTag/*, aws:RequestTag/*, aws:TagKeys, ecs:cluster, ecs:CreateAction, iam:PassedToService.
   */
  readonly statements: readonly PolicyStatement[];
}

/** A parameter of SSM. */
export interface ParameterDefinition {
  readonly name: string;
  readonly value: string;
  /** `SecureString` by default. */
  readonly type?: 'String' | 'SecureString';
  /** A customer's key, which is asked for `kms:Decrypt`; the service's own by default. */
  readonly kmsKeyArn?: string;
}

/** A secret of Secrets Manager, with a text, a binary value (base64), or none. */
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
  /** Names of the capacity providers that the cluster has, FARGATE and FARGATE_SPOT included. */
  readonly capacityProviders?: readonly string[];
  readonly defaultCapacityProviderStrategy?: readonly {
    readonly capacityProvider: string;
    readonly weight?: number;
    readonly base?: number;
  }[];
  /** Registered container instances; with none, launch type EC2 is refused for lack of room. 1 by default. */
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
  readonly containerDefinitions: readonly {
    readonly name: string;
    readonly image: string;
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
 * stopped; the moto proxy uses the same one.
 */
export interface TaskExecutor {
  /** Starts the task's runner container: `command` with `environment`, in a folder of its own laid out as the image. */
  start(task: {
    readonly taskArn: string;
    readonly command: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly onExit: (exit: { exitCode: number }) => void;
  }): void;
  /** SIGTERM to all of its processes, SIGKILL after `stopTimeoutSeconds` of sandbox time. */
  stop(taskArn: string, stopTimeoutSeconds: number): void;
  readonly processes: readonly number[];
  close(): Promise<void>;
}

export type { Fault };
