export const id = 334;
export const ids = [334];
export const modules = {

/***/ 7756:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ forEachAtOnce)
/* harmony export */ });
/** How many things are dealt with side by side: keeps within GitHub's 100 concurrent requests. */
const AT_ONCE = 10;
/** Does `work` for every item, a few at a time. @throws the first failure; what has not begun by then is not begun */
async function forEachAtOnce(items, work) {
    const queue = [...items];
    const workers = Array.from({ length: Math.min(AT_ONCE, queue.length) }, async () => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift())
            await work(item);
    });
    await Promise.all(workers);
}


/***/ }),

/***/ 4334:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3225);

await (0,_main_js__WEBPACK_IMPORTED_MODULE_0__/* .main */ .i)(process.env);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 3225:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  i: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./build/src/actions/connections.js + 22 modules
var connections = __webpack_require__(83);
// EXTERNAL MODULE: ./build/src/actions/failure.js
var failure = __webpack_require__(4447);
// EXTERNAL MODULE: ./build/src/actions/io.js
var io = __webpack_require__(4429);
// EXTERNAL MODULE: ./build/src/actions/patience.js
var patience = __webpack_require__(1078);
// EXTERNAL MODULE: ./build/src/actions/runtime.js
var runtime = __webpack_require__(6757);
// EXTERNAL MODULE: ./build/src/core/at-once.js
var at_once = __webpack_require__(7756);
// EXTERNAL MODULE: ./build/src/core/errors.js
var errors = __webpack_require__(3026);
// EXTERNAL MODULE: ./build/src/core/identity.js
var identity = __webpack_require__(3155);
// EXTERNAL MODULE: ./build/src/core/tags.js
var tags = __webpack_require__(2940);
// EXTERNAL MODULE: ./build/src/core/teardown.js
var teardown = __webpack_require__(4929);
// EXTERNAL MODULE: ./build/src/core/waiting.js
var waiting = __webpack_require__(9446);
;// CONCATENATED MODULE: ./build/src/core/stop.js






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
    const selected = stop_select(all, request);
    if (selected.length === 0)
        assertIdNotElsewhere(all, request, ports);
    const runners = [];
    const tearDown = (some) => (0,at_once/* forEachAtOnce */.t)(some, async (found) => {
        try {
            // A list read page by page can miss one; where there is compute it is asked for by name before that is stopped.
            const isKnown = registrations !== undefined && found.compute === undefined;
            const registration = found.registration?.id ?? (isKnown ? 'none' : 'unknown');
            runners.push(await stopOne({ found, registration, request, ports }));
        }
        catch (error) {
            problems.push(`Runner ${found.runnerName}: ${(0,errors/* explain */.WE)(error)}`);
        }
    });
    const alone = selected.filter(({ compute }) => compute === undefined);
    await Promise.all([
        tearDown(selected.filter(({ compute }) => compute !== undefined)),
        findHiddenCompute(alone, request, ports)
            // Not finding it for a failure is no reason to leave the registrations.
            .catch((error) => problems.push((0,errors/* explain */.WE)(error)))
            .then(() => tearDown(alone)),
    ]);
    for (const { runnerName, compute, registration } of runners) {
        if (registration === 'busy' && compute !== 'left-busy')
            problems.push(stillBusy(runnerName, ports));
    }
    if (request.waitForStopped) {
        // What was stopped is told, even if nobody could see it end.
        problems.push(...(await waitForStopped(runners, ports).catch((error) => [(0,errors/* explain */.WE)(error)])));
    }
    return { runners, problems };
}
async function ownComputes(run, { provider, log }) {
    const all = await provider.list(run);
    return all.filter((compute) => {
        if ((0,tags/* isTaggedForRun */.Hr)(compute.tags, run))
            return true;
        // StopTask drops the tags: what is on its way out needs no tags to be left alone.
        if (compute.phase !== 'stopping' && compute.phase !== 'stopped') {
            log.warning(`${compute.id} was started by ${(0,identity/* runKey */.r7)(run)} but does not carry this run's tags; it is left alone.`);
        }
        return false;
    });
}
async function ownRegistrations(run, { github }) {
    return (await github.listRunners()).filter(({ name }) => (0,identity/* belongsToRun */.zi)(name, run));
}
function pair(computes, registrations) {
    const byName = new Map(registrations.map((registration) => [registration.name, registration]));
    const paired = computes.map((compute) => {
        const runnerName = compute.tags[tags/* TAG */.Dk.runnerName] ?? compute.id;
        const registration = byName.get(runnerName);
        byName.delete(runnerName);
        return { runnerName, registration, compute };
    });
    const alone = [...byName.values()].map((registration) => ({ runnerName: registration.name, registration, compute: undefined }));
    return [...paired, ...alone];
}
function stop_select(all, request) {
    const withCompute = all.filter(({ compute }) => compute !== undefined && matches(compute, request));
    // A registration does not tell its id: it is selected with the start that it belongs to, which its name tells.
    const starts = new Set(withCompute.map(({ runnerName }) => (0,identity/* parseRunnerName */.n7)(runnerName)?.nonce));
    const alone = all.filter(({ compute, registration, runnerName }) => {
        if (compute !== undefined || registration === undefined)
            return false;
        const hasLabel = request.labels.length === 0 || request.labels.some((label) => registration.labels.includes(label));
        return hasLabel && (request.id === undefined || starts.has((0,identity/* parseRunnerName */.n7)(runnerName)?.nonce));
    });
    return [...withCompute, ...alone];
}
function matches(compute, { labels, id }) {
    const { [tags/* TAG */.Dk.label]: label, [tags/* TAG */.Dk.runnerName]: name, [tags/* TAG */.Dk.id]: ownId } = compute.tags;
    if (id !== undefined && ownId !== id)
        return false;
    if (labels.length === 0)
        return true;
    const index = name === undefined ? undefined : (0,identity/* parseRunnerName */.n7)(name)?.index;
    const own = label === undefined ? [] : [label, ...(index === undefined ? [] : [(0,identity/* runnerLabel */.Fx)(label, index)])];
    return labels.some((wanted) => own.includes(wanted));
}
/**
 * A registration whose compute is not in the list: the compute was never made, is gone, is elsewhere, or is so new that
 * ECS does not list it yet. Only for such ones the list is read again, for as long as compute can be hidden.
 */
