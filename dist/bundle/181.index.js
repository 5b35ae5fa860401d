export const id = 181;
export const ids = [181];
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

/***/ 1181:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./src/actions/failure.js
var failure = __webpack_require__(9258);
// EXTERNAL MODULE: ./src/actions/io.js
var io = __webpack_require__(7562);
// EXTERNAL MODULE: ./src/actions/summary/text.js
var summary_text = __webpack_require__(7512);
// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/teardown/teardown.js + 1 modules
var teardown = __webpack_require__(6763);
// EXTERNAL MODULE: ./src/core/util/at-once.js
var at_once = __webpack_require__(4526);
// EXTERNAL MODULE: ./src/core/util/waiting.js
var waiting = __webpack_require__(2136);
// EXTERNAL MODULE: ./src/core/identity.js
var identity = __webpack_require__(6930);
// EXTERNAL MODULE: ./src/core/tags.js
var core_tags = __webpack_require__(2773);
;// CONCATENATED MODULE: ./src/core/stop/found.js




/** Compute that is the run's by its tags. */
async function ownComputes(run, { provider, log }) {
    const all = await provider.list(run);
    return all.filter((compute) => {
        if ((0,core_tags/* isTaggedForRun */.Hr)(compute.tags, run))
            return true;
        // StopTask drops the tags: what is on its way out needs no tags to be left alone.
        if (compute.phase !== 'stopping' && compute.phase !== 'stopped') {
            log.warning(`${compute.id} was started by ${(0,identity/* runKey */.r7)(run)} but does not carry this run's tags; it is left alone.`);
        }
        return false;
    });
}
/** Registrations that are the run's by their names. */
async function ownRegistrations(run, { github }) {
    return (await github.listRunners()).filter(({ name }) => (0,identity/* belongsToRun */.zi)(name, run));
}
/** Brings together what has the same name. */
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
/** Narrows what was found. A registration does not tell its id: the compute of its start does, any of it. */
function found_select(all, selection) {
    const { labels, id } = selection;
    const withCompute = all.filter(({ compute }) => compute !== undefined && matches(compute, selection));
    const ids = idsOfStarts(all.flatMap(({ compute }) => compute ?? []));
    const bare = all.filter(({ compute, registration }) => {
        if (compute !== undefined || registration === undefined)
            return false;
        return labels.length === 0 || labels.some((label) => registration.labels.includes(label));
    });
    const alone = bare.filter(({ runnerName }) => id === undefined || ids.get(startOf(runnerName)) === id);
    const untold = bare.filter(({ runnerName }) => id !== undefined && !ids.has(startOf(runnerName)));
    // One that is online has most likely its compute in another place. That is a failure, and worth a wait, only where
    // nothing is found here.
    const isNothing = withCompute.length + alone.length === 0;
    return { withCompute, alone, unsure: untold.filter((one) => isNothing || one.registration?.status === 'offline') };
}
/** Whether compute is of a selection, by its tags. */
function matches(compute, { labels, id }) {
    const { [core_tags/* TAG */.Dk.label]: label, [core_tags/* TAG */.Dk.runnerName]: name, [core_tags/* TAG */.Dk.id]: ownId } = compute.tags;
    if (id !== undefined && ownId !== id)
        return false;
    if (labels.length === 0)
        return true;
    const index = name === undefined ? undefined : (0,identity/* parseRunnerName */.n7)(name)?.index;
    const own = label === undefined ? [] : [label, ...(index === undefined ? [] : [(0,identity/* runnerLabel */.Fx)(label, index)])];
    return labels.some((wanted) => own.includes(wanted));
}
/** The id of each start, undefined where it was given none, by {@link startOf} the start. */
function idsOfStarts(computes) {
    return new Map(computes.map(({ tags }) => [startOf(tags[core_tags/* TAG */.Dk.runnerName]), tags[core_tags/* TAG */.Dk.id]]));
}
/** What all runners of a start have in their names, and no other's. */
function startOf(runnerName = '') {
    return (0,identity/* parseRunnerName */.n7)(runnerName)?.nonce;
}
/**
 * A registration whose compute is not in the list: the compute was never made, is gone, is elsewhere, or is so new that
 * ECS does not list it yet. Only for such ones the list is read again, for as long as compute can be hidden. Those that
 * turn out to be selected are added to `alone`; nothing is done to one before.
 */
