export const id = 922;
export const ids = [922];
export const modules = {

/***/ 5178:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ handOver),
/* harmony export */   c: () => (/* binding */ STATE)
/* harmony export */ });
/* harmony import */ var _src_actions_env_file_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1670);
/* harmony import */ var _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8216);
/* harmony import */ var _src_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7816);



/** Names under which the main step saves what the post step must undo; none of it is secret. */
const STATE = { exported: 'exported', envFile: 'env-file' };
/**
 * Passes the variables to later steps as requested. Everything is saved for the post step to undo before it is done.
 * @returns names of the exported variables, and options for `docker run`
 */
async function handOver(options) {
    const { handover, region, inputs, environment, state } = options;
    const variables = (0,_src_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__/* .handoverVariables */ .Nv)(handover, region);
    if (inputs.envFile !== undefined) {
        await state.save(STATE.envFile, inputs.envFile);
        (0,_src_actions_env_file_js__WEBPACK_IMPORTED_MODULE_0__/* .writeEnvFile */ .J)(inputs.envFile, (0,_src_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__/* .envFileText */ .T1)(variables));
    }
    const byFile = inputs.envFile === undefined ? '' : `--env-file ${inputs.envFile}`;
    if (!inputs.exportEnvironment)
        return { names: [], dockerArguments: byFile };
    const names = Object.keys(variables);
    await state.save(STATE.exported, JSON.stringify(Object.fromEntries(names.map((name) => [name, before(name, environment)]))));
    for (const name of (0,_src_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__/* .variablesToBlank */ .J1)(handover, environment))
        (0,_src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .exportVariable */ .dN)(name, '');
    // What this step already sees may be the runner's own, which later containers do not receive.
    for (const [name, value] of Object.entries(variables))
        (0,_src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .exportVariable */ .dN)(name, value);
    return { names, dockerArguments: (0,_src_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__/* .dockerArguments */ .$O)(names) };
}
/** What the post step sets: empty, except for the region, which is not secret and which other steps may need. */
function before(name, environment) {
    return name === 'AWS_REGION' || name === 'AWS_DEFAULT_REGION' ? (environment[name] ?? '') : '';
}


/***/ }),

/***/ 7922:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./src/actions/failure.js
var failure = __webpack_require__(9258);
// EXTERNAL MODULE: ./src/actions/io.js + 1 modules
var io = __webpack_require__(8216);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/secret.js
var secret = __webpack_require__(6588);
;// CONCATENATED MODULE: ./src/aws/credentials-endpoint.js


/** Variables of the container credentials endpoint, as all SDKs read them. */
const ENDPOINT_VARIABLE = {
    relativeUri: 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    fullUri: 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    token: 'AWS_CONTAINER_AUTHORIZATION_TOKEN',
    tokenFile: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
};
/** Where the SDKs send a relative URI: the ECS agent's address. */
const ECS_ORIGIN = 'http://169.254.170.2';
/** Hosts that the SDKs accept without TLS besides 127.0.0.0/8: ECS, EKS, EKS over IPv6, the machine itself. */
const PLAIN_HOSTS = new Set(['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]', 'localhost', '[::1]']);
/**
 * Reads the endpoint as the SDKs do: the relative URI takes precedence over the full one, a token's file over its
 * value, and an empty variable counts as unset. Undefined if there is no endpoint.
 * @throws RunnerError for a value that no SDK would accept
 */
function readEndpoint(environment) {
    const relative = environment[ENDPOINT_VARIABLE.relativeUri];
    if (relative)
        return relativeEndpoint(relative);
    const full = environment[ENDPOINT_VARIABLE.fullUri];
    return full ? fullEndpoint(full, environment) : undefined;
}
function relativeEndpoint(path) {
    // Joined, not resolved: //host/path would name another host. Without the slash the path could extend the host's name.
    const url = /^\/[\x21-\x7e]*$/.test(path) ? parseUrl(ECS_ORIGIN + path) : undefined;
    if (url?.origin !== ECS_ORIGIN) {
        throw misconfigured(ENDPOINT_VARIABLE.relativeUri, `must be a path such as /v2/credentials/<id>; it is ${shown(path)}`);
    }
    return { url };
}
function fullEndpoint(text, environment) {
    const url = parseUrl(text);
    if (url === undefined)
        throw misconfigured(ENDPOINT_VARIABLE.fullUri, `must be a URL; it is ${shown(text)}`);
    if (!isAllowedHost(url)) {
        throw misconfigured(ENDPOINT_VARIABLE.fullUri, `is ${shown(text)}, which the SDKs refuse as well: without TLS only ECS (169.254.170.2), EKS ` +
            '(169.254.170.23, [fd00:ec2::23]) and the machine itself are allowed');
    }
    const token = readToken(environment);
    return { url, ...(token && { token }) };
}
/** The variables through which any SDK finds the endpoint. */
function endpointVariables({ url, token }) {
    if (url.origin === ECS_ORIGIN && token === undefined)
        return { [ENDPOINT_VARIABLE.relativeUri]: url.href.slice(ECS_ORIGIN.length) };
    return {
        [ENDPOINT_VARIABLE.fullUri]: url.href,
        ...(token?.kind === 'file' && { [ENDPOINT_VARIABLE.tokenFile]: token.path }),
        ...(token?.kind === 'value' && { [ENDPOINT_VARIABLE.token]: token.value.reveal() }),
    };
}
function readToken(environment) {
    const path = environment[ENDPOINT_VARIABLE.tokenFile];
    if (path)
        return { kind: 'file', path };
    const value = environment[ENDPOINT_VARIABLE.token];
    return value ? { kind: 'value', value: new secret/* Secret */.z(value) } : undefined;
}
/**
 * The SDKs' rule: over TLS any host; without it only the addresses of credentials endpoints and of this machine. A
 * hostile value cannot make us send the token, or fetch credentials, elsewhere in the clear.
 */
