import { type Task, TaskStopCode } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import { RunnerError } from '../../../../src/core/errors.ts';
import type { Explanation } from '../../../../src/core/explanation.ts';
import { NO_HISTORY } from '../../../../src/core/start/history.ts';
import { newRunner } from '../../../../src/core/start/runner.ts';
import { verdictOn } from '../../../../src/core/start/verdict.ts';
import { explainStoppedTask } from '../../../../src/providers/ecs/diagnosis.ts';
import { FAMILIES, STOP_CODES } from '../../../../src/providers/ecs/stopped-reasons.ts';

/** What a start does about it while another capacity follows. */
type Then = 'again' | 'next place' | 'final';

/**
 * A text, as AWS documents it or as tasks had it: the developer guide's pages of 2026 (guide), its public source of 2023
 * (older guide), the agent's source (agent), AWS re:Post (re:Post), or what users reported in public (reported). Names,
 * accounts and ids are examples. Where ECS passes on the words of another, these are that one's (Docker, HTTP, EC2).
 */
type Row = readonly [from: string, text: string, family: string, then: Then, hint: RegExp];

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:npm-AbCdEf';
const PULL = 'CannotPullContainer';
const SECRETS = 'Secrets and registry credentials';
const START = 'CannotStartContainerError, CannotCreateContainerError';
const RUNTIME = 'ContainerRuntimeError, CannotInspectContainerError, CannotStopContainerError';

