export const id = 165;
export const ids = [165];
export const modules = {

/***/ 2335:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ connectEcsTeardown)
/* harmony export */ });
/* harmony import */ var _aws_settings_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4370);
/* harmony import */ var _connections_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9337);
/* harmony import */ var _github_credentials_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5951);
/* harmony import */ var _retry_budget_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(639);
/* harmony import */ var _runtime_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(283);





/** Wires the ports of a teardown. */
function connectEcsTeardown(options) {
    const { apiUrl, github, aws: access, cluster, root } = options;
    const { log, mask } = root;
    const { proxy } = access;
    const { retryBudgetMs = () => _retry_budget_js__WEBPACK_IMPORTED_MODULE_4__/* .DEFAULT_RETRY_BUDGET_MS */ .G } = options;
    const aws = (0,_aws_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .awsSettings */ .T)({ access, root, retryBudgetMs });
    const credentials = (0,_github_credentials_js__WEBPACK_IMPORTED_MODULE_2__/* .credentialsReader */ .qD)(github.credentials, { aws, mask });
    const connection = { apiUrl, log, retryBudgetMs, ...(proxy && { proxy }) };
    return {
        github: (0,_connections_js__WEBPACK_IMPORTED_MODULE_1__/* .connectGitHub */ .UY)({ scope: github.scope, credentials, connection, mask }),
        ...(options.jobs && { jobs: (0,_connections_js__WEBPACK_IMPORTED_MODULE_1__/* .connectJobs */ .$r)({ ...options.jobs, credentials, connection, mask }) }),
        pool: (0,_connections_js__WEBPACK_IMPORTED_MODULE_1__/* .connectEcsPool */ .wh)({ aws, cluster }),
        clock: _runtime_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m,
        random: _runtime_js__WEBPACK_IMPORTED_MODULE_3__/* .systemRandom */ .v,
        log,
    };
}


/***/ }),

/***/ 7165:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var _src_actions_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9258);
/* harmony import */ var _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8216);
/* harmony import */ var _src_actions_root_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1576);
/* harmony import */ var _src_core_identity_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6930);
/* harmony import */ var _src_core_start_cleanup_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8793);
/* harmony import */ var _src_core_start_ledger_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1252);
/* harmony import */ var _src_core_teardown_reasons_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2210);
/* harmony import */ var _src_wiring_retry_budget_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(639);
/* harmony import */ var _src_wiring_runtime_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(283);
/* harmony import */ var _src_wiring_teardown_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2335);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(2478);











/** The post step: removes what is left of its own start. It warns and never fails the job. */
async function post(environment) {
    try {
        const saved = (0,_src_core_start_ledger_js__WEBPACK_IMPORTED_MODULE_5__/* .readLedger */ .SC)((0,_src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .savedState */ .fP)(environment));
        if (saved.outcome === 'ready')
            return;
        if (saved.damaged.length > 0) {
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.warning(`The saved state is damaged (${saved.damaged.join(', ')}): what it named cannot be removed here. Next step: run ` +
                'stop-runner for this workflow run.');
        }
        if (saved.launches.length === 0 || saved.outcome === 'removed') {
            if (saved.damaged.length === 0)
                _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info('The start left nothing behind.');
            return;
        }
        _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info('The start did not finish: removing what it created.');
        await removeRest(saved, environment);
    }
    catch (error) {
        _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.warning(`The start could not be cleaned up; run stop-runner for this workflow run. ${(0,_src_actions_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explainFailure */ .S)(error)}`);
    }
}
async function removeRest(saved, environment) {
    const { context, github, aws, cluster, label, isReachable, actionsToken: token } = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_9__/* .readStartAccess */ .R)(environment);
    const start = (0,_src_core_start_ledger_js__WEBPACK_IMPORTED_MODULE_5__/* .startOfLedger */ .NJ)(saved, context.runAttempt);
    const { results, problems, left } = await (0,_src_core_start_cleanup_js__WEBPACK_IMPORTED_MODULE_4__/* .cleanUpStart */ .bJ)({
        start,
        launches: saved.launches,
        label: label ?? (0,_src_core_identity_js__WEBPACK_IMPORTED_MODULE_3__/* .startKey */ ._L)(start),
        isLabelSecret: () => !isReachable,
        // The main step may have been killed while it was retrying a launch.
        sentUntil: _src_wiring_runtime_js__WEBPACK_IMPORTED_MODULE_7__/* .systemClock */ .m.now(),
        reason: _src_core_teardown_reasons_js__WEBPACK_IMPORTED_MODULE_6__/* .REASON */ .r.post,
        ports: (0,_src_wiring_teardown_js__WEBPACK_IMPORTED_MODULE_8__/* .connectEcsTeardown */ .i)({
            apiUrl: context.apiUrl,
            github,
            aws,
            cluster,
            root: (0,_src_actions_root_js__WEBPACK_IMPORTED_MODULE_2__/* .actionsRoot */ .e)(aws),
            jobs: token && { token, repository: context.repository, runId: context.run.runId },
            retryBudgetMs: new _src_wiring_retry_budget_js__WEBPACK_IMPORTED_MODULE_10__/* .TimedRetryBudget */ .P(_src_wiring_runtime_js__WEBPACK_IMPORTED_MODULE_7__/* .systemClock */ .m, _src_wiring_retry_budget_js__WEBPACK_IMPORTED_MODULE_10__/* .DEFAULT_RETRY_BUDGET_MS */ .G).leftMs,
        }),
    });
    for (const { runnerName, registration, compute } of results) {
        _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info(`Runner ${runnerName}: registration ${registration}, compute ${compute}.`);
    }
    for (const line of [...problems, ...left])
        _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.warning(line);
}


/***/ })

};
