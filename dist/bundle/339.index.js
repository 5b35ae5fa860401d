export const id = 339;
export const ids = [339];
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

/***/ 2335:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ connectEcsTeardown)
/* harmony export */ });
/* harmony import */ var _aws_settings_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4370);
/* harmony import */ var _connections_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9337);
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
    const credentials = (0,_github_credentials_js__WEBPACK_IMPORTED_MODULE_2__/* .credentialsReader */ .qD)(github.credentials, { aws, mask });
    const connection = { apiUrl, log, retryBudgetMs, ...(proxy && { proxy }) };
    return {
        github: (0,_connections_js__WEBPACK_IMPORTED_MODULE_1__/* .connectGitHub */ .UY)({ scope: github.scope, credentials, connection, mask }),
        ...(options.jobs && { jobs: (0,_connections_js__WEBPACK_IMPORTED_MODULE_1__/* .connectJobs */ .$r)({ ...options.jobs, credentials, connection, mask }) }),
        pool: (0,_connections_js__WEBPACK_IMPORTED_MODULE_1__/* .connectEcsPool */ .wh)({ aws, cluster }),
        clock: _runtime_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m,
        random: _runtime_js__WEBPACK_IMPORTED_MODULE_3__/* .systemRandom */ .v,
        log,
    };
}


/***/ }),

/***/ 6339:
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
var root = __webpack_require__(1576);
// EXTERNAL MODULE: ./src/actions/summary/text.js
var summary_text = __webpack_require__(7512);
// EXTERNAL MODULE: ./src/core/identity.js
var identity = __webpack_require__(6930);
// EXTERNAL MODULE: ./src/core/tags.js
var core_tags = __webpack_require__(2773);
// EXTERNAL MODULE: ./src/core/teardown/evidence.js
var evidence = __webpack_require__(4426);
// EXTERNAL MODULE: ./src/core/teardown/teardown.js + 3 modules
var teardown = __webpack_require__(8454);
// EXTERNAL MODULE: ./src/core/util/polling.js
var polling = __webpack_require__(1892);
// EXTERNAL MODULE: ./src/core/words.js
var core_words = __webpack_require__(3919);
;// CONCATENATED MODULE: ./src/core/stop/found.js






/** Lists the compute of a run. */
async function ownComputes(run, { pool, log }) {
    const all = await pool.list(run);
    const computes = all.filter((compute) => {
        if ((0,core_tags/* isTaggedForRun */.Hr)(compute.tags, run))
            return true;
        if (compute.phase === 'unseen')
            return false;
        // StopTask drops the tags: compute that is already stopping needs no warning for missing ones.
        if (compute.phase !== 'stopping' && compute.phase !== 'stopped') {
            log.warning(`${compute.id} was started by ${(0,identity/* runKey */.r7)(run)} but does not carry this run's tags; it is left alone.`);
        }
        return false;
    });
    return { computes, unseen: all.filter(({ phase }) => phase === 'unseen').map(({ id }) => id) };
}
/**
 * Lists again until all compute that was listed but not described is, for as long as new compute may be hidden. Returns
 * what could be seen by then.
 */
