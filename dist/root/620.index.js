export const id = 620;
export const ids = [620];
export const modules = {

/***/ 3968:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ gantt)
/* harmony export */ });
/* harmony import */ var _durations_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(427);

/**
 * GitHub's mermaid draws nothing of a diagram with more than 50,000 characters (`maxTextSize`); one of a quarter of that
 * is already taller than a screen.
 */
const CHARACTERS_AT_MOST = 12_500;
/** Distances of the axis' ticks, milliseconds and mermaid's words for them. */
const TICKS = [
    [100, '100millisecond'],
    [500, '500millisecond'],
    ...[1, 2, 5, 10, 15, 30].map((count) => [count * 1000, `${count}second`]),
    ...[1, 2, 5, 10, 15, 30].map((count) => [count * 60_000, `${count}minute`]),
    ...[1, 2, 4, 8, 24].map((count) => [count * 3_600_000, `${count}hour`]),
];
/** More ticks than that overlap. */
const TICKS_AT_MOST = 10;
/**
 * A mermaid gantt in a fenced block; times are told from `origin` (epoch milliseconds) on. Sections that would make it
 * too long are left out.
 */
function gantt(options) {
    const { origin } = options;
    const sections = options.sections.filter(({ spans }) => spans.length > 0);
    if (sections.length === 0)
        return [];
    const last = Math.max(...sections.flatMap(({ spans }) => spans.map(({ to }) => to)));
    const lines = [...head(last - origin)];
    let length = lines.join('\n').length;
    for (const section of sections) {
        const more = sectionLines(section, origin);
        length += more.join('\n').length + 1;
        if (length > CHARACTERS_AT_MOST)
            break;
        lines.push(...more);
    }
    return ['```mermaid', ...lines, '```', ''];
}
function head(ms) {
    const [, tick] = TICKS.find(([distance]) => ms / distance <= TICKS_AT_MOST) ?? [0, '1day'];
    return [
        // The titles of the sections stand in the padding; 75 are the default, room for a word.
        '---',
        'config:',
        '  gantt:',
        '    leftPadding: 110',
        '---',
        'gantt',
        // Whole dates: a time alone would be one of today, which may lack an hour.
        '    dateFormat YYYY-MM-DD HH:mm:ss.SSS',
        `    axisFormat ${ms < 1000 ? '%S.%L' : ms < 3_600_000 ? '%M:%S' : '%H:%M'}`,
        `    tickInterval ${tick}`,
        '    todayMarker off',
    ];
}
function sectionLines({ title, spans, milestones = [] }, origin) {
    return [
        `    section ${word(title)}`,
        ...spans.map(({ phase, from, to }) => {
            const ms = Math.max(0, Math.round(to - from));
            return `    ${word(phase)} ${word((0,_durations_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)(ms))} :${moment(from - origin)}, ${ms}ms`;
        }),
        ...milestones.map(({ name, at }) => `    ${word(name)} :milestone, ${moment(at - origin)}, 0ms`),
    ];
}
/**
 * A title or a name. Mermaid takes a line break, `:`, `;` and `#` for its own, and so it does with a few words at the
 * beginning of a line (`section`, `click`, a date): names are ours, titles stand behind `section`. What is no letter, no
 * digit and no harmless sign becomes `_`.
 */
function word(text) {
    return [...text.replaceAll(/[^\p{L}\p{N} _.()/-]/gu, '_')].slice(0, 80).join('').trim() || '_';
}
/** Milliseconds from the origin as a moment of a day that is 24 hours long everywhere, in whatever time zone. */
function moment(ms) {
    const from = Date.UTC(2000, 0, 1);
    return new Date(from + Math.max(0, Math.round(ms))).toISOString().slice(0, -1).replace('T', ' ');
}


/***/ }),

/***/ 2313:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ cleanUpStart)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3026);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3155);
/* harmony import */ var _tags_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2940);
/* harmony import */ var _teardown_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4929);
/* harmony import */ var _waiting_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9446);





/**
 * Removes everything that a start made, by its own records: used by a start that fails and by the post step of one that
 * was killed. Nothing of another start is touched. One failure never keeps it from the rest.
 */
async function cleanUpStart(options) {
    const { start, launches, reason, ports } = options;
    const results = [];
    const problems = [];
    await Promise.all(launches.map(async (launch) => {
        const { runnerName } = launch;
        let result;
        try {
            // The registration goes at once: without it no job can come, however long the compute must be looked for.
            const target = {
                runnerName,
                registration: launch.registrationId ?? 'unknown',
                computeId: launch.computeId,
            };
            result = await (0,_teardown_js__WEBPACK_IMPORTED_MODULE_3__/* .teardownRunner */ .p)({ target, policy: { drainMs: 0, stopBusy: true, reason }, ports });
        }
        catch (error) {
            problems.push(`Runner ${runnerName}: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(error)}`);
        }
        try {
            // Whatever GitHub said: compute that nobody knows of costs money until it is found.
            for (const id of isLost(launch) ? await findLostCompute({ start, launch, ports }) : []) {
                const compute = await ports.provider.stop(id, reason);
                result &&= { ...result, compute };
            }
        }
        catch (error) {
            problems.push(`Runner ${runnerName}: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(error)}`);
        }
        if (result === undefined)
            return;
        results.push({ runnerName, ...result });
        if (result.registration === 'busy')
            problems.push(busyProblem(runnerName, ports));
    }));
    return { results, problems };
}
function isLost(launch) {
    return launch.launchSentAt !== undefined && launch.computeId === undefined && launch.refused === undefined;
}
/**
 * A launch that was sent and never answered may have been accepted, and ECS may hide it for up to a minute: it is
 * looked for until it is found, or could no longer be hidden.
 */
async function findLostCompute(options) {
    const { start, launch, ports } = options;
    const { clock, provider, random, log } = ports;
    const began = clock.now();
    const lookUntil = (launch.launchSentAt ?? began) + _waiting_js__WEBPACK_IMPORTED_MODULE_4__/* .HIDDEN_AT_MOST_MS */ .gz;
    log.info(`The launch of ${launch.runnerName} was sent, but no answer came: looking for it by ${(0,_identity_js__WEBPACK_IMPORTED_MODULE_1__/* .runKey */ .r7)(start)}.`);
    for (;;) {
        const found = (await provider.list(start)).filter(({ tags }) => tags[_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .TAG */ .Dk.startKey] === (0,_identity_js__WEBPACK_IMPORTED_MODULE_1__/* .startKey */ ._L)(start) && tags[_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .TAG */ .Dk.runnerName] === launch.runnerName);
        if (found.length > 0)
            return found.map(({ id }) => id);
        const now = clock.now();
        if (now >= lookUntil)
            return [];
        await clock.sleep(Math.min((0,_waiting_js__WEBPACK_IMPORTED_MODULE_4__/* .lookInterval */ .dz)(now - began, random.fraction()), lookUntil - now));
    }
}
function busyProblem(runnerName, { github }) {
    return (`GitHub still counts runner ${runnerName} of ${github.scope} as busy and does not delete it (422). Its compute is ` +
        'stopped; GitHub lets go of it within 15 minutes. Next step: none, or run stop-runner again after that.');
}


/***/ }),

/***/ 4676:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ Ledger),
/* harmony export */   S: () => (/* binding */ readLedger)
/* harmony export */ });
const RECORD_PREFIX = 'launches-';
const OUTCOME = 'outcome';
const START_KEY = 'start-key';
/** The book that a start keeps of its launches, in action state. */
class Ledger {
    #state;
    #bySlot = new Map();
    constructor(state) {
        this.#state = state;
    }
    /** Before the first request: whose the records are. */
    open(startKey) {
        this.#state.save(START_KEY, startKey);
    }
    /** Adds or replaces the record of a runner name; it is on disk when this returns. */
    record(index, record) {
        const launches = (this.#bySlot.get(index) ?? []).filter((other) => other.runnerName !== record.runnerName);
        this.#write(index, [...launches, record]);
    }
    /** Takes the record of a runner name back: GitHub refused the registration, so there is nothing of it. */
    forget(index, runnerName) {
        this.#write(index, (this.#bySlot.get(index) ?? []).filter((other) => other.runnerName !== runnerName));
    }
    close(outcome) {
        this.#state.save(OUTCOME, outcome);
    }
    #write(index, launches) {
        this.#bySlot.set(index, launches);
        this.#state.save(`${RECORD_PREFIX}${index}`, JSON.stringify(launches));
    }
    /** All launches so far. */
    get launches() {
        return [...this.#bySlot.values()].flat();
    }
}
/** Reads the saved state back. */
function readLedger(saved) {
    const outcome = saved.get(OUTCOME);
    return {
        startKey: saved.get(START_KEY) || undefined,
        outcome: outcome === 'ready' || outcome === 'removed' ? outcome : undefined,
        launches: [...saved].filter(([name]) => name.startsWith(RECORD_PREFIX)).flatMap(([, text]) => parseRecords(text)),
    };
}
function parseRecords(text) {
    const value = JSON.parse(text);
    if (!Array.isArray(value))
        throw new Error(`Saved launches are not a list: ${text}`);
    return value.map((entry) => {
        if (typeof entry !== 'object' || entry === null || !('runnerName' in entry)) {
            throw new Error(`A saved launch has no runner name: ${text}`);
        }
        const { runnerName, registrationId, launchSentAt, computeId, refused } = entry;
        if (typeof runnerName !== 'string')
            throw new Error(`A saved launch has no runner name: ${text}`);
        return {
            runnerName,
            ...(typeof registrationId === 'number' && { registrationId }),
            ...(typeof launchSentAt === 'number' && { launchSentAt }),
            ...(typeof computeId === 'string' && { computeId }),
            ...(refused === true && { refused }),
        };
    });
}


/***/ }),

