import type { ErrorKind } from '../../core/explanation.ts';
import { SETTING, STEP } from '../../core/words.ts';

/** What some words of ECS mean, and the next step. The kind decides what a start does: see {@link ErrorKind}. */
export interface Meaning {
  /**
   * `transient`: it launches again. `capacity`: it goes to the next place, or launches again if there is none.
   * `configuration`, `permission`: it ends.
   */
  readonly kind: ErrorKind;
  /** What happened, as a clause. */
  readonly why: string;
  readonly hint: string;
}

/** A family of errors that ECS publishes. */
export interface Family {
  /** As ECS calls it, or its topic. */
  readonly name: string;
  /** How its texts are recognized. */
  readonly pattern: RegExp;
  /** The first one that matches counts. */
  readonly cases: readonly (Meaning & { readonly pattern: RegExp })[];
  /** What is known of any other text of the family: presumes no cause. */
  readonly otherwise: Meaning;
}

/** The family of texts about a lack of room, in tasks that ended and in refusals. */
export const ROOM = 'Room';

/** The family of texts about an image that cannot be pulled. */
export const PULL = 'CannotPullContainer';

const NETWORK =
  /i\/o timeout|deadline exceeded|timed? ?out|dial tcp|no such host|connection refused|request canceled|context canceled|connection issue|network (?:connection|configuration)|signal: killed|send request failed/i;
const DENIED = /AccessDenied|not authorized|not allowed|Forbidden/i;
const DISK_FULL = /no space left|Thin Pool has \d+ free/i;

const FULL_DISK: Meaning = {
  kind: 'capacity',
  why: 'the disk is full',
  hint:
    'Give the instances larger disks, or let the agent clean up images sooner (ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION); ' +
    'on Fargate give the task more ephemeral storage.',
};
/** The image lacks what its container begins with; a shell's exit codes 126 and 127 say so too. */
export const MISSING_PROGRAM: Meaning = {
  kind: 'configuration',
  why: 'the image lacks the program that its container begins with',
  hint:
    `With ${SETTING.injectedStartScript} the image needs bash 4.3 or later: the official image ` +
    `ghcr.io/actions/actions-runner has it. With ${SETTING.imageStartScript} correct its command and entryPoint.`,
};
const CHECK_ROUTE = `NAT, ${SETTING.assignPublicIp} on Fargate, or VPC endpoints, and the security groups on the way`;
const RECLAIMED: Meaning = {
  kind: 'capacity',
  why: 'AWS took the capacity back',
  hint: `${STEP.again}, or use on-demand capacity.`,
};
const WORDS_SAY_WHY = "ECS's own words, above, say why.";

/**
 * ECS's words about tasks that ended, or were not launched: every category of the developer guide's "Amazon ECS stopped
 * tasks error messages" with its pages, "CannotPullContainer task errors" and "Amazon ECS API failure reasons" (pages
 * without a date, as they were in 2026), the older wording of its public source (last changed 2023-06-15), and the
 * errors that the agent names by itself (aws/amazon-ecs-agent, 2026-06-29). Topics that several categories share come
 * first.
 */
