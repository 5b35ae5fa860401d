export const id = 590;
export const ids = [590];
export const modules = {

/***/ 1513:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T9: () => (/* binding */ readEcsLaunch),
/* harmony export */   Tj: () => (/* binding */ readEcsClusters),
/* harmony export */   eU: () => (/* binding */ readEcsCluster),
/* harmony export */   nS: () => (/* binding */ DEFAULT_WORK_FOLDER)
/* harmony export */ });
/* harmony import */ var _aws_arn_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7501);
/* harmony import */ var _providers_ecs_capacity_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5927);
/* harmony import */ var _providers_start_script_variables_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6447);
/* harmony import */ var _aws_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1041);




const VARIABLE = { pattern: /^[A-Za-z_][A-Za-z0-9_]*$/, words: 'the name of an environment variable' };
/** A runner's work folder unless configured otherwise: GitHub's own default. */
const DEFAULT_WORK_FOLDER = '_work';
/** Reads the cluster. */
function readEcsCluster(reader, region) {
    reader.oneOf('provider', ['ecs']);
    const name = reader.required('cluster', 'the name or ARN of the ECS cluster');
    if (name !== '')
        checkCluster(reader, name, region);
    return { region, name };
}
/** Reads one cluster or more. */
function readEcsClusters(reader, region) {
    reader.oneOf('provider', ['ecs']);
    const names = reader.list('cluster');
    if (names.length === 0)
        reader.problem('cluster is required: names or ARNs of the ECS clusters.');
    for (const name of names)
        checkCluster(reader, name, region);
    // A cluster named twice, once by its ARN, would be swept twice in parallel.
    const unique = new Map(names.map((name) => [(0,_aws_arn_js__WEBPACK_IMPORTED_MODULE_2__/* .resourceName */ .I)(name), { region, name }]));
    const [first = { region, name: '' }, ...others] = unique.values();
    return [first, ...others];
}
function checkCluster(reader, cluster, region) {
    const form = /^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:cluster\/)?[A-Za-z0-9_-]{1,255}$/;
    if (!form.test(cluster))
        reader.malformed('cluster', 'the name or ARN of an ECS cluster', cluster);
    const arnRegion = /^arn:[^:]*:ecs:([^:]*):/.exec(cluster)?.[1];
    if (arnRegion !== undefined && region !== '' && arnRegion !== region) {
        reader.problem(`cluster is in ${arnRegion}, but aws-region is ${region}.`);
    }
}
/** Reads what to launch. */
function readEcsLaunch(reader, options) {
    const { startCommand, limits, workFolder } = options;
    const forDockerSteps = reader.boolean('credentials-for-docker-steps') ?? false;
    const environment = {
        ...readEnvironment(reader),
        ...(workFolder !== DEFAULT_WORK_FOLDER && { [_providers_start_script_variables_js__WEBPACK_IMPORTED_MODULE_0__/* .HANDOVER_VARIABLE */ .H8.workFolder]: workFolder }),
        ...(forDockerSteps && { [_providers_start_script_variables_js__WEBPACK_IMPORTED_MODULE_0__/* .HANDOVER_VARIABLE */ .H8.dockerSteps]: 'true' }),
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
        taskRoleArn: reader.matching('task-role-arn', _aws_js__WEBPACK_IMPORTED_MODULE_1__/* .ROLE_ARN */ .x),
        executionRoleArn: reader.matching('execution-role-arn', _aws_js__WEBPACK_IMPORTED_MODULE_1__/* .ROLE_ARN */ .x),
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
    if (_providers_start_script_variables_js__WEBPACK_IMPORTED_MODULE_0__/* .JIT_CONFIG_VARIABLE */ .MJ in environment)
        reader.problem(`environment cannot set ${_providers_start_script_variables_js__WEBPACK_IMPORTED_MODULE_0__/* .JIT_CONFIG_VARIABLE */ .MJ}: it is set for each runner.`);
    const inputs = {
        [_providers_start_script_variables_js__WEBPACK_IMPORTED_MODULE_0__/* .LIMIT_VARIABLE */ .Lz.idle]: 'idle-timeout-minutes',
        [_providers_start_script_variables_js__WEBPACK_IMPORTED_MODULE_0__/* .LIMIT_VARIABLE */ .Lz.lifetime]: 'max-lifetime-minutes',
        [_providers_start_script_variables_js__WEBPACK_IMPORTED_MODULE_0__/* .HANDOVER_VARIABLE */ .H8.workFolder]: 'work-folder',
        [_providers_start_script_variables_js__WEBPACK_IMPORTED_MODULE_0__/* .HANDOVER_VARIABLE */ .H8.dockerSteps]: 'credentials-for-docker-steps',
    };
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
function readCapacities(reader) {
    const clusterDefault = { text: 'cluster-default', target: { kind: 'cluster-default' } };
    const texts = reader.list('capacity');
    if (texts.length === 0)
        return [clusterDefault];
    const parsed = (0,_providers_ecs_capacity_js__WEBPACK_IMPORTED_MODULE_3__/* .parseCapacities */ .YR)(texts);
    if ('problems' in parsed) {
        reader.problem(`capacity must be a list of ${_providers_ecs_capacity_js__WEBPACK_IMPORTED_MODULE_3__/* .CAPACITY_FORM */ .y_}; ${parsed.problems.join('; ')}.`);
        return [clusterDefault];
    }
    for (const { taskDefinition } of parsed.entries) {
        if (taskDefinition === undefined || TASK_DEFINITION.test(taskDefinition))
            continue;
        reader.malformed('capacity: the task definition after @', 'family, family:revision or ARN', taskDefinition);
    }
    return parsed.entries;
}
/** `exactOptionalPropertyTypes`: unset properties must be absent. */
function withoutUndefined(values) {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}


/***/ }),

/***/ 7565:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ REPOSITORY),
/* harmony export */   w: () => (/* binding */ readGitHubAccess)
/* harmony export */ });
/* harmony import */ var _aws_secret_value_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4916);
/* harmony import */ var _core_secret_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6588);
/* harmony import */ var _wiring_github_credentials_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5951);



/** A repository's full name. The owner's name contains a _ if an enterprise manages its users. */
const REPOSITORY = { pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9_.-]+$/, words: 'owner/name' };
const NAME = { pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*$/, words: 'a name as in its URL' };
/**
 * Reads the GitHub access inputs, which all actions share.
 * @param region where the secret with the credentials is, if it is given by name
 */
function readGitHubAccess(reader, context, region) {
    return { scope: readScope(reader, context), credentials: readCredentials(reader, region) };
}
function readScope(reader, context) {
    const kind = reader.oneOf('runner-scope', ['repo', 'org', 'enterprise']) ?? 'repo';
    const [workflowOwner = '', workflowRepository = ''] = context.repository.split('/');
    const repository = reader.matching('repository', REPOSITORY);
    const organization = reader.matching('organization', NAME);
    const enterprise = reader.matching('enterprise', NAME);
    const unused = {
        repo: [organization, enterprise],
        org: [repository, enterprise],
        enterprise: [repository, organization],
    };
    if (unused[kind].some((value) => value !== undefined)) {
        const own = { repo: 'repository', org: 'organization', enterprise: 'enterprise' }[kind];
        reader.problem(`runner-scope is ${kind}: of repository, organization and enterprise, only ${own} can be set.`);
    }
    switch (kind) {
        case 'repo': {
            const [owner = workflowOwner, repo = workflowRepository] = repository?.split('/') ?? [];
            return { kind, owner, repo };
        }
        case 'org':
            return { kind, org: organization ?? workflowOwner };
        case 'enterprise':
            if (enterprise === undefined && reader.text('enterprise') === '') {
                reader.problem('enterprise is required with runner-scope: enterprise: a run does not name its enterprise.');
            }
            return { kind, enterprise: enterprise ?? '' };
    }
}
/** Reads credentials, which a step takes in one of three ways. */
function readCredentials(reader, region) {
    const token = reader.text('github-token');
    const secret = reader.text('github-credentials-secret');
    const app = readApp(reader);
    const ways = [token !== '', app.isGiven, secret !== ''].filter(Boolean).length;
    if (ways > 1) {
        reader.problem('github-token, the github-app-* inputs and github-credentials-secret exclude each other: give one of them.');
    }
    if (ways === 0) {
        reader.problem('github-token is required (or github-app-id and github-app-private-key, or github-credentials-secret): a token ' +
            'that may manage runners.');
    }
    // Recognized by equality, never by prefix: tokens of Apps begin the same way.
    if (token !== '' && token === reader.text('workflow-token')) {
        reader.problem("github-token is the workflow's own GITHUB_TOKEN, which cannot manage runners: give a personal access token or a " +
            'GitHub App (see "Permissions" in the README).');
    }
    if (app.isGiven && ways === 1)
        return app.read();
    if (secret !== '' && ways === 1)
        return readSecret(reader, secret, region);
    return { kind: 'token', token: new _core_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(token) };
}
/** A token given instead of the secret's name must not be sent to AWS, which logs names. */
const TOKEN_PREFIX = /^(gh[a-z]_|github_pat_)/;
function readSecret(reader, text, region) {
    const secret = TOKEN_PREFIX.test(text) ? undefined : (0,_aws_secret_value_js__WEBPACK_IMPORTED_MODULE_0__/* .parseSecretReference */ .Lt)(text, region);
    if (secret !== undefined)
        return { kind: 'secret', secret };
    reader.problem('github-credentials-secret must be the name or ARN of an SSM parameter (a name begins with /) or of a Secrets ' +
        'Manager secret; it is neither, and is not shown in case it is the secret itself.');
    return { kind: 'token', token: new _core_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z('') };
}
/** Reads the inputs of an App; `read` notes which of them are missing. */
function readApp(reader) {
    const appId = reader.matching('github-app-id', _wiring_github_credentials_js__WEBPACK_IMPORTED_MODULE_2__/* .APP_ID */ .sZ);
    const privateKey = reader.text('github-app-private-key');
    const installationId = reader.integer('github-app-installation-id', { min: 1, max: Number.MAX_SAFE_INTEGER });
    return {
        isGiven: appId !== undefined || privateKey !== '' || installationId !== undefined,
        read() {
            if (appId === undefined && reader.text('github-app-id') === '')
                reader.problem('github-app-id is required with github-app-private-key.');
            if (privateKey === '')
                reader.problem('github-app-private-key is required with github-app-id.');
            else if (!(0,_wiring_github_credentials_js__WEBPACK_IMPORTED_MODULE_2__/* .isPrivateKey */ .T_)(privateKey)) {
                reader.problem('github-app-private-key must be a PEM file with its BEGIN and END lines; the value is not shown.');
            }
            const app = { appId: appId ?? '', privateKey: (0,_wiring_github_credentials_js__WEBPACK_IMPORTED_MODULE_2__/* .privateKeyOf */ .Ol)(privateKey) };
            return { kind: 'app', app: { ...app, ...(installationId !== undefined && { installationId }) } };
        },
    };
}


/***/ }),

/***/ 6795:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ readRunContext)
/* harmony export */ });
/** Reads the run from the environment and notes what is missing as a problem. */
function readRunContext(reader, environment) {
    const number = (name) => {
        const value = environment[name] ?? '';
        if (!/^\d{1,15}$/.test(value)) {
            reader.problem(`The environment variable ${name} must be a number; it is ${JSON.stringify(value)}. Is this a step of a GitHub workflow?`);
        }
        return Number(value);
    };
    const repository = environment['GITHUB_REPOSITORY'] ?? '';
    if (!/^[^/\s]+\/[^/\s]+$/.test(repository)) {
        reader.problem(`The environment variable GITHUB_REPOSITORY must be owner/name; it is ${JSON.stringify(repository)}.`);
    }
    return {
        run: { repositoryId: number('GITHUB_REPOSITORY_ID'), runId: number('GITHUB_RUN_ID') },
        runAttempt: number('GITHUB_RUN_ATTEMPT'),
        repository,
        apiUrl: (environment['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/+$/, ''),
    };
}


/***/ }),

/***/ 1576:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  e: () => (/* binding */ actionsRoot)
});

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
;// CONCATENATED MODULE: ./src/actions/id-token.js




/** Timeout of one request, milliseconds; an answer usually takes 0.2 s. */
const ANSWER_WITHIN_MS = 20_000;
/** Largest answer, bytes: a token has about 2 KB, so anything larger is something else. */
const ANSWER_AT_MOST = 1_000_000;
const ATTEMPTS = 4;
/**
 * Requests a new OIDC token of this job for an audience and masks it. It replaces the toolkit's own function, which
 * waits three minutes for an answer, reads one of any size, and retries ten times regardless of the time left.
 */
