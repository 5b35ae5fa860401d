export const id = 95;
export const ids = [95];
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
/* harmony export */   Qm: () => (/* binding */ neverSeen),
/* harmony export */   bJ: () => (/* binding */ cleanUpStart),
/* harmony export */   zs: () => (/* binding */ removalMs)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2075);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6930);
/* harmony import */ var _tags_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2773);
/* harmony import */ var _teardown_teardown_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8454);
/* harmony import */ var _util_polling_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1892);
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
 * Removes what a start created, by its own records: used by a start that fails and by the post step of one that was
 * killed. A runner that may have a job is left alone: it ends itself after it, or when it was idle for too long. It
 * touches nothing of another start. A failure never prevents the rest.
 */
async function cleanUpStart(options) {
    const { launches } = options;
    const cleaning = new Cleaning(options);
    const lost = launches.filter(isLost);
    await Promise.all([
        cleaning.tearDown(launches.filter((launch) => !isLost(launch))),
        // Their registrations are removed first, then the search for their compute begins, however long it takes.
        cleaning.tearDown(lost).then(() => cleaning.tearDownLost(lost)),
    ]);
    return cleaning.outcome();
}
/** One cleanup under way. */
class Cleaning {
    #options;
    #results = new Map();
    /** By runner, or by several if one failure concerns them together. */
    #failures = new Map();
    constructor(options) {
        this.#options = options;
    }
    /** @param found compute that was found since, by the runner's name */
    async tearDown(some, found = new Map()) {
        const { start, reason, ports } = this.#options;
        const targets = some.map((launch) => this.#target(launch, found.get(launch.runnerName)));
        const policy = { mandate: 'undo', run: start, drainMs: 0, reason };
        for (const [{ runnerName }, settled] of await (0,_teardown_teardown_js__WEBPACK_IMPORTED_MODULE_3__/* .teardownRunners */ .y)({ targets, policy, ports })) {
            this.#failures.delete(runnerName);
            if ('result' in settled) {
                this.#results.set(runnerName, settled.result);
                continue;
            }
            this.#results.delete(runnerName);
            this.#failures.set(runnerName, settled.error);
        }
    }
    #target(launch, found) {
        const { runnerName, registrationId, computeId, onlineSeen = false } = launch;
        const { label, isLabelSecret } = this.#options;
        const isDeleted = this.#results.get(runnerName)?.registration === 'deleted';
        return {
            runnerName,
            registration: isDeleted ? 'deleted' : (registrationId ?? 'unknown'),
            computeId: found?.id ?? computeId,
            phase: found?.phase,
            mayBeHidden: isLost(launch),
            evidence: { label, wasOnline: onlineSeen, isLabelSecret: isLabelSecret(launch) },
        };
    }
    /** Unknown compute costs money until it is found, whatever GitHub answered. */
    async tearDownLost(lost) {
        const onFound = (launches, found) => this.tearDown(launches, found);
        try {
            await findLostCompute({ ...this.#options, launches: lost, onFound });
        }
        catch (error) {
            this.#failures.set(lost.map(({ runnerName }) => runnerName).join(', '), error);
        }
    }
    outcome() {
        const { ports } = this.#options;
        const results = [...this.#results].map(([runnerName, result]) => ({ runnerName, ...result }));
        const busy = results.filter(({ registration, compute }) => registration === 'busy' && !isLeft({ compute }));
        const [failure] = this.#failures.values();
        return {
            results,
            problems: [
                ...[...this.#failures].map(([runnerName, error]) => `Runner ${runnerName}: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(error)}`),
                ...busy.map(({ runnerName }) => busyProblem(runnerName, ports)),
            ],
            left: results.filter(isLeft).map((result) => leftAlone(result, ports)),
            isCertain: this.#failures.size === 0,
            ...(this.#failures.size > 0 && { failure }),
        };
    }
}
function isLeft({ compute }) {
    return compute === 'left' || compute === 'left-busy';
}
function leftAlone({ runnerName, compute }, { pool }) {
    const why = compute === 'left-busy' ? 'has a job' : 'is online, and a job may be on its way to it';
    return (`Runner ${runnerName} ${why}: it is left alone, and its ${pool.hosting.words.compute} ends itself after the job, or ` +
        'when none has come for its idle time.');
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
    const { start, launches, sentUntil = 0, ports, onFound } = options;
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
        const listed = await pool.list(start);
        const own = listed.filter(({ tags }) => tags[_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .TAG */ .Dk.startKey] === (0,_identity_js__WEBPACK_IMPORTED_MODULE_1__/* .startKey */ ._L)(start));
        const found = new Map(own.map((compute) => [compute.tags[_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .TAG */ .Dk.runnerName] ?? '', compute]));
        const now = clock.now();
        const seen = left.filter(({ runnerName }) => found.has(runnerName));
        await onFound(seen, found);
        const missing = left.filter(({ runnerName }) => !found.has(runnerName));
        left = missing.filter((launch) => now < searchUntil(launch));
        if (left.length === 0) {
            const unseen = listed.filter(({ phase }) => phase === 'unseen');
            if (missing.length > 0 && unseen.length > 0)
                throw neverSeen(unseen, pool.name);
            return;
        }
        const last = Math.max(...left.map(searchUntil));
        await clock.sleep(Math.max(0, Math.min((0,_util_polling_js__WEBPACK_IMPORTED_MODULE_5__/* .pollInterval */ .dq)(now - began, random.fraction()), last - clock.now())));
    }
}
/** Compute that is listed and not described may be what was searched for. */
function neverSeen(unseen, pool) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
        kind: 'transient',
        message: `${pool} lists ${unseen.map(({ id }) => id).join(', ')} for this run, but did not describe it: it may be alive.`,
        hint: `${_words_js__WEBPACK_IMPORTED_MODULE_4__/* .STEP */ .RZ.stop} in a few minutes.`,
    });
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
/* harmony export */   NJ: () => (/* binding */ startOfLedger),
/* harmony export */   Oc: () => (/* binding */ Ledger),
/* harmony export */   SC: () => (/* binding */ readLedger)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2075);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6930);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3919);



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
    /** Names that an earlier call of the same start has used. */
    #earlierNames;
    /** How an earlier call of the same start ended; undefined: there was none, or it did not end. */
    earlierOutcome;
    constructor(state, earlier) {
        this.#state = state;
        this.earlierOutcome = earlier.outcome;
        this.#earlierNames = new Set([...earlier.byRunner.values()].flat().map(({ runnerName }) => runnerName));
        for (const [index, launches] of earlier.byRunner) {
            const isRemoved = earlier.outcome === 'removed';
            this.#launches.set(index, isRemoved ? launches.map(asGone) : launches);
            if (this.launchesOf(index).length > 0)
                this.#inherited.add(index);
        }
    }
    /**
     * Reads what an earlier call of the same start left, and records whose state it is, before the first request.
     * @throws if the store holds another start, or a record that cannot be read: what it named may be alive
     */
    static async open(state, startKey) {
        const earlier = readLedger(await state.read());
        if (earlier.startKey !== undefined && earlier.startKey !== startKey) {
            throw new Error(`The state of ${earlier.startKey} was given to ${startKey}.`);
        }
        if (earlier.damaged.length > 0)
            throw damagedState(earlier.damaged);
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
    /** Notes that a runner was seen online. */
    async noteOnline(index, runnerName) {
        const launch = this.#allOf(index).find((other) => other.runnerName === runnerName);
        if (launch !== undefined && launch.onlineSeen !== true)
            await this.record(index, { ...launch, onlineSeen: true });
    }
    /** Whether an earlier call of the same start made it, who may have told others of its label. */
    isOfEarlierCall({ runnerName }) {
        return this.#earlierNames.has(runnerName);
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
/** Reads the saved state back, each record by itself: one that is damaged takes none of the others with it. */
function readLedger(saved) {
    const outcome = saved.get(OUTCOME);
    const damaged = [];
    const byRunner = new Map();
    for (const [name, text] of saved) {
        if (!name.startsWith(RECORD_PREFIX))
            continue;
        const { records, isWhole } = readRecords(text);
        byRunner.set(Number(name.slice(RECORD_PREFIX.length)), records);
        if (!isWhole)
            damaged.push(name);
    }
    return {
        startKey: saved.get(START_KEY) || undefined,
        outcome: outcome === 'ready' || outcome === 'removed' ? outcome : undefined,
        launches: [...byRunner.values()].flat().filter(isLeft),
        byRunner,
        damaged,
    };
}
/**
 * The identity of the start that saved a state. If its key is missing or damaged, the name of one of its runners says all
 * of it but the run attempt.
 * @throws if nothing says it
 */
function startOfLedger({ startKey, launches }, runAttempt) {
    const [named] = launches.flatMap(({ runnerName }) => (0,_identity_js__WEBPACK_IMPORTED_MODULE_1__/* .parseRunnerName */ .n7)(runnerName) ?? []);
    try {
        return (0,_identity_js__WEBPACK_IMPORTED_MODULE_1__/* .parseStartKey */ .FT)(startKey ?? '');
    }
    catch (error) {
        if (named === undefined)
            throw error;
        const { repositoryId, runId, startedAt, nonce } = named;
        return { repositoryId, runId, startedAt, nonce, runAttempt };
    }
}
function readRecords(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        // The caller reports it as damaged.
    }
    if (!Array.isArray(value))
        return { records: [], isWhole: false };
    const records = value.flatMap((entry) => readRecord(entry) ?? []);
    return { records, isWhole: records.length === value.length && value.every(isWholeRecord) };
}
/** @returns undefined if it does not even name a runner */
function readRecord(entry) {
    if (!isObject(entry) || typeof entry['runnerName'] !== 'string')
        return undefined;
    const { registrationId, launchSentAt, computeId, refused, onlineSeen, gone } = entry;
    // Something was requested: it is searched for, even if the record no longer says what or when.
    const wasSent = launchSentAt !== undefined || computeId !== undefined;
    return {
        runnerName: entry['runnerName'],
        ...(typeof registrationId === 'number' && { registrationId }),
        ...(wasSent && { launchSentAt: typeof launchSentAt === 'number' ? launchSentAt : 0 }),
        ...(typeof computeId === 'string' && { computeId }),
        ...(refused === true && { refused }),
        ...(onlineSeen === true && { onlineSeen }),
        ...(gone === true && { gone }),
    };
}
function isWholeRecord(entry) {
    if (!isObject(entry))
        return false;
    return Object.entries(FIELDS).every(([name, type]) => entry[name] === undefined || typeof entry[name] === type);
}
const FIELDS = {
    runnerName: 'string',
    registrationId: 'number',
    launchSentAt: 'number',
    computeId: 'string',
    refused: 'boolean',
    onlineSeen: 'boolean',
    gone: 'boolean',
};
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function damagedState(names) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
        kind: 'configuration',
        message: `The saved state of an earlier call of this start is damaged (${names.join(', ')}): what it made is not known.`,
        hint: `${_words_js__WEBPACK_IMPORTED_MODULE_2__/* .STEP */ .RZ.stop}, then ${_words_js__WEBPACK_IMPORTED_MODULE_2__/* .STEP */ .RZ.startAgain}.`,
    });
}


