export const id = 300;
export const ids = [300];
export const modules = {

/***/ 1300:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  investigate: () => (/* binding */ investigate)
});

// EXTERNAL MODULE: ../node_modules/@aws-sdk/client-ecs/dist-cjs/index.js
var dist_cjs = __webpack_require__(218);
// EXTERNAL MODULE: ./src/providers/ecs/answered.js
var answered = __webpack_require__(8604);
// EXTERNAL MODULE: ./src/aws/arn.js
var arn = __webpack_require__(7501);
// EXTERNAL MODULE: ./src/core/util/shorten.js
var shorten = __webpack_require__(4694);
;// CONCATENATED MODULE: ./src/providers/ecs/investigation/log-text.js

/** How much of a log is shown: lines, and characters in a line. */
const LINES = 20;
const LINE_AT_MOST = 300;
/** The rest of a line is not even searched: the time to search for secrets grows faster than the line. */
const SEARCHED_AT_MOST = 16_000;
/**
 * What a log must not disclose, except what the first group captures. A JIT config is base64 of JSON of several KB,
 * which tools fold at 64 or 76 columns; a GitHub or AWS token printed by a job's image is just as sensitive.
 */
const SECRETS = [
    /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, // a JWT
    /ey[IJ][A-Za-z0-9+/_-]{30,}={0,2}/g, // base64 of JSON
    /[A-Za-z0-9+/_-]{60,}={0,2}/g,
    /\bgh[pousr]_\w{20,}/g,
    /\bgithub_pat_\w{20,}/g,
    /\bA(?:KIA|SIA)[A-Z0-9]{16}\b/g,
    // An AWS secret access key: 40 characters of all kinds. A commit's digest has no upper case.
    /(?<![\w+/=-])(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])(?=[A-Za-z+/]*\d)[A-Za-z0-9+/]{40}(?![\w+/=-])/g,
    // What is labelled as a secret.
    /((?:secret|passw(?:or)?d|token|credential|(?:api|access|private)[_-]?key)\w{0,40}["']?\s{0,8}[=:]\s{0,8}["']?)[^\s"',;]{4,}/gi,
    /(\bauthorization["']?\s{0,8}[=:]\s{0,8}["']?(?:\w{1,20}\s{1,8})?)[^\s"',;]{8,}/gi,
    // The password in a URL.
    /(:\/\/[^\s/:@]{0,100}:)[^\s/@]+(?=@)/g,
];
/** Terminal escape sequences (colours, cursor, titles): removing only the escape character would leave the rest. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const ANSI = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-_]/g;
/**
 * The last lines of a log, fit to be printed below an error: no escape sequences, no secrets, bounded. Each line begins
 * with a bar, so that none begins like a runner command; `printable` handles everything else that a text could do.
 */
function shownLines(messages) {
    const lines = messages.flatMap((message) => message.replaceAll(ANSI, '').split(/\r\n|[\n\r\u2028\u2029\u0085]/));
    return lines
        .filter((line) => line.trim() !== '')
        .slice(-LINES)
        .map((line) => masked((0,shorten/* shorten */.m)(line.trimEnd(), SEARCHED_AT_MOST)))
        .map((line) => `  | ${(0,shorten/* shorten */.m)(line, LINE_AT_MOST)}`);
}
function masked(line) {
    const hide = (_found, kept) => `${typeof kept === 'string' ? kept : ''}***`;
    return SECRETS.reduce((text, secret) => text.replaceAll(secret, hide), line);
}

;// CONCATENATED MODULE: ./src/providers/ecs/investigation/log.js


/** How many containers' logs are shown at most. */
const LOGS_AT_MOST = 2;
/** How many events are read: an event may be an empty line. */
const EVENTS = 50;
/** The streams of containers that started and write to CloudWatch Logs; one that failed comes first. */
function streamsOf({ task, definition }) {
    const started = (task?.containers ?? []).filter(({ exitCode }) => exitCode !== undefined || task?.startedAt !== undefined);
    const failedFirst = started.toSorted((a, b) => Number((b.exitCode ?? 0) !== 0) - Number((a.exitCode ?? 0) !== 0));
    return failedFirst
        .flatMap((container) => {
        const settings = definition?.containerDefinitions?.find(({ name }) => name === container.name);
        return task === undefined || settings === undefined ? [] : (streamOf({ task, container, settings }) ?? []);
    })
        .slice(0, LOGS_AT_MOST);
}
function streamOf(options) {
    const { task, container, settings } = options;
    const { logDriver, options: log = {} } = settings.logConfiguration ?? {};
    const group = log['awslogs-group'];
    const prefix = log['awslogs-stream-prefix'];
    const name = container.name ?? '';
    // Without a prefix, which only EC2 allows, the stream is named after the container's own id.
    const stream = prefix === undefined ? container.runtimeId : `${prefix}/${name}/${(0,arn/* resourceName */.I)(task.taskArn ?? '')}`;
    if (logDriver !== 'awslogs' || group === undefined || stream === undefined)
        return undefined;
    const region = log['awslogs-region'];
    return { container: name, ...(region !== undefined && { region }), group, stream };
}
/** Reads the last lines that a container wrote. */
async function readLog(log, reads) {
    const { CloudWatchLogsClient, GetLogEventsCommand } = await __webpack_require__.e(/* import() */ 897).then(__webpack_require__.t.bind(__webpack_require__, 3897, 19));
    const client = reads.client((config) => new CloudWatchLogsClient(config), log.region);
    const { container, group, stream } = log;
    const where = `log of container ${container} (group ${group}, stream ${stream})`;
    const answer = await reads.read('logs:GetLogEvents', async () => {
        const request = new GetLogEventsCommand({ logGroupName: group, logStreamName: stream, limit: EVENTS });
        try {
            return await client.send(request, { abortSignal: reads.signal });
        }
        catch (error) {
            // Nothing has been written yet, or the group does not exist.
            if (error instanceof Error && error.name === 'ResourceNotFoundException')
                return { events: [] };
            throw error;
        }
    });
    if (answer === undefined)
        return [];
    const lines = shownLines((answer.events ?? []).map(({ message = '' }) => message));
    if (lines.length === 0)
        return [{ message: `The ${where} is empty.` }];
    return [{ message: [`The end of the ${where}:`, ...lines].join('\n') }];
}

// EXTERNAL MODULE: ./src/core/words.js
var words = __webpack_require__(3919);
;// CONCATENATED MODULE: ./src/providers/ecs/investigation/network.js

/** The subnet of a task's network interface; undefined until it has one. */
function subnetOf(task) {
    const details = (task.attachments ?? []).flatMap((attachment) => attachment.details ?? []);
    return details.find(({ name }) => name === 'subnetId')?.value;
}
/** The route table of a subnet: the one associated with it, or its VPC's main one. */
function tableOf(tables, subnet) {
    const explicit = tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet.id));
    return (explicit ??
        tables.find(({ VpcId, Associations = [] }) => VpcId === subnet.vpc && Associations.some(({ Main }) => Main === true)));
}
/** A table's routes to the whole internet, for IPv4 and IPv6 apart: a task uses the family that its peer answers on. */
function waysOut({ Routes = [] }) {
    return { ipv4: wayOut(Routes, IPV4), ipv6: wayOut(Routes, IPV6) };
}
const IPV4 = {
    destination: (route) => route.DestinationCidrBlock,
    everything: '0.0.0.0/0',
    halves: ['0.0.0.0/1', '128.0.0.0/1'],
    inside: /^(10|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|169\.254)\./,
};
const IPV6 = {
    destination: (route) => route.DestinationIpv6CidrBlock,
    everything: '::/0',
    halves: ['::/1', '8000::/1'],
    inside: /^f[cde]/i,
};
function wayOut(routes, family) {
    const to = (destination) => routes.find((route) => family.destination(route) === destination);
    const everything = to(family.everything);
    const [first, second] = family.halves;
    const [one, two] = [target(to(first) ?? everything), target(to(second) ?? everything)];
    if (isDead(one) !== isDead(two))
        return 'unsure';
    if (one === 'other' && two === 'other')
        return 'other';
    const narrower = routes.filter((route) => ![family.everything, ...family.halves].includes(family.destination(route) ?? ''));
    if (narrower.some((route) => mayLeadToGitHub(route, family)))
        return 'unsure';
    if (isDead(one))
        return one === 'blackhole' ? one : two;
    return one === two ? one : 'unsure';
}
function target(route) {
    if (route === undefined)
        return 'none';
    if (route.State === 'blackhole')
        return 'blackhole';
    return route.GatewayId?.startsWith('igw-') === true ? 'internet-gateway' : 'other';
}
/** Whether nothing comes through there. */
function isDead(way) {
    return way === 'none' || way === 'blackhole';
}
/** Whether a route to a part of the internet may include GitHub: which addresses it has is not known here. */
function mayLeadToGitHub(route, family) {
    if (route.State === 'blackhole' || route.GatewayId === 'local')
        return false;
    // A gateway endpoint's list holds addresses of S3 or DynamoDB; of any other, the addresses are not known.
    if (route.DestinationPrefixListId !== undefined)
        return route.GatewayId?.startsWith('vpce-') !== true;
    const destination = family.destination(route);
    return destination !== undefined && !family.inside.test(destination);
}
/**
 * Finds a subnet from which a task cannot reach GitHub, judging by what is sure: the way for IPv4. Over IPv6 a task
 * reaches only peers that answer on it, and only if it has such an address.
 */