function isAllowedHost(url) {
    if (url.protocol === 'https:')
        return url.hostname !== '' && url.username === '' && url.password === '';
    return isKnownEndpoint(url);
}
/** Whether the URL has no TLS and is the address of a credentials endpoint or of this machine. */
function isKnownEndpoint(url) {
    if (url.username !== '' || url.password !== '')
        return false;
    // URL normalizes every notation of an IPv4 address to four numbers.
    return url.protocol === 'http:' && (PLAIN_HOSTS.has(url.hostname) || /^127(\.\d+){3}$/.test(url.hostname));
}
/** Whether only processes in this machine's own network can reach it; a container has its own network. */
function isLoopback({ hostname }) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
function parseUrl(text) {
    return URL.canParse(text) ? new URL(text) : undefined;
}
function misconfigured(variable, problem) {
    return new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `The environment variable ${variable} ${problem}.`,
        hint: 'ECS sets it by itself: find what else sets it, such as the task definition, and remove that.',
    });
}
/** A URL may contain a password, and the runner masks only whole values, so a long value is not shown. */
function shown(value) {
    const clean = value.replace(/\/\/[^/@]*@/, '//***@');
    return clean.length > 100 ? `a text of ${value.length} characters` : JSON.stringify(clean);
}

;// CONCATENATED MODULE: ./src/actions/task-environment.js




/** Names the endpoint of the ECS agent that describes the task. */
const METADATA_VARIABLE = 'ECS_CONTAINER_METADATA_URI_V4';
/**
 * What the start script writes below the work folder, whose `_temp` is RUNNER_TEMP: a job container has only the step's
 * environment, but it does have the work folder.
 */
const HANDOVER_FILE = '../_ecs-github-runner';
/** Largest file, bytes: the start script writes two short lines, so anything larger is something else. */
const HANDOVER_AT_MOST = 4096;
/**
 * What to accept from a file that any process of the job may have written: nothing that names a host of its choice,
 * which would receive a token from the step's environment and supply keys to the job's next steps.
 */