/***/ 9711:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ readStartInputs)
/* harmony export */ });
/* harmony import */ var _src_actions_aws_inputs_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(524);
/* harmony import */ var _src_actions_github_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7834);
/* harmony import */ var _src_actions_input_reader_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5341);
/* harmony import */ var _src_actions_run_context_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7158);
/* harmony import */ var _src_providers_ecs_capacity_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7160);
/* harmony import */ var _src_providers_ecs_run_task_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4945);






/** A label goes into a tag too, so it keeps to what both GitHub labels and AWS tag values take. */
const LABEL = {
    pattern: /^[A-Za-z0-9 +=._:/@-]{1,200}$/,
    words: 'up to 200 letters, digits, blanks or any of +-=._:/@',
};
const TAG_KEY = {
    // AWS reserves the prefix in any case.
    pattern: /^(?!aws:)[\p{L}\p{N} +=._:/@-]{1,128}$/iu,
    words: 'a tag key (up to 128 letters, digits, blanks or any of +-=._:/@)',
};
const VARIABLE = { pattern: /^[A-Za-z_][A-Za-z0-9_]*$/, words: 'the name of an environment variable' };
/** More would take longer to register than GitHub keeps idle runners, until registering is paced on purpose. */
const COUNT_AT_MOST = 50;
/** AWS allows 50 tags; the rest is this project's own. */
const TAGS_AT_MOST = 35;
/** Reads the inputs of start-runner. @throws InputError with every problem at once */
function readStartInputs(options) {
    const { environment, startCommand } = options;
    const reader = new _src_actions_input_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .InputReader */ .i(environment);
    const context = (0,_src_actions_run_context_js__WEBPACK_IMPORTED_MODULE_4__/* .readRunContext */ .$)(reader, environment);
    const github = (0,_src_actions_github_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .readGitHubAccess */ .w)(reader, context);
    const aws = (0,_src_actions_aws_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .readAwsAccess */ .Cw)(reader, environment);
    const place = (0,_src_actions_aws_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .readEcsPlace */ .rB)(reader, aws.region);
    const label = reader.matching('label', LABEL);
    const id = reader.matching('id', LABEL);
    const timeoutSeconds = reader.integer('startup-timeout-seconds', { min: 30, max: 21_600 }) ?? 900;
    const limits = readLimits(reader, timeoutSeconds);
    const inputs = {
        context,
        github,
        aws,
        place,
        launch: readLaunch(reader, { startCommand, limits }),
        runnerGroup: readRunnerGroup(reader, github),
        ...(label !== undefined && { label }),
        extraLabels: reader.list('extra-labels', LABEL),
        ...(id !== undefined && { id }),
        workFolder: readWorkFolder(reader),
        tags: readTags(reader),
        count: reader.integer('count', { min: 1, max: COUNT_AT_MOST }) ?? 1,
        maxRelaunches: reader.integer('max-relaunches', { min: 0, max: 10 }) ?? 2,
        timeoutMs: timeoutSeconds * 1000,
        lifetimeMs: limits.lifetimeMinutes * 60_000,
    };
    reader.finish();
    return inputs;
}
/** Minutes that an idle runner outlives its start at least: the job must have time to come. */
const IDLE_BEYOND_START = 5;
/** GitHub's own limit for a job on a self-hosted runner is 5 days. */
const LIMIT_MINUTES = { min: 1, max: 7200 };
function readLimits(reader, timeoutSeconds) {
    const given = reader.integer('idle-timeout-minutes', LIMIT_MINUTES);
    const idleMinutes = given ?? 20;
    const lifetimeMinutes = reader.integer('max-lifetime-minutes', LIMIT_MINUTES) ?? 390;
    const least = Math.ceil(timeoutSeconds / 60) + IDLE_BEYOND_START;
    const isMalformed = given === undefined && reader.text('idle-timeout-minutes') !== '';
    if (idleMinutes < least && !isMalformed) {
        reader.problem(`idle-timeout-minutes must be at least ${least}: startup-timeout-seconds (${timeoutSeconds}) and ` +
            `${IDLE_BEYOND_START} minutes more; it is ${idleMinutes}.`);
    }
    return { idleMinutes, lifetimeMinutes };
}
function readRunnerGroup(reader, { scope }) {
    const group = reader.text('runner-group');
    if (group !== '' && scope.kind === 'repo') {
        reader.problem('runner-group needs runner-scope org or enterprise: a repository has no runner groups.');
    }
    return group;
}
function readWorkFolder(reader) {
    const folder = reader.text('work-folder') || '_work';
    if (folder.startsWith('/') || folder.split('/').includes('..')) {
        reader.malformed('work-folder', "a path below the runner's folder", folder);
    }
    return folder;
}
function readTags(reader) {
    const tags = reader.keyValues('tags', TAG_KEY);
    for (const [key, value] of Object.entries(tags)) {
        if (!/^[\p{L}\p{N}\s+=._:/@-]{0,256}$/u.test(value)) {
            reader.malformed(`tags: the value of ${key}`, 'up to 256 letters, digits, blanks or any of +-=._:/@', value);
        }
        if (key.startsWith('ecs-github-runner:'))
            reader.problem(`tags cannot set ${key}: that prefix is this project's own.`);
    }
    if (Object.keys(tags).length > TAGS_AT_MOST)
        reader.problem(`tags has more than ${TAGS_AT_MOST} tags.`);
    return tags;
}
function readLaunch(reader, options) {
    const { startCommand, limits } = options;
    const environment = readEnvironment(reader);
    const startScript = reader.oneOf('start-script', ['inject', 'image']) ?? 'inject';
    const optional = {
        container: reader.matching('container', { pattern: /^[A-Za-z0-9_-]{1,255}$/, words: "a container's name" }),
        assignPublicIp: reader.boolean('assign-public-ip'),
        cpu: reader.matching('cpu', {
            pattern: /^(\d+|\d*\.?\d+ ?v?cpu)$/i,
            words: 'CPU units such as 1024, or such as ".5 vCPU"',
        }),
        memory: reader.matching('memory', { pattern: /^(\d+|\d+ ?GB)$/i, words: 'MiB such as 2048, or such as "2 GB"' }),
        ephemeralStorageGib: reader.integer('ephemeral-storage-gib', { min: 21, max: 200 }),
        taskRoleArn: reader.matching('task-role-arn', _src_actions_aws_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .ROLE_ARN */ .xG),
        executionRoleArn: reader.matching('execution-role-arn', _src_actions_aws_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .ROLE_ARN */ .xG),
        platformVersion: reader.matching('platform-version', {
            pattern: /^(LATEST|\d+\.\d+\.\d+)$/,
            words: 'LATEST or a version such as 1.4.0',
        }),
        enableExecuteCommand: reader.boolean('enable-execute-command'),
        command: startScript === 'inject' ? startCommand : undefined,
    };
    return {
        taskDefinition: readTaskDefinition(reader),
        capacity: readCapacity(reader),
        subnets: reader.list('subnets', { pattern: /^subnet-[0-9a-f]+$/, words: 'subnet ids (subnet-…)' }),
        securityGroups: reader.list('security-groups', { pattern: /^sg-[0-9a-f]+$/, words: 'security group ids (sg-…)' }),
        placementConstraints: reader.jsonObjects('placement-constraints'),
        placementStrategy: reader.jsonObjects('placement-strategy'),
        environment,
        limits,
        ...withoutUndefined(optional),
    };
}
function readEnvironment(reader) {
    const environment = reader.keyValues('environment', VARIABLE);
    if (_src_providers_ecs_run_task_js__WEBPACK_IMPORTED_MODULE_3__/* .JIT_CONFIG_VARIABLE */ .MJ in environment)
        reader.problem(`environment cannot set ${_src_providers_ecs_run_task_js__WEBPACK_IMPORTED_MODULE_3__/* .JIT_CONFIG_VARIABLE */ .MJ}: it is set for each runner.`);
    const inputs = { [_src_providers_ecs_run_task_js__WEBPACK_IMPORTED_MODULE_3__/* .LIMIT_VARIABLE */ .Lz.idle]: 'idle-timeout-minutes', [_src_providers_ecs_run_task_js__WEBPACK_IMPORTED_MODULE_3__/* .LIMIT_VARIABLE */ .Lz.lifetime]: 'max-lifetime-minutes' };
    for (const [variable, input] of Object.entries(inputs)) {
        if (variable in environment)
            reader.problem(`environment cannot set ${variable}: use the input ${input}.`);
    }
    return environment;
}
const TASK_DEFINITION = /^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:task-definition\/)?[A-Za-z0-9_-]{1,255}(:\d+)?$/;
function readTaskDefinition(reader) {
    const value = reader.required('task-definition', 'family, family:revision or ARN of the task definition');
    if (value !== '' && !TASK_DEFINITION.test(value))
        reader.malformed('task-definition', 'family, family:revision or ARN', value);
    return value;
}
function readCapacity(reader) {
    const clusterDefault = { text: 'cluster-default', place: { kind: 'cluster-default' } };
    const [text, ...others] = reader.list('capacity');
    if (others.length > 0)
        reader.malformed('capacity', 'one entry in this version', reader.text('capacity'));
    if (text === undefined)
        return clusterDefault;
    const entry = (0,_src_providers_ecs_capacity_js__WEBPACK_IMPORTED_MODULE_5__/* .parseCapacityEntry */ .a_)(text);
    if (typeof entry === 'string') {
        reader.problem(`capacity must be ${_src_providers_ecs_capacity_js__WEBPACK_IMPORTED_MODULE_5__/* .CAPACITY_FORM */ .y_}; ${JSON.stringify(text)} ${entry}.`);
        return clusterDefault;
    }
    if (entry.taskDefinition !== undefined && !TASK_DEFINITION.test(entry.taskDefinition)) {
        reader.malformed('capacity: the task definition behind @', 'family, family:revision or ARN', entry.taskDefinition);
    }
    return entry;
}
/** `exactOptionalPropertyTypes`: what is not set must be absent. */
function withoutUndefined(values) {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}


