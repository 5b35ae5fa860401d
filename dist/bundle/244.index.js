export const id = 244;
export const ids = [244];
export const modules = {

/***/ 1244:
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
var teardown_teardown = __webpack_require__(6763);
// EXTERNAL MODULE: ./src/core/util/at-once.js
var at_once = __webpack_require__(4526);
// EXTERNAL MODULE: ./src/core/util/waiting.js
var waiting = __webpack_require__(2136);
;// CONCATENATED MODULE: ./src/core/sweep/decision.js


const MINUTE = 60_000;
/** The longest startup-timeout-seconds: after it no start brings up compute for its registration any more. */
const LONGEST_START_MS = 360 * MINUTE;
/** The longest max-lifetime-minutes, also GitHub's limit of a job on a self-hosted runner (5 days), after that. */
const LONGEST_LIFE_MS = LONGEST_START_MS + 7200 * MINUTE;
/** How far the clocks of GitHub and of the machine that ran the start may differ. */
const CLOCK_SKEW_MS = MINUTE;
/** Decides what time alone decides; undefined: it depends on the run. */
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
function decideComputeByTime(found, { now, graceMs }) {
    const end = endOfLife(found);
    if (now >= end + graceMs)
        return { kind: 'sweep', why: 'expired', reason: `its lifetime ended at ${iso(end)}` };
    return isYoung(found.owner, now, graceMs);
}
/** The tag's time, unless it is missing, unreadable or later than any that a start can have written. */
function endOfLife({ owner, expiresAt = Number.POSITIVE_INFINITY }) {
    return Math.min(expiresAt, owner.startedAt + LONGEST_LIFE_MS);
}
function decideRegistrationByTime(found, { now, graceMs }) {
    const { registration, owner, unlisted } = found;
    if (registration.busy)
        return keep('busy', 'it is busy, without compute in the clusters named');
    if (registration.status === 'online') {
        return keep('online', 'it is online, so its compute is in a cluster, region or account that was not named');
    }
    if (unlisted.length > 0)
        return keep('unlisted', `its compute may be in ${unlisted.join(', ')}, which could not be read`);
    // Compute that was asked for may be hidden for a while, however short the grace is.
    const young = isYoung(owner, now, Math.max(graceMs, waiting/* HIDDEN_AT_MOST_MS */.gz));
    if (young !== undefined)
        return young;
    if (now < owner.startedAt + LONGEST_START_MS + graceMs)
        return undefined;
    return { kind: 'sweep', why: 'expired', reason: `it has no compute, and its start began at ${iso(owner.startedAt)}` };
}
/** What began less than the grace ago cannot have been over for that long: its run need not be asked for. */
function isYoung({ startedAt }, now, graceMs) {
    return now < startedAt + graceMs
        ? keep('young', `its start began at ${iso(startedAt)}, within the grace`)
        : undefined;
}
/** Decides what time alone left open. */
function decideByRun(found, knowledge, { now, graceMs }) {
    const { owner } = found;
    if (knowledge.kind === 'unknown')
        return keep('unknown-run', `${knowledge.why}: ${whatDecidesAlone(found)}`);
    const name = `attempt ${owner.attempt ?? knowledge.run.attempt} of run ${owner.runId}`;
    const end = endOfAttempt(knowledge.run, owner);
    if (end === undefined)
        return keep('live', `run ${owner.runId} is going on`);
    const reason = `${name} is over since ${iso(end)}`;
    if (now < end + graceMs)
        return keep('grace', `${reason}, which is within the grace`);
    if (found.kind === 'compute') {
        const { registration } = found;
        if (registration.kind === 'elsewhere') {
            return keep('elsewhere', `${reason}, but its registration is in ${registration.scope || 'an unknown scope'}`);
        }
        if (registration.kind === 'found' && registration.registration.busy) {
            return keep('busy', `${reason}, but it is busy, and its lifetime ends at ${iso(endOfLife(found))}`);
        }
    }
    return { kind: 'sweep', why: 'run-over', reason };
}
function whatDecidesAlone(found) {
    return found.kind === 'compute'
        ? `its lifetime alone decides, which ends at ${iso(endOfLife(found))}`
        : `its age alone decides, from ${iso(found.owner.startedAt + LONGEST_START_MS)} on`;
}
/**
 * When the attempt that a thing belongs to ended, or a time after that; undefined where it goes on. An attempt is over
 * as soon as a later one has begun.
 */
function endOfAttempt(run, owner) {
    const { attempt, attemptStartedAt, isOver, updatedAt } = run;
    // Of a later attempt than GitHub knows of: its answer is not up to date.
    if (owner.attempt !== undefined && owner.attempt > attempt)
        return undefined;
    if (attemptStartedAt !== undefined) {
        const isEarlier = owner.attempt === undefined ? owner.startedAt + CLOCK_SKEW_MS < attemptStartedAt : owner.attempt < attempt;
        if (isEarlier)
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
// EXTERNAL MODULE: ./src/core/tags.js
var core_tags = __webpack_require__(2773);
;// CONCATENATED MODULE: ./src/core/sweep/found.js




/** A name whose time is beyond this is none of ours, and later sums would be no dates. */
const LATEST_START_MS = Date.UTC(9999, 0, 1);
/**
 * Lists compute and registrations and pairs them by name. A list that cannot be read is a problem, and no reason to
 * leave the rest.
 * @param options.repositories names of the repositories, by id
 */
async function lookAround(options) {
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
    for (const [provider, list = []] of computes) {
        for (const compute of list.filter(({ phase }) => phase === 'starting' || phase === 'running')) {
            const name = compute.tags[core_tags/* TAG */.Dk.runnerName] ?? compute.id;
            withCompute.add(name);
            const read = readCompute({ compute, provider, repositories, names, registrations });
            if (read === 'of-others')
                ofOthers.add(name);
            else
                found.push(read);
        }
    }
    const unlisted = [...computes].filter(([, list]) => list === undefined).map(([{ place }]) => place);
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
        (0,at_once/* forEachAtOnce */.t)(ports.scopes, async (github) => {
            registrations.set(github, await github.listRunners().catch(orProblem));
        }),
        (0,at_once/* forEachAtOnce */.t)(ports.providers, async (provider) => {
            computes.set(provider, await provider.listAll().catch(orProblem));
        }),
    ]);
    return { registrations, computes, problems };
}
function readCompute(options) {
    const { compute, provider, repositories, names, registrations } = options;
    const { tags } = compute;
    const runnerName = tags[core_tags/* TAG */.Dk.runnerName] ?? '';
    const unreadable = (why) => ({ kind: 'unreadable', runnerName, provider, compute, why });
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
    // The name is what a registration is deleted by: one that is not this run's could be anybody's.
    if (byName === undefined || byName === 'of-others' || !(0,identity/* belongsToRun */.zi)(runnerName, { repositoryId, runId })) {
        return unreadable(`its tag ${core_tags/* TAG */.Dk.runnerName} is not a name of a runner of its run`);
    }
    return {
        kind: 'compute',
        runnerName,
        owner: { ...byName, attempt: readNumber(tags[core_tags/* TAG */.Dk.runAttempt]) },
        provider,
        compute,
        expiresAt: readTime(tags[core_tags/* TAG */.Dk.expiresAt]),
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
/** The owner that a runner's name tells; undefined for a name that is not this project's. */
function ownerByName(name, repositories) {
    const parsed = (0,identity/* parseRunnerName */.n7)(name);
    if (parsed === undefined)
        return undefined;
    const { repositoryId, runId } = parsed;
    const startedAt = parsed.startedAt * 1000;
    if (!Number.isSafeInteger(runId) || startedAt > LATEST_START_MS)
        return undefined;
    const repository = repositories.get(repositoryId);
    return repository === undefined ? 'of-others' : { repositoryId, runId, repository, attempt: undefined, startedAt };
}
function readNumber(text = '') {
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
/** ISO 8601 in UTC, as the tag is written; whatever else may stand there is no time. */
function readTime(text = '') {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text))
        return undefined;
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
}

;// CONCATENATED MODULE: ./src/core/sweep/runs.js


/** The runs of one look: each is asked for once, however many runners it has. */
class RunBook {
    #runs;
    #answers = new Map();
    #forbidden = new Set();
    #failures = [];
    constructor(runs) {
        this.#runs = runs;
    }
    /** Never throws: a failure is one of {@link problems}, and the run is unknown. */
    ask(owner) {
        const key = (0,identity/* runKey */.r7)(owner);
        const answer = this.#answers.get(key) ?? this.#ask(owner);
        this.#answers.set(key, answer);
        return answer;
    }
    /** In one sentence, however many runs could not be asked for: after an outage each of them fails alike. */
    get problems() {
        const [first, ...others] = this.#failures;
        if (first === undefined)
            return [];
        return [others.length === 0 ? first : `${first}\n(and ${others.length} more runs whose state could not be read)`];
    }
    async #ask({ repository, runId }) {
        // 403 is about the repository: asking for its other runs would only cost requests.
        if (this.#forbidden.has(repository))
            return forbidden(repository);
        try {
            const run = await this.#runs.getRun(repository, runId);
            if (run === 'forbidden') {
                this.#forbidden.add(repository);
                return forbidden(repository);
            }
            if (run === 'absent') {
                const why = `run ${runId} of ${repository} was deleted, or actions-token may not see it (404)`;
                return { kind: 'unknown', why };
            }
            return { kind: 'known', run };
        }
        catch (error) {
            this.#failures.push((0,errors/* explain */.WE)(error));
            return { kind: 'unknown', why: `GitHub could not be asked for run ${runId} of ${repository}` };
        }
    }
}
function forbidden(repository) {
    return { kind: 'unknown', why: `actions-token may not read the runs of ${repository} (403)` };
}

;// CONCATENATED MODULE: ./src/core/sweep/sweep.js






/** From the first look to the second, milliseconds: answers that were wrong for a moment are right by then. */
const LOOK_AGAIN_MS = 20_000;
/**
 * Removes what no live run owns: compute past its lifetime or whose run is over, registrations without compute. What is
 * to be removed is looked at twice, and only what did not change is. One failure never keeps it from the rest.
 */
async function sweepRunners(request, ports) {
    const { clock, log } = ports;
    const problems = new Set();
    const repositories = await nameRepositories(request, ports, problems);
    const first = await look({ repositories, request, ports, problems });
    const kept = first.judged.filter(({ decision }) => decision.kind === 'keep').map((judged) => asKept(judged));
    const candidates = first.judged.filter(({ decision }) => decision.kind === 'sweep');
    if (candidates.length === 0)
        return { things: kept, ofOthers: first.ofOthers, problems: [...problems] };
    log.info(`To be swept: ${candidates.length}. Looking at them again in ${LOOK_AGAIN_MS / 1000} s.`);
    await clock.sleep(LOOK_AGAIN_MS);
    const only = new Set(candidates.map(({ found }) => keyOf(found)));
    const second = await look({ repositories, request, ports, problems, only });
    const byKey = new Map(second.judged.map((judged) => [keyOf(judged.found), judged]));
    const twice = candidates.map((candidate) => compare(candidate, byKey.get(keyOf(candidate.found)), second.isWhole));
    const things = [...kept, ...twice.filter(({ decision }) => decision.kind === 'keep').map(asKept)];
    await (0,at_once/* forEachAtOnce */.t)(twice.filter(({ decision }) => decision.kind === 'sweep'), async (judged) => {
        things.push(request.dryRun ? { ...judged, outcome: 'dry-run' } : await remove(judged, ports, problems));
    });
    return { things, ofOthers: first.ofOthers, problems: [...problems] };
}
/** Ids of the repositories: they are what tags and names hold, and a name may be another repository's tomorrow. */
async function nameRepositories({ repositories }, { runs }, problems) {
    const named = new Map();
    await (0,at_once/* forEachAtOnce */.t)(repositories, async ({ name, id }) => {
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
 * One look: all lists, and what follows from them.
 * @param options.only keys of the things to decide about; absent: all
 */
async function look(options) {
    const { repositories, request, ports, problems, only } = options;
    const seen = await lookAround({ repositories, ...ports });
    const book = new RunBook(ports.runs);
    const time = { now: ports.clock.now(), graceMs: request.graceMs };
    const judged = [];
    await (0,at_once/* forEachAtOnce */.t)(seen.found.filter((found) => only === undefined || only.has(keyOf(found))), async (found) => {
        const byTime = decideByTime(found, time);
        if (byTime !== undefined)
            judged.push({ found, decision: byTime });
        else if (found.kind !== 'unreadable') {
            judged.push({ found, decision: decideByRun(found, await book.ask(found.owner), time) });
        }
    });
    for (const problem of [...seen.problems, ...book.problems])
        problems.add(problem);
    return { judged, ofOthers: seen.ofOthers, isWhole: seen.problems.length === 0 };
}
/** What the second look makes of a candidate: swept is only what is the same for the same reason. */
function compare(first, second, isWhole) {
    const keep = (why, reason) => ({
        found: second?.found ?? first.found,
        decision: { kind: 'keep', why, reason },
    });
    if (second === undefined) {
        return isWhole
            ? keep('gone', 'it went by itself between the two looks')
            : keep('unconfirmed', 'it could not be looked at a second time');
    }
    if (second.decision.kind === 'keep')
        return second;
    if (second.decision.why !== first.decision.why || stateOf(second.found) !== stateOf(first.found)) {
        return keep('changed', `it changed between the two looks, from ${stateOf(first.found)} to ${stateOf(second.found)}`);
    }
    return second;
}
function asKept(judged) {
    const { decision } = judged;
    return { ...judged, outcome: decision.kind === 'keep' && decision.why === 'gone' ? 'gone' : 'kept' };
}
/** The same thing in two looks. */
function keyOf(found) {
    return found.kind === 'registration' ? `${found.github.scope} ${found.registration.id}` : found.compute.id;
}
/** What must not change between two looks, in words. */
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
async function remove(judged, ports, problems) {
    const { found, decision } = judged;
    if (found.kind === 'unreadable')
        throw new Error('What is unreadable is never swept.');
    try {
        const teardown = await (0,teardown_teardown/* teardownRunner */.p)({
            target: {
                runnerName: found.runnerName,
                registration: registrationTarget(found),
                computeId: found.kind === 'compute' ? found.compute.id : undefined,
            },
            policy: {
                drainMs: 0,
                stopBusy: found.kind === 'compute' && decision.why === 'expired',
                reason: `ecs-github-runner: sweep-runners: ${decision.reason}`,
            },
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
        return found.registration.id;
    const { registration } = found;
    if (registration.kind === 'found')
        return registration.registration.id;
    // A list read page by page can miss one: it is asked for by name before the compute is stopped.
    return registration.kind === 'elsewhere' ? 'none' : 'unknown';
}
/** The scope and the place that a thing is in; where it is in none, teardown asks nothing of the port it gets. */
function portsOf(found, ports) {
    if (found.kind === 'registration')
        return { github: found.github, provider: ports.providers[0] };
    const { provider, registration } = found;
    return { provider, github: registration.kind === 'elsewhere' ? ports.scopes[0] : registration.github };
}
function outcomeOf({ registration, compute }) {
    if (compute === 'left-busy')
        return 'left-busy';
    return registration === 'busy' ? 'still-registered' : 'removed';
}
/** Every thing whose run could not be known, so that only its age decides. */
function unknownRuns({ things }) {
    return things.filter(({ decision }) => decision.kind === 'keep' && decision.why === 'unknown-run');
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
// EXTERNAL MODULE: ./src/core/secret.js
var secret = __webpack_require__(6588);
;// CONCATENATED MODULE: ./sweep-runners/inputs.js





/** Reads the inputs of sweep-runners. @throws InputError with every problem at once */
function readSweepInputs(environment) {
    const reader = new inputs_reader/* InputReader */.i(environment);
    const context = (0,run_context/* readRunContext */.$)(reader, environment);
    const aws = (0,inputs_aws/* readAwsAccess */.Cw)(reader, environment);
    const { scope, credentials } = (0,github/* readGitHubAccess */.w)(reader, context, aws.region);
    const repositories = readRepositories(reader, context);
    const inputs = {
        context,
        credentials,
        scopes: scope.kind === 'repo' && reader.text('repository') === '' ? scopesOf(repositories, scope) : [scope],
        actionsToken: readActionsToken(reader),
        aws,
        places: (0,inputs_aws/* readEcsPlaces */.EU)(reader, aws.region),
        request: {
            repositories,
            graceMs: (reader.integer('grace-minutes', { min: 0, max: 1440 }) ?? 15) * 60_000,
            dryRun: reader.boolean('dry-run') ?? false,
        },
    };
    reader.finish();
    return inputs;
}
/** The id of the workflow's own repository needs no request. */
function readRepositories(reader, context) {
    const own = context.repository;
    const listed = reader.list('repositories', github/* REPOSITORY */.B);
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
/** Empty means the default, also where an expression came out empty. */
function readActionsToken(reader) {
    const token = reader.text('actions-token') || reader.text('workflow-token');
    if (token === '')
        reader.problem("actions-token is required: the workflow's own token is not known.");
    return new secret/* Secret */.z(token);
}

;// CONCATENATED MODULE: ./sweep-runners/report.js
/** Problems in the step's error: after a missing permission every runner has the same one. */
const PROBLEMS_AT_MOST = 20;
/** The outputs of sweep-runners, as interface and README list them. */
function sweepOutputs(result) {
    return {
        swept: count(result, ['removed', 'still-registered']),
        kept: count(result, ['kept', 'left-busy']),
        report: inOrder(result).map((thing) => {
            const { found, decision, outcome, teardown } = thing;
            const registration = registrationOf(found);
            return {
                runnerName: found.runnerName,
                ...(found.kind !== 'registration' && { ...found.provider.location, id: found.compute.id }),
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
/** Whether a thing is more than one of the many that are as they should be. */
function isWorthALine({ decision }) {
    const usual = ['live', 'young', 'grace'];
    return !usual.includes(decision.why);
}
/** One line of the log. */
function describeThing(thing) {
    return `${nameOf(thing)} (${placeOf(thing)}): ${thing.outcome}, since ${thing.decision.reason}.`;
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
/** What was, or would be, removed comes first. */
function inOrder({ things }) {
    const rank = ({ decision }) => (decision.kind === 'sweep' ? 0 : 1);
    const name = ({ found }) => `${found.runnerName} ${found.kind === 'registration' ? '' : found.compute.id}`;
    return things.toSorted((one, other) => rank(one) - rank(other) || name(one).localeCompare(name(other)));
}
/** Its name, or what else there is of it. */
function nameOf({ found }) {
    return found.runnerName || (found.kind === 'registration' ? String(found.registration.id) : found.compute.id);
}
/** Where it is, for people. */
function placeOf({ found }) {
    return found.kind === 'registration' ? found.github.scope : found.provider.place;
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



/** Rows of the summary's table: a summary of more than 1 MiB is not shown at all. */
const ROWS_AT_MOST = 200;
/** Failures that are told; after a missing permission every runner has the same one. */
const summary_PROBLEMS_AT_MOST = 20;
/** The step's part of the job summary, in Markdown. */
function sweepSummary(result, { dryRun, now }) {
    const things = inOrder(result);
    const rows = things
        .slice(0, ROWS_AT_MOST)
        .map((thing) => [
        (0,summary_text/* code */.aY)(nameOf(thing)),
        (0,summary_text/* code */.aY)(placeOf(thing)),
        thing.outcome,
        age(thing, now),
        (0,summary_text/* code */.aY)(thing.decision.reason),
    ]);
    const counts = Object.entries(Object.groupBy(things, ({ outcome }) => outcome)).map(([outcome, some = []]) => `${some.length} ${outcome}`);
    const problems = result.problems.slice(0, summary_PROBLEMS_AT_MOST).map((problem) => `- ${problem}`);
    return [
        `### Runners swept${dryRun ? ' (dry run: nothing was touched)' : ''}`,
        '',
        `Found: ${counts.join(', ') || 'nothing'}. Of repositories that were not named: ${result.ofOthers}.`,
        '',
        ...(problems.length > 0 ? ['**Not everything could be swept:**', '', ...(0,summary_text/* block */.om)(...problems)] : []),
        ...(0,summary_text/* table */.tp)(['runner', 'where', 'outcome', 'age', 'why'], rows),
        ...(things.length > rows.length ? [`And ${things.length - rows.length} more: see the output \`report\`.`, ''] : []),
        '',
    ].join('\n');
}
/** How long ago its compute was made, or else its start began, as far as anything tells it. */
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
        io/* actionsLog */._D.warning(`Whether the runs of ${unknown.length} runners are over could not be known, so their age alone decides: give the ` +
            'job `permissions: actions: read`, or an actions-token that may read the runs of the repositories.');
    }
    (0,io/* setOutputs */.n0)(sweepOutputs(result));
    await (0,io/* writeSummary */.Sy)(() => sweepSummary(result, { ...request, now: runtime/* systemClock */.m.now() }));
    if (result.problems.length > 0)
        (0,io/* fail */.fJ)(explainProblems(result.problems));
}
/** Wires the ports of a sweep. */
function sweepPorts({ context, scopes, actionsToken, places, ...inputs }) {
    const { proxy } = inputs.aws;
    const aws = (0,aws_settings/* awsSettings */.T)({ access: inputs.aws });
    const credentials = (0,github_credentials/* credentialSource */.Ld)(inputs.credentials, { aws });
    const connection = {
        apiUrl: context.apiUrl,
        log: io/* actionsLog */._D,
        patienceMs: () => retry_budget/* STOP_PATIENCE_MS */.c,
        ...(proxy && { proxy }),
    };
    const [firstScope, ...otherScopes] = scopes;
    const [firstPlace, ...otherPlaces] = places;
    const inScope = (scope) => (0,connections/* connectGitHub */.UY)({ scope, credentials, connection, runnerGroup: '' });
    const inPlace = (place) => (0,connections/* connectEcs */.Kt)({ aws, place });
    return {
        scopes: [inScope(firstScope), ...otherScopes.map(inScope)],
        providers: [inPlace(firstPlace), ...otherPlaces.map(inPlace)],
        runs: (0,connections/* connectRuns */.h5)({ token: actionsToken, credentials, connection }),
        clock: runtime/* systemClock */.m,
        random: runtime/* systemRandom */.v,
        log: io/* actionsLog */._D,
    };
}


/***/ })

};
