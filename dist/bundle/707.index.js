export const id = 707;
export const ids = [707];
export const modules = {

/***/ 3329:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ readClock),
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
/** Reads the time from every answer of a client. */
function readClock(client, clock) {
    client.middlewareStack.add((next) => async (args) => {
        const result = await next(args);
        const response = result.response;
        if (hasHeaders(response))
            clock.note(response.headers, Date.now());
        return result;
    }, { step: 'deserialize', priority: 'low', name: 'readClock' });
    return client;
}
function hasHeaders(response) {
    return typeof response === 'object' && response !== null && 'headers' in response && isRecord(response.headers);
}
function isRecord(value) {
    return typeof value === 'object' && value !== null;
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

/***/ 9707:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   assumeRole: () => (/* binding */ assumeRole)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3933);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2075);
/* harmony import */ var _core_secret_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6588);
/* harmony import */ var _core_words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3919);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3329);
/* harmony import */ var _arn_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7501);
/* harmony import */ var _client_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7008);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9507);








/** Assumes another role with the first role's credentials. @throws RunnerError that names who must allow what */
async function assumeRole(options) {
    const { base, client: settings } = options;
    const credentials = {
        accessKeyId: base.accessKeyId,
        secretAccessKey: base.secretAccessKey.reveal(),
        sessionToken: base.sessionToken.reveal(),
    };
    const client = (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .guardAnswers */ .f)(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__/* .STSClient */ .iM((0,_client_config_js__WEBPACK_IMPORTED_MODULE_4__/* .clientConfig */ .y)({ ...settings, credentials })));
    try {
        return await assume(client, options);
    }
    catch (error) {
        throw explainRefusal(error, options);
    }
    finally {
        client.destroy();
    }
}
async function assume(client, options) {
    const { roleArn, sessionPolicy, mask } = options;
    const { Credentials: credentials } = await client.send(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__/* .AssumeRoleCommand */ .QL({
        RoleArn: roleArn,
        RoleSessionName: options.sessionName,
        DurationSeconds: options.durationSeconds,
        ...(sessionPolicy !== undefined && { Policy: sessionPolicy }),
    }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = credentials ?? {};
    for (const secret of [SecretAccessKey, SessionToken, AccessKeyId])
        mask(secret);
    if (![AccessKeyId, SecretAccessKey, SessionToken].every((value) => /^[\x21-\x7e]+$/.test(value)) || !Expiration) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .malformedAnswer */ .eA)(`sts:AssumeRole for ${roleArn}`, 'no credentials');
    }
    const accountId = (0,_arn_js__WEBPACK_IMPORTED_MODULE_7__/* .parseArn */ .L)(roleArn)?.account;
    return {
        accessKeyId: AccessKeyId,
        secretAccessKey: new _core_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(SecretAccessKey),
        sessionToken: new _core_secret_js__WEBPACK_IMPORTED_MODULE_1__/* .Secret */ .z(SessionToken),
        expiresAt: Expiration.getTime(),
        roleArn,
        ...(accountId && { accountId }),
    };
}
function explainRefusal(error, { roleArn, base, durationSeconds }) {
    const { name, message } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .awsFailure */ .MT)(error);
    const who = base.roleArn ?? "the task's role";
    const refusal = (kind, hint) => new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({ kind, message: `${who} could not assume ${roleArn}: ${name}: ${message}`, hint, cause: error });
    switch (name) {
        case 'AccessDenied':
        case 'AccessDeniedException':
            return refusal('permission', `Allow sts:AssumeRole on ${roleArn} in a policy of ${who}, and name ${who} as a principal in the trust policy of ${roleArn}.`);
        case 'MalformedPolicyDocument':
        case 'MalformedPolicyDocumentException':
        case 'PackedPolicyTooLarge':
        case 'PackedPolicyTooLargeException':
            return refusal('configuration', `Correct ${_core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.sessionPolicy}; AWS takes at most 2,048 characters, and less once packed.`);
        case 'ValidationError':
            return refusal('configuration', `Correct ${_core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.roleSessionName}, ${_core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.roleDuration} (${durationSeconds}; at most the role's maximum session ` +
                `duration) or ${_core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.sessionPolicy}.`);
        default:
            return (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .toRunnerError */ .cX)(error, { operation: 'sts:AssumeRole', on: roleArn });
    }
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


/***/ })

};