/***/ }),

/***/ 2620:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main),
  V: () => (/* binding */ startPorts)
});

// EXTERNAL MODULE: ./build/src/actions/connections.js + 23 modules
var connections = __webpack_require__(9468);
// EXTERNAL MODULE: ./build/src/actions/failure.js
var failure = __webpack_require__(4447);
// EXTERNAL MODULE: ./build/src/actions/io.js
var io = __webpack_require__(4429);
// EXTERNAL MODULE: ./build/src/actions/patience.js
var actions_patience = __webpack_require__(1078);
// EXTERNAL MODULE: ./build/src/actions/runtime.js
var runtime = __webpack_require__(6757);
// EXTERNAL MODULE: ./build/src/actions/summary/text.js
var summary_text = __webpack_require__(1307);
;// CONCATENATED MODULE: ./build/src/actions/version.js
/** Version of this project, for the tag `ecs-github-runner:version`; a test compares it with package.json. */
const VERSION = '0.1.0';

// EXTERNAL MODULE: ./build/src/core/identity.js
var identity = __webpack_require__(3155);
;// CONCATENATED MODULE: ./build/src/core/observed.js
/** The port with some of its calls observed: what uses it need not know of it. */
function around(port, observers) {
    return new Proxy(port, {
        get(target, name) {
            // The port itself as receiver: its private fields are not the proxy's.
            const member = Reflect.get(target, name, target);
            if (typeof member !== 'function')
                return member;
            const call = member.bind(target);
            const observer = observers[name];
            if (observer === undefined)
                return call;
            return (...given) => observer(() => call(...given), ...given);
        },
    });
}
/** A GitHub port whose answers the timeline sees. */
function observedGitHub(github, timeline) {
    return around(github, {
        prepare: (call) => timeline.measure('Runner group', call),
        createJitRunner: async (call, { name }) => {
            const made = await timeline.request(name, 'JIT', call);
            timeline.sawRegistration(made.registration);
            return made;
        },
        getRunner: async (call) => {
            const found = await call();
            if (found !== undefined)
                timeline.sawRegistration(found);
            return found;
        },
        findRunner: async (call) => {
            const found = await call();
            if (found !== undefined)
                timeline.sawRegistration(found);
            return found;
        },
        listRunners: async (call) => {
            const all = await call();
            for (const registration of all)
                timeline.sawRegistration(registration);
            return all;
        },
        deleteRunner: async (call, id) => {
            const answer = await call();
            timeline.removedRegistration(id, answer);
            return answer;
        },
    });
}
/** A provider whose answers the timeline sees. */
function observedProvider(provider, timeline) {
    return around(provider, {
        prepare: (call) => timeline.measure('Task definition', call),
        launch: async (call, { runnerName }) => {
            const compute = await timeline.request(runnerName, 'RunTask', call);
            timeline.sawCompute(compute, runnerName);
            return compute;
        },
        describe: async (call) => {
            const seen = await call();
            for (const compute of seen.values())
                timeline.sawCompute(compute);
            return seen;
        },
        list: async (call) => {
            const all = await call();
            for (const compute of all)
                timeline.sawCompute(compute);
            return all;
        },
        stop: async (call, id) => {
            const answer = await call();
            timeline.stoppedCompute(id, answer);
            return answer;
        },
    });
}

// EXTERNAL MODULE: ./build/src/core/cleanup.js
var cleanup = __webpack_require__(2313);
// EXTERNAL MODULE: ./build/src/core/errors.js
var errors = __webpack_require__(3026);
// EXTERNAL MODULE: ./build/src/core/tags.js
var tags = __webpack_require__(2940);
;// CONCATENATED MODULE: ./build/src/core/launch.js



/** How many names are tried in one launch where GitHub says that the name exists. */
const NAMES_AT_MOST = 3;
/** Waits before the identical launch request is sent again after the adapter's own retries, milliseconds. */
const LAUNCH_AGAIN_AFTER_MS = [5_000, 15_000];
/** Registers one runner and launches its compute. Each step is written down before its request and after its answer. */
async function launchRunner(options) {
    const { request, index, ledger, ports } = options;
    const { provider, clock, log } = ports;
    const label = (0,identity/* runnerLabel */.Fx)(request.label, index);
    const { jit, attempt } = await register(options, label);
    const { registration } = jit;
    const launchSentAt = clock.now();
    const record = { runnerName: registration.name, registrationId: registration.id, launchSentAt };
    ledger.record(index, record);
    const compute = await sendLaunch(options, {
        launch: {
            run: request.start,
            runnerName: registration.name,
            jitConfig: jit.jitConfig,
            clientToken: (0,identity/* clientToken */.$Y)(request.start, { index, attempt, capacity: provider.capacity }),
            tags: (0,tags/* computeTags */.$o)({
                ...request,
                runnerName: registration.name,
                scope: ports.github.scope,
                expiresAt: launchSentAt + request.lifetimeMs,
                custom: request.tags,
            }),
        },
        onRefused: () => ledger.record(index, { ...record, refused: true }),
    });
    ledger.record(index, { ...record, computeId: compute.id });
    log.info(`Launched ${compute.id} for runner ${registration.name} (${provider.place}).`);
    return { index, attempt, registration, label, compute };
}
/**
 * Sends the identical request again while it stays open whether it was accepted: its token makes one of all. What is
 * refused after that is not known to be refused: the first sending may have been accepted.
 */
