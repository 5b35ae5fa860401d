export const id = 244;
export const ids = [244];
export const modules = {

/***/ 6118:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D3: () => (/* binding */ durationCell),
/* harmony export */   il: () => (/* binding */ spread),
/* harmony export */   p0: () => (/* binding */ duration)
/* harmony export */ });
/** A time span for people, in at most two units: `340 ms`, `12.3 s`, `4 min 5 s`, `2 h 10 min`. */
function duration(ms) {
    const span = Math.max(0, ms);
    if (span < 1000)
        return `${Math.round(span)} ms`;
    if (span < 59_950)
        return `${(span / 1000).toFixed(1)} s`;
    const seconds = Math.round(span / 1000);
    if (seconds < 3600)
        return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    const minutes = Math.round(seconds / 60);
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
/** The same for a table cell, without line breaks. */
function durationCell(ms) {
    return duration(ms).replaceAll(' ', '\u00a0');
}
/** Fastest, median (with an even number the slower of the middle two) and slowest; undefined if there are no values. */
function spread(values) {
    const sorted = values.toSorted((one, other) => one - other);
    const [fastest] = sorted;
    const median = sorted[Math.floor(sorted.length / 2)];
    const slowest = sorted.at(-1);
    if (fastest === undefined || median === undefined || slowest === undefined)
        return undefined;
    return { fastest, median, slowest };
}


/***/ }),

/***/ 7512:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J_: () => (/* binding */ failureList),
/* harmony export */   TM: () => (/* binding */ folded),
/* harmony export */   V2: () => (/* binding */ failure),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   kx: () => (/* binding */ failedSummary),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   tp: () => (/* binding */ table),
/* harmony export */   vd: () => (/* binding */ foldedTable)
/* harmony export */ });
/* harmony import */ var _core_util_shorten_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4694);
/* harmony import */ var _io_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8216);


/** Longest line of text from elsewhere that is shown; the log has the rest. */
const TEXT_AT_MOST = 1500;
/** The same for a block of lines: an error contains lines of a container's log and ends with the next step. */
const LINES_AT_MOST = 10_000;
/** A table with more rows than this is folded. */
const ROWS_OPEN_AT_MOST = 12;
/** Between an error's message and its next step; a message can contain it, the next step does not. */
const NEXT_STEP = '\nNext step: ';
/**
 * Text from elsewhere (names, states, reasons) as code on one line. Nothing in code is markup, and its characters stay
 * unchanged: the runner searches the summary's file for secrets, and GitHub would show any that it misses. Empty for an
 * empty text.
 */
function code(text) {
    const shown = (0,_core_util_shorten_js__WEBPACK_IMPORTED_MODULE_1__/* .shorten */ .m)(lines(text).join(' '), TEXT_AT_MOST);
    if (shown === '')
        return '';
    const ticks = delimiter(shown);
    // Backticks at either end would join the delimiter; these spaces are not displayed.
    const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
    return ticks + space + shown + space + ticks;
}
/**
 * An error's text as the log has it, with the next step by itself. Each line is code of its own, which a browser wraps:
 * a block of code would be as wide as its longest line.
 */
function failure(text) {
    const at = text.lastIndexOf(NEXT_STEP);
    const [why, next] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + NEXT_STEP.length)];
    const [shownWhy, shownNext] = [wrapped(why), wrapped(next)];
    return [...shownWhy, '', ...(shownNext.length > 0 ? ['**Next step:**', '', ...shownNext, ''] : [])];
}
/** Several such texts as a list. */
function failureList(texts) {
    const items = texts.map((text) => failure(text).map((line, at) => (line === '' ? '' : `${at === 0 ? '- ' : '  '}${line}`)));
    return items.flat();
}
/** The lines of a text as code, one below the other. */
function wrapped(text) {
    const shown = [];
    let room = LINES_AT_MOST;
    for (const line of lines(text).map((whole) => (0,_core_util_shorten_js__WEBPACK_IMPORTED_MODULE_1__/* .shorten */ .m)(whole, TEXT_AT_MOST))) {
        room -= line.length;
        shown.push(room < 0 ? '…' : code(line));
        if (room < 0)
            break;
    }
    return shown.map((line, at) => (at < shown.length - 1 ? `${line}<br>` : line));
}
/** Text from elsewhere as code that leads to a page; just the code if the page is not known. */
function link(text, page) {
    const shown = code(text);
    return shown === '' || page === undefined ? shown : `[${shown}](${page})`;
}
/** A table in Markdown, as its cells already are. A bar would end a cell, even in code: a broken bar replaces it. */
function table(head, rows) {
    if (rows.length === 0)
        return [];
    const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '¦')).join(' | ')} |`;
    return [row(head), row(head.map(() => '---')), ...rows.map(row), ''];
}
/** The same; a long one is folded under what it is about. */
function foldedTable(what, head, rows) {
    return rows.length > ROWS_OPEN_AT_MOST ? folded(what, table(head, rows)) : table(head, rows);
}
/** Lines that only those see who unfold them. */
function folded(what, lines) {
    return [`<details><summary>${what}</summary>`, '', ...lines, '</details>', ''];
}
/** The summary of a failed step; `title` is ours, the error's text is not. */
function failedSummary(title, error) {
    return [`### ${title}`, '', '**Why:**', '', ...failure(error), ''].join('\n');
}
/** The lines of a text, without empty ones and without characters that could hide text. */
function lines(text) {
    const all = text.split(/\r\n|[\r\n]/).map((line) => (0,_io_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g$)(line).trimEnd());
    return all.filter((line) => line.trim() !== '');
}
/** The lengths of all runs of backticks in a text. */
function backticks(text) {
    return (text.match(/`+/g) ?? []).map(({ length }) => length);
}
/**
 * Backticks that begin and end code on one line: the smallest number that no run in the text has. That is shorter than
 * one more than the longest run, and GitHub's parser supports no delimiter of more than 80.
 */
function delimiter(text) {
    const taken = new Set(backticks(text));
    let length = 1;
    while (taken.has(length))
        length += 1;
    return '`'.repeat(length);
}


/***/ }),

