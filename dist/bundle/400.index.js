export const id = 400;
export const ids = [400];
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

/***/ 9957:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ gantt)
/* harmony export */ });
/* harmony import */ var _durations_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6118);

/**
 * GitHub's mermaid does not draw a diagram with more than 50,000 characters (`maxTextSize`); one of a quarter of that
 * is already taller than a screen.
 */
const CHARACTERS_AT_MOST = 12_500;
/** Intervals between the axis's ticks: milliseconds, and mermaid's words for them. */
const TICKS = [
    [100, '100millisecond'],
    [500, '500millisecond'],
    ...[1, 2, 5, 10, 15, 30].map((count) => [count * 1000, `${count}second`]),
    ...[1, 2, 5, 10, 15, 30].map((count) => [count * 60_000, `${count}minute`]),
    ...[1, 2, 4, 8, 24].map((count) => [count * 3_600_000, `${count}hour`]),
];
/** More ticks than this would overlap. */
const TICKS_AT_MOST = 10;
/**
 * A mermaid gantt in a fenced block; times count from `origin` (epoch milliseconds). Sections that would make it too
 * long are left out.
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
        // The padding holds the section titles; the default of 75 has room for one word.
        '---',
        'config:',
        '  gantt:',
        '    leftPadding: 110',
        '---',
        'gantt',
        // Full dates: a time alone would mean today, which may lack an hour.
        '    dateFormat YYYY-MM-DD HH:mm:ss.SSS',
        `    axisFormat ${ms < 1000 ? '%S.%L' : ms < 3_600_000 ? '%M:%S' : '%H:%M'}`,
        `    tickInterval ${tick}`,
        '    todayMarker off',
    ];
}
function sectionLines({ title, spans, milestones = [] }, origin) {
    return [
        `    section ${word(title)}`,
        ...spans.map(({ phase, from, to, failed }) => {
            const ms = Math.max(0, Math.round(to - from));
            // Said as well as shown in red, which not everybody can tell.
            const [how, mark] = failed ? ['failed after ', 'crit, '] : ['', ''];
            return `    ${word(phase)} ${how}${word((0,_durations_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)(ms))} :${mark}${moment(from - origin)}, ${ms}ms`;
        }),
        ...milestones.map(({ name, at }) => `    ${word(name)} :milestone, ${moment(at - origin)}, 0ms`),
    ];
}
/**
 * Escapes a title or a name. Line breaks, `:`, `;` and `#` have a meaning in mermaid, and so do a few words at the
 * beginning of a line (`section`, `click`, a date), but names are ours and titles follow `section`. Anything but
 * letters, digits and harmless signs becomes `_`.
 */
function word(text) {
    return [...text.replaceAll(/[^\p{L}\p{N} _.()/-]/gu, '_')].slice(0, 80).join('').trim() || '_';
}
/** Milliseconds from the origin as a moment of a day that has 24 hours in every time zone. */
function moment(ms) {
    const from = Date.UTC(2000, 0, 1);
    return new Date(from + Math.max(0, Math.round(ms))).toISOString().slice(0, -1).replace('T', ' ');
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

/***/ 5400:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./src/actions/failure.js
var failure = __webpack_require__(9258);
// EXTERNAL MODULE: ./src/actions/inputs/labels.js
var inputs_labels = __webpack_require__(4853);
// EXTERNAL MODULE: ./src/actions/io.js + 1 modules
var io = __webpack_require__(8216);
// EXTERNAL MODULE: ./src/actions/root.js + 1 modules
var actions_root = __webpack_require__(1576);
// EXTERNAL MODULE: ./src/actions/summary/text.js
var summary_text = __webpack_require__(7512);
;// CONCATENATED MODULE: ./src/actions/version.js
/** Version of this project, for the tag `ecs-github-runner:version`; a test compares it with package.json. */
const VERSION = '0.1.0';

// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/identity.js
var identity = __webpack_require__(6930);
;// CONCATENATED MODULE: ./src/core/report/observed.js
/** The port with some of its calls observed: its users need not know. */
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
/** A launcher whose answers the timeline sees. */
function observedLauncher(launcher, timeline) {
    const { requests } = launcher.hosting;
    return around(launcher, {
        prepare: (call) => timeline.measure(requests.prepare, call),
        launch: async (call, { runnerName }) => {
            const compute = await timeline.request(runnerName, requests.launch, call);
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
// EXTERNAL MODULE: ./src/core/start/ledger.js
var start_ledger = __webpack_require__(1252);
// EXTERNAL MODULE: ./src/core/teardown/reasons.js
var reasons = __webpack_require__(2210);
// EXTERNAL MODULE: ./src/core/util/semaphore.js
var semaphore = __webpack_require__(3881);
// EXTERNAL MODULE: ./src/core/words.js
var words = __webpack_require__(3919);
// EXTERNAL MODULE: ./src/core/tags.js
var core_tags = __webpack_require__(2773);
// EXTERNAL MODULE: ./src/core/util/polling.js
var polling = __webpack_require__(1892);
// EXTERNAL MODULE: ./src/core/start/cleanup.js
var cleanup = __webpack_require__(8793);
;// CONCATENATED MODULE: ./src/core/start/adopt.js




/**
 * Finds the live runner that an earlier call of the same start launched: a start repeated because a message was
 * delivered twice must not treat the first call's runner as an orphan. The earlier call must be over: nobody knows its
 * JIT configs any more, so what it registered but did not launch is useless.
 * @returns undefined if nothing of it is alive
 */
async function adoptLaunch(context, { index, records, signal }) {
    const { request, ledger, ports } = context;
    for (const record of records.toReversed()) {
        const compute = await findCompute(record, { ...context, signal });
        if (compute?.phase !== 'starting' && compute?.phase !== 'running')
            continue;
        signal.throwIfAborted();
        const registration = await findRegistration(record, ports);
        if (registration === undefined)
            continue;
        const { runnerName } = record;
        await ledger.record(index, { ...record, registrationId: registration.id, computeId: compute.id });
        ports.log.info(`Runner ${runnerName} was launched by an earlier call of this start (${compute.id}): adopted.`);
        const launchNumber = (0,identity/* parseRunnerName */.n7)(runnerName)?.launchNumber ?? 0;
        return { index, launchNumber, registration, label: (0,identity/* runnerLabel */.Fx)(request.runner.label, index), compute };
    }
    return undefined;
}
/** Finds it by its id or, if the answer to its launch was lost, by its tags, for as long as it may be hidden. */
async function findCompute({ runnerName, launchSentAt, computeId, refused }, { request, ports, signal }) {
    const { launcher, clock, random } = ports;
    if (launchSentAt === undefined || refused)
        return undefined;
    const until = launchSentAt + launcher.hosting.hiddenForMs;
    const began = clock.now();
    for (;;) {
        signal.throwIfAborted();
        const listed = computeId === undefined ? await launcher.list(request.start) : [];
        const found = computeId === undefined
            ? listed.find(({ tags }) => tags[core_tags/* TAG */.Dk.startKey] === (0,identity/* startKey */._L)(request.start) && tags[core_tags/* TAG */.Dk.runnerName] === runnerName)
            : (await launcher.describe([computeId])).get(computeId);
        const left = until - clock.now();
        if (found !== undefined)
            return found;
        if (left <= 0) {
            const unseen = listed.filter(({ phase }) => phase === 'unseen');
            // Another launch beside one that is merely not described would make two runners.
            if (unseen.length > 0)
                throw (0,cleanup/* neverSeen */.Qm)(unseen, launcher.name);
            return undefined;
        }
        await clock.sleep(Math.min((0,polling/* pollInterval */.dq)(clock.now() - began, random.fraction()), left), signal);
    }
}
function findRegistration({ runnerName, registrationId }, { github }) {
    return registrationId === undefined ? github.findRunner(runnerName) : github.getRunner(registrationId);
}

;// CONCATENATED MODULE: ./src/core/util/sleep.js
/**
 * Sleeps for `ms`, or until `event` settles, and leaves no timer behind: a pending one would keep the process alive
 * after its work.
 * @returns whether the event came first
 */
async function sleepUnless(clock, ms, event) {
    const over = new AbortController();
    try {
        return await Promise.race([event.then(() => true), clock.sleep(ms, over.signal).then(() => false)]);
    }
    finally {
        over.abort();
    }
}

;// CONCATENATED MODULE: ./src/core/util/heartbeat.js

/** Waits for work that may take long and calls `onBeat` meanwhile. @throws the signal's reason once it is aborted */
async function withHeartbeat(work, { clock, nextBeat, onBeat, signal }) {
    let isDone = false;
    const done = work
        .catch(() => undefined)
        .then(() => {
        isDone = true;
    });
    const over = new AbortController();
    const aborted = new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true, signal: over.signal });
    });
    const event = Promise.race([done, aborted]);
    try {
        while (!isDone) {
            signal.throwIfAborted();
            if (!(await sleepUnless(clock, Math.max(0, nextBeat() - clock.now()), event)))
                onBeat();
        }
    }
    finally {
        over.abort();
    }
    return work;
}

;// CONCATENATED MODULE: ./src/core/start/failures.js


/** The compute ended before its runner was online. */
function computeEnded({ compute, launched }, { ports }) {
    const end = compute.end ?? ports.launcher.explainStuck(compute);
    return new errors/* RunnerError */.Rn({
        kind: end.kind,
        message: `Runner ${launched.registration.name} never came online: ${end.message}`,
        hint: end.hint,
        about: [{ compute }],
    });
}
/** The compute no longer exists. */
function computeVanished({ compute, launched }, { ports }) {
    const { name } = launched.registration;
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `${compute.id} (${ports.launcher.name}), launched for runner ${name}, no longer exists.`,
        hint: `Check CloudTrail for who stopped it, then ${words/* STEP */.RZ.startAgain}.`,
    });
}
/** The registration no longer exists. */
function registrationVanished({ compute, launched }, { ports }) {
    const { id, name } = launched.registration;
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `The registration of runner ${name} (id ${id}) in ${ports.github.scope} vanished before the runner was online, ` +
            `while its compute ${compute.id} was ${compute.state}. ${compute.end?.message ?? ''}`.trimEnd(),
        hint: 'Somebody deleted it, GitHub removed it, or the runner took a job and ended between two polls. See the list of ' +
            `runners in the settings and the audit log of the scope, then ${words/* STEP */.RZ.startAgain}.`,
        about: [{ compute }],
    });
}
/** The compute has waited for room on its capacity for as long as it may. */
function noRoomInTime({ compute, launched, launchedAt }, { now, ports }) {
    const seconds = Math.round((now - launchedAt) / 1000);
    const { message, hint } = ports.launcher.explainStuck(compute);
    return new errors/* RunnerError */.Rn({
        kind: 'capacity',
        message: `${compute.id} of runner ${launched.registration.name} was ${compute.state} for ${seconds} s ` +
            `(${words/* SETTING */.HG.capacityTimeout}). ${message}`,
        hint,
        about: [{ compute }],
    });
}
/** The timeout has passed: the state in which the first late runner is stuck, and what usually keeps it there. */
function timedOut([late, ...others], options) {
    const { began, deadline, ports } = options;
    const limit = `within ${Math.round((deadline - began) / 1000)} s (${words/* SETTING */.HG.startupTimeout})`;
    if (late === undefined) {
        return new errors/* RunnerError */.Rn({
            kind: 'transient',
            message: `Not every runner was launched ${limit}: the answers of GitHub or AWS took too long.`,
            hint: `See githubstatus.com and the AWS Health Dashboard; then ${words/* STEP */.RZ.startAgain}, with a higher ${words/* SETTING */.HG.startupTimeout}.`,
        });
    }
    const { compute, stateSince, runningSince, launched } = late;
    const stuck = ports.launcher.explainStuck(compute);
    const seconds = Math.round((ports.clock.now() - stateSince) / 1000);
    const where = runningSince === undefined
        ? `${compute.id} was still ${compute.state}, for ${seconds} s`
        : `${compute.id} was ${compute.state} for ${seconds} s, but the runner never connected to GitHub`;
    const more = others.length === 0 ? '' : ` Not online either: ${others.length} more of this start.`;
    return new errors/* RunnerError */.Rn({
        kind: stuck.kind,
        message: `Runner ${launched.registration.name} was not online ${limit}: ${where}. ${stuck.message}${more}`,
        hint: stuck.hint,
        about: [{ compute }],
    });
}
/** How many reasons are reported at most for runners that did not come online. */
const REASONS_AT_MOST = 3;
/** Fewer runners than requested would have been a success, but none came online. */
function noneCame(failures) {
    const bug = failures.find((failure) => !(failure instanceof errors/* RunnerError */.Rn));
    const own = failures.filter((failure) => failure instanceof errors/* RunnerError */.Rn);
    // Reasons are distinguished by their hints, since messages name runners.
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
        message: `None of ${failures.length} runners came online:${reasons}`,
        hint: shown.map(({ hint }) => hint).join('\n'),
        about: shown.flatMap(({ about }) => about),
        cause: new AggregateError(own),
    });
}