async function sendLaunch({ deadline, ports }, { launch, onRefused }) {
    const { provider, clock, log } = ports;
    for (let sent = 0;; sent += 1) {
        try {
            return await provider.launch(launch);
        }
        catch (error) {
            const hadNoEffect = error instanceof errors/* RunnerError */.Rn && error.hadNoEffect;
            if (hadNoEffect && sent === 0)
                onRefused();
            const wait = LAUNCH_AGAIN_AFTER_MS[sent];
            const isOpen = error instanceof errors/* RunnerError */.Rn && !hadNoEffect;
            if (!isOpen || wait === undefined || clock.now() + wait >= deadline)
                throw error;
            log.info(`${error.message} Sending the same launch again in ${wait / 1000} s.`);
            await clock.sleep(wait);
        }
    }
}
/** Makes the registration. A name that is taken may be a first request of ours whose answer was lost: see below. */
async function register(options, label) {
    const { request, index, firstAttempt, ledger, ports } = options;
    const { github, log } = ports;
    const labels = [...new Set([request.label, label, ...request.extraLabels])];
    for (let attempt = firstAttempt;; attempt += 1) {
        const name = (0,identity/* runnerName */.iC)(request.start, { index, attempt });
        ledger.record(index, { runnerName: name });
        try {
            const jit = await github.createJitRunner({ name, labels, workFolder: request.workFolder });
            ledger.record(index, { runnerName: name, registrationId: jit.registration.id });
            return { jit, attempt };
        }
        catch (error) {
            // Otherwise it is open whether the registration was made.
            if (error instanceof errors/* RunnerError */.Rn && error.hadNoEffect)
                ledger.forget(index, name);
            if (!(error instanceof errors/* NameTakenError */.B6))
                throw error;
            if (attempt - firstAttempt + 1 >= NAMES_AT_MOST)
                throw namesTaken(name, error, ports);
            // The name holds a nonce of ours, so the registration is ours; its config went with the lost answer.
            log.info(`Runner name ${name} exists already: an answer was lost. Taking the next name.`);
            const orphan = await github.findRunner(name);
            if (orphan !== undefined)
                await github.deleteRunner(orphan.id);
        }
    }
}
function namesTaken(name, cause, { github }) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub says of ${NAMES_AT_MOST} new runner names that they exist already in ${github.scope}, of ${name} at last.`,
        hint: 'Its answers get lost: see githubstatus.com, then run the start job again.',
        cause,
    });
}

// EXTERNAL MODULE: ./build/src/core/ledger.js
var core_ledger = __webpack_require__(4676);
// EXTERNAL MODULE: ./build/src/core/waiting.js
var waiting = __webpack_require__(9446);
;// CONCATENATED MODULE: ./build/src/core/why-not-online.js

/** The compute ended before its runner was online. */
function ended({ compute, launched }, { provider }) {
    const end = compute.end ?? provider.explainStuck(compute);
    return new errors/* RunnerError */.Rn({
        kind: end.kind,
        message: `Runner ${launched.registration.name} never came online: ${end.message}`,
        hint: end.hint,
    });
}
/** The compute is not known any more. */
function computeVanished({ compute, launched }, { provider }) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `${compute.id} (${provider.place}), launched for runner ${launched.registration.name}, does not exist any more.`,
        hint: 'Look in CloudTrail for who stopped it, then run the start job again.',
    });
}
/** The registration is not known any more. */
function registrationVanished({ compute, launched }, { github }) {
    const { id, name } = launched.registration;
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `The registration of runner ${name} (id ${id}) in ${github.scope} vanished before the runner was online, ` +
            `while its compute ${compute.id} was ${compute.state}. ${compute.end?.message ?? ''}`.trimEnd(),
        hint: 'Somebody deleted it, GitHub removed it, or the runner took a job and ended between two looks. See the list of ' +
            'runners in the settings and the audit log of the scope, then run the start job again.',
    });
}
/** The timeout came: in which state it was stuck, and what usually keeps it there. */
function timedOut(awaited, { began, deadline }, ports) {
    const limit = `within ${Math.round((deadline - began) / 1000)} s (startup-timeout-seconds)`;
    const late = awaited.find(({ online }) => !online);
    if (late === undefined) {
        return new errors/* RunnerError */.Rn({
            kind: 'transient',
            message: `Not every runner was launched ${limit}: the answers of GitHub or AWS took too long.`,
            hint: 'See githubstatus.com and the AWS Health Dashboard; then run the job again, with a higher timeout.',
        });
    }
    const { compute, stateSince, runningSince, launched } = late;
    const stuck = ports.provider.explainStuck(compute);
    const seconds = Math.round((ports.clock.now() - stateSince) / 1000);
    const where = runningSince === undefined
        ? `${compute.id} was still ${compute.state}, for ${seconds} s`
        : `${compute.id} was ${compute.state} for ${seconds} s, but the runner never connected to GitHub`;
    return new errors/* RunnerError */.Rn({
        kind: stuck.kind,
        message: `Runner ${launched.registration.name} was not online ${limit}: ${where}. ${stuck.message}`,
        hint: stuck.hint,
    });
}

;// CONCATENATED MODULE: ./build/src/core/awaited.js


/** A runner whose compute has just been accepted. */
function awaitedSince(launched, now) {
    const times = { launchedAt: now, stateSince: now, nextComputeLook: now, nextGitHubLook: now };
    const { compute } = launched;
    return { launched, compute, ...times, runningSince: undefined, online: false, failure: undefined };
}
/** Epoch milliseconds of the next look at it. */
function nextLook(awaited) {
    return awaited.runningSince === undefined
        ? awaited.nextComputeLook
        : Math.min(awaited.nextComputeLook, awaited.nextGitHubLook);
}
/** Describes all that is due in one request, and says what changed. Returns whether anything was due. */
async function lookAtCompute(all, ports) {
    const { clock, random, provider } = ports;
    const due = all.filter(({ nextComputeLook }) => nextComputeLook <= clock.now());
    if (due.length === 0)
        return false;
    // Set first: a look that fails comes again at its time, not at once.
    for (const awaited of due)
        scheduleComputeLook(awaited, clock.now(), random.fraction());
    const seen = await provider.describe(due.map(({ compute }) => compute.id));
    const now = clock.now();
    for (const awaited of due) {
        const compute = seen.get(awaited.compute.id);
        if (compute !== undefined)
            noteCompute({ awaited, compute, now, ports });
        else if (now - awaited.launchedAt > waiting/* HIDDEN_AT_MOST_MS */.gz)
            awaited.failure = computeVanished(awaited, ports);
        scheduleComputeLook(awaited, now, random.fraction());
    }
    return true;
}
function scheduleComputeLook(awaited, now, fraction) {
    const { runningSince, launchedAt } = awaited;
    awaited.nextComputeLook =
        now + (runningSince === undefined ? (0,waiting/* lookInterval */.dz)(now - launchedAt, fraction) : (0,waiting/* watchInterval */.f1)(now - runningSince));
}
/** Takes over what the provider tells of a runner's compute, and says what changed. */
function noteCompute(options) {
    const { awaited, compute, now, ports } = options;
    const before = awaited.compute;
    awaited.compute = compute;
    if (compute.state !== before.state) {
        const seconds = Math.round((now - awaited.launchedAt) / 1000);
        ports.log.info(`${compute.id}: ${before.state} -> ${compute.state} (${seconds} s after its launch)`);
        awaited.stateSince = now;
    }
    if (compute.phase === 'stopping' || compute.phase === 'stopped')
        awaited.failure = ended(awaited, ports);
    if (compute.phase === 'running' && awaited.runningSince === undefined) {
        awaited.runningSince = now;
        awaited.nextGitHubLook = now;
    }
}
/**
 * Reads one registration by its id, never the list: a list grows with the other runners of the scope. Returns whether it
 * was due.
 */
async function lookAtGitHub(awaited, ports) {
    const { clock, random, github, provider, log } = ports;
    if (awaited.runningSince === undefined || awaited.nextGitHubLook > clock.now())
        return false;
    const { registration } = awaited.launched;
    const { runningSince } = awaited;
    const schedule = (now) => {
        awaited.nextGitHubLook = now + (0,waiting/* lookInterval */.dz)(now - runningSince, random.fraction());
    };
    schedule(clock.now());
    const seen = await github.getRunner(registration.id);
    const now = clock.now();
    if (seen === undefined) {
        // What became of the compute may say why.
        awaited.compute = (await provider.describe([awaited.compute.id])).get(awaited.compute.id) ?? awaited.compute;
        awaited.failure = registrationVanished(awaited, ports);
    }
    else if (seen.status === 'online') {
        awaited.online = true;
        const seconds = Math.round((now - awaited.launchedAt) / 1000);
        log.info(`Runner ${registration.name} is online (${seconds} s after its launch).`);
    }
    schedule(now);
    return true;
}

;// CONCATENATED MODULE: ./build/src/core/online.js



/** How often the log says that the wait goes on while nothing changes, milliseconds. */
const HEARTBEAT_MS = 30_000;
/** How many launches are under way at once: within GitHub's 100 concurrent requests and RunTask's burst. */
const LAUNCHES_AT_ONCE = 10;
/** How many looks in a row may fail after the adapter's own retries. */
const FAILED_LOOKS_AT_MOST = 3;
/** How soon a launch that ended is noticed while other runners are awaited, milliseconds; costs no request. */
const TICK_MS = 250;
/**
 * Launches runners and waits until every one is online on running compute, in one loop over the provider and GitHub.
 * GitHub is asked only once the compute runs, by runner id; the first look at each comes at once. A runner that
 * vanished or died is launched again while its budget lasts.
 * @throws the first failure that cannot be healed, once no launch is under way any more
 */
function bringOnline(options) {
    return new Bringing(options).run();
}
class Bringing {
    #options;
    #slots;
    #underWay = new Set();
    #queue = [];
    #failure;
    #hasFailed = false;
    #failedLooks = { compute: 0, github: 0 };
    /** The failure of the last look, where it failed. */
    #failedLook;
    #nextHeartbeat;
    constructor(options) {
        this.#options = options;
        this.#slots = Array.from({ length: options.count }, (_, index) => ({
            index,
            awaited: undefined,
            relaunchedBecause: [],
        }));
        this.#nextHeartbeat = options.ports.clock.now() + HEARTBEAT_MS;
    }
    async run() {
        for (const slot of this.#slots)
            this.#launch(slot, async () => undefined, 0);
        try {
            for (;;) {
                if (this.#hasFailed)
                    throw this.#failure;
                if (this.#awaited().length === this.#slots.length && this.#awaited().every(({ online }) => online)) {
                    if (await this.#lastLook())
                        return this.#result();
                }
                if (this.#clock.now() >= this.#options.deadline) {
                    const timeout = timedOut(this.#awaited(), this.#options, this.#options.ports);
                    // Where the last look failed, that is why nobody knows better.
                    throw this.#failedLook === undefined ? timeout : (0,errors/* combined */.yX)(this.#failedLook, timeout);
                }
                await this.#look();
                for (const slot of this.#slots)
                    this.#heal(slot);
                await this.#sleep();
            }
        }
        finally {
            // Launches that have not begun never do; those under way are written down by the time that cleaning up begins.
            this.#queue.length = 0;
            await Promise.all(this.#underWay);
        }
    }
    get #clock() {
        return this.#options.ports.clock;
    }
    #awaited() {
        return this.#slots.flatMap(({ awaited }) => (awaited === undefined ? [] : [awaited]));
    }
    #result() {
        return this.#slots.flatMap(({ awaited, relaunchedBecause }) => awaited === undefined ? [] : [{ ...awaited.launched, compute: awaited.compute, relaunchedBecause }]);
    }
    /** Queues a launch of the slot, after `before`; its failure ends the whole start. */
    #launch(slot, before, firstAttempt) {
        slot.awaited = undefined;
        this.#queue.push(async () => {
            try {
                await before();
                slot.awaited = awaitedSince(await this.#options.launch(slot.index, firstAttempt), this.#clock.now());
            }
            catch (error) {
                if (!this.#hasFailed)
                    this.#failure = error;
                this.#hasFailed = true;
            }
        });
        this.#startQueued();
    }
    #startQueued() {
        while (this.#underWay.size < LAUNCHES_AT_ONCE) {
            const next = this.#queue.shift();
            if (next === undefined)
                return;
            const work = next().then(() => {
                this.#underWay.delete(work);
                if (!this.#hasFailed)
                    this.#startQueued();
            });
            this.#underWay.add(work);
        }
    }
    /** Looks at all that is due, side by side. A look that fails is no reason to give up runners that may be fine. */
    async #look() {
        const { ports } = this.#options;
        const awaited = this.#awaited().filter(({ online }) => !online);
        await Promise.all([
            this.#tolerate('compute', [lookAtCompute(awaited, ports)]),
            this.#tolerate('github', awaited.map((one) => lookAtGitHub(one, ports))),
        ]);
        if (this.#clock.now() >= this.#nextHeartbeat) {
            this.#nextHeartbeat = this.#clock.now() + HEARTBEAT_MS;
            this.#heartbeat();
        }
    }
    /** Lets a few looks in a row fail, of one service, each to be made again at its time. */
    async #tolerate(service, looks) {
        const outcomes = await Promise.allSettled(looks);
        const failure = outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
        if (failure === undefined) {
            if (outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value))
                this.#failedLooks[service] = 0;
            if (this.#failedLooks.compute + this.#failedLooks.github === 0)
                this.#failedLook = undefined;
            return;
        }
        this.#failedLooks[service] += 1;
        // A rate limit that is longer than the time left had no effect, and will have none at the next look either.
        const mayPass = failure instanceof errors/* RunnerError */.Rn && failure.kind === 'transient' && !failure.hadNoEffect;
        if (!mayPass || this.#failedLooks[service] > FAILED_LOOKS_AT_MOST)
            throw failure;
        this.#failedLook = failure;
        this.#options.ports.log.info(`${failure.message} Looking again.`);
    }
    /** Just before success all compute is looked at once more: a green start whose runner just died would strand its job. */
    async #lastLook() {
        const { ports } = this.#options;
        const awaited = this.#awaited();
        const seen = await ports.provider.describe(awaited.map(({ compute }) => compute.id));
        for (const one of awaited) {
            const compute = seen.get(one.compute.id);
            if (compute === undefined)
                one.failure = computeVanished(one, ports);
            else
                noteCompute({ awaited: one, compute, now: this.#clock.now(), ports });
        }
        for (const slot of this.#slots)
            this.#heal(slot);
        return !this.#hasFailed && this.#awaited().length === this.#slots.length;
    }
    /** Launches a runner that will not come again, where that may help; otherwise the start has failed. */
    #heal(slot) {
        const { awaited, relaunchedBecause } = slot;
        const failure = awaited?.failure;
        if (awaited === undefined || failure === undefined || this.#hasFailed)
            return;
        const { maxRelaunches, giveUp, ports } = this.#options;
        const mayHelp = failure.kind === 'transient' || failure.kind === 'capacity';
        if (!mayHelp || relaunchedBecause.length >= maxRelaunches) {
            this.#failure = relaunchedBecause.length === 0 ? failure : afterRelaunches(failure, relaunchedBecause.length);
            this.#hasFailed = true;
            return;
        }
        relaunchedBecause.push(failure.message);
        ports.log.info(`${failure.message} Launching it again (${relaunchedBecause.length} of at most ${maxRelaunches}).`);
        this.#launch(slot, () => giveUp(awaited.launched), awaited.launched.attempt + 1);
    }
    async #sleep() {
        if (this.#hasFailed)
            return;
        const next = this.#awaited().flatMap((one) => (one.online ? [] : [nextLook(one)]));
        if (next.length === 0 && this.#underWay.size > 0) {
            // Nothing but launches: the first look at a task comes as soon as it is accepted.
            await Promise.race(this.#underWay);
            return;
        }
        const now = this.#clock.now();
        const until = Math.min(...next, this.#options.deadline, ...(this.#underWay.size > 0 ? [now + TICK_MS] : []));
        if (until > now && next.length > 0)
            await this.#clock.sleep(until - now);
    }
    #heartbeat() {
        const { deadline, ports } = this.#options;
        const now = this.#clock.now();
        const left = Math.max(0, Math.round((deadline - now) / 1000));
        for (const { compute, stateSince, online } of this.#awaited()) {
            if (online)
                continue;
            const seconds = Math.round((now - stateSince) / 1000);
            ports.log.info(`Waiting: ${compute.id} has been ${compute.state} for ${seconds} s; ${left} s left.`);
        }
    }
}
function afterRelaunches(failure, times) {
    return new errors/* RunnerError */.Rn({
        kind: failure.kind,
        message: `${failure.message} It had been launched again ${times} time${times === 1 ? '' : 's'} before (max-relaunches).`,
        hint: failure.hint,
        cause: failure,
    });
}

;// CONCATENATED MODULE: ./build/src/core/start.js






/** A removal is not cut short because the start's own time is up: it has at least this long, milliseconds. */
const REMOVAL_MS = 120_000;
/**
 * Starts runners and returns when all are online. Where that cannot come, everything made is removed before the error is
 * thrown; where the process is killed, the saved state tells {@link cleanUpStart} what there may be.
 */
async function startRunners(request, ports) {
    const { clock, log } = ports;
    const began = clock.now();
    const deadline = began + request.timeoutMs;
    const ledger = new core_ledger/* Ledger */.O(ports.state);
    ledger.open((0,identity/* startKey */._L)(request.start));
    try {
        await prepareBoth(ports);
        if (clock.now() >= deadline)
            throw preparedTooLate(request);
        const runners = await bringOnline({
            ...request,
            began,
            deadline,
            ports,
            launch: (index, firstAttempt) => launchRunner({ request, index, firstAttempt, deadline, ledger, ports }),
            giveUp: (launched) => giveUp({ request, launched, ledger, ports }),
        });
        return { label: request.label, runners, seconds: Math.round((clock.now() - began) / 100) / 10 };
    }
    catch (error) {
        await removeWhatWasMade({ request, ledger, ports });
        log.info('Nothing of this start is left unless a warning above says so.');
        throw error;
    }
}
/** Reads nothing of each other: the runner group beside the task definition, and so App token beside OIDC and STS. */
async function prepareBoth({ github, provider }) {
    const outcomes = await Promise.allSettled([github.prepare(), provider.prepare()]);
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
    if (failures.length > 0)
        throw (0,errors/* combined */.yX)(failures[0], failures[1]);
}
/** Nothing is made that could not be waited for. */
function preparedTooLate({ timeoutMs }) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub and AWS took longer than ${timeoutMs / 1000} s (startup-timeout-seconds) to answer; nothing was launched.`,
        hint: 'See the log above for what was waited for, then run the job again or raise startup-timeout-seconds.',
    });
}
/** Removes one launch that will not come, before the next one: two of a slot must never both take a job. */
async function giveUp(options) {
    const { request, launched, ledger, ports } = options;
    const { name } = launched.registration;
    const { problems } = await (0,cleanup/* cleanUpStart */.b)({
        start: request.start,
        launches: ledger.launches.filter(({ runnerName }) => runnerName === name),
        reason: 'ecs-github-runner: launched again',
        ports,
    });
    for (const problem of problems)
        ports.log.warning(problem);
    // What could not be removed stays in the book for the end of the start, and for post.
    if (problems.length === 0)
        ledger.forget(launched.index, name);
}
async function removeWhatWasMade(options) {
    const { request, ledger, ports } = options;
    const { launches } = ledger;
    ports.patience?.extend(REMOVAL_MS);
    if (launches.length > 0)
        ports.log.info('The start failed: removing what it made.');
    const { problems } = await (0,cleanup/* cleanUpStart */.b)({
        start: request.start,
        launches,
        reason: 'ecs-github-runner: the start failed',
        ports,
    });
    for (const problem of problems)
        ports.log.warning(problem);
    if (problems.length === 0)
        ledger.close('removed');
}