/***/ 2315:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ ENDING_MS),
/* harmony export */   z: () => (/* binding */ latestEnd)
/* harmony export */ });
/**
 * How long compute may take to end well once its lifetime is over, milliseconds: the start script gives a job 60 s for
 * its last steps, and 2 minutes more until it is killed.
 */
const ENDING_MS = 180_000;
/**
 * The latest time at which compute ends itself, epoch milliseconds by its provider's clock. Its lifetime counts from its
 * own start, as the start script counts it, so no other machine's clock has a say.
 * @param options.lifetimeMs an upper bound
 * @param options.otherwise if the provider reports no times
 */
function latestEnd(options) {
    const { times, lifetimeMs, otherwise } = options;
    // What has not started yet has no job, so its creation is early enough.
    const began = times?.startedAt ?? times?.createdAt;
    return began === undefined ? otherwise : began + lifetimeMs + ENDING_MS;
}


/***/ }),

/***/ 1244:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./src/actions/failure.js
var failure = __webpack_require__(9258);
// EXTERNAL MODULE: ./src/actions/io.js + 1 modules
var io = __webpack_require__(8216);
// EXTERNAL MODULE: ./src/actions/root.js + 1 modules
var actions_root = __webpack_require__(1576);
// EXTERNAL MODULE: ./src/actions/summary/text.js
var summary_text = __webpack_require__(7512);
// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/tags.js
var core_tags = __webpack_require__(2773);
// EXTERNAL MODULE: ./src/core/teardown/teardown.js + 3 modules
var teardown_teardown = __webpack_require__(8454);
// EXTERNAL MODULE: ./src/core/util/semaphore.js
var semaphore = __webpack_require__(3881);
// EXTERNAL MODULE: ./src/core/lifetime.js
var lifetime = __webpack_require__(2315);
;// CONCATENATED MODULE: ./src/core/sweep/decision.js


/**
 * How far the clock of the machine that ran a start may be off. Only the age of a registration whose run is unknown is
 * judged by it; GitHub itself removes one that never connects after about a day.
 */
const MACHINE_CLOCK_MS = 24 * 60 * 60_000;
/** Decides what can be decided by time alone; undefined: it depends on the run. */
function decideByTime(found, time) {
    switch (found.kind) {
        case 'unreadable':
            return keep('unreadable', `${found.why}; it is left alone`);
        case 'compute':
            return decideComputeByTime(found, time);
        case 'registration':
            return decideRegistrationByTime(found, time);
        default:
            return (0,errors/* assertNever */.xb)(found);
    }
}
function decideComputeByTime(found, { now, graceMs, longest }) {
    const { pool, compute, owner } = found;
    const providerNow = now + (pool.aheadMs ?? 0);
    const end = endOfLife(found, longest);
    if (providerNow >= end + graceMs) {
        return { kind: 'sweep', why: 'expired', reason: `its lifetime ended at ${iso(end)}` };
    }
    return isYoung(compute.times?.createdAt ?? owner.startedAt, providerNow, graceMs);
}
/**
 * By the provider's times. Where the tag with the lifetime is missing (before it was added) or unreadable, the other
 * tag and the runner's name say it: both were written by one clock, the name first.
 */
