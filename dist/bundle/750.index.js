export const id = 750;
export const ids = [750];
export const modules = {

/***/ 4750:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   callerIdentity: () => (/* binding */ callerIdentity)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3933);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3329);
/* harmony import */ var _client_config_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9714);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5731);




/** Account and principal of the credentials, such as `account 123456789012 as arn:…`; needs no permission. */
async function callerIdentity(settings) {
    const client = (0,_answers_js__WEBPACK_IMPORTED_MODULE_0__/* .guardAnswers */ .f)(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__/* .STSClient */ .iM((0,_client_config_js__WEBPACK_IMPORTED_MODULE_1__/* .clientConfig */ .y)(settings)));
    try {
        const { Account: account, Arn: arn } = await client.send(new _aws_sdk_client_sts__WEBPACK_IMPORTED_MODULE_3__/* .GetCallerIdentityCommand */ .zI({}));
        return `account ${account ?? 'unknown'} as ${arn ?? 'unknown'}`;
    }
    catch (error) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .toRunnerError */ .cX)(error, { operation: 'sts:GetCallerIdentity', on: settings.region });
    }
    finally {
        client.destroy();
    }
}


/***/ })

};