// EXTERNAL MODULE: ./build/src/core/timeline.js
var core_timeline = __webpack_require__(7726);
// EXTERNAL MODULE: ./build/start-runner/inputs.js
var inputs = __webpack_require__(9711);
;// CONCATENATED MODULE: ./build/start-runner/report.js
/** The outputs of start-runner, as interface and README list them. */
function startOutputs(result, provider) {
    const { label, runners, seconds } = result;
    return {
        label,
        labels: runners.map((runner) => runner.label),
        'runner-names': runners.map(({ registration }) => registration.name),
        'runner-ids': runners.map(({ registration }) => registration.id),
        resources: runners.map((runner) => ({
            ...provider.location,
            id: runner.compute.id,
            capacity: runner.compute.capacity,
            label: runner.label,
            runnerName: runner.registration.name,
            runnerId: runner.registration.id,
        })),
        count: runners.length,
        'startup-seconds': seconds,
    };
}

;// CONCATENATED MODULE: ./build/runner/injected.js
/** The injected form of runner/start.sh, gzip in base64; made by script/generate.ts. */
const packedStartScript = 'H4sIAAAAAAACA41WbXPiOBL+rl/R8TkxkHKAZGZyS9bZ4hI2yx4hKSA3c5eZoozdBG1siZJEmKmE/37VshxMJld1nzDS0y9qPf2o51xwvajV4ZlhspDgYaLDB24Wq1moVkKg6oD/3P5bAzZQw+/cQCJTpKX9fWhs6h6zi1654LENwwc1TaSY84eoezHp3wzH09HdcNgbTfvD27vJ9M/+5OJm+Hv/yiKVlCbynx1idHMz6YTNhcyxWcTfsHsIU/D8EuzBN3h5gbnNHLxPH0BImMssRQVbEFl9r1iRtyO9eGv8kYyLLeBia38GXINZIBRJABfaxFmGKaHMgmvgefyAv3mMz+Gezr+3PfbGg29nZC1YsoRwWU3jCMWT93bhCB+UB8fnzRSfmmKVZZRjB87fg7HaKo/1I7ROT+HgAJaKCzOH4KvY19G+/iqC4hBFJj8ndv7WqVeHlxf2WpC/QxILIQ2sFTcIRlZrit8xARRPEK52osxivQD/+R/d8R/T3pfexR3d+nQ8GfWHV53DMNlQHu/vhn5r47E5Z0kK4e3ONR8cwP09+LUkNkCZVgtUhyiCRiWHqAHfdq/2E11tBeFZumkTG4z8Wv5oMF9CmNYrRsH2+Hn8iBADgaSK1Q/HsIDlsXqkftnej3XZ9NveGWwY11NCYGox9xAivEERNzZMSIO27RTqVWYiv+0akBA7jgsANdY6NknRq5lM4gwyLhCKbfoxsTI6alnXEJx+svzNuDZIDJ7HPMM0YOsFz8gqTiFUhYuXF0th+rbZpZIlsUawK8AFawT/6cBoJQQXD/CXnHUgaNRtJejf/wiIIi3aJedp+JecBezsrPD0p5xB0AggkfkyQ4MprLlZuJNY31C4bJF7SKXAAKzxhRQCE7IwEq64+WM1I3T+BGV/FEwpIw1sMpT1XCqKqynx1zsCzUViz5/GBuFwX++W3m57Rd4KH7g2KjZcCljEGmaIAlK0B9imfHpcyEYVzTU8bM8wRq1p9UKKecYTA6iUVBUPHyAW0ixQleJD0cipLiydH64hxaXCJKZ6xCJ11A0a8AKNoLL3hMpGJKl2uzam1fIOnAb18go/uqKCwvlKoy6krrSX84okuuu08m+vrwUKzUoJOgn1rSPmXgSNgnuuQf/fOo0KRtPluYiNOtRqh4cl1eFXaLfqtn8tFbVZJY9kizpOGLGmqhgFXVGkbMO0kUvbR/euOdeLH+5leORZVqrQSuyIMnPIyH92X53Qb2+YbfrZSv+wLrfkIu5Sa5Ua1lwqmTTvW+Ev3xrNJE9td+2IPhgFwddWAAEEhcJ5/u3ny+aMi+bI1uDos1SPqMAjuXNvLU8zjPzn3tVo2r8c9KaT/nXv5m4yve4P7ya9cSc8bhXAjM/R8LwEX3e/TAf933uE34JPfnHomVQi8mtlZ9SZq0kUBFBWIgiYUfESAqooeO0PJ0BfS0xh9gPG/atJb3TtBUA/u8iT1htkfzjxAugPJwy/L6Uy4CaC6+7wrjsY/Hs6GXVvp+P+VdR+g+gOBjefacTojml82O6/mT5GvcndaDj9V280pgfosnc76l10J73Lae9LfzK9uLnsRW2m0UCYsyM3MMA5nNcMIpzXrPzW63B8ftCGg9dy+HvW5jBny1hrJAUuNNZSKWxV2GSlVcj1TlmtyEQFRX4Wn3o5YGxp6kYLaoUiIvwKxx+LRihi/rM/GFTCslrNAffhpMA5xr7DeIYZn0OtJuQaQiiJAOcRVCkEDfjUqtddKsWdnrbdA+Agcl48v68LORcrg5r6XD6hcqEqakwNXHUZnJ7uvinrWJcvHabQbgH51cFuzv6zLV0n9MvsN2X61CoudRov9so6uKCu1EXly0KDO12L5gnq6STO8XVYtB7dwbwzwExjaXBCBknxYll5e99kzmn80RniEj7CAVvH3EAomL0Xf4/ytEv+3s+aRq9arWYURw0RtM6g+CRhLP8cHtI1pbIiTChS8jpTGD+6wK2jtvX+rsb9RE03ktQ3TOU0RVT2vNdR8pWx/wWgHjWLZAwAAA==';