function endOfLife({ owner, compute, expiresAt, lifetimeMs }, longest) {
    const longestMs = longest.startMs + longest.lifeMs;
    const derived = (expiresAt ?? Number.POSITIVE_INFINITY) - owner.startedAt;
    const given = lifetimeMs ?? (derived > 0 ? derived : longestMs);
    const otherwise = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, owner.startedAt + longestMs);
    return (0,lifetime/* latestEnd */.z)({ times: compute.times, lifetimeMs: Math.min(given, longestMs), otherwise });
}
function decideRegistrationByTime(found, { now, graceMs, hiddenForMs, pool }) {
    const { registration, owner, unlisted, github } = found;
    if (registration.busy)
        return keep('busy', `it is busy, without compute in the ${pool}s named`);
    if (registration.status === 'online') {
        return keep('online', `it is online, so its compute is in a ${pool}, region or account that was not named`);
    }
    if (unlisted.length > 0)
        return keep('unlisted', `its compute may be in ${unlisted.join(', ')}, which could not be read`);
    // Compute that was requested may be hidden for a while, however short the grace is.
    return isYoung(owner.startedAt, now + (github.aheadMs ?? 0), Math.max(graceMs, hiddenForMs));
}
/** What began within the grace cannot have been over for that long: its run need not be queried. */
function isYoung(startedAt, now, graceMs) {
    return now < startedAt + graceMs
        ? keep('young', `its start began at ${iso(startedAt)}, within the grace`)
        : undefined;
}
/** Decides what time alone could not. */
function decideByRun(found, knowledge, { now: machineNow, githubAheadMs, graceMs, longest }) {
    const { owner } = found;
    const now = machineNow + githubAheadMs;
    if (knowledge.kind === 'unknown') {
        const oldAt = owner.startedAt + longest.startMs + MACHINE_CLOCK_MS;
        if (found.kind === 'registration' && now >= oldAt + graceMs) {
            return {
                kind: 'sweep',
                why: 'expired',
                reason: `it has no compute, and its start began at ${iso(owner.startedAt)}`,
            };
        }
        const alone = found.kind === 'compute'
            ? `its lifetime alone decides; it ends at ${iso(endOfLife(found, longest))}`
            : `its age alone decides, from ${iso(oldAt)} on`;
        return keep('unknown-run', `${knowledge.why}: ${alone}`);
    }
    const name = `attempt ${owner.runAttempt ?? knowledge.run.attempt} of run ${owner.runId}`;
    const end = endOfAttempt(knowledge.run, owner);
    if (end === undefined)
        return keep('live', `run ${owner.runId} is still in progress`);
    const reason = `${name} has been over since ${iso(end)}`;
    if (now < end + graceMs)
        return keep('grace', `${reason}, which is within the grace`);
    if (found.kind === 'compute') {
        const { registration } = found;
        if (registration.kind === 'elsewhere') {
            return keep('elsewhere', `${reason}, but its registration is in ${registration.scope || 'an unknown scope'}`);
        }
        if (registration.kind === 'found' && registration.registration.busy) {
            return keep('busy', `${reason}, but it is busy, and its lifetime ends at ${iso(endOfLife(found, longest))}`);
        }
    }
    return { kind: 'sweep', why: 'run-over', reason };
}
/**
 * When the attempt that a thing belongs to ended, or a time after that; undefined if it may still be in progress. An
 * attempt is over as soon as a later one has begun. A registration does not say of which attempt it is, and the time in
 * its name is another machine's: it is kept until the latest one is over.
 */
