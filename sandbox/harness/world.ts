import { fileURLToPath } from 'node:url';
import { type RoleDefinition, type Sandbox, type SandboxOptions, startSandbox } from '../index.ts';
import { startMotoSandbox } from '../moto/index.ts';
import { shareTime } from './shared-time.ts';
import { type ActionStep, type RunningStep, type StepResult, startStep } from './step.ts';

/** A sandbox with a user's resources: a cluster, task definitions, a role that this repository may assume. */
export interface World {
  readonly sandbox: Sandbox;
  readonly roleArn: string;
  /** Inputs for the main case; a case replaces what it tests. An empty text removes an input. */
  readonly startInputs: Readonly<Record<string, string>>;
  readonly stopInputs: Readonly<Record<string, string>>;
  /** Value of `${{ github.token }}` in the jobs of this world. */
  readonly workflowToken: string;
  /** Runs a step in a job of this world. */
  run(step: StepOptions): Promise<StepResult>;
  /** Starts a step and returns at once. */
  start(step: StepOptions): RunningStep;
  close(): Promise<void>;
}

export interface StepOptions extends Partial<Pick<ActionStep, 'checkout' | 'state' | 'onOutput' | 'environment'>> {
  readonly action: 'start-runner' | 'stop-runner' | 'sweep-runners' | 'inject-credentials' | '.';
  readonly phase?: 'main' | 'post';
  readonly inputs?: Readonly<Record<string, string>>;
  /** The workflow run; 9876543210 by default. */
  readonly runId?: number;
  readonly attempt?: number;
  /** How far the clock of its machine is ahead of the services', milliseconds; negative: behind. */
  readonly clockAheadMs?: number;
  /** Whether the job was granted `id-token: write`; true by default. */
  readonly mayUseOidc?: boolean;
}

/** The speed of time in the sandbox and in the actions of a test. */
const SPEED = 10;

const compileCache = fileURLToPath(new URL('../../.cache/compile', import.meta.url));

const fastTime = fileURLToPath(new URL('./fast-time.mjs', import.meta.url));

/** Creates a world. Close it, or its servers and task processes stay behind. */
export async function startWorld(options: SandboxOptions = {}): Promise<World> {
  const origin = Date.now();
  const speed = options.clock?.speed ?? SPEED;
  // script/test-moto: the same world, with moto for its AWS.
  const start = process.env['TEST_AWS'] === 'moto' ? startMotoSandbox : startSandbox;
  const time = speed === 1 ? undefined : shareTime(origin);
  const sandbox = await start({
    ...options,
    clock: { speed, startAt: origin, ...(time && { isBusy: time.isBusy, onMove: time.onMove }) },
  });
  const { github, aws } = sandbox;
  aws.addCluster({ name: 'ci', capacityProviders: ['FARGATE', 'FARGATE_SPOT', 'ec2-capacity'] });
  const taskRoleArn = aws.addRole({ name: 'task', statements: [] });
  const executionRoleArn = aws.addRole({ name: 'execution', statements: [] });
  const roleArn = addStarterRole(sandbox, [taskRoleArn, executionRoleArn]);
  registerTaskDefinitions(sandbox, { taskRoleArn, executionRoleArn });

  const common = {
    'github-token': github.token('admin'),
    'role-to-assume': roleArn,
    'aws-region': aws.region,
    cluster: 'ci',
  };
  const startInputs = { ...common, 'task-definition': 'runner' };
  const workflowToken = github.token('workflow');
  const defaultInputs = (action: StepOptions['action']): Readonly<Record<string, string>> => {
    if (action === 'inject-credentials') return {};
    return action === 'start-runner' || action === '.' ? startInputs : common;
  };
  const prepare = (step: StepOptions): ActionStep => ({
    action: step.action,
    phase: step.phase ?? 'main',
    inputs: step.inputs ?? defaultInputs(step.action),
    environment: {
      GITHUB_API_URL: github.apiUrl,
      GITHUB_SERVER_URL: github.serverUrl,
      GITHUB_REPOSITORY: `${github.repository.owner}/${github.repository.name}`,
      GITHUB_REPOSITORY_ID: String(github.repository.id),
      GITHUB_RUN_ID: String(step.runId ?? 9_876_543_210),
      GITHUB_RUN_ATTEMPT: String(step.attempt ?? 1),
      AWS_ENDPOINT_URL: aws.endpointUrl,
      // An action's credential chain must never find credentials of the machine that runs the tests.
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_CONFIG_FILE: '/nonexistent',
      // Thousands of processes load the same bundles here: compiled once, they take half the time.
      NODE_COMPILE_CACHE: compileCache,
      ...(step.mayUseOidc !== false && github.oidcEnvironment()),
      ...(time && {
        NODE_OPTIONS: `--import=${fastTime}`,
        TEST_TIME_SPEED: String(speed),
        TEST_TIME_FILE: time.path,
        TEST_CLOCK_AHEAD: String(step.clockAheadMs ?? 0),
      }),
      ...step.environment,
    },
    workflowToken,
    ...(step.checkout && { checkout: step.checkout }),
    ...(step.state && { state: step.state }),
    ...(step.onOutput && { onOutput: step.onOutput }),
  });
  const startInTime = (step: StepOptions): RunningStep => {
    const running = startStep(prepare(step));
    const { pid } = running.child;
    if (pid !== undefined) time?.follow(pid, running.done);
    return running;
  };
  return {
    sandbox,
    roleArn,
    startInputs,
    stopInputs: common,
    workflowToken,
    run: (step) => startInTime(step).done,
    start: startInTime,
    close: async () => {
      await sandbox.close();
      time?.close();
    },
  };
}