;// CONCATENATED MODULE: ./src/core/start/history.js


/** The history before the first launch. */
const NO_HISTORY = {
    position: 0,
    refused: [],
    causes: [],
    relaunches: 0,
    lastRelaunch: '',
    roomRetries: 0,
};
/** Skips capacities that left other runners of the start without room. */
function skipped(history, from, { capacities }) {
    const { position, refused } = history;
    const passed = capacities
        .slice(position, from)
        .map((capacity) => ({ capacity, message: 'it left other runners of this start without room.', about: [] }));
    return { ...history, position: Math.max(position, from), refused: withRefused(refused, ...passed) };
}
/** A capacity has no room: the next one comes. */
function movedOn(history, { message, about }, { capacities }) {
    const { position, refused, causes } = history;
    const capacity = capacities[position] ?? '';
    return {
        ...history,
        position: position + 1,
        refused: withRefused(refused, { capacity, message, about }),
        causes: [...causes, `${capacity}: ${message}`],
    };
}
/** No capacity has room, and the launch is retried. */
function roomRetried(history, refusal, { hosting }) {
    const { causes, roomRetries, position } = history;
    return {
        ...history,
        position: hosting.whenFull === 'retry-all' ? 0 : position,
        causes: [...causes, refusal.message],
        roomRetries: roomRetries + 1,
    };
}
/** It is launched again on the same capacity. */
function relaunched(history, { message }) {
    const { causes, relaunches } = history;
    return { ...history, causes: [...causes, message], relaunches: relaunches + 1, lastRelaunch: message };
}
/** The last refusal of a capacity counts. */
function withRefused(refused, ...added) {
    const names = new Set(added.map(({ capacity }) => capacity));
    return [...refused.filter(({ capacity }) => !names.has(capacity)), ...added];
}
/** Adds to a runner's failure what was tried before it: capacities without room, and launches. */
function afterHistory(failure, history, capacity) {
    const { refused, relaunches, lastRelaunch, roomRetries } = history;
    if (!(failure instanceof errors/* RunnerError */.Rn) || refused.length + relaunches + roomRetries === 0)
        return failure;
    const last = [
        failure.message,
        ...(relaunches > 0
            ? [`It was relaunched ${times(relaunches)} before (${words/* SETTING */.HG.maxRelaunches}). The last time: ${lastRelaunch}`]
            : []),
        ...(roomRetries > 0 ? [`The launch was retried ${times(roomRetries)} (${words/* SETTING */.HG.maxRelaunches}).`] : []),
    ].join(' ');
    const others = refused.filter((one) => one.capacity !== capacity);
    const entries = [...others, { capacity, message: last }].map((entry) => `\n- ${entry.capacity}: ${entry.message}`);
    const message = failure.kind === 'capacity'
        ? `None of the ${entries.length} capacities has room:${entries.join('')}`
        : `The runner did not come online on the last of ${entries.length} capacities:${entries.join('')}`;
    return failure.with({
        message: others.length === 0 ? last : message,
        about: [...others.flatMap(({ about }) => about), ...failure.about],
    });
}
function times(count) {
    return count === 1 ? 'once' : `${count} times`;
}

;// CONCATENATED MODULE: ./src/core/util/changes.js
/** Lets one party wait until another has changed something. */
class Changes {
    #next = Promise.withResolvers();
    /** Resolves at the next change. */
    get next() {
        return this.#next.promise;
    }
    /** Wakes everyone who is waiting. */
    notify() {
        this.#next.resolve();
        this.#next = Promise.withResolvers();
    }
}

;// CONCATENATED MODULE: ./src/core/start/runner.js




/** How long the end of compute is waited for whose registration is gone, milliseconds. */
const GONE_FOR_MS = 10_000;
/** A runner before its first launch. */
function newRunner(index) {
    return { index, wasRegistered: false, history: NO_HISTORY, state: { kind: 'launching' } };
}
/** All transitions of a runner: its state once a fact is known. Nothing else changes it. */
function withFact(runner, fact, context) {
    switch (fact.kind) {
        case 'launching':
            return { ...runner, state: { kind: 'launching' } };
        case 'registered':
            return { ...runner, wasRegistered: true };
        case 'accepted':
            // One that an earlier call launched was registered by that call.
            return { ...runner, wasRegistered: true, state: accepted(fact.launched, context) };
        case 'given-up':
            return { ...runner, state: fact };
        case 'requesting':
            return { ...runner, history: skipped(runner.history, fact.from, context.ports.launcher) };
        case 'no-room':
            return { ...runner, history: movedOn(runner.history, fact.failure, context.ports.launcher) };
        case 'room-retry':
            return { ...runner, history: roomRetried(runner.history, fact.refusal, context.ports.launcher) };
        case 'relaunched':
            return { ...runner, history: relaunched(runner.history, fact.failure) };
        case 'out-of-room-time': {
            const { state } = runner;
            return isUnderway(state) ? { ...runner, state: failed(state, noRoomInTime(state, context)) } : runner;
        }
        case 'compute':
        case 'registration':
        case 'polled':
        case 'poll-now': {
            const { state } = runner;
            // Facts about a launch that is over no longer matter.
            if (!isUnderway(state) || state.launched !== fact.of)
                return runner;
            return { ...runner, state: withPollFact(state, fact, context) };
        }
        default:
            return (0,errors/* assertNever */.xb)(fact);
    }
}
/** Whether its compute was accepted. */
function isUnderway(state) {
    return state.kind !== 'launching' && state.kind !== 'given-up';
}
/** Online, or with its job. */
function isReady(state) {
    return state.kind === 'online' || state.kind === 'has-job';
}
/** The answer to its launch counts as its first poll. */
function accepted(launched, { now, fraction }) {
    const { compute } = launched;
    return {
        kind: 'pending',
        launched,
        compute,
        launchedAt: now,
        stateSince: now,
        runningSince: compute.phase === 'running' ? now : undefined,
        nextPoll: { compute: now + (0,polling/* pollInterval */.dq)(0, fraction), github: now },
    };
}
function withPollFact(state, fact, context) {
    switch (fact.kind) {
        case 'compute':
            return fact.seen === undefined ? withoutCompute(state, fact, context) : withCompute(state, fact.seen, context);
        case 'registration':
            return withRegistration(fact.compute ? { ...state, compute: fact.compute } : state, fact.seen, context);
        case 'polled':
            return { ...state, nextPoll: { ...state.nextPoll, [fact.service]: nextPoll(state, fact.service, context) } };
        case 'poll-now':
            return { ...state, nextPoll: { compute: context.now, github: context.now } };
        default:
            return (0,errors/* assertNever */.xb)(fact);
    }
}
function withCompute(before, compute, context) {
    const { now } = context;
    const hasMoved = compute.state !== before.compute.state;
    const isFirstRunning = compute.phase === 'running' && before.runningSince === undefined;
    const state = {
        ...before,
        compute,
        stateSince: hasMoved ? now : before.stateSince,
        ...(isFirstRunning && { runningSince: now, nextPoll: { ...before.nextPoll, github: now } }),
    };
    return hasEnded(compute) ? ended(state, computeEnded(state, context)) : state;
}
function hasEnded({ phase }) {
    return phase === 'stopping' || phase === 'stopped';
}
/** What ended after a job came, however short the job was: it was never seen online then. */
function ended(state, failure) {
    if (state.compute.hadJob === true && state.kind !== 'failed')
        return { ...underway(state), kind: 'has-job' };
    return failed(state, failure);
}
function withoutCompute(state, { mayBeHidden }, context) {
    const { hiddenForMs } = context.ports.launcher.hosting;
    const isHidden = mayBeHidden && context.now - state.launchedAt <= hiddenForMs;
    return isHidden ? state : failed(state, computeVanished(state, context));
}
function withRegistration(state, seen, context) {
    if (state.kind === 'failed' || state.kind === 'has-job')
        return state;
    if (seen === undefined)
        return withoutRegistration(state, context);
    if (seen.busy)
        return { ...underway(state), kind: 'has-job' };
    // A lost connection may come back: until then the start waits for the runner as before.
    return seen.status === 'online'
        ? { ...underway(state), kind: 'online', onlineAt: context.now }
        : { ...underway(state), kind: 'pending' };
}
/**
 * It was deleted, by somebody or by a stop of its run, or it has had its job: its compute says which when it ends, which
 * takes a few seconds.
 */
function withoutRegistration(state, context) {
    const { goneSince = context.now } = state;
    if (hasEnded(state.compute)) {
        const failure = state.compute.end === undefined ? registrationVanished(state, context) : computeEnded(state, context);
        return ended(state, failure);
    }
    if (context.now - goneSince >= GONE_FOR_MS)
        return failed(state, registrationVanished(state, context));
    return { ...underway(state), kind: 'pending', goneSince };
}
/** The first reason stays; a runner that has its job has come online. */
function failed(state, failure) {
    return state.kind === 'failed' || state.kind === 'has-job' ? state : { ...underway(state), kind: 'failed', failure };
}
function underway({ launched, compute, launchedAt, stateSince, runningSince, nextPoll: next }) {
    return { launched, compute, launchedAt, stateSince, runningSince, nextPoll: next };
}
function nextPoll(state, service, { now, fraction }) {
    const { launchedAt, runningSince } = state;
    if (state.kind === 'online')
        return now + polling/* READY_INTERVAL_MS */.nV;
    if (state.goneSince !== undefined)
        return now + (0,polling/* pollInterval */.dq)(0, fraction);
    if (service === 'github')
        return now + (0,polling/* pollInterval */.dq)(now - (runningSince ?? now), fraction);
    if (runningSince !== undefined)
        return now + (0,polling/* watchInterval */.f1)(now - runningSince);
    return now + (0,polling/* pollInterval */.dq)(now - launchedAt, fraction);
}
/** When a service is to be polled for a runner, epoch milliseconds; Infinity if it need not be. */
function nextPollOf(state, service) {
    // No runner connects to GitHub before its compute is running.
    const isTooEarly = service === 'github' && state.runningSince === undefined;
    return state.kind === 'has-job' || isTooEarly ? Infinity : state.nextPoll[service];
}

;// CONCATENATED MODULE: ./src/core/start/verdict.js

/** The verdict on a runner at a given time (epoch milliseconds). It changes nothing. */
function verdictOn(runner, now, rules) {
    const { state, history } = runner;
    if (state.kind !== 'failed') {
        return { kind: now >= roomDeadline(runner, rules) ? 'out-of-room-time' : 'wait' };
    }
    const { failure } = state;
    if (failure.kind === 'capacity' && hasNextCapacity(runner, rules))
        return { kind: 'next-capacity', failure };
    const mayHelp = failure.kind === 'transient' || failure.kind === 'capacity';
    return { kind: mayHelp && history.relaunches < rules.maxRelaunches ? 'relaunch' : 'fail', failure };
}
/** Whether another capacity follows the runner's. */
function hasNextCapacity({ history }, { capacities }) {
    return history.position + 1 < capacities;
}
/**
 * Epoch milliseconds until which a runner's compute may wait for room; Infinity if there is no limit, because there is
 * no other capacity or it has room.
 */
function roomDeadline(runner, rules) {
    const { state } = runner;
    if (!isUnderway(state) || state.kind === 'failed' || state.kind === 'has-job')
        return Infinity;
    if (state.compute.isWaitingForRoom !== true || !hasNextCapacity(runner, rules))
        return Infinity;
    return state.launchedAt + rules.capacityTimeoutMs;
}

;// CONCATENATED MODULE: ./src/core/start/launches.js



/**
 * While more registrations than this are still to be made, nothing is launched: GitHub may accept only 80 a minute, and
 * has been seen removing idle runners after 2 minutes, so the first ones would be gone by the time the last one is online.
 */