function endOfAttempt(run, owner) {
    const { attempt, attemptStartedAt, isOver, updatedAt } = run;
    // A later attempt than GitHub reports: its answer is out of date.
    if (owner.runAttempt !== undefined && owner.runAttempt > attempt)
        return undefined;
    if (attemptStartedAt !== undefined && owner.runAttempt !== undefined && owner.runAttempt < attempt) {
        return attemptStartedAt;
    }
    return isOver ? updatedAt : undefined;
}
function keep(why, reason) {
    return { kind: 'keep', why, reason };
}
function iso(ms) {
    return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

// EXTERNAL MODULE: ./src/core/identity.js
var identity = __webpack_require__(6930);
;// CONCATENATED MODULE: ./src/core/sweep/found.js




/** A name with a later time is not ours, and sums with it would not be valid dates. */
const LATEST_START_MS = Date.UTC(9999, 0, 1);
/**
 * Lists compute and registrations and pairs them by name. A list that cannot be read is reported as a problem and does
 * not prevent the rest.
 * @param options.repositories names of the repositories, by id
 */
async function takeInventory(options) {
    const { repositories } = options;
    const { registrations, computes, problems } = await readLists(options);
    const names = new Map();
    for (const [github, list = []] of registrations) {
        for (const registration of list)
            names.set(registration.name, { github, registration });
    }
    const found = [];
    const ofOthers = new Set();
    const withCompute = new Set();
    for (const [pool, list = []] of computes) {
        for (const compute of list.filter(({ phase }) => phase === 'unseen')) {
            const why = 'it is listed, but was not described: whose it is, and whether it is alive, is unknown';
            found.push({ kind: 'unreadable', runnerName: '', pool, compute, why });
        }
        for (const compute of list.filter(({ phase }) => phase === 'starting' || phase === 'running')) {
            const name = compute.tags[core_tags/* TAG */.Dk.runnerName] ?? compute.id;
            withCompute.add(name);
            const read = readCompute({ compute, pool, repositories, names, registrations });
            if (read === 'of-others')
                ofOthers.add(name);
            else
                found.push(read);
        }
    }
    const unlisted = [...computes]
        .filter(([, list]) => list === undefined || list.some(({ phase }) => phase === 'unseen'))
        .map(([{ name }]) => name);
    for (const [runnerName, { github, registration }] of names) {
        if (withCompute.has(runnerName))
            continue;
        const owner = ownerByName(runnerName, repositories);
        if (owner === 'of-others')
            ofOthers.add(runnerName);
        else if (owner !== undefined)
            found.push({ kind: 'registration', runnerName, owner, github, registration, unlisted });
    }
    return { found, ofOthers: ofOthers.size, problems };
}
async function readLists(ports) {
    const problems = [];
    const registrations = new Map();
    const computes = new Map();
    const orProblem = (error) => {
        problems.push((0,errors/* explain */.WE)(error));
    };
    await Promise.all([
        (0,semaphore/* forEachConcurrently */.D)(ports.scopes, async (github) => {
            registrations.set(github, await github.listRunners().catch(orProblem));
        }),
        (0,semaphore/* forEachConcurrently */.D)(ports.pools, async (pool) => {
            computes.set(pool, await pool.listAll().catch(orProblem));
        }),
    ]);
    return { registrations, computes, problems };
}
function readCompute(options) {
    const { compute, pool, repositories, names, registrations } = options;
    const { tags } = compute;
    const runnerName = tags[core_tags/* TAG */.Dk.runnerName] ?? '';
    const unreadable = (why) => ({ kind: 'unreadable', runnerName, pool, compute, why });
    if (!Object.values(core_tags/* TAG */.Dk).some((key) => key in tags))
        return unreadable('it carries no tag of this project');
    const repositoryId = readNumber(tags[core_tags/* TAG */.Dk.repositoryId]);
    if (repositoryId === undefined)
        return unreadable(`its tag ${core_tags/* TAG */.Dk.repositoryId} is not a number`);
    if (!repositories.has(repositoryId))
        return 'of-others';
    const runId = readNumber(tags[core_tags/* TAG */.Dk.runId]);
    if (runId === undefined)
        return unreadable(`its tag ${core_tags/* TAG */.Dk.runId} is not a number`);
    const byName = ownerByName(runnerName, repositories);
    const minutes = readNumber(tags[core_tags/* TAG */.Dk.lifetimeMinutes]);
    // Registrations are deleted by name: a name from outside this run could be anybody's.
    if (byName === undefined || byName === 'of-others' || !(0,identity/* belongsToRun */.zi)(runnerName, { repositoryId, runId })) {
        return unreadable(`its tag ${core_tags/* TAG */.Dk.runnerName} does not name a runner of its run`);
    }
    return {
        kind: 'compute',
        runnerName,
        owner: { ...byName, runAttempt: readNumber(tags[core_tags/* TAG */.Dk.runAttempt]) },
        pool,
        compute,
        expiresAt: readTime(tags[core_tags/* TAG */.Dk.expiresAt]),
        lifetimeMs: minutes === undefined || minutes === 0 ? undefined : minutes * 60_000,
        registration: pair({ runnerName, scope: tags[core_tags/* TAG */.Dk.scope] ?? '', names, registrations }),
    };
}
function pair(options) {
    const { runnerName, scope, names, registrations } = options;
    const named = names.get(runnerName);
    if (named !== undefined)
        return { kind: 'found', ...named };
    // GitHub ignores case in the names of owners and repositories.
    const own = [...registrations].find(([github]) => github.scope.toLowerCase() === scope.toLowerCase());
    if (own === undefined)
        return { kind: 'elsewhere', scope };
    const [github, list] = own;
    return { kind: list === undefined ? 'unread' : 'none', github };
}
/** The owner according to a runner's name; undefined for a name that is not this project's. */
function ownerByName(name, repositories) {
    const parsed = (0,identity/* parseRunnerName */.n7)(name);
    if (parsed === undefined)
        return undefined;
    const { repositoryId, runId } = parsed;
    const startedAt = parsed.startedAt * 1000;
    if (!Number.isSafeInteger(runId) || startedAt > LATEST_START_MS)
        return undefined;
    const repository = repositories.get(repositoryId);
    return repository === undefined ? 'of-others' : { repositoryId, runId, repository, runAttempt: undefined, startedAt };
}
function readNumber(text = '') {
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
/** Parses ISO 8601 in UTC, the format in which the tag is written; anything else is not a time. */
function readTime(text = '') {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text))
        return undefined;
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
}

// EXTERNAL MODULE: ./src/core/words.js
var words = __webpack_require__(3919);
;// CONCATENATED MODULE: ./src/core/sweep/runs.js



/** The runs of one inventory: each is queried once, however many runners it has. */
class RunBook {
    #runs;
    #answers = new Map();
    #forbidden = new Set();
    #failures = [];
    constructor(runs) {
        this.#runs = runs;
    }
    /** Never throws: a failure is one of {@link problems}, and the run is unknown. */
    query(owner) {
        const key = (0,identity/* runKey */.r7)(owner);
        const answer = this.#answers.get(key) ?? this.#query(owner);
        this.#answers.set(key, answer);
        return answer;
    }
    /** One text, however many runs could not be queried: in an outage they all fail alike. */
    get problems() {
        const [first, ...others] = this.#failures;
        if (first === undefined)
            return [];
        return [others.length === 0 ? first : `${first}\n(and ${others.length} more runs whose state could not be read)`];
    }
    async #query({ repository, runId }) {
        // 403 is about the repository: querying its other runs would only cost requests.
        if (this.#forbidden.has(repository))
            return forbidden(repository);
        try {
            const run = await this.#runs.getRun(repository, runId);
            if (run === 'forbidden') {
                this.#forbidden.add(repository);
                return forbidden(repository);
            }
            if (run === 'absent') {
                const why = `run ${runId} of ${repository} was deleted, or ${words/* SETTING */.HG.runsToken} may not see it (404)`;
                return { kind: 'unknown', why };
            }
            return { kind: 'known', run };
        }
        catch (error) {
            this.#failures.push((0,errors/* explain */.WE)(error));
            return { kind: 'unknown', why: `the state of run ${runId} of ${repository} could not be read` };
        }
    }
}
function forbidden(repository) {
    return { kind: 'unknown', why: `${words/* SETTING */.HG.runsToken} may not read the runs of ${repository} (403)` };
}