;// CONCATENATED MODULE: ./build/start-runner/start-command.js

/**
 * The container's command when the start script is injected: bash unpacks the script and becomes it. It needs base64
 * (coreutils) and gzip; where one is missing, exit code 69 says so instead of a 0 for an empty script.
 */
const START_COMMAND = [
    'bash',
    '-c',
    `eval "$(base64 -d<<<${packedStartScript}|gzip -d||echo exit 69)"`,
];

// EXTERNAL MODULE: ./build/src/actions/summary/durations.js
var durations = __webpack_require__(427);
// EXTERNAL MODULE: ./build/src/actions/summary/gantt.js
var gantt = __webpack_require__(3968);
;// CONCATENATED MODULE: ./build/src/actions/summary/phases.js
/** The phases of a launch, in the order in which a summary shows them. */
const PHASES = ['JIT', 'RunTask', 'PROVISIONING', 'PENDING', 'image pull', 'RUNNING'];
/**
 * The phases of one launch. Requests are timed by our own clock, the task's states by ECS's where it tells them: its
 * times are moved by as little as puts the task's creation between the sending and the answer of RunTask, and no phase
 * ends before it begins. `RUNNING` is the time from the container's start to the runner's connection.
 * @param until when the launch's story ends unless it does before, epoch milliseconds
 */