async function awaitUnseen(unseen, run, { pool, clock, random, log }) {
    const { hiddenForMs, words } = pool.hosting;
    const began = clock.now();
    const computes = [];
    let left = unseen;
    if (left.length > 0) {
        log.info(`${pool.name} lists ${left.length} more ${words.compute}(s) of this run and does not describe them: asking again ` +
            `for up to ${hiddenForMs / 1000} s.`);
    }
    for (let waited = 0; left.length > 0 && waited < hiddenForMs; waited = clock.now() - began) {
        await clock.sleep(Math.min((0,polling/* pollInterval */.dq)(waited, random.fraction()), hiddenForMs - waited));
        const listed = new Map((await pool.list(run)).map((compute) => [compute.id, compute]));
        // What the list no longer has was asked to stop.
        const seen = left.flatMap((id) => listed.get(id) ?? []).filter(({ phase }) => phase !== 'unseen');
        computes.push(...seen.filter(({ tags }) => (0,core_tags/* isTaggedForRun */.Hr)(tags, run)));
        left = left.filter((id) => listed.get(id)?.phase === 'unseen');
    }
    return { computes, unseen: left };
}
/** Registrations that belong to the run by their names. */
async function ownRegistrations(run, { github }) {
    return (await github.listRunners()).filter(({ name }) => (0,identity/* belongsToRun */.zi)(name, run));
}
/** Pairs compute and registrations of the same name. */
function pair(computes, registrations) {
    const byName = new Map(registrations.map((registration) => [registration.name, registration]));
    const paired = computes.map((compute) => {
        const runnerName = compute.tags[core_tags/* TAG */.Dk.runnerName] ?? compute.id;
        const registration = byName.get(runnerName);
        byName.delete(runnerName);
        return { runnerName, registration, compute };
    });
    const alone = [...byName.values()].map((registration) => ({ runnerName: registration.name, registration, compute: undefined }));
    return [...paired, ...alone];
}
/** Narrows what was found. A registration does not carry the id, but any compute of its start does. */
function found_select(all, selection) {
    const { labels, id } = selection;
    const withCompute = all.filter(({ compute }) => compute !== undefined && matches(compute, selection));
    const ids = idsOfStarts(all.flatMap(({ compute }) => compute ?? []));
    const bare = all.filter(({ compute, registration }) => {
        if (compute !== undefined || registration === undefined)
            return false;
        return labels.length === 0 || labels.some((label) => registration.labels.some((own) => (0,evidence/* isSameName */.yS)(own, label)));
    });
    const alone = bare.filter(({ runnerName }) => id === undefined || ids.get(startOf(runnerName)) === id);
    const undecided = bare.filter(({ runnerName }) => id !== undefined && !ids.has(startOf(runnerName)));
    // The compute of one that is online is most likely in another pool. That is a failure, and worth waiting for, only if
    // nothing is found here.
    const isNothing = withCompute.length + alone.length === 0;
    return { withCompute, alone, unsure: undecided.filter((one) => isNothing || one.registration?.status === 'offline') };
}
/** Whether compute belongs to a selection, by its tags. */
function matches(compute, { labels, id }) {
    const { [core_tags/* TAG */.Dk.label]: label, [core_tags/* TAG */.Dk.runnerName]: name, [core_tags/* TAG */.Dk.id]: ownId } = compute.tags;
    if (id !== undefined && ownId !== id)
        return false;
    if (labels.length === 0)
        return true;
    const index = name === undefined ? undefined : (0,identity/* parseRunnerName */.n7)(name)?.index;
    const own = label === undefined ? [] : [label, ...(index === undefined ? [] : [(0,identity/* runnerLabel */.Fx)(label, index)])];
    return labels.some((wanted) => own.some((label) => (0,evidence/* isSameName */.yS)(label, wanted)));
}
/** The id of each start, undefined if it was given none; the key is {@link startOf}. */
function idsOfStarts(computes) {
    return new Map(computes.map(({ tags }) => [startOf(tags[core_tags/* TAG */.Dk.runnerName]), tags[core_tags/* TAG */.Dk.id]]));
}
/** The part of their names that all runners of a start share, and no others have. */
function startOf(runnerName = '') {
    return (0,identity/* parseRunnerName */.n7)(runnerName)?.nonce;
}
/**
 * Handles registrations whose compute is not listed: it was never created, is gone, is elsewhere, or is too new to be
 * listed yet. Only for these is the list read again, for as long as compute can be hidden. Those that turn out to be
 * selected are added to `alone`; until then nothing is done to them.
 */
async function findHiddenCompute(options) {
    const { alone, selection, ports } = options;
    const { clock, random, pool, log } = ports;
    const { hiddenForMs, words } = pool.hosting;
    let { unsure } = options;
    let missing = [...alone, ...unsure];
    if (missing.length === 0)
        return;
    await deleteIdle(alone, selection, ports);
    const began = clock.now();
    log.info(`Searching for the compute of ${namesOf(missing)}, for up to ${hiddenForMs / 1000} s.`);
    for (let waited = 0; missing.length > 0 && waited < hiddenForMs; waited = clock.now() - began) {
        await clock.sleep(Math.min((0,polling/* pollInterval */.dq)(waited, random.fraction()), hiddenForMs - waited));
        const listed = (await pool.list(selection.run)).filter(({ tags }) => (0,core_tags/* isTaggedForRun */.Hr)(tags, selection.run));
        const byName = new Map(listed.map((compute) => [compute.tags[core_tags/* TAG */.Dk.runnerName], compute]));
        for (const found of missing)
            found.compute = byName.get(found.runnerName);
        const ids = idsOfStarts(listed);
        const own = unsure.filter(({ runnerName }) => ids.get(startOf(runnerName)) === selection.id);
        unsure = unsure.filter(({ runnerName }) => !ids.has(startOf(runnerName)));
        alone.push(...own);
        missing = [...alone, ...unsure].filter(({ compute }) => compute === undefined);
    }
    const undecided = unsure.filter(({ registration }) => registration?.status === 'offline');
    if (undecided.length === 0)
        return;
    log.warning(`No ${words.compute} of ${namesOf(undecided)} was found in ${pool.name}, and only the ${words.compute} carries the ` +
        `id: what is registered under that name is left alone. ${core_words/* STEP */.RZ.stopOthers}.`);
}
/**
 * Deletes idle registrations before the search for their compute, however long that takes: no job can be assigned to
 * them any more. A stop that selects waits for the search: only then is it known that no job is on its way.
 */
