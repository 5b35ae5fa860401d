export const id = 165;
export const ids = [165];
export const modules = {

/***/ 4853:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ID: () => (/* binding */ ID),
/* harmony export */   c: () => (/* binding */ isSharedLabel),
/* harmony export */   d: () => (/* binding */ LABEL)
/* harmony export */ });
/** A label also goes into a tag, so it may contain only what both GitHub labels and AWS tag values allow. */
const LABEL = {
    pattern: /^[A-Za-z0-9 +=._:/@-]{1,200}$/,
    words: 'up to 200 letters, digits, blanks or any of +-=._:/@',
};
/** An id also names artifacts, which refuse `/` and `:`. */
const ID = {
    pattern: /^[A-Za-z0-9 +=._@-]{1,200}$/,
    words: 'up to 200 letters, digits, blanks or any of +-=._@',
};
/** Labels that the runner program gives to runners by itself. */
const OF_EVERY_RUNNER = /^(self-hosted|linux|windows|macos|x64|x86|arm|arm64)$/i;
/** Labels of GitHub's own runners, such as `ubuntu-24.04-arm` or `windows-latest-8-cores`. */
const OF_HOSTED_RUNNERS = /^(ubuntu|windows|macos)-(latest|slim|\d{2}|\d{2}\.\d{2}|20\d{2})(-(arm|intel|large|xlarge|vs\d+|\d+-cores?))*$/i;
/** Whether other people's jobs use the label: an unrelated job then takes the runner. GitHub ignores case. */
function isSharedLabel(label) {
    return OF_EVERY_RUNNER.test(label) || OF_HOSTED_RUNNERS.test(label);
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
/* harmony import */ var _util_polling_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1892);
/* harmony import */ var _util_semaphore_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3881);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3919);







/**
 * A removal is not cut short when the start's own time is up: it gets at least this long, milliseconds, and more for
 * each runner, since GitHub accepts 180 removals a minute.
 */
const REMOVAL_MS = 120_000;
const REMOVAL_MS_PER_RUNNER = 500;
/** How long to retry the removal of what a start of `count` runners created, milliseconds. */
function removalMs(count) {
    return REMOVAL_MS + count * REMOVAL_MS_PER_RUNNER;
}
/**
 * Removes everything that a start created, by its own records: used by a start that fails and by the post step of one
 * that was killed. It touches nothing of another start. A failure never prevents the rest.
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
    // Registrations are removed first: without them no job can start, however long the search for the compute takes.
    const tearDown = (some) => (0,_util_semaphore_js__WEBPACK_IMPORTED_MODULE_5__/* .forEachConcurrently */ .D)(some, async ({ runnerName, registrationId, computeId }) => {
        const target = { runnerName, registration: registrationId ?? 'unknown', computeId };
        await (0,_teardown_teardown_js__WEBPACK_IMPORTED_MODULE_3__/* .teardownRunner */ .p)({ target, policy: { drainMs: 0, stopBusy: true, reason }, ports }).then((result) => {
            results.set(runnerName, result);
        }, noteFailure(runnerName));
    });
    const stop = async (id, runnerName) => {
        const compute = await ports.pool.stop(id, reason);
        const result = results.get(runnerName);
        if (result !== undefined)
            results.set(runnerName, { ...result, compute });
    };
    const lost = launches.filter(isLost);
    await Promise.all([
        tearDown(launches.filter((launch) => !isLost(launch))),
        // Whatever GitHub answered: unknown compute costs money until it is found.
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
 * Finds the compute of launches that were sent but never answered. They may have been accepted, and their compute may
 * be hidden for a while: the search continues until it is found or can no longer be hidden. One list serves all of
 * them.
 */
async function findLostCompute(options) {
    const { start, launches, sentUntil, ports, onFound, noteFailure } = options;
    const { clock, pool, random, log } = ports;
    if (launches.length === 0)
        return;
    const began = clock.now();
    const searchUntil = ({ launchSentAt = 0 }) => Math.max(launchSentAt, sentUntil) + pool.hosting.hiddenForMs;
    const [first] = launches;
    const which = launches.length === 1 ? first?.runnerName : `${launches.length} runners`;
    log.info(`The launch of ${which} was sent but never answered: searching for it by ${(0,_identity_js__WEBPACK_IMPORTED_MODULE_1__/* .runKey */ .r7)(start)}.`);
    let left = launches;
    for (;;) {
        const found = (await pool.list(start)).filter(({ tags }) => tags[_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .TAG */ .Dk.startKey] === (0,_identity_js__WEBPACK_IMPORTED_MODULE_1__/* .startKey */ ._L)(start));
        const isNamed = ({ tags }, { runnerName }) => tags[_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .TAG */ .Dk.runnerName] === runnerName;
        const now = clock.now();
        const own = found.filter((compute) => left.some((launch) => isNamed(compute, launch)));
        left = left.filter((launch) => !own.some((compute) => isNamed(compute, launch)) && now < searchUntil(launch));
        await (0,_util_semaphore_js__WEBPACK_IMPORTED_MODULE_5__/* .forEachConcurrently */ .D)(own, async ({ id, tags }) => {
            const runnerName = tags[_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .TAG */ .Dk.runnerName] ?? '';
            await onFound(id, runnerName).catch(noteFailure(runnerName));
        });
        if (left.length === 0)
            return;
        const last = Math.max(...left.map(searchUntil));
        await clock.sleep(Math.max(0, Math.min((0,_util_polling_js__WEBPACK_IMPORTED_MODULE_6__/* .pollInterval */ .dq)(now - began, random.fraction()), last - clock.now())));
    }
}
function busyProblem(runnerName, { github }) {
    return (`GitHub still counts runner ${runnerName} of ${github.scope} as busy and does not delete it (422). Its compute is ` +
        `stopped; GitHub releases it within 15 minutes. Next step: none, or ${_words_js__WEBPACK_IMPORTED_MODULE_4__/* .STEP */ .RZ.stopAgain} after that.`);
}


/***/ }),

