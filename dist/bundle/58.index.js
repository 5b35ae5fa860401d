export const id = 58;
export const ids = [58];
export const modules = {

/***/ 9258:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ explainFailure),
/* harmony export */   v: () => (/* binding */ failStep)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2075);
/* harmony import */ var _inputs_reader_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6393);
/* harmony import */ var _io_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8216);



/** The text of a failed step. */
function explainFailure(error) {
    if (error instanceof _inputs_reader_js__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .d)
        return `${error.message}\nNext step: correct them; nothing was launched.`;
    return (0,_core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(error);
}
/** Fails the step and also reports it in the summary, which many users read first. */
async function failStep(error, summary) {
    const text = explainFailure(error);
    (0,_io_js__WEBPACK_IMPORTED_MODULE_2__/* .fail */ .fJ)(text);
    await (0,_io_js__WEBPACK_IMPORTED_MODULE_2__/* .writeSummary */ .Sy)(() => summary(text));
}


/***/ }),

/***/ 1041:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cw: () => (/* binding */ readAwsAccess),
/* harmony export */   XP: () => (/* binding */ readRegion),
/* harmony export */   _e: () => (/* binding */ readSessionName),
/* harmony export */   xG: () => (/* binding */ ROLE_ARN)
/* harmony export */ });
/* harmony import */ var _core_secret_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6588);
/* harmony import */ var _proxy_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7376);


/** A role's ARN, in any partition. */
const ROLE_ARN = {
    pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    words: 'the ARN of a role (arn:<partition>:iam::<account>:role/<name>)',
};
const REGION = { pattern: /^[a-z]{2,}(-[a-z]+)+-\d+$/, words: 'a region such as eu-central-1' };
/** Reads the region: the input, or the first of the variables that is set. */
function readRegion(reader, environment, variables) {
    if (reader.text('aws-region') !== '')
        return reader.matching('aws-region', REGION);
    const variable = variables.find((name) => environment[name]);
    const region = environment[variable ?? ''];
    if (variable === undefined || region === undefined || REGION.pattern.test(region))
        return region;
    reader.malformed(`The environment variable ${variable}`, REGION.words, region);
    return undefined;
}
/** AWS's limit for the name of a role's session, characters. */
const SESSION_NAME_AT_MOST = 64;
/** Reads the name of the role's session. By default it tells CloudTrail's readers whose call it was. */
function readSessionName(reader, environment) {
    const form = { pattern: /^[\w+=,.@-]{2,64}$/, words: '2 to 64 letters, digits or any of +=,.@-_' };
    return reader.matching('role-session-name', form) ?? sessionNameOf(environment);
}
/** Repository, run and attempt, such as `octo-org-octo-repo-9876543210-1`. Of a long repository its end remains. */
function sessionNameOf(environment) {
    const { GITHUB_REPOSITORY: repository = '', GITHUB_RUN_ID: run = '', GITHUB_RUN_ATTEMPT: attempt = '' } = environment;
    const ending = `-${run}-${attempt}`;
    const name = repository.replaceAll(/[^\w.-]/g, '-').slice(-(SESSION_NAME_AT_MOST - ending.length));
    return run === '' || name === '' ? 'ecs-github-runner' : `${name}${ending}`;
}
/** Reads the AWS access inputs, which all actions share. */
function readAwsAccess(reader, environment) {
    const region = readRegion(reader, environment, ['AWS_REGION']);
    if (region === undefined && reader.text('aws-region') === '' && !environment['AWS_REGION']) {
        reader.problem('aws-region is required: AWS_REGION is not set in the environment either.');
    }
    const roleArn = reader.matching('role-to-assume', ROLE_ARN);
    const sessionName = readSessionName(reader, environment);
    const durationSeconds = reader.integer('role-duration-seconds', { min: 900, max: 43_200 }) ?? 3600;
    const audience = reader.optional('audience') ?? 'sts.amazonaws.com';
    const proxy = (0,_proxy_js__WEBPACK_IMPORTED_MODULE_1__/* .readProxy */ .n)(reader, environment);
    const access = { region: region ?? '', ...(proxy && { proxy }) };
    if (roleArn === undefined)
        return access;
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '' } = environment;
    if (!URL.canParse(url) || token === '') {
        reader.problem('role-to-assume needs an OIDC token, which this job may not request: add `permissions: id-token: write` to the job ' +
            '(a reusable workflow needs it from its caller; runs for pull requests from forks never get it).');
    }
    return {
        ...access,
        webIdentity: { roleArn, sessionName, durationSeconds, audience },
        idToken: { url, token: new _core_secret_js__WEBPACK_IMPORTED_MODULE_0__/* .Secret */ .z(token) },
    };
}


/***/ }),