async function findHiddenCompute(options) {
    const { alone, selection, ports } = options;
    const { clock, random, provider, github, log } = ports;
    let { unsure } = options;
    let missing = [...alone, ...unsure];
    if (missing.length === 0)
        return;
    await lock(alone, github);
    const began = clock.now();
    log.info(`Looking for the compute of ${namesOf(missing)}, for up to ${waiting/* HIDDEN_AT_MOST_MS */.gz / 1000} s.`);
    for (let waited = 0; missing.length > 0 && waited < waiting/* HIDDEN_AT_MOST_MS */.gz; waited = clock.now() - began) {
        await clock.sleep(Math.min((0,waiting/* lookInterval */.dz)(waited, random.fraction()), waiting/* HIDDEN_AT_MOST_MS */.gz - waited));
        const listed = (await provider.list(selection.run)).filter(({ tags }) => (0,core_tags/* isTaggedForRun */.Hr)(tags, selection.run));
        const byName = new Map(listed.map((compute) => [compute.tags[core_tags/* TAG */.Dk.runnerName], compute]));
        for (const found of missing)
            found.compute = byName.get(found.runnerName);
        const ids = idsOfStarts(listed);
        const own = unsure.filter(({ runnerName }) => ids.get(startOf(runnerName)) === selection.id);
        unsure = unsure.filter(({ runnerName }) => !ids.has(startOf(runnerName)));
        alone.push(...own);
        await lock(own, github);
        missing = [...alone, ...unsure].filter(({ compute }) => compute === undefined);
    }
    const untold = unsure.filter(({ registration }) => registration?.status === 'offline');
    if (untold.length === 0)
        return;
    log.warning(`No task of ${namesOf(untold)} was found in ${provider.place}, and only a task tells its id: what is registered ` +
        'under that name is left alone. A stop by its label, or without a filter, removes it.');
}
/** The lock first: no job can take a runner that is only registered, however long the look for its compute takes. */
async function lock(some, github) {
    await (0,at_once/* forEachAtOnce */.t)(some, async ({ registration }) => {
        if (registration?.status !== 'offline' || registration.busy)
            return;
        // A failure is no reason not to look for the compute; the teardown deletes once more, and tells it.
        await github.deleteRunner(registration.id).catch(() => undefined);
    });
}
function namesOf(some) {
    return some.map(({ runnerName }) => runnerName).join(', ');
}

;// CONCATENATED MODULE: ./src/core/stop/stop.js





/** How long compute may take to stop before `waitForStopped` gives up, milliseconds: stopTimeout is at most 120 s. */
const STOPPED_WITHIN_MS = 300_000;
/**
 * Removes what a workflow run started, found by the run alone. Without a filter a busy runner is drained and then left
 * (it ends itself after its one job); with one it is stopped after the drain. Running it again changes nothing.
 */