/***/ 1252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Go: () => (/* binding */ saveOutcome),
/* harmony export */   Oc: () => (/* binding */ Ledger),
/* harmony export */   SC: () => (/* binding */ readLedger)
/* harmony export */ });
const RECORD_PREFIX = 'launches-';
const OUTCOME = 'outcome';
const START_KEY = 'start-key';
/** The record that a start keeps of its launches, in a store that outlives the process. */
class Ledger {
    #state;
    /** By runner, those that are gone included. */
    #launches = new Map();
    /** Runners with records from an earlier call of the same start. */
    #inherited = new Set();
    /** How an earlier call of the same start ended; undefined: there was none, or it did not end. */
    earlierOutcome;
    constructor(state, earlier) {
        this.#state = state;
        this.earlierOutcome = earlier.outcome;
        for (const [index, launches] of earlier.byRunner) {
            const isRemoved = earlier.outcome === 'removed';
            this.#launches.set(index, isRemoved ? launches.map(asGone) : launches);
            if (this.launchesOf(index).length > 0)
                this.#inherited.add(index);
        }
    }
    /**
     * Reads what an earlier call of the same start left, and records whose state it is, before the first request.
     * @throws if the store holds another start
     */
    static async open(state, startKey) {
        const earlier = readLedger(await state.read());
        if (earlier.startKey !== undefined && earlier.startKey !== startKey) {
            throw new Error(`The state of ${earlier.startKey} was given to ${startKey}.`);
        }
        if (earlier.startKey === undefined)
            await state.save(START_KEY, startKey);
        // What is made from now on is not removed yet.
        if (earlier.outcome === 'removed')
            await state.save(OUTCOME, '');
        return new Ledger(state, earlier);
    }
    /** Adds or replaces the record of a runner name; it is durable once this resolves. */
    record(index, record) {
        const others = this.#allOf(index).filter((other) => other.runnerName !== record.runnerName);
        return this.#write(index, [...others, record]);
    }
    /** Notes that nothing is left of the launch under a runner name. */
    forget(index, runnerName) {
        const launches = this.#allOf(index);
        return this.#write(index, launches.map((launch) => (launch.runnerName === runnerName ? asGone(launch) : launch)));
    }
    close(outcome) {
        return saveOutcome(this.#state, outcome);
    }
    async #write(index, launches) {
        this.#launches.set(index, launches);
        await this.#state.save(`${RECORD_PREFIX}${index}`, JSON.stringify(launches));
    }
    /** Launches of one runner that may have left something. */
    launchesOf(index) {
        return this.#allOf(index).filter(isLeft);
    }
    #allOf(index) {
        return this.#launches.get(index) ?? [];
    }
    /** What an earlier call of the same start left of one runner; only once, since later launches are this call's own. */
    takeInherited(index) {
        return this.#inherited.delete(index) ? this.launchesOf(index) : [];
    }
    /** How many names a runner has used, including those that left nothing. */
    namesUsed(index) {
        return this.#allOf(index).length;
    }
    /** All launches so far that may have left something. */
    get launches() {
        return [...this.#launches.values()].flat().filter(isLeft);
    }
}
function isLeft({ gone }) {
    return gone !== true;
}
function asGone({ runnerName }) {
    return { runnerName, gone: true };
}
/** Saves how a start ended. */
function saveOutcome(state, outcome) {
    return state.save(OUTCOME, outcome);
}
/** Reads the saved state back. */
function readLedger(saved) {
    const outcome = saved.get(OUTCOME);
    const byRunner = new Map([...saved]
        .filter(([name]) => name.startsWith(RECORD_PREFIX))
        .map(([name, text]) => [Number(name.slice(RECORD_PREFIX.length)), parseRecords(text)]));
    return {
        startKey: saved.get(START_KEY) || undefined,
        outcome: outcome === 'ready' || outcome === 'removed' ? outcome : undefined,
        launches: [...byRunner.values()].flat().filter(isLeft),
        byRunner,
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
        const { runnerName, registrationId, launchSentAt, computeId, refused, gone } = entry;
        if (typeof runnerName !== 'string')
            throw new Error(`A saved launch has no runner name: ${text}`);
        return {
            runnerName,
            ...(typeof registrationId === 'number' && { registrationId }),
            ...(typeof launchSentAt === 'number' && { launchSentAt }),
            ...(typeof computeId === 'string' && { computeId }),
            ...(refused === true && { refused }),
            ...(gone === true && { gone }),
        };
    });
}