/***/ 7376:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ readProxy)
/* harmony export */ });
/** Hosts that never go through a proxy: the same rule as the toolkit's, and so other actions'. */
const LOOPBACK = ['localhost', '127.0.0.0-127.255.255.255', '::1', '[::1]'];
/**
 * Reads the proxy variables as the toolkit does, so that all requests take the same route as other actions': lower case
 * has precedence, a proxy may lack a scheme, and a host in NO_PROXY includes its subdomains. Node's agents, which
 * receive the result, implement none of the three.
 */
function readProxy(reader, environment) {
    const given = (name) => [name.toLowerCase(), name].find((each) => environment[each]) ?? name;
    const value = (name) => environment[given(name)] || undefined;
    const url = (name) => {
        const text = value(name);
        if (text === undefined)
            return undefined;
        const proxy = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
        const wrong = whatIsWrong(proxy);
        if (wrong === undefined)
            return proxy;
        // Not shown: it may contain a password.
        reader.problem(`The environment variable ${given(name)} ${wrong}; its value is not shown.`);
        return undefined;
    };
    const [http, https] = [url('HTTP_PROXY'), url('HTTPS_PROXY')];
    if (http === undefined && https === undefined)
        return undefined;
    return {
        ...(http && { HTTP_PROXY: http }),
        ...(https && { HTTPS_PROXY: https }),
        NO_PROXY: noProxy(value('NO_PROXY') ?? ''),
    };
}
function whatIsWrong(proxy) {
    const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol))
        return 'must be the URL of an HTTP proxy';
    try {
        // As Node's agents do, which throw an error of their own.
        for (const part of [url.username, url.password])
            decodeURIComponent(part);
        return undefined;
    }
    catch {
        return 'has a user name or password with a % that encodes nothing: write %25 for a % in it';
    }
}
function noProxy(list) {
    const items = list
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    const withSubdomains = items.flatMap((item) => (/^[*.]/.test(item) ? [item] : [item, `.${item}`]));
    return [...LOOPBACK, ...withSubdomains].join(',');
}


/***/ }),

/***/ 6393:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ InputError),
/* harmony export */   i: () => (/* binding */ InputReader)
/* harmony export */ });
/** All problems of a step's inputs together, so that a user need not find them one run at a time. */
class InputError extends Error {
    name = 'InputError';
    problems;
    constructor(problems) {
        super(`${problems.length === 1 ? 'One input is' : `${problems.length} inputs are`} wrong:\n- ${problems.join('\n- ')}`);
        this.problems = problems;
    }
}
/**
 * Reads a step's inputs from its environment (`INPUT_<NAME>`), without side effects. A malformed value is noted as a
 * problem and treated as empty; {@link InputReader.finish} throws all problems together. An empty text means the
 * default.
 */