async function stopRunners(request, ports) {
    const problems = [];
    const [computes, registrations] = await Promise.all([
        ownComputes(request.run, ports),
        ownRegistrations(request.run, ports).catch((error) => {
            problems.push((0,errors/* explain */.WE)(error));
            return undefined;
        }),
    ]);
    const all = pair(computes, registrations ?? []);
    const { withCompute, alone, unsure } = found_select(all, request);
    const runners = [];
    const report = { runners, problems };
    // A list read page by page can miss one; where there is compute it is asked for by name before that is stopped.
    const isListed = registrations !== undefined;
    const tearDown = (some) => stopTogether({ some, isListed, request, ports, report });
    await Promise.all([
        tearDown(withCompute),
        findHiddenCompute({ alone, unsure, selection: request, ports })
            // Not finding it for a failure is no reason to leave the registrations.
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
        // What was stopped is told, even if nobody could see it end.
        problems.push(...(await waitForStopped(runners, ended, ports).catch((error) => [(0,errors/* explain */.WE)(error)])));
    }
    return { runners: runners.map((runner) => ({ ...runner, ...timesOf(ended.get(runner.computeId ?? '')) })), problems };
}
/**
 * Compute of the run, or of those that the request selects, that had ended before: for a report. It tells how long each
 * lived, as long as the provider remembers it.
 */
async function endedBefore(request, { runners }, { provider }) {
    const known = new Set(runners.map(({ computeId }) => computeId));
    return (await provider.listEnded(request.run)).filter((compute) => !known.has(compute.id) && matches(compute, request));
}
/** Tears down runners together, and reports each. */
async function stopTogether(options) {
    const { some, isListed, request, ports, report } = options;
    const noteFailure = ({ runnerName }, error) => {
        report.problems.push(`Runner ${runnerName}: ${(0,errors/* explain */.WE)(error)}`);
    };
    const targets = [];
    await (0,at_once/* forEachAtOnce */.t)(some, async (found) => {
        const { runnerName, registration, compute } = found;
        try {
            if (compute === undefined && registration !== undefined)
                await assertNotElsewhere(registration, ports);
            const unlisted = isListed && compute === undefined ? 'none' : 'unknown';
            targets.push({ found, runnerName, registration: registration?.id ?? unlisted, computeId: compute?.id });
        }
        catch (error) {
            noteFailure(found, error);
        }
    });
    const policy = {
        drainMs: request.drainMs,
        stopBusy: request.labels.length > 0 || request.id !== undefined,
        reason: 'ecs-github-runner: stop-runner',
    };
    for (const [{ found }, settled] of await (0,teardown/* teardownRunners */.y)({ targets, policy, ports })) {
        if ('error' in settled) {
            noteFailure(found, settled.error);
            continue;
        }
        report.runners.push(asStopped(found, settled));
        if (settled.result.compute === 'left-busy') {
            ports.log.warning(`Runner ${found.runnerName} is still busy after ${policy.drainMs / 1000} s and is left alone; it ends itself ` +
                'after its one job. Select it by label, labels or id to stop it together with its job.');
        }
    }
}
function asStopped({ runnerName, compute }, { result, doneAt }) {
    const { id: computeId, capacity = '', size } = compute ?? {};
    return { runnerName, computeId, capacity, ...timesOf(compute), ...(size && { size }), doneAt, ...result };
}
function timesOf(compute) {
    return compute?.times === undefined ? {} : { times: compute.times };
}
/** Online or busy without compute here: it lives in another place, and a green stop would leave it running for ever. */
async function assertNotElsewhere(registration, ports) {
    const now = await ports.github.getRunner(registration.id);
    if (now?.status === 'online')
        throw aliveElsewhere(`runner ${registration.name} is alive`, ports);
    if (!now?.busy)
        return;
    throw new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub counts runner ${registration.name} as busy, but there is no task for it in ${ports.provider.place}.`,
        hint: 'If its task crashed, GitHub lets go of it within 15 minutes. If it runs in another place, give stop-runner the ' +
            'cluster, aws-region and role-to-assume that start-runner was given.',
    });
}
/**
 * A registration does not tell its id. Where an id finds nothing here while runners of the run are online without
 * compute here, "nothing to stop" could be wrong.
 */
async function assertIdNotElsewhere(all, request, ports) {
    if (request.id === undefined)
        return;
    const online = all.flatMap(({ compute, registration }) => compute === undefined && registration?.status === 'online' ? [registration] : []);
    if (online.length === 0)
        return;
    // Some may have ended while compute was looked for.
    const { found } = await ports.github.getRunners(online.map(({ id }) => id));
    const elsewhere = online.filter(({ id }) => found.get(id)?.status === 'online');
    if (elsewhere.length === 0)
        return;
    const names = elsewhere.map(({ name }) => name).join(', ');
    throw aliveElsewhere(`no task has the id ${request.id} here, while this run's ${names} is alive`, ports);
}
function aliveElsewhere(what, { provider }) {
    return new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `${what}, but not in ${provider.place}.`,
        hint: 'Give stop-runner the cluster, aws-region and role-to-assume that start-runner was given.',
    });
}
function stillBusy(runnerName, { github }) {
    return (`GitHub still counts runner ${runnerName} of ${github.scope} as busy (422), though its compute is stopped. ` +
        'It lets go of it within 15 minutes.\nNext step: run stop-runner again after that, or leave it to GitHub.');
}
/** Describes what was stopped until all of it has, which is noted in `ended`. Returns what has not. */
async function waitForStopped(runners, ended, ports) {
    const { clock, random, provider } = ports;
    let left = runners.flatMap(({ compute, computeId }) => (compute === 'stopped' && computeId ? [computeId] : []));
    const began = clock.now();
    while (left.length > 0) {
        const seen = await provider.describe(left);
        for (const [id, compute] of seen)
            ended.set(id, compute);
        left = left.filter((id) => (seen.get(id)?.phase ?? 'stopped') !== 'stopped');
        const waited = clock.now() - began;
        if (left.length === 0)
            break;
        if (waited >= STOPPED_WITHIN_MS) {
            return left.map((id) => {
                const state = seen.get(id)?.state ?? 'unknown';
                return `${id} is still ${state} after 300 s.\nNext step: look at the task in the console of ${provider.place}.`;
            });
        }
        await clock.sleep((0,waiting/* lookInterval */.dz)(waited, random.fraction()));
    }
    return [];
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
// EXTERNAL MODULE: ./src/actions/inputs/aws.js
var inputs_aws = __webpack_require__(1041);
// EXTERNAL MODULE: ./src/actions/inputs/github.js
var github = __webpack_require__(7565);
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
    const label = reader.optional('label');
    const inputs = {
        context,
        github: (0,github/* readGitHubAccess */.w)(reader, context, aws.region),
        aws,
        place: (0,inputs_aws/* readEcsPlace */.rB)(reader, aws.region),
        labels: [...(label === undefined ? [] : [label]), ...reader.jsonTexts('labels')],
        id: reader.optional('id'),
        drainMs: (reader.integer('drain-timeout-seconds', { min: 0, max: 86_400 }) ?? 300) * 1000,
        waitForStopped: reader.boolean('wait-for-stopped') ?? false,
    };
    reader.finish();
    return inputs;
}

