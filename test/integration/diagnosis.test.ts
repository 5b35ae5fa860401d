import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect } from '@jest/globals';
import type { World } from '../../sandbox/harness/world.ts';
import type { ContainerInstanceState, LaunchBehaviour, SandboxOptions } from '../../sandbox/index.ts';
import { integrationCase, isOnMoto } from '../helpers/cases.ts';
import { addDiagnosisRole, LOG_GROUP } from '../helpers/diagnosis.ts';
import { errorOf, expectNothingLeft, expectSuccess, inWorld, operations } from '../helpers/scenario.ts';

type Inputs = Readonly<Record<string, string>>;

/** A failing start, with all the permissions of the diagnosis unless `mayOnlyStart`. */
interface Diagnosed {
  readonly name: string;
  readonly options?: SandboxOptions;
  readonly prepare: (world: World) => void;
  readonly inputs?: Inputs;
  readonly mayOnlyStart?: true;
  /** What the error must say, the next step included. */
  readonly says: readonly (string | RegExp)[];
  readonly doesNotSay?: readonly RegExp[];
}

async function failingStart(
  world: World,
  options: { inputs?: Inputs; mayOnlyStart?: true; environment?: Inputs } = {},
) {
  const role = options.mayOnlyStart === true ? world.roleArn : addDiagnosisRole(world);
  const inputs = { ...world.startInputs, 'role-to-assume': role, ...options.inputs };
  return world.run({ action: 'start-runner', inputs, environment: options.environment ?? {} });
}

function diagnosed({ name, options, prepare, inputs = {}, says, doesNotSay = [], ...rest }: Diagnosed): void {
  integrationCase(name, () =>
    inWorld(async (world) => {
      prepare(world);
      const error = errorOf(await failingStart(world, { inputs, ...rest }));
      for (const part of says) expect(error).toMatch(part);
      for (const part of [...doesNotSay, /probably a bug/, ...(rest.mayOnlyStart ? [] : [/About this diagnosis/])]) {
        expect(error).not.toMatch(part);
      }
      expect(world.sandbox.inventory().runners).toEqual([]);
      await expectNothingLeft(world);
    }, options),
  );
}

const launch = (world: World, behaviour: LaunchBehaviour) => world.sandbox.aws.setLaunchBehaviour(behaviour);
const stuck = (world: World, state: 'PROVISIONING' | 'PENDING') => launch(world, { kind: 'stuck', in: state });
const failed = (world: World, reason: string) =>
  launch(world, { kind: 'stop', after: 'PENDING', stopCode: 'TaskFailedToStart', stoppedReason: reason, reason });
const instances = (world: World, ...states: ContainerInstanceState[]) =>
  world.sandbox.aws.surroundings.setContainerInstances('ci', states);

const AWSLOGS = {
  logDriver: 'awslogs',
  options: { 'awslogs-group': LOG_GROUP, 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'ci' },
};
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:npm-AbCdEf';

/** Registers `runner-case` with what the case tests. */
function define(world: World, container: object, definition: object = {}): void {
  const { aws } = world.sandbox;
  aws.registerTaskDefinition({
    family: 'runner-case',
    executionRoleArn: `arn:aws:iam::${aws.account}:role/execution`,
    containerDefinitions: [{ name: 'runner', image: 'registry.example/runner:2', cpu: 256, memory: 512, ...container }],
    ...definition,
  });
}

/** The capacity provider of world.ts with an Auto Scaling group, and a task that waits for it. */
function waitsFor(
  world: World,
  options: { managedScaling?: 'ENABLED' | 'DISABLED'; max?: number; group?: object } = {},
): void {
  const { surroundings } = world.sandbox.aws;
  surroundings.addCapacityProvider({
    name: 'ec2-capacity',
    autoScalingGroup: 'runners',
    managedScaling: options.managedScaling ?? 'ENABLED',
  });
  surroundings.addAutoScalingGroup({ name: 'runners', desired: 1, max: options.max ?? 5, ...options.group });
  instances(world);
  stuck(world, 'PROVISIONING');
}