const HOLD_ABOVE = 80;
/** Wait before retrying a launch that found no room anywhere, milliseconds; doubled each time, up to the longest. */
const ROOM_RETRY_MS = { first: 15_000, longest: 60_000 };
/** Most retries for lack of room: less than four minutes in all; JIT configs are reported to live at least 5. */
const ROOM_RETRIES_AT_MOST = 5;
/** Wait before a failed removal is retried, milliseconds. */
const REMOVAL_RETRY_MS = 10_000;
/** Launches and removals under way. What they find out becomes a fact. */
class Launches {
    #options;
    #underWay = new Set();
    /** Once aborted, no launch continues. */
    #abort = new AbortController();
    #changes = new Changes();
    /** Position of the first capacity that has not left compute without room. */
    #firstOpen = 0;
    constructor(options) {
        this.#options = options;
    }
    get areUnderWay() {
        return this.#underWay.size > 0;
    }
    /** Resolves when something under way has made progress. */
    get change() {
        return this.#changes.next;
    }
    /** Launches a runner. */
    begin(index) {
        this.#launch(index, async () => undefined);
    }
    /** Removes what exists of a runner's launches, and then launches it again. */
    again(index) {
        this.#launch(index, () => this.#options.removeLaunches(index));
    }
    /**
     * Removes what exists of a runner that will not come online; a failed removal is retried once if that may help. What
     * cannot be removed stays in the ledger and has been reported.
     */
    remove(index) {
        const { removeLaunches, ports } = this.#options;
        this.#track(async () => {
            try {
                await removeLaunches(index);
            }
            catch (failure) {
                const cause = failure instanceof errors/* RunnerError */.Rn ? failure.cause : undefined;
                if (cause instanceof errors/* RunnerError */.Rn && cause.kind !== 'transient')
                    return;
                await ports.clock.sleep(REMOVAL_RETRY_MS);
                await removeLaunches(index).catch(() => undefined);
            }
        });
    }
    /** A runner's capacity has no room: moves to the next one, if any, which uses up no relaunch. */
    takeNextCapacity(index, failure) {
        const { runners, ports } = this.#options;
        const { capacities } = ports.launcher;
        const runner = runners.at(index);
        if (!hasNextCapacity(runner, { capacities: capacities.length }))
            return false;
        const { position } = runner.history;
        runners.apply(index, { kind: 'no-room', failure });
        const [full, next] = capacities.slice(position);
        ports.log.info(`${failure.message} Capacity ${full} could not take it: trying ${next}.`);
        return true;
    }
    /** Compute waited for room on a capacity in vain: what is launched from now on need not wait there too. */
    avoid(position) {
        this.#firstOpen = Math.max(this.#firstOpen, position + 1);
    }
    /** Launches nothing more; what is under way ends by itself. */
    abandon() {
        this.#stop(new Abandoned());
    }
    /** Resolves when nothing is under way any more. */
    async settle() {
        await Promise.all(this.#underWay);
    }
    #launch(index, before) {
        const { launch, runners } = this.#options;
        runners.apply(index, { kind: 'launching' });
        this.#track(async () => {
            try {
                await before();
                const launched = await launch(this.#launchOf(index));
                runners.apply(index, { kind: 'accepted', launched });
            }
            catch (error) {
                this.#failed(index, error);
            }
        });
    }
    #launchOf(index) {
        const { runners, ports } = this.#options;
        const { signal } = this.#abort;
        return {
            index,
            signal,
            registered: async () => {
                runners.apply(index, { kind: 'registered' });
                this.#changes.notify();
                while (!signal.aborted && this.#mustHold())
                    await this.change;
                signal.throwIfAborted();
            },
            requesting: () => {
                runners.apply(index, { kind: 'requesting', from: this.#firstOpen });
                return ports.launcher.capacities[runners.at(index).history.position] ?? '';
            },
            noRoom: (refusal) => this.takeNextCapacity(index, refusal),
            retryRoom: (refusal) => this.#retryRoom(index, refusal),
        };
    }
    /** There may be room soon: a refusal did nothing, so the same launch may be retried. */
    async #retryRoom(index, refusal) {
        const { maxRelaunches, deadline, ports, runners } = this.#options;
        const { clock, log } = ports;
        const { roomRetries } = runners.at(index).history;
        const atMost = Math.min(maxRelaunches, ROOM_RETRIES_AT_MOST);
        const waitMs = Math.min(ROOM_RETRY_MS.first * 2 ** roomRetries, ROOM_RETRY_MS.longest);
        if (roomRetries >= atMost || clock.now() + waitMs >= deadline)
            return false;
        runners.apply(index, { kind: 'room-retry', refusal });
        log.info(`${refusal.message} Retrying in ${waitMs / 1000} s (${roomRetries + 1} of at most ${atMost}).`);
        await clock.sleep(waitMs, this.#abort.signal);
        return true;
    }
    #mustHold() {
        const left = this.#options.runners.all.filter(({ wasRegistered, state }) => {
            return !wasRegistered && state.kind !== 'given-up';
        });
        return left.length > HOLD_ABOVE;
    }
    #failed(index, error) {
        if (error instanceof Abandoned)
            return;
        // Refused, but an earlier attempt at sending it may have been accepted: what may exist of it is removed first.
        if (error instanceof errors/* RunnerError */.Rn && error.kind === 'capacity' && this.takeNextCapacity(index, error)) {
            this.again(index);
            return;
        }
        // It concerns all launches: no other one is tried.
        const isForAll = error instanceof errors/* RunnerError */.Rn && (error.kind === 'configuration' || error.kind === 'permission');
        if (isForAll)
            this.#stop(error);
        this.#options.onFailure(index, error);
    }
    /** @param reason what launches under way throw */
    #stop(reason) {
        this.#abort.abort(reason);
        this.#changes.notify();
    }
    #track(work) {
        const running = work().finally(() => {
            this.#underWay.delete(running);
            this.#changes.notify();
        });
        this.#underWay.add(running);
    }
}
/** Ends a launch that is no longer wanted, because the start has ended. */
class Abandoned extends Error {
    name = 'Abandoned';
}

;// CONCATENATED MODULE: ./src/core/start/poller.js



/** How many polls in a row may fail after the adapter's own retries. */
const FAILED_POLLS_AT_MOST = 3;
/** Several runners are polled together: a poll also covers those that are due this soon after it, milliseconds. */
const TOGETHER_MS = 500;
/** Least time between two polls of several runners, milliseconds. */
const COMMON_POLL_MS = 1500;
/** Before the start succeeds, a registration is read again if it was last seen online longer ago, milliseconds. */
const SURE_FOR_MS = 5000;
/**
 * Polls runners that are coming online and returns facts. The hosting is polled for all in one request, GitHub only
 * once the compute is running. A single runner is polled at its own intervals; several are polled together.
 */
class Poller {
    #ports;
    #isSingle;
    #failures = { compute: 0, github: 0 };
    /** Epoch milliseconds before which a service is not polled again. */
    #notBefore = { compute: 0, github: 0 };
    #failedPoll;
    constructor(options) {
        this.#ports = options.ports;
        this.#isSingle = options.count === 1;
    }
    /** The failure of the last poll, if it failed. */
    get failedPoll() {
        return this.#failedPoll;
    }
    /** Epoch milliseconds of the next poll that is due; Infinity if there is none. */
    next(runners) {
        const nextOf = (service) => Math.max(Math.min(...runners.map((runner) => nextPollOf(runner, service))), this.#notBefore[service]);
        return Math.min(nextOf('compute'), nextOf('github'));
    }
    /** Runners for which a service is to be polled now; empty while none is due. */
    due(service, runners) {
        const now = this.#ports.clock.now();
        if (now < this.#notBefore[service] || !runners.some((runner) => nextPollOf(runner, service) <= now))
            return [];
        const slack = this.#isSingle ? 0 : TOGETHER_MS;
        return runners.filter((runner) => nextPollOf(runner, service) <= now + slack);
    }
    /** Makes the next poll possible at once, whatever is due. */
    hurry() {
        const now = this.#ports.clock.now();
        this.#notBefore.compute = now;
        this.#notBefore.github = now;
    }
    /** Polls a service for runners that are due. A failed poll is no reason to give up runners that may be fine. */
    poll(service, runners) {
        return this.#tolerate(service, async () => {
            const { clock } = this.#ports;
            if (service === 'compute') {
                if (!this.#isSingle)
                    this.#notBefore.compute = clock.now() + COMMON_POLL_MS;
                return this.#describe(runners, { mayBeHidden: true });
            }
            const { facts, requests } = await this.#read(runners);
            const pause = this.#isSingle ? 0 : Math.max(COMMON_POLL_MS, requests * polling/* MS_PER_READ */.Uy);
            this.#notBefore.github = clock.now() + pause;
            return facts;
        });
    }
    /**
     * Polls a service for the last time before success: all compute, and registrations that were not just seen online.
     * A successful start whose runner just died would strand its job.
     */
    pollFinally(service, runners) {
        return this.#tolerate(service, async () => {
            const awaited = runners.filter(({ kind }) => kind !== 'has-job');
            if (service === 'compute') {
                return awaited.length === 0 ? [] : this.#describe(awaited, { mayBeHidden: false });
            }
            const now = this.#ports.clock.now();
            const seenAt = (runner) => (runner.kind === 'online' ? runner.onlineAt : 0);
            const old = awaited.filter((runner) => now - seenAt(runner) > SURE_FOR_MS);
            return old.length === 0 ? [] : (await this.#read(old)).facts;
        });
    }
    async #describe(runners, { mayBeHidden }) {
        const seen = await this.#ports.launcher.describe(runners.map(({ compute }) => compute.id));
        return runners.map(({ launched: of, compute }) => ({
            kind: 'compute',
            of,
            seen: seen.get(compute.id),
            mayBeHidden,
        }));
    }
    /** Reads registrations, and what became of the compute of those that are gone. */
    async #read(runners) {
        const { github, launcher } = this.#ports;
        const { found, requests } = await github.getRunners(runners.map(({ launched }) => launched.registration.id));
        const gone = runners.filter(({ launched }) => !found.has(launched.registration.id));
        // What became of the compute may say why.
        const computes = gone.length === 0 ? undefined : await launcher.describe(gone.map(({ compute }) => compute.id));
        const facts = runners.map(({ launched: of, compute }) => {
            const seen = found.get(of.registration.id);
            return { kind: 'registration', of, seen, compute: seen === undefined ? computes?.get(compute.id) : undefined };
        });
        return { facts, requests };
    }
    /** Tolerates a few failed polls of a service in a row, each retried at the next interval. */
    async #tolerate(service, poll) {
        try {
            const found = await poll();
            this.#failures[service] = 0;
            if (this.#failures.compute + this.#failures.github === 0)
                this.#failedPoll = undefined;
            return found;
        }
        catch (failure) {
            this.#failures[service] += 1;
            // A poll refused because its rate limit outlasts the time left had no effect, and the next one would not either.
            const mayPass = failure instanceof errors/* RunnerError */.Rn && failure.kind === 'transient' && !failure.hadNoEffect;
            if (!mayPass || this.#failures[service] > FAILED_POLLS_AT_MOST)
                throw failure;
            this.#failedPoll = failure;
            this.#ports.log.info(`${failure.message} Polling again.`);
            return undefined;
        }
    }
}

;// CONCATENATED MODULE: ./src/core/start/polls.js