/***/ }),

/***/ 2335:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ connectEcsTeardown)
/* harmony export */ });
/* harmony import */ var _aws_settings_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4370);
/* harmony import */ var _connections_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9943);
/* harmony import */ var _github_credentials_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5951);
/* harmony import */ var _retry_budget_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(639);
/* harmony import */ var _runtime_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(283);





/** Wires the ports of a teardown. */
function connectEcsTeardown(options) {
    const { apiUrl, github, aws: access, cluster, root } = options;
    const { log, mask } = root;
    const { proxy } = access;
    const { retryBudgetMs = () => _retry_budget_js__WEBPACK_IMPORTED_MODULE_4__/* .DEFAULT_RETRY_BUDGET_MS */ .G } = options;
    const aws = (0,_aws_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .awsSettings */ .T)({ access, root, retryBudgetMs });
    return {
        github: (0,_connections_js__WEBPACK_IMPORTED_MODULE_1__/* .connectGitHub */ .UY)({
            scope: github.scope,
            credentials: (0,_github_credentials_js__WEBPACK_IMPORTED_MODULE_2__/* .credentialsReader */ .qD)(github.credentials, { aws, mask }),
            connection: { apiUrl, log, retryBudgetMs, ...(proxy && { proxy }) },
            mask,
        }),
        pool: (0,_connections_js__WEBPACK_IMPORTED_MODULE_1__/* .connectEcsPool */ .wh)({ aws, cluster }),
        clock: _runtime_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m,
        random: _runtime_js__WEBPACK_IMPORTED_MODULE_3__/* .systemRandom */ .v,
        log,
    };
}


/***/ }),

/***/ 2478:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ readStartAccess),
/* harmony export */   a: () => (/* binding */ readStartInputs)
/* harmony export */ });
/* harmony import */ var _src_actions_inputs_aws_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1041);
/* harmony import */ var _src_actions_inputs_ecs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1513);
/* harmony import */ var _src_actions_inputs_github_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7565);
/* harmony import */ var _src_actions_inputs_labels_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4853);
/* harmony import */ var _src_actions_inputs_reader_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6393);
/* harmony import */ var _src_actions_inputs_run_context_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6795);






