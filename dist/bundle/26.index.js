export const id = 26;
export const ids = [26];
export const modules = {

/***/ 9957:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ gantt)
/* harmony export */ });
/* harmony import */ var _durations_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6118);

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

/***/ 8793:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ cleanUpStart),
/* harmony export */   z: () => (/* binding */ removalMs)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2075);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6930);
/* harmony import */ var _tags_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2773);
/* harmony import */ var _teardown_teardown_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6763);
/* harmony import */ var _util_at_once_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4526);
/* harmony import */ var _util_waiting_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2136);






/**
 * A removal is not cut short because the start's own time is up: it has at least this long, milliseconds, and more for
 * each runner, since GitHub takes 180 removals a minute.
 */
const REMOVAL_MS = 120_000;
const REMOVAL_MS_PER_RUNNER = 500;
/** How long the removal of what a start of `count` runners made may be tried, milliseconds. */
function removalMs(count) {
    return REMOVAL_MS + count * REMOVAL_MS_PER_RUNNER;
}
/**
 * Removes everything that a start made, by its own records: used by a start that fails and by the post step of one that
 * was killed. Nothing of another start is touched. One failure never keeps it from the rest.
 */
async function cleanUpStart(options) {
    const { start, launches, reason, ports, sentUntil = 0 } = options;
    const results = new Map();
    const problems = [];
    const failures = [];
    const noteFailure = (runnerName) => (error) => {
        failures.push(error);
        problems.push(`Runner ${runnerName}: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(error)}`);
    };
    // The registrations go at once: without them no job can come, however long the compute must be looked for.
    const tearDown = (some) => (0,_util_at_once_js__WEBPACK_IMPORTED_MODULE_4__/* .forEachAtOnce */ .t)(some, async ({ runnerName, registrationId, computeId }) => {
        const target = { runnerName, registration: registrationId ?? 'unknown', computeId };
        await (0,_teardown_teardown_js__WEBPACK_IMPORTED_MODULE_3__/* .teardownRunner */ .p)({ target, policy: { drainMs: 0, stopBusy: true, reason }, ports }).then((result) => {
            results.set(runnerName, result);
        }, noteFailure(runnerName));
    });
    const stop = async (id, runnerName) => {
        const compute = await ports.provider.stop(id, reason);
        const result = results.get(runnerName);
        if (result !== undefined)
            results.set(runnerName, { ...result, compute });
    };
    const lost = launches.filter(isLost);
    await Promise.all([
        tearDown(launches.filter((launch) => !isLost(launch))),
        // Whatever GitHub said: compute that nobody knows of costs money until it is found.
        tearDown(lost).then(() => findLostCompute({ start, launches: lost, sentUntil, ports, noteFailure, onFound: stop }).catch((error) => {
            noteFailure(lost.map(({ runnerName }) => runnerName).join(', '))(error);
        })),
    ]);
    for (const [runnerName, { registration }] of results) {
        if (registration === 'busy')
            problems.push(busyProblem(runnerName, ports));
    }
    return {
        results: [...results].map(([runnerName, result]) => ({ runnerName, ...result })),
        problems,
        isCertain: failures.length === 0,
        ...(failures.length > 0 && { failure: failures[0] }),
    };
}
function isLost(launch) {
    return launch.launchSentAt !== undefined && launch.computeId === undefined && launch.refused === undefined;
}
/**
 * A launch that was sent and never answered may have been accepted, and ECS may hide it for up to a minute: it is
 * looked for until it is found, or could no longer be hidden. One look serves all such launches.
 */
async function findLostCompute(options) {
    const { start, launches, sentUntil, ports, onFound, noteFailure } = options;
    const { clock, provider, random, log } = ports;
    if (launches.length === 0)
        return;
    const began = clock.now();
    const lookUntil = ({ launchSentAt = 0 }) => Math.max(launchSentAt, sentUntil) + _util_waiting_js__WEBPACK_IMPORTED_MODULE_5__/* .HIDDEN_AT_MOST_MS */ .gz;
    const [first] = launches;
    const which = launches.length === 1 ? first?.runnerName : `${launches.length} runners`;
    log.info(`The launch of ${which} was sent, but no answer came: looking for it by ${(0,_identity_js__WEBPACK_IMPORTED_MODULE_1__/* .runKey */ .r7)(start)}.`);
    let left = launches;
    for (;;) {
        const found = (await provider.list(start)).filter(({ tags }) => tags[_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .TAG */ .Dk.startKey] === (0,_identity_js__WEBPACK_IMPORTED_MODULE_1__/* .startKey */ ._L)(start));
        const isNamed = ({ tags }, { runnerName }) => tags[_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .TAG */ .Dk.runnerName] === runnerName;
        const now = clock.now();
        const own = found.filter((compute) => left.some((launch) => isNamed(compute, launch)));
        left = left.filter((launch) => !own.some((compute) => isNamed(compute, launch)) && now < lookUntil(launch));
        await (0,_util_at_once_js__WEBPACK_IMPORTED_MODULE_4__/* .forEachAtOnce */ .t)(own, async ({ id, tags }) => {
            const runnerName = tags[_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .TAG */ .Dk.runnerName] ?? '';
            await onFound(id, runnerName).catch(noteFailure(runnerName));
        });
        if (left.length === 0)
            return;
        const last = Math.max(...left.map(lookUntil));
        await clock.sleep(Math.max(0, Math.min((0,_util_waiting_js__WEBPACK_IMPORTED_MODULE_5__/* .lookInterval */ .dz)(now - began, random.fraction()), last - clock.now())));
    }
}
function busyProblem(runnerName, { github }) {
    return (`GitHub still counts runner ${runnerName} of ${github.scope} as busy and does not delete it (422). Its compute is ` +
        'stopped; GitHub lets go of it within 15 minutes. Next step: none, or run stop-runner again after that.');
}


/***/ }),

