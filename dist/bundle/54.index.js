export const id = 54;
export const ids = [54];
export const modules = {

/***/ 5407:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ readActionsToken)
/* harmony export */ });
/* harmony import */ var _core_secret_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6588);
/* harmony import */ var _github_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7565);


/**
 * The token that reads runs and their jobs. Empty means the workflow's own, even if an expression evaluated to empty;
 * undefined if that is unknown.
 */
function readActionsToken(reader) {
    const token = (0,_github_js__WEBPACK_IMPORTED_MODULE_1__/* .readToken */ .AI)(reader, 'actions-token') || reader.text('workflow-token');
    return token === '' ? undefined : new _core_secret_js__WEBPACK_IMPORTED_MODULE_0__/* .Secret */ .z(token);
}


/***/ }),

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
        taskRoleArn: reader.matching('task-role-arn', _aws_js__WEBPACK_IMPORTED_MODULE_1__/* .ROLE_ARN */ .xG),
        executionRoleArn: reader.matching('execution-role-arn', _aws_js__WEBPACK_IMPORTED_MODULE_1__/* .ROLE_ARN */ .xG),
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
/* harmony export */   AI: () => (/* binding */ readToken),
/* harmony export */   Bw: () => (/* binding */ REPOSITORY),
/* harmony export */   wX: () => (/* binding */ readGitHubAccess)
/* harmony export */ });
/* harmony import */ var _aws_secret_value_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4916);
/* harmony import */ var _core_secret_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6588);
/* harmony import */ var _core_words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3919);
/* harmony import */ var _wiring_github_credentials_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5951);




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
    const token = readToken(reader, 'github-token');
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
/** Reads a token; the value itself is never shown, only a character in it that no token has. */
function readToken(reader, name) {
    const token = reader.text(name);
    if (token === '' || (0,_wiring_github_credentials_js__WEBPACK_IMPORTED_MODULE_3__/* .isToken */ .sg)(token))
        return token;
    const characters = [...token];
    const at = characters.findIndex((character) => !/[\w.~+/=-]/.test(character));
    const found = at < 0
        ? 'a = where none can be'
        : `U+${characters[at]?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')} as character ${at + 1} of ${characters.length}`;
    reader.problem(`${name} must be a token, without quotes, blanks or invisible characters: it has ${found}. The value is not shown.`);
    return token;
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
    const appId = reader.matching('github-app-id', _wiring_github_credentials_js__WEBPACK_IMPORTED_MODULE_3__/* .APP_ID */ .sZ);
    const privateKey = reader.text('github-app-private-key');
    const installationId = reader.integer('github-app-installation-id', { min: 1, max: Number.MAX_SAFE_INTEGER });
    return {
        isGiven: appId !== undefined || privateKey !== '' || installationId !== undefined,
        read() {
            if (appId === undefined && reader.text('github-app-id') === '')
                reader.problem('github-app-id is required with github-app-private-key.');
            const key = (0,_wiring_github_credentials_js__WEBPACK_IMPORTED_MODULE_3__/* .readPrivateKey */ .$k)(privateKey);
            if (privateKey === '')
                reader.problem('github-app-private-key is required with github-app-id.');
            else if (key === undefined) {
                reader.problem('github-app-private-key must be a PEM file with its BEGIN and END lines; the value is not shown.');
            }
            const cameFrom = { privateKey: _core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.appPrivateKey, installationId: _core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.appInstallation };
            const app = { appId: appId ?? '', privateKey: key ?? new _core_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(''), cameFrom };
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
    const apiUrl = environment['GITHUB_API_URL'] || 'https://api.github.com';
    if (!/^https?:\/\/\S+$/.test(apiUrl) || !URL.canParse(apiUrl)) {
        reader.problem(`The environment variable GITHUB_API_URL must be a URL; it is ${JSON.stringify(apiUrl)}.`);
    }
    const { GITHUB_WORKFLOW_REF: ref = '', GITHUB_WORKFLOW_SHA: sha = '' } = environment;
    const serverUrl = /^https?:\/\/[A-Za-z0-9.:-]+$/.exec((environment['GITHUB_SERVER_URL'] ?? '').replace(/\/+$/, ''))?.[0];
    return {
        ...(ref !== '' && { workflow: { ref, sha } }),
        run: { repositoryId: number('GITHUB_REPOSITORY_ID'), runId: number('GITHUB_RUN_ID') },
        runAttempt: number('GITHUB_RUN_ATTEMPT'),
        repository,
        apiUrl: apiUrl.replace(/\/+$/, ''),
        ...(serverUrl !== undefined && { serverUrl }),
    };
}


/***/ }),