/** The polls of a start: each service separately, and what they find is applied as soon as it is known. */
class Polls {
    #runners;
    #poller;
    #noteOnline;
    #noted = new Set();
    constructor(options) {
        this.#runners = options.runners;
        this.#noteOnline = options.noteOnline;
        this.#poller = new Poller(options);
    }
    /** The failure of the last poll, if it failed. */
    get failedPoll() {
        return this.#poller.failedPoll;
    }
    /** Epoch milliseconds of the next poll; Infinity if there is none. */
    get next() {
        return this.#poller.next(this.#runners.underway);
    }
    /** Polls whatever is due. */
    async due(runners = this.#runners.underway) {
        await Promise.all([this.#pollIfDue('compute', runners), this.#pollIfDue('github', runners)]);
    }
    /** Polls these runners at once, whatever is due. */
    async now(runners) {
        this.#runners.applyAll(runners.map(({ launched: of }) => ({ kind: 'poll-now', of })));
        this.#poller.hurry();
        const launches = new Set(runners.map(({ launched }) => launched));
        await this.due(this.#runners.underway.filter(({ launched }) => launches.has(launched)));
    }
    /** Makes the final poll of these runners. Returns whether both services answered. */
    async final(runners) {
        const poll = async (service) => {
            const facts = await this.#poller.pollFinally(service, runners);
            await this.#note(facts ?? []);
            this.#runners.applyAll(facts ?? []);
            return facts !== undefined;
        };
        const outcomes = await Promise.all([poll('compute'), poll('github')]);
        return outcomes.every((wasMade) => wasMade);
    }
    async #pollIfDue(service, runners) {
        const due = this.#poller.due(service, runners);
        if (due.length === 0)
            return;
        const polled = due.map(({ launched: of }) => ({ kind: 'polled', of, service }));
        // Recorded first, so that a failed poll is retried at the next interval, not immediately.
        this.#runners.applyAll(polled);
        const facts = await this.#poller.poll(service, due);
        if (facts === undefined)
            return;
        await this.#note(facts);
        this.#runners.applyAll([...facts, ...polled]);
    }
    /** From the moment a runner is online a job may be on its way to it: its removal must know. */
    async #note(facts) {
        for (const fact of facts) {
            const isOnline = fact.kind === 'registration' && (fact.seen?.status === 'online' || fact.seen?.busy === true);
            if (!isOnline || this.#noted.has(fact.of))
                continue;
            this.#noted.add(fact.of);
            await this.#noteOnline(fact.of);
        }
    }
}

;// CONCATENATED MODULE: ./src/core/start/progress.js

/** How often the log says that the wait goes on while nothing changes, milliseconds. */
const HEARTBEAT_MS = 30_000;
/**
 * Logs the progress of the wait: one line for each change, or for all changes of the same kind found by one poll, and
 * one with the time left every 30 s while nothing changes.
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
    /** Epoch milliseconds at which the next line is due, even without a change. */
    get nextHeartbeat() {
        return this.#nextHeartbeat;
    }
    /** Notes what has changed about a runner, to be reported together with similar changes. */
    noteChange(before, after, now) {
        if (!isUnderway(after.state))
            return;
        const { launched, compute, launchedAt } = after.state;
        const { name } = launched.registration;
        const afterMs = now - launchedAt;
        if (!isUnderway(before.state) || before.state.launched !== launched) {
            this.#noteLaunch(after, after.state);
            return;
        }
        if (before.state.stateSince !== after.state.stateSince) {
            this.#noteMove(before.state.compute.state, { compute, afterMs });
        }
        if (isReady(after.state) && !isReady(before.state)) {
            this.#add('online', {
                one: `Runner ${name} is online (${seconds(afterMs)} s after its launch).`,
                many: (count) => `${count} runners are online`,
                afterMs,
                isOfConnection: true,
            });
        }
        if (isReady(before.state) && after.state.kind === 'pending') {
            this.#add('offline', {
                one: `Runner ${name} is offline again (${seconds(afterMs)} s after its launch).`,
                many: (count) => `${count} runners are offline again`,
                afterMs,
                isOfConnection: true,
            });
        }
    }
    #noteLaunch({ history }, { launched, compute }) {
        const { name: pool, capacities } = this.#ports.launcher;
        const capacity = capacities[history.position] ?? '';
        this.#add('launched', {
            one: `Launched ${compute.id} for runner ${launched.registration.name} (${pool}, capacity ${capacity}).`,
            many: (count) => `Launched ${count} runners (${pool})`,
            afterMs: 0,
        });
    }
    #noteMove(from, { compute, afterMs }) {
        const way = `${from} -> ${compute.state}`;
        this.#add(`moved ${way}`, {
            one: `${compute.id}: ${way} (${seconds(afterMs)} s after its launch)`,
            many: (count) => `${count} runners' compute: ${way}`,
            afterMs,
        });
    }
    /** Logs what has changed since the last time, or that nothing has changed for long. */
    report(standing) {
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
function line(changes, { requested, online }) {
    const [first] = changes;
    if (first === undefined)
        return '';
    const of = requested === 1 ? '' : ` ${online} of ${requested} are online.`;
    if (changes.length === 1)
        return `${first.one}${first.isOfConnection ? of : ''}`;
    const times = changes.map(({ afterMs }) => seconds(afterMs));
    const [least, most] = [Math.min(...times), Math.max(...times)];
    const after = most === 0 ? '' : ` (${least === most ? most : `${least} to ${most}`} s after their launch)`;
    return `${first.many(changes.length)}${after}.${of}`;
}
function whatIsAwaited({ requested, online, pending, givenUp }, now) {
    const [only] = pending;
    if (requested === 1) {
        if (only === undefined)
            return 'the launch has not been answered yet';
        return `${only.compute.id} has been ${only.compute.state} for ${seconds(now - only.stateSince)} s`;
    }
    const states = Map.groupBy(pending, ({ compute }) => compute.state);
    const unlaunched = requested - online - pending.length - givenUp;
    return [
        `${online} of ${requested} online`,
        ...[...states].map(([state, those]) => `${those.length} ${state}`),
        ...(unlaunched > 0 ? [`${unlaunched} not launched yet`] : []),
        ...(givenUp > 0 ? [`${givenUp} given up`] : []),
    ].join(', ');
}
function seconds(ms) {
    return Math.round(ms / 1000);
}

;// CONCATENATED MODULE: ./src/core/start/runners.js


/** All runners of a start. Only {@link apply} changes them. */
class Runners {
    #ports;
    #progress;
    #all;
    constructor(options) {
        this.#ports = options.ports;
        this.#progress = new Progress(options);
        this.#all = Array.from({ length: options.count }, (_, index) => newRunner(index));
    }
    get all() {
        return this.#all;
    }
    /** @throws if there is no such runner */
    at(index) {
        const runner = this.#all[index];
        if (runner === undefined)
            throw new Error(`There is no runner ${index}.`);
        return runner;
    }
    /** Applies a fact to a runner. */
    apply(index, fact) {
        const before = this.at(index);
        const now = this.#ports.clock.now();
        const after = withFact(before, fact, { now, fraction: this.#ports.random.fraction(), ports: this.#ports });
        this.#all[index] = after;
        this.#progress.noteChange(before, after, now);
    }
    applyAll(facts) {
        for (const fact of facts)
            this.apply(fact.of.index, fact);
    }
    /** States of all runners whose compute was accepted. */
    get underway() {
        return this.#all.map(({ state }) => state).filter(isUnderway);
    }
    /** Why runners were given up, one failure each. */
    get failures() {
        return this.#all.flatMap(({ state }) => (state.kind === 'given-up' ? [state.failure] : []));
    }
    /** Whether every runner is ready or given up. */
    get areSettled() {
        return this.#all.every(({ state }) => state.kind === 'given-up' || isReady(state));
    }
    /** Epoch milliseconds at which {@link report} is due, whatever happens. */
    get nextHeartbeat() {
        return this.#progress.nextHeartbeat;
    }
    /** Logs what has changed since the last report. */
    report() {
        const pending = this.underway.filter((runner) => !isReady(runner));
        this.#progress.report({
            requested: this.#all.length,
            online: this.underway.length - pending.length,
            pending,
            givenUp: this.failures.length,
        });
    }
}

;// CONCATENATED MODULE: ./src/core/start/bring-online.js










/** How soon a failed final poll is retried, milliseconds. */
const FINAL_POLL_RETRY_MS = 1500;
/** How long the requests of the final poll may be retried after the timeout, milliseconds. */
const FINAL_POLL_MS = 20_000;
/**
 * Launches runners and waits until every one is online on running compute, in one loop over the hosting and GitHub. A
 * runner that vanished or died is relaunched while its budget lasts, and one that finds no room moves to the next
 * capacity. If fewer runners are a success, those that do not come online are removed and the rest go on.
 * @throws the first failure that cannot be recovered from, once no launch is under way any more
 */
function bringOnline(options) {
    return new Bringing(options).run();
}
class Bringing {
    #options;
    #rules;
    #runners;
    #polls;
    #launches;
    /** Aborted, with the failure as its reason, once the start has failed. */
    #failed = new AbortController();
    #noFinalPollBefore = 0;
    #missing = [];
    constructor(options) {
        const { policy, ports } = options;
        this.#options = options;
        this.#rules = { ...policy, capacities: ports.launcher.capacities.length };
        this.#runners = new Runners(options);
        this.#polls = new Polls({ ...options, runners: this.#runners });
        this.#launches = new Launches({
            ...options,
            ...policy,
            runners: this.#runners,
            onFailure: (index, error) => this.#fail(this.#runners.at(index), error),
        });
    }
    async run() {
        for (const { index } of this.#runners.all)
            this.#launches.begin(index);
        try {
            while (!(await this.#isComplete())) {
                if (this.#clock.now() >= this.#options.deadline) {
                    if (!(await this.#cameLate()))
                        await this.#endInTime();
                    break;
                }
                await this.#whileReporting(this.#poll());
                this.#judge();
                this.#runners.report();
                await this.#sleep();
            }
        }
        finally {
            // Launches that have not begun never do; those under way are on record by the time the cleanup begins.
            this.#launches.abandon();
            await this.#launches.settle();
            this.#runners.report();
        }
        return this.#result();
    }
    get #clock() {
        return this.#options.ports.clock;
    }
    /** Whether all runners that can still come online have, and still are. @throws if the start has failed */
    async #isComplete() {
        this.#failed.signal.throwIfAborted();
        this.#assertSomeMayCome();
        return this.#mayBeComplete() && this.#pollFinally();
    }
    #assertSomeMayCome() {
        const { all, failures } = this.#runners;
        if (failures.length === all.length)
            throw noneCame(failures);
    }
    /** Removals may take long, so they must be finished before the final poll. */
    #mayBeComplete() {
        const isTooEarly = this.#clock.now() < this.#noFinalPollBefore || this.#launches.areUnderWay;
        return !isTooEarly && this.#runners.areSettled;
    }
    /** Polls whatever is due. A runner whose time for room is up may have found some: it is polled before it is judged. */
    async #poll() {
        const late = this.#runners.all.filter((runner) => this.#clock.now() >= roomDeadline(runner, this.#rules));
        const states = late.map(({ state }) => state).filter(isUnderway);
        await (states.length > 0 ? this.#polls.now(states) : this.#polls.due());
    }
    /** Makes the final poll. Returns whether every runner was polled and is still ready. */
    async #pollFinally() {
        await this.#explainMissing();
        const wasMade = await this.#whileReporting(this.#polls.final(this.#runners.underway));
        if (!wasMade)
            this.#noFinalPollBefore = this.#clock.now() + FINAL_POLL_RETRY_MS;
        const isSure = wasMade && this.#runners.underway.every(isReady);
        if (!isSure && this.#clock.now() < this.#options.deadline)
            this.#judge();
        return isSure;
    }
    /** After the timeout: whether all runners have come online since the last poll, provided that polls are answered. */
    async #cameLate() {
        if (this.#launches.areUnderWay || this.#polls.failedPoll !== undefined)
            return false;
        this.#options.ports.retryBudget?.extend(FINAL_POLL_MS);
        await this.#polls.now(this.#runners.underway.filter((runner) => !isReady(runner)));
        return !this.#failed.signal.aborted && this.#mayBeComplete() && this.#pollFinally();
    }
    /** After the timeout: the runners online are enough if fewer are a success; otherwise the start has failed. */
    async #endInTime() {
        const { policy, ports } = this.#options;
        this.#launches.abandon();
        await this.#launches.settle();
        // The failure of a launch that was under way says better what took so long.
        this.#failed.signal.throwIfAborted();
        const late = this.#runners.underway.filter((runner) => runner.kind === 'pending');
        const failure = this.#withFailedPoll(timedOut(late, this.#options));
        if (!policy.allowPartial)
            throw this.#reasonAtTimeout(failure);
        // Late runners are removed first, since the final poll must come just before the success.
        await this.#giveUpUnless((runner) => isReady(runner), failure);
        ports.retryBudget?.extend(FINAL_POLL_MS);
        const wasMade = await this.#polls.final(this.#runners.underway.filter(isReady));
        await this.#giveUpUnless((runner) => wasMade && isReady(runner), wasMade ? failure : this.#polls.failedPoll);
        this.#assertSomeMayCome();
    }
    /** What a poll found out about a runner says more than that the time is up. */
    #reasonAtTimeout(failure) {
        const { all } = this.#runners;
        for (const runner of all) {
            if (runner.state.kind === 'failed')
                return this.#afterHistory(runner.state.failure, runner);
        }
        const [only] = all;
        return only && all.length === 1 ? this.#afterHistory(failure, only) : failure;
    }
    /** If the last poll failed, that is why the state of the runners is unknown. */
    #withFailedPoll(failure) {
        const { failedPoll } = this.#polls;
        return failedPoll === undefined ? failure : (0,errors/* combined */.yX)(failedPoll, failure);
    }
    async #giveUpUnless(isEnough, failure) {
        for (const { index, state } of this.#runners.all) {
            if (state.kind === 'given-up' || (isUnderway(state) && isEnough(state)))
                continue;
            this.#giveUp(index, state.kind === 'failed' ? state.failure : failure);
        }
        await this.#launches.settle();
        await this.#explainMissing();
    }
    /** Explains, before the final poll, why some runners did not come online. If none did, the error says why. */
    async #explainMissing() {
        const { all, failures } = this.#runners;
        if (failures.length === this.#missing.length || failures.length === all.length)
            return;
        this.#missing = await this.#options.explainMissing(failures);
    }
    #result() {
        const runners = this.#runners.all.flatMap(({ state, history }) => isUnderway(state) ? [{ ...state.launched, compute: state.compute, relaunchedBecause: history.causes }] : []);
        return { runners, missing: this.#missing };
    }
    /** Carries out the verdict on each runner. */
    #judge() {
        for (const runner of this.#runners.all) {
            const isOutOfRoomTime = verdictOn(runner, this.#clock.now(), this.#rules).kind === 'out-of-room-time';
            if (!isOutOfRoomTime)
                continue;
            this.#launches.avoid(runner.history.position);
            this.#runners.apply(runner.index, { kind: 'out-of-room-time' });
        }
        for (const runner of this.#runners.all) {
            if (this.#failed.signal.aborted)
                return;
            this.#carryOut(verdictOn(runner, this.#clock.now(), this.#rules), runner);
        }
    }
    #carryOut(verdict, runner) {
        switch (verdict.kind) {
            case 'wait':
            case 'out-of-room-time':
                return;
            case 'next-capacity':
                this.#launches.takeNextCapacity(runner.index, verdict.failure);
                this.#launches.again(runner.index);
                return;
            case 'relaunch':
                this.#relaunch(runner, verdict.failure);
                return;
            case 'fail':
                this.#fail(runner, verdict.failure);
                return;
            default:
                (0,errors/* assertNever */.xb)(verdict);
        }
    }
    #relaunch({ index, history }, failure) {
        const { ports, policy } = this.#options;
        this.#runners.apply(index, { kind: 'relaunched', failure });
        ports.log.info(`${failure.message} Relaunching it (${history.relaunches + 1} of at most ${policy.maxRelaunches}).`);
        this.#launches.again(index);
    }
    #afterHistory(failure, { history }) {
        const capacity = this.#options.ports.launcher.capacities[history.position] ?? '';
        return afterHistory(failure, history, capacity);
    }
    /** The runner will not come online: the start fails with it, unless fewer are a success. */
    #fail(runner, error) {
        const failure = this.#afterHistory(error, runner);
        if (this.#options.policy.allowPartial && failure instanceof errors/* RunnerError */.Rn) {
            this.#giveUp(runner.index, failure);
            return;
        }
        this.#failed.abort(failure);
        this.#launches.abandon();
    }
    #giveUp(index, failure) {
        this.#runners.apply(index, { kind: 'given-up', failure });
        this.#launches.remove(index);
    }
    /** A poll may be retried and wait out a rate limit; a start that has failed does not wait for it. */
    #whileReporting(poll) {
        return withHeartbeat(poll, {
            clock: this.#clock,
            nextBeat: () => this.#runners.nextHeartbeat,
            onBeat: () => this.#runners.report(),
            signal: this.#failed.signal,
        });
    }
    /** Sleeps until something is due or a launch has made progress. */
    async #sleep() {
        if (this.#failed.signal.aborted || this.#mayBeComplete())
            return;
        const now = this.#clock.now();
        const until = Math.min(this.#polls.next, ...this.#runners.all.map((runner) => roomDeadline(runner, this.#rules)), this.#runners.nextHeartbeat, this.#options.deadline, this.#noFinalPollBefore > now ? this.#noFinalPollBefore : Infinity);
        if (until <= now)
            return;
        await sleepUnless(this.#clock, until - now, this.#launches.change);
    }
}

;// CONCATENATED MODULE: ./src/core/start/investigation.js


/**
 * Head start of an unfinished removal, milliseconds: loading the investigation's code keeps the process busy for up to
 * half a second, and the removal's requests must have been sent by then.
 */
const REMOVAL_AHEAD_MS = 1000;
/**
 * Adds the launcher's findings to the error of a failed start; an error that is about no launch is returned unchanged.
 * It never rejects, since reading more must not hide the first error, and it does not delay the removal under way.
 */
async function withInvestigation(error, { launcher, clock, removal }) {
    if (!(error instanceof errors/* RunnerError */.Rn) || error.about.length === 0)
        return error;
    // A failed removal is for its owner to report.
    await sleepUnless(clock, REMOVAL_AHEAD_MS, removal.catch(() => undefined));
    try {
        return withFindings(error, await launcher.investigate(error.about));
    }
    catch (bug) {
        return withFindings(error, [{ message: `Nothing more could be found out. ${(0,errors/* explain */.WE)(bug)}` }]);
    }
}
/**
 * Puts each finding on its own line below the message. The findings' hints replace the general hint; in an error that
 * combines several it is unknown which hint to replace, so all of them stay.
 */
function withFindings(error, findings) {
    const { message, hint } = error;
    const isOfSeveral = error.cause instanceof AggregateError;
    const hints = [...new Set(findings.flatMap((finding) => finding.hint ?? []))];
    return error.with({
        message: [message, ...findings.map((finding) => `- ${finding.message}`)].join('\n'),
        hint: isOfSeveral || hints.length === 0 ? [hint, ...hints].join('\n') : hints.join('\n'),
    });
}

// EXTERNAL MODULE: ./src/core/lifetime.js
var lifetime = __webpack_require__(2315);
// EXTERNAL MODULE: ./src/core/teardown/teardown.js + 3 modules
var teardown = __webpack_require__(8454);
;// CONCATENATED MODULE: ./src/core/start/launch.js






/** How many names one launch tries if GitHub says that the name exists. */
const NAMES_AT_MOST = 3;
/** Waits before the identical launch request is retried, on top of the adapter's own retries, milliseconds. */
const LAUNCH_RETRY_MS = [5_000, 15_000];
/** Registers one runner and launches its compute. Each step is recorded before its request and after its answer. */
async function launchRunner(context, launch) {
    const { request, registering, launching } = context;
    const { index, signal } = launch;
    const label = (0,identity/* runnerLabel */.Fx)(request.runner.label, index);
    const { jit, launchNumber } = await registering.run(() => {
        signal.throwIfAborted();
        return register(context, { index, label });
    });
    await launch.registered();
    for (let retry = 0;; retry += 1) {
        const { compute, refusal } = await launching.run(() => launchSomewhere(context, { launch, jit, launchNumber, retry }));
        if (compute !== undefined)
            return { index, launchNumber, registration: jit.registration, label, compute };
        // Outside the semaphore: others run meanwhile.
        if (!(await launch.retryRoom(refusal)))
            throw refusal;
    }
}
/**
 * Tries one capacity after the other. One that refuses at once has done nothing, so the registration is still unused
 * and serves for the next one: no request is spent on another.
 */
async function launchSomewhere(context, options) {
    const { ledger, ports } = context;
    const { launch, jit } = options;
    const { name: runner, id } = jit.registration;
    for (;;) {
        launch.signal.throwIfAborted();
        const record = { runnerName: runner, registrationId: id, launchSentAt: ports.clock.now() };
        await ledger.record(launch.index, record);
        let isRefused = false;
        const onRefused = () => {
            isRefused = true;
            return ledger.record(launch.index, { ...record, refused: true });
        };
        const onSent = () => ledger.record(launch.index, { ...record, launchSentAt: ports.clock.now() });
        try {
            const request = launchRequest(context, { ...options, record });
            const compute = await sendLaunch(context, { launch: request, onSent, onRefused });
            await ledger.record(launch.index, { ...record, computeId: compute.id });
            return { compute };
        }
        catch (error) {
            const isFull = isRefused && error instanceof errors/* RunnerError */.Rn && error.kind === 'capacity';
            if (!isFull)
                throw error;
            if (!launch.noRoom(error))
                return { refusal: error };
        }
    }
}
function launchRequest({ request, deadline, ports }, options) {
    const { launch, jit, launchNumber, retry, record } = options;
    const { index } = launch;
    const { start, runner } = request;
    const capacity = launch.requesting();
    return {
        run: start,
        runnerName: record.runnerName,
        jitConfig: jit.jitConfig,
        capacity,
        clientToken: (0,identity/* clientToken */.$Y)(start, { index, launchNumber, capacity, retry }),
        tags: (0,core_tags/* computeTags */.$o)({
            ...runner,
            start,
            runnerName: record.runnerName,
            scope: ports.github.scope,
            // It may begin as late as the start waits for it.
            expiresAt: Math.max(deadline, record.launchSentAt ?? ports.clock.now()) + runner.lifetimeMs + lifetime/* ENDING_MS */.d,
            custom: runner.tags,
        }),
    };
}
/**
 * Retries the identical request while it is unknown whether it was accepted: its token makes them all one launch. A
 * refusal after that proves nothing: the first request may have been accepted.
 * @param options.onSent called when it may just have been accepted: a search for its compute counts from then
 */
async function sendLaunch({ deadline, ports }, { launch, onSent, onRefused }) {
    const { launcher, clock, log } = ports;
    for (let sent = 0;; sent += 1) {
        try {
            return await launcher.launch(launch);
        }
        catch (error) {
            const hadNoEffect = error instanceof errors/* RunnerError */.Rn && error.hadNoEffect;
            if (hadNoEffect && sent === 0)
                await onRefused();
            const wait = LAUNCH_RETRY_MS[sent];
            const isOpen = error instanceof errors/* RunnerError */.Rn && !hadNoEffect;
            // The adapter itself retries, for a minute and more.
            if (isOpen)
                await onSent();
            if (!isOpen || wait === undefined || clock.now() + wait >= deadline)
                throw error;
            log.info(`${error.message} Retrying the same launch in ${wait / 1000} s.`);
            await clock.sleep(wait);
            await onSent();
        }
    }
}
/** Creates the registration. A name that is taken may come from our own first request, its answer lost: see below. */
async function register({ request, ledger, ports }, { index, label }) {
    const { github, log } = ports;
    const { start, runner } = request;
    const labels = [...new Set([runner.label, label, ...runner.extraLabels])];
    const first = ledger.namesUsed(index);
    for (let launchNumber = first;; launchNumber += 1) {
        const name = (0,identity/* runnerName */.iC)(start, { index, launchNumber });
        await ledger.record(index, { runnerName: name });
        try {
            const jit = await github.createJitRunner({ name, labels, workFolder: runner.workFolder });
            await ledger.record(index, { runnerName: name, registrationId: jit.registration.id });
            return { jit, launchNumber };
        }
        catch (error) {
            // Otherwise it is unknown whether the registration was created.
            if (error instanceof errors/* RunnerError */.Rn && error.hadNoEffect)
                await ledger.forget(index, name);
            if (!(error instanceof errors/* NameTakenError */.B6))
                throw error;
            if (launchNumber - first + 1 >= NAMES_AT_MOST)
                throw namesTaken(name, error, ports);
            // The name contains our nonce, and the ledger had no record of it: this launch created the registration, and its
            // config went with the lost answer.
            log.info(`Runner name ${name} already exists: an answer was lost. Using the next name.`);
            await removeOrphan(name, { start, ports });
        }
    }
}
/** Its config is lost, so it can never connect. What cannot be removed stays on record. */
async function removeOrphan(runnerName, { start, ports }) {
    await (0,teardown/* teardownRunner */.p)({
        target: { runnerName, registration: 'unknown', computeId: undefined },
        policy: { mandate: 'undo', run: start, drainMs: 0, reason: '' },
        ports: { ...ports, pool: ports.launcher },
    });
}
function namesTaken(name, cause, { github }) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub says that ${NAMES_AT_MOST} new runner names already exist in ${github.scope}, the last one ${name}.`,
        hint: `GitHub's answers are getting lost: see githubstatus.com, then ${words/* STEP */.RZ.startAgain}.`,
        cause,
    });
}

