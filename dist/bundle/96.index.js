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
/* harmony import */ var _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7562);
/* harmony import */ var _src_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7816);



/** Names under which the main step leaves what the post step undoes; no secret is among it. */
const STATE = { exported: 'exported', envFile: 'env-file' };
/**
 * Gives the variables to later steps, as they were asked for. What the post step undoes is saved before it is done.
 * @returns names of the exported variables, and options for `docker run`
 */
function handOver(options) {
    const { handover, region, inputs, environment } = options;
    const variables = (0,_src_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__/* .handoverVariables */ .Nv)(handover, region);
    if (inputs.envFile !== undefined) {
        _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsState */ .Rq.save(STATE.envFile, inputs.envFile);
        (0,_src_actions_env_file_js__WEBPACK_IMPORTED_MODULE_0__/* .writeEnvFile */ .J)(inputs.envFile, (0,_src_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__/* .envFileText */ .T1)(variables));
    }
    const byFile = inputs.envFile === undefined ? '' : `--env-file ${inputs.envFile}`;
    if (!inputs.exportEnvironment)
        return { names: [], dockerArguments: byFile };
    const names = Object.keys(variables);
    _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsState */ .Rq.save(STATE.exported, JSON.stringify(Object.fromEntries(names.map((name) => [name, before(name, environment)]))));
    for (const name of (0,_src_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__/* .variablesToBlank */ .J1)(handover, environment))
        (0,_src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .exportVariable */ .dN)(name, '');
    // What this step sees already may be the runner's own, which later containers do not get.
    for (const [name, value] of Object.entries(variables))
        (0,_src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .exportVariable */ .dN)(name, value);
    return { names, dockerArguments: (0,_src_core_credentials_handover_js__WEBPACK_IMPORTED_MODULE_2__/* .dockerArguments */ .$O)(names) };
}
/** What the post step sets: an empty text, but for the region, which is no secret and others' steps may need. */
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
/* harmony import */ var _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7562);
/* harmony import */ var _hand_over_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5178);



/** The post step: takes back what the main step handed out. It never reddens the job: it warns. */
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
    attempt(`${envFile} could not be removed; remove it, it holds credentials`, () => {
        const outcome = (0,_src_actions_env_file_js__WEBPACK_IMPORTED_MODULE_0__/* .removeEnvFile */ .u)(envFile);
        if (outcome === 'not-ours')
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.warning(`${envFile} is no longer the file that was written, and is left alone.`);
        else
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info(outcome === 'removed' ? `Removed ${envFile}.` : `${envFile} is not there any more.`);
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
 * Writes a file that only its owner can read. What is there already is never written into, nor through a link: a file
 * that an earlier step of this action wrote is replaced, and anything else is left alone.
 * @throws RunnerError where the file cannot be made
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
/** Removes the file, if it is one of ours. `not-ours`: something else stands there by now. */
function removeEnvFile(path) {
    const ours = isOurs(path);
    if (ours === undefined)
        return 'absent';
    if (!ours)
        return 'not-ours';
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.unlinkSync)(path);
    return 'removed';
}
/** Whether it is a regular file that begins with our mark. Undefined: there is no file. */
function isOurs(path) {
    let file;
    try {
        // Without blocking: it could be a pipe that nobody writes to.
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
            ? `The env-file ${path} was not written: there is a file or link already, which this action did not write.`
            : `The env-file ${path} could not be written: ${why}`,
        hint: isThere
            ? // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
                'Choose a path where nothing is yet, such as ${{ runner.temp }}/aws.env.'
            : 'Choose a path in a folder that exists and that the step may write to.',
        cause: error,
    });
}
function codeOf(error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}


/***/ }),

/***/ 7562:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $l: () => (/* binding */ maskSecret),
/* harmony export */   Rq: () => (/* binding */ actionsState),
/* harmony export */   Sy: () => (/* binding */ writeSummary),
/* harmony export */   _D: () => (/* binding */ actionsLog),
/* harmony export */   dK: () => (/* binding */ mask),
/* harmony export */   dN: () => (/* binding */ exportVariable),
/* harmony export */   fJ: () => (/* binding */ fail),
/* harmony export */   fP: () => (/* binding */ savedState),
/* harmony export */   g$: () => (/* binding */ printable),
/* harmony export */   n0: () => (/* binding */ setOutputs)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2327);
/* harmony import */ var _core_secret_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6588);