/***/ 1576:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  e: () => (/* binding */ actionsRoot)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/unsent.js
var unsent = __webpack_require__(9105);
// EXTERNAL MODULE: ./src/http/agents.js
var agents = __webpack_require__(3611);
// EXTERNAL MODULE: ./src/http/exchange.js
var exchange = __webpack_require__(5376);
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
    const { mask, log, retryBudgetMs } = options;
    for (let attempt = 1;; attempt += 1) {
        try {
            const token = readToken(await requestToken(options));
            mask(token);
            return token;
        }
        catch (error) {
            const notSent = (0,unsent/* explainUnsent */.B)(error, { what: 'the request for an OIDC token', peer: "GitHub's OIDC service" });
            if (notSent !== undefined && notSent.kind !== 'transient')
                throw notSent;
            const message = error instanceof Error ? error.message : String(error);
            const delayMs = 1000 * 2 ** (attempt - 1);
            const isFinal = error instanceof FinalAnswer || attempt >= ATTEMPTS || delayMs >= retryBudgetMs();
            if (isFinal)
                throw notSent ?? noToken(options, message, error);
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
    const { status, body } = await (0,exchange/* exchange */.c)(url, {
        headers: { authorization: `Bearer ${source.token.reveal()}`, accept: 'application/json' },
        ...(proxy && { agents: (0,agents/* ownAgents */.z)({ keepAlive: false, proxy }) }),
        withinMs: ANSWER_WITHIN_MS,
        maxBytes: ANSWER_AT_MOST,
    }).catch((error) => {
        throw error instanceof exchange/* AnswerTooLarge */.U ? new FinalAnswer(error.message) : error;
    });
    if (status === 200)
        return body.toString('utf8');
    const answer = `status ${status}`;
    throw status >= 500 || status === 429 ? new Error(answer) : new FinalAnswer(answer);
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
function noToken({ audience, source }, message, cause) {
    const isRefused = cause instanceof FinalAnswer;
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub gave no OIDC token for the audience ${audience}: ${message}`,
        hint: isRefused
            ? 'Check that the job has `permissions: id-token: write`; otherwise run the job again.'
            : `Check that this machine can reach ${new URL(source.url).origin} (a proxy?), then run the job again.`,
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
/* harmony import */ var _client_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9714);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5731);







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
            const result = await work();
            note({ from, to: this.now() });
            return result;
        }
        catch (error) {
            note({ from, to: this.now(), failed: true });
            throw error;
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
    /**
     * ISO 8601, UTC, by the clock of the machine that ran the start: the latest time at which the compute ends itself. For
     * people, and where the provider reports no times.
     */
    expiresAt: 'ecs-github-runner:expires-at',
    /** Whole minutes from the compute's own start. */
    lifetimeMinutes: 'ecs-github-runner:lifetime-minutes',
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
        [TAG.lifetimeMinutes]: String(Math.ceil(options.lifetimeMs / 60_000)),
    };
}
/** Whether compute carries a run's tags: without them it is not ours, whatever `startedBy` says. */
function isTaggedForRun(tags, run) {
    return tags[TAG.repositoryId] === String(run.repositoryId) && tags[TAG.runId] === String(run.runId);
}


/***/ }),

/***/ 4426:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KF: () => (/* binding */ jobFact),
/* harmony export */   MB: () => (/* binding */ jobsSay),
/* harmony export */   kr: () => (/* binding */ computeFact),
/* harmony export */   yS: () => (/* binding */ isSameName)
/* harmony export */ });
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6930);

/** What all that is known says about a job for the runner. */
function jobFact(evidence, registration, jobs) {
    if (evidence.isLabelSecret === true || evidence.isRunOver === true)
        return 'none';
    // It has never connected, so no job was ever assigned to it.
    if (evidence.wasOnline === false && registration?.status === 'offline' && !registration.busy)
        return 'none';
    return jobs;
}
/** What one read of the run's jobs says about a runner. */
function jobsSay(jobs, runner) {
    const { runnerName, label, registration, scope } = runner;
    const own = jobs.filter((job) => job.runnerName === runnerName);
    // It takes one job only.
    if (own.length > 0)
        return own.every(({ isOver }) => isOver) ? 'none' : 'coming';
    const labels = new Set((registration?.labels ?? []).map(lower));
    const fits = (job) => job.runnerName === undefined && job.labels.length > 0 && job.labels.every((each) => labels.has(lower(each)));
    if (jobs.some((job) => !job.isOver && fits(job)))
        return 'coming';
    if (label === undefined || registration === undefined)
        return 'possible';
    const index = (0,_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .parseRunnerName */ .n7)(runnerName)?.index ?? 0;
    const unique = [label, (0,_identity_js__WEBPACK_IMPORTED_MODULE_0__/* .runnerLabel */ .Fx)(label, index)].map(lower);
    // A job of any run may ask for a label that others carry too, or, outside a repository, for the runner group.
    const isOnlyReachableByRun = scope.startsWith('repo:') && [...labels].every((each) => unique.includes(each));
    return isOnlyReachableByRun ? 'none' : 'possible';
}
/** Compute as the rule sees it. */
function computeFact(compute) {
    switch (compute.phase) {
        case 'starting':
        case 'running':
            return compute.phase;
        case 'stopping':
        case 'stopped':
            return 'ended';
        case 'unseen':
            return 'hidden';
    }
}
/** GitHub ignores case in labels and in the names of owners and repositories. */
function isSameName(one, other) {
    return lower(one) === lower(other);
}
function lower(text) {
    return text.toLowerCase();
}


/***/ }),

/***/ 2210:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ endsTheStart),
/* harmony export */   r: () => (/* binding */ REASON)
/* harmony export */ });
/** Reasons recorded with compute that is stopped: whoever sees it end can tell from them who ended it. */
const REASON = {
    stop: 'ecs-github-runner: stop-runner',
    sweep: 'ecs-github-runner: sweep-runners',
    givenUp: 'ecs-github-runner: given up',
    startFailed: 'ecs-github-runner: the start failed',
    post: 'ecs-github-runner: the start was cancelled or failed',
};
/** Whether compute was ended because its run no longer wants it, so that a start must not launch it again. */
function endsTheStart(reason) {
    return reason.includes(REASON.stop) || reason.includes(REASON.sweep);
}


/***/ }),

/***/ 8454:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ teardownRunner),
  y: () => (/* binding */ teardownRunners)
});

// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/util/polling.js
var polling = __webpack_require__(1892);
// EXTERNAL MODULE: ./src/core/util/semaphore.js
var semaphore = __webpack_require__(3881);
// EXTERNAL MODULE: ./src/core/teardown/evidence.js
var teardown_evidence = __webpack_require__(4426);
// EXTERNAL MODULE: ./src/core/identity.js
var identity = __webpack_require__(6930);
// EXTERNAL MODULE: ./src/core/tags.js
var tags = __webpack_require__(2773);
// EXTERNAL MODULE: ./src/core/words.js
var words = __webpack_require__(3919);
;// CONCATENATED MODULE: ./src/core/teardown/removing.js





/** How long a registration may stay busy after its compute has ended, milliseconds. */
const BUSY_AFTER_END_MS = 20_000;
/** How often GitHub may contradict itself about one runner. */
const CONTRADICTIONS_AT_MOST = 3;
/** One runner that is being removed: what is known about it, and what was done. */
class Removing {
    target;
    #policy;
    #ports;
    id;
    registration = 'unread';
    compute;
    /** The first failure that still counts, combined with those that followed. */
    error;
    /** GitHub has refused the question: it is not asked again. */
    isRefused = false;
    hasWaited = false;
    /** When its time is up, epoch milliseconds. */
    until;
    #seen;
    #stop;
    #contradictions = 0;
    constructor(options) {
        const { target, policy, ports } = options;
        this.target = target;
        this.#policy = policy;
        this.#ports = ports;
        this.until = ports.clock.now() + policy.drainMs;
        this.compute = 'unread';
        if (target.computeId === undefined)
            this.compute = target.mayBeHidden === true ? 'hidden' : 'none';
        else if (target.phase !== undefined)
            this.sawCompute((0,teardown_evidence/* computeFact */.kr)({ phase: target.phase }));
        if (target.registration === 'deleted')
            this.registration = 'deleted';
        else if (typeof target.registration === 'number')
            this.id = target.registration;
        else if (target.registration !== 'unknown')
            this.saw(target.registration);
    }
    facts(jobs) {
        const { runnerName, registration, scope, evidence = {}, isLifeOver = false } = this.target;
        const { mandate, run } = this.#policy;
        const { github, clock } = this.#ports;
        return {
            mandate,
            isOwnName: (0,identity/* belongsToRun */.zi)(runnerName, run),
            // Where it is listed it is registered, whatever the tag says.
            isInScope: scope === undefined || typeof registration === 'object' || (0,teardown_evidence/* isSameName */.yS)(scope, github.scope),
            registration: this.registration,
            compute: this.compute,
            job: (0,teardown_evidence/* jobFact */.KF)(evidence, this.#seen, this.#jobsSay(jobs)),
            isLifeOver,
            isTimeUp: clock.now() >= this.until,
        };
    }
    /** A queued job in the last read counts at once; that there is none counts only if two reads say so. */
    #jobsSay(reads) {
        const { runnerName, evidence } = this.target;
        const runner = {
            runnerName,
            label: evidence?.label,
            registration: this.#seen,
            scope: this.#ports.github.scope,
        };
        const [last = 'possible', before = 'possible'] = reads
            .slice(-2)
            .reverse()
            .map((jobs) => (0,teardown_evidence/* jobsSay */.MB)(jobs, runner));
        return last === 'none' && before !== 'none' ? 'possible' : last;
    }
    /** GitHub has answered a read. */
    saw(registration) {
        // It was not found a moment ago: whichever answer is wrong, nothing may rest on either.
        if (this.registration === 'missing') {
            this.#contradictions += 1;
            if (this.#contradictions > CONTRADICTIONS_AT_MOST) {
                this.registration = 'unknown';
                this.isRefused = true;
                this.error = contradiction(registration.name, this.#ports.github.scope);
                return;
            }
        }
        this.id = registration.id;
        this.#seen = registration;
        this.error = undefined;
        this.registration = registration.busy ? 'busy' : registration.status;
    }
    sawCompute(fact) {
        if (fact === 'ended' && this.compute !== 'ended')
            this.#waitForRelease();
        this.compute = fact;
    }
    wasStopped(answer) {
        this.#stop = answer;
        this.compute = 'stopped';
        this.until = this.#ports.clock.now();
        this.#waitForRelease();
    }
    failed(error) {
        this.error = this.error === undefined ? error : (0,errors/* combined */.yX)(this.error, error);
    }
    /** GitHub could not be asked, or has refused. */
    githubFailed(error) {
        this.registration = 'unknown';
        this.error = error;
        this.isRefused = !isTransient(error);
    }
    #waitForRelease() {
        this.until = Math.max(this.until, this.#ports.clock.now() + BUSY_AFTER_END_MS);
    }
    result(jobs) {
        const { registration, job } = this.facts(jobs);
        return { registration: registrationResult(registration), compute: this.#computeResult(registration, job) };
    }
    #computeResult(registration, job) {
        if (this.#stop !== undefined)
            return this.#stop;
        if (this.compute === 'ended')
            return 'already-gone';
        if (registration === 'busy')
            return 'left-busy';
        if (this.compute === 'none' || this.compute === 'hidden')
            return 'none';
        return job === 'coming' ? 'left-busy' : 'left';
    }
    /** Why it is not touched. */
    refusal() {
        const { runnerName, computeId, scope = '' } = this.target;
        const { github, pool } = this.#ports;
        const { compute } = pool.hosting.words;
        if (!(0,identity/* belongsToRun */.zi)(runnerName, this.#policy.run)) {
            return new errors/* RunnerError */.Rn({
                kind: 'configuration',
                message: `The ${compute} ${computeId} of this run names "${runnerName}" as its runner (tag ${tags/* TAG */.Dk.runnerName}), which ` +
                    'is not the name of a runner of this run. Neither of them was touched.',
                hint: `Find out who changed the tag; the ${compute} ends itself at the end of its lifetime, or stop it by hand.`,
            });
        }
        return new errors/* RunnerError */.Rn({
            kind: 'configuration',
            message: `Runner ${runnerName} is registered in ${scope || 'a scope that its tags do not name'}, and this looked in ` +
                `${github.scope}: whether it has a job is unknown here, so neither it nor its ${compute} ${computeId} was touched.`,
            hint: `Set ${words/* SETTING */.HG.scope} and the name of the scope as they were when it was started, then ${words/* STEP */.RZ.again}.`,
        });
    }
}
function isTransient(error) {
    return error instanceof errors/* RunnerError */.Rn && error.kind === 'transient';
}
function registrationResult(fact) {
    switch (fact) {
        case 'deleted':
        case 'busy':
            return fact;
        case 'missing':
        case 'absent':
            return 'absent';
        default:
            return 'left';
    }
}
function contradiction(runnerName, scope) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `GitHub contradicts itself about runner ${runnerName} of ${scope}: it lists the runner, and answers that it does ` +
            'not exist (404). Whether it has a job is unknown, so it was not taken for gone.',
        hint: `Check that the token still has its rights, and githubstatus.com, then ${words/* STEP */.RZ.again}.`,
    });
}

;// CONCATENATED MODULE: ./src/core/teardown/rule.js
/**
 * The one rule for every DELETE and every StopTask. Both can end a job: a DELETE is answered by 204 while a job is
 * being assigned, and the runner then cancels it. So they rest on what is known, never on what was not found. See
 * docs/decisions/2026-11-29-what-may-be-removed.md.
 */
function nextAct(facts) {
    const { isOwnName, isInScope, isLifeOver, registration, compute } = facts;
    if (!isOwnName)
        return 'refuse';
    if (!isInScope)
        return isLifeOver ? stopOrDone(compute) : 'refuse';
    if (registration === 'busy')
        return aboutBusy(facts);
    if (registration === 'deleted' || registration === 'absent')
        return stopOrDone(compute);
    if (isLifeOver || hasNoJob(facts))
        return aboutJobless(facts);
    // A 404 alone proves nothing, and what was not read is not known.
    if (registration === 'unread' || registration === 'missing' || compute === 'unread')
        return 'look';
    return aboutUnknown(facts);
}
/** Whether no job can be on its way to the runner. */
function hasNoJob({ job, compute }) {
    // Without compute there is no runner; what has not begun has not connected.
    return job === 'none' || ['none', 'starting', 'ended', 'stopped'].includes(compute);
}
/** No job can be lost: the registration goes first, so that none can come. */
function aboutJobless({ mandate, registration, compute, isLifeOver }) {
    switch (registration) {
        case 'missing':
            return stopOrDone(compute);
        case 'unknown':
            // Its run is over, but only GitHub knows whether it runs the job of another one.
            return mandate === 'sweep' && !isLifeOver ? 'leave' : stopOrDone(compute);
        default:
            return 'delete';
    }
}
function aboutBusy(facts) {
    const { mandate, compute, isLifeOver, isTimeUp } = facts;
    // GitHub releases a runner a while after its compute has ended.
    if (compute === 'ended' || compute === 'stopped')
        return isTimeUp ? 'done' : 'wait';
    if (compute === 'unread')
        return 'look';
    if (isLifeOver)
        return stopOrDone(compute, 'leave');
    switch (mandate) {
        case 'undo':
            // It has a job: whatever said that none could come was wrong, or has become so.
            return 'leave';
        case 'stop-selected':
            return isTimeUp ? stopOrDone(compute, 'leave') : 'wait';
        case 'stop-all':
            return isTimeUp ? 'leave' : 'wait';
        case 'sweep':
            return 'leave';
    }
}
/** A job may be on its way, and nobody knows. */
function aboutUnknown({ mandate, registration, job, isTimeUp, compute }) {
    switch (mandate) {
        case 'undo':
        case 'sweep':
            return 'leave';
        case 'stop-all':
            if (registration === 'unknown')
                return 'leave';
            if (job === 'coming')
                return isTimeUp ? 'leave' : 'wait';
            return 'delete';
        case 'stop-selected':
            if (!isTimeUp)
                return 'wait';
            return registration === 'unknown' ? stopOrDone(compute) : 'delete';
    }
}
function stopOrDone(compute, otherwise = 'done') {
    switch (compute) {
        case 'none':
        case 'hidden':
            return otherwise;
        case 'ended':
        case 'stopped':
            return 'done';
        default:
            return 'stop';
    }
}

;// CONCATENATED MODULE: ./src/core/teardown/removal.js






/** Time between two reads of the run's jobs, milliseconds: a job that was just queued is in the second. */
const JOBS_AGAIN_MS = 5000;
/** Wait before GitHub is asked again about a runner of which it has said 404, milliseconds. */
const ASK_AGAIN_MS = 2000;
/** The teardown of several runners: carries out what the rule says until all are settled. */
class Removal {
    #policy;
    #ports;
    #all;
    #settled = new Map();
    #began;
    /** The last two reads of the run's jobs. */
    #jobs = [];
    #jobsReadAt = Number.NEGATIVE_INFINITY;
    #jobsCanBeRead;
    #reads = 1;
    constructor(options) {
        const { targets, policy, ports } = options;
        this.#policy = policy;
        this.#ports = ports;
        this.#began = ports.clock.now();
        this.#jobsCanBeRead = ports.jobs !== undefined;
        this.#all = targets.map((target) => new Removing({ target, policy, ports }));
    }
    async run() {
        let open = this.#all;
        if (open.some((one) => this.#mayHaveJob(one)))
            await this.#readJobs();
        for (;;) {
            await (0,semaphore/* forEachConcurrently */.D)(open, (one) => this.#advance(one));
            open = open.filter(({ target }) => !this.#settled.has(target));
            if (open.length === 0)
                return this.#settled;
            await this.#pause(open);
            await Promise.all([this.#readRegistrations(open), this.#describe(open), this.#readJobs()]);
        }
    }
    #mayHaveJob(one) {
        const { job, compute, isLifeOver } = one.facts(this.#jobs);
        return job !== 'none' && !isLifeOver && (compute === 'running' || compute === 'unread');
    }
    /** Acts until the runner is settled, or has to wait. It never rejects. */
    async #advance(one) {
        for (;;) {
            const act = nextAct(one.facts(this.#jobs));
            switch (act) {
                case 'delete':
                    if (!(await this.#delete(one)))
                        return;
                    break;
                case 'stop':
                    if (!(await this.#stop(one)))
                        return;
                    break;
                case 'look':
                    await this.#look(one);
                    break;
                case 'wait':
                    this.#noteWait(one);
                    return;
                case 'leave':
                    // The run's jobs may still say that none is on its way.
                    if (this.#mayLearn(one))
                        return;
                    this.#settle(one);
                    return;
                case 'done':
                    this.#settle(one);
                    return;
                case 'refuse':
                    one.failed(one.refusal());
                    this.#settle(one);
                    return;
                default:
                    (0,errors/* assertNever */.xb)(act);
            }
        }
    }
    #mayLearn(one) {
        const { job, registration } = one.facts(this.#jobs);
        const isSeen = registration === 'online' || registration === 'offline';
        return (this.#policy.mandate === 'undo' && job === 'possible' && isSeen && this.#jobsCanBeRead && this.#jobs.length < 2);
    }
    #settle(one) {
        const doneAt = this.#ports.clock.now();
        const result = one.result(this.#jobs);
        this.#settled.set(one.target, one.error === undefined ? { result, doneAt } : { error: one.error, doneAt });
    }
    #noteWait(one) {
        const { compute, registration, job } = one.facts(this.#jobs);
        const isFirst = !one.hasWaited;
        one.hasWaited = true;
        if (!isFirst || compute !== 'running')
            return;
        const seconds = this.#policy.drainMs / 1000;
        const { runnerName } = one.target;
        this.#ports.log.info(registration === 'busy' || job === 'coming'
            ? `Runner ${runnerName} is busy: waiting up to ${seconds} s for its job to end.`
            : `A job may be on its way to runner ${runnerName}: waiting up to ${seconds} s for it to end by itself.`);
    }
    /** @returns whether there is more to do now */
    async #delete(one) {
        const { github, clock, log } = this.#ports;
        const { id } = one;
        if (id === undefined) {
            await this.#look(one);
            return true;
        }
        try {
            const answer = await github.deleteRunner(id);
            one.error = undefined;
            one.registration = answer === 'absent' ? 'missing' : answer;
        }
        catch (error) {
            // A runner that is waited for anyway is asked about again.
            if (one.hasWaited && isTransient(error) && clock.now() < one.until) {
                log.info(`${error.message} Asking again about runner ${one.target.runnerName}.`);
                return false;
            }
            one.githubFailed(error);
        }
        return true;
    }
    /** @returns whether there is more to do now */
    async #stop(one) {
        const { pool, log } = this.#ports;
        const { computeId = '', runnerName } = one.target;
        if (one.registration === 'busy') {
            log.warning(`Runner ${runnerName} is still busy; it is stopped together with its job.`);
        }
        try {
            one.wasStopped(await pool.stop(computeId, this.#policy.reason));
            return true;
        }
        catch (error) {
            one.failed(error);
            this.#settle(one);
            return false;
        }
    }
    /** Reads what is not known of one runner. */
    async #look(one) {
        const { target, compute } = one;
        await Promise.all([this.#find(one), ...(compute === 'unread' && target.computeId ? [this.#describe([one])] : [])]);
        // What is not described may be hidden: nothing says that it has ended.
        if (one.compute === 'unread')
            one.sawCompute('running');
    }
    /** Its exact name in the list of its scope: a token without rights gets no list, where an id only gives 404. */
    async #find(one) {
        const { github, clock } = this.#ports;
        if (one.registration !== 'unread' && one.registration !== 'missing')
            return;
        try {
            const registration = one.registration === 'unread' && one.id !== undefined
                ? await github.getRunner(one.id)
                : await github.findRunner(one.target.runnerName);
            if (registration !== undefined) {
                const isAgain = one.registration === 'missing';
                one.saw(registration);
                if (isAgain)
                    await clock.sleep(ASK_AGAIN_MS);
            }
            else
                one.registration = one.registration === 'unread' && one.id !== undefined ? 'missing' : 'absent';
        }
        catch (error) {
            one.githubFailed(error);
        }
    }
    async #pause(open) {
        const { clock, random } = this.#ports;
        const now = clock.now();
        const interval = Math.max((0,polling/* pollInterval */.dq)(now - this.#began, random.fraction()), this.#reads * polling/* MS_PER_READ */.Uy);
        const next = Math.min(...open.map(({ until }) => until).filter((until) => until > now));
        await clock.sleep(Math.min(interval, next - now));
    }
    /** Reads together those that are waited for; a read that fails for a while is made again at the next interval. */
    async #readRegistrations(open) {
        const { github, log, clock } = this.#ports;
        const left = open.filter((one) => !one.isRefused && isStillThere(one));
        for (const one of left)
            if (one.id === undefined)
                one.registration = 'unread';
        const asked = left.filter(({ id }) => id !== undefined);
        if (asked.length === 0)
            return;
        try {
            const { found, requests } = await github.getRunners(asked.flatMap(({ id }) => id ?? []));
            this.#reads = requests;
            for (const one of asked) {
                const registration = found.get(one.id ?? 0);
                if (registration === undefined)
                    one.registration = 'missing';
                else
                    one.saw(registration);
            }
        }
        catch (error) {
            const isFinal = !isTransient(error);
            for (const one of asked)
                if (isFinal || clock.now() >= one.until)
                    one.githubFailed(error);
            if (!isFinal) {
                log.info(`${error.message} There is still time for ${asked.length} runner(s): polling again.`);
            }
        }
    }
    async #describe(open) {
        const { pool, log } = this.#ports;
        const alive = open.filter(({ compute }) => compute === 'unread' || compute === 'starting' || compute === 'running');
        const ids = alive.flatMap(({ target }) => target.computeId ?? []);
        if (ids.length === 0)
            return;
        try {
            const seen = await pool.describe(ids);
            for (const one of alive) {
                const compute = seen.get(one.target.computeId ?? '');
                if (compute !== undefined)
                    one.sawCompute((0,teardown_evidence/* computeFact */.kr)(compute));
            }
        }
        catch (error) {
            // The registration decides alone until this can be read.
            log.info(`${error instanceof Error ? error.message : String(error)} The runners are taken for running.`);
        }
    }
    async #readJobs() {
        const { jobs, clock } = this.#ports;
        if (jobs === undefined || !this.#jobsCanBeRead || clock.now() - this.#jobsReadAt < JOBS_AGAIN_MS)
            return;
        this.#jobsReadAt = clock.now();
        const read = await jobs();
        if (read === undefined)
            this.#jobsCanBeRead = false;
        else
            this.#jobs = [...this.#jobs.slice(-1), read];
    }
}
function isStillThere({ registration }) {
    return registration !== 'deleted' && registration !== 'absent';
}

;// CONCATENATED MODULE: ./src/core/teardown/teardown.js

/**
 * Removes one runner as {@link nextAct} allows.
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
 * Removes several as {@link teardownRunner} removes one, a few at a time. What must be waited for is waited for
 * together, so that no runner waits for another's job and all have the same time. A failure never prevents the rest.
 */
function teardownRunners(options) {
    return new Removal(options).run();
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

/***/ 698:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   OK: () => (/* binding */ scopeName),
/* harmony export */   Ok: () => (/* binding */ scopePath),
/* harmony export */   lX: () => (/* binding */ neededPermission),
/* harmony export */   xU: () => (/* binding */ runnerPages)
/* harmony export */ });
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
/**
 * The URLs of a scope's runners in its settings, by their ids; undefined if the server is not known.
 * @param options.server URL of the web pages, such as `https://github.com`
 */
function runnerPages(options) {
    const { scope, server } = options;
    return (id) => server && `${server}${settingsPath(scope)}/settings/actions/runners/${id}`;
}
/** Unlike the API's, an organization's path is long. */
function settingsPath(scope) {
    switch (scope.kind) {
        case 'repo':
            return `/${encodeURIComponent(scope.owner)}/${encodeURIComponent(scope.repo)}`;
        case 'org':
            return `/organizations/${encodeURIComponent(scope.org)}`;
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
/* harmony import */ var _aws_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5731);
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

/***/ 5592:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ readReasonOf),
/* harmony export */   p: () => (/* binding */ readReason)
/* harmony export */ });
/* harmony import */ var _stopped_reasons_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8046);

