export const id = 747;
export const ids = [747];
export const modules = {

/***/ 3747:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   webIdentityCredentials: () => (/* binding */ webIdentityCredentials)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3933);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2075);
/* harmony import */ var _core_report_timeline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7682);
/* harmony import */ var _core_words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3919);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3329);
/* harmony import */ var _client_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9714);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9507);







/** A credential provider that assumes the role at first use, and again when the SDK finds it about to expire. */
function webIdentityCredentials(options) {
    const { measure = _core_report_timeline_js__WEBPACK_IMPORTED_MODULE_1__/* .unmeasured */ .Q } = options;
    return async () => {
        const token = await options.getIdToken();
        // No credentials: the OIDC token authenticates this call, and the SDK must not search its chain for others.
        const client = (0,_answers_js__WEBPACK_IMPORTED_MODULE_3__/* .guardAnswers */ .f)(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__/* .STSClient */ .iM((0,_client_config_js__WEBPACK_IMPORTED_MODULE_4__/* .clientConfig */ .y)({ ...options.client, credentials: anonymous })));
        try {
            return await measure('STS', () => assume(client, token, options));
        }
        catch (error) {
            throw explainRefusal(error, options);
        }
        finally {
            client.destroy();
        }
    };
}
const anonymous = { accessKeyId: '', secretAccessKey: '' };
async function assume(client, token, options) {
    const sentAt = Date.now();
    const { Credentials: credentials } = await client.send(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_6__/* .AssumeRoleWithWebIdentityCommand */ .WH({
        RoleArn: options.roleArn,
        RoleSessionName: options.sessionName,
        DurationSeconds: options.durationSeconds,
        WebIdentityToken: token,
    }));
    const { AccessKeyId, SecretAccessKey, SessionToken } = credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .malformedAnswer */ .eA)(`sts:AssumeRoleWithWebIdentity for ${options.roleArn}`, 'no credentials');
    }
    options.mask(SecretAccessKey);
    options.mask(SessionToken);
    // They go into the headers of every request.
    if (![AccessKeyId, SecretAccessKey, SessionToken].every((value) => /^[\x21-\x7e]+$/.test(value))) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .malformedAnswer */ .eA)(`sts:AssumeRoleWithWebIdentity for ${options.roleArn}`, 'values that are not credentials');
    }
    return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        // By this machine's clock, which decides when to assume the role again; by AWS's, a clock that is ahead would assume
        // it for every request.
        expiration: new Date(sentAt + options.durationSeconds * 1000),
    };
}
/** STS says "not authorized" whatever is wrong with the trust policy, so the hint names the likely causes. */
function explainRefusal(error, { roleArn, durationSeconds }) {
    const call = { operation: 'sts:AssumeRoleWithWebIdentity', on: roleArn };
    const { name, message } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .awsFailure */ .MT)(error);
    const refusal = (hint) => new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
        kind: 'permission',
        message: `The role ${roleArn} could not be assumed with the OIDC token: ${name}: ${message}`,
        hint,
        cause: error,
    });
    switch (name) {
        case 'AccessDenied':
        case 'AccessDeniedException':
            return refusal("Check the role's name and account, and its trust policy: the Principal is the account's OIDC provider for " +
                'this GitHub, and the conditions on its `aud` and `sub` claims match the token. Repositories created ' +
                'since mid 2026 have subjects with ids (repo:owner@<id>/name@<id>:…), so allow both forms.');
        case 'InvalidIdentityToken':
        case 'InvalidIdentityTokenException':
            return refusal("Create the OIDC provider for this GitHub's token issuer in the role's account, with the audience that the " +
                `${_core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.audience} names (sts.amazonaws.com by default).`);
        case 'ExpiredTokenException':
            return refusal(`${_core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .STEP */ .RZ.again}; if it fails again, check the clock of this machine.`);
        case 'ValidationError':
            return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
                kind: 'configuration',
                message: `AWS refused to assume ${roleArn} for ${durationSeconds} s: ${message}`,
                hint: `Set ${_core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.roleDuration} to at most the role's maximum session duration (3600 unless it was raised).`,
                cause: error,
            });
        default:
            return (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .toRunnerError */ .cX)(error, call);
    }
}


/***/ })

};