/***/ 1252:
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
    #names = new Map();
    constructor(state) {
        this.#state = state;
    }
    /** Before the first request: whose the records are. */
    open(startKey) {
        this.#state.save(START_KEY, startKey);
    }
    /** Adds or replaces the record of a runner name; it is on disk when this returns. */
    record(index, record) {
        const launches = this.launchesOf(index).filter((other) => other.runnerName !== record.runnerName);
        this.#names.set(index, (this.#names.get(index) ?? new Set()).add(record.runnerName));
        this.#write(index, [...launches, record]);
    }
    /** Takes the record of a runner name back: GitHub refused the registration, so there is nothing of it. */
    forget(index, runnerName) {
        this.#write(index, this.launchesOf(index).filter((other) => other.runnerName !== runnerName));
    }
    close(outcome) {
        this.#state.save(OUTCOME, outcome);
    }
    #write(index, launches) {
        this.#bySlot.set(index, launches);
        this.#state.save(`${RECORD_PREFIX}${index}`, JSON.stringify(launches));
    }
    /** Launches of one runner that may have left something. */
    launchesOf(index) {
        return this.#bySlot.get(index) ?? [];
    }
    /** How many names were tried for a runner, those of which nothing is left included. */
    triesOf(index) {
        return this.#names.get(index)?.size ?? 0;
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

/***/ 2478:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ readStartInputs)
/* harmony export */ });
/* harmony import */ var _src_actions_inputs_aws_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1041);
/* harmony import */ var _src_actions_inputs_github_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7565);
/* harmony import */ var _src_actions_inputs_reader_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6393);
/* harmony import */ var _src_actions_inputs_run_context_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6795);
/* harmony import */ var _src_providers_ecs_capacity_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5927);
/* harmony import */ var _src_providers_ecs_run_task_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(58);






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
/** A matrix has at most 256 jobs (GitHub's limit). */
const COUNT_AT_MOST = 256;
/** GitHub takes so many registrations a minute. */
const REGISTRATIONS_A_MINUTE = 80;
/** AWS allows 50 tags; the rest is this project's own. */
const TAGS_AT_MOST = 35;
/** Reads the inputs of start-runner. @throws InputError with every problem at once */
function readStartInputs(options) {
    const { environment, startCommand } = options;
    const reader = new _src_actions_inputs_reader_js__WEBPACK_IMPORTED_MODULE_2__/* .InputReader */ .i(environment);
    const context = (0,_src_actions_inputs_run_context_js__WEBPACK_IMPORTED_MODULE_4__/* .readRunContext */ .$)(reader, environment);
    const aws = (0,_src_actions_inputs_aws_js__WEBPACK_IMPORTED_MODULE_0__/* .readAwsAccess */ .Cw)(reader, environment);
    const github = (0,_src_actions_inputs_github_js__WEBPACK_IMPORTED_MODULE_1__/* .readGitHubAccess */ .w)(reader, context, aws.region);
    const place = (0,_src_actions_inputs_aws_js__WEBPACK_IMPORTED_MODULE_0__/* .readEcsPlace */ .rB)(reader, aws.region);
    const label = reader.matching('label', LABEL);
    const id = reader.matching('id', LABEL);
    const timeoutSeconds = reader.integer('startup-timeout-seconds', { min: 30, max: 21_600 }) ?? 900;
    const limits = readLimits(reader, timeoutSeconds);
    const workFolder = readWorkFolder(reader);
    const inputs = {
        context,
        github,
        aws,
        place,
        launch: readLaunch(reader, { startCommand, limits, workFolder }),
        runnerGroup: readRunnerGroup(reader, github),
        ...(label !== undefined && { label }),
        extraLabels: reader.list('extra-labels', LABEL),
        ...(id !== undefined && { id }),
        workFolder,
        tags: readTags(reader),
        ...readCount(reader, timeoutSeconds),
        capacityTimeoutMs: (reader.integer('capacity-timeout-seconds', { min: 30, max: 21_600 }) ?? 420) * 1000,
        maxRelaunches: reader.integer('max-relaunches', { min: 0, max: 10 }) ?? 2,
        timeoutMs: timeoutSeconds * 1000,
        lifetimeMs: limits.lifetimeMinutes * 60_000,
    };
    reader.finish();
    return inputs;
}
/** Minutes that an idle runner outlives its start at least: the job must have time to come. */
const IDLE_BEYOND_START = 5;
function readCount(reader, timeoutSeconds) {
    const count = reader.integer('count', { min: 1, max: COUNT_AT_MOST }) ?? 1;
    const allowPartial = reader.boolean('allow-partial') ?? false;
    const leastSeconds = Math.floor((count - 1) / REGISTRATIONS_A_MINUTE) * 60;
    if (timeoutSeconds <= leastSeconds && !allowPartial) {
        reader.problem(`startup-timeout-seconds must be more than ${leastSeconds} for a count of ${count}, since GitHub takes ` +
            `${REGISTRATIONS_A_MINUTE} registrations a minute; it is ${timeoutSeconds}.`);
    }
    return { count, allowPartial };
}
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
const DEFAULT_WORK_FOLDER = '_work';
function readWorkFolder(reader) {
    const folder = reader.text('work-folder') || DEFAULT_WORK_FOLDER;
    if (folder.startsWith('/') || folder.split('/').includes('..')) {
        reader.malformed('work-folder', "a path below the runner's folder", folder);
    }
    return folder;
}
function readTags(reader) {
    const tags = reader.keyValues('tags', TAG_KEY);
    for (const [key, value] of Object.entries(tags)) {
        if (!/^[\p{L}\p{N}\s+=._:/@-]{0,256}$/u.test(value)) {
            reader.problem(`tags: the value of ${key} must be up to 256 letters, digits, blanks or any of +-=._:/@.`);
        }
        if (key.startsWith('ecs-github-runner:'))
            reader.problem(`tags cannot set ${key}: that prefix is this project's own.`);
    }
    if (Object.keys(tags).length > TAGS_AT_MOST)
        reader.problem(`tags has more than ${TAGS_AT_MOST} tags.`);
    return tags;
}
function readLaunch(reader, options) {
    const { startCommand, limits, workFolder } = options;
    const forDockerSteps = reader.boolean('credentials-for-docker-steps') ?? false;
    const environment = {
        ...readEnvironment(reader),
        ...(workFolder !== DEFAULT_WORK_FOLDER && { [HANDOVER_VARIABLE.workFolder]: workFolder }),
        ...(forDockerSteps && { [HANDOVER_VARIABLE.dockerSteps]: 'true' }),
    };
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
        taskRoleArn: reader.matching('task-role-arn', _src_actions_inputs_aws_js__WEBPACK_IMPORTED_MODULE_0__/* .ROLE_ARN */ .xG),
        executionRoleArn: reader.matching('execution-role-arn', _src_actions_inputs_aws_js__WEBPACK_IMPORTED_MODULE_0__/* .ROLE_ARN */ .xG),
        platformVersion: reader.matching('platform-version', {
            pattern: /^(LATEST|\d+\.\d+\.\d+)$/,
            words: 'LATEST or a version such as 1.4.0',
        }),
        enableExecuteCommand: reader.boolean('enable-execute-command'),
        command: startScript === 'inject' ? startCommand[forDockerSteps ? 'forDockerSteps' : 'plain'] : undefined,
    };
    return {
        taskDefinition: readTaskDefinition(reader),
        capacities: readCapacities(reader),
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
    const inputs = {
        [_src_providers_ecs_run_task_js__WEBPACK_IMPORTED_MODULE_3__/* .LIMIT_VARIABLE */ .Lz.idle]: 'idle-timeout-minutes',
        [_src_providers_ecs_run_task_js__WEBPACK_IMPORTED_MODULE_3__/* .LIMIT_VARIABLE */ .Lz.lifetime]: 'max-lifetime-minutes',
        [HANDOVER_VARIABLE.workFolder]: 'work-folder',
        [HANDOVER_VARIABLE.dockerSteps]: 'credentials-for-docker-steps',
    };
    for (const [variable, input] of Object.entries(inputs)) {
        if (variable in environment)
            reader.problem(`environment cannot set ${variable}: use the input ${input}.`);
    }
    return environment;
}
/** Variables of the start script, by which it hands the credentials endpoint to the job. */
const HANDOVER_VARIABLE = { workFolder: 'EGR_WORK_FOLDER', dockerSteps: 'EGR_CREDENTIALS_FOR_DOCKER_STEPS' };
const TASK_DEFINITION = /^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:task-definition\/)?[A-Za-z0-9_-]{1,255}(:\d+)?$/;
function readTaskDefinition(reader) {
    const value = reader.required('task-definition', 'family, family:revision or ARN of the task definition');
    if (value !== '' && !TASK_DEFINITION.test(value))
        reader.malformed('task-definition', 'family, family:revision or ARN', value);
    return value;
}
function readCapacities(reader) {
    const clusterDefault = { text: 'cluster-default', place: { kind: 'cluster-default' } };
    const texts = reader.list('capacity');
    if (texts.length === 0)
        return [clusterDefault];
    const parsed = (0,_src_providers_ecs_capacity_js__WEBPACK_IMPORTED_MODULE_5__/* .parseCapacities */ .YR)(texts);
    if ('problems' in parsed) {
        reader.problem(`capacity must be a list of ${_src_providers_ecs_capacity_js__WEBPACK_IMPORTED_MODULE_5__/* .CAPACITY_FORM */ .y_}; ${parsed.problems.join('; ')}.`);
        return [clusterDefault];
    }
    for (const { taskDefinition } of parsed.entries) {
        if (taskDefinition === undefined || TASK_DEFINITION.test(taskDefinition))
            continue;
        reader.malformed('capacity: the task definition behind @', 'family, family:revision or ARN', taskDefinition);
    }
    return parsed.entries;
}
/** `exactOptionalPropertyTypes`: what is not set must be absent. */
function withoutUndefined(values) {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}


/***/ }),

/***/ 5026:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main),
  V: () => (/* binding */ startPorts)
});

// EXTERNAL MODULE: ./src/actions/failure.js
var failure = __webpack_require__(9258);
// EXTERNAL MODULE: ./src/actions/io.js
var io = __webpack_require__(7562);
// EXTERNAL MODULE: ./src/actions/summary/text.js
var summary_text = __webpack_require__(7512);
;// CONCATENATED MODULE: ./src/actions/version.js
/** Version of this project, for the tag `ecs-github-runner:version`; a test compares it with package.json. */
const VERSION = '0.1.0';