/** What a text of ECS means; undefined if its words are unknown. Never given a text that users wrote. */
function readReason(text) {
    const family = _stopped_reasons_js__WEBPACK_IMPORTED_MODULE_0__/* .FAMILIES */ .BU.find(({ pattern }) => pattern.test(text));
    return family && readAs(family, text);
}
/** What a text that is known to be of a family means. */
function readReasonOf(name, text) {
    const family = _stopped_reasons_js__WEBPACK_IMPORTED_MODULE_0__/* .FAMILIES */ .BU.find((one) => one.name === name);
    if (family === undefined)
        throw new Error(`There is no family ${name}.`);
    return readAs(family, text);
}
function readAs({ name, cases, otherwise }, text) {
    const found = cases.find(({ pattern }) => pattern.test(text));
    const { kind, why, hint } = found ?? otherwise;
    return { family: name, isPrecise: found !== undefined, kind, why, hint };
}


/***/ }),

/***/ 8046:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BU: () => (/* binding */ FAMILIES),
/* harmony export */   GO: () => (/* binding */ STOP_CODES),
/* harmony export */   S9: () => (/* binding */ PULL),
/* harmony export */   WQ: () => (/* binding */ MISSING_PROGRAM),
/* harmony export */   ib: () => (/* binding */ ROOM)
/* harmony export */ });
/* harmony import */ var _core_words_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3919);

/** The family of texts about a lack of room, in tasks that ended and in refusals. */
const ROOM = 'Room';
/** The family of texts about an image that cannot be pulled. */
const PULL = 'CannotPullContainer';
const NETWORK = /i\/o timeout|deadline exceeded|timed? ?out|dial tcp|no such host|connection refused|request canceled|context canceled|connection issue|network (?:connection|configuration)|signal: killed|send request failed/i;
const DENIED = /AccessDenied|not authorized|not allowed|Forbidden/i;
const DISK_FULL = /no space left|Thin Pool has \d+ free/i;
const FULL_DISK = {
    kind: 'capacity',
    why: 'the disk is full',
    hint: 'Give the instances larger disks, or let the agent clean up images sooner (ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION); ' +
        'on Fargate give the task more ephemeral storage.',
};
/** The image lacks what its container begins with; a shell's exit codes 126 and 127 say so too. */
const MISSING_PROGRAM = {
    kind: 'configuration',
    why: 'the image lacks the program that its container begins with',
    hint: `With ${_core_words_js__WEBPACK_IMPORTED_MODULE_0__/* .SETTING */ .HG.injectedStartScript} the image needs bash 4.3 or later: the official image ` +
        `ghcr.io/actions/actions-runner has it. With ${_core_words_js__WEBPACK_IMPORTED_MODULE_0__/* .SETTING */ .HG.imageStartScript} correct its command and entryPoint.`,
};
const CHECK_ROUTE = `NAT, ${_core_words_js__WEBPACK_IMPORTED_MODULE_0__/* .SETTING */ .HG.assignPublicIp} on Fargate, or VPC endpoints, and the security groups on the way`;
const RECLAIMED = {
    kind: 'capacity',
    why: 'AWS took the capacity back',
    hint: `${_core_words_js__WEBPACK_IMPORTED_MODULE_0__/* .STEP */ .RZ.again}, or use on-demand capacity.`,
};
const WORDS_SAY_WHY = "ECS's own words, above, say why.";
/**
 * ECS's words about tasks that ended, or were not launched: every category of the developer guide's "Amazon ECS stopped
 * tasks error messages" with its pages, "CannotPullContainer task errors" and "Amazon ECS API failure reasons" (pages
 * without a date, as they were in 2026), the older wording of its public source (last changed 2023-06-15), and the
 * errors that the agent names by itself (aws/amazon-ecs-agent, 2026-06-29). Topics that several categories share come
 * first.
 */
const FAMILIES = [
    {
        name: 'Log driver',
        pattern: /logger args|logging driver|log driver|create logger|cloudwatch log (?:stream|group)|awslogs driver/i,
        cases: [
            {
                pattern: DENIED,
                kind: 'permission',
                why: 'the role may not write the log',
                hint: 'Allow logs:CreateLogStream and logs:PutLogEvents (logs:CreateLogGroup too with awslogs-create-group) in a policy ' +
                    'of the execution role, or of the instance role where the task definition has none.',
            },
            {
                pattern: /does not exist|ResourceNotFoundException/i,
                kind: 'configuration',
                why: 'the log group that the task definition names does not exist',
                hint: 'Create it in the region that awslogs-region names, or set awslogs-create-group and allow logs:CreateLogGroup ' +
                    'to the role.',
            },
            {
                pattern: /is required|unknown log opt|invalid/i,
                kind: 'configuration',
                why: 'the logConfiguration of the task definition is wrong',
                hint: 'Correct its options as ECS says above.',
            },
        ],
        otherwise: {
            kind: 'configuration',
            why: 'the log of a container could not be set up',
            hint: 'Check that the log group exists in the region that awslogs-region names, that the execution role may write to ' +
                `it, and that the subnet reaches CloudWatch Logs (${CHECK_ROUTE}).`,
        },
    },
    {
        name: 'Volumes',
        pattern: /CannotCreateVolume|InvalidVolumeError|EFS utils|mount\.nfs|EphemeralStorage|bind source path|creating mount source|error mounting|invalid mount|failed to (?:chown|copy file info)/i,
        cases: [
            {
                pattern: /EphemeralStorage provisioning/i,
                kind: 'transient',
                why: 'Fargate did not get the disk of the task ready in time',
                hint: 'It is a fault of the service: see the AWS Health Dashboard if it stays.',
            },
            { pattern: DISK_FULL, ...FULL_DISK },
            {
                pattern: /access denied|permission denied|not permitted|not authorized|AccessDenied/i,
                kind: 'permission',
                why: 'a volume of the task definition may not be used',
                hint: "Check the file system's policy, the access point's user, and, with IAM authorization, that the task role may " +
                    'elasticfilesystem:ClientMount and ClientWrite.',
            },
        ],
        otherwise: {
            kind: 'configuration',
            why: 'a volume of the task definition could not be mounted',
            hint: 'Check the volume in the task definition. For EFS: the path, a mount target in the availability zone of the ' +
                'subnet, its security group (TCP 2049 from the task), and DNS resolution in the VPC. For a path of the instance: ' +
                'that it exists there.',
        },
    },
    {
        name: 'Environment files',
        pattern: /download env files/i,
        cases: [
            {
                pattern: DENIED,
                kind: 'permission',
                why: 'an environment file of the task definition may not be read',
                hint: 'Allow s3:GetObject on the file and s3:GetBucketLocation on its bucket in a policy of the execution role; S3 answers so for a missing file too.',
            },
        ],
        otherwise: {
            kind: 'configuration',
            why: 'an environment file of the task definition could not be read',
            hint: `Check that it exists, and that the subnet reaches S3 (${CHECK_ROUTE}).`,
        },
    },
    {
        // Its texts are older and newer ones of ResourceInitializationError and ResourceNotFoundException.
        name: 'Secrets and registry credentials',
        pattern: /(?:pull|retrieve|fetching) (?:the )?secret|registry auth|secrets from (?:ssm|asm)|from asm:/i,
        cases: [
            {
                pattern: DENIED,
                kind: 'permission',
                why: 'the execution role may not read a secret, or may not log in to the registry',
                hint: 'Allow what ECS names above (secretsmanager:GetSecretValue, ssm:GetParameters, kms:Decrypt, ' +
                    'ecr:GetAuthorizationToken) in a policy of the execution role.',
            },
            {
                pattern: /ResourceNotFound|ParameterNotFound|can.t find|invalid (?:ssm )?parameters|whether the secret exists/i,
                kind: 'configuration',
                why: 'a secret that the task definition names does not exist',
                hint: 'Correct its name, region and account in the task definition, or create it.',
            },
            {
                pattern: NETWORK,
                kind: 'configuration',
                why: 'the service that holds the secret or the registry login was not reached',
                hint: `Check that the subnet reaches Secrets Manager, Systems Manager or ECR: ${CHECK_ROUTE}.`,
            },
        ],
        otherwise: {
            kind: 'configuration',
            why: 'a secret or the registry login could not be read',
            hint: 'Check that the secrets of the task definition exist, that the execution role may read them, and that the subnet ' +
                `reaches their services (${CHECK_ROUTE}).`,
        },
    },
    {
        name: PULL,
        pattern: /CannotPull\w*|ImageNotFound|pull(?:ing)? image|manifest (?:unknown|for)/i,
        cases: [
            {
                pattern: /toomanyrequests|too many requests|rate limit|\b429\b/i,
                kind: 'capacity',
                why: 'the registry limits how often images are pulled',
                hint: 'Pull through an ECR pull-through cache, or with registry credentials (repositoryCredentials).',
            },
            { pattern: DISK_FULL, ...FULL_DISK },
            {
                pattern: /no matching manifest|descriptor matching platform|does not match the specified platform|exec format/i,
                kind: 'configuration',
                why: 'it is not built for the CPU architecture or operating system of the task',
                hint: 'Build it for that platform, or set runtimePlatform in the task definition.',
            },
            {
                pattern: new RegExp(`${NETWORK.source}|nil pointer dereference`, 'i'),
                kind: 'configuration',
                why: 'the registry was not reached',
                hint: `Check that the subnet can reach the registry: ${CHECK_ROUTE} (for ECR those of ecr.api, ecr.dkr and S3).`,
            },
            {
                // Before Docker's words for a missing image, which the agent puts in front of ECR's own.
                pattern: /not authorized to perform|has the permissions to pull/i,
                kind: 'permission',
                why: 'its registry does not allow it',
                hint: 'Allow the execution role (on EC2 without one: the instance role) to pull it, and see the policy of the repository.',
            },
            {
                // Docker Hub's wording for both; it does not say which.
                pattern: /pull access denied|may require 'docker login'|repository does not exist or|requested access to the resource is denied|whether the image exists/i,
                kind: 'configuration',
                why: 'it does not exist, or its registry requires a login',
                hint: "Correct the image's name, or give the container repositoryCredentials.",
            },
            {
                pattern: /not ?found|manifest unknown|does not exist/i,
                kind: 'configuration',
                why: 'there is no such image',
                hint: "Correct the image's name and tag in the task definition, or push it.",
            },
            {
                pattern: /denied|unauthorized|forbidden|\b40[13]\b|no basic auth|authentication/i,
                kind: 'permission',
                why: 'its registry does not allow it',
                hint: 'Give the container repositoryCredentials that its registry accepts, readable by the execution role; for ECR, allow the execution role to pull it.',
            },
            {
                pattern: /failed to resolve ref|API error|unexpected status code(?!.*\b5\d\d\b)/i,
                kind: 'configuration',
                why: 'the image, or its registry, was not found or refused',
                hint: `Check the image's name and tag, the permissions of the execution role, and the route to the registry (${CHECK_ROUTE}).`,
            },
        ],
        otherwise: {
            kind: 'transient',
            why: 'the image could not be pulled',
            hint: `${WORDS_SAY_WHY} Check the image's name and tag, the permissions of the execution role, and the route from the subnet to the registry.`,
        },
    },
    {
        // Before the container's errors: ECS puts it in front of them.
        name: 'OutOfMemoryError',
        pattern: /OutOfMemory|killed due to memory usage/i,
        cases: [],
        otherwise: {
            kind: 'configuration',
            why: 'the container used more memory than it may',
            hint: `Raise the memory of the container or set ${_core_words_js__WEBPACK_IMPORTED_MODULE_0__/* .SETTING */ .HG.memory}.`,
        },
    },
    {
        name: 'CannotStartContainerError, CannotCreateContainerError',
        pattern: /Cannot(?:Start|Create)Container\w*/i,
        cases: [
            {
                pattern: /exec format error/i,
                kind: 'configuration',
                why: 'the image is built for another CPU architecture',
                hint: 'Build it for the architecture of the instances, or set runtimePlatform in the task definition.',
            },
            {
                pattern: /executable file not found|(?:exec|stat)\b.*: (?:no such file|permission denied)/i,
                ...MISSING_PROGRAM,
            },
            { pattern: DISK_FULL, ...FULL_DISK },
            {
                pattern: /gathering device information|could not select device driver|prestart hook|nvidia/i,
                kind: 'configuration',
                why: 'the instance lacks a device that the task definition names',
                hint: 'Use instances that have it (with the GPU-optimized AMI for GPUs), or take it out of the task definition.',
            },
            {
                pattern: /port is already allocated|address already in use/i,
                kind: 'capacity',
                why: 'a port that the task definition maps is taken on the instance',
                hint: 'Map no fixed port of the host: a runner needs none.',
            },
            {
                pattern: /unable to find user|no such user|unable to find group/i,
                kind: 'configuration',
                why: 'the image lacks the user that the container is to run as',
                hint: 'Correct user in the task definition.',
            },
        ],
        otherwise: {
            kind: 'transient',
            why: 'the container could not be made or started',
            hint: `${WORDS_SAY_WHY} AWS also sees this where a container gets too little memory.`,
        },
    },
    {
        name: 'ContainerRuntimeTimeoutError',
        pattern: /ContainerRuntimeTimeoutError|DockerTimeoutError|Could not transition to/i,
        cases: [],
        otherwise: {
            kind: 'transient',
            why: 'the container did not start in time',
            hint: 'The instance may be overloaded. With the log driver awslogs, check that the subnet reaches CloudWatch Logs ' +
                `(${CHECK_ROUTE}).`,
        },
    },
    {
        name: 'ContainerRuntimeError, CannotInspectContainerError, CannotStopContainerError',
        pattern: /ContainerRuntimeError|Cannot(?:Inspect|Describe|Stop|Remove|List)Container\w*|CannotGetDocker\w+|DockerStateError|ContainerVanishedError|ImpossibleStateTransitionError|NoSuchContainerError/i,
        cases: [],
        otherwise: {
            kind: 'transient',
            why: "the instance's container runtime failed",
            hint: 'If it stays, check the ECS agent and Docker on the instance (/var/log/ecs/ecs-agent.log), or replace it.',
        },
    },
    {
        name: 'TaskDependencyError',
        pattern: /TaskDependencyError|dependencies cannot be resolved/i,
        cases: [],
        otherwise: {
            kind: 'configuration',
            why: 'a container that another one waits for (dependsOn) did not come to the state that it waits for',
            hint: 'Check dependsOn in the task definition, and the log of the container that is waited for.',
        },
    },
    {
        name: 'HostConfigError, DockerClientConfigError',
        pattern: /HostConfigError|DockerClientConfigError/i,
        cases: [],
        otherwise: {
            kind: 'configuration',
            why: 'the instance cannot make the container that the task definition describes',
            hint: `${WORDS_SAY_WHY} Correct the task definition, or use other instances.`,
        },
    },
    {
        name: 'Network interface',
        pattern: /Unexpected EC2 error|network interface|configure ENI|netplugin|ContainerNetworkingError|unused device index/i,
        cases: [
            {
                // ECS's page means a full subnet by the sentence that ends with it; other causes follow as EC2's error code.
                pattern: /InsufficientFreeAddressesInSubnet|Create Network Interface[^:]*in subnet '?[\w-]*'?\.?\s*$/i,
                kind: 'capacity',
                why: 'the subnet has no free address',
                hint: `Name more or larger subnets in ${_core_words_js__WEBPACK_IMPORTED_MODULE_0__/* .SETTING */ .HG.subnets}, or remove what holds their addresses.`,
            },
            {
                pattern: /LimitExceeded|unused device index/i,
                kind: 'capacity',
                why: 'no more network interfaces can be made or attached there',
                hint: 'Use larger or more instances, or ask AWS for a higher limit of network interfaces.',
            },
            {
                pattern: /TagPolicyViolation/i,
                kind: 'configuration',
                why: 'a tag policy of the organization refuses the tags of the network interface',
                hint: "Have the task carry the tags that the policy demands, or exempt ECS's network interfaces from it.",
            },
            {
                pattern: /UnauthorizedOperation|AccessDenied|not authorized/i,
                kind: 'permission',
                why: 'ECS may not make the network interface',
                hint: 'Check the service-linked role AWSServiceRoleForECS, and policies of the organization that limit it.',
            },
        ],
        otherwise: {
            kind: 'transient',
            why: 'the network interface of the task did not become ready',
            hint: `${WORDS_SAY_WHY} AWS calls it intermittent; if it stays, check the subnets and security groups.`,
        },
    },
    {
        name: 'Role',
        pattern: /unable to assume (?:the )?role/i,
        cases: [],
        otherwise: {
            kind: 'permission',
            why: 'ECS cannot assume the task role or the execution role',
            hint: 'Check that the role exists, and that its trust policy allows ecs-tasks.amazonaws.com. A new role takes some seconds to work.',
        },
    },
    {
        name: 'ResourceInitializationError',
        pattern: /ResourceInitializationError|resource cannot be initialized/i,
        cases: [
            {
                pattern: DENIED,
                kind: 'permission',
                why: 'the execution role may not use something that the task needs',
                hint: 'Allow what ECS names above in a policy of the execution role.',
            },
            {
                pattern: NETWORK,
                kind: 'configuration',
                why: 'a service that the task needs was not reached',
                hint: `Check that the subnet reaches it: ${CHECK_ROUTE}; and that DNS resolution is on in the VPC.`,
            },
        ],
        otherwise: {
            kind: 'transient',
            why: 'something that the task needs could not be prepared',
            hint: WORDS_SAY_WHY,
        },
    },
    {
        name: 'ResourceNotFoundException',
        pattern: /ResourceNotFoundException/i,
        cases: [],
        otherwise: {
            kind: 'configuration',
            why: 'something that the task definition names does not exist',
            hint: `${WORDS_SAY_WHY} Correct its name, region and account in the task definition, or create it.`,
        },
    },
    {
        name: 'SpotInterruptionError',
        pattern: /SpotInterruption|Spot Task was interrupted/i,
        cases: [],
        otherwise: RECLAIMED,
    },
    {
        name: 'Host',
        pattern: /Host EC2 \(instance [^)]*\)|deregistration forced/i,
        cases: [],
        otherwise: {
            kind: 'capacity',
            why: 'the instance was stopped, terminated or removed from the cluster',
            hint: 'See the activities of its Auto Scaling group; managed termination protection keeps instances with tasks.',
        },
    },
    {
        name: ROOM,
        // Capitals count: messages of RunTask's exceptions are read too.
        pattern: /\bRESOURCE:|EMPTY CAPACITY PROVIDER|NO ACTIVE INSTANCES|(?:^|: )AGENT\b|Capacity is unavailable|PROVISIONING.*(?:quota|limit)|limit on the number of|[Nn]o [Cc]ontainer [Ii]nstances/,
        cases: [
            {
                pattern: /limit on the number of|PROVISIONING.*(?:quota|limit)/,
                kind: 'capacity',
                why: 'a limit of the account is reached',
                hint: 'Wait until other tasks have ended, ask AWS for a higher limit (Service Quotas), or set another capacity.',
            },
            {
                pattern: /(?:^|: )AGENT\b/,
                kind: 'capacity',
                why: 'the ECS agent of the instance is not connected',
                hint: 'Check the agent on the instances (/var/log/ecs/ecs-agent.log), or replace them.',
            },
        ],
        otherwise: {
            kind: 'capacity',
            why: 'there is no room at the moment',
            hint: 'Use a capacity provider with managed scaling, raise its maximum, request less cpu or memory, or set another ' +
                'capacity.',
        },
    },
    {
        name: 'Placement',
        pattern: /\bATTRIBUTE\b|MemberOf|\bLOCATION\b|placement constraint|not compatible with the selected compute strategy/,
        cases: [
            {
                pattern: /\bLOCATION\b/,
                kind: 'configuration',
                why: 'the instances are in other availability zones than the subnets',
                hint: `Name subnets in ${_core_words_js__WEBPACK_IMPORTED_MODULE_0__/* .SETTING */ .HG.subnets} that are in the availability zones of the instances.`,
            },
            {
                pattern: /not compatible with the selected compute strategy/,
                kind: 'configuration',
                why: 'the task definition is not made for that capacity',
                hint: `Give the entry of ${_core_words_js__WEBPACK_IMPORTED_MODULE_0__/* .SETTING */ .HG.capacity} a task definition of its own, after an @.`,
            },
        ],
        otherwise: {
            kind: 'configuration',
            why: 'no instance of the cluster has what the task requires',
            hint: 'Compare the placement constraints, CPU architecture and required attributes of the task with the container ' +
                'instances.',
        },
    },
    {
        name: 'InternalError',
        pattern: /InternalError|Rate exceeded/i,
        cases: [],
        otherwise: {
            kind: 'transient',
            why: 'ECS or Fargate failed inside',
            hint: 'See the AWS Health Dashboard if it stays.',
        },
    },
];
/** Stop codes that say why by themselves; with the others the texts do. */
const STOP_CODES = new Map(Object.entries({
    UserInitiated: {
        kind: 'transient',
        why: 'somebody stopped it',
        hint: `CloudTrail shows who (StopTask). Then ${_core_words_js__WEBPACK_IMPORTED_MODULE_0__/* .STEP */ .RZ.startAgain}.`,
    },
    SpotInterruption: RECLAIMED,
    TerminationNotice: RECLAIMED,
    ServiceSchedulerInitiated: {
        kind: 'transient',
        why: 'a service of ECS stopped it',
        hint: `See the events of the service. Then ${_core_words_js__WEBPACK_IMPORTED_MODULE_0__/* .STEP */ .RZ.startAgain}.`,
    },
    InfrastructureHealth: {
        kind: 'capacity',
        why: 'AWS stopped it because of the health of what it ran on',
        hint: 'See the AWS Health Dashboard if it stays.',
    },
}));


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
    const renew = () => {
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
            return renew();
        if (!isAboutToExpire(await found))
            return found;
        // Another client may have fetched new ones while this one awaited.
        return last === undefined || last === found ? renew() : last;
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

/***/ 9337:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  kS: () => (/* binding */ connectEcsLauncher),
  wh: () => (/* binding */ connectEcsPool),
  UY: () => (/* binding */ connectGitHub),
  $r: () => (/* binding */ connectJobs),
  h5: () => (/* binding */ connectRuns)
});