function judgeWaysOut(options) {
    const { subnet, ways, hasPublicAddress, isFargate, endpoints } = options;
    const nat = 'use a subnet whose default route for IPv4 leads to a NAT gateway';
    const overIpv6 = isDead(ways.ipv6)
        ? undefined
        : 'over IPv4 the task reaches neither its image nor GitHub; over IPv6 the subnet has a way out, which helps only a ' +
            'task with an IPv6 address, and only to what answers on IPv6.';
    switch (ways.ipv4) {
        case 'other':
        case 'unsure':
            return [];
        case 'internet-gateway':
            if (hasPublicAddress)
                return [];
            return [
                {
                    message: `The task has no public address, and the only way out of subnet ${subnet} for IPv4 is an internet gateway, ` +
                        `which serves only public addresses: ${overIpv6 ?? 'the task reaches neither its image nor GitHub.'}`,
                    hint: isFargate
                        ? `Set ${words/* SETTING */.HG.assignedPublicIp}, or ${nat}.`
                        : `Tasks on EC2 get no public address: ${nat}.`,
                },
            ];
        case 'blackhole':
        case 'none': {
            const why = ways.ipv4 === 'none'
                ? 'has no default route for IPv4'
                : 'has a default route for IPv4 to a target that no longer exists';
            const names = endpoints.map((name) => name.replace(/^com\.amazonaws\.[^.]+\./, ''));
            const inside = names.length > 0 ? ` The endpoints of its VPC (${names.join(', ')}) do not lead to GitHub.` : '';
            return [
                {
                    message: `Subnet ${subnet} ${why}: ${overIpv6 ?? 'without a proxy the task cannot reach GitHub.'}${inside}`,
                    hint: `In ${words/* SETTING */.HG.subnets}, ${nat}${isFargate ? `, or one with an internet gateway and ${words/* SETTING */.HG.assignedPublicIp}` : ''}.`,
                },
            ];
        }
    }
}

