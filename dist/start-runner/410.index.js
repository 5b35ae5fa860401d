export const id = 410;
export const ids = [410];
export const modules = {

/***/ 7410:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  post: () => (/* binding */ post)
});

// EXTERNAL MODULE: ./src/actions/failure.js
var failure = __webpack_require__(9258);
// EXTERNAL MODULE: ./src/actions/io.js + 1 modules
var io = __webpack_require__(8216);
// EXTERNAL MODULE: ./src/actions/root.js + 1 modules
var root = __webpack_require__(1576);
// EXTERNAL MODULE: ./src/core/identity.js
var identity = __webpack_require__(6930);
// EXTERNAL MODULE: ./src/core/start/cleanup.js + 2 modules
var cleanup = __webpack_require__(5452);
// EXTERNAL MODULE: ./src/core/start/ledger.js
var ledger = __webpack_require__(1252);
// EXTERNAL MODULE: ./src/wiring/runtime.js
var runtime = __webpack_require__(283);
// EXTERNAL MODULE: ./src/wiring/aws-settings.js + 1 modules
var aws_settings = __webpack_require__(4370);
// EXTERNAL MODULE: ./src/wiring/connections.js + 22 modules
var connections = __webpack_require__(4360);
// EXTERNAL MODULE: ./src/wiring/github-credentials.js
var github_credentials = __webpack_require__(5951);
// EXTERNAL MODULE: ./src/wiring/retry-budget.js
var retry_budget = __webpack_require__(639);
;// CONCATENATED MODULE: ./src/wiring/teardown.js





/** Wires the ports of a teardown. */
function connectEcsTeardown(options) {
    const { apiUrl, github, aws: access, cluster, root } = options;
    const { log, mask } = root;
    const { proxy } = access;
    const { retryBudgetMs = () => retry_budget/* DEFAULT_RETRY_BUDGET_MS */.G } = options;
    const aws = (0,aws_settings/* awsSettings */.T)({ access, root, retryBudgetMs });
    return {
        github: (0,connections/* connectGitHub */.UY)({
            scope: github.scope,
            credentials: (0,github_credentials/* credentialsReader */.qD)(github.credentials, { aws, mask }),
            connection: { apiUrl, log, retryBudgetMs: () => retry_budget/* DEFAULT_RETRY_BUDGET_MS */.G, ...(proxy && { proxy }) },
            mask,
        }),
        pool: (0,connections/* connectEcsPool */.wh)({ aws, cluster }),
        clock: runtime/* systemClock */.m,
        random: runtime/* systemRandom */.v,
        log,
    };
}

// EXTERNAL MODULE: ./start-runner/inputs.js + 5 modules
var inputs = __webpack_require__(8843);
;// CONCATENATED MODULE: ./start-runner/post.js









/** The post step: removes what is left of its own start, and never reddens the job: it warns. */
async function post(environment) {
    try {
        const saved = (0,ledger/* readLedger */.SC)(await (0,io/* actionsState */.Rq)(environment).read());
        if (saved.outcome === 'ready')
            return;
        if (saved.startKey === undefined || saved.launches.length === 0 || saved.outcome === 'removed') {
            io/* actionsLog */._D.info('The start left nothing behind.');
            return;
        }
        io/* actionsLog */._D.info('The start did not finish: removing what it made.');
        const { context, github, aws, cluster } = (0,inputs/* readStartAccess */.R)(environment);
        const { results, problems } = await (0,cleanup/* cleanUpStart */.b)({
            start: (0,identity/* parseStartKey */.FT)(saved.startKey),
            launches: saved.launches,
            // The main step may have been killed while it was retrying a launch.
            sentUntil: runtime/* systemClock */.m.now(),
            reason: 'ecs-github-runner: the start was cancelled or failed',
            ports: connectEcsTeardown({ apiUrl: context.apiUrl, github, aws, cluster, root: (0,root/* actionsRoot */.e)(aws) }),
        });
        for (const { runnerName, registration, compute } of results) {
            io/* actionsLog */._D.info(`Runner ${runnerName}: registration ${registration}, compute ${compute}.`);
        }
        for (const problem of problems)
            io/* actionsLog */._D.warning(problem);
    }
    catch (error) {
        io/* actionsLog */._D.warning(`The start could not be cleaned up; run stop-runner for this workflow run. ${(0,failure/* explainFailure */.S)(error)}`);
    }
}


/***/ })

};
