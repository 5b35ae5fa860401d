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
/* harmony import */ var _core_util_shorten_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4694);
/* harmony import */ var _core_words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3919);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3329);
/* harmony import */ var _client_config_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9714);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5731);








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
            throw explainRefusal(error, { ...options, token });
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
/**
 * STS says "not authorized" whatever is wrong with the trust policy, so the message shows what the policy is compared
 * with.
 */
function explainRefusal(error, { roleArn, durationSeconds, token }) {
    const call = { operation: 'sts:AssumeRoleWithWebIdentity', on: roleArn };
    const { name, message } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .awsFailure */ .MT)(error);
    const refusal = (hint) => new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerError */ .Rn({
        kind: 'permission',
        message: `The role ${roleArn} could not be assumed with the OIDC token: ${name}: ${message}${claimsOf(token)}`,
        hint,
        cause: error,
    });
    switch (name) {
        case 'AccessDenied':
        case 'AccessDeniedException':
            return refusal("Compare the token's claims with the role's trust policy: the Principal is the provider of that `iss` in the " +
                "role's account, and the conditions on `aud` and `sub` match letter for letter, in the same case. Repositories " +
                'created since mid 2026 have subjects with ids (repo:owner@<id>/name@<id>:…), so allow both forms. If they ' +
                "match, check the role's name and account.");
        case 'InvalidIdentityToken':
        case 'InvalidIdentityTokenException':
            return refusal("The role's account needs an OIDC provider for the token's `iss`, with its `aud` among the provider's audiences " +
                `(${_core_words_js__WEBPACK_IMPORTED_MODULE_2__/* .SETTING */ .HG.audience} sets it; sts.amazonaws.com by default).`);
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
/** The claims that a trust policy and a provider are compared with; they are no secrets. */
function claimsOf(token) {
    try {
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
        const { sub, aud, iss } = { ...claims };
        const shown = (claim) => (0,_core_util_shorten_js__WEBPACK_IMPORTED_MODULE_7__/* .shorten */ .m)(JSON.stringify(claim) ?? 'absent', 300);
        return ` The token says: sub ${shown(sub)}, aud ${shown(aud)}, iss ${shown(iss)}.`;
    }
    catch {
        // Only STS judges tokens.
        return '';
    }
}


/***/ })

};
