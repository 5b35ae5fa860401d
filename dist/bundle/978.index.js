export const id = 978;
export const ids = [978];
export const modules = {

/***/ 3329:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ readClock),
/* harmony export */   f: () => (/* binding */ guardAnswers)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7075);
/* harmony import */ var _http_deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5949);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5731);



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

// EXTERNAL MODULE: ./src/aws/errors.js + 3 modules
var aws_errors = __webpack_require__(5731);
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

/***/ 5731:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  VP: () => (/* binding */ answerTimes),
  MT: () => (/* reexport */ awsFailure),
  Xg: () => (/* binding */ isClockRefusal),
  Uz: () => (/* binding */ isNoAnswer),
  DA: () => (/* binding */ isRefusalOnWrongClock),
  eA: () => (/* binding */ malformedAnswer),
  GH: () => (/* reexport */ markAfterLostAnswer),
  cX: () => (/* binding */ toRunnerError)
});

// EXTERNAL MODULE: ./src/core/errors.js
var errors = __webpack_require__(2075);
// EXTERNAL MODULE: ./src/core/unsent.js
var unsent = __webpack_require__(9105);
// EXTERNAL MODULE: ./src/core/words.js
var words = __webpack_require__(3919);
// EXTERNAL MODULE: ./src/core/util/shorten.js
var shorten = __webpack_require__(4694);
;// CONCATENATED MODULE: ./src/aws/failure.js

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
    return (0,shorten/* shorten */.m)(own.replaceAll(/\s+/g, ' '), 1000);
}

;// CONCATENATED MODULE: ./src/aws/access-denied.js



/** The settings that a call's resource and condition keys come from: a mistyped one is refused like a missing grant. */
function origins(action) {
    if (action === 'iam:PassRole') {
        return `${words/* SETTING */.HG.taskRole} and ${words/* SETTING */.HG.executionRole}, or the roles of ${words/* SETTING */.HG.taskDefinition}`;
    }
    if (action === 'ecs:RunTask')
        return `${words/* SETTING */.HG.taskDefinition}, ${words/* SETTING */.HG.cluster}, ${words/* SETTING */.HG.region} and the tags`;
    if (action === 'ecs:TagResource')
        return `${words/* SETTING */.HG.cluster}, ${words/* SETTING */.HG.region} and the tags`;
    if (action.startsWith('ecs:'))
        return `${words/* SETTING */.HG.cluster} and ${words/* SETTING */.HG.region}`;
    if (/^(ssm|secretsmanager):/.test(action))
        return `${words/* SETTING */.HG.githubSecret} and ${words/* SETTING */.HG.region}`;
    return words/* SETTING */.HG.region;
}
/** Reads who lacks which permission on what from AWS's message, if it says so. */
function accessDenied(error, call) {
    const { message } = awsFailure(error);
    const match = /User: (\S+) is not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(message);
    const [, principal, action = call.operation, resource = call.on] = match ?? [];
    const who = principal ?? 'the assumed role or user';
    return new errors/* RunnerError */.Rn({
        kind: 'permission',
        message: `Access denied: ${who} may not ${action} on ${resource}. AWS says: ${message}`,
        hint: `${grant({ message, action, resource, who })} The call was made for ${call.on}: a policy compares ` +
            `${origins(action)}, and a mistyped one is refused in the same words.`,
        cause: error,
    });
}
/** What gives the permission, by the kind of policy that AWS's message names. */
function grant(denied) {
    const { message, action, resource, who } = denied;
    const [, denying] = /with an explicit deny in an? ([\w -]+? policy|permissions boundary)/.exec(message) ?? [];
    if (denying !== undefined)
        return `A deny in the ${denying} forbids it, which no allow overrides: change that one.`;
    const [, lacking] = /because no (service control policy|resource control policy|permissions boundary|session policy|resource-based policy|VPC endpoint policy) allows/.exec(message) ?? [];
    if (lacking !== undefined)
        return `Allow ${action} on ${resource} in the ${lacking} too: that one does not.`;
    const condition = action === 'iam:PassRole' ? ', with the condition iam:PassedToService = ecs-tasks.amazonaws.com' : '';
    return (`Allow ${action} on ${resource} in a policy of ${principalName(who)}${condition}. ` +
        'If it is allowed already, look for a condition, a permissions boundary or a service control policy.');
}
/** `arn:…:assumed-role/starter/session` is the role `starter`. */
function principalName(principal) {
    const role = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
    return role === undefined ? principal : `the role ${role}`;
}