// EXTERNAL MODULE: ./src/core/report/timeline.js
var timeline = __webpack_require__(7682);
// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/secret.js
var secret = __webpack_require__(6588);
// EXTERNAL MODULE: ./src/core/unsent.js
var unsent = __webpack_require__(9105);
// EXTERNAL MODULE: ./src/core/util/shorten.js
var shorten = __webpack_require__(4694);
// EXTERNAL MODULE: ./src/core/words.js
var words = __webpack_require__(3919);
;// CONCATENATED MODULE: ./src/github/advice.js

const KNOWN = [
    {
        status: [403],
        words: /IP allow list/i,
        kind: 'permission',
        hint: "Add this machine's address to the IP allow list that the message names, or run this on a machine whose address " +
            'is in it.',
    },
    {
        status: [403],
        words: /self-hosted runners (are|is|have been) disabled|disabled self-hosted runners/i,
        kind: 'configuration',
        hint: "Allow self-hosted runners of repositories in the owner's settings (Actions, General, Runners), or register them " +
            `in the organization (${words/* SETTING */.HG.scope}).`,
    },
    {
        status: [403],
        words: /archived/i,
        kind: 'configuration',
        hint: `Unarchive the repository, or correct ${words/* SETTING */.HG.scope} and what it names.`,
    },
    {
        status: [403],
        words: /actions (is|are|has been|have been) (disabled|not enabled)/i,
        kind: 'configuration',
        hint: 'Enable GitHub Actions in the settings of what the message names.',
    },
    {
        status: [403],
        words: /\bSAML\b|single sign-on|\bSSO\b/i,
        kind: 'permission',
        hint: "Authorize the token for the organization's single sign-on (its settings, Configure SSO), or use a GitHub App.",
    },
    {
        status: [403],
        words: /forbids access via/i,
        kind: 'permission',
        hint: 'Use a token of a kind, and of a lifetime, that the message allows, or a GitHub App.',
    },
    {
        status: [403],
        words: /suspended/i,
        kind: 'permission',
        hint: 'Have the suspension lifted of what the message names: the account, or the installation of the App.',
    },
    {
        status: [403, 422],
        words: /max(imum)?( limit)? of [\d,]+ runners/i,
        kind: 'configuration',
        hint: `Remove runners from the group that are not used any more (${words/* STEP */.RZ.sweep} for ours), or use another ${words/* SETTING */.HG.runnerGroup}.`,
    },
];
/** The next step that fits GitHub's words; undefined if they say nothing that is known. */
function adviceOn(status, message) {
    return KNOWN.find((one) => one.status.includes(status) && one.words.test(message));
}
/** Whether GitHub's words are about what the token may do, and not about something that forbids it to anybody. */
function isAboutPermission(message) {
    return /not accessible by|must have admin rights|must be an? (owner|admin)|requires? .*\b(permission|scope)s?\b/i.test(message);
}