async function deleteIdle(some, selection, ports) {
    if (isFiltered(selection))
        return;
    const targets = some.flatMap(({ runnerName, registration }) => registration?.status === 'offline' ? [{ runnerName, registration, computeId: undefined, mayBeHidden: true }] : []);
    const policy = { mandate: 'stop-all', run: selection.run, drainMs: 0, reason: '' };
    // A failure must not prevent the search for the compute; the teardown asks once more and reports it.
    await (0,teardown/* teardownRunners */.y)({ targets, policy, ports });
}
/** Whether only some of the run's runners are selected. */
function isFiltered({ labels, id }) {
    return labels.length > 0 || id !== undefined;
}
function namesOf(some) {
    return some.map(({ runnerName }) => runnerName).join(', ');
}

;// CONCATENATED MODULE: ./src/core/stop/ended.js



/**
 * Runners that a selection covers and that had ended before the stop, for as long as the provider remembers them.
 * @param result what the stop itself reports
 */
async function endedBefore(selection, { runners, failed = [] }, pool) {
    const known = new Set(runners.map(({ computeId }) => computeId));
    const ended = (await pool.listEnded(selection.run))
        .filter((compute) => !known.has(compute.id) && matches(compute, selection))
        .map((compute) => ({ runnerName: compute.tags[core_tags/* TAG */.Dk.runnerName] ?? '', compute }));
    const names = [...runners.map(({ runnerName }) => runnerName), ...failed];
    const launches = lastLaunches([...names, ...ended.map(({ runnerName }) => runnerName)]);
    return ended.map(({ runnerName, compute }) => {
        // Stopping compute drops its tags: what still has them was stopped by nobody.
        const isOwnEnd = (0,core_tags/* isTaggedForRun */.Hr)(compute.tags, selection.run) && launches.has(runnerName);
        return { runnerName, compute, how: isOwnEnd && !names.includes(runnerName) ? 'by-itself' : 'before' };
    });
}
/** Of the names of each runner, one for each of its launches, the last one. */
function lastLaunches(names) {
    const last = new Map();
    for (const name of names) {
        const { nonce, index, launchNumber } = (0,identity/* parseRunnerName */.n7)(name) ?? { nonce: name, index: 0, launchNumber: 0 };
        const runner = `${nonce} ${index}`;
        if (launchNumber >= (last.get(runner)?.launchNumber ?? 0))
            last.set(runner, { name, launchNumber });
    }
    return new Set([...last.values()].map(({ name }) => name));
}

// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/util/semaphore.js
var semaphore = __webpack_require__(3881);
;// CONCATENATED MODULE: ./src/core/stop/stop.js








/**
 * Removes what a workflow run started, found by the run alone. Without a filter, a busy runner is drained and then left
 * alone (it ends itself after its one job); with one, it is stopped after the drain. Running it again changes nothing.
 */
async function stopRunners(request, ports) {
    const problems = [];
    const [{ computes, unseen }, registrations] = await Promise.all([
        ownComputes(request.run, ports),
        ownRegistrations(request.run, ports).catch((error) => {
            problems.push((0,errors/* explain */.WE)(error));
            return undefined;
        }),
    ]);
    const all = pair(computes, registrations ?? []);
    const { withCompute, alone, unsure: undecided } = found_select(all, request);
    const runners = [];
    const failed = [];
    const report = { runners, failed, problems };
    const tearDown = (some) => stopTogether({ some, request, ports, report });
    await Promise.all([
        tearDown(withCompute),
        stopUnseen({ unseen, paired: all, request, ports, problems, tearDown }),
        findHiddenCompute({ alone, unsure: undecided, selection: request, ports })
            // A search that failed is no reason to leave the registrations.
            .catch((error) => problems.push((0,errors/* explain */.WE)(error)))
            .then(() => tearDown(alone)),
    ]);
    if (withCompute.length + alone.length === 0)
        await assertIdNotElsewhere(all, request, ports);
    for (const { runnerName, compute, registration } of runners) {
        if (registration === 'busy' && compute !== 'left-busy')
            problems.push(stillBusy(runnerName, ports));
    }
    const ended = new Map();
    if (request.waitForStopped) {
        // What was stopped is reported even if its end could not be observed.
        const ending = await endingCompute(request, { runners, failed }, ports);
        problems.push(...(await waitForStopped(ending, ended, ports).catch((error) => [(0,errors/* explain */.WE)(error)])));
    }
    return {
        runners: runners.map((runner) => ({ ...runner, ...timesOf(ended.get(runner.computeId ?? '')) })),
        ...(failed.length > 0 && { failed }),
        problems,
    };
}
/**
 * Stops compute that was listed but not described, once it is. What has a registration is searched for by its name; what
 * is never described is a failure: it may be alive.
 */