const HANDED_OVER = {
    [ENDPOINT_VARIABLE.relativeUri]: () => true,
    [ENDPOINT_VARIABLE.fullUri]: namesKnownEndpoint,
    [METADATA_VARIABLE]: namesKnownEndpoint,
};
function namesKnownEndpoint(value) {
    return URL.canParse(value) && isKnownEndpoint(new URL(value));
}
/** The task's variables: from the step's environment or, if it has none, from the start script's file. */
function readTaskEnvironment(environment) {
    if (environment[ENDPOINT_VARIABLE.relativeUri] || environment[ENDPOINT_VARIABLE.fullUri])
        return environment;
    const file = handoverPath(environment);
    return { ...environment, ...(file === undefined ? {} : readHandover(file)) };
}
function handoverPath(environment) {
    const temp = environment['RUNNER_TEMP'];
    return temp ? (0,external_node_path_.join)(temp, HANDOVER_FILE) : undefined;
}
function readHandover(path) {
    const text = readSmallFile(path) ?? '';
    const pairs = text
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
    const isTaken = (name, value) => value !== '' && Object.hasOwn(HANDED_OVER, name) && HANDED_OVER[name]?.(value) === true;
    return Object.fromEntries(pairs.filter(([name, value]) => isTaken(name, value)));
}
/** Undefined if it does not exist, is not readable, or is not a file. */
function readSmallFile(path) {
    let file;
    try {
        file = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK);
    }
    catch {
        return undefined;
    }
    try {
        if (!(0,external_node_fs_.fstatSync)(file).isFile())
            return undefined;
        const bytes = Buffer.alloc(HANDOVER_AT_MOST);
        return bytes.toString('utf8', 0, (0,external_node_fs_.readSync)(file, bytes));
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
}
/** The error if no endpoint was found: where the step runs, what was searched, and the next step. */
function noEndpoint(environment) {
    const inContainer = (environment['GITHUB_WORKSPACE'] ?? '').startsWith('/__w/');
    const runner = environment['RUNNER_NAME'] ? `runner ${environment['RUNNER_NAME']}` : 'a runner without a name';
    const hosted = environment['RUNNER_ENVIRONMENT'] === 'github-hosted';
    const where = `${hosted ? "one of GitHub's machines" : runner}${inContainer ? ', in a job container' : ''}`;
    const file = handoverPath(environment);
    const searched = `${ENDPOINT_VARIABLE.relativeUri} and ${ENDPOINT_VARIABLE.fullUri} are not in the step's environment` +
        `${file === undefined ? ', and RUNNER_TEMP is not set' : `, nor in ${file}, where the start script puts them`}`;
    return new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `No task role was found. This step runs on ${where}; ${searched}.`,
        hint: nextStep({ environment, hosted, inContainer }),
    });
}
function nextStep(options) {
    const { environment, hosted, inContainer } = options;
    if (hosted) {
        return ("Run the job on a runner in ECS: `runs-on` the label of start-runner. On GitHub's machines use " +
            'aws-actions/configure-aws-credentials.');
    }
    if (environment[METADATA_VARIABLE]) {
        return 'This is an ECS task without a task role: set taskRoleArn in the task definition, or task-role-arn of start-runner.';
    }
    if (inContainer) {
        return ('If the runner is an ECS task with a task role, start it with `start-script: inject`, or put the current start ' +
            'script into its image: it hands the endpoint over to job containers (see docs/credentials.md).');
    }
    return ('Run the job on a runner in ECS whose task definition has a taskRoleArn. Elsewhere use ' +
        'aws-actions/configure-aws-credentials.');
}

// EXTERNAL MODULE: ./src/core/unsent.js
var unsent = __webpack_require__(9105);
// EXTERNAL MODULE: ./src/core/util/shorten.js
var shorten = __webpack_require__(4694);
// EXTERNAL MODULE: ./src/core/words.js
var words = __webpack_require__(3919);
// EXTERNAL MODULE: ./src/aws/arn.js
var arn = __webpack_require__(7501);
// EXTERNAL MODULE: ./src/http/agents.js
var agents = __webpack_require__(3611);
// EXTERNAL MODULE: ./src/http/exchange.js
var exchange = __webpack_require__(5376);
;// CONCATENATED MODULE: ./src/aws/bounded-get.js


/** Credentials are 2 KB, a task's metadata 10 KB; an answer of more bytes than this is something else. */
const MAX_ANSWER_BYTES = 200_000;
/**
 * GETs an address on this machine or its link: no proxy, no redirect, a bounded answer.
 * @param options.withinMs milliseconds within which the answer must be complete
 * @throws Node's Error for a failed connection; its message says what happened
 */
async function boundedGet(url, options) {
    const { status, headers, body } = await (0,exchange/* exchange */.c)(url, {
        headers: options.headers ?? {},
        withinMs: options.withinMs,
        maxBytes: MAX_ANSWER_BYTES,
        agents: (0,agents/* ownAgents */.z)({ keepAlive: false }),
    });
    const date = Date.parse(headers.date ?? '');
    return { status, body: body.toString('utf8'), date: Number.isNaN(date) ? undefined : date };
}

;// CONCATENATED MODULE: ./src/aws/container-credentials.js