;// CONCATENATED MODULE: ./src/core/sweep/sweep.js







/** Wait between the two inventories, milliseconds: answers that were briefly wrong are right by then. */
const CONFIRM_AFTER_MS = 20_000;
/**
 * Removes what no live run owns: compute whose lifetime or run is over, and registrations without compute. Every
 * candidate is checked twice and removed only if it has not changed. A failure never prevents the rest.
 */
async function sweepRunners(request, ports) {
    const { clock, log } = ports;
    const problems = new Set();
    const repositories = await nameRepositories(request, ports, problems);
    const first = await judgeAll({ repositories, request, ports, problems });
    const kept = first.judged.filter(({ decision }) => decision.kind === 'keep').map((judged) => asKept(judged));
    const candidates = first.judged.filter(({ decision }) => decision.kind === 'sweep');
    if (candidates.length === 0)
        return { things: kept, ofOthers: first.ofOthers, problems: [...problems] };
    log.info(`To sweep: ${candidates.length}. Checking them a second time in ${CONFIRM_AFTER_MS / 1000} s.`);
    await clock.sleep(CONFIRM_AFTER_MS);
    const only = new Set(candidates.map(({ found }) => keyOf(found)));
    const second = await judgeAll({ repositories, request, ports, problems, only });
    const byKey = new Map(second.judged.map((judged) => [keyOf(judged.found), judged]));
    const twice = candidates.map((candidate) => compare(candidate, byKey.get(keyOf(candidate.found)), second.isWhole));
    const things = [...kept, ...twice.filter(({ decision }) => decision.kind === 'keep').map(asKept)];
    await (0,semaphore/* forEachConcurrently */.D)(twice.filter(({ decision }) => decision.kind === 'sweep'), async (judged) => {
        things.push(request.dryRun ? { ...judged, outcome: 'dry-run' } : await remove(judged, { ...request, ports, problems }));
    });
    return { things, ofOthers: first.ofOthers, problems: [...problems] };
}
/** Resolves repositories to their ids: tags and names contain ids, and a name may be another repository's tomorrow. */
async function nameRepositories({ repositories }, { runs }, problems) {
    const named = new Map();
    await (0,semaphore/* forEachConcurrently */.D)(repositories, async ({ name, id }) => {
        try {
            named.set(id ?? (await runs.repositoryId(name)), name);
        }
        catch (error) {
            problems.add((0,errors/* explain */.WE)(error));
        }
    });
    return named;
}
/**
 * Takes one inventory and decides about each thing in it.
 * @param options.only keys of the things to decide about; absent: all
 */