const TAG_KEY = {
    // AWS reserves the prefix in any case.
    pattern: /^(?!aws:)[\p{L}\p{N} +=._:/@-]{1,128}$/iu,
    words: 'a tag key (up to 128 letters, digits, blanks or any of +-=._:/@)',
};
/** A matrix has at most 256 jobs (GitHub's limit). */
const COUNT_AT_MOST = 256;
/** Registrations that GitHub accepts per minute. */
const REGISTRATIONS_A_MINUTE = 80;
/** AWS allows 50 tags; the rest are reserved for this project's own. */
const TAGS_AT_MOST = 35;
/** Reads what the post step of a start needs. @throws InputError with every problem at once */
function readStartAccess(environment) {
    const reader = new _src_actions_inputs_reader_js__WEBPACK_IMPORTED_MODULE_4__/* .InputReader */ .i(environment);
    const access = readAccess(reader, environment);
    reader.finish();
    return access;
}
/** Reads the inputs of start-runner. @throws InputError with every problem at once */
function readStartInputs(options) {
    const { environment, startCommand } = options;
    const reader = new _src_actions_inputs_reader_js__WEBPACK_IMPORTED_MODULE_4__/* .InputReader */ .i(environment);
    const access = readAccess(reader, environment);
    const label = readLabel(reader);
    const id = reader.matching('id', _src_actions_inputs_labels_js__WEBPACK_IMPORTED_MODULE_3__.ID);
    const timeoutSeconds = reader.integer('startup-timeout-seconds', { min: 30, max: 21_600 }) ?? 780;
    const limits = readLimits(reader, timeoutSeconds);
    const workFolder = readWorkFolder(reader);
    const launch = (0,_src_actions_inputs_ecs_js__WEBPACK_IMPORTED_MODULE_1__/* .readEcsLaunch */ .T9)(reader, { startCommand, limits, workFolder });
    const { count, allowPartial } = readCount(reader, timeoutSeconds);
    const inputs = {
        ...access,
        launch,
        runnerGroup: readRunnerGroup(reader, access.github),
        ...(label !== undefined && { label }),
        count,
        runner: {
            extraLabels: reader.list('extra-labels', _src_actions_inputs_labels_js__WEBPACK_IMPORTED_MODULE_3__/* .LABEL */ .d),
            id,
            workFolder,
            tags: readTags(reader),
            lifetimeMs: limits.lifetimeMinutes * 60_000,
        },
        policy: {
            allowPartial,
            timeoutMs: timeoutSeconds * 1000,
            capacityTimeoutMs: (reader.integer('capacity-timeout-seconds', { min: 30, max: 21_600 }) ?? 420) * 1000,
            maxRelaunches: reader.integer('max-relaunches', { min: 0, max: 10 }) ?? 2,
        },
    };
    reader.finish();
    return inputs;
}
function readAccess(reader, environment) {
    const context = (0,_src_actions_inputs_run_context_js__WEBPACK_IMPORTED_MODULE_5__/* .readRunContext */ .$)(reader, environment);
    const aws = (0,_src_actions_inputs_aws_js__WEBPACK_IMPORTED_MODULE_0__/* .readAwsAccess */ .Cw)(reader, environment);
    const github = (0,_src_actions_inputs_github_js__WEBPACK_IMPORTED_MODULE_2__/* .readGitHubAccess */ .wX)(reader, context, aws.region);
    return { context, github, aws, cluster: (0,_src_actions_inputs_ecs_js__WEBPACK_IMPORTED_MODULE_1__/* .readEcsCluster */ .eU)(reader, aws.region) };
}
function readLabel(reader) {
    const label = reader.matching('label', _src_actions_inputs_labels_js__WEBPACK_IMPORTED_MODULE_3__/* .LABEL */ .d);
    if (label !== undefined && (0,_src_actions_inputs_labels_js__WEBPACK_IMPORTED_MODULE_3__/* .isSharedLabel */ .c)(label)) {
        reader.problem(`label cannot be ${label}: other runners have it too, so any job that requests it could take this runner, and the ` +
            'job meant for it would wait forever. Use a label of this run attempt alone, made from github.run_id and ' +
            'github.run_attempt, or leave it out for a generated one.');
    }
    return label;
}
/** Minutes by which an idle runner must at least outlive its start, so that the job has time to arrive. */
const IDLE_BEYOND_START = 5;
function readCount(reader, timeoutSeconds) {
    const count = reader.integer('count', { min: 1, max: COUNT_AT_MOST }) ?? 1;
    const allowPartial = reader.boolean('allow-partial') ?? false;
    const leastSeconds = Math.floor((count - 1) / REGISTRATIONS_A_MINUTE) * 60;
    if (timeoutSeconds <= leastSeconds && !allowPartial) {
        reader.problem(`startup-timeout-seconds must be more than ${leastSeconds} for a count of ${count}, since GitHub accepts ` +
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
        reader.problem(`idle-timeout-minutes must be at least ${least}: startup-timeout-seconds (${timeoutSeconds}) plus ` +
            `${IDLE_BEYOND_START} minutes; it is ${idleMinutes}.`);
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
    const folder = reader.text('work-folder') || _src_actions_inputs_ecs_js__WEBPACK_IMPORTED_MODULE_1__/* .DEFAULT_WORK_FOLDER */ .nS;
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
        // IAM ignores case in condition keys: in any other case, the tag could pass for one of ours in a policy.
        if (/^ecs-github-runner:/i.test(key))
            reader.problem(`tags cannot set ${key}: that prefix is reserved for this project.`);
    }
    if (Object.keys(tags).length > TAGS_AT_MOST)
        reader.problem(`tags has more than ${TAGS_AT_MOST} tags.`);
    return tags;
}


/***/ }),