/** The container credentials endpoint of ECS, and compatible ones. */
class ContainerCredentials {
    name;
    #endpoint;
    #mask;
    constructor(options) {
        this.#endpoint = options.endpoint;
        this.#mask = options.mask;
        // Without the path: it ends in the id, and whoever has the id can get the credentials.
        this.name = `the credentials endpoint ${options.endpoint.url.origin}`;
    }
    async fetch(withinMs) {
        const authorization = this.#authorization();
        const headers = { accept: 'application/json', ...(authorization && { authorization }) };
        let answer;
        try {
            answer = await boundedGet(this.#endpoint.url, { withinMs, headers });
        }
        catch (error) {
            throw this.#unreachable(error);
        }
        if (answer.status !== 200)
            throw this.#refused(answer);
        return this.#read(answer);
    }
    #authorization() {
        const { token } = this.#endpoint;
        if (token === undefined)
            return undefined;
        const value = token.kind === 'value' ? token.value.reveal() : this.#readTokenFile(token.path);
        this.#mask(value);
        // It becomes a header: a line break in it would start another header.
        if (/^[\x20-\x7e]+$/.test(value))
            return value;
        const variable = token.kind === 'value' ? ENDPOINT_VARIABLE.token : ENDPOINT_VARIABLE.tokenFile;
        throw new errors/* RunnerError */.Rn({
            kind: 'configuration',
            message: `The token for ${this.name} cannot be sent: it is empty, or contains a line break or another character that is not allowed in a header.`,
            hint: `Check ${variable}; its value is not shown.`,
        });
    }
    #readTokenFile(path) {
        try {
            return (0,external_node_fs_.readFileSync)(path, 'utf8').trimEnd();
        }
        catch (error) {
            throw new errors/* RunnerError */.Rn({
                kind: 'configuration',
                message: `The token for ${this.name} could not be read: ${messageOf(error)}`,
                hint: `Check ${ENDPOINT_VARIABLE.tokenFile}. In a container the file must be mounted.`,
                cause: error,
            });
        }
    }
    #unreachable(error) {
        const notSent = (0,unsent/* explainUnsent */.B)(error, { what: 'the request for credentials', peer: this.name });
        if (notSent !== undefined)
            return notSent;
        return new errors/* RunnerError */.Rn({
            kind: 'transient',
            message: `No answer from ${this.name}: ${messageOf(error)}.`,
            hint: 'A container can reach the endpoint from the networks bridge, host and awsvpc, but not with `--network none` or an ' +
                'internal network. On your own AMI, check that the ECS agent runs with ECS_ENABLE_TASK_IAM_ROLE=true (see docs/credentials.md).',
            cause: error,
        });
    }
    #refused({ status, body }) {
        const answered = `${this.name} answered ${status}${explanation(body)}`;
        if (status === 503) {
            const hint = "Check the task role's trust policy (ecs-tasks.amazonaws.com), and the log of the ECS agent.";
            return new errors/* RunnerError */.Rn({ kind: 'transient', message: `${answered}: no credentials delivered yet.`, hint });
        }
        if (status === 429 || status >= 500) {
            const hint = `${words/* STEP */.RZ.again}; the endpoint serves 40 requests a second for the whole instance.`;
            return new errors/* RunnerError */.Rn({ kind: 'transient', message: `${answered}.`, hint });
        }
        return new errors/* RunnerError */.Rn(finalRefusal(status, answered));
    }
    /** Masks every value before anything else happens to it, even before another value is rejected. */
    #read({ body, date }) {
        const fields = parseObject(body);
        const text = (name) => (typeof fields[name] === 'string' ? fields[name] : '');
        const [accessKeyId, secretAccessKey, sessionToken] = [text('AccessKeyId'), text('SecretAccessKey'), text('Token')];
        for (const secret of [secretAccessKey, sessionToken, accessKeyId])
            this.#mask(secret);
        const expiresAt = Date.parse(text('Expiration'));
        // The values go into headers, environment variables and lines of an env file.
        const areKeys = [accessKeyId, secretAccessKey, sessionToken].every((value) => /^[\x21-\x7e]{1,10000}$/.test(value));
        if (!areKeys || Number.isNaN(expiresAt)) {
            const missing = ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'].filter((name) => text(name) === '');
            const what = missing.length > 0 ? `without ${missing.join(', ')}` : 'with values that are not credentials';
            throw new errors/* RunnerError */.Rn({
                kind: 'configuration',
                message: `${this.name} answered 200 ${what}; the answer is not shown.`,
                hint: 'Check what listens there: it is not the ECS or EKS endpoint.',
            });
        }
        const roleArn = (0,arn/* parseArn */.L)(text('RoleArn')) === undefined ? undefined : text('RoleArn');
        const accountId = (0,arn/* parseArn */.L)(text('RoleArn'))?.account ?? (/^\d{12}$/.exec(text('AccountId'))?.[0] || undefined);
        return {
            accessKeyId,
            secretAccessKey: new secret/* Secret */.z(secretAccessKey),
            sessionToken: new secret/* Secret */.z(sessionToken),
            expiresAt,
            ...(date !== undefined && { givenAt: date }),
            ...(roleArn && { roleArn }),
            ...(accountId && { accountId }),
        };
    }
}
/** A refusal that a retry would get again. */
function finalRefusal(status, answered) {
    if (status === 400) {
        return {
            kind: 'configuration',
            message: `${answered}: it does not know these credentials.`,
            hint: 'Their task has ended, or is on another instance. Use them in that task only, and remove whatever ' +
                `else sets ${ENDPOINT_VARIABLE.relativeUri}.`,
        };
    }
    if (status === 401 || status === 403) {
        return {
            kind: 'permission',
            message: `${answered}: it refuses the token.`,
            hint: `Check ${ENDPOINT_VARIABLE.token} or ${ENDPOINT_VARIABLE.tokenFile}.`,
        };
    }
    if (status >= 300 && status < 400) {
        return {
            kind: 'configuration',
            message: `${answered}, a redirect, which is not followed.`,
            hint: `Check ${ENDPOINT_VARIABLE.fullUri}: it must be the endpoint itself.`,
        };
    }
    return {
        kind: 'configuration',
        message: `${answered}: there is no credentials endpoint at that path.`,
        hint: `Check ${ENDPOINT_VARIABLE.relativeUri} and ${ENDPOINT_VARIABLE.fullUri}; ECS sets the first by itself.`,
    };
}
/** The explanation of the ECS agent or of EKS; any other body is of little help. */
function explanation(body) {
    const fields = parseObject(body);
    const words = [fields['code'], fields['message']].filter((part) => typeof part === 'string' && part !== '');
    return words.length === 0 ? '' : ` (${(0,shorten/* shorten */.m)(words.join(': ').replaceAll(/\s+/g, ' '), 300)})`;
}
/** Empty if the body is not a JSON object. */
function parseObject(body) {
    try {
        const parsed = JSON.parse(body);
        return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
    }
    catch {
        return {};
    }
}
function messageOf(error) {
    return error instanceof Error ? error.message || error.name : String(error);
}

