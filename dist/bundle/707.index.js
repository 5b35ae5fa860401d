export const id = 707;
export const ids = [707];
export const modules = {

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
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5731);








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


/***/ })

};