async function getIdToken(options) {
    const { audience, mask, log, retryBudgetMs } = options;
    for (let attempt = 1;; attempt += 1) {
        try {
            const token = readToken(await requestToken(options));
            mask(token);
            return token;
        }
        catch (error) {
            const message = error instanceof Error ? error.message : String(error);
            const delayMs = 1000 * 2 ** (attempt - 1);
            const isFinal = error instanceof FinalAnswer || attempt >= ATTEMPTS || delayMs >= retryBudgetMs();
            if (isFinal)
                throw noToken(audience, message, error);
            log.info(`GitHub gave no OIDC token (${message}): retrying in ${delayMs / 1000} s.`);
            await (0,promises_.setTimeout)(delayMs);
        }
    }
}
/** An answer that a retry would get again. */
class FinalAnswer extends Error {
    name = 'FinalAnswer';
}
async function requestToken({ source, audience, proxy }) {
    const url = new URL(source.url);
    url.searchParams.set('audience', audience);
    const { request: send, Agent } = url.protocol === 'https:' ? external_node_https_ : external_node_http_;
    const response = await new Promise((resolve, reject) => {
        send(url, {
            headers: { authorization: `Bearer ${source.token.reveal()}`, accept: 'application/json' },
            signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
            ...(proxy && { agent: new Agent({ proxyEnv: { ...proxy } }) }),
        })
            .once('response', resolve)
            .once('error', reject)
            .end();
    });
    const body = await read(response);
    const status = response.statusCode ?? 0;
    if (status === 200)
        return body;
    const answer = `status ${status}`;
    throw status >= 500 || status === 429 ? new Error(answer) : new FinalAnswer(answer);
}
async function read(response) {
    const chunks = [];
    let size = 0;
    for await (const chunk of response) {
        size += chunk.length;
        if (size > ANSWER_AT_MOST)
            throw new FinalAnswer(`an answer larger than ${ANSWER_AT_MOST / 1_000_000} MB`);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
}
function readToken(body) {
    let value;
    try {
        const answer = JSON.parse(body);
        value = typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : undefined;
    }
    catch {
        throw new FinalAnswer('an answer that is not JSON');
    }
    if (typeof value === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value))
        return value;
    throw new FinalAnswer('an answer without a token');
}
function noToken(audience, message, cause) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub gave no OIDC token for the audience ${audience}: ${message}`,
        hint: 'Check that the job has `permissions: id-token: write`; otherwise run the job again.',
        cause,
    });
}

// EXTERNAL MODULE: ./src/actions/io.js + 1 modules
var io = __webpack_require__(8216);
;// CONCATENATED MODULE: ./src/actions/root.js


/** What every action passes to the wiring. */
function actionsRoot({ idToken: source }) {
    return {
        log: io/* actionsLog */._D,
        mask: io/* mask */.dK,
        ...(source && { idToken: (request) => getIdToken({ ...request, source, mask: io/* mask */.dK, log: io/* actionsLog */._D }) }),
    };
}


/***/ }),

/***/ 3329:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ guardAnswers)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7075);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9507);


/** Largest accepted answer in bytes. The largest page, 100 tasks with their overrides, is under 2 MB. */
const MAX_ANSWER_BYTES = 5_000_000;
/** Milliseconds within which an answer's body must be complete after its headers; the SDK bounds only the headers. */
const READ_TIMEOUT_MS = 20_000;
/**
 * Bounds the size and the time of every answer a client reads, and marks an error that follows a lost answer to the
 * same request: such an error alone says nothing about what AWS did.
 */
function guardAnswers(client) {
    client.middlewareStack.add((next) => async (args) => {
        const result = await next(args);
        const response = result.response;
        if (hasStream(response))
            response.body = bounded(response.body);
        return result;
    }, { step: 'deserialize', priority: 'low', name: 'boundAnswers' });
    client.middlewareStack.add((next, context) => async (args) => {
        try {
            return await next(args);
        }
        catch (error) {
            const { status } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .awsFailure */ .MT)(error);
            if (status === undefined || status < 400 || status >= 500)
                context['answerWasLost'] = true;
            else if (context['answerWasLost'] === true)
                (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .markAfterLostAnswer */ .GH)(error);
            throw error;
        }
    }, 
    // Inside the retries: runs once per attempt.
    { step: 'finalizeRequest', priority: 'low', name: 'noteLostAnswers' });
    return client;
}
function hasStream(response) {
    return typeof response === 'object' && response !== null && 'body' in response && response.body instanceof node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable;
}
function bounded(body) {
    let size = 0;
    const counted = new node_stream__WEBPACK_IMPORTED_MODULE_0__.Transform({
        transform(chunk, _encoding, done) {
            size += chunk.length;
            if (size <= MAX_ANSWER_BYTES)
                done(null, chunk);
            else
                done(named('AnswerTooLarge', `it is larger than ${MAX_ANSWER_BYTES / 1_000_000} MB and was refused`));
        },
    });
    const timer = setTimeout(() => {
        counted.destroy(named('TimeoutError', `it began, but was not complete within ${READ_TIMEOUT_MS / 1000} s`));
    }, READ_TIMEOUT_MS);
    // If either fails, both are destroyed, so a connection that is not read to its end is closed.
    (0,node_stream__WEBPACK_IMPORTED_MODULE_0__.pipeline)(body, counted, () => clearTimeout(timer));
    return counted;
}
function named(name, message) {
    return Object.assign(new Error(message), { name });
}


/***/ }),

/***/ 7008:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ clientConfig)
});

// EXTERNAL MODULE: ./src/aws/errors.js
var errors = __webpack_require__(9507);
;// CONCATENATED MODULE: ./src/aws/retries.js

/** Attempts before a failure is reported; throttling is retried until the retry budget is spent. */
const ATTEMPTS = 5;
/**
 * First backoff after a failure and after throttling, doubled each time, and the longest, milliseconds: the SDK's own.
 */
const FAILURE_BASE_MS = 100;
const THROTTLING_BASE_MS = 1000;
const LONGEST_MS = 20_000;
/**
 * Decides when the SDK retries a request; whether it may is the SDK's own judgement. The SDK's standard strategy does
 * not know the caller's time: it gives up after a fixed number of attempts whatever time is left, cuts a longer
 * retry-after short, goes on after the caller's time is up, and logs nothing.
 */
class BudgetedRetries {
    #log;
    #retryBudgetMs;
    constructor(options) {
        this.#log = options.log;
        this.#retryBudgetMs = options.retryBudgetMs;
    }
    async acquireInitialRetryToken() {
        return token(0, 0);
    }
    /** @throws if the request must not be retried; the SDK then throws the request's own error */
    async refreshRetryTokenForRetry(previous, { errorType, error, retryAfterHint }) {
        const count = previous.getRetryCount() + 1;
        const isThrottling = errorType === 'THROTTLING';
        if (!isThrottling && (errorType !== 'TRANSIENT' || count >= ATTEMPTS))
            throw new Error('not retryable');
        const base = isThrottling ? THROTTLING_BASE_MS : FAILURE_BASE_MS;
        const backoff = (0.5 + Math.random() / 2) * Math.min(base * 2 ** (count - 1), LONGEST_MS);
        const delay = Math.round(Math.max(backoff, retryAfterHint ? retryAfterHint.getTime() - Date.now() : 0));
        const { name, code, message } = (0,errors/* awsFailure */.MT)(error);
        const what = isThrottling ? 'AWS throttles requests' : 'A request to AWS failed';
        const report = `${what} (${[code || name, message].filter(Boolean).join(': ')})`;
        const seconds = Math.ceil(delay / 100) / 10;
        if (delay >= this.#retryBudgetMs()) {
            this.#log.info(`${report}: retrying would take ${seconds} s, longer than the time left.`);
            throw new Error('no time left');
        }
        this.#log.info(`${report}: retrying in ${seconds} s.`);
        return token(count, delay);
    }
    recordSuccess() {
        // Nothing to record: time bounds this strategy, not a number of attempts.
    }
}
function token(count, delayMs) {
    return { getRetryCount: () => count, getRetryDelay: () => delayMs };
}

;// CONCATENATED MODULE: ./src/aws/client-config.js

/**
 * Settings of any SDK client; the SDK itself reads the endpoint from AWS_ENDPOINT_URL. An answer that has not come
 * within 20 s will not come: RunTask, the slowest call, takes 1 to 3 s. RunTask's client token makes it safe to retry.
 */
function clientConfig(settings) {
    const { region, credentials, proxy } = settings;
    return {
        region,
        ...(credentials && { credentials }),
        retryStrategy: new BudgetedRetries(settings),
        requestHandler: {
            connectionTimeout: 5_000,
            requestTimeout: 20_000,
            throwOnRequestTimeout: true,
            ...(proxy && { httpAgent: { proxyEnv: { ...proxy } }, httpsAgent: { proxyEnv: { ...proxy } } }),
        },
    };
}


/***/ }),

/***/ 9507:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GH: () => (/* binding */ markAfterLostAnswer),
/* harmony export */   MT: () => (/* binding */ awsFailure),
/* harmony export */   cX: () => (/* binding */ toRunnerError),
/* harmony export */   eA: () => (/* binding */ malformedAnswer)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2075);
/* harmony import */ var _core_util_shorten_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4694);
/* harmony import */ var _core_words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3919);



/** Errors after which the same call may succeed: AWS says "later", not "no". */
const THROTTLED = new Set(['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded']);
const CREDENTIALS_REFUSED = new Set([
    'ExpiredTokenException',
    'ExpiredToken',
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
]);
/** Node's and the SDK's names for a failed connection or a missing answer. */
const NETWORK = new Set([
    'TimeoutError',
    'RequestTimeout',
    'AbortError',
    'ECONNRESET',
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EPROTO',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'ERR_PROXY_TUNNEL',
]);
/** Node's names for an untrusted certificate; a proxy that intercepts TLS is the usual cause. */
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|INVALID_CA|HOSTNAME_MISMATCH)/;
/** Errors from an answer that is not AWS's: a proxy's error page, half a document, far too much data. */
const UNREADABLE = new Set(['SyntaxError', 'TypeError', 'RangeError', 'AnswerTooLarge']);
/** Marks an error that answers a request whose earlier answer was lost: AWS may have accepted the earlier one. */
function markAfterLostAnswer(error) {
    if (error instanceof Error)
        Object.assign(error, { [AFTER_LOST_ANSWER]: true });
}
const AFTER_LOST_ANSWER = 'isAfterLostAnswer';
/** Reads the parts of an SDK error, without `instanceof`: a bundle may hold two copies of the SDK's classes. */
function awsFailure(error) {
    const fields = typeof error === 'object' && error !== null ? { ...error } : {};
    const metadata = fields['$metadata'];
    const status = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
        ? metadata.httpStatusCode
        : undefined;
    return {
        name: error instanceof Error ? error.name : '',
        code: typeof fields['code'] === 'string' ? fields['code'] : '',
        message: oneLine(error instanceof Error ? error.message : String(error)),
        status: typeof status === 'number' ? status : undefined,
        isAfterLostAnswer: fields[AFTER_LOST_ANSWER] === true,
    };
}
/** Drops the SDK's advice to programmers, and whatever of a long answer does not help. */
function oneLine(message) {
    const own = message.replace(/\s*Deserialization error: to see the raw response[\s\S]*$/, '');
    return (0,_core_util_shorten_js__WEBPACK_IMPORTED_MODULE_2__/* .shorten */ .m)(own.replaceAll(/\s+/g, ' '), 1000);
}
/**
 * Explains a failed AWS call in the user's terms. The caller handles errors specific to one operation first.
 * @param call.operation as IAM names it, such as `ecs:RunTask`
 * @param call.on the resource it was called on
 */
function toRunnerError(error, call) {
    if (error instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn)
        return error;
    const { name, code, message, status, isAfterLostAnswer } = awsFailure(error);
    const what = `${call.operation} on ${call.on}`;
    if (name.startsWith('AccessDenied') || name === 'UnauthorizedOperation')
        return accessDenied(error, call);
    if (CREDENTIALS_REFUSED.has(name)) {
        return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
            kind: 'permission',
            message: `AWS refused the credentials for ${what}: ${name}: ${message}`,
            hint: `Check that ${_core_words_js__WEBPACK_IMPORTED_MODULE_1__/* .SETTING */ .HG.role} is set, with a right to an OIDC token, or that the credentials in the ` +
                'environment are still valid.',
            cause: error,
        });
    }
    if (name === 'CredentialsProviderError') {
        return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
            kind: 'configuration',
            message: `No AWS credentials for ${what}: ${message}`,
            hint: `${_core_words_js__WEBPACK_IMPORTED_MODULE_1__/* .STEP */ .RZ.giveCredentials}.`,
            cause: error,
        });
    }
    if (THROTTLED.has(name) || status === 429) {
        return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
            kind: 'transient',
            message: `AWS kept throttling ${what} until no time was left for another retry: ${message}`,
            hint: `Start fewer runners at a time, or ${_core_words_js__WEBPACK_IMPORTED_MODULE_1__/* .STEP */ .RZ.again}.`,
            hadNoEffect: !isAfterLostAnswer,
            cause: error,
        });
    }
    if (NETWORK.has(name) || NETWORK.has(code)) {
        return transient(error, `No answer from AWS to ${what}: ${[code || name, message].filter(Boolean).join(': ')}`, `Check ${_core_words_js__WEBPACK_IMPORTED_MODULE_1__/* .SETTING */ .HG.region} and that this machine can reach the AWS endpoints (a proxy?), then ${_core_words_js__WEBPACK_IMPORTED_MODULE_1__/* .STEP */ .RZ.again}.`);
    }
    if (CERTIFICATE.test(code)) {
        return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
            kind: 'configuration',
            message: `The certificate of the AWS endpoint is not trusted (${code}), so ${what} was not sent: ${message}`,
            hint: 'If a proxy intercepts TLS, put its certificate authority into NODE_EXTRA_CA_CERTS. Check the clock of this machine.',
            cause: error,
        });
    }
    if (UNREADABLE.has(name)) {
        return transient(error, `The answer to ${what} cannot be read; it is not from AWS: ${name}: ${message}`, `Check AWS_ENDPOINT_URL, if it is set, and whether a proxy answers in place of AWS; then ${_core_words_js__WEBPACK_IMPORTED_MODULE_1__/* .STEP */ .RZ.again}.`);
    }
    // A success that became an error on our side says as little about what AWS did as a failure of AWS.
    if (status === undefined || status >= 500 || status < 400) {
        return transient(error, `AWS failed ${what}: ${name}: ${message}`, `${_core_words_js__WEBPACK_IMPORTED_MODULE_1__/* .STEP */ .RZ.again}; see the AWS Health Dashboard.`);
    }
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
        kind: 'configuration',
        message: `AWS refused ${what}: ${name}: ${message}`,
        hint: 'Correct what the message refers to.',
        cause: error,
    });
}
function transient(cause, message, hint) {
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({ kind: 'transient', message, hint, cause });
}
/** An answer of AWS that lacks a required part. AWS may have acted already, so it is `transient`. */
function malformedAnswer(operation, what) {
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
        kind: 'transient',
        message: `AWS answered ${operation} with ${what}; the answer was not used.`,
        hint: `Check AWS_ENDPOINT_URL, if it is set, and whether a proxy answers in place of AWS; then ${_core_words_js__WEBPACK_IMPORTED_MODULE_1__/* .STEP */ .RZ.again}. ` +
            `${_core_words_js__WEBPACK_IMPORTED_MODULE_1__/* .STEP */ .RZ.stop} to remove whatever was started.`,
    });
}
/** Reads who lacks which permission on what from AWS's message, if it says so. */
function accessDenied(error, call) {
    const { message } = awsFailure(error);
    const match = /User: (\S+) is not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(message);
    const [, principal, action = call.operation, resource = call.on] = match ?? [];
    const who = principal ?? 'the assumed role or user';
    const isPassRole = action === 'iam:PassRole';
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
        kind: 'permission',
        message: `Access denied: ${who} may not ${action} on ${resource}. AWS says: ${message}`,
        hint: `Allow ${action} on ${resource} in a policy of ${principalName(who)}` +
            (isPassRole ? ', with the condition iam:PassedToService = ecs-tasks.amazonaws.com.' : '.') +
            ' If it is allowed already, look for a condition, a permissions boundary or a service control policy.',
        cause: error,
    });
}
/** `arn:…:assumed-role/starter/session` is the role `starter`. */
function principalName(principal) {
    const role = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
    return role === undefined ? principal : `the role ${role}`;
}


/***/ }),

/***/ 4916:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gf: () => (/* binding */ secretName),
/* harmony export */   Lt: () => (/* binding */ parseSecretReference),
/* harmony export */   kq: () => (/* binding */ readSecretValue)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2075);
/* harmony import */ var _core_secret_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6588);
/* harmony import */ var _core_words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3919);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3329);
/* harmony import */ var _arn_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7501);
/* harmony import */ var _client_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7008);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9507);







/** A parameter's name with its path, and an optional version or label. */
const PARAMETER = /^\/[A-Za-z0-9_./-]{1,1010}(:[A-Za-z0-9_.-]+)?$/;
/** A secret's name (CreateSecret, Name). */
const SECRET = /^[A-Za-z0-9_+=.@!-][A-Za-z0-9/_+=.@!-]{0,511}$/;
/**
 * Parses the reference to a secret. An ARN names its service and region. A name that begins with `/`, as a parameter's
 * path does, is a parameter; one that does not is a secret of Secrets Manager. Any other needs its ARN.
 * @returns undefined if the text is neither
 */
function parseSecretReference(text, region) {
    const arn = (0,_arn_js__WEBPACK_IMPORTED_MODULE_6__/* .parseArn */ .L)(text);
    if (arn === undefined) {
        if (PARAMETER.test(text))
            return { service: 'ssm', id: text, region };
        return SECRET.test(text) ? { service: 'secretsmanager', id: text, region } : undefined;
    }
    const isParameter = arn.service === 'ssm' && /^parameter\/./.test(arn.resource);
    const isSecret = arn.service === 'secretsmanager' && /^secret:./.test(arn.resource);
    if (!(isParameter || isSecret) || arn.region === '' || arn.account === '')
        return undefined;
    return { service: isParameter ? 'ssm' : 'secretsmanager', id: text, region: arn.region };
}
/** The name shown to a user. */
function secretName({ service, id, region }) {
    return `the ${service === 'ssm' ? 'SSM parameter' : 'Secrets Manager secret'} ${id} in ${region}`;
}
/**
 * Reads a secret's text. The service's client is loaded only here.
 * @param settings for its client; the secret's own region replaces theirs
 * @throws RunnerError of kind `configuration` if the secret is missing or has no text, `permission` if the role may not
 * read it
 */
async function readSecretValue(secret, settings) {
    const own = { ...settings, region: secret.region };
    try {
        const value = secret.service === 'ssm' ? await readParameter(secret, own) : await readSecret(secret, own);
        if (value.trim() === '')
            throw empty(secret);
        return new _core_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(value);
    }
    catch (error) {
        throw explain(error, secret);
    }
}
async function readParameter(secret, settings) {
    const { GetParameterCommand, SSMClient } = await __webpack_require__.e(/* import() */ 686).then(__webpack_require__.t.bind(__webpack_require__, 1686, 19));
    const client = (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .guardAnswers */ .f)(new SSMClient((0,_client_config_js__WEBPACK_IMPORTED_MODULE_4__/* .clientConfig */ .y)(settings)));
    try {
        const { Parameter } = await client.send(new GetParameterCommand({ Name: secret.id, WithDecryption: true }));
        if (Parameter?.Value === undefined)
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .malformedAnswer */ .eA)(`ssm:GetParameter for ${secret.id}`, 'no value');
        if (Parameter.Type !== 'SecureString') {
            settings.log.warning(`${capitalized(secretName(secret))} is a ${Parameter.Type}, which is stored and shown in clear text: make it a SecureString.`);
        }
        return Parameter.Value;
    }
    finally {
        client.destroy();
    }
}
async function readSecret(secret, settings) {
    const { GetSecretValueCommand, SecretsManagerClient } = await __webpack_require__.e(/* import() */ 572).then(__webpack_require__.t.bind(__webpack_require__, 4572, 19));
    const client = (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .guardAnswers */ .f)(new SecretsManagerClient((0,_client_config_js__WEBPACK_IMPORTED_MODULE_4__/* .clientConfig */ .y)(settings)));
    try {
        const { SecretString, SecretBinary } = await client.send(new GetSecretValueCommand({ SecretId: secret.id }));
        if (SecretString !== undefined)
            return SecretString;
        const operation = `secretsmanager:GetSecretValue for ${secret.id}`;
        if (SecretBinary === undefined)
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .malformedAnswer */ .eA)(operation, 'no value');
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
            kind: 'configuration',
            message: `${capitalized(secretName(secret))} holds a binary value.`,
            hint: 'Store the credentials as text (SecretString).',
        });
    }
    finally {
        client.destroy();
    }
}
const READ = { ssm: 'ssm:GetParameter', secretsmanager: 'secretsmanager:GetSecretValue' };
/** KMS's refusal as SSM ("The ciphertext refers to a customer master key …") and Secrets Manager word it. */
const REFUSED_BY_KMS = /\bKMS\b|kms:Decrypt|customer master key/i;
function explain(error, secret) {
    const { name, message } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .awsFailure */ .MT)(error);
    const make = (kind, text, hint) => new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({ kind, message: text, hint, cause: error });
    if (['ParameterNotFound', 'ParameterVersionNotFound', 'ResourceNotFoundException'].includes(name)) {
        return make('configuration', `There is no value in ${secretName(secret)}, or it does not exist: ${message}`, `Correct ${_core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.githubSecret}, or ${_core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.region}: a name is looked up in that region. A name that ` +
            'begins with / is an SSM parameter, any other a Secrets Manager secret; an ARN can be of either. A secret ' +
            'created without a value gets one with `aws secretsmanager put-secret-value`.');
    }
    if (name.startsWith('AccessDenied') && REFUSED_BY_KMS.test(message)) {
        return make('permission', `The key that encrypts ${secretName(secret)} refuses to decrypt it: ${message}`, "Allow kms:Decrypt on that KMS key for the assumed role, in the role's policy and in the key's own.");
    }
    if (name === 'InvalidRequestException') {
        return make('configuration', `${capitalized(secretName(secret))} cannot be read in its present state: ${message}`, 'Restore it if it is scheduled for deletion (aws secretsmanager restore-secret), or name another one.');
    }
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .toRunnerError */ .cX)(error, { operation: READ[secret.service], on: secret.id });
}
function empty(secret) {
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
        kind: 'configuration',
        message: `${capitalized(secretName(secret))} is empty.`,
        hint: 'Store a token in it, or JSON with appId and privateKey of a GitHub App.',
    });
}
function capitalized(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}


/***/ }),

/***/ 6930:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $Y: () => (/* binding */ clientToken),
/* harmony export */   $_: () => (/* binding */ newStart),
/* harmony export */   FT: () => (/* binding */ parseStartKey),
/* harmony export */   Fx: () => (/* binding */ runnerLabel),
/* harmony export */   _L: () => (/* binding */ startKey),
/* harmony export */   iC: () => (/* binding */ runnerName),
/* harmony export */   lm: () => (/* binding */ isRunKey),
/* harmony export */   n7: () => (/* binding */ parseRunnerName),
/* harmony export */   r7: () => (/* binding */ runKey),
/* harmony export */   zi: () => (/* binding */ belongsToRun)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2075);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3919);



/** Prefix of every runner name and `startedBy`, so that what is ours can be recognized by name alone. */
const PREFIX = 'egr';
/** Generates the identity of a start. Called once; the result is saved before the first request. */
function newStart(options) {
    const { run, runAttempt, nowMs, nonce } = options;
    return { ...run, runAttempt, startedAt: Math.floor(nowMs / 1000), nonce };
}
/** The run key, such as `egr-21i3v9-6dp5qcb`: `startedBy` of all tasks of the run, prefix of its runner names. */
function runKey(run) {
    return [PREFIX, base36(run.repositoryId), base36(run.runId)].join('-');
}
/** The start key: unique to one execution of a start step; also its generated label. */
function startKey(start) {
    return [runKey(start), base36(start.runAttempt), base36(start.startedAt), start.nonce].join('-');
}
/** Parses a start key. @throws RunnerError of kind `configuration` if the text is not one */
function parseStartKey(text) {
    const match = /^egr-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)$/.exec(text);
    const [, repository = '', run = '', runAttempt = '', startedAt = '', nonce = ''] = match ?? [];
    const start = {
        repositoryId: fromBase36(repository),
        runId: fromBase36(run),
        runAttempt: fromBase36(runAttempt),
        startedAt: fromBase36(startedAt),
        nonce,
    };
    // With leading zeros, or more digits than a number holds, the same numbers would give another key.
    if (match !== null && startKey(start) === text)
        return start;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .RunnerError */ .Rn({
        kind: 'configuration',
        message: `"${text}" is not a start key.`,
        hint: `The saved state is damaged: ${_words_js__WEBPACK_IMPORTED_MODULE_2__/* .STEP */ .RZ.stop}.`,
    });
}
/**
 * Name of a runner: at most 64 characters (GitHub's limit) and known before its request, so that a registration whose
 * answer was lost can be found by its exact name.
 * @param runner.index the runner within its start, from 0
 * @param runner.launchNumber how many names of this runner were used before, from 0
 */
function runnerName(start, { index, launchNumber }) {
    return [runKey(start), base36(start.startedAt), start.nonce, index, launchNumber].join('-');
}
/** Parses a runner's name; undefined for a name that this project did not generate. */
function parseRunnerName(name) {
    const match = /^egr-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)-(\d+)-(\d+)$/.exec(name);
    const [, repository = '', run = '', startedAt = '', nonce = '', index = '', launchNumber = ''] = match ?? [];
    const parsed = {
        repositoryId: fromBase36(repository),
        runId: fromBase36(run),
        startedAt: fromBase36(startedAt),
        nonce,
    };
    const numbers = { index: Number(index), launchNumber: Number(launchNumber) };
    // See parseStartKey.
    const isOurs = match !== null && runnerName(parsed, numbers) === name;
    return isOurs ? { ...parsed, ...numbers } : undefined;
}
/** Whether a runner belongs to a run, judging by its name. */
function belongsToRun(name, run) {
    return name.startsWith(`${runKey(run)}-`) && parseRunnerName(name) !== undefined;
}
/** Whether a `startedBy` is a run key, which marks what it started as this project's. */
function isRunKey(startedBy) {
    return /^egr-[0-9a-z]+-[0-9a-z]+$/.test(startedBy);
}
/** The label that only this one runner of a start carries. */
function runnerLabel(label, index) {
    return `${label}-${index}`;
}
/**
 * Idempotency token of one launch, 64 hexadecimal characters (the ECS limit is 64): the same only for the identical
 * request, so that a launch whose answer was lost can be retried without a second task.
 * @param launch.retry how often all capacities have refused so far, default 0: each retry is a different request
 */
function clientToken(start, launch) {
    const { index, launchNumber, capacity, retry = 0 } = launch;
    const text = JSON.stringify([startKey(start), index, launchNumber, capacity, retry]);
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex');
}
function base36(value) {
    return value.toString(36);
}
function fromBase36(text) {
    return Number.parseInt(text, 36);
}


/***/ }),

/***/ 7682:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ Timeline),
/* harmony export */   Q: () => (/* binding */ unmeasured)
/* harmony export */ });
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6930);
/* harmony import */ var _tags_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2773);


/** For callers that need no record. */
const unmeasured = (_phase, work) => work();
/** What a start did and when: a record for people; no decision depends on it. */
class Timeline {
    /** Epoch milliseconds. */
    began;
    #clock;
    #access = [];
    #tracks = new Map();
    #byCompute = new Map();
    constructor(clock) {
        this.#clock = clock;
        this.began = clock.now();
    }
    now() {
        return this.#clock.now();
    }
    /** What preceded the launches: tokens, credentials, checks. */
    get access() {
        return this.#access;
    }
    /** All launches, ordered by runner. */
    get tracks() {
        return [...this.#tracks.values()].toSorted((one, other) => one.index - other.index || one.launchNumber - other.launchNumber || compareNames(one, other));
    }
    measure = (phase, work) => this.#timed((span) => this.#access.push({ phase, ...span }), work);
    /** Measures one of the requests that create a runner. */
    request(runnerName, phase, work) {
        return this.#timed((span) => {
            const track = this.#track(runnerName);
            track.requests = [...track.requests, { phase, ...span }];
        }, work);
    }
    /** Notes a registration as GitHub reports it now. */
    sawRegistration({ id, name, status }) {
        const track = this.#tracks.get(name);
        if (track === undefined)
            return;
        track.registrationId = id;
        if (status === 'online')
            track.onlineAt ??= this.now();
    }
    /**
     * Notes compute as its provider reports it: the answer to a launch names its runner, later ones match by id or tag.
     */
    sawCompute(compute, runnerName = compute.tags[_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .TAG */ .Dk.runnerName] ?? '') {
        const { id, state, phase } = compute;
        const track = this.#byCompute.get(id) ?? this.#tracks.get(runnerName);
        if (track === undefined)
            return;
        this.#byCompute.set(id, track);
        track.compute = compute;
        if (phase !== 'starting' && phase !== 'running')
            return;
        if (track.states.every((seen) => seen.state !== state)) {
            track.states = [...track.states, { state, at: this.now() }];
        }
    }
    removedRegistration(id, registration) {
        const track = [...this.#tracks.values()].find(({ registrationId }) => registrationId === id);
        this.#removed(track, { registration });
    }
    stoppedCompute(id, answer) {
        this.#removed(this.#byCompute.get(id), { compute: answer });
    }
    #removed(track, answer) {
        if (track === undefined)
            return;
        track.removal = { ...track.removal, ...answer };
        track.removedAt = this.now();
    }
    async #timed(note, work) {
        const from = this.now();
        try {
            return await work();
        }
        finally {
            note({ from, to: this.now() });
        }
    }
    #track(runnerName) {
        const known = this.#tracks.get(runnerName);
        if (known !== undefined)
            return known;
        const { index = 0, launchNumber = 0 } = (0,_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .parseRunnerName */ .n7)(runnerName) ?? {};
        const track = {
            runnerName,
            index,
            launchNumber,
            requests: [],
            registrationId: undefined,
            compute: undefined,
            states: [],
            onlineAt: undefined,
            removal: {},
            removedAt: undefined,
        };
        this.#tracks.set(runnerName, track);
        return track;
    }
}
function compareNames(one, other) {
    return one.runnerName.localeCompare(other.runnerName);
}


/***/ }),

/***/ 2773:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $o: () => (/* binding */ computeTags),
/* harmony export */   Dk: () => (/* binding */ TAG),
/* harmony export */   Hr: () => (/* binding */ isTaggedForRun)
/* harmony export */ });
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6930);

/** Tag keys on every task and instance: a contract between versions, since later versions' stop and sweep read them. */
const TAG = {
    version: 'ecs-github-runner:version',
    repositoryId: 'ecs-github-runner:repository-id',
    repository: 'ecs-github-runner:repository',
    runId: 'ecs-github-runner:run-id',
    runAttempt: 'ecs-github-runner:run-attempt',
    startKey: 'ecs-github-runner:start-key',
    id: 'ecs-github-runner:id',
    label: 'ecs-github-runner:label',
    scope: 'ecs-github-runner:scope',
    runnerName: 'ecs-github-runner:runner-name',
    /** ISO 8601, UTC: the latest time at which the compute ends itself. */
    expiresAt: 'ecs-github-runner:expires-at',
};
/** The tags of one runner's compute. `custom` tags never replace the project's own. */
function computeTags(options) {
    const { start } = options;
    return {
        ...options.custom,
        [TAG.version]: options.version,
        [TAG.repositoryId]: String(start.repositoryId),
        [TAG.repository]: options.repository,
        [TAG.runId]: String(start.runId),
        [TAG.runAttempt]: String(start.runAttempt),
        [TAG.startKey]: (0,_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .startKey */ ._L)(start),
        ...(options.id !== undefined && { [TAG.id]: options.id }),
        [TAG.label]: options.label,
        [TAG.scope]: options.scope,
        [TAG.runnerName]: options.runnerName,
        [TAG.expiresAt]: new Date(options.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    };
}
/** Whether compute carries a run's tags: without them it is not ours, whatever `startedBy` says. */
function isTaggedForRun(tags, run) {
    return tags[TAG.repositoryId] === String(run.repositoryId) && tags[TAG.runId] === String(run.runId);
}


/***/ }),

/***/ 6763:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ teardownRunner),
  y: () => (/* binding */ teardownRunners)
});

// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/util/semaphore.js
var semaphore = __webpack_require__(3881);
// EXTERNAL MODULE: ./src/core/util/polling.js
var polling = __webpack_require__(1892);
;// CONCATENATED MODULE: ./src/core/teardown/drain.js



/**
 * Deletes busy runners as soon as GitHub releases them; when time is up, a last DELETE of each gives its answer. They
 * are read together, by GET, which costs a fifth of a DELETE, and no request stays open during the wait. A poll that
 * fails temporarily is retried at the next interval; a refusal is the answer for all that are left.
 */
async function deleteWhileBusy({ ids, until, ports, onAnswer }) {
    const { clock, github, random, log } = ports;
    const busy = new Set(ids);
    const began = clock.now();
    let reads = 1;
    while (busy.size > 0 && clock.now() < until) {
        const interval = Math.max((0,polling/* pollInterval */.dq)(clock.now() - began, random.fraction()), reads * polling/* MS_PER_READ */.Uy);
        await clock.sleep(Math.min(interval, until - clock.now()));
        try {
            reads = await poll(busy, github, onAnswer);
        }
        catch (error) {
            if (!(error instanceof errors/* RunnerError */.Rn) || error.kind !== 'transient') {
                return (0,semaphore/* forEachConcurrently */.D)([...busy], (id) => onAnswer(id, Promise.reject(error)));
            }
            log.info(`${error.message} There is still time for ${busy.size} busy runner(s): polling again.`);
        }
    }
    await (0,semaphore/* forEachConcurrently */.D)([...busy], (id) => onAnswer(id, github.deleteRunner(id)));
}
/**
 * Removes from `busy` what GitHub has released. Returns the number of reads it took.
 * @throws the first failure, once everything else is done
 */
async function poll(busy, github, onAnswer) {
    const { found, requests } = await github.getRunners([...busy]);
    const failures = [];
    const free = [...busy].filter((id) => !found.get(id)?.busy);
    await (0,semaphore/* forEachConcurrently */.D)(free, async (id) => {
        try {
            const answer = found.has(id) ? await github.deleteRunner(id) : 'absent';
            if (answer === 'busy')
                return;
            busy.delete(id);
            await onAnswer(id, Promise.resolve(answer));
        }
        catch (error) {
            failures.push(error);
        }
    });
    if (failures.length > 0)
        throw failures[0];
    return requests;
}

;// CONCATENATED MODULE: ./src/core/teardown/teardown.js



/** How long to retry the DELETE of a registration that stays `busy` after its compute was stopped, milliseconds. */
const BUSY_AFTER_STOP_MS = 20_000;
/**
 * Removes one runner, always in the same way: the DELETE of the registration comes first, because it is the lock. After
 * a 204 or 404 no job can be assigned to the runner any more, and its compute is stopped; 422 means that it is busy.
 * @throws the first failure, combined with those that followed, once everything possible was done
 */
async function teardownRunner(options) {
    const { target, policy, ports } = options;
    const settled = (await teardownRunners({ targets: [target], policy, ports })).get(target);
    if (settled === undefined)
        throw new Error(`Nothing became of ${target.runnerName}.`);
    if ('error' in settled)
        throw settled.error;
    return settled.result;
}
/**
 * Removes several as {@link teardownRunner} removes one, a few at a time. It removes the idle ones first, then waits
 * for the busy ones together, so that no runner waits for another's job and all have the same time. A failure never
 * prevents the rest.
 */
async function teardownRunners(options) {
    const teardown = new Teardown(options);
    await teardown.deleteOnce(options.targets);
    await teardown.drain();
    await teardown.deleteStopped();
    return teardown.settled;
}
/** The teardown of several runners, step by step. */
class Teardown {
    settled = new Map();
    #policy;
    #ports;
    /** When the time for the busy ones is up, epoch milliseconds. */
    #until;
    /** By the id of the registration. */
    #busy = new Map();
    /** Those stopped while busy, by the id of the registration. */
    #stopped = new Map();
    constructor({ policy, ports }) {
        this.#policy = policy;
        this.#ports = ports;
        this.#until = ports.clock.now() + policy.drainMs;
    }
    /** Deletes each registration; keeps the busy ones for {@link drain}. */
    async deleteOnce(targets) {
        const { github, log } = this.#ports;
        const { drainMs } = this.#policy;
        await (0,semaphore/* forEachConcurrently */.D)(targets, (target) => this.#settle(target, async () => {
            const { id, answer } = await this.#orStop(target, async () => {
                const id = await findRegistration(target, github);
                return { id, answer: id === undefined ? 'absent' : await github.deleteRunner(id) };
            });
            if (answer !== 'busy' || id === undefined || drainMs === 0)
                return this.#act(target, id, answer);
            log.info(`Runner ${target.runnerName} is busy: waiting up to ${drainMs / 1000} s for its job to end.`);
            this.#busy.set(id, target);
            return undefined;
        }));
    }
    /** Waits for the busy ones together until their time is up. */
    async drain() {
        await this.#deleteWhileBusy(this.#busy, this.#until, (target, id, answer) => this.#settle(target, async () => {
            // A job known to be running keeps its time, even if GitHub can no longer say whether it has ended.
            return this.#act(target, id, await this.#orStop(target, () => answer, this.#until));
        }));
    }
    /** Deletes what was stopped while busy: GitHub releases a runner a while after its compute was stopped. */
    async deleteStopped() {
        const until = this.#ports.clock.now() + BUSY_AFTER_STOP_MS;
        await this.#deleteWhileBusy(this.#stopped, until, ({ target, compute }, _id, answer) => this.#settle(target, async () => ({ registration: await answer, compute })));
    }
    async #deleteWhileBusy(busy, until, onAnswer) {
        await deleteWhileBusy({
            ids: [...busy.keys()],
            until,
            ports: this.#ports,
            onAnswer: async (id, answer) => {
                const one = busy.get(id);
                if (one !== undefined)
                    await onAnswer(one, id, answer);
            },
        });
    }
    /** Acts on GitHub's answer. Returns undefined if the result is still to come. */
    async #act(target, id, registration) {
        if (registration !== 'busy')
            return { registration, compute: await this.#stopCompute(target) };
        if (!this.#policy.stopBusy || id === undefined)
            return { registration, compute: 'left-busy' };
        this.#ports.log.warning(`Runner ${target.runnerName} is still busy; it is stopped together with its job.`);
        this.#stopped.set(id, { target, compute: await this.#stopCompute(target) });
        return undefined;
    }
    /**
     * Without GitHub's answer nobody knows whether a job is running. If jobs may be ended anyway, the compute must not go
     * on costing money because GitHub does not answer.
     * @param notBefore epoch milliseconds before which a job may not be ended
     */
    async #orStop(target, query, notBefore = 0) {
        try {
            return await query();
        }
        catch (error) {
            if (!this.#policy.stopBusy)
                throw error;
            await this.#ports.clock.sleep(Math.max(0, notBefore - this.#ports.clock.now()));
            await this.#stopCompute(target).catch((second) => {
                throw (0,errors/* combined */.yX)(error, second);
            });
            throw error;
        }
    }
    async #settle(target, work) {
        const { clock } = this.#ports;
        try {
            const result = await work();
            if (result !== undefined)
                this.settled.set(target, { result, doneAt: clock.now() });
        }
        catch (error) {
            this.settled.set(target, { error, doneAt: clock.now() });
        }
    }
    async #stopCompute({ computeId }) {
        return computeId === undefined ? 'none' : this.#ports.pool.stop(computeId, this.#policy.reason);
    }
}
async function findRegistration(target, github) {
    if (target.registration === 'none')
        return undefined;
    if (target.registration !== 'unknown')
        return target.registration;
    return (await github.findRunner(target.runnerName))?.id;
}


/***/ }),

/***/ 1892:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Uy: () => (/* binding */ MS_PER_READ),
/* harmony export */   dq: () => (/* binding */ pollInterval),
/* harmony export */   f1: () => (/* binding */ watchInterval),
/* harmony export */   nV: () => (/* binding */ READY_INTERVAL_MS)
/* harmony export */ });
/** Milliseconds after which polling slows down: runners on a warm host are online within this time. */
const EAGER_MS = 30_000;
/**
 * Milliseconds until the next poll: 1.5 to 1.7 s during the first 30 s, then a tenth of the time already waited. A
 * change is therefore noticed within a second on average, later within a tenth of the wait, and a wait of 15 minutes
 * takes about fifty polls. Polling more often than every 1.5 s would be too much for 30 concurrent starts in one
 * account.
 * @param waitedMs since the wait began
 * @param fraction random, 0 to 1: keeps many starts from polling in step
 */
function pollInterval(waitedMs, fraction) {
    return waitedMs < EAGER_MS ? 1500 + 200 * fraction : waitedMs / 10;
}
/**
 * Milliseconds until the next poll of running compute whose runner is still connecting: after 8, 24 and 72 s, then
 * every minute. By then the start is waiting for GitHub; this poll only detects a container that died, which mostly
 * happens in its first seconds.
 */
function watchInterval(runningMs) {
    return Math.min(60_000, Math.max(8000, 2 * runningMs));
}
/**
 * Milliseconds between polls of a runner that is online while the start waits for others: GitHub removes idle runners,
 * and one that is found missing early is replaced by the time the last one is online.
 */
const READY_INTERVAL_MS = 30_000;
/**
 * Milliseconds by which each read of several registrations delays the next poll of them: 300 reads a minute, which leaves
 * creations (400 points of 900) and removals their part, and keeps 15 minutes within 5,000 requests an hour.
 */
const MS_PER_READ = 200;


/***/ }),

/***/ 3881:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ forEachConcurrently),
/* harmony export */   j: () => (/* binding */ Semaphore)
/* harmony export */ });
/** How many pieces of work run concurrently: well below GitHub's limit of 100 concurrent requests. */
const CONCURRENCY = 10;
/** Does `work` for every item, a few at a time. @throws the first failure; items not started by then are skipped */
async function forEachConcurrently(items, work) {
    const queue = [...items];
    const workers = Array.from({ length: Math.min(CONCURRENCY, queue.length) }, async () => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift())
            await work(item);
    });
    await Promise.all(workers);
}
/** Runs a few pieces of work at a time, in the order in which they arrive. */
class Semaphore {
    #free = CONCURRENCY;
    #queue = [];
    async run(work) {
        if (this.#free > 0)
            this.#free -= 1;
        else
            await new Promise((resolve) => this.#queue.push(resolve));
        try {
            return await work();
        }
        finally {
            const next = this.#queue.shift();
            // The slot is passed on directly, so that a newcomer cannot jump the queue.
            if (next === undefined)
                this.#free += 1;
            else
                next();
        }
    }
}


/***/ }),

/***/ 8604:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lw: () => (/* binding */ taskArn),
/* harmony export */   Pc: () => (/* binding */ definitionArn),
/* harmony export */   bf: () => (/* binding */ ownerOf),
/* harmony export */   fw: () => (/* binding */ requestedTasks)
/* harmony export */ });
/* harmony import */ var _aws_arn_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7501);
/* harmony import */ var _aws_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9507);
/* harmony import */ var _core_util_shorten_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4694);



/** Partition and account of an ARN that was given or checked. */
function ownerOf(arn) {
    const parsed = (0,_aws_arn_js__WEBPACK_IMPORTED_MODULE_1__/* .parseArn */ .L)(arn);
    return parsed && { partition: parsed.partition, account: parsed.account };
}
/**
 * Checks that a task ARN from ECS belongs to the requested cluster and returns it: tasks elsewhere are never described,
 * stopped or presented to users as theirs.
 * @throws RunnerError if it is missing, not an ARN, or of another cluster
 */
function taskArn(value, context) {
    const { operation, cluster } = context;
    const text = typeof value === 'string' ? value : '';
    const arn = (0,_aws_arn_js__WEBPACK_IMPORTED_MODULE_1__/* .parseArn */ .L)(text);
    const { cluster: named, id } = /^task\/(?:(?<cluster>[A-Za-z0-9_-]+)\/)?(?<id>[A-Za-z0-9-]+)$/.exec(arn?.resource ?? '')?.groups ?? {};
    if (arn === undefined || id === undefined)
        throw (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .malformedAnswer */ .eA)(operation, `a task without an ARN (${shown(text)})`);
    const wanted = (0,_aws_arn_js__WEBPACK_IMPORTED_MODULE_1__/* .resourceName */ .I)(cluster.name);
    const owner = cluster.owner ?? ownerOf(cluster.name);
    const isElsewhere = arn.service !== 'ecs' ||
        arn.region !== cluster.region ||
        // Accounts that never opted in to the long format have no cluster in their ARNs.
        (named !== undefined && named !== wanted) ||
        (owner !== undefined && (arn.partition !== owner.partition || arn.account !== owner.account));
    if (!isElsewhere)
        return text;
    const account = owner === undefined ? '' : `, account ${owner.account}`;
    throw (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .malformedAnswer */ .eA)(operation, `the task ${shown(text)}, which is not in cluster ${wanted}, region ${cluster.region}${account}`);
}
/**
 * Checks that all tasks of an answer were requested and are in the requested cluster, and returns them.
 * @throws RunnerError if the list is missing (an empty one would mean that there is nothing) or contains anything else
 */
function requestedTasks(tasks, context) {
    const { operation, requested } = context;
    if (!Array.isArray(tasks))
        throw (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .malformedAnswer */ .eA)(operation, 'no list of tasks');
    const ids = new Set(requested.map(_aws_arn_js__WEBPACK_IMPORTED_MODULE_1__/* .resourceName */ .I));
    for (const task of tasks) {
        const arn = taskArn(task.taskArn, context);
        if (!ids.has((0,_aws_arn_js__WEBPACK_IMPORTED_MODULE_1__/* .resourceName */ .I)(arn)))
            throw (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .malformedAnswer */ .eA)(operation, `the task ${arn}, which was not requested`);
    }
    return tasks;
}
/** Checks that a task definition's ARN is of the requested one and returns it. @throws RunnerError otherwise */
function definitionArn(value, context) {
    const { wanted, cluster } = context;
    const operation = `ecs:DescribeTaskDefinition on ${wanted}`;
    const text = typeof value === 'string' ? value : '';
    const arn = (0,_aws_arn_js__WEBPACK_IMPORTED_MODULE_1__/* .parseArn */ .L)(text);
    const [kind, name = ''] = arn?.resource.split('/') ?? [];
    if (arn === undefined || kind !== 'task-definition') {
        throw (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .malformedAnswer */ .eA)(operation, `a task definition without an ARN (${shown(text)})`);
    }
    const [family, revision] = name.split(':');
    const [wantedFamily, wantedRevision] = (0,_aws_arn_js__WEBPACK_IMPORTED_MODULE_1__/* .resourceName */ .I)(wanted).split(':');
    const isWanted = arn.service === 'ecs' &&
        arn.region === cluster.region &&
        family === wantedFamily &&
        /^\d+$/.test(revision ?? '') &&
        (wantedRevision === undefined || revision === wantedRevision);
    if (isWanted)
        return text;
    throw (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .malformedAnswer */ .eA)(operation, `another task definition, ${shown(text)} (requested region: ${cluster.region})`);
}
function shown(text) {
    return JSON.stringify((0,_core_util_shorten_js__WEBPACK_IMPORTED_MODULE_2__/* .shorten */ .m)(text, 300));
}


/***/ }),

/***/ 5927:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   YR: () => (/* binding */ parseCapacities),
/* harmony export */   eE: () => (/* binding */ isFargateProvider),
/* harmony export */   rd: () => (/* binding */ isFargate),
/* harmony export */   y_: () => (/* binding */ CAPACITY_FORM)
/* harmony export */ });
/* unused harmony export parseCapacityEntry */
/** Most providers in one strategy (limit of the ECS API). */
const STRATEGY_ITEMS_AT_MOST = 20;
/** Most entries: more than anybody needs, and each may cost a request and a wait. */
const ENTRIES_AT_MOST = 20;
/** For error messages. */
const CAPACITY_FORM = 'EC2, FARGATE, FARGATE_SPOT, EXTERNAL, cluster-default, the name of a capacity provider, or a weighted strategy ' +
    '`name=weight[:base] + name=weight`, each optionally with `@task-definition`';
/** Parses the `capacity` input into its entries, or all its problems. */
function parseCapacities(texts) {
    const entries = [];
    const problems = [];
    for (const [index, text] of texts.entries()) {
        const entry = parseCapacityEntry(text);
        if (typeof entry === 'string')
            problems.push(`${JSON.stringify(text)} ${entry}`);
        else if (texts.indexOf(text) < index)
            problems.push(`${JSON.stringify(text)} is named twice`);
        else
            entries.push(entry);
    }
    if (texts.length > ENTRIES_AT_MOST)
        problems.push(`it has ${texts.length} entries, more than ${ENTRIES_AT_MOST}`);
    return problems.length > 0 ? { problems } : { entries };
}
/** Parses one entry; returns a text if it is wrong. */
function parseCapacityEntry(text) {
    const at = text.indexOf('@');
    const spec = (at < 0 ? text : text.slice(0, at)).trim();
    const taskDefinition = at < 0 ? undefined : text.slice(at + 1).trim();
    if (spec === '')
        return 'names no capacity';
    if (taskDefinition === '')
        return 'has nothing after its @';
    const target = parseTarget(spec);
    if (typeof target === 'string')
        return target;
    return { text, target, ...(taskDefinition !== undefined && { taskDefinition }) };
}
function parseTarget(spec) {
    switch (spec) {
        case 'EC2':
        case 'FARGATE':
        case 'EXTERNAL':
            return { kind: 'launch-type', launchType: spec };
        case 'cluster-default':
            return { kind: 'cluster-default' };
        default: {
            const meant = ['EC2', 'FARGATE', 'FARGATE_SPOT', 'EXTERNAL', 'cluster-default'].find((word) => word.toLowerCase() === spec.toLowerCase() && word !== spec);
            return meant === undefined ? parseStrategy(spec) : `is written ${meant}`;
        }
    }
}
function parseStrategy(spec) {
    const items = [];
    for (const part of spec.split('+')) {
        const match = /^([A-Za-z0-9_-]{1,255})(?:=(\d{1,4})(?::(\d{1,6}))?)?$/.exec(part.trim());
        const [, capacityProvider, weight = '1', base = '0'] = match ?? [];
        if (capacityProvider === undefined)
            return `"${part.trim()}" is not a capacity provider with weight and base`;
        if (Number(weight) > 1000)
            return `the weight of ${capacityProvider} is over 1000`;
        if (Number(base) > 100_000)
            return `the base of ${capacityProvider} is over 100000`;
        items.push({ capacityProvider, weight: Number(weight), base: Number(base) });
    }
    if (items.length > STRATEGY_ITEMS_AT_MOST)
        return `has more than ${STRATEGY_ITEMS_AT_MOST} capacity providers`;
    if (items.filter(({ base }) => base > 0).length > 1)
        return 'gives a base to more than one capacity provider';
    if (items.every(({ weight }) => weight === 0))
        return 'gives every capacity provider the weight 0';
    const fargate = items.filter(({ capacityProvider }) => isFargateProvider(capacityProvider)).length;
    if (fargate > 0 && fargate < items.length)
        return 'mixes Fargate with other capacity providers, which ECS refuses';
    return { kind: 'strategy', items };
}
/** Whether a target is Fargate; `unknown` for the default, which only the cluster knows. */
function isFargate(target) {
    switch (target.kind) {
        case 'launch-type':
            return target.launchType === 'FARGATE';
        case 'strategy':
            return target.items.some(({ capacityProvider }) => isFargateProvider(capacityProvider));
        case 'cluster-default':
            return 'unknown';
    }
}
/** Whether a capacity provider is one of AWS's own, which need no Auto Scaling group. */
function isFargateProvider(name) {
    return name === 'FARGATE' || name === 'FARGATE_SPOT';
}


/***/ }),

/***/ 6447:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H8: () => (/* binding */ HANDOVER_VARIABLE),
/* harmony export */   Lz: () => (/* binding */ LIMIT_VARIABLE),
/* harmony export */   MJ: () => (/* binding */ JIT_CONFIG_VARIABLE),
/* harmony export */   jn: () => (/* binding */ limitVariables),
/* harmony export */   k8: () => (/* binding */ STOP_TIMEOUT_VARIABLE)
/* harmony export */ });
/** The variable from which the runner reads its JIT config (actions/runner: any ACTIONS_RUNNER_INPUT_<NAME>). */
const JIT_CONFIG_VARIABLE = 'ACTIONS_RUNNER_INPUT_JITCONFIG';
/** Limits of the start script (runner/start.sh), in whole minutes; also set for an image's own script. */
const LIMIT_VARIABLE = { idle: 'EGR_IDLE_TIMEOUT_MINUTES', lifetime: 'EGR_MAX_LIFETIME_MINUTES' };
/** Seconds between the platform's signal and its SIGKILL; the start script's default is that of ECS, 30. */
const STOP_TIMEOUT_VARIABLE = 'EGR_STOP_TIMEOUT_SECONDS';
/** Variables with which the start script passes the credentials endpoint on to the job. */
const HANDOVER_VARIABLE = {
    workFolder: 'EGR_WORK_FOLDER',
    dockerSteps: 'EGR_CREDENTIALS_FOR_DOCKER_STEPS',
};
/** The limits as the start script reads them. */
function limitVariables({ idleMinutes, lifetimeMinutes }) {
    return { [LIMIT_VARIABLE.idle]: String(idleMinutes), [LIMIT_VARIABLE.lifetime]: String(lifetimeMinutes) };
}


/***/ }),

/***/ 4370:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  T: () => (/* binding */ awsSettings)
});

// UNUSED EXPORTS: agentsKnowProxies

;// CONCATENATED MODULE: ./src/aws/shared-credentials.js
/** The SDK fetches new credentials when its present ones are valid for less than this, in milliseconds. */
const ABOUT_TO_EXPIRE_MS = 5 * 60_000;
/**
 * Lets all clients of a step share one session: each SDK client caches its own credentials, so two clients would assume
 * the role twice. `provider` is called again when a session is about to expire, or when the last call failed.
 */
function sharedCredentials(provider) {
    let last;
    const fetch = () => {
        const fetched = provider();
        last = fetched;
        fetched.catch(() => {
            if (last === fetched)
                last = undefined;
        });
        return fetched;
    };
    return async () => {
        const found = last;
        if (found === undefined)
            return fetch();
        if (!isAboutToExpire(await found))
            return found;
        // Another client may have fetched new ones while this one awaited.
        return last === undefined || last === found ? fetch() : last;
    };
}
function isAboutToExpire({ expiration }) {
    return expiration !== undefined && expiration.getTime() - Date.now() < ABOUT_TO_EXPIRE_MS;
}

// EXTERNAL MODULE: ./src/core/report/timeline.js
var timeline = __webpack_require__(7682);
// EXTERNAL MODULE: ./src/wiring/retry-budget.js
var retry_budget = __webpack_require__(639);
;// CONCATENATED MODULE: ./src/wiring/aws-settings.js



/**
 * How the clients of a root connect to AWS. The role, if any, is assumed once for all of them, at the first request.
 * @param options.retryBudgetMs milliseconds for which requests may still be retried
 */
function awsSettings(options) {
    const { access, root, retryBudgetMs = () => retry_budget/* DEFAULT_RETRY_BUDGET_MS */.G, measure = timeline/* unmeasured */.Q } = options;
    const { region, webIdentity, proxy } = access;
    const { log, mask, idToken } = root;
    if (proxy !== undefined && !agentsKnowProxies(process.versions.node)) {
        log.warning(`Node ${process.versions.node} of this runner is older than 24.5: requests bypass the proxy. Update the runner.`);
    }
    const common = { region, log, retryBudgetMs, ...(proxy && { proxy }) };
    if (webIdentity === undefined)
        return common;
    if (idToken === undefined)
        throw new Error('A role is to be assumed with an OIDC token, but this root has none.');
    const assumed = async () => {
        // The STS client is loaded only if needed, while the token for it is being requested.
        const [token, { webIdentityCredentials }] = await Promise.all([
            measure('OIDC', () => idToken({ audience: webIdentity.audience, retryBudgetMs, ...(proxy && { proxy }) })),
            Promise.all(/* import() */[__webpack_require__.e(933), __webpack_require__.e(747)]).then(__webpack_require__.bind(__webpack_require__, 3747)),
        ]);
        const getToken = async () => token;
        return webIdentityCredentials({ ...webIdentity, client: common, mask, measure, getIdToken: getToken })();
    };
    return { ...common, credentials: sharedCredentials(assumed) };
}
/** Node's agents support proxies from 24.5 on; older ones would silently bypass them. */
function agentsKnowProxies(nodeVersion) {
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    return major > 24 || (major === 24 && minor >= 5);
}


/***/ }),

/***/ 4360:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  kS: () => (/* binding */ connectEcsLauncher),
  wh: () => (/* binding */ connectEcsPool),
  UY: () => (/* binding */ connectGitHub),
  h5: () => (/* binding */ connectRuns)
});

// EXTERNAL MODULE: ./src/core/report/timeline.js
var timeline = __webpack_require__(7682);
// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/secret.js
var secret = __webpack_require__(6588);
// EXTERNAL MODULE: ./src/core/words.js
var words = __webpack_require__(3919);
// EXTERNAL MODULE: ./src/core/util/shorten.js
var shorten = __webpack_require__(4694);
;// CONCATENATED MODULE: ./src/github/scope.js
/** The scope as used in tags and texts, such as `repo:octo-org/octo-repo`. */
function scopeName(scope) {
    switch (scope.kind) {
        case 'repo':
            return `repo:${scope.owner}/${scope.repo}`;
        case 'org':
            return `org:${scope.org}`;
        case 'enterprise':
            return `enterprise:${scope.enterprise}`;
    }
}
/** The scope's path in GitHub's API, without a trailing slash. */
function scopePath(scope) {
    switch (scope.kind) {
        case 'repo':
            return `/repos/${encodeURIComponent(scope.owner)}/${encodeURIComponent(scope.repo)}`;
        case 'org':
            return `/orgs/${encodeURIComponent(scope.org)}`;
        case 'enterprise':
            return `/enterprises/${encodeURIComponent(scope.enterprise)}`;
    }
}
/** What a token needs to manage the scope's runners, in GitHub's words. */
function neededPermission(scope) {
    switch (scope.kind) {
        case 'repo':
            return 'a fine-grained token or App with "Administration: read and write" on the repository, or a classic token with the scope repo';
        case 'org':
            return 'a fine-grained token or App with "Self-hosted runners: read and write" on the organization, or a classic token with the scope admin:org';
        case 'enterprise':
            return 'a classic token with the scope manage_runners:enterprise (Apps and fine-grained tokens cannot manage enterprise runners)';
    }
}

;// CONCATENATED MODULE: ./src/github/errors.js




const LOST = 'answerWasLost';
/** Notes on a request's options, which all its attempts share, that an answer was lost. */
function noteLostAnswer(request) {
    Object.assign(request, { [LOST]: true });
}
/** Reads the parts of an Octokit error. */
function githubFailure(error) {
    const fields = typeof error === 'object' && error !== null ? { ...error } : {};
    const { status, response, request } = fields;
    const sent = isRecord(request) && isRecord(request['request']) ? request['request'] : {};
    const message = error instanceof Error ? error.message : String(error);
    const headers = isRecord(response) && isRecord(response['headers']) ? response['headers'] : {};
    return {
        // Octokit reports a failed connection as a 500, but then there is no response.
        status: isRecord(response) && typeof status === 'number' ? status : undefined,
        message: plainText(message),
        isRateLimit: headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(message),
        retryAfterSeconds: /^\d{1,9}$/.test(String(headers['retry-after'])) ? Number(headers['retry-after']) : undefined,
        isAfterLostAnswer: sent[LOST] === true,
    };
}
/** Octokit's message is the whole body if that is not JSON; only the title of an error page helps. */
function plainText(message) {
    if (!/^\s*<(!doctype|html|head|body)/i.test(message))
        return (0,shorten/* shorten */.m)(message.replaceAll(/\s+/g, ' '), 500);
    const title = /<title[^>]*>([^<]+)/i.exec(message.slice(0, 10_000))?.[1]?.replaceAll(/\s+/g, ' ').trim();
    return `an HTML page${title ? ` ("${(0,shorten/* shorten */.m)(title, 200)}")` : ''}`;
}
/** Explains a failed GitHub call in the user's terms. `doing` completes "GitHub … while …". */
function toRunnerError(error, call) {
    if (error instanceof errors/* RunnerError */.Rn)
        return error;
    const { status, message, isRateLimit, retryAfterSeconds, isAfterLostAnswer } = githubFailure(error);
    const { doing, scope } = call;
    const where = scopeName(scope);
    const needed = neededPermission(scope);
    const make = (kind, text, hint) => new errors/* RunnerError */.Rn({
        kind,
        message: `${text} while ${doing} in ${where}: ${message}`,
        hint,
        // A refusal of a retry says nothing about the first attempt.
        hadNoEffect: kind !== 'transient' && !isAfterLostAnswer,
        cause: error,
    });
    if ((status === 403 || status === 429) && isRateLimit) {
        const wait = retryAfterSeconds === undefined ? '' : ` (retry after ${retryAfterSeconds} s)`;
        return new errors/* RunnerError */.Rn({
            kind: 'transient',
            message: `GitHub's rate limit was reached and could not be waited out in the time left${wait} while ${doing} in ${where}: ${message}`,
            hint: `${words/* STEP */.RZ.again} later; a GitHub App has a higher limit than a token.`,
            hadNoEffect: !isAfterLostAnswer,
            cause: error,
        });
    }
    switch (status) {
        case undefined:
            return make('transient', 'GitHub did not answer', `Check that this machine can reach the GitHub API (a proxy?), then ${words/* STEP */.RZ.again}.`);
        case 401:
            return make('permission', 'GitHub refused the token (401)', 'The token is wrong, expired or revoked, or the App key does not belong to the App. Replace it with ' +
                needed +
                '.');
        case 403:
            return make('permission', 'GitHub says that the token may not do that (403)', `Use ${needed}. A GITHUB_TOKEN can never manage runners. If the token is right, it may need SSO authorization.`);
        case 404:
            return make('configuration', 'GitHub does not find it, or the token may not see it (404)', `Check ${words/* SETTING */.HG.scope} and the name ${where}; GitHub also answers 404 if the token has no access. It must be ${needed}.`);
        case 422:
            return make('configuration', 'GitHub refused the request (422)', 'Correct what the message refers to.');
        default:
            return status >= 500
                ? make('transient', `GitHub failed (${status})`, `${words/* STEP */.RZ.again}; see githubstatus.com.`)
                : make('configuration', `GitHub refused the request (${status})`, 'Correct what the message refers to.');
    }
}
function isRecord(value) {
    return typeof value === 'object' && value !== null;
}