;// CONCATENATED MODULE: ./src/aws/task-metadata.js



/** Milliseconds for one answer: the agent is on the same machine. */
const ANSWER_TIMEOUT_MS = 5_000;
/**
 * The region of the task, from the ECS task metadata endpoint. Undefined if the endpoint does not report it: the region
 * is a convenience, not a reason to fail. Only ECS's own addresses and this machine are asked: any process of the job could
 * have named another host.
 * @param metadataUri value of ECS_CONTAINER_METADATA_URI_V4
 */
async function taskRegion(metadataUri) {
    const url = URL.canParse(`${metadataUri}/task`) ? new URL(`${metadataUri}/task`) : undefined;
    if (url === undefined || !isKnownEndpoint(url))
        return undefined;
    try {
        const { status, body } = await boundedGet(url, { withinMs: ANSWER_TIMEOUT_MS });
        return status === 200 ? regionOf(JSON.parse(body)) : undefined;
    }
    catch {
        return undefined;
    }
}
function regionOf(metadata) {
    if (typeof metadata !== 'object' || metadata === null || !('TaskARN' in metadata))
        return undefined;
    return typeof metadata.TaskARN === 'string' ? (0,arn/* parseArn */.L)(metadata.TaskARN)?.region || undefined : undefined;
}

;// CONCATENATED MODULE: ./src/core/credentials/credentials.js


/** How long to retry, milliseconds: ECS delivers credentials seconds after a task began, its agent restarts in less. */
const DEADLINE_MS = 60_000;
/** Timeout of one request, milliseconds: the endpoint is on the same machine. */
const ANSWER_WITHIN_MS = 5_000;
/** First and longest wait after a failure, doubled in between, milliseconds. */
const BACKOFF_MS = { first: 500, longest: 5_000 };
/** The least time that must be left for a last attempt before the deadline, milliseconds. */
const LEAST_MS = 100;
/** Wait before credentials that expire soon are fetched again, milliseconds: ECS may be renewing them right now. */
const RENEWAL_MS = 5_000;
/**
 * Fetches the task's credentials. Failed requests are retried for up to a minute; credentials that expire too soon are
 * fetched once more, and then accepted with a warning.
 * @throws RunnerError with the endpoint's last answer, or because the credentials have expired
 */
async function fetchCredentials(source, options) {
    const { minimumValidityMs, clock, log } = options;
    const first = await fetchWithRetries(source, options);
    const validityMs = ({ expiresAt, givenAt = clock.now() }) => expiresAt - givenAt;
    if (validityMs(first) >= minimumValidityMs)
        return first;
    log.info(`The credentials expire in ${minutes(validityMs(first))}: fetching again.`);
    await clock.sleep(RENEWAL_MS);
    const second = await fetchWithRetries(source, options);
    const leftMs = validityMs(second);
    if (leftMs <= 0) {
        throw new errors/* RunnerError */.Rn({
            kind: 'configuration',
            message: `${source.name} gave credentials that expired at ${new Date(second.expiresAt).toISOString()}.`,
            hint: "Check the machine's clock; if it is right, see the log of the ECS agent: it renews them.",
        });
    }
    if (leftMs < minimumValidityMs) {
        log.warning(`The credentials expire in ${minutes(leftMs)}, sooner than ${words/* SETTING */.HG.minimumValidity} (${minutes(minimumValidityMs)}). ` +
            `Next step: for longer steps ${words/* STEP */.RZ.refreshByItself}, or ${words/* STEP */.RZ.again} later.`);
    }
    return second;
}
async function fetchWithRetries(source, ports) {
    const { clock, random, log } = ports;
    const begin = clock.now();
    const leftMs = () => begin + DEADLINE_MS - clock.now();
    for (let attempt = 1;; attempt += 1) {
        try {
            return await source.fetch(Math.max(LEAST_MS, Math.min(ANSWER_WITHIN_MS, leftMs())));
        }
        catch (error) {
            if (!(error instanceof errors/* RunnerError */.Rn) || error.kind !== 'transient')
                throw error;
            const backoffMs = Math.min(BACKOFF_MS.first * 2 ** (attempt - 1), BACKOFF_MS.longest);
            const delayMs = Math.round(backoffMs * (0.5 + random.fraction() / 2));
            if (delayMs + LEAST_MS > leftMs())
                throw gaveUp(error, attempt);
            log.info(`${error.message} Retrying in ${delayMs / 1000} s.`);
            await clock.sleep(delayMs);
        }
    }
}
function gaveUp(last, attempts) {
    const seconds = DEADLINE_MS / 1000;
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `No credentials arrived within ${seconds} s, in ${attempts} attempts. The last one: ${last.message}`,
        hint: last.hint,
        cause: last,
    });
}
function minutes(ms) {
    const whole = Math.floor(ms / 60_000);
    return whole === 1 ? '1 minute' : `${whole} minutes`;
}