class InputReader {
    #environment;
    #problems = [];
    constructor(environment) {
        this.#environment = environment;
    }
    /** Notes a problem, as a sentence that names the input. */
    problem(text) {
        this.#problems.push(text);
    }
    /** @throws InputError if there was any problem */
    finish() {
        if (this.#problems.length > 0)
            throw new InputError(this.#problems);
    }
    /** The value without surrounding white space; empty if it is not set. */
    text(name) {
        return this.#asGiven(name).trim();
    }
    #asGiven(name) {
        // The runner's own rule: blanks become _, letters become upper case, hyphens stay.
        return this.#environment[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '';
    }
    optional(name) {
        return this.text(name) || undefined;
    }
    required(name, meaning) {
        const value = this.text(name);
        if (value === '')
            this.problem(`${name} is required: ${meaning}.`);
        return value;
    }
    /** A text in the allowed form. */
    matching(name, form) {
        const value = this.text(name);
        if (value === '')
            return undefined;
        if (form.pattern.test(value))
            return value;
        this.malformed(name, form.words, value);
        return undefined;
    }
    /** A whole number within inclusive limits. */
    integer(name, limits) {
        const value = this.text(name);
        if (value === '')
            return undefined;
        const number = Number(value);
        if (/^\d{1,15}$/.test(value) && number >= limits.min && number <= limits.max)
            return number;
        this.malformed(name, `a whole number from ${limits.min} to ${limits.max}`, value);
        return undefined;
    }
    boolean(name) {
        const value = this.text(name);
        if (value === '')
            return undefined;
        if (value === 'true' || value === 'false')
            return value === 'true';
        this.malformed(name, '"true" or "false"', value);
        return undefined;
    }
    oneOf(name, allowed) {
        const value = this.text(name);
        if (value === '')
            return undefined;
        const found = allowed.find((item) => item === value);
        if (found === undefined)
            this.malformed(name, `one of ${allowed.join(', ')}`, value);
        return found;
    }
    /** Items separated by commas or line breaks, without empty ones. */
    list(name, form) {
        const items = this.text(name)
            .split(/[,\n]/)
            .map((item) => item.trim())
            .filter((item) => item !== '');
        const wrong = form === undefined ? [] : items.filter((item) => !form.pattern.test(item));
        if (form !== undefined && wrong.length > 0)
            this.malformed(name, `a list of ${form.words}`, wrong.join(', '));
        return items;
    }
    /** `KEY=value` lines; a value may contain `=` or be empty. A problem names the line and never shows a value. */
    keyValues(name, key) {
        const pairs = new Map();
        for (const [index, line] of this.#asGiven(name).trimEnd().split('\n').entries()) {
            if (line.trim() === '')
                continue;
            const at = line.indexOf('=');
            const left = line.slice(0, Math.max(at, 0)).trim();
            const where = `line ${index + 1}`;
            if (at < 0)
                this.problem(`${name} must be KEY=value lines; ${where} has no =.`);
            else if (!key.pattern.test(left))
                this.problem(`${name} must be KEY=value lines with ${key.words} as KEY; ${where} has ${shownKey(line)}.`);
            else if (pairs.has(left))
                this.problem(`${name} sets ${left} twice.`);
            else
                pairs.set(left, line.slice(at + 1).replace(/\r$/, ''));
        }
        return Object.fromEntries(pairs);
    }
    /** A JSON array of objects. */
    jsonObjects(name) {
        const value = this.text(name);
        if (value === '')
            return [];
        try {
            const parsed = JSON.parse(value);
            if (Array.isArray(parsed) && parsed.every(isPlainObject))
                return parsed;
        }
        catch {
            // Reported below, like any other text that is not such an array.
        }
        this.malformed(name, 'a JSON array of objects', value);
        return [];
    }
    /** A JSON array of texts, as the output `labels` of start-runner is, or a plain list. */
    jsonTexts(name) {
        const value = this.text(name);
        if (!value.startsWith('['))
            return this.list(name);
        try {
            const parsed = JSON.parse(value);
            if (Array.isArray(parsed) && parsed.every((item) => typeof item === 'string' && item !== ''))
                return parsed;
        }
        catch {
            // Reported below.
        }
        this.malformed(name, 'a JSON array of texts, or a list', value);
        return [];
    }
    /**
     * Notes a malformed value: the input, the allowed form and the given value, unchanged and whole or not at all. It may
     * be a secret in the wrong place, and the runner masks only whole secrets.
     */
    malformed(name, form, value) {
        const isShown = value.length <= SHOWN_AT_MOST && !/[\r\n]/.test(value);
        this.problem(`${name} must be ${form}; it is ${isShown ? `"${value}"` : sizeOf(value)}.`);
    }
}
/** Longer values are not shown, characters. */
const SHOWN_AT_MOST = 200;
function sizeOf(value) {
    const lines = value.split(/\r\n|[\r\n]/).length;
    return `a text of ${value.length} characters${lines > 1 ? ` in ${lines} lines` : ''}, which is not shown`;
}
/**
 * The key of a `KEY=value` line, if it looks like one: the line may be part of a secret, such as base64 that ends with
 * `=`, or a URL.
 */
function shownKey(line) {
    const [, key] = /^\s*([A-Za-z0-9_][\w .-]{0,99}?)\s*=\s*[^\s=]/.exec(line) ?? [];
    return key === undefined ? 'something else before its =' : `"${key}"`;
}
function isPlainObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 8216:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  _D: () => (/* binding */ actionsLog),
  Rq: () => (/* binding */ actionsState),
  dN: () => (/* binding */ exportVariable),
  fJ: () => (/* binding */ fail),
  dK: () => (/* binding */ mask),
  $l: () => (/* binding */ maskSecret),
  g$: () => (/* binding */ printable),
  fP: () => (/* binding */ savedState),
  n0: () => (/* binding */ setOutputs),
  Sy: () => (/* binding */ writeSummary)
});

// EXTERNAL MODULE: ../node_modules/@actions/core/lib/core.js + 14 modules
var core = __webpack_require__(2327);
// EXTERNAL MODULE: ./src/core/secret.js
var secret = __webpack_require__(6588);
// EXTERNAL MODULE: ./src/core/words.js
var words = __webpack_require__(3919);
;// CONCATENATED MODULE: ./src/actions/words.js