function phasesOf(track, until) {
    const { requests, compute, onlineAt } = track;
    if (compute === undefined)
        return requests;
    const launch = requests.findLast(({ phase }) => phase === 'RunTask');
    const times = moved(compute.times ?? {}, launch);
    const firstSeen = (...states) => earliest(...track.states.filter(({ state }) => states.includes(state)).map(({ at }) => at));
    const end = earliest(onlineAt, times.stoppingAt, times.stoppedAt, track.removedAt, until) ?? until;
    // What ECS tells comes first: our looks come late.
    const created = times.createdAt ?? launch?.to ?? end;
    const running = times.startedAt ?? firstSeen('RUNNING');
    const pending = earliest(times.pullStartedAt, firstSeen('PENDING', 'ACTIVATING'), running);
    const spans = [{ phase: 'PROVISIONING', from: created, to: pending ?? end }];
    if (pending !== undefined)
        spans.push({ phase: 'PENDING', from: pending, to: running ?? end });
    if (times.pullStartedAt !== undefined) {
        spans.push({ phase: 'image pull', from: times.pullStartedAt, to: times.pullStoppedAt ?? running ?? end });
    }
    if (running !== undefined)
        spans.push({ phase: 'RUNNING', from: running, to: end });
    return [...requests, ...spans.map((span) => within(span, { from: created, to: end }))];
}
/** From the first request to the end of the last phase, milliseconds. */
function wholeTime(spans) {
    if (spans.length === 0)
        return 0;
    return Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
}
/** How long each phase took in all, milliseconds. */
function timeByPhase(spans) {
    const sums = new Map();
    for (const { phase, from, to } of spans)
        sums.set(phase, (sums.get(phase) ?? 0) + to - from);
    return sums;
}
/** The times of the provider's clock in ours. */
function moved(times, launch) {
    const { createdAt } = times;
    if (createdAt === undefined || launch === undefined)
        return times;
    const shift = Math.min(Math.max(createdAt, launch.from), launch.to) - createdAt;
    return Object.fromEntries(Object.entries(times).map(([name, time]) => [name, time + shift]));
}
function within({ phase, from, to }, limits) {
    const start = Math.min(Math.max(from, limits.from), Math.max(limits.from, limits.to));
    return { phase, from: start, to: Math.max(start, Math.min(to, limits.to)) };
}
function earliest(...moments) {
    const known = moments.filter((moment) => moment !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
}

;// CONCATENATED MODULE: ./build/src/actions/summary/launches.js




/** Of more runners than these a diagram shows only some. */
const RUNNERS_DRAWN_AT_MOST = 4;
/** What took less than that asked nobody anything: the check of no runner group, say. */
const SHOWN_FROM_MS = 10;
/** Every launch that the timeline saw; `until` ends what has not ended, epoch milliseconds. */
function phasedLaunches(timeline, until) {
    return timeline.tracks.map((track) => ({ track, spans: phasesOf(track, until) }));
}
/** The diagram of a start: what came before the launches, then the runners, of many the telling ones. */
function startGantt(timeline, launches) {
    const byRunner = [...Map.groupBy(launches, ({ track }) => track.index)].map(([index, tries]) => ({ index, tries }));
    const drawn = chosen(byRunner);
    const left = byRunner.length - drawn.length;
    const sections = drawn.flatMap(({ index, tries, role }) => tries.map(({ track, spans }, number) => ({
        title: [`Runner ${index}`, number > 0 && `try ${number + 1}`, role].filter(Boolean).join(' '),
        spans,
        milestones: track.onlineAt === undefined ? [] : [{ name: 'online', at: track.onlineAt }],
    })));
    return [
        ...(0,gantt/* gantt */.V)({ sections: [{ title: 'Access', spans: accessSpans(timeline) }, ...sections], origin: timeline.began }),
        ...(left > 0 ? [`Drawn are the fastest, the median and the slowest of ${byRunner.length} runners.`, ''] : []),
    ];
}
function chosen(runners) {
    if (runners.length <= RUNNERS_DRAWN_AT_MOST)
        return runners.map((runner) => ({ ...runner, role: '' }));
    // One that never came online is slower than any that did.
    const time = ({ tries }) => tries.at(-1)?.track.onlineAt === undefined
        ? Number.POSITIVE_INFINITY
        : wholeTime(tries.flatMap(({ spans }) => spans));
    const sorted = runners.toSorted((one, other) => time(one) - time(other) || one.index - other.index);
    return [
        { role: 'fastest', at: 0 },
        { role: 'median', at: Math.floor(sorted.length / 2) },
        { role: 'slowest', at: sorted.length - 1 },
    ].flatMap(({ role, at }) => sorted.slice(at, at + 1).map((runner) => ({ ...runner, role })));
}
/** The check of the task definition is the first to need credentials: their time is not its own. */
function accessSpans({ access }) {
    const needs = {
        'Task definition': ['OIDC', 'STS'],
        'Runner group': ['App token'],
    };
    return access
        .map(({ phase, from, to }) => {
        const before = access
            .filter((span) => needs[phase]?.includes(span.phase) && span.to <= to)
            .map((span) => span.to);
        return { phase, from: Math.max(from, ...before), to };
    })
        .filter(({ from, to }) => to - from >= SHOWN_FROM_MS)
        .toSorted((one, other) => one.from - other.from);
}
/** How long the phases of several launches took. */
function phaseTable(launches) {
    if (launches.length < 2)
        return [];
    const sums = launches.map(({ spans }) => timeByPhase(spans));
    const rows = PHASES.flatMap((phase) => {
        const values = (0,durations/* spread */.il)(sums.flatMap((sum) => sum.get(phase) ?? []));
        return values === undefined ? [] : [[phase, ...[values.fastest, values.median, values.slowest].map(durations/* durationCell */.D3)]];
    });
    const whole = (0,durations/* spread */.il)(launches.map(({ spans }) => wholeTime(spans)));
    const last = whole && ['all', ...[whole.fastest, whole.median, whole.slowest].map(durations/* durationCell */.D3)];
    return (0,summary_text/* table */.tp)(['phase', 'fastest', 'median', 'slowest'], [...rows, ...(last ? [last] : [])]);
}
/** The cells of a launch's phases, for a table with {@link PHASES} in its head. */
function phaseCells({ spans }) {
    const sums = timeByPhase(spans);
    return PHASES.map((phase) => {
        const ms = sums.get(phase);
        return ms === undefined ? '' : (0,durations/* durationCell */.D3)(ms);
    });
}

;// CONCATENATED MODULE: ./build/start-runner/summary.js




/** GitHub shows nothing of a summary with more than 1 MiB: so many launches are told one by one. */
const LAUNCHES_AT_MOST = 300;
/** So many reasons for a second launch are told. */
const REASONS_AT_MOST = 30;
/** The step's part of the job summary, in Markdown. */
function startSummary(result, { provider, timeline, count }) {
    const { runners, label, seconds } = result;
    const launches = phasedLaunches(timeline, timeline.now());
    const names = new Set(runners.map(({ registration }) => registration.name));
    const ready = launches.filter(({ track }) => names.has(track.runnerName));
    const ofAll = runners.length < count ? ` of ${count}` : '';
    const what = count === 1 ? 'Runner' : `${runners.length}${ofAll} runners`;
    return [
        `### ${what} ready after ${seconds} s`,
        '',
        `In ${(0,summary_text/* plain */.pj)(provider.place)}, on ${capacities(ready)}. Each takes exactly one job, one that says:`,
        '',
        '```yaml',
        `runs-on: ${label.replaceAll(/[`\r\n]/g, '')}`,
        '```',
        '',
        ...startGantt(timeline, launches),
        ...(0,summary_text/* table */.tp)(['', 'runner', 'task', 'capacity', 'ready after'], ready.map(({ track, spans }) => [
            String(track.index),
            (0,summary_text/* code */.aY)(track.runnerName),
            taskName(track),
            capacityName(track),
            (0,durations/* durationCell */.D3)(wholeTime(spans)),
        ])),
        ...phaseTable(ready),
        ...phasesOfAll(ready),
        ...reasons(result),
        '',
    ].join('\n');
}
/** The summary of a start that failed: why, what it had come to, and what of it was removed. */
function failedStartSummary(error, story) {
    const { provider, timeline, count } = story;
    const now = timeline.now();
    const launches = phasedLaunches(timeline, now);
    const rows = launches
        .slice(0, LAUNCHES_AT_MOST)
        .map(({ track, spans }) => [
        String(track.index),
        (0,summary_text/* code */.aY)(track.runnerName),
        taskName(track),
        capacityName(track),
        track.onlineAt === undefined ? (0,summary_text/* plain */.pj)(track.states.at(-1)?.state ?? 'not launched') : 'online',
        (0,durations/* durationCell */.D3)(wholeTime(spans)),
        track.registrationId === undefined ? 'none known' : (track.removal.registration ?? 'not deleted'),
        track.compute === undefined ? 'none known' : (track.removal.compute ?? 'not stopped'),
    ]);
    const more = launches.length - rows.length;
    return [
        `### The start of ${count === 1 ? 'a runner' : `${count} runners`} failed after ${(0,durations/* duration */.p0)(now - timeline.began)}`,
        '',
        `**Why:** ${(0,summary_text/* plainLines */.y1)(error)}`,
        '',
        `In ${(0,summary_text/* plain */.pj)(provider.place)}. ${launches.length === 0 ? 'Nothing was launched.' : 'What it made, and what became of that:'}`,
        '',
        ...(0,summary_text/* table */.tp)(['', 'runner', 'task', 'capacity', 'came to', 'within', 'registration', 'task is'], rows),
        ...(more > 0 ? [`And ${more} more launches: see the log.`, ''] : []),
        ...startGantt(timeline, launches),
        '',
    ].join('\n');
}
/** Folded away: the diagram and the table of all phases tell most of it. */
function phasesOfAll(launches) {
    if (launches.length < 2)
        return [];
    const rows = launches.map((launch) => [String(launch.track.index), ...phaseCells(launch)]);
    return [
        '<details><summary>The phases of each runner</summary>',
        '',
        ...(0,summary_text/* table */.tp)(['', ...PHASES], rows),
        '</details>',
        '',
    ];
}
/** What was launched where, such as `FARGATE_SPOT (3), FARGATE (1)`. */
function capacities(launches) {
    const groups = Map.groupBy(launches, ({ track }) => capacityName(track));
    const [first, ...others] = [...groups].map(([name, some]) => ({ name, count: some.length }));
    if (first === undefined)
        return 'no capacity';
    if (others.length === 0)
        return first.name;
    return [first, ...others].map(({ name, count }) => `${name} (${count})`).join(', ');
}
function capacityName({ compute }) {
    return compute === undefined ? '' : (0,summary_text/* plain */.pj)(compute.capacity || 'cluster default');
}
/** The task's id alone: cluster and region stand above. */
function taskName({ compute }) {
    return (0,summary_text/* code */.aY)(compute?.id.split('/').at(-1) ?? '');
}
function reasons({ runners }) {
    const all = runners.flatMap(({ registration, relaunchedBecause }) => relaunchedBecause.map((reason) => `- Before ${(0,summary_text/* code */.aY)(registration.name)}: ${(0,summary_text/* plain */.pj)(reason)}`));
    if (all.length === 0)
        return [];
    const more = all.length > REASONS_AT_MOST ? [`- And ${all.length - REASONS_AT_MOST} more: see the log.`] : [];
    return ['Launched again, because a launch before had failed:', '', ...all.slice(0, REASONS_AT_MOST), ...more, ''];
}