// EXTERNAL MODULE: ../node_modules/@actions/github/lib/utils.js + 15 modules
var utils = __webpack_require__(943);
// EXTERNAL MODULE: ../node_modules/@octokit/plugin-retry/dist-bundle/index.js
var dist_bundle = __webpack_require__(6553);
// EXTERNAL MODULE: ../node_modules/@octokit/plugin-throttling/dist-bundle/index.js
var plugin_throttling_dist_bundle = __webpack_require__(398);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
;// CONCATENATED MODULE: ./src/github/fetch.js





/** Milliseconds after which no answer will come any more: the slowest, a new JIT config, takes 2 s. */
const ANSWER_TIMEOUT_MS = 20_000;
/** A page of 100 runners is about 200 KB; an answer of more bytes than this is not from GitHub's API. */
const MAX_ANSWER_BYTES = 5_000_000;
/** GitHub's answers if something was renamed or moved: the same request is expected at the new address. */
const REDIRECTS = [301, 302, 307, 308];
const MAX_REDIRECTS = 5;
/**
 * The parts of fetch that Octokit uses, over `node:http`, which the AWS SDK loads anyway; undici, the toolkit's and
 * Node's own, would cost 50 to 70 ms more. The whole answer is read within a deadline and a size, and a truncated body
 * fails the request; Octokit would take it for an empty one.
 */