;// CONCATENATED MODULE: ./stop-runner/report.js
/** The outputs of stop-runner, as interface and README list them. */
function stopOutputs({ runners }, provider) {
    return {
        stopped: runners.filter(({ compute }) => compute === 'stopped').length,
        'already-gone': runners.filter(({ compute }) => compute === 'already-gone' || compute === 'none').length,
        'left-busy': runners.filter(({ compute }) => compute === 'left-busy').length,
        resources: runners.map(({ runnerName, computeId, capacity, compute, registration }) => ({
            ...provider.location,
            id: computeId ?? null,
            capacity,
            runnerName,
            compute,
            registration,
        })),
    };
}
/** One line of the log. */
function describeStopped({ runnerName, computeId, compute, registration }) {
    return `Runner ${runnerName}: registration ${registration}, compute ${compute}${computeId ? ` (${computeId})` : ''}.`;
}

// EXTERNAL MODULE: ./src/actions/summary/durations.js
var durations = __webpack_require__(6118);
// EXTERNAL MODULE: ./src/actions/summary/gantt.js
var gantt = __webpack_require__(9957);
;// CONCATENATED MODULE: ./src/actions/summary/lifetimes.js
/**
 * How long a task held its capacity, milliseconds: from the beginning of its image pull, as Fargate bills it, to its stop.
 * One that never came so far held none; undefined where ECS told no times.
 */