// EXTERNAL MODULE: ./src/github/scope.js
var github_scope = __webpack_require__(698);
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
    const message = `${error instanceof Error ? error.message : String(error)}${furtherErrors(response)}`;
    const headers = isRecord(response) && isRecord(response['headers']) ? response['headers'] : {};
    const date = Date.parse(String(headers['date']));
    return {
        // Octokit reports a failed connection as a 500, but then there is no response.
        status: isRecord(response) && typeof status === 'number' ? status : undefined,
        message: plainText(message),
        // A 429 is nothing else, whatever its words: a load balancer's has none of GitHub's.
        isRateLimit: status === 429 ||
            headers['retry-after'] !== undefined ||
            headers['x-ratelimit-remaining'] === '0' ||
            /rate limit/i.test(message),
        isSecondary: /\bsecondary rate\b/i.test(message),
        date: Number.isNaN(date) ? undefined : date,
        retryAfterSeconds: /^\d{1,9}$/.test(String(headers['retry-after'])) ? Number(headers['retry-after']) : undefined,
        isAfterLostAnswer: sent[LOST] === true,
    };
}
/** GitHub's own reason, which Octokit's message leaves out where it is a text: the message is then only "Forbidden". */
function furtherErrors(response) {
    const data = isRecord(response) ? response['data'] : undefined;
    const errors = isRecord(data) ? data['errors'] : undefined;
    return typeof errors === 'string' ? ` (${errors})` : '';
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
    const where = `${call.doing} in ${(0,github_scope/* scopeName */.OK)(call.scope)}`;
    if ((status === 403 || status === 429) && isRateLimit) {
        const wait = retryAfterSeconds === undefined ? '' : ` (retry after ${retryAfterSeconds} s)`;
        return new errors/* RunnerError */.Rn({
            kind: 'transient',
            message: `GitHub's rate limit was reached and could not be waited out in the time left${wait} while ${where}: ${message}`,
            hint: `${words/* STEP */.RZ.again} later; a GitHub App has a higher limit than a token.`,
            hadNoEffect: !isAfterLostAnswer,
            cause: error,
        });
    }
    const notSent = (0,unsent/* explainUnsent */.B)(error, {
        what: `a request for ${where}`,
        peer: "GitHub's API",
        hadNoEffect: !isAfterLostAnswer,
    });
    if (status === undefined && notSent !== undefined)
        return notSent;
    const { kind, text, hint } = status === undefined ? NO_ANSWER : explainStatus(status, message, call.scope);
    return new errors/* RunnerError */.Rn({
        kind,
        message: `${text} while ${where}: ${message}`,
        hint,
        // A refusal of a retry says nothing about the first attempt.
        hadNoEffect: kind !== 'transient' && !isAfterLostAnswer,
        cause: error,
    });
}
const NO_ANSWER = {
    kind: 'transient',
    text: 'GitHub did not answer',
    hint: `Check that this machine can reach the GitHub API (a proxy?), then ${words/* STEP */.RZ.again}.`,
};
function explainStatus(status, message, scope) {
    const needed = (0,github_scope/* neededPermission */.lX)(scope);
    const advice = adviceOn(status, message);
    if (advice !== undefined)
        return { ...advice, text: `GitHub refused this (${status})` };
    switch (status) {
        case 401:
            return {
                kind: 'permission',
                text: 'GitHub refused the token (401)',
                hint: `The token is wrong, expired or revoked, or the App key does not belong to the App. Replace it with ${needed}.`,
            };
        case 403:
            return explainForbidden(message, needed);
        case 404:
            return {
                kind: 'configuration',
                text: 'GitHub does not find it, or the token may not see it (404)',
                hint: `Check ${words/* SETTING */.HG.scope} and the name ${(0,github_scope/* scopeName */.OK)(scope)}; GitHub also answers 404 if the token has no access. It must be ${needed}.`,
            };
        default:
            return status >= 500
                ? { kind: 'transient', text: `GitHub failed (${status})`, hint: `${words/* STEP */.RZ.again}; see githubstatus.com.` }
                : {
                    kind: 'configuration',
                    text: `GitHub refused the request (${status})`,
                    hint: 'Correct what the message refers to.',
                };
    }
}
function explainForbidden(message, needed) {
    const kind = 'permission';
    return isAboutPermission(message)
        ? {
            kind,
            text: 'GitHub says that the token may not do that (403)',
            hint: `Use ${needed}. A GITHUB_TOKEN can never manage runners.`,
        }
        : {
            kind,
            text: 'GitHub refused this (403)',
            hint: `Do what the message asks for. If it is about the token: it must be ${needed}.`,
        };
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
// EXTERNAL MODULE: ./src/http/agents.js
var http_agents = __webpack_require__(3611);
// EXTERNAL MODULE: ./src/http/exchange.js
var exchange = __webpack_require__(5376);
;// CONCATENATED MODULE: ./src/github/fetch.js




/** Milliseconds after which no answer will come any more: the slowest, a new JIT config, takes 2 s. */
const ANSWER_TIMEOUT_MS = 20_000;
/** A page of 100 runners is about 200 KB; an answer of more bytes than this is not from GitHub's API. */
const MAX_ANSWER_BYTES = 5_000_000;
/** GitHub's answers if something was renamed or moved: the same request is expected at the new address. */
const REDIRECTS = [301, 302, 307, 308];
const MAX_REDIRECTS = 5;
/**
 * The parts of fetch that Octokit uses; undici, the toolkit's and Node's own, would cost 50 to 70 ms more. The whole
 * answer is read within a deadline and a size, and a truncated body fails the request; Octokit would take it for an
 * empty one.
 */
function boundedFetch(proxy) {
    const agents = proxy && (0,http_agents/* ownAgents */.z)({ keepAlive: true, proxy });
    const bounded = async (url, init) => follow(new URL(url), {
        method: init.method ?? 'GET',
        headers: { ...init.headers, 'accept-encoding': 'gzip' },
        ...(typeof init.body === 'string' && { body: init.body }),
        ...(agents && { agents }),
        withinMs: ANSWER_TIMEOUT_MS,
        maxBytes: MAX_ANSWER_BYTES,
    });
    // Octokit passes a text and plain objects, and reads only the parts of the answer that are here.
    return bounded;
}
/** Sends the same request again where a redirect says, on the same origin. */
async function follow(url, outgoing, redirects = 0) {
    const answer = await (0,exchange/* exchange */.c)(url, outgoing).catch((error) => {
        throw error instanceof exchange/* AnswerTooLarge */.U ? tooLarge() : error;
    });
    const { location } = answer.headers;
    if (!REDIRECTS.includes(answer.status) || location === undefined || redirects >= MAX_REDIRECTS) {
        return asResponse(url, answer);
    }
    const target = new URL(location, url);
    if (target.origin !== url.origin)
        throw redirectedAway(target);
    return follow(target, outgoing, redirects + 1);
}
function asResponse(url, { status, statusText, headers, body }) {
    return {
        status,
        statusText,
        url: url.href,
        headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        text: async () => body.toString('utf8'),
        arrayBuffer: async () => Uint8Array.from(body).buffer,
    };
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
 * limits for the REST API" in its documentation. It allows 100 concurrent requests; a fifth of that is plenty. Whether a
 * registration is one of the 80 "content creations" is not said: large fleets register 166 to 180 a minute, as many as
 * the points allow.
 */
const LIMITS = { creations: 80, points: 900, concurrent: 20 };
/** Registrations a minute while GitHub accepts more than 80: 800 points, which leaves 100 for whatever else is sent. */
const CREATIONS_BY_POINTS = 160;
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
 * they need. Creations go by points, beyond 80 a minute only after one has been tried alone; once GitHub has answered
 * with a secondary limit, they keep to 80 a minute.
 *
 * It has the interface of a queue group of the throttling plugin, whose own groups allow ten concurrent requests and
 * one write a second.
 */
class PointsPacer {
    #retryBudgetMs;
    #clock;
    #sent = [];
    #inFlight = 0;
    #creationsAtMost = CREATIONS_BY_POINTS;
    /** Whether GitHub accepts more than 80 creations a minute, as far as it has been tried. */
    #beyond = 'untried';
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
            const answer = await request(options);
            if (sent.isProbe)
                this.#beyond = 'accepted';
            return answer;
        }
        finally {
            if (sent.isProbe && this.#beyond === 'being tried')
                this.#beyond = 'untried';
            this.#inFlight -= 1;
            sent.leavesAt = this.#clock.now() + WINDOW_MS;
            this.#release();
        }
    }
    /** Counts a request that the retry plugin retries by itself. */
    countAgain(method) {
        const leavesAt = this.#clock.now() + WINDOW_MS;
        this.#sent.push({ points: pointsOf(method), isCreation: method === 'POST', isProbe: false, leavesAt });
    }
    /** To be called when GitHub answered with a secondary limit: creations keep to the lower limit from now on. */
    slowDown() {
        this.#creationsAtMost = LIMITS.creations;
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
        const left = this.#creationsAtMost - this.#created;
        if (isCreation)
            return left > 0 && spent + points <= LIMITS.points && !this.#mustAwaitProbe;
        const kept = Math.min(this.#queues.creations.length, Math.max(0, left)) * POINTS.write;
        return spent + points + kept <= LIMITS.points;
    }
    /** Creations that count. */
    get #created() {
        return this.#sent.filter((one) => one.isCreation).length;
    }
    get #mustAwaitProbe() {
        return this.#created >= LIMITS.creations && this.#beyond === 'being tried';
    }
    #go({ points, isCreation, go }) {
        const isProbe = isCreation && this.#created >= LIMITS.creations && this.#beyond === 'untried';
        if (isProbe)
            this.#beyond = 'being tried';
        const sent = { points, isCreation, isProbe, leavesAt: Infinity };
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
        message: `GitHub accepts ${LIMITS.points} points of requests a minute (a registration is ${POINTS.write}), and at times only ` +
            `${LIMITS.creations} registrations; the next request could be sent in ${Math.ceil(waitMs / 1000)} s, which is longer ` +
            'than the time left. It was not sent.',
        hint: `Raise ${words/* SETTING */.HG.startupTimeout} (256 runners take 1 to 3 minutes to register), or start fewer runners.`,
        hadNoEffect: true,
    });
}

;// CONCATENATED MODULE: ./src/github/rate-limits.js

/** Seconds to wait if GitHub does not say how long: "wait for at least one minute", its documentation says. */
const UNSAID_SECONDS = 60;
/**
 * Seconds to wait at least, doubled with each wait of a request up to a minute: an answer that asks for no wait, or for
 * one that is over, must not be answered with hundreds of requests.
 */
const LEAST_SECONDS = 1;
const LEAST_SECONDS_AT_MOST = 60;
/** How often one request is held back: far more often than any limit of GitHub's can stop it within a step. */
const WAITS = 20;
/**
 * Puts an answer that a rate limit stopped into the form that the throttling plugin reads, since the plugin knows a
 * secondary limit only by GitHub's usual words, and counts the time until a reset by this machine's clock. The wait is
 * counted by the answer's own `Date`, and has a floor.
 * @param notes belongs to the request; counts its waits
 * @returns the kind of limit; undefined for any other failure
 */
function noteLimit(error, notes) {
    const { status, isRateLimit, isSecondary, date = Date.now() } = githubFailure(error);
    if ((status !== 403 && status !== 429) || !isRateLimit || !hasHeaders(error))
        return undefined;
    const { headers } = error.response;
    const waits = notes.limitWaits ?? 0;
    notes.limitWaits = waits + 1;
    const least = Math.min(LEAST_SECONDS * 2 ** waits, LEAST_SECONDS_AT_MOST);
    if (headers['x-ratelimit-remaining'] === '0' && headers['retry-after'] === undefined && !isSecondary) {
        // One second more: GitHub counts a reset in whole seconds.
        const asked = Math.ceil((Number(headers['x-ratelimit-reset']) * 1000 - date) / 1000) + 1;
        const seconds = Math.max(least, Number.isNaN(asked) ? UNSAID_SECONDS : asked);
        // The plugin adds that second again.
        headers['x-ratelimit-reset'] = String(Math.floor(Date.now() / 1000) + seconds - 1);
        return 'primary';
    }
    headers['retry-after'] = String(Math.max(least, askedSeconds(headers['retry-after'], date) ?? UNSAID_SECONDS));
    if (!isSecondary)
        error.message += ' (a secondary rate limit, by its status)';
    return 'secondary';
}
/** Whether a request was held back so often that the limit cannot be one of GitHub's. */
function isWaitedOut({ limitWaits = 0 }) {
    return limitWaits > WAITS;
}
/** A retry-after is a number of seconds or a time. */
function askedSeconds(retryAfter, date) {
    if (retryAfter === undefined)
        return undefined;
    if (/^\d{1,9}$/.test(retryAfter))
        return Number(retryAfter);
    const until = Date.parse(retryAfter);
    return Number.isNaN(until) ? undefined : Math.ceil((until - date) / 1000);
}
function hasHeaders(error) {
    if (!(error instanceof Error) || !('response' in error))
        return false;
    const { response } = error;
    return (typeof response === 'object' && response !== null && 'headers' in response && response.headers instanceof Object);
}

;// CONCATENATED MODULE: ./src/github/octokit.js









/**
 * Answers that the retry plugin must not retry: the same request will not change them. Its own list lacks 409 (the name
 * exists) and 429, a rate limit, which the throttling plugin waits out.
 */
const FINAL_STATUS = [400, 401, 403, 404, 409, 410, 422, 429, 451];
/** Retries of a failure; a rate limit is waited out for as long as there is time. */
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
        const { method, url, request } = options;
        if (noteLimit(error, request) === 'secondary')
            pacer?.slowDown();
        const { status, message } = githubFailure(error);
        const notSent = (0,unsent/* unsent */.Y)(error);
        if (notSent !== undefined && notSent.why !== 'machine') {
            request.retries = 0;
            throw error;
        }
        if (notSent === undefined && (status === undefined || status >= 500))
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
        const stopped = `GitHub's ${what} rate limit stopped ${request.method} ${request.url}`;
        if (isWaitedOut({ ...request.request })) {
            log.info(`${stopped}: it was sent ${WAITS + 1} times, and is not sent again.`);
            return false;
        }
        const willWait = retryAfter * 1000 <= retryBudgetMs();
        log.info(`${stopped}: ${willWait ? `retrying in ${retryAfter} s.` : `the wait of ${retryAfter} s is longer than the time left.`}`);
        return willWait;
    };
    // Typed as object, since the plugin declares a whole class but uses two of its methods. The pacer takes all
    // requests, so writes need no second between them.
    const groups = { global: pacer, auth: pacer, write: { key: () => ({ schedule: async () => undefined }) } };
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
/** A list of anything. */
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






/**
 * Gets an installation token, valid for an hour; the App's libraries are loaded only here. GitHub judges the times in the
 * App's own token by its clock: if that is refused, the token is signed once more by the time of GitHub's answer.
 */
async function appInstallationToken(options) {
    try {
        return await requestToken(options);
    }
    catch (first) {
        const ahead = secondsAhead(first);
        if (ahead === undefined || Number.isNaN(ahead))
            throw explainAppFailure(first, options, ahead);
        options.connection.log.info(`GitHub refused the App's token (${githubFailure(first).message}). ${clockSays(ahead)}: trying again by GitHub's time.`);
        return await requestToken(options, -ahead).catch((second) => {
            throw explainAppFailure(second, options, ahead);
        });
    }
}
/** @param timeDifference seconds by which GitHub's clock is ahead of this machine's */
async function requestToken(options, timeDifference = 0) {
    const { app, scope, connection, mask } = options;
    const jwt = await signJwt(app, timeDifference);
    mask(jwt);
    // The same client as for runners: it waits out rate limits, retries failures and bounds answers.
    const octokit = makeOctokit(connection, jwt);
    let { installationId } = app;
    if (installationId === undefined) {
        const { data } = await octokit.request(`GET ${(0,github_scope/* scopePath */.Ok)(scope)}/installation`);
        installationId = identifier(record(data, 'an installation')['id'], 'an installation');
    }
    const { data } = await octokit.request('POST /app/installations/{installationId}/access_tokens', { installationId });
    const token = parse_text(record(data, 'a token')['token'], 'installation token');
    mask(token);
    return new secret/* Secret */.z(token);
}
/** The token with which an App identifies itself, valid for ten minutes from half a minute ago. */
async function signJwt(app, timeDifference) {
    const { createAppAuth } = await __webpack_require__.e(/* import() */ 281).then(__webpack_require__.bind(__webpack_require__, 7281));
    try {
        // timeDifference is what its own hook, which our client does not use, passes for the same purpose.
        const options = { appId: app.appId, privateKey: app.privateKey.reveal(), timeDifference };
        return (await createAppAuth(options)({ type: 'app' })).token;
    }
    catch (error) {
        throw new errors/* RunnerError */.Rn({
            kind: 'configuration',
            message: `The private key of the GitHub App ${app.appId}, ${app.cameFrom.privateKey}, cannot be used: ${error instanceof Error ? error.message : String(error)}`,
            hint: `Put the whole PEM file, with its BEGIN and END lines, into ${app.cameFrom.privateKey}.`,
            cause: error,
        });
    }
}
/** Differences of clocks below this many seconds do not explain a refusal: answers take time, and dates whole seconds. */
const NEGLIGIBLE_SECONDS = 10;
/**
 * Seconds by which this machine's clock is ahead of GitHub's, if that may be why GitHub refused the App's own token:
 * GitHub says so, or the clocks differ. NaN if GitHub's answer has no time.
 */
function secondsAhead(error) {
    const { status, message, date = Number.NaN } = githubFailure(error);
    if (status !== 401)
        return undefined;
    const ahead = Math.round((Date.now() - date) / 1000);
    return /\('(exp|iat)'\)/.test(message) || Math.abs(ahead) >= NEGLIGIBLE_SECONDS ? ahead : undefined;
}
function clockSays(ahead) {
    return `This machine's clock is ${Math.abs(ahead)} s ${ahead < 0 ? 'behind' : 'ahead of'} GitHub's`;
}
function explainAppFailure(error, { app, scope }, ahead) {
    const { status, message } = githubFailure(error);
    if (ahead !== undefined && status === 401) {
        return new errors/* RunnerError */.Rn({
            kind: 'configuration',
            message: `GitHub refused the token of the App ${app.appId} (401): ${message}. ` +
                (Number.isNaN(ahead)
                    ? "Its answer has no time to compare this machine's clock with."
                    : `${clockSays(ahead)}; by GitHub's time it was refused, too.`),
            hint: `Set this machine's clock (${new Date().toISOString()}), and check that ${app.cameFrom.privateKey} belongs to the App.`,
            cause: error,
        });
    }
    if (status !== 404) {
        return toRunnerError(error, { doing: `getting a token of the App ${app.appId}`, scope });
    }
    return new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `The GitHub App ${app.appId} has no installation ${app.installationId ?? ''} that covers ${(0,github_scope/* scopeName */.OK)(scope)} (404).`,
        hint: `Install the App on the scope's owner, with access to the repository, or correct ${app.cameFrom.installationId}.`,
        cause: error,
    });
}