function boundedFetch(proxy) {
    const options = proxy && { keepAlive: true, proxyEnv: { ...proxy } };
    const agents = options
        ? { http: new external_node_http_.Agent(options), https: new external_node_https_.Agent(options) }
        : { http: external_node_http_.globalAgent, https: external_node_https_.globalAgent };
    const bounded = async (url, init) => {
        const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
        const outgoing = {
            method: init.method ?? 'GET',
            headers: { ...init.headers, 'accept-encoding': 'gzip' },
            body: init.body,
            agents,
            signal,
        };
        return await send(new URL(url), outgoing).catch((error) => {
            throw signal.aborted
                ? new Error(`no complete answer within ${ANSWER_TIMEOUT_MS / 1000} s`, { cause: error })
                : error;
        });
    };
    // Octokit passes a text and plain objects, and reads only the parts of the answer that are here.
    return bounded;
}
async function send(url, outgoing, redirects = 0) {
    const { method, headers, body, agents, signal } = outgoing;
    const isSecure = url.protocol === 'https:';
    const response = await new Promise((resolve, reject) => {
        (isSecure ? external_node_https_ : external_node_http_)
            .request(url, { method, headers, signal, agent: isSecure ? agents.https : agents.http })
            .once('response', resolve)
            .once('error', reject)
            .end(body);
    });
    const { statusCode: status = 0, statusMessage: statusText } = response;
    const bytes = await readBounded(await decoded(response));
    const { location } = response.headers;
    if (REDIRECTS.includes(status) && location !== undefined && redirects < MAX_REDIRECTS) {
        const target = new URL(location, url);
        if (target.origin !== url.origin)
            throw redirectedAway(target);
        return send(target, outgoing, redirects + 1);
    }
    return {
        status,
        statusText,
        url: url.href,
        headers: new Map(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
        text: async () => bytes.toString('utf8'),
        arrayBuffer: async () => Uint8Array.from(bytes).buffer,
    };
}
async function decoded(response) {
    if (response.headers['content-encoding'] !== 'gzip')
        return response;
    const { createGunzip } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 8522, 19));
    // The reader of the result gets the error of either stream.
    return (0,external_node_stream_.pipeline)(response, createGunzip(), () => undefined);
}
async function readBounded(body) {
    const chunks = [];
    let size = 0;
    // An error that leaves the loop destroys the stream, which closes the connection.
    for await (const chunk of body) {
        size += chunk.byteLength;
        if (size > MAX_ANSWER_BYTES)
            throw tooLarge();
        chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
}
function tooLarge() {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `An answer from GitHub was refused: it is larger than ${MAX_ANSWER_BYTES / 1_000_000} MB.`,
        hint: `Check that GITHUB_API_URL is the API of a GitHub, and that no proxy answers in its place; then ${words/* STEP */.RZ.again}.`,
    });
}
/** The token must not go to any other address. */
function redirectedAway({ origin }) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub's API redirects to another address, ${origin}; the redirect was not followed.`,
        hint: `Check GITHUB_API_URL, and that no proxy answers in place of GitHub; then ${words/* STEP */.RZ.again}.`,
    });
}