/** The names of the actions' inputs, and what a workflow's user can do next. */
const WORDS = {
    settings: {
        startupTimeout: 'startup-timeout-seconds',
        capacityTimeout: 'capacity-timeout-seconds',
        maxRelaunches: 'max-relaunches',
        idleTimeout: 'idle-timeout-minutes',
        maxLifetime: 'max-lifetime-minutes',
        minimumValidity: 'minimum-validity-minutes',
        region: 'aws-region',
        role: 'role-to-assume',
        roleDuration: 'role-duration-seconds',
        roleSessionName: 'role-session-name',
        sessionPolicy: 'inline-session-policy',
        audience: 'the input audience',
        cluster: 'the input cluster',
        taskDefinition: 'the input task-definition',
        taskRole: 'task-role-arn',
        executionRole: 'execution-role-arn',
        container: 'the input container',
        capacity: 'the input capacity',
        cpu: 'the input cpu',
        memory: 'the input memory',
        environment: 'the input environment',
        workFolder: 'the input work-folder',
        subnets: 'the input subnets',
        assignPublicIp: 'assign-public-ip',
        assignedPublicIp: 'assign-public-ip: true',
        imageStartScript: 'start-script: image',
        injectedStartScript: 'start-script: inject',
        githubSecret: 'the input github-credentials-secret',
        appPrivateKey: 'the secret that github-app-private-key names',
        appInstallation: 'github-app-installation-id',
        scope: 'runner-scope',
        runnerGroup: 'the input runner-group',
        runsToken: 'actions-token',
        repositories: 'the input repositories',
    },
    steps: {
        startAgain: 'run the start job again',
        again: 'run the job again',
        stop: 'run stop-runner for this workflow run',
        stopAgain: 'run stop-runner again',
        stopInSamePool: 'give stop-runner the cluster, aws-region and role-to-assume that start-runner was given',
        stopBusy: 'select it by label, labels or id to stop it together with its job',
        stopOthers: 'a stop by its label, or without a filter, removes it',
        sweep: 'run sweep-runners',
        giveCredentials: 'set role-to-assume (and grant the job id-token: write), or run aws-actions/configure-aws-credentials before',
        letRunsBeRead: "leave it out for the workflow's own token (with `permissions: actions: read`)",
        refreshByItself: 'use `mode: endpoint`, where the SDK fetches new ones by itself',
    },
};
/** Puts a text from core, a provider or an adapter into the words of a workflow. */
function inActionWords(text) {
    return (0,words/* inWords */.r4)(text, WORDS);
}

;// CONCATENATED MODULE: ./src/actions/io.js



/** Masks a value in the log, and each of its lines: a PEM is printed line by line. */
const mask = (value) => {
    for (const part of new Set([value, ...value.split(/\r?\n/)])) {
        // A mask of a character or two would turn the log into stars.
        if (part.trim().length >= 4)
            core/* setSecret */.Pq(part);
    }
};
/** Masks a secret that later steps will handle, including the forms in which their tools may print it. */
const maskSecret = (value) => {
    for (const form of (0,secret/* derivedForms */.H)(value))
        mask(form);
};
/** Sets a variable for all later steps of the job, including docker steps and job containers. */
function exportVariable(name, value) {
    core/* exportVariable */.dN(name, value);
}
/** The step's log. Answers from GitHub or AWS cannot issue commands to the runner: see {@link printable}. */
const actionsLog = {
    info: (message) => core/* info */.pq(printable(message)),
    notice: (message) => core/* notice */.lm(printable(message)),
    warning: (message) => core/* warning */.$e(printable(message)),
};
/**
 * Action state, on disk as soon as it is saved. A main step starts from nothing: whatever its environment contains under
 * the names of saved state was set by somebody else.
 */
const actionsState = {
    read: async () => new Map(),
    save: async (name, value) => core/* saveState */.LZ(name, value),
};
/** State that the main step saved, for its post step. */
function savedState(environment) {
    const entries = Object.entries(environment).filter(([name]) => name.startsWith('STATE_'));
    return new Map(entries.map(([name, value]) => [name.slice('STATE_'.length), value ?? '']));
}
function setOutputs(outputs) {
    for (const [name, value] of Object.entries(outputs)) {
        core/* setOutput */.uH(name, typeof value === 'object' ? inActionWords(JSON.stringify(value)) : value);
    }
}
/** Fails the step: the text becomes an annotation, and the exit code is 1. */
function fail(text) {
    core/* setFailed */.C1(printable(text));
}
/** Appends to the step's summary; a summary that cannot be rendered or written is no reason to fail. */
async function writeSummary(render) {
    try {
        await core/* summary */.z.addRaw(render()).write();
    }
    catch (error) {
        core/* info */.pq(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
}
/**
 * Makes text safe to print, in the words of a workflow. The runner interprets as commands any line that begins with
 * `::`, ignoring leading white space, and `##[` anywhere; its white space is .NET's, which unlike JavaScript's includes
 * U+0085. Control and direction characters could hide text or make it read differently.
 */
function printable(text) {
    return (inActionWords(text)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
        .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
        // Only some readers treat these as line breaks.
        .replaceAll(/[\u2028\u2029]/g, ' ')
        // After the removals: what these join must not become a command.
        .replaceAll(/^(\s*)::/gm, '$1: :')
        .replaceAll('##[', '## ['));
}


/***/ }),

/***/ 7501:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ resourceName),
/* harmony export */   L: () => (/* binding */ parseArn)
/* harmony export */ });
/** Parses an ARN of any partition; undefined if the text is not one. */
function parseArn(text) {
    const match = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):([^\s]+)$/.exec(text);
    const [, partition, service, region, account, resource] = match ?? [];
    if (!partition || !service || region === undefined || account === undefined || !resource)
        return undefined;
    return { partition, service, region, account, resource };
}
/** The last part of a resource, such as the cluster's name in its ARN; a plain name is returned as is. */
function resourceName(nameOrArn) {
    const resource = parseArn(nameOrArn)?.resource ?? nameOrArn;
    return resource.slice(resource.lastIndexOf('/') + 1);
}