;// CONCATENATED MODULE: ./src/core/util/answer-clock.js
/** Reads the time from the answers of a server, whose own clock dates everything else that it says. */
class AnswerClock {
    /** How far the server's clock was ahead at its last answer, milliseconds; undefined before that. */
    aheadMs;
    /**
     * Its `Date` has whole seconds: the middle of that second is taken.
     * @param now this machine's time, epoch milliseconds
     */
    note(headers, now) {
        const { date } = headers;
        const time = typeof date === 'string' ? Date.parse(date) : Number.NaN;
        if (!Number.isNaN(time))
            this.aheadMs = time + 500 - now;
    }
}

;// CONCATENATED MODULE: ./src/github/pages.js

/** GitHub's largest page. */
const PAGE = 100;
/** GitHub limits a group to 10,000 runners, and a scope has few groups: a longer list is not a real one. */
const MAX_PAGES = 300;
/** How often a list is read that turns out shorter than the total it names: it may change while it is read. */
const READS_AT_MOST = 3;
/**
 * Reads all pages of a list. A page can be shorter than the others and have a next one all the same: GitHub's link and
 * its total decide, not the length.
 * @throws RunnerError if fewer items come than the list says it has: what is missing must not be taken for gone
 */
async function readPages(field, request) {
    for (let read = 1;; read += 1) {
        const { items, total } = await readOnce(field, request);
        if (items.length >= total)
            return items;
        if (read === READS_AT_MOST)
            throw malformed(`${items.length} of ${total} ${field}`, items);
    }
}
async function readOnce(field, request) {
    const items = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
        const { data, headers } = await request(page);
        const some = parsePage(data, field);
        items.push(...some);
        const total = totalCount(data);
        if (!hasNext(headers, { onPage: some.length, soFar: items.length, total }))
            return { items, total: total ?? 0 };
    }
    throw malformed(`more than ${MAX_PAGES} pages of ${field}`, items);
}
function hasNext({ link }, { onPage, soFar, total }) {
    if (typeof link === 'string')
        return /rel="?next"?/.test(link);
    if (onPage === 0)
        return false;
    // More than the total: one of them is wrong, and a full page may have a next one.
    return total === undefined || soFar > total ? onPage >= PAGE : soFar < total;
}

;// CONCATENATED MODULE: ./src/github/reach.js



/** Warns if the jobs' repository is outside the scope: it may be meant so, for jobs of another repository. */
function warnOfOtherScope(scope, { repository }, log) {
    const [owner = ''] = repository.split('/');
    const isInside = {
        repo: () => scope.kind === 'repo' && `${scope.owner}/${scope.repo}`.toLowerCase() === repository.toLowerCase(),
        org: () => scope.kind === 'org' && scope.org.toLowerCase() === owner.toLowerCase(),
        // Which enterprise an organization belongs to is not in its name.
        enterprise: () => true,
    };
    if (isInside[scope.kind]())
        return;
    log.warning(`The runners register in ${(0,github_scope/* scopeName */.OK)(scope)}, whose jobs alone can reach them: a job of ${repository} with their ` +
        `label would wait forever. If it is meant for one, correct ${words/* SETTING */.HG.scope} and what it names.`);
}
/**
 * Refuses a group whose runners no job could reach, and warns of one whose runners it may not reach: GitHub would let
 * the job wait without a word.
 * @returns warnings
 * @throws RunnerError of kind `configuration`
 */
function checkReach(reach) {
    const { scope, group, jobs, isListed, isPublic } = reach;
    const named = `Runner group "${group.name}" of ${(0,github_scope/* scopeName */.OK)(scope)}`;
    const { repository } = jobs;
    const other = `or name another group in ${words/* SETTING */.HG.runnerGroup}`;
    const [what, whom] = scope.kind === 'enterprise' ? ['organizations', repository.split('/')[0]] : ['repositories', repository];
    const closed = (why, hint) => new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `${named} ${why}: no job of ${repository} could reach the runners.`,
        hint,
    });
    if (!isListed && group.visibility === 'selected') {
        throw closed(`is open to selected ${what} only, and GitHub does not list it for ${whom}`, `In the group's settings, add ${whom} to the selected ${what}, ${other}.`);
    }
    if (isPublic && !group.allowsPublic) {
        throw closed(`does not allow public repositories, and ${repository} is one`, 'Allow public repositories in the group\'s settings (first see "Runner groups" in docs/security.md), ' +
            `${other}, or register the runners in the repository itself (${words/* SETTING */.HG.scope}).`);
    }
    if (group.workflows?.length === 0) {
        throw closed('is restricted to selected workflows, and none is selected', `Select the workflow in the group's settings, ${other}.`);
    }
    const doubts = [
        !isListed && `GitHub does not list it for ${whom}, though it is open to ${group.visibility} ${what}`,
        isPublic &&
            !group.enterpriseAllowsPublic &&
            `its enterprise does not allow public repositories in it, and ${repository} is one`,
        workflowDoubt(group.workflows, jobs),
    ];
    return doubts
        .filter((doubt) => typeof doubt === 'string')
        .map((doubt) => `${named} may keep the job from its runners, and the job would wait without a word: ${doubt}.`);
}
/** Names shown of a long list. */
const SHOWN = 5;
/**
 * Why the restriction to workflows may shut the jobs out. It is never certain: what counts is the workflow that defines
 * the job, which may be one that this run calls.
 */