;// CONCATENATED MODULE: ./src/github/points-pacer.js


/**
 * GitHub's secondary limits for one principal within any minute: "best practices for using the REST API" and "rate
 * limits for the REST API" in its documentation. It allows 100 concurrent requests; a fifth of that is plenty.
 */
const LIMITS = { creations: 80, points: 900, concurrent: 20 };
/** GitHub counts a request at some moment before its answer; half a second is added because clocks differ. */
const WINDOW_MS = 60_500;
const POINTS = { read: 1, write: 5 };
/** The process's own timers. */
const systemTime = {
    now: () => Date.now(),
    sleep: (ms, signal) => new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener('abort', () => {
            clearTimeout(timer);
            resolve();
        });
    }),
};
/**
 * Sends each request as soon as GitHub's secondary limits allow, and no earlier: it keeps the last minute's requests,
 * and each counts until a minute after its answer. So a few requests go at once, and many are never refused by GitHub.
 * Creations (POST) and other requests have a queue each; while creations wait, the others leave them the points that
 * they need.
 *
 * It has the interface of a queue group of the throttling plugin, whose own groups allow ten concurrent requests and
 * one write a second.
 */
class PointsPacer {
    #retryBudgetMs;
    #clock;
    #sent = [];
    #inFlight = 0;
    #queues = { creations: [], others: [] };
    /** Cancels the timer of the next release: a timer left behind would keep the process alive. */
    #nextRelease = new AbortController();
    /** @param options.retryBudgetMs milliseconds that a request may still wait, read at each release */
    constructor(options) {
        this.#retryBudgetMs = options.retryBudgetMs;
        this.#clock = options.clock ?? systemTime;
    }
    /** The key by which the plugin finds a group's queue. */
    key() {
        return this;
    }
    /**
     * Sends a request when the limits allow it.
     * @throws RunnerError if that would be after the retry budget is spent
     */
    async schedule(_jobOptions, request, options) {
        const { method } = options;
        const sent = await new Promise((go, refuse) => {
            const waiting = { points: pointsOf(method), isCreation: method === 'POST', go, refuse };
            (waiting.isCreation ? this.#queues.creations : this.#queues.others).push(waiting);
            this.#release();
        });
        try {
            return await request(options);
        }
        finally {
            this.#inFlight -= 1;
            sent.leavesAt = this.#clock.now() + WINDOW_MS;
            this.#release();
        }
    }
    /** Counts a request that the retry plugin retries by itself. */
    countAgain(method) {
        const leavesAt = this.#clock.now() + WINDOW_MS;
        this.#sent.push({ points: pointsOf(method), isCreation: method === 'POST', leavesAt });
    }
    /** Releases the requests that may be sent, and schedules the next release. */
    #release() {
        this.#nextRelease.abort();
        const now = this.#clock.now();
        this.#sent = this.#sent.filter(({ leavesAt }) => leavesAt > now);
        const { creations, others } = this.#queues;
        for (const queue of [creations, others]) {
            for (let first = queue[0]; first !== undefined && this.#mayGo(first); first = queue[0]) {
                queue.shift();
                this.#go(first);
            }
        }
        if (creations.length === 0 && others.length === 0)
            return;
        const soonest = Math.min(...this.#sent.map(({ leavesAt }) => leavesAt));
        // An answer must come first, and it triggers a release.
        if (soonest === Infinity || this.#inFlight >= LIMITS.concurrent)
            return;
        if (this.#inFlight === 0 && soonest - now >= this.#retryBudgetMs())
            this.#refuseAll(soonest - now);
        else
            this.#releaseAt(soonest);
    }
    #mayGo({ points, isCreation }) {
        if (this.#inFlight >= LIMITS.concurrent)
            return false;
        const spent = this.#sent.reduce((sum, one) => sum + one.points, 0);
        const created = this.#sent.filter((one) => one.isCreation).length;
        if (isCreation)
            return created < LIMITS.creations && spent + points <= LIMITS.points;
        const kept = this.#queues.creations.length === 0 ? 0 : Math.max(0, LIMITS.creations - created) * POINTS.write;
        return spent + points + kept <= LIMITS.points;
    }
    #go({ points, isCreation, go }) {
        const sent = { points, isCreation, leavesAt: Infinity };
        this.#sent.push(sent);
        this.#inFlight += 1;
        go(sent);
    }
    #refuseAll(waitMs) {
        for (const { refuse } of [...this.#queues.creations.splice(0), ...this.#queues.others.splice(0)]) {
            refuse(tooLate(waitMs));
        }
    }
    #releaseAt(time) {
        this.#nextRelease = new AbortController();
        const { signal } = this.#nextRelease;
        void this.#clock.sleep(time - this.#clock.now(), signal).then(() => {
            if (!signal.aborted)
                this.#release();
        });
    }
}
function pointsOf(method) {
    return method === 'GET' || method === 'HEAD' ? POINTS.read : POINTS.write;
}
function tooLate(waitMs) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub accepts ${LIMITS.creations} registrations and ${LIMITS.points} points of requests a minute; the next request ` +
            `could be sent in ${Math.ceil(waitMs / 1000)} s, which is longer than the time left. It was not sent.`,
        hint: `Raise ${words/* SETTING */.HG.startupTimeout} (256 runners take over 3 minutes to register), or start fewer runners.`,
        hadNoEffect: true,
    });
}

;// CONCATENATED MODULE: ./src/github/octokit.js







/**
 * Answers that the retry plugin must not retry: the same request will not change them. Its own list lacks 409 (the name
 * exists) and 429; the throttling plugin handles a 429 and waits as long as the header says.
 */
const FINAL_STATUS = [400, 401, 403, 404, 409, 410, 422, 429, 451];
/** Retries of a failure; rate limits are waited out as often as they come. */
const RETRIES = 3;
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
/**
 * Keeps the retry plugin within the retry budget. It comes before that plugin in the list, so it sees an error first.
 * Without it, a GitHub that never answers would carry a start a minute and a half past its timeout.
 */
function withinRetryBudget(octokit, { connection, pacer }) {
    if (connection === undefined)
        return;
    octokit.hook.error('request', (error, options) => {
        // An answer that we refused unread would come again.
        if (error instanceof Error && error.cause instanceof errors/* RunnerError */.Rn)
            throw error.cause;
        nameLimit(error);
        const { method, url, request } = options;
        const { status, message } = githubFailure(error);
        if (status === undefined || status >= 500)
            noteLostAnswer(request);
        if (status !== undefined && FINAL_STATUS.includes(status))
            throw error;
        // The plugin's own schedule: 1, 4 and 9 s.
        const count = (request.retryCount ?? 0) + 1;
        const delayMs = count ** 2 * 1000;
        if (delayMs >= connection.retryBudgetMs())
            request.retries = 0;
        else if (count <= RETRIES) {
            connection.log.info(`${method} ${url}: ${message}: retrying in ${delayMs / 1000} s.`);
            pacer?.countAgain(method);
        }
        throw error;
    });
}
/** The throttling plugin recognizes a secondary limit only by GitHub's usual words; retry-after means the same. */
function nameLimit(error) {
    const { status, isRateLimit, message, retryAfterSeconds } = githubFailure(error);
    const isUnnamed = isRateLimit && retryAfterSeconds !== undefined && !/\bsecondary rate\b/i.test(message);
    if (isUnnamed && (status === 403 || status === 429) && error instanceof Error) {
        error.message += ' (a secondary rate limit, by its retry-after)';
    }
}
/**
 * Gives each request its own object for notes: the number of attempts, and that an answer was lost. All requests of a
 * client share Octokit's own object. It comes last in the list, so it sees a request before the other plugins.
 */
function withOwnNotes(octokit) {
    octokit.hook.before('request', (options) => {
        const { request } = options;
        Object.assign(options, { request: { ...request } });
    });
}
const OctokitWithLimits = utils/* GitHub */.gq.plugin(withinRetryBudget, dist_bundle/* retry */.L, plugin_throttling_dist_bundle/* throttling */.A, withOwnNotes);
/**
 * An Octokit that retries what may succeed, and waits out rate limits as GitHub's headers say.
 * @param pacer counts the requests of every client that it is passed to
 */
function makeOctokit(connection, auth, pacer = new PointsPacer(connection)) {
    const waitOut = (what) => (retryAfter, request) => {
        const { log, retryBudgetMs } = connection;
        const willWait = retryAfter * 1000 <= retryBudgetMs();
        log.info(`GitHub's ${what} rate limit stopped ${request.method} ${request.url}: ` +
            (willWait ? `retrying in ${retryAfter} s.` : `the wait of ${retryAfter} s is longer than the time left.`));
        return willWait;
    };
    // Typed as object, since the plugin declares a whole class but uses two of its methods. The global group paces all
    // requests, so writes need no second between them.
    const groups = { global: pacer, write: { key: () => ({ schedule: async () => undefined }) } };
    return new OctokitWithLimits({
        ...(0,utils/* getOctokitOptions */.EG)(auth, {}),
        connection,
        pacer,
        baseUrl: connection.apiUrl,
        log: SILENT,
        request: { fetch: boundedFetch(connection.proxy) },
        retry: { doNotRetry: FINAL_STATUS, retries: RETRIES },
        throttle: {
            onRateLimit: waitOut('primary'),
            onSecondaryRateLimit: waitOut('secondary'),
            ...groups,
        },
    });
}

;// CONCATENATED MODULE: ./src/github/parse.js


/** Parses a runner of GitHub's API. @throws RunnerError if a field that we act on is missing */
function parseRunner(value) {
    const { id, name, status, busy, labels } = record(value, 'a runner');
    if (typeof status !== 'string' || status === '' || typeof busy !== 'boolean')
        throw malformed('a runner without status', value);
    return {
        id: identifier(id, 'a runner'),
        name: parse_text(name, "runner's name"),
        status: status === 'online' ? 'online' : 'offline',
        busy,
        labels: list(labels, 'labels').map((label) => parse_text(record(label, 'a label')['name'], "label's name")),
    };
}
/** The items of a page of GitHub's list endpoints, which wrap them: `{total_count, runners: […]}`. */
function parsePage(value, field) {
    return list(record(value, 'a page')[field], field);
}
/** The number of items on all pages; undefined if the page does not report it. */
function totalCount(value) {
    const total = record(value, 'a page')['total_count'];
    return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : undefined;
}
/** An object. */
function record(value, what) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw malformed(`something other than ${what}`, value);
    return { ...value };
}
/** A numeric id from GitHub; it goes into the paths of later requests. */
function identifier(value, of) {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0)
        return value;
    throw malformed(`${of} without an id`, value);
}
/** A base64 text: it is passed to a task unread, so it must at least use the right alphabet. */
function base64(value, what) {
    const encoded = parse_text(value, what);
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded))
        throw malformed(`an ${what} that is not base64`, value);
    return encoded;
}
/** A text that is not empty. */
function parse_text(value, what) {
    if (typeof value !== 'string' || value === '')
        throw malformed(`no ${what}`, value);
    return value;
}
function list(value, what) {
    if (!Array.isArray(value))
        throw malformed(`no list of ${what}`, value);
    return value;
}
/** An answer that cannot be used. GitHub may have acted already, so it is `transient`. */
function malformed(what, value) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub answered with ${what} (${typeof value}).`,
        hint: `Check that GITHUB_API_URL is the API of a GitHub, and that no proxy answers in its place; then ${words/* STEP */.RZ.again}.`,
    });
}

;// CONCATENATED MODULE: ./src/github/app-token.js







/** Gets an installation token, valid for an hour; the App's libraries are loaded only here. */
async function appInstallationToken(options) {
    const { app, scope, connection, mask } = options;
    const jwt = await signJwt(app);
    mask(jwt);
    // The same client as for runners: it waits out rate limits, retries failures and bounds answers.
    const octokit = makeOctokit(connection, jwt);
    try {
        let { installationId } = app;
        if (installationId === undefined) {
            const { data } = await octokit.request(`GET ${scopePath(scope)}/installation`);
            installationId = identifier(record(data, 'an installation')['id'], 'an installation');
        }
        const { data } = await octokit.request('POST /app/installations/{installationId}/access_tokens', {
            installationId,
        });
        const token = parse_text(record(data, 'a token')['token'], 'installation token');
        mask(token);
        return new secret/* Secret */.z(token);
    }
    catch (error) {
        throw explainAppFailure(error, options);
    }
}
/** The token with which an App identifies itself, valid for ten minutes. */
async function signJwt(app) {
    const { createAppAuth } = await __webpack_require__.e(/* import() */ 281).then(__webpack_require__.bind(__webpack_require__, 7281));
    try {
        const auth = createAppAuth({ appId: app.appId, privateKey: app.privateKey.reveal() });
        return (await auth({ type: 'app' })).token;
    }
    catch (error) {
        throw new errors/* RunnerError */.Rn({
            kind: 'configuration',
            message: `The private key of the GitHub App ${app.appId} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
            hint: `Put the whole PEM file, with its BEGIN and END lines, into ${words/* SETTING */.HG.appPrivateKey}.`,
            cause: error,
        });
    }
}
function explainAppFailure(error, { app, scope }) {
    if (githubFailure(error).status !== 404) {
        return toRunnerError(error, { doing: `getting a token of the App ${app.appId}`, scope });
    }
    return new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `The GitHub App ${app.appId} has no installation ${app.installationId ?? ''} that covers ${scopeName(scope)} (404).`,
        hint: `Install the App on the scope's owner, with access to the repository, or correct ${words/* SETTING */.HG.appInstallation}.`,
        cause: error,
    });
}

;// CONCATENATED MODULE: ./src/github/runners.js