/***/ }),

/***/ 2075:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B6: () => (/* binding */ NameTakenError),
/* harmony export */   Rn: () => (/* binding */ RunnerError),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   YI: () => (/* binding */ aboutRefusal),
/* harmony export */   xb: () => (/* binding */ assertNever),
/* harmony export */   yX: () => (/* binding */ combined)
/* harmony export */ });
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3919);

/** A failure in the user's terms: what failed, on what, why (`message`), and the next step (`hint`). */
class RunnerError extends Error {
    name = 'RunnerError';
    kind;
    hint;
    /**
     * The call was refused before it did anything. True of every kind except `transient`, where it must be stated: a lost
     * answer leaves open what was done, a rate limit does not.
     */
    hadNoEffect;
    /** The launches it is about, by default those of its cause: where a diagnosis can begin. Empty if there are none. */
    about;
    constructor(options) {
        super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
        this.kind = options.kind;
        this.hint = options.hint;
        this.hadNoEffect = options.hadNoEffect ?? options.kind !== 'transient';
        this.about = options.about ?? aboutOf(options.cause);
    }
    /** A copy of this failure with some fields replaced; its cause is this one. */
    with(changes) {
        const { kind, message, hint, hadNoEffect, about } = this;
        return new RunnerError({ kind, message, hint, hadNoEffect, about, ...changes, cause: this });
    }
}
function aboutOf(cause) {
    if (cause instanceof RunnerError)
        return cause.about;
    return cause instanceof AggregateError ? cause.errors.flatMap(aboutOf) : [];
}
/** Attaches the capacity to the refusal of a launch; the message of a missing grant already says what it is about. */
function aboutRefusal(error, capacity) {
    if (!error.hadNoEffect || error.kind === 'permission')
        return error;
    return error.with({ about: [{ capacity, refusal: error.message }] });
}
/** The registration's name is taken: by somebody else, or by our own earlier call whose answer was lost. */
class NameTakenError extends Error {
    name = 'NameTakenError';
}
/** The text a user sees for any thrown value: message and next step; a bug keeps its stack. */
function explain(error) {
    if (error instanceof RunnerError)
        return `${error.message}\nNext step: ${error.hint}`;
    const ofTheMachine = machineFailure(error);
    if (ofTheMachine !== undefined)
        return ofTheMachine;
    if (error instanceof Error)
        return `Unexpected error, probably a bug: ${error.stack ?? error.message}`;
    return `Unexpected error, probably a bug: ${String(error)}`;
}
/** What the machine that runs this can lack, by Node's code of a failed system call, and what to do about it. */
const MACHINE = {
    ENOSPC: ['has no disk space left', 'Free disk space on it'],
    EDQUOT: ['has used up its disk quota', 'Free disk space on it, or raise the quota'],
    EROFS: ['cannot write to a read-only disk', 'Make the disk writable'],
    EACCES: ['does not permit this', 'Permit what the message names'],
    EPERM: ['does not permit this', 'Permit what the message names'],
    EIO: ['cannot read or write its disk', 'Use another machine'],
    EMFILE: ['has too many open files', 'Raise the limit of open files'],
    ENFILE: ['has too many open files', 'Raise the limit of open files'],
    ENOMEM: ['has no memory left', 'Use a larger machine'],
};
/** A failed system call of this machine is no bug; its message names the call and the file. */
function machineFailure(error) {
    if (typeof error !== 'object' || error === null || !('syscall' in error) || !('code' in error))
        return undefined;
    const known = MACHINE[String(error.code)];
    const message = 'message' in error ? `: ${String(error.message)}` : '';
    return known && `The machine that runs this ${known[0]}${message}\nNext step: ${known[1]}, then ${_words_js__WEBPACK_IMPORTED_MODULE_0__/* .STEP */ .RZ.again}.`;
}
/** Combines two failures of work done in parallel, or one after the other, into one error that reports both. */
function combined(first, second) {
    // Both may have waited for the same thing, such as the assumed role.
    if (first === second)
        return first;
    if (!(first instanceof RunnerError && second instanceof RunnerError))
        return first;
    return new RunnerError({
        kind: first.kind,
        message: `${first.message}\n${second.message}`,
        hint: `${first.hint}\n${second.hint}`,
        cause: new AggregateError([first, second]),
    });
}
/** Ends a switch over a union: a missing case is a compile error. */
function assertNever(value) {
    throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}


/***/ }),

/***/ 6588:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ derivedForms),
/* harmony export */   z: () => (/* binding */ Secret)
/* harmony export */ });
/** A value that must not be printed: converted to text or JSON, it shows as `***`. */
class Secret {
    #value;
    constructor(value) {
        this.#value = value;
    }
    /** The value itself, for the one place that needs it. */
    reveal() {
        return this.#value;
    }
    toString() {
        return '***';
    }
    toJSON() {
        return '***';
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
        return 'Secret(***)';
    }
}
/**
 * A secret and the forms in which tools print one: unpadded base64, of the secret alone and with the line break of
 * `echo`, also in the URL alphabet; URL-encoded; escaped for JSON, with and without escaped slashes.
 * @param value ASCII
 */