async function judgeAll(options) {
    const { repositories, request, ports, problems, only } = options;
    const seen = await takeInventory({ repositories, ...ports });
    const book = new RunBook(ports.runs);
    const hiddenForMs = Math.max(...ports.pools.map(({ hosting }) => hosting.hiddenForMs));
    const { pool } = ports.pools[0].hosting.words;
    const githubAheadMs = ports.scopes[0].aheadMs ?? 0;
    const time = {
        now: ports.clock.now(),
        graceMs: request.graceMs,
        hiddenForMs,
        pool,
        longest: request.longest,
        githubAheadMs,
    };
    const judged = [];
    await (0,semaphore/* forEachConcurrently */.D)(seen.found.filter((found) => only === undefined || only.has(keyOf(found))), async (found) => {
        const byTime = decideByTime(found, time);
        if (byTime !== undefined)
            judged.push({ found, decision: byTime });
        else if (found.kind !== 'unreadable') {
            judged.push({ found, decision: decideByRun(found, await book.query(found.owner), time) });
        }
    });
    for (const problem of [...seen.problems, ...book.problems])
        problems.add(problem);
    return { judged, ofOthers: seen.ofOthers, isWhole: seen.problems.length === 0 };
}
/** Applies the second check to a candidate: it is swept only if it is in the same state for the same reason. */
function compare(first, second, isWhole) {
    const keep = (why, reason) => ({
        found: second?.found ?? first.found,
        decision: { kind: 'keep', why, reason },
    });
    if (second === undefined) {
        return isWhole
            ? keep('gone', 'it disappeared by itself between the two checks')
            : keep('unconfirmed', 'it could not be checked a second time');
    }
    if (second.decision.kind === 'keep')
        return second;
    if (second.decision.why !== first.decision.why || stateOf(second.found) !== stateOf(first.found)) {
        return keep('changed', `it changed between the two checks, from ${stateOf(first.found)} to ${stateOf(second.found)}`);
    }
    return second;
}
function asKept(judged) {
    const { decision } = judged;
    return { ...judged, outcome: decision.kind === 'keep' && decision.why === 'gone' ? 'gone' : 'kept' };
}
/** Identifies the same thing in both inventories. */
function keyOf(found) {
    return found.kind === 'registration' ? `${found.github.scope} ${found.registration.id}` : found.compute.id;
}
/** The state that must not change between the two checks, in words. */
function stateOf(found) {
    switch (found.kind) {
        case 'registration':
            return registrationState(found);
        case 'unreadable':
            return found.compute.state;
        case 'compute': {
            const { compute, registration } = found;
            return `${compute.state} and ${registration.kind === 'found' ? registrationState(registration) : 'unregistered'}`;
        }
    }
}
function registrationState({ registration }) {
    return registration.busy ? 'busy' : registration.status;
}
async function remove(judged, { reason, ports, problems }) {
    const { found, decision } = judged;
    if (found.kind === 'unreadable')
        throw new Error('What is unreadable is never swept.');
    try {
        const teardown = await (0,teardown_teardown/* teardownRunner */.p)({
            target: {
                runnerName: found.runnerName,
                registration: registrationTarget(found),
                ...(found.kind === 'compute'
                    ? { computeId: found.compute.id, phase: found.compute.phase, scope: found.compute.tags[core_tags/* TAG */.Dk.scope] ?? '' }
                    : { computeId: undefined }),
                isLifeOver: decision.why === 'expired',
                evidence: { isRunOver: decision.why === 'run-over' },
            },
            policy: { mandate: 'sweep', run: found.owner, drainMs: 0, reason: `${reason}: ${decision.reason}` },
            ports: { ...ports, ...portsOf(found, ports) },
        });
        return { ...judged, outcome: outcomeOf(teardown), teardown };
    }
    catch (error) {
        problems.add(`Runner ${found.runnerName}: ${(0,errors/* explain */.WE)(error)}`);
        return { ...judged, outcome: 'failed' };
    }
}
function registrationTarget(found) {
    if (found.kind === 'registration')
        return found.registration;
    const { registration } = found;
    // A list read page by page can miss a registration: it is queried by name before the compute is stopped.
    return registration.kind === 'found' ? registration.registration : 'unknown';
}
/** The scope and the pool that a thing is in; where it is in none, teardown never calls the port it gets. */
function portsOf(found, ports) {
    if (found.kind === 'registration')
        return { github: found.github, pool: ports.pools[0] };
    const { pool, registration } = found;
    return { pool, github: registration.kind === 'elsewhere' ? ports.scopes[0] : registration.github };
}
function outcomeOf({ registration, compute }) {
    if (compute === 'left-busy')
        return 'left-busy';
    return registration === 'busy' ? 'still-registered' : 'removed';
}
/** All things whose run is unknown, so that only their age decides. */
function unknownRuns({ things }) {
    return things.filter(({ decision }) => decision.kind === 'keep' && decision.why === 'unknown-run');
}

// EXTERNAL MODULE: ./src/wiring/aws-settings.js + 1 modules
var aws_settings = __webpack_require__(4370);
// EXTERNAL MODULE: ./src/wiring/connections.js + 33 modules
var connections = __webpack_require__(9337);
// EXTERNAL MODULE: ./src/wiring/github-credentials.js
var github_credentials = __webpack_require__(5951);
// EXTERNAL MODULE: ./src/wiring/retry-budget.js
var retry_budget = __webpack_require__(639);
// EXTERNAL MODULE: ./src/wiring/runtime.js
var runtime = __webpack_require__(283);
// EXTERNAL MODULE: ./src/actions/inputs/actions-token.js
var actions_token = __webpack_require__(5407);
// EXTERNAL MODULE: ./src/actions/inputs/aws.js
var inputs_aws = __webpack_require__(1041);
// EXTERNAL MODULE: ./src/actions/inputs/ecs.js
var ecs = __webpack_require__(1513);
// EXTERNAL MODULE: ./src/actions/inputs/github.js
var github = __webpack_require__(7565);
// EXTERNAL MODULE: ./src/actions/inputs/reader.js
var inputs_reader = __webpack_require__(6393);
// EXTERNAL MODULE: ./src/actions/inputs/run-context.js
var run_context = __webpack_require__(6795);
// EXTERNAL MODULE: ./src/core/secret.js
var secret = __webpack_require__(6588);
// EXTERNAL MODULE: ./src/core/teardown/reasons.js
var reasons = __webpack_require__(2210);
;// CONCATENATED MODULE: ./sweep-runners/inputs.js