;// CONCATENATED MODULE: ./src/core/start/missing.js



/** Warns of what could not be removed of runners that were given up: nothing cleans up after a successful start. */
function warnOfRest(options) {
    const { online, ledger, ports } = options;
    const names = new Set(online.map(({ registration }) => registration.name));
    const rest = ledger.launches.map(({ runnerName }) => runnerName).filter((name) => !names.has(name));
    if (rest.length === 0)
        return;
    ports.log.warning(`Something may be left of runners that were given up: ${rest.join(', ')}. Next step: ${words/* STEP */.RZ.stop}, or ${words/* STEP */.RZ.sweep}.`);
}
/** How many missing runners are investigated at most: those of one start usually fail for the same reasons. */
const INVESTIGATED_AT_MOST = 3;
/** Explains why runners did not come online; the first of each kind is investigated. */
async function explainMissing(failures, ports) {
    const distinct = [...new Set(failures)];
    const kindOf = (failure) => (failure instanceof errors/* RunnerError */.Rn ? failure.hint : failure);
    const kinds = [...Map.groupBy(distinct, kindOf).values()];
    const chosen = new Set(kinds.map(([first]) => first).slice(0, INVESTIGATED_AT_MOST));
    const context = { ...ports, removal: Promise.resolve() };
    const texts = await Promise.all(distinct.map(async (failure) => (0,errors/* explain */.WE)(chosen.has(failure) ? await withInvestigation(failure, context) : failure)));
    return failures.map((failure) => texts[distinct.indexOf(failure)] ?? '');
}

;// CONCATENATED MODULE: ./src/core/start/repeated.js

/**
 * The result of a start that was already ready and is called again: the runners that still exist. It launches nothing,
 * since a runner that is gone has had its job, and removes nothing.
 */
async function repeatedResult(context) {
    const { request, ledger, ports } = context;
    const { label } = request.runner;
    const launches = ledger.launches.flatMap(({ runnerName, registrationId, computeId }) => registrationId === undefined || computeId === undefined ? [] : [{ runnerName, registrationId, computeId }]);
    const [computes, { found }] = await Promise.all([
        ports.launcher.describe(launches.map(({ computeId }) => computeId)),
        ports.github.getRunners(launches.map(({ registrationId }) => registrationId)),
    ]);
    const runners = [];
    const missing = [];
    for (const { runnerName, registrationId, computeId } of launches) {
        const { index = 0, launchNumber = 0 } = (0,identity/* parseRunnerName */.n7)(runnerName) ?? {};
        const registration = found.get(registrationId);
        const compute = computes.get(computeId);
        const isAlive = compute?.phase === 'starting' || compute?.phase === 'running';
        if (registration === undefined || compute === undefined || !isAlive)
            missing.push(`Runner ${runnerName} was online and has since ended.`);
        else {
            const own = { index, launchNumber, registration, compute, label: (0,identity/* runnerLabel */.Fx)(label, index) };
            runners.push({ ...own, relaunchedBecause: [] });
        }
    }
    return { label, runners, missing };
}