async function stopUnseen(options) {
    const { paired, request, ports, problems, tearDown } = options;
    try {
        const { computes, unseen } = await awaitUnseen(options.unseen, request.run, ports);
        const names = new Set(paired.map(({ runnerName }) => runnerName));
        const late = pair(computes, []).filter(({ runnerName }) => !names.has(runnerName));
        await tearDown(late.filter(({ compute }) => compute !== undefined && matches(compute, request)));
        problems.push(...unseen.map((id) => neverSeen(id, ports)));
    }
    catch (error) {
        problems.push((0,errors/* explain */.WE)(error));
    }
}
function neverSeen(id, { pool }) {
    return (`${pool.name} lists ${id} for this run, but did not describe it, however often it was asked: it may be alive, and ` +
        `was left alone.\nNext step: ${core_words/* STEP */.RZ.stopAgain}.`);
}
/** Tears down several runners together and reports each. */
async function stopTogether(options) {
    const { some, request, ports, report } = options;
    const noteFailure = ({ runnerName }, error) => {
        report.failed.push(runnerName);
        report.problems.push(`Runner ${runnerName}: ${(0,errors/* explain */.WE)(error)}`);
    };
    const targets = [];
    await (0,semaphore/* forEachConcurrently */.D)(some, async (found) => {
        const { runnerName, registration, compute } = found;
        try {
            if (compute === undefined && registration !== undefined)
                await assertNotElsewhere(registration, ports);
            targets.push({
                found,
                runnerName,
                // A list read page by page can miss a registration: it is queried by name then.
                registration: registration ?? 'unknown',
                // Compute that does not say where it is registered is in no scope that could be asked.
                scope: compute && (compute.tags[core_tags/* TAG */.Dk.scope] ?? ''),
                computeId: compute?.id,
                phase: compute?.phase,
                evidence: { label: compute?.tags[core_tags/* TAG */.Dk.label] },
            });
        }
        catch (error) {
            noteFailure(found, error);
        }
    });
    const policy = {
        mandate: isFiltered(request) ? 'stop-selected' : 'stop-all',
        run: request.run,
        drainMs: request.drainMs,
        reason: request.reason,
    };
    for (const [{ found }, settled] of await (0,teardown/* teardownRunners */.y)({ targets, policy, ports })) {
        if ('error' in settled) {
            noteFailure(found, settled.error);
            continue;
        }
        report.runners.push(asStopped(found, settled));
        const { compute, registration } = settled.result;
        if (compute === 'left-busy') {
            const why = registration === 'busy' ? 'is still busy' : 'still has a job of this run waiting for it';
            ports.log.warning(`Runner ${found.runnerName} ${why} after ${policy.drainMs / 1000} s and is left alone; it ends itself ` +
                `after its one job. ${core_words/* STEP */.RZ.stopBusy}.`);
        }
    }
}
function asStopped({ runnerName, compute, registration }, { result, doneAt }) {
    const { id: computeId, capacity = '', size } = compute ?? {};
    const known = { ...(registration && { registrationId: registration.id }), ...(size && { size }) };
    return { runnerName, computeId, capacity, ...timesOf(compute), ...known, doneAt, ...result };
}
function timesOf(compute) {
    return compute?.times === undefined ? {} : { times: compute.times };
}
/** Online or busy without compute here: it lives in another pool, and success would leave it running forever. */
async function assertNotElsewhere(registration, ports) {
    const now = await ports.github.getRunner(registration.id);
    if (now?.status === 'online')
        throw aliveElsewhere(`runner ${registration.name} is alive`, ports);
    if (!now?.busy)
        return;
    const { name: pool, hosting } = ports.pool;
    const { compute } = hosting.words;
    throw new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub counts runner ${registration.name} as busy, but there is no ${compute} for it in ${pool}.`,
        hint: `If its ${compute} crashed, GitHub releases it within 15 minutes. If it runs elsewhere, ${core_words/* STEP */.RZ.stopInSamePool}.`,
    });
}
/**
 * A registration does not carry the id. If an id matches nothing here while runners of the run are online without
 * compute here, "nothing to stop" could be wrong.
 */
async function assertIdNotElsewhere(all, request, ports) {
    if (request.id === undefined)
        return;
    const online = all.flatMap(({ compute, registration }) => compute === undefined && registration?.status === 'online' ? [registration] : []);
    if (online.length === 0)
        return;
    // Some may have ended during the search for compute.
    const { found } = await ports.github.getRunners(online.map(({ id }) => id));
    const elsewhere = online.filter(({ id }) => found.get(id)?.status === 'online');
    if (elsewhere.length === 0)
        return;
    const names = elsewhere.map(({ name }) => name).join(', ');
    const { compute } = ports.pool.hosting.words;
    throw aliveElsewhere(`no ${compute} has the id ${request.id} here, while this run's ${names} is alive`, ports);
}
function aliveElsewhere(what, { pool }) {
    return new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `${what}, but not in ${pool.name}.`,
        hint: `${core_words/* STEP */.RZ.stopInSamePool}.`,
    });
}
function stillBusy(runnerName, { github }) {
    return (`GitHub still counts runner ${runnerName} of ${github.scope} as busy (422), although its compute is stopped. ` +
        `GitHub releases it within 15 minutes.\nNext step: ${core_words/* STEP */.RZ.stopAgain} after that, or leave it to GitHub.`);
}
/** The ids of compute that may still be stopping, whether this stop ended it, an earlier one, or it ended by itself. */
async function endingCompute(request, found, { pool, log }) {
    const own = found.runners.flatMap(({ compute, computeId }) => compute !== 'left-busy' && computeId ? [computeId] : []);
    try {
        const before = await endedBefore(request, found, pool);
        return [...own, ...before.filter(({ compute }) => compute.phase !== 'stopped').map(({ compute }) => compute.id)];
    }
    catch (error) {
        log.warning(`Runners that had ended before could not be listed, so the stop does not wait for them. ${(0,errors/* explain */.WE)(error)}`);
        return own;
    }
}
/** Polls compute until all of it has ended, and notes it in `ended`. Reports what has not. */
async function waitForStopped(ids, ended, ports) {
    const { clock, random, pool } = ports;
    const { stopsWithinMs, words } = pool.hosting;
    let left = [...ids];
    const began = clock.now();
    while (left.length > 0) {
        const seen = await pool.describe(left);
        for (const [id, compute] of seen)
            ended.set(id, compute);
        left = left.filter((id) => (seen.get(id)?.phase ?? 'stopped') !== 'stopped');
        const waited = clock.now() - began;
        if (left.length === 0)
            break;
        if (waited >= stopsWithinMs) {
            return left.map((id) => {
                const state = seen.get(id)?.state ?? 'unknown';
                return `${id} is still ${state} after ${stopsWithinMs / 1000} s.\nNext step: check the ${words.compute} in the console of ${pool.name}.`;
            });
        }
        await clock.sleep((0,polling/* pollInterval */.dq)(waited, random.fraction()));
    }
    return [];
}