// EXTERNAL MODULE: ./src/core/identity.js
var identity = __webpack_require__(6930);
;// CONCATENATED MODULE: ./src/core/report/observed.js
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
        getRunners: async (call) => {
            const read = await call();
            for (const registration of read.found.values())
                timeline.sawRegistration(registration);
            return read;
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

// EXTERNAL MODULE: ./src/core/report/timeline.js
var report_timeline = __webpack_require__(7682);
// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/util/at-once.js
var at_once = __webpack_require__(4526);
// EXTERNAL MODULE: ./src/core/start/cleanup.js
var cleanup = __webpack_require__(8793);
// EXTERNAL MODULE: ./src/core/util/waiting.js
var waiting = __webpack_require__(2136);
;// CONCATENATED MODULE: ./src/core/start/investigated.js


/**
 * How far a removal goes ahead that is not through before, milliseconds: what an investigation loads keeps the process
 * busy for up to half a second, and a removal's requests must have gone out by then.
 */
const REMOVAL_AHEAD_MS = 1000;
/**
 * The error of a failed start with what its provider finds out beyond it; an error that is about no launch comes back
 * as it is. It never rejects: reading more must not hide the first error. Nor does it delay the removal, which is under
 * way.
 */
async function investigated(error, { provider, clock, removal }) {
    if (!(error instanceof errors/* RunnerError */.Rn) || error.about.length === 0)
        return error;
    // A removal that fails is for its owner to tell.
    await (0,waiting/* sleepUnless */.uj)(clock, REMOVAL_AHEAD_MS, removal.catch(() => undefined));
    try {
        return withFindings(error, await provider.investigate(error.about));
    }
    catch (bug) {
        return withFindings(error, [{ message: `Nothing more could be found out. ${(0,errors/* explain */.WE)(bug)}` }]);
    }
}
/**
 * Each finding on a line of its own below the message. What was found replaces the general advice with its own; of an error
 * that tells several, it is not known which advice, so that all of it stays.
 */
function withFindings(error, findings) {
    const { kind, message, hint, hadNoEffect, about } = error;
    const isOfSeveral = error.cause instanceof AggregateError;
    const hints = [...new Set(findings.flatMap((finding) => finding.hint ?? []))];
    return new errors/* RunnerError */.Rn({
        kind,
        message: [message, ...findings.map((finding) => `- ${finding.message}`)].join('\n'),
        hint: isOfSeveral || hints.length === 0 ? [hint, ...hints].join('\n') : hints.join('\n'),
        hadNoEffect,
        about,
        cause: error,
    });
}

// EXTERNAL MODULE: ./src/core/tags.js
var tags = __webpack_require__(2773);
;// CONCATENATED MODULE: ./src/core/start/launch.js



/** How many names are tried in one launch where GitHub says that the name exists. */
const NAMES_AT_MOST = 3;
/** Waits before the identical launch request is sent again after the adapter's own retries, milliseconds. */
const LAUNCH_AGAIN_AFTER_MS = [5_000, 15_000];
/** Registers one runner and launches its compute. Each step is written down before its request and after its answer. */
async function launchRunner(context, launch) {
    const { request, registering, launching } = context;
    const label = (0,identity/* runnerLabel */.Fx)(request.label, launch.index);
    const { jit, attempt } = await registering.run(() => {
        launch.assertWanted();
        return register(context, { index: launch.index, label });
    });
    await launch.hold();
    for (let asking = 0;; asking += 1) {
        const { compute, refusal } = await launching.run(() => launchSomewhere(context, { launch, jit, attempt, asking }));
        if (compute !== undefined)
            return { index: launch.index, attempt, registration: jit.registration, label, compute };
        // Not within the turn above: others have theirs meanwhile.
        if (!(await launch.waitForRoom(refusal)))
            throw refusal;
    }
}
/**
 * Asks one capacity after the other. One that refuses at once has done nothing, so that the registration is still
 * unused and serves for the next: no request is spent on another.
 */
async function launchSomewhere(context, options) {
    const { ledger, ports } = context;
    const { launch, jit } = options;
    const { name: runner, id } = jit.registration;
    for (;;) {
        launch.assertWanted();
        const record = { runnerName: runner, registrationId: id, launchSentAt: ports.clock.now() };
        ledger.record(launch.index, record);
        let isRefused = false;
        const onRefused = () => {
            isRefused = true;
            ledger.record(launch.index, { ...record, refused: true });
        };
        const onSent = () => ledger.record(launch.index, { ...record, launchSentAt: ports.clock.now() });
        try {
            const request = launchRequest(context, { ...options, record });
            const compute = await sendLaunch(context, { launch: request, onSent, onRefused });
            ledger.record(launch.index, { ...record, computeId: compute.id });
            return { compute };
        }
        catch (error) {
            const isFull = isRefused && error instanceof errors/* RunnerError */.Rn && error.kind === 'capacity';
            if (!isFull)
                throw error;
            if (!launch.onNoRoom(error))
                return { refusal: error };
        }
    }
}
function launchRequest({ request, ports }, options) {
    const { launch, jit, attempt, asking, record } = options;
    const { index } = launch;
    const capacity = launch.capacity();
    return {
        run: request.start,
        runnerName: record.runnerName,
        jitConfig: jit.jitConfig,
        capacity,
        clientToken: (0,identity/* clientToken */.$Y)(request.start, { index, attempt, capacity, asking }),
        tags: (0,tags/* computeTags */.$o)({
            ...request,
            runnerName: record.runnerName,
            scope: ports.github.scope,
            expiresAt: (record.launchSentAt ?? ports.clock.now()) + request.lifetimeMs,
            custom: request.tags,
        }),
    };
}
/**
 * Sends the identical request again while it stays open whether it was accepted: its token makes one of all. What is
 * refused after that is not known to be refused: the first sending may have been accepted.
 * @param options.onSent called when it may just have been accepted: compute is looked for from then on
 */
async function sendLaunch({ deadline, ports }, { launch, onSent, onRefused }) {
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
            // The adapter itself tries it again, for a minute and more.
            if (isOpen)
                onSent();
            if (!isOpen || wait === undefined || clock.now() + wait >= deadline)
                throw error;
            log.info(`${error.message} Sending the same launch again in ${wait / 1000} s.`);
            await clock.sleep(wait);
            onSent();
        }
    }
}
/** Makes the registration. A name that is taken may be a first request of ours whose answer was lost: see below. */
async function register({ request, ledger, ports }, { index, label }) {
    const { github, log } = ports;
    const labels = [...new Set([request.label, label, ...request.extraLabels])];
    const firstAttempt = ledger.triesOf(index);
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

// EXTERNAL MODULE: ./src/core/start/ledger.js
var start_ledger = __webpack_require__(1252);
;// CONCATENATED MODULE: ./src/core/util/meanwhile.js

/** Waits for something that may take long, without letting go of the rest. */
async function meanwhile(awaited, options) {
    const { clock, next, onNext, change, assertWanted } = options;
    let isOver = false;
    const over = awaited
        .catch(() => undefined)
        .then(() => {
        isOver = true;
    });
    while (!isOver) {
        assertWanted();
        const event = Promise.race([over, change()]);
        if (!(await (0,waiting/* sleepUnless */.uj)(clock, Math.max(0, next() - clock.now()), event)))
            onNext();
    }
    return awaited;
}

;// CONCATENATED MODULE: ./src/core/start/why-not-online.js

/** The compute ended before its runner was online. */
function ended({ compute, launched }, { provider }) {
    const end = compute.end ?? provider.explainStuck(compute);
    return new errors/* RunnerError */.Rn({
        kind: end.kind,
        message: `Runner ${launched.registration.name} never came online: ${end.message}`,
        hint: end.hint,
        about: [{ compute }],
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
        about: [{ compute }],
    });
}
/** The timeout came: in which state it was stuck, and what usually keeps it there. */
function timedOut(awaited, { began, deadline }, ports) {
    const limit = `within ${Math.round((deadline - began) / 1000)} s (startup-timeout-seconds)`;
    // Of one that has failed it is known why.
    const [late, ...others] = awaited.filter(({ onlineAt, hasJob, failure }) => onlineAt === undefined && !hasJob && failure === undefined);
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
    const more = others.length === 0 ? '' : ` Nor were ${others.length} more of this start.`;
    return new errors/* RunnerError */.Rn({
        kind: stuck.kind,
        message: `Runner ${launched.registration.name} was not online ${limit}: ${where}. ${stuck.message}${more}`,
        hint: stuck.hint,
        about: [{ compute }],
    });
}
/** The capacity has left the compute without room for as long as it may. */
function stillWithoutRoom({ compute, launched, launchedAt }, ports) {
    const seconds = Math.round((ports.clock.now() - launchedAt) / 1000);
    const { message, hint } = ports.provider.explainStuck(compute);
    return new errors/* RunnerError */.Rn({
        kind: 'capacity',
        message: `${compute.id} of runner ${launched.registration.name} was ${compute.state} for ${seconds} s ` +
            `(capacity-timeout-seconds). ${message}`,
        hint,
        about: [{ compute }],
    });
}
/** So many different reasons are told of runners of which none came. */
const REASONS_AT_MOST = 3;
/** Fewer runners than asked for would have been a success, but there is none. */
function noneCame(failures) {
    const bug = failures.find((failure) => !(failure instanceof errors/* RunnerError */.Rn));
    const own = failures.filter((failure) => failure instanceof errors/* RunnerError */.Rn);
    // The advice tells reasons apart; messages name runners.
    const distinct = [...Map.groupBy(own, ({ hint }) => hint).values()].flatMap(([one]) => one ?? []);
    const [first] = distinct;
    if (bug !== undefined || first === undefined)
        return bug;
    if (failures.length === 1)
        return first;
    const shown = distinct.slice(0, REASONS_AT_MOST);
    const more = distinct.length > shown.length ? `\n- and ${distinct.length - shown.length} more reasons` : '';
    const reasons = distinct.length === 1 ? ` ${first.message}` : `${shown.map(({ message }) => `\n- ${message}`).join('')}${more}`;
    return new errors/* RunnerError */.Rn({
        kind: first.kind,
        message: `None of ${failures.length} runners came:${reasons}`,
        hint: shown.map(({ hint }) => hint).join('\n'),
        about: shown.flatMap(({ about }) => about),
        cause: new AggregateError(own),
    });
}

;// CONCATENATED MODULE: ./src/core/start/awaited.js


/**
 * A runner whose compute has just been accepted. The answer to its launch was the first look at it.
 * @param fraction random, 0 to 1
 */
function awaitedSince(launched, now, fraction) {
    return {
        launched,
        compute: launched.compute,
        launchedAt: now,
        stateSince: now,
        runningSince: launched.compute.phase === 'running' ? now : undefined,
        nextComputeLook: now + (0,waiting/* lookInterval */.dz)(0, fraction),
        nextGitHubLook: now,
        onlineAt: undefined,
        hasJob: false,
        failure: undefined,
    };
}
/** Epoch milliseconds of the next look at its compute; Infinity where there need be none. */
function nextComputeLook({ hasJob, nextComputeLook: next }) {
    return hasJob ? Infinity : next;
}
/** Epoch milliseconds of the next look at its registration: none before the compute runs. */
function nextGitHubLook({ hasJob, runningSince, nextGitHubLook: next }) {
    return hasJob || runningSince === undefined ? Infinity : next;
}
/** Sets the next look at the compute, counted from now. */
function scheduleComputeLook(awaited, now, fraction) {
    const { runningSince, launchedAt, onlineAt } = awaited;
    if (onlineAt !== undefined)
        awaited.nextComputeLook = now + waiting/* READY_INTERVAL_MS */.nV;
    else if (runningSince !== undefined)
        awaited.nextComputeLook = now + (0,waiting/* watchInterval */.f1)(now - runningSince);
    else
        awaited.nextComputeLook = now + (0,waiting/* lookInterval */.dz)(now - launchedAt, fraction);
}
/** Sets the next look at the registration, counted from now. */
function scheduleGitHubLook(awaited, now, fraction) {
    const { runningSince = now, onlineAt } = awaited;
    awaited.nextGitHubLook =
        now + (onlineAt === undefined ? (0,waiting/* lookInterval */.dz)(now - runningSince, fraction) : waiting/* READY_INTERVAL_MS */.nV);
}
/** Takes over what the provider tells of a runner's compute. */
function noteCompute(awaited, compute, { now, ports, progress }) {
    const before = awaited.compute;
    awaited.compute = compute;
    if (compute.state !== before.state) {
        progress.moved(awaited, { from: before.state, afterMs: now - awaited.launchedAt });
        awaited.stateSince = now;
    }
    if (compute.phase === 'stopping' || compute.phase === 'stopped')
        awaited.failure = ended(awaited, ports);
    if (compute.phase === 'running' && awaited.runningSince === undefined) {
        awaited.runningSince = now;
        awaited.nextGitHubLook = now;
    }
}
/** Takes over what GitHub tells of a runner's registration; undefined: there is none any more. */
function noteRegistration(awaited, seen, context) {
    const { now, ports, progress } = context;
    const wasOnline = awaited.onlineAt !== undefined;
    if (seen === undefined) {
        awaited.failure = registrationVanished(awaited, ports);
        return;
    }
    awaited.hasJob ||= seen.busy;
    // A connection that was lost may come again: until then it is awaited as before.
    awaited.onlineAt = seen.status === 'online' ? now : undefined;
    const isOnline = awaited.onlineAt !== undefined;
    if (isOnline && !wasOnline)
        progress.online(awaited, { afterMs: now - awaited.launchedAt });
    if (!isOnline && wasOnline && !awaited.hasJob)
        progress.lost(awaited, { afterMs: now - awaited.launchedAt });
}

;// CONCATENATED MODULE: ./src/core/start/looks.js




/** How many looks in a row may fail after the adapter's own retries. */
const FAILED_LOOKS_AT_MOST = 3;
/** Several runners are looked at together: a look serves all that are due so soon after, milliseconds. */
const TOGETHER_MS = 500;
/** Least time between two common looks, milliseconds. */
const COMMON_LOOK_MS = 1500;
/**
 * Milliseconds that each request of a common look at GitHub puts off the next: 300 reads a minute, which leaves
 * creations (400 points of 900) and removals their part, and keeps 15 minutes within 5,000 requests an hour.
 */
const MS_PER_READ = 200;
/** A registration that was seen online so long ago is looked at again before the start succeeds, milliseconds. */
const SURE_FOR_MS = 5000;
/**
 * The looks at runners on their way. The provider is asked for all in one request; GitHub only once the compute runs. Of
 * one runner each look comes at its own time; those of several are made together.
 */
class Looks {
    #ports;
    #progress;
    /** One runner has its looks to itself; those of several are made together. */
    #isOne;
    #failed = { compute: 0, github: 0 };
    /** Epoch milliseconds before which there is no next look at a service. */
    #notBefore = { compute: 0, github: 0 };
    #failedLook;
    constructor(options) {
        this.#isOne = options.count === 1;
        this.#ports = options.ports;
        this.#progress = options.progress;
    }
    /** The failure of the last look, where it failed. */
    get failedLook() {
        return this.#failedLook;
    }
    /** Epoch milliseconds of the next look that is due; Infinity where there is none. */
    next(all) {
        const compute = Math.min(...all.map(nextComputeLook));
        const github = Math.min(...all.map(nextGitHubLook));
        return Math.min(Math.max(compute, this.#notBefore.compute), Math.max(github, this.#notBefore.github));
    }
    /** Looks at all that is due, side by side. A look that fails is no reason to give up runners that may be fine. */
    async look(all) {
        await Promise.all([
            this.#tolerate('compute', () => this.#lookAtCompute(all)),
            this.#tolerate('github', () => this.#lookAtGitHub(all)),
        ]);
    }
    /** Looks at once, whatever is due: before something is given up that may have come since the last look. */
    async now(all) {
        const now = this.#ports.clock.now();
        for (const awaited of all) {
            awaited.nextComputeLook = now;
            awaited.nextGitHubLook = now;
        }
        this.#notBefore.compute = now;
        this.#notBefore.github = now;
        await this.look(all);
    }
    /**
     * The look just before success: at all compute, and at registrations that were not seen online just now. A green start
     * whose runner just died would strand its job. What has vanished is noted as a failure.
     * @returns whether everything could be looked at
     */
    async last(all) {
        const awaited = all.filter(({ hasJob }) => !hasJob);
        const outcomes = await Promise.all([
            this.#tolerate('compute', async () => awaited.length === 0 || this.#describe(awaited, { mayBeHidden: false })),
            this.#tolerate('github', async () => {
                const { clock } = this.#ports;
                const old = awaited.filter(({ onlineAt = 0 }) => clock.now() - onlineAt > SURE_FOR_MS);
                if (old.length > 0)
                    await this.#read(old);
                return true;
            }),
        ]);
        return outcomes.every((wasMade) => wasMade);
    }
    /** Those of a service that are looked at now; empty while none is due. */
    #due(service, all, next) {
        const now = this.#ports.clock.now();
        if (now < this.#notBefore[service] || !all.some((awaited) => next(awaited) <= now))
            return [];
        const slack = this.#isOne ? 0 : TOGETHER_MS;
        return all.filter((awaited) => next(awaited) <= now + slack);
    }
    async #lookAtCompute(all) {
        const { clock, random } = this.#ports;
        const due = this.#due('compute', all, nextComputeLook);
        if (due.length === 0)
            return false;
        // Set first: a look that fails comes again at its time, not at once.
        for (const awaited of due)
            scheduleComputeLook(awaited, clock.now(), random.fraction());
        if (!this.#isOne)
            this.#notBefore.compute = clock.now() + COMMON_LOOK_MS;
        await this.#describe(due, { mayBeHidden: true });
        for (const awaited of due)
            scheduleComputeLook(awaited, clock.now(), random.fraction());
        return true;
    }
    async #describe(some, { mayBeHidden }) {
        const seen = await this.#ports.provider.describe(some.map(({ compute }) => compute.id));
        const context = this.#context();
        for (const awaited of some) {
            const compute = seen.get(awaited.compute.id);
            if (compute !== undefined)
                noteCompute(awaited, compute, context);
            else if (!mayBeHidden || context.now - awaited.launchedAt > waiting/* HIDDEN_AT_MOST_MS */.gz) {
                awaited.failure = computeVanished(awaited, this.#ports);
            }
        }
        return true;
    }
    async #lookAtGitHub(all) {
        const { clock, random } = this.#ports;
        const due = this.#due('github', all, nextGitHubLook);
        if (due.length === 0)
            return false;
        for (const awaited of due)
            scheduleGitHubLook(awaited, clock.now(), random.fraction());
        const requests = await this.#read(due);
        const pause = this.#isOne ? 0 : Math.max(COMMON_LOOK_MS, requests * MS_PER_READ);
        this.#notBefore.github = clock.now() + pause;
        for (const awaited of due)
            scheduleGitHubLook(awaited, clock.now(), random.fraction());
        return true;
    }
    /** Reads registrations: never the whole list for one runner, for it grows with the other runners of the scope. */
    async #read(some) {
        const { github, provider } = this.#ports;
        const ids = some.map(({ launched }) => launched.registration.id);
        const [only] = ids;
        const { found, requests } = ids.length === 1 && only !== undefined
            ? { found: mapOf(await github.getRunner(only)), requests: 1 }
            : await github.getRunners(ids);
        const gone = some.filter(({ launched }) => !found.has(launched.registration.id));
        if (gone.length > 0) {
            // What became of the compute may say why.
            const seen = await provider.describe(gone.map(({ compute }) => compute.id));
            for (const awaited of gone)
                awaited.compute = seen.get(awaited.compute.id) ?? awaited.compute;
        }
        const context = this.#context();
        for (const awaited of some)
            noteRegistration(awaited, found.get(awaited.launched.registration.id), context);
        return requests;
    }
    #context() {
        return { now: this.#ports.clock.now(), ports: this.#ports, progress: this.#progress };
    }
    /** Lets a few looks in a row fail, of one service, each to be made again at its time. Returns whether it was made. */
    async #tolerate(service, look) {
        try {
            const wasMade = await look();
            if (wasMade)
                this.#failed[service] = 0;
            if (this.#failed.compute + this.#failed.github === 0)
                this.#failedLook = undefined;
            return wasMade;
        }
        catch (failure) {
            this.#failed[service] += 1;
            // A rate limit that is longer than the time left had no effect, and will have none at the next look either.
            const mayPass = failure instanceof errors/* RunnerError */.Rn && failure.kind === 'transient' && !failure.hadNoEffect;
            if (!mayPass || this.#failed[service] > FAILED_LOOKS_AT_MOST)
                throw failure;
            this.#failedLook = failure;
            this.#ports.log.info(`${failure.message} Looking again.`);
            return false;
        }
    }
}
function mapOf(runner) {
    return new Map(runner === undefined ? [] : [[runner.id, runner]]);
}