;// CONCATENATED MODULE: ./src/providers/ecs/investigation/subject.js
/** Why the task ended, in ECS's words: its own reason and those of its containers. */
function ecsReasonOf(task) {
    const containers = (task.containers ?? []).map(({ reason }) => reason);
    return [task.stopCode, task.stoppedReason, ...containers].filter(Boolean).join('\n');
}
/** Whether it is, or would have been, on Fargate; `unknown` if only the cluster knows. */
function isOnFargate({ task, target }) {
    if (task !== undefined)
        return task.launchType === 'FARGATE' || /^FARGATE/.test(task.capacityProviderName ?? '');
    if (target?.kind === 'launch-type')
        return target.launchType === 'FARGATE';
    if (target?.kind === 'strategy')
        return target.items.some(({ capacityProvider }) => /^FARGATE/.test(capacityProvider));
    return 'unknown';
}
/** Whether it failed for lack of room, or waited for it. */
function lacksRoom({ phase, state, ecsReason }) {
    if (phase === 'starting')
        return state === 'PROVISIONING';
    return /RESOURCE:|EMPTY CAPACITY PROVIDER|NO ACTIVE INSTANCES|no container instances|\bAGENT\b/i.test(ecsReason);
}
/** What the task requires of an instance: CPU units and MiB. */
function requirementsOf({ task, definition }) {
    const containers = definition?.containerDefinitions ?? [];
    const sum = (values) => values.reduce((total, value) => total + (value ?? 0), 0);
    const { cpu, memory } = task?.overrides ?? {};
    return {
        cpu: number(cpu ?? definition?.cpu) ?? sum(containers.map((container) => container.cpu)),
        // The reservation counts, not the most that a container may use.
        memory: number(memory ?? definition?.memory) ??
            sum(containers.map((container) => container.memoryReservation ?? container.memory)),
    };
}
/** ECS returns plain numbers, but overrides as they were sent, including units such as `.5 vCPU` and `2 GB`. */
function number(text) {
    const [, digits, unit] = /^([\d.]+)\s*(vcpu|gb)?$/i.exec(text?.trim() ?? '') ?? [];
    return digits === undefined ? undefined : Math.round(Number(digits) * (unit === undefined ? 1 : 1024));
}

;// CONCATENATED MODULE: ./src/providers/ecs/investigation/cluster.js



/** The capacity providers that the launch used or would have used; none with a launch type. */
function providersOf({ task, target }, cluster) {
    if (task !== undefined)
        return task.capacityProviderName === undefined ? [] : [task.capacityProviderName];
    if (target?.kind === 'launch-type')
        return [];
    if (target?.kind === 'strategy')
        return target.items.map(({ capacityProvider }) => capacityProvider);
    return (cluster?.defaultCapacityProviderStrategy ?? []).flatMap(({ capacityProvider }) => capacityProvider ?? []);
}
/** Finds a cluster in which no task can be placed at the moment. */
function judgeCluster(cluster, options) {
    if ((cluster.registeredContainerInstancesCount ?? 0) > 0)
        return [];
    const message = `Cluster ${cluster.clusterName} has no container instances at the moment.`;
    if (options.providers.length > 0)
        return [{ message }];
    const known = (cluster.capacityProviders ?? []).filter((name) => !/^FARGATE/.test(name));
    return [
        {
            message,
            hint: known.length > 0
                ? `Set capacity to a capacity provider of the cluster: ${known.join(', ')}.`
                : 'Create a capacity provider with managed scaling for the cluster and name it in capacity, or start an ' +
                    `instance that joins the cluster (ECS_CLUSTER=${cluster.clusterName}).`,
        },
    ];
}
/** Finds instances that cannot take the task: their agent is lost, they are draining, or they lack room. */
function judgeInstances(instances, subject) {
    if (instances.length === 0)
        return [];
    const findings = [];
    const lost = instances.filter(({ agentConnected, status }) => agentConnected === false && status !== 'DRAINING');
    if (lost.length > 0) {
        findings.push({
            message: `The ECS agent is not connected on ${lost.length} of ${instances.length} container instances: ${named(lost)}.`,
            hint: 'Check the agent on these instances (/var/log/ecs/ecs-agent.log), and replace them if it does not come back.',
        });
    }
    const draining = instances.filter(({ status }) => status === 'DRAINING');
    if (draining.length > 0) {
        findings.push({
            message: `${draining.length} of ${instances.length} container instances accept no new tasks (DRAINING): ${named(draining)}.`,
        });
    }
    const usable = instances.filter(({ agentConnected, status }) => agentConnected !== false && status === 'ACTIVE');
    const { cpu, memory } = requirementsOf(subject);
    const isRoomy = (one) => left(one, 'CPU') >= cpu && left(one, 'MEMORY') >= memory;
    if (usable.length > 0 && !usable.some(isRoomy)) {
        const most = (name) => Math.max(...usable.map((one) => left(one, name)));
        findings.push({
            message: `No container instance has room: the task requires ${cpu} CPU units and ${memory} MiB; the usable ` +
                `instances (${usable.length}) have at most ${most('CPU')} CPU units and at most ${most('MEMORY')} MiB free.`,
            hint: `Request less (${words/* SETTING */.HG.cpu} and ${words/* SETTING */.HG.memory}, or the task definition), or use more or larger instances.`,
        });
    }
    return findings;
}
function left({ remainingResources = [] }, name) {
    // A resource that is not reported is not the reason.
    return remainingResources.find((resource) => resource.name === name)?.integerValue ?? Number.POSITIVE_INFINITY;
}
function named(instances) {
    const names = instances.map(({ ec2InstanceId, containerInstanceArn }) => {
        return ec2InstanceId ?? (0,arn/* resourceName */.I)(containerInstanceArn ?? '');
    });
    return names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
}
/** Finds capacity providers that start no instances by themselves. */
function judgeProviders(providers) {
    return providers.flatMap(({ name, autoScalingGroupProvider }) => {
        if (autoScalingGroupProvider === undefined || autoScalingGroupProvider.managedScaling?.status === 'ENABLED')
            return [];
        return [
            {
                message: `The capacity provider ${name} has no managed scaling: it never starts an instance for a waiting task.`,
                hint: `Turn it on (aws ecs update-capacity-provider --name ${name} --auto-scaling-group-provider ` +
                    'managedScaling={status=ENABLED}), or raise the desired capacity of its Auto Scaling group.',
            },
        ];
    });
}
/** Name of the Auto Scaling group behind a capacity provider, which refers to it by ARN (or by name). */
function groupNameOf({ autoScalingGroupProvider }) {
    const arn = autoScalingGroupProvider?.autoScalingGroupArn;
    return arn === undefined ? undefined : (/:autoScalingGroupName\/(.+)$/.exec(arn)?.[1] ?? arn);
}