;// CONCATENATED MODULE: ./src/core/start/start.js













/**
 * Starts runners and returns when all are online. If that is impossible, it removes everything it created before it
 * throws the error; if the process is killed, the saved state shows {@link cleanUpStart} what may exist. Called again
 * with the same start and its state, once the earlier call is over, it adopts what that call created.
 */
async function startRunners(request, ports) {
    const began = ports.clock.now();
    const ledger = await start_ledger/* Ledger */.Oc.open(ports.state, (0,identity/* startKey */._L)(request.start));
    const context = { request, began, deadline: began + request.policy.timeoutMs, ledger, ports };
    if (ledger.earlierOutcome === 'ready')
        return { ...(await repeatedResult(context)), seconds: secondsSince(began, ports) };
    try {
        const { runners, missing } = await start(context);
        warnOfRest({ online: runners, ledger, ports });
        return { label: request.runner.label, runners, missing, seconds: secondsSince(began, ports) };
    }
    catch (error) {
        const removal = removeWhatWasMade(context);
        const [explained] = await Promise.all([withInvestigation(error, { ...ports, removal }), removal]);
        ports.log.info('Nothing of this start is left unless a warning above says so.');
        throw explained;
    }
}
async function start(context) {
    const { request, deadline, ledger, ports } = context;
    await prepareBoth(ports);
    if (ports.clock.now() >= deadline)
        throw preparedTooLate(request);
    const launchContext = { request, deadline, ledger, ports, registering: new semaphore/* Semaphore */.j(), launching: new semaphore/* Semaphore */.j() };
    const adopting = new semaphore/* Semaphore */.j();
    const removing = new semaphore/* Semaphore */.j();
    const removeLaunches = (index) => removing.run(() => removeOf(index, context));
    return bringOnline({
        ...context,
        count: request.count,
        // For a single runner, fewer would mean none.
        policy: { ...request.policy, allowPartial: request.policy.allowPartial && request.count > 1 },
        launch: async (launch) => {
            const { index, signal } = launch;
            const records = ledger.takeInherited(index);
            if (records.length === 0)
                return launchRunner(launchContext, launch);
            const adopted = await adopting.run(() => adoptLaunch(context, { index, records, signal }));
            if (adopted !== undefined)
                return adopted;
            await removeLaunches(index);
            return launchRunner(launchContext, launch);
        },
        noteOnline: ({ index, registration }) => ledger.noteOnline(index, registration.name),
        explainMissing: (failures) => explainMissing(failures, ports),
        removeLaunches,
    });
}
/** Independent, so in parallel: the runner group and the task definition, hence the App token and OIDC with STS. */
async function prepareBoth({ github, launcher }) {
    const outcomes = await Promise.allSettled([github.prepare(), launcher.prepare()]);
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
    if (failures.length > 0)
        throw (0,errors/* combined */.yX)(failures[0], failures[1]);
}
/** Nothing is created if there is no time left to wait for it. */
function preparedTooLate({ policy }) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub and AWS took longer than ${policy.timeoutMs / 1000} s (${words/* SETTING */.HG.startupTimeout}) to answer; nothing was launched.`,
        hint: `See the log above for what took so long, then ${words/* STEP */.RZ.again} or raise ${words/* SETTING */.HG.startupTimeout}.`,
    });
}
/**
 * Removes what exists of a runner that did not come online before it is relaunched: two of it must never both take a
 * job. It also searches for what was requested but never answered.
 */
async function removeOf(index, { request, deadline, ledger, ports }) {
    const launches = ledger.launchesOf(index);
    if (ports.clock.now() >= deadline)
        ports.retryBudget?.extend((0,cleanup/* removalMs */.zs)(request.count));
    const { isCertain, problems, left, results, failure } = await (0,cleanup/* cleanUpStart */.bJ)({
        ...cleanupOf({ request, ledger, ports }),
        launches,
        reason: reasons/* REASON */.r.givenUp,
    });
    for (const line of [...problems, ...left])
        ports.log.warning(line);
    // What could not be removed stays in the ledger until the end of the start.
    if (problems.length === 0) {
        const isGone = (name) => results.some(({ runnerName, compute }) => runnerName === name && compute !== 'left' && compute !== 'left-busy');
        for (const { runnerName } of launches)
            if (isGone(runnerName))
                await ledger.forget(index, runnerName);
    }
    // Another launch beside one that lives would make two runners.
    if (!isCertain || left.length > 0)
        throw notRemoved([...problems, ...left], failure);
}
/** What all removals of a start have in common. */
function cleanupOf({ request, ledger, ports }) {
    const { start, runner } = request;
    return {
        start,
        label: runner.label,
        isLabelSecret: (launch) => !runner.isReachable && !ledger.isOfEarlierCall(launch),
        ports: { ...ports, pool: ports.launcher },
    };
}
function notRemoved(problems, cause) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `A runner that did not come online could not be removed, so it was not relaunched: ${problems.join(' ')}`,
        hint: `${words/* STEP */.RZ.stop}, then ${words/* STEP */.RZ.startAgain}.`,
        about: [],
        cause,
    });
}
async function removeWhatWasMade({ request, ledger, ports }) {
    const { launches } = ledger;
    ports.retryBudget?.extend((0,cleanup/* removalMs */.zs)(request.count));
    if (launches.length > 0)
        ports.log.info('The start failed: removing what it created.');
    const { problems, left } = await (0,cleanup/* cleanUpStart */.bJ)({
        ...cleanupOf({ request, ledger, ports }),
        launches,
        reason: reasons/* REASON */.r.startFailed,
    });
    for (const line of [...problems, ...left])
        ports.log.warning(line);
    if (problems.length + left.length === 0)
        await ledger.close('removed');
}
function secondsSince(began, { clock }) {
    return Math.round((clock.now() - began) / 100) / 10;
}

// EXTERNAL MODULE: ./src/github/scope.js
var scope = __webpack_require__(698);
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
// EXTERNAL MODULE: ./start-runner/inputs.js
var inputs = __webpack_require__(2478);
;// CONCATENATED MODULE: ./start-runner/report.js
/**
 * The lines with which a job selects the runner, or with which a matrix has a job for each of several.
 * @param count number of requested runners: the matrix remains one, however many came
 */
function runsOnLines({ label }, count) {
    if (count === 1)
        return [`runs-on: ${label}`];
    return [
        'strategy:',
        '  matrix:',
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: they are GitHub's expressions, not templates
        '    label: ${{ fromJSON(needs.start.outputs.labels) }}',
        'runs-on: ${{ matrix.label }}',
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above
    ];
}
/** The log's last line: what is ready, and what to paste into the workflow. */
function describeReady(result, count) {
    const { seconds, runners } = result;
    const lines = runsOnLines(result, count)
        .map((line) => `\n  ${line}`)
        .join('');
    if (count === 1)
        return `Ready after ${seconds} s. The job selects the runner with this line:${lines}`;
    const labels = JSON.stringify(runners.map((runner) => runner.label));
    return (`Ready after ${seconds} s. Each runner takes exactly one job and has a label of its own; the output labels is ${labels}.\n` +
        `A matrix has a job for each runner with these lines:${lines}`);
}
/** The outputs of start-runner, as listed in action.yml and the README. */
function startOutputs(result, launcher) {
    const { label, runners, seconds } = result;
    return {
        label,
        labels: runners.map((runner) => runner.label),
        'runner-names': runners.map(({ registration }) => registration.name),
        'runner-ids': runners.map(({ registration }) => registration.id),
        resources: runners.map((runner) => ({
            ...launcher.location,
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
const packedStartScript = 'H4sIAAAAAAACA4VWa3PiNhT9rl9xo2gxdsbBZjeha2JmKLDELYEMj0lbNvUYW4AbsBk/SDrE/71zJcMm29cXHtLV1blHR0f3uarCgWz3cMmj/SVfJeIH1Fu1gO9rUb7ZEO6vY6DcT/VVmK3zhZ7kUcQTC9jBPNeggCp/CTPw44Dj0IcPoBUqJWKQHgcoKUiWeDtQlmB++gjT3vhOEZ/fhj8a4AynCn6QJeKCZ6DMhDSLdzsewOJPmDh9VqdNKIib2O3O1BkNJ+54Nhz2xq4zvJ9N3Z+caWc0/OL0iR+Afo8IyvnxaDS17No63vKaLKGg8PqKm1x/giiGZbwJeALsTTwlc9BfIMmjy3QNj8fwKwwvB8MI2P1Dl5JwCXPc7szFxI9NyNY8ItV866VPYDQaUKlAFuf+WlJcqYC/A30n/53or1RAEk6Ym9jHbK0WBqjH/X8A34uiOIPnJMw4ZHEJIY9SngFzE8JfuA8LL12D7gNlP7Ynt27vl15nhpS5k+nYGfYpWYZYH/+2+6nCa6yQuQkl26cgTBAnZYdef+w+jMY/u19Gg25vbNnuc5w8FZRgCa+wSvgO9B4ov1fbD5PXXmeiup3RcNp2kM+vz9ps7CjQouy7PDX3b+qisoLGTQtuqpZa6kEy80+SgFalgbKQYhJxrUpDgc7toEtiKXKbHbaWzsyCBDarVr0LVtdMw1BV1KYI8b2US1n/ZkEBYUTGeRSF0UpToW+bENpK4xrPFTZhmvGIJ7D0wg0PUAXbMND/iBdKs0mUn+IFKFrC03yTWZoK8zmwLkvhURC8tRUD/ogXEMQRx3hNyWLoh9ltvlBU+P42YgBfhWmWeFkYR1rANzzjgQav8G5cQUUs4zwKFE2FyDZgbyuNusCbvAmEMIUV7gyhzUR2xY+jiPsZ8CSJE1y9t2njI2qgnMFlJ4yQhpFfXnYLxlpBm00yEIwgV4gr4eVCHlyqZGGzw8LSmVeIxAYmxvp9b8vFBUL2ojzjKSWIpxNHy03oZ5oqKP8EXhRna56AFAesvVRUlfI0DeNIUBjwXcJ970iMgn5kQUPBFLRxdYSe8GWeclwepmU6JYU9TzARFWQI53oOszUYSnl2IZzZoJVnLQ8x/G9um00y5mnmJZmUT7V6cTG4MQ1VXOLj4TTei+nZSyGRq3gApgFZuOUp5jK1idPXVCLkT4GyDiUd20C2eOr5pCBDqWBbUWBiV1WyjBMQ7lTbJbFfmxv650etCUFM2raikIR7AehJAIoCY7ihbF1LMy+j7ybacsLfBpsw4pSgu+g6sMP4/FxToSCTOas/XtgU2GF9XtNqhcUOdaOgBElrI2lUOFNNq40F15cPcfLEk5JD3z6uI3gVSEF2oopN7Hsb4KIGKZDDZM7Mx0LgX4kNOSXCk/gHC5+Xcv2tXI8sjLDMdxn8MsGpRKZ8NWWVkqQyW41H+zCJozdlaH1nejv7Ed8a1+naWlnAxn6/cBnUTAnlRP8xtY+TVJ7AfA5naKlsjUnO8FvnS2CbMu3IZptjRfxlFycZlI/SXXs4aw8Gv7rTcfvenTjoSuVUezAYPSDA9gSfLtuUx7Ull7XyqWpBq5pxDq2qdGpvD7qOJ6svQPn961yRLirck0cB/lOh0aroKtRbFVP8hAq5t9mZyH2xlS79tluQT1AfthDAAqbQhRWkMDhyDg64cCMpyXcob+LY7ODULmsFiWz5xDjdQc+dOne90Wzq3jnD2bQ3sfS6UZC8jLhr/+IOnC89DPoW8fGzUZB/9WiF4I37P1MLsxTEBVRIz1YMqw6NK8Myr8A0DMP6rJAOvh0SxWQ6uj/hnPQ6o2EXURiFbl6pKnlehxsOT+FmA7qBF4G+VV8G7BBYF5fFFeg5NGCGBz97czXB+xtVns0OnqAKW6uZ1OfJkJZQrXq607Jz7drAd61sQWKgDbNkZMkxEcRLYPnRc6G69V7045xejqpoZfGeJxSuDcI3Iv1Zv1LxdGnmTtGyo/c7DQUgvwSEXrWnYIg24w1QP46yMMp5Gd4th29FBzXHW1Cp4KWYwuOxi0I1i0vDRmX0oexLiWWJR8uy/rFD3WKHSrHnGFGokNPWBYKSjLXs4FSAOCyqs0Nq6dicFlScG0ntn53BAMq+wayLoiUpEpbP+t/Qyiy47hhxqkm0AJWK3JcdupbNvOKCHXof0D9OOHDJqqwUXc6npIfSP9es4o2nrY5uQtHetMcCqDArtEegR5M6FdWTrfj3rllmBsGJGJHKRRAzzIdeIGGftFsvRYsAQIqxCXItpsc+KyzoX+CvCQZeDAAA';
/** The same with the hook for `credentials-for-docker-steps`. */
const packedStartScriptForDockerSteps = 'H4sIAAAAAAACA4VXYXOiSBP+Pr+iM5kVIUVEdxPfxWCVq6xh12gK8XLv6+YohFG5KFiAJleG/37VAxqzd/feF6Mz3T1PP9P9TOe5KsOerHdwyaPdJV8k4gs02rWA72rRdrUi3F/GQLmfqoswW25narKNIp7owPb1cwVyqPKXMAM/DjguffgASi5TIhbpYYGSnGSJtwFpDvVPH8Ex7TtJfL4tf9TAGjoSfpA54oJnoKwOaRZvNjyA2R8wtvqsQVuQEzcxOl3HGg3Hrj0ZDk3btYb3E8f9Zjnd0fCr1Sd+AOo9Iij37dHI0Y3aMl7zWpFCTuH1FQ+5/gRRDPN4FfAE2Ik9JVNQXyDZRpfpEh4P5ldoXi6GEbD7hx4l4RymeNyZi4EfW5AteUSq27WXPoHWbEKlAlm89ZcFxZUK+BtQN8WvI/2VChSEE+YmxiFau40G8uH8/4DvRVGcwXMSZhyyuISwjVKeAXMTwl+4DzMvXYLqA2VfOuNb1/zV7E6QMnfs2NawT8k8xPz42+nHDK8xQ+YmlKyfgjBBnJTtzb7tPozs7+7X0aBn2rrhPsfJU04JpvAKi4RvQDVB+q3aeRi/mt2x7HZHQ6djIZ8/npWJbUnQpuynODX3L9VFi7KTIqPzMD4J0rXNnjl0rM5g7NrmoONYv5juxLbIFNj+LMrh8Y1BXfeCQEX6dR03z8+VWk7f9llkCB+kl7K+5dxOvrjm8Bd6yh6PYRNu+NwLVyBRtv+p6G5Ho+/ut9EXd+x0bMfs6eqxcTAuknqZLgl/2cRJBv/ibOAt1t58uA/NmzbcVHW5bIgS+N/0BLQrTeyLopuEXbvSlKB7O+iRuOhyg+3XusrqOQkMVq16F6yh1DVNlrE5hYnvpbzo6//pkEMYEXsbRWG0UGToG3UIDal5jYUNqzDNeMQTQGZ4gG2wDgP193gmtVpE+hbPQFISnm5Xma7IMJ0C67EUHkWFrQ1Jg9/jGQRxxNFekbIY+mF2u51JMvwsR2jAF2GaJV4WxpES8BXPeKDAK7xbl7Al5vE2CiRFhsjQYGdIzYbAm5wYQpjCAk+G0GAiuuTHUcT9DHiSxAl67wza/IhNUO6g2xEjpGHkl2qng63ktNUiA8EIcoW4El468uBSJjOD7We6yrxcBNYwMObve2suFATZi7YZTylBPN04mq9CP1NkQfkn8KI4W/IEiu6ApZeKrFKepmEcCQoDvkm47x2IkVCQdWhKGII2rw7QEz7fphzdw7QMJ6Ww4wkGooIMId3PYbYETSrvLoQzA5TyrotLDP8/t60WsXmaeUlWlE+1enExuKlrslCxw+U03xfTs5dCUnjxAOoaZOGapxirroytviITUf4UKOtS0jU0ZIunnk9yMiwq2JAkGBtVmczjBIQ81zZJ7Nemmvr5UWlBEJOOIUkk4V4AahKAJIENN5Qta2nmZfTdRqfY8NfBKow4JSivqgpsb5+fKzLkZDxljccLgwLbL89rSi3X2b6h5ZQgaR0kjQpprik1W3B9+RAnTzwpOfSNgx/BViA52YgsVrHvrYCLHIoC2Y+nrP6YC/wLcSCnRIgy/6Dj+1r63xb+yMII03wXwS8DHFNk0o96kWVBUhmtxqNdmMTRSRpKqY/2ZOhaPUMpE1gZ7x3nQa1eQDnSfwjt4yYtbmA6hTN8U9gSg5zhX5XPga3KsCODrQ4ZldpZauZdZzjpDAb/dR27c++OLVSlcqszGIweEGBnjG+3US+ua00ua+Vb3YZ2NeMc2tXiqfJ2oKp4s+oMpN9+TKVCRYV68ijAXzI02xVVhka7UhdfoULuDXYmYl+sC5U+HZeKN7gPawhgBg70YAEpDA6cgwUu3BSUbDdY3sQy2N6qXdZygg8Svo1Wb2C6jnVnjiaOe2cNJ4451tWGlpNtaXHX+dUdWF9NNHqz+PhZy8k/arREsOP+TdTCLAXRgBIxDUnTG9C80vT6FdQ1TdM/S6SLb0eBYuyM7o84x2Z3NOwhCi1X61eyTJ6X4YrDU7hagaphI9DT6suA7QP94jK/AnULTZjgxU9OWhO8v1DlGWzvCapwtpwU9XkUpDlUq55qtY2tcq3hu1bOYDHQZr1kZM4xEMRzYNuD5kJ17b2ohz21XJVRyuIdTyhca4SvRPizfqXiqYWYW3nbiN6fNBSA/BIQatWOgibmrBOgfhxlYbTlpXmvXL4VI+QUu6BSwaZw4PEwRmI1i6Zho9J6Xw7mRNfFo6Xrfzuir3FEpzh0jShUyPHoHEEVjLWN4JiAuCyqsn2qqzid51TcG0mN79ZgAOXcUG+IpAtSClg+67+hLaKg38HimJMYASqV4ly27+kG8/ILtjc/oH4ccaDLoswUVc6nxMTSP1f0/ETTFgc1oShvymMOVIgVyiPQg0gdkzKL/0V+Vs0yMghOxEpRuQhigvFQCwrYx9ptlEWLAKAoxhYUvhge56wwp38C12m8I18NAAA=';

;// CONCATENATED MODULE: ./start-runner/start-command.js

/** The container's command when the start script is injected. */
const START_COMMAND = commandOf(packedStartScript);
/** The same with `credentials-for-docker-steps`. */
const START_COMMAND_FOR_DOCKER_STEPS = commandOf(packedStartScriptForDockerSteps);
/**
 * bash unpacks the script and runs it in place. The trap comes first: as process 1, bash ignores a signal until it has
 * one. It needs base64 (coreutils) and gzip; if one is missing, exit code 69
 * says so instead of a 0 for an empty script.
 */
function commandOf(packed) {
    return ['bash', '-c', `trap 'exit 143' 15;eval "$(base64 -d<<<${packed}|gzip -d||echo exit 69)"`];
}

// EXTERNAL MODULE: ./src/actions/summary/durations.js
var durations = __webpack_require__(6118);
// EXTERNAL MODULE: ./src/actions/summary/gantt.js
var gantt = __webpack_require__(9957);
;// CONCATENATED MODULE: ./src/actions/summary/phases.js
/** The phases of a launch, in the order in which a summary shows them: its requests, then those of its hosting. */
function phaseNames({ requests, phases }) {
    return ['JIT', requests.launch, ...phases.map(({ name }) => name)];
}
/**
 * The phases of one launch. Requests are timed by our own clock, states of compute by the hosting's if it reports
 * times: these are shifted just enough to put the creation between the launch request and its answer, and no phase ends
 * before it begins. The last phase is the time until the runner's connection.
 * @param until when the launch ends unless it has ended before, epoch milliseconds
 */
function phasesOf(track, options) {
    const { until, hosting } = options;
    const { requests, compute, onlineAt } = track;
    if (compute === undefined)
        return requests;
    const launch = requests.findLast(({ phase }) => phase === hosting.requests.launch);
    const times = moved(compute.times ?? {}, launch);
    const end = earliest(onlineAt, times.stoppingAt, times.stoppedAt, track.removedAt, until) ?? until;
    const created = times.createdAt ?? launch?.to ?? end;
    const begins = beginsOf(hosting.phases, { track, times, created });
    const spans = hosting.phases.flatMap((phase, index) => {
        const next = earliest(...begins.slice(index + 1)) ?? end;
        const from = phase.to === undefined ? begins[index] : times[phase.from];
        const to = phase.to === undefined ? next : (times[phase.to] ?? next);
        return from === undefined ? [] : [{ phase: phase.name, from, to }];
    });
    return [...requests, ...spans.map((span) => within(span, { from: created, to: end }))];
}
/** When each phase began, undefined if it did not; a phase within another one has no beginning here. */
function beginsOf(phases, { track, times, created }) {
    const begins = phases.map(() => undefined);
    // Backwards from the last one: what has reached a phase has reached those before it.
    let later;
    for (const [index, { from, to, states }] of [...phases.entries()].toReversed()) {
        if (to !== undefined)
            continue;
        const seen = track.states.filter(({ state }) => states.includes(state)).map(({ at }) => at);
        later = index === 0 ? created : earliest(times[from], ...seen, later);
        begins[index] = later;
    }
    return begins;
}
/** From the first request to the end of the last phase, milliseconds. */
function wholeTime(spans) {
    if (spans.length === 0)
        return 0;
    return Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
}
/** How long each phase took in total, milliseconds. */
function timeByPhase(spans) {
    const sums = new Map();
    for (const { phase, from, to } of spans)
        sums.set(phase, (sums.get(phase) ?? 0) + to - from);
    return sums;
}
/** Converts times by the hosting's clock to ours. */
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




/** With more runners than this, a diagram shows only some. */
const RUNNERS_DRAWN_AT_MOST = 4;
/** What took less time involved no request: the check without a runner group, for example. */
const SHOWN_FROM_MS = 10;
/** Every launch in the timeline; phases that have not ended end at `until`, epoch milliseconds. */
function phasedLaunches(timeline, options) {
    return timeline.tracks.map((track) => ({ track, spans: phasesOf(track, options) }));
}
/**
 * Marks the phase that each failed launch did not get past: those that the start's failure is about, and those after
 * which their runner was launched again.
 */
function withFailedPhases(launches, about = []) {
    const ids = new Set(about.flatMap((failed) => ('compute' in failed ? [failed.compute.id] : [])));
    return launches.map((launch) => {
        const { track, spans } = launch;
        const wasRepeated = launches.some(({ track: other }) => other.index === track.index && other.launchNumber > track.launchNumber);
        const isFailed = wasRepeated || ids.has(track.compute?.id ?? '');
        if (!isFailed || track.onlineAt !== undefined || spans.some(({ failed }) => failed))
            return launch;
        const end = Math.max(...spans.map(({ to }) => to));
        const last = spans.findLast(({ to }) => to === end);
        return { track, spans: spans.map((span) => (span === last ? { ...span, failed: true } : span)) };
    });
}
/** The diagram of a start: what preceded the launches, then the runners; of many only the most informative. */
function startGantt(timeline, launches, hosting) {
    const byRunner = [...Map.groupBy(launches, ({ track }) => track.index)].map(([index, tries]) => ({ index, tries }));
    const drawn = chosen(byRunner);
    const left = byRunner.length - drawn.length;
    const sections = drawn.flatMap(({ index, tries, role }) => tries.map(({ track, spans }, number) => ({
        title: [`Runner ${index}`, number > 0 && `try ${number + 1}`, role].filter(Boolean).join(' '),
        spans,
        milestones: track.onlineAt === undefined ? [] : [{ name: 'online', at: track.onlineAt }],
    })));
    return [
        ...(0,gantt/* gantt */.V)({
            sections: [{ title: 'Access', spans: accessSpans(timeline, hosting) }, ...sections],
            origin: timeline.began,
        }),
        ...(left > 0
            ? [`The diagram shows the fastest, the median and the slowest of ${byRunner.length} runners.`, '']
            : []),
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
/** The first phase that needs credentials requests them: that time does not count as its own. */
function accessSpans({ access }, { requests }) {
    const needs = {
        [requests.prepare]: ['OIDC', 'STS'],
        'GitHub secret': ['OIDC', 'STS'],
        'Runner group': ['GitHub secret', 'App token'],
    };
    return access
        .flatMap((span) => {
        const before = access.filter(({ phase, to }) => needs[span.phase]?.includes(phase) && to <= span.to);
        // What failed for want of credentials did not fail itself.
        if (before.some(({ failed }) => failed))
            return [];
        return [{ ...span, from: Math.max(span.from, ...before.map(({ to }) => to)) }];
    })
        .filter(({ from, to, failed }) => failed || to - from >= SHOWN_FROM_MS)
        .toSorted((one, other) => one.from - other.from);
}
/** A table of how long the phases of several launches took. */
function phaseTable(launches, hosting) {
    if (launches.length < 2)
        return [];
    const sums = launches.map(({ spans }) => timeByPhase(spans));
    const rows = phaseNames(hosting).flatMap((phase) => {
        const values = (0,durations/* spread */.il)(sums.flatMap((sum) => sum.get(phase) ?? []));
        return values === undefined ? [] : [[phase, ...[values.fastest, values.median, values.slowest].map(durations/* durationCell */.D3)]];
    });
    const whole = (0,durations/* spread */.il)(launches.map(({ spans }) => wholeTime(spans)));
    const last = whole && ['all', ...[whole.fastest, whole.median, whole.slowest].map(durations/* durationCell */.D3)];
    return (0,summary_text/* table */.tp)(['phase', 'fastest', 'median', 'slowest'], [...rows, ...(last ? [last] : [])]);
}
/** The cells for a launch's phases, in a table with {@link phaseNames} in its head. */
function phaseCells({ spans }, hosting) {
    const sums = timeByPhase(spans);
    return phaseNames(hosting).map((phase) => {
        const ms = sums.get(phase);
        return ms === undefined ? '' : (0,durations/* durationCell */.D3)(ms);
    });
}

;// CONCATENATED MODULE: ./start-runner/summary.js





/** Launches listed individually: GitHub does not show a summary larger than 1 MiB. */
const LAUNCHES_AT_MOST = 300;
/** Reasons listed at most. */
const summary_REASONS_AT_MOST = 30;
/** The step's part of the job summary, in Markdown. */
function startSummary(result, story) {
    const { launcher, timeline, count } = story;
    const { runners, seconds } = result;
    const { hosting } = launcher;
    const launches = withFailedPhases(phasedLaunches(timeline, { until: timeline.now(), hosting }));
    const labels = new Map(runners.map(({ registration, label }) => [registration.name, label]));
    const ready = launches.filter(({ track }) => labels.has(track.runnerName));
    const ofAll = runners.length < count ? ` of ${count}` : '';
    const what = count === 1 ? 'Runner' : `${runners.length}${ofAll} runners`;
    return [
        `### ${what} ready after ${seconds} s`,
        '',
        `In ${(0,summary_text/* code */.aY)(launcher.name)}, on ${capacities(ready)}. ${whatToPaste(count)}`,
        '',
        '```yaml',
        ...runsOnLines(result, count).map((line) => line.replaceAll(/[`\r\n]/g, '')),
        '```',
        '',
        ...startGantt(timeline, launches, hosting),
        ...(0,summary_text/* foldedTable */.vd)(`The ${ready.length} runners`, ['', count === 1 ? 'runner' : 'runner and its label', hosting.words.compute, 'capacity', 'ready after'], ready.map(({ track, spans }) => [
            String(track.index),
            [runnerCell(track, story), count === 1 ? '' : (0,summary_text/* code */.aY)(labels.get(track.runnerName) ?? '')]
                .filter(Boolean)
                .join('<br>'),
            computeCell(track, launcher),
            capacityName(track),
            (0,durations/* durationCell */.D3)(wholeTime(spans)),
        ])),
        ...phaseTable(ready, hosting),
        ...phasesOfAll(ready, hosting),
        ...summary_reasons(result),
        ...missingRunners(result),
        '',
    ].join('\n');
}
/**
 * The summary of a failed start: why it failed, how far it got, and what was removed.
 * @param about the launches that failed
 */
function failedStartSummary(error, story, about = []) {
    const { launcher, timeline, count } = story;
    const { hosting } = launcher;
    const { compute } = hosting.words;
    const now = timeline.now();
    const launches = withFailedPhases(phasedLaunches(timeline, { until: now, hosting }), about);
    const rows = launches
        .slice(0, LAUNCHES_AT_MOST)
        .map(({ track, spans }) => [
        String(track.index),
        track.removal.registration === undefined ? runnerCell(track, story) : (0,summary_text/* code */.aY)(track.runnerName),
        computeCell(track, launcher),
        capacityName(track),
        cameTo({ track, spans }),
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
        ...(0,summary_text/* failure */.V2)(error),
        `In ${(0,summary_text/* code */.aY)(launcher.name)}. ${launches.length === 0 ? 'Nothing was launched.' : 'What it created, and what became of it:'}`,
        '',
        ...(0,summary_text/* foldedTable */.vd)(`The ${rows.length} launches`, ['', 'runner', compute, 'capacity', 'came to', 'within', 'registration', `${compute} is`], rows),
        ...(more > 0 ? [`And ${more} more launches: see the log.`, ''] : []),
        ...startGantt(timeline, launches, hosting),
        '',
    ].join('\n');
}
function whatToPaste(count) {
    return count === 1
        ? 'It takes exactly one job, which needs this line:'
        : 'Each takes exactly one job, and has a label of its own; with these lines a matrix has a job for each:';
}
/** Collapsed, since the diagram and the table of all phases show most of it. */
function phasesOfAll(launches, hosting) {
    if (launches.length < 2)
        return [];
    const rows = launches.map((launch) => [String(launch.track.index), ...phaseCells(launch, hosting)]);
    return (0,summary_text/* folded */.TM)('The phases of each runner', (0,summary_text/* table */.tp)(['', ...phaseNames(hosting)], rows));
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
function cameTo({ track: { onlineAt, states }, spans }) {
    const failed = spans.find((span) => span.failed);
    if (failed !== undefined)
        return `**failed in** ${(0,summary_text/* code */.aY)(failed.phase)}`;
    return onlineAt === undefined ? (0,summary_text/* code */.aY)(states.at(-1)?.state ?? '') || 'not launched' : 'online';
}
function runnerCell({ runnerName, registrationId }, { runnerPage }) {
    return (0,summary_text/* link */.nf)(runnerName, registrationId === undefined ? undefined : runnerPage(registrationId));
}
/** Only the id from an ARN, since pool and region are shown above, and where to look at it and its log. */
function computeCell({ compute }, launcher) {
    if (compute === undefined)
        return '';
    const { compute: page, log } = launcher.pagesOf(compute.id);
    const hasRun = compute.phase === 'running' || compute.times?.startedAt !== undefined;
    return [(0,summary_text/* link */.nf)(compute.id.split('/').at(-1) ?? '', page), hasRun && log !== undefined ? `[log](${log})` : '']
        .filter(Boolean)
        .join(' ');
}
/** Why fewer runners than requested came online, each reason with its number of occurrences. */
function missingRunners({ missing }) {
    const counts = [...Map.groupBy(missing, (reason) => reason)].map(([reason, all]) => ({ reason, times: all.length }));
    if (counts.length === 0)
        return [];
    const shown = counts
        .slice(0, summary_REASONS_AT_MOST)
        .map(({ reason, times }) => `${times > 1 ? `${times} times: ` : ''}${reason}`);
    const more = counts.length > shown.length ? [`And ${counts.length - shown.length} more: see the log.`, ''] : [];
    return [
        `**${missing.length} did not come online**, and nothing is left of them unless a warning in the log says so:`,
        '',
        ...(0,summary_text/* failureList */.J_)(shown),
        ...more,
    ];
}
function summary_reasons({ runners }) {
    const all = runners.flatMap(({ registration, relaunchedBecause }) => relaunchedBecause.map((reason) => `- Before ${(0,summary_text/* code */.aY)(registration.name)}: ${(0,summary_text/* code */.aY)(reason)}`));
    if (all.length === 0)
        return [];
    const more = all.length > summary_REASONS_AT_MOST ? [`- And ${all.length - summary_REASONS_AT_MOST} more: see the log.`] : [];
    return ['Relaunched because an earlier launch had failed:', '', ...all.slice(0, summary_REASONS_AT_MOST), ...more, ''];
}

;// CONCATENATED MODULE: ./start-runner/main.js






















/** Number of reasons in the warning, which should stay short. */
const main_REASONS_AT_MOST = 5;
/** The main step: starts runners, or fails with the reason and leaves nothing behind. */
async function main(environment) {
    try {
        const startCommand = { plain: START_COMMAND, forDockerSteps: START_COMMAND_FOR_DOCKER_STEPS };
        await main_start((0,inputs/* readStartInputs */.a)({ environment, startCommand }));
    }
    catch (error) {
        await (0,failure/* failStep */.v)(error, (text) => (0,summary_text/* failedSummary */.kx)('The start failed', text));
    }
}
async function main_start(inputs) {
    const { context, count, runner, policy, isReachable } = inputs;
    const timeline = new report_timeline/* Timeline */.K(runtime/* systemClock */.m);
    const start = (0,identity/* newStart */.$_)({
        run: context.run,
        runAttempt: context.runAttempt,
        nowMs: runtime/* systemClock */.m.now(),
        nonce: runtime/* systemRandom */.v.nonce(),
    });
    const label = inputs.label ?? (0,identity/* startKey */._L)(start);
    if (runner.extraLabels.length > 0)
        warnOfSharedLabels(runner.extraLabels);
    const ports = startPorts(inputs, timeline);
    const runnerPage = (0,scope/* runnerPages */.xU)({ scope: inputs.github.scope, server: context.serverUrl });
    const story = { launcher: ports.launcher, timeline, count, runnerPage };
    let result;
    try {
        const spec = { ...runner, isReachable, version: VERSION, repository: context.repository, label };
        result = await startRunners({ start, count, runner: spec, policy }, ports);
    }
    catch (error) {
        const about = error instanceof errors/* RunnerError */.Rn ? error.about : [];
        await (0,failure/* failStep */.v)(error, (text) => failedStartSummary(text, story, about));
        return;
    }
    (0,io/* setOutputs */.n0)(startOutputs(result, ports.launcher));
    await (0,io/* writeSummary */.Sy)(() => startSummary(result, story));
    if (result.missing.length > 0)
        warnOfMissing(result, count);
    io/* actionsLog */._D.info(describeReady(result, count));
    // Last: after an earlier kill the post step removes the runner, whose label nobody has learnt.
    await (0,start_ledger/* saveOutcome */.Go)(io/* actionsState */.Rq, 'ready');
}
/** Wires the ports of a start. The timeline records what they do and when. */
function startPorts(inputs, timeline) {
    const { measure } = timeline;
    const retryBudget = new retry_budget/* TimedRetryBudget */.P(runtime/* systemClock */.m, inputs.policy.timeoutMs);
    const retryBudgetMs = retryBudget.leftMs;
    const { proxy } = inputs.aws;
    const root = (0,actions_root/* actionsRoot */.e)(inputs.aws);
    const { log, mask } = root;
    const aws = (0,aws_settings/* awsSettings */.T)({ access: inputs.aws, root, retryBudgetMs, measure });
    const { context, actionsToken: token } = inputs;
    const link = {
        credentials: (0,github_credentials/* credentialsReader */.qD)(inputs.github.credentials, { aws, mask, measure }),
        connection: { apiUrl: context.apiUrl, log, retryBudgetMs, ...(proxy && { proxy }) },
        mask,
    };
    const github = (0,connections/* connectGitHub */.UY)({
        ...link,
        scope: inputs.github.scope,
        runnerGroup: inputs.runnerGroup,
        jobs: context,
        measure,
    });
    const launcher = (0,connections/* connectEcsLauncher */.kS)({ aws, cluster: inputs.cluster, launch: inputs.launch });
    return {
        github: observedGitHub(github, timeline),
        launcher: observedLauncher(launcher, timeline),
        retryBudget,
        clock: runtime/* systemClock */.m,
        random: runtime/* systemRandom */.v,
        log,
        state: io/* actionsState */.Rq,
        ...(token && {
            jobs: (0,connections/* connectJobs */.$r)({ ...link, token, repository: context.repository, runId: context.run.runId }),
        }),
    };
}
/** Warns that there are fewer runners than requested: how many, and why, each reason once. */
function warnOfMissing({ runners, missing }, requested) {
    const reasons = [...new Set(missing)];
    const shown = reasons.slice(0, main_REASONS_AT_MOST).map((reason) => `\n- ${reason.replaceAll('\n', '\n  ')}`);
    const more = reasons.length > shown.length ? `\n- and ${reasons.length - shown.length} more` : '';
    io/* actionsLog */._D.warning(`${runners.length} of ${requested} runners are online (allow-partial); nothing is left of ` +
        `the others unless a warning says so:${shown.join('')}${more}`);
}
function warnOfSharedLabels(labels) {
    const shared = labels.filter(inputs_labels/* isSharedLabel */.c);
    if (shared.length === 0)
        return;
    io/* actionsLog */._D.warning(`extra-labels contains ${shared.join(', ')}: any job that requests it may take this runner, and the job meant for ` +
        'it then waits forever. The generated label alone is enough.');
}


/***/ })

};