;// CONCATENATED MODULE: ./src/core/start/progress.js
/** How often the log says that the wait goes on while nothing changes, milliseconds. */
const HEARTBEAT_MS = 30_000;
/**
 * What the log says of the wait: one line for each change, or for all changes of the same kind that one look found, and
 * one every 30 s while nothing changes, with the time left.
 */
class Progress {
    #ports;
    #deadline;
    #changes = new Map();
    #nextHeartbeat;
    constructor(options) {
        this.#ports = options.ports;
        this.#deadline = options.deadline;
        this.#nextHeartbeat = options.ports.clock.now() + HEARTBEAT_MS;
    }
    /** Epoch milliseconds at which the next line is due, whatever happens. */
    get nextHeartbeat() {
        return this.#nextHeartbeat;
    }
    launched({ registration, compute }, capacity) {
        const { place } = this.#ports.provider;
        this.#add('launched', {
            one: `Launched ${compute.id} for runner ${registration.name} (${place}, capacity ${capacity}).`,
            many: (count) => `Launched ${count} runners (${place})`,
            afterMs: 0,
        });
    }
    moved({ compute }, { from, afterMs }) {
        const way = `${from} -> ${compute.state}`;
        this.#add(`moved ${way}`, {
            one: `${compute.id}: ${way} (${seconds(afterMs)} s after its launch)`,
            many: (count) => `${count} runners' compute: ${way}`,
            afterMs,
        });
    }
    online({ launched }, { afterMs }) {
        this.#add('online', {
            one: `Runner ${launched.registration.name} is online (${seconds(afterMs)} s after its launch).`,
            many: (count) => `${count} runners are online`,
            afterMs,
            isOfConnection: true,
        });
    }
    lost({ launched }, { afterMs }) {
        this.#add('offline', {
            one: `Runner ${launched.registration.name} is offline again (${seconds(afterMs)} s after its launch).`,
            many: (count) => `${count} runners are offline again`,
            afterMs,
            isOfConnection: true,
        });
    }
    /** Prints what has changed since the last time, or that nothing has for long. */
    tell(standing) {
        const now = this.#ports.clock.now();
        if (this.#changes.size > 0)
            this.#nextHeartbeat = now + HEARTBEAT_MS;
        for (const changes of this.#changes.values())
            this.#ports.log.info(line(changes, standing));
        this.#changes.clear();
        if (now < this.#nextHeartbeat)
            return;
        this.#nextHeartbeat = now + HEARTBEAT_MS;
        const left = Math.max(0, seconds(this.#deadline - now));
        this.#ports.log.info(`Waiting: ${whatIsAwaited(standing, now)}; ${left} s left.`);
    }
    #add(kind, change) {
        this.#changes.set(kind, [...(this.#changes.get(kind) ?? []), change]);
    }
}
function line(changes, { asked, online }) {
    const [first] = changes;
    if (first === undefined)
        return '';
    const of = asked === 1 ? '' : ` ${online} of ${asked} are online.`;
    if (changes.length === 1)
        return `${first.one}${first.isOfConnection ? of : ''}`;
    const times = changes.map(({ afterMs }) => seconds(afterMs));
    const [least, most] = [Math.min(...times), Math.max(...times)];
    const after = most === 0 ? '' : ` (${least === most ? most : `${least} to ${most}`} s after their launch)`;
    return `${first.many(changes.length)}${after}.${of}`;
}
function whatIsAwaited({ asked, online, awaited, given }, now) {
    const [only] = awaited;
    if (asked === 1) {
        if (only === undefined)
            return 'the launch is not answered yet';
        return `${only.compute.id} has been ${only.compute.state} for ${seconds(now - only.stateSince)} s`;
    }
    const states = Map.groupBy(awaited, ({ compute }) => compute.state);
    const unlaunched = asked - online - awaited.length - given;
    return [
        `${online} of ${asked} online`,
        ...[...states].map(([state, those]) => `${those.length} ${state}`),
        ...(unlaunched > 0 ? [`${unlaunched} not launched yet`] : []),
        ...(given > 0 ? [`${given} given up`] : []),
    ].join(', ');
}
function seconds(ms) {
    return Math.round(ms / 1000);
}

;// CONCATENATED MODULE: ./src/core/start/slot.js

function newSlot(index) {
    return {
        index,
        awaited: undefined,
        wasRegistered: false,
        place: 0,
        told: [],
        relaunchedBecause: [],
        relaunches: 0,
        lastRelaunch: '',
        askings: 0,
        failure: undefined,
    };
}
/** A failure of a slot with what was tried before it: the capacities that had no room, and the launches. */
function withHistory(failure, slot, capacity) {
    const { told, relaunches, lastRelaunch, askings } = slot;
    if (!(failure instanceof errors/* RunnerError */.Rn) || told.length + relaunches + askings === 0)
        return failure;
    const last = [
        failure.message,
        ...(relaunches > 0
            ? [`It had been launched again ${times(relaunches)} before (max-relaunches). The last time: ${lastRelaunch}`]
            : []),
        ...(askings > 0 ? [`It had been asked for again ${times(askings)} (max-relaunches).`] : []),
    ].join(' ');
    const entries = [...told, { capacity, message: last }].map((entry) => `\n- ${entry.capacity}: ${entry.message}`);
    const message = failure.kind === 'capacity'
        ? `None of the ${entries.length} capacities asked for has room:${entries.join('')}`
        : `The runner did not come on the last of ${entries.length} capacities:${entries.join('')}`;
    return new errors/* RunnerError */.Rn({
        kind: failure.kind,
        message: told.length === 0 ? last : message,
        hint: failure.hint,
        hadNoEffect: failure.hadNoEffect,
        about: [...told.flatMap(({ about }) => about), ...failure.about],
        cause: failure,
    });
}
function times(count) {
    return `${count} time${count === 1 ? '' : 's'}`;
}

;// CONCATENATED MODULE: ./src/core/start/slot-launches.js



/**
 * While more registrations than this are still to be made, nothing is launched: GitHub takes 80 a minute and has been
 * seen removing idle runners after 2 minutes, so that those launched first would be gone when the last one comes.
 */
const HOLD_ABOVE = 80;
/** After so long the last capacity that refused for lack of room is asked again, milliseconds; twice as long each time. */
const ROOM_AGAIN_AFTER_MS = 15_000;
const ROOM_AGAIN_AFTER_MS_AT_MOST = 60_000;
/** So often at most: that takes less than four minutes, and a JIT config lives 5 by the shortest of reports. */
const ASKINGS_AT_MOST = 5;
/** How soon a removal that failed is done once more, milliseconds. */
const REMOVE_AGAIN_AFTER_MS = 10_000;
/** The launches and removals of a start that are under way, and the capacity that each slot has come to. */
class SlotLaunches {
    #options;
    #onFailure;
    #underWay = new Set();
    /** No launch goes on from here. */
    #isOver = false;
    /** A launch was refused for what is the same for all: no other is tried. */
    #refusal;
    /** The first capacity that has not left compute without room. */
    #firstPlace = 0;
    #change = Promise.withResolvers();
    /** @param onFailure called with what another capacity does not heal */
    constructor(options, onFailure) {
        this.#options = options;
        this.#onFailure = onFailure;
    }
    get areUnderWay() {
        return this.#underWay.size > 0;
    }
    /** Resolves when something that is under way has come further. */
    get change() {
        return this.#change.promise;
    }
    /** The capacity that a slot is launched on. */
    capacityOf({ place }) {
        return this.#options.ports.provider.capacities[place] ?? '';
    }
    /** Whether there is another capacity after the slot's. */
    hasNext({ place }) {
        return this.#options.ports.provider.capacities[place + 1] !== undefined;
    }
    /** Begins a launch of the slot, after `before`. */
    launch(slot, before = async () => undefined) {
        const { launch, progress, ports } = this.#options;
        slot.awaited = undefined;
        this.#begin(async () => {
            try {
                await before();
                const launched = await launch(this.#launchOf(slot));
                progress.launched(launched, this.capacityOf(slot));
                slot.awaited = awaitedSince(launched, ports.clock.now(), ports.random.fraction());
            }
            catch (error) {
                this.#failed(slot, error);
            }
        });
    }
    /** Removes what there is of the slot's launches, and launches it once that is done. */
    launchAgain(slot) {
        this.launch(slot, () => this.#options.giveUp(slot.index));
    }
    /**
     * Removes what there is of a slot that will not come; what fails is done once more, if that may help. What cannot be
     * removed stays in the book, and has been told.
     */
    remove(slot) {
        slot.awaited = undefined;
        const { giveUp, ports } = this.#options;
        this.#begin(async () => {
            try {
                await giveUp(slot.index);
            }
            catch (failure) {
                const cause = failure instanceof errors/* RunnerError */.Rn ? failure.cause : undefined;
                if (cause instanceof errors/* RunnerError */.Rn && cause.kind !== 'transient')
                    return;
                await ports.clock.sleep(REMOVE_AGAIN_AFTER_MS);
                await giveUp(slot.index).catch(() => undefined);
            }
        });
    }
    /** Takes the next capacity, if there is one: that uses up no relaunch. */
    moveOn(slot, failure) {
        if (!this.hasNext(slot))
            return false;
        const capacity = this.capacityOf(slot);
        slot.told.push({ capacity, message: failure.message, about: failure.about });
        slot.relaunchedBecause.push(`${capacity}: ${failure.message}`);
        slot.place += 1;
        const next = this.capacityOf(slot);
        this.#options.ports.log.info(`${failure.message} Capacity ${capacity} has no room: trying ${next}.`);
        return true;
    }
    /** The slot's capacity has left it without room: what is launched from now on need not wait there in vain as well. */
    avoidPlaceOf({ place }) {
        this.#firstPlace = Math.max(this.#firstPlace, place + 1);
    }
    /** Nothing is launched any more; what is under way ends by itself. */
    abandon() {
        this.#isOver = true;
        this.#changed();
    }
    /** Resolves when nothing is under way any more. */
    async settle() {
        await Promise.all(this.#underWay);
    }
    #launchOf(slot) {
        const assertWanted = () => {
            if (this.#isOver)
                throw new Abandoned();
            if (this.#refusal !== undefined)
                throw this.#refusal;
        };
        return {
            index: slot.index,
            capacity: () => {
                this.#skipFullPlaces(slot);
                return this.capacityOf(slot);
            },
            assertWanted,
            hold: async () => {
                slot.wasRegistered = true;
                this.#changed();
                while (this.#mustHold())
                    await this.change;
                assertWanted();
            },
            onNoRoom: (refusal) => this.moveOn(slot, refusal),
            waitForRoom: (refusal) => this.#waitForRoom(slot, refusal),
        };
    }
    /** What has no room now may have it soon: a refusal did nothing, so that the same launch may be asked for again. */
    async #waitForRoom(slot, refusal) {
        const { maxRelaunches, deadline, ports } = this.#options;
        const { clock, log } = ports;
        const atMost = Math.min(maxRelaunches, ASKINGS_AT_MOST);
        const waitMs = Math.min(ROOM_AGAIN_AFTER_MS * 2 ** slot.askings, ROOM_AGAIN_AFTER_MS_AT_MOST);
        const until = clock.now() + waitMs;
        if (slot.askings >= atMost || until >= deadline)
            return false;
        slot.askings += 1;
        slot.relaunchedBecause.push(refusal.message);
        log.info(`${refusal.message} Asking for it again in ${waitMs / 1000} s (${slot.askings} of at most ${atMost}).`);
        while (!this.#isOver && clock.now() < until)
            await (0,waiting/* sleepUnless */.uj)(clock, until - clock.now(), this.change);
        return true;
    }
    #mustHold() {
        if (this.#isOver)
            return false;
        const left = this.#options.slots.filter(({ wasRegistered, failure }) => !wasRegistered && failure === undefined);
        return left.length > HOLD_ABOVE;
    }
    #skipFullPlaces(slot) {
        for (; slot.place < this.#firstPlace; slot.place += 1) {
            slot.told.push({
                capacity: this.capacityOf(slot),
                message: 'it left other runners of this start without room.',
                about: [],
            });
        }
    }
    #failed(slot, error) {
        if (error instanceof Abandoned)
            return;
        // Refused, but perhaps not the first sending of it: what there may be of it goes first.
        if (error instanceof errors/* RunnerError */.Rn && error.kind === 'capacity' && this.moveOn(slot, error)) {
            this.launchAgain(slot);
            return;
        }
        const isForAll = error instanceof errors/* RunnerError */.Rn && (error.kind === 'configuration' || error.kind === 'permission');
        if (isForAll)
            this.#refusal ??= error;
        this.#onFailure(slot, error);
    }
    #begin(work) {
        const running = work().finally(() => {
            this.#underWay.delete(running);
            this.#changed();
        });
        this.#underWay.add(running);
    }
    #changed() {
        this.#change.resolve();
        this.#change = Promise.withResolvers();
    }
}
/** A launch that nobody wants any more: the start has ended. */
class Abandoned extends Error {
    name = 'Abandoned';
}