;// CONCATENATED MODULE: ./src/providers/ecs/investigation/scaling-group.js

/** An instance boots and joins its cluster in 1 to 3 minutes; after this long it never will, milliseconds. */
const JOINS_WITHIN_MS = 5 * 60_000;
/** Older activities are unrelated, milliseconds. */
const RECENT_MS = 60 * 60_000;
/** Finds a group that cannot or must not start another instance. */
function judgeGroup(group) {
    const { AutoScalingGroupName: name, DesiredCapacity: desired = 0, MaxSize: max = 0 } = group;
    const findings = [];
    if (desired >= max) {
        findings.push({
            message: `The Auto Scaling group ${name} is at its maximum: ${desired} of at most ${max} instances are requested.`,
            hint: `Raise the maximum of the Auto Scaling group ${name}, or wait until some runners have ended.`,
        });
    }
    const suspended = (group.SuspendedProcesses ?? []).filter(({ ProcessName }) => ProcessName === 'Launch');
    if (suspended.length > 0) {
        findings.push({
            message: `The Auto Scaling group ${name} starts no instances: its process Launch is suspended.`,
            hint: `Resume it: aws autoscaling resume-processes --auto-scaling-group-name ${name} --scaling-processes Launch.`,
        });
    }
    return findings;
}
/** Explains why the group's last attempt to start an instance failed: the newest activity supersedes older ones. */
function judgeActivities(activities, options) {
    const { group, now } = options;
    const [newest] = activities.toSorted((a, b) => (b.StartTime?.getTime() ?? 0) - (a.StartTime?.getTime() ?? 0));
    if (newest === undefined || (newest.StatusCode !== 'Failed' && newest.StatusCode !== 'Cancelled'))
        return [];
    if (now - (newest.StartTime?.getTime() ?? 0) > RECENT_MS)
        return [];
    const why = (0,shorten/* shorten */.m)(newest.StatusMessage || newest.Description || 'it gives no reason', 500);
    return [
        {
            message: `The Auto Scaling group ${group} could not start an instance: ${why}`,
            hint: scalingHint(why, group),
        },
    ];
}
function scalingHint(why, group) {
    if (/VcpuLimitExceeded|limit|quota/i.test(why))
        return 'Request a higher limit of EC2 vCPUs from AWS (Service Quotas).';
    if (/sufficient|capacity/i.test(why)) {
        return `Give the Auto Scaling group ${group} more instance types and zones, or set another capacity.`;
    }
    return `Correct the launch template of the Auto Scaling group ${group} as the message says.`;
}
/** Finds instances of the group that have run long enough but have not joined the cluster. */
function judgeStrays(instances, options) {
    const { group, cluster, joined, now } = options;
    const strays = instances.filter(({ InstanceId, State, LaunchTime }) => State?.Name === 'running' &&
        !joined.has(InstanceId ?? '') &&
        now - (LaunchTime?.getTime() ?? now) > JOINS_WITHIN_MS);
    if (strays.length === 0)
        return [];
    const ids = strays.map(({ InstanceId }) => InstanceId);
    return [
        {
            message: `${strays.length} instances of the Auto Scaling group ${group} are running but have not joined cluster ${cluster}: ` +
                `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}.`,
            hint: `Check that their image has the ECS agent, their user data sets ECS_CLUSTER=${cluster} in /etc/ecs/ecs.config, their ` +
                'instance profile has AmazonEC2ContainerServiceforEC2Role, and their subnet reaches the ECS endpoints.',
        },
    ];
}