/** GitHub's largest page. */
const PAGE = 100;
/** GitHub limits a group to 10,000 runners, and a scope has few groups: a longer list is not a real one. */
const MAX_PAGES = 300;
/** While the number of pages is unknown, up to three runners are read singly rather than by a page. */
const UNKNOWN_PAGES = 3;
/** The group of a repository's runners, and an organization's default group. */
const DEFAULT_GROUP_ID = 1;
/** Milliseconds after which a new token is requested: an App's token is valid for an hour. */
const TOKEN_MS = 50 * 60_000;
/** Runners of one scope over GitHub's REST API. */
class GitHubRunners {
    #scope;
    #connection;
    #token;
    #runnerGroup;
    #mask;
    #pacer;
    #octokit;
    /** Epoch milliseconds from which the token is no longer used. */
    #tokenUntil = 0;
    #groupId = DEFAULT_GROUP_ID;
    /** Runners in the scope, others' included, as the last page of the list reported it. */
    #total;
    /**
     * @param options.token called at the first request, and again every 50 minutes
     * @param options.runnerGroup a group's name or id; if empty, the default group, without a lookup
     */
    constructor(options) {
        this.#scope = options.scope;
        this.#connection = options.connection;
        this.#pacer = new PointsPacer(options.connection);
        this.#token = options.token;
        this.#runnerGroup = options.runnerGroup;
        this.#mask = options.mask;
    }
    get scope() {
        return scopeName(this.#scope);
    }
    /** Gets the token, and the runner group's id if a name was given. */
    async prepare() {
        if (/^\d+$/.test(this.#runnerGroup))
            this.#groupId = Number(this.#runnerGroup);
        else if (this.#runnerGroup !== '')
            this.#groupId = await this.#findGroup(this.#runnerGroup);
        else
            await this.#client();
    }
    async createJitRunner(request) {
        const parameters = {
            name: request.name,
            runner_group_id: this.#groupId,
            labels: [...request.labels],
            work_folder: request.workFolder,
        };
        try {
            const { data } = await this.#request('POST', '/generate-jitconfig', parameters);
            const answer = record(data, 'a JIT config');
            const jitConfig = base64(answer['encoded_jit_config'], 'encoded_jit_config');
            this.#mask(jitConfig);
            const registration = parseRunner(answer['runner']);
            if (registration.name !== request.name)
                throw malformed('a runner that was not requested', registration.name);
            return { registration, jitConfig: new secret/* Secret */.z(jitConfig) };
        }
        catch (error) {
            if (githubFailure(error).status === 409)
                throw new errors/* NameTakenError */.B6(`${request.name} exists`, { cause: error });
            throw this.#explain(error, `registering runner ${request.name}`);
        }
    }
    async getRunner(id) {
        try {
            const runner = parseRunner((await this.#request('GET', `/${id}`)).data);
            if (runner.id !== id)
                throw malformed('a runner that was not requested', runner.id);
            return runner;
        }
        catch (error) {
            if (githubFailure(error).status === 404)
                return undefined;
            throw this.#explain(error, `reading runner ${id}`);
        }
    }
    async getRunners(ids) {
        const wanted = new Set(ids);
        const found = new Map();
        let pages = 0;
        // Pages are cheaper while fewer of them remain than runners to read.
        while (this.#pagesAfter(pages) < wanted.size) {
            pages += 1;
            for (const runner of await this.#page(pages)) {
                if (wanted.delete(runner.id))
                    found.set(runner.id, runner);
            }
        }
        // This includes runners missing from the pages: a list that changes while it is read can skip one.
        const singly = await Promise.all([...wanted].map((id) => this.getRunner(id)));
        for (const runner of singly)
            if (runner !== undefined)
                found.set(runner.id, runner);
        return { found, requests: pages + singly.length };
    }
    /** How many pages follow those already read; Infinity if none. */
    #pagesAfter(read) {
        const left = this.#total === undefined ? UNKNOWN_PAGES : Math.ceil(this.#total / PAGE) - read;
        return left > 0 ? left : Infinity;
    }
    async #page(page) {
        try {
            const { data } = await this.#request('GET', '', { per_page: PAGE, page });
            this.#total = totalCount(data) ?? 0;
            return parsePage(data, 'runners').map(parseRunner);
        }
        catch (error) {
            throw this.#explain(error, 'listing runners');
        }
    }
    async findRunner(name) {
        try {
            const items = parsePage((await this.#request('GET', '', { name, per_page: PAGE })).data, 'runners');
            // Older GHES versions ignore ?name=.
            return items.map(parseRunner).find((runner) => runner.name === name);
        }
        catch (error) {
            throw this.#explain(error, `searching for runner ${name}`);
        }
    }
    async listRunners() {
        try {
            return (await this.#pages('/actions/runners', 'runners')).map(parseRunner);
        }
        catch (error) {
            throw this.#explain(error, 'listing runners');
        }
    }
    async deleteRunner(id) {
        try {
            const { status, data } = await this.#request('DELETE', `/${id}`);
            // A proxy's page with status 200 deleted nothing, and the registration is the lock.
            if (status !== 204)
                throw malformed(`status ${status} instead of 204`, data);
            return 'deleted';
        }
        catch (error) {
            const { status } = githubFailure(error);
            if (status === 404)
                return 'absent';
            if (status === 422)
                return 'busy';
            throw this.#explain(error, `deleting runner ${id}`);
        }
    }
    async #findGroup(name) {
        let groups;
        try {
            groups = await this.#pages('/actions/runner-groups', 'runner_groups');
        }
        catch (error) {
            throw this.#explain(error, `searching for runner group ${name}`);
        }
        const named = groups.map((group) => record(group, 'a runner group'));
        const found = named.find((group) => group['name'] === name);
        if (found !== undefined)
            return identifier(found['id'], 'a runner group');
        throw new errors/* RunnerError */.Rn({
            kind: 'configuration',
            message: `There is no runner group "${name}" in ${this.scope}; its groups are: ${named.map((group) => group['name']).join(', ')}.`,
            hint: `Correct ${words/* SETTING */.HG.runnerGroup} (a name, exactly as GitHub spells it, or an id).`,
        });
    }
    async #pages(path, field) {
        const all = [];
        const octokit = await this.#client();
        for (let page = 1; page <= MAX_PAGES; page += 1) {
            const { data } = await octokit.request(`GET ${scopePath(this.#scope)}${path}`, { per_page: PAGE, page });
            const items = parsePage(data, field);
            all.push(...items);
            if (items.length < PAGE)
                return all;
        }
        throw malformed(`more than ${MAX_PAGES} pages of ${field}`, all);
    }
    async #request(method, path, parameters = {}) {
        const octokit = await this.#client();
        return octokit.request(`${method} ${scopePath(this.#scope)}/actions/runners${path}`, { ...parameters });
    }
    #client() {
        if (this.#octokit !== undefined && Date.now() < this.#tokenUntil)
            return this.#octokit;
        this.#tokenUntil = Date.now() + TOKEN_MS;
        const octokit = this.#token().then((token) => makeOctokit(this.#connection, token.reveal(), this.#pacer));
        this.#octokit = octokit;
        // If getting the token failed, the next request tries once more.
        octokit.catch(() => {
            if (this.#octokit === octokit)
                this.#octokit = undefined;
        });
        return octokit;
    }
    #explain(error, doing) {
        return toRunnerError(error, { doing, scope: this.#scope });
    }
}

;// CONCATENATED MODULE: ./src/github/runs.js





/** Workflow runs over GitHub's REST API. */
class GitHubRuns {
    #octokit;
    #connection;
    #managementToken;
    /**
     * @param options.token reads runs; the workflow's own may be enough
     * @param options.managementToken the token that manages runners, fetched only if `token` cannot see a repository
     */
    constructor(options) {
        this.#connection = options.connection;
        this.#octokit = makeOctokit(options.connection, options.token.reveal());
        this.#managementToken = options.managementToken;
    }
    async repositoryId(repository) {
        const doing = `searching for repository ${repository}`;
        try {
            return await readRepositoryId(this.#octokit, repository);
        }
        catch (error) {
            if (!isHidden(error))
                throw explain(error, { doing, repository });
        }
        const token = await this.#managementToken(repository);
        try {
            return await readRepositoryId(makeOctokit(this.#connection, token.reveal()), repository);
        }
        catch (error) {
            if (!isHidden(error))
                throw explain(error, { doing, repository });
            throw new errors/* RunnerError */.Rn({
                kind: 'configuration',
                message: `The repository ${repository} does not exist, or neither ${words/* SETTING */.HG.runsToken} nor the token that manages runners may read it.`,
                hint: `Correct ${words/* SETTING */.HG.repositories} (owner/name), or give a token that may read the repository.`,
                cause: error,
            });
        }
    }
    async getRun(repository, runId) {
        try {
            const { data } = await this.#octokit.request(`GET ${path(repository)}/actions/runs/${runId}`);
            return parseRun(data, runId);
        }
        catch (error) {
            const { status, isRateLimit } = githubFailure(error);
            if (status === 404)
                return 'absent';
            if (status === 403 && !isRateLimit)
                return 'forbidden';
            throw explain(error, { doing: `reading run ${runId}`, repository });
        }
    }
}
async function readRepositoryId(octokit, repository) {
    const { data } = await octokit.request(`GET ${path(repository)}`);
    const { id } = record(data, 'a repository');
    return identifier(id, 'a repository');
}
function parseRun(value, runId) {
    // The state of another run would end runners of this one.
    if (record(value, 'a run')['id'] !== runId)
        throw malformed('a run that was not requested', value);
    const { run_attempt: attempt, status, updated_at: updatedAt, run_started_at: startedAt } = record(value, 'a run');
    // The status may be null, and GitHub may add new ones: only this one means that the run is over.
    const isOver = status === 'completed';
    const attemptStartedAt = typeof startedAt === 'string' ? time(startedAt, 'run_started_at') : undefined;
    return {
        attempt: identifier(attempt, 'a run, in its run_attempt,'),
        attemptStartedAt,
        isOver,
        updatedAt: time(parse_text(updatedAt, 'updated_at'), 'updated_at'),
    };
}
function time(value, what) {
    const milliseconds = Date.parse(value);
    if (Number.isNaN(milliseconds))
        throw malformed(`an invalid time in ${what}`, value);
    return milliseconds;
}
function path(repository) {
    return `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;
}
/** 403 or 404: another token may see what this one cannot. */
function isHidden(error) {
    const { status, isRateLimit } = githubFailure(error);
    return status === 404 || (status === 403 && !isRateLimit);
}
function explain(error, call) {
    const [owner = '', repo = ''] = call.repository.split('/');
    if (githubFailure(error).status !== 401) {
        return toRunnerError(error, { doing: call.doing, scope: { kind: 'repo', owner, repo } });
    }
    return new errors/* RunnerError */.Rn({
        kind: 'permission',
        message: `GitHub refused ${words/* SETTING */.HG.runsToken} (401) while ${call.doing} in ${call.repository}.`,
        hint: `The token is wrong, expired or revoked. Replace ${words/* SETTING */.HG.runsToken}, or ${words/* STEP */.RZ.letRunsBeRead}.`,
        cause: error,
    });
}

// EXTERNAL MODULE: ./src/aws/errors.js
var aws_errors = __webpack_require__(9507);
// EXTERNAL MODULE: ./src/core/tags.js
var core_tags = __webpack_require__(2773);
// EXTERNAL MODULE: ./src/providers/ecs/answered.js
var answered = __webpack_require__(8604);
;// CONCATENATED MODULE: ./src/providers/start-script/exit-codes.js

const IMAGE_HINT = "See the container's log. Is the runner installed in /home/runner (or RUNNER_ROOT)? The image also needs bash 4.3 or " +
    'later, coreutils and gzip, and its user must be able to write to that folder and to the temporary one. The official ' +
    'image ghcr.io/actions/actions-runner has all that.';
const CONNECTION_HINT = 'Check that the task can reach GitHub (NAT, proxy, security group).';
/** Exit codes of runner/start.sh; docs/start-script.md lists them. Those of signals are not among them. */
const MEANINGS = {
    0: {
        kind: 'transient',
        hint: `The runner ended by itself: it had its job already, or, with ${words/* SETTING */.HG.imageStartScript}, its registration was ` +
            "removed or its version is no longer accepted. See the container's log and the list of runners in GitHub's " +
            `settings, then ${words/* STEP */.RZ.startAgain}.`,
    },
    64: { kind: 'configuration', hint: IMAGE_HINT },
    65: { kind: 'configuration', hint: IMAGE_HINT },
    66: {
        kind: 'configuration',
        hint: `The container that was started got no JIT config. Check that ${words/* SETTING */.HG.container} names the right one.`,
    },
    67: { kind: 'configuration', hint: 'Correct the EGR_ variables that the image or the task definition sets.' },
    68: { kind: 'configuration', hint: IMAGE_HINT },
    69: { kind: 'configuration', hint: IMAGE_HINT },
    70: {
        kind: 'transient',
        hint: `No job came within ${words/* SETTING */.HG.idleTimeout}, or GitHub gave the one it offered to another runner. ${words/* STEP */.RZ.startAgain}.`,
    },
    71: { kind: 'configuration', hint: `${words/* SETTING */.HG.maxLifetime} was reached. Raise it if the job needs longer.` },
    72: {
        kind: 'transient',
        hint: "The registration of the runner was removed: by GitHub, or by somebody (the scope's audit log shows who). " +
            `${words/* STEP */.RZ.startAgain}.`,
    },
    73: { kind: 'configuration', hint: CONNECTION_HINT },
    74: { kind: 'transient', hint: `Another process used the same JIT config. ${words/* STEP */.RZ.startAgain}.` },
    75: {
        kind: 'configuration',
        hint: 'GitHub refuses this version of the runner. Use a newer image, and do not pin an old one.',
    },
    76: { kind: 'transient', hint: `The runner program failed: see the container's log. ${CONNECTION_HINT}` },
    77: {
        kind: 'transient',
        hint: `The runner program failed repeatedly: see the container's log. ${CONNECTION_HINT}`,
    },
    78: {
        kind: 'configuration',
        hint: 'EGR_DOCKER_ROOT is set, but this container cannot be a runner with Docker: the log says what is wrong. It must start as ' +
            'root, have that folder of the instance mounted at the same path, and its image must have the Docker CLI, findutils and ' +
            'util-linux.',
    },
    79: {
        kind: 'configuration',
        hint: 'The runner could not be copied to EGR_DOCKER_ROOT on the instance: the log says why. If its disk is full, clean it ' +
            'up, give instances a larger volume, or replace this one.',
    },
    80: {
        kind: 'configuration',
        hint: 'The runner cannot use Docker: the log says why. The task definition must mount /var/run/docker.sock, and Docker must run on ' +
            'the instance.',
    },
};
/**
 * The meaning of the first known exit code of a task's containers. 0 means something only if no container ended
 * otherwise; undefined if nothing is known.
 */
function meaningOfExit(exitCodes) {
    const known = exitCodes.filter((code) => code !== undefined);
    const failed = known.filter((code) => code !== 0);
    const code = known.length > 0 && failed.length === 0 ? 0 : failed.find((each) => each in MEANINGS);
    return code === undefined ? undefined : MEANINGS[code];
}

;// CONCATENATED MODULE: ./src/providers/ecs/diagnosis.js


/** Meanings of ECS's texts; the first match counts, so the more specific ones come first. */
const diagnosis_MEANINGS = [
    {
        pattern: /CannotPullContainer|pull image|ImageNotFound|manifest (unknown|for)/i,
        kind: 'configuration',
        hint: "Check the image's name and tag, that the execution role may pull it (ecr:GetAuthorizationToken, BatchGetImage, " +
            'GetDownloadUrlForLayer), that the task can reach the registry, and the pull limits of Docker Hub.',
    },
    {
        pattern: /ResourceInitializationError|unable to pull secrets|secretsmanager|ssm:GetParameter/i,
        kind: 'configuration',
        hint: 'Check that the execution role may read the secrets and write the logs that the task definition names, and that ' +
            `the subnet reaches those services (NAT, VPC endpoints, or ${words/* SETTING */.HG.assignPublicIp} on Fargate).`,
    },
    {
        pattern: /OutOfMemory|exit code 137/i,
        kind: 'configuration',
        hint: `Raise the memory of the container or set ${words/* SETTING */.HG.memory}.`,
    },
    {
        pattern: /Capacity is unavailable|EMPTY CAPACITY PROVIDER|NO ACTIVE INSTANCES|No Container Instances|RESOURCE:|^AGENT\b|: AGENT\b/i,
        kind: 'capacity',
        hint: 'There is no room at the moment. Use a capacity provider with managed scaling, raise its maximum, request less cpu ' +
            'or memory, or set another capacity.',
    },
    {
        pattern: /ATTRIBUTE|MemberOf|LOCATION|placement constraint/i,
        kind: 'configuration',
        hint: 'No instance of the cluster has what the task requires: compare its placement constraints, CPU architecture and ' +
            'required attributes with the container instances.',
    },
];
const NO_RUNNER_HINT = "See the container's log. Is the runner installed in /home/runner (or RUNNER_ROOT), does the image have bash, and is " +
    `its runner version still accepted by GitHub? With ${words/* SETTING */.HG.imageStartScript} the image itself must start the runner ` +
    'from ACTIONS_RUNNER_INPUT_JITCONFIG.';
/** The shell's codes for a missing command: another launch will not help. */
const BAD_IMAGE_EXIT_CODES = new Set([126, 127]);
/** Explains in plain words why a task stopped. */
function explainStoppedTask(task) {
    const { taskArn, stopCode, stoppedReason, lastStatus, containers = [] } = task;
    const lines = containers.map(describeContainer).filter((line) => line !== '');
    const ecsReason = [stopCode, stoppedReason].filter(Boolean).join(': ') || 'ECS gives no reason';
    const message = `task ${taskArn} is ${lastStatus} (${ecsReason}). ${lines.join(' ')}`.trim();
    if (stopCode === 'UserInitiated') {
        return {
            kind: 'transient',
            message,
            hint: `Somebody stopped the task (CloudTrail: StopTask shows who). ${words/* STEP */.RZ.startAgain}.`,
        };
    }
    if (stopCode === 'SpotInterruption' || stopCode === 'TerminationNotice') {
        return {
            kind: 'capacity',
            message,
            hint: `AWS took the capacity back. ${words/* STEP */.RZ.again}, or use on-demand capacity.`,
        };
    }
    const exit = meaningOfExit(containers.map(({ exitCode }) => exitCode));
    if (exit !== undefined)
        return { ...exit, message };
    // Not the whole message: users choose the names of clusters, tasks and containers.
    const meaning = meaningOf([ecsReason, ...containers.map(describeEnd)].join(' '));
    if (meaning !== undefined)
        return { kind: meaning.kind, message, hint: meaning.hint };
    const isBadImage = containers.some(({ exitCode }) => exitCode !== undefined && BAD_IMAGE_EXIT_CODES.has(exitCode));
    return { kind: isBadImage ? 'configuration' : 'transient', message, hint: NO_RUNNER_HINT };
}
function describeContainer(container) {
    const how = describeEnd(container);
    return how === '' ? '' : `Container ${container.name}: ${how}.`;
}
function describeEnd({ exitCode, reason }) {
    return [exitCode === undefined ? '' : `ended with exit code ${exitCode}`, reason ?? ''].filter(Boolean).join(': ');
}
function meaningOf(text) {
    return diagnosis_MEANINGS.find(({ pattern }) => pattern.test(text));
}
/** Explains why RunTask launched nothing although it answered 200. */
function explainFailures(failures, where) {
    const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': ')).filter(Boolean);
    const text = reasons.join('; ');
    const meaning = meaningOf(text);
    return {
        kind: meaning?.kind ?? 'capacity',
        message: `ECS launched no task on ${where}: ${text || 'it gave no reason, which means no room'}.`,
        hint: meaning?.hint ?? diagnosis_MEANINGS.find(({ kind }) => kind === 'capacity')?.hint ?? '',
    };
}
/** Whether the text of an exception means a lack of capacity, which ECS reports in several ways. */
function isCapacityText(text) {
    return /capacity is unavailable|PROVISIONING.*(quota|limit)|limit on the number of|no container instances/i.test(text);
}
/** What usually keeps a task in its state. */
function explainStuckTask({ state }) {
    switch (state) {
        case 'PROVISIONING':
            return {
                kind: 'capacity',
                message: 'In PROVISIONING a task waits for room, or for its network interface.',
                hint: 'Check whether the capacity provider has managed scaling, its Auto Scaling group has not reached its maximum, ' +
                    'and new instances join the cluster; scaling from zero takes 2 to 5 minutes. ' +
                    `Then raise ${words/* SETTING */.HG.startupTimeout}.`,
            };
        case 'PENDING':
        case 'ACTIVATING':
            return {
                kind: 'configuration',
                message: 'In PENDING the image is pulled and the container created.',
                hint: 'Check whether the image is very large or its registry unreachable from the subnet, and whether the ECS agent ' +
                    `of the instance is connected. Then raise ${words/* SETTING */.HG.startupTimeout}.`,
            };
        case 'RUNNING':
            return {
                kind: 'configuration',
                message: 'The container is running, but its runner cannot reach GitHub or was not started.',
                hint: `Check that the task can reach GitHub (NAT, proxy, security group). ${NO_RUNNER_HINT}`,
            };
        default:
            return {
                kind: 'transient',
                message: `ECS reports the state ${state}.`,
                hint: `Check the task in the ECS console, then ${words/* STEP */.RZ.startAgain}.`,
            };
    }
}

;// CONCATENATED MODULE: ./src/providers/ecs/task-facts.js
/** When a task reached each stage, as ECS reports it. Invalid times are left out: no decision depends on them. */
function taskTimes(task) {
    const { createdAt, pullStartedAt, pullStoppedAt, startedAt, stoppingAt, stoppedAt } = task;
    const all = { createdAt, pullStartedAt, pullStoppedAt, startedAt, stoppingAt, stoppedAt };
    return Object.fromEntries(Object.entries(all).flatMap(([name, date]) => {
        const time = date instanceof Date ? date.getTime() : Number.NaN;
        return Number.isNaN(time) ? [] : [[name, time]];
    }));
}
/**
 * What ECS reserves for a task: 1,024 CPU units are a vCPU, memory is in MiB. For a task on instances whose definition
 * sets neither for the task, ECS may report 0, which means unknown.
 */
function taskSize({ cpu, memory, overrides }) {
    const vcpu = amount(overrides?.cpu ?? cpu, { unit: 'vcpu', perUnit: 1024 });
    const memoryGib = amount(overrides?.memory ?? memory, { unit: 'gb', perUnit: 1024 });
    return vcpu > 0 && memoryGib > 0 ? { vcpu, memoryGib } : undefined;
}
/** ECS accepts `1024` as well as `1 vCPU`, and `2048` as well as `2 GB`; 0 for anything else. */
function amount(text, { unit, perUnit }) {
    const [, number = '', word = ''] = /^(\d{1,9}(?:\.\d{1,3})?) ?([a-z]*)$/.exec((text ?? '').trim().toLowerCase()) ?? [];
    if (word !== '' && word !== unit)
        return 0;
    return word === '' ? Number(number) / perUnit : Number(number);
}

;// CONCATENATED MODULE: ./src/providers/ecs/compute.js



/**
 * Converts a task as ECS describes it.
 * @throws RunnerError if it has no ARN or no state: such an answer cannot be acted upon
 */
function toCompute(task) {
    const { taskArn: id, lastStatus, capacityProviderName, launchType } = task ?? {};
    if (!task || !id)
        throw (0,aws_errors/* malformedAnswer */.eA)('a request about tasks', 'a task without an ARN');
    // A state is a word in capitals; anything else would be printed unchecked.
    if (lastStatus === undefined || !/^[A-Z_]{1,40}$/.test(lastStatus)) {
        throw (0,aws_errors/* malformedAnswer */.eA)('a request about tasks', `the task ${id} in no state`);
    }
    const phase = toPhase(task);
    const size = taskSize(task);
    return {
        id,
        phase,
        state: lastStatus,
        ...(phase === 'starting' && lastStatus === 'PROVISIONING' && { isWaitingForRoom: true }),
        capacity: capacityName(capacityProviderName ?? launchType),
        tags: Object.fromEntries((task.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
        times: taskTimes(task),
        ...(size && { size }),
        ...((phase === 'stopping' || phase === 'stopped') && { end: explainStoppedTask(task) }),
    };
}
/** Only for the summary and the outputs; since no decision depends on it, an invalid name is left out. */
function capacityName(name) {
    return name !== undefined && /^[A-Za-z0-9_-]{1,255}$/.test(name) ? name : '';
}
function toPhase({ lastStatus, desiredStatus }) {
    switch (lastStatus) {
        case 'STOPPED':
        case 'DELETED':
            return 'stopped';
        case 'DEACTIVATING':
        case 'STOPPING':
        case 'DEPROVISIONING':
            return 'stopping';
        default:
            // A task that is to stop never runs a job again, whatever its current status.
            if (desiredStatus === 'STOPPED')
                return 'stopping';
            return lastStatus === 'RUNNING' ? 'running' : 'starting';
    }
}

// EXTERNAL MODULE: ./src/aws/arn.js
var arn = __webpack_require__(7501);
// EXTERNAL MODULE: ./src/core/identity.js
var identity = __webpack_require__(6930);
// EXTERNAL MODULE: ../node_modules/@aws-sdk/client-ecs/dist-cjs/index.js
var dist_cjs = __webpack_require__(218);
// EXTERNAL MODULE: ./src/providers/ecs/capacity.js
var capacity = __webpack_require__(5927);
;// CONCATENATED MODULE: ./src/providers/ecs/cluster-capacity.js






/**
 * Whether a launch depends on the cluster: on its capacity providers, or on its default capacity if something is set
 * that only Fargate accepts.
 */
function dependsOnCluster({ capacities, assignPublicIp, platformVersion }) {
    const isForFargate = assignPublicIp !== undefined || platformVersion !== undefined;
    return capacities.some(({ target }) => target.kind === 'strategy' || (target.kind === 'cluster-default' && isForFargate));
}
/**
 * Reads the cluster. A start works without the permission: RunTask then refuses a missing provider.
 * @returns undefined if the permission is missing or ECS did not answer
 */
async function readClusterCapacity(options) {
    const { client, cluster, log } = options;
    const answer = await client
        .send(new dist_cjs/* DescribeClustersCommand */._2_({ clusters: [cluster.name] }))
        .catch((error) => {
        const { name, message } = (0,aws_errors/* awsFailure */.MT)(error);
        log.info(name.startsWith('AccessDenied')
            ? 'The role may not call ecs:DescribeClusters, so the capacity of the cluster is unknown before the launch.'
            : `The cluster's capacity could not be read before the launch: ${message}`);
    });
    if (answer === undefined)
        return undefined;
    const found = answer.clusters?.find(({ clusterName: name }) => name === (0,arn/* resourceName */.I)(cluster.name));
    if (found === undefined)
        throw unknownCluster(cluster, answer.failures);
    const defaults = found.defaultCapacityProviderStrategy ?? [];
    return {
        providers: found.capacityProviders ?? [],
        defaultIsFargate: defaults.some(({ capacityProvider = '' }) => (0,capacity/* isFargateProvider */.eE)(capacityProvider)),
    };
}
/** @throws RunnerError if the cluster lacks a capacity provider that an entry names */
function checkProviders(capacities, { providers }, cluster) {
    const missing = capacities.flatMap((entry) => entry.target.kind === 'strategy'
        ? entry.target.items
            .filter(({ capacityProvider }) => !providers.includes(capacityProvider))
            .map(({ capacityProvider }) => ({ entry, capacityProvider }))
        : []);
    if (missing.length === 0)
        return;
    throw new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: missing
            .map(({ entry, capacityProvider }) => `capacity "${entry.text}": ${clusterName(cluster)} has no capacity provider ${capacityProvider}; it has ` +
            `${providers.join(', ') || 'none'}.`)
            .join('\n'),
        hint: `Correct ${words/* SETTING */.HG.capacity}, or associate the capacity provider with the cluster; nothing was launched.`,
    });
}
/** For people. */
function clusterName({ name, region }) {
    return `cluster ${(0,arn/* resourceName */.I)(name)}, region ${region}`;
}
function unknownCluster(cluster, cause) {
    return new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `There is no ${clusterName(cluster)} in this account.`,
        hint: `Check ${words/* SETTING */.HG.cluster} and ${words/* SETTING */.HG.region}, and that ${words/* SETTING */.HG.role} is a role in the cluster's account.`,
        cause,
    });
}

;// CONCATENATED MODULE: ./src/providers/ecs/hosting.js
/** How ECS differs from other hostings, and what it calls things. */
const ECS = {
    kind: 'ecs',
    words: {
        compute: 'task',
        pool: 'cluster',
        counts: 'from the beginning of its image pull, as Fargate bills it, to its stop',
        remembers: 'ECS remembers what has ended for about an hour.',
    },
    requests: { launch: 'RunTask', prepare: 'Task definition' },
    phases: [
        { name: 'PROVISIONING', states: ['PROVISIONING'], from: 'createdAt' },
        { name: 'PENDING', states: ['PENDING', 'ACTIVATING'], from: 'pullStartedAt' },
        { name: 'image pull', states: [], from: 'pullStartedAt', to: 'pullStoppedAt' },
        { name: 'RUNNING', states: ['RUNNING'], from: 'startedAt' },
    ],
    // DescribeTasks and ListTasks are eventually consistent; the developer guide speaks of up to a minute.
    hiddenForMs: 90_000,
    // stopTimeout is at most 120 s; the rest is for DEPROVISIONING.
    stopsWithinMs: 300_000,
    // The capacities before the last one have had their turn: the start waited for room there, or they refused at once.
    whenFull: 'retry-last',
};

// EXTERNAL MODULE: ./src/aws/answers.js
var answers = __webpack_require__(3329);
// EXTERNAL MODULE: ./src/aws/client-config.js + 1 modules
var client_config = __webpack_require__(7008);
;// CONCATENATED MODULE: ./src/aws/token-bucket.js
/**
 * A token bucket for requests of one kind, counted as AWS counts them: `burst` tokens, refilled at `perSecond`. One
 * step's requests are then never throttled, and other steps of the account keep their share.
 */
class TokenBucket {
    #burst;
    #perSecond;
    #tokens;
    #at = Date.now();
    constructor(options) {
        this.#burst = options.burst;
        this.#perSecond = options.perSecond;
        this.#tokens = options.burst;
    }
    /** Takes one token; resolves when the request may be sent. */
    async take() {
        const now = Date.now();
        this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond) - 1;
        this.#at = now;
        // Below zero is a debt: earlier callers have taken the tokens that come next.
        const debtMs = (-this.#tokens / this.#perSecond) * 1000;
        if (debtMs > 0)
            await new Promise((resolve) => setTimeout(resolve, debtMs));
    }
}

;// CONCATENATED MODULE: ./src/providers/ecs/tasks.js







/** Most tasks that DescribeTasks accepts, and ListTasks returns, at once. */
const TASKS_AT_ONCE = 100;
/** 20,000 tasks are far more than one run can start: a longer list is taken for an endless one. */
const PAGES_AT_MOST = 200;
/**
 * Half of an account's limit for RunTask and StopTask together ("Request throttling for the Amazon ECS API": burst 100,
 * then 40 a second), which is also Fargate's launch rate, 20 a second.
 */
const TASK_CHANGES = { burst: 50, perSecond: 20 };
/** Requests about the tasks of one cluster; every answer is checked to be about these. */
class EcsTasks {
    client;
    #cluster;
    /** Paces requests that start and stop tasks. */
    #taskChanges = new TokenBucket(TASK_CHANGES);
    constructor(options) {
        this.client = (0,answers/* guardAnswers */.f)(new dist_cjs/* ECSClient */.Zgc((0,client_config/* clientConfig */.y)(options.settings)));
        this.#cluster = options.cluster;
    }
    get cluster() {
        return this.#cluster;
    }
    /** A task runs in the account of its definition: from now on tasks of another account are refused. */
    belongTo(definitionArn) {
        const owner = (0,answered/* ownerOf */.bf)(definitionArn);
        if (owner)
            this.#cluster = { ...this.#cluster, owner };
    }
    async run(input) {
        await this.#taskChanges.take();
        return this.client.send(new dist_cjs/* RunTaskCommand */._eD(input));
    }
    /** @returns the task as it was when the stop was requested; undefined if ECS does not return it */
    async stop(id, reason) {
        await this.#taskChanges.take();
        const { name: cluster } = this.#cluster;
        const { task } = await this.client.send(new dist_cjs/* StopTaskCommand */.PP1({ cluster, task: id, reason }));
        // An answer without the task does not confirm the stop.
        return (0,answered/* requestedTasks */.fw)(task && [task], { operation: 'ecs:StopTask', cluster: this.#cluster, requested: [id] })[0];
    }
    /** ARNs from all pages. */
    async list(filter, pagesAtMost = PAGES_AT_MOST) {
        const operation = 'ecs:ListTasks';
        const { name: cluster } = this.#cluster;
        const arns = [];
        let nextToken;
        for (let pages = 0; pages < pagesAtMost; pages += 1) {
            const page = await this.client
                .send(new dist_cjs/* ListTasksCommand */.MYg({ cluster, ...filter, ...(nextToken && { nextToken }) }))
                .catch((error) => {
                throw this.clusterError(error, operation);
            });
            // Without a list it is unknown what exists; assuming "nothing" would leave it running.
            if (!Array.isArray(page.taskArns))
                throw (0,aws_errors/* malformedAnswer */.eA)(operation, 'no list of tasks');
            arns.push(...page.taskArns.map((arn) => (0,answered/* taskArn */.Lw)(arn, { operation, cluster: this.#cluster })));
            nextToken = page.nextToken;
            if (!nextToken)
                return arns;
        }
        throw (0,aws_errors/* malformedAnswer */.eA)(operation, `more than ${pagesAtMost} pages`);
    }
    async describe(ids) {
        const chunks = Array.from({ length: Math.ceil(ids.length / TASKS_AT_ONCE) }, (_, index) => ids.slice(index * TASKS_AT_ONCE, (index + 1) * TASKS_AT_ONCE));
        const { name: cluster } = this.#cluster;
        const operation = 'ecs:DescribeTasks';
        const pages = [];
        // One by one: an answer on 100 tasks, with all their overrides, takes over a megabyte, and parsing it more.
        for (const requested of chunks) {
            const request = new dist_cjs/* DescribeTasksCommand */.z8X({ cluster, tasks: [...requested], include: ['TAGS'] });
            const { tasks } = await this.client.send(request).catch((error) => {
                throw this.clusterError(error, operation);
            });
            // `failures` holds what is MISSING: not yet visible, or gone for an hour. Absence is for the caller to judge.
            pages.push((0,answered/* requestedTasks */.fw)(tasks, { operation, cluster: this.#cluster, requested }));
        }
        return pages.flat();
    }
    /** The failure of a request about the cluster as a whole. */
    clusterError(error, operation) {
        return (0,aws_errors/* awsFailure */.MT)(error).name === 'ClusterNotFoundException'
            ? unknownCluster(this.#cluster, error)
            : (0,aws_errors/* toRunnerError */.cX)(error, { operation, on: clusterName(this.#cluster) });
    }
}

;// CONCATENATED MODULE: ./src/providers/ecs/pool.js







/** A report does not page through a cluster with more than 1,000 tasks that ended within the hour. */
const ENDED_PAGES_AT_MOST = 10;
/** The tasks of one ECS cluster that are runners' compute. */
class EcsPool {
    hosting = ECS;
    tasks;
    #callerIdentity;
    constructor({ cluster, client, callerIdentity }) {
        this.tasks = new EcsTasks({ cluster, settings: client });
        this.#callerIdentity = callerIdentity;
    }
    get name() {
        return clusterName(this.tasks.cluster);
    }
    get location() {
        const { region, name } = this.tasks.cluster;
        return { provider: this.hosting.kind, region, cluster: (0,arn/* resourceName */.I)(name) };
    }
    whoAmI() {
        return this.#callerIdentity();
    }
    async describe(ids) {
        const tasks = await this.tasks.describe(ids);
        return new Map(tasks.map((task) => toCompute(task)).map((compute) => [compute.id, compute]));
    }
    async list(run) {
        // startedBy must be the only filter; by default the list leaves out tasks that are to stop.
        const arns = await this.tasks.list({ startedBy: (0,identity/* runKey */.r7)(run) });
        return listed(await this.tasks.describe(arns));
    }
    async listEnded(run) {
        // ECS describes a stopped task for an hour or a little more, StopTask drops its tags, and startedBy allows no other
        // filter: only DescribeTasks shows what belongs to the run.
        const arns = await this.tasks.list({ desiredStatus: 'STOPPED' }, ENDED_PAGES_AT_MOST);
        const tasks = await this.tasks.describe(arns);
        return tasks.filter(({ startedBy }) => startedBy === (0,identity/* runKey */.r7)(run)).map((task) => toCompute(task));
    }
    async listAll() {
        // ListTasks matches startedBy only exactly, so only DescribeTasks shows what is ours.
        const tasks = await this.tasks.describe(await this.tasks.list({ desiredStatus: 'RUNNING' }));
        return listed(tasks.filter(({ startedBy = '' }) => (0,identity/* isRunKey */.lm)(startedBy)));
    }
    async stop(id, reason) {
        try {
            const stopped = await this.tasks.stop(id, reason);
            // A task that had ended by itself keeps its own reason.
            return stopped?.lastStatus === 'STOPPED' && stopped.stoppedReason !== reason ? 'already-gone' : 'stopped';
        }
        catch (error) {
            const { name, message } = (0,aws_errors/* awsFailure */.MT)(error);
            if (name === 'InvalidParameterException' && /not found/i.test(message))
                return 'already-gone';
            // StopTask drops the tags, so a policy with a tag condition denies a second call: not a permission problem if the
            // task is already stopping.
            if (name === 'AccessDeniedException' && (await this.#isEnding(id)))
                return 'already-gone';
            throw (0,aws_errors/* toRunnerError */.cX)(error, { operation: 'ecs:StopTask', on: id });
        }
    }
    /** Whether the task was seen stopping or stopped. A task that was not seen may be hidden, and alive. */
    async #isEnding(id) {
        const phase = (await this.describe([id])).get(id)?.phase;
        return phase === 'stopping' || phase === 'stopped';
    }
}
/** ListTasks leaves out stopped tasks, but a task may stop before it is described. */
function listed(tasks) {
    return tasks.map(toCompute).filter(({ phase }) => phase !== 'stopped');
}

// EXTERNAL MODULE: ./src/providers/start-script/variables.js
var variables = __webpack_require__(6447);
;// CONCATENATED MODULE: ./src/providers/ecs/run-task.js




/** Most characters of all container overrides of a task together, including the JSON syntax (limit of RunTask). */
const OVERRIDES_AT_MOST = 8192;
/** Room reserved for the JIT config when the overrides are measured without one: they were 4 to 5 KB in 2026. */
const JIT_CONFIG_ROOM = 5000;
/** Builds the RunTask request of one runner. */
function runTaskInput(options) {
    const { cluster, definition, entry, launch, request } = options;
    return {
        cluster,
        taskDefinition: definition.arn,
        count: 1,
        clientToken: request.clientToken,
        startedBy: (0,identity/* runKey */.r7)(request.run),
        ...capacityFields(entry.target),
        ...networkFields(definition, launch),
        ...(definition.isFargate && launch.platformVersion !== undefined && { platformVersion: launch.platformVersion }),
        ...(launch.enableExecuteCommand !== undefined && { enableExecuteCommand: launch.enableExecuteCommand }),
        ...(launch.placementConstraints.length > 0 && { placementConstraints: [...launch.placementConstraints] }),
        ...(launch.placementStrategy.length > 0 && { placementStrategy: [...launch.placementStrategy] }),
        overrides: taskOverride({ definition, launch, jitConfig: request.jitConfig.reveal() }),
        enableECSManagedTags: true,
        tags: Object.entries(request.tags).map(([key, value]) => ({ key, value })),
    };
}
function capacityFields(target) {
    switch (target.kind) {
        case 'launch-type':
            return { launchType: target.launchType };
        case 'strategy':
            return { capacityProviderStrategy: target.items.map((item) => ({ ...item })) };
        case 'cluster-default':
            return {};
    }
}
/** ECS requires a network configuration for awsvpc and refuses it otherwise; only Fargate allows a public address. */
function networkFields(definition, launch) {
    if (!definition.isAwsvpc)
        return {};
    return {
        networkConfiguration: {
            awsvpcConfiguration: {
                subnets: [...launch.subnets],
                ...(launch.securityGroups.length > 0 && { securityGroups: [...launch.securityGroups] }),
                ...(definition.isFargate &&
                    launch.assignPublicIp !== undefined && { assignPublicIp: launch.assignPublicIp ? 'ENABLED' : 'DISABLED' }),
            },
        },
    };
}
function taskOverride(options) {
    const { definition, launch, jitConfig } = options;
    const environment = {
        ...launch.environment,
        ...(0,variables/* limitVariables */.jn)(launch.limits),
        ...(definition.stopTimeoutSeconds !== undefined && {
            [variables/* STOP_TIMEOUT_VARIABLE */.k8]: String(definition.stopTimeoutSeconds),
        }),
        [variables/* JIT_CONFIG_VARIABLE */.MJ]: jitConfig,
    };
    return {
        containerOverrides: [
            {
                name: definition.container,
                ...(launch.command && { command: [...launch.command] }),
                environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
            },
        ],
        ...(launch.cpu !== undefined && { cpu: launch.cpu }),
        ...(launch.memory !== undefined && { memory: launch.memory }),
        ...(launch.ephemeralStorageGib !== undefined && { ephemeralStorage: { sizeInGiB: launch.ephemeralStorageGib } }),
        ...(launch.taskRoleArn !== undefined && { taskRoleArn: launch.taskRoleArn }),
        ...(launch.executionRoleArn !== undefined && { executionRoleArn: launch.executionRoleArn }),
    };
}
/**
 * Refuses overrides that cannot fit, before anything is created.
 * @throws RunnerError that says what uses how much
 */
function checkOverrideSize(definition, launch) {
    const jitConfig = 'x'.repeat(JIT_CONFIG_ROOM);
    const size = (override) => JSON.stringify(override).length;
    const total = size(taskOverride({ definition, launch, jitConfig }));
    if (total <= OVERRIDES_AT_MOST)
        return;
    const environment = total - size(taskOverride({ definition, launch: { ...launch, environment: {} }, jitConfig }));
    const command = launch.command === undefined ? 0 : JSON.stringify(launch.command).length;
    throw new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `The container override would be ${total} characters long; ECS accepts ${OVERRIDES_AT_MOST}. ` +
            `The JIT config needs up to ${JIT_CONFIG_ROOM}, the start script ${command}, ${words/* SETTING */.HG.environment} ` +
            `${environment}, the rest ${total - JIT_CONFIG_ROOM - command - environment}.`,
        hint: `Move at least ${total - OVERRIDES_AT_MOST} characters from ${words/* SETTING */.HG.environment} into the task definition (or ` +
            'its environmentFiles).',
    });
}

;// CONCATENATED MODULE: ./src/providers/ecs/task-definition.js



/**
 * Checks a task definition against what is to be launched from it on a capacity, before anything is created.
 * @param options.wanted its name, as the user wrote it
 * @param options.defaultIsFargate what `cluster-default` stands for; absent: unknown
 * @throws RunnerError that lists every problem
 */
function checkTaskDefinition(definition, options) {
    const { wanted, entry, launch } = options;
    const known = (0,capacity/* isFargate */.rd)(entry.target);
    const fargate = known === 'unknown' ? options.defaultIsFargate : known;
    const { taskDefinitionArn: arn, containerDefinitions = [], networkMode, status } = definition ?? {};
    if (!arn)
        throw problem([`ECS described ${wanted} without an ARN.`], options);
    const problems = [];
    if (status === 'INACTIVE')
        problems.push(`${arn} is INACTIVE: register a new revision.`);
    const container = chooseContainer(containerDefinitions, launch.container);
    if (typeof container === 'string')
        problems.push(container);
    else
        problems.push(...entryPointProblems(container, launch));
    const compatible = new Set([...(definition?.requiresCompatibilities ?? []), ...(definition?.compatibilities ?? [])]);
    const needed = neededCompatibility(entry.target, fargate);
    if (needed.length > 0 && compatible.size > 0 && !needed.some((name) => compatible.has(name))) {
        problems.push(`${arn} cannot run on ${WORDS[needed[0] ?? 'EC2']} (compatible with ${[...compatible].join(', ')}); capacity is "${entry.text}". ` +
            `Give the entry a task definition of its own: ${entry.text.split('@')[0]?.trim()}@name.`);
    }
    if (fargate === true)
        problems.push(...privilegedProblems(containerDefinitions));
    const isAwsvpc = networkMode === 'awsvpc';
    if (isAwsvpc && launch.subnets.length === 0) {
        problems.push(`${arn} has the network mode awsvpc: ${words/* SETTING */.HG.subnets} is required.`);
    }
    if (problems.length > 0 || typeof container === 'string')
        throw problem(problems, options);
    return {
        arn,
        container: container.name ?? '',
        isAwsvpc,
        isFargate: fargate ?? isMadeForFargate(definition),
        ...(container.stopTimeout !== undefined && { stopTimeoutSeconds: container.stopTimeout }),
    };
}
const WORDS = { EC2: 'EC2', FARGATE: 'Fargate', EXTERNAL: 'external instances', MANAGED_INSTANCES: 'EC2' };
/** A task definition must be compatible with one of these; empty if only the cluster knows. */
function neededCompatibility(target, fargate) {
    if (fargate === undefined)
        return [];
    if (fargate)
        return ['FARGATE'];
    return target.kind === 'launch-type' ? [target.launchType] : ['EC2', 'MANAGED_INSTANCES'];
}
/**
 * A hint if only the cluster knows: whether the definition is registered for Fargate alone. `compatibilities` is none:
 * ECS adds EC2 to every definition that could run there.
 */
function isMadeForFargate(definition) {
    const required = definition?.requiresCompatibilities ?? [];
    return required.length > 0 && required.every((name) => name === 'FARGATE');
}
function chooseContainer(all, wanted) {
    const names = all.map(({ name }) => name ?? '');
    const found = all.find(({ name }) => name === (wanted ?? 'runner'));
    if (found !== undefined)
        return found;
    const [only] = all;
    if (wanted === undefined && all.length === 1 && only !== undefined)
        return only;
    return wanted === undefined
        ? `No container is named runner and there are several (${names.join(', ')}): name one in ${words/* SETTING */.HG.container}.`
        : `${words/* SETTING */.HG.container} names ${wanted}, but the containers are ${names.join(', ') || 'none'}.`;
}
/** ECS itself refuses `privileged` only if the definition says that it is for Fargate. */
function privilegedProblems(containers) {
    return containers
        .filter(({ privileged }) => privileged === true)
        .map(({ name }) => `The container ${name} is privileged, which Fargate does not support: use EC2 or other instances.`);
}
/** An override replaces a container's command, never its entryPoint, which would receive our command as arguments. */
function entryPointProblems(container, { command }) {
    if (command === undefined || (container.entryPoint ?? []).length === 0)
        return [];
    return [
        `The container ${container.name} has an entryPoint, which an override cannot replace, so the start script cannot be ` +
            `injected: remove the entryPoint, or set ${words/* SETTING */.HG.imageStartScript} and let the image start the runner.`,
    ];
}
function problem(problems, { wanted }) {
    return new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `The task definition ${wanted} cannot be used:\n- ${problems.join('\n- ')}`,
        hint: 'Change the task definition or the settings accordingly; nothing was launched.',
    });
}

;// CONCATENATED MODULE: ./src/providers/ecs/preparation.js








/**
 * Checks every capacity that a start may use, in parallel and before anything is created: its task definition, the size
 * of the overrides, and whether the cluster has its capacity providers.
 * @returns the result by the capacity's text
 * @throws RunnerError that reports every problem of every capacity
 */
async function prepareCapacities(options) {
    const { capacities } = options.launch;
    const definitions = new Map();
    const describe = (wanted) => {
        const known = definitions.get(wanted) ?? describeDefinition(wanted, options);
        definitions.set(wanted, known);
        return known;
    };
    const clusterCapacity = dependsOnCluster(options.launch) ? readClusterCapacity(options) : Promise.resolve(undefined);
    const outcomes = await Promise.allSettled([
        clusterCapacity.then((known) => known && checkProviders(capacities, known, options.cluster)),
        ...capacities.map((entry) => prepareOne(entry, { ...options, describe, clusterCapacity })),
    ]);
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
    if (failures.length > 0)
        throw allOf(failures);
    const prepared = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value) || []);
    return new Map(prepared.map((one) => [one.entry.text, one]));
}
async function prepareOne(entry, options) {
    const { launch, log } = options;
    const wanted = entry.taskDefinition ?? launch.taskDefinition;
    // A failure to read the cluster is reported once, by the check above.
    const [described, known] = await Promise.all([
        options.describe(wanted),
        options.clusterCapacity.catch(() => undefined),
    ]);
    const definition = checkTaskDefinition(described, {
        wanted,
        entry,
        launch,
        ...(known && { defaultIsFargate: known.defaultIsFargate }),
    });
    const isGuess = entry.target.kind === 'cluster-default' && known === undefined;
    if (isGuess && definition.isAwsvpc && !definition.isFargate && launch.assignPublicIp === true) {
        log.warning(`${words/* SETTING */.HG.assignPublicIp} is left out: EC2 refuses it, and it is unknown whether the default capacity of the ` +
            `cluster is Fargate. If it is, set ${words/* SETTING */.HG.capacity} to FARGATE, or allow ecs:DescribeClusters.`);
    }
    checkOverrideSize(definition, launch);
    return { entry, definition };
}
async function describeDefinition(wanted, { client, cluster }) {
    try {
        const { taskDefinition } = await client.send(new dist_cjs/* DescribeTaskDefinitionCommand */.Zy$({ taskDefinition: wanted }));
        (0,answered/* definitionArn */.Pc)(taskDefinition?.taskDefinitionArn, { wanted, cluster });
        return taskDefinition;
    }
    catch (error) {
        if ((0,aws_errors/* awsFailure */.MT)(error).name === 'ClientException')
            throw unknownDefinition(wanted, { cluster, error });
        throw (0,aws_errors/* toRunnerError */.cX)(error, { operation: 'ecs:DescribeTaskDefinition', on: wanted });
    }
}
function unknownDefinition(wanted, { cluster, error }) {
    return new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `There is no active task definition ${wanted} in region ${cluster.region}: ${(0,aws_errors/* awsFailure */.MT)(error).message}`,
        hint: `Check ${words/* SETTING */.HG.taskDefinition} (family, family:revision or ARN), ${words/* SETTING */.HG.region} and the account of the role.`,
        cause: error,
    });
}
/** One error that reports all; capacities that share a task definition fail alike, which is reported once. */
function allOf(failures) {
    const [first] = failures;
    const own = failures.filter((failure) => failure instanceof errors/* RunnerError */.Rn);
    const bug = failures.find((failure) => !(failure instanceof errors/* RunnerError */.Rn));
    if (bug !== undefined || own.length === 1 || !(first instanceof errors/* RunnerError */.Rn))
        return bug ?? first;
    const distinct = (texts) => [...new Set(texts)].join('\n');
    return new errors/* RunnerError */.Rn({
        kind: first.kind,
        message: distinct(own.map(({ message }) => message)),
        hint: distinct(own.map(({ hint }) => hint)),
        hadNoEffect: first.hadNoEffect,
        cause: new AggregateError(own),
    });
}

;// CONCATENATED MODULE: ./src/providers/ecs/launcher.js










/** Launches runners as tasks of one ECS cluster. */
class EcsLauncher extends EcsPool {
    #launch;
    #client;
    #investigate;
    #prepared = new Map();
    constructor(options) {
        super(options);
        this.#launch = options.launch;
        this.#client = options.client;
        this.#investigate = options.investigate;
    }
    get capacities() {
        return this.#launch.capacities.map(({ text }) => text);
    }
    async prepare() {
        const { client, cluster } = this.tasks;
        this.#prepared = await prepareCapacities({ launch: this.#launch, client, cluster, log: this.#client.log });
        const [first] = this.#prepared.values();
        if (first !== undefined)
            this.tasks.belongTo(first.definition.arn);
    }
    async launch(request) {
        const prepared = this.#prepared.get(request.capacity);
        if (prepared === undefined) {
            throw new Error(`prepare() must precede launch() for the capacity ${request.capacity}.`);
        }
        const { name: cluster } = this.tasks.cluster;
        try {
            const answer = await this.tasks.run(runTaskInput({ cluster, ...prepared, launch: this.#launch, request }));
            return this.#launched(answer, request);
        }
        catch (error) {
            const { name } = (0,aws_errors/* awsFailure */.MT)(error);
            if (name === 'ConflictException')
                return this.#adopt(error, request);
            throw (0,errors/* aboutRefusal */.YI)(this.#launchError(error, prepared.definition), request.capacity);
        }
    }
    explainStuck(compute) {
        return explainStuckTask(compute);
    }
    investigate(failed) {
        const { assignPublicIp = false } = this.#launch;
        const definitions = [...this.#prepared.values()].map(({ definition }) => definition);
        return this.#investigate(failed, {
            cluster: this.tasks.cluster,
            // Reuses credentials: another client would request a token and assume the role again.
            settings: { ...this.#client, credentials: this.tasks.client.config.credentials },
            launchTo: (capacity) => {
                const prepared = this.#prepared.get(capacity);
                return prepared && { target: prepared.entry.target, taskDefinition: prepared.definition.arn };
            },
            hasPublicAddress: (taskDefinition) => assignPublicIp && definitions.some(({ arn, isFargate }) => isFargate && arn === taskDefinition),
        });
    }
    /** The task that RunTask launched. @throws RunnerError if it launched none, or does not say */
    #launched({ tasks, failures }, { capacity }) {
        const operation = 'ecs:RunTask';
        const [task, ...others] = tasks ?? [];
        if (task !== undefined && others.length === 0) {
            (0,answered/* taskArn */.Lw)(task.taskArn, { operation, cluster: this.tasks.cluster });
            return toCompute(task);
        }
        // Neither tasks nor a refusal, or more than were requested: the launch is then searched for by its tags.
        if (!tasks || !failures || others.length > 0) {
            throw (0,aws_errors/* malformedAnswer */.eA)(operation, `${tasks?.length ?? 'no list of'} tasks and no refusal`);
        }
        throw new errors/* RunnerError */.Rn(explainFailures(failures, `${this.name} (capacity ${capacity})`));
    }
    /** The token was used for another request: its task is adopted if it is this runner's, and otherwise stopped. */
    async #adopt(error, request) {
        const ids = conflictingTasks(error);
        const made = [...(await this.describe(ids)).values()];
        const own = made.find(({ tags }) => tags[core_tags/* TAG */.Dk.runnerName] === request.runnerName);
        const sameStart = made.filter((compute) => compute !== own && isSameStart(compute, request));
        await Promise.all(sameStart.map(({ id }) => this.stop(id, 'ecs-github-runner: launched twice')));
        if (own !== undefined)
            return own;
        // Transient, not refused: a task still hidden from reads may be this runner's.
        throw new errors/* RunnerError */.Rn({
            kind: 'transient',
            message: `ECS says that this launch was sent before with different contents: ${(0,aws_errors/* awsFailure */.MT)(error).message} (${ids.join(', ')})`,
            hint: `${words/* STEP */.RZ.startAgain}; what was launched is searched for and stopped.`,
            cause: error,
        });
    }
    #launchError(error, definition) {
        const { name, message, isAfterLostAnswer } = (0,aws_errors/* awsFailure */.MT)(error);
        const operation = 'ecs:RunTask';
        if (isAfterLostAnswer) {
            // A refusal of the second request says nothing about the first, whose answer was lost: there may be a task.
            const refusal = (0,aws_errors/* toRunnerError */.cX)(error, { operation, on: definition.arn });
            const text = `${refusal.message} (an earlier answer to this launch was lost)`;
            return refusal.with({ kind: 'transient', message: text, hadNoEffect: false });
        }
        if (isCapacityText(message)) {
            const { kind, message: text, hint } = explainFailures([{ reason: message }], this.name);
            return new errors/* RunnerError */.Rn({ kind: kind === 'configuration' ? 'capacity' : kind, message: text, hint, cause: error });
        }
        if (name === 'ClusterNotFoundException')
            return this.tasks.clusterError(error, operation);
        return (0,aws_errors/* toRunnerError */.cX)(error, { operation, on: definition.arn });
    }
}
function conflictingTasks(error) {
    const ids = typeof error === 'object' && error !== null && 'resourceIds' in error ? error.resourceIds : [];
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}
function isSameStart(compute, request) {
    return compute.tags[core_tags/* TAG */.Dk.startKey] !== undefined && compute.tags[core_tags/* TAG */.Dk.startKey] === request.tags[core_tags/* TAG */.Dk.startKey];
}

;// CONCATENATED MODULE: ./src/wiring/connections.js






/** The port to the runners of a scope. A secret in AWS is read, and the App's token created, at the first request. */
function connectGitHub(options) {
    const { scope, connection, runnerGroup = '', mask } = options;
    return new GitHubRunners({ scope, connection, runnerGroup, mask, token: () => tokenFor(options) });
}
/** The port that reads whether runs are over; `credentials` are those that manage runners. */
function connectRuns(options) {
    const { token, connection, mask } = options;
    mask(token.reveal());
    return new GitHubRuns({
        connection,
        token,
        managementToken: (repository) => {
            const [owner = '', repo = ''] = repository.split('/');
            return tokenFor({ ...options, scope: { kind: 'repo', owner, repo } });
        },
    });
}
async function tokenFor(options) {
    const { scope, connection, mask, measure = timeline/* unmeasured */.Q } = options;
    const credentials = await options.credentials();
    return credentials.kind === 'token'
        ? credentials.token
        : measure('App token', () => appInstallationToken({ app: credentials.app, scope, connection, mask }));
}
/** A cluster whose tasks are found and stopped. */
function connectEcsPool(options) {
    return new EcsPool(poolOptions(options));
}
/** A cluster in which tasks are launched. */
function connectEcsLauncher(options) {
    return new EcsLauncher({ ...poolOptions(options), launch: options.launch, investigate });
}
function poolOptions({ aws, cluster }) {
    const callerIdentity = async () => (await Promise.all(/* import() */[__webpack_require__.e(933), __webpack_require__.e(750)]).then(__webpack_require__.bind(__webpack_require__, 4750))).callerIdentity(aws);
    return { cluster, client: aws, callerIdentity };
}
/** Its clients for EC2, Auto Scaling and CloudWatch Logs are loaded only after a start has failed. */
const investigate = async (...failure) => {
    const investigation = await __webpack_require__.e(/* import() */ 300).then(__webpack_require__.bind(__webpack_require__, 1300));
    return investigation.investigate(...failure);
};


/***/ }),

/***/ 5951:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ol: () => (/* binding */ privateKeyOf),
/* harmony export */   T_: () => (/* binding */ isPrivateKey),
/* harmony export */   qD: () => (/* binding */ credentialsReader),
/* harmony export */   sZ: () => (/* binding */ APP_ID)
/* harmony export */ });
/* unused harmony export parseCredentials */
/* harmony import */ var _aws_secret_value_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4916);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2075);
/* harmony import */ var _core_report_timeline_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7682);
/* harmony import */ var _core_secret_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6588);




/** @param options.aws how to read the secret, if they are in one */
function credentialsReader(credentials, options) {
    if (credentials.kind !== 'secret') {
        maskOwn(credentials, options.mask);
        return async () => credentials;
    }
    let read;
    return () => {
        const { measure = _core_report_timeline_js__WEBPACK_IMPORTED_MODULE_2__/* .unmeasured */ .Q } = options;
        read ??= measure('GitHub secret', () => readFrom(credentials.secret, options)).catch((error) => {
            // The next request may succeed.
            read = undefined;
            throw error;
        });
        return read;
    };
}
async function readFrom(secret, { aws, mask }) {
    const value = (await (0,_aws_secret_value_js__WEBPACK_IMPORTED_MODULE_0__/* .readSecretValue */ .kq)(secret, aws)).reveal();
    mask(value);
    const credentials = parseCredentials(value.trim(), (0,_aws_secret_value_js__WEBPACK_IMPORTED_MODULE_0__/* .secretName */ .Gf)(secret));
    // The stored form differs from the one in use: a token may be stored with white space around it, a key as JSON.
    maskOwn(credentials, mask);
    return credentials;
}
function maskOwn(credentials, mask) {
    mask((credentials.kind === 'token' ? credentials.token : credentials.app.privateKey).reveal());
}
/** Whether a text is a PEM file with a private key, even one that lost its line breaks. */
function isPrivateKey(text) {
    return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
}
/** A key pasted into one line keeps its line breaks as \n. */
function privateKeyOf(text) {
    return new _core_secret_js__WEBPACK_IMPORTED_MODULE_3__/* .Secret */ .z(text.replaceAll('\\n', '\n'));
}
/** The id or client id of an App. */
const APP_ID = { pattern: /^[A-Za-z0-9.]+$/, words: 'the App id or client id' };
const FORMS = 'a token alone, or JSON {"appId": …, "privateKey": …, "installationId": …} (the last one is optional)';
/**
 * Parses the text of a secret: a token, or JSON with an App's id and key. No error shows any of it.
 * @param where name of the secret
 */
function parseCredentials(text, where) {
    const refused = (what) => new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .RunnerError */ .Rn({
        kind: 'configuration',
        message: `The GitHub credentials in ${where} cannot be used: ${what}. The value is not shown.`,
        hint: `Store ${FORMS} in it.`,
    });
    if (text.startsWith('{'))
        return parseApp(text, refused);
    if (isPrivateKey(text))
        throw refused("it is an App's private key without the App's id");
    // What may follow "Authorization: bearer" (token68, RFC 9110), which a quoted token or two tokens may not.
    if (!/^[\w.~+/-]+=*$/.test(text))
        throw refused('it is neither a token nor a JSON object');
    return { kind: 'token', token: new _core_secret_js__WEBPACK_IMPORTED_MODULE_3__/* .Secret */ .z(text) };
}
function parseApp(text, refused) {
    const { appId, privateKey, installationId } = parseObject(text, refused);
    const id = typeof appId === 'number' ? String(appId) : appId;
    if (typeof id !== 'string' || !APP_ID.pattern.test(id))
        throw refused(`its appId is missing or not ${APP_ID.words}`);
    if (typeof privateKey !== 'string' || !isPrivateKey(privateKey)) {
        throw refused('its privateKey is missing or not a PEM file with its BEGIN and END lines');
    }
    const app = { appId: id, privateKey: privateKeyOf(privateKey) };
    if (installationId === undefined || installationId === null || installationId === '')
        return { kind: 'app', app };
    const number = Number(installationId);
    if (!/^[1-9]\d{0,14}$/.test(String(installationId)))
        throw refused('its installationId is not a whole number above 0');
    return { kind: 'app', app: { ...app, installationId: number } };
}
function parseObject(text, refused) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        // The parser's own message quotes the text.
        throw refused('it begins like JSON but is not valid');
    }
    // A text that begins with { and parses is an object.
    return { ...value };
}


/***/ }),

/***/ 5941:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ProxyAgent: () => (/* binding */ ProxyAgent),
/* harmony export */   fetch: () => (/* binding */ fetch)
/* harmony export */ });
// Replaces undici in the bundles: tsconfig.json in this folder maps it for ncc. The toolkit's packages import undici
// when they are loaded, for HTTP requests that no action makes with them, which would cost every step 50 ms and 10 MB.
// See docs/decisions/2026-11-21-what-a-start-loads.md.

/** The toolkit creates one when it is loaded, if the environment names a proxy, and passes it only to fetch. */
class ProxyAgent {}

/** @throws always */
function fetch() {
  throw new Error('undici is not in this bundle: see docs/decisions/2026-11-21-what-a-start-loads.md.');
}


/***/ })

};