/***/ }),

/***/ 2478:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ readStartAccess),
/* harmony export */   a: () => (/* binding */ readStartInputs)
/* harmony export */ });
/* harmony import */ var _src_actions_inputs_actions_token_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5407);
/* harmony import */ var _src_actions_inputs_aws_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1041);
/* harmony import */ var _src_actions_inputs_ecs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1513);
/* harmony import */ var _src_actions_inputs_github_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7565);
/* harmony import */ var _src_actions_inputs_labels_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4853);
/* harmony import */ var _src_actions_inputs_reader_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6393);
/* harmony import */ var _src_actions_inputs_run_context_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6795);







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
    const reader = new _src_actions_inputs_reader_js__WEBPACK_IMPORTED_MODULE_5__/* .InputReader */ .i(environment);
    const access = readAccess(reader, environment);
    reader.finish();
    return access;
}
/** Reads the inputs of start-runner. @throws InputError with every problem at once */
function readStartInputs(options) {
    const { environment, startCommand } = options;
    const reader = new _src_actions_inputs_reader_js__WEBPACK_IMPORTED_MODULE_5__/* .InputReader */ .i(environment);
    const access = readAccess(reader, environment);
    refuseSharedLabel(reader, access.label);
    const id = reader.matching('id', _src_actions_inputs_labels_js__WEBPACK_IMPORTED_MODULE_4__.ID);
    const timeoutSeconds = reader.integer('startup-timeout-seconds', { min: 30, max: 21_600 }) ?? 780;
    const limits = readLimits(reader, timeoutSeconds);
    const workFolder = readWorkFolder(reader);
    const launch = (0,_src_actions_inputs_ecs_js__WEBPACK_IMPORTED_MODULE_2__/* .readEcsLaunch */ .T9)(reader, { startCommand, limits, workFolder });
    const { count, allowPartial } = readCount(reader, timeoutSeconds);
    const inputs = {
        ...access,
        launch,
        runnerGroup: readRunnerGroup(reader, access.github),
        count,
        runner: {
            extraLabels: reader.list('extra-labels', _src_actions_inputs_labels_js__WEBPACK_IMPORTED_MODULE_4__/* .LABEL */ .d),
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
    const context = (0,_src_actions_inputs_run_context_js__WEBPACK_IMPORTED_MODULE_6__/* .readRunContext */ .$)(reader, environment);
    const aws = (0,_src_actions_inputs_aws_js__WEBPACK_IMPORTED_MODULE_1__/* .readAwsAccess */ .Cw)(reader, environment);
    const github = (0,_src_actions_inputs_github_js__WEBPACK_IMPORTED_MODULE_3__/* .readGitHubAccess */ .wX)(reader, context, aws.region);
    const label = reader.matching('label', _src_actions_inputs_labels_js__WEBPACK_IMPORTED_MODULE_4__/* .LABEL */ .d);
    return {
        context,
        github,
        aws,
        cluster: (0,_src_actions_inputs_ecs_js__WEBPACK_IMPORTED_MODULE_2__/* .readEcsCluster */ .eU)(reader, aws.region),
        ...(label !== undefined && { label }),
        // Outside a repository, a job may also name the runner group.
        isReachable: github.scope.kind !== 'repo' ||
            ['label', 'extra-labels', 'runner-group'].some((name) => reader.text(name) !== ''),
        actionsToken: (0,_src_actions_inputs_actions_token_js__WEBPACK_IMPORTED_MODULE_0__/* .readActionsToken */ .F)(reader),
    };
}
function refuseSharedLabel(reader, label) {
    if (label === undefined || !(0,_src_actions_inputs_labels_js__WEBPACK_IMPORTED_MODULE_4__/* .isSharedLabel */ .c)(label))
        return;
    reader.problem(`label cannot be ${label}: other runners have it too, so any job that requests it could take this runner, and the ` +
        'job meant for it would wait forever. Use a label of this run attempt alone, made from github.run_id and ' +
        'github.run_attempt, or leave it out for a generated one.');
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
    const folder = reader.text('work-folder') || _src_actions_inputs_ecs_js__WEBPACK_IMPORTED_MODULE_2__/* .DEFAULT_WORK_FOLDER */ .nS;
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


/***/ })

};