;// CONCATENATED MODULE: ./src/providers/ecs/investigation/read-capacity.js




/** Instances inspected at most; DescribeContainerInstances accepts no more at once. */
const INSTANCES_AT_MOST = 100;
/** Explains why there is no room: the cluster, its instances, its capacity providers and the groups behind them. */
async function investigateCapacity(subject, context) {
    const { cluster, ecs, reads } = context;
    const { signal: abortSignal } = reads;
    const [clusters, instances] = await Promise.all([
        reads.read('ecs:DescribeClusters', () => ecs.send(new dist_cjs/* DescribeClustersCommand */._2_({ clusters: [cluster] }), { abortSignal })),
        readInstances(context),
    ]);
    const described = clusters?.clusters?.[0];
    const providers = providersOf(subject, described).filter((name) => !/^FARGATE/.test(name));
    return [
        ...(described === undefined ? [] : judgeCluster(described, { providers })),
        ...judgeInstances(instances ?? [], subject),
        ...(providers.length > 0 ? await investigateProviders(providers, { ...context, instances }) : []),
    ];
}
/** Checks whether the agent of the instance on which a task was placed is still connected. */
async function investigateInstance(subject, context) {
    const arn = subject.task?.containerInstanceArn;
    if (arn === undefined)
        return [];
    const instances = (await describeInstances([arn], context)) ?? [];
    return judgeInstances(instances.filter(({ agentConnected }) => agentConnected === false), subject);
}
/** Undefined if they could not be read: that none are known does not mean that there are none. */
async function readInstances(context) {
    const { cluster, ecs, reads } = context;
    const request = new dist_cjs/* ListContainerInstancesCommand */.$lF({ cluster, maxResults: INSTANCES_AT_MOST });
    const listed = await reads.read('ecs:ListContainerInstances', () => ecs.send(request, { abortSignal: reads.signal }));
    const arns = listed?.containerInstanceArns;
    return arns === undefined || arns.length === 0 ? arns && [] : describeInstances(arns, context);
}
async function describeInstances(arns, { cluster, ecs, reads }) {
    const request = new dist_cjs/* DescribeContainerInstancesCommand */.QUW({ cluster, containerInstances: [...arns] });
    const answer = await reads.read('ecs:DescribeContainerInstances', () => ecs.send(request, { abortSignal: reads.signal }));
    return answer?.containerInstances;
}
async function investigateProviders(names, context) {
    const { ecs, reads } = context;
    const request = new dist_cjs/* DescribeCapacityProvidersCommand */.bso({ capacityProviders: [...names] });
    const answer = await reads.read('ecs:DescribeCapacityProviders', () => ecs.send(request, { abortSignal: reads.signal }));
    const providers = answer?.capacityProviders ?? [];
    const groups = providers.flatMap((provider) => groupNameOf(provider) ?? []);
    return [...judgeProviders(providers), ...(groups.length > 0 ? await investigateGroups(groups, context) : [])];
}
async function investigateGroups(names, context) {
    const { reads } = context;
    const { AutoScalingClient, DescribeAutoScalingGroupsCommand, DescribeScalingActivitiesCommand } = await __webpack_require__.e(/* import() */ 658).then(__webpack_require__.t.bind(__webpack_require__, 4658, 19));
    const client = reads.client((config) => new AutoScalingClient(config));
    const { signal: abortSignal } = reads;
    const [described, ...activities] = await Promise.all([
        reads.read('autoscaling:DescribeAutoScalingGroups', () => client.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [...names] }), { abortSignal })),
        ...names.map(async (group) => {
            const request = new DescribeScalingActivitiesCommand({ AutoScalingGroupName: group, MaxRecords: 5 });
            const answer = await reads.read('autoscaling:DescribeScalingActivities', () => client.send(request, { abortSignal }));
            return judgeActivities(answer?.Activities ?? [], { group, now: Date.now() });
        }),
    ]);
    const groups = described?.AutoScalingGroups ?? [];
    const strays = await Promise.all(groups.map((group) => investigateStrays(group, context)));
    return [...groups.flatMap(judgeGroup), ...activities.flat(), ...strays.flat()];
}
/** Finds instances of a group that ECS does not know, provided the cluster's own are known. */
async function investigateStrays({ AutoScalingGroupName: group = '', Instances = [] }, { cluster, reads, instances }) {
    if (instances === undefined || instances.length === INSTANCES_AT_MOST)
        return [];
    const joined = new Set(instances.flatMap(({ ec2InstanceId }) => ec2InstanceId ?? []));
    const ids = Instances.flatMap(({ InstanceId }) => InstanceId ?? []).filter((id) => !joined.has(id));
    if (ids.length === 0)
        return [];
    const { EC2Client, DescribeInstancesCommand } = await __webpack_require__.e(/* import() */ 447).then(__webpack_require__.t.bind(__webpack_require__, 5447, 19));
    const client = reads.client((config) => new EC2Client(config));
    const request = new DescribeInstancesCommand({ InstanceIds: ids.slice(0, INSTANCES_AT_MOST) });
    const answer = await reads.read('ec2:DescribeInstances', () => client.send(request, { abortSignal: reads.signal }));
    const found = (answer?.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
    return judgeStrays(found, { group, cluster: (0,arn/* resourceName */.I)(cluster), joined, now: Date.now() });
}

;// CONCATENATED MODULE: ./src/providers/ecs/investigation/read-network.js

/** Whether a subnet leads a task to its image and to GitHub. */
async function investigateSubnet(subnet, options) {
    const { reads, ...task } = options;
    const { EC2Client, DescribeRouteTablesCommand, DescribeSubnetsCommand, DescribeVpcEndpointsCommand } = await __webpack_require__.e(/* import() */ 447).then(__webpack_require__.t.bind(__webpack_require__, 5447, 19));
    const client = reads.client((config) => new EC2Client(config));
    const { signal: abortSignal } = reads;
    const subnets = await reads.read('ec2:DescribeSubnets', () => client.send(new DescribeSubnetsCommand({ SubnetIds: [subnet] }), { abortSignal }));
    const vpc = subnets?.Subnets?.[0]?.VpcId;
    if (vpc === undefined)
        return [];
    const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
    const [tables, endpoints] = await Promise.all([
        reads.read('ec2:DescribeRouteTables', () => client.send(new DescribeRouteTablesCommand({ Filters }), { abortSignal })),
        reads.read('ec2:DescribeVpcEndpoints', () => client.send(new DescribeVpcEndpointsCommand({ Filters }), { abortSignal })),
    ]);
    const table = tables && tableOf(tables.RouteTables ?? [], { id: subnet, vpc });
    if (table === undefined)
        return [];
    return judgeWaysOut({
        ...task,
        subnet,
        ways: waysOut(table),
        endpoints: (endpoints?.VpcEndpoints ?? []).flatMap(({ ServiceName }) => ServiceName ?? []),
    });
}

// EXTERNAL MODULE: ./src/aws/answers.js
var answers = __webpack_require__(3329);
// EXTERNAL MODULE: ./src/aws/client-config.js + 2 modules
var client_config = __webpack_require__(9714);
// EXTERNAL MODULE: ./src/aws/errors.js + 3 modules
var errors = __webpack_require__(5731);
;// CONCATENATED MODULE: ./src/providers/ecs/investigation/reads.js




/**
 * The reads of one investigation, within its time. A failed read is noted and has no answer: only the first error
 * matters, and a start needs none of the permissions used here.
 */
class Reads {
    signal;
    #settings;
    #denied = new Set();
    #failed = new Map();
    /** @param options.until epoch milliseconds at which `signal` aborts */
    constructor(options) {
        this.signal = options.signal;
        this.#settings = {
            ...options.settings,
            // A reader of the log cannot distinguish these reads from the start's own.
            log: { info: () => undefined, notice: () => undefined, warning: () => undefined },
            retryBudgetMs: () => options.until - Date.now(),
        };
    }
    get region() {
        return this.#settings.region;
    }
    /** A client for these reads, with the start's credentials, proxy and limits; destroyed with the investigation. */
    client(make, region = this.region) {
        const client = (0,answers/* guardAnswers */.f)(make((0,client_config/* clientConfig */.y)({ ...this.#settings, region })));
        this.signal.addEventListener('abort', () => client.destroy(), { once: true });
        return client;
    }
    /** @param action IAM's name, such as `ecs:DescribeClusters`, or what failed if it is not a single request */
    async read(action, request) {
        try {
            return await request();
        }
        catch (error) {
            this.#note(action, error);
            return undefined;
        }
    }
    #note(action, error) {
        const { name, message } = (0,errors/* awsFailure */.MT)(error);
        if (name.startsWith('AccessDenied') || name === 'UnauthorizedOperation')
            this.#denied.add(action);
        else if (!this.signal.aborted)
            this.#failed.set(action, (0,shorten/* shorten */.m)([name, message].filter(Boolean).join(': '), 200));
    }
    /** At most one line: what could not be read, and which permission would reveal more. */
    get problems() {
        const parts = [
            this.signal.aborted ? 'not everything was answered in time' : '',
            [...this.#failed].map(([action, why]) => `${action} failed (${why})`).join(', '),
            this.#denied.size === 0 ? '' : `the permission for ${[...this.#denied].toSorted().join(', ')} would reveal more`,
        ].filter((part) => part !== '');
        return parts.length === 0 ? [] : [{ message: `About this diagnosis: ${parts.join('; ')}.` }];
    }
}

// EXTERNAL MODULE: ./src/providers/ecs/read-reason.js
var read_reason = __webpack_require__(5592);
// EXTERNAL MODULE: ./src/providers/ecs/stopped-reasons.js
var stopped_reasons = __webpack_require__(8046);
;// CONCATENATED MODULE: ./src/providers/ecs/investigation/pull.js


/** Explains why an image cannot be pulled, and the next step. */
function explainPull(options) {
    const { ecsReason, image, executionRole } = options;
    const { kind, why, hint, isPrecise } = (0,read_reason/* readReasonOf */.k)(stopped_reasons/* PULL */.S9, ecsReason);
    if (kind === 'permission' && /\.dkr[.-]ecr\./.test(image)) {
        const role = executionRole ?? 'an executionRoleArn, which the task definition lacks';
        return {
            why,
            hint: `Allow ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer in a policy of ${role}, and see the policy of the repository.`,
        };
    }
    return { why: isPrecise ? why : 'see what ECS says above', hint };
}

;// CONCATENATED MODULE: ./src/providers/ecs/investigation/task.js





/** Findings from the task, its containers and its definition alone, which need no further permission. */
function judgeTask(subject) {
    if (subject.phase === 'refused')
        return [...judgeLaunchType(subject), ...judgeForFargate(subject)];
    if (subject.phase !== 'ended')
        return [];
    return [...judgeImages(subject), ...judgeSecrets(subject), ...judgeMemory(subject)];
}
function judgeImages(subject) {
    const { task, ecsReason, definition } = subject;
    if (!isAboutPull(ecsReason))
        return [];
    const all = task?.containers ?? [];
    // ECS attaches the reason to the container; if only the task has it, its text names the image.
    const own = all.filter(({ reason = '' }) => isAboutPull(reason));
    const failed = own.length > 0 ? own : all.filter(({ image = '' }) => image !== '' && ecsReason.includes(image));
    const suspects = failed.length > 0 ? failed : all.slice(0, 1);
    return suspects.map(({ name, image = 'unknown', reason }) => {
        const { why, hint } = explainPull({
            ecsReason: reason ?? ecsReason,
            image,
            executionRole: definition?.executionRoleArn,
        });
        return { message: `The image ${image} of container ${name} cannot be pulled: ${why}.`, hint };
    });
}
function isAboutPull(text) {
    return (0,read_reason/* readReason */.p)(text)?.family === stopped_reasons/* PULL */.S9;
}
function judgeSecrets({ ecsReason, definition }) {
    const isAboutSecrets = /secret|ssm|parameter/i.test(ecsReason);
    if (!isAboutSecrets || !/ResourceInitializationError|unable to (pull|retrieve)/i.test(ecsReason))
        return [];
    const secrets = (definition?.containerDefinitions ?? []).flatMap(secretsOf);
    const named = secrets.filter(({ from }) => ecsReason.includes(from) || ecsReason.includes(secretName(from)));
    const role = definition?.executionRoleArn;
    const which = (named.length > 0 ? named : secrets).map(({ from, what }) => `${from} (${what})`).join(', ');
    const begin = `The secret ${which || 'that ECS names'} cannot be read`;
    if (/AccessDenied|not authorized/i.test(ecsReason)) {
        return [
            {
                message: `${begin}: the execution role ${role ?? '(there is none)'} is not allowed to.`,
                hint: role === undefined
                    ? 'Give the task definition an executionRoleArn that may read it.'
                    : `Allow secretsmanager:GetSecretValue or ssm:GetParameters on it in a policy of ${role}, and kms:Decrypt if it has a key of its own.`,
            },
        ];
    }
    if (/ResourceNotFound|ParameterNotFound|can.t find|invalid (ssm )?parameters/i.test(ecsReason)) {
        return [
            {
                message: `${begin}: it does not exist.`,
                hint: 'Correct its name, region and account in the task definition, or create it.',
            },
        ];
    }
    return [{ message: `${begin}, as ECS says above.` }];
}
function secretsOf({ name, secrets = [], repositoryCredentials, }) {
    const pull = repositoryCredentials?.credentialsParameter;
    return [
        ...secrets.map((secret) => ({
            from: secret.valueFrom ?? '',
            what: `variable ${secret.name} of container ${name}`,
        })),
        ...(pull === undefined ? [] : [{ from: pull, what: `registry credentials of container ${name}` }]),
    ].filter(({ from }) => from !== '');
}
/** The name in an ARN, without the key and version that may follow it; a plain name stays as it is. */
function secretName(from) {
    const [arn, , , , , kind, name = ''] = from.split(':');
    return arn === 'arn' ? name || (kind ?? from) : from;
}
function judgeMemory({ task, definition }) {
    const killed = (task?.containers ?? []).filter(isOutOfMemory);
    return killed.map(({ name }) => {
        const limits = definition?.containerDefinitions?.find((container) => container.name === name);
        const total = task?.overrides?.memory ?? task?.memory ?? definition?.memory;
        const limit = limits?.memory === undefined ? total : String(limits.memory);
        return {
            message: `Container ${name} was killed because it used more memory than it may` +
                `${limit === undefined || limit === '0' ? '.' : `: ${limit} MiB${limits?.memory === undefined ? ' for the task' : ''}.`}`,
            hint: limits?.memory === undefined
                ? `Raise ${words/* SETTING */.HG.memory}, or the memory of the task definition.`
                : `Raise memory of container ${name} in the task definition: ${words/* SETTING */.HG.memory} is the task's and does not change it.`,
        };
    });
}
function isOutOfMemory({ reason = '' }) {
    return /OutOfMemory/i.test(reason);
}
/** Finds a launch type for which waiting is in vain: only a capacity provider starts instances. */
function judgeLaunchType(subject) {
    if (subject.target?.kind !== 'launch-type' || subject.target.launchType !== 'EC2' || !lacksRoom(subject))
        return [];
    return [{ message: 'The launch type EC2 never scales out: it uses only instances that the cluster already has.' }];
}
/** Finds what Fargate does not support in a refused launch; it may be the cluster's default strategy. */
function judgeForFargate({ ecsReason, definition }) {
    if (!/fargate/i.test(ecsReason))
        return [];
    const privileged = (definition?.containerDefinitions ?? []).filter((container) => container.privileged === true);
    return privileged.map(({ name }) => ({
        message: `Container ${name} is privileged, which Fargate does not support.`,
        hint: 'Set capacity to EC2 or to a capacity provider with instances, or use a task definition without privileged.',
    }));
}

;// CONCATENATED MODULE: ./src/providers/ecs/investigation/investigate.js









/** The most that all reads together may take, milliseconds; what was found by then is reported. */
const INVESTIGATION_MS = 10_000;
/** Launches investigated at most: those of one start usually fail for the same reason. */
const LAUNCHES_AT_MOST = 3;
/** Investigates failed launches. The port documents what it guarantees. */
const investigate = async (failed, context) => {
    const signal = AbortSignal.timeout(INVESTIGATION_MS);
    const reads = new Reads({ settings: context.settings, signal, until: Date.now() + INVESTIGATION_MS });
    const ecs = reads.client((config) => new dist_cjs/* ECSClient */.Zgc(config));
    const investigation = new Investigation({ ...context, reads, ecs });
    const timeUp = new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([investigation.run(distinct(failed).slice(0, LAUNCHES_AT_MOST)), timeUp]);
    return [...investigation.found, ...reads.problems];
};
function distinct(failed) {
    const key = (one) => ('compute' in one ? one.compute.id : one.capacity);
    return [...new Map(failed.map((one) => [key(one), one])).values()];
}
class Investigation {
    #context;
    /** In the order of the parts, regardless of which answers first. */
    #parts = [];
    constructor(context) {
        this.#context = context;
    }
    /** The findings so far, without duplicates. */
    get found() {
        return [...new Map(this.#parts.flat().map((finding) => [finding.message, finding])).values()];
    }
    async run(failed) {
        const subjects = await Promise.all(failed.map((one) => this.#subject(one)));
        await Promise.all(subjects.flatMap((subject) => (subject === undefined ? [] : this.#investigate(subject))));
    }
    #investigate(subject) {
        const { cluster, ecs, reads } = this.#context;
        const capacity = { cluster: cluster.name, ecs, reads };
        return [
            this.#part(async () => judgeTask(subject)),
            this.#part(async () => (isRoomOnInstances(subject) ? investigateCapacity(subject, capacity) : [])),
            this.#part(async () => (subject.phase === 'starting' ? investigateInstance(subject, capacity) : [])),
            this.#part(() => this.#network(subject)),
            ...streamsOf(subject).map((stream) => this.#part(() => readLog(stream, reads))),
        ];
    }
    async #part(find) {
        const index = this.#parts.push([]) - 1;
        this.#parts[index] = (await this.#context.reads.read('a part of it', find)) ?? [];
    }
    async #network(subject) {
        const { reads } = this.#context;
        const { task } = subject;
        const subnet = task && subnetOf(task);
        if (subnet === undefined || !mayBeNetwork(subject))
            return [];
        const isFargate = isOnFargate(subject) === true;
        const hasPublicAddress = isFargate && this.#context.hasPublicAddress(task?.taskDefinitionArn ?? '');
        return investigateSubnet(subnet, { isFargate, hasPublicAddress, reads });
    }
    async #subject(failed) {
        if (!('compute' in failed)) {
            const launch = this.#context.launchTo(failed.capacity);
            if (launch === undefined)
                return undefined;
            const definition = await this.#definition(launch.taskDefinition);
            return {
                phase: 'refused',
                state: '',
                ecsReason: failed.refusal,
                target: launch.target,
                ...(definition && { definition }),
            };
        }
        const { compute } = failed;
        const task = await this.#task(compute.id);
        if (task === undefined)
            return undefined;
        const definition = task.taskDefinitionArn === undefined ? undefined : await this.#definition(task.taskDefinitionArn);
        const known = { task, ...(definition && { definition }) };
        const { phase, state } = compute;
        // The task itself is being stopped by now: it got stuck in the state in which it was last seen.
        if (phase === 'starting' || phase === 'running')
            return { phase, state, ecsReason: '', ...known };
        return { phase: 'ended', state: '', ecsReason: ecsReasonOf(task), ...known };
    }
    async #task(id) {
        const { ecs, reads, cluster } = this.#context;
        const operation = 'ecs:DescribeTasks';
        return reads.read(operation, async () => {
            const request = new dist_cjs/* DescribeTasksCommand */.z8X({ cluster: cluster.name, tasks: [id] });
            const { tasks } = await ecs.send(request, { abortSignal: reads.signal });
            return (0,answered/* requestedTasks */.fw)(tasks, { operation, cluster, requested: [id] })[0];
        });
    }
    async #definition(taskDefinition) {
        const { ecs, reads } = this.#context;
        const request = new dist_cjs/* DescribeTaskDefinitionCommand */.Zy$({ taskDefinition });
        const answer = await reads.read('ecs:DescribeTaskDefinition', () => ecs.send(request, { abortSignal: reads.signal }));
        return answer?.taskDefinition;
    }
}
/** Whether instances lacked room: Fargate's room cannot be inspected. */
function isRoomOnInstances(subject) {
    return isOnFargate(subject) !== true && lacksRoom(subject);
}
/** Whether a missing route out could be the reason: the task waits, or ended because something was unreachable. */
function mayBeNetwork(subject) {
    const { phase, ecsReason, state } = subject;
    if (phase === 'starting')
        return state !== 'PROVISIONING' || isOnFargate(subject) === true;
    if (phase === 'running')
        return true;
    return /time(d )?.?out|deadline exceeded|dial tcp|connection refused|no such host|unable to (pull|retrieve)|CannotPull/i.test(ecsReason);
}


/***/ })

};