function lifetime({ times, until }) {
    if (times?.createdAt === undefined)
        return undefined;
    const from = times.pullStartedAt ?? times.startedAt;
    return from === undefined ? 0 : Math.max(0, (times.stoppedAt ?? until) - from);
}
/** The hours of a task; undefined is what is not known. */
function taskHours(life) {
    const ms = lifetime(life);
    const { size } = life;
    const hours = ms === undefined ? undefined : ms / 3_600_000;
    if (hours === undefined || size === undefined)
        return { hours, vcpuHours: undefined, gbHours: undefined };
    return { hours, vcpuHours: hours * size.vcpu, gbHours: hours * size.memoryGib };
}
/** The sum of what is known; undefined where nothing is. */
function sum(values) {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? undefined : known.reduce((one, other) => one + other, 0);
}
/** Hours with as many digits as tell something: a task of a minute has 0.0167 h. */
function hoursText(hours) {
    if (hours === undefined)
        return '';
    return hours === 0 || hours >= 100 ? hours.toFixed(0) : hours.toPrecision(3);
}

;// CONCATENATED MODULE: ./stop-runner/summary.js





/** GitHub shows nothing of a summary with more than 1 MiB: so many runners are told one by one. */
const ROWS_AT_MOST = 600;
/** The diagram shows those that lived longest. */
const LIVES_DRAWN_AT_MOST = 5;
/**
 * The step's part of the job summary, in Markdown; empty where there is nothing to tell.
 * @param options.ended compute that had ended before; undefined where it could not be read
 */