/** The largest startup-timeout-seconds and max-lifetime-minutes, both in minutes. */
const LONGEST_START_MINUTES = 360;
const LONGEST_LIFE_MINUTES = 7200;
/** Reads the inputs of sweep-runners. @throws InputError with every problem at once */
function readSweepInputs(environment) {
    const reader = new inputs_reader/* InputReader */.i(environment);
    const context = (0,run_context/* readRunContext */.$)(reader, environment);
    const aws = (0,inputs_aws/* readAwsAccess */.Cw)(reader, environment);
    const { scope, credentials } = (0,github/* readGitHubAccess */.wX)(reader, context, aws.region);
    const repositories = readRepositories(reader, context);
    const inputs = {
        context,
        credentials,
        scopes: scope.kind === 'repo' && reader.text('repository') === '' ? scopesOf(repositories, scope) : [scope],
        actionsToken: readRequiredToken(reader),
        aws,
        clusters: (0,ecs/* readEcsClusters */.Tj)(reader, aws.region),
        request: {
            repositories,
            graceMs: (reader.integer('grace-minutes', { min: 0, max: 1440 }) ?? 15) * 60_000,
            dryRun: reader.boolean('dry-run') ?? false,
            reason: reasons/* REASON */.r.sweep,
            longest: { startMs: LONGEST_START_MINUTES * 60_000, lifeMs: LONGEST_LIFE_MINUTES * 60_000 },
        },
    };
    reader.finish();
    return inputs;
}
/** The id of the workflow's own repository needs no request. */
function readRepositories(reader, context) {
    const own = context.repository;
    const listed = reader.list('repositories', github/* REPOSITORY */.Bw);
    // GitHub ignores case in names.
    const unique = new Map((listed.length > 0 ? listed : [own]).map((name) => [name.toLowerCase(), name]));
    return [...unique].map(([key, name]) => ({
        name,
        id: key === own.toLowerCase() ? context.run.repositoryId : undefined,
    }));
}
function scopesOf(repositories, own) {
    const scopes = repositories.map(({ name }) => {
        const [owner = '', repo = ''] = name.split('/');
        return { kind: 'repo', owner, repo };
    });
    const [first = own, ...others] = scopes;
    return [first, ...others];
}
/** Here it is required: without it only the age of what is found would decide. */
function readRequiredToken(reader) {
    const token = (0,actions_token/* readActionsToken */.F)(reader);
    if (token === undefined)
        reader.problem("actions-token is required: the workflow's own token is unknown.");
    return token ?? new secret/* Secret */.z('');
}

;// CONCATENATED MODULE: ./sweep-runners/report.js
/** Most problems in the step's error: without a permission, every runner has the same one. */
const PROBLEMS_AT_MOST = 20;
/** The outputs of sweep-runners, as listed in action.yml and the README. */
function sweepOutputs(result) {
    return {
        swept: count(result, ['removed', 'still-registered']),
        kept: count(result, ['kept', 'left-busy']),
        report: inOrder(result).map((thing) => {
            const { found, decision, outcome, teardown } = thing;
            const registration = registrationOf(found);
            return {
                runnerName: found.runnerName,
                ...(found.kind !== 'registration' && { ...found.pool.location, id: found.compute.id }),
                ...(registration && { scope: registration.scope, runnerId: registration.id }),
                ...(found.kind !== 'unreadable' && { repository: found.owner.repository, runId: found.owner.runId }),
                decision: decision.kind,
                why: decision.why,
                reason: decision.reason,
                outcome,
                ...(teardown && { compute: teardown.compute, registration: teardown.registration }),
            };
        }),
    };
}
/** Whether a thing is worth a log line, unlike the many that are as they should be. */
function isWorthALine({ decision }) {
    const usual = ['live', 'young', 'grace'];
    return !usual.includes(decision.why);
}
/** The log line for one thing. */
function describeThing(thing) {
    return `${nameOf(thing)} (${whereOf(thing)}): ${thing.outcome}, since ${thing.decision.reason}.`;
}
/** The step's error, after everything else was done. */
function explainProblems(problems) {
    const shown = problems.slice(0, PROBLEMS_AT_MOST);
    const more = problems.length > shown.length ? `\n- (and ${problems.length - shown.length} more)` : '';
    return `Not everything could be swept:\n- ${shown.join('\n- ')}${more}`;
}
function count({ things }, outcomes) {
    return things.filter(({ outcome }) => outcomes.includes(outcome)).length;
}
/** Puts what was, or would be, removed first. */
function inOrder({ things }) {
    const rank = ({ decision }) => (decision.kind === 'sweep' ? 0 : 1);
    const name = ({ found }) => `${found.runnerName} ${found.kind === 'registration' ? '' : found.compute.id}`;
    return things.toSorted((one, other) => rank(one) - rank(other) || name(one).localeCompare(name(other)));
}
/** Its name, or else its id. */
function nameOf({ found }) {
    return found.runnerName || (found.kind === 'registration' ? String(found.registration.id) : found.compute.id);
}
/** Where it is, for people. */
function whereOf({ found }) {
    return found.kind === 'registration' ? found.github.scope : found.pool.name;
}
function registrationOf(found) {
    if (found.kind === 'registration')
        return { scope: found.github.scope, id: found.registration.id };
    if (found.kind === 'unreadable' || found.registration.kind !== 'found')
        return undefined;
    const { github, registration } = found.registration;
    return { scope: github.scope, id: registration.id };
}

