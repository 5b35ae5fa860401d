export const id = 96;
export const ids = [96];
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

/***/ 6096:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var _src_actions_env_file_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1670);
/* harmony import */ var _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8216);
/* harmony import */ var _hand_over_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5178);



/** The post step: takes back what the main step handed out. It warns and never fails the job. */
function post(environment) {
    const state = (0,_src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .savedState */ .fP)(environment);
    const envFile = state.get(_hand_over_js__WEBPACK_IMPORTED_MODULE_2__/* .STATE */ .c.envFile);
    attempt('The exported variables could not be blanked', () => {
        const exported = Object.entries(JSON.parse(state.get(_hand_over_js__WEBPACK_IMPORTED_MODULE_2__/* .STATE */ .c.exported) || '{}'));
        for (const [name, value] of exported)
            (0,_src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .exportVariable */ .dN)(name, String(value));
        if (exported.length > 0)
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info(`Took back ${exported.map(([name]) => name).join(', ')}.`);
    });
    if (envFile === undefined || envFile === '')
        return;
    attempt(`${envFile} could not be removed; remove it, since it contains credentials`, () => {
        const outcome = (0,_src_actions_env_file_js__WEBPACK_IMPORTED_MODULE_0__/* .removeEnvFile */ .u)(envFile);
        if (outcome === 'not-ours')
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.warning(`${envFile} is no longer the file that was written and is left alone.`);
        else
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info(outcome === 'removed' ? `Removed ${envFile}.` : `${envFile} no longer exists.`);
    });
}
function attempt(failure, action) {
    try {
        action();
    }
    catch (error) {
        _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.warning(`${failure}: ${error instanceof Error ? error.message : String(error)}`);
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


/***/ })

};