const WAITING = { capacity: 'ec2-capacity', 'startup-timeout-seconds': '40' };

describe('There is no room', () => {
  diagnosed({
    name: 'the cluster has no instances, and launch type EC2 starts none',
    prepare: (world) => instances(world),
    inputs: { capacity: 'EC2' },
    says: [
      /RESOURCE:CPU/,
      /The launch type EC2 never scales out/,
      /Cluster ci has no container instances at the moment/,
      /Next step: Set capacity to a capacity provider of the cluster: ec2-capacity\./,
    ],
  });
  diagnosed({
    name: 'the capacity provider has no managed scaling',
    prepare: (world) => waitsFor(world, { managedScaling: 'DISABLED' }),
    inputs: WAITING,
    says: [
      /still PROVISIONING/,
      /Cluster ci has no container instances at the moment/,
      /The capacity provider ec2-capacity has no managed scaling/,
      /Next step: Turn it on \(aws ecs update-capacity-provider --name ec2-capacity/,
    ],
    doesNotSay: [/maximum/],
  });
  diagnosed({
    name: 'the Auto Scaling group is at its maximum',
    prepare: (world) => waitsFor(world, { max: 1 }),
    inputs: WAITING,
    says: [
      /The Auto Scaling group runners is at its maximum: 1 of at most 1 instances are requested/,
      /Next step: Raise the maximum of the Auto Scaling group runners/,
    ],
    doesNotSay: [/managed scaling/],
  });
  diagnosed({
    name: 'the Auto Scaling group could not start an instance',
    prepare: (world) => {
      const message = 'VcpuLimitExceeded - You have requested more vCPU capacity than your current limit of 8 allows.';
      const activities = [{ startedAt: world.sandbox.clock.now() - 60_000, status: 'Failed', message }];
      waitsFor(world, { group: { activities } });
    },
    inputs: WAITING,
    says: [
      /runners could not start an instance: VcpuLimitExceeded - You have requested/,
      /Next step: Request a higher limit of EC2 vCPUs from AWS \(Service Quotas\)/,
    ],
  });
  diagnosed({
    name: 'instances of the Auto Scaling group do not join the cluster',
    prepare: (world) => {
      const launchedAt = world.sandbox.clock.now() - 20 * 60_000;
      waitsFor(world, { group: { instances: [{ id: 'i-0123456789abcdef0', launchedAt }] } });
    },
    inputs: WAITING,
    says: [
      /1 instances of the Auto Scaling group runners are running but have not joined cluster ci: i-0123456789abcdef0/,
      /user data sets ECS_CLUSTER=ci/,
    ],
  });
  diagnosed({
    name: 'no instance has the memory that the task requires',
    prepare: (world) => {
      define(world, { cpu: 1024, memory: 8192 });
      instances(
        world,
        { ec2InstanceId: 'i-1', remainingCpu: 2048, remainingMemory: 900 },
        { ec2InstanceId: 'i-2', status: 'DRAINING' },
        { ec2InstanceId: 'i-3', agentConnected: false },
      );
      launch(world, { kind: 'failures', reason: 'RESOURCE:MEMORY' });
    },
    inputs: { 'task-definition': 'runner-case' },
    says: [
      /requires 1024 CPU units and 8192 MiB; the usable instances \(1\) have at most 2048 CPU units and at most 900 MiB free/,
      /agent is not connected on 1 of 3 container instances: i-3/,
      /1 of 3 container instances accept no new tasks \(DRAINING\): i-2/,
      /Request less/,
    ],
    doesNotSay: [/never scales out/, /no container instances/],
  });
});

describe('Several capacities have no room', () => {
  diagnosed({
    name: 'each capacity that was tried is diagnosed',
    prepare: (world) => waitsFor(world, { max: 1 }),
    inputs: { ...WAITING, capacity: 'EC2, ec2-capacity' },
    says: [
      /None of the 2 capacities has room/,
      /^- The launch type EC2 never scales out/m,
      /^- The Auto Scaling group runners is at its maximum/m,
    ],
  });
});

describe('The task cannot be made', () => {
  diagnosed({
    name: 'the registry denies the image',
    prepare: (world) => {
      define(world, { image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/runner:2' });
      failed(world, 'CannotPullContainerError: pull image manifest has been retried 1 time(s): 403 Forbidden');
    },
    inputs: { 'task-definition': 'runner-case' },
    says: [
      /The image 123456789012\.dkr\.ecr\.us-east-1\.amazonaws\.com\/runner:2 of container runner cannot be pulled: its registry does not allow it/,
      /Next step: Allow ecr:GetAuthorizationToken.*in a policy of arn:aws:iam::123456789012:role\/execution/,
    ],
  });
  diagnosed({
    name: 'a secret of the task cannot be read',
    prepare: (world) => {
      define(world, { secrets: [{ name: 'NPM_TOKEN', valueFrom: SECRET }] });
      failed(
        world,
        'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: ' +
          `AccessDeniedException: not authorized to perform: secretsmanager:GetSecretValue on resource: ${SECRET}`,
      );
    },
    inputs: { 'task-definition': 'runner-case' },
    says: [
      `The secret ${SECRET} (variable NPM_TOKEN of container runner) cannot be read: the execution role arn:aws:iam::123456789012:role/execution is not allowed to.`,
      /Next step: Allow secretsmanager:GetSecretValue or ssm:GetParameters on it in a policy of arn:aws:iam::123456789012:role\/execution/,
    ],
  });
  diagnosed({
    name: 'a Fargate task without a public address is in a subnet with an internet gateway',
    prepare: (world) => {
      world.sandbox.aws.surroundings.addSubnet({ id: 'subnet-0a', vpcId: 'vpc-1', defaultRoute: 'internet-gateway' });
      failed(world, 'CannotPullContainerError: dial tcp 140.82.112.33:443: i/o timeout');
    },
    inputs: { 'task-definition': 'runner-fargate', capacity: 'FARGATE', subnets: 'subnet-0a' },
    says: [
      /cannot be pulled: the registry was not reached/,
      /no public address, and the only way out of subnet subnet-0a for IPv4 is an internet gateway/,
      /Set assign-public-ip: true, or use a subnet whose default route for IPv4 leads to a NAT gateway/,
    ],
  });
  diagnosed({
    name: 'a Fargate task hangs in a subnet without a route out',
    prepare: (world) => {
      const { surroundings } = world.sandbox.aws;
      surroundings.addSubnet({ id: 'subnet-0b', vpcId: 'vpc-1', defaultRoute: 'none', usesMainTable: true });
      surroundings.addVpcEndpoint({ vpcId: 'vpc-1', service: 'com.amazonaws.us-east-1.ecr.api' });
      stuck(world, 'PENDING');
    },
    inputs: {
      'task-definition': 'runner-fargate',
      capacity: 'FARGATE',
      subnets: 'subnet-0b',
      'startup-timeout-seconds': '40',
    },
    says: [
      /still PENDING/,
      /Subnet subnet-0b has no default route for IPv4: without a proxy the task cannot reach GitHub\./,
      /The endpoints of its VPC \(ecr\.api\) do not lead to GitHub/,
      /one with an internet gateway and assign-public-ip: true/,
    ],
  });
  diagnosed({
    name: 'a Fargate task hangs in a subnet whose way for IPv4 is dead, beside one for IPv6',
    prepare: (world) => {
      world.sandbox.aws.surroundings.addSubnet({
        id: 'subnet-0c',
        vpcId: 'vpc-1',
        defaultRoute: 'blackhole',
        routes: [
          { to: '::/0', target: 'egress-only-gateway' },
          { to: 'pl-63a5400a', target: 'gateway-endpoint' },
        ],
      });
      stuck(world, 'PENDING');
    },
    inputs: {
      'task-definition': 'runner-fargate',
      capacity: 'FARGATE',
      subnets: 'subnet-0c',
      'startup-timeout-seconds': '40',
    },
    says: [
      /Subnet subnet-0c has a default route for IPv4 to a target that no longer exists: over IPv4 the task reaches/,
      /over IPv6 the subnet has a way out, which helps only a task with an IPv6 address/,
    ],
  });
  diagnosed({
    name: 'a privileged container is requested on Fargate',
    prepare: (world) => define(world, { privileged: true }, { networkMode: 'awsvpc', cpu: '256', memory: '512' }),
    inputs: { 'task-definition': 'runner-case', capacity: 'FARGATE', subnets: 'subnet-0a' },
    says: [/The container runner is privileged, which Fargate does not support/, /nothing was launched/],
  });
  diagnosed({
    name: 'the cluster puts a privileged container on Fargate by default',
    prepare: (world) => {
      define(world, { privileged: true }, { networkMode: 'awsvpc', cpu: '256', memory: '512' });
      world.sandbox.aws.addCluster({
        name: 'ci',
        capacityProviders: ['FARGATE'],
        defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
      });
    },
    inputs: { 'task-definition': 'runner-case', subnets: 'subnet-0a' },
    says: [
      /Task definition does not support launch_type FARGATE/,
      /Container runner is privileged, which Fargate does not support/,
      /Next step: Set capacity to EC2/,
    ],
  });
});

describe('The container ends', () => {
  diagnosed({
    name: 'it is killed for memory',
    prepare: (world) => {
      define(world, {});
      launch(world, {
        kind: 'stop',
        after: 'RUNNING',
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        exitCode: 137,
        reason: 'OutOfMemoryError: Container killed due to memory usage',
      });
    },
    inputs: { 'task-definition': 'runner-case' },
    says: [
      /Container runner was killed because it used more memory than it may: 512 MiB/,
      /Next step: Raise memory of container runner in the task definition/,
    ],
  });
  diagnosed({
    name: 'the last lines of its log are shown, made safe to print',
    prepare: (world) => {
      // Like possible output of the runner itself: commands for GitHub's runner, colours, a config in base64.
      const lines = [
        'first line',
        '::error::owned',
        '##[command]owned',
        '\\033[31mred\\033[0m words',
        `config eyJ${'QUJD'.repeat(50)}`,
        'cannot find the shared library',
      ];
      const script = `${lines.map((line) => `printf '${line}\\n'`).join('; ')}; exit 3`;
      define(world, { command: ['bash', '-c', script], logConfiguration: AWSLOGS });
    },
    inputs: { 'task-definition': 'runner-case', 'start-script': 'image', 'max-relaunches': '0' },
    says: [
      /The end of the log of container runner \(group \/ecs\/runner, stream ci\/runner\/[0-9a-f]{32}\):/,
      / {2}\| first line\n {2}\| ::error::owned\n {2}\| ## \[command\]owned\n {2}\| red words\n {2}\| config \*\*\*\n {2}\| cannot find the shared library/,
    ],
  });
});

describe('Without the permissions of the diagnosis', () => {
  diagnosed({
    name: 'the first error is reported, and one line names the permissions that would reveal more',
    mayOnlyStart: true,
    prepare: (world) => waitsFor(world, { max: 1 }),
    inputs: WAITING,
    says: [
      /still PROVISIONING/,
      /^- About this diagnosis: the permission for ecs:DescribeCapacityProviders, ecs:DescribeClusters, ecs:ListContainerInstances would reveal more\.$/m,
      /Next step: Check whether the capacity provider has managed scaling/,
    ],
    doesNotSay: [/About this diagnosis[\s\S]*About this diagnosis/, /Access denied/],
  });
});

describe('Reading more', () => {
  /** Reads of ECS that only the diagnosis makes. */
  const READS = ['DescribeCapacityProviders', 'ListContainerInstances'];
  for (const [kind, what] of [
    ['hang', 'that hangs hides no error'],
    ['drop', 'that fails hides no error'],
  ] as const) {
    integrationCase(what, () =>
      inWorld(async (world) => {
        waitsFor(world, { max: 1 });
        for (const operation of READS) {
          const effect = { kind, when: 'before' } as const;
          world.sandbox.faults.add({ service: 'ecs', operation, times: Number.POSITIVE_INFINITY, effect });
        }
        const environment: Inputs = kind === 'hang' ? { TEST_FAST_DEADLINES: '1' } : {};
        const error = errorOf(await failingStart(world, { inputs: WAITING, environment }));
        expect(error).toMatch(/still PROVISIONING/);
        const why = kind === 'hang' ? /not everything was answered in time/ : /ecs:ListContainerInstances failed \(/;
        expect(error).toMatch(new RegExp(`^- About this diagnosis: .*${why.source}`, 'm'));
        expect(error).toMatch(/Next step: Check whether the capacity provider has managed scaling/);
        await expectNothingLeft(world);
      }),
    );
  }

  integrationCase('does not delay the removal: reads may be answered after it', () =>
    inWorld(async (world) => {
      const { sandbox } = world;
      waitsFor(world, { max: 1 });
      const stopped = Promise.withResolvers<void>();
      sandbox.observe((phase, { operation }) => {
        if (phase === 'answered' && operation === 'StopTask') stopped.resolve();
        // If the removal waited for the reads, they would wait for each other.
        return phase === 'received' && READS.includes(operation) ? stopped.promise : undefined;
      });
      const error = errorOf(await failingStart(world, { inputs: WAITING }));
      expect(error).toMatch(/runners is at its maximum/);
      expect(error).not.toMatch(/About this diagnosis/);
      expect(operations(world, 'sts')).toEqual(['AssumeRoleWithWebIdentity']);
    }),
  );

  integrationCase('happens only after a failed launch, and loads no more than it needs', () =>
    inWorld(
      async (world) => {
        const loaded = join(mkdtempSync(join(tmpdir(), 'loaded-')), 'files');
        const environment = {
          NODE_OPTIONS: `--import=${fileURLToPath(new URL('../helpers/loaded-files.mjs', import.meta.url))}`,
          TEST_LOADED_FILES: loaded,
        };
        const inputs = { ...world.startInputs, 'role-to-assume': addDiagnosisRole(world) };
        expectSuccess(await world.run({ action: 'start-runner', inputs, environment }));
        expect(clientsIn(loaded)).toEqual(['ECSClient', 'STSClient']);
        for (const service of ['autoscaling', 'ec2', 'logs']) expect(operations(world, service)).toEqual([]);
        expect(READS.filter((operation) => operations(world, 'ecs').includes(operation))).toEqual([]);
        if (isOnMoto) return;
        waitsFor(world, { max: 1 });
        launch(world, { kind: 'failures', reason: 'RESOURCE:MEMORY' });
        expect(errorOf(await failingStart(world, { inputs: WAITING, environment }))).toMatch(/at its maximum/);
        expect(clientsIn(loaded)).toEqual(['AutoScalingClient', 'ECSClient', 'STSClient']);
      },
      { clock: { speed: 1 } },
    ),
  );
});

/** The AWS SDK clients among the loaded files. */
function clientsIn(list: string): string[] {
  const files = new Set(
    readFileSync(list, 'utf8')
      .split('\n')
      .filter((url) => url.startsWith('file:')),
  );
  const text = [...files].map((url) => readFileSync(new URL(url), 'utf8')).join('\n');
  const clients = ['AutoScalingClient', 'CloudWatchLogsClient', 'EC2Client', 'ECSClient', 'STSClient'];
  return clients.filter((name) => new RegExp(`^class ${name} `, 'm').test(text));
}