// EXTERNAL MODULE: ./src/wiring/retry-budget.js
var retry_budget = __webpack_require__(639);
// EXTERNAL MODULE: ./src/wiring/runtime.js
var runtime = __webpack_require__(283);
// EXTERNAL MODULE: ./inject-credentials/hand-over.js
var hand_over = __webpack_require__(5178);
// EXTERNAL MODULE: ./src/actions/inputs/aws.js
var aws = __webpack_require__(1041);
// EXTERNAL MODULE: ./src/actions/inputs/proxy.js
var inputs_proxy = __webpack_require__(7376);
// EXTERNAL MODULE: ./src/actions/inputs/reader.js
var inputs_reader = __webpack_require__(6393);
;// CONCATENATED MODULE: ./inject-credentials/inputs.js




/** Characters that any shell and `docker run` treat only as part of a path. */
const PATH = { pattern: /^(?!-)[A-Za-z0-9_./@+,=:-]{1,500}$/, words: 'a path of letters, digits and any of _./@+,=:-' };
/** Most characters that AWS accepts, counted before it packs them. */
const POLICY_AT_MOST = 2048;
/** Reads the inputs of inject-credentials. @throws InputError with every problem at once */
function readCredentialsInputs(environment) {
    const reader = new inputs_reader/* InputReader */.i(environment);
    const mode = reader.oneOf('mode', ['keys', 'endpoint']) ?? 'keys';
    const role = readRole(reader, environment);
    if (mode === 'endpoint' && reader.text('role-to-assume') !== '') {
        reader.problem("role-to-assume cannot be handed out with mode: endpoint: the endpoint gives the task's own role. Use mode: keys.");
    }
    const region = (0,aws/* readRegion */.XP)(reader, environment, ['AWS_REGION', 'AWS_DEFAULT_REGION']);
    const envFile = reader.matching('env-file', PATH);
    const proxy = (0,inputs_proxy/* readProxy */.n)(reader, environment);
    const inputs = {
        mode,
        ...(role && { role }),
        ...(region && { region }),
        exportEnvironment: reader.boolean('export-environment') ?? true,
        ...(envFile && { envFile: absolute(envFile, environment) }),
        minimumValidityMs: (reader.integer('minimum-validity-minutes', { min: 0, max: 360 }) ?? 15) * 60_000,
        ...(proxy && { proxy }),
    };
    reader.finish();
    return inputs;
}
function readRole(reader, environment) {
    const roleArn = reader.matching('role-to-assume', aws/* ROLE_ARN */.xG);
    const sessionName = (0,aws/* readSessionName */._e)(reader, environment);
    // A session of a role assumed by another role lasts at most an hour, whatever the role's own maximum.
    const durationSeconds = reader.integer('role-duration-seconds', { min: 900, max: 3600 }) ?? 3600;
    const sessionPolicy = readPolicy(reader);
    if (sessionPolicy !== undefined && reader.text('role-to-assume') === '') {
        reader.problem('inline-session-policy needs role-to-assume: the task role itself cannot be narrowed.');
    }
    if (roleArn === undefined)
        return undefined;
    return { roleArn, sessionName, durationSeconds, ...(sessionPolicy !== undefined && { sessionPolicy }) };
}
function readPolicy(reader) {
    const text = reader.text('inline-session-policy');
    if (text === '')
        return undefined;
    try {
        const policy = JSON.parse(text);
        if (typeof policy === 'object' && policy !== null && 'Statement' in policy) {
            const packed = JSON.stringify(policy);
            if (packed.length <= POLICY_AT_MOST)
                return packed;
            reader.problem(`inline-session-policy must have at most ${POLICY_AT_MOST} characters without blanks; it has ${packed.length}.`);
            return undefined;
        }
    }
    catch {
        // Reported below, like JSON that is not a policy.
    }
    reader.malformed('inline-session-policy', 'an IAM policy as JSON, with a Statement', text);
    return undefined;
}
function absolute(path, environment) {
    return (0,external_node_path_.isAbsolute)(path) ? path : (0,external_node_path_.join)(environment['GITHUB_WORKSPACE'] || process.cwd(), path);
}