function derivedForms(value) {
    const base64 = [btoa(value), btoa(`${value}\n`)].map((text) => text.replace(/=+$/, ''));
    const forUrls = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
    const json = JSON.stringify(value).slice(1, -1);
    const forms = [value, ...base64, ...forUrls, encodeURIComponent(value), json, json.replaceAll('/', '\\/')];
    return [...new Set(forms)];
}


/***/ }),

/***/ 9105:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ explainUnsent),
/* harmony export */   Y: () => (/* binding */ unsent)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2075);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3919);


/** Node's names for an untrusted certificate: a private authority, or a proxy that intercepts TLS. */
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|INVALID_CA|HOSTNAME_MISMATCH)/;
/** Node's names for a value that cannot be sent: a header, an address, a path. */
const UNSENDABLE = /^ERR_(INVALID_(CHAR|URL|PROTOCOL|HTTP_TOKEN)|UNESCAPED_CHARACTERS|HTTP_INVALID_HEADER_VALUE)$/;
/** Node's names for what this machine lacks; the same request may work later. */
const OUT_OF = /^(EMFILE|ENFILE|ENOMEM|ENOBUFS|EADDRNOTAVAIL)$/;
/** Reads from an error, or from what caused it, that the request was not sent; undefined if it may have been. */
function unsent(error) {
    for (let one = error; typeof one === 'object' && one !== null; one = 'cause' in one ? one.cause : undefined) {
        const code = 'code' in one ? String(one.code) : '';
        const message = 'message' in one ? String(one.message) : '';
        if (CERTIFICATE.test(code))
            return { why: 'certificate', code, message };
        if (UNSENDABLE.test(code))
            return { why: 'value', code, message };
        if (OUT_OF.test(code))
            return { why: 'machine', code, message };
    }
    return undefined;
}
/**
 * Explains a request that was not sent: that nobody answered would send the user looking in the wrong place.
 * @param call.what is an object of "was not sent", such as "the request for a token"
 * @param call.peer who would have answered
 * @param call.hadNoEffect false if an earlier attempt may have had one
 */
function explainUnsent(cause, call) {
    const found = unsent(cause);
    if (found === undefined)
        return undefined;
    const { why, code, message } = found;
    const { what, peer, hadNoEffect = true } = call;
    const make = (kind, text, hint) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({ kind, message: `${text}: ${message}`, hint, hadNoEffect, cause });
    switch (why) {
        case 'certificate':
            return make('configuration', `The certificate of ${peer} is not trusted (${code}), so ${what} was not sent`, 'If a private authority issued it, for the server or for a proxy that intercepts TLS, name the file with its ' +
                'certificate in NODE_EXTRA_CA_CERTS. Check the clock of this machine.');
        case 'value':
            return make('configuration', `This machine cannot send ${what} (${code})`, 'Correct what the message names. A copied secret or variable can hold quotes, blanks or invisible characters.');
        case 'machine':
            return make('transient', `This machine could not send ${what} (${code})`, `${_words_js__WEBPACK_IMPORTED_MODULE_1__/* .STEP */ .RZ.again} on a less busy machine.`);
    }
}


/***/ }),

/***/ 4694:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ shorten)
/* harmony export */ });
/**
 * Shortens text from elsewhere to at most `atMost` characters and marks the cut. It cuts only at white space: the
 * runner masks whole secrets, and would print half of one.
 */
function shorten(text, atMost) {
    if (text.length <= atMost)
        return text;
    // White space right after the limit is also a place to cut. Without any, nothing is kept.
    const end = text.slice(0, atMost + 1).search(/\s\S*$/);
    return `${text.slice(0, Math.max(end, 0)).trimEnd()} …`.trimStart();
}


/***/ }),

/***/ 3919:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HG: () => (/* binding */ SETTING),
/* harmony export */   RZ: () => (/* binding */ STEP),
/* harmony export */   r4: () => (/* binding */ inWords)
/* harmony export */ });
/**
 * Things that only a root can name, since users know them by the root's names: settings (an action's inputs, the keys
 * of a dispatcher's profile) and next steps. Texts contain these placeholders, readable as they are, and the root
 * replaces them wherever it prints: see {@link inWords}.
 */