// EXTERNAL MODULE: ./src/core/teardown/reasons.js
var reasons = __webpack_require__(2210);
// EXTERNAL MODULE: ./src/github/scope.js
var scope = __webpack_require__(698);
// EXTERNAL MODULE: ./src/wiring/retry-budget.js
var retry_budget = __webpack_require__(639);
// EXTERNAL MODULE: ./src/wiring/teardown.js
var wiring_teardown = __webpack_require__(2335);
// EXTERNAL MODULE: ./src/actions/inputs/actions-token.js
var actions_token = __webpack_require__(5407);
// EXTERNAL MODULE: ./src/actions/inputs/aws.js
var inputs_aws = __webpack_require__(1041);
// EXTERNAL MODULE: ./src/actions/inputs/ecs.js
var ecs = __webpack_require__(1513);
// EXTERNAL MODULE: ./src/actions/inputs/github.js
var github = __webpack_require__(7565);
// EXTERNAL MODULE: ./src/actions/inputs/labels.js
var inputs_labels = __webpack_require__(4853);
// EXTERNAL MODULE: ./src/actions/inputs/reader.js
var inputs_reader = __webpack_require__(6393);
// EXTERNAL MODULE: ./src/actions/inputs/run-context.js
var run_context = __webpack_require__(6795);
;// CONCATENATED MODULE: ./stop-runner/inputs.js







/** Reads the inputs of stop-runner. @throws InputError with every problem at once */
function readStopInputs(environment) {
    const reader = new inputs_reader/* InputReader */.i(environment);
    const context = (0,run_context/* readRunContext */.$)(reader, environment);
    const aws = (0,inputs_aws/* readAwsAccess */.Cw)(reader, environment);
    // What no start accepts would select nothing, and the stop would be green.
    const label = reader.matching('label', inputs_labels/* LABEL */.d);
    const inputs = {
        context,
        github: (0,github/* readGitHubAccess */.wX)(reader, context, aws.region),
        aws,
        cluster: (0,ecs/* readEcsCluster */.eU)(reader, aws.region),
        labels: [...(label === undefined ? [] : [label]), ...readLabels(reader)],
        id: reader.matching('id', inputs_labels.ID),
        drainMs: (reader.integer('drain-timeout-seconds', { min: 0, max: 86_400 }) ?? 300) * 1000,
        waitForStopped: reader.boolean('wait-for-stopped') ?? false,
        actionsToken: (0,actions_token/* readActionsToken */.F)(reader),
    };
    reader.finish();
    return inputs;
}
function readLabels(reader) {
    const labels = reader.jsonTexts('labels');
    const wrong = labels.filter((label) => !inputs_labels/* LABEL */.d.pattern.test(label));
    if (wrong.length > 0)
        reader.malformed('labels', `a list of labels (${inputs_labels/* LABEL */.d.words})`, wrong.join(', '));
    return labels;
}

