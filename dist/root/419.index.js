export const id = 419;
export const ids = [419];
export const modules = {

/***/ 6419:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
// The entry of the bundle, for main and post. Nothing is imported before it is known what is needed: the post step of a
// healthy start reads one variable and ends.
if (process.argv[2] !== 'post') {
    const { main } = await Promise.all(/* import() */[__webpack_require__.e(327), __webpack_require__.e(455), __webpack_require__.e(463), __webpack_require__.e(435), __webpack_require__.e(590), __webpack_require__.e(30)]).then(__webpack_require__.bind(__webpack_require__, 30));
    await main(process.env);
    endStep();
}
else if (process.env['STATE_outcome'] === 'ready') {
    process.stdout.write('The runner was ready and is left alone; stop-runner removes it.\n');
}
else {
    const { post } = await Promise.all(/* import() */[__webpack_require__.e(327), __webpack_require__.e(455), __webpack_require__.e(463), __webpack_require__.e(435), __webpack_require__.e(590), __webpack_require__.e(165)]).then(__webpack_require__.bind(__webpack_require__, 7165));
    await post(process.env);
    endStep();
}
/**
 * What may still be under way, such as the wait of a request that nobody needs any more, must not keep the step alive.
 */
function endStep() {
    process.stdout.write('', () => process.exit());
}


__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ })

};