/** Hides a value in the log, and each line of it: a PEM is printed line by line. */
const mask = (value) => {
    for (const part of new Set([value, ...value.split(/\r?\n/)])) {
        // A mask of a character or two would turn the log into stars.
        if (part.trim().length >= 4)
            _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setSecret */ .Pq(part);
    }
};
/** Hides a secret that later steps will handle, also in the forms in which their tools may print it. */
const maskSecret = (value) => {
    for (const form of (0,_core_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .derivedForms */ .H)(value))
        mask(form);
};
/** Sets a variable for all later steps of the job, docker steps and job containers included. */
function exportVariable(name, value) {
    _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .exportVariable */ .dN(name, value);
}
/** The step's log. What GitHub or AWS answered cannot give commands to the runner: see {@link printable}. */
const actionsLog = {
    info: (message) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq(printable(message)),
    notice: (message) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm(printable(message)),
    warning: (message) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e(printable(message)),
};
/** Action state, on disk as soon as it is saved. */
const actionsState = { save: (name, value) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .saveState */ .LZ(name, value) };
/** State that the main step saved, by the names it gave. */
function savedState(environment) {
    const entries = Object.entries(environment).filter(([name]) => name.startsWith('STATE_'));
    return new Map(entries.map(([name, value]) => [name.slice('STATE_'.length), value ?? '']));
}
function setOutputs(outputs) {
    for (const [name, value] of Object.entries(outputs))
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setOutput */ .uH(name, value);
}
/** Fails the step: the text is an annotation, and the exit code is 1. */
function fail(text) {
    _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setFailed */ .C1(printable(text));
}
/** Appends to the step's summary; one that cannot be made or written is no reason to fail. */
async function writeSummary(render) {
    try {
        await _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .summary */ .z.addRaw(render()).write();
    }
    catch (error) {
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
}
/**
 * Text that is safe to print. The runner takes a line that begins with `::`, white space before it aside, and `##[`
 * anywhere, as its own commands; its white space is .NET's, which has U+0085 where JavaScript's has not. Control and
 * direction characters could hide text, or turn it into something else for a reader.
 */
function printable(text) {
    return (text
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
        .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
        // Line breaks to some readers and none to others.
        .replaceAll(/[\u2028\u2029]/g, ' ')
        // After the removals: what they join must not become a command.
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
/** Variables by which the SDKs are given keys. */
const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
/** Variables that hand over: of keys, or the endpoint's own, and the region where it is known. */
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
/** Variables that are set in `environment` and would win over the endpoint; the SDKs pass over empty ones. */
function variablesToBlank(handover, environment) {
    return handover.kind === 'keys' ? [] : KEYS.filter((name) => environment[name]);
}
/**
 * Options for `docker run` that pass variables by name from the step's own environment, so that no value is in the
 * arguments of a process, and no shell can take one apart.
 */
function dockerArguments(names) {
    return names.map((name) => `--env ${name}`).join(' ');
}
/** The first line of an env file of ours: what has it may be replaced and removed. */
const ENV_FILE_MARK = '# Written by ecs-github-runner inject-credentials; removed when the job ends.';
/** An env file as `docker run --env-file` reads it: it knows no quotes, and takes each line as it is. */
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
/** A failure in the user's terms: what failed, on what, why (`message`), and the next step (`hint`). */
class RunnerError extends Error {
    name = 'RunnerError';
    kind;
    hint;
    /**
     * The call was refused before it did anything. True of every kind but `transient`, of which it must be said: an answer
     * that was lost leaves open what was done, a rate limit does not.
     */
    hadNoEffect;
    /** The launches that it is about, its cause's unless it says: where a diagnosis can begin. Empty where there is none. */
    about;
    constructor(options) {
        super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
        this.kind = options.kind;
        this.hint = options.hint;
        this.hadNoEffect = options.hadNoEffect ?? options.kind !== 'transient';
        this.about = options.about ?? aboutOf(options.cause);
    }
}
function aboutOf(cause) {
    if (cause instanceof RunnerError)
        return cause.about;
    return cause instanceof AggregateError ? cause.errors.flatMap(aboutOf) : [];
}
/** The refusal of a launch, about the capacity that it was for; a missing grant says by itself what it is about. */
function aboutRefusal(error, capacity) {
    if (!error.hadNoEffect || error.kind === 'permission')
        return error;
    return new RunnerError({
        ...error,
        message: error.message,
        about: [{ capacity, refusal: error.message }],
        cause: error,
    });
}
/** The registration's name is taken: by somebody else, or by a first call of ours whose answer was lost. */
class NameTakenError extends Error {
    name = 'NameTakenError';
}
/** The text that a user sees for any thrown value: message and next step; a bug keeps its stack. */
function explain(error) {
    if (error instanceof RunnerError)
        return `${error.message}\nNext step: ${error.hint}`;
    if (error instanceof Error)
        return `Unexpected error, probably a bug: ${error.stack ?? error.message}`;
    return `Unexpected error, probably a bug: ${String(error)}`;
}
/** Two failures of what ran side by side, or one after the other, as one error that tells both. */
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
/** The end of a switch over a union: a case that is missing is an error of the compiler. */
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
/** A value that must not be printed: it shows as `***` wherever it is turned into text or JSON. */
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
 * A secret and the forms in which tools print one: base64, alone and with the line break of `echo`, without the padding,
 * also in the alphabet of URLs; encoded for a URL; escaped for JSON, also by those who escape the slash.
 * @param value ASCII
 */
function derivedForms(value) {
    const base64 = [btoa(value), btoa(`${value}\n`)].map((text) => text.replace(/=+$/, ''));
    const forUrls = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
    const json = JSON.stringify(value).slice(1, -1);
    const forms = [value, ...base64, ...forUrls, encodeURIComponent(value), json, json.replaceAll('/', '\\/')];
    return [...new Set(forms)];
}


/***/ })

};