;// CONCATENATED MODULE: ./inject-credentials/report.js
/** The outputs of inject-credentials, as listed in action.yml and the README. Mode endpoint needs no keys. */
function credentialsOutputs(handedOut) {
    const { mode, credentials, envFile, dockerArguments } = handedOut;
    const isKeys = mode === 'keys';
    return {
        'access-key-id': isKeys ? credentials.accessKeyId : '',
        'secret-access-key': isKeys ? credentials.secretAccessKey.reveal() : '',
        'session-token': isKeys ? credentials.sessionToken.reveal() : '',
        expiration: new Date(credentials.expiresAt).toISOString(),
        'role-arn': credentials.roleArn ?? '',
        'account-id': credentials.accountId ?? '',
        'env-file': envFile ?? '',
        'docker-args': dockerArguments,
    };
}
/** The log line. */
function describeHandedOut({ mode, credentials }, names) {
    const who = credentials.roleArn ?? 'a role that the endpoint does not name';
    const until = new Date(credentials.expiresAt).toISOString();
    const what = mode === 'keys'
        ? `keys of ${who}, valid until ${until}`
        : `the endpoint of ${who}, whose credentials renew themselves`;
    const how = names.length === 0 ? 'as outputs only' : `as ${names.join(', ')}`;
    return `Later steps have ${what}, ${how}.`;
}

;// CONCATENATED MODULE: ./inject-credentials/main.js













/** How long requests to STS may be retried, milliseconds. */
const STS_RETRY_BUDGET_MS = 60_000;
/** The main step: hands the task's role out to later steps. */
async function main(environment) {
    try {
        await inject(readCredentialsInputs(environment), environment);
    }
    catch (error) {
        (0,io/* fail */.fJ)((0,failure/* explainFailure */.S)(error));
    }
}
async function inject(inputs, environment) {
    const task = readTaskEnvironment(environment);
    const endpoint = readEndpoint(task);
    if (endpoint === undefined)
        throw noEndpoint(task);
    maskEndpoint(endpoint);
    const source = new ContainerCredentials({ endpoint, mask: io/* maskSecret */.$l });
    const [own, region] = await Promise.all([
        fetchCredentials(source, {
            minimumValidityMs: inputs.mode === 'keys' ? inputs.minimumValidityMs : 0,
            clock: runtime/* systemClock */.m,
            random: runtime/* systemRandom */.v,
            log: io/* actionsLog */._D,
        }),
        inputs.region ?? taskRegion(task[METADATA_VARIABLE] ?? ''),
    ]);
    const credentials = inputs.role === undefined ? own : await narrow(own, { role: inputs.role, region, inputs });
    const handover = inputs.mode === 'keys'
        ? { kind: 'keys', credentials }
        : { kind: 'endpoint', variables: endpointVariables(endpoint) };
    if (inputs.mode === 'endpoint')
        warnOfReach(endpoint);
    const { names, dockerArguments } = await (0,hand_over/* handOver */.C)({
        handover,
        region,
        inputs,
        environment,
        state: io/* actionsState */.Rq,
    });
    const handedOut = { mode: inputs.mode, credentials, envFile: inputs.envFile, dockerArguments };
    (0,io/* setOutputs */.n0)(credentialsOutputs(handedOut));
    io/* actionsLog */._D.info(describeHandedOut(handedOut, names));
}
/** Masks the id: whoever has it and can reach the endpoint has the role. */
function maskEndpoint({ url, token }) {
    const id = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
    // A short name, as on EKS, is not secret, and masking it would hide ordinary words.
    if (id.length >= 16)
        (0,io/* maskSecret */.$l)(id);
    if (token?.kind === 'value')
        (0,io/* maskSecret */.$l)(token.value.reveal());
}
async function narrow(base, options) {
    const { role, region, inputs } = options;
    if (region === undefined) {
        throw new errors/* RunnerError */.Rn({
            kind: 'configuration',
            message: "role-to-assume needs a region for STS, and the task's own is unknown.",
            hint: 'Set aws-region.',
        });
    }
    // Loaded only if needed: the SDK makes up most of this bundle.
    const { assumeRole } = await Promise.all(/* import() */[__webpack_require__.e(455), __webpack_require__.e(933), __webpack_require__.e(978), __webpack_require__.e(707)]).then(__webpack_require__.bind(__webpack_require__, 9707));
    const { leftMs: retryBudgetMs } = new retry_budget/* TimedRetryBudget */.P(runtime/* systemClock */.m, STS_RETRY_BUDGET_MS);
    const client = { region, log: io/* actionsLog */._D, retryBudgetMs, ...(inputs.proxy && { proxy: inputs.proxy }) };
    return assumeRole({ ...role, base, client, mask: io/* maskSecret */.$l });
}
/** Warns that a container may not be able to reach what this step can. */
function warnOfReach({ url, token }) {
    if (isLoopback(url)) {
        io/* actionsLog */._D.warning(`The credentials endpoint has this machine's own address (${url.hostname}), which containers reach only with ` +
            '`--network host`. Use `mode: keys` for others.');
    }
    if (token?.kind === 'file') {
        io/* actionsLog */._D.warning(`The endpoint's token is in the file ${token.path}, which a container must have at the same path. Use \`mode: keys\` otherwise.`);
    }
}