async function findHiddenCompute(selected, request, ports) {
    const { clock, random, provider, github, log } = ports;
    let missing = selected.filter(({ compute }) => compute === undefined);
    if (missing.length === 0)
        return;
    // The lock first: no job can take a runner that is only registered, however long the look for its compute takes.
    await (0,at_once/* forEachAtOnce */.t)(missing, async ({ registration }) => {
        if (registration?.status !== 'offline' || registration.busy)
            return;
        // A failure is no reason not to look for the compute; the teardown deletes once more, and tells it.
        await github.deleteRunner(registration.id).catch(() => undefined);
    });
    const began = clock.now();
    log.info(`Looking for the compute of ${missing.map(({ runnerName }) => runnerName).join(', ')}, for up to 90 s.`);
    for (;;) {
        const waited = clock.now() - began;
        if (missing.length === 0 || waited >= waiting/* HIDDEN_AT_MOST_MS */.gz)
            return;
        await clock.sleep(Math.min((0,waiting/* lookInterval */.dz)(waited, random.fraction()), waiting/* HIDDEN_AT_MOST_MS */.gz - waited));
        for (const compute of await provider.list(request.run)) {
            const found = missing.find(({ runnerName }) => compute.tags[tags/* TAG */.Dk.runnerName] === runnerName);
            if (found !== undefined && (0,tags/* isTaggedForRun */.Hr)(compute.tags, request.run))
                found.compute = compute;
        }
        missing = missing.filter(({ compute }) => compute === undefined);
    }
}
async function stopOne(options) {
    const { found, registration, request, ports } = options;
    const policy = {
        drainMs: request.drainMs,
        stopBusy: request.labels.length > 0 || request.id !== undefined,
        reason: 'ecs-github-runner: stop-runner',
    };
    const { runnerName, compute } = found;
    if (compute === undefined && found.registration !== undefined)
        await assertNotElsewhere(found.registration, ports);
    const result = await (0,teardown/* teardownRunner */.p)({
        target: { runnerName, registration, computeId: compute?.id },
        policy,
        ports,
    });
    if (result.compute === 'left-busy') {
        ports.log.warning(`Runner ${runnerName} is still busy after ${policy.drainMs / 1000} s and is left alone; it ends itself after its ` +
            'one job. Select it by label, labels or id to stop it together with its job.');
    }
    return { runnerName, computeId: compute?.id, capacity: compute?.capacity ?? '', ...result };
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
function assertIdNotElsewhere(all, request, ports) {
    if (request.id === undefined)
        return;
    const elsewhere = all.filter(({ compute, registration }) => !compute && registration?.status === 'online');
    if (elsewhere.length === 0)
        return;
    const names = elsewhere.map(({ runnerName }) => runnerName).join(', ');
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
/** Describes what was stopped until all of it has. Returns what has not. */
async function waitForStopped(runners, ports) {
    const { clock, random, provider } = ports;
    let left = runners.flatMap(({ compute, computeId }) => (compute === 'stopped' && computeId ? [computeId] : []));
    const began = clock.now();
    while (left.length > 0) {
        const seen = await provider.describe(left);
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

// EXTERNAL MODULE: ./build/src/actions/aws-inputs.js
var aws_inputs = __webpack_require__(524);
// EXTERNAL MODULE: ./build/src/actions/github-inputs.js
var github_inputs = __webpack_require__(7834);
// EXTERNAL MODULE: ./build/src/actions/input-reader.js
var input_reader = __webpack_require__(5341);
// EXTERNAL MODULE: ./build/src/actions/run-context.js
var run_context = __webpack_require__(7158);
;// CONCATENATED MODULE: ./build/stop-runner/inputs.js




/** Reads the inputs of stop-runner. @throws InputError with every problem at once */
function readStopInputs(environment) {
    const reader = new input_reader/* InputReader */.i(environment);
    const context = (0,run_context/* readRunContext */.$)(reader, environment);
    const aws = (0,aws_inputs/* readAwsAccess */.Cw)(reader, environment);
    const label = reader.optional('label');
    const inputs = {
        context,
        github: (0,github_inputs/* readGitHubAccess */.w)(reader, context),
        aws,
        place: (0,aws_inputs/* readEcsPlace */.rB)(reader, aws.region),
        labels: [...(label === undefined ? [] : [label]), ...reader.jsonTexts('labels')],
        id: reader.optional('id'),
        drainMs: (reader.integer('drain-timeout-seconds', { min: 0, max: 86_400 }) ?? 300) * 1000,
        waitForStopped: reader.boolean('wait-for-stopped') ?? false,
    };
    reader.finish();
    return inputs;
}

;// CONCATENATED MODULE: ./build/stop-runner/report.js
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
/** The step's part of the job summary, in Markdown; empty where there was nothing to stop. */
function stopSummary({ runners }, provider) {
    if (runners.length === 0)
        return '';
    const rows = runners.map(({ runnerName, computeId, compute, registration }) => `| \`${runnerName}\` | ${computeId ? `\`${computeId}\`` : ''} | ${compute} | ${registration} |`);
    return [
        `### Runners stopped in ${provider.place}`,
        '',
        '| runner | task | task is | registration is |',
        '| --- | --- | --- | --- |',
        ...rows,
        '',
        '',
    ].join('\n');
}

;// CONCATENATED MODULE: ./build/stop-runner/main.js








/** The main step: removes what this run started. */
async function main(environment) {
    try {
        await stop(readStopInputs(environment));
    }
    catch (error) {
        (0,io/* fail */.fJ)((0,failure/* explainFailure */.S)(error));
    }
}
async function stop(inputs) {
    const { context, labels, id, drainMs, waitForStopped } = inputs;
    const ports = {
        github: (0,connections/* connectGitHub */.UY)({
            access: inputs.github,
            connection: { apiUrl: context.apiUrl, log: io/* actionsLog */._D, patienceMs: () => patience/* STOP_PATIENCE_MS */.c },
            runnerGroup: '',
        }),
        provider: (0,connections/* connectEcs */.Kt)({ access: inputs.aws, place: inputs.place }),
        clock: runtime/* systemClock */.m,
        random: runtime/* systemRandom */.v,
        log: io/* actionsLog */._D,
    };
    const result = await stopRunners({ run: context.run, labels, id, drainMs, waitForStopped }, ports);
    for (const runner of result.runners)
        io/* actionsLog */._D.info(describeStopped(runner));
    (0,io/* setOutputs */.n0)(stopOutputs(result, ports.provider));
    await (0,io/* writeSummary */.Sy)(stopSummary(result, ports.provider));
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