const SETTING = {
    startupTimeout: '⟦startup timeout⟧',
    capacityTimeout: '⟦capacity timeout⟧',
    maxRelaunches: '⟦maximum of relaunches⟧',
    idleTimeout: '⟦idle timeout⟧',
    maxLifetime: '⟦maximum lifetime⟧',
    minimumValidity: '⟦minimum validity⟧',
    region: '⟦region⟧',
    role: '⟦role to assume⟧',
    roleDuration: '⟦role duration⟧',
    roleSessionName: '⟦role session name⟧',
    sessionPolicy: '⟦session policy⟧',
    audience: '⟦audience⟧',
    cluster: '⟦cluster⟧',
    taskDefinition: '⟦task definition⟧',
    taskRole: '⟦task role⟧',
    executionRole: '⟦execution role⟧',
    container: '⟦container⟧',
    capacity: '⟦capacity⟧',
    cpu: '⟦cpu⟧',
    memory: '⟦memory⟧',
    environment: '⟦environment⟧',
    workFolder: '⟦work folder⟧',
    subnets: '⟦subnets⟧',
    assignPublicIp: '⟦public address⟧',
    assignedPublicIp: '⟦a public address⟧',
    imageStartScript: '⟦the start script of the image⟧',
    injectedStartScript: '⟦the injected start script⟧',
    githubSecret: '⟦secret with the GitHub credentials⟧',
    appPrivateKey: '⟦private key of the App⟧',
    appInstallation: '⟦installation of the App⟧',
    scope: '⟦scope of the runners⟧',
    runnerGroup: '⟦runner group⟧',
    runsToken: '⟦token that reads runs⟧',
    repositories: '⟦repositories⟧',
};
/** Next steps, used as the end of a sentence or as a whole sentence. */
const STEP = {
    startAgain: '⟦start again⟧',
    again: '⟦do this again⟧',
    stop: '⟦stop what was started⟧',
    stopAgain: '⟦stop again⟧',
    stopInSamePool: '⟦stop in the pool, region and account where it was started⟧',
    stopBusy: '⟦select busy runners to stop them⟧',
    stopOthers: '⟦select runners otherwise⟧',
    sweep: '⟦sweep⟧',
    giveCredentials: '⟦give AWS credentials⟧',
    letRunsBeRead: '⟦let runs be read without it⟧',
    refreshByItself: '⟦hand out credentials that refresh themselves⟧',
};
const SETTING_BY_PLACEHOLDER = new Map(entriesOf(SETTING));
const STEP_BY_PLACEHOLDER = new Map(entriesOf(STEP));
/** Replaces each placeholder with the root's words; a step that begins a sentence gets a capital letter. */
function inWords(text, { settings, steps }) {
    return text.replaceAll(/⟦[^⟦⟧]*⟧/g, (placeholder, at) => {
        const begins = /(^|[.!?]\s+|Next step: |\n\s*(- )?)$/.test(text.slice(0, at));
        const setting = SETTING_BY_PLACEHOLDER.get(placeholder);
        // The name of a setting keeps its case.
        if (setting !== undefined)
            return begins ? settings[setting].replace(/^the /, 'The ') : settings[setting];
        const step = STEP_BY_PLACEHOLDER.get(placeholder);
        // Text from elsewhere.
        if (step === undefined)
            return placeholder;
        return begins ? steps[step].charAt(0).toUpperCase() + steps[step].slice(1) : steps[step];
    });
}
function entriesOf(placeholders) {
    return Object.entries(placeholders).map(([key, placeholder]) => [placeholder, key]);
}


/***/ }),

/***/ 3611:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ ownAgents)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);


/** Agents of one's own, with a proxy or none; NODE_USE_ENV_PROXY gives Node's global ones a proxy. */
function ownAgents(options) {
    const { keepAlive, proxy } = options;
    const own = { keepAlive, ...(proxy && { proxyEnv: { ...proxy } }) };
    return { http: new node_http__WEBPACK_IMPORTED_MODULE_0__.Agent(own), https: new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent(own) };
}


/***/ }),

/***/ 5949:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B2: () => (/* binding */ Deadline),
/* harmony export */   NE: () => (/* binding */ withDeadline),
/* harmony export */   j3: () => (/* binding */ DeadlineError)
/* harmony export */ });
/** What a request whose deadline has passed is rejected with; by this name the AWS SDK retries it. */
class DeadlineError extends Error {
    name = 'TimeoutError';
    constructor(ms, cause) {
        super(`no complete answer within ${Math.ceil(ms / 100) / 10} s`, cause === undefined ? undefined : { cause });
    }
}
/**
 * The deadline of one request. It rejects by itself. Aborting the request is not enough: while an agent of Node's waits
 * for a proxy to open its tunnel, an aborted request emits no error, and whoever awaits one waits for ever.
 */
