export const id = 707;
export const ids = [707];
export const modules = {

/***/ 3329:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ guardAnswers)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7075);
/* harmony import */ var _http_deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5949);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9507);



/** Largest accepted answer in bytes. The largest page, 100 tasks with their overrides, is under 2 MB. */
const MAX_ANSWER_BYTES = 5_000_000;
/**
 * Milliseconds from sending a request to the end of its answer. An answer that has not come by then will not come:
 * RunTask, the slowest call, takes 1 to 3 s, and its client token makes it safe to send again.
 */
const ANSWER_TIMEOUT_MS = 20_000;
/**
 * Bounds the size and the time of every answer a client reads, and marks an error that follows a lost answer to the
 * same request: such an error alone says nothing about what AWS did.
 */
function guardAnswers(client) {
    const { requestHandler } = client.config;
    requestHandler.handle = withinDeadline(requestHandler.handle.bind(requestHandler));
    client.middlewareStack.add((next, context) => async (args) => {
        try {
            return await next(args);
        }
        catch (error) {
            const { status } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .awsFailure */ .MT)(error);
            if (status === undefined || status < 400 || status >= 500)
                context['answerWasLost'] = true;
            else if (context['answerWasLost'] === true)
                (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .markAfterLostAnswer */ .GH)(error);
            throw error;
        }
    }, 
    // Inside the retries: runs once per attempt.
    { step: 'finalizeRequest', priority: 'low', name: 'noteLostAnswers' });
    return client;
}
/** The SDK's own timeouts bound only the connection and the head of an answer, each by itself. */
function withinDeadline(handle) {
    return async (request, options = {}) => {
        const deadline = new _http_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .Deadline */ .B2(ANSWER_TIMEOUT_MS);
        const { abortSignal: callers } = options;
        const abortSignal = callers instanceof AbortSignal ? AbortSignal.any([deadline.signal, callers]) : deadline.signal;
        try {
            const { response } = await deadline.race(handle(request, { ...options, abortSignal }));
            if (response.body instanceof node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable)
                response.body = bounded(response.body, deadline);
            else
                deadline.end();
            return { response };
        }
        catch (error) {
            deadline.end();
            throw error;
        }
    };
}
function bounded(body, deadline) {
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
    const onTimeout = () => {
        const message = `it began, but was not complete within ${ANSWER_TIMEOUT_MS / 1000} s`;
        counted.destroy(named('TimeoutError', message));
    };
    deadline.signal.addEventListener('abort', onTimeout, { once: true });
    // If either fails, both are destroyed, so a connection that is not read to its end is closed.
    (0,node_stream__WEBPACK_IMPORTED_MODULE_0__.pipeline)(body, counted, () => {
        deadline.signal.removeEventListener('abort', onTimeout);
        deadline.end();
    });
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
/* harmony import */ var _client_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9714);
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

/***/ 9714:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ clientConfig)
});

// EXTERNAL MODULE: ../node_modules/@aws-sdk/credential-provider-node/dist-cjs/index.js
var dist_cjs = __webpack_require__(5455);
// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/words.js
var words = __webpack_require__(3919);
// EXTERNAL MODULE: ./src/http/deadline.js
var deadline = __webpack_require__(5949);
;// CONCATENATED MODULE: ./src/aws/default-credentials.js




/**
 * Milliseconds for the whole chain. The SDK gives some of its links no time limit: the container credentials endpoint,
 * a `credential_process`, the STS request for a token in a file.
 */
const CHAIN_TIMEOUT_MS = 20_000;
/** The SDK's default credential chain, within a deadline. @param init the client's configuration, from the SDK */
function defaultCredentials(init) {
    const chain = (0,dist_cjs.defaultProvider)(init);
    return async (properties) => {
        try {
            return await (0,deadline/* withDeadline */.NE)(CHAIN_TIMEOUT_MS, () => chain(properties));
        }
        catch (error) {
            throw error instanceof deadline/* DeadlineError */.j3 ? silent(error) : error;
        }
    };
}
function silent(cause) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `The SDK's default credential chain found no AWS credentials within ${CHAIN_TIMEOUT_MS / 1000} s.`,
        hint: 'Check what the environment and the AWS configuration file name as a source of credentials, such as ' +
            `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, AWS_WEB_IDENTITY_TOKEN_FILE or credential_process, and why it does not answer. Or ${words/* STEP */.RZ.giveCredentials}.`,
        // Credentials come before the request.
        hadNoEffect: true,
        cause,
    });
}

// EXTERNAL MODULE: ./src/aws/errors.js
var aws_errors = __webpack_require__(9507);
;// CONCATENATED MODULE: ./src/aws/retries.js

/**
 * Milliseconds before each retry of a failure. Almost at once, since AWS may have closed an idle connection; then as
 * GitHub's requests are retried (Octokit's plugin), so that an outage of some seconds is outlasted on either side.
 */
const FAILURE_DELAYS_MS = [100, 1000, 4000, 9000];
/**
 * First backoff after throttling, doubled each time, and the longest, milliseconds: the SDK's own. Throttling is retried
 * until the retry budget is spent.
 */