;// CONCATENATED MODULE: ./src/aws/advice.js
/** Refusals that AWS's own words explain: about the account, not about the request. */
const KNOWN = [
    {
        words: /service.linked role/i,
        hint: 'Create the role once in this account (aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com), ' +
            'and wait a minute until ECS knows it.',
    },
    {
        words: /new ARN and resource ID format/i,
        hint: 'Opt in to the long format for tasks, for the account and region: aws ecs put-account-setting-default --name ' +
            'taskLongArnFormat --value enabled.',
    },
    {
        words: /account.*\b(suspended|blocked|closed|on hold|not (yet )?(been )?(activated|verified))|OptInRequired|SubscriptionRequired/i,
        hint: 'Settle with AWS what the message says about the account; no setting here can.',
    },
    {
        words: /signature (has )?expired|signature not yet current|RequestTimeTooSkewed/i,
        hint: 'Set the clock of this machine: AWS takes no request that is signed more than some minutes off.',
    },
];
/** The next step that fits AWS's words; undefined if they say nothing that is known. */
function adviceOn(name, message) {
    return KNOWN.find(({ words }) => words.test(`${name}: ${message}`))?.hint;
}

;// CONCATENATED MODULE: ./src/aws/errors.js







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
/** Errors from an answer that is not AWS's: a proxy's error page, half a document, far too much data. */
const UNREADABLE = new Set(['SyntaxError', 'TypeError', 'RangeError', 'AnswerTooLarge']);
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
/**
 * Explains a failed AWS call in the user's terms. The caller handles errors specific to one operation first.
 * @param call.operation as IAM names it, such as `ecs:RunTask`
 * @param call.on the resource it was called on
 */
function toRunnerError(error, call) {
    if (error instanceof errors/* RunnerError */.Rn)
        return error;
    const { name, code, message, status, isAfterLostAnswer } = awsFailure(error);
    const what = `${call.operation} on ${call.on}`;
    const notSent = (0,unsent/* explainUnsent */.B)(error, { what, peer: 'the AWS endpoint', hadNoEffect: !isAfterLostAnswer });
    if (notSent !== undefined)
        return notSent;
    if (name.startsWith('AccessDenied') || name === 'UnauthorizedOperation')
        return accessDenied(error, call);
    const advice = adviceOn(name, message);
    if (advice !== undefined) {
        return new errors/* RunnerError */.Rn({
            kind: 'configuration',
            message: `AWS refused ${what}: ${name}: ${message}`,
            hint: advice,
            cause: error,
        });
    }
    if (CREDENTIALS_REFUSED.has(name)) {
        return new errors/* RunnerError */.Rn({
            kind: 'permission',
            message: `AWS refused the credentials for ${what}: ${name}: ${message}`,
            hint: `Check that ${words/* SETTING */.HG.role} is set, with a right to an OIDC token, or that the credentials in the ` +
                'environment are still valid. Keys that are right are refused in a region that the account has not enabled.',
            cause: error,
        });
    }
    if (name === 'CredentialsProviderError') {
        return new errors/* RunnerError */.Rn({
            kind: 'configuration',
            message: `No AWS credentials for ${what}: ${message}`,
            hint: `${words/* STEP */.RZ.giveCredentials}.`,
            cause: error,
        });
    }
    if (THROTTLED.has(name) || status === 429) {
        return new errors/* RunnerError */.Rn({
            kind: 'transient',
            message: `AWS kept throttling ${what} until no time was left for another retry: ${message}`,
            hint: `Start fewer runners at a time, or ${words/* STEP */.RZ.again}.`,
            hadNoEffect: !isAfterLostAnswer,
            cause: error,
        });
    }
    if (NETWORK.has(name) || NETWORK.has(code)) {
        return errors_transient(error, `No answer from AWS to ${what}: ${[code || name, message].filter(Boolean).join(': ')}`, `Check ${words/* SETTING */.HG.region} and that this machine can reach the AWS endpoints (a proxy?), then ${words/* STEP */.RZ.again}.`);
    }
    if (UNREADABLE.has(name)) {
        return errors_transient(error, `The answer to ${what} cannot be read; it is not from AWS: ${name}: ${message}`, `Check AWS_ENDPOINT_URL, if it is set, and whether a proxy answers in place of AWS; then ${words/* STEP */.RZ.again}.`);
    }
    // A success that became an error on our side says as little about what AWS did as a failure of AWS.
    if (status === undefined || status >= 500 || status < 400) {
        return errors_transient(error, `AWS failed ${what}: ${name}: ${message}`, `${words/* STEP */.RZ.again}; see the AWS Health Dashboard.`);
    }
    return new errors/* RunnerError */.Rn({
        kind: 'configuration',
        message: `AWS refused ${what}: ${name}: ${message}`,
        hint: 'Correct what the message refers to.',
        cause: error,
    });
}
function errors_transient(cause, message, hint) {
    return new errors/* RunnerError */.Rn({ kind: 'transient', message, hint, cause });
}
/** An answer of AWS that lacks a required part. AWS may have acted already, so it is `transient`. */
function malformedAnswer(operation, what) {
    return new errors/* RunnerError */.Rn({
        kind: 'transient',
        message: `AWS answered ${operation} with ${what}; the answer was not used.`,
        hint: `Check AWS_ENDPOINT_URL, if it is set, and whether a proxy answers in place of AWS; then ${words/* STEP */.RZ.again}. ` +
            `${words/* STEP */.RZ.stop} to remove whatever was started.`,
    });
}


/***/ })

};
