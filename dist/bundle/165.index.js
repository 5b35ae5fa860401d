export const id = 165;
export const ids = [165];
export const modules = {

/***/ 7165:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var _src_actions_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9258);
/* harmony import */ var _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7562);
/* harmony import */ var _src_core_identity_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6930);
/* harmony import */ var _src_core_report_timeline_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7682);
/* harmony import */ var _src_core_start_cleanup_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8793);
/* harmony import */ var _src_core_start_ledger_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(1252);
/* harmony import */ var _src_wiring_runtime_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(283);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2478);
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5026);









/** The post step: removes what is left of its own start, and never reddens the job: it warns. */
async function post(environment) {
    try {
        const saved = (0,_src_core_start_ledger_js__WEBPACK_IMPORTED_MODULE_8__/* .readLedger */ .S)((0,_src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .savedState */ .fP)(environment));
        if (saved.outcome === 'ready')
            return;
        if (saved.startKey === undefined || saved.launches.length === 0 || saved.outcome === 'removed') {
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info('The start left nothing behind.');
            return;
        }
        _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info('The start did not finish: removing what it made.');
        const { results, problems } = await (0,_src_core_start_cleanup_js__WEBPACK_IMPORTED_MODULE_4__/* .cleanUpStart */ .b)({
            start: (0,_src_core_identity_js__WEBPACK_IMPORTED_MODULE_2__/* .parseStartKey */ .FT)(saved.startKey),
            launches: saved.launches,
            // The main step may have been killed while it was sending a launch again.
            sentUntil: _src_wiring_runtime_js__WEBPACK_IMPORTED_MODULE_5__/* .systemClock */ .m.now(),
            reason: 'ecs-github-runner: the start was cancelled or failed',
            // The launch options are read again only because the inputs are checked as a whole; nothing is launched.
            ports: (0,_main_js__WEBPACK_IMPORTED_MODULE_7__/* .startPorts */ .V)((0,_inputs_js__WEBPACK_IMPORTED_MODULE_6__/* .readStartInputs */ .a)({ environment, startCommand: { plain: [], forDockerSteps: [] } }), new _src_core_report_timeline_js__WEBPACK_IMPORTED_MODULE_3__/* .Timeline */ .K(_src_wiring_runtime_js__WEBPACK_IMPORTED_MODULE_5__/* .systemClock */ .m)),
        });
        for (const { runnerName, registration, compute } of results) {
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.info(`Runner ${runnerName}: registration ${registration}, compute ${compute}.`);
        }
        for (const problem of problems)
            _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.warning(problem);
    }
    catch (error) {
        _src_actions_io_js__WEBPACK_IMPORTED_MODULE_1__/* .actionsLog */ ._D.warning(`The start could not be cleaned up; run stop-runner for this workflow run. ${(0,_src_actions_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explainFailure */ .S)(error)}`);
    }
}


/***/ })

};