function stopSummary(options) {
    const { result, ended, provider } = options;
    const rows = [...stoppedRows(result), ...(ended ?? []).map(endedRow)];
    if (rows.length === 0 && result.problems.length === 0)
        return '';
    const shown = rows.slice(0, ROWS_AT_MOST);
    const problems = result.problems.slice(0, 20).map((problem) => `- ${problem}`);
    return [
        `### ${count(result.runners.length)} of this run found in ${(0,summary_text/* code */.aY)(provider.place)}`,
        '',
        ...(problems.length > 0 ? ['**Not everything could be stopped:**', '', ...(0,summary_text/* block */.om)(...problems)] : []),
        ...(0,summary_text/* table */.tp)([
            '',
            'runner and task',
            'capacity',
            'task is',
            'registration is',
            'lived',
            'task hours',
            'vCPU hours',
            'GB hours',
        ], rows.length > 0 ? [...shown.map(cells), totals(rows)] : []),
        ...(rows.length > shown.length ? [`And ${rows.length - shown.length} more, which the sum includes.`, ''] : []),
        ...lives(rows),
        ...(rows.length > 0
            ? [
                'A task counts from the beginning of its image pull, as Fargate bills it, to its stop, or to now where it has not' +
                    ` stopped yet. ${ended === undefined ? 'Runners that had ended before could not be listed.' : 'ECS remembers what has ended for about an hour.'}`,
                '',
            ]
            : []),
        '',
    ].join('\n');
}
function count(runners) {
    if (runners === 0)
        return 'No runner left';
    return runners === 1 ? 'One runner' : `${runners} runners`;
}
function stoppedRows({ runners }) {
    return runners.map(({ runnerName, computeId = '', capacity, compute, registration, times, size, doneAt }) => {
        const life = { times, size, until: doneAt };
        return { runnerName, computeId, capacity, task: compute, registration, ...life };
    });
}
function endedRow({ id, capacity, tags, times, size }) {
    const until = times?.stoppedAt ?? times?.stoppingAt ?? times?.startedAt ?? 0;
    const runnerName = tags[core_tags/* TAG */.Dk.runnerName] ?? '';
    return { runnerName, computeId: id, capacity, task: 'ended before', registration: '', times, size, until };
}
function cells(row, index) {
    const { hours, vcpuHours, gbHours } = taskHours(row);
    const lived = lifetime(row);
    return [
        String(index + 1),
        [row.runnerName, row.computeId.split('/').at(-1) ?? ''].map(summary_text/* code */.aY).filter(Boolean).join('<br>'),
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
        bold(`${rows.length} in all`),
        '',
        '',
        '',
        bold(lived === undefined ? '' : (0,durations/* durationCell */.D3)(lived)),
        bold(hoursText(sum(all.map(({ hours }) => hours)))),
        bold(hoursText(sum(all.map(({ vcpuHours }) => vcpuHours)))),
        bold(hoursText(sum(all.map(({ gbHours }) => gbHours)))),
    ];
}
/** The longest lives of the tasks as a diagram, by ECS's own times, in the order of the table. */
function lives(rows) {
    const longest = rows
        .map((row, index) => ({ ...row, index, title: `Runner ${index + 1}` }))
        .filter(({ times }) => times?.createdAt !== undefined)
        .toSorted((one, other) => (lifetime(other) ?? 0) - (lifetime(one) ?? 0))
        .slice(0, LIVES_DRAWN_AT_MOST)
        .toSorted((one, other) => one.index - other.index);
    const origin = Math.min(...longest.map(({ times, until }) => times?.createdAt ?? until));
    return (0,gantt/* gantt */.V)({ sections: longest.map(lifeSection), origin });
}
function lifeSection({ title, times = {}, until }) {
    const { createdAt = until, pullStartedAt, pullStoppedAt, startedAt, stoppingAt, stoppedAt } = times;
    const end = Math.max(createdAt, stoppedAt ?? until);
    const running = startedAt ?? end;
    const stopping = stoppingAt ?? end;
    const spans = [{ phase: 'until RUNNING', from: createdAt, to: running }];
    if (pullStartedAt !== undefined)
        spans.push({ phase: 'image pull', from: pullStartedAt, to: pullStoppedAt ?? running });
    if (startedAt !== undefined)
        spans.push({ phase: 'RUNNING', from: startedAt, to: stopping });
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
    const { context, labels, id, drainMs, waitForStopped } = inputs;
    const { proxy } = inputs.aws;
    let patienceMs = retry_budget/* STOP_PATIENCE_MS */.c;
    const aws = (0,aws_settings/* awsSettings */.T)({ access: inputs.aws, patienceMs: () => patienceMs });
    const ports = {
        github: (0,connections/* connectGitHub */.UY)({
            scope: inputs.github.scope,
            credentials: (0,github_credentials/* credentialSource */.Ld)(inputs.github.credentials, { aws }),
            connection: {
                apiUrl: context.apiUrl,
                log: io/* actionsLog */._D,
                patienceMs: () => retry_budget/* STOP_PATIENCE_MS */.c,
                ...(proxy && { proxy }),
            },
            runnerGroup: '',
        }),
        provider: (0,connections/* connectEcs */.Kt)({ aws, place: inputs.place }),
        clock: runtime/* systemClock */.m,
        random: runtime/* systemRandom */.v,
        log: io/* actionsLog */._D,
    };
    const request = { run: context.run, labels, id, drainMs, waitForStopped };
    const result = await stopRunners(request, ports);
    for (const runner of result.runners)
        io/* actionsLog */._D.info(describeStopped(runner));
    (0,io/* setOutputs */.n0)(stopOutputs(result, ports.provider));
    // For the summary alone: nothing is waited out for it, and it may be missing.
    patienceMs = 0;
    const ended = await endedBefore(request, result, ports).catch(() => undefined);
    await (0,io/* writeSummary */.Sy)(() => stopSummary({ result, ended, provider: ports.provider }));
    if (result.problems.length > 0) {
        (0,io/* fail */.fJ)(`Not everything could be stopped:\n- ${result.problems.join('\n- ')}`);
    }
    else if (result.runners.length === 0) {
        await sayNothingFound(inputs, ports);
    }
}
/** Finding nothing is a success, but only its reader knows whether the right place was searched. */
async function sayNothingFound(inputs, { provider, github }) {
    const { labels, id } = inputs;
    const filter = [...labels.map((label) => `label ${label}`), ...(id === undefined ? [] : [`id ${id}`])];
    const who = await provider.whoAmI().catch(() => 'an account that could not be told');
    io/* actionsLog */._D.notice(`Nothing to stop: run ${inputs.context.run.runId}${filter.length > 0 ? ` (${filter.join(', ')})` : ''} has no task in ` +
        `${provider.place} of ${who}, and no runner in ${github.scope}.`);
}


/***/ })

};