;// CONCATENATED MODULE: ./src/core/start/online.js








/** How soon a last look that failed is made again, milliseconds. */
const LAST_LOOK_AGAIN_MS = 1500;
/** How long the requests of the last look may be tried again when the timeout has come, milliseconds. */
const LAST_LOOK_MS = 20_000;
/**
 * Launches runners and waits until every one is online on running compute, in one loop over the provider and GitHub. A
 * runner that vanished or died is launched again while its budget lasts, and one that finds no room goes to the next
 * capacity. Where fewer are a success, those that do not come are removed and the rest go on.
 * @throws the first failure that cannot be healed, once no launch is under way any more
 */
function bringOnline(options) {
    return new Bringing(options).run();
}
class Bringing {
    #options;
    #slots;
    #progress;
    #looks;
    #launches;
    #failure;
    #hasFailed = false;
    #noLastLookBefore = 0;
    #missing = [];
    constructor(options) {
        this.#options = options;
        this.#slots = Array.from({ length: options.count }, (_, index) => newSlot(index));
        this.#progress = new Progress(options);
        this.#looks = new Looks({ ...options, progress: this.#progress });
        const shared = { ...options, slots: this.#slots, progress: this.#progress };
        this.#launches = new SlotLaunches(shared, (slot, error) => this.#fail(slot, error));
    }
    async run() {
        for (const slot of this.#slots)
            this.#launches.launch(slot);
        try {
            while (!(await this.#isComplete())) {
                if (this.#clock.now() >= this.#options.deadline) {
                    if (!(await this.#cameLate()))
                        await this.#endInTime();
                    break;
                }
                const outOfTime = this.#slots.filter((slot) => this.#clock.now() >= this.#roomUntil(slot));
                await this.#telling(outOfTime.length > 0
                    ? this.#looks.now(outOfTime.flatMap(({ awaited }) => awaited ?? []))
                    : this.#looks.look(this.#awaited()));
                this.#heal();
                this.#tell();
                await this.#sleep();
            }
        }
        finally {
            // What has not begun never does; what is under way is written down by the time that cleaning up begins.
            this.#launches.abandon();
            await this.#launches.settle();
            this.#tell();
        }
        return this.#result();
    }
    get #clock() {
        return this.#options.ports.clock;
    }
    #awaited() {
        return this.#slots.flatMap(({ awaited }) => (awaited === undefined ? [] : [awaited]));
    }
    /** Whether all that still may come has come, and is still there. @throws where the start has failed */
    async #isComplete() {
        if (this.#hasFailed)
            throw this.#failure;
        const failures = this.#slots.map(({ failure }) => failure);
        if (failures.every((failure) => failure !== undefined))
            throw noneCame(failures);
        return this.#mayBeComplete() && this.#lastLook();
    }
    /** Removals may take long: they are through before the last look. */
    #mayBeComplete() {
        if (this.#clock.now() < this.#noLastLookBefore || this.#launches.areUnderWay)
            return false;
        return this.#slots.every(({ awaited, failure }) => failure !== undefined || (awaited && isReady(awaited)));
    }
    async #lastLook() {
        await this.#explainMissing();
        const awaited = this.#awaited();
        const wasMade = await this.#telling(this.#looks.last(awaited));
        if (!wasMade)
            this.#noLastLookBefore = this.#clock.now() + LAST_LOOK_AGAIN_MS;
        const isSure = wasMade && awaited.every(isReady);
        if (!isSure && this.#clock.now() < this.#options.deadline)
            this.#heal();
        return isSure;
    }
    /** The timeout came: what has come since its last look is looked for once more, where looks are answered at all. */
    async #cameLate() {
        if (this.#launches.areUnderWay || this.#looks.failedLook !== undefined)
            return false;
        this.#options.ports.patience?.extend(LAST_LOOK_MS);
        await this.#looks.now(this.#awaited().filter((one) => !isReady(one)));
        return !this.#hasFailed && this.#mayBeComplete() && this.#lastLook();
    }
    /** The timeout came: what is online is enough where fewer are a success; all else has failed. */
    async #endInTime() {
        const { allowPartial, ports } = this.#options;
        this.#launches.abandon();
        await this.#launches.settle();
        // A launch that was under way says better what took so long.
        if (this.#hasFailed)
            throw this.#failure;
        const failure = this.#withFailedLook(timedOut(this.#awaited(), this.#options, ports));
        if (!allowPartial) {
            // What a look has found of a runner says more than that the time is up.
            const dead = this.#slots.find(({ awaited }) => awaited?.failure !== undefined);
            const [only] = this.#slots;
            if (dead !== undefined)
                throw this.#withHistory(dead.awaited?.failure, dead);
            throw only && this.#slots.length === 1 ? this.#withHistory(failure, only) : failure;
        }
        // First what is late, for the last look is to come just before the success.
        await this.#giveUpUnless((awaited) => isReady(awaited), failure);
        ports.patience?.extend(LAST_LOOK_MS);
        const wasMade = await this.#looks.last(this.#awaited().filter(isReady));
        await this.#giveUpUnless((awaited) => wasMade && isReady(awaited), wasMade ? failure : this.#looks.failedLook);
        if (this.#slots.every((slot) => slot.failure !== undefined))
            throw noneCame(this.#slots.map((slot) => slot.failure));
    }
    /** Where the last look failed, that is why nobody knows better. */
    #withFailedLook(failure) {
        const { failedLook } = this.#looks;
        return failedLook === undefined ? failure : (0,errors/* combined */.yX)(failedLook, failure);
    }
    /** Removes all others, and says why they did not come. */
    async #giveUpUnless(isThere, failure) {
        for (const slot of this.#slots) {
            const { awaited } = slot;
            if (slot.failure !== undefined || (awaited !== undefined && isThere(awaited)))
                continue;
            this.#giveUp(slot, awaited?.failure ?? failure);
        }
        // One after the other: to find out keeps the process busy, and the removals' requests must have gone out.
        await this.#launches.settle();
        await this.#explainMissing();
    }
    /** Before the last look, since it takes a while; where none came that is an error of its own. */
    async #explainMissing() {
        const failures = this.#slots.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
        if (failures.length === this.#missing.length || failures.length === this.#slots.length)
            return;
        this.#missing = await this.#options.explainMissing(failures);
    }
    #result() {
        const runners = this.#slots.flatMap(({ awaited, failure, relaunchedBecause }) => awaited === undefined || failure !== undefined
            ? []
            : [{ ...awaited.launched, compute: awaited.compute, relaunchedBecause }]);
        return { runners, missing: this.#missing };
    }
    /** Launches what will not come again, where that may help. */
    #heal() {
        for (const slot of this.#slots) {
            const { awaited, failure } = slot;
            if (awaited === undefined || failure !== undefined || this.#hasFailed)
                continue;
            this.#giveUpWaitingForRoom(slot, awaited);
            if (awaited.failure !== undefined)
                this.#healSlot(slot, awaited.failure);
        }
    }
    /** A capacity that lets compute wait for room too long is given up, as long as there is another one. */
    #giveUpWaitingForRoom(slot, awaited) {
        if (awaited.failure !== undefined || this.#clock.now() < this.#roomUntil(slot))
            return;
        awaited.failure = stillWithoutRoom(awaited, this.#options.ports);
        this.#launches.avoidPlaceOf(slot);
    }
    /** Epoch milliseconds until which the slot's compute may wait for room; Infinity where nothing limits that. */
    #roomUntil(slot) {
        const { awaited } = slot;
        if (awaited?.compute.isWaitingForRoom !== true || !this.#launches.hasNext(slot))
            return Infinity;
        return awaited.launchedAt + this.#options.capacityTimeoutMs;
    }
    #healSlot(slot, failure) {
        const { maxRelaunches, ports } = this.#options;
        const mayHelp = failure.kind === 'transient' || failure.kind === 'capacity';
        if (failure.kind === 'capacity' && this.#launches.moveOn(slot, failure)) {
            this.#launches.launchAgain(slot);
        }
        else if (mayHelp && slot.relaunches < maxRelaunches) {
            slot.relaunches += 1;
            slot.lastRelaunch = failure.message;
            slot.relaunchedBecause.push(failure.message);
            ports.log.info(`${failure.message} Launching it again (${slot.relaunches} of at most ${maxRelaunches}).`);
            this.#launches.launchAgain(slot);
        }
        else {
            this.#fail(slot, failure);
        }
    }
    #withHistory(failure, slot) {
        return withHistory(failure, slot, this.#launches.capacityOf(slot));
    }
    /** The slot will not come: so fails the start, unless fewer are a success. */
    #fail(slot, error) {
        const failure = this.#withHistory(error, slot);
        if (this.#options.allowPartial && failure instanceof errors/* RunnerError */.Rn) {
            this.#giveUp(slot, failure);
            return;
        }
        if (!this.#hasFailed)
            this.#failure = failure;
        this.#hasFailed = true;
        this.#launches.abandon();
    }
    #giveUp(slot, failure) {
        slot.failure = failure;
        this.#launches.remove(slot);
    }
    #tell() {
        const awaited = this.#awaited();
        const waiting = awaited.filter((one) => !isReady(one));
        this.#progress.tell({
            asked: this.#slots.length,
            online: awaited.length - waiting.length,
            awaited: waiting,
            given: this.#slots.filter(({ failure }) => failure !== undefined).length,
        });
    }
    /** Waits for a look, which may be tried again, and wait out a rate limit; a start that has failed waits for none. */
    #telling(look) {
        return meanwhile(look, {
            clock: this.#clock,
            next: () => this.#progress.nextHeartbeat,
            change: () => this.#launches.change,
            onNext: () => this.#tell(),
            assertWanted: () => {
                if (this.#hasFailed)
                    throw this.#failure;
            },
        });
    }
    /** Until the next thing that is due, or until a launch has ended. */
    async #sleep() {
        if (this.#hasFailed || this.#mayBeComplete())
            return;
        const now = this.#clock.now();
        const until = Math.min(this.#looks.next(this.#awaited()), ...this.#slots.map((slot) => this.#roomUntil(slot)), this.#progress.nextHeartbeat, this.#options.deadline, this.#noLastLookBefore > now ? this.#noLastLookBefore : Infinity);
        if (until <= now)
            return;
        await (0,waiting/* sleepUnless */.uj)(this.#clock, until - now, this.#launches.change);
    }
}
/** Online, or with its job, and nothing is known against it. */
function isReady({ onlineAt, hasJob, failure }) {
    return failure === undefined && (onlineAt !== undefined || hasJob);
}

;// CONCATENATED MODULE: ./src/core/start/partial.js


/** What could not be removed of runners that were given up is for others: post leaves a start alone that is a success. */
function tellOfRest(options) {
    const { online, ledger, ports } = options;
    const names = new Set(online.map(({ registration }) => registration.name));
    const rest = ledger.launches.map(({ runnerName }) => runnerName).filter((name) => !names.has(name));
    if (rest.length === 0)
        return;
    ports.log.warning(`Something may be left of runners that were given up: ${rest.join(', ')}. stop-runner for this workflow run, or a ` +
        'sweep, removes it.');
}
/** So many of the runners that did not come are looked into: of one start they usually fail for the same reasons. */
const INVESTIGATED_AT_MOST = 3;
/** Why runners did not come; of each kind of reason the first is looked into. */
async function whyMissing(failures, ports) {
    const distinct = [...new Set(failures)];
    const kindOf = (failure) => (failure instanceof errors/* RunnerError */.Rn ? failure.hint : failure);
    const kinds = [...Map.groupBy(distinct, kindOf).values()];
    const chosen = new Set(kinds.map(([first]) => first).slice(0, INVESTIGATED_AT_MOST));
    const looked = { ...ports, removal: Promise.resolve() };
    const texts = await Promise.all(distinct.map(async (failure) => (0,errors/* explain */.WE)(chosen.has(failure) ? await investigated(failure, looked) : failure)));
    return failures.map((failure) => texts[distinct.indexOf(failure)] ?? '');
}

;// CONCATENATED MODULE: ./src/core/start/start.js









/**
 * Starts runners and returns when all are online. Where that cannot come, everything made is removed before the error is
 * thrown; where the process is killed, the saved state tells {@link cleanUpStart} what there may be.
 */
async function startRunners(request, ports) {
    const { clock, log } = ports;
    const began = clock.now();
    const deadline = began + request.timeoutMs;
    const ledger = new start_ledger/* Ledger */.O(ports.state);
    ledger.open((0,identity/* startKey */._L)(request.start));
    try {
        await prepareBoth(ports);
        if (clock.now() >= deadline)
            throw preparedTooLate(request);
        const context = { request, deadline, ledger, ports, registering: new at_once/* AtOnce */.F(), launching: new at_once/* AtOnce */.F() };
        const removing = new at_once/* AtOnce */.F();
        const { runners, missing } = await bringOnline({
            ...request,
            // Of one runner, none is not fewer.
            allowPartial: request.allowPartial && request.count > 1,
            began,
            deadline,
            ports,
            launch: (launch) => launchRunner(context, launch),
            explainMissing: (failures) => whyMissing(failures, ports),
            giveUp: (index) => removing.run(() => giveUp({ request, index, deadline, ledger, ports })),
        });
        tellOfRest({ online: runners, ledger, ports });
        return { label: request.label, runners, missing, seconds: Math.round((clock.now() - began) / 100) / 10 };
    }
    catch (error) {
        const removal = removeWhatWasMade({ request, ledger, ports });
        const [explained] = await Promise.all([investigated(error, { ...ports, removal }), removal]);
        log.info('Nothing of this start is left unless a warning above says so.');
        throw explained;
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
/**
 * Removes what there is of a runner that will not come, before it is launched again: two of a slot must never both take a
 * job. What was asked for and never answered is looked for as well.
 */
async function giveUp(options) {
    const { request, index, deadline, ledger, ports } = options;
    const launches = ledger.launchesOf(index);
    if (ports.clock.now() >= deadline)
        ports.patience?.extend((0,cleanup/* removalMs */.z)(request.count));
    const { isCertain, problems, failure } = await (0,cleanup/* cleanUpStart */.b)({
        start: request.start,
        launches,
        reason: 'ecs-github-runner: given up',
        ports,
    });
    for (const problem of problems)
        ports.log.warning(problem);
    // What could not be removed stays in the book for the end of the start.
    if (problems.length === 0)
        for (const { runnerName } of launches)
            ledger.forget(index, runnerName);
    else if (!isCertain)
        throw notRemoved(problems, failure);
}
function notRemoved(problems, cause) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `A runner that did not come could not be removed, so it was not launched again: ${problems.join(' ')}`,
        hint: 'Run stop-runner for this workflow run, then run the start job again.',
        about: [],
        cause,
    });
}
async function removeWhatWasMade(options) {
    const { request, ledger, ports } = options;
    const { launches } = ledger;
    ports.patience?.extend((0,cleanup/* removalMs */.z)(request.count));
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

// EXTERNAL MODULE: ./src/wiring/aws-settings.js + 2 modules
var aws_settings = __webpack_require__(6279);
// EXTERNAL MODULE: ./src/wiring/connections.js + 18 modules
var connections = __webpack_require__(6827);
// EXTERNAL MODULE: ./src/wiring/github-credentials.js
var github_credentials = __webpack_require__(5951);
// EXTERNAL MODULE: ./src/wiring/retry-budget.js
var retry_budget = __webpack_require__(639);
// EXTERNAL MODULE: ./src/wiring/runtime.js
var runtime = __webpack_require__(283);
// EXTERNAL MODULE: ./start-runner/inputs.js
var inputs = __webpack_require__(2478);
;// CONCATENATED MODULE: ./start-runner/report.js
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

;// CONCATENATED MODULE: ./runner/injected.js
/** The injected form of runner/start.sh, gzip in base64; made by script/generate.ts. */
const packedStartScript = 'H4sIAAAAAAACA41WbXPiNhD+rl+xcZ0YyDhAcndpSZ0OJb6UlkAGSHNt7uox9gI6bImRRLibwH/vSLaDSdKZfsJIz75oX57dKWVUzitVeCIYzTlYGEl3RtV8NXHFijEULbCfmj/UYAsV/EYVRDxGfXR4CLVt1SLm0CoOLLIlOBNBxNmUzrx2Z9wd9EfB8K7f94dBt397Nw5+7447g/7H7rVBCs6VZz/liOFgMG659TlPsZ7Z35IHcGOw7AJswRfYbGBqPAfrwztgHKY8iVHADqSlvpWktLYTOX8p/F4LZ1dA2U7+AqgENUfInADKpAqTBGONUnMqgabhDH+xCJ3Cg37/we7ZWwu+XGhpRqIluMuyGyfIHq2XByc4ExacXtZjfKyzVZJoH1tw+RaMVFZpKBfQOD+HoyNYCsrUFJzP7FB6h/Izc7JHZJ68duzypVKrCpsNeQ7IjxCFjHEFa0EVguLlmOI3jADZI7irPSuTUM7Bfvq1Pfot8D/5nTud9WA0Hnb7161jN9pqP96+de3G1iJTSqIY3Nu9NB8dwcMD2JUoVKA9LQeoCp4HtZIPXg2+7Kf2g05tCWGZcpMqVOjZlXShMF2CG1dLQs7u+Wm4QAhBg7gIxfe8whySLmIqsqQ++dfD4H4w/CP4OOhd+cOWF6y5WGwtor3dwEzgElwfnH8q7fvRxu+MqkFn0B+3u7rUP69rd8Ouo7P8Qk89eNWFFklDsdB9uqsL85S63bQuYEuoDDQCY4N5ABfhBUrX5JYwrtC0u0C5SpRnN/PG14g9xRlAN/Q6VFHGEQmPwgQSyhCya/2jQqGk1zCqwTn/YPomoVKh7pxpSBOMHbKe00RLhTG4IlOx2ZjW0d/Gu5iTKJQI5gQoIzXn7xYMV4xRNoOvfNICp1Y1kdD//sMgsjhr05TG7lc+ccjFRabpdz4Bp+ZAxNNlggpjWFM1z19idEOmsqHVQ8wZOmCEO5wxjLSE4nBN1W+riUanj1D0ZVahhaWecUZ7PeVC25Xa8eccgaQsMu+PQ4VwfCj3Q2+urcxvgTMqlQgV5QzmoYQJIoMYzQN2Lp+fZnRVRlMJs90bRiilPu1wNk1opACF4KKk4R2EjKs5ioL0tDWtVGaSuR4qIcalwCjU8QhZnLeMU4MN1JzS3SMKY1GPiPzW2DQzpAXnTrVI4fs8qCBwupIoM4ot5Pm0RMV5Os3YMelrgEC1Eky/RPNFXpgHHtSy2suJ4f/GaZhVtE5ebrFWhUrl+LgodfgZmo2q4Q1TilKtooWWRRlGRFdNmamyckUWky2Rii9NHz3kzbmef88n0oImScF+K7Y3DEiO9Oyn/Kvl2s0tMU0/WcnvRuWuuHTt6tYquLO+FDyqPzTcn77U6lEam+7aGzagBDifGw444GTMatm391f1CWX1oYnByT0XCxRgaZrNZzyNE/QyEuxe9fxg3L3xB3fj4Kbbvxv7o5Z72siACZ2iomkBvml/Cnrdj77G78BnP+XoCRfMsytFZ1RJHhPPcaCIhOMQJcIlODqiYDXfnYH+WmIMk+8w6l6P/eGN5YD+2UeeNV4gu/2x5UC3Pyb4bcmFgnwTuWn379q93l/BeNi+DUbda6/5AtHu9Qb3erVpj/Tasrt/sfUM/fHdsB/86Q9HevBd+bdDv9Me+1eB/6k7DjqDK99rEokK3JSc5IsKXMJlRSHCZcXQb7UKp5dHTTh6Dod9YGSOU7IMpUTNwBnHmlJyG6VqMtTK+HovrIZkvKxEXpNPtVhsdmWarzS6FTKL8DOcvs8aIbP5R7fXK5kllUoOPISzDJdX7BsVTzChU6hUGF+DC0UhwKUH5RKCGnxoVKu5K1lOz5v5AMghfJqN/eeDlLKVQqn7nD/qWWpMldhYN3BZpXN+vj9T1qEsJh3G0GyA1iudfZ/tJxO6lmsX3m8L93Wr5K7rteagiENuNA91Fvki0JC/rqH3GN3TUZji85JqNOYPsy4AE4mFwJkWiLKJZejtbZEp1WuXTBCX8B6OyDqkClxGTF7sA+2nObIPXnOanmqVihIUJXjQuIDsUxNj8ef4WKcp5iViQhZrrROB4SI33DhpGu1vctyr0sxXkuqWiFRvEaU763mFfa7YfwEieGN83AwAAA==';
/** The same with the hook for `credentials-for-docker-steps`. */
const packedStartScriptForDockerSteps = 'H4sIAAAAAAACA41XbXfaOhL+7l8xcZ0YyHGApG32kjr3UHBTtwRyjNN0N+36GFsEXYzEkURoN+G/7xnZDibJvnwCpGdeNHrmGTGljMpZrQ4PBklmHEySSOeOqtlq4ogVY0R0wHpov2nABmrkF1WQ8JTg0v4+NDZ109CLZrlgGhuD3Iko4WxK79xuL/RHw3EUXA+HXhD5w6vrMPrih73R8JN/oZGCc+VaDwUiGI3CjtOc8QVp5vE3xi04KZhWCTbhJzw+wlRnDub7t8A4THmWEgFbEFr9qlihtyM5e278Do3zLaBsa38GVIKaEciTAMqkirOMpIhSMyqBLuI78qdp0Cnc4vn3tsfemPDzDK2ZkSzBWVbTOCLs3ny+cETuhAnH582U3DfZKsswxw6cvwYzaqtFLOfQOj2FgwNYCsrUFOwfbF+6+/IHs/ND5Jm8TOz8uVOzDo+PxlNB/gZJzBhXsBZUEVC8WlPyiyRA2D04q50ok1jOwHr42B1/jrzvXu8abz0ah4E/vOgcOskG83h917FaG9OYUiNJwbnaueaDA7i9BauWxAow02qB6uC60Kjk4Dbg5+7VvserrSBMTTepYkVcq7aYK7JYgpPWK0b29viLeE4gBgRxEYvfBcNsYzFPqcgv9cG7CKKbUfA1+jQa9L2g40ZrLuYb08BsH+FOkCU4Htj/rHVvxo9eb1yPeqNh2PWR6j/WjevAt/GWn/lpRi+68IlnCO0FXt8bhn53MI4+jYKoP+p99YJoHHpXYxNcUGJFtgyMVUkkffbmjPO57oQPH2xv2LcNFi+I270ZV3KrRgi8QTf0v3nRdeBjV/1LkwqNNkU35crR6cRp6iA3O50C8OZNo7kx/5uRpYNvt5CeF374+fpj5A2/PZniqT+PRl9LW+ShJp1DOCzpkkxjmlVxhjfsG+TXkgsF5aJrPZMjXIy+jD5G47AbhF4f/se++7KKyNxFLOaooNuOzSFW2zyDjUFlhAiSaswtOASeofCuNgbjimghFkSuMuVa7UKSEbHjOAeg1K5jleTqnfEkziCjjEC+jR8qFkq6Le0a7NP3WtEyKhVBTcOakdQ21jOaoVWcgiNyF4+Pmmz4XWeXciOJJQG9ApQZDfsfHQhWjFF2B3/xSQfsRl1XAn/9h4CEpbmALmjq/MUntnF2lnv6widgN2xI+GKZEUVSWFM1K06ifUPusoXuIeWM2KCNe5wxkqCF4nBB1efVBNGLeygVM9eOMtJAJ4NZT7nAuBITf7ojkJQl+vxprAgc7svd0uttM89bkDsqlYgV5QxmsYQJIQxSog+wTfn0OB8kVTSVcLc9w5hIias9zqYZTRQQIbioeHgLMeNqRkQ5jjAaOpW5ZeGHSkjJUpAkxnrELC3EzG7AIzTsyt49EToiDu9iV8fU070Dp3a9vMJ3RVFBkOlKEpkPv9KeTytDsrhO/SDQ19cCQdRKMDwJKnlBzD0XGjn3Csn+f+sU5IzGyysiNupQqx0ellSHD9Bu1bWiaypKtUrmaEtknBjImuoMyelKWGpsDKn4UvfRbdGc69nvQmzmNMvKubRiO2PaKJCu9VB86zhWe2Popp+s5G/tcksu5C62VjnVmkvBk+Zty/njZ6OZLFLdXTvPAFAC7B8tG2yw85lnWlc3/eaEsmaga3B0w8WcCDBxABavL5pmKKoofH5/4EWhf+mNrsPo0h9eh9644xy3cmBGp0TRRQm+7H6PBv4nD/Fb8MkfBXrCBXOtWtkZdaOoiWvbUFbCtg0l4iXYWFEw229PAL8tSQqT3zD2L0IvuDRtwI9d5EnrGdIfhqYN/jAshbyQ5cvu8Lo7GPw9CoPuVTT2L9z2M0R3MBjdoIp3x/ig3O4/E/jAC6+DYfTNC8b4JOl7V4HX64ZeP/K++2HUG/U9t21IosBZGEfFExLO4bymCIHzmpbfeh2Ozw/acPBUDmtP2xwujGUsJUEFzjVWU8lpVdikpZXx9U5Ztci4OUVeik+9fApsaVqMemyFPCJ8gON3eSPkMb/6g0ElrFGrFcB9OMlxBWNfYbxBMjqFWo3xNThQEgHOXahSCBrwvlWvF6nkd3raLgZAAeHT/EH2tLCgbKWIxD7n9/jK0aEqaowNXHVpn57uzpR1LMtJR1JotwD9Sns3Z+tBl67jWGX2mzJ9bJUidXxw7pV1KIIWpc4rXxYaitO18IWJPZ3EC/L090F7LA5mngHJJCkNTtAgySeWlrfXTaYUnxUyI2QJ7+DAWMdUgcMMfS/WHuapl6y9l5qGU61WU4ISCS60ziD/isJY/jg8xGtKeUWYCEvR60SQeF4Ebh21tfdXNe4FNYsnSX1jiAW+Iip75tOfiyfG/hv90DV+dg4AAA==';

;// CONCATENATED MODULE: ./start-runner/start-command.js

/** The container's command when the start script is injected. */
const START_COMMAND = commandOf(packedStartScript);
/** The same with `credentials-for-docker-steps`. */
const START_COMMAND_FOR_DOCKER_STEPS = commandOf(packedStartScriptForDockerSteps);
/**
 * bash unpacks the script and becomes it. It needs base64 (coreutils) and gzip; where one is missing, exit code 69 says so
 * instead of a 0 for an empty script.
 */
function commandOf(packed) {
    return ['bash', '-c', `eval "$(base64 -d<<<${packed}|gzip -d||echo exit 69)"`];
}

// EXTERNAL MODULE: ./src/actions/summary/durations.js
var durations = __webpack_require__(6118);
// EXTERNAL MODULE: ./src/actions/summary/gantt.js
var gantt = __webpack_require__(9957);
;// CONCATENATED MODULE: ./src/actions/summary/phases.js
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

;// CONCATENATED MODULE: ./src/actions/summary/launches.js




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
/** Credentials are asked for by the first that needs them: their time is not its own. */
function accessSpans({ access }) {
    const needs = {
        'Task definition': ['OIDC', 'STS'],
        'GitHub secret': ['OIDC', 'STS'],
        'Runner group': ['GitHub secret', 'App token'],
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

;// CONCATENATED MODULE: ./start-runner/summary.js




/** GitHub shows nothing of a summary with more than 1 MiB: so many launches are told one by one. */
const LAUNCHES_AT_MOST = 300;
/** So many reasons for a second launch are told. */
const summary_REASONS_AT_MOST = 30;
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
        `In ${(0,summary_text/* code */.aY)(provider.place)}, on ${capacities(ready)}. Each takes exactly one job, one that says:`,
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
        ...missingRunners(result),
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
        cameTo(track),
        (0,durations/* durationCell */.D3)(wholeTime(spans)),
        track.registrationId === undefined ? 'none known' : (track.removal.registration ?? 'not deleted'),
        track.compute === undefined ? 'none known' : (track.removal.compute ?? 'not stopped'),
    ]);
    const more = launches.length - rows.length;
    return [
        `### The start of ${count === 1 ? 'a runner' : `${count} runners`} failed after ${(0,durations/* duration */.p0)(now - timeline.began)}`,
        '',
        '**Why:**',
        '',
        ...(0,summary_text/* block */.om)(error),
        `In ${(0,summary_text/* code */.aY)(provider.place)}. ${launches.length === 0 ? 'Nothing was launched.' : 'What it made, and what became of that:'}`,
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
    return compute === undefined ? '' : (0,summary_text/* code */.aY)(compute.capacity) || 'cluster default';
}
function cameTo({ onlineAt, states }) {
    return onlineAt === undefined ? (0,summary_text/* code */.aY)(states.at(-1)?.state ?? '') || 'not launched' : 'online';
}
/** The task's id alone: cluster and region stand above. */
function taskName({ compute }) {
    return (0,summary_text/* code */.aY)(compute?.id.split('/').at(-1) ?? '');
}
/** Why fewer runners came than were asked for, each reason with how often it was given. */
function missingRunners({ missing }) {
    const counts = [...Map.groupBy(missing, (reason) => reason)].map(([reason, all]) => ({ reason, times: all.length }));
    if (counts.length === 0)
        return [];
    const shown = counts
        .slice(0, summary_REASONS_AT_MOST)
        .map(({ reason, times }) => `${times > 1 ? `${times} times: ` : ''}${reason}`);
    const more = counts.length > shown.length ? [`And ${counts.length - shown.length} more: see the log.`, ''] : [];
    return [
        `**${missing.length} did not come**, and nothing is left of them unless a warning in the log says so:`,
        '',
        ...shown.flatMap((reason) => (0,summary_text/* block */.om)(reason)),
        ...more,
    ];
}
function reasons({ runners }) {
    const all = runners.flatMap(({ registration, relaunchedBecause }) => relaunchedBecause.map((reason) => `- Before ${(0,summary_text/* code */.aY)(registration.name)}: ${(0,summary_text/* code */.aY)(reason)}`));
    if (all.length === 0)
        return [];
    const more = all.length > summary_REASONS_AT_MOST ? [`- And ${all.length - summary_REASONS_AT_MOST} more: see the log.`] : [];
    return ['Launched again, because a launch before had failed:', '', ...all.slice(0, summary_REASONS_AT_MOST), ...more, ''];
}

;// CONCATENATED MODULE: ./start-runner/main.js

















/** A warning is read, not studied. */
const main_REASONS_AT_MOST = 5;
/** The main step: starts a runner, or fails with the reason and leaves nothing behind. */
async function main(environment) {
    try {
        const startCommand = { plain: START_COMMAND, forDockerSteps: START_COMMAND_FOR_DOCKER_STEPS };
        await start((0,inputs/* readStartInputs */.a)({ environment, startCommand }));
    }
    catch (error) {
        await (0,failure/* failStep */.v)(error, (text) => (0,summary_text/* failedSummary */.kx)('The start failed', text));
    }
}
async function start(inputs) {
    const { context, count } = inputs;
    const timeline = new report_timeline/* Timeline */.K(runtime/* systemClock */.m);
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
    if (result.missing.length > 0)
        warnOfMissing(result, count);
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
        allowPartial: inputs.allowPartial,
        capacityTimeoutMs: inputs.capacityTimeoutMs,
        maxRelaunches: inputs.maxRelaunches,
        lifetimeMs: inputs.lifetimeMs,
    };
}
/** Wires the ports of a start, for its main and its post step. What they do and when goes into the timeline. */
function startPorts(inputs, timeline) {
    const patience = new retry_budget/* Patience */.i(runtime/* systemClock */.m, inputs.timeoutMs);
    const patienceMs = patience.leftMs;
    const { measure } = timeline;
    const { proxy } = inputs.aws;
    const aws = (0,aws_settings/* awsSettings */.T)({ access: inputs.aws, patienceMs, measure });
    const github = (0,connections/* connectGitHub */.UY)({
        scope: inputs.github.scope,
        credentials: (0,github_credentials/* credentialSource */.Ld)(inputs.github.credentials, { aws, measure }),
        connection: { apiUrl: inputs.context.apiUrl, log: io/* actionsLog */._D, patienceMs, ...(proxy && { proxy }) },
        runnerGroup: inputs.runnerGroup,
        measure,
    });
    const provider = (0,connections/* connectEcs */.Kt)({ aws, place: inputs.place, launch: inputs.launch, investigate });
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
/** Its clients of EC2, Auto Scaling and CloudWatch Logs are loaded only where a start failed. */
const investigate = async (...failure) => {
    const investigation = await __webpack_require__.e(/* import() */ 300).then(__webpack_require__.bind(__webpack_require__, 1300));
    return investigation.investigate(...failure);
};
/** Fewer runners than asked for: how many, and why, each reason once. */
function warnOfMissing({ runners, missing }, asked) {
    const reasons = [...new Set(missing)];
    const shown = reasons.slice(0, main_REASONS_AT_MOST).map((reason) => `\n- ${reason.replaceAll('\n', '\n  ')}`);
    const more = reasons.length > shown.length ? `\n- and ${reasons.length - shown.length} more` : '';
    io/* actionsLog */._D.warning(`${runners.length} of ${asked} runners are online (allow-partial); the others did not come, and nothing is left of ` +
        `them unless a warning says so:${shown.join('')}${more}`);
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