;// CONCATENATED MODULE: ./build/start-runner/main.js















/** The main step: starts a runner, or fails with the reason and leaves nothing behind. */
async function main(environment) {
    try {
        await start((0,inputs/* readStartInputs */.a)({ environment, startCommand: START_COMMAND }));
    }
    catch (error) {
        await (0,failure/* failStep */.v)(error, (text) => (0,summary_text/* failedSummary */.kx)('The start failed', text));
    }
}
async function start(inputs) {
    const { context, count } = inputs;
    const timeline = new core_timeline/* Timeline */.K(runtime/* systemClock */.m);
    const start = (0,identity/* newStart */.$_)({
        run: context.run,
        attempt: context.attempt,
        nowMs: runtime/* systemClock */.m.now(),
        nonce: runtime/* systemRandom */.v.nonce(),
    });
    const label = inputs.label ?? (0,identity/* startKey */._L)(start);
    if (inputs.extraLabels.length > 0)
        warnOfSharedLabels(inputs.extraLabels);
    const ports = startPorts(inputs, timeline);
    const story = { provider: ports.provider, timeline, count };
    let result;
    try {
        result = await startRunners(requestOf(inputs, { start, label }), ports);
    }
    catch (error) {
        await (0,failure/* failStep */.v)(error, (text) => failedStartSummary(text, story));
        return;
    }
    (0,io/* setOutputs */.n0)(startOutputs(result, ports.provider));
    await (0,io/* writeSummary */.Sy)(() => startSummary(result, story));
    io/* actionsLog */._D.info(`Ready after ${result.seconds} s. The job takes the runner with this line:\n  runs-on: ${label}`);
    // Last of all: until here a kill makes the post step remove the runner, whose label nobody has learnt.
    io/* actionsState */.Rq.save('outcome', 'ready');
}
function requestOf(inputs, own) {
    return {
        ...own,
        version: VERSION,
        repository: inputs.context.repository,
        extraLabels: inputs.extraLabels,
        id: inputs.id,
        workFolder: inputs.workFolder,
        tags: inputs.tags,
        timeoutMs: inputs.timeoutMs,
        count: inputs.count,
        maxRelaunches: inputs.maxRelaunches,
        lifetimeMs: inputs.lifetimeMs,
    };
}
/** Wires the ports of a start, for its main and its post step. What they do and when goes into the timeline. */
function startPorts(inputs, timeline) {
    const patience = new actions_patience/* Patience */.i(runtime/* systemClock */.m, inputs.timeoutMs);
    const patienceMs = patience.leftMs;
    const { measure } = timeline;
    const github = (0,connections/* connectGitHub */.UY)({
        access: inputs.github,
        connection: { apiUrl: inputs.context.apiUrl, log: io/* actionsLog */._D, patienceMs },
        runnerGroup: inputs.runnerGroup,
        measure,
    });
    const provider = (0,connections/* connectEcs */.Kt)({ access: inputs.aws, place: inputs.place, launch: inputs.launch, patienceMs, measure });
    return {
        github: observedGitHub(github, timeline),
        provider: observedProvider(provider, timeline),
        patience,
        clock: runtime/* systemClock */.m,
        random: runtime/* systemRandom */.v,
        log: io/* actionsLog */._D,
        state: io/* actionsState */.Rq,
    };
}
/** Labels that jobs of others ask for: with one of them a stranger's job can take the runner. */
const SHARED_LABEL = /^(self-hosted|linux|windows|macos|x64|x86|arm|arm64|ubuntu-.*|windows-.*|macos-.*)$/i;
function warnOfSharedLabels(labels) {
    const shared = labels.filter((label) => SHARED_LABEL.test(label));
    if (shared.length === 0)
        return;
    io/* actionsLog */._D.warning(`extra-labels holds ${shared.join(', ')}: any job that asks for it may take this runner, and the job that waits for ` +
        'it then waits for ever. The generated label alone is enough.');
}


/***/ })

};