const ROWS: readonly Row[] = [
  // TaskFailedToStart
  [
    'guide',
    "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0a1b2c3d'",
    'Network interface',
    'next place',
    /larger subnets in ⟦subnets⟧/,
  ],
  [
    'reported',
    "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0a1b2c3d': InsufficientFreeAddressesInSubnet",
    'Network interface',
    'next place',
    /larger subnets in ⟦subnets⟧/,
  ],
  [
    'reported',
    "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0a1b2c3d': AuthFailure",
    'Network interface',
    'again',
    /ECS's own words/,
  ],
  [
    'reported',
    'Unexpected EC2 error while attempting to attach network interface to instance',
    'Network interface',
    'again',
    /ECS's own words/,
  ],
  [
    'reported',
    'Unexpected EC2 error while attempting to tag the network interface: TagPolicyViolation',
    'Network interface',
    'final',
    /tags that the policy demands/,
  ],
  [
    'EC2',
    "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0a1b2c3d': NetworkInterfaceLimitExceeded",
    'Network interface',
    'next place',
    /higher limit/,
  ],
  [
    'EC2',
    "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0a1b2c3d': UnauthorizedOperation",
    'Network interface',
    'final',
    /AWSServiceRoleForECS/,
  ],
  ['guide', 'Unable to attach network interface to unused device index', 'Network interface', 'next place', /larger/],
  [
    're:Post',
    'Timeout waiting for network interface provisioning to complete.',
    'Network interface',
    'again',
    /intermittent/,
  ],
  [
    're:Post',
    'Network interface provision complete error timeout wait for network interface provision',
    'Network interface',
    'again',
    /intermittent/,
  ],
  [
    'reported',
    'ResourceInitializationError: failed to configure ENI: failed to setup regular eni: netplugin failed with no error message',
    'Network interface',
    'again',
    /intermittent/,
  ],
  ['guide', 'InternalError: <reason>', 'InternalError', 'again', /Health Dashboard/],
  [
    'guide',
    'The selected task definition is not compatible with the selected compute strategy',
    'Placement',
    'final',
    /⟦capacity⟧ a task definition of its own/,
  ],
  ['guide', 'TaskFailedToStart: AGENT', 'Room', 'next place', /ecs-agent\.log/],
  ['guide', 'TaskFailedToStart: RESOURCE:CPU', 'Room', 'next place', /managed scaling/],
  ['guide', 'TaskFailedToStart: RESOURCE:MEMORY', 'Room', 'next place', /managed scaling/],
  ['guide', 'TaskFailedToStart: RESOURCE:ENI', 'Room', 'next place', /managed scaling/],
  ['guide', 'TaskFailedToStart: NO ACTIVE INSTANCES', 'Room', 'next place', /managed scaling/],
  ['guide', 'TaskFailedToStart: EMPTY CAPACITY PROVIDER', 'Room', 'next place', /managed scaling/],
  ['guide', 'TaskFailedToStart: MemberOf placement constraint unsatisfied', 'Placement', 'final', /constraints/],
  ['guide', 'TaskFailedToStart: ATTRIBUTE', 'Placement', 'final', /required attributes/],
  ['guide', 'LOCATION', 'Placement', 'final', /availability zones of the instances/],
  [
    'reported',
    'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    'Room',
    'next place',
    /managed scaling/,
  ],
  [
    'reported',
    "You've reached the limit on the number of vCPUs you can run concurrently",
    'Room',
    'next place',
    /Service Quotas/,
  ],
  ['reported', 'Rate exceeded', 'InternalError', 'again', /Health Dashboard/],
  [
    'older guide',
    'Host EC2 (instance i-0123456789abcdef0) terminated.',
    'Host',
    'next place',
    /termination protection/,
  ],
  ['older guide', 'Container instance deregistration forced by user', 'Host', 'next place', /termination protection/],
  [
    'reported',
    'ECS was unable to assume the role that was provided for this task',
    'Role',
    'final',
    /ecs-tasks\.amazonaws\.com/,
  ],

  // ResourceInitializationError
  [
    'guide',
    'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull secrets from AWS Systems Manager Parameter Store. Check your network connection between the task and AWS Systems Manager.',
    SECRETS,
    'final',
    /the subnet reaches Secrets Manager, Systems Manager or ECR/,
  ],
  [
    'reported',
    'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. dial tcp 192.0.2.1:443: i/o timeout',
    SECRETS,
    'final',
    /the subnet reaches Secrets Manager, Systems Manager or ECR/,
  ],
  [
    'reported',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/ecsTaskExecutionRole/0123 is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:us-east-1:111122223333:parameter/ci',
    SECRETS,
    'final',
    /Allow what ECS names above \(secretsmanager:GetSecretValue, ssm:GetParameters/,
  ],
  [
    'reported',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /ci/token',
    SECRETS,
    'final',
    /Correct its name, region and account/,
  ],
  [
    'reported',
    'ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed',
    SECRETS,
    'final',
    /the subnet reaches/,
  ],
  [
    'reported',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed',
    SECRETS,
    'final',
    /the execution role may read them, and that the subnet/,
  ],
  [
    'guide',
    `ResourceInitializationError: The task can't pull the secret from Secrets Manager. The task can't retrieve the secret with ARN '${SECRET}' from Secrets Manager. Check whether the secret exists in the specified Region.`,
    SECRETS,
    'final',
    /Correct its name, region and account/,
  ],
  [
    'reported',
    'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed',
    'Log driver',
    'final',
    /log group exists.*execution role.*subnet reaches CloudWatch Logs/,
  ],
  [
    'reported',
    'ResourceInitializationError: failed to validate logger args: : signal: killed',
    'Log driver',
    'final',
    /subnet reaches CloudWatch Logs/,
  ],
  [
    'reported',
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
    'Log driver',
    'final',
    /Create it in the region/,
  ],
  [
    'reported',
    'ResourceInitializationError: failed to validate logger args: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/ecsTaskExecutionRole/0123 is not authorized to perform: logs:CreateLogGroup',
    'Log driver',
    'final',
    /Allow logs:CreateLogStream/,
  ],
  [
    'reported',
    'ResourceInitializationError: failed to validate logger args: unable to get awslogs driver arguments: awslogs-region is required',
    'Log driver',
    'final',
    /Correct its options/,
  ],
  [
    'guide',
    'ResourceInitializationError: failed to initialize logging driver: <reason>',
    'Log driver',
    'final',
    /log group exists/,
  ],
  [
    'reported',
    "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: mounting fs-0123.efs.us-east-1.amazonaws.com:/ci failed, reason given by server: No such file or directory' : unsuccessful EFS utils command execution; code: 32",
    'Volumes',
    'final',
    /mount target/,
  ],
  [
    're:Post',
    'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: mount.nfs4: access denied by server while mounting 127.0.0.1:/',
    'Volumes',
    'final',
    /elasticfilesystem:ClientMount/,
  ],
  [
    'reported',
    'ResourceInitializationError: failed to download env files: service call has been retried 1 time(s): operation error S3: HeadObject, https response error StatusCode: 403, api error Forbidden: Forbidden.',
    'Environment files',
    'final',
    /s3:GetObject/,
  ],
  [
    'reported',
    'ResourceInitializationError: failed to download env files: file download command: non-empty error stream: RequestCanceled: request context cancelled caused by: context deadline exceeded',
    'Environment files',
    'final',
    /subnet reaches S3/,
  ],
  ['reported', 'Timeout waiting for EphemeralStorage provisioning to complete', 'Volumes', 'again', /Health Dashboard/],
  [
    'agent',
    'ResourceInitializationError: resource cannot be initialized for task x: cgroup',
    'ResourceInitializationError',
    'again',
    /ECS's own words/,
  ],
  [
    'words of the family',
    'ResourceInitializationError: something: AccessDeniedException',
    'ResourceInitializationError',
    'final',
    /Allow what ECS names/,
  ],
  [
    'words of the family',
    'ResourceInitializationError: something: dial tcp 192.0.2.1:443: i/o timeout',
    'ResourceInitializationError',
    'final',
    /subnet reaches it/,
  ],

  // ResourceNotFoundException
  [
    'guide',
    `Fetching secret data from AWS Secrets Manager in region us-east-1: secret ${SECRET}: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    SECRETS,
    'final',
    /Correct its name, region and account/,
  ],
  [
    'reported',
    'Fetching secret data from SSM Parameter Store in us-west-2: invalid parameters: /ci/token',
    SECRETS,
    'final',
    /Correct its name, region and account/,
  ],
  ['guide', 'ResourceNotFoundException', 'ResourceNotFoundException', 'final', /Correct its name/],

  // The container runtime
  ['guide', 'OutOfMemoryError: Container killed due to memory usage', 'OutOfMemoryError', 'final', /⟦memory⟧/],
  ['guide', 'ContainerRuntimeError', RUNTIME, 'again', /ecs-agent\.log/],
  [
    'guide',
    'ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 1m: <reason>',
    'ContainerRuntimeTimeoutError',
    'again',
    /overloaded/,
  ],
  [
    'agent',
    'DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s',
    'ContainerRuntimeTimeoutError',
    'again',
    /overloaded/,
  ],
  ['guide', 'CannotStartContainerError: failed to get container status: <reason>', START, 'again', /too little memory/],
  ['guide', 'CannotStopContainerError: failed sending SIGTERM to container: <reason>', RUNTIME, 'again', /ecs-agent/],
  ['guide', 'CannotInspectContainerError: <reason>', RUNTIME, 'again', /ecs-agent/],
  ['agent', 'ContainerVanishedError: No container matching saved ID found', RUNTIME, 'again', /ecs-agent/],
  ['guide', 'CannotCreateVolumeError', 'Volumes', 'final', /Check the volume/],
  [
    'Docker',
    'CannotStartContainerError: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "bash": executable file not found in $PATH: unknown',
    START,
    'final',
    /bash 4\.3/,
  ],
  [
    'Docker',
    'CannotStartContainerError: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/start": stat /start: no such file or directory: unknown',
    START,
    'final',
    /command and entryPoint/,
  ],
  [
    'Docker',
    'CannotStartContainerError: Error response from daemon: failed to create shim task: OCI runtime create failed: exec format error: unknown',
    START,
    'final',
    /runtimePlatform/,
  ],
  [
    'reported',
    'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
    'Log driver',
    'final',
    /Create it in the region/,
  ],
  [
    'older guide',
    'CannotStartContainerError: Error response from daemon: error gathering device information while adding custom device "/dev/dri/renderD130": no such file or directory',
    START,
    'final',
    /instances that have it/,
  ],
  [
    'Docker',
    'CannotStartContainerError: Error response from daemon: driver failed programming external connectivity: Bind for 0.0.0.0:8080 failed: port is already allocated',
    START,
    'next place',
    /no fixed port/,
  ],
  [
    'Docker',
    'CannotStartContainerError: Error response from daemon: unable to find user ci: no matching entries in passwd file',
    START,
    'final',
    /Correct user/,
  ],
  [
    'Docker',
    'CannotStartContainerError: Error response from daemon: mkdir /var/lib/docker/overlay2/x: no space left on device',
    START,
    'next place',
    /larger disks/,
  ],
  [
    'older guide',
    'CannotCreateContainerError: API error (500): devmapper: Thin Pool has 4350 free data blocks which is less than minimum required 4454 free data blocks. Create more free space in thin pool or use dm.min_free_space option to change behavior',
    START,
    'next place',
    /larger disks/,
  ],
  [
    'reported',
    'CannotCreateContainerError: API error (500): devicemapper: Error running deviceResume dm_task_run failed',
    START,
    'again',
    /ECS's own words/,
  ],
  [
    'reported',
    'CannotCreateContainerError: failed to copy file info for /var/lib/ecs/volumes/ci: failed to chown /var/lib/ecs/volumes/ci: operation not permitted',
    'Volumes',
    'final',
    /access point's user/,
  ],
  [
    'Docker',
    'CannotCreateVolumeError: Error response from daemon: create ci: mkdir /var/lib/docker/volumes/ci: no space left on device',
    'Volumes',
    'next place',
    /larger disks/,
  ],
  [
    'agent',
    'TaskDependencyError: Task dependencies cannot be resolved, taskArn: x',
    'TaskDependencyError',
    'final',
    /dependsOn/,
  ],
  ['agent', 'HostConfigError: x', 'HostConfigError, DockerClientConfigError', 'final', /Correct the task definition/],
  [
    'agent',
    'DockerClientConfigError: unable to get BridgeIP for task in bridge mode',
    'HostConfigError, DockerClientConfigError',
    'final',
    /other instances/,
  ],
  [
    'agent',
    'ContainerNetworkingError: container resource provisioning: failed to setup network namespace',
    'Network interface',
    'again',
    /intermittent/,
  ],
  ['guide', 'Your Spot Task was interrupted.', 'SpotInterruptionError', 'next place', /on-demand/],

  // CannotPullContainer
  [
    'agent',
    "CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry. Error response from daemon: pull access denied for 111122223333.dkr.ecr.us-east-1.amazonaws.com/ci, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::111122223333:assumed-role/ecsInstanceRole/i-0123 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:us-east-1:111122223333:repository/ci because no identity-based policy allows the ecr:BatchGetImage action",
    PULL,
    'final',
    /instance role/,
  ],
  [
    'agent',
    "CannotPullContainerError: The task can’t pull the image. Check whether the image exists. Error response from daemon: pull access denied for ci, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    PULL,
    'final',
    /Correct the image's name/,
  ],
  [
    'guide',
    "CannotPullContainerError: The task cannot pull 'ci:2' from the Amazon ECR repository '111122223333.dkr.ecr.us-east-1.amazonaws.com/ci'. There is a connection issue between the task and Amazon ECR. Check your task network configuration.",
    PULL,
    'final',
    /subnet can reach the registry/,
  ],
  [
    'agent',
    'CannotPullContainerError: The task can’t pull the image. Check your network configuration. Error response from daemon: Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection',
    PULL,
    'final',
    /subnet can reach the registry/,
  ],
  [
    'guide',
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref',
    PULL,
    'final',
    /name and tag/,
  ],
  [
    'reported',
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/ci:2: failed to do request: Head "https://registry-1.docker.io/v2/library/ci/manifests/2": dial tcp 192.0.2.1:443: i/o timeout',
    PULL,
    'final',
    /subnet can reach the registry/,
  ],
  [
    'guide',
    'CannotPullContainerError: API error (500): Get https://111122223333.dkr.ecr.us-east-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection',
    PULL,
    'final',
    /subnet can reach the registry/,
  ],
  ['guide', 'CannotPullContainerError: API error', PULL, 'final', /route to the registry/],
  [
    'older guide',
    'CannotPullContainerError: API error (404): repository 111122223333.dkr.ecr.us-east-1.amazonaws.com/ci/runner not found',
    PULL,
    'final',
    /name and tag/,
  ],
  [
    'guide',
    'CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device',
    PULL,
    'next place',
    /larger disks/,
  ],
  [
    'guide',
    'CannotPullContainerError: ERROR: toomanyrequests: Too Many Requests.',
    PULL,
    'next place',
    /pull-through cache/,
  ],
  [
    'guide',
    'CannotPullContainerError: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limits.',
    PULL,
    'next place',
    /pull-through cache/,
  ],
  [
    'guide',
    'CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code',
    PULL,
    'final',
    /execution role/,
  ],
  [
    'HTTP',
    'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code https://registry.example/v2/ci/blobs/x: 503 Service Unavailable',
    PULL,
    'again',
    /ECS's own words/,
  ],
  ['guide', 'CannotPullContainerError: pull access denied', PULL, 'final', /repositoryCredentials/],
  [
    'HTTP',
    'CannotPullContainerError: pull image manifest has been retried 1 time(s): 403 Forbidden',
    PULL,
    'final',
    /repositoryCredentials/,
  ],
  [
    'guide',
    'CannotPullContainerError: pull command failed: panic: runtime error: invalid memory address or nil pointer dereference',
    PULL,
    'final',
    /S3/,
  ],
  ['guide', 'CannotPullContainerError: error pulling image configuration', PULL, 'again', /ECS's own words/],
  ['guide', 'CannotPullContainerError: Context canceled', PULL, 'final', /subnet can reach the registry/],
  [
    'reported',
    "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
    PULL,
    'final',
    /runtimePlatform/,
  ],
];

/** The categories of the page "Amazon ECS stopped tasks error messages". */
const CATEGORIES = [
  'TaskFailedToStart: RESOURCE:CPU',
  'ResourceInitializationError',
  'ResourceNotFoundException',
  'SpotInterruptionError',
  'InternalError',
  'OutOfMemoryError',
  'ContainerRuntimeError',
  'ContainerRuntimeTimeoutError',
  'CannotStartContainerError',
  'CannotStopContainerError',
  'CannotInspectContainerError',
  'CannotCreateVolumeError',
  'CannotPullContainerError',
];

const ARN = 'arn:aws:ecs:us-east-1:111122223333:task/ci/0123456789abcdef0123456789abcdef';
const explain = (task: Partial<Task>): Explanation =>
  explainStoppedTask({ taskArn: ARN, lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', ...task });

/** On Fargate the task says it, on EC2 often the container alone. */
const saidByTask = (text: string): Explanation => explain({ stoppedReason: text, containers: [{ name: 'runner' }] });
const saidByContainer = (text: string): Explanation =>
  explain({ stoppedReason: 'Task failed to start', containers: [{ name: 'runner', reason: text }] });

/** The verdict of the core, with another capacity to go to. */
function thenOf({ kind, message, hint }: Explanation): Then {
  const compute = { id: ARN, phase: 'stopped', state: 'STOPPED', capacity: '', tags: {} } as const;
  const registration = { id: 1, name: 'x', status: 'offline', busy: false, labels: [] } as const;
  const launched = { index: 0, launchNumber: 0, label: 'x', registration, compute };
  const verdict = verdictOn(
    {
      ...newRunner(0),
      history: NO_HISTORY,
      state: {
        kind: 'failed',
        launched,
        compute,
        launchedAt: 0,
        stateSince: 0,
        runningSince: undefined,
        nextPoll: { compute: 0, github: 0 },
        failure: new RunnerError({ kind, message, hint }),
      },
    },
    0,
    { capacities: 2, capacityTimeoutMs: 60_000, maxRelaunches: 2 },
  );
  const THEN = { relaunch: 'again', 'next-capacity': 'next place', fail: 'final' } as const;
  if (verdict.kind === 'wait' || verdict.kind === 'out-of-room-time') throw new Error(verdict.kind);
  return THEN[verdict.kind];
}

const familyOf = (text: string) => FAMILIES.find(({ pattern }) => pattern.test(text));
const caseOf = (text: string) => familyOf(text)?.cases.find(({ pattern }) => pattern.test(text));

describe("ECS's words", () => {
  test.each(ROWS)('(%s) %s', (_from, text, family, then, hint) => {
    expect(familyOf(text)?.name).toBe(family);
    const explanation = saidByTask(text);
    expect(thenOf(explanation)).toBe(then);
    expect(explanation.hint).toMatch(hint);
    expect(explanation.message).toContain(text);
    expect(explanation.message).toContain('In plain words: ');
    const { kind, hint: same } = saidByContainer(text);
    expect({ kind, hint: same }).toEqual({ kind: explanation.kind, hint: explanation.hint });
  });

  test.each(CATEGORIES)('the category %s of the page is a family', (category) => {
    expect(familyOf(`${category}: something new`)).toBeDefined();
  });

  test('each case of each family has a text here, and no family is out of reach', () => {
    const texts = ROWS.map(([, text]) => text);
    const named = new Set(texts.map((text) => familyOf(text)?.name));
    expect(FAMILIES.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
    const met = new Set(texts.map(caseOf));
    const unmet = FAMILIES.flatMap(({ name, cases }) =>
      cases.filter((one) => !met.has(one)).map(({ why }) => `${name}: ${why}`),
    );
    expect(unmet).toEqual([]);
  });

  test('in a family, unknown details do not end a start by a cause that they do not name', () => {
    for (const text of [
      'CannotPullContainerError: x',
      'CannotStartContainerError: x',
      'ResourceInitializationError: x',
    ]) {
      expect(thenOf(saidByTask(text))).toBe('again');
      expect(saidByTask(text).hint).toContain("ECS's own words, above, say why.");
    }
  });

  test.each(['Task failed to start', 'Essential container in task exited', 'Ürgs 17', 'FooBarError: x', ''])(
    'that are unknown are shown as they are, and no cause is presumed: "%s"',
    (stoppedReason) => {
      const { kind, message, hint } = explain({ stoppedReason, containers: [{ name: 'runner' }] });
      expect(kind).toBe('transient');
      expect(message).toBe(
        `task ${ARN} is STOPPED (${stoppedReason === '' ? 'TaskFailedToStart' : `TaskFailedToStart: ${stoppedReason}`}).`,
      );
      expect(hint).toMatch(/^See ECS's own words above/);
    },
  );
});

describe('A stop code', () => {
  test.each<[TaskStopCode, string, Then, RegExp]>([
    ['UserInitiated', 'CannotPullContainerError: says a person', 'again', /CloudTrail/],
    ['SpotInterruption', 'Your Spot Task was interrupted.', 'next place', /on-demand/],
    ['TerminationNotice', 'Host EC2 (instance i-0123) terminated.', 'next place', /on-demand/],
    ['ServiceSchedulerInitiated', 'Scaling activity initiated by deployment ecs-svc/1', 'again', /service/],
    ['InfrastructureHealth', 'x', 'next place', /Health Dashboard/],
  ])('%s says why, whatever stands beside it', (stopCode, stoppedReason, then, hint) => {
    const explanation = explain({ stopCode, stoppedReason });
    expect(thenOf(explanation)).toBe(then);
    expect(explanation.hint).toMatch(hint);
  });

  test.each(['constructor', 'SomethingNew'])('that is unknown (%s) is shown, and leaves it to the texts', (word) => {
    const explanation = explain({ stopCode: word as TaskStopCode, stoppedReason: 'TaskFailedToStart: ATTRIBUTE' });
    expect(explanation).toMatchObject({ kind: 'configuration', message: expect.stringContaining(`(${word}: TaskF`) });
  });

  test('is known, or leaves it to the texts', () => {
    // The SDK's enumeration is ECS's.
    const left = Object.values(TaskStopCode).filter((code) => !STOP_CODES.has(code));
    expect(left.sort()).toEqual(['EssentialContainerExited', 'TaskFailedToStart']);
  });
});