// EXTERNAL MODULE: ./src/actions/summary/durations.js
var durations = __webpack_require__(6118);
;// CONCATENATED MODULE: ./sweep-runners/summary.js



/** Most rows in the summary's table: GitHub does not show a summary larger than 1 MiB. */
const ROWS_AT_MOST = 200;
/** Most failures shown: without a permission, every runner has the same one. */
const summary_PROBLEMS_AT_MOST = 20;
/** The step's part of the job summary, in Markdown. */
function sweepSummary(result, { dryRun, now }) {
    const things = inOrder(result);
    const rows = things
        .slice(0, ROWS_AT_MOST)
        .map((thing) => [
        (0,summary_text/* link */.nf)(nameOf(thing), pageOf(thing)),
        (0,summary_text/* code */.aY)(whereOf(thing)),
        thing.outcome,
        age(thing, now),
        (0,summary_text/* code */.aY)(thing.decision.reason),
    ]);
    const counts = Object.entries(Object.groupBy(things, ({ outcome }) => outcome)).map(([outcome, some = []]) => `${some.length} ${outcome}`);
    const problems = result.problems.slice(0, summary_PROBLEMS_AT_MOST);
    return [
        `### Runners swept${dryRun ? ' (dry run: nothing was touched)' : ''}`,
        '',
        `Found: ${counts.join(', ') || 'nothing'}. In repositories that were not named: ${result.ofOthers}.`,
        '',
        ...(problems.length > 0 ? ['**Not everything could be swept:**', '', ...(0,summary_text/* failureList */.J_)(problems)] : []),
        ...(0,summary_text/* foldedTable */.vd)(`The ${rows.length} found`, ['runner', 'where', 'outcome', 'age', 'why'], rows),
        ...(things.length > rows.length ? [`And ${things.length - rows.length} more: see the output \`report\`.`, ''] : []),
        '',
    ].join('\n');
}
/** URL of its compute's page, as long as there is compute. */
function pageOf({ found, outcome }) {
    if (found.kind === 'registration' || outcome === 'gone')
        return undefined;
    return found.pool.pagesOf(found.compute.id).compute;
}
/** How long ago its compute was created or, failing that, its start began; empty if unknown. */
function age({ found }, now) {
    const made = found.kind === 'registration' ? undefined : found.compute.times?.createdAt;
    const began = made ?? (found.kind === 'unreadable' ? undefined : found.owner.startedAt);
    return began === undefined ? '' : (0,durations/* durationCell */.D3)(now - began);
}

;// CONCATENATED MODULE: ./sweep-runners/main.js













/** The main step: removes what no live run owns. */
async function main(environment) {
    try {
        await sweep(readSweepInputs(environment));
    }
    catch (error) {
        await (0,failure/* failStep */.v)(error, (text) => (0,summary_text/* failedSummary */.kx)('The sweep failed', text));
    }
}
async function sweep(inputs) {
    const { request } = inputs;
    const result = await sweepRunners(request, sweepPorts(inputs));
    for (const thing of result.things.filter(isWorthALine))
        io/* actionsLog */._D.info(describeThing(thing));
    const unknown = unknownRuns(result);
    if (unknown.length > 0) {
        io/* actionsLog */._D.warning(`It is unknown whether the runs of ${unknown.length} runners are over, so their age alone decides: give the ` +
            'job `permissions: actions: read`, or an actions-token that may read the runs of the repositories.');
    }
    (0,io/* setOutputs */.n0)(sweepOutputs(result));
    await (0,io/* writeSummary */.Sy)(() => sweepSummary(result, { ...request, now: runtime/* systemClock */.m.now() }));
    if (result.problems.length > 0)
        (0,io/* fail */.fJ)(explainProblems(result.problems));
}
/** Wires the ports of a sweep. */
function sweepPorts({ context, scopes, actionsToken, clusters, ...inputs }) {
    const { proxy } = inputs.aws;
    const root = (0,actions_root/* actionsRoot */.e)(inputs.aws);
    const { log, mask } = root;
    const aws = (0,aws_settings/* awsSettings */.T)({ access: inputs.aws, root });
    const credentials = (0,github_credentials/* credentialsReader */.qD)(inputs.credentials, { aws, mask });
    const connection = {
        apiUrl: context.apiUrl,
        log,
        retryBudgetMs: () => retry_budget/* DEFAULT_RETRY_BUDGET_MS */.G,
        ...(proxy && { proxy }),
    };
    const [firstScope, ...otherScopes] = scopes;
    const [firstCluster, ...otherClusters] = clusters;
    const inScope = (scope) => (0,connections/* connectGitHub */.UY)({ scope, credentials, connection, mask });
    const poolOf = (cluster) => (0,connections/* connectEcsPool */.wh)({ aws, cluster });
    return {
        scopes: [inScope(firstScope), ...otherScopes.map(inScope)],
        pools: [poolOf(firstCluster), ...otherClusters.map(poolOf)],
        runs: (0,connections/* connectRuns */.h5)({ token: actionsToken, credentials, connection, mask }),
        clock: runtime/* systemClock */.m,
        random: runtime/* systemRandom */.v,
        log,
    };
}


/***/ })

};