class Deadline {
    /** Aborted when the time is up: closes the request and its connection. */
    signal;
    #ms;
    #passed;
    /** AbortSignal's own timer lets the process end, as if all were well, if nothing else keeps it alive. */
    #keptAlive;
    constructor(ms) {
        this.#ms = ms;
        this.signal = AbortSignal.timeout(ms);
        this.#keptAlive = setInterval(() => undefined, 60_000);
        this.#passed = new Promise((_, reject) => {
            this.signal.addEventListener('abort', () => {
                this.end();
                reject(new DeadlineError(ms));
            }, { once: true });
        });
        // It may pass while nobody awaits it, such as between the head of an answer and its body.
        this.#passed.catch(() => undefined);
    }
    /** Resolves as the work does. @throws DeadlineError if the time is up first, or made the work fail */
    async race(work) {
        try {
            return await Promise.race([work, this.#passed]);
        }
        catch (error) {
            if (!this.signal.aborted || error instanceof DeadlineError)
                throw error;
            throw new DeadlineError(this.#ms, error);
        }
    }
    /** To be called once the work is done. */
    end() {
        clearInterval(this.#keptAlive);
    }
}
/** Does work that must be done within `ms`. @throws DeadlineError if it is not */
async function withDeadline(ms, work) {
    const deadline = new Deadline(ms);
    try {
        return await deadline.race(work(deadline.signal));
    }
    finally {
        deadline.end();
    }
}


/***/ }),

/***/ 5376:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ AnswerTooLarge),
/* harmony export */   c: () => (/* binding */ exchange)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7075);
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5949);




/** An answer was larger than allowed; the rest of it was not read. */
class AnswerTooLarge extends Error {
    name = 'AnswerTooLarge';
}
/**
 * Sends one request over `node:http`, which the AWS SDK loads anyway, and reads its whole answer, within a deadline and
 * a size. A redirect is an answer like any other. All requests of src go through here or through the AWS SDK's clients,
 * which `guardAnswers` bounds in the same way.
 * @throws DeadlineError, AnswerTooLarge, or Node's Error for a failed connection or an answer that broke off
 */
function exchange(url, outgoing) {
    return (0,_deadline_js__WEBPACK_IMPORTED_MODULE_3__/* .withDeadline */ .NE)(outgoing.withinMs, (signal) => send(url, outgoing, signal));
}
async function send(url, outgoing, signal) {
    const { method = 'GET', headers, body, agents, withinMs, maxBytes } = outgoing;
    const isSecure = url.protocol === 'https:';
    const agent = isSecure ? agents?.https : agents?.http;
    const response = await new Promise((resolve, reject) => {
        (isSecure ? node_https__WEBPACK_IMPORTED_MODULE_1__ : node_http__WEBPACK_IMPORTED_MODULE_0__)
            // The timeout closes a connection on which a proxy was asked for a tunnel; the signal does not reach that one.
            .request(url, { method, headers, signal, timeout: withinMs, ...(agent && { agent }) })
            .once('response', resolve)
            .once('error', reject)
            .end(body);
    });
    const { statusCode: status = 0, statusMessage: statusText = '' } = response;
    return { status, statusText, headers: response.headers, body: await readBounded(await decoded(response), maxBytes) };
}
async function decoded(response) {
    if (response.headers['content-encoding'] !== 'gzip')
        return response;
    const { createGunzip } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 8522, 19));
    // The reader of the result gets the error of either stream.
    return (0,node_stream__WEBPACK_IMPORTED_MODULE_2__.pipeline)(response, createGunzip(), () => undefined);
}
async function readBounded(body, maxBytes) {
    const chunks = [];
    let size = 0;
    // An error that leaves the loop destroys the stream, which closes the connection.
    for await (const chunk of body) {
        size += chunk.byteLength;
        if (size > maxBytes)
            throw new AnswerTooLarge(`the answer is larger than ${maxBytes / 1_000_000} MB`);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
}


/***/ }),

/***/ 639:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ DEFAULT_RETRY_BUDGET_MS),
/* harmony export */   P: () => (/* binding */ TimedRetryBudget)
/* harmony export */ });
/**
 * How long requests may be retried and rate limits waited out, milliseconds: a stop or a sweep has no deadline of its
 * own, and the next one would hit the same limit.
 */
const DEFAULT_RETRY_BUDGET_MS = 15 * 60_000;
/** The time that a root has left for retries; its GitHub and AWS clients read it before each wait. */
class TimedRetryBudget {
    #clock;
    #until;
    constructor(clock, ms) {
        this.#clock = clock;
        this.#until = clock.now() + ms;
    }
    /** Milliseconds; negative once the time is up. */
    leftMs = () => this.#until - this.#clock.now();
    extend(ms) {
        this.#until = Math.max(this.#until, this.#clock.now() + ms);
    }
}


/***/ }),

/***/ 283:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ systemClock),
/* harmony export */   v: () => (/* binding */ systemRandom)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8500);


/** Real time. */
const systemClock = {
    now: () => Date.now(),
    sleep: async (ms, signal) => {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(ms, undefined, signal && { signal });
        }
        catch (error) {
            if (signal?.aborted !== true)
                throw error;
        }
    },
};
/** Real randomness: 12 characters out of 36 are 62 bits. */
const systemRandom = {
    nonce: () => BigInt(`0x${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(16).toString('hex')}`)
        .toString(36)
        .slice(-12)
        .padStart(12, '0'),
    fraction: () => Math.random(),
};


/***/ })

};