const THROTTLING_BASE_MS = 1000;
const LONGEST_MS = 20_000;
/**
 * Decides when the SDK retries a request, and whether, where the SDK's own judgement is too narrow or too wide. The
 * SDK's standard strategy does not know the caller's time: it gives up after a fixed number of attempts whatever time is
 * left, cuts a longer retry-after short, goes on after the caller's time is up, and logs nothing.
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
        const backoff = isThrottling
            ? throttlingDelay(count)
            : isTransient(errorType, error)
                ? failureDelay(count)
                : undefined;
        if (backoff === undefined)
            throw new Error('not retryable');
        const delay = Math.round(Math.max(backoff, askedFor(error, retryAfterHint)));
        const { name, code, message } = (0,aws_errors/* awsFailure */.MT)(error);
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
/** The SDK calls neither a failed DNS look-up nor a failed tunnel transient. */
function isTransient(errorType, error) {
    if (errorType !== 'TRANSIENT')
        return (0,aws_errors/* isNoAnswer */.Uz)(error);
    // Once it has corrected its clock, the SDK calls every refusal transient.
    return !(0,aws_errors/* isRefusalOnWrongClock */.DA)(error) || (0,aws_errors/* isClockRefusal */.Xg)(error);
}
/** Half of it is random, so that several requests do not come again together. */
function jittered(ms) {
    return (0.5 + Math.random() / 2) * ms;
}
function throttlingDelay(count) {
    return jittered(Math.min(THROTTLING_BASE_MS * 2 ** (count - 1), LONGEST_MS));
}
function failureDelay(count) {
    return FAILURE_DELAYS_MS[count - 1];
}
/** How long AWS asks to wait, milliseconds: from now, or by its own clock if it names a time. */
function askedFor(error, hint) {
    const { retryAfter, date } = (0,aws_errors/* answerTimes */.VP)(error);
    const until = Date.parse(retryAfter ?? '');
    const isTime = retryAfter !== undefined && !/^[\d.]+$/.test(retryAfter) && !Number.isNaN(until);
    if (isTime && date !== undefined)
        return until - date;
    return hint === undefined ? 0 : hint.getTime() - Date.now();
}
function token(count, delayMs) {
    return { getRetryCount: () => count, getRetryDelay: () => delayMs };
}

;// CONCATENATED MODULE: ./src/aws/client-config.js


/** Settings of any SDK client; the SDK itself reads the endpoint from AWS_ENDPOINT_URL. */
function clientConfig(settings) {
    const { region, credentials, proxy } = settings;
    const agent = proxy && { proxyEnv: { ...proxy } };
    return {
        region,
        ...(credentials && { credentials }),
        credentialDefaultProvider: defaultCredentials,
        retryStrategy: new BudgetedRetries(settings),
        // Without timeouts: guardAnswers gives every request a deadline.
        requestHandler: { ...(agent && { httpAgent: agent, httpsAgent: agent }) },
    };
}


/***/ }),

/***/ 9507:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DA: () => (/* binding */ isRefusalOnWrongClock),
/* harmony export */   GH: () => (/* binding */ markAfterLostAnswer),
/* harmony export */   MT: () => (/* binding */ awsFailure),
/* harmony export */   Uz: () => (/* binding */ isNoAnswer),
/* harmony export */   VP: () => (/* binding */ answerTimes),
/* harmony export */   Xg: () => (/* binding */ isClockRefusal),
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
/** Names of a refusal for a signature's time, EC2's among them; others have words for it. */
const CLOCK_REFUSED = new Set(['AuthFailure', 'RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']);
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
/** No answer came: the connection failed, or the answer did not come in time. */
function isNoAnswer(error) {
    const { name, code, status } = awsFailure(error);
    return status === undefined && (NETWORK.has(name) || NETWORK.has(code));
}
/** AWS understood the request and refused it, while the SDK found this machine's clock wrong. */
function isRefusalOnWrongClock(error) {
    const metadata = typeof error === 'object' && error !== null && '$metadata' in error ? error.$metadata : undefined;
    const isCorrected = typeof metadata === 'object' && metadata !== null && 'clockSkewCorrected' in metadata;
    const { status = 0 } = awsFailure(error);
    return isCorrected && status >= 400 && status < 500;
}
/** AWS refused a signature for its time: "Signature expired", "Signature not yet current", or their short forms. */
function isClockRefusal(error) {
    const { name, message } = awsFailure(error);
    return (CLOCK_REFUSED.has(name) || (CREDENTIALS_REFUSED.has(name) && /signature (expired|not yet current)/i.test(message)));
}
/** What an answer's headers say about time: its `retry-after`, and when it was made, epoch milliseconds. */
function answerTimes(error) {
    const response = typeof error === 'object' && error !== null && '$response' in error ? error.$response : undefined;
    const headers = typeof response === 'object' && response !== null && 'headers' in response ? response.headers : {};
    const entries = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
    const { 'retry-after': retryAfter, date: made } = Object.fromEntries(entries);
    const date = Date.parse(made ?? '');
    return { ...(retryAfter !== undefined && { retryAfter }), ...(!Number.isNaN(date) && { date }) };
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