function workflowDoubt(allowed, { workflow }) {
    if (allowed === undefined || (workflow !== undefined && allowed.some((one) => isWorkflow(one, workflow))))
        return;
    const more = allowed.length > SHOWN ? `, and ${allowed.length - SHOWN} more` : '';
    const running = workflow === undefined ? '' : `; ${workflow.ref} is not one of them`;
    return `it lets in only jobs that these workflows define: ${allowed.slice(0, SHOWN).join(', ')}${more}${running}`;
}
/** Whether a group's entry is that workflow, by the branch's or tag's short or full name, or by its commit. */
function isWorkflow(entry, { ref, sha }) {
    const [path = '', version = ''] = splitAt(entry);
    const [runningPath, runningRef = ''] = splitAt(ref);
    const names = [runningRef, runningRef.replace(/^refs\/(heads|tags)\//, ''), sha];
    return path.toLowerCase() === runningPath?.toLowerCase() && (version.includes('*') || names.includes(version));
}
function splitAt(text) {
    const at = text.indexOf('@');
    return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

;// CONCATENATED MODULE: ./src/github/runner-group.js






/** The group of a repository's runners, and an organization's default group. */
const DEFAULT_GROUP_ID = 1;
/** Parses a group of GitHub's API. A field that only newer servers send counts as unrestricted. */
function parseGroup(value) {
    const group = record(value, 'a runner group');
    const { selected_workflows: workflows } = group;
    return {
        id: identifier(group['id'], 'a runner group'),
        name: parse_text(group['name'], "runner group's name"),
        visibility: String(group['visibility']),
        allowsPublic: group['allows_public_repositories'] !== false,
        enterpriseAllowsPublic: group['inherited_allows_public_repositories'] !== false || group['inherited'] !== true,
        workflows: group['restricted_to_workflows'] === true && Array.isArray(workflows) ? workflows.map(String) : undefined,
    };
}
/** The group with that id or name, or the default group. GitHub ignores case in names; the same case comes first. */
function findGroup(groups, wanted) {
    if (wanted === '')
        return groups.find(({ id }) => id === DEFAULT_GROUP_ID);
    if (/^\d+$/.test(wanted))
        return groups.find(({ id }) => id === Number(wanted));
    const lower = wanted.toLowerCase();
    return groups.find(({ name }) => name === wanted) ?? groups.find(({ name }) => name.toLowerCase() === lower);
}
/**
 * The filter by which GitHub itself says which of a scope's groups let a repository's jobs in; undefined if the
 * repository is not of that scope, or the scope has no groups.
 */
function visibilityFilter(scope, { repository }) {
    const [owner = '', name = ''] = repository.split('/');
    switch (scope.kind) {
        case 'repo':
            return undefined;
        case 'org':
            return owner.toLowerCase() === scope.org.toLowerCase() ? { visible_to_repository: name } : undefined;
        case 'enterprise':
            return { visible_to_organization: owner };
    }
}
/**
 * The id of the group that the runners join.
 * @throws RunnerError of kind `configuration` if there is no such group, or if no job could reach its runners
 */
async function chooseGroup(choice) {
    const { scope, wanted, jobs, log } = choice;
    const filter = jobs && visibilityFilter(scope, jobs);
    if (filter === undefined || jobs === undefined) {
        const id = wanted === '' ? DEFAULT_GROUP_ID : Number(wanted);
        return Number.isInteger(id) ? id : (await findAnywhere(choice)).id;
    }
    try {
        const [listed, isPublic] = await Promise.all([groupsOf(choice, filter), isPublicRepository(choice, jobs)]);
        const visible = findGroup(listed, wanted);
        const group = visible ?? (await findAnywhere(choice));
        for (const warning of checkReach({ scope, group, jobs, isListed: visible !== undefined, isPublic })) {
            log.warning(warning);
        }
        return group.id;
    }
    catch (error) {
        // Not every plan and token can read groups, and the default group's id is known without.
        if (wanted === '' && isHidden(error))
            return DEFAULT_GROUP_ID;
        throw error;
    }
}
async function groupsOf({ list }, filter) {
    return (await list(filter)).map(parseGroup);
}
/** The group, whether or not it lets the jobs in. */
async function findAnywhere(choice) {
    const groups = await groupsOf(choice, {});
    const group = findGroup(groups, choice.wanted);
    if (group !== undefined)
        return group;
    throw new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `There is no runner group "${choice.wanted}" in ${(0,github_scope/* scopeName */.OK)(choice.scope)}; its groups are: ` +
            `${groups.map(({ name }) => name).join(', ')}.`,
        hint: `Correct ${words/* SETTING */.HG.runnerGroup} (a group's name or id).`,
    });
}
/** Whether the jobs' repository is known to be public: GitHub shows public ones to every token. */
async function isPublicRepository({ get }, { repository }) {
    const [owner = '', repo = ''] = repository.split('/');
    try {
        return record(await get((0,github_scope/* scopePath */.Ok)({ kind: 'repo', owner, repo })), 'a repository')['private'] === false;
    }
    catch (error) {
        if (isHidden(error))
            return false;
        throw error;
    }
}
function isHidden(error) {
    const { status } = githubFailure(error);
    return status === 403 || status === 404;
}

;// CONCATENATED MODULE: ./src/github/runners.js











/** While the number of pages is unknown, up to three runners are read singly rather than by a page. */
const UNKNOWN_PAGES = 3;
/** Milliseconds after which a new token is requested: an App's token is valid for an hour. */
const TOKEN_MS = 50 * 60_000;
/** Runners of one scope over GitHub's REST API. */
class GitHubRunners {
    #scope;
    #connection;
    #token;
    #runnerGroup;
    #jobs;
    #mask;
    #pacer;
    #clock = new AnswerClock();
    #octokit;
    /** Epoch milliseconds from which the token is no longer used. */
    #tokenUntil = 0;
    #groupId = DEFAULT_GROUP_ID;
    /** Runners in the scope, others' included, as the last page of the list reported it. */
    #total;
    /**
     * @param options.token called at the first request, and again every 50 minutes
     * @param options.runnerGroup a group's name or id; if empty, the default group
     * @param options.jobs if given, {@link prepare} checks whether they can reach the runners
     */
    constructor(options) {
        this.#scope = options.scope;
        this.#connection = options.connection;
        this.#pacer = new PointsPacer(options.connection);
        this.#token = options.token;
        this.#runnerGroup = options.runnerGroup;
        this.#jobs = options.jobs;
        this.#mask = options.mask;
    }
    get scope() {
        return (0,github_scope/* scopeName */.OK)(this.#scope);
    }
    get aheadMs() {
        return this.#clock.aheadMs;
    }
    /** Gets the token and the runner group's id, and checks that the group lets the jobs in. */
    async prepare() {
        await this.#client();
        if (this.#jobs !== undefined)
            warnOfOtherScope(this.#scope, this.#jobs, this.#connection.log);
        if (this.#scope.kind !== 'repo')
            this.#groupId = await this.#chooseGroup();
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
            const runners = items.map(parseRunner);
            const found = runners.find((runner) => runner.name === name);
            // Older GHES versions ignore ?name=: then it may be on any page.
            if (found !== undefined || runners.length === 0)
                return found;
            return (await this.listRunners()).find((runner) => runner.name === name);
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
    async #chooseGroup() {
        const choice = {
            scope: this.#scope,
            wanted: this.#runnerGroup,
            jobs: this.#jobs,
            log: this.#connection.log,
            list: (filter) => this.#pages('/actions/runner-groups', 'runner_groups', filter),
            get: async (path) => (await (await this.#client()).request(`GET ${path}`)).data,
        };
        return chooseGroup(choice).catch((error) => {
            throw this.#explain(error, `searching for runner group ${this.#runnerGroup || 'Default'}`);
        });
    }
    async #pages(path, field, filter = {}) {
        const octokit = await this.#client();
        return readPages(field, async (page) => {
            const request = { ...filter, per_page: PAGE, page };
            const answer = await octokit.request(`GET ${(0,github_scope/* scopePath */.Ok)(this.#scope)}${path}`, request);
            this.#clock.note(answer.headers, Date.now());
            return answer;
        });
    }
    async #request(method, path, parameters = {}) {
        const octokit = await this.#client();
        const route = `${method} ${(0,github_scope/* scopePath */.Ok)(this.#scope)}/actions/runners${path}`;
        const answer = await octokit.request(route, { ...parameters });
        this.#clock.note(answer.headers, Date.now());
        return answer;
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
            if (!runs_isHidden(error))
                throw explain(error, { doing, repository });
        }
        const token = await this.#managementToken(repository);
        try {
            return await readRepositoryId(makeOctokit(this.#connection, token.reveal()), repository);
        }
        catch (error) {
            if (!runs_isHidden(error))
                throw explain(error, { doing, repository });
            throw new errors/* RunnerError */.Rn({
                kind: 'configuration',
                message: `The repository ${repository} does not exist, or neither ${words/* SETTING */.HG.runsToken} nor the token that manages runners may read it.`,
                hint: `Correct ${words/* SETTING */.HG.repositories} (owner/name), or give a token that may read the repository.`,
                cause: error,
            });
        }
    }
    getRun(repository, runId) {
        return orUnreadable({ doing: `reading run ${runId}`, repository }, async () => {
            const { data } = await this.#octokit.request(`GET ${path(repository)}/actions/runs/${runId}`);
            return parseRun(data, runId);
        });
    }
    getJobs(repository, runId) {
        return orUnreadable({ doing: `reading the jobs of run ${runId}`, repository }, async () => {
            const route = `GET ${path(repository)}/actions/runs/${runId}/jobs`;
            const jobs = await readPages('jobs', (page) => {
                return this.#octokit.request(route, { filter: 'latest', per_page: PAGE, page });
            });
            return jobs.map((job) => parseJob(job, runId));
        });
    }
}
/** 404 and 403 are answers: what was asked for does not exist, or the token may not see it. */
async function orUnreadable(call, read) {
    try {
        return await read();
    }
    catch (error) {
        const { status, isRateLimit } = githubFailure(error);
        if (status === 404)
            return 'absent';
        if (status === 403 && !isRateLimit)
            return 'forbidden';
        throw explain(error, call);
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
function parseJob(value, runId) {
    const { run_id: run, status, labels, runner_name: runnerName } = record(value, 'a job');
    // The jobs of another run would say that there are none of this one.
    if (run !== runId)
        throw malformed('a job of a run that was not requested', run);
    return {
        isOver: status === 'completed',
        labels: list(labels, 'labels of a job').map((label) => parse_text(label, "job's label")),
        runnerName: typeof runnerName === 'string' && runnerName !== '' ? runnerName : undefined,
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
function runs_isHidden(error) {
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

// EXTERNAL MODULE: ./src/aws/errors.js + 3 modules
var aws_errors = __webpack_require__(5731);
// EXTERNAL MODULE: ./src/core/tags.js
var core_tags = __webpack_require__(2773);
// EXTERNAL MODULE: ./src/providers/ecs/answered.js
var answered = __webpack_require__(8604);
;// CONCATENATED MODULE: ./src/providers/ecs/containers.js
const NO_ROLES = new Map();
/**
 * The container that was to become the runner, alone of which the start script's exit codes are read. A launch overrides
 * no other, and ECS returns an override for each. Undefined if that cannot be told.
 */
function runnerContainer({ containers = [], overrides }) {
    const overridden = overrides?.containerOverrides?.find(({ environment = [], environmentFiles = [], command = [] }) => {
        return environment.length + environmentFiles.length + command.length > 0;
    });
    const named = (name) => name === undefined ? undefined : containers.find((container) => container.name === name);
    return named(overridden?.name) ?? named('runner') ?? (containers.length === 1 ? containers[0] : undefined);
}
/** What the other containers of a task definition are. */
function rolesOf(definitions, runner) {
    const awaited = new Set(definitions.flatMap(({ dependsOn = [] }) => dependsOn.filter(({ condition = '' }) => /^(COMPLETE|SUCCESS)$/.test(condition)).map((one) => one.containerName)));
    const others = definitions.filter(({ name }) => name !== runner);
    return new Map(others.map(({ name = '', essential: isEssential = true }) => {
        return [name, { kind: awaited.has(name) ? 'init container' : 'sidecar', isEssential }];
    }));
}

// EXTERNAL MODULE: ./src/providers/ecs/read-reason.js
var read_reason = __webpack_require__(5592);
// EXTERNAL MODULE: ./src/providers/ecs/stopped-reasons.js
var stopped_reasons = __webpack_require__(8046);
// EXTERNAL MODULE: ./src/core/teardown/reasons.js
var reasons = __webpack_require__(2210);
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
 * What the exit code of the runner's container means, and of no other's; undefined if it is none of the start script's,
 * or if the container has none.
 */
function meaningOfExit(exitCode) {
    return exitCode === undefined ? undefined : MEANINGS[exitCode];
}

;// CONCATENATED MODULE: ./src/providers/ecs/task-end.js





/** What to check of a container whose runner did not come, for a reason that nobody names. */
const NO_RUNNER_HINT = "See the container's log. Is the runner installed in /home/runner (or RUNNER_ROOT), does the image have bash, and is " +
    `its runner version still accepted by GitHub? With ${words/* SETTING */.HG.imageStartScript} the image itself must start the runner ` +
    'from ACTIONS_RUNNER_INPUT_JITCONFIG.';
const UNKNOWN_WORDS_HINT = "See ECS's own words above, the task in the ECS console, and the container's log.";
/** The first that knows: the stop code, the start script's exit code, ECS's texts, the exit codes of others. */
function endOf(ended) {
    const { task, runner } = ended;
    return (byThisProject(task) ??
        stopped_reasons/* STOP_CODES */.GO.get(task.stopCode ?? '') ??
        meaningOfExit(runner?.exitCode) ??
        fromTexts(ended) ??
        fromOtherContainers(ended) ??
        fromRunner(ended) ?? { kind: 'transient', hint: `${UNKNOWN_WORDS_HINT} Then ${words/* STEP */.RZ.startAgain}.` });
}
/** Not transient: launched again, it would outlive the stop that ended it. */
function byThisProject({ stopCode, stoppedReason = '' }) {
    if (stopCode !== 'UserInitiated' || !(0,reasons/* endsTheStart */._)(stoppedReason))
        return undefined;
    return {
        kind: 'configuration',
        hint: `A stop or sweep of this run ended it, and this start with it. If it is still wanted, ${words/* STEP */.RZ.startAgain}.`,
    };
}
/** Not the whole message is read: users choose the names of clusters, tasks and containers. */
function fromTexts(ended) {
    const { task, runner, others, nameOf } = ended;
    // What befell another container matters only if it is why the task ended.
    const speakers = [runner, undefined, ...(endedByItself(runner) ? [] : others)];
    for (const speaker of speakers) {
        const text = speaker === undefined ? task.stoppedReason : speaker.reason;
        const read = (0,read_reason/* readReason */.p)(text ?? '');
        if (text === undefined || read === undefined)
            continue;
        // The task often repeats what a container says.
        const about = speaker ?? others.find(({ reason = '' }) => reason !== '' && text.includes(reason));
        const isOther = about !== undefined && about !== runner;
        return { ...read, hint: isOther ? `It is about ${nameOf(about)}. ${read.hint}` : read.hint };
    }
    return undefined;
}
/** Another container whose end ended the task: the runner's had no end of its own. */
function fromOtherContainers({ runner, others, roleOf, nameOf }) {
    if (endedByItself(runner))
        return undefined;
    const isSuspect = (container) => {
        const role = roleOf(container);
        if (!endedByItself(container))
            return false;
        // An init container that ends with 0 did what it should; the runner's container was still to come.
        if (container.exitCode === 0)
            return role?.kind === 'sidecar' && role.isEssential;
        return role?.kind !== 'sidecar' || role.isEssential;
    };
    const culprit = others.find(isSuspect);
    if (culprit === undefined)
        return undefined;
    return {
        kind: 'transient',
        why: `${nameOf(culprit)} ended, and the task with it`,
        hint: `See the log of container ${culprit.name}; its exit code is not one of the start script. Then ${words/* STEP */.RZ.startAgain}.`,
    };
}
/** The runner's container never started, or ended as the start script does not. */
function fromRunner({ runner, task }) {
    if (runner === undefined)
        return undefined;
    const { exitCode } = runner;
    if (exitCode === undefined) {
        if ((task.containers ?? []).every((each) => each.exitCode === undefined))
            return undefined;
        return {
            kind: 'transient',
            why: `the runner's container, ${runner.name}, never started`,
            hint: `${UNKNOWN_WORDS_HINT} Then ${words/* STEP */.RZ.startAgain}.`,
        };
    }
    if (MISSING_PROGRAM_CODES.has(exitCode))
        return stopped_reasons/* MISSING_PROGRAM */.WQ;
    if (exitCode === NOT_EXECUTED && isInjected(task, runner)) {
        return {
            kind: 'configuration',
            why: 'the bash of the image could not be executed',
            hint: "See the container's log: `exec format error` there means that the image is built for another CPU architecture. " +
                'Then build it for that of the instances, or set runtimePlatform in the task definition.',
        };
    }
    if (exitCode === SIGKILLED) {
        return {
            kind: 'transient',
            why: "the runner's container was killed (SIGKILL), and ECS does not say by whom",
            hint: "See the container's log. If the instance ran out of memory, its kernel may have done it: raise the memory.",
        };
    }
    return { kind: 'transient', hint: NO_RUNNER_HINT };
}
/** The shell's codes for a missing command: another launch will not help. */
const MISSING_PROGRAM_CODES = new Set([126, 127]);
/** "255: the ENTRYPOINT or CMD of the container failed" (AWS re:Post); the start script never ends so. */
const NOT_EXECUTED = 255;
const SIGKILLED = 137;
/** Codes of containers that were told to end, as all of a task are when one that is essential has ended. */
const SIGNALLED = new Set([130, SIGKILLED, 143]);
/** Whether the launch replaced the container's command by the start script. */
function isInjected({ overrides }, { name }) {
    const override = overrides?.containerOverrides?.find((one) => one.name === name);
    return (override?.command ?? []).length > 0;
}
function endedByItself(container) {
    return container?.exitCode !== undefined && !SIGNALLED.has(container.exitCode);
}

;// CONCATENATED MODULE: ./src/providers/ecs/diagnosis.js





/**
 * Explains in plain words why a task stopped.
 * @param roles what its containers besides the runner's are
 */
function explainStoppedTask(task, roles = NO_ROLES) {
    const { taskArn, stopCode, stoppedReason, lastStatus, containers = [] } = task;
    const runner = runnerContainer(task);
    const others = containers.filter((container) => container !== runner);
    const roleOf = ({ name = '' }) => roles.get(name);
    const nameOf = (container) => {
        const role = roleOf(container);
        if (container === runner || runner === undefined)
            return `container ${container.name}`;
        if (role === undefined)
            return `container ${container.name} (not the runner's)`;
        return `container ${container.name} (${role.kind === 'sidecar' ? 'a sidecar' : 'an init container'})`;
    };
    const lines = containers.flatMap((container) => {
        const how = howItEnded(container);
        return how === '' ? [] : `${nameOf(container).replace('container', 'Container')}: ${how}.`;
    });
    const ecsReason = [stopCode, stoppedReason].filter(Boolean).join(': ') || 'ECS gives no reason';
    const { kind, why, hint } = endOf({ task, runner, others, roleOf, nameOf });
    const meaning = why === undefined ? [] : [`In plain words: ${why}.`];
    return { kind, message: [`task ${taskArn} is ${lastStatus} (${ecsReason}).`, ...lines, ...meaning].join(' '), hint };
}
function howItEnded({ exitCode, reason }) {
    return [exitCode === undefined ? '' : `ended with exit code ${exitCode}`, reason ?? ''].filter(Boolean).join(': ');
}
/** Explains why RunTask launched nothing although it answered 200. Another place may do, if its words are unknown. */
function explainFailures(failures, where) {
    const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': ')).filter(Boolean);
    const text = reasons.join('; ');
    const read = (0,read_reason/* readReason */.p)(text);
    const meaning = read === undefined ? '' : ` In plain words: ${read.why}.`;
    return {
        kind: read?.kind ?? 'capacity',
        message: `ECS launched no task on ${where}: ${text || 'it gave no reason'}.${meaning}`,
        hint: read?.hint ?? `See ECS's own words above; another entry of ${words/* SETTING */.HG.capacity} may do.`,
    };
}
/** Whether the text of an exception means a lack of capacity, which ECS reports in several ways. */
function isCapacityText(text) {
    return (0,read_reason/* readReason */.p)(text)?.family === stopped_reasons/* ROOM */.ib;
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
 * @param roles what its containers besides the runner's are
 * @throws RunnerError if it has no ARN or no state: such an answer cannot be acted upon
 */
function toCompute(task, roles = NO_ROLES) {
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
        ...((phase === 'stopping' || phase === 'stopped') && { end: explainStoppedTask(task, roles) }),
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
var aws_arn = __webpack_require__(7501);
;// CONCATENATED MODULE: ./src/aws/console.js
/** The console of each partition; of another one no page is known. */
const HOSTS = {
    aws: 'console.aws.amazon.com',
    'aws-cn': 'console.amazonaws.cn',
    'aws-us-gov': 'console.amazonaws-us-gov.com',
};
/**
 * URL of a page in the AWS console; undefined if the partition's console is not known.
 * @param page.path below the console's host, each of its parts encoded
 * @param page.fragment what follows `#`
 */
function consolePage(page) {
    const { partition, region, path, fragment } = page;
    const host = HOSTS[partition];
    const anchor = fragment === undefined ? '' : `#${fragment}`;
    return host && `https://${host}/${path}?region=${encode(region)}${anchor}`;
}
/** A name as one part of a path. Brackets would end a link in Markdown. */
function encode(name) {
    return encodeURIComponent(name).replace(/[()]/g, (bracket) => `%${bracket.charCodeAt(0).toString(16)}`);
}
/** A name as one part of the fragment of a CloudWatch page, which encodes it twice, with `$` in place of `%`. */
function encodeTwice(name) {
    return encode(encode(name)).replaceAll('%', '$');
}

;// CONCATENATED MODULE: ./src/providers/ecs/pages.js


/** A task's page in the console; undefined if it is not known. */
function taskPage(arn, cluster) {
    const { partition, region } = (0,aws_arn/* parseArn */.L)(arn) ?? {};
    if (partition === undefined || region === undefined)
        return undefined;
    const path = `ecs/v2/clusters/${encode(cluster)}/tasks/${encode((0,aws_arn/* resourceName */.I)(arn))}/configuration`;
    return consolePage({ partition, region, path });
}
/** The page of the log stream that a task's runner writes; undefined if it is not known. */
function logPage(arn, { container, log }) {
    const task = (0,aws_arn/* parseArn */.L)(arn);
    if (task === undefined || log === undefined)
        return undefined;
    const group = encodeTwice(log.group);
    const stream = encodeTwice(`${log.prefix}/${container}/${(0,aws_arn/* resourceName */.I)(arn)}`);
    return consolePage({
        partition: task.partition,
        region: log.region ?? task.region,
        path: 'cloudwatch/home',
        fragment: `logsV2:log-groups/log-group/${group}/log-events/${stream}`,
    });
}

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
    const found = answer.clusters?.find(({ clusterName: name }) => name === (0,aws_arn/* resourceName */.I)(cluster.name));
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
    return `cluster ${(0,aws_arn/* resourceName */.I)(name)}, region ${region}`;
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
// EXTERNAL MODULE: ./src/aws/client-config.js + 2 modules
var client_config = __webpack_require__(9714);
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
    /** The time by ECS. */
    clock = new AnswerClock();
    #cluster;
    /** Paces requests that start and stop tasks. */
    #taskChanges = new TokenBucket(TASK_CHANGES);
    constructor(options) {
        this.client = (0,answers/* readClock */.$)((0,answers/* guardAnswers */.f)(new dist_cjs/* ECSClient */.Zgc((0,client_config/* clientConfig */.y)(options.settings))), this.clock);
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
        return { provider: this.hosting.kind, region, cluster: (0,aws_arn/* resourceName */.I)(name) };
    }
    pagesOf(id) {
        const compute = taskPage(id, (0,aws_arn/* resourceName */.I)(this.tasks.cluster.name));
        return compute === undefined ? {} : { compute };
    }
    get aheadMs() {
        return this.tasks.clock.aheadMs;
    }
    whoAmI() {
        return this.#callerIdentity();
    }
    async describe(ids) {
        const tasks = await this.tasks.describe(ids);
        return new Map(tasks.map((task) => this.view(task)).map((compute) => [compute.id, compute]));
    }
    /** A task as compute. */
    view(task) {
        return toCompute(task);
    }
    async list(run) {
        // startedBy must be the only filter; by default the list leaves out tasks that are to stop.
        const arns = await this.tasks.list({ startedBy: (0,identity/* runKey */.r7)(run) });
        const tasks = await this.tasks.describe(arns);
        return [...listed(tasks), ...unseen(arns, tasks)];
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
        const arns = await this.tasks.list({ desiredStatus: 'RUNNING' });
        const tasks = await this.tasks.describe(arns);
        return [...listed(tasks.filter(({ startedBy = '' }) => (0,identity/* isRunKey */.lm)(startedBy))), ...unseen(arns, tasks)];
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
/** What ListTasks names and DescribeTasks leaves out: it may be hidden, and alive. */
function unseen(arns, tasks) {
    const described = new Set(tasks.map(({ taskArn = '' }) => (0,aws_arn/* resourceName */.I)(taskArn)));
    const missing = arns.filter((arn) => !described.has((0,aws_arn/* resourceName */.I)(arn)));
    return missing.map((id) => ({ id, phase: 'unseen', state: 'MISSING', capacity: '', tags: {} }));
}
/** ListTasks leaves out stopped tasks, but a task may stop before it is described. */
function listed(tasks) {
    return tasks.map((task) => toCompute(task)).filter(({ phase }) => phase !== 'stopped');
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
 * Refuses overrides that cannot fit: before anything is created, with the usual room for the JIT config, and again once
 * that is known.
 * @param jitConfig undefined while it is unknown
 * @throws RunnerError that says what uses how much
 */
function checkOverrideSize(definition, launch, jitConfig) {
    const config = jitConfig?.reveal() ?? 'x'.repeat(JIT_CONFIG_ROOM);
    const sizeWith = (environment) => JSON.stringify(taskOverride({ definition, launch: { ...launch, environment }, jitConfig: config })).length;
    const total = sizeWith(launch.environment);
    const excess = total - OVERRIDES_AT_MOST;
    if (excess <= 0)
        return;
    const { [variables/* HANDOVER_VARIABLE */.H8.workFolder]: folder, ...others } = launch.environment;
    const { [variables/* HANDOVER_VARIABLE */.H8.dockerSteps]: dockerSteps, ...users } = others;
    const own = dockerSteps === undefined ? {} : { [variables/* HANDOVER_VARIABLE */.H8.dockerSteps]: dockerSteps };
    const workFolder = folder === undefined ? 0 : total - sizeWith(others);
    const environment = Object.keys(users).length === 0 ? 0 : sizeWith(others) - sizeWith(own);
    const command = launch.command === undefined ? 0 : JSON.stringify(launch.command).length;
    const kept = config.length > JIT_CONFIG_ROOM ? ` (${JIT_CONFIG_ROOM} were kept for it)` : '';
    throw new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `The container override would be ${total} characters long; ECS accepts ${OVERRIDES_AT_MOST}. The JIT config ` +
            `${jitConfig === undefined ? 'needs up to' : 'takes'} ${config.length}${kept}, the start script ${command}, ` +
            `${words/* SETTING */.HG.environment} ${environment}, ${workFolder === 0 ? '' : `${words/* SETTING */.HG.workFolder} ${workFolder}, `}the rest ` +
            `${total - config.length - command - environment - workFolder}.`,
        hint: roomHint({ excess, environment, hasCommand: launch.command !== undefined }),
    });
}
function roomHint(options) {
    const { excess, environment, hasCommand } = options;
    const intoDefinition = 'into the task definition (or its environmentFiles)';
    if (environment >= excess)
        return `Move at least ${excess} characters from ${words/* SETTING */.HG.environment} ${intoDefinition}.`;
    const image = `set ${words/* SETTING */.HG.imageStartScript}, with the start script in the image`;
    if (environment === 0)
        return hasCommand ? `To make room, ${image}.` : 'Shorten the other overrides.';
    const all = `Move all of ${words/* SETTING */.HG.environment} ${intoDefinition}`;
    return hasCommand ? `${all}, and ${image}.` : `${all}, and shorten the other overrides.`;
}

;// CONCATENATED MODULE: ./src/providers/ecs/platform.js

/** Attributes of container instances, with which ECS compares a task definition's `runtimePlatform`. */
const ATTRIBUTES = [
    { attribute: 'ecs.os-type', what: 'operating system' },
    { attribute: 'ecs.cpu-architecture', what: 'CPU architecture' },
];
/**
 * What is wrong with the `runtimePlatform` of a task definition, as far as it is known before a launch: nobody but the
 * registry knows what an image is built for.
 * @param options.fargate undefined if only the cluster knows
 */
function platformProblems(definition, options) {
    const { entry, launch, fargate } = options;
    const { operatingSystemFamily: system = 'LINUX', cpuArchitecture: architecture } = definition.runtimePlatform ?? {};
    const isWindows = system !== 'LINUX';
    const problems = [];
    if (isWindows && launch.command !== undefined) {
        problems.push(`Its runtimePlatform is ${system}, and the start script is one for bash: use a task definition for LINUX, or set ` +
            `${words/* SETTING */.HG.imageStartScript} and let the image start the runner.`);
    }
    if (isWindows && usesProvider(entry, 'FARGATE_SPOT')) {
        problems.push(`Its runtimePlatform is ${system}, which FARGATE_SPOT does not support: use FARGATE.`);
    }
    if (fargate === true && architecture === 'ARM64' && /^1\.[0-3](\.|$)/.test(launch.platformVersion ?? '')) {
        problems.push(`Its runtimePlatform is ARM64, which Fargate supports from platform version 1.4.0 on.`);
    }
    // Fargate has no placement constraints.
    if (fargate === true)
        return problems;
    const wanted = {
        'ecs.os-type': definition.runtimePlatform?.operatingSystemFamily && (isWindows ? 'windows' : 'linux'),
        'ecs.cpu-architecture': architecture && (architecture === 'ARM64' ? 'arm64' : 'x86_64'),
    };
    const constraints = [...(definition.placementConstraints ?? []), ...launch.placementConstraints];
    for (const { attribute, what } of ATTRIBUTES) {
        const demanded = demandedBy(constraints, attribute).find((value) => value !== (wanted[attribute] ?? value));
        if (demanded === undefined)
            continue;
        problems.push(`Its runtimePlatform has the ${what} ${wanted[attribute]}, and a placement constraint demands ${demanded}: no ` +
            'instance has both.');
    }
    return problems;
}
function usesProvider({ target }, name) {
    return target.kind === 'strategy' && target.items.some(({ capacityProvider }) => capacityProvider === name);
}
/** The values that an attribute must have by constraints that are nothing but one comparison. */
function demandedBy(constraints, attribute) {
    return constraints.flatMap(({ expression = '' }) => {
        const [, name, value] = /^\s*attribute:([\w.-]+)\s*==\s*['"]?([\w.-]+)['"]?\s*$/.exec(expression) ?? [];
        return name === attribute && value !== undefined ? [value.toLowerCase()] : [];
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
    problems.push(...platformProblems(definition ?? {}, { entry, launch, fargate }));
    const isAwsvpc = networkMode === 'awsvpc';
    if (isAwsvpc && launch.subnets.length === 0) {
        problems.push(`${arn} has the network mode awsvpc: ${words/* SETTING */.HG.subnets} is required.`);
    }
    if (problems.length > 0 || typeof container === 'string')
        throw problem(problems, options);
    const log = logSettings(container);
    return {
        arn,
        container: container.name ?? '',
        isAwsvpc,
        isFargate: fargate ?? isMadeForFargate(definition),
        ...(container.stopTimeout !== undefined && { stopTimeoutSeconds: container.stopTimeout }),
        isEssential: container.essential ?? true,
        roles: rolesOf(containerDefinitions, container.name ?? ''),
        ...(log && { log }),
    };
}
/** Without a prefix, which only EC2 allows, nobody knows a stream's name before its container runs. */
function logSettings({ logConfiguration }) {
    const { logDriver, options = {} } = logConfiguration ?? {};
    const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix, 'awslogs-region': region } = options;
    if (logDriver !== 'awslogs' || group === undefined || prefix === undefined)
        return undefined;
    return { group, prefix, ...(region !== undefined && { region }) };
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
    warnOfLongerTasks(prepared, options.log);
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
/** Once per task definition, which several capacities may share. */
function warnOfLongerTasks(prepared, log) {
    const longer = prepared.filter(({ definition }) => !definition.isEssential).map(({ definition }) => definition);
    for (const { arn, container } of new Map(longer.map((definition) => [definition.arn, definition])).values()) {
        log.warning(`The container ${container} of ${arn} is not essential: when its runner has ended, the task goes on, and costs, ` +
            'until another container ends it. Set essential to true in the task definition.');
    }
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
    /** What each task was launched from, by its id. */
    #definitions = new Map();
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
        // It may be longer than what was kept for it.
        checkOverrideSize(prepared.definition, this.#launch, request.jitConfig);
        const { name: cluster } = this.tasks.cluster;
        try {
            const answer = await this.tasks.run(runTaskInput({ cluster, ...prepared, launch: this.#launch, request }));
            const compute = this.#launched(answer, request);
            this.#definitions.set(compute.id, prepared.definition);
            return compute;
        }
        catch (error) {
            const { name } = (0,aws_errors/* awsFailure */.MT)(error);
            if (name === 'ConflictException')
                return this.#adopt(error, request);
            throw (0,errors/* aboutRefusal */.YI)(this.#launchError(error, prepared.definition), request.capacity);
        }
    }
    /** What the task's containers are, and whether it had its job, is known from its definition and the launch. */
    view(task) {
        const definitions = [...this.#prepared.values()].map(({ definition }) => definition);
        const compute = toCompute(task, definitions.find(({ arn }) => arn === task.taskDefinitionArn)?.roles);
        // The injected start script ends with 0 only after a job; what another command means by 0 is not known.
        const hadJob = this.#launch.command !== undefined && compute.end !== undefined && runnerContainer(task)?.exitCode === 0;
        return hadJob ? { ...compute, hadJob } : compute;
    }
    pagesOf(id) {
        const definition = this.#definitions.get(id);
        const log = definition && logPage(id, definition);
        return { ...super.pagesOf(id), ...(log && { log }) };
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
        // One that runs may have a job. The removal of the start knows it by its name, and decides.
        const sameStart = made.filter((compute) => compute !== own && compute.phase === 'starting' && isSameStart(compute, request));
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
            const refusal = (0,aws_errors/* toRunnerError */.cX)(error, { operation, on: `${definition.arn} in ${this.name}` });
            const text = `${refusal.message} (an earlier answer to this launch was lost)`;
            return refusal.with({ kind: 'transient', message: text, hadNoEffect: false });
        }
        if (isCapacityText(message)) {
            const { kind, message: text, hint } = explainFailures([{ reason: message }], this.name);
            return new errors/* RunnerError */.Rn({ kind: kind === 'configuration' ? 'capacity' : kind, message: text, hint, cause: error });
        }
        if (name === 'ClusterNotFoundException')
            return this.tasks.clusterError(error, operation);
        return (0,aws_errors/* toRunnerError */.cX)(error, { operation, on: `${definition.arn} in ${this.name}` });
    }
}
function conflictingTasks(error) {
    const ids = typeof error === 'object' && error !== null && 'resourceIds' in error ? error.resourceIds : [];
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}
function isSameStart(compute, request) {
    return compute.tags[core_tags/* TAG */.Dk.startKey] !== undefined && compute.tags[core_tags/* TAG */.Dk.startKey] === request.tags[core_tags/* TAG */.Dk.startKey];
}

;// CONCATENATED MODULE: ./src/wiring/run-jobs.js
/** Milliseconds for which a read of the jobs may be retried: nothing is lost without them, only not known. */
const JOBS_RETRY_MS = 5000;
/**
 * Reads the jobs of one run; undefined where they may not, or cannot, be read. It never rejects: then it is merely not
 * known whether a job is on its way.
 */
function runJobs(options) {
    const { runs, repository, runId, log } = options;
    return async () => {
        const unread = (why) => {
            log.info(`The jobs of run ${runId} of ${repository} could not be read (${why}).`);
        };
        try {
            const jobs = await runs.getJobs(repository, runId);
            if (jobs === 'forbidden')
                return unread('403: the job needs `permissions: actions: read`');
            if (jobs === 'absent')
                return unread('404');
            return jobs;
        }
        catch (error) {
            return unread(error instanceof Error ? error.message : String(error));
        }
    };
}

;// CONCATENATED MODULE: ./src/wiring/connections.js







/** The port to the runners of a scope. A secret in AWS is read, and the App's token created, at the first request. */
function connectGitHub(options) {
    const { scope, connection, runnerGroup = '', jobs, mask } = options;
    return new GitHubRunners({
        scope,
        connection,
        runnerGroup,
        mask,
        token: () => tokenFor(options),
        ...(jobs && { jobs }),
    });
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
/** Reads the jobs of a run. */
function connectJobs(options) {
    const connection = { ...options.connection, retryBudgetMs: () => JOBS_RETRY_MS };
    return runJobs({ ...options, runs: connectRuns({ ...options, connection }), log: connection.log });
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
/* harmony export */   $k: () => (/* binding */ readPrivateKey),
/* harmony export */   qD: () => (/* binding */ credentialsReader),
/* harmony export */   sZ: () => (/* binding */ APP_ID),
/* harmony export */   sg: () => (/* binding */ isToken)
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
/** A private key in PEM, wherever its line breaks went. */
const PRIVATE_KEY = /-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----/;
/** Line breaks as a shell, a form field or JSON escapes them. */
const ESCAPED_BREAKS = /\\r\\n|\\n|\\r/g;
/**
 * Reads the private key of a PEM file. Its line breaks may be escaped or blanks, and text may surround it.
 * @returns undefined if the text holds no such key
 */
function readPrivateKey(text) {
    const [, kind, body = ''] = PRIVATE_KEY.exec(text.replaceAll(ESCAPED_BREAKS, '\n')) ?? [];
    const lines = body.replaceAll(/\s+/g, '').match(/.{1,64}/g);
    if (kind === undefined || lines === null)
        return undefined;
    return new _core_secret_js__WEBPACK_IMPORTED_MODULE_3__/* .Secret */ .z([`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].join('\n'));
}
/** What may follow "Authorization: bearer" (token68, RFC 9110), which a quoted token or two tokens may not. */
function isToken(text) {
    return /^[\w.~+/-]+=*$/.test(text);
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
        return parseApp(text, { where, refused });
    if (readPrivateKey(text) !== undefined)
        throw refused("it is an App's private key without the App's id");
    if (!isToken(text))
        throw refused('it is neither a token nor a JSON object');
    return { kind: 'token', token: new _core_secret_js__WEBPACK_IMPORTED_MODULE_3__/* .Secret */ .z(text) };
}
function parseApp(text, { where, refused }) {
    const { appId, privateKey, installationId } = parseObject(text, refused);
    const id = typeof appId === 'number' ? String(appId) : appId;
    if (typeof id !== 'string' || !APP_ID.pattern.test(id))
        throw refused(`its appId is missing or not ${APP_ID.words}`);
    const key = typeof privateKey === 'string' ? readPrivateKey(privateKey) : undefined;
    if (key === undefined)
        throw refused('its privateKey is missing or not a PEM file with its BEGIN and END lines');
    const cameFrom = { privateKey: `privateKey in ${where}`, installationId: `installationId in ${where}` };
    const app = { appId: id, privateKey: key, cameFrom };
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