/**
 * The least permissions that start and stop need; they may stop only what has this project's tags.
 * @param more a role with another name and more permissions
 */
export function addStarterRole(
  { aws, github }: Sandbox,
  passedRoles: readonly string[],
  more: Pick<RoleDefinition, 'name' | 'statements'> = { name: 'starter', statements: [] },
): string {
  const prefix = `arn:${aws.partition}:ecs:${aws.region}:${aws.account}`;
  const { owner, name } = github.repository;
  const inCluster = { ArnEquals: { 'ecs:cluster': `${prefix}:cluster/ci` } };
  return aws.addRole({
    name: more.name,
    trust: { audience: 'sts.amazonaws.com', subjects: [`repo:${owner}/${name}:*`] },
    statements: [
      {
        Effect: 'Allow',
        Action: 'ecs:RunTask',
        Resource: `${prefix}:task-definition/runner*`,
        Condition: {
          ...inCluster,
          StringEquals: { 'aws:RequestTag/ecs-github-runner:repository-id': String(github.repository.id) },
        },
      },
      {
        Effect: 'Allow',
        Action: 'ecs:TagResource',
        Resource: `${prefix}:task/ci/*`,
        Condition: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
      },
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: passedRoles,
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
      { Effect: 'Allow', Action: 'ecs:DescribeTaskDefinition', Resource: '*' },
      { Effect: 'Allow', Action: ['ecs:DescribeTasks', 'ecs:ListTasks'], Resource: '*', Condition: inCluster },
      {
        Effect: 'Allow',
        Action: 'ecs:StopTask',
        Resource: `${prefix}:task/ci/*`,
        Condition: {
          StringEquals: { 'aws:ResourceTag/ecs-github-runner:repository-id': String(github.repository.id) },
        },
      },
      ...more.statements,
    ],
  });
}

function registerTaskDefinitions({ aws }: Sandbox, roles: { taskRoleArn: string; executionRoleArn: string }): void {
  const container = {
    name: 'runner',
    image: 'ghcr.io/actions/actions-runner:latest',
    cpu: 256,
    memory: 512,
    essential: true,
  };
  aws.registerTaskDefinition({
    family: 'runner',
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    ...roles,
    containerDefinitions: [container],
  });
  aws.registerTaskDefinition({
    family: 'runner-fargate',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    ...roles,
    containerDefinitions: [container],
  });
}