;// CONCATENATED MODULE: ./stop-runner/report.js
/** Runners that had ended by themselves before the stop. */
function endedByThemselves(ended) {
    return (ended ?? []).filter(({ how }) => how === 'by-itself');
}
/** How many there are of them, such as `1 runner of this run had ended by itself`; empty if there are none. */
function describeEnded(ended) {
    const { length } = endedByThemselves(ended);
    if (length === 0)
        return '';
    return length === 1
        ? '1 runner of this run had ended by itself'
        : `${length} runners of this run had ended by themselves`;
}
/**
 * The outputs of stop-runner, as listed in action.yml and the README.
 * @param options.ended what had ended before; undefined if it could not be read
 */
function stopOutputs(options) {
    const { pool, ended } = options;
    const runners = [...options.result.runners, ...endedByThemselves(ended).map(asAlreadyGone)];
    return {
        stopped: runners.filter(({ compute }) => compute === 'stopped').length,
        'already-gone': runners.filter(({ compute }) => compute === 'already-gone' || compute === 'none').length,
        'left-busy': runners.filter(({ compute }) => compute === 'left-busy').length,
        resources: runners.map(({ runnerName, computeId, capacity, compute, registration }) => ({
            ...pool.location,
            id: computeId ?? null,
            capacity,
            runnerName,
            compute,
            registration,
        })),
    };
}
/** GitHub's list did not have a registration of that name. */
function asAlreadyGone({ runnerName, compute }) {
    const { id: computeId, capacity } = compute;
    return { runnerName, computeId, capacity, compute: 'already-gone', registration: 'absent' };
}
/** The log line for a runner that had ended by itself. */
function describeOwnEnd({ runnerName, compute }) {
    return `Runner ${runnerName} had ended by itself: ${compute.end?.message ?? `${compute.id} is ${compute.state}.`}`;
}
/** The log line for one runner. */
function describeStopped({ runnerName, computeId, compute, registration }) {
    return `Runner ${runnerName}: registration ${registration}, compute ${compute}${computeId ? ` (${computeId})` : ''}.`;
}

// EXTERNAL MODULE: ./src/actions/summary/durations.js
var durations = __webpack_require__(6118);
// EXTERNAL MODULE: ./src/actions/summary/gantt.js
var gantt = __webpack_require__(9957);
;// CONCATENATED MODULE: ./src/actions/summary/lifetimes.js
/**
 * How long a task held its capacity, milliseconds: from the beginning of its image pull, as Fargate bills it, to its
 * stop. A task that never got that far held none; undefined if ECS reported no times.
 */
function lifetime({ times, until }) {
    if (times?.createdAt === undefined)
        return undefined;
    const from = times.pullStartedAt ?? times.startedAt;
    return from === undefined ? 0 : Math.max(0, (times.stoppedAt ?? until) - from);
}
/** The hours of a task; what is unknown is undefined. */
function taskHours(life) {
    const ms = lifetime(life);
    const { size } = life;
    const hours = ms === undefined ? undefined : ms / 3_600_000;
    if (hours === undefined || size === undefined)
        return { hours, vcpuHours: undefined, gbHours: undefined };
    return { hours, vcpuHours: hours * size.vcpu, gbHours: hours * size.memoryGib };
}
/** The sum of the known values; undefined if there are none. */
function sum(values) {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? undefined : known.reduce((one, other) => one + other, 0);
}
/** Hours with as many digits as are meaningful: one minute is 0.0167 h. */
function hoursText(hours) {
    if (hours === undefined)
        return '';
    return hours === 0 || hours >= 100 ? hours.toFixed(0) : hours.toPrecision(3);
}

;// CONCATENATED MODULE: ./stop-runner/summary.js





/** Runners listed individually: GitHub does not show a summary larger than 1 MiB. */
const ROWS_AT_MOST = 500;
/** With more rows than this, only the sum stays open. */
const ROWS_OPEN_AT_MOST = 12;
/** Failures shown: without a permission, every runner has the same one. */
const PROBLEMS_AT_MOST = 20;
/** The diagram shows this many of those that lived longest. */
const LIVES_DRAWN_AT_MOST = 5;
/**
 * The step's part of the job summary, in Markdown; empty if there is nothing to report.
 * @param options.ended compute that had already ended; undefined if it could not be read
 */