/***/ 7165:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var _src_actions_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9258);
/* harmony import */ var _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8216);
/* harmony import */ var _src_actions_root_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1576);
/* harmony import */ var _src_core_identity_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6930);
/* harmony import */ var _src_core_start_cleanup_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8793);
/* harmony import */ var _src_core_start_ledger_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(1252);
/* harmony import */ var _src_wiring_retry_budget_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(639);
/* harmony import */ var _src_wiring_runtime_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(283);
/* harmony import */ var _src_wiring_teardown_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2335);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2478);










/** The post step: removes what is left of its own start. It warns and never fails the job. */
async function post(environment) {
    try {
        const saved = (0,_src_core_start_ledger_js__WEBPACK_IMPORTED_MODULE_8__/* .readLedger */ .SC)((0,_src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .savedState */ .fP)(environment));
        if (saved.outcome === 'ready')
            return;
        if (saved.startKey === undefined || saved.launches.length === 0 || saved.outcome === 'removed') {
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info('The start left nothing behind.');
            return;
        }
        _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info('The start did not finish: removing what it created.');
        const { context, github, aws, cluster } = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_7__/* .readStartAccess */ .R)(environment);
        const { results, problems } = await (0,_src_core_start_cleanup_js__WEBPACK_IMPORTED_MODULE_4__/* .cleanUpStart */ .b)({
            start: (0,_src_core_identity_js__WEBPACK_IMPORTED_MODULE_3__/* .parseStartKey */ .FT)(saved.startKey),
            launches: saved.launches,
            // The main step may have been killed while it was retrying a launch.
            sentUntil: _src_wiring_runtime_js__WEBPACK_IMPORTED_MODULE_5__/* .systemClock */ .m.now(),
            reason: 'ecs-github-runner: the start was cancelled or failed',
            ports: (0,_src_wiring_teardown_js__WEBPACK_IMPORTED_MODULE_6__/* .connectEcsTeardown */ .i)({
                apiUrl: context.apiUrl,
                github,
                aws,
                cluster,
                root: (0,_src_actions_root_js__WEBPACK_IMPORTED_MODULE_2__/* .actionsRoot */ .e)(aws),
                retryBudgetMs: new _src_wiring_retry_budget_js__WEBPACK_IMPORTED_MODULE_9__/* .TimedRetryBudget */ .P(_src_wiring_runtime_js__WEBPACK_IMPORTED_MODULE_5__/* .systemClock */ .m, _src_wiring_retry_budget_js__WEBPACK_IMPORTED_MODULE_9__/* .DEFAULT_RETRY_BUDGET_MS */ .G).leftMs,
            }),
        });
        for (const { runnerName, registration, compute } of results) {
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info(`Runner ${runnerName}: registration ${registration}, compute ${compute}.`);
        }
        for (const problem of problems)
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.warning(problem);
    }
    catch (error) {
        _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.warning(`The start could not be cleaned up; run stop-runner for this workflow run. ${(0,_src_actions_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explainFailure */ .S)(error)}`);
    }
}


/***/ })

};