export const FAMILIES: readonly Family[] = [
  {
    name: 'Log driver',
    pattern: /logger args|logging driver|log driver|create logger|cloudwatch log (?:stream|group)|awslogs driver/i,
    cases: [
      {
        pattern: DENIED,
        kind: 'permission',
        why: 'the role may not write the log',
        hint:
          'Allow logs:CreateLogStream and logs:PutLogEvents (logs:CreateLogGroup too with awslogs-create-group) in a policy ' +
          'of the execution role, or of the instance role where the task definition has none.',
      },
      {
        pattern: /does not exist|ResourceNotFoundException/i,
        kind: 'configuration',
        why: 'the log group that the task definition names does not exist',
        hint:
          'Create it in the region that awslogs-region names, or set awslogs-create-group and allow logs:CreateLogGroup ' +
          'to the role.',
      },
      {
        pattern: /is required|unknown log opt|invalid/i,
        kind: 'configuration',
        why: 'the logConfiguration of the task definition is wrong',
        hint: 'Correct its options as ECS says above.',
      },
    ],
    otherwise: {
      kind: 'configuration',
      why: 'the log of a container could not be set up',
      hint:
        'Check that the log group exists in the region that awslogs-region names, that the execution role may write to ' +
        `it, and that the subnet reaches CloudWatch Logs (${CHECK_ROUTE}).`,
    },
  },
  {
    name: 'Volumes',
    pattern:
      /CannotCreateVolume|InvalidVolumeError|EFS utils|mount\.nfs|EphemeralStorage|bind source path|creating mount source|error mounting|invalid mount|failed to (?:chown|copy file info)/i,
    cases: [
      {
        pattern: /EphemeralStorage provisioning/i,
        kind: 'transient',
        why: 'Fargate did not get the disk of the task ready in time',
        hint: 'It is a fault of the service: see the AWS Health Dashboard if it stays.',
      },
      { pattern: DISK_FULL, ...FULL_DISK },
      {
        pattern: /access denied|permission denied|not permitted|not authorized|AccessDenied/i,
        kind: 'permission',
        why: 'a volume of the task definition may not be used',
        hint:
          "Check the file system's policy, the access point's user, and, with IAM authorization, that the task role may " +
          'elasticfilesystem:ClientMount and ClientWrite.',
      },
    ],
    otherwise: {
      kind: 'configuration',
      why: 'a volume of the task definition could not be mounted',
      hint:
        'Check the volume in the task definition. For EFS: the path, a mount target in the availability zone of the ' +
        'subnet, its security group (TCP 2049 from the task), and DNS resolution in the VPC. For a path of the instance: ' +
        'that it exists there.',
    },
  },
  {
    name: 'Environment files',
    pattern: /download env files/i,
    cases: [
      {
        pattern: DENIED,
        kind: 'permission',
        why: 'an environment file of the task definition may not be read',
        hint: 'Allow s3:GetObject on the file and s3:GetBucketLocation on its bucket in a policy of the execution role; S3 answers so for a missing file too.',
      },
    ],
    otherwise: {
      kind: 'configuration',
      why: 'an environment file of the task definition could not be read',
      hint: `Check that it exists, and that the subnet reaches S3 (${CHECK_ROUTE}).`,
    },
  },
  {
    // Its texts are older and newer ones of ResourceInitializationError and ResourceNotFoundException.
    name: 'Secrets and registry credentials',
    pattern: /(?:pull|retrieve|fetching) (?:the )?secret|registry auth|secrets from (?:ssm|asm)|from asm:/i,
    cases: [
      {
        pattern: DENIED,
        kind: 'permission',
        why: 'the execution role may not read a secret, or may not log in to the registry',
        hint:
          'Allow what ECS names above (secretsmanager:GetSecretValue, ssm:GetParameters, kms:Decrypt, ' +
          'ecr:GetAuthorizationToken) in a policy of the execution role.',
      },
      {
        pattern: /ResourceNotFound|ParameterNotFound|can.t find|invalid (?:ssm )?parameters|whether the secret exists/i,
        kind: 'configuration',
        why: 'a secret that the task definition names does not exist',
        hint: 'Correct its name, region and account in the task definition, or create it.',
      },
      {
        pattern: NETWORK,
        kind: 'configuration',
        why: 'the service that holds the secret or the registry login was not reached',
        hint: `Check that the subnet reaches Secrets Manager, Systems Manager or ECR: ${CHECK_ROUTE}.`,
      },
    ],
    otherwise: {
      kind: 'configuration',
      why: 'a secret or the registry login could not be read',
      hint:
        'Check that the secrets of the task definition exist, that the execution role may read them, and that the subnet ' +
        `reaches their services (${CHECK_ROUTE}).`,
    },
  },
  {
    name: PULL,
    pattern: /CannotPull\w*|ImageNotFound|pull(?:ing)? image|manifest (?:unknown|for)/i,
    cases: [
      {
        pattern: /toomanyrequests|too many requests|rate limit|\b429\b/i,
        kind: 'capacity',
        why: 'the registry limits how often images are pulled',
        hint: 'Pull through an ECR pull-through cache, or with registry credentials (repositoryCredentials).',
      },
      { pattern: DISK_FULL, ...FULL_DISK },
      {
        pattern: /no matching manifest|descriptor matching platform|does not match the specified platform|exec format/i,
        kind: 'configuration',
        why: 'it is not built for the CPU architecture or operating system of the task',
        hint: 'Build it for that platform, or set runtimePlatform in the task definition.',
      },
      {
        pattern: new RegExp(`${NETWORK.source}|nil pointer dereference`, 'i'),
        kind: 'configuration',
        why: 'the registry was not reached',
        hint: `Check that the subnet can reach the registry: ${CHECK_ROUTE} (for ECR those of ecr.api, ecr.dkr and S3).`,
      },
      {
        // Before Docker's words for a missing image, which the agent puts in front of ECR's own.
        pattern: /not authorized to perform|has the permissions to pull/i,
        kind: 'permission',
        why: 'its registry does not allow it',
        hint: 'Allow the execution role (on EC2 without one: the instance role) to pull it, and see the policy of the repository.',
      },
      {
        // Docker Hub's wording for both; it does not say which.
        pattern:
          /pull access denied|may require 'docker login'|repository does not exist or|requested access to the resource is denied|whether the image exists/i,
        kind: 'configuration',
        why: 'it does not exist, or its registry requires a login',
        hint: "Correct the image's name, or give the container repositoryCredentials.",
      },
      {
        pattern: /not ?found|manifest unknown|does not exist/i,
        kind: 'configuration',
        why: 'there is no such image',
        hint: "Correct the image's name and tag in the task definition, or push it.",
      },
      {
        pattern: /denied|unauthorized|forbidden|\b40[13]\b|no basic auth|authentication/i,
        kind: 'permission',
        why: 'its registry does not allow it',
        hint: 'Give the container repositoryCredentials that its registry accepts, readable by the execution role; for ECR, allow the execution role to pull it.',
      },
      {
        pattern: /failed to resolve ref|API error|unexpected status code(?!.*\b5\d\d\b)/i,
        kind: 'configuration',
        why: 'the image, or its registry, was not found or refused',
        hint: `Check the image's name and tag, the permissions of the execution role, and the route to the registry (${CHECK_ROUTE}).`,
      },
    ],
    otherwise: {
      kind: 'transient',
      why: 'the image could not be pulled',
      hint: `${WORDS_SAY_WHY} Check the image's name and tag, the permissions of the execution role, and the route from the subnet to the registry.`,
    },
  },
  {
    // Before the container's errors: ECS puts it in front of them.
    name: 'OutOfMemoryError',
    pattern: /OutOfMemory|killed due to memory usage/i,
    cases: [],
    otherwise: {
      kind: 'configuration',
      why: 'the container used more memory than it may',
      hint: `Raise the memory of the container or set ${SETTING.memory}.`,
    },
  },
  {
    name: 'CannotStartContainerError, CannotCreateContainerError',
    pattern: /Cannot(?:Start|Create)Container\w*/i,
    cases: [
      {
        pattern: /exec format error/i,
        kind: 'configuration',
        why: 'the image is built for another CPU architecture',
        hint: 'Build it for the architecture of the instances, or set runtimePlatform in the task definition.',
      },
      {
        pattern: /executable file not found|(?:exec|stat)\b.*: (?:no such file|permission denied)/i,
        ...MISSING_PROGRAM,
      },
      { pattern: DISK_FULL, ...FULL_DISK },
      {
        pattern: /gathering device information|could not select device driver|prestart hook|nvidia/i,
        kind: 'configuration',
        why: 'the instance lacks a device that the task definition names',
        hint: 'Use instances that have it (with the GPU-optimized AMI for GPUs), or take it out of the task definition.',
      },
      {
        pattern: /port is already allocated|address already in use/i,
        kind: 'capacity',
        why: 'a port that the task definition maps is taken on the instance',
        hint: 'Map no fixed port of the host: a runner needs none.',
      },
      {
        pattern: /unable to find user|no such user|unable to find group/i,
        kind: 'configuration',
        why: 'the image lacks the user that the container is to run as',
        hint: 'Correct user in the task definition.',
      },
    ],
    otherwise: {
      kind: 'transient',
      why: 'the container could not be made or started',
      hint: `${WORDS_SAY_WHY} AWS also sees this where a container gets too little memory.`,
    },
  },
  {
    name: 'ContainerRuntimeTimeoutError',
    pattern: /ContainerRuntimeTimeoutError|DockerTimeoutError|Could not transition to/i,
    cases: [],
    otherwise: {
      kind: 'transient',
      why: 'the container did not start in time',
      hint:
        'The instance may be overloaded. With the log driver awslogs, check that the subnet reaches CloudWatch Logs ' +
        `(${CHECK_ROUTE}).`,
    },
  },
  {
    name: 'ContainerRuntimeError, CannotInspectContainerError, CannotStopContainerError',
    pattern:
      /ContainerRuntimeError|Cannot(?:Inspect|Describe|Stop|Remove|List)Container\w*|CannotGetDocker\w+|DockerStateError|ContainerVanishedError|ImpossibleStateTransitionError|NoSuchContainerError/i,
    cases: [],
    otherwise: {
      kind: 'transient',
      why: "the instance's container runtime failed",
      hint: 'If it stays, check the ECS agent and Docker on the instance (/var/log/ecs/ecs-agent.log), or replace it.',
    },
  },
  {
    name: 'TaskDependencyError',
    pattern: /TaskDependencyError|dependencies cannot be resolved/i,
    cases: [],
    otherwise: {
      kind: 'configuration',
      why: 'a container that another one waits for (dependsOn) did not come to the state that it waits for',
      hint: 'Check dependsOn in the task definition, and the log of the container that is waited for.',
    },
  },
  {
    name: 'HostConfigError, DockerClientConfigError',
    pattern: /HostConfigError|DockerClientConfigError/i,
    cases: [],
    otherwise: {
      kind: 'configuration',
      why: 'the instance cannot make the container that the task definition describes',
      hint: `${WORDS_SAY_WHY} Correct the task definition, or use other instances.`,
    },
  },
  {
    name: 'Network interface',
    pattern:
      /Unexpected EC2 error|network interface|configure ENI|netplugin|ContainerNetworkingError|unused device index/i,
    cases: [
      {
        // ECS's page means a full subnet by the sentence that ends with it; other causes follow as EC2's error code.
        pattern: /InsufficientFreeAddressesInSubnet|Create Network Interface[^:]*in subnet '?[\w-]*'?\.?\s*$/i,
        kind: 'capacity',
        why: 'the subnet has no free address',
        hint: `Name more or larger subnets in ${SETTING.subnets}, or remove what holds their addresses.`,
      },
      {
        pattern: /LimitExceeded|unused device index/i,
        kind: 'capacity',
        why: 'no more network interfaces can be made or attached there',
        hint: 'Use larger or more instances, or ask AWS for a higher limit of network interfaces.',
      },
      {
        pattern: /TagPolicyViolation/i,
        kind: 'configuration',
        why: 'a tag policy of the organization refuses the tags of the network interface',
        hint: "Have the task carry the tags that the policy demands, or exempt ECS's network interfaces from it.",
      },
      {
        pattern: /UnauthorizedOperation|AccessDenied|not authorized/i,
        kind: 'permission',
        why: 'ECS may not make the network interface',
        hint: 'Check the service-linked role AWSServiceRoleForECS, and policies of the organization that limit it.',
      },
    ],
    otherwise: {
      kind: 'transient',
      why: 'the network interface of the task did not become ready',
      hint: `${WORDS_SAY_WHY} AWS calls it intermittent; if it stays, check the subnets and security groups.`,
    },
  },
  {
    name: 'Role',
    pattern: /unable to assume (?:the )?role/i,
    cases: [],
    otherwise: {
      kind: 'permission',
      why: 'ECS cannot assume the task role or the execution role',
      hint: 'Check that the role exists, and that its trust policy allows ecs-tasks.amazonaws.com. A new role takes some seconds to work.',
    },
  },
  {
    name: 'ResourceInitializationError',
    pattern: /ResourceInitializationError|resource cannot be initialized/i,
    cases: [
      {
        pattern: DENIED,
        kind: 'permission',
        why: 'the execution role may not use something that the task needs',
        hint: 'Allow what ECS names above in a policy of the execution role.',
      },
      {
        pattern: NETWORK,
        kind: 'configuration',
        why: 'a service that the task needs was not reached',
        hint: `Check that the subnet reaches it: ${CHECK_ROUTE}; and that DNS resolution is on in the VPC.`,
      },
    ],
    otherwise: {
      kind: 'transient',
      why: 'something that the task needs could not be prepared',
      hint: WORDS_SAY_WHY,
    },
  },
  {
    name: 'ResourceNotFoundException',
    pattern: /ResourceNotFoundException/i,
    cases: [],
    otherwise: {
      kind: 'configuration',
      why: 'something that the task definition names does not exist',
      hint: `${WORDS_SAY_WHY} Correct its name, region and account in the task definition, or create it.`,
    },
  },
  {
    name: 'SpotInterruptionError',
    pattern: /SpotInterruption|Spot Task was interrupted/i,
    cases: [],
    otherwise: RECLAIMED,
  },
  {
    name: 'Host',
    pattern: /Host EC2 \(instance [^)]*\)|deregistration forced/i,
    cases: [],
    otherwise: {
      kind: 'capacity',
      why: 'the instance was stopped, terminated or removed from the cluster',
      hint: 'See the activities of its Auto Scaling group; managed termination protection keeps instances with tasks.',
    },
  },
  {
    name: ROOM,
    // Capitals count: messages of RunTask's exceptions are read too.
    pattern:
      /\bRESOURCE:|EMPTY CAPACITY PROVIDER|NO ACTIVE INSTANCES|(?:^|: )AGENT\b|Capacity is unavailable|PROVISIONING.*(?:quota|limit)|limit on the number of|[Nn]o [Cc]ontainer [Ii]nstances/,
    cases: [
      {
        pattern: /limit on the number of|PROVISIONING.*(?:quota|limit)/,
        kind: 'capacity',
        why: 'a limit of the account is reached',
        hint: 'Wait until other tasks have ended, ask AWS for a higher limit (Service Quotas), or set another capacity.',
      },
      {
        pattern: /(?:^|: )AGENT\b/,
        kind: 'capacity',
        why: 'the ECS agent of the instance is not connected',
        hint: 'Check the agent on the instances (/var/log/ecs/ecs-agent.log), or replace them.',
      },
    ],
    otherwise: {
      kind: 'capacity',
      why: 'there is no room at the moment',
      hint:
        'Use a capacity provider with managed scaling, raise its maximum, request less cpu or memory, or set another ' +
        'capacity.',
    },
  },
  {
    name: 'Placement',
    pattern:
      /\bATTRIBUTE\b|MemberOf|\bLOCATION\b|placement constraint|not compatible with the selected compute strategy/,
    cases: [
      {
        pattern: /\bLOCATION\b/,
        kind: 'configuration',
        why: 'the instances are in other availability zones than the subnets',
        hint: `Name subnets in ${SETTING.subnets} that are in the availability zones of the instances.`,
      },
      {
        pattern: /not compatible with the selected compute strategy/,
        kind: 'configuration',
        why: 'the task definition is not made for that capacity',
        hint: `Give the entry of ${SETTING.capacity} a task definition of its own, after an @.`,
      },
    ],
    otherwise: {
      kind: 'configuration',
      why: 'no instance of the cluster has what the task requires',
      hint:
        'Compare the placement constraints, CPU architecture and required attributes of the task with the container ' +
        'instances.',
    },
  },
  {
    name: 'InternalError',
    pattern: /InternalError|Rate exceeded/i,
    cases: [],
    otherwise: {
      kind: 'transient',
      why: 'ECS or Fargate failed inside',
      hint: 'See the AWS Health Dashboard if it stays.',
    },
  },
];

/** Stop codes that say why by themselves; with the others the texts do. */
export const STOP_CODES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>(
  Object.entries({
    UserInitiated: {
      kind: 'transient',
      why: 'somebody stopped it',
      hint: `CloudTrail shows who (StopTask). Then ${STEP.startAgain}.`,
    },
    SpotInterruption: RECLAIMED,
    TerminationNotice: RECLAIMED,
    ServiceSchedulerInitiated: {
      kind: 'transient',
      why: 'a service of ECS stopped it',
      hint: `See the events of the service. Then ${STEP.startAgain}.`,
    },
    InfrastructureHealth: {
      kind: 'capacity',
      why: 'AWS stopped it because of the health of what it ran on',
      hint: 'See the AWS Health Dashboard if it stays.',
    },
  }),
);