function stopSummary(options) {
    const { result, ended, pool } = options;
    const { words } = pool.hosting;
    const rows = [...stoppedRows(options), ...(ended ?? []).map(endedRow)];
    if (rows.length === 0 && result.problems.length === 0)
        return '';
    const problems = result.problems.slice(0, PROBLEMS_AT_MOST);
    return [
        `### ${headline(result, ended)} in ${(0,summary_text/* code */.aY)(pool.name)}`,
        '',
        ...(problems.length > 0 ? ['**Not everything could be stopped:**', '', ...(0,summary_text/* failureList */.J_)(problems)] : []),
        ...rowsTable(rows, pool),
        ...lives(rows, pool.hosting),
        ...(rows.length > 0
            ? [
                `Each ${words.compute} counts ${words.counts}, or until now if it has not stopped yet. ` +
                    (ended === undefined ? 'Runners that had already ended could not be listed.' : words.remembers),
                '',
            ]
            : []),
        '',
    ].join('\n');
}
/** What was there, as far as it is known: the list of what had ended may be missing. */
function headline({ runners }, ended) {
    const own = describeEnded(ended);
    if (runners.length === 0)
        return own || 'No runner of this run was left';
    const found = `${runners.length === 1 ? 'One runner' : `${runners.length} runners`} of this run found`;
    return own === '' ? found : `${found}, ${own.replace(/ runners? of this run/, ' more')},`;
}
/** A long table is folded, but for its last row. */
function rowsTable(rows, pool) {
    if (rows.length === 0)
        return [];
    const { compute } = pool.hosting.words;
    const head = [
        ...['', `runner and ${compute}`, 'capacity', `${compute} is`, 'registration is', 'lived'],
        ...[`${compute} hours`, 'vCPU hours', 'GB hours'],
    ];
    const shown = rows.slice(0, ROWS_AT_MOST).map((row, index) => cells(row, index, pool));
    if (rows.length <= ROWS_OPEN_AT_MOST)
        return (0,summary_text/* table */.tp)(head, [...shown, totals(rows)]);
    const more = rows.length - shown.length;
    return [
        ...(0,summary_text/* table */.tp)(head, [totals(rows)]),
        ...(0,summary_text/* folded */.TM)(`Each of the ${rows.length}`, [
            ...(0,summary_text/* table */.tp)(head, shown),
            ...(more > 0 ? [`And ${more} more, which the sum includes.`, ''] : []),
        ]),
    ];
}
function stoppedRows({ result, runnerPage }) {
    return result.runners.map((runner) => {
        const { runnerName, computeId = '', capacity, compute, registration, times, size, doneAt } = runner;
        const page = registration === 'busy' && runner.registrationId ? runnerPage(runner.registrationId) : undefined;
        const life = { times, size, until: doneAt };
        return { runnerName, runnerPage: page, computeId, capacity, task: compute, registration, ...life };
    });
}
function endedRow({ runnerName, compute, how }) {
    const { id: computeId, capacity, times, size } = compute;
    const until = times?.stoppedAt ?? times?.stoppingAt ?? times?.startedAt ?? 0;
    const task = how === 'by-itself' ? 'ended by itself' : 'ended before';
    return { runnerName, runnerPage: undefined, computeId, capacity, task, registration: '', times, size, until };
}
function cells(row, index, pool) {
    const { hours, vcpuHours, gbHours } = taskHours(row);
    const lived = lifetime(row);
    const { computeId } = row;
    return [
        String(index + 1),
        [
            (0,summary_text/* link */.nf)(row.runnerName, row.runnerPage),
            (0,summary_text/* link */.nf)(computeId.split('/').at(-1) ?? '', computeId === '' ? undefined : pool.pagesOf(computeId).compute),
        ]
            .filter(Boolean)
            .join('<br>'),
        (0,summary_text/* code */.aY)(row.capacity),
        row.task,
        row.registration,
        lived === undefined ? '' : (0,durations/* durationCell */.D3)(lived),
        ...[hours, vcpuHours, gbHours].map(hoursText),
    ];
}
function totals(rows) {
    const all = rows.map(taskHours);
    const lived = sum(rows.map(lifetime));
    const bold = (text) => (text === '' ? '' : `**${text}**`);
    return [
        '',
        bold(`${rows.length} in total`),
        '',
        '',
        '',
        bold(lived === undefined ? '' : (0,durations/* durationCell */.D3)(lived)),
        bold(hoursText(sum(all.map(({ hours }) => hours)))),
        bold(hoursText(sum(all.map(({ vcpuHours }) => vcpuHours)))),
        bold(hoursText(sum(all.map(({ gbHours }) => gbHours)))),
    ];
}
/** A diagram of the longest lives, by the hosting's own times, in the order of the table. */
function lives(rows, hosting) {
    const longest = rows
        .map((row, index) => ({ ...row, index, title: `Runner ${index + 1}` }))
        .filter(({ times }) => times?.createdAt !== undefined)
        .toSorted((one, other) => (lifetime(other) ?? 0) - (lifetime(one) ?? 0))
        .slice(0, LIVES_DRAWN_AT_MOST)
        .toSorted((one, other) => one.index - other.index);
    const origin = Math.min(...longest.map(({ times, until }) => times?.createdAt ?? until));
    return (0,gantt/* gantt */.V)({ sections: longest.map((row) => lifeSection(row, hosting)), origin });
}
function lifeSection({ title, times = {}, until }, { phases }) {
    const { createdAt = until, startedAt, stoppingAt, stoppedAt } = times;
    const end = Math.max(createdAt, stoppedAt ?? until);
    const running = startedAt ?? end;
    const stopping = stoppingAt ?? end;
    const runs = phases.at(-1)?.name ?? 'running';
    const within = phases.flatMap(({ name, from, to }) => {
        const began = times[from];
        return to === undefined || began === undefined ? [] : [{ phase: name, from: began, to: times[to] ?? running }];
    });
    const spans = [{ phase: `until ${runs}`, from: createdAt, to: running }, ...within];
    if (startedAt !== undefined)
        spans.push({ phase: runs, from: startedAt, to: stopping });
    if (stoppingAt !== undefined)
        spans.push({ phase: 'stopping', from: stoppingAt, to: end });
    return { title, spans };
}