/***/ }),

/***/ 1670:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ writeEnvFile),
/* harmony export */   u: () => (/* binding */ removeEnvFile)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7816);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2075);



/**
 * Writes a file that only its owner can read. It never writes into an existing file or through a link: a file written
 * by an earlier step of this action is replaced, and anything else is left alone.
 * @throws RunnerError if the file cannot be created
 */
function writeEnvFile(path, text) {
    try {
        if (isOurs(path))
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.unlinkSync)(path);
        const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_CREAT | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_EXCL | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_WRONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW, 0o600);
        try {
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(file, text);
        }
        finally {
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(file);
        }
    }
    catch (error) {
        throw cannotWrite(path, error);
    }
}
/** Removes the file if it is ours. `not-ours`: something else is there by now. */
function removeEnvFile(path) {
    const ours = isOurs(path);
    if (ours === undefined)
        return 'absent';
    if (!ours)
        return 'not-ours';
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.unlinkSync)(path);
    return 'removed';
}
/** Whether it is a regular file that begins with our mark. Undefined: it does not exist. */
function isOurs(path) {
    let file;
    try {
        // Non-blocking: it could be a pipe to which nobody writes.
        file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK);
    }
    catch (error) {
        if (codeOf(error) === 'ENOENT')
            return undefined;
        if (codeOf(error) === 'ELOOP')
            return false;
        throw error;
    }
    try {
        if (!(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fstatSync)(file).isFile())
            return false;
        const head = Buffer.alloc(_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__/* .ENV_FILE_MARK */ .R.length);
        return head.toString('utf8', 0, (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(file, head)) === _core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__/* .ENV_FILE_MARK */ .R;
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(file);
    }
}
function cannotWrite(path, error) {
    const isThere = codeOf(error) === 'EEXIST';
    const why = error instanceof Error ? error.message : String(error);
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .RunnerError */ .Rn({
        kind: 'configuration',
        message: isThere
            ? `The env-file ${path} was not written: a file or link already exists there that this action did not write.`
            : `The env-file ${path} could not be written: ${why}`,
        hint: isThere
            ? // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
                'Choose a path that does not exist yet, such as ${{ runner.temp }}/aws.env.'
            : 'Choose a path in a folder that exists and that the step may write to.',
        cause: error,
    });
}
function codeOf(error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}


/***/ }),

/***/ 7816:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $O: () => (/* binding */ dockerArguments),
/* harmony export */   J1: () => (/* binding */ variablesToBlank),
/* harmony export */   Nv: () => (/* binding */ handoverVariables),
/* harmony export */   R: () => (/* binding */ ENV_FILE_MARK),
/* harmony export */   T1: () => (/* binding */ envFileText)
/* harmony export */ });
/** Variables from which the SDKs take keys. */
const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
/** Variables for the handover: the keys or the endpoint's own variables, and the region if known. */
function handoverVariables(handover, region) {
    const own = handover.kind === 'keys' ? keyVariables(handover.credentials) : handover.variables;
    return { ...own, ...(region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region }) };
}
function keyVariables(credentials) {
    return {
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey.reveal(),
        AWS_SESSION_TOKEN: credentials.sessionToken.reveal(),
    };
}
/** Variables that are set in `environment` and would take precedence over the endpoint; the SDKs ignore empty ones. */
function variablesToBlank(handover, environment) {
    return handover.kind === 'keys' ? [] : KEYS.filter((name) => environment[name]);
}
/**
 * Options for `docker run` that pass variables by name from the step's own environment, so that no value appears in the
 * arguments of a process, and no shell can split one.
 */
function dockerArguments(names) {
    return names.map((name) => `--env ${name}`).join(' ');
}
/** The first line of our env files: a file with it may be replaced and removed. */
const ENV_FILE_MARK = '# Written by ecs-github-runner inject-credentials; removed when the job ends.';
/** An env file for `docker run --env-file`, which knows no quotes and takes each line as it is. */
function envFileText(variables) {
    return [ENV_FILE_MARK, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`), ''].join('\n');
}


/***/ })

};