;// CONCATENATED MODULE: ./stop-runner/main.js













/** The main step: removes what this run started. */
async function main(environment) {
    try {
        await stop(readStopInputs(environment));
    }
    catch (error) {
        await (0,failure/* failStep */.v)(error, (text) => (0,summary_text/* failedSummary */.kx)('The stop failed', text));
    }
}
async function stop(inputs) {
    const { context, labels, id, drainMs, waitForStopped, actionsToken: token } = inputs;
    const { apiUrl } = context;
    let retryBudgetMs = retry_budget/* DEFAULT_RETRY_BUDGET_MS */.G;
    const ports = (0,wiring_teardown/* connectEcsTeardown */.i)({
        ...inputs,
        apiUrl,
        root: (0,root/* actionsRoot */.e)(inputs.aws),
        jobs: token && { token, repository: context.repository, runId: context.run.runId },
        retryBudgetMs: () => retryBudgetMs,
    });
    const request = {
        run: context.run,
        labels,
        id,
        drainMs,
        waitForStopped,
        reason: reasons/* REASON */.r.stop,
    };
    const result = await stopRunners(request, ports);
    for (const runner of result.runners)
        io/* actionsLog */._D.info(describeStopped(runner));
    // Only reported, and a report may lack it: it is not worth waiting for retries.
    retryBudgetMs = 0;
    const ended = await endedBefore(request, result, ports.pool).catch(() => undefined);
    for (const runner of endedByThemselves(ended))
        io/* actionsLog */._D.info(describeOwnEnd(runner));
    (0,io/* setOutputs */.n0)(stopOutputs({ result, ended, pool: ports.pool }));
    const runnerPage = (0,scope/* runnerPages */.xU)({ scope: inputs.github.scope, server: context.serverUrl });
    await (0,io/* writeSummary */.Sy)(() => stopSummary({ result, ended, pool: ports.pool, runnerPage }));
    const own = describeEnded(ended);
    if (own !== '')
        io/* actionsLog */._D.info(`${own}.`);
    if (result.problems.length > 0) {
        (0,io/* fail */.fJ)(`Not everything could be stopped:\n- ${result.problems.join('\n- ')}`);
    }
    else if (result.runners.length === 0 && own === '') {
        await sayNothingFound(inputs, { ...ports, ended });
    }
}
/** Finding nothing is a success, but only the reader knows whether the right pool was searched. */
async function sayNothingFound(inputs, { pool, github, ended }) {
    if (ended !== undefined && ended.length > 0) {
        io/* actionsLog */._D.info('Nothing was left to stop: what this run had started here was stopped before.');
        return;
    }
    const { labels, id } = inputs;
    const { compute, remembers } = pool.hosting.words;
    const before = ended === undefined ? `Whether a ${compute} had ended before could not be read.` : remembers;
    const filter = [...labels.map((label) => `label ${label}`), ...(id === undefined ? [] : [`id ${id}`])];
    const who = await pool.whoAmI().catch(() => 'an unknown account');
    io/* actionsLog */._D.notice(`Nothing to stop: run ${inputs.context.run.runId}${filter.length > 0 ? ` (${filter.join(', ')})` : ''} has no ${compute} in ` +
        `${pool.name} of ${who}, and no runner in ${github.scope}. ${before}`);
}


/***/ })

};
